"""From the names of styles to styles of the theme.

Names stand for meaning (``good``, ``muted``, ``accent``); the stylesheet says how each looks, as a component
class of the widget that draws.
"""

from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widget import Widget

from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.text import clean, measure

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
"""Every style name a row may use whose look the stylesheet says."""

BIG = "big"
"""The name of text that is laid over the screen in large letters: its cells are drawn as spaces."""

FIXED = {"qr": Style(color="#000000", bgcolor="#ffffff")}
"""Names that look the same in every theme: a camera reads black on white and nothing else."""


def components(names: Iterable[str]) -> set[str]:
    """The component classes a drawing widget declares for the names it uses; each costs time at the start."""
    return {f"ink--{name}" for name in names}


KEPT = 2048
"""How many strips an ink keeps: the pages of a lesson at one width."""


class Ink:
    """Draws rows as strips in the colours of a widget; made anew when its styles change."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._base = widget.rich_style
        self._styles: dict[str, Style] = {"": self._base}
        self._strips: LRUCache[tuple[Row, int, int], Strip] = LRUCache(KEPT)

    def strip(self, row: Row, width: int, margin: int = 0) -> Strip:
        """The row as a strip of exactly ``width`` cells, ``margin`` cells in from the left.

        The same row gives the same strip, and with it what Textual worked out for it when it was last shown.
        """
        key = row, width, margin
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._drawn(row, width, margin)
        return strip

    def _drawn(self, row: Row, width: int, margin: int) -> Strip:
        fill = self.style(row.fill)
        segments = [Segment(" " * margin, fill), *self._segments(row, fill)]
        return Strip(segments).adjust_cell_length(width, fill)

    def style(self, names: str) -> Style:
        """The style of one or more names, on the widget's own."""
        found = self._styles.get(names)
        if found is None:
            found = self._base
            for name in names.split():
                if name == BIG:
                    continue
                fixed = FIXED.get(name)
                found += fixed or self._widget.get_component_rich_style(f"ink--{name}", partial=True)
            self._styles[names] = found
        return found

    def _segments(self, row: Row, fill: Style) -> Iterable[Segment]:
        for words, names in row.parts:
            style = self.style(f"{names} {row.fill}".strip()) if row.fill else self.style(names)
            shown = clean(words)
            if BIG in names.split():
                shown = " " * measure(shown)
            yield Segment(shown, style if names else fill)
