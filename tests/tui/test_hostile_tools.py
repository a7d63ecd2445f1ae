"""Tools whose every text is hostile are opened, filled in and read."""

from pathlib import Path

import pytest

from advocacy_coach import paths
from advocacy_coach.session.events import Reflected, Started
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import press, screen, sheet_text
from tests.tui.test_hostile_course import PAYLOADS, assert_clean, hostile_library
from tests.tui.test_journal import open_item

FILLING = {
    "opening-check": ("end", "enter", "1", "2", "end", "enter", "1", "b"),
    "plan-check": ("space", "down", "space", "end", "enter", "e", "end", "home"),
    "mood-check": (*"555555555555555", "end", "enter", "end"),
    "team-check": ("enter", *"1", "escape", "down", "x", "enter", "end"),
    "action-card": ("down", "enter", "escape", "i", "escape"),
    "journal": ("slash", *"a", "enter", "escape"),
}
"""What is pressed in each tool, once it is open."""


@pytest.fixture
def course_dir() -> Path:
    """The shipped course, which has every tool; nothing here writes to it."""
    return paths.shipped_lessons() / "en"


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
async def test_hostile_tools_are_only_text(services: Services, tmp_path: Path, payload: str) -> None:
    course = services.library.course
    services.library = hostile_library(services, payload)
    services.store.keep("r1", course, [Started("people", 1), Reflected("weakest-of-four", payload)])
    app = CoachApp(services, tmp_path / "crash.log")
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        for tool, keys in FILLING.items():
            assert isinstance(screen(pilot), HomeScreen)
            await open_item(pilot, tool)
            assert_clean(app)
            if payload == PAYLOADS["markup"] and tool not in ("action-card", "team-check"):
                assert "[/x] [1 {a[0]}" in sheet_text(pilot), tool
            for key in keys:
                await press(pilot, key)
                assert_clean(app)
            for _ in range(4):
                if app.screen is app.screen_stack[0]:
                    break
                await press(pilot, "escape")
    assert app.crash is None
