"""Reading a course folder for its catalogue: every lesson that is new or was changed, and only those."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import structs

from advocacy_coach.course.catalogue import Catalogue, Entry, Header
from advocacy_coach.course.characters import cleaned, shown
from advocacy_coach.course.folder import CLAIMS, SHARED, SOURCES, Stamp, lesson_files
from advocacy_coach.course.model import Course, Lesson
from advocacy_coach.course.problems import Problem, printout
from advocacy_coach.course.reading import Loaded, load_lesson, load_shared, written_id
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _

_SHOWN_PROBLEMS: Final = 3

_Listed = tuple[Entry, bytes | None]
"""An entry and the lesson as msgpack; no lesson where it cannot be used."""


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
    listed = _remembered(files, old) if old else {}
    for name in lesson_files(files):
        if name not in listed:
            listed[name] = _listed(load_lesson(folder / name, shared.known))
    others = ((CLAIMS, shared.claims), (SOURCES, shared.sources))
    bodies = {name: msgspec.msgpack.encode(loaded.value) for name, loaded in others if not loaded.problems}
    bodies |= {name: body for name, (_entry, body) in listed.items() if body is not None}
    notices = tuple(in_words(loaded.problems[0]) for _name, loaded in others if loaded.problems)
    entries = _arranged([listed[name][0] for name in sorted(listed)], course.path)
    return Header(maker, str(folder), files, course, entries, notices), bodies


def in_words(problem: Problem) -> str:
    """A problem as a learner sees it: the file and line to tell the author, and what is wrong."""
    return f"{Path(problem.path).name}:{problem.line}: {problem.message}"


def _remembered(files: dict[str, Stamp], old: Catalogue) -> dict[str, _Listed]:
    """What an older catalogue knows of unchanged files; nothing, if what they refer to has changed."""
    known = old.header.files
    if any(known.get(name) != files.get(name) for name in SHARED):
        return {}
    remembered: dict[str, _Listed] = {}
    for entry in old.header.entries:
        name = os.path.basename(entry.path)  # noqa: PTH119 - a thousand times
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


def _broken(loaded: Loaded[Lesson]) -> Entry:
    """The entry of a lesson that cannot be used, with as much of its own words as can be read."""
    name = written_id(loaded)
    title = (loaded.source.value or {}).get("title")
    title = title if isinstance(title, str) and title.strip() else name
    problem = in_words(min(loaded.problems))
    return Entry(id=cleaned(name), title=cleaned(title), path=loaded.source.name, problem=problem)


def _arranged(entries: Sequence[Entry], path: Sequence[str]) -> tuple[Entry, ...]:
    """Entries in the order of the path, the rest by file name; of two with one id the second is refused."""
    position = {id: index for index, id in reversed(list(enumerate(path)))}
    return tuple(sorted(_told_apart(entries), key=lambda entry: position.get(entry.id, len(path))))


def _told_apart(entries: Iterable[Entry]) -> Iterator[Entry]:
    owner: dict[str, str] = {}
    for entry in entries:
        name = os.path.basename(entry.path)  # noqa: PTH119
        if not entry.problem and owner.setdefault(entry.id, name) != name:
            problem = f"{cleaned(name)}: the id {shown(entry.id)} is taken by {cleaned(owner[entry.id])}"
            yield structs.replace(entry, problem=problem)
        else:
            yield entry


def _unusable(folder: Path, course: Loaded[Course]) -> CourseError:
    lines = course.source.lines
    printouts = [printout(problem, lines) for problem in sorted(course.problems)[:_SHOWN_PROBLEMS]]
    message = _("The course in {folder} cannot be used.").format(folder=cleaned(str(folder)))
    hint = _("“advocacy-coach check {folder}” lists all that is wrong.").format(folder=cleaned(str(folder)))
    return CourseError("\n\n".join([message, *printouts]) + "\n", hint)
