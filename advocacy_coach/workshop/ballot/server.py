"""The server that phones talk to: four routes, none of which can steer anything.

``GET /`` asks for the code, ``GET /CODE`` is the page, ``POST /CODE`` a vote without a script, and
``GET /CODE/live`` the stream: a WebSocket that brings what is on and takes votes. Nothing about a client is
kept but its cookie's marks, and nothing is logged.

Where a request comes from is judged three times. ``Host`` must be one of the names we go by, which stops a
foreign name that was bound to our address. The cookie is ``SameSite=Strict``, so another site's request has
no ballot. And ``Origin`` must be ours; a form sent under ``no-referrer`` says ``null`` there and older
browsers nothing, so then the form must hold the key of its cookie, or ``Sec-Fetch-Site`` say it is our own.

A ballot goes with a cookie, and only cookies that were issued here count. Whoever knows the code can ask for
many and vote with each, or keep a stream on each: that cannot be told from a full room.
"""

import asyncio
import re
import secrets

from aiohttp import web

from advocacy_coach.workshop.ballot import forms, page
from advocacy_coach.workshop.ballot.answers import html, plain, see_other, spoken
from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.guard import Guard, Guarded, Limits, enough
from advocacy_coach.workshop.ballot.hall import Hall
from advocacy_coach.workshop.ballot.keeping import Keeping
from advocacy_coach.workshop.ballot.names import Names
from advocacy_coach.workshop.ballot.streams import Streams
from advocacy_coach.workshop.ballot.throttle import Throttle
from advocacy_coach.workshop.ballot.tokens import Tokens
from advocacy_coach.workshop.ballot.wire import Closed, Open, Seen
from advocacy_coach.workshop.phone import PhoneScreen

COOKIE = "ballot"

_HOURS = 8 * 3600
"""Seconds that a phone's cookie is good for: longer than any session."""

_PATH = re.compile(r"/([A-Za-z0-9]{1,12})(/live)?")


