"""Where a stage and its notes terminals find each other: a folder that is the user's alone."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

LONGEST_PATH: Final = 100
"""Bytes of the path of a Unix socket that every system takes; the smallest limit is 104 with a zero."""


class Session(Struct, frozen=True):
    """A session that can be called: its name, and the socket or file it is called by."""

    name: str
    path: Path


def suffix_of(kind: Literal["unix", "tcp"]) -> str:
    """What the name of a socket, or of the file of a loopback line, ends with."""
    return ".sock" if kind == "unix" else ".port"


def private_folder(wanted: Path, longest: str) -> Path:
    """The wanted folder, or one among the temporary files where it cannot be had; made if need be.

    ``longest`` is the longest name of a file to be put there. Raises OSError when neither can be had.
    """
    if len(os.fsencode(wanted / longest)) <= LONGEST_PATH:
        try:
            wanted.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            pass
        else:
            if _is_ours(wanted):
                return wanted
    spare = _spare()
    spare.mkdir(exist_ok=True, mode=0o700)
    if not _is_ours(spare):
        raise PermissionError(f"{spare}: others can write there")
    return spare


def found(wanted: Path) -> list[Session]:
    """Every session that was put into either folder, the newest first, whether it still runs or not."""
    places = [place for folder in (wanted, _spare()) if _is_ours(folder) for place in _stages(folder)]
    return [Session(_name(path), path) for _time, path in sorted(places, reverse=True)]


def _stages(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in folder.glob("stage-*"):
        if path.suffix not in (suffix_of("unix"), suffix_of("tcp")):
            continue
        try:
            yield path.stat().st_mtime_ns, path
        except OSError:
            continue


def _name(path: Path) -> str:
    return path.stem.removeprefix("stage-")


def _spare() -> Path:
    """A folder that both ends come upon without telling each other."""
    who = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"advocacy-coach-{who}"


def _is_ours(folder: Path) -> bool:
    """True for a folder, not a link to one, that this user owns and nobody else can enter."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    if not stat.S_ISDIR(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True  # the user's folders are private by inheritance there, and modes say nothing
    return status.st_uid == os.getuid() and not status.st_mode & 0o077
