"""The catalogue of a course on disk, so that a thousand lessons open without one of them being parsed.

One file: a fixed prefix, a header with the catalogue, and after it the bodies, each found by its offset. The
header alone is read to open a course; a body is read when its lesson is opened. A file that is damaged, half
written or from another program is no catalogue, and the course is then read from its YAML again.
"""

import os
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct, structs

from advocacy_coach.course.folder import Stamp
from advocacy_coach.course.model import Course
from advocacy_coach.files import write_atomically

_MAGIC: Final = b"coachcat"
_PREFIX: Final = struct.Struct("<8sIIQ")  # magic, checksum and length of the header, length of all bodies


class Entry(Struct, frozen=True):
    """A lesson as the home screen lists it. ``problem`` says in a sentence why it cannot be opened.

    ``questions`` counts warm-ups too; ``minutes`` and the counts are 0 where the lesson cannot be read.
    """

    id: str
    title: str
    path: str
    topic: str = ""
    minutes: int = 0
    steps: int = 0
    questions: int = 0
    problem: str = ""


class ScenarioEntry(Struct, frozen=True):
    """A scenario as the home screen lists it; ``endings`` are titles by id, in the order they are tested."""

    id: str
    title: str
    path: str
    topic: str = ""
    minutes: int = 0
    endings: dict[str, str] = {}
    problem: str = ""


class Header(Struct, frozen=True, array_like=True):
    """What the catalogue knows. ``maker`` is the program that made it, ``folder`` the course it is of."""

    maker: str
    folder: str
    files: dict[str, Stamp]
    course: Course
    entries: tuple[Entry, ...]
    scenarios: tuple[ScenarioEntry, ...]
    notices: tuple[str, ...]
    bodies: dict[str, tuple[int, int, int]] = {}
    """By name of a file: where its body starts after the header, its length, and its checksum."""


class Catalogue:
    """A catalogue that was read. Bodies stay in the file, which another process may replace at any time."""

    def __init__(self, path: Path, prefix: bytes, header: Header) -> None:
        self.header = header
        self._path = path
        self._prefix = prefix

    @classmethod
    def read(cls, path: Path) -> "Catalogue | None":
        """The catalogue in a file, or None when there is none to trust."""
        try:
            with path.open("rb") as file:
                prefix = file.read(_PREFIX.size)
                magic, checksum, length, rest = _PREFIX.unpack(prefix)
                size = os.fstat(file.fileno()).st_size
                if magic != _MAGIC or size != _PREFIX.size + length + rest:
                    return None
                data = file.read(length)
            if zlib.crc32(data) != checksum:
                return None
            return cls(path, prefix, msgspec.msgpack.decode(data, type=Header))
        except (OSError, struct.error, msgspec.DecodeError):
            return None

    def body(self, name: str) -> bytes | None:
        """The body of one file of the course; None when there is none, or none to trust."""
        if name not in self.header.bodies:
            return None
        offset, length, checksum = self.header.bodies[name]
        try:
            with self._path.open("rb") as file:
                if file.read(_PREFIX.size) != self._prefix:
                    return None  # another process wrote a newer one: the offsets are not ours any more
                file.seek(_PREFIX.unpack(self._prefix)[2] + offset, os.SEEK_CUR)
                data = file.read(length)
            if zlib.crc32(data) == checksum:
                return data
            self._path.unlink()  # damaged, so that the next start makes it anew
        except OSError:
            pass
        return None


def write(path: Path, header: Header, bodies: Mapping[str, bytes]) -> Catalogue | None:
    """Write a catalogue with these bodies and return it; None where it cannot be written."""
    places, offset = {}, 0
    for name, body in bodies.items():
        places[name] = (offset, len(body), zlib.crc32(body))
        offset += len(body)
    header = structs.replace(header, bodies=places)
    try:
        data = msgspec.msgpack.encode(header)
        prefix = _PREFIX.pack(_MAGIC, zlib.crc32(data), len(data), offset)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, b"".join([prefix, data, *bodies.values()]))
    except (OSError, UnicodeEncodeError):  # the latter: a file name that is not UTF-8
        return None
    return Catalogue(path, prefix, header)
