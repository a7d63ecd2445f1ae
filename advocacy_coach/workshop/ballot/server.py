"""The server that phones talk to: four routes, none of which can steer anything.

``GET /`` asks for the code, ``GET /CODE`` is the page, ``POST /CODE`` a vote without a script, and
``GET /CODE/live`` the stream: a WebSocket that brings what is on and takes votes. Nothing about a client is
kept but its cookie's marks, and nothing is logged.

Where a request comes from is judged three times. ``Host`` must be one of the names we go by, which stops a
foreign name that was bound to our address. The cookie is ``SameSite=Strict``, so another site's request has
no ballot. And ``Origin`` must be ours; a form sent under ``no-referrer`` says ``null`` there and older
browsers nothing, so then the form must hold the key of its cookie, or ``Sec-Fetch-Site`` say it is our own.
"""

import asyncio
import gzip
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

import msgspec
from aiohttp import WSMsgType, web

from advocacy_coach.workshop.ballot import page, rules
from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.guard import PLAIN, Guard, Guarded, Limits
from advocacy_coach.workshop.ballot.hall import Hall, form_key
from advocacy_coach.workshop.ballot.wire import Closed, Open, Seen
from advocacy_coach.workshop.ballot.words import Words, choose, words
from advocacy_coach.workshop.phone import PhoneScreen

COOKIE = "ballot"

_HOURS = 8 * 3600
"""Seconds that a phone's cookie is good for: longer than any session."""

_PATH = re.compile(r"/([A-Za-z0-9]{1,12})(/live)?")
_STREAMS = 2

_SQUEEZE = 5
"""How hard a page is compressed: to two fifths, 4 KB for a question, in a tenth of a millisecond."""

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


