"""From a step of a lesson into its scenario, and into the debrief of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advocacy_coach.session import scenario

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.tui.screens.base import CoachScreen


def play(screen: CoachScreen, live: LiveRun, onward: Callable[[], None]) -> None:
    """Play the scenario at the step of a run, or go on playing it; nothing where there is none."""
    if scenario.story(live.run) is None:
        return
    from advocacy_coach.tui.screens.scenario import ScenarioScreen

    if scenario.ending(live.run):
        live.take(scenario.begin(live.run))
    screen.app.push_screen(ScenarioScreen(screen.services, live, onward))


def look_back(screen: CoachScreen, live: LiveRun, onward: Callable[[], None]) -> None:
    """The debrief of the newest play, once it has ended."""
    if scenario.ending(live.run):
        from advocacy_coach.tui.screens.debrief import DebriefScreen

        screen.app.push_screen(DebriefScreen(screen.services, live, onward))


def left_open(live: LiveRun) -> bool:
    """True when a play was left in the middle, before any has ended."""
    playing = scenario.play(live.run)
    return live.run.state == "playing" and playing is not None and bool(playing.path)
