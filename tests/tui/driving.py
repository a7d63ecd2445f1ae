"""Driving an app in a test: press keys, read the screen, wait for what is asserted."""

import asyncio
from collections.abc import Callable

from textual.app import App
from textual.pilot import Pilot

from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.lesson import LessonScreen

SIZES = [(40, 14), (80, 24), (120, 40)]

CoachPilot = Pilot[None]


async def wait_until(condition: Callable[[], bool], seconds: float = 5) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    for _ in range(int(seconds / 0.01)):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the condition did not come true in time")


def screen(pilot: CoachPilot) -> CoachScreen:
    """The screen on top, one of ours."""
    top = pilot.app.screen
    assert isinstance(top, CoachScreen), top
    return top


def lesson(pilot: CoachPilot) -> LessonScreen:
    """The lesson on screen."""
    top = screen(pilot)
    assert isinstance(top, LessonScreen), top
    return top


def sheet_text(pilot: CoachPilot) -> str:
    """Everything on the sheet, also what is below the edge."""
    return "\n".join(row.text for row in screen(pilot).sheet.rows)


def visible(app: App[None]) -> list[str]:
    """The lines on the screen as a terminal shows them."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def offers(pilot: CoachPilot) -> dict[str, str]:
    """What the action line offers: key to words."""
    return {key.key: key.label for key in screen(pilot).actions.keys}


async def press(pilot: CoachPilot, *keys: str) -> None:
    """Press keys, each after the last has settled."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def read_on(pilot: CoachPilot) -> None:
    """Enter until the step, or the screen, is another one."""
    top = screen(pilot)
    place = top.now.place if isinstance(top, LessonScreen) else None
    for _ in range(40):
        await press(pilot, "enter")
        now = screen(pilot)
        if now is not top or (isinstance(now, LessonScreen) and now.now.place != place):
            return
    raise AssertionError("Enter did not lead on")
