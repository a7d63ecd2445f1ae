"""A program in a pseudo-terminal, with the time of every byte that it writes.

Nothing is interpreted while the clock runs: bytes are stamped and stored, and ``screen`` replays them
afterwards. All times are seconds of ``time.perf_counter``.
"""

import fcntl
import os
import pty
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Final, Self

import pyte

PATIENCE: Final = 30.0
"""How long a program may take for anything before the measurement is given up."""

QUIET: Final = 0.08
"""A screen has settled when nothing was written for this long."""

CHUNK: Final = 1 << 16


class Child:
    """One run of a program. ``started`` is the time just before it was started."""

    def __init__(
        self, command: Sequence[str], columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None
    ) -> None:
        self._size = columns, rows
        self._written = bytearray()
        full = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})}
        full.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start compiles what installing has compiled
        self.started = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:  # pragma: no cover - this is the child
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(command[0], list(command), full)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        os.close(self._terminal)

    @property
    def written(self) -> int:
        """How many bytes have come so far."""
        return len(self._written)

    def press(self, keys: str) -> float:
        """Type; the time just before."""
        before = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return before

    def until(self, text: str, after: int = 0) -> float:
        """The time of the bytes that completed ``text`` (as written, beyond the first ``after`` bytes)."""
        came = time.perf_counter()
        while not self.wrote(text, after):
            came = self._read(PATIENCE)
            if not came:
                raise SystemExit(f"{text!r} did not come. The screen:\n{self.screen()}")
        return came

    def wrote(self, text: str, after: int) -> bool:
        """True when ``text`` came beyond the first ``after`` bytes."""
        return self._written.find(text.encode(), after) >= 0

    def settled(self) -> float:
        """The time of the last byte before the screen came to rest."""
        last = self._read(PATIENCE)
        if not last:
            raise SystemExit(f"Nothing was drawn. The screen:\n{self.screen()}")
        while came := self._read(QUIET):
            last = came
        return last

    def rest(self) -> None:
        """Read until the screen has come to rest; it may be at rest already."""
        while self._read(QUIET):
            pass

    def ended(self) -> float:
        """The time when the process was gone. Gives up when it did not end well."""
        while self._read(PATIENCE):
            pass
        _, status = os.waitpid(self._pid, 0)
        gone = time.perf_counter()
        if status:
            raise SystemExit(f"The program ended with status {status}. The screen:\n{self.screen()}")
        return gone

    def screen(self) -> str:
        """The screen as it looks now."""
        screen = pyte.Screen(*self._size)
        pyte.ByteStream(screen).feed(bytes(self._written))
        return "\n".join(screen.display)

    def _read(self, patience: float) -> float:
        """Take what comes next and say when it came; 0 when nothing did in time, or ever will."""
        ready, _, _ = select.select([self._terminal], [], [], patience)
        if not ready:
            return 0.0
        try:
            data = os.read(self._terminal, CHUNK)
        except OSError:  # what Linux says when the other side has closed
            return 0.0
        self._written += data
        return time.perf_counter() if data else 0.0
