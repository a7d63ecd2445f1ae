"""Everything that can be said about a course folder or about one file of it: what ``check`` reports."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from advocacy_coach.course import advice, checks, rules, tool_checks, workshop_checks
from advocacy_coach.course.characters import cleaned, shown
from advocacy_coach.course.checks import Known
from advocacy_coach.course.folder import (
    MOOD_CHECK,
    SCENARIOS,
    SHARED,
    TOOLS,
    WORKSHOPS,
    course_files,
    course_of,
    lesson_files,
    part_of,
    require_course,
    scenario_files,
    tool_files,
    workshop_files,
)
from advocacy_coach.course.model import Lesson, Scenario
from advocacy_coach.course.problems import Problem, Problems, printout
from advocacy_coach.course.reading import (
    Loaded,
    Shared,
    load_lesson,
    load_scenario,
    load_shared,
    load_tool,
    load_workshop,
    written_id,
)
from advocacy_coach.course.scenarios import advice as scenario_advice
from advocacy_coach.course.scenarios import proofs
from advocacy_coach.course.scenarios.story import ready
from advocacy_coach.course.source import Source, read
from advocacy_coach.course.workshops import WorkshopPlan


class Inspection(Struct, frozen=True):
    """Problems by file and line, the lines of the files that have some, and how many files were read."""

    problems: tuple[Problem, ...]
    lines: dict[str, list[str]]
    files: int

    @property
    def errors(self) -> int:
        """How many of the problems keep a file from being used."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many of the problems only could be better."""
        return len(self.problems) - self.errors


def to_text(inspection: Inspection) -> str:
    """Every problem with its line, a caret, and what to do; empty where there is none."""
    return "\n\n".join(printout(problem, inspection.lines[problem.path]) for problem in inspection.problems)


def to_json(inspection: Inspection) -> str:
    """The problems for other programs, in the order they are printed in."""
    counts = {"files": inspection.files, "errors": inspection.errors, "warnings": inspection.warnings}
    return msgspec.json.encode({"format": 1, **counts, "problems": inspection.problems}).decode()


