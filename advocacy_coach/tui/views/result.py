"""The end of a lesson: the score, what to keep, and every question with mine, right and why."""

from collections.abc import Mapping

from advocacy_coach.course.model import Question
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.answers import given
from advocacy_coach.session import run as session
from advocacy_coach.session.events import Place
from advocacy_coach.session.run import Run
from advocacy_coach.session.scoring import BEST, WORST, key, mark, reaches
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.words import GLYPHS, STYLES


def result_rows(run: Run, width: int) -> list[Row]:
    """The result, laid out for a text width."""
    rows = [BLANK, *_headline(run, width), BLANK]
    if run.lesson.takeaways:
        rows += text(_("To keep"), width, "strong accent")
        for takeaway in run.lesson.takeaways:
            rows += hanging((("• ", "accent"),), takeaway, width)
        rows.append(BLANK)
    rows += text(_("Your answers"), width, "strong accent")
    for question in run.lesson.questions():
        rows += _question(run, question, width)
    return rows


def _headline(run: Run, width: int) -> list[Row]:
    score = session.first_score(run)
    passed = reaches(score.points, score.of, run.pass_mark)
    points = ngettext("{points} of {of} point", "{points} of {of} points", score.of)
    words = points.format(points=f"{score.points:.1f}".removesuffix(".0"), of=score.of)
    line = _("{percent} %, {points} at the first try").format(percent=score.per_cent, points=words)
    glyph, style = ("✓", "good") if passed else ("○", "accent")
    rows = text(f"{glyph} {line}", width, f"strong {style}")
    missed = len(session.still_missed(run))
    if missed:
        again = ngettext(
            "{count} question is still open. Press m to try it once more.",
            "{count} questions are still open. Press m to try them once more.",
            missed,
        )
        rows += text(again.format(count=missed), width)
    elif not passed:
        rows += text(_("You have put every missed question right since."), width)
    return rows


def _question(run: Run, question: Question, width: int) -> list[Row]:
    first = run.answers.get(Place(question.id))
    now = session.latest(run, question.id)
    if first is None or now is None:
        return []
    verdict = mark(question, first.response).verdict
    rows = [BLANK, *hanging(((f"{GLYPHS[verdict]} ", STYLES[verdict]),), question.prompt, width, "strong")]
    rows += _labelled(_("You"), _in_words(question, first.response), width)
    if verdict != "right":
        rows += _labelled(_("Better"), _in_words(question, key(question)), width)
        if mark(question, now.response).verdict == "right":
            rows += text(_("Put right later."), width, "good", indent="  ")
    rows += prose(question.explain, width, "muted", indent="  ")
    return rows


def _labelled(label: str, words: str, width: int) -> list[Row]:
    return text(f"{label}: {words}", width, indent="  ")


def _in_words(question: Question, response: Mapping[str, str]) -> str:
    """An answer in words, options by their text."""
    parts = given(question, dict(response))
    words = {BEST: _("best"), WORST: _("worst")}
    return "; ".join(
        f"{words.get(part.word, part.word)}: {part.option}" if part.word else part.option for part in parts
    )
