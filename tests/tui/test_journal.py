"""The journal, and looking again at what was missed."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advocacy_coach.errors import RecordError
from advocacy_coach.records.live import LiveRun
from advocacy_coach.reports.journal import Written
from advocacy_coach.session import run as session
from advocacy_coach.session.events import Reflected, Started
from advocacy_coach.session.scoring import key
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.journal import JournalScreen
from advocacy_coach.tui.screens.review import ReviewScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import SIZES, CoachPilot, offers, press, read_on, screen, sheet_text, visible
from tests.tui.test_hostile_course import PAYLOADS, assert_clean


def take(services: Services, lesson: str, *, written: str = "", missed: str = "") -> LiveRun:
    """A lesson taken to its end: one question missed, and what was written at its reflection."""
    live = services.begin(lesson)
    while not live.run.finished:
        step = live.run.step
        if live.run.state == "asking":
            response = key(step)  # type: ignore[arg-type]
            if live.run.place.step == missed:
                wrong = next(o.id for o in step.options if o.id not in response)  # type: ignore[union-attr]
                response = {wrong: "picked"}
            live.take(session.answer(live.run, response))
        if live.run.state == "reflecting" and written:
            live.take(session.reflect(live.run, written))
        live.take(session.onward(live.run))
    return live


def words_on(app: CoachApp) -> str:
    """What the whole screen shows, its frames taken away and its lines joined."""
    lines = [re.sub(r"[^\w\s“”.,:?()-]", " ", line) for line in visible(app)]
    return " ".join(" ".join(lines).split())


def entries_shown(pilot: CoachPilot) -> tuple[Written, ...]:
    """The entries the journal shows."""
    journal = screen(pilot)
    assert isinstance(journal, JournalScreen)
    return journal.entries


async def open_item(pilot: CoachPilot, id: str) -> None:
    """From Home into an item of it."""
    home = screen(pilot)
    assert isinstance(home, HomeScreen)
    step = [item.id for item in home.items].index(id) - home.cursor
    await press(pilot, *["down" if step > 0 else "up"] * abs(step), "enter")


@pytest.mark.parametrize("size", SIZES)
async def test_what_was_written_is_read_searched_and_exported(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    take(services, "voices", written="Zażółć the shift plan\n\nand *mean* it")
    async with app.run_test(size=size) as pilot:
        await open_item(pilot, "journal")
        assert isinstance(screen(pilot), JournalScreen)
        assert "Zażółć the shift plan" in sheet_text(pilot)
        await press(pilot, "slash")
        assert isinstance(pilot.app.screen, LineEntry)
        await press(pilot, *"zazolc", "space", *"MEAN", "enter")
        assert "1 entry with" in sheet_text(pilot)
        await press(pilot, "slash", *"nothing", "enter")
        assert "0 entries with" in sheet_text(pilot)
        await press(pilot, "escape")
        assert "entries with" not in sheet_text(pilot)
        await press(pilot, "x")
        (file,) = services.export_folder.iterdir()
        assert "\\*mean\\* it" in file.read_text("utf-8")
        file.write_text("mine", "utf-8")
        await press(pilot, "x")
        assert len(list(services.export_folder.iterdir())) == 2, "a second one gets a name of its own"
        assert file.read_text("utf-8") == "mine"
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["d", "delete"])
async def test_an_entry_is_deleted_for_good(
    app: CoachApp, services: Services, size: tuple[int, int], key: str
) -> None:
    take(services, "voices", written="A secret about the crane\nand more of it")
    async with app.run_test(size=size) as pilot:
        await open_item(pilot, "journal")
        await press(pilot, key)
        assert isinstance(pilot.app.screen, Dialog)
        assert "“A secret about the crane”" in words_on(app)
        await press(pilot, "escape")
        assert "crane" in sheet_text(pilot)
        await press(pilot, key, "down", "enter")
        assert "crane" in sheet_text(pilot), "to cancel is to keep"
        await press(pilot, key, "enter")
        assert "Nothing is written yet" in sheet_text(pilot)
        await press(pilot, key, "x", "slash", "up", "down")
        assert isinstance(screen(pilot), JournalScreen), "where nothing is, nothing is asked"
        assert list(services.export_folder.iterdir()) == []
    assert not any(lesson.reflections for lesson in services.progress().lessons.values())
    services.store.close()
    assert b"crane" not in services.record.read_bytes()


def write_much(services: Services, entries: int) -> None:
    """Entries of many lines in a lesson that the course no longer has."""
    written = [
        Reflected(f"e{n}", "\n".join(f"entry {n} line {m}" for m in range(30))) for n in range(entries)
    ]
    services.store.keep("old", services.library.course, [Started("gone", 1), *written])


@pytest.mark.parametrize("size", [(40, 14), (80, 24)])
async def test_a_key_means_the_entry_that_is_in_sight(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    write_much(services, 3)
    async with app.run_test(size=size) as pilot:
        await open_item(pilot, "journal")
        journal = screen(pilot)
        assert isinstance(journal, JournalScreen)
        assert "e0 (no longer asked)" in sheet_text(pilot)
        assert offers(pilot)["Enter"] == "read on"
        seen = {journal.cursor}
        for _ in range(30):
            assert journal.sheet.in_sight(f"entry:{journal.cursor}")
            if not journal.sheet.more_below:
                break
            await press(pilot, "enter")
            seen.add(journal.cursor)
        assert seen == {0, 1, 2}
        await press(pilot, "d")
        assert "“entry 2 line 0”" in words_on(app)
        await press(pilot, "enter")
        assert [entry.step for entry in journal.entries] == ["e0", "e1"]
        assert journal.cursor == 1
        await press(pilot, "home")
        assert journal.cursor == 0
        await press(pilot, "down", "up", "up")
        assert (journal.cursor, journal.sheet.in_sight("entry:0")) == (0, True)
        await press(pilot, "down", "down", "down")
        assert (journal.cursor, journal.sheet.in_sight("entry:1")) == (1, True)


async def test_an_entry_is_deleted_from_what_was_searched_for(app: CoachApp, services: Services) -> None:
    write_much(services, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_item(pilot, "journal")
        journal = screen(pilot)
        assert isinstance(journal, JournalScreen)
        await press(pilot, "slash", *"1", "space", *"entry", "enter")
        assert len(journal.entries) == 3, "the 1 is in a line of each"
        await press(pilot, "slash", "ctrl+u", *"e1", "enter")
        assert [entry.step for entry in journal.entries] == ["e1"]
        await press(pilot, "d", "enter")
        assert "0 entries with" in sheet_text(pilot)
        await press(pilot, "escape")
        assert [entry.step for entry in journal.entries] == ["e0", "e2"]


async def test_a_record_that_cannot_be_changed_keeps_the_entry_and_says_so(
    app: CoachApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: str) -> int:
        raise RecordError("Nothing was deleted: the record cannot be changed.")

    write_much(services, 1)
    monkeypatch.setattr(services.store, "forget_reflection", refused)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_item(pilot, "journal")
        await press(pilot, "d", "enter")
        assert "Nothing was deleted" in " ".join(notice.message for notice in app._notifications)
        assert "entry 0 line 0" in sheet_text(pilot)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
@pytest.mark.parametrize("size", [(40, 14), (80, 24)])
async def test_hostile_entries_are_only_text(
    app: CoachApp, services: Services, size: tuple[int, int], payload: str
) -> None:
    services.store.keep(
        "old", services.library.course, [Started("gone", 1), Reflected("a", payload), Reflected("b", payload)]
    )
    async with app.run_test(size=size, notifications=True) as pilot:
        await open_item(pilot, "journal")
        for key in ("down", "pagedown", "home", "up", "slash", "escape", "x", "d", "escape", "d"):
            await press(pilot, key)
            assert_clean(app)
        await press(pilot, "enter")
        assert [entry.step for entry in entries_shown(pilot)] == ["b"]
    assert app.crash is None


@pytest.mark.parametrize("size", [(40, 14), (80, 24)])
async def test_what_was_missed_comes_back_the_next_day(
    services: Services, tmp_path: Path, size: tuple[int, int]
) -> None:
    question = "new-advert"
    take(services, "voices", missed=question)
    app = CoachApp(services, tmp_path / "crash.log")
    async with app.run_test(size=size) as pilot:
        assert "to look at again" not in sheet_text(pilot), "not on the same day"
    began = services.clock()
    services.clock = services.store._clock = lambda: began + timedelta(days=1)
    later = CoachApp(services, tmp_path / "crash.log")
    async with later.run_test(size=size, notifications=True) as pilot:
        assert "1 to look at again" in sheet_text(pilot)
        await open_item(pilot, "review")
        top = screen(pilot)
        assert isinstance(top, ReviewScreen)
        right = next(n for n, o in enumerate(top.options, 1) if o.id in key(top.question))
        await press(pilot, str(right), "enter")
        await read_on(pilot)
        assert isinstance(screen(pilot), HomeScreen)
        assert "to look at again" not in sheet_text(pilot)
    looks = services.progress().looks[f"voices/{question}"]
    assert [look.points for look in looks][-1] == 1
    assert services.progress().lessons["voices"].questions[question].last == 1
    services.clock = lambda: datetime(2026, 12, 24, tzinfo=UTC)
    assert services.due(services.progress()) == 1
