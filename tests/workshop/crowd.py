"""Many simulated phones on real sockets: they join, keep a stream, vote, drop out and come back.

They do what the page's script does, and ``PlainPhone`` what a browser without one does. For tests and for
benchmarks; ``Room`` runs them in a thread, so that a test can look at a window meanwhile.
"""

import asyncio
import contextlib
import re
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from concurrent.futures import Future
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
import msgspec

T = TypeVar("T")

RETRY = 0.1
"""Seconds until a phone that lost its stream asks for another one."""

PATIENCE = 20.0
"""Seconds until what a phone waits for counts as missing."""

_FIELD = re.compile(r'name="([rk])" value="([^"]*)"')


class _Voter:
    """What all phones have: the address of the session, cookies of their own, and what they received."""

    def __init__(self, host: str, port: int, code: str, connector: aiohttp.BaseConnector) -> None:
        self.origin = f"http://{host}:{port}"
        self.url = f"{self.origin}/{code}"
        self.received: list[str] = []
        self._session = aiohttp.ClientSession(
            connector=connector, connector_owner=False, cookie_jar=aiohttp.CookieJar(unsafe=True)
        )

    @property
    def token(self) -> str:
        """What its cookie holds; empty before it joined."""
        return next((cookie.value for cookie in self._session.cookie_jar), "")

    async def page(self) -> tuple[int, str]:
        """The status and the text of the page, as often as it takes to get an answer."""
        while True:
            try:
                async with self._session.get(self.url) as answer:
                    text = await answer.text()
                    self.received.append(text)
                    return answer.status, text
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(RETRY)

    async def close(self) -> None:
        """Put the phone away."""
        await self._session.close()


class PlainPhone(_Voter):
    """A phone without script: a page, a form, and another page."""

    async def vote(self, *places: int) -> int:
        """Fetch the page and send its form with these options marked; the status, 303 when it was taken."""
        _status, text = await self.page()
        fields = [*_FIELD.findall(text), *(("c", str(place)) for place in places)]
        async with self._session.post(self.url, data=fields, allow_redirects=False) as answer:
            self.received.append(await answer.text())
            return answer.status


class Phone(_Voter):
    """A phone with the page's script. ``screen`` and ``mine`` are what it shows, ``late`` a vote refused.

    ``shown_at`` and ``acknowledged_at`` are of the monotonic clock: when the newest screen came, and when the
    newest vote was taken.
    """

    def __init__(self, host: str, port: int, code: str, connector: aiohttp.BaseConnector) -> None:
        super().__init__(host, port, code, connector)
        self.screen: dict[str, Any] = {}
        self.mine: list[int] = []
        self.late = False
        self.streams = 0
        self.shown_at = self.acknowledged_at = 0.0
        self._pending: dict[str, Any] | None = None
        self._stream: aiohttp.ClientWebSocketResponse | None = None
        self._life: asyncio.Task[None] | None = None
        self._news = asyncio.Condition()

    @property
    def connected(self) -> bool:
        """True while its stream stands."""
        return self._stream is not None

    async def join(self) -> None:
        """Open the page and the stream; returns when a screen is shown."""
        status, text = await self.page()
        assert status == HTTPStatus.OK, text
        await self.rejoin()

    async def rejoin(self) -> None:
        """Come back with the cookie; returns when a screen is shown."""
        self.screen = {}
        self._life = asyncio.create_task(self._live())
        await self.until(lambda: bool(self.screen))

    async def drop(self) -> None:
        """Lose the connection without a word, and stay away."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
            self._life = None

    async def send(self, *places: int, round: str | None = None) -> None:
        """Mark these options; where the stream is down, the vote goes out when it is back."""
        self.late = False
        self._pending = {"round": self.screen["round"] if round is None else round, "choice": places}
        if self._stream is not None:
            await self._send(self._stream)

    async def vote(self, *places: int) -> None:
        """Mark these options; returns when that is acknowledged, and fails when it was too late."""
        await self.send(*places)
        await self.until(lambda: self._pending is None)
        assert not self.late
        assert self.mine == sorted(places)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return when this holds, which news from the stage can bring about."""
        async with asyncio.timeout(PATIENCE), self._news:
            await self._news.wait_for(condition)

    async def close(self) -> None:
        """Put the phone away."""
        await self.drop()
        await super().close()

    async def _live(self) -> None:
        """Have a stream, and another one whenever it is lost."""
        while True:
            try:
                async with self._session.ws_connect(
                    f"{self.url}/live", origin=self.origin, autoclose=False
                ) as stream:
                    self.streams += 1
                    self._stream = stream
                    async for message in stream:
                        if message.type is not aiohttp.WSMsgType.TEXT:
                            break
                        await self._hear(stream, message.data)
            except (aiohttp.ClientError, OSError):
                pass
            finally:
                self._stream = None
            await self._tell()
            await asyncio.sleep(RETRY)

    async def _hear(self, stream: aiohttp.ClientWebSocketResponse, data: str) -> None:
        self.received.append(data)
        said = msgspec.json.decode(data)
        self.mine = said.get("mine", self.mine)
        if "screen" in said:
            self.screen, self.shown_at = said["screen"], time.monotonic()
            if self._pending is not None:
                if self._pending["round"] == self.screen["round"]:
                    await self._send(stream)
                else:
                    self._pending, self.late = None, True
        else:
            self._pending, self.late = None, bool(said.get("late"))
            self.acknowledged_at = time.monotonic()
        await self._tell()

    async def _send(self, stream: aiohttp.ClientWebSocketResponse) -> None:
        # Where the stream is gone, the next one takes it.
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await stream.send_str(msgspec.json.encode(self._pending).decode())

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


