"""The notes terminal: a program of its own on a second screen, for the facilitator alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.screen import Screen

from advocacy_coach.tui.program import STYLES, Program
from advocacy_coach.tui.workshop.notes_screen import NotesScreen
from advocacy_coach.workshop.notes_link import NotesClient


class NotesApp(Program):
    """Shows what a stage says, for as long as the facilitator wants it; the stage may come and go."""

    CSS_PATH: ClassVar[Any] = [
        STYLES / "app.tcss",
        STYLES / "notes.tcss",
    ]  # that of a first screen is not read
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        client: NotesClient,
        theme: str,
        log: Path | None = None,
        clock: Callable[[], float] = time.time,
        session: str | None = None,
    ) -> None:
        self._client = client
        self._notes = NotesScreen(client.ask, clock, session)
        super().__init__(theme, log)

    def get_default_screen(self) -> Screen[None]:
        """There is one screen."""
        return self._notes

    def on_ready(self) -> None:
        """Listen to the stage."""
        self.run_worker(self._follow(), exclusive=True)

    async def _follow(self) -> None:
        async for cue in self._client.cues():
            self._notes.show(cue)
