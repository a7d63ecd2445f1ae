"""From the names of styles to styles of the theme.

Names stand for meaning (``good``, ``muted``, ``accent``); the stylesheet says how each looks, as a component
class of the widget that draws.
"""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.text import clean

NAMES = frozenset(
    {
        "accent",
        "bad",
        "code",
        "cursor",
        "emphasis",
        "good",
        "key",
        "link",
        "muted",
        "quote",
        "strong",
        "track",
    }
)
"""Every style name a row may use."""

COMPONENTS = frozenset(f"ink--{name}" for name in NAMES)
"""The component classes a drawing widget declares."""


class Ink:
    """Draws rows as strips in the colours of a widget; made anew when its styles change."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._base = widget.rich_style
        self._styles: dict[str, Style] = {"": self._base}

    def strip(self, row: Row, width: int, margin: int = 0) -> Strip:
        """The row as a strip of exactly ``width`` cells, ``margin`` cells in from the left."""
        fill = self.style(row.fill)
        segments = [Segment(" " * margin, fill), *self._segments(row, fill)]
        return Strip(segments).adjust_cell_length(width, fill)

    def style(self, names: str) -> Style:
        """The style of one or more names, on the widget's own."""
        found = self._styles.get(names)
        if found is None:
            found = self._base
            for name in names.split():
                found += self._widget.get_component_rich_style(f"ink--{name}", partial=True)
            self._styles[names] = found
        return found

    def _segments(self, row: Row, fill: Style) -> Iterable[Segment]:
        for words, names in row.parts:
            style = self.style(f"{names} {row.fill}".strip()) if row.fill else self.style(names)
            yield Segment(clean(words), style if names else fill)
