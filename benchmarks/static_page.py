"""The plainest page in Textual: one Static with unformatted text, which a key exchanges for the next.

Run as ``python -m benchmarks.static_page PAGES LINES``; ``n`` is the next page, ``b`` the one before.
"""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from benchmarks.made import page_text


class StaticPage(App[None]):
    """Shows one of its pages."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("n", "turn(1)"), Binding("b", "turn(-1)")]

    def __init__(self, pages: list[str]) -> None:
        super().__init__()
        self.pages = pages
        self.number = 0

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        with VerticalScroll():
            yield Static(self.pages[0], markup=False)

    def action_turn(self, step: int) -> None:
        """Show another page from its top."""
        self.number = (self.number + step) % len(self.pages)
        self.query_one(Static).update(self.pages[self.number])
        self.query_one(VerticalScroll).scroll_home(animate=False)


if __name__ == "__main__":
    count, lines = map(int, sys.argv[1:3])
    StaticPage([f"Page {n}\n\n{page_text(n, lines)}" for n in range(1, count + 1)]).run()
