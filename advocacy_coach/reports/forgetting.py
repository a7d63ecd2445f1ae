"""What ``forget`` will remove, told before it is removed.

A scenario can be forgotten as far as it was played outside the lessons. Plays inside a lesson are part of the
lesson and go with it. What a review asked about either goes with it too. A tool goes with all its sheets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session.names import PRACTICE, TOOL, is_practice, of_course

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.records.progress import Progress


class Traces(Struct, frozen=True):
    """How much the record knows: lessons that were begun, scenarios that were begun outside them, plays of
    scenarios in either, questions answered, reflections written, and sheets of checks, plans and cards.
    """

    lessons: int = 0
    scenarios: int = 0
    plays: int = 0
    answers: int = 0
    reflections: int = 0
    sheets: int = 0

    def __str__(self) -> str:
        parts = (
            (self.lessons, ngettext("{count} lesson", "{count} lessons", self.lessons)),
            (
                self.scenarios,
                ngettext(
                    "{count} scenario outside lessons", "{count} scenarios outside lessons", self.scenarios
                ),
            ),
            (self.plays, ngettext("{count} play of a scenario", "{count} plays of scenarios", self.plays)),
            (self.answers, ngettext("{count} answered question", "{count} answered questions", self.answers)),
            (self.reflections, ngettext("{count} reflection", "{count} reflections", self.reflections)),
            (self.sheets, ngettext("{count} check or plan", "{count} checks and plans", self.sheets)),
        )
        return ", ".join(words.format(count=count) for count, words in parts if count)


def meant(progress: Progress, name: str) -> str:
    """What in the record a name means: a lesson, else the practice of that scenario, else a tool's sheets.

    Raises UsageError for what was never begun, and for a scenario that was played in lessons only.
    """
    for id in (name, f"{PRACTICE}{name}"):
        if id in progress.lessons:
            return id
    tool = name.removeprefix(TOOL)
    if progress.sheets_of(tool):
        return f"{TOOL}{tool}"
    if name in progress.scenarios:
        raise UsageError(
            _("The scenario “{name}” was played in lessons only.").format(name=name),
            _("Its plays are forgotten with their lesson. {recorded}").format(recorded=_recorded(progress)),
        )
    raise UsageError(
        _("Nothing is recorded about a lesson, scenario or tool “{name}”.").format(name=name),
        _recorded(progress),
    )


def title_of(library: Library, lesson: str | None) -> str:
    """The title of a lesson in the record, or of the course; the id of what the course no longer has."""
    if lesson is None:
        return library.course.title
    if lesson.startswith(TOOL):
        return lesson.removeprefix(TOOL)
    id = lesson.removeprefix(PRACTICE)
    entries = library.scenarios if is_practice(lesson) else library.entries
    return next((entry.title for entry in entries if entry.id == id), id)


def traces(progress: Progress, lesson: str | None) -> Traces:
    """What is known of one lesson in the record, or of the whole course."""
    going = [taken for id, taken in progress.lessons.items() if lesson in (None, id)]
    scenarios = sum(is_practice(taken.lesson) for taken in going)
    sheets = [sheet for sheet in progress.sheets.values() if lesson in (None, f"{TOOL}{sheet.tool}")]
    return Traces(
        lessons=len(going) - scenarios,
        scenarios=scenarios,
        plays=sum(taken.plays_begun for taken in going),
        answers=sum(len(taken.questions) for taken in going),
        reflections=sum(len(taken.reflections) for taken in going),
        sheets=len(sheets),
    )


def warning(lesson: str | None, title: str, going: Traces) -> str:
    """What will be gone, and what will not; no ``lesson`` means the whole course."""
    lost = _("This removes from your record, for good, what it holds about “{title}”: {traces}.")
    sentences = [lost.format(title=title, traces=going)]
    if lesson is not None and is_practice(lesson):
        sentences.append(_("Plays of it inside a lesson stay until that lesson is forgotten."))
    elif lesson is not None and going.plays:
        sentences.append(_("Plays of the same scenarios outside the lesson stay."))
    sentences.append(_("Files you have exported and statements you have sent stay where they are."))
    return " ".join(sentences)


def _recorded(progress: Progress) -> str:
    lessons = [id for id in progress.lessons if of_course(id)]
    scenarios = [id.removeprefix(PRACTICE) for id in progress.lessons if is_practice(id)]
    sentences = [_("Recorded lessons: {lessons}.").format(lessons=", ".join(lessons) or _("none"))]
    if scenarios:
        sentences.append(_("Recorded scenarios: {scenarios}.").format(scenarios=", ".join(scenarios)))
    tools = dict.fromkeys(sheet.tool for sheet in progress.sheets.values())
    if tools:
        sentences.append(_("Recorded checks and plans: {tools}.").format(tools=", ".join(tools)))
    return " ".join(sentences)
