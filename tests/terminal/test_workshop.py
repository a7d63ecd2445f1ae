"""A workshop from start to end: the shipped plan of 45 minutes, 25 phones and five pairs of hands."""

import json
import re
import stat
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest

from advocacy_coach.course.library import Library
from advocacy_coach.course.prose import plain
from advocacy_coach.workshop.ballot.rules import mark
from advocacy_coach.workshop.deck import LETTERS, Play
from advocacy_coach.workshop.events import Counted
from tests.conftest import PLAYED
from tests.terminal.leaks import Notes, drawn, received

for package in ("aiohttp", "ifaddr", "segno"):
    pytest.importorskip(package, reason=f"phones need {package}, which the extra “phones” installs")

from tests.terminal.staged import CALLER, SHIPPED, Stage, is_story  # noqa: E402
from tests.workshop.crowd import Crowd, Room  # noqa: E402

PHONES, HANDS = 25, 5

Votes = tuple[tuple[int, ...], tuple[int, ...]]
"""How many phones and how many hands there are for each option."""


@pytest.fixture
def room() -> Iterator[Room]:
    """The thread of the phones."""
    with Room() as made:
        yield made


def spread(options: int, lead: int) -> Votes:
    """Votes for every option, and the most for one."""
    phones, hands = [0] * options, [1] * options
    others = [place for place in range(options) if place != lead % options]
    for more, place in enumerate(others):
        phones[place] = 3 + more
    phones[lead % options] = PHONES - sum(phones)
    hands[lead % options] = HANDS - len(others)
    return tuple(phones), tuple(hands)


def tie(options: int) -> Votes:
    """Votes for every option, and as many for the first as for the second."""
    phones, hands = [3] * options, [1] * options
    left, right = PHONES - sum(phones[2:]), HANDS - sum(hands[2:])
    phones[:2] = left - left // 2, left // 2
    hands[:2] = right // 2, right - right // 2
    assert phones[0] + hands[0] == phones[1] + hands[1]
    return tuple(phones), tuple(hands)


def total(votes: Votes) -> tuple[int, ...]:
    """Phones and hands together."""
    return tuple(map(sum, zip(*votes, strict=True)))


def take_votes(stage: Stage, crowd: Crowd, votes: Votes) -> None:
    """Everybody votes in the round that is open; the wall says how many did, and changes nowhere else."""
    phones, hands = votes
    stage.seen(0)
    before = stage.window.lines
    stage.do(crowd.vote([place for place, count in enumerate(phones) for _ in range(count)]))
    stage.seen(PHONES)
    now = stage.window.lines
    counter = next((n for n, line in enumerate(now) if f"{PHONES} of 30 in" in line), 0)
    beside = range(counter - 1, counter + 2) if counter else (0,)
    assert [line for n, line in enumerate(now) if n not in beside] == [
        line for n, line in enumerate(before) if n not in beside
    ]
    # No count reaches a phone while a vote is open, not even that of the first round.
    told = [phone.screen[name] for phone in crowd.phones for name in ("first", "second", "shares")]
    assert all(each in ([], [[], []]) for each in told)
    assert all("voted" not in phone.screen for phone in crowd.phones)
    assert all(phone.screen["right"] == [] for phone in crowd.phones)
    stage.hands(hands)
    stage.seen(PHONES + HANDS)


def test_the_plan_of_45_minutes_from_start_to_end(short_home: Path, room: Room) -> None:
    stage = Stage(short_home, room, plan="45")
    notes_of = Notes(Library.open(SHIPPED, None), "45")
    voted: dict[str, list[Votes]] = {}
    chosen: list[str] = []
    try:
        stage.open("--new")
        crowd = stage.crowd(PHONES, plain=1)
        stage.window.wait_for("24 phones are in")  # one without a script has not voted yet
        with stage.notes() as second:
            second.wait_for("Earned")
            stage.go()
            second.wait_for("SAY")
            assert notes_of.found(drawn(second.bytes))
        while stage.place.phase != "over":
            match stage.place.phase:
                case "vote":
                    asked, number = stage.asked, len(voted)
                    tied = is_story(stage) and len(chosen) == 1
                    votes = tie(len(asked.options)) if tied else spread(len(asked.options), number)
                    take_votes(stage, crowd, votes)
                    voted[asked.id] = [votes]
                    stage.key("c", "compare")
                    assert stage.bars() == ((), total(votes))
                    if is_story(stage):
                        chosen.append(decide(stage, votes, tied=tied))
                    elif asked.id == "which-band":
                        again = spread(len(asked.options), number + 1)
                        stage.key("d", "discuss")
                        stage.key("w", "again")
                        take_votes(stage, crowd, again)
                        voted[asked.id].append(again)
                        stage.key("c", "compare")
                        assert stage.bars() == (total(votes), total(again))
                        stage.do(told(crowd, total(again)))
                        stage.key("e", "explain")
                    else:
                        assert "30" in stage.window.text
                case _:
                    stage.go()
        items = [each for each in stage.deck.items if isinstance(each.content, Play)]
        assert len(chosen) == 2 * len(items)
        stage.window.press("x")
        stage.window.wait_for("Written to")
        secrets = [CALLER, *crowd.tokens]
        key = stage.path.with_suffix(".box.key").read_bytes()
        rounds = ["joins", *(f"{each.question}#{each.round}" for each in stage.counted)]
        secrets += [mark(token, name, key) for token in crowd.tokens for name in rounds]
        files = {path.suffix: path.read_text("utf-8") for path in short_home.glob("workshop-*")}
        assert set(files) == {".md", ".html", ".json"}
        report_holds(files, voted, chosen)
        journal_holds(stage, voted)
        for text in (*files.values(), stage.path.read_text("utf-8")):
            assert not [secret for secret in secrets if secret in text]
        assert not notes_of.found(drawn(stage.window.bytes))
        assert not notes_of.found(received(crowd.received))
        stage.window.press("q")
        stage.window.wait_for("End the session")
        stage.window.press("enter")
        assert stage.window.wait_for_exit() == 0
        assert stage.window.given_back()
    finally:
        stage.close()


