"""The journal, and looking again at what was missed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advocacy_coach.records.live import LiveRun
from advocacy_coach.session import run as session
from advocacy_coach.session.scoring import key
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.journal import JournalScreen
from advocacy_coach.tui.screens.review import ReviewScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import SIZES, CoachPilot, press, read_on, screen, sheet_text


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
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)


async def test_an_entry_is_deleted_for_good(app: CoachApp, services: Services) -> None:
    take(services, "voices", written="A secret about the crane")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_item(pilot, "journal")
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, Dialog)
        await press(pilot, "escape")
        assert "crane" in sheet_text(pilot)
        await press(pilot, "d", "enter")
        assert "Nothing is written yet" in sheet_text(pilot)
    assert not any(lesson.reflections for lesson in services.progress().lessons.values())
    services.store.close()
    assert b"crane" not in services.record.read_bytes()


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
