"""Reading a course folder for its catalogue: every lesson that is new or was changed, and only those."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec import structs

from advocacy_coach.course.catalogue import Catalogue, Entry, Header, ScenarioEntry
from advocacy_coach.course.characters import cleaned, shown
from advocacy_coach.course.checks import Known, same_id
from advocacy_coach.course.folder import (
    CLAIMS,
    MOOD_CHECK,
    SCENARIOS,
    SHARED,
    SOURCES,
    TOOLS,
    Stamp,
    lesson_files,
    scenario_files,
    workshop_files,
)
from advocacy_coach.course.model import Claims, Course, Lesson, Scenario, Sources
from advocacy_coach.course.problems import Problem, printout
from advocacy_coach.course.reading import (
    Loaded,
    LoadedTool,
    load_lesson,
    load_scenario,
    load_shared,
    load_tool,
    load_workshop,
    written_id,
)
from advocacy_coach.course.scenarios.story import endings
from advocacy_coach.course.workshops import WorkshopPlan
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _

_SHOWN_PROBLEMS: Final = 3

_Listed = tuple[Entry, bytes | None]
"""An entry and the lesson as msgpack; no lesson where it cannot be used."""

_Played = tuple[ScenarioEntry, bytes | None]
"""The same for a scenario."""

E = TypeVar("E", Entry, ScenarioEntry)


def list_course(
    maker: str, folder: Path, files: dict[str, Stamp], old: Catalogue | None
) -> tuple[Header, dict[str, bytes]]:
    """The header and the bodies of a course, taken from an older catalogue where files are unchanged.

    Raises CourseError when ``course.yaml`` cannot be used.
    """
    shared = load_shared(folder)
    course = shared.course.usable
    if course is None:
        raise _unusable(folder, shared.course)
    played = _scenarios_remembered(files, old) if old else {}
    for name in scenario_files(files):
        if name not in played:
            played[name] = _played(load_scenario(folder / name, shared.known()), course)
    topics = {topic.id: number for number, topic in enumerate(course.topics)}
    told_apart = _told_apart([played[name][0] for name in sorted(played)])
    scenarios = tuple(sorted(told_apart, key=lambda entry: topics.get(entry.topic, len(topics))))
    ids = {entry.id for entry in scenarios}
    # A lesson refers to scenarios by id, so what is known of lessons holds while the ids are the same.
    same = old is not None and {entry.id for entry in old.header.scenarios} == ids
    listed = _remembered(files, old) if old and same else {}
    known = shared.known(ids)
    for name in lesson_files(files):
        if name not in listed:
            listed[name] = _listed(load_lesson(folder / name, known))
    tools = [(name, load_tool(folder / name, name, known)) for name in TOOLS if name in files]
    around = _around(known, (listed[name] for name in sorted(listed)), mood=MOOD_CHECK in files)
    workshops = [(name, load_workshop(folder / name, around)) for name in workshop_files(files)]
    others: list[tuple[str, Loaded[Claims] | Loaded[Sources] | LoadedTool | Loaded[WorkshopPlan]]] = [
        (CLAIMS, shared.claims),
        (SOURCES, shared.sources),
        *tools,
        *_one_of_each(workshops),
    ]
    bodies = {name: msgspec.msgpack.encode(loaded.value) for name, loaded in others if not loaded.problems}
    bodies |= {name: body for name, (_entry, body) in listed.items() if body is not None}
    bodies |= {name: body for name, (_scenario, body) in played.items() if body is not None}
    notices = tuple(in_words(min(loaded.problems)) for _name, loaded in others if loaded.problems)
    entries = _arranged([listed[name][0] for name in sorted(listed)], course.path)
    return Header(maker, str(folder), files, course, entries, scenarios, notices), bodies


def in_words(problem: Problem) -> str:
    """A problem as a learner sees it: the file and line to tell the author, and what is wrong."""
    return f"{Path(problem.path).name}:{problem.line}: {problem.message}"


def _remembered(files: dict[str, Stamp], old: Catalogue) -> dict[str, _Listed]:
    """What an older catalogue knows of unchanged lessons."""
    by_name = {os.path.basename(entry.path): entry for entry in old.header.entries}  # noqa: PTH119 - a thousand times
    return _unchanged(files, old, by_name)


def _scenarios_remembered(files: dict[str, Stamp], old: Catalogue) -> dict[str, _Played]:
    """What an older catalogue knows of unchanged scenarios."""
    by_name = {f"{SCENARIOS}/{Path(entry.path).name}": entry for entry in old.header.scenarios}
    return _unchanged(files, old, by_name)


def _unchanged(
    files: dict[str, Stamp], old: Catalogue, by_name: dict[str, E]
) -> dict[str, tuple[E, bytes | None]]:
    """The entries and bodies of unchanged files; nothing, if what they refer to has changed."""
    known = old.header.files
    if any(known.get(name) != files.get(name) for name in SHARED):
        return {}
    remembered: dict[str, tuple[E, bytes | None]] = {}
    for name, entry in by_name.items():
        if name not in files or known.get(name) != files[name]:
            continue
        if name not in old.header.bodies:
            remembered[name] = (entry, None)
        elif (body := old.body(name)) is not None:
            remembered[name] = (structs.replace(entry, problem=""), body)
    return remembered


def _listed(loaded: Loaded[Lesson]) -> _Listed:
    lesson = loaded.usable
    if lesson is None:
        return _broken(loaded), None
    questions = sum(1 for _question in lesson.questions())
    entry = Entry(
        id=lesson.id,
        title=lesson.title,
        path=loaded.source.name,
        topic=lesson.topic,
        minutes=lesson.minutes,
        steps=len(lesson.steps),
        questions=questions,
    )
    return entry, msgspec.msgpack.encode(lesson)


def _played(loaded: Loaded[Scenario], course: Course) -> _Played:
    scenario = loaded.usable
    if scenario is None:
        id, title, problem = _own_words(loaded)
        return ScenarioEntry(id, title, loaded.source.name, problem=problem), None
    titles = {ending.id: ending.title for ending in endings(scenario, course)}
    entry = ScenarioEntry(
        scenario.id, scenario.title, loaded.source.name, scenario.topic, scenario.minutes, titles
    )
    return entry, msgspec.msgpack.encode(scenario)


def _broken(loaded: Loaded[Lesson]) -> Entry:
    """The entry of a lesson that cannot be used."""
    id, title, problem = _own_words(loaded)
    return Entry(id=id, title=title, path=loaded.source.name, problem=problem)


def _own_words(loaded: Loaded[Lesson] | Loaded[Scenario]) -> tuple[str, str, str]:
    """Id and title of a file that cannot be used, as far as they can be read, and why it cannot."""
    id = written_id(loaded)
    title = (loaded.source.value or {}).get("title")
    title = title if isinstance(title, str) and title.strip() else id
    return cleaned(id), cleaned(title), in_words(min(loaded.problems))


def _arranged(entries: Sequence[Entry], path: Sequence[str]) -> tuple[Entry, ...]:
    """Entries in the order of the path, the rest by file name; of two with one id the second is refused."""
    position = {id: index for index, id in reversed(list(enumerate(path)))}
    return tuple(sorted(_told_apart(entries), key=lambda entry: position.get(entry.id, len(path))))


def _told_apart(entries: Iterable[E]) -> Iterator[E]:
    """The entries; of two with one id the second is refused."""
    owner: dict[str, str] = {}
    for entry in entries:
        name = os.path.basename(entry.path)  # noqa: PTH119
        if not entry.problem and owner.setdefault(entry.id, name) != name:
            problem = f"{cleaned(name)}: the id {shown(entry.id)} is taken by {cleaned(owner[entry.id])}"
            yield structs.replace(entry, problem=problem)
        else:
            yield entry


def _around(known: Known, listed: Iterable[_Listed], *, mood: bool) -> Known:
    """What a workshop may refer to; a lesson is decoded when a plan asks for it, since most plans ask few."""
    bodies: dict[str, bytes | None] = {}
    for entry, body in listed:
        bodies[entry.id] = bodies.get(entry.id) or body

    def lesson(id: str) -> Lesson | None:
        body = bodies.get(id)
        return msgspec.msgpack.decode(body, type=Lesson) if body else None

    return structs.replace(known, lessons=frozenset(bodies), lesson=lesson, mood=mood)


def _one_of_each(
    workshops: Iterable[tuple[str, Loaded[WorkshopPlan]]],
) -> Iterator[tuple[str, Loaded[WorkshopPlan]]]:
    """The plans; of two with one id the second is refused."""
    owner: dict[str, str] = {}
    for name, loaded in workshops:
        plan = loaded.usable
        if plan and owner.setdefault(plan.id, name) != name:
            problem = same_id(loaded.source, plan.id, Path(owner[plan.id]).name)
            yield name, structs.replace(loaded, problems=(problem,))
        else:
            yield name, loaded


def _unusable(folder: Path, course: Loaded[Course]) -> CourseError:
    lines = course.source.lines
    printouts = [printout(problem, lines) for problem in sorted(course.problems)[:_SHOWN_PROBLEMS]]
    message = _("The course in {folder} cannot be used.").format(folder=cleaned(str(folder)))
    hint = _("“advocacy-coach check {folder}” lists all that is wrong.").format(folder=cleaned(str(folder)))
    return CourseError("\n\n".join([message, *printouts]) + "\n", hint)
