"""The end of a lesson: the score, what to keep, and every question with mine, right and why."""

from collections.abc import Mapping

from advocacy_coach.course.model import BaseQuestion, EndingKind, Question, ScenarioStep
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.answers import given
from advocacy_coach.session import plays
from advocacy_coach.session import run as session
from advocacy_coach.session.events import Place
from advocacy_coach.session.run import Run
from advocacy_coach.session.scoring import BEST, WORST, key, mark, percent, reaches
from advocacy_coach.tui.rows import BLANK, Row, behind, hanging, prose, text
from advocacy_coach.tui.views.words import GLYPHS, KIND_GLYPHS, KIND_STYLES, STYLES


def result_rows(run: Run, width: int) -> list[Row]:
    """The result, laid out for a text width."""
    rows = [BLANK, *_headline(run, width), BLANK]
    if run.lesson.takeaways:
        rows += text(_("To keep"), width, "strong accent")
        for takeaway in run.lesson.takeaways:
            rows += hanging((("• ", "accent"),), takeaway, width)
        rows.append(BLANK)
    rows += text(_("Your answers"), width, "strong accent")
    for step in run.lesson.steps:
        if isinstance(step, BaseQuestion):
            rows += _question(run, step, width)
        elif isinstance(step, ScenarioStep):
            rows += _scenario(run, step, width)
    return rows


def _headline(run: Run, width: int) -> list[Row]:
    score = session.first_score(run)
    passed = reaches(score.points, score.of, run.pass_mark)
    points = ngettext("{points} of {of} point", "{points} of {of} points", score.of)
    words = points.format(points=f"{score.points:.1f}".removesuffix(".0"), of=score.of)
    played = any(isinstance(step, ScenarioStep) for step in run.lesson.steps)
    line = _("{percent} %, {points}") if played else _("{percent} %, {points} at the first try")
    line = line.format(percent=score.per_cent, points=words)
    glyph, style = ("✓", "good") if passed else ("○", "accent")
    rows = text(f"{glyph} {line}", width, f"strong {style}")
    if played:
        rows += text(_("First answers count, and of a scenario the best play."), width, "muted")
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


def _scenario(run: Run, step: ScenarioStep, width: int) -> list[Row]:
    """The scenario with its best ending; nothing where it could not be played."""
    story, best = run.stories.get(step.scenario), plays.best(run.plays.get(step.id, ()))
    if story is None or best is None:
        return []
    ending = next((close.ending for close in story.closes if close.ending.id == best.ending), None)
    kind: EndingKind = (ending.kind if ending else "") or "mixed"
    lead = ((f"{KIND_GLYPHS[kind]} ", KIND_STYLES[kind]),)
    rows = [BLANK, *behind(lead, story.scenario.title, width, "strong")]
    title = ending.title if ending else best.ending
    words = _("{ending}, marks {score} %").format(ending=title, score=percent(best.points, 1))
    return rows + _labelled(_("Best ending"), words, width)


def _labelled(label: str, words: str, width: int) -> list[Row]:
    return text(f"{label}: {words}", width, indent="  ")


def _in_words(question: Question, response: Mapping[str, str]) -> str:
    """An answer in words, options by their text."""
    parts = given(question, dict(response))
    words = {BEST: _("best"), WORST: _("worst")}
    return "; ".join(
        f"{words.get(part.word, part.word)}: {part.option}" if part.word else part.option for part in parts
    )