class _Findings:
    """Collects problems with the lines they stand in."""

    def __init__(self) -> None:
        self._problems = Problems()
        self._lines: dict[str, list[str]] = {}

    def add(self, source: Source, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._problems.add(problem)
            self._lines.setdefault(problem.path, source.lines)

    def inspection(self, files: int) -> Inspection:
        return Inspection(tuple(self._problems), self._lines, files)


def inspect(path: Path) -> Inspection:
    """Check a course folder, or one file: as a part of its course when its folder has one, else on its own.

    Raises CourseError when a folder cannot be read or has no ``course.yaml``.
    """
    if path.is_dir():
        return _course(path)
    folder = course_of(path)
    files = [folder / name for name in course_files(folder)] if folder else []
    mine = next((file for file in files if file.name == path.name and file.samefile(path)), None)
    if folder is None or mine is None:
        return _alone(path)
    whole = _course(folder)
    problems = tuple(problem for problem in whole.problems if problem.path == cleaned(str(mine)))
    return Inspection(problems, whole.lines, 1)


def _course(folder: Path) -> Inspection:
    names = course_files(folder)
    require_course(folder, names)
    findings = _Findings()
    shared = load_shared(folder)
    scenarios = [load_scenario(folder / name, shared.known()) for name in scenario_files(names)]
    known = shared.known(map(written_id, scenarios))
    lessons = [load_lesson(folder / name, known) for name in lesson_files(names)]
    for loaded in lessons:
        findings.add(loaded.source, loaded.problems)
        if loaded.value:
            findings.add(loaded.source, advice.lesson(loaded.source, loaded.value))
    for each in scenarios:
        _scenario(findings, each, shared)
    for name in tool_files(names):
        _tool(findings, folder / name, name, known)
    around = _around(known, lessons, mood=MOOD_CHECK in names)
    workshops = [load_workshop(folder / name, around) for name in workshop_files(names)]
    for plan in workshops:
        _workshop(findings, plan)
    _same_ids(findings, lessons)
    _same_ids(findings, scenarios)
    _same_ids(findings, workshops)
    _whole(findings, shared, lessons)
    _meters(findings, shared, scenarios)
    return findings.inspection(len(names))


def _scenario(findings: _Findings, loaded: Loaded[Scenario], shared: Shared) -> None:
    """A scenario is played in every way only when nothing else is wrong with it."""
    findings.add(loaded.source, loaded.problems)
    if loaded.value:
        findings.add(loaded.source, scenario_advice.scenario(loaded.source, loaded.value))
    if loaded.usable and shared.course.usable:
        findings.add(loaded.source, proofs.story(loaded.source, ready(loaded.usable, shared.course.usable)))


def _tool(findings: _Findings, path: Path, name: str, known: Known) -> None:
    if name not in TOOLS:
        source = read(path)
        message = f"there is no tool {shown(name)}"
        hint = f"Known: {', '.join(TOOLS)}."
        findings.add(source, [source.broken(rules.UNKNOWN_TOOL, (1, 1), message, hint)])
        return
    tool = load_tool(path, name, known)
    findings.add(tool.source, tool.problems)
    if tool.value:
        findings.add(tool.source, tool_checks.advice(tool.source, tool.value))


def _around(known: Known, lessons: Iterable[Loaded[Lesson]], *, mood: bool) -> Known:
    """What a workshop may refer to: of two lessons with one id the first, as when the course is opened."""
    by_id: dict[str, Lesson | None] = {}
    for loaded in lessons:
        id = written_id(loaded)
        by_id[id] = by_id.get(id) or loaded.value
    return structs.replace(known, lessons=frozenset(by_id), lesson=by_id.get, mood=mood)


def _workshop(findings: _Findings, loaded: Loaded[WorkshopPlan]) -> None:
    findings.add(loaded.source, loaded.problems)
    if loaded.value:
        findings.add(loaded.source, workshop_checks.advice(loaded.source, loaded.value))


def _meters(findings: _Findings, shared: Shared, scenarios: list[Loaded[Scenario]]) -> None:
    course, usable = shared.course, [each.usable for each in scenarios if each.usable]
    if course.usable and len(usable) == len(scenarios):
        findings.add(course.source, scenario_advice.unused_meters(course.source, course.usable, usable))


def _alone(path: Path) -> Inspection:
    """A file without a course: nothing can be said about what it refers to."""
    findings = _Findings()
    if path.name in SHARED:
        shared = load_shared(path.parent)
        for loaded in (shared.claims, shared.sources):
            findings.add(loaded.source, loaded.problems if loaded.source.name == str(path) else ())
    elif part_of(path) == WORKSHOPS:
        _workshop(findings, load_workshop(path, Known()))
    elif part_of(path) not in ("", SCENARIOS):
        _tool(findings, path, f"{part_of(path)}/{path.name}", Known())
    elif part_of(path):
        scenario = load_scenario(path, Known())
        findings.add(scenario.source, scenario.problems)
        if scenario.value:
            findings.add(scenario.source, scenario_advice.scenario(scenario.source, scenario.value))
    else:
        lesson = load_lesson(path, Known())
        findings.add(lesson.source, lesson.problems)
        findings.add(lesson.source, advice.lesson(lesson.source, lesson.value) if lesson.value else ())
    return findings.inspection(1)


def _same_ids(
    findings: _Findings, files: Sequence[Loaded[Lesson] | Loaded[Scenario] | Loaded[WorkshopPlan]]
) -> None:
    first: dict[str, str] = {}
    for loaded in files:
        if loaded.value:
            owner = first.setdefault(loaded.value.id, loaded.source.name)
            if owner != loaded.source.name:
                findings.add(
                    loaded.source, [checks.same_id(loaded.source, loaded.value.id, Path(owner).name)]
                )


def _whole(findings: _Findings, shared: Shared, lessons: list[Loaded[Lesson]]) -> None:
    """The rules over the course as a whole."""
    course, claims, sources = shared.course, shared.claims, shared.sources
    for loaded in (course, claims, sources):
        findings.add(loaded.source, loaded.problems)
    if course.value:
        ids = [written_id(loaded) for loaded in lessons]
        findings.add(course.source, checks.course(course.source, course.value, ids))
        for each in lessons:
            if each.value:
                findings.add(each.source, advice.unlisted(each.source, each.value, course.value))
    readable = [each.value for each in lessons if each.value]
    if claims.value and len(readable) == len(
        lessons
    ):  # else a lesson that cannot be read may teach what is missing
        findings.add(claims.source, advice.coverage(claims.source, claims.value, readable))
