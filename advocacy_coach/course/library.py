"""A course as the program uses it: its lessons listed at once, each read when it is opened.

One bad lesson does not stop the others: it is listed with the reason. What was read once is remembered in a
catalogue, and only what changed since is read again.
"""

import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from advocacy_coach import __version__
from advocacy_coach.course.catalogue import Catalogue, Entry, Header, ScenarioEntry, write
from advocacy_coach.course.folder import (
    CLAIMS,
    MOOD_CHECK,
    PLAN_CHECK,
    SCENARIOS,
    SITUATIONS,
    SOURCES,
    course_files,
    require_course,
    workshop_files,
)
from advocacy_coach.course.model import (
    Claim,
    Claims,
    Course,
    Lesson,
    Scenario,
    ScenarioStep,
    Source,
    Sources,
    Value,
)
from advocacy_coach.course.tools import MoodCheck, PlanCheck, Situations
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _

if TYPE_CHECKING:
    from advocacy_coach.course.reading import Loaded
    from advocacy_coach.course.scenarios.story import Story
    from advocacy_coach.course.workshops import WorkshopPlan

__all__ = ["Entry", "Library", "ScenarioEntry"]

T = TypeVar("T", bound=Value)


class Library:
    """An open course. ``notices`` are sentences about what cannot be used beside the lessons."""

    def __init__(self, header: Header, bodies: Mapping[str, bytes], catalogue: Catalogue | None) -> None:
        self.course: Course = header.course
        self.entries: tuple[Entry, ...] = header.entries
        self.scenarios: tuple[ScenarioEntry, ...] = header.scenarios
        self.notices: tuple[str, ...] = header.notices
        self._folder = Path(header.folder)
        self._files = header.files
        self._bodies = bodies
        self._catalogue = catalogue

    @classmethod
    def open(cls, folder: Path, cache: Path | None) -> "Library":
        """Open a course; ``cache`` is the folder that catalogues are kept in, None to keep none.

        Raises CourseError when the folder cannot be read or its ``course.yaml`` cannot be used.
        """
        files = course_files(folder)
        require_course(folder, files)
        folder, maker = folder.absolute(), _maker()
        file = cache / f"course-{zlib.crc32(os.fsencode(folder)):08x}.bin" if cache else None
        old = Catalogue.read(file) if file else None
        if old and (old.header.maker, old.header.folder) != (maker, str(folder)):
            old = None
        if old and old.header.files == files:
            return cls(old.header, {}, old)
        from advocacy_coach.course.listing import list_course

        header, bodies = list_course(maker, folder, files, old)
        new = write(file, header, bodies) if file else None
        return cls(header, {} if new else bodies, new)

    def lesson(self, id: str) -> Lesson:
        """The lesson with this id. Raises CourseError, with the reason, when it cannot be opened."""
        entries = [entry for entry in self.entries if entry.id == id]
        if not entries:
            raise CourseError(_("This course has no lesson “{id}”.").format(id=id))
        usable = next((entry for entry in entries if not entry.problem), None)
        if usable is None:
            raise _cannot_open(entries[0].title, entries[0].problem)
        path = Path(usable.path)
        return self._remembered(path.name, Lesson) or self._lesson_again(path)

    def scenario(self, id: str) -> Scenario:
        """The scenario with this id. Raises CourseError, with the reason, when it cannot be opened."""
        entries = [entry for entry in self.scenarios if entry.id == id]
        if not entries:
            raise CourseError(_("This course has no scenario “{id}”.").format(id=id))
        usable = next((entry for entry in entries if not entry.problem), None)
        if usable is None:
            raise _cannot_play(entries[0].title, entries[0].problem)
        path = Path(usable.path)
        return self._remembered(f"{SCENARIOS}/{path.name}", Scenario) or self._scenario_again(path)

    def story(self, id: str) -> "Story":
        """The scenario with this id, ready to be played. Raises CourseError when it cannot be opened."""
        from advocacy_coach.course.scenarios.story import ready

        return ready(self.scenario(id), self.course)

    def stories(self, lesson: Lesson) -> dict[str, "Story"]:
        """The scenarios that a lesson plays, by id; one that cannot be opened is missing."""
        stories = {}
        for step in lesson.steps:
            if isinstance(step, ScenarioStep):
                with suppress(CourseError):
                    stories[step.scenario] = self.story(step.scenario)
        return stories

    def claims(self) -> dict[str, Claim]:
        """What the course teaches, by code; empty where ``claims.yaml`` is missing or cannot be used."""
        claims = self._remembered(CLAIMS, Claims)
        return {claim.id: claim for claim in claims.claims} if claims else {}

    def sources(self) -> dict[str, Source]:
        """The evidence, by code; empty where ``sources.yaml`` is missing or cannot be used."""
        sources = self._remembered(SOURCES, Sources)
        return {source.id: source for source in sources.sources} if sources else {}

    def situations(self) -> Situations | None:
        """The opening and closing check, if the course has one that can be used."""
        return self._tool(SITUATIONS, Situations)

    def plan_check(self) -> PlanCheck | None:
        """The plan check, if the course has one that can be used."""
        return self._tool(PLAN_CHECK, PlanCheck)

    def mood_check(self) -> MoodCheck | None:
        """The mood check, if the course has one that can be used."""
        return self._tool(MOOD_CHECK, MoodCheck)

    def has(self, name: str) -> bool:
        """Whether a tool or another file of the course can be used, by its name in the course folder."""
        return name in (self._catalogue.header.bodies if self._catalogue else self._bodies)

    def workshops(self) -> "tuple[WorkshopPlan, ...]":
        """The plans of workshops that can be used, the shortest first."""
        from advocacy_coach.course.workshops import WorkshopPlan

        plans = []
        for name in filter(self.has, workshop_files(self._files)):
            plan = self._remembered(name, WorkshopPlan) or self._workshop_again(name).usable
            if plan:
                plans.append(plan)
        return tuple(sorted(plans, key=lambda plan: (plan.minutes, plan.id)))

    def workshop(self, id: str) -> "WorkshopPlan":
        """The plan of a workshop with this id.

        Raises CourseError, with the reason when its file is broken, else with the ids of the plans there are.
        """
        plans = self.workshops()
        found = next((plan for plan in plans if plan.id == id), None)
        if found:
            return found
        from advocacy_coach.course.reading import written_id

        for name in workshop_files(self._files):
            if not self.has(name):
                loaded = self._workshop_again(name)
                if loaded.problems and id in (written_id(loaded), Path(name).stem):
                    raise _cannot_hold(id, _reason(loaded))
        message = _("This course has no workshop “{id}”.").format(id=id)
        ids = ", ".join(plan.id for plan in plans)
        raise CourseError(message, _("Workshops here: {ids}.").format(ids=ids) if ids else "")

    def _remembered(self, name: str, kind: type[T]) -> T | None:
        body = self._catalogue.body(name) if self._catalogue else self._bodies.get(name)
        try:
            return msgspec.msgpack.decode(body, type=kind) if body else None
        except msgspec.DecodeError:
            return None

    def _tool(self, name: str, kind: type[T]) -> T | None:
        if not self.has(name):
            return None
        return self._remembered(name, kind) or self._tool_again(name, kind)

    def _lesson_again(self, path: Path) -> Lesson:
        """Read a lesson from its YAML, since the catalogue was replaced or damaged after it was opened."""
        from advocacy_coach.course.reading import load_lesson, load_shared

        ids = [entry.id for entry in self.scenarios]
        loaded = load_lesson(path, load_shared(path.parent).known(ids))
        if loaded.usable is None:
            raise _cannot_open(path.name, _reason(loaded))
        return loaded.usable

    def _scenario_again(self, path: Path) -> Scenario:
        """Read a scenario from its YAML, for the same reason, as one of the course that was opened."""
        from advocacy_coach.course import checks
        from advocacy_coach.course.reading import load_scenario, load_shared

        shared = load_shared(path.parent.parent)
        known = checks.known(self.course, shared.claims.value, shared.sources.value)
        loaded = load_scenario(path, known)
        if loaded.usable is None:
            raise _cannot_play(path.name, _reason(loaded))
        return loaded.usable

    def _tool_again(self, name: str, kind: type[T]) -> T | None:
        """Read a tool from its YAML, for the same reason; None when it was broken since the course opened."""
        from advocacy_coach.course import checks
        from advocacy_coach.course.reading import load_shared, load_tool

        shared = load_shared(self._folder)
        known = checks.known(self.course, shared.claims.value, shared.sources.value)
        usable = load_tool(self._folder / name, name, known).usable
        return usable if isinstance(usable, kind) else None

    def _workshop_again(self, name: str) -> "Loaded[WorkshopPlan]":
        """Read the plan of a workshop from its YAML, for the same reason or to tell what is wrong with it."""
        from advocacy_coach.course.checks import Known
        from advocacy_coach.course.reading import load_workshop

        def lesson(id: str) -> Lesson | None:
            with suppress(CourseError):
                return self.lesson(id)
            return None

        known = Known(
            scenarios=frozenset(entry.id for entry in self.scenarios),
            lessons=frozenset(entry.id for entry in self.entries),
            lesson=lesson,
            mood=MOOD_CHECK in self._files,
        )
        return load_workshop(self._folder / name, known)


