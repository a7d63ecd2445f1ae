"""The phones' door in this process and phones that talk to it over real sockets, for tests."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp

from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.guard import Limits
from advocacy_coach.workshop.ballot.server import Server
from advocacy_coach.workshop.ballot.wire import Open
from advocacy_coach.workshop.phone import PhoneScreen

CODE = "K7QF"
VOTE = PhoneScreen(
    "vote", title="Who decides?", lines=("A post.",), options=("She", "I", "All"), round="q/1#1"
)
MANY = PhoneScreen("vote", title="What helps?", options=("Time", "Words", "Cake"), many=True, round="m/1#1")
MOOD = PhoneScreen(
    "mood",
    title="Mood",
    statements=("It is safe.", "It is fair."),
    scale=("no", "yes", "I don't know"),
    groups=("North", "South"),
    round="mood#1",
)
QUICK = Limits(pause=0.0, breath=0.0)


class Phone:
    """A browser with one cookie jar."""

    def __init__(self, port: int, session: aiohttp.ClientSession) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.session = session
        self.streams: list[aiohttp.ClientWebSocketResponse] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every stream, also those whose other end is gone, and the browser."""
        for stream in self.streams:
            await stream.close()
        await self.session.close()

    async def get(self, path: str = f"/{CODE}", **headers: str) -> tuple[int, str, Any]:
        """Status, text and headers of a page."""
        async with self.session.get(self.base + path, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.text(), answer.headers

    async def post(self, fields: Any, path: str = f"/{CODE}", **headers: str) -> tuple[int, str]:
        """Status and text after a form; ``Origin`` is ours unless given, and absent when it is empty."""
        sent = {name: value for name, value in {"Origin": self.base, **headers}.items() if value}
        async with self.session.post(
            self.base + path, data=fields, headers=sent, allow_redirects=False
        ) as answer:
            return answer.status, await answer.text()

    async def live(self, autoclose: bool = True) -> aiohttp.ClientWebSocketResponse:
        """Open the stream."""
        headers = {"Origin": self.base}
        stream = await self.session.ws_connect(
            f"{self.base}/{CODE}/live", headers=headers, autoclose=autoclose
        )
        self.streams.append(stream)
        return stream

    async def joined(self, autoclose: bool = True) -> aiohttp.ClientWebSocketResponse:
        """Load the page and open the stream."""
        status, _text, _headers = await self.get()
        assert status == 200
        return await self.live(autoclose)


def phone(port: int) -> Phone:
    """A new phone."""
    return Phone(port, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))


async def heard(ws: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    """The next thing a stream says."""
    said = json.loads(await asyncio.wait_for(ws.receive_str(), 10))
    assert isinstance(said, dict)
    return said


async def voted(ws: aiohttp.ClientWebSocketResponse, *choice: int, round: str = VOTE.round) -> dict[str, Any]:
    """Vote, and the answer."""
    await ws.send_json({"round": round, "choice": choice})
    return await heard(ws)


@contextlib.asynccontextmanager
async def booth(
    folder: Path,
    screen: PhoneScreen | None = VOTE,
    limits: Limits = QUICK,
    most: int = 50,
    connections: int = 0,
) -> AsyncIterator[tuple[Server, int]]:
    """A running server and its port."""
    box = folder / "booth" / "box"
    server = Server(Open(CODE, "127.0.0.1", 0, str(box), most), Box(box), limits, connections)
    port = await server.start()
    if screen is not None:
        server.show(screen)
    try:
        yield server, port
    finally:
        await server.stop()


async def raw(port: int, data: bytes) -> bytes:
    """What comes back for bytes, until the other side closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        with contextlib.suppress(ConnectionError):
            writer.write(data)
            await writer.drain()
        with contextlib.suppress(ConnectionError):
            return await asyncio.wait_for(reader.read(), 10)
        return b""
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for a condition, at most ten seconds."""
    async with asyncio.timeout(10):
        while True:
            holds = true()
            if isinstance(holds, Awaitable):
                holds = await holds
            if holds:
                return
            await asyncio.sleep(0.01)


def form_key(text: str) -> str:
    """The key in the form of a page."""
    found = re.search(r'name="k" value="([0-9a-f]+)"', text)
    assert found
    return found[1]