class Server:
    """The phones' door. ``start`` raises OSError when the address or the port cannot be had."""

    def __init__(self, order: Open, box: Box, limits: Limits = Limits(), connections: int = 0) -> None:  # noqa: B008 - frozen
        self._order = order
        self._box = box
        self._limits = limits
        self._names = Names(order.hosts)
        self._tokens = Tokens(box.key)
        self._hall = Hall(box, order.most)
        self._hall.locked = order.locked
        self._keep = Keeping(box)
        self._streams = Streams(self._hall, self._keep, limits)
        self._throttle = Throttle(limits)
        self._connections = connections or enough(order.most)
        self._telling: asyncio.Task[None] | None = None
        self._guard: Guard | None = None
        self._server: asyncio.Server | None = None

    async def start(self) -> int:
        """Listen, and return the port."""
        loop = asyncio.get_running_loop()
        self._guard = Guard(self._handle, self._connections, self._limits)
        self._server = await loop.create_server(self._guard, self._order.host, self._order.port, backlog=1024)
        port: int = self._server.sockets[0].getsockname()[1]
        self._names = Names(self._order.hosts or (f"{self._order.host}:{port}",))
        self._telling = asyncio.create_task(self._streams.tell_news())
        return port

    async def stop(self) -> None:
        """Free the port and drop everybody at once."""
        if self._server is not None:
            self._server.close()
        if self._guard is not None:
            for connection in tuple(self._guard.open):
                connection.drop()
        if self._telling is not None:
            self._telling.cancel()
            await asyncio.gather(self._telling, return_exceptions=True)
        if self._guard is not None:
            await self._guard.shutdown(0)
        if self._server is not None:
            await self._server.wait_closed()
        self._box.leave()

    def show(self, screen: PhoneScreen) -> None:
        """Show this on every phone."""
        self._hall.show(screen)
        self._streams.tell()

    def close(self, name: str) -> Closed:
        """Take no more votes in a round, and its final count."""
        closed = self._hall.close(name)
        self._streams.tell()
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
        connection = _connection(request)
        connection.head_came()
        try:
            return await self._answer(request)
        finally:
            connection.await_head()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        ours = self._names.is_host(request.headers.getall("Host", []))
        if not ours or not self._names.is_target(request.raw_path):
            return plain(421, "This is not the address of the workshop.")
        if request.method not in ("GET", "POST"):
            return plain(405, "No.", {"Allow": "GET"})
        if request.path == "/":
            return await self._door(request)
        found = _PATH.fullmatch(request.path)
        if found is None:
            return plain(404, "There is no such page.")
        if not self._opens(found[1], self._token(request)):
            return await self._wrong_code(request)
        if found[2]:
            return await self._live(request)
        return await (self._voted(request) if request.method == "POST" else self._page(request))

    async def _door(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method != "GET":
            return plain(405, "No.", {"Allow": "GET"})
        code, token = "".join(request.rel_url.query.get("code", "").split()), self._token(request)
        if not code:
            # The cookie comes with the question, so that wrong codes are counted by phone, not by address.
            return _with_cookie(html(request, page.door), token or self._tokens.issue())
        if self._opens(code, token):
            return see_other(f"/{self._order.code.upper()}")
        return await self._wrong_code(request)

    def _opens(self, code: str, token: str | None) -> bool:
        """True for the right code, unless a phone that is not in has been guessing."""
        if code.upper() != self._order.code.upper():
            return False
        return token is None or not self._throttle.is_over(token) or self._hall.has_joined(token)

    async def _wrong_code(self, request: web.BaseRequest) -> web.StreamResponse:
        token = self._token(request)
        connection = _connection(request)
        with connection.evictable():
            if not await self._throttle.pause(token, connection.gone):
                connection.drop()
        say = spoken(request)
        notice, status = (say.slow_down, 429) if self._throttle.tried(token) else (say.wrong, 404)
        response = html(request, page.door, notice, status=status)
        response.force_close()
        return response

    async def _page(self, request: web.BaseRequest) -> web.StreamResponse:
        had = self._token(request)
        token = had or self._tokens.issue()
        # Who does not bring its cookie back has not joined: else a script could fill the room.
        refused = self._hall.join(token) if had else self._hall.refusal(token)
        if refused:
            return _refusal(request, refused)
        await self._keep()
        response = html(request, page.ballot, paper=self._hall.paper(token))
        return response if had else _with_cookie(response, token)

    async def _voted(self, request: web.BaseRequest) -> web.StreamResponse:
        token = self._token(request)
        # What needs no body is refused before it is waited for.
        if self._is_foreign(request):
            return plain(403, "That came from elsewhere.")
        if token is None:
            response = html(request, page.sentence, spoken(request).cookies, status=403)
            response.force_close()
            return response
        with _connection(request).evictable():
            body = await forms.body(request, self._limits)
        if body is None:
            return plain(413, "That is too long.")
        fields = forms.fields(request, body)
        if not self._may_post(request, token, fields.get("k", [""])[0]):
            return plain(403, "That came from elsewhere.")
        refused = self._hall.join(token)
        if refused:
            return _refusal(request, refused)
        vote = forms.vote(self._hall.screen, fields)
        accepted = vote is not None and self._hall.vote(token, vote)
        await self._keep()
        if accepted:
            return see_other(f"/{self._order.code.upper()}")
        notice = spoken(request).script["late"]
        return html(request, page.ballot, notice, paper=self._hall.paper(token), status=409)

    def _is_foreign(self, request: web.BaseRequest) -> bool:
        origins = request.headers.getall("Origin", [])
        return origins not in ([], ["null"]) and not self._names.is_origin(origins)

    def _may_post(self, request: web.BaseRequest, token: str, key: str) -> bool:
        if self._names.is_origin(request.headers.getall("Origin", [])):
            return True
        if request.headers.get("Sec-Fetch-Site") == "same-origin":
            return True
        return secrets.compare_digest(key.encode(), self._hall.form_key(token).encode())

    async def _live(self, request: web.BaseRequest) -> web.StreamResponse:
        token = self._token(request)
        if request.method != "GET":
            return plain(405, "No.", {"Allow": "GET"})
        if not self._names.is_origin(request.headers.getall("Origin", [])):
            return plain(403, "That came from elsewhere.")
        if token is None or self._hall.join(token):
            return plain(403, "No ballot.")
        return await self._streams.run(request, token)

    def _token(self, request: web.BaseRequest) -> str | None:
        """What the phone's cookie holds, when it is one of ours."""
        return self._tokens.known(request.cookies.get(COOKIE, ""))


def _connection(request: web.BaseRequest) -> Guarded:
    connection = request.protocol
    assert isinstance(connection, Guarded)
    return connection


def _with_cookie(response: web.Response, token: str) -> web.Response:
    response.set_cookie(COOKIE, token, max_age=_HOURS, path="/", httponly=True, samesite="Strict")
    return response


def _refusal(request: web.BaseRequest, why: str) -> web.Response:
    say = spoken(request)
    if why == "locked":
        return html(request, page.sentence, say.locked, status=403)
    return html(request, page.sentence, say.full, status=503)
