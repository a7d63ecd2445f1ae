"""In front of the server: connections are counted, and heads of requests must come in time."""

import asyncio
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web
from msgspec import Struct

from advocacy_coach.workshop.ballot.answers import plain, too_long

_HEAD, _BODY = 8192, 1024
"""The most bytes of the head and of the body of one request."""


class Limits(Struct, frozen=True):
    """Times in seconds, and sizes in bytes. ``head`` is how long the whole head of a request may take.

    ``wrong`` wrong codes in ``window`` are taken from a phone, each answered after ``pause``. A stream whose
    unsent bytes exceed ``unsent`` is dropped; ``beat`` is how often a quiet one is asked for a sign of life.
    ``breath`` is the least time between two votes of one stream.
    """

    head: float = 10.0
    idle: float = 15.0
    wrong: int = 20
    window: float = 300.0
    pause: float = 0.5
    unsent: int = 65536
    beat: float = 20.0
    breath: float = 0.05
    body: int = _BODY


def enough(most: int) -> int:
    """How many connections so many ballots need: two each, and some for joining.

    A small room has as many to spare as a large one, since what floods it does not ask how large it is.
    """
    return max(2 * most + 64, 512)


class Guard(web.Server):
    """A server that takes ``most`` connections. When there are more, one of those goes that owe us something:
    a request, its body, or patience after a wrong code. Which one is left to chance, so that a flood meets
    itself and not a phone that is just coming in."""

    def __init__(self, handler: Any, most: int, limits: Limits) -> None:
        super().__init__(
            handler,
            access_log=None,
            keepalive_timeout=limits.idle,
            lingering_time=0.0,
            auto_decompress=False,
            max_line_size=2048,
            max_field_size=_HEAD,
            read_bufsize=_HEAD,
        )
        self.limits = limits
        self.open: set[Guarded] = set()
        self.waiting: dict[Guarded, None] = {}
        self._most = most

    def __call__(self) -> web.RequestHandler:
        return Guarded(self, loop=self._loop, **self._kwargs)

    def admit(self, connection: "Guarded") -> bool:
        """Count a new connection; False when there is no room for it."""
        if len(self.open) >= self._most:
            if not self.waiting:
                return False
            evicted = secrets.choice(tuple(self.waiting))
            del self.waiting[evicted]
            self.open.discard(evicted)
            evicted.drop()
        self.open.add(connection)
        return True


class Guarded(web.RequestHandler):
    """A connection. While it owes the head of a request, time runs and bytes are counted.

    ``gone`` is set when it is lost.
    """

    __slots__ = ("_bytes", "_guard", "_timer", "gone")

    def __init__(self, guard: Guard, **how: Any) -> None:
        super().__init__(guard, **how)
        self._guard = guard
        self._bytes = 0
        self._timer: asyncio.TimerHandle | None = None
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it, and begin to wait for a request."""
        super().connection_made(transport)
        if self._guard.admit(self):
            self.await_head()
        else:
            self.drop()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Count it no more."""
        self.head_came()
        self._guard.open.discard(self)
        self.gone.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Refuse what is longer than any request."""
        if self._timer is not None:
            self._bytes += len(data)
            if self._bytes > _HEAD + _BODY:
                self.refuse()
                return
        super().data_received(data)

    def head_came(self) -> None:
        """A request is being answered, or a stream runs."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._guard.waiting.pop(self, None)

    def await_head(self) -> None:
        """The next request is waited for."""
        self._bytes = 0
        if self.transport is not None and self._timer is None:
            self._timer = self._loop.call_later(self._guard.limits.head, self.drop)
            self._guard.waiting[self] = None

    @contextmanager
    def evictable(self) -> Iterator[None]:
        """Meanwhile it may go when there are too many."""
        if self in self._guard.open:
            self._guard.waiting[self] = None
        try:
            yield
        finally:
            self._guard.waiting.pop(self, None)

    def drop(self) -> None:
        """Close at once, sending nothing more."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def refuse(self) -> None:
        """Say that the head is too long, and close."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.write(too_long())
        self.force_close()

    def handle_error(
        self,
        request: web.BaseRequest,  # noqa: ARG002 - aiohttp's
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002
    ) -> web.StreamResponse:
        """A short answer that repeats nothing; what broke in us is told on stderr, without addresses."""
        if status >= 500 and exc is not None:
            self.logger.error("The booth could not answer.", exc_info=exc)
        return plain(status, "No.")

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Tell nothing: what aiohttp would tell holds addresses."""
