"""The streams: a WebSocket for each open page, which brings what is on and takes votes."""

import asyncio
from contextlib import suppress
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.answers import PLAIN, plain
from advocacy_coach.workshop.ballot.guard import Limits
from advocacy_coach.workshop.ballot.hall import Hall
from advocacy_coach.workshop.ballot.keeping import Keeping

_STREAMS = 2
"""How many a phone may have."""

_TOO_MANY_STREAMS = 4001
_NEVER = 1 << 40
_AT_ONCE = 100
"""Phones that a new screen is sent to before votes that came meanwhile are looked at."""


class Stream:
    """One open page of a phone."""

    def __init__(
        self, ws: web.WebSocketResponse, token: str, transport: asyncio.Transport, most: int
    ) -> None:
        self.token = token
        self.ws = ws
        self.closing: asyncio.Task[Any] | None = None
        self._transport = transport
        self._most = most

    async def send(self, data: bytes) -> None:
        """Send a text without waiting; a phone that does not read any more is let go."""
        if self._transport.get_write_buffer_size() > self._most:
            self._transport.abort()
            return
        with suppress(ConnectionError):
            await self.ws.send_frame(data, WSMsgType.TEXT)


class Streams:
    """All streams of a session; ``len`` is how many phones have one."""

    def __init__(self, hall: Hall, keep: Keeping, limits: Limits) -> None:
        self._hall = hall
        self._keep = keep
        self._limits = limits
        self._streams: dict[str, list[Stream]] = {}
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._streams)

    def tell(self) -> None:
        """There is a new screen."""
        self._news.set()

    async def run(self, request: web.BaseRequest, token: str) -> web.StreamResponse:
        """Answer a request with a stream, until it ends."""
        # Answers to pings would pile up for who does not read them, and no browser sends any.
        ws = web.WebSocketResponse(
            timeout=1.0,
            autoping=False,
            heartbeat=self._limits.beat,
            compress=False,
            max_msg_size=self._limits.body,
            writer_limit=_NEVER,
        )
        if not ws.can_prepare(request):
            return plain(400, "No.")
        transport = request.transport
        assert isinstance(transport, asyncio.Transport)
        ws.headers.update(PLAIN)
        await self._keep()
        await ws.prepare(request)
        stream = Stream(ws, token, transport, self._limits.unsent)
        self._add(stream)
        try:
            await stream.send(self._frame(token))
            await self._take_votes(stream)
            if stream.closing is not None:
                # The page has to hear why, and a connection goes with its handler.
                await asyncio.wait([stream.closing])
        finally:
            self._remove(stream)
        return ws

    async def tell_news(self) -> None:
        """Send each new screen to every stream. One that comes meanwhile goes out in place of the old one."""
        while True:
            await self._news.wait()
            self._news.clear()
            streams = [stream for streams in self._streams.values() for stream in streams]
            for number, stream in enumerate(streams, 1):
                await stream.send(self._frame(stream.token))
                if number % _AT_ONCE == 0:
                    await asyncio.sleep(0)
                    if self._news.is_set():
                        break

    async def _take_votes(self, stream: Stream) -> None:
        async for message in stream.ws:
            if message.type is WSMsgType.TEXT:
                await self._take(stream, message.data)
            elif message.type is not WSMsgType.PONG:
                break
            await asyncio.sleep(self._limits.breath)

    async def _take(self, stream: Stream, data: str) -> None:
        vote = rules.read(data)
        if vote is None or not self._hall.vote(stream.token, vote):
            await stream.send(b'{"late":true}')
            return
        await self._keep()
        if vote.round == self._hall.screen.round:
            answer = {"round": vote.round, "mine": self._hall.mine(stream.token)}
            await stream.send(msgspec.json.encode(answer))
        else:
            await stream.send(self._frame(stream.token))

    def _add(self, stream: Stream) -> None:
        streams = self._streams.setdefault(stream.token, [])
        streams.append(stream)
        self._hall.came(stream.token)
        if len(streams) > _STREAMS:
            oldest = streams.pop(0)
            oldest.closing = asyncio.create_task(oldest.ws.close(code=_TOO_MANY_STREAMS, drain=False))

    def _remove(self, stream: Stream) -> None:
        streams = self._streams.get(stream.token, [])
        if stream in streams:
            streams.remove(stream)
        if not streams and self._streams.pop(stream.token, None) is not None:
            self._hall.left(stream.token)

    def _frame(self, token: str) -> bytes:
        return self._hall.frame + msgspec.json.encode(self._hall.mine(token)) + b"}"
