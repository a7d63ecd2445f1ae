"""A place to write a few sentences."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from advocacy_coach.tui.text import clean


class Notepad(TextArea):
    """A plain text area that may start with a few words; alone, those count as nothing written."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "screen.leave_text", show=False)]

    def __init__(self, text: str, starter: str) -> None:
        self._starter = starter.strip()
        begin = text or (f"{self._starter} " if self._starter else "")
        super().__init__("\n".join(clean(line) for line in begin.split("\n")), soft_wrap=True)
        self.show_line_numbers = False
        self.move_cursor(self.document.end)

    @property
    def written(self) -> str:
        """What the learner wrote; empty when it is still only the starter."""
        text = "\n".join(clean(line) for line in self.text.split("\n")).strip()
        return "" if text == self._starter else text
