"""A running session with phones: what is kept, in which order, and what is left after a kill at any point."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.session.guidance.team import Group, read
from advocacy_coach.workshop.ballot.wire import Closed, Seen
from advocacy_coach.workshop.events import Cleared, Counted, Ended, Event, Moved, Phase, Stopped, Surveyed
from advocacy_coach.workshop.journal import Journal
from advocacy_coach.workshop.journal import read as events_in
from advocacy_coach.workshop.live import DISCUSS, LiveShow, tables
from advocacy_coach.workshop.tally import Count, Round, Rounds
from tests.workshop.made import (
    AT,
    TEAMS,
    TOOL,
    Clock,
    FakeBooth,
    KilledError,
    deck,
    go,
    number,
    resumed,
    screens,
    started,
)

ASKED = "who-decides"


class GoneBooth(FakeBooth):
    """A booth whose process is gone: of a vote it knows what it heard last, which has no tables."""

    async def close(self, round: str) -> Closed:
        """How many had voted."""
        return Closed(round, len(self.box[round]))


def rounds(live: LiveShow, name: str = ASKED) -> Rounds:
    """The votes of a question."""
    return live.show.rounds.get(name, Rounds())


def kept(live: LiveShow, kind: type[Event]) -> list[Any]:
    """The events of a kind that are on the disk."""
    return [event for event in events_in(live.journal.path) if isinstance(event, kind)]


def clock(live: LiveShow) -> Clock:
    """The clock of a session."""
    assert isinstance(live._clock, Clock)
    return live._clock


class TestVotes:
    async def test_they_are_counted_once_and_the_last_of_a_phone_counts(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        booth.votes(1)
        await live.onward()
        assert rounds(live).first == Round(phones=Count((1, 2), 3))
        assert len(kept(live, Counted)) == 1

    async def test_they_are_kept_before_the_booth_forgets_them(self, tmp_path: Path) -> None:
        booth = FakeBooth(killed_at="empty who-decides#1")
        live = await started(tmp_path)
        await go(live, ASKED, "vote")
        await live.attach(booth)
        booth.votes(0, 0, 1)
        with pytest.raises(KilledError):
            await live.onward()
        assert kept(live, Counted) == [Counted(AT, ASKED, 1, "phones", (2, 1), 3)]
        assert booth.log[-2:] == ["close who-decides#1", "empty who-decides#1"]
        assert len(booth.box[f"{ASKED}#1"]) == 3
        assert kept(live, Moved)[-1].place.phase == "vote"

    async def test_the_room_sees_what_follows_after_it_is_kept(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        live.listeners.append(lambda: booth.log.append(f"drawn {kept(live, Moved)[-1].place.phase}"))
        booth.log.clear()
        await live.onward()
        assert booth.log == [
            "close who-decides#1",
            "empty who-decides#1",
            "show read",
            "drawn discuss",
        ]

    async def test_two_rounds_are_two_votes(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await go(live, ASKED, "again")
        booth.votes(1, 1)
        await live.onward()
        assert (rounds(live).first.total, rounds(live).second.total) == (Count((2, 1), 3), Count((0, 2), 2))
        assert booth.box == {}

    async def test_several_marks_of_a_phone_are_one_person(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, "pick-free", "vote")
        booth.vote("one", 0, 2)
        booth.vote("two", 2)
        booth.vote("three", 1)
        booth.vote("three")
        assert live.people() == 2
        await live.onward()
        assert rounds(live, "pick-free").first.total == Count((1, 0, 2), 2)

    @pytest.mark.parametrize("action", ["back", "skip", "end", "choose"])
    async def test_whatever_ends_a_vote_keeps_it(self, tmp_path: Path, action: str) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, "play-notice", "vote")
        booth.votes(0, 1, 1)
        await (live.choose(1) if action == "choose" else getattr(live, action)())
        assert kept(live, Counted)[0].counts == (1, 2, 0)
        assert booth.box == {}

    async def test_nobody_can_vote_once_it_is_closed(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        await live.onward()
        assert not booth.vote("late", 0)

    async def test_an_action_that_leads_nowhere_closes_nothing(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        assert not await live.to("vote")
        assert not await live.choose(0)
        assert booth.vote("late", 0)
        assert kept(live, Counted) == []

    async def test_how_many_have_voted(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        assert live.people() == 0
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        assert live.people() == 3
        await live.count_hands((4, 1), 5)
        assert live.people() == 8
        await live.settle_phones(keep=True)
        assert live.people() == 8
        live.noticed(Seen(9, 9, "another#1", 7))
        assert live.people() == 8
        await live.onward()
        assert live.people() == 0

    async def test_those_of_another_round_are_not_among_them(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await go(live, ASKED, "again")
        assert live.people() == 0


class TestPhonesClosedEarly:
    @pytest.mark.parametrize(("keep", "counts"), [(True, (2, 1)), (False, (0, 0))])
    async def test_their_votes_are_kept_or_dropped_and_hands_add_up(
        self, tmp_path: Path, keep: bool, counts: tuple[int, ...]
    ) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await live.settle_phones(keep=keep)
        assert not booth.vote("late", 0)
        await live.count_hands((4, 1), 5)
        await live.onward()
        phones = Count(counts, sum(counts))
        assert rounds(live).first == Round(phones=phones, hands=Count((4, 1), 5), dropped=not keep)
        assert [event.source for event in kept(live, Counted)] == ["phones", "hands"]

    @pytest.mark.parametrize("keep", [True, False])
    async def test_they_stay_closed_after_a_restart(self, tmp_path: Path, keep: bool) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await live.settle_phones(keep=keep)
        again = FakeBooth(booth.box)
        live = await resumed(live, again)
        assert (live.show.place.phase, screens(live).kind) == ("vote", "vote")
        assert screens(live).round == ""
        assert not again.vote("late", 0)
        await live.onward()
        assert len(kept(live, Counted)) == 1

    async def test_votes_that_were_dropped_can_be_kept_after_all(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await live.settle_phones(keep=False)
        assert live.people() == 0
        await live.settle_phones(keep=True)
        assert live.people() == 3
        await live.settle_phones(keep=True)
        assert len(kept(live, Counted)) == 2
        assert live.show.rounds[ASKED].first.phones == Count((2, 1), 3)

    async def test_votes_of_another_round_are_not_brought_back(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await live.settle_phones(keep=False)
        await live.to("again")
        await live.settle_phones(keep=True)
        assert live.people() == 0

    @pytest.mark.parametrize("keep", [True, False])
    async def test_a_vote_that_is_started_over_takes_phones_again(self, tmp_path: Path, keep: bool) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0)
        await live.settle_phones(keep=keep)
        await live.to("compare")
        assert live.would_clear("vote") == keep
        await live.to("vote")
        assert booth.vote("late", 1)
        await live.onward()
        assert rounds(live).first == Round(phones=Count((0, 1), 1))

    @pytest.mark.parametrize(("id", "phase"), [(ASKED, "read"), (ASKED, "compare"), ("the-mood", "vote")])
    async def test_there_is_nothing_to_settle(self, tmp_path: Path, id: str, phase: Phase) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, id, phase)
        before = live.journal.events
        await live.settle_phones(keep=True)
        assert live.journal.events == before

    async def test_it_is_done_once(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 1)
        await live.settle_phones(keep=True)
        await live.settle_phones(keep=False)
        assert rounds(live).first == Round(phones=Count((1, 1), 2))


class TestHands:
    async def test_they_can_be_corrected(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED, "vote")
        await live.count_hands((4, 1), 5)
        await live.count_hands((3, 2), 5)
        await live.onward()
        await live.count_hands((2, 4), 6)
        assert rounds(live).first == Round(hands=Count((2, 4), 6))
        assert rounds(live).second == Round()

    async def test_after_the_second_vote_they_are_of_the_second(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED, "vote")
        await live.count_hands((4, 1), 5)
        await go(live, ASKED, "compare")
        await live.count_hands((1, 4), 5)
        assert (rounds(live).first.total, rounds(live).second.total) == (Count((4, 1), 5), Count((1, 4), 5))

    async def test_they_are_not_asked_for_where_nothing_is(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "welcome")
        await live.count_hands((4, 1), 5)
        assert live.show.rounds == {}

    @pytest.mark.parametrize(
        ("id", "counts", "people"),
        [
            (ASKED, (4, 1, 0), 5),
            (ASKED, (4,), 4),
            (ASKED, (5, -1), 4),
            (ASKED, (4, 1), 6),
            (ASKED, (4, 1), 4),
            ("pick-free", (4, 1, 2), 3),
            ("pick-free", (4, 1, 2), 8),
        ],
    )
    async def test_counts_that_cannot_be_are_refused(
        self, tmp_path: Path, id: str, counts: tuple[int, ...], people: int
    ) -> None:
        live = await started(tmp_path)
        await go(live, id, "vote")
        with pytest.raises(ValueError, match=f"{people} people cannot vote"):
            await live.count_hands(counts, people)
        assert live.show.rounds == {}
        await asyncio.wait_for(live.onward(), 5)

    @pytest.mark.parametrize("people", [4, 5, 7])
    async def test_where_several_may_be_marked_people_are_counted_apart(
        self, tmp_path: Path, people: int
    ) -> None:
        live = await started(tmp_path)
        await go(live, "pick-free", "vote")
        await live.count_hands((4, 1, 2), people)
        assert rounds(live, "pick-free").first.total == Count((4, 1, 2), people)


class TestStartingOver:
    async def voted_twice(self, tmp_path: Path) -> tuple[LiveShow, FakeBooth]:
        """A session that compares two rounds."""
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await go(live, ASKED, "again")
        booth.votes(1, 1, 1)
        await go(live, ASKED, "compare")
        return live, booth

    async def test_the_first_vote_clears_both_rounds(self, tmp_path: Path) -> None:
        live, booth = await self.voted_twice(tmp_path)
        assert live.would_clear("vote")
        await live.to("vote")
        assert rounds(live) == Rounds()
        booth.votes(1)
        await live.onward()
        assert rounds(live).first.total == Count((0, 1), 1)
        assert [event.round for event in kept(live, Cleared)] == [1]

    async def test_the_second_vote_clears_the_second(self, tmp_path: Path) -> None:
        live, booth = await self.voted_twice(tmp_path)
        assert live.would_clear("again")
        await live.to("again")
        assert (rounds(live).first.total.people, rounds(live).second) == (3, Round())
        booth.votes(0)
        await live.onward()
        assert rounds(live).second.total == Count((1, 0), 1)

    async def test_enter_and_back_never_cost_a_vote(self, tmp_path: Path) -> None:
        live, _booth = await self.voted_twice(tmp_path)
        before = rounds(live)
        while live.show.place.item >= 0:
            await live.back()
        while live.show.place.item <= number(live.deck, ASKED):
            await live.onward()
        assert rounds(live) == before
        assert kept(live, Cleared) == []

    async def test_a_vote_begins_empty_whatever_the_box_held(self, tmp_path: Path) -> None:
        booth = FakeBooth({f"{ASKED}#1": {"from before": (0,)}})
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(1)
        await live.onward()
        assert rounds(live).first.total == Count((0, 1), 1)


class TestAfterAKill:
    async def test_in_mid_vote_no_vote_is_lost_and_none_counted_twice(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        again = FakeBooth(booth.box)
        live = await resumed(live, again)
        assert (live.show.place.phase, again.screen.round) == ("vote", f"{ASKED}#1")
        again.vote("phone-0", 1)
        again.vote("new", 1)
        await live.onward()
        assert rounds(live).first.total == Count((1, 3), 4)

    async def test_between_closing_and_counting(self, tmp_path: Path) -> None:
        booth = FakeBooth(killed_at=f"close {ASKED}")
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        with pytest.raises(KilledError):
            await live.onward()
        live = await resumed(live, FakeBooth(booth.box))
        await live.onward()
        assert rounds(live).first.total == Count((2, 1), 3)

    async def killed_before_emptying(self, tmp_path: Path, id: str) -> tuple[LiveShow, FakeBooth]:
        """A session whose phone votes were counted and still lie in the booth, started again."""
        booth = FakeBooth(killed_at=f"empty {id}")
        live = await started(tmp_path)
        await go(live, id, "vote")
        await live.attach(booth)
        if id == "the-mood":
            for voter in range(6):
                booth.vote(f"{voter}", 1, 2, 3)
        else:
            booth.votes(0, 0, 1)
        with pytest.raises(KilledError):
            await live.onward()
        assert booth.box
        again = FakeBooth(booth.box)
        return await resumed(live, again), again

    async def test_between_counting_and_emptying(self, tmp_path: Path) -> None:
        live, booth = await self.killed_before_emptying(tmp_path, ASKED)
        assert booth.box == {}
        await live.onward()
        assert rounds(live).first.total == Count((2, 1), 3)
        await live.to("vote")
        booth.votes(1)
        await live.onward()
        assert rounds(live).first.total == Count((0, 1), 1)

    async def test_of_the_mood_check_no_ballot_stays(self, tmp_path: Path) -> None:
        live, booth = await self.killed_before_emptying(tmp_path, "the-mood")
        assert booth.box == {}
        await live.onward()
        assert live.show.place.phase == "compare"
        assert len(kept(live, Surveyed)) == 1

    async def test_a_journal_without_a_beginning_is_no_session(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="begins with Begun"):
            LiveShow(deck(), Journal(tmp_path / "a.jsonl", []), Clock())

    async def test_a_booth_that_comes_again_is_locked_as_before(self, tmp_path: Path) -> None:
        live = await started(tmp_path, FakeBooth())
        await live.lock()
        again = FakeBooth()
        await live.attach(again)
        assert again.locked
        await live.lock()
        assert not again.locked


class TestTime:
    @pytest.mark.parametrize(
        ("id", "phase", "length"),
        [
            ("welcome", "show", None),
            ("welcome", "talk", timedelta(seconds=90)),
            (ASKED, "vote", None),
            (ASKED, "discuss", DISCUSS),
            ("coffee", None, timedelta(minutes=2)),
            ("the-mood", None, None),
        ],
    )
    async def test_a_countdown_runs_where_there_is_one(
        self, tmp_path: Path, id: str, phase: Phase, length: timedelta | None
    ) -> None:
        live = await started(tmp_path)
        clock(live).wait(100)
        await go(live, id, phase)
        assert live.deadline == (clock(live).at + length if length else None)

    async def test_it_can_be_given_more_time_even_when_it_is_over(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED, "discuss")
        live.extend(30)
        assert live.deadline == AT + DISCUSS + timedelta(seconds=30)
        live.extend(-60)
        assert live.deadline == AT + DISCUSS - timedelta(seconds=30)
        clock(live).wait(1000)
        live.extend(30)
        assert live.deadline == clock(live).at + timedelta(seconds=30)

    async def test_hands_do_not_begin_it_anew(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED, "discuss")
        live.extend(30)
        await live.count_hands((4, 1), 5)
        assert live.deadline == AT + DISCUSS + timedelta(seconds=30)

    async def test_where_none_runs_nothing_is_given(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, ASKED, "vote")
        live.extend(30)
        assert live.deadline is None

    async def test_after_a_restart_it_runs_on(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        clock(live).wait(10)
        await go(live, ASKED, "discuss")
        live = await resumed(live)
        assert live.deadline == AT + timedelta(seconds=10) + DISCUSS

    async def test_the_clock_stands_still_in_a_break(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "welcome")
        await live.stop_clock(10)
        assert live.show.stopped == Stopped(AT, AT + timedelta(minutes=10))
        clock(live).wait(700)
        await live.resume_clock()
        assert (live.show.stopped is None, live.show.lost) == (True, timedelta(seconds=700))
        before = live.journal.events
        await live.resume_clock()
        assert live.journal.events == before


class TestOrder:
    async def test_two_keys_at_once_are_two_steps(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 0, 1)
        await asyncio.gather(live.onward(), live.onward(), live.to("compare"), live.count_hands((1, 4), 5))
        assert [event.place.phase for event in kept(live, Moved)][-3:] == ["discuss", "again", "compare"]
        assert [(event.round, event.source) for event in kept(live, Counted)] == [
            (1, "phones"),
            (2, "phones"),
            (2, "hands"),
        ]
        assert live.journal.events == tuple(events_in(live.journal.path))

    async def test_a_key_that_changes_nothing_leaves_no_trace(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        before = live.journal.events
        assert not await live.back()
        assert live.journal.events == before
        while await live.skip():
            pass
        before = live.journal.events
        assert not await live.onward()
        assert live.journal.events == before

    async def test_an_undecided_room_waits_for_a_letter(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "play-notice", "vote")
        await live.count_hands((3, 3, 0), 6)
        assert await live.onward()
        assert not await live.onward()
        assert live.show.place.phase == "compare"
        assert not await live.choose(2), "nobody wants that"
        assert await live.choose(1)
        assert len(live.show.place.path) == 1

    async def test_the_end_is_kept_once_and_told(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, ASKED, "vote")
        booth.votes(0, 1)
        await live.end()
        await live.end()
        assert kept(live, Ended) == [Ended(AT)]
        assert live.show.ended == AT
        assert booth.screen.kind == "over"
        assert rounds(live).first.total.people == 2


class TestTheMoodCheck:
    async def surveyed(self, tmp_path: Path, *ballots: tuple[int, ...], groups: Sequence[str] = ()) -> Any:
        """What is kept of a mood check that phones answered like this."""
        booth, of = FakeBooth(), deck(*groups)
        live = await started(tmp_path, booth, of)
        await go(live, "the-mood", "vote")
        for voter, ballot in enumerate(ballots):
            assert booth.vote(f"{voter}", *ballot)
        assert live.people() == len(ballots)
        await live.onward()
        assert live.show.place.phase == "compare"
        assert booth.box == {}
        (kept_,) = kept(live, Surveyed)
        assert live.show.surveys == {"the-mood": kept_}
        return kept_

    @pytest.mark.parametrize("people", [0, 1, 4])
    async def test_of_fewer_than_five_nothing_is_kept(self, tmp_path: Path, people: int) -> None:
        assert await self.surveyed(tmp_path, *[(1, 2, 3)] * people) == Surveyed(AT, "the-mood", (), 25)

    async def test_of_five_one_table_is_kept(self, tmp_path: Path) -> None:
        found = await self.surveyed(tmp_path, *[(1, 2, 5)] * 4, (0, 2, 3))
        assert [(table.name, table.counts) for table in found.groups] == [
            ("", {"s1": (1, 4, 0, 0, 0, 0), "s2": (0, 0, 5, 0, 0, 0)})
        ]

    async def test_small_groups_are_one_without_a_name(self, tmp_path: Path) -> None:
        ballots = [(1, 1, 1, 0)] * 7 + [(2, 2, 2, 1)] * 3 + [(3, 3, 3, 2)] * 2
        found = await self.surveyed(tmp_path, *ballots, groups=TEAMS)
        assert [(table.name, table.counts["s1"]) for table in found.groups] == [
            ("North", (0, 7, 0, 0, 0, 0)),
            ("", (0, 0, 3, 2, 0, 0)),
        ]

    async def test_a_large_group_is_hidden_with_a_small_one(self, tmp_path: Path) -> None:
        ballots = [(1, 1, 1, 0)] * 7 + [(2, 2, 2, 1)] * 3
        found = await self.surveyed(tmp_path, *ballots, groups=TEAMS)
        assert [(table.name, table.counts["s1"]) for table in found.groups] == [("", (0, 7, 3, 0, 0, 0))]

    async def test_of_a_booth_that_is_gone_nothing_is_kept(self, tmp_path: Path) -> None:
        booth = GoneBooth()
        live = await started(tmp_path, booth, deck(*TEAMS))
        await go(live, "the-mood", "vote")
        for voter in range(7):
            assert booth.vote(f"{voter}", 1, 2, 3, 0)
        assert await live.onward()
        assert live.show.place.phase == "compare"
        assert kept(live, Surveyed) == [Surveyed(AT, "the-mood", (), 25)]

    async def test_without_phones_it_is_passed_over(self, tmp_path: Path) -> None:
        live = await started(tmp_path)
        await go(live, "the-mood", "compare")
        assert live.show.surveys == {}

    async def test_it_is_not_opened_again(self, tmp_path: Path) -> None:
        booth = FakeBooth()
        live = await started(tmp_path, booth)
        await go(live, "the-mood", "compare")
        assert not await live.to("vote")
        assert await live.back()
        assert not await live.to("vote")
        assert await live.onward()
        assert (live.show.place.phase, booth.screen.round) == ("compare", "")

    async def test_hands_are_not_counted_for_it(self, tmp_path: Path) -> None:
        live = await started(tmp_path, FakeBooth())
        await go(live, "the-mood", "vote")
        await live.count_hands((1,), 1)
        assert live.show.rounds == {}


def closed(ballots: Sequence[tuple[int, int, int, int]]) -> Closed:
    """The tables of a mood check with groups, as a booth counts them."""
    found = [[[0] * 6 for _ in TOOL.statements] for _ in TEAMS]
    for *answers, group in ballots:
        for statement, answer in enumerate(answers):
            found[group][statement][answer] += 1
    return Closed("m#1", len(ballots), (), tuple(tuple(map(tuple, table)) for table in found))


BALLOTS = st.lists(
    st.tuples(*(st.sampled_from((0, 3, 5)) for _ in range(3)), st.sampled_from((0, 0, 0, 1, 1, 2))),
    min_size=5,
    max_size=30,
)


def _sums(numbers: Sequence[int]) -> Iterator[int]:
    """What can be had by adding some of these numbers."""
    for size in range(1, len(numbers) + 1):
        for some in combinations(numbers, size):
            yield sum(some)


@given(BALLOTS)
def test_nothing_in_the_journal_is_about_fewer_than_five(ballots: list[tuple[int, int, int, int]]) -> None:
    found = tables(TOOL, TEAMS, closed(ballots))
    people = [max(sum(counts) for counts in table.counts.values()) for table in found if table.counts]
    assert [each for each in _sums(people) if each < TOOL.minimum] == []
    for table, statement in product(found, TOOL.statements):
        numbers = sum(table.counts.get(statement.id, ())[:5])
        assert numbers == 0 or numbers >= TOOL.minimum
    assert len({table.name for table in found}) == len(found)


@given(BALLOTS)
def test_what_is_kept_reads_as_what_was_answered(ballots: list[tuple[int, int, int, int]]) -> None:
    given_ = closed(ballots)
    ids = [statement.id for statement in TOOL.statements]
    all_ = [
        Group(name, dict(zip(ids, table, strict=True)))
        for name, table in zip(TEAMS, given_.tables, strict=True)
    ]
    kept_ = [Group(table.name, table.counts) for table in tables(TOOL, TEAMS, given_)]
    before, after = read(TOOL, all_), read(TOOL, kept_)
    if any(table.counts for table in tables(TOOL, TEAMS, given_)):
        assert (before.whole, before.answers) == (after.whole, after.answers)
    else:
        assert before.whole is not None
        assert {area.score for area in before.whole.areas} == {None}
    shown = [(each.name, each.areas) for each in before.groups if not each.hidden]
    assert shown == [(each.name, each.areas) for each in after.groups if not each.hidden and each.name]


def test_a_group_that_nobody_chose_leaves_no_table() -> None:
    found = tables(TOOL, TEAMS, closed([(1, 1, 1, 0)] * 6))
    assert [table.name for table in found] == ["North"]
