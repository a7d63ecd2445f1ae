"""The files of a course folder, each read, decoded and checked for errors."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct

from advocacy_coach.course import checks, tool_checks, workshop_checks
from advocacy_coach.course.building import MAX_PROBLEMS
from advocacy_coach.course.checks import Known
from advocacy_coach.course.decode import decode
from advocacy_coach.course.folder import CLAIMS, COURSE, PLAN_CHECK, SITUATIONS, SOURCES
from advocacy_coach.course.model import Claims, Course, Lesson, Scenario, Sources, Value
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.scenarios.checks import scenario as scenario_errors
from advocacy_coach.course.source import Source, read
from advocacy_coach.course.tools import MoodCheck, PlanCheck, Situations
from advocacy_coach.course.workshops import WorkshopPlan

T = TypeVar("T", bound=Value)


class Loaded(Struct, Generic[T], frozen=True):
    """A file and what became of it. A value may be there in spite of problems; then it is only for checks."""

    source: Source
    value: T | None
    problems: tuple[Problem, ...]

    @property
    def usable(self) -> T | None:
        """The value, or None when anything is wrong with it."""
        return None if self.problems else self.value


LoadedTool = Loaded[Situations] | Loaded[PlanCheck] | Loaded[MoodCheck]


class Shared(Struct, frozen=True):
    """The files that lessons refer to."""

    course: Loaded[Course]
    claims: Loaded[Claims]
    sources: Loaded[Sources]

    def known(self, scenarios: Iterable[str] | None = None) -> Known:
        """What a lesson or a scenario may refer to; ``scenarios`` are their ids, None when nobody knows."""
        return checks.known(self.course.value, self.claims.value, self.sources.value, scenarios)


def load_shared(folder: Path) -> Shared:
    """Read the files that lessons refer to; claims and sources are empty where their files are missing."""
    course = _load(folder / COURSE, Course)
    claims = _load_optional(folder / CLAIMS, Claims(format=1, claims=()))
    sources = _load_optional(folder / SOURCES, Sources(format=1, sources=()))
    known = checks.known(course.value, None, None)
    if course.value:
        course = _with(course, checks.course_conditions(course.source, course.value))
    if claims.value:
        claims = _with(claims, checks.claims(claims.source, claims.value, known))
    if sources.value:
        sources = _with(sources, checks.sources(sources.source, sources.value))
    return Shared(course, claims, sources)


def load_lesson(path: Path, known: Known) -> Loaded[Lesson]:
    """Read a lesson; its problems are the errors that keep it from being used."""
    loaded = _load(path, Lesson)
    if loaded.value is None:
        return loaded
    return _with(loaded, checks.lesson(loaded.source, loaded.value, known))


def load_scenario(path: Path, known: Known) -> Loaded[Scenario]:
    """Read a scenario; its problems are the errors that keep it from being used."""
    loaded = _load(path, Scenario)
    if loaded.value is None:
        return loaded
    return _with(loaded, scenario_errors(loaded.source, loaded.value, known))


def load_tool(path: Path, name: str, known: Known) -> LoadedTool:
    """Read a tool by its name in ``folder.TOOLS``; its problems are the errors that keep it from use."""
    if name == SITUATIONS:
        return _checked(_load(path, Situations), tool_checks.situations, known)
    if name == PLAN_CHECK:
        return _checked(_load(path, PlanCheck), tool_checks.plan_check, known)
    return _checked(_load(path, MoodCheck), tool_checks.mood_check, known)


def load_workshop(path: Path, known: Known) -> Loaded[WorkshopPlan]:
    """Read the plan of a workshop; its problems are the errors that keep it from being used."""
    return _checked(_load(path, WorkshopPlan), workshop_checks.workshop, known)


def _checked(
    loaded: Loaded[T], check: Callable[[Source, T, Known], Iterable[Problem]], known: Known
) -> Loaded[T]:
    if loaded.value is None:
        return loaded
    return _with(loaded, check(loaded.source, loaded.value, known))


def _load(path: Path, kind: type[T]) -> Loaded[T]:
    source = read(path)
    value, problems = decode(source, kind)
    return Loaded(source, value, tuple(problems))


def _load_optional(path: Path, empty: T) -> Loaded[T]:
    return _load(path, type(empty)) if path.exists() else Loaded(Source(str(path)), empty, ())


def written_id(loaded: Loaded[Lesson] | Loaded[Scenario] | Loaded[WorkshopPlan]) -> str:
    """The id of a file, even of one that cannot be used; the name of the file where it has none."""
    id = (loaded.source.value or {}).get("id")
    return id if isinstance(id, str) and id else Path(loaded.source.name).stem


def _with(loaded: Loaded[T], problems: Iterable[Problem]) -> Loaded[T]:
    """The file with the first of these problems added; looking for more than are shown could take long."""
    return Loaded(loaded.source, loaded.value, (*loaded.problems, *islice(problems, MAX_PROBLEMS)))
