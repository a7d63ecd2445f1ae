"""Questions and lessons made for tests, and strategies that draw answers to them."""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from advocacy_coach.course.model import (
    Action,
    BestWorstQuestion,
    Bin,
    Card,
    Choice,
    ChoiceQuestion,
    ClassifyQuestion,
    Lesson,
    Page,
    Question,
    Ranked,
    RankQuestion,
    Rated,
    RateQuestion,
    Reflect,
    Scale,
    SelectQuestion,
)
from advocacy_coach.session.scoring import BEST, PICKED, RATINGS, WORST

SCALE = Scale("low", "high")


def choice(id: str = "choice", *, scored: bool = True, hints: tuple[str, ...] = ()) -> ChoiceQuestion:
    """Three options, “b” is right."""
    options = tuple(Choice(o, o, f"because {o}", correct=o == "b") for o in "abc")
    return ChoiceQuestion(id=id, prompt="?", explain="!", options=options, scored=scored, hints=hints)


def select(id: str = "select") -> SelectQuestion:
    """Four options, “a” and “c” are right."""
    options = tuple(Choice(o, o, f"because {o}", correct=o in "ac") for o in "abcd")
    return SelectQuestion(id=id, prompt="?", explain="!", options=options)


def best_worst(id: str = "best-worst") -> BestWorstQuestion:
    """Four options, “a” is best and “d” is worst."""
    keys = {"a": BEST, "d": WORST}
    options = tuple(Action(o, o, f"because {o}", keys.get(o, "")) for o in "abcd")  # type: ignore[arg-type]
    return BestWorstQuestion(id=id, prompt="?", explain="!", options=options)


def rate(id: str = "rate") -> RateQuestion:
    """Three options with the keys 1, 3 and 5."""
    options = tuple(Rated(o, o, f"because {o}", key) for o, key in zip("abc", (1, 3, 5), strict=True))
    return RateQuestion(id=id, prompt="?", explain="!", options=options, scale=SCALE)


def rank(id: str = "rank", count: int = 4) -> RankQuestion:
    """Options in the right order."""
    options = tuple(Ranked(o, o, f"because {o}") for o in "abcdefgh"[:count])
    return RankQuestion(id=id, prompt="?", explain="!", options=options, scale=SCALE)


def classify(id: str = "classify") -> ClassifyQuestion:
    """Four cards, two bins."""
    bins = (Bin("in", "In"), Bin("out", "Out"))
    cards = tuple(Card(o, o, f"because {o}", "in" if o in "ab" else "out") for o in "abcd")
    return ClassifyQuestion(id=id, prompt="?", explain="!", bins=bins, options=cards)


MAKERS: tuple[Callable[[], Question], ...] = (choice, select, best_worst, rate, rank, classify)


def lesson() -> Lesson:
    """A warm-up, a page, one question of every type, a reflection."""
    steps = (
        choice("warm-up", scored=False),
        Page(id="page", title="Page", text="Text"),
        choice(hints=("one", "two")),
        select(),
        best_worst(),
        rate(),
        rank(),
        classify(),
        Reflect(id="reflect", prompt="?"),
    )
    return Lesson(format=1, id="lesson", topic="topic", title="Lesson", minutes=5, steps=steps)


def responses(question: Question) -> st.SearchStrategy[Mapping[str, str]]:
    """Any complete answer to the question."""
    ids = [option.id for option in question.options]
    match question:
        case ChoiceQuestion():
            return st.sampled_from(ids).map(lambda id: {id: PICKED})
        case SelectQuestion():
            return st.sets(st.sampled_from(ids), min_size=1).map(lambda got: dict.fromkeys(got, PICKED))
        case BestWorstQuestion():
            return st.permutations(ids).map(lambda got: {got[0]: BEST, got[1]: WORST})
        case RateQuestion():
            return st.fixed_dictionaries({id: st.sampled_from(RATINGS) for id in ids})
        case RankQuestion():
            return st.permutations(ids).map(lambda got: {id: str(n) for n, id in enumerate(got, 1)})
        case ClassifyQuestion():
            bins = [bin.id for bin in question.bins]
            return st.fixed_dictionaries({id: st.sampled_from(bins) for id in ids})
