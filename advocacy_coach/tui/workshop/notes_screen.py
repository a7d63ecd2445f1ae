"""The screen of the notes terminal: time above, what to say and do in the middle, what comes next below."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.timer import Timer

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import Row, text
from advocacy_coach.tui.screens.base import LEAST_HEIGHT, LEAST_WIDTH, LOW
from advocacy_coach.tui.widgets.bars import ActionLine, Bar, Key
from advocacy_coach.tui.widgets.ink import components
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.tui.workshop import notes_view
from advocacy_coach.tui.workshop.notes_glance import glance
from advocacy_coach.tui.workshop.notes_keys import bindings, help_rows
from advocacy_coach.workshop.cue import Cue, Verb


class Board(Bar):
    """A few rows that stay in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = components(("good", "bad"))

    def __init__(self, layout: Callable[[int], list[Row]], id: str) -> None:
        super().__init__(id=id)
        self._layout = layout

    def lines(self, width: int) -> list[Row]:
        """What the layout says now."""
        return self._layout(width)


class NotesScreen(Screen[None]):
    """Shows the newest cue and asks the stage for what keys mean. ``clock`` gives epoch seconds."""

    AUTO_FOCUS: ClassVar[str | None] = "Sheet"
    BINDINGS: ClassVar[list[BindingType]] = bindings()

    def __init__(
        self, ask: Callable[[Verb], object], clock: Callable[[], float], session: str | None = None
    ) -> None:
        super().__init__()
        self.cue: Cue | None = None
        self.type_size = 0
        self.helping = False
        self._ask = ask
        self._clock = clock
        self._session = session
        self._second: Timer | None = None
        self.top = Board(self._glance, "glance")
        self.sheet = Sheet(self._body)
        self.bottom = Board(self._coming, "coming")
        self.actions = ActionLine()

    def compose(self) -> ComposeResult:
        """Time, notes, what comes next, keys."""
        yield self.top
        yield self.sheet
        yield self.bottom
        yield self.actions

    def on_mount(self) -> None:
        """Begin to wait."""
        self._second = self.set_interval(1, self.top.refresh, pause=True)
        self._redraw(keep_place=False)

    @property
    def ticking(self) -> bool:
        """True while something on the screen changes with the time alone."""
        return self.cue is not None and bool(self.cue.deadline or not self.cue.clock.stopped)

    def show(self, cue: Cue | None) -> None:
        """Show this; None while no stage answers. Another item or phase is shown from its top."""
        before, self.cue = self.cue, cue
        same = before and cue and (before.number, before.phase) == (cue.number, cue.phase)
        self._redraw(keep_place=bool(same) or self.helping)

    def action_ask(self, verb: Verb) -> None:
        """Ask the stage."""
        self.action_close()
        self._ask(verb)

    def action_size(self, step: int) -> None:
        """Larger or smaller type."""
        sizes = notes_view.SIZES
        self.type_size = max(sizes[0], min(sizes[-1], self.type_size + step))
        self._redraw(keep_place=False)

    def action_scroll(self, step: int) -> None:
        """A line up or down."""
        self.sheet.scroll_to(y=self.sheet.scroll_offset.y + step, animate=False, immediate=True)

    def action_page(self) -> None:
        """A screen down."""
        self.sheet.action_page(1)

    def action_help(self) -> None:
        """The keys, or the notes again."""
        self.helping = not self.helping
        self._redraw(keep_place=False)

    def action_close(self) -> None:
        """Back to the notes."""
        if self.helping:
            self.action_help()

    def action_leave(self) -> None:
        """End the terminal; the stage goes on."""
        self.app.exit()

    @on(ActionLine.Pressed)
    async def _act(self, pressed: ActionLine.Pressed) -> None:
        await self.run_action(pressed.action)

    @on(Sheet.Scrolled)
    def _scrolled(self) -> None:
        self.actions.update(tuple(self._keys()))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size."""
        self.set_class(event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT, "-tiny")
        self.set_class(event.size.height < LOW, "-low")
        self._redraw(keep_place=True)

    def _redraw(self, *, keep_place: bool) -> None:
        self.sheet.show(self._body, keep_place=keep_place)
        self.set_class(self.cue is None, "-waiting")
        self.top.refresh()
        self.bottom.refresh()
        self.actions.update(tuple(self._keys()))
        if self._second is not None:
            (self._second.resume if self.ticking else self._second.pause)()

    def _keys(self) -> list[Key]:
        more = [Key("page", "PgDn", _("more"))] if self.sheet.more_below else []
        leave = Key("leave", "q", _("leave"))
        if self.helping:
            return [Key("close", "Esc", _("notes")), *more, leave]
        if self.cue is None:
            return [leave, Key("help", "?", _("keys"))]
        return [
            Key("ask('onward')", "Enter", _("go on")),
            *more,
            Key("help", "?", _("keys")),
            Key("ask('back')", "←", _("back")),
            leave,
            Key("size(1)", "+", _("larger")),
            Key("size(-1)", "-", _("smaller")),
        ]

    def _glance(self, width: int) -> list[Row]:
        return glance(self.cue, self._clock(), width) if self.cue else []

    def _coming(self, width: int) -> list[Row]:
        return notes_view.coming(self.cue, width) if self.cue else []

    def _body(self, width: int) -> list[Row]:
        if self.has_class("-tiny"):
            return text(_("Make the window larger, please."), width)
        if self.helping:
            return help_rows(width)
        if self.cue is None:
            return notes_view.waiting(self._session, width)
        return notes_view.body(self.cue, width, self.size.height, self.type_size)
