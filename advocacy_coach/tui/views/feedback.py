"""What a learner reads after an answer: the verdict, why their choice is right or what it costs, and why."""

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
from advocacy_coach.session.scoring import Mark, Verdict, key
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.options import sign_of, word_for
from advocacy_coach.tui.views.words import GLYPHS, STYLES, verdict_words


def feedback_rows(question: Question, given: Answer, result: Mark, width: int) -> list[Row]:
    """The rows under an answered question."""
    verdict = result.verdict
    words = verdict_words(verdict, given.points)
    if not question.scored:
        words = " ".join((words, _("A warm-up, so no points.")))
    rows = [BLANK, *text(f"{GLYPHS[verdict]} {words}", width, f"strong {STYLES[verdict]}", target="verdict")]
    if isinstance(question, ChoiceQuestion):
        picked = next(option for option in question.options if option.id in given.response)
        rows += prose(picked.feedback, width)
    else:
        rows += _each(question, given, result, width)
    return [*rows, BLANK, *text(_("Why"), width, "strong"), *prose(question.explain, width)]


def _each(question: Question, given: Answer, result: Mark, width: int) -> list[Row]:
    """Feedback per option, what went wrong first."""
    order: list[Verdict] = ["wrong", "partly", "right"]
    touched = [option for option in question.options if option.id in result.verdicts]
    touched.sort(key=lambda option: order.index(result.verdicts[option.id]))
    rows: list[Row] = []
    for option in touched:
        verdict = result.verdicts[option.id]
        lead = sign_of(verdict, picked=option.id in given.response)
        rows += [BLANK, *hanging((lead,), option.text, width, "strong")]
        if verdict != "right" and (line := _key_line(question, option, given)):
            rows += text(line, width, "muted", indent="  ")
        rows += prose(option.feedback, width, indent="  ")
    return rows


def _key_line(question: Question, option: Option, given: Answer) -> str:
    """What was given beside what the key says, for options that carry a word."""
    mine, ours = given.response.get(option.id, ""), key(question).get(option.id, "")
    match question:
        case SelectQuestion():
            return _("You did not pick it; it belongs here.") if not mine else ""
        case RateQuestion():
            return _("You said {mine}; we say {ours}.").format(mine=mine, ours=ours)
        case RankQuestion():
            return _("You put it in place {mine}; we put it in place {ours}.").format(mine=mine, ours=ours)
        case ClassifyQuestion():
            return _("It belongs to “{bin}”.").format(bin=word_for(question, ours))
        case BestWorstQuestion() if ours:
            return _("We call this the {word}.").format(word=word_for(question, ours))
        case _:
            return ""
