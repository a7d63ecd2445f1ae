"""What screens are given: the course, the record, the settings, and the clock and dice."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from advocacy_coach.records.filling import LiveSheet
from advocacy_coach.records.live import LiveRun
from advocacy_coach.session.names import of_course
from advocacy_coach.session.review import is_due
from advocacy_coach.session.scenario import practice

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.course.model import Lesson
    from advocacy_coach.records.progress import Progress
    from advocacy_coach.records.store import Store
    from advocacy_coach.settings import Settings, SettingsFile


@dataclass
class Services:
    """Handed to every screen. ``clock`` gives UTC; ``new_seed`` and ``new_id`` are the only dice."""

    library: Library
    store: Store
    settings_file: SettingsFile
    record: Path
    clock: Callable[[], datetime]
    new_seed: Callable[[], int] = field(default=lambda: secrets.randbits(32))
    new_id: Callable[[], str] = field(default=lambda: str(uuid4()))

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self.settings_file.settings

    @property
    def export_folder(self) -> Path:
        """Where exports go: the chosen folder while it exists, else the home folder."""
        return self.settings.export_folder

    def progress(self) -> Progress:
        """The learner's progress in this course."""
        return self.store.progress(self.library.course.id)

    @property
    def today(self) -> int:
        """The day in UTC, as its proleptic ordinal."""
        return self.clock().astimezone(UTC).toordinal()

    def due(self, progress: Progress) -> int:
        """How many items wait to be looked at again today."""
        mark, today = self.library.course.pass_mark, self.today
        if not any(is_due(looks, mark, today) for looks in progress.looks.values()):
            return 0
        from advocacy_coach.reports.due import due_items

        return len(due_items(self.library, progress, today))

    def outdated(self, lesson: str) -> bool:
        """True when the newest run of a lesson was taken with another major version of the course."""
        taken = self.progress().lessons.get(lesson)
        return taken is not None and _major(taken.version) != _major(self.library.course.version)

    def begin(self, lesson: str) -> LiveRun:
        """A new run of a lesson. Raises CourseError when the lesson cannot be used."""
        return self._begin(self.library.lesson(lesson))

    def open(self, lesson: str) -> LiveRun:
        """The newest run of a lesson, to go on with or to look back at; a new one where there is none."""
        return self._open(self.library.lesson(lesson))

    def practise(self, scenario: str) -> LiveRun:
        """The run in which a scenario is played outside the lessons; its plays all belong to one run.

        Raises CourseError when the scenario cannot be used.
        """
        return self._open(practice(self.library.scenario(scenario)))

    def begin_sheet(self, tool: str, marks: Mapping[str, str] | None = None) -> LiveSheet:
        """A new sheet of a tool, perhaps with marks taken over from an earlier one."""
        course = self.library.course
        return LiveSheet.begin(self.store, course, tool, self.new_id(), seed=self.new_seed(), marks=marks)

    def resume_sheet(self, tool: str, run: str) -> LiveSheet:
        """The sheet with this id."""
        return LiveSheet.resume(self.store, self.library.course, tool, run)

    def newest_sheet(self, tool: str) -> LiveSheet:
        """The sheet of a tool that was begun last, open or closed; a new one where there is none."""
        sheets = self.progress().sheets_of(tool)
        return self.resume_sheet(tool, sheets[-1].run) if sheets else self.begin_sheet(tool)

    def playing_in(self, scenario: str) -> str | None:
        """The lesson in which a play of a scenario waits to be gone on with, if one does."""
        progress = self.progress()
        played = progress.scenarios.get(scenario)
        if played is None or not played.open:
            return None
        runs = {taken.run: id for id, taken in progress.lessons.items() if of_course(id)}
        return runs.get(played.run)

    def _begin(self, lesson: Lesson) -> LiveRun:
        return LiveRun.begin(
            self.store,
            self.library.course,
            lesson,
            self.new_id(),
            seed=self.new_seed(),
            stories=self.library.stories(lesson),
        )

    def _open(self, lesson: Lesson) -> LiveRun:
        course = self.library.course
        found = self.store.last_run(course.id, lesson.id)
        if found is None:
            return self._begin(lesson)
        stories = self.library.stories(lesson)
        return LiveRun.resume(self.store, course, lesson, found, stories=stories)


def _major(version: str) -> str:
    return version.partition(".")[0]
