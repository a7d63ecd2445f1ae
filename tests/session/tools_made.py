"""Small tools made for tests, what stands on their sheets, and the tools that come with the program."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from advocacy_coach.course.checks import Known
from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS
from advocacy_coach.course.model import Action
from advocacy_coach.course.reading import load_tool
from advocacy_coach.course.tools import (
    Area,
    Band,
    Form,
    Gap,
    Gates,
    MoodCheck,
    PlanCheck,
    Practice,
    ScoringKey,
    Severity,
    Sign,
    Silence,
    Situation,
    Situations,
    Statement,
    Together,
    Unknown,
    Verdict,
    Verdicts,
    Way,
    WouldDo,
)
from advocacy_coach.session.guidance.mood import MOST, UNKNOWN
from advocacy_coach.session.guidance.team import Counts, Group

LESSONS = Path(__file__).parents[2] / "lessons" / "en"


def plan(*severities: Severity) -> PlanCheck:
    """Practices “p1”, “p2” and so on with these severities, and the good signs “s1” and “s2”."""
    verdict = Verdict("title", "text")
    return PlanCheck(
        format=1,
        type="plan_check",
        id="plan-check",
        title="Plan",
        minutes=5,
        intro="?",
        amber_from=3,
        red_from=9,
        practices=tuple(
            Practice(f"p{number}", f"practice {number}", ("forcing",), severity, "why", "instead")
            for number, severity in enumerate(severities, 1)
        ),
        signs=(Sign("s1", "sign 1", "keep"), Sign("s2", "sign 2", "keep")),
        results=Verdicts(verdict, verdict, verdict),
    )


def mood(
    areas: str = "aabbccddefghiii",
    *,
    gates: Collection[int] = (13, 14, 15),
    together: Sequence[int] = (1, 10),
) -> MoodCheck:
    """Statements “s1”, “s2” and so on, a letter of ``areas`` each, with the limits of the shipped check.

    As it stands it has the shape of the shipped one: which areas, gates and statements go together.
    """
    return MoodCheck(
        format=1,
        type="mood_check",
        id="mood-check",
        title="Mood",
        minutes=5,
        intro="?",
        note="ours",
        scale=("0", "1", "2", "3", "4"),
        minimum=5,
        areas=tuple(Area(letter, letter) for letter in dict.fromkeys(areas)),
        statements=tuple(
            Statement(f"s{number}", letter, f"statement {number}", gate=number in gates)
            for number, letter in enumerate(areas, 1)
        ),
        bands=(
            Band("not-now", "Not now", 40, "!"),
            Band("fix-first", "Fix first", 60, "!"),
            Band("quiet-start", "Quiet start", 80, "!"),
            Band("solid-ground", "Solid ground", 101, "!"),
        ),
        together=Together(tuple(f"s{number}" for number in together), 40, "not-now"),
        gates=Gates(50, "fix-first", "!"),
        unknown=Unknown(4, "Ask", "!"),
        rosier=Gap(15, "!"),
        weak_area=Gap(25, "!"),
        silence=Silence(50, "!"),
    )


def answers(words: str) -> dict[str, str]:
    """Answers to “s1”, “s2” and so on, a letter each: a number, ``?`` for unknown, a blank for none."""
    given = {f"s{number}": UNKNOWN if word == "?" else word for number, word in enumerate(words, 1)}
    return {id: word for id, word in given.items() if word != " "}


def counts(people: Sequence[int | None]) -> Counts:
    """How often each answer was given by these people; None is unknown."""
    return (*(people.count(answer) for answer in range(MOST + 1)), people.count(None))


def group(name: str, tool: MoodCheck, people: Sequence[int | None]) -> Group:
    """A group of people who each answer all statements alike."""
    return Group(name, {statement.id: counts(people) for statement in tool.statements})


def situations(items: str = "aabb") -> Situations:
    """Two forms with an item a letter of ``items``, its area; “b” is best everywhere and “d” worst.

    The items of form “x” are called “x1”, “x2” and so on, those of form “y” “y1”.
    """
    return Situations(
        format=1,
        id="situations",
        title="Situations",
        minutes=8,
        intro="?",
        key=ScoringKey("ours", 1),
        pass_mark=6,
        areas=tuple(Area(letter, letter) for letter in dict.fromkeys(items)),
        forms=(Form("x", tuple(_items("x", items)), _WAYS), Form("y", tuple(_items("y", items)), _WAYS)),
    )


_WAYS = WouldDo("really", "?", (Way("one", "one"), Way("other", "other")))


def _items(form: str, areas: str) -> Iterator[Situation]:
    keys = {"b": "best", "d": "worst"}
    options = tuple(Action(o, o, f"because {o}", keys.get(o, "")) for o in "abcd")  # type: ignore[arg-type]
    for number, letter in enumerate(areas, 1):
        yield Situation(f"{form}{number}", letter, "?", options, "!")


def shipped_plan() -> PlanCheck:
    """The plan check of the English course."""
    tool = load_tool(LESSONS / PLAN_CHECK, PLAN_CHECK, Known()).value
    assert isinstance(tool, PlanCheck)
    return tool


def shipped_mood() -> MoodCheck:
    """The mood check of the English course."""
    tool = load_tool(LESSONS / MOOD_CHECK, MOOD_CHECK, Known()).value
    assert isinstance(tool, MoodCheck)
    return tool


def shipped_situations() -> Situations:
    """The opening and closing check of the English course."""
    tool = load_tool(LESSONS / SITUATIONS, SITUATIONS, Known()).value
    assert isinstance(tool, Situations)
    return tool


def shape(tool: MoodCheck) -> tuple[object, ...]:
    """The numbers by which a mood check decides, and the statements they are about, by their places."""
    areas = [area.id for area in tool.areas]
    ids = [statement.id for statement in tool.statements]
    return (
        [areas.index(statement.area) for statement in tool.statements],
        [statement.gate for statement in tool.statements],
        [(band.id, band.below) for band in tool.bands],
        ([ids.index(id) for id in tool.together.statements], tool.together.below, tool.together.band),
        (tool.gates.below, tool.gates.band),
        (tool.minimum, tool.unknown.from_, tool.rosier.by, tool.weak_area.by, tool.silence.below),
    )
