"""The booth as a process: killed in mid-vote, left alone, on a taken port; and what each phase lets out."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from msgspec.structs import replace

from advocacy_coach.errors import CoachError
from advocacy_coach.workshop import extra
from advocacy_coach.workshop.ballot import link, process
from advocacy_coach.workshop.ballot.link import Booth
from advocacy_coach.workshop.ballot.wire import Closed, Open, Ready, ToBooth, from_booth, line
from advocacy_coach.workshop.phone import PhoneScreen
from tests.workshop.door import CODE, VOTE, Phone, heard, phone, until, voted


def _order(tmp_path: Path, port: int = 0, host: str = "127.0.0.1") -> Open:
    return Open(CODE, host, port, str(tmp_path / "booth" / "box"))


async def _again(one: Phone) -> aiohttp.ClientWebSocketResponse:
    """The stream, as soon as there is one again."""
    opened: list[aiohttp.ClientWebSocketResponse] = []

    async def tried() -> bool:
        with suppress(aiohttp.ClientError):
            opened.append(await one.live())
        return bool(opened)

    await until(tried)
    return opened[0]


async def test_killed_in_mid_vote_it_comes_back_with_every_vote(tmp_path: Path) -> None:
    lost: list[str] = []
    async with Booth(_order(tmp_path), on_lost=lost.append) as booth:
        await booth.show(VOTE)
        phones = [phone(booth.port) for _ in range(6)]
        try:
            for place, one in enumerate(phones):
                ws = await one.joined()
                await heard(ws)
                assert (await voted(ws, place % 3))["mine"] == [place % 3]
            port, pid = booth.port, booth.pid
            os.kill(pid, signal.SIGKILL)
            ws = await _again(phones[0])
            assert (await heard(ws))["mine"] == [0]
            assert (await voted(ws, 2))["mine"] == [2]
            await until(lambda: bool(lost))
            assert (booth.port, len(lost)) == (port, 1)
            assert booth.pid not in (0, pid)
            assert await booth.close(VOTE.round) == Closed(VOTE.round, 6, (1, 2, 3))
            await booth.empty(VOTE.round)
        finally:
            for one in phones:
                await one.close()
    assert VOTE.round not in (tmp_path / "booth" / "box").read_text("utf-8")


async def test_what_is_locked_stays_locked_after_a_kill(tmp_path: Path) -> None:
    async with Booth(_order(tmp_path)) as booth, phone(booth.port) as one, phone(booth.port) as two:
        await booth.show(VOTE)
        ws = await one.joined()
        await heard(ws)
        await booth.lock(True)
        os.kill(booth.pid, signal.SIGKILL)
        await heard(await _again(one))

        async def refused() -> bool:
            return (await two.get())[0] == 403

        await until(refused)


async def test_a_booth_can_be_locked_from_its_first_moment(tmp_path: Path) -> None:
    async with Booth(replace(_order(tmp_path), locked=True)) as booth, phone(booth.port) as one:
        assert (await one.get())[0] == 403
        await booth.lock(False)

        async def let_in() -> bool:
            return (await one.get())[0] == 200

        await until(let_in)


async def test_what_starts_it_again_says_first_that_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[ToBooth] = []
    say = Booth._say

    async def told(booth: Booth, message: ToBooth) -> None:
        said.append(message)
        await say(booth, message)

    monkeypatch.setattr(Booth, "_say", told)
    lost: list[str] = []
    async with Booth(_order(tmp_path), on_lost=lost.append) as booth:
        await booth.lock(True)
        os.kill(booth.pid, signal.SIGKILL)
        await until(lambda: bool(lost))
    opened = [message for message in said if isinstance(message, Open)]
    assert [order.locked for order in opened] == [False, True]


@pytest.mark.parametrize(
    ("most", "hard", "wanted"), [(50, 4096, 512), (50, 300, 268), (1000, 4096, 2064), (50, -1, 512)]
)
def test_a_small_room_has_connections_to_spare(
    monkeypatch: pytest.MonkeyPatch, most: int, hard: int, wanted: int
) -> None:
    resource = pytest.importorskip("resource")
    assert resource.RLIM_INFINITY == -1
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (256, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _which, both: limits.append(both))
    assert process._connections(most) == wanted
    assert limits == [(wanted + 32, hard)]


async def test_it_is_not_started_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[str] = []
    monkeypatch.setattr(link, "_TIMES", 1)
    async with Booth(_order(tmp_path), on_lost=lost.append) as booth:
        os.kill(booth.pid, signal.SIGKILL)
        await until(lambda: len(lost) == 1)
        os.kill(booth.pid, signal.SIGKILL)
        await until(lambda: len(lost) == 2)
        assert "does not run any more" in lost[1]
        assert booth.pid == 0
        assert (await booth.close("q/1#1")).people == 0


async def test_it_goes_when_its_stdin_ends(tmp_path: Path) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "advocacy_coach.workshop.ballot",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(line(_order(tmp_path)))
    ready = from_booth(await asyncio.wait_for(child.stdout.readline(), 10))
    assert isinstance(ready, Ready)
    async with phone(ready.port) as one:
        await heard(await one.joined())
        child.stdin.close()
        _out, err = await asyncio.wait_for(child.communicate(), 10)
    assert (child.returncode, err) == (0, b"")
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", ready.port)
    server.close()


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    async with Booth(_order(tmp_path)) as booth:
        with pytest.raises(CoachError, match=rf"Port {booth.port} .*--port"):
            await Booth.start(_order(tmp_path, booth.port))


async def test_an_address_that_is_not_ours_is_named(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"192\.0\.2\.1.*--interface"):
        await Booth.start(_order(tmp_path, host="192.0.2.1"))


async def test_without_the_extra_one_sentence_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda _name: None)
    with pytest.raises(CoachError, match="phones"):
        await Booth.start(_order(tmp_path))


PHASES: list[tuple[PhoneScreen, set[str]]] = [
    (PhoneScreen("read", title="Q", options=("a", "b")), set()),
    (PhoneScreen("vote", title="Q", options=("a", "b"), round="q/1#1"), set()),
    (PhoneScreen("wait", title="Q"), set()),
    (PhoneScreen("vote", title="Q", options=("a", "b"), round="q/1#2"), set()),
    (PhoneScreen("told", title="Q", options=("a", "b"), first=(3, 2), second=(1, 4)), {"first", "second"}),
    (
        PhoneScreen("told", title="Q", options=("a", "b"), first=(3, 2), right=(1,), explain=("So.",)),
        {"first", "right", "explain"},
    ),
]


async def test_nothing_leaves_before_its_phase(tmp_path: Path) -> None:
    async with Booth(_order(tmp_path)) as booth, phone(booth.port) as one:
        ws = await one.joined()
        await heard(ws)
        for screen, told in PHASES:
            await booth.show(screen)
            said: dict[str, Any] = await heard(ws)
            sent = said["screen"]
            assert {key for key in ("first", "second", "right", "explain") if sent[key]} == told
            shares = dict(zip(("first", "second"), sent["shares"], strict=True))
            assert {key for key, parts in shares.items() if parts} == {"first", "second"} & told
            assert "voted" not in sent
            _status, text, _headers = await one.get()
            main = text[text.index("<main") : text.index("</main>")]
            assert ("<progress" in main) == ("first" in told)
            assert ("Recommended" in main) == ("right" in told)
            assert ("So." in main) == ("explain" in told)
