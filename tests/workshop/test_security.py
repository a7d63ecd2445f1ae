"""What the phones' door refuses: other names, other sites, too much, too slow, too early, too late."""

import asyncio
import base64
import json
import logging
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.answers import PLAIN
from advocacy_coach.workshop.ballot.guard import Guarded
from advocacy_coach.workshop.ballot.server import Server
from advocacy_coach.workshop.ballot.throttle import Throttle
from advocacy_coach.workshop.phone import PhoneScreen
from tests.workshop.door import (
    CODE,
    MANY,
    MOOD,
    QUICK,
    VOTE,
    Phone,
    booth,
    form_key,
    heard,
    phone,
    raw,
    until,
    voted,
)

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


async def _issued(port: int) -> str:
    """What the cookie of a new phone holds that has seen the door."""
    async with phone(port) as one:
        await one.get("/")
        return str(next(iter(one.session.cookie_jar)).value)


def _get(port: int, path: str = f"/{CODE}", token: str = "") -> bytes:
    cookie = f"Cookie: ballot={token}\r\n" if token else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}Connection: close\r\n\r\n".encode()


def _post(port: int, token: str, more: str = "") -> bytes:
    """The head of a form whose body is to come."""
    cookie = f"Cookie: ballot={token}\r\n" if token else ""
    head = f"POST /{CODE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}{more}"
    return f"{head}Content-Length: 20\r\n\r\n".encode()


async def _cookie(one: Phone) -> str:
    _status, text, _headers = await one.get()
    token = next(iter(one.session.cookie_jar)).value
    assert form_key(text)
    return token


# Where a request comes from


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "", "localhost:{port}"],
)
async def test_only_our_own_names_are_answered(tmp_path: Path, host: str) -> None:
    async with booth(tmp_path) as (_server, port):
        named = host.format(port=port)
        request = f"GET /{CODE} HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\n\r\n"
        answer = await raw(port, request.encode())
        assert _status(answer) == 421
        assert b"Who decides" not in answer


async def test_no_name_and_two_names_are_refused(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port):
        ours = f"Host: 127.0.0.1:{port}\r\n"
        assert _status(await raw(port, f"GET /{CODE} HTTP/1.1\r\n\r\n".encode())) in (400, 421)
        two = f"GET /{CODE} HTTP/1.1\r\n{ours}Host: evil.example\r\n\r\n"
        assert _status(await raw(port, two.encode())) in (400, 421)
        absolute = f"GET http://evil.example/{CODE} HTTP/1.1\r\nHost: evil.example\r\n\r\n"
        assert _status(await raw(port, absolute.encode())) == 421


@pytest.mark.parametrize(
    ("origin", "site", "key", "status"),
    [
        ("{base}", "", "", 303),
        ("http://evil.example", "same-origin", "{key}", 403),
        ("https://127.0.0.1", "", "{key}", 403),
        ("{base}.evil.example", "", "{key}", 403),
        ("null", "", "", 403),
        ("null", "", "{key}", 303),
        ("null", "cross-site", "0123456789abcdef", 403),
        ("", "", "", 403),
        ("", "cross-site", "", 403),
        ("", "same-origin", "", 303),
        ("", "", "{key}", 303),
    ],
)
async def test_a_form_of_another_site_does_not_vote(
    tmp_path: Path, origin: str, site: str, key: str, status: int
) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        _status, text, _headers = await one.get()
        fields = {"r": VOTE.round, "c": "1", "k": key.format(key=form_key(text))}
        headers = {"Origin": origin.format(base=one.base), "Sec-Fetch-Site": site}
        assert (await one.post(fields, **headers))[0] == status
        assert server.seen().people == (status == 303)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_a_stream_of_another_site_is_refused(tmp_path: Path, origin: str) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        await one.get()
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await one.session.ws_connect(
                f"{one.base}/{CODE}/live", headers={"Origin": origin} if origin else {}
            )
        assert refused.value.status == 403


