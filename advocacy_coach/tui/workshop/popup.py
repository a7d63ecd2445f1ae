"""The facilitator's notes over the stage, where there is no second screen: once the projector is frozen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row, text
from advocacy_coach.tui.screens.dialog import Panel
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.tui.workshop.notes_view import notes_rows
from advocacy_coach.workshop.cueing import cue
from advocacy_coach.workshop.live import LiveShow


class NotesPopup(Panel[None]):
    """Says first how to freeze the picture; ``f`` says that it is, and only then are the notes drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,n", "leave", show=False),
        Binding("f", "freeze", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("space", "page", show=False),
    ]

    def __init__(self, live: LiveShow) -> None:
        super().__init__()
        self._live = live
        self.frozen = False
        self._sheet = Sheet(self._rows)

    def compose(self) -> ComposeResult:
        """One sheet in a frame."""
        yield self._sheet

    def action_freeze(self) -> None:
        """The projector shows a still picture now."""
        self.frozen = True
        self._sheet.show(self._rows)

    def action_scroll(self, step: int) -> None:
        """A line up or down."""
        self._sheet.scroll_relative(y=step, animate=False, immediate=True)

    def action_page(self) -> None:
        """A page down."""
        self._sheet.action_page(1)

    def action_leave(self) -> None:
        """Back to the stage."""
        self.dismiss(None)

    def _rows(self, width: int) -> list[Row]:
        if self.frozen:
            shown = notes_rows(cue(self._live, 0), self._live.now().timestamp(), width)
            closing = _("Esc closes the notes. Then let the projector go on.")
            return [*shown, BLANK, *text(closing, width, "strong")]
        lines = [
            _("Your notes would be on the wall."),
            _("Freeze the picture with the projector’s key (Freeze, Still or AV Mute), then press f."),
            _("With a second screen, run “advocacy-coach notes” there instead."),
        ]
        return [row for line in lines for row in text(line, width)]
