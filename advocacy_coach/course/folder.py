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
"""The files that say something about all lessons; every other YAML file beside them is a lesson."""

SCENARIOS: Final = "scenarios"
"""The folder inside a course whose YAML files are scenarios."""

WORKSHOPS: Final = "workshops"
"""The folder inside a course whose YAML files are plans of workshops."""

SITUATIONS: Final = "check/situations.yaml"
PLAN_CHECK: Final = "tools/plan-check.yaml"
MOOD_CHECK: Final = "tools/mood-check.yaml"
TOOLS: Final = (SITUATIONS, PLAN_CHECK, MOOD_CHECK)
"""The tools a course may have; one that is missing is not offered."""

INSIDE: Final = ("check", SCENARIOS, "tools", WORKSHOPS)
"""The folders inside a course that belong to it."""

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


def course_files(folder: Path) -> dict[str, Stamp]:
    """All YAML files of a course; those inside its folders with the folder before the name.

    Raises CourseError when a folder cannot be read.
    """
    files = yaml_files(folder)
    for part in INSIDE:
        if (folder / part).is_dir():
            files |= {f"{part}/{name}": stamp for name, stamp in yaml_files(folder / part).items()}
    return files


def tool_files(names: Iterable[str]) -> list[str]:
    """The names of files in the folders of tools, known to this program or not, in order."""
    others = (f"{SCENARIOS}/", f"{WORKSHOPS}/")
    return [name for name in names if "/" in name and not name.startswith(others)]


def scenario_files(names: Iterable[str]) -> list[str]:
    """The names of the scenarios among the names of course files, in order."""
    return [name for name in names if name.startswith(f"{SCENARIOS}/")]


def workshop_files(names: Iterable[str]) -> list[str]:
    """The names of the plans of workshops among the names of course files, in order."""
    return [name for name in names if name.startswith(f"{WORKSHOPS}/")]


def lesson_files(names: Iterable[str]) -> list[str]:
    """The names of the lessons among the names of course files, in order."""
    return [name for name in names if name not in SHARED and "/" not in name]


def course_of(file: Path) -> Path | None:
    """The course folder that a file belongs to, by where it lies; None when it belongs to none."""
    folder = file.parent
    if part_of(file) and not (folder / COURSE).is_file():
        folder = folder.parent if folder.name not in ("", "..") else folder / ".."
    return folder if (folder / COURSE).is_file() else None


def part_of(file: Path) -> str:
    """The folder of a course that a file lies in, such as ``scenarios``; empty for one in none of them."""
    whole = Path(os.path.abspath(file))  # noqa: PTH100 - takes “..” away and follows no link
    return whole.parent.name if whole.parent.name in INSIDE else ""


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
