"""The files of a group's summaries, read one at a time: which of them count, and why others do not.

What is kept of each file is 28 bytes and its name; so 100,000 files need little more memory than a thousand.
Nothing of a file is fatal. Reasons name files, and file names may be people's, so they are for the screen of
whoever reads the group and never for its document.
"""

import os
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path
from stat import S_ISREG
from typing import Final

import msgspec
from msgspec import Struct

from advocacy_coach.errors import ExportError
from advocacy_coach.i18n import _
from advocacy_coach.reports.cohort import Tally
from advocacy_coach.reports.cohort_reading import Read

LARGEST: Final = 4_000_000
"""Bytes; a summary with many long reflections has a hundredth of that."""

REASONS: Final = 100
"""Of more files that are skipped only the number is kept."""

_HOW: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that somebody named like a summary must not make the program wait."""

_decoder = msgspec.json.Decoder(Read)


class SkipError(Exception):
    """A file that does not count; the reason is a sentence's end."""


class Gathered(Struct, frozen=True):
    """What was read: the sums, the id of the course, and how the files fared.

    Of ``replaced`` files another of the same learner counts. ``reasons`` are the first of the ``skipped``.
    """

    tally: Tally
    course: str
    replaced: int
    skipped: int
    reasons: tuple[str, ...]


class Files:
    """The files that arguments mean: themselves, and of a folder its ``*.json``, in order of names.

    The names stand end to end in one run of bytes: as a text of its own, each would take five times the room.
    """

    def __init__(self, given: Sequence[Path]) -> None:
        self._folders: list[str] = []
        self._firsts: list[int] = []
        self._names, self._ends = bytearray(), array("Q")
        for path in given:
            folder = path.is_dir()
            self._folders.append(str(path if folder else path.parent))
            self._firsts.append(len(self))
            for name in _names_in(path) if folder else [path.name]:
                self._names += os.fsencode(name)
                self._ends.append(len(self._names))

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self):
            raise IndexError(number)
        folder = self._folders[bisect_right(self._firsts, number) - 1]
        name = self._names[self._ends[number - 1] if number else 0 : self._ends[number]]
        return os.path.join(folder, os.fsdecode(bytes(name)))  # noqa: PTH118


def gather(files: Files, course: str | None = None, step: Callable[[], object] = lambda: None) -> Gathered:
    """Read files, and count each learner once, by the newest of their summaries.

    The group's course is that of the first summary, unless ``course`` names one by its id; a summary of
    another course is skipped. ``step`` is called after each file. Raises ExportError when a file that was
    read cannot be read a second time.
    """
    tally, skipped, reasons = Tally(), 0, list[str]()
    numbers, learners, made = array("I"), array("Q"), array("d")
    for number, path in enumerate(files):
        try:
            read, learner = _read(path)
            if course is None:
                course = read.course.id
            elif read.course.id != course:
                raise SkipError(_("it is about another course"))
        except SkipError as error:
            skipped += 1
            if len(reasons) < REASONS:
                reasons.append(f"{path}: {error}")
        else:
            tally.add(read)
            numbers.append(number)
            learners.append(learner)
            made.append(read.made.timestamp())
        step()
    older = _older(learners, made)
    for place in older:
        tally.take_back(_again(files[numbers[place]], learners[place]))
    return Gathered(tally, course or "", len(older), skipped, tuple(reasons))


def _names_in(folder: Path) -> list[str]:
    """The names of the summaries in a folder, hidden files not among them.

    Of a folder that cannot be read it is the empty one, which leads back to it and tells why when it is read.
    """
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.name
                for entry in entries
                if entry.name.endswith(".json") and not entry.name.startswith(".")
            )
    except OSError:
        return [""]


def _read(path: str) -> tuple[Read, int]:
    """A summary, and a number that stands for its learner: of one without an id for its very bytes.

    Two copies of one file are then one person, whether or not it says whose it is. Raises SkipError.
    """
    data = _bytes(path)
    try:
        read = _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise SkipError(_("it is no summary of this program")) from error
    if not read.sound:
        raise SkipError(_("it contradicts itself"))
    whose = read.learner.encode("utf-8", "replace") if read.learner else data
    return read, int.from_bytes(blake2b(whose, digest_size=8).digest(), "big")


def _bytes(path: str) -> bytes:
    try:
        handle = os.open(path, _HOW)
        try:
            about = os.fstat(handle)
            if not S_ISREG(about.st_mode):
                raise SkipError(_("it is no file"))
            if about.st_size > LARGEST:
                raise SkipError(_("it is too large for a summary"))
            return os.read(handle, about.st_size)
        finally:
            os.close(handle)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SkipError(_("it cannot be read: {reason}").format(reason=reason)) from error
    except ValueError as error:
        raise SkipError(_("it cannot be read: {reason}").format(reason=error)) from error


def _again(path: str, learner: int) -> Read:
    """A summary that was counted, to be taken back."""
    try:
        read, same = _read(path)
    except SkipError:
        same = -1
    if same != learner:
        raise ExportError(
            _("{path} was changed while it was read.").format(path=path), _("Try it once more.")
        )
    return read


def _older(learners: Sequence[int], made: Sequence[float]) -> list[int]:
    """The places of summaries of learners who have a newer one; of equally new ones the last stays."""
    double = {one for one, other in pairwise(sorted(learners)) if one == other}
    if not double:
        return []
    newest: dict[int, int] = {}
    for place, learner in enumerate(learners):
        if learner in double and (learner not in newest or made[place] >= made[newest[learner]]):
            newest[learner] = place
    return [place for place, learner in enumerate(learners) if learner in double and newest[learner] != place]
