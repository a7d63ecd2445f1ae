"""The action card by keyboard."""

from pathlib import Path

import pytest

from advocacy_coach import paths
from advocacy_coach.session.guidance.card import ITEMS
from advocacy_coach.session.guidance.plan import YES
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.card import CardScreen
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import SIZES, CoachPilot, offers, press, screen, sheet_text, visible

PLACES = {item.id: place for place, item in enumerate(ITEMS)}


@pytest.fixture
def course_dir() -> Path:
    """The shipped course, which has every tool; nothing here writes to it."""
    return paths.shipped_lessons() / "en"


def card(pilot: CoachPilot) -> CardScreen:
    """The card on screen."""
    top = screen(pilot)
    assert isinstance(top, CardScreen), top
    return top


async def open_card(pilot: CoachPilot) -> None:
    """From Home into the card."""
    home = screen(pilot)
    assert isinstance(home, HomeScreen)
    step = [item.id for item in home.items].index("action-card") - home.cursor
    await press(pilot, *["down" if step > 0 else "up"] * abs(step), "enter")
    assert isinstance(screen(pilot), CardScreen)


async def to(pilot: CoachPilot, item: str) -> None:
    """The cursor to a line."""
    step = PLACES[item] - card(pilot).cursor
    await press(pilot, *["down" if step > 0 else "up"] * abs(step))
    assert card(pilot).item.id == item


async def write(pilot: CoachPilot, item: str, words: str) -> None:
    """Type a line anew."""
    await to(pilot, item)
    await press(
        pilot, "enter", "ctrl+u", *[{" ": "space", "-": "minus"}.get(key, key) for key in words], "enter"
    )


def said(app: CoachApp) -> str:
    """The notices on screen."""
    return " ".join(notice.message for notice in app._notifications)


@pytest.mark.parametrize("size", SIZES)
async def test_a_card_is_written_left_and_gone_on_with(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await open_card(pilot)
        assert "2026-12-24" in sheet_text(pilot)
        assert "2027-01-05" in sheet_text(pilot)
        await write(pilot, "action-1", "Ask the night shift")
        await write(pilot, "owner-1", "Me")
        await write(pilot, "date-1", "2026-12-10")
        await write(pilot, "promise", "No [quota]")
        await write(pilot, "follow-up", "2027-02-01")
        assert card(pilot).sheet.in_sight(f"item:{PLACES['follow-up']}")
        assert all(len(line) <= size[0] for line in visible(app))
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)
        await open_card(pilot)
        shown = sheet_text(pilot)
        for words in ("Ask the night shift", "Who: Me", "By: 2026-12-10", "No [quota]", "On: 2027-02-01"):
            assert words in shown
    [sheet] = services.progress().sheets_of("action-card")
    assert sheet.marks == {
        "action-1": "Ask the night shift",
        "owner-1": "Me",
        "date-1": "2026-12-10",
        "promise": "No [quota]",
        "follow-up": "2027-02-01",
    }


async def test_a_day_that_is_none_is_refused_and_an_empty_one_is_the_usual_one(
    app: CoachApp, services: Services
) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_card(pilot)
        await write(pilot, "date-2", "2026-02-30")
        assert "written like 2026-12-24" in said(app)
        await write(pilot, "date-2", "2026-12-01")
        assert "2026-12-01" in sheet_text(pilot)
        await write(pilot, "date-2", "soon")
        assert "2026-12-01" in sheet_text(pilot)
        await write(pilot, "date-2", "")
        assert sheet_text(pilot).count("2026-12-24") == 3
        await press(pilot, "enter", "ctrl+u", "escape")
        assert isinstance(screen(pilot), CardScreen)
    assert services.progress().sheets_of("action-card")[0].marks == {}


