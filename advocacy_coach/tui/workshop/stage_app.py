"""The program on the projector: the stage, the phones and the notes terminal, from start to end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from textual import on
from textual.screen import Screen

from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _
from advocacy_coach.tui.program import STYLES, Program
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.workshop.headline import Lettering
from advocacy_coach.tui.workshop.stage import StageScreen
from advocacy_coach.workshop.cue import Cue, Verb
from advocacy_coach.workshop.cueing import cue
from advocacy_coach.workshop.live import LiveShow


class Stoppable(Protocol):
    """Something that runs beside the stage."""

    async def stop(self) -> None:
        """End it, and give back what it holds."""


class Notes(Stoppable, Protocol):
    """The way to notes terminals."""

    async def start(self) -> None:
        """Let them connect."""

    def publish(self, cue: Cue) -> None:
        """Send what they show."""


OpenPhones = Callable[[LiveShow, Callable[[str], None]], Awaitable[Stoppable]]
"""Lets phones take part in a session; the second argument is told in words what goes wrong later."""

OpenNotes = Callable[[Callable[[Verb], None]], Notes]
"""The way to notes terminals, whose wishes go to the argument."""

WriteReport = Callable[[LiveShow], str]
"""Writes the report and returns a sentence about it. Raises CoachError."""


@dataclass(frozen=True)
class Beside:
    """What runs beside the stage. Without ``phones`` the room votes by hand."""

    phones: OpenPhones | None
    notes: OpenNotes
    report: WriteReport


class StageApp(Program):
    """Runs a session. Phones and notes are handed in, so that the stage opens no connection itself.

    With ``sizing`` titles are drawn in double size; the terminal must have shown that it can do that. They
    get room only once Textual has called what draws them, so that none is lost where it does not.
    """

    CSS_PATH: ClassVar[Any] = [STYLES / "app.tcss", STYLES / "stage.tcss"]
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self, live: LiveShow, beside: Beside, theme: str, log: Path | None = None, *, sizing: bool = False
    ) -> None:
        super().__init__(theme, log)
        self.live = live
        self.stage = StageScreen(live, "ruler")
        self._sizing = sizing
        self._lettering = Lettering(self, self.stage, self.stage.wall)
        self._phones = beside.phones
        self._notes = beside.notes(self._asked)
        self._write = beside.report
        self._beside: list[Stoppable] = []
        self._revision = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._cue_due = False

    def get_default_screen(self) -> Screen[None]:
        """The stage."""
        return self.stage

    def _begin_update(self) -> None:
        """Before Textual writes a frame."""
        super()._begin_update()
        self._lettering.lift()

    def _end_update(self) -> None:
        """After it, while the terminal still holds back what it got."""
        self._lettering.lay()
        self.stage.sizing = self._sizing
        super()._end_update()

    def on_mount(self) -> None:
        """Let phones and notes terminals in."""
        self.live.listeners.append(self._changed)
        self._later(self._open())

    async def on_unmount(self) -> None:
        """Give everything back: the port, the socket, the processes."""
        for each in reversed(self._beside):
            await each.stop()

    async def _open(self) -> None:
        try:
            await self._notes.start()
            self._beside.append(self._notes)
        except OSError as error:
            words = _("The notes terminal cannot be used: {reason}.")
            self._say(words.format(reason=error.strerror or error))
        if self._phones:
            try:
                self._beside.append(await self._phones(self.live, self._say))
            except CoachError as error:
                self._say(str(error))
        self._changed()

    def _say(self, words: str) -> None:
        """Something the facilitator has to know, on the stage for a moment and in the notes to stay."""
        self.live.notice(words)
        self.stage.tell(words)

    def _changed(self) -> None:
        """Tell the notes terminals, once for all that changes in one turn."""
        if not self._cue_due:
            self._cue_due = True
            self.call_later(self._publish)

    def _publish(self) -> None:
        self._cue_due = False
        self._revision += 1
        self._notes.publish(cue(self.live, self._revision))

    def _asked(self, verb: Verb) -> None:
        self._later(self.stage.drive(verb))

    def _later(self, doing: Awaitable[None]) -> None:
        task = asyncio.ensure_future(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @on(StageScreen.Report)
    def _report(self) -> None:
        try:
            self.stage.written = self._write(self.live)
        except CoachError as error:
            self.stage.written = str(error)
        self.stage.redraw()

    @on(StageScreen.Leave)
    def _leave(self) -> None:
        if not self.live.show.visited:
            self.exit()  # nothing has happened yet that could be lost
            return
        ways = [("end", _("End the session")), ("later", _("Leave it; go on with it later"))]
        if self.live.show.place.phase == "over":
            self.push_screen(Dialog(_("The session is over."), ways), self._left)
        else:
            self.push_screen(Dialog(_("The session is not over yet."), ways[::-1]), self._left)

    async def _left(self, way: str | None) -> None:
        if way == "end":
            await self.live.end()
        if way:
            self.exit()
