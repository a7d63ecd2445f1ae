"""What phones get: the page, the stream, votes, in both languages, with and without a script."""

import asyncio
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from advocacy_coach.workshop.ballot.guard import Limits
from advocacy_coach.workshop.ballot.page import Paper, ballot
from advocacy_coach.workshop.ballot.wire import Closed
from advocacy_coach.workshop.ballot.words import choose, words
from advocacy_coach.workshop.phone import PhoneScreen
from tests.workshop.door import CODE, MANY, MOOD, QUICK, VOTE, booth, form_key, heard, phone, until, voted

ORDINARY = PhoneScreen(
    "vote",
    title="Who decides whether a colleague shares a post?",
    lines=("Your team has a new page. A colleague would rather not share it, and asks what you expect.",),
    options=(
        "She decides, and I tell her so in plain words.",
        "I decide, since it is about the firm.",
        "We ask the communication department first.",
        "The team votes on it at noon.",
    ),
    round="decide.who-decides/1#1",
)


async def test_a_phone_joins_votes_and_changes_its_vote(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one, phone(port) as two:
        first, second = await one.joined(), await two.joined()
        shown = await heard(first)
        assert shown["screen"]["options"] == list(VOTE.options)
        assert shown["mine"] == []
        await heard(second)
        assert await voted(first, 1) == {"round": VOTE.round, "mine": [1]}
        assert await voted(first, 2) == {"round": VOTE.round, "mine": [2]}
        assert await voted(second, 0) == {"round": VOTE.round, "mine": [0]}
        seen = server.seen()
        assert (seen.joined, seen.connected, seen.people, seen.counts) == (2, 2, 2, (1, 0, 1))
        assert server.close(VOTE.round) == Closed(VOTE.round, 2, (1, 0, 1))
        closed = await heard(first)
        assert (closed["screen"]["round"], closed["mine"]) == ("", [2])
        assert await voted(first, 1) == {"late": True}
        assert server.close(VOTE.round).counts == (1, 0, 1)


async def test_a_phone_that_returns_finds_its_answer(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        ws = await one.joined()
        shown = await heard(ws)
        await voted(ws, 1)
        await ws.close()
        await until(lambda: server.seen().connected == 0)
        again = await heard(await one.live())
        assert (again["rev"], again["mine"]) == (shown["rev"], [1])
        _status, text, headers = await one.get()
        assert "Your answer: B. You can change it until voting closes." in text
        assert 'aria-pressed="true"' in text
        assert "Set-Cookie" not in headers


async def test_a_new_screen_reaches_every_phone(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port):
        phones = [phone(port) for _ in range(20)]
        streams = [await each.joined() for each in phones]
        for stream in streams:
            await heard(stream)
        server.show(MANY)
        revisions = {(await heard(stream))["rev"] for stream in streams}
        assert len(revisions) == 1
        for each in phones:
            await each.close()


async def test_several_options_and_none(tmp_path: Path) -> None:
    async with booth(tmp_path, MANY) as (server, port), phone(port) as one:
        ws = await one.joined()
        await heard(ws)
        assert (await voted(ws, 2, 0, round=MANY.round))["mine"] == [0, 2]
        assert server.seen().counts == (1, 0, 1)
        assert (await voted(ws, round=MANY.round))["mine"] == []
        assert server.seen().people == 0


async def test_the_mood_check_by_group(tmp_path: Path) -> None:
    async with booth(tmp_path, MOOD) as (server, port), phone(port) as one, phone(port) as two:
        ws = await one.joined()
        await heard(ws)
        assert (await voted(ws, 1, 2, 0, round=MOOD.round))["mine"] == [1, 2, 0]
        _status, text, _headers = await two.get()
        fields = {"r": MOOD.round, "k": form_key(text), "s0": "0", "s1": "1", "g": "1"}
        assert (await two.post(fields))[0] == 303
        assert server.seen().counts == ()
        closed = server.close(MOOD.round)
        assert closed.people == 2
        assert closed.tables == (((0, 1, 0), (0, 0, 1)), ((1, 0, 0), (0, 1, 0)))


async def test_without_a_script_a_form_votes(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        _status, text, _headers = await one.get()
        fields = {"r": VOTE.round, "k": form_key(text), "c": "1"}
        status, _text = await one.post(fields)
        assert status == 303
        assert (await one.post({**fields, "c": "2"}))[0] == 303
        assert server.seen().counts == (0, 0, 1)
        server.close(VOTE.round)
        status, text = await one.post(fields)
        assert status == 409
        assert "Voting closed before your answer arrived." in text
        assert server.close(VOTE.round).counts == (0, 0, 1)


async def test_a_code_is_asked_for_and_its_case_does_not_matter(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        status, text, _headers = await one.get("/")
        assert status == 200
        assert "Code on the wall" in text
        status, _text, headers = await one.get(f"/?code=+{CODE.lower()}+")
        assert (status, headers["Location"]) == (303, f"/{CODE}")
        assert (await one.get(f"/{CODE.lower()}"))[0] == 200


async def test_a_third_stream_closes_the_oldest(tmp_path: Path) -> None:
    async with booth(tmp_path) as (server, port), phone(port) as one:
        streams = [await one.joined(autoclose=False), await one.live(), await one.live()]
        await heard(streams[0])
        closed = await asyncio.wait_for(streams[0].receive(), 10)
        assert (closed.type, closed.data) == (aiohttp.WSMsgType.CLOSE, 4001)
        await streams[0].close()
        for stream in streams[1:]:
            await heard(stream)
        assert (await voted(streams[2], 1))["mine"] == [1]
        assert server.seen().connected == 1


async def test_a_phone_that_does_not_read_is_dropped_and_holds_nobody_up(tmp_path: Path) -> None:
    large = replace(VOTE, lines=("x" * 200_000,))
    async with booth(tmp_path, limits=replace(QUICK, unsent=1000)) as (server, port):  # noqa: SIM117
        async with phone(port) as slow, phone(port) as other:
            await slow.get()
            cookie = next(iter(slow.session.cookie_jar))
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1)
            writer.write(
                f"GET /{CODE}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
                f"Cookie: ballot={cookie.value}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
            )
            await reader.read(1)
            ws = await other.joined()
            await heard(ws)
            await until(lambda: server.seen().connected == 2)
            for number in range(200):
                server.show(replace(large, title=str(number)))
                while (await heard(ws))["screen"]["title"] != str(number):
                    pass
                if server.seen().connected == 1:
                    break
            assert server.seen().connected == 1
            writer.close()


async def test_a_dead_phone_is_noticed(tmp_path: Path) -> None:
    async with booth(tmp_path, limits=replace(QUICK, beat=0.05)) as (server, port), phone(port) as one:
        await one.get()
        cookie = next(iter(one.session.cookie_jar))
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /{CODE}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
            f"Cookie: ballot={cookie.value}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        await until(lambda: server.seen().connected == 1)
        await until(lambda: server.seen().connected == 0)
        writer.close()


# The page


def test_the_page_needs_nothing_from_elsewhere() -> None:
    for language in ("en", "pl"):
        text = ballot(words(language), Paper(ORDINARY, "0" * 12, (), "0" * 16), "A" * 22).decode()
        assert not re.search(r"\bsrc=|url\(|@import|<link|<img|https?://", text)


async def test_it_speaks_the_language_of_the_phone(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        _status, text, _headers = await one.get(**{"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"})
        assert '<html lang="pl">' in text
        assert "Wybierz jedną odpowiedź." in text
        assert '<h1 tabindex="-1" lang="en">Who decides?</h1>' in text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("pl", "pl"),
        ("PL-pl", "pl"),
        ("de, pl;q=0.5, en;q=0.4", "pl"),
        ("en;q=0.4, pl;q=0.5", "pl"),
        ("en, pl", "en"),
        ("pl;q=0, de", "en"),
        ("", "en"),
        ("*", "en"),
        ("../../etc", "en"),
        (";;;q=,", "en"),
    ],
)
def test_the_best_language_there_is(accepted: str, language: str) -> None:
    assert choose(accepted) == language


def test_polish_has_its_plurals_and_every_sentence() -> None:
    polish, english = words("pl"), words("en")
    assert polish.votes == {
        "one": "{n} głos",
        "few": "{n} głosy",
        "many": "{n} głosów",
        "other": "{n} głosów",
    }
    assert [polish.plural(n) for n in (1, 2, 5, 12, 22)] == ["{n} głos", "{n} głosy"] + ["{n} głosów"] * 2 + [
        "{n} głosy"
    ]
    assert not {key for key, text in polish.script.items() if text == english.script[key]}
    for key, text in polish.script.items():
        assert ("{letters}" in text) == ("{letters}" in english.script[key])


class _Structure(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


HOSTILE = "</script><script>alert(1)</script><b onclick='x'>\" & {{nonce}} {letters}"


@pytest.mark.parametrize("screen", [VOTE, MANY, MOOD, replace(VOTE, kind="told", round="", first=(1, 2, 3))])
def test_nothing_of_a_course_becomes_markup(screen: PhoneScreen) -> None:
    hostile = replace(
        screen,
        title=HOSTILE,
        lines=(HOSTILE,),
        options=tuple(HOSTILE for _ in screen.options),
        statements=tuple(HOSTILE for _ in screen.statements),
        scale=tuple(HOSTILE for _ in screen.scale),
        groups=tuple(HOSTILE for _ in screen.groups),
        explain=(HOSTILE,),
        language='en"><script>',
        round=screen.round and HOSTILE,
    )
    mild = replace(screen, lines=("x",), explain=("x",), language="xx")
    found, expected = _Structure(), _Structure()
    found.feed(ballot(words("en"), Paper(hostile, "r", (), "k"), "N").decode())
    expected.feed(ballot(words("en"), Paper(mild, "r", (), "k"), "N").decode())
    assert found.tags == expected.tags
    assert [name for name, _ in found.attributes] == [name for name, _ in expected.attributes]
    assert ("nonce", "N") in found.attributes


async def test_counts_are_told_as_text(tmp_path: Path) -> None:
    told = replace(
        VOTE, kind="told", round="", first=(3, 2, 1), second=(1, 0, 5), right=(2,), explain=("Since.",)
    )
    async with booth(tmp_path, told) as (_server, port), phone(port) as one:
        _status, text, _headers = await one.get()
        assert "First vote: 3 votes, 50\N{NO-BREAK SPACE}%" in text
        assert "Second vote: 5 votes, 83\N{NO-BREAK SPACE}%" in text
        assert "Recommended: C" in text
        assert "Since." in text
        assert "<form" not in text


async def test_the_script_has_every_word_it_asks_for(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        _status, text, _headers = await one.get()
        _before, found, script = text.partition("<script nonce=")[2].partition(">const WORDS=")
        assert found
        given, end = json.JSONDecoder().raw_decode(script)
        asked = set(re.findall(r"\bWORDS\.(\w+)", script[end:]))
        assert asked
        assert asked <= set(given)


@pytest.mark.parametrize("gone", [True, False])
async def test_locked_and_full(tmp_path: Path, gone: bool) -> None:
    async with booth(tmp_path, most=1) as (server, port), phone(port) as one, phone(port) as two:
        ws = await one.joined()
        await heard(ws)
        server.lock(gone)
        status, text, headers = await two.get()
        assert status == (403 if gone else 503)
        assert ("Joining is closed" if gone else "no room for more phones") in text
        assert "Set-Cookie" not in headers
        assert (await voted(ws, 1))["mine"] == [1]
        assert (await one.get())[0] == 200


def test_the_limits_are_those_that_were_promised() -> None:
    limits = Limits()
    assert (limits.head, limits.body, limits.unsent, limits.wrong, limits.window) == (
        10,
        1024,
        65536,
        20,
        300,
    )


async def test_a_page_is_compressed_for_who_takes_it(tmp_path: Path) -> None:
    async with booth(tmp_path) as (_server, port), phone(port) as one:
        _status, text, headers = await one.get()
        assert headers["Content-Encoding"] == "gzip"
        _status, same, plain = await one.get(**{"Accept-Encoding": "identity"})
        assert "Content-Encoding" not in plain
        assert int(plain["Content-Length"]) > int(headers["Content-Length"])
        assert "Who decides?" in text
        assert "Who decides?" in same
