"""Which screen a run opens on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.tui.screens.lesson import LessonScreen

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.tui.screens.base import CoachScreen
    from advocacy_coach.tui.services import Services


def screen_for(services: Services, live: LiveRun) -> CoachScreen:
    """The result of a finished run, else its step."""
    run = live.run
    if run.finished and all(stop in run.answers for stop in run.stops if stop.round):
        from advocacy_coach.tui.screens.result import ResultScreen

        return ResultScreen(services, live)
    return LessonScreen(services, live)