def _reason(loaded: "Loaded[Lesson] | Loaded[Scenario] | Loaded[WorkshopPlan]") -> str:
    from advocacy_coach.course.listing import in_words

    return in_words(min(loaded.problems))


def _cannot_open(title: str, problem: str) -> CourseError:
    message = _("The lesson “{title}” cannot be opened: {problem}.").format(title=title, problem=problem)
    return CourseError(message)


def _cannot_play(title: str, problem: str) -> CourseError:
    message = _("The scenario “{title}” cannot be opened: {problem}.").format(title=title, problem=problem)
    return CourseError(message)


def _cannot_hold(id: str, problem: str) -> CourseError:
    message = _("The workshop “{id}” cannot be opened: {problem}.").format(id=id, problem=problem)
    return CourseError(message)


def _maker() -> str:
    """What makes a catalogue: this version, with the very modules that say what a course is."""
    try:
        here = Path(__file__).parent
        stamps = sorted(
            (module.name, module.stat().st_size, module.stat().st_mtime_ns)
            for folder in (here, here / "scenarios")
            for module in os.scandir(folder)
            if module.is_file()
        )
    except OSError:
        stamps = []  # inside a zip there are no files, and then the version has to do
    return f"{__version__} {zlib.crc32(repr(stamps).encode()):08x}"
