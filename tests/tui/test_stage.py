"""The stage: what the wall shows in each phase, what the keys do, and that notes never come onto it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.workshop import wall
from advocacy_coach.tui.workshop.chunks import pages
from advocacy_coach.tui.workshop.hands import HandsScreen
from advocacy_coach.tui.workshop.popup import NotesPopup
from advocacy_coach.tui.workshop.stage import StageScreen
from advocacy_coach.tui.workshop.stage_app import Beside, Notes, StageApp, Stoppable
from advocacy_coach.workshop.ballot.wire import Seen
from advocacy_coach.workshop.cue import Cue, Verb
from advocacy_coach.workshop.deck import Ask, Deck, Play
from advocacy_coach.workshop.live import LiveShow
from tests.tui.driving import visible, wait_until
from tests.workshop.made import Clock, FakeBooth, deck, go, started

SIZE = (64, 18)


class FakeNotes:
    """Keeps the newest cue, and asks what a terminal would."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.ask: object = None

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def publish(self, cue: Cue) -> None:
        """Keep it."""
        self.cues.append(cue)


class Stage:
    """An app on the stage with its pilot."""

    def __init__(self, app: StageApp, pilot: Pilot[None], booth: FakeBooth | None, notes: FakeNotes) -> None:
        self.app, self.pilot, self.booth, self.notes = app, pilot, booth, notes

    @property
    def live(self) -> LiveShow:
        """The session."""
        return self.app.live

    @property
    def screen(self) -> StageScreen:
        """The wall."""
        return self.app.stage

    @property
    def wall(self) -> str:
        """What a terminal shows, line by line."""
        return "\n".join(visible(self.app))

    @property
    def offers(self) -> dict[str, str]:
        """What the line below offers."""
        return {key.key: key.label for key in self.screen.actions.keys}

    async def press(self, *keys: str) -> None:
        """Press keys, each after the last has settled."""
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def go(self, id: str, phase: object = None) -> None:
        """To an item, and by Enter to one of its phases."""
        self.screen.over(None)
        await self.screen.do(_went(self.live, id, phase))
        await self.pilot.pause()

    async def shows(self, words: str) -> None:
        """Wait until the wall shows these words."""
        await wait_until(lambda: words in self.wall)


async def _went(live: LiveShow, id: str, phase: object) -> bool:
    await go(live, id, phase)  # type: ignore[arg-type]
    return True


@asynccontextmanager
async def stage(
    folder: Path,
    *,
    phones: bool = True,
    size: tuple[int, int] = SIZE,
    written: str = "Written.",
    of: Deck | None = None,
) -> AsyncIterator[Stage]:
    """A stage in front of a room of 25, with the ruler on it."""
    live = await started(folder / "journals", of=of)
    booth, notes = (FakeBooth() if phones else None), FakeNotes()

    class Nothing:
        async def stop(self) -> None:
            """Nothing runs."""

    async def open_phones(live: LiveShow, _tell: object) -> Stoppable:
        live.address, live.url = "10.0.0.7:8765/K7QF", "HTTP://10.0.0.7:8765/K7QF"
        assert booth is not None
        booth.live = live
        await live.attach(booth)
        return Nothing()

    def open_notes(ask: object) -> Notes:
        notes.ask = ask
        return notes

    beside = Beside(open_phones if phones else None, open_notes, lambda _live: written)
    app = StageApp(live, beside, "coach-projector", folder / "crash.log")
    async with app.run_test(size=size) as pilot:
        made = Stage(app, pilot, booth, notes)
        await pilot.pause()
        await wait_until(lambda: (live.booth is not None) == phones)
        yield made
    assert app.crash is None


def vote(booth: FakeBooth | None, *choices: int) -> None:
    """So many phones vote."""
    assert booth is not None
    booth.votes(*choices)