@pytest.mark.parametrize("size", [(40, 14), (80, 24)])
async def test_a_suggestion_is_taken_over_and_made_ones_own(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    plan = services.library.plan_check()
    assert plan
    stop = next(practice for practice in plan.practices if practice.severity == 4)
    live = services.begin_sheet("plan-check", {stop.id: YES})
    live.close({"colour": "red", "sum": "4"})
    async with app.run_test(size=size) as pilot:
        await open_card(pilot)
        await press(pilot, "i")
        assert isinstance(app.screen, Dialog)
        offered = " ".join(" ".join(row.text for row in app.screen._sheet.rows).split())
        assert "(Plan check, instead of: " in offered
        await press(pilot, "enter")
        assert isinstance(app.screen, LineEntry)
        await press(pilot, "end", *" now", "enter")
        [sheet] = services.progress().sheets_of("action-card")
        assert sheet.marks["action-1"].endswith(" now")
        await press(pilot, "i", "escape")
        await to(pilot, "stop")
        await press(pilot, "i", "enter", "escape")
        assert "stop" not in services.progress().sheets_of("action-card")[0].marks, "turned away from"
        await press(pilot, "i", "enter", "enter")
    assert services.progress().sheets_of("action-card")[0].marks["stop"] == stop.text.strip()


async def test_where_there_are_no_ideas_it_says_so(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_card(pilot)
        await press(pilot, "i")
        assert "no ideas yet" in said(app)
        await press(pilot, "down")
        assert "i" not in offers(pilot)
        await press(pilot, "i")
        assert "Ideas are for what you do" in said(app)


@pytest.mark.parametrize(("downs", "suffix"), [(0, ".html"), (1, ".ics"), (2, ".md")])
@pytest.mark.parametrize("size", [(40, 14), (80, 24)])
async def test_an_export_never_replaces_a_file(
    app: CoachApp, services: Services, size: tuple[int, int], downs: int, suffix: str
) -> None:
    async with app.run_test(size=size, notifications=True) as pilot:
        await open_card(pilot)
        await press(pilot, "x")
        assert "Write something" in said(app)
        await write(pilot, "stop", "Counting posts")
        await press(pilot, "x", *["down"] * downs, "enter")
        (file,) = services.export_folder.iterdir()
        assert file.name == f"{services.library.course.id}-card-2026-11-24{suffix}"
        assert f"Written: {file}" in said(app)
        before = file.read_bytes()
        await write(pilot, "action-1", "Ask")
        await press(pilot, "x", *["down"] * downs, "enter", "x", "escape")
        second = file.with_name(f"{file.stem}-2{suffix}")
        assert set(services.export_folder.iterdir()) == {file, second}
        assert file.read_bytes() == before != second.read_bytes()


async def test_a_link_that_leads_nowhere_is_no_free_name(app: CoachApp, services: Services) -> None:
    name = f"{services.library.course.id}-card-2026-11-24"
    link = services.export_folder / f"{name}.html"
    link.symlink_to(services.export_folder / "gone")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(pilot)
        await write(pilot, "stop", "Counting posts")
        await press(pilot, "x", "enter")
    assert link.is_symlink()
    assert (services.export_folder / f"{name}-2.html").is_file()


async def test_an_export_that_fails_gets_a_sentence(
    app: CoachApp, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "icalendar", None)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_card(pilot)
        await write(pilot, "stop", "Counting posts")
        await press(pilot, "x", "down", "enter")
        assert "pip install icalendar" in said(app)
    assert not list(services.export_folder.iterdir())


async def test_a_new_card_is_begun_only_when_confirmed(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(pilot)
        await press(pilot, "r")
        assert isinstance(screen(pilot), CardScreen), "an empty card needs no new one"
        await write(pilot, "stop", "Counting posts")
        await press(pilot, "r", "escape")
        assert "Counting posts" in sheet_text(pilot)
        await press(pilot, "r", "enter")
        assert "Counting posts" not in sheet_text(pilot)
        await press(pilot, "escape")
        await open_card(pilot)
        assert "Counting posts" not in sheet_text(pilot)
    assert len(services.progress().sheets_of("action-card")) == 2


async def test_a_card_forgotten_elsewhere_does_not_end_the_program(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_card(pilot)
        services.store.forget(services.library.course.id, "tool.action-card")
        await write(pilot, "stop", "Counting posts")
        assert isinstance(screen(pilot), CardScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_the_summary_has_the_card_when_asked(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    services.begin_sheet("action-card", {"promise": "Nobody has to post"})
    async with app.run_test(size=size) as pilot:
        await press(pilot, "s")
        assert "[ ] c  your action card" in sheet_text(pilot)
        assert "Nobody has to post" not in sheet_text(pilot)
        await press(pilot, "c")
        assert "[x] c  your action card" in sheet_text(pilot)
        assert "Nobody has to post" in " ".join(sheet_text(pilot).split())
