"""A terminal window with the program in it: keys in, screen out."""

import contextlib
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType

import pyte

PROGRAM = (sys.executable, "-m", "advocacy_coach")

KEYS = {"enter": "\r", "escape": "\x1b", "up": "\x1b[A", "down": "\x1b[B", "space": " ", "tab": "\t"}

PATIENCE = 20.0
"""Seconds to wait for a condition before a test fails; only a failing test waits this long."""


class Window:
    """A program in a pseudo-terminal of its own, and a screen that shows what it draws."""

    def __init__(
        self,
        home: Path,
        *args: str,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
    ) -> None:
        width, height = size
        self.bytes = b""
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.master, self._slave = pty.openpty()
        self._open = [self.master, self._slave]
        self.resize(width, height)
        self.modes_before = termios.tcgetattr(self._slave)
        self.status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:  # pragma: no cover - the child becomes the program
            self._become([*program, *args], home, environment or {})

    def _become(self, command: list[str], home: Path, environment: Mapping[str, str]) -> None:
        try:
            os.setsid()
            ioctl(self._slave, termios.TIOCSCTTY, 0)
            for number in (0, 1, 2):
                os.dup2(self._slave, number)
            ours = {"NO_COLOR", "COLUMNS", "LINES"}  # the window says how large it is, not the test runner
            kept = {name: value for name, value in os.environ.items() if name not in ours}
            kept |= {"ADVOCACY_COACH_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(command[0], command, {**kept, **environment})
        finally:
            os._exit(127)

    def __enter__(self) -> "Window":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is None:
            self.kill()
        self._let_go()

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        cells, columns = self.screen.buffer, range(self.screen.columns)
        return ["".join(cells[y][x].data for x in columns) for y in range(self.screen.lines)]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def number_of(self, words: str) -> str:
        """The digit in front of an option; the order of options is drawn for each run."""
        line = next(line for line in self.lines if words in line)
        return line[: line.index(words)].split()[-1]

    def press(self, *keys: str) -> None:
        """Send keys."""
        for key in keys:
            os.write(self.master, KEYS.get(key, key).encode())

    def resize(self, width: int, height: int) -> None:
        """Make the window another size."""
        self.screen.resize(height, width)
        ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        if hasattr(self, "pid"):
            os.kill(self.pid, signal.SIGWINCH)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what was drawn meanwhile; False when nothing came within the time."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:
            return False
        self.bytes += data
        self._stream.feed(data)
        return True

    def wait(self, condition: Callable[[], bool], what: str = "") -> None:
        """Read until the condition holds and the frame is whole."""
        self.until(condition, what)
        self.settle()

    def until(self, condition: Callable[[], bool], what: str = "", patience: float = PATIENCE) -> None:
        """Read until the condition holds."""
        end = time.monotonic() + patience
        while not condition():
            if time.monotonic() > end:
                raise AssertionError(f"{what or 'the condition'} did not come true; the screen:\n{self.text}")
            self.read()
            self._reap()

    def wait_for(self, words: str) -> None:
        """Read until the screen shows these words."""
        self.wait(lambda: words in self.text, f"“{words}”")

    def settle(self) -> None:
        """Read until nothing more comes for a moment: the frame is whole."""
        while self.read(0.08):
            pass

    def wait_for_exit(self) -> int:
        """The status of the program: its exit code, or minus the signal that ended it."""
        self.wait(lambda: self.status is not None, "the end of the program")
        assert self.status is not None
        return self.status

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def close(self) -> int:
        """Close the window while the program runs; the program's status."""
        process = os.pidfd_open(self.pid)
        self._let_go()
        ended, _, _ = select.select([process], [], [], PATIENCE)
        os.close(process)
        assert ended, "the program runs on without a window"
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def kill(self) -> None:
        """End the program the hard way."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)

    def given_back(self) -> bool:
        """True when the terminal is as it was: its modes, the main screen, no mouse, a cursor."""
        modes = termios.tcgetattr(self._slave)
        switched_off = all(code in self.bytes for code in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?2004l"))
        cursor = self.bytes.rfind(b"\x1b[?25h") > self.bytes.rfind(b"\x1b[?25l")
        return modes == self.modes_before and switched_off and cursor

    def _let_go(self) -> None:
        while self._open:
            os.close(self._open.pop())

    def _reap(self) -> None:
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                while self.read(0.05):
                    pass
                self.status = os.waitstatus_to_exitcode(status)
