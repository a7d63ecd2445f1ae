"""Which files of a folder belong to a course."""

import os
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Final

from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _

COURSE: Final = "course.yaml"
CLAIMS: Final = "claims.yaml"
SOURCES: Final = "sources.yaml"
SHARED: Final = (COURSE, CLAIMS, SOURCES)
"""The files that say something about all lessons; every other YAML file is a lesson."""

Stamp = tuple[int, int]
"""The size of a file in bytes and the time of its last change in nanoseconds."""


def yaml_files(folder: Path) -> dict[str, Stamp]:
    """The YAML files of the folder itself, hidden ones left out, by name.

    Raises CourseError when the folder cannot be read.
    """
    try:
        with os.scandir(folder) as found:
            return {
                entry.name: _stamp(entry)
                for entry in sorted(found, key=lambda entry: entry.name)
                if entry.name.endswith(".yaml") and not entry.name.startswith(".") and not entry.is_dir()
            }
    except OSError as error:
        message = _("The folder {folder} cannot be read: {reason}.")
        raise CourseError(message.format(folder=folder, reason=error.strerror)) from None


def lesson_files(names: Iterable[str]) -> list[str]:
    """The names of the lessons among the names of YAML files, in order."""
    return [name for name in names if name not in SHARED]


def require_course(folder: Path, names: Container[str]) -> None:
    """Raise CourseError, with the courses further inside as a hint, when a folder has no ``course.yaml``."""
    if COURSE not in names:
        message = _("There is no {file} in {folder}.").format(file=COURSE, folder=folder)
        inside = ", ".join(sorted(str(file.parent) for file in folder.glob(f"*/{COURSE}")))
        raise CourseError(message, _("Courses here: {folders}.").format(folders=inside) if inside else "")


def _stamp(entry: "os.DirEntry[str]") -> Stamp:
    try:
        status = entry.stat()
    except OSError:
        return (-1, 0)  # a link to nothing: reading it will say so
    return (status.st_size, status.st_mtime_ns)