class Server:
    """The phones' door. ``start`` raises OSError when the address or the port cannot be had."""

    def __init__(self, order: Open, box: Box, limits: Limits = Limits(), connections: int = 0) -> None:  # noqa: B008 - frozen
        self._order = order
        self._box = box
        self._limits = limits
        self._hosts = {host.lower() for host in order.hosts}
        self._hall = Hall(box, order.most)
        self._streams: dict[str, list[Stream]] = {}
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._connections = connections or 2 * order.most + 64
        self._written: asyncio.Event | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._news = asyncio.Event()
        self._guard: Guard | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen, and return the port."""
        loop = asyncio.get_running_loop()
        self._guard = Guard(self._handle, self._connections, self._limits)
        self._server = await loop.create_server(self._guard, self._order.host, self._order.port, backlog=1024)
        port: int = self._server.sockets[0].getsockname()[1]
        self._hosts = self._hosts or {f"{self._order.host}:{port}"}
        self._begin(self._tell_news())
        return port

    async def stop(self) -> None:
        """Free the port and drop everybody at once."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        if self._guard is not None:
            for connection in tuple(self._guard.open):
                connection.drop()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._guard is not None:
            await self._guard.shutdown(0)
        if self._server is not None:
            await self._server.wait_closed()
        self._box.leave()

    def show(self, screen: PhoneScreen) -> None:
        """Show this on every phone."""
        self._hall.show(screen)
        self._news.set()

    def close(self, name: str) -> Closed:
        """Take no more votes in a round, and its final count."""
        closed = self._hall.close(name)
        self._news.set()
        return closed

    def empty(self, name: str) -> None:
        """Take the ballots of a round out of the box."""
        self._hall.empty(name)

    def lock(self, locked: bool) -> None:
        """Let nobody new in, or let them again."""
        self._hall.locked = locked

    def seen(self) -> Seen:
        """How it stands."""
        return self._hall.seen(len(self._streams))

    @property
    def version(self) -> tuple[int, int]:
        """Something that differs when ``seen`` may."""
        return self._hall.version, len(self._streams)

    # Requests

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        connection = request.protocol
        assert isinstance(connection, Guarded)
        connection.head_came()
        try:
            return await self._answer(request)
        finally:
            connection.await_head()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if not self._is_ours(request.headers.getall("Host", [])):
            return _plain(421, "This is not the address of the workshop.")
        if request.method not in ("GET", "POST"):
            return _plain(405, "No.", {"Allow": "GET"})
        if request.path == "/":
            return await self._door(request)
        found = _PATH.fullmatch(request.path)
        if found is None:
            return _plain(404, "There is no such page.")
        if found[1].upper() != self._order.code.upper():
            return await self._wrong_code(request)
        if found[2]:
            return await self._live(request)
        return await (self._voted(request) if request.method == "POST" else self._page(request))

    def _is_ours(self, hosts: list[str]) -> bool:
        return len(hosts) == 1 and hosts[0].lower() in self._hosts

    async def _door(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method != "GET":
            return _plain(405, "No.", {"Allow": "GET"})
        code = "".join(request.rel_url.query.get("code", "").split()).upper()
        if not code:
            token = _token(request) or secrets.token_hex(16)
            # The cookie comes with the question, so that wrong codes are counted by phone, not by address.
            return _with_cookie(self._html(request, page.door), token)
        if code == self._order.code.upper():
            return self._see_other()
        return await self._wrong_code(request)

    async def _wrong_code(self, request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(self._limits.pause)
        say = _words(request)
        many = self._too_many(_token(request))
        notice, status = (say.slow_down, 429) if many else (say.wrong, 404)
        response = self._html(request, page.door, notice, status=status)
        response.force_close()
        return response

    def _too_many(self, token: str | None) -> bool:
        """True when this phone has tried too many codes; what has no cookie cannot be told from others."""
        if token is None:
            return False
        mark, now = rules.mark(token, "codes"), time.monotonic()
        tried = [each for each in self._wrong.pop(mark, []) if now - each < self._limits.window]
        self._wrong[mark] = [*tried, now][-self._limits.wrong - 1 :]
        while len(self._wrong) > 4096:
            self._wrong.popitem(last=False)
        return len(tried) >= self._limits.wrong

    async def _page(self, request: web.BaseRequest) -> web.StreamResponse:
        had = _token(request)
        token = had or secrets.token_hex(16)
        # Who does not bring its cookie back has not joined: else a script could fill the room.
        refused = self._hall.join(token) if had else self._hall.refusal(token)
        if refused:
            return self._refusal(request, refused)
        await self._keep()
        response = self._html(request, page.ballot, paper=self._hall.paper(token))
        return response if had else _with_cookie(response, token)

    def _refusal(self, request: web.BaseRequest, why: str) -> web.Response:
        say = _words(request)
        if why == "locked":
            return self._html(request, page.sentence, say.locked, status=403)
        return self._html(request, page.sentence, say.full, status=503)

    async def _voted(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await self._body(request)
        if body is None:
            return _plain(413, "That is too long.")
        fields = _fields(request, body)
        token = _token(request)
        if not self._may_post(request, token, fields.get("k", [""])[0]):
            return _plain(403, "That came from elsewhere.")
        if token is None:
            return self._html(request, page.sentence, _words(request).cookies, status=403)
        refused = self._hall.join(token)
        if refused:
            return self._refusal(request, refused)
        vote = _form_vote(self._hall.screen, fields)
        accepted = vote is not None and self._hall.vote(token, vote)
        await self._keep()
        if accepted:
            return self._see_other()
        notice = _words(request).script["late"]
        return self._html(request, page.ballot, notice, paper=self._hall.paper(token), status=409)

    async def _body(self, request: web.BaseRequest) -> bytes | None:
        """The body, as far as it may be; None when it is longer, packed, or too slow."""
        most, body = self._limits.body, b""
        if (request.content_length or 0) > most or "Content-Encoding" in request.headers:
            return None
        try:
            async with asyncio.timeout(self._limits.head):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > most:
                        return None
        except TimeoutError:
            return None
        return body

    def _may_post(self, request: web.BaseRequest, token: str | None, key: str) -> bool:
        origins = request.headers.getall("Origin", [])
        if origins not in ([], ["null"]):
            return self._is_our_origin(origins)
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        return token is not None and secrets.compare_digest(key.encode(), form_key(token).encode())

    def _is_our_origin(self, origins: list[str]) -> bool:
        return len(origins) == 1 and origins[0].lower().removeprefix("http://") in self._hosts

    # Streams

    async def _live(self, request: web.BaseRequest) -> web.StreamResponse:
        token = _token(request)
        if request.method != "GET":
            return _plain(405, "No.", {"Allow": "GET"})
        if not self._is_our_origin(request.headers.getall("Origin", [])):
            return _plain(403, "That came from elsewhere.")
        if token is None or self._hall.join(token):
            return _plain(403, "No ballot.")
        ws = web.WebSocketResponse(
            timeout=1.0,
            heartbeat=self._limits.beat,
            compress=False,
            max_msg_size=self._limits.body,
            writer_limit=_NEVER,
        )
        if not ws.can_prepare(request):
            return _plain(400, "No.")
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

    async def _take_votes(self, stream: Stream) -> None:
        async for message in stream.ws:
            if message.type is not WSMsgType.TEXT:
                break
            await self._take(stream, message.data)
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
        if len(streams) > _STREAMS:
            oldest = streams.pop(0)
            oldest.closing = self._begin(oldest.ws.close(code=_TOO_MANY_STREAMS, drain=False))

    def _remove(self, stream: Stream) -> None:
        streams = self._streams.get(stream.token, [])
        if stream in streams:
            streams.remove(stream)
        if not streams:
            self._streams.pop(stream.token, None)

    async def _tell_news(self) -> None:
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

    def _frame(self, token: str) -> bytes:
        return self._hall.frame + msgspec.json.encode(self._hall.mine(token)) + b"}"

    # Helpers

    async def _keep(self) -> None:
        """Wait until what was put into the box is in its file; what comes in one turn is written at once."""
        if self._written is None:
            self._written = asyncio.Event()
            asyncio.get_running_loop().call_soon(self._write)
        await self._written.wait()

    def _write(self) -> None:
        written, self._written = self._written, None
        self._box.flush()
        if written is not None:
            written.set()

    def _begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _see_other(self) -> web.Response:
        return web.Response(status=303, headers={**PLAIN, "Location": f"/{self._order.code.upper()}"})

    def _html(
        self,
        request: web.BaseRequest,
        make: Any,
        *args: Any,
        paper: page.Paper | None = None,
        status: int = 200,
    ) -> web.Response:
        nonce = secrets.token_urlsafe(16)
        first = (_words(request), nonce) if paper is None else (_words(request), paper, nonce)
        body: bytes = make(*first, *args)
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
            f"connect-src 'self' ws://{request.headers['Host'].lower()}; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        )
        headers = {**PLAIN, "Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            body = gzip.compress(body, _SQUEEZE, mtime=0)
        return web.Response(status=status, body=body, headers=headers)


def _words(request: web.BaseRequest) -> Words:
    return words(choose(request.headers.get("Accept-Language", "")))


def _token(request: web.BaseRequest) -> str | None:
    """What the phone's cookie holds. Only its form is judged: who could plant one could vote as well."""
    found = request.cookies.get(COOKIE, "")
    return found if rules.TOKEN.fullmatch(found) else None


def _with_cookie(response: web.Response, token: str) -> web.Response:
    response.set_cookie(COOKIE, token, max_age=_HOURS, path="/", httponly=True, samesite="Strict")
    return response


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> web.Response:
    response = web.Response(status=status, text=text + "\n", headers={**PLAIN, **(headers or {})})
    response.force_close()
    return response


def _fields(request: web.BaseRequest, body: bytes) -> dict[str, list[str]]:
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=100)
    except ValueError:
        return {}


def _form_vote(screen: PhoneScreen, fields: dict[str, list[str]]) -> rules.Vote | None:
    """The vote that a form holds; None when it is none."""
    names = ["c"]
    if screen.kind == "mood":
        names = [f"s{place}" for place in range(len(screen.statements))] + ["g"] * bool(screen.groups)
    values = [value for name in names for value in fields.get(name, [])]
    if not all(re.fullmatch(r"\d{1,3}", value, re.ASCII) for value in values):
        return None
    return rules.Vote(fields.get("r", [""])[0], tuple(map(int, values)))
