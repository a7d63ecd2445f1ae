"""The wall of the stage: rows on a screen of 64x18, drawn ten times a second at most, however many vote."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from time import monotonic
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import Row, text
from advocacy_coach.tui.screens.base import LEAST_HEIGHT, LEAST_WIDTH
from advocacy_coach.tui.text import clean, clipped
from advocacy_coach.tui.widgets.bars import ActionLine, Rail
from advocacy_coach.tui.widgets.ink import NAMES, components
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.tui.workshop.overlay import BARE, Overlay, overlay_rows, standing, veil
from advocacy_coach.tui.workshop.stage_bars import keys, position
from advocacy_coach.tui.workshop.stage_view import Frame, frame, seconds_left
from advocacy_coach.workshop.live import LiveShow

TICK = 0.1
"""Seconds between two looks at what changed."""

LEAST_READ, READ_A_LETTER = 2.5, 0.05
"""Seconds that a message stands, at the least and for each letter."""


class Wall(Sheet):
    """The sheet of the stage. While it is ``bare`` it has the whole screen, without margins."""

    COMPONENT_CLASSES: ClassVar[set[str]] = components(NAMES)

    bare = False

    @dataclass
    class Resized(Message):
        """There is another number of rows, so there are other pages."""

    def on_resize(self, event: events.Resize) -> None:
        """Another size has other pages."""
        super().on_resize(event)
        self.post_message(self.Resized())

    def column(self, width: int) -> int:
        """The whole width while it is bare."""
        return width if self.bare else super().column(width)

    def margin(self, width: int) -> int:
        """No margin while it is bare."""
        return 0 if self.bare else super().margin(width)


class StageLine(ActionLine):
    """The line of keys; a message stands in its place for a while, on both of its rows."""

    message = ""

    def lines(self, width: int) -> list[Row]:
        """The message, or the keys."""
        if not self.message:
            return super().lines(width)
        rows = text(self.message, width, "strong")
        rest = clipped(" ".join(row.text for row in rows[1:]), width)
        return [rows[0], Row(((rest, "strong"),))]


class WallScreen(Screen[None]):
    """Draws where a session stands. ``overlay`` is what stands over it for a while.

    With ``sizing`` there is room for titles in large letters; who writes the frames lays them on.
    """

    AUTO_FOCUS: ClassVar[str | None] = "Wall"

    def __init__(self, live: LiveShow, overlay: Overlay | None = None) -> None:
        super().__init__()
        self.live = live
        self.overlay = overlay
        self.sizing = False
        self.page = 0
        self.written = ""
        self.frame = Frame((), 0, 1, "")
        self.rail = Rail()
        self.wall = Wall(self._rows)
        self.actions = StageLine()
        self._message_until = 0.0
        self._stale = True
        self._second = 0
        self._doing: set[asyncio.Task[Any]] = set()

    def compose(self) -> ComposeResult:
        """Where the session is, the wall, and what can be done."""
        yield self.rail
        yield self.wall
        yield self.actions

    def on_mount(self) -> None:
        """Draw, and from then on when something has changed."""
        self.live.listeners.append(self._changed)
        self.set_interval(TICK, self._look)
        self.call_after_refresh(self.redraw)

    @on(Wall.Resized)
    def _resized(self) -> None:
        self.redraw()

    def redraw(self) -> None:
        """Draw where the session stands."""
        self._stale, self._second = False, seconds_left(self.live)
        over = self.standing
        self.wall.bare = over in BARE
        self.set_class(self.wall.bare, "-bare")
        self.wall.show(self._rows)
        self.rail.update(*position(self.live, self.frame))
        self.actions.update(keys(self.live, self.frame, over))
        self.live.shown(veil(over), (self.frame.page + 1, self.frame.pages))

    @property
    def standing(self) -> Overlay | None:
        """What stands over the session now."""
        return standing(self.overlay, self.live)

    def over(self, overlay: Overlay | None) -> None:
        """Put something over the session, or take it away."""
        self.overlay = overlay
        self.redraw()

    def action_page(self) -> None:
        """The next page, after the last the first again."""
        self.page = (self.frame.page + 1) % self.frame.pages
        self.redraw()

    async def do(self, doing: Coroutine[Any, Any, bool | None]) -> bool:
        """Take the session somewhere else, to the first page of it; False when it stayed where it is."""
        before = self.live.show.place
        moved = await doing
        if self.live.show.place != before:
            self.page, self.overlay, self.actions.message = 0, None, ""
        self.redraw()
        return moved is not False

    def start(self, doing: Coroutine[Any, Any, object]) -> None:
        """Do something that takes its time, and hold on to it until it is done."""
        task = asyncio.ensure_future(doing)
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)

    def tell(self, message: str) -> None:
        """Words in place of the keys, for as long as it takes to read them."""
        self.actions.message = clean(message)
        self.actions.refresh()
        self._message_until = monotonic() + LEAST_READ + len(message) * READ_A_LETTER

    def _changed(self) -> None:
        self._stale = True

    def _look(self) -> None:
        # While the wall is bare nobody can have read it, so it waits.
        if self.actions.message and not self.wall.bare and monotonic() > self._message_until:
            self.actions.message = ""
            self.actions.refresh()
        if self._stale or (self.live.deadline is not None and seconds_left(self.live) != self._second):
            self.redraw()

    def _rows(self, width: int) -> list[Row]:
        size = self.wall.size
        if size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT:
            return text(_("Make the window larger, please."), width)
        if over := self.standing:
            return overlay_rows(over, self.live, width, size.height, self.size)
        self.frame = frame(self.live, self.page, width, size.height, written=self.written, sizing=self.sizing)
        self.page = self.frame.page
        return list(self.frame.rows)
