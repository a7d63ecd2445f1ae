"""The ballot box: the votes of a round by phone, and the file that keeps them.

The file is there so that nothing that was acknowledged is lost when the process is killed, and it need not
outlive the computer: it is not synced. Nor is it a record: when a round is closed its ballots lose their
order, and when its count is kept elsewhere they are taken out. Nor does what is left after a stop have any.

Beside it is the key of the session, in ``<box>.key``: it makes the cookies and the marks, and so it has to
outlive every process that serves them.
"""

import contextlib
import os
import secrets
from collections.abc import Collection
from pathlib import Path

import msgspec
from msgspec import Struct

from advocacy_coach.workshop.ballot.rules import Choice

_MANY_LINES = 20_000
"""Lines after which the file is written anew, so that phones which keep changing their vote fill no disk."""

_JOINED = ""
"""The name under which it is kept who joined: no round is called so."""


_KEY = 32
"""Bytes of the key."""


class _Line(Struct, frozen=True):
    """A ballot, in place of the one before; None takes it out."""

    round: str
    mark: str
    choice: Choice | None


class Box:
    """Ballots by round and mark, the last one of each; and the marks of the phones that joined.

    What is put in is in the file after ``flush``. A full disk costs the safety and not the vote: the lines
    wait for the next ``flush``. The constructor raises OSError where the file cannot be made at all.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[bytes] = []
        self._lines = 0
        self._file = -1
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.key = _key(path.with_name(path.name + ".key"))
        self._rounds = _read(path)
        self._write_anew()

    def join(self, mark: str) -> None:
        """Remember that this phone joined."""
        self._put(_JOINED, mark, ())

    def forget(self, mark: str) -> None:
        """Take a phone out of those that joined."""
        if self._rounds.get(_JOINED, {}).pop(mark, None) is not None:
            self._add(_Line(_JOINED, mark, None))

    def vote(self, name: str, mark: str, choice: Choice) -> None:
        """Put a ballot in, in place of the one that this phone put in before."""
        self._put(name, mark, choice)

    def has_joined(self, mark: str) -> bool:
        """True when this phone joined."""
        return mark in self._rounds.get(_JOINED, {})

    @property
    def who_joined(self) -> Collection[str]:
        """The marks of the phones that joined, in the order in which they came since the start."""
        return self._rounds.get(_JOINED, {}).keys()

    @property
    def joined(self) -> int:
        """How many phones joined."""
        return len(self._rounds.get(_JOINED, {}))

    def ballots(self, name: str) -> dict[str, Choice]:
        """The ballots of a round by mark."""
        return self._rounds.get(name, {})

    def flush(self) -> None:
        """Write what was put in, with one call."""
        lines, self._waiting = self._waiting, []
        if not lines:
            return
        try:
            if self._lines > _MANY_LINES or self._file < 0:
                self._write_anew()
            else:
                _write_all(self._file, b"".join(lines))
        except OSError:
            self._waiting = [b"\n", *lines, *self._waiting]

    def close(self, name: str) -> None:
        """Take the order of the votes out of a round, which takes no more."""
        if name in self._rounds:
            self._rounds[name] = dict(sorted(self._rounds[name].items()))
            with contextlib.suppress(OSError):
                self._write_anew()

    def empty(self, name: str) -> None:
        """Take the ballots of a round out."""
        if name == _JOINED or self._rounds.pop(name, None) is None:
            return
        try:
            self._write_anew()
        except OSError:
            # No room for a new file: what must not stay goes all the same, and who joined with it.
            with contextlib.suppress(OSError):
                os.truncate(self._path, 0)

    def leave(self) -> None:
        """Let go of the file; the ballots in it have no order any more."""
        self.flush()
        if self._lines and self._file >= 0:
            with contextlib.suppress(OSError):
                self._write_anew()
        self._let_go()

    def _put(self, name: str, mark: str, choice: Choice) -> None:
        ballots = self._rounds.setdefault(name, {})
        if ballots.get(mark) != choice:
            ballots[mark] = choice
            self._add(_Line(name, mark, choice))

    def _add(self, line: _Line) -> None:
        self._waiting.append(msgspec.json.encode(line) + b"\n")
        self._lines += 1

    def _write_anew(self) -> None:
        """The file with each ballot once, sorted by mark, in place of the old one."""
        _replace(self._path, b"".join(self._all_lines()))
        self._let_go()
        self._lines, self._waiting = 0, []
        self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND)

    def _let_go(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _all_lines(self) -> list[bytes]:
        return [
            msgspec.json.encode(_Line(name, mark, choice)) + b"\n"
            for name, ballots in sorted(self._rounds.items())
            for mark, choice in sorted(ballots.items())
        ]


def _read(path: Path) -> dict[str, dict[str, Choice]]:
    """What the file holds; a line that was cut off by a crash was never acknowledged and is left out."""
    rounds: dict[str, dict[str, Choice]] = {}
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return rounds
    for data in lines:
        with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError):
            line = msgspec.json.decode(data, type=_Line)
            ballots = rounds.setdefault(line.round, {})
            if line.choice is None:
                ballots.pop(line.mark, None)
            else:
                ballots[line.mark] = line.choice
    return rounds


def _key(path: Path) -> bytes:
    """The key in a file, made where there is none. What a full disk refuses is good until a restart."""
    with contextlib.suppress(FileNotFoundError):
        if len(key := path.read_bytes()) == _KEY:
            return key
    key = secrets.token_bytes(_KEY)
    with contextlib.suppress(OSError):
        _replace(path, key)
    return key


def _replace(path: Path, data: bytes) -> None:
    """Put a file that only its owner may read in the place of another, whole."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_all(handle, data)
    finally:
        os.close(handle)
    new.replace(path)


def _write_all(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]
