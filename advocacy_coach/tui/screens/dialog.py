"""A question over the screen: a few words and a few answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from advocacy_coach.i18n import _
from advocacy_coach.tui.program import STYLES
from advocacy_coach.tui.rows import BLANK, Row, behind, text
from advocacy_coach.tui.widgets.sheet import Sheet

Answer = tuple[str, str]
"""The value a dialog returns, and its words."""


Returned = TypeVar("Returned")


class Panel(ModalScreen[Returned]):
    """A sheet in a frame over the screen."""

    CSS_PATH = STYLES / "dialog.tcss"
    AUTO_FOCUS: ClassVar[str | None] = "Sheet"


class Dialog(Panel[str | None]):
    """Returns the value of the chosen answer, or None when the learner turned away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j", "move(1)", show=False),
        Binding("enter,space", "choose", show=False),
    ]

    def __init__(self, words: str, answers: Sequence[Answer], *, careful: bool = False) -> None:
        """``careful`` puts the cursor on turning away, where an answer cannot be taken back."""
        super().__init__()
        self._words = words
        self._answers = [*answers, ("", _("Cancel"))]
        self._cursor = len(answers) if careful else 0
        self._sheet = Sheet(self._rows)

    def compose(self) -> ComposeResult:
        """One sheet in a frame."""
        yield self._sheet

    def action_move(self, step: int) -> None:
        """Move the cursor over the answers."""
        self._cursor = max(0, min(len(self._answers) - 1, self._cursor + step))
        self._sheet.show(self._rows, keep_place=True)
        self._sheet.reveal(f"answer:{self._cursor}")

    def action_choose(self) -> None:
        """Take the answer under the cursor."""
        self.dismiss(self._answers[self._cursor][0] or None)

    def action_leave(self) -> None:
        """Turn away."""
        self.dismiss(None)

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        self._cursor = int(chosen.target.partition(":")[2])
        self.action_choose()

    def _rows(self, width: int) -> list[Row]:
        rows = [row for line in self._words.split("\n") for row in (text(line, width) if line else [BLANK])]
        rows.append(BLANK)
        for index, (_value, words) in enumerate(self._answers):
            here = index == self._cursor
            lead = (("› ", "accent strong") if here else ("  ", ""),)
            style, fill = ("strong", "cursor") if here else ("", "")
            rows += behind(lead, words, width, style, target=f"answer:{index}", fill=fill)
        return rows
