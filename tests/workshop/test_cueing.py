"""What the facilitator is told at a moment: the right notes, and no split that nobody may see yet."""

from datetime import timedelta
from pathlib import Path

import pytest

from advocacy_coach.workshop import cueing, show
from advocacy_coach.workshop.cue import Cue
from advocacy_coach.workshop.events import Phase
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.pace import pace
from tests.workshop.made import AT, Clock, FakeBooth, deck, go, started

ASKED = "who-decides"
BEGAN = AT.timestamp()


def cue(live: LiveShow) -> Cue:
    """The cue now."""
    return cueing.cue(live, 1)


def elapsed(live: LiveShow) -> int:
    """Seconds of the plan that are gone."""
    return pace(cue(live).clock, live.now().timestamp()).elapsed


def wait(live: LiveShow, seconds: int) -> None:
    """Time passes."""
    assert isinstance(live._clock, Clock)
    live._clock.wait(seconds)


class TestNotes:
    async def test_every_item_has_its_own(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        for place, item in enumerate(deck().items):
            await live.skip()
            told = cue(live)
            assert (told.say, told.do, told.watch_for) == (
                item.notes.say,
                item.notes.do,
                item.notes.watch_for,
            )
            assert "SENTINEL" in told.say
            assert (told.number, told.count, told.title) == (place + 1, len(deck().items), item.title)
            assert told.part == deck().parts[item.part].title

    async def test_before_the_first_item_there_are_none(self, tmp_path: Path) -> None:
        told = cue(await started(tmp_path))
        assert (told.number, told.part, told.title, told.say) == (0, "", "A short workshop", "")
        assert (told.phase, told.coming, told.following) == (
            "Joining",
            "Who asked you last?",
            "Who asked you last?",
        )

    async def test_at_the_end_the_report_is_to_come(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        while await live.skip():
            pass
        told = cue(live)
        assert (told.number, told.count, told.title) == (9, 9, "A short workshop")
        assert (told.phase, told.coming, told.following) == (
            "The end",
            "x on the stage writes the report",
            "",
        )

    async def test_what_people_usually_say(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "welcome")
        assert cue(live).answers == ("My manager did.", "Nobody ever did.")

    async def test_what_the_room_sees(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED)
        assert cue(live).now == ("Who decides whether somebody posts?", "A They do", "B You do")


class TestSplits:
    async def voted(self, tmp_path: Path, phase: Phase, *counts: int) -> LiveShow:
        """A session at a phase of a question, these hands counted in every round before it."""
        live = await started(tmp_path)
        await go(live, ASKED, "vote")
        await live.count_hands(counts, sum(counts))
        if phase != "vote":
            await go(live, ASKED, "discuss")
        if phase not in ("vote", "discuss"):
            await go(live, ASKED, "again")
            await live.count_hands(counts[::-1], sum(counts))
            await go(live, ASKED, phase)
        return live

    @pytest.mark.parametrize("phase", ["vote", "again"])
    async def test_none_while_a_vote_is_open(self, tmp_path: Path, phase: Phase) -> None:
        live = await self.voted(tmp_path, phase, 7, 5)
        told = cue(live)
        assert (told.splits, told.advice) == ((), "")
        assert (told.open, told.people) == (True, 12)

    async def test_none_where_the_phones_of_an_open_vote_were_closed(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 0, 0, 1, 1)
        await live.settle_phones(keep=True)
        told = cue(live)
        assert (told.splits, told.advice, told.people) == ((), "", 6)

    @pytest.mark.parametrize("phase", ["discuss", "compare", "explain"])
    async def test_none_about_fewer_than_five(self, tmp_path: Path, phase: Phase) -> None:
        told = cue(await self.voted(tmp_path, phase, 3, 1))
        assert (told.splits, told.advice) == ((), "")

    async def test_after_the_first_vote_those_of_the_first(self, tmp_path: Path) -> None:
        told = cue(await self.voted(tmp_path, "discuss", 7, 5))
        assert [(s.letter, s.words, s.first, s.second, s.right) for s in told.splits] == [
            ("A", "They do", 7, None, True),
            ("B", "You do", 5, None, False),
        ]
        assert told.advice == "58 % chose what is recommended: pairs, two minutes, vote again."

    @pytest.mark.parametrize("phase", ["compare", "explain"])
    async def test_after_the_second_vote_both(self, tmp_path: Path, phase: Phase) -> None:
        told = cue(await self.voted(tmp_path, phase, 3, 9))
        assert [(split.first, split.second) for split in told.splits] == [(3, 9), (9, 3)]
        assert told.advice == "75 % chose what is recommended: explain it and go on."

    async def test_a_round_of_fewer_than_five_is_left_out_alone(self, tmp_path: Path) -> None:
        live = await self.voted(tmp_path, "again", 7, 5)
        await live.count_hands((1, 2), 3)
        await live.onward()
        told = cue(live)
        assert [(split.first, split.second) for split in told.splits] == [(7, None), (5, None)]
        assert told.advice == "58 % chose what is recommended: take your time to explain it."

    async def test_a_poll_has_a_split_and_no_advice(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "first-poll", "vote")
        await live.count_hands((4, 3, 1), 8)
        await live.onward()
        told = cue(live)
        assert [(split.first, split.right) for split in told.splits] == [(4, False), (3, False), (1, False)]
        assert told.advice == ""


COMING: list[tuple[str, Phase | None, str, str]] = [
    # the item, the phase, what Enter leads to, and the next item
    ("welcome", "show", "Talk in pairs", "Vote"),
    ("welcome", "talk", "Vote", "Vote"),
    ("first-poll", "read", "Vote", "Before you play"),
    ("first-poll", "vote", "Compare", "Before you play"),
    ("first-poll", "compare", "Explain", "Before you play"),
    ("first-poll", "explain", "Before you play", "Before you play"),
    ("read-first", "show", "Talks", "Talks"),
    (ASKED, "vote", "Discuss", "Cards"),
    (ASKED, "discuss", "Vote again", "Cards"),
    (ASKED, "again", "Compare", "Cards"),
    ("two-cards", "explain", "Read", "Cards"),
    ("coffee", None, "Mood", "Mood"),
    ("the-mood", "show", "Vote", "The notice"),
    ("the-mood", "vote", "Compare", "The notice"),
    ("the-mood", "compare", "The notice", "The notice"),
    ("play-notice", "opening", "Read", "The end"),
    ("play-notice", "vote", "Compare", "The end"),
    ("play-notice", "compare", "1 for A, 2 for B, 3 for C: the room is undecided", "The end"),
]


@pytest.mark.parametrize(("id", "phase", "coming", "following"), COMING)
async def test_what_comes_and_what_follows(
    tmp_path: Path, id: str, phase: Phase | None, coming: str, following: str
) -> None:
    live = await started(tmp_path)
    await go(live, id, phase)
    assert (cue(live).coming, cue(live).following) == (coming, following)


async def test_what_comes_after_a_decision(tmp_path: Path) -> None:
    live = await started(tmp_path)
    await go(live, "play-notice", "vote")
    await live.count_hands((1, 5, 0), 6)
    await live.onward()
    seen = []
    while live.show.place.phase != "over":
        seen.append((cue(live).phase, cue(live).coming))
        assert await live.onward()
    assert seen == [("Compare", "What happens"), ("What happens", "Debrief"), ("Debrief", "The end")]


class TestTheClock:
    async def test_it_does_not_run_while_people_arrive(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        wait(live, 900)
        assert elapsed(live) == 0
        await live.onward()
        assert elapsed(live) == 0
        wait(live, 100)
        assert elapsed(live) == 100

    async def test_going_back_to_the_beginning_does_not_start_it_anew(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await live.onward()
        wait(live, 100)
        await live.back()
        await live.onward()
        assert elapsed(live) == 100

    async def test_a_break_before_it_runs_is_not_taken_from_it(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await live.stop_clock(10)
        wait(live, 300)
        await live.resume_clock()
        await live.onward()
        wait(live, 100)
        assert elapsed(live) == 100

    async def test_a_break_stops_it(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await live.onward()
        wait(live, 100)
        await live.stop_clock(10)
        wait(live, 300)
        assert elapsed(live) == 100
        assert cue(live).until == BEGAN + 700
        await live.resume_clock()
        wait(live, 20)
        assert elapsed(live) == 120
        assert cue(live).until == 0

    @pytest.mark.parametrize("end", [False, True])
    async def test_it_stops_at_the_end(self, tmp_path: Path, end: bool) -> None:
        live = await started(tmp_path)
        await live.skip()
        wait(live, 1100)
        while await live.skip():
            pass
        if end:
            await live.end()
        wait(live, 5000)
        told = pace(cue(live).clock, live.now().timestamp())
        assert (told.elapsed, told.left, told.ahead) == (1100, 100, 100)

    async def test_it_knows_when_the_item_on_stage_is_due(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED)
        clock = cue(live).clock
        assert (clock.from_, clock.until, clock.total) == (300, 540, 1200)


class TestTheRoom:
    async def test_without_phones_there_is_no_code(self, tmp_path: Path) -> None:
        told = cue(await started(tmp_path))
        assert (told.phones, told.code, told.room, told.joined) == (False, "", 25, 0)

    async def test_with_phones_there_is(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.vote("one", 0)
        told = cue(live)
        assert (told.phones, told.code, told.joined, told.people) == (True, "K7QF", 9, 1)

    async def test_what_must_be_known_is_told(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        live.notices = ("One.",)
        live.journal.notice = "Two."
        assert cue(live).notices == ("One.", "Two.")

    async def test_a_countdown_is_told_in_epoch_seconds(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "welcome", "talk")
        assert cue(live).deadline == (AT + timedelta(seconds=90)).timestamp()
        await live.onward()
        assert cue(live).deadline == 0


def test_every_phase_has_words() -> None:
    words = [cueing.phase_words(phase) for phase in (*show.ASKING, "join", "over", "ending")]
    assert len(set(words)) == 9
