"""What the phones' door refuses: other names, other sites, too much, too slow, too early, too late."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.workshop.ballot import rules
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

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.") else 0


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
        head = f"POST /{CODE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 20\r\n\r\nc="
        assert _status(await raw(port, head.encode())) == 413


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
        assert rules.TOKEN.fullmatch(cookie.partition("=")[2].partition(";")[0])


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
    assert [each.name for each in (tmp_path / "booth").iterdir()] == ["box"]


async def test_pages_asked_for_without_a_cookie_fill_no_room(tmp_path: Path) -> None:
    async with booth(tmp_path, most=3) as (server, port):
        for _ in range(10):
            async with phone(port) as stranger:
                assert (await stranger.get())[0] == 200
        assert server.seen().joined == 0
        async with phone(port) as one:
            await one.joined()
            assert server.seen().joined == 1
