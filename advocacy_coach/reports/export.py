"""A summary out of the program: as bytes, under a harmless name, into a file that was not there before."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from advocacy_coach.errors import CourseError, ExportError, UsageError
from advocacy_coach.files import safe_name, write_atomically
from advocacy_coach.i18n import _
from advocacy_coach.reports.scenarios import Known, played
from advocacy_coach.reports.summary import Include, Summary, summarise
from advocacy_coach.reports.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from advocacy_coach.course.library import Library
    from advocacy_coach.course.model import Lesson
    from advocacy_coach.records.progress import Progress

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def gather(
    library: Library, progress: Progress, include: Include, made: datetime, learner: str | None = None
) -> Summary:
    """The summary of a course as it is on disk; ``learner`` is ``Store.learner`` of the course.

    Lessons that cannot be used are named by their id, scenarios by what can be read of their title.

    Raises UsageError when the name cannot be used.
    """
    lessons = readable_lessons(library)
    scenarios = ended_scenarios(library, progress)
    return summarise(library.course, lessons, progress, include, made, scenarios=scenarios, learner=learner)


def readable_lessons(library: Library) -> list[Lesson]:
    """The lessons of a course that can be opened, in its order."""
    lessons = []
    for entry in library.entries:
        if not entry.problem:
            with contextlib.suppress(CourseError):
                lessons.append(library.lesson(entry.id))
    return lessons


def ended_scenarios(library: Library, progress: Progress) -> list[Known]:
    """The scenarios that were played to an end, each once and opened where it can be."""
    return list(_scenarios(library, progress))


def _scenarios(library: Library, progress: Progress) -> Iterator[Known]:
    ended = played(progress)
    entries = {entry.id: entry for entry in library.scenarios if entry.id in ended}
    for id, entry in entries.items():
        try:
            yield library.story(id)
        except CourseError:
            yield entry


def render(summary: Summary, format: str) -> bytes:
    """The summary in one of the formats of ``WRITERS``. Raises UsageError for another."""
    writer = WRITERS.get(format)
    if writer is None:
        raise UsageError(
            _("There is no format “{format}”.").format(format=format),
            _("Choose one of: {formats}.").format(formats=", ".join(WRITERS)),
        )
    return writer.write(summary)


def as_text(format: str) -> str:
    """The format itself where it is text; where it is not, one that says the same and can be shown."""
    return format if format not in WRITERS or WRITERS[format].text else "md"


def default_name(summary: Summary, suffix: str) -> str:
    """A name for the file: course and day. It says nothing about the learner and holds no path."""
    return f"{safe_name(summary.course.id)}-{summary.made:%Y-%m-%d}{suffix}"


def contents(summary: Summary, format: str = "") -> str:
    """What the document holds and what it leaves out, for the owner to read before it leaves the program.

    A ``format`` for programs holds the random id of the learner as well.
    """
    parts = {
        _("your name"): summary.who is not None,
        _("results"): True,
        _("scenarios played"): bool(summary.scenarios),
        _("the opening and closing check"): summary.checks is not None,
        _("questions missed at first"): summary.missed is not None,
        _("decisions in scenarios"): any(one.best.decisions is not None for one in summary.scenarios),
        _("days and minutes"): summary.result.minutes is not None,
        _("your reflections"): summary.reflections is not None,
        _("your action card"): summary.card is not None,
        _("a random number in place of your name"): format == "json" and summary.learner is not None,
    }
    if not summary.scenarios:  # then nothing of them is left out either
        del parts[_("scenarios played")], parts[_("decisions in scenarios")]
    if not summary.checks:
        del parts[_("the opening and closing check")]
    if format != "json":
        del parts[_("a random number in place of your name")]
    inside = ", ".join(part for part, there in parts.items() if there)
    outside = ", ".join(part for part, there in parts.items() if not there)
    sentences = [_("It contains: {parts}.").format(parts=inside)]
    if outside:
        sentences.append(_("Left out: {parts}.").format(parts=outside))
    return " ".join(sentences)


def export(data: bytes, target: Path, force: bool = False) -> Path:
    """Write the document whole or not at all, readable by its owner only; the path it has now.

    A file that is there already is replaced only with ``force``; a link is then replaced itself, and what it
    leads to stays. Raises ExportError, and leaves everything as it was, when that cannot be done.
    """
    try:
        _refuse(target, force)
        if force:
            write_atomically(target, data)
        else:
            _write_new(target, data)
    except FileExistsError as error:
        raise _taken(target) from error
    except (OSError, ValueError) as error:
        raise _failed(target, error) from error
    return target


def _refuse(target: Path, force: bool) -> None:
    if target.is_dir():
        raise ExportError(_("{path} is a folder.").format(path=target), _("Add the name of a file to it."))
    if not target.parent.is_dir():
        raise ExportError(
            _("There is no folder {path}.").format(path=target.parent),
            _("Make it first, or choose another one."),
        )
    if os.path.lexists(target):
        if not force:
            raise _taken(target)
        if target.exists() and not target.is_file():
            raise ExportError(
                _("{path} is a device, not a file.").format(path=target), _("Choose another name.")
            )


def _write_new(target: Path, data: bytes) -> None:
    """Take the name before writing, so that a file made by somebody else in between is not replaced."""
    target.open("xb").close()
    try:
        write_atomically(target, data)
    except BaseException:
        target.unlink()
        raise


def _taken(target: Path) -> ExportError:
    return ExportError(
        _("{path} exists already.").format(path=target),
        _("Choose another name, or allow it to be replaced (--force)."),
    )


def _failed(target: Path, error: OSError | ValueError) -> ExportError:
    if not isinstance(error, OSError):
        return ExportError(
            _("“{name}” cannot be the name of a file.").format(name=ascii(str(target))[1:-1]),
            _("Choose another name."),
        )
    reason, hint = error.strerror or str(error), _("Choose another place.")
    if error.errno in _FULL:
        reason, hint = _("the disk is full"), _("Make room, or choose another place.")
    elif error.errno in _REFUSED:
        reason = _("you may not write there")
    elif error.errno == errno.ENAMETOOLONG:
        reason, hint = _("the name is too long"), _("Choose a shorter name.")
    message = _("{path} cannot be written: {reason}.").format(path=target, reason=reason)
    return ExportError(message, hint)