async def told(crowd: Crowd, counts: tuple[int, ...]) -> None:
    """Return when every phone shows these counts of the second vote."""
    await crowd.until(lambda phone: phone.screen["second"] == list(counts))


def decide(stage: Stage, votes: Votes, *, tied: bool) -> str:
    """Go on with a scenario as the room wants; a tie waits for a digit. The choice that was made."""
    asked = stage.asked
    if tied:
        stage.window.press("enter")
        stage.window.wait(lambda: "The room is undecided" in stage.notice, "the notice of a tie")
        assert stage.place.phase == "compare"
        place = 1
        stage.key(str(place + 1), "consequence")
    else:
        place = max(range(len(asked.options)), key=lambda n: total(votes)[n])
        stage.go()
    made = stage.place.path[-1]
    assert (stage.place.phase, made) == ("consequence", asked.options[place].id)
    assert f"{LETTERS[place]} {plain(asked.options[place].text)[:30]}" in stage.window.text
    return made


def report_holds(files: dict[str, str], voted: dict[str, list[Votes]], chosen: list[str]) -> None:
    """The three forms of the report tell what was voted."""
    told = json.loads(files[".json"])
    decisions = [each for scenario in told["scenarios"] for each in scenario["decisions"]]
    questions = [*told["questions"], *(each["vote"] for each in decisions)]
    assert {each["id"]: [_votes(n) for n in each["rounds"]] for each in questions} == {
        id: [(list(phones), list(hands)) for phones, hands in rounds] for id, rounds in voted.items()
    }
    assert len(decisions) == len(chosen)
    for each in questions:
        for votes, round in zip(voted[each["id"]], each["rounds"], strict=True):
            assert tuple(option["count"] for option in round["options"]) == total(votes)
            assert round["people"] == PHONES + HANDS
    for suffix in (".md", ".html"):
        text = unescape(re.sub(r"<[^>]+>|[|*]", " ", files[suffix]))
        for each in questions:
            for option, count in zip(each["options"], each["rounds"][-1]["options"], strict=True):
                words = re.escape(" ".join(option["text"].split()[:3]))
                assert re.search(rf"{words}.*?\b{count['count']}\b", text, re.DOTALL), (suffix, option, count)


def _votes(round: dict[str, Any]) -> Any:
    return round["phones"]["counts"], round["hands"]["counts"]


def journal_holds(stage: Stage, voted: dict[str, list[Votes]]) -> None:
    """The journal is the user's alone, and has the counts and nothing that its events do not name."""
    assert stat.S_IMODE(stage.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(stage.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in stage.folder.iterdir()} == {0o600}
    lines = stage.path.read_bytes().splitlines()
    assert [msgspec.json.decode(line) for line in lines] == [
        msgspec.json.decode(msgspec.json.encode(event)) for event in stage.events
    ]
    kept = {(each.question, each.round, each.source): each.counts for each in stage.counted}
    assert kept == {
        (id, number, source): counts
        for id, rounds in voted.items()
        for number, votes in enumerate(rounds, 1)
        for source, counts in zip(("phones", "hands"), votes, strict=True)
    }
    assert all(isinstance(each, Counted) and not each.dropped for each in stage.counted)


def test_two_votes_and_what_is_recommended(short_home: Path, room: Room) -> None:
    stage = Stage(short_home, room, course=PLAYED)
    try:
        stage.open("--new")
        crowd = stage.crowd(PHONES, plain=1)
        stage.to("who-decides", "vote")
        asked = stage.asked
        first, second = (spread(len(asked.options), lead) for lead in (1, 0))
        take_votes(stage, crowd, first)
        stage.go()
        assert (stage.place.phase, "%" in "".join(stage.window.lines[2:])) == ("discuss", False)
        stage.go()
        take_votes(stage, crowd, second)
        stage.go()
        assert stage.bars() == (total(first), total(second))
        assert "✓" not in stage.window.text
        assert all(not phone.screen["right"] for phone in crowd.phones)
        stage.go()
        assert stage.place.phase == "explain"
        assert "✓ Recommended" in stage.window.text
        (right,) = asked.right
        share = (200 * total(second)[right] + 30) // 60
        assert f"{share} % chose it" in stage.window.text
        assert f"{LETTERS[right]} {plain(asked.options[right].text)[:20]}" in stage.window.text
        stage.do(crowd.until(lambda phone: phone.screen["right"] == [right]))
    finally:
        stage.close()


def test_notes_on_the_wall_would_be_found(short_home: Path, room: Room) -> None:
    stage = Stage(short_home, room, plan="45")
    notes_of = Notes(Library.open(SHIPPED, None), "45")
    try:
        stage.open("--new")
        stage.go()
        assert not notes_of.found(drawn(stage.window.bytes))
        stage.window.press("n")
        stage.window.wait_for("Your notes would be on the wall")
        stage.window.press("f")
        stage.window.wait_for("SAY")
        stage.window.press("\x1b[6~")  # a page down
        stage.window.wait_for("DO")
        assert notes_of.found(drawn(stage.window.bytes))
    finally:
        stage.close()
