"""A step of a lesson as rows: a page, a question before and after its answer, a reflection."""

from collections.abc import Mapping

from advocacy_coach.course.model import BaseQuestion, Page, Question, Reflect, ScenarioStep, Source
from advocacy_coach.course.prose import parse
from advocacy_coach.i18n import _
from advocacy_coach.session import run as session
from advocacy_coach.session import scenario
from advocacy_coach.session.run import Run
from advocacy_coach.session.scoring import mark
from advocacy_coach.tui.draft import Draft
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.feedback import feedback_rows
from advocacy_coach.tui.views.options import instruction, option_rows
from advocacy_coach.tui.views.scenario import opening_rows

Sources = Mapping[str, Source]


def step_rows(run: Run, draft: Draft, sources: Sources, width: int, *, evidence: bool) -> list[Row]:
    """The step on screen, laid out for a text width. ``evidence`` opens the sources with their caveats."""
    match run.step:
        case Page() as page:
            return [
                BLANK,
                *text(page.title, width, "strong accent"),
                BLANK,
                *prose(page.text, width),
                *source_rows(page.sources, sources, width, opened=evidence),
            ]
        case Reflect() as reflect:
            return [
                BLANK,
                *text(_("For yourself"), width, "strong accent"),
                BLANK,
                *prose(reflect.prompt, width),
                BLANK,
                *text(_("This stays on your computer unless you add it to your summary."), width, "muted"),
            ]
        case ScenarioStep():
            return opening_rows(run, scenario.story(run), width)
        case question:
            return _question_rows(run, question, draft, sources, width, evidence=evidence)


def _question_rows(
    run: Run, question: Question, draft: Draft, sources: Sources, width: int, *, evidence: bool
) -> list[Row]:
    given = run.answer
    rows = [
        BLANK,
        *prose(question.prompt, width, "strong"),
        *text(instruction(question), width, "muted"),
        BLANK,
    ]
    rows += option_rows(question, run.options(question), draft, given, width)
    rows += _hint_rows(run, width)
    if given:
        rows += feedback_rows(question, given, mark(question, given.response), width)
        rows += source_rows(question.sources, sources, width, opened=evidence)
    return rows


def _hint_rows(run: Run, width: int) -> list[Row]:
    rows: list[Row] = []
    for number, words in enumerate(session.shown_hints(run), 1):
        label = _("Hint {number}: ").format(number=number)
        rows += [BLANK, *hanging(((label, "accent"),), words, width)]
    return rows


def source_rows(ids: tuple[str, ...], sources: Sources, width: int, *, opened: bool) -> list[Row]:
    """The evidence behind a step: one line, or every source with what was found and its caveat."""
    known = [sources[id] for id in ids if id in sources]
    if not known:
        return []
    if not opened:
        line = _("Evidence: {codes}. Press e to read it.").format(codes=", ".join(s.id for s in known))
        return [BLANK, *text(line, width, "muted", target="evidence")]
    rows = [BLANK, *text(_("Evidence"), width, "strong", target="evidence")]
    mind = _("Keep in mind:")
    for source in known:
        rows += hanging(((f"{source.id}  ", "accent"),), source.cite, width, "muted")
        rows += prose(source.finding, width, indent="     ")
        rows += hanging(((f"     {mind} ", "accent"),), source.caveat, width, "emphasis")
        rows.append(BLANK)
    return rows[:-1]


def has_hint(run: Run) -> bool:
    """True when the question on screen has a hint not shown yet."""
    step = run.step
    return isinstance(step, BaseQuestion) and run.state == "asking" and run.hints < len(step.hints)


def links(run: Run) -> list[str]:
    """The addresses a learner can open from what is on screen, each once."""
    match run.step:
        case Page(text=words):
            texts = [words]
        case Reflect(prompt=words):
            texts = [words]
        case ScenarioStep():
            texts = []
        case question:
            texts = [question.prompt, *session.shown_hints(run)]
            if run.answer:
                texts += [question.explain, *(option.feedback for option in question.options)]
    found = (span.href for words in texts for block in parse(words) for span in block.spans if span.href)
    return list(dict.fromkeys(found))


def has_links(run: Run) -> bool:
    """True when there is something to open."""
    return bool(links(run))
