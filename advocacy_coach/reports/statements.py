"""What was learned as xAPI statements out of the program: one a line, and words about what they tell."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.xapi import XapiSettings, statements
from advocacy_coach.reports.export import readable_lessons
from advocacy_coach.reports.summary import Include, checked_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocacy_coach.course.library import Library
    from advocacy_coach.course.scenarios.story import Story
    from advocacy_coach.records.statement import Statement
    from advocacy_coach.records.store import Store


def xapi_settings(store: Store, course: str, include: Include, base: str) -> XapiSettings:
    """What statements about a course are made with. Raises UsageError when the name cannot be used."""
    return XapiSettings(
        base=base,
        learner=store.learner(course),
        name=checked_name(include.name),
        answers=include.questions,
        reflections=include.reflections,
    )


def tell(library: Library, store: Store, settings: XapiSettings) -> Iterator[Statement]:
    """The statements of the whole record of a course, in the words of the course as it is on disk.

    Raises UsageError when the base cannot be used.
    """
    course = library.course
    lessons = {lesson.id: lesson for lesson in readable_lessons(library)}
    stories = dict(_stories(library, store))
    return statements(store.history(course.id), course, lessons, stories, settings)


def lines(made: list[Statement]) -> bytes:
    """The statements, one a line."""
    return b"".join(statement.body + b"\n" for statement in made)


def told(count: int, settings: XapiSettings) -> str:
    """What the statements tell and what they leave out, for the owner to read before they leave."""
    parts = {
        _("results"): True,
        _("the day and time of every step"): True,
        _("scenarios played"): True,
        _("points of the opening and closing check"): True,
        _("your name"): bool(settings.name),
        _("your answers and decisions"): settings.answers,
        _("your reflections"): settings.reflections,
        _("your action card and all other sheets"): False,
    }
    inside = ", ".join(part for part, there in parts.items() if there)
    outside = ", ".join(part for part, there in parts.items() if not there)
    sentences = (
        ngettext("{count} statement.", "{count} statements.", count).format(count=count),
        _("It contains: {parts}.").format(parts=inside),
        _("Left out: {parts}.").format(parts=outside),
        _("Your name is in each.") if settings.name else _("A random number stands for your name."),
    )
    return " ".join(sentences)


def _stories(library: Library, store: Store) -> Iterator[tuple[str, Story]]:
    """The scenarios that were played or looked at again and can still be opened, by id."""
    played = store.progress(library.course.id).scenarios
    for id in played:
        with contextlib.suppress(CourseError):
            yield id, library.story(id)
