"""One line of text over the screen."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from advocacy_coach.i18n import _
from advocacy_coach.tui.text import clean, content


class LineEntry(ModalScreen[str | None]):
    """Returns the line, or None when the learner turned away."""

    CSS_PATH = "../styles/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, words: str, value: str, max_length: int) -> None:
        super().__init__()
        self._words = words
        self._value = value
        self._max_length = max_length

    def compose(self) -> ComposeResult:
        """A question, a line, and what the keys do."""
        with Vertical():
            yield Static(content(self._words))
            yield Input(self._value, max_length=self._max_length)
            yield Static(content(_("Enter keeps it, Esc leaves it as it was.")), classes="muted")

    def action_leave(self) -> None:
        """Turn away."""
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self, submitted: Input.Submitted) -> None:
        self.dismiss(clean(submitted.value).strip())