async def test_it_begins_with_a_ruler_as_wide_as_a_stage_should_be(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        line = next(line.strip() for line in on.wall.split("\n") if "├" in line)
        assert len(line) == 60
        assert "this can be read" in on.wall


async def test_in_a_window_of_many_rows_the_ruler_asks_to_zoom_in(tmp_path: Path) -> None:
    async with stage(tmp_path, size=(120, 40)) as on:
        assert "Zoom in (Ctrl and +) until this line fills the width." in on.wall


async def test_joining_shows_the_code_the_address_and_how_many_are_in(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.press("enter")
        assert on.booth
        on.live.noticed(Seen(17, 17))
        await on.shows("17 phones are in, 25")
        assert "10.0.0.7:8765/K7QF" in on.wall
        code = [line for line in on.wall.split("\n") if "█▀▀▀▀▀█" in line or "▀▀▀▀▀▀▀" in line]
        assert len(code) >= 3  # the corners of a QR code


async def test_without_phones_the_room_is_told_to_vote_by_hand(tmp_path: Path) -> None:
    async with stage(tmp_path, phones=False) as on:
        await on.press("enter")
        assert "by hand" in on.wall


async def test_while_a_vote_is_open_only_its_number_is_on_the_wall(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("who-decides", "vote")
        vote(on.booth, *[0] * 9, *[1] * 5)
        await on.shows("14 of 25 in")
        assert "%" not in on.wall
        assert " 9" not in on.wall.replace("9/", "")


async def test_comparing_shows_both_votes_with_counts_and_per_cent(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("who-decides", "vote")
        vote(on.booth, *[0] * 9, *[1] * 11)
        await on.press("d")
        assert on.live.show.place.phase == "discuss"
        await on.press("w")
        vote(on.booth, *[0] * 3, *[1] * 17)
        await on.press("c")
        wall = on.wall
        assert "B rose from 11 to 17 of 20." in wall
        for count in ("9", "11", "3", "17"):
            assert any(line.rstrip().find(f" {count}") > 0 for line in wall.split("\n")), count
        assert "░" in wall
        assert "█" in wall
        assert "✓" not in wall


async def test_what_is_recommended_is_shown_only_in_explain(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("who-decides", "read")
        for key in ("v", "d", "w", "c"):
            assert "Recommended" not in on.wall
            await on.press(key)
        assert "Recommended" not in on.wall
        await on.press("e")
        assert "✓ Recommended" in on.wall


async def test_under_five_answers_no_split_is_shown(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("who-decides", "vote")
        vote(on.booth, 0, 0, 1, 1)
        await on.press("c")
        assert "Fewer than 5 answers" in on.wall
        assert "%" not in on.wall


async def test_hands_are_typed_and_add_to_the_phones(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        vote(on.booth, 0, 0, 0, 1, 1)
        await on.press("h", "1", "2", "enter", "plus", "plus", "enter", "3", "backspace", "4", "enter")
        await wait_until(lambda: not isinstance(on.app.screen, HandsScreen))
        await on.press("c")
        await on.shows("15")
        asked = on.live.question
        assert asked is not None
        assert on.live.show.of(asked).first.total.counts == (15, 4, 4)


async def test_more_hands_than_people_are_asked_about_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        await on.press("h", "2", "6", "down", "down", "enter")
        top = on.app.screen
        assert isinstance(top, HandsScreen)
        assert top.too_many
        await on.shows("more than the 25 people")
        await on.press("enter")
        await wait_until(lambda: on.app.screen is on.screen)
        asked = on.live.question
        assert asked is not None
        hands = on.live.show.of(asked).first.hands
        assert hands is not None
        assert hands.counts == (26, 0, 0)


async def test_turning_away_from_the_count_counts_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        await on.press("h", "7", "escape")
        await wait_until(lambda: on.app.screen is on.screen)
        assert on.live.people() == 0


async def test_voting_anew_is_asked_about_where_votes_would_be_dropped(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        vote(on.booth, 0, 0, 0, 1, 1)
        await on.press("c", "v")
        assert isinstance(on.app.screen, Dialog)
        await on.press("escape")
        assert on.live.show.place.phase == "compare"
        await on.press("v", "enter")
        assert on.live.show.place.phase == "compare", "the cursor is on the answer that drops nothing"
        await on.press("v", "up", "enter")
        await wait_until(lambda: on.live.show.place.phase == "vote")
        assert on.live.people() == 0


@pytest.mark.parametrize(("key", "kept"), [("k", 6), ("x", 0)])
async def test_a_phone_vote_is_kept_or_dropped_with_one_key(tmp_path: Path, key: str, kept: int) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        vote(on.booth, *[0] * 6)
        await on.press(key)
        await wait_until(lambda: on.app.screen is on.screen and on.live.people() == kept)
        assert on.live.show.place.phase == "vote"
        assert "10.0.0.7" not in on.wall, "phones are closed"
        await on.press("h", "5", "enter", "enter", "enter")
        await wait_until(lambda: on.app.screen is on.screen)
        assert on.live.people() == kept + 5


async def test_a_scenario_follows_the_room_and_asks_where_it_is_undecided(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("play-notice", "vote")
        vote(on.booth, *[0] * 5, *[1] * 5)
        await on.press("c")
        assert list(on.offers)[:2] == ["1", "2"]
        await on.press("enter")
        await wait_until(lambda: on.live.show.place.phase == "compare")
        await on.press("2")
        await wait_until(lambda: on.live.show.place.phase == "consequence")
        assert "B " in on.wall
        await on.press("enter")
        while on.live.show.place.phase != "debrief":
            await on.press("enter")
        assert "The room’s path, and an expert’s" in on.wall


async def test_a_digit_chooses_nothing_before_the_votes_are_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("play-notice", "vote")
        await on.press("1")
        assert on.live.show.place.phase == "vote"


async def test_a_talk_counts_down_and_can_be_longer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("welcome", "talk")
        assert on.live.deadline is not None
        before = on.live.deadline
        await on.press("plus")
        assert (on.live.deadline - before).total_seconds() == 30
        clock = on.live._clock
        assert isinstance(clock, Clock)
        clock.wait(200)
        await on.shows("Time is up.")


async def test_a_break_stops_the_clock_and_says_when_to_be_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("read-first")
        await on.press("b", "down", "enter")
        await wait_until(lambda: on.live.show.stopped is not None)
        await on.shows("Back at")
        await on.press("enter")
        assert on.live.show.stopped is None
        assert "Back at" not in on.wall


async def test_a_blank_wall_shows_nothing_and_the_clicker_key_brings_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("read-first")
        await on.press("full_stop")
        await wait_until(lambda: not on.wall.strip())
        await on.press("full_stop")
        await wait_until(lambda: bool(on.wall.strip()))


async def test_latecomers_join_at_any_time(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        await on.press("j")
        await on.shows("Take part with your phone")
        await on.press("j")
        assert on.live.show.place.phase == "vote"
        await on.press("l")
        assert on.booth
        assert on.booth.locked


async def test_notes_are_drawn_only_after_the_projector_is_frozen(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll")
        await on.press("n")
        assert isinstance(on.app.screen, NotesPopup)
        await on.shows("Freeze the picture")
        assert "SENTINEL" not in on.wall
        await on.press("f")
        await on.shows("SAY-SENTINEL")
        await on.press("escape")
        await wait_until(lambda: "SENTINEL" not in on.wall)


async def test_no_note_is_ever_on_the_wall(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.press("enter")
        seen = 0
        while on.live.show.place.phase != "over":
            assert "SENTINEL" not in on.wall
            if on.booth and on.booth.screen.kind == "vote":
                vote(on.booth, *[0] * 6)
            before = on.live.show.place, on.screen.page
            await on.press("enter")
            seen += 1
            assert (on.live.show.place, on.screen.page) != before
        assert seen > 2 * len(on.live.deck.items)
        assert "Thank you" in on.wall


async def test_the_notes_terminal_is_told_and_can_drive(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll")
        await wait_until(lambda: bool(on.notes.cues) and "SAY-SENTINEL" in on.notes.cues[-1].say)
        asked: list[Verb] = ["vote", "compare", "onward"]
        for verb, phase in zip(asked, ("vote", "compare", "explain"), strict=True):
            on.notes.ask(verb)  # type: ignore[operator]
            await wait_until(lambda phase=phase: on.live.show.place.phase == phase)  # type: ignore[misc]


async def test_at_the_end_the_report_is_written_and_the_session_ended(tmp_path: Path) -> None:
    async with stage(tmp_path, written="Written to here: report.md") as on:
        while on.live.show.place.phase != "over":
            await on.press("s")
        await on.press("x")
        await on.shows("Written to here: report.md")
        await on.press("q", "enter")
        await wait_until(lambda: on.live.show.ended is not None)


async def test_leaving_in_the_middle_keeps_the_session_open(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll")
        await on.press("q", "enter")
    assert on.live.show.ended is None


@pytest.mark.parametrize("size", [(40, 14), (64, 18), (80, 24), (120, 40), (30, 10)])
async def test_everything_fits_any_window_and_the_next_action_is_in_sight(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with stage(tmp_path, size=size) as on:
        await on.press("enter")
        while on.live.show.place.phase != "over":
            bare = on.screen.wall.bare
            assert bare or "Enter" in on.wall
            assert len(on.screen.frame.rows) <= on.screen.wall.size.height
            await on.press("s")


def test_every_step_of_the_deck_of_the_tests_is_one_of_each_kind() -> None:
    kinds = {type(item.content) for item in deck().items}
    assert {Ask, Play} < kinds


def test_pages_keep_a_chunk_together_and_cut_only_what_is_taller_than_a_page() -> None:
    def rows(count: int, name: str) -> list[Row]:
        return [Row(((f"{name}{n}", ""),)) for n in range(count)]

    made = pages([rows(3, "a"), [Row()], rows(3, "b"), rows(9, "c")], 5)
    assert [[row.text for row in page] for page in made] == [
        ["a0", "a1", "a2"],
        ["b0", "b1", "b2"],
        ["c0", "c1", "c2", "c3", "c4"],
        ["c5", "c6", "c7", "c8"],
    ]
    assert all(len(page) <= 5 for page in made)


async def test_the_notes_terminal_stops_the_clock_and_decides_for_an_undecided_room(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("play-notice", "vote")
        vote(on.booth, *[0] * 5, *[1] * 5)
        await on.press("c")
        on.notes.ask("second")  # type: ignore[operator]
        await wait_until(lambda: on.live.show.place.phase == "consequence")
        on.notes.ask("break")  # type: ignore[operator]
        await wait_until(lambda: on.live.show.stopped is not None)
        on.notes.ask("break")  # type: ignore[operator]
        await wait_until(lambda: on.live.show.stopped is None)


async def test_the_notes_terminal_drops_no_votes(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("first-poll", "vote")
        vote(on.booth, *[0] * 6)
        await on.press("c")
        on.notes.ask("vote")  # type: ignore[operator]
        await wait_until(lambda: bool(on.live.notices))
        assert on.live.show.place.phase == "compare"


async def test_messages_stand_one_after_another_and_go_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path) as on:
        await on.go("read-first")
        for _ in range(3):
            await on.press("l")
            assert "Nobody new can join now." in on.wall
            await on.press("l")
            assert "Joining is open." in on.wall
        await on.press("h")
        assert "There is no question on stage" in on.wall
        monkeypatch.setattr(wall, "monotonic", lambda: float("inf"))
        await wait_until(lambda: "There is no question" not in on.wall and "Enter" in on.wall)


async def test_a_phase_that_is_not_there_is_said(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.go("play-notice", "opening")
        await on.press("v")
        await on.shows("That phase is not here.")


async def test_the_notes_say_what_stands_over_the_session_and_which_page_it_is(tmp_path: Path) -> None:
    async with stage(tmp_path, size=(30, 12)) as on:
        await on.go("play-notice", "read")
        await on.press("full_stop")
        await wait_until(lambda: on.notes.cues[-1].now == ("The wall is blank.",))
        await on.press("full_stop")
        assert on.screen.frame.pages > 1
        await wait_until(lambda: on.notes.cues[-1].coming.startswith("Page 2 of"))


async def test_before_anything_was_shown_leaving_asks_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.press("escape")
    assert on.app.return_code == 0
    assert on.live.show.ended is None