class Crowd:
    """Phones of one session. ``source`` is the address they call from, where it matters."""

    def __init__(self, host: str, port: int, code: str, source: str | None = None) -> None:
        self.phones: list[Phone] = []
        self.plain: list[PlainPhone] = []
        self._where = (host, port, code)
        local = (source, 0) if source else None
        self._connector = aiohttp.TCPConnector(limit=0, local_addr=local)

    async def join(self, count: int, *, plain: int = 0) -> None:
        """So many more phones come in, ``plain`` of them without script."""
        new = [Phone(*self._where, self._connector) for _ in range(count - plain)]
        old = [PlainPhone(*self._where, self._connector) for _ in range(plain)]
        self.phones += new
        self.plain += old
        await asyncio.gather(*(each.join() for each in new), *(each.page() for each in old))

    async def vote(self, places: Sequence[int]) -> None:
        """Everybody votes at once, a place for each, those with script first; returns when all are taken."""
        open_on = (each.until(lambda each=each: bool(each.screen["round"])) for each in self.phones)  # type: ignore[misc]
        await asyncio.gather(*open_on)
        streaming, posting = places[: len(self.phones)], places[len(self.phones) :]
        votes: Iterable[Awaitable[object]] = (
            *(each.vote(place) for each, place in zip(self.phones, streaming, strict=True)),
            *(self._post(each, place) for each, place in zip(self.plain, posting, strict=True)),
        )
        await asyncio.gather(*votes)

    async def until(self, condition: Callable[[Phone], bool]) -> None:
        """Return when this holds on every phone with script."""
        await asyncio.gather(*(each.until(lambda each=each: condition(each)) for each in self.phones))  # type: ignore[misc]

    async def close(self) -> None:
        """Put all phones away."""
        await asyncio.gather(*(each.close() for each in (*self.phones, *self.plain)))
        await self._connector.close()

    @property
    def received(self) -> list[str]:
        """All that any of them got: pages, and the lines of their streams."""
        return [text for each in (*self.phones, *self.plain) for text in each.received]

    @property
    def tokens(self) -> list[str]:
        """What their cookies hold."""
        return [each.token for each in (*self.phones, *self.plain)]

    async def _post(self, phone: PlainPhone, place: int) -> None:
        status = await phone.vote(place)
        assert status == HTTPStatus.SEE_OTHER, status


class Room:
    """A thread in which phones live, so that whoever started it can wait for something else meanwhile."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="room", daemon=True)
        self._crowds: list[Crowd] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for crowd in self._crowds:
                self.start(crowd.close()).result(PATIENCE)
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(PATIENCE)
            self._loop.close()

    def crowd(self, host: str, port: int, code: str, source: str | None = None) -> Crowd:
        """Phones of a session, none yet."""

        async def made() -> Crowd:
            return Crowd(host, port, code, source)

        crowd = self.start(made()).result(PATIENCE)
        self._crowds.append(crowd)
        return crowd

    def start(self, doing: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin something that phones do."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop)
