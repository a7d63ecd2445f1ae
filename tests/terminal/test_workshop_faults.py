"""What can go wrong in front of a room: connections, processes and ports that go, and people who do harm."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import PLAYED

for package in ("aiohttp", "ifaddr", "segno"):
    pytest.importorskip(package, reason=f"phones need {package}, which the extra “phones” installs")

from advocacy_coach.workshop.tally import Count, Round  # noqa: E402
from tests.terminal.staged import HOST, Stage, gone, is_free  # noqa: E402
from tests.terminal.window import PATIENCE  # noqa: E402
from tests.workshop.crowd import Crowd, Room  # noqa: E402

ASKED = "who-decides"
"""A question with two options that the room votes on twice."""

JUNK = int(os.environ.get("ADVOCACY_COACH_JUNK", "5000"))
"""Junk requests; the benchmark sends 50,000."""

Make = Callable[..., Stage]


@pytest.fixture
def make(short_home: Path) -> Iterator[Make]:
    """Makes stages on the small course, and ends them and their phones at the end."""
    with ExitStack() as things:
        room = things.enter_context(Room())

        def made(people: int = 30) -> Stage:
            stage = Stage(short_home, room, course=PLAYED, people=people)
            things.callback(stage.close)
            return stage

        yield made


@pytest.fixture
def stage(make: Make) -> Stage:
    """One of them, not opened yet."""
    return make()


def voting(stage: Stage, places: list[int], *, plain: int = 0) -> Crowd:
    """Open it with phones that have voted in the first round of the question."""
    stage.open("--new")
    crowd = stage.crowd(len(places), plain=plain)
    stage.to(ASKED, "vote")
    stage.do(crowd.vote(places))
    stage.seen(len(places))
    return crowd


def phones(*counts: int) -> Count:
    """A count of which everybody gave one vote."""
    return Count(counts, sum(counts))


def test_a_phone_that_returns_with_its_cookie_votes_once(stage: Stage) -> None:
    crowd = voting(stage, [0, 0, 0, 1, 1, 1])
    one, two = crowd.phones[:2]
    token = one.token
    stage.do(one.drop())
    stage.do(one.rejoin())
    assert (one.mine, one.token) == ([0], token)
    stage.do(one.vote(1))
    stage.do(two.send(1))
    stage.do(two.drop())
    stage.do(two.rejoin())
    stage.do(two.until(lambda: two.mine == [1]))
    stage.seen(6)
    stage.go()
    assert stage.rounds.first == Round(phones=phones(1, 5))


def test_a_stage_killed_in_mid_vote_goes_on_where_it_was(stage: Stage) -> None:
    crowd = voting(stage, [0] * 9 + [1] * 16, plain=1)
    code, place, tokens = stage.code, stage.place, crowd.tokens
    stage.kill()
    stage.open("--resume", port=False)
    assert (stage.code, stage.place, len(stage.opened)) == (code, place, 1)
    stage.do(crowd.until(lambda phone: phone.streams == 2 and phone.connected))
    assert [phone.mine for phone in crowd.phones] == [[0]] * 9 + [[1]] * 15
    stage.seen(25)
    stage.do(crowd.phones[0].vote(1))
    assert stage.do(crowd.plain[0].vote(0)) == 303
    assert crowd.tokens == tokens
    stage.seen(25)
    stage.key("c", "compare")
    assert stage.bars() == ((), (9, 16))
    assert stage.rounds.first == Round(phones=phones(9, 16))


def test_a_stage_killed_in_every_phase_loses_nothing(stage: Stage) -> None:
    stage.open("--new")
    crowd = stage.crowd(7)
    stage.to(ASKED)
    code, phases = stage.code, []
    while stage.place.phase != "explain":
        stage.go()
        if stage.place.phase in ("vote", "again"):
            stage.do(crowd.vote([0] * 5 + [1] * 2 if stage.place.phase == "vote" else [0] * 1 + [1] * 6))
            stage.seen(7)
        place, rounds = stage.place, stage.rounds
        stage.kill()
        stage.open("--resume")
        stage.window.wait(stage.drawn)
        assert (stage.code, stage.place, stage.rounds) == (code, place, rounds)
        phases.append(place.phase)
        if place.phase in ("vote", "again"):
            stage.seen(7)
    assert phases == ["vote", "discuss", "again", "compare", "explain"]
    assert (stage.rounds.first, stage.rounds.second) == (
        Round(phones=phones(5, 2)),
        Round(phones=phones(1, 6)),
    )
    assert len(stage.counted) == 2
    stage.do(crowd.until(lambda phone: bool(phone.screen["right"])))


def test_a_notes_terminal_that_is_killed_comes_back_with_the_same_cue(stage: Stage) -> None:
    stage.open("--new")
    stage.to(ASKED)

    def cue() -> str:
        with stage.notes() as notes:
            notes.wait_for(f"SAY-SENTINEL {ASKED}")
            notes.kill()
            return re.sub(r"\d+:\d\d", "", notes.text)

    first = cue()
    assert first == cue()
    assert f"DO-SENTINEL {ASKED}" in first


def test_the_notes_terminal_drives_the_stage(stage: Stage) -> None:
    stage.open("--new")
    stage.to(ASKED)
    with stage.notes() as notes:
        notes.wait_for("Enter")
        before = stage.place
        notes.press("enter")
        stage.moved(before)
        assert stage.place.phase == "vote"
        notes.wait_for("Vote")
        notes.press("s")
        stage.window.wait(lambda: stage.place.item > before.item and stage.drawn())
        notes.wait_for("SAY-SENTINEL two-cards")
    assert b"SENTINEL" not in stage.window.bytes


def test_where_the_port_is_taken_the_room_votes_by_hands(stage: Stage) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, stage.port))
        taken.listen(1)
        stage.phones = False
        stage.open("--new", ready=False)
        stage.window.wait(
            lambda: f"Port {stage.port} is taken by another program." in stage.notice, "the notice"
        )
        stage.to(ASKED, "vote")
        stage.hands((12, 3))
        stage.seen(15)
        stage.key("c", "compare")
        assert stage.bars() == ((), (12, 3))
        assert stage.booths() == []


def test_a_booth_that_is_killed_in_mid_vote_comes_back(stage: Stage) -> None:
    crowd = voting(stage, [0] * 3 + [1] * 5)
    (booth,) = stage.booths()
    os.kill(booth, signal.SIGKILL)
    stage.do(crowd.until(lambda phone: phone.streams == 2 and phone.connected))
    assert [phone.mine for phone in crowd.phones] == [[0]] * 3 + [[1]] * 5
    stage.window.wait(lambda: "No vote is lost" in stage.notice, "the notice")
    stage.do(crowd.phones[0].vote(1))
    more = stage.crowd(2)
    stage.do(more.vote([0, 1]))
    stage.seen(10)
    (again,) = stage.booths()
    assert again != booth
    stage.key("c", "compare")
    assert stage.bars() == ((), (3, 7))


@pytest.mark.parametrize(("key", "kept", "counts"), [("k", "kept", (3, 5)), ("x", "dropped", (0, 0))])
def test_phone_votes_are_kept_or_dropped_by_a_key(
    stage: Stage, key: str, kept: str, counts: tuple[int, int]
) -> None:
    crowd = voting(stage, [0] * 3 + [1] * 5)
    stage.window.press(key)
    stage.window.wait(lambda: f"The phone votes are {kept}." in stage.notice, "the notice")
    stage.do(crowd.until(lambda phone: phone.screen["round"] == ""))
    stage.hands((2, 4))
    stage.seen(sum(counts) + 6)
    stage.key("c", "compare")
    assert stage.rounds.first == Round(phones=phones(*counts), hands=phones(2, 4), dropped=key == "x")
    assert stage.bars() == ((), (counts[0] + 2, counts[1] + 4))


def test_two_stages_at_the_same_time(make: Make) -> None:
    stages = [make(), make()]
    for stage in stages:
        stage.open("--new", port=False)
        stage.port = stage.opened[0].port
    one, two = stages
    assert one.port != two.port
    assert one.code != two.code
    assert one.path != two.path
    assert len(list((one.home / "runtime").glob("stage-*.sock"))) == 2
    for stage, places in ((one, [0] * 6), (two, [1] * 7)):
        crowd = stage.crowd(len(places))
        stage.to(ASKED, "vote")
        stage.do(crowd.vote(places))
        stage.seen(len(places))
    for stage in stages:
        stage.key("c", "compare")
    assert (one.rounds.first.phones, two.rounds.first.phones) == (phones(6, 0), phones(0, 7))
    two.to("pick-free")
    for stage, id in ((one, ASKED), (two, "pick-free")):
        with stage.notes() as notes:
            notes.wait_for(f"SAY-SENTINEL {id}")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_signals_give_terminal_port_and_processes_back(stage: Stage, name: str) -> None:
    voting(stage, [0] * 3 + [1] * 5)
    number = getattr(signal, name)
    booths = stage.booths()
    assert len(booths) == 1
    stage.window.signal(number)
    assert stage.window.wait_for_exit() == 128 + number
    assert stage.window.given_back()
    for booth in booths:
        gone(booth)
    assert is_free(stage.port)
    assert list((stage.home / "runtime").iterdir()) == []


def test_junk_and_slow_heads_change_no_vote_and_hold_no_key_up(make: Make) -> None:
    stage = make(people=100)
    stage.open("--new")
    crowd = stage.crowd(100)
    stage.to(ASKED, "vote")
    command = [sys.executable, "-m", "tests.workshop.junk", str(stage.port), stage.code, str(JUNK)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as junk:
        assert junk.stdin is not None
        assert junk.stdout is not None
        assert junk.stdout.readline() == "begun\n"
        stage.do(crowd.vote([0] * 40 + [1] * 60))
        stage.seen(100, 100)
        stage.window.press("j")
        stage.window.wait_for("100 phones are in")
        stage.window.press("j")
        stage.window.wait(stage.drawn)
        stage.do(crowd.vote([1] * 20 + [0] * 20 + [1] * 60))
        sent = junk.stdout
        stage.window.until(
            lambda: select.select([sent], [], [], 0)[0] != [], "the end of the junk", PATIENCE * 5
        )
        assert sent.readline() == f"{JUNK}\n"
        junk.stdin.close()
        assert junk.wait(PATIENCE) == 0
    stage.seen(100, 100)
    assert all(phone.streams == 1 and phone.connected for phone in crowd.phones)
    stage.key("c", "compare")
    assert stage.bars() == ((), (20, 80))
    assert stage.rounds.first == Round(phones=phones(20, 80))
