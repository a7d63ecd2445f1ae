"""A scenario whose every text is hostile is played to its debrief."""

import shutil
from pathlib import Path

import pytest

from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.debrief import DebriefScreen
from advocacy_coach.tui.services import Services
from tests.conftest import PLAYED
from tests.tui.driving import press, screen, sheet_text
from tests.tui.test_hostile_course import PAYLOADS, assert_clean, hostile_library
from tests.tui.test_scenario import go_to, playing


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """The course with scenarios, in a folder of its own."""
    folder = tmp_path / "course"
    shutil.copytree(PLAYED, folder)
    return folder


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
async def test_a_hostile_scenario_is_only_text(services: Services, tmp_path: Path, payload: str) -> None:
    services.library = hostile_library(services, payload)
    app = CoachApp(services, tmp_path / "crash.log")
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        assert_clean(app)
        await go_to(pilot, "notice")
        await press(pilot, "enter")
        playing(pilot).sheet.scroll_end(animate=False, immediate=True)
        await press(pilot, "enter")
        for id in ("order", "deny"):
            number = [choice.id for choice in playing(pilot).choices].index(id) + 1
            await press(pilot, str(number), "enter")
            assert_clean(app)
            playing(pilot).sheet.scroll_end(animate=False, immediate=True)
            await press(pilot, "enter")
            assert_clean(app)
        playing(pilot).sheet.scroll_end(animate=False, immediate=True)
        await press(pilot, "enter")
        assert isinstance(screen(pilot), DebriefScreen)
        assert_clean(app)
        if payload == PAYLOADS["markup"]:
            assert "[/x] [1 {a[0]}" in sheet_text(pilot)
        await press(pilot, "e", "end")
        assert_clean(app)
        await press(pilot, "escape")
        assert_clean(app)
    assert app.crash is None
