"""The stage's side of the booth: starts it, says what to show, hears the counts, revives it when it dies."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from msgspec.structs import replace

from advocacy_coach.errors import CoachError, ToolError
from advocacy_coach.i18n import _
from advocacy_coach.workshop.ballot.wire import (
    Close,
    Closed,
    Empty,
    Failed,
    FromBooth,
    Lock,
    Open,
    Ready,
    Screen,
    Seen,
    ToBooth,
    from_booth,
    line,
)
from advocacy_coach.workshop.extra import missing, needed
from advocacy_coach.workshop.phone import PhoneScreen

_START, _CLOSE, _STOP = 15.0, 2.0, 2.0
"""Seconds that the booth has to listen, to count, and to go."""

_TIMES, _WITHIN = 5, 60.0
"""How often the booth is started again, in seconds."""

_LONGEST = 1 << 20
_ROOT = Path(__file__).parents[3]


def _nothing(_what: object) -> None:
    pass


class Booth:
    """The booth as the stage sees it; ``async with`` starts and stops it.

    ``on_seen`` is called when the counts change, ``on_lost`` with a sentence when the booth died. ``pid`` is
    that of the process now, ``port`` where it listens, ``seen`` how it stood last.
    """

    def __init__(
        self,
        order: Open,
        on_seen: Callable[[Seen], None] = _nothing,
        on_lost: Callable[[str], None] = _nothing,
    ) -> None:
        self._order = order
        self._on_seen = on_seen
        self._on_lost = on_lost
        self._child: asyncio.subprocess.Process | None = None
        self._life: asyncio.Task[None] | None = None
        self._screen = PhoneScreen()
        self._stopping = False
        self._deaths: list[float] = []
        self._closing: dict[str, asyncio.Future[Closed]] = {}
        self.seen = Seen(0, 0)

    @classmethod
    async def start(
        cls,
        order: Open,
        on_seen: Callable[[Seen], None] = _nothing,
        on_lost: Callable[[str], None] = _nothing,
    ) -> "Booth":
        """Start a booth; returns when it listens.

        Raises CoachError when it cannot: the port is taken, the address is not ours, a package is missing.
        """
        booth = cls(order, on_seen, on_lost)
        await booth._open()
        return booth

    async def __aenter__(self) -> Self:
        await self._open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._order.port

    @property
    def pid(self) -> int:
        """The process; 0 while there is none."""
        return self._child.pid if self._child is not None and self._child.returncode is None else 0

    async def show(self, screen: PhoneScreen) -> None:
        """Show this on every phone."""
        self._screen = screen
        await self._say(Screen(screen))

    async def close(self, round: str) -> Closed:
        """Take no more votes in a round, and its final count; when no answer comes, as it stood last."""
        answer = self._closing.setdefault(round, asyncio.get_running_loop().create_future())
        await self._say(Close(round))
        try:
            gone = self._life is None or self._life.done()
            return await asyncio.wait_for(asyncio.shield(answer), 0 if gone else _CLOSE)
        except TimeoutError:
            known = self.seen if self.seen.round == round else Seen(0, 0)
            return Closed(round, known.people, known.counts)
        finally:
            self._closing.pop(round, None)
            if self._screen.round == round:
                self._screen = replace(self._screen, round="")

    async def empty(self, round: str) -> None:
        """The final count of a round is kept elsewhere now: take its ballots out of the box."""
        await self._say(Empty(round))

    async def lock(self, locked: bool) -> None:
        """Let nobody new join, or let them again."""
        self._order = replace(self._order, locked=locked)
        await self._say(Lock(locked))

    async def stop(self) -> None:
        """End the booth; its port is free then."""
        self._stopping = True
        if self._life is not None:
            self._life.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._life
        await self._end()

    async def _open(self) -> None:
        if "aiohttp" in missing():
            raise needed("aiohttp")
        child, ready = await self._begin()
        self._order = replace(self._order, port=ready.port)
        self._life = asyncio.create_task(self._live(child))

    async def _begin(self) -> tuple[asyncio.subprocess.Process, Ready]:
        """Start the process and wait until it listens."""
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        # -P keeps a file of the folder we are in from being taken for a module of ours.
        self._child = child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            f"{__package__}",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_LONGEST,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        await self._say(self._order)
        said: FromBooth | None = None
        with contextlib.suppress(TimeoutError):
            said = await asyncio.wait_for(_hear(child), _START)
        if isinstance(said, Ready):
            return child, said
        await self._end()
        raise self._failure(said.reason if isinstance(said, Failed) else "")

    def _failure(self, reason: str) -> CoachError:
        order = self._order
        match reason:
            case "taken":
                words = _("Port {port} is taken by another program.").format(port=order.port)
                return ToolError(words, _("Choose another one with --port."))
            case "address":
                words = _("This computer does not have the address {address}.").format(address=order.host)
                return ToolError(words, _("Choose one that it has with --interface."))
            case "":
                return ToolError(_("The server for phones did not start."), _("Vote by hands instead."))
        words = _("The server for phones did not start: {reason}.").format(reason=reason.rstrip("."))
        return ToolError(words, _("Vote by hands instead."))

    async def _live(self, child: asyncio.subprocess.Process) -> None:
        """Hear the booth until it dies, and start it again."""
        while True:
            while (said := await _hear(child)) is not None:
                self._heard(said)
            await self._end()
            again = await self._again()
            if again is None:
                self._on_lost(
                    _("The server for phones does not run any more. Vote by hands, or start again.")
                )
                return
            child = again
            self._on_lost(_("The server for phones stopped and was started again. No vote is lost."))

    async def _again(self) -> asyncio.subprocess.Process | None:
        """The booth as it was, on the same port with the same box; None when that has failed too often."""
        while not self._stopping:
            now = time.monotonic()
            self._deaths = [at for at in self._deaths if now - at < _WITHIN]
            if len(self._deaths) >= _TIMES:
                return None
            self._deaths.append(now)
            try:
                child, _ready = await self._begin()
            except CoachError:
                continue
            await self._say(Screen(self._screen))
            for name in self._closing:
                await self._say(Close(name))
            return child
        return None

    def _heard(self, said: FromBooth) -> None:
        match said:
            case Seen():
                self.seen = said
                self._on_seen(said)
            case Closed(round=name):
                waiting = self._closing.get(name)
                if waiting is not None and not waiting.done():
                    waiting.set_result(said)

    async def _say(self, message: ToBooth) -> None:
        child = self._child
        if child is None or child.stdin is None:
            return
        # A booth that is dying hears nothing; what matters is said again to the next one.
        with contextlib.suppress(OSError):
            child.stdin.write(line(message))
            await child.stdin.drain()

    async def _end(self) -> None:
        """Let the process go: by the end of its stdin, or else by force."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin is not None:
            child.stdin.close()
        try:
            await asyncio.wait_for(child.wait(), _STOP)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()


async def _hear(child: asyncio.subprocess.Process) -> FromBooth | None:
    """The next thing the booth says; None when it says no more."""
    if child.stdout is None:
        return None
    data = await child.stdout.readline()
    return from_booth(data) if data.endswith(b"\n") else None