async def test_a_stream_needs_a_ballot(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await one.live()
        assert refused.value.status == 403
        assert server.seen().joined == 0
        status, text = await one.post({"r": VOTE.round, "c": "1"})
        assert status == 403
        assert "cookies" in text


# Sizes and times


async def test_a_long_body_is_refused(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        await one.get()
        assert (await one.post({"r": VOTE.round, "c": "1", "x": "y" * 1100}))[0] == 413
        token = next(iter(one.session.cookie_jar)).value
        head = f"POST /{CODE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        head += f"Origin: {one.base}\r\nCookie: ballot={token}\r\n"
        chunked = head + "Transfer-Encoding: chunked\r\n\r\n" + "190\r\n" + "c" * 400 + "\r\n"
        assert _status(await raw(port, (chunked + ("190\r\n" + "c" * 400 + "\r\n") * 3).encode())) == 413
        packed = head + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"
        assert _status(await raw(port, packed.encode())) == 413
        assert server.seen().people == 0


async def test_a_long_head_is_refused(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port):
        line = "X-{n}: " + "y" * 500 + "\r\n"
        many = "".join(line.format(n=n) for n in range(25))
        head = f"GET /{CODE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        assert _status(await raw(port, (head + many + "\r\n").encode())) in (0, 431)
        assert _status(await raw(port, (head + "X: " + "y" * 9000 + "\r\n\r\n").encode())) in (400, 431)
        assert _status(await raw(port, f"GET /{'a' * 5000} HTTP/1.1\r\n\r\n".encode())) in (400, 414)


async def test_a_slow_head_is_cut_off(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, head=0.1)) as (_server, port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\n")
        closed = asyncio.create_task(reader.read())

        async def drip() -> bool:
            writer.write(b"X")
            return closed.done()

        await until(drip)
        assert closed.exception() is not None or closed.result() == b""
        writer.close()


async def test_a_slow_body_is_cut_off(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, head=0.1)) as (_server, port):
        assert _status(await raw(port, _post(port, await _issued(port)) + b"c=")) == 413


async def test_slow_heads_keep_nobody_out(tmp_path: Path) -> None:
    async with booth(tmp_path, connections=8) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        slow = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
        for _reader, writer in slow:
            writer.write(b"GET / HTTP/1.1\r\n")
        async with phone(port) as two:
            other = await two.joined()
            await heard(other)
            assert (await voted(other, 2))["mine"] == [2]
        assert (await voted(ws, 1))["mine"] == [1]
        assert server.seen().people == 2
        for _reader, writer in slow:
            writer.close()


async def test_no_more_connections_than_there_may_be(tmp_path: Path) -> None:
    async with booth(tmp_path, connections=2) as (_server, port), phone(port) as one, phone(port) as two:
        streams = [await one.joined(), await one.live()]
        for stream in streams:
            await heard(stream)
        with pytest.raises(aiohttp.ClientError):
            await two.get()
        assert (await voted(streams[0], 1))["mine"] == [1]


# Votes


@pytest.mark.parametrize(
    ("screen", "choice"),
    [
        (VOTE, [3]),
        (VOTE, [-1]),
        (VOTE, []),
        (VOTE, [0, 1]),
        (VOTE, [2**70]),
        (MANY, [0, 0]),
        (MANY, [0, 1, 2, 3]),
        (MOOD, [0, 0]),
        (MOOD, [0, 0, 2]),
        (MOOD, [3, 0, 0]),
        (MOOD, [0, 0, 0, 0]),
        (replace(VOTE, round=""), [1]),
        (PhoneScreen("read", options=("a", "b"), round="r/1#1"), [1]),
        (PhoneScreen(), []),
    ],
)
async def test_only_what_is_offered_counts(tmp_path: Path, screen: PhoneScreen, choice: list[int]) -> None:
    async with booth(tmp_path, screen) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        assert await voted(ws, *choice, round=screen.round) == {"late": True}
        assert server.seen().people == 0
        assert not json.loads((tmp_path / "booth" / "box").read_text("utf-8").splitlines()[-1])["choice"]


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "null",
        '{"round":"q/1#1"}',
        '{"round":"q/1#1","choice":["1"]}',
        '{"round":"q/1#1","choice":[true]}',
        '{"round":"q/1#1","choice":[1.5]}',
        '{"round":"q/1#1","choice":[1],"more":1}',
        '{"round":["q/1#1"],"choice":[1]}',
        "[" * 900,
    ],
)
async def test_a_message_that_is_no_vote_changes_nothing(tmp_path: Path, data: str) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        await ws.send_str(data)
        assert await heard(ws) == {"late": True}
        assert server.seen().people == 0
        assert (await voted(ws, 1))["mine"] == [1]


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_reading_a_vote_never_raises(data: str | bytes) -> None:
    vote = rules.read(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    assert vote is None or isinstance(vote, rules.Vote)


@given(st.lists(st.integers(-3, 5), max_size=5))
def test_what_is_valid_is_on_the_screen(choice: list[int]) -> None:
    good = rules.valid(MANY, choice)
    assert (good is not None) == (len(set(choice)) == len(choice) and set(choice) <= {0, 1, 2})


async def test_a_long_message_ends_the_stream(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        await ws.send_str("x" * 2000)
        await until(lambda: server.seen().connected == 0)


@pytest.mark.parametrize("field", ["c=1&c=2", "c=x", "c=", "c=-1", "c=1000", "s0=1", "", "c=%31%00", "c=١"])
async def test_a_form_that_is_no_vote_changes_nothing(tmp_path: Path, field: str) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        await one.get()
        status, _text = await one.post(f"r={VOTE.round.replace('#', '%23')}&{field}".encode(), **FORM)
        assert status == 409
        assert server.seen().people == 0


async def test_a_vote_for_another_round_is_refused(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        server.show(replace(VOTE, round="q/1#2"))
        assert (await heard(ws))["mine"] == []
        assert await voted(ws, 1) == {"late": True}
        assert server.close(VOTE.round).people == 0


# Codes


async def test_wrong_codes_are_counted_by_phone(tmp_path: Path) -> None:
    limits = replace(QUICK, wrong=3)
    async with booth(tmp_path, limits=limits) as (_server, port), phone(port) as one, phone(port) as two:
        await one.get("/")
        for _ in range(3):
            status, text, _headers = await one.get("/WRNG")
            assert status == 404
            assert "not the code on the wall" in text
        status, text, _headers = await one.get("/?code=WRNG")
        assert status == 429
        assert "wait five minutes" in text
        await two.get("/")
        assert (await two.get("/WRNG"))[0] == 404
        assert (await two.get())[0] == 200


async def test_a_wrong_code_ends_its_connection(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port):
        answer = await raw(port, f"GET /WRNG HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        assert _status(answer) == 404  # and it came to an end, though nothing asked for that
        assert b"Set-Cookie" not in answer


async def test_wrong_codes_are_forgotten_in_time(tmp_path: Path) -> None:
    limits = replace(QUICK, wrong=1, window=-1.0)
    async with booth(tmp_path, limits=limits) as (_server, port), phone(port) as one:
        await one.get("/")
        for _ in range(4):
            assert (await one.get("/WRNG"))[0] == 404


# Answers


async def _answers(one: Phone) -> list[Any]:
    paths = [
        "/",
        f"/{CODE}",
        "/WRNG",
        "/favicon.ico",
        "/../../etc/passwd",
        f"/{CODE}/live",
        "/%2e%2e",
        "/control",
    ]
    return [(await one.get(path))[2] for path in paths]


async def test_every_answer_has_the_headers(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        for headers in await _answers(one):
            policy = headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; ")
            assert "frame-ancestors 'none'" in policy
            assert "base-uri 'none'" in policy
            assert "unsafe" not in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Cache-Control"] == "no-store"
            assert "aiohttp" not in headers.get("Server", "")
            assert not [name for name in headers if name.startswith("Access-Control")]
        broken = await raw(port, b"\x00\xff nonsense\r\n\r\n")
        assert _status(broken) == 400
        assert b"nosniff" in broken
        assert b"nonsense" not in broken


async def test_the_policy_allows_our_own_script_and_stream_only(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        nonces = set()
        for _ in range(2):
            _status, text, headers = await one.get()
            policy = headers["Content-Security-Policy"]
            nonce = policy.partition("script-src 'nonce-")[2].partition("'")[0]
            assert f"style-src 'nonce-{nonce}'" in policy
            assert f"connect-src 'self' ws://127.0.0.1:{port};" in policy
            assert "form-action 'self'" in policy
            assert f'<script nonce="{nonce}">' in text
            assert f'<style nonce="{nonce}">' in text
            nonces.add(nonce)
        assert len(nonces) == 2


async def test_the_cookie_is_for_this_server_only(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        _status, _text, headers = await one.get()
        cookie = headers["Set-Cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=28800"))
        token = cookie.partition("=")[2].partition(";")[0]
        assert re.fullmatch("[0-9a-f]{64}", token)
        _status, _text, again = await one.get()
        assert "Set-Cookie" not in again  # it was taken for ours


@pytest.mark.parametrize(
    "method", ["PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "PROPFIND"]
)
async def test_other_methods_are_refused(tmp_path: Path, method: str) -> None:
    async with booth(tmp_path) as (_server, port):
        request = f"{method} /{CODE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        assert _status(await raw(port, request.encode())) in (400, 405)


@pytest.mark.parametrize("path", ["/", f"/{CODE}/live"])
async def test_nothing_else_takes_a_form(tmp_path: Path, path: str) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        assert (await one.post({"code": CODE}, path))[0] == 405


@pytest.mark.parametrize(
    "path",
    ["/ballot.js", "/page.html", "/static/", "/K7QF/control", "/K7QF/", "/api", "/.git/config", "//K7QF"],
)
async def test_there_is_no_other_route(tmp_path: Path, path: str) -> None:
    async with booth(tmp_path) as (_server, port):
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
        answer = await raw(port, request.encode())
        assert _status(answer) == 404
        assert b"Who decides" not in answer


async def test_nothing_about_a_phone_is_kept(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        await one.get(f"/{CODE}", **{"User-Agent": "agent-sentinel"})
        await voted(ws, 1)
        token = await _cookie(one)
        kept = (tmp_path / "booth" / "box").read_text("utf-8")
        assert not [word for word in (token, "127.0.0.1", "agent-sentinel") if word in kept + caplog.text]
        assert {frozenset(json.loads(line)) for line in kept.splitlines()} == {
            frozenset(("round", "mark", "choice"))
        }
    assert {each.name for each in (tmp_path / "booth").iterdir()} == {"box", "box.key"}


async def test_pages_asked_for_without_a_cookie_fill_no_room(tmp_path: Path) -> None:
    async with booth(tmp_path, most=3) as (server, port):
        for _ in range(10):
            async with phone(port) as stranger:
                assert (await stranger.get())[0] == 200
        assert server.seen().joined == 0
        async with phone(port) as one:
            await one.joined()
            assert server.seen().joined == 1


# Floods


def _frozen(server: Server, count: int) -> bool:
    """True when so many connections stand, and each has sent the whole head of a request."""
    guard = server._guard
    assert guard is not None
    return len(guard.open) == count and all(each._timer is None for each in guard.open)


@asynccontextmanager
async def _sent(port: int, data: bytes, count: int) -> AsyncIterator[list[Ends]]:
    """So many connections that have sent this, and stay."""
    opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(count)]
    for _reader, writer in opened:
        writer.write(data)
    try:
        yield opened
    finally:
        for _reader, writer in opened:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()


async def test_a_ping_ends_the_stream(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        await ws.ping(b"x")
        await until(lambda: server.seen().connected == 0)
        assert (await ws.receive(10)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_a_quiet_phone_that_lives_stays(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, beat=0.2)) as (server, port), phone(port) as one:
        await one.get()
        ws = await one.session.ws_connect(
            f"{one.base}/{CODE}/live", headers={"Origin": one.base}, autoping=False
        )
        await heard(ws)
        for _ in range(4):
            asked = await ws.receive(10)
            assert asked.type is aiohttp.WSMsgType.PING
            await ws.pong(asked.data)
        assert server.seen().connected == 1
        assert (await voted(ws, 1))["mine"] == [1]
        await ws.close()


async def test_wrong_codes_hold_no_room(tmp_path: Path) -> None:
    limits = replace(QUICK, pause=60.0)
    async with booth(tmp_path, limits=limits, connections=4) as (server, port):  # noqa: SIM117
        async with _sent(port, _get(port, "/WRNG"), 4), phone(port) as one:
            await until(lambda: _frozen(server, 4))
            await heard(await one.joined())


async def test_slow_bodies_hold_no_room(tmp_path: Path) -> None:
    async with booth(tmp_path, connections=4) as (server, port), phone(port) as one:
        token = await _issued(port)
        async with _sent(port, _post(port, token) + b"c=", 4):
            await until(lambda: _frozen(server, 4))
            await heard(await one.joined())


@pytest.mark.parametrize("origin", ["Origin: http://evil.example\r\n", ""])
async def test_what_needs_no_body_is_refused_before_it_comes(tmp_path: Path, origin: str) -> None:
    async with booth(tmp_path, limits=replace(QUICK, head=5.0)) as (_server, port):
        token = await _issued(port) if origin else ""
        assert _status(await raw(port, _post(port, token, origin))) == 403


async def test_which_one_a_flood_throws_out_is_chance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def last(among: tuple[Guarded, ...]) -> Guarded:
        asked.append(len(among))
        return among[-1]

    async with booth(tmp_path, connections=4) as (server, port), _sent(port, b"", 4) as opened:
        await until(lambda: server._guard is not None and len(server._guard.open) == 4)
        monkeypatch.setattr(secrets, "choice", last)
        assert _status(await raw(port, _get(port))) == 200
        assert asked == [4]
        with suppress(ConnectionError):
            assert await asyncio.wait_for(opened[3][0].read(), 10) == b""
        opened[0][1].write(_get(port))
        assert _status(await asyncio.wait_for(opened[0][0].read(), 10)) == 200


async def test_more_wrong_codes_without_a_cookie_are_not_waited_for(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, pause=60.0)) as (server, port):  # noqa: SIM117
        async with _sent(port, _get(port, "/WRNG"), 32):
            await until(lambda: _frozen(server, 32))
            assert await raw(port, _get(port, "/WRNG")) == b""
            assert _status(await raw(port, _get(port))) == 200


async def test_a_body_that_breaks_off_is_no_error_of_ours(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        async with _sent(port, _post(port, await _issued(port)) + b"c=", 1):
            await until(lambda: _frozen(server, 1))
        await until(lambda: _frozen(server, 0))
        assert (await one.get())[0] == 200
        assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


# Ballots


async def _joins(port: int, token: str) -> bytes:
    return await raw(port, _get(port, token=token))


async def test_only_cookies_that_were_issued_count(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    async with booth(tmp_path / "other") as (_server, port):
        foreign = await _issued(port)
    async with booth(tmp_path) as (server, port):
        ours = await _issued(port)
        changed = ours[:-1] + ("0" if ours[-1] != "0" else "1")
        for token in ("0" * 32, "0" * 64, "z" * 64, changed, ours[:32], ours.upper(), foreign):
            answer = await _joins(port, token)
            assert _status(answer) == 200
            assert b"Set-Cookie" in answer
            assert server.seen().joined == 0
        assert b"Set-Cookie" not in await _joins(port, ours)
        assert server.seen().joined == 1


def _opening(port: int, token: str) -> bytes:
    key = base64.b64encode(bytes(16)).decode()
    return (
        f"GET /{CODE}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Cookie: ballot={token}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    ).encode()


async def test_no_stream_and_no_vote_without_a_cookie_that_was_issued(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port):
        assert _status(await raw(port, _opening(port, "0" * 64))) == 403
        vote = b"r=q%2F1%231&c=1     "
        headers = {"Origin": f"http://127.0.0.1:{port}", **FORM}
        head = _post(port, "0" * 64, "".join(f"{name}: {value}\r\n" for name, value in headers.items()))
        assert _status(await raw(port, head + vote)) == 403
        assert server.seen().joined == server.seen().people == 0


async def test_cookies_that_somebody_collects_keep_nobody_out(tmp_path: Path) -> None:
    async with booth(tmp_path, most=3) as (server, port), phone(port) as one, phone(port) as two:
        ws = await one.joined()
        await heard(ws)
        text = (await two.get())[1]
        assert (await two.post({"r": VOTE.round, "k": form_key(text), "c": "2"}))[0] == 303
        fakes = [await _issued(port) for _ in range(5)]
        for token in fakes:
            assert _status(await _joins(port, token)) == 200
        assert server.seen().joined == 3
        async with phone(port) as three:
            other = await three.joined()
            await heard(other)
            # Now each place has a stream, or a vote in the open round.
            assert _status(await _joins(port, fakes[0])) == 503
            assert (await voted(other, 1))["mine"] == [1]
            assert (await voted(ws, 0))["mine"] == [0]
            assert server.close(VOTE.round).counts == (1, 1, 1)
            server.show(replace(VOTE, round="q/1#2"))
            # Who voted without a stream has a place only in that round.
            assert _status(await _joins(port, fakes[0])) == 200
            assert server.seen().joined == 3
            assert (await two.get())[0] == 200


# A phone that guesses


async def test_a_phone_that_guesses_is_not_let_in_by_the_right_code(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, wrong=3)) as (server, port), phone(port) as one:
        await one.get("/")
        for _ in range(3):
            assert (await one.get("/WRNG"))[0] == 404
        for path in (f"/{CODE}", f"/?code={CODE}", "/WRNG"):
            status, text, _headers = await one.get(path)
            assert status == 429
            assert "Who decides" not in text
        assert (await one.post({"r": VOTE.round, "c": "1"}))[0] == 429
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await one.live()
        assert refused.value.status == 429
        assert server.seen().joined == 0


async def test_a_phone_that_is_in_stays_in_whatever_it_types(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, wrong=1)) as (_server, port), phone(port) as one:
        await heard(await one.joined())
        assert (await one.get("/WRNG"))[0] == 404
        assert (await one.get("/WRNG"))[0] == 429
        assert (await one.get())[0] == 200


def test_a_phone_may_try_again_when_the_window_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    throttle = Throttle(replace(QUICK, wrong=2, window=300.0))
    assert [throttle.tried("t") for _ in range(4)] == [False, False, True, True]
    assert throttle.is_over("t")
    assert not throttle.is_over("u")
    assert not throttle.is_over(None)
    now += 299.0
    assert throttle.is_over("t")
    now += 2.0
    assert not throttle.is_over("t")
    assert not throttle.tried("t")


# Refusals, and whole addresses


async def test_every_early_refusal_has_the_headers(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port):
        ours, token = f"Host: 127.0.0.1:{port}\r\n", await _issued(port)
        refused = {
            421: b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            405: f"PUT / HTTP/1.1\r\n{ours}\r\n".encode(),
            404: f"GET /no/such HTTP/1.1\r\n{ours}\r\n".encode(),
            413: _post(port, token, "Content-Encoding: gzip\r\n"),
            403: _post(port, token, "Origin: http://evil.example\r\n"),
            400: b"no request\r\n\r\n",
            431: f"GET / HTTP/1.1\r\n{ours}".encode() + b"X: y\r\n" * 1600,
        }
        for status, request in refused.items():
            answer = await raw(port, request)
            assert _status(answer) == status
            for name, value in PLAIN.items():
                assert f"\r\n{name}: {value}\r\n".encode() in answer


async def test_a_whole_address_must_be_ours(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port):
        for before, status in (
            (f"http://127.0.0.1:{port}", 200),
            ("http://evil.example", 421),
            (f"http://evil.example@127.0.0.1:{port}", 421),
            (f"https://127.0.0.1:{port}", 421),
        ):
            request = _get(port).replace(b"GET ", b"GET " + before.encode())
            assert _status(await raw(port, request)) == status


async def test_an_origin_has_our_scheme(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        text = (await one.get())[1]
        fields = {"r": VOTE.round, "k": form_key(text), "c": "1"}
        for scheme in ("", "//", "https://"):
            assert (await one.post(fields, Origin=f"{scheme}127.0.0.1:{port}"))[0] == 403
        assert server.seen().people == 0
