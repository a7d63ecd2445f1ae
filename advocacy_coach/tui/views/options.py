"""The options of a question, each state shown by a glyph and never by colour alone."""

from collections.abc import Sequence

from advocacy_coach.course.model import (
    BestWorstQuestion,
    ChoiceQuestion,
    ClassifyQuestion,
    Option,
    Question,
    RankQuestion,
    RateQuestion,
    SelectQuestion,
)
from advocacy_coach.i18n import _
from advocacy_coach.session.run import Answer
from advocacy_coach.session.scoring import BEST, RATINGS, WORST, Mark, Verdict, key, mark
from advocacy_coach.tui.draft import Draft
from advocacy_coach.tui.rows import Part, Row, hanging
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.views.words import GLYPHS, STYLES

BIN_WIDTH = 14


def instruction(question: Question) -> str:
    """How the question is answered, in one sentence."""
    match question:
        case ChoiceQuestion():
            return _("Pick one.")
        case SelectQuestion():
            return _("Pick all that apply.")
        case BestWorstQuestion():
            return _("Pick the best, then the worst.")
        case RateQuestion():
            return _("Rate each: 1 is “{low}”, 5 is “{high}”.").format(
                low=question.scale.low, high=question.scale.high
            )
        case RankQuestion():
            return _("Pick them in order, from “{high}” to “{low}”.").format(
                low=question.scale.low, high=question.scale.high
            )
        case ClassifyQuestion():
            bins = " · ".join(f"{number} {bin.title}" for number, bin in enumerate(question.bins, 1))
            return _("Sort each card: {bins}").format(bins=bins)


def option_rows(
    question: Question, options: Sequence[Option], draft: Draft, given: Answer | None, width: int
) -> list[Row]:
    """All options. After the answer the rows keep their number and place; only their glyphs change."""
    response = given.response if given else draft.response
    verdicts = mark(question, given.response) if given else None
    rows: list[Row] = []
    for index, option in enumerate(options):
        here = given is None and index == draft.cursor
        lead = _lead(question, option, given, verdicts, here=here)
        sign = _sign(question, response.get(option.id), index + 1)
        style = "strong" if here else _text_style(option, response.get(option.id), verdicts)
        rows += hanging((lead, *sign), option.text, width, style, target=f"option:{index}")
    return rows


def _lead(
    question: Question, option: Option, given: Answer | None, verdicts: Mark | None, *, here: bool
) -> Part:
    """The first two cells: the cursor before the answer, the verdict after it."""
    if verdicts is None:
        return ("› ", "accent strong") if here else ("  ", "")
    verdict = verdicts.verdicts.get(option.id)
    if verdict is None:
        missed = isinstance(question, ChoiceQuestion) and option.id in key(question)
        return ("✓ ", "good") if missed else ("  ", "")
    return sign_of(verdict, picked=option.id in given.response if given else True)


def sign_of(verdict: Verdict, *, picked: bool) -> Part:
    """The glyph of one option after the answer; what belonged to the answer and was left out is a plus."""
    return (f"{GLYPHS[verdict]} ", STYLES[verdict]) if picked else ("+ ", "accent")


def _text_style(option: Option, word: str | None, verdicts: Mark | None) -> str:
    """After the answer, options that played no part step back."""
    return "muted" if verdicts is not None and word is None and option.id not in verdicts.verdicts else ""


def _sign(question: Question, word: str | None, number: int) -> tuple[Part, ...]:
    """What the learner has put on the option."""
    style = "accent strong" if word else "muted"
    match question:
        case ChoiceQuestion():
            return (("(•) " if word else "( ) ", style), (f"{number} ", "muted"))
        case SelectQuestion():
            return (("[x] " if word else "[ ] ", style), (f"{number} ", "muted"))
        case BestWorstQuestion():
            words = {BEST: _("best"), WORST: _("worst")}
            wide = max(measure(label) for label in words.values())
            label = words.get(word or "", "")
            return ((f"[{label}{' ' * (wide - measure(label))}] ", style), (f"{number} ", "muted"))
        case RankQuestion():
            return ((f"{word}. " if word else "–  ", style),)
        case RateQuestion():
            return (*((f"({n})" if n == word else f" {n} ", _rating(n, word)) for n in RATINGS), (" ", ""))
        case ClassifyQuestion():
            titles = {bin.id: bin.title for bin in question.bins}
            wide = min(BIN_WIDTH, max(measure(title) for title in titles.values()))
            label = clipped(titles.get(word or "", ""), wide)
            return ((f"[{label}{' ' * (wide - measure(label))}] ", style),)


def _rating(number: str, word: str | None) -> str:
    return "accent strong" if number == word else "muted"


def word_for(question: Question, word: str) -> str:
    """What the learner put on an option, in words: “best”, “3”, the title of a bin."""
    match question:
        case BestWorstQuestion():
            return {BEST: _("best"), WORST: _("worst")}.get(word, word)
        case ClassifyQuestion():
            return next((bin.title for bin in question.bins if bin.id == word), word)
        case _:
            return word
