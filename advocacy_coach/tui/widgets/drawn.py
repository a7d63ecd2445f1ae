"""Lines that are drawn once and handed out again.

A strip remembers what Textual worked out for it: filtered, cut, written as escape sequences. Textual's usual
way makes new strips for each frame, to add borders and padding that a sheet mostly does not have.
"""

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget


def finished(widget: Widget, strips: Sequence[Strip], crop: Region) -> list[Strip]:
    """Lines of a widget without a frame, as its ``render_lines`` returns them."""
    _, background = widget.background_colors
    for line_filter in widget.get_line_filters():
        strips = [strip.apply_filter(line_filter, background) for strip in strips]
    return [strip.crop(crop.x, crop.right) for strip in strips]


class ThinScrollBar(ScrollBar):
    """Textual's vertical scroll bar, one cell wide; drawn Textual's way it takes as long as the text."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """The bar, or the part of it in ``crop``."""
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        assert isinstance(bar.style, Style)
        strips = _bar(self.size.height, bar.virtual_size, bar.window_size, bar.position, bar.style)
        return finished(self, strips[crop.y : crop.bottom], crop)


@lru_cache(maxsize=256)
def _bar(
    height: int, virtual_size: int, window_size: int, position: float, style: Style
) -> tuple[Strip, ...]:
    assert style.color is not None
    assert style.bgcolor is not None
    back, front = style.bgcolor, style.color
    bar = ScrollBarRender.render_bar(
        height, virtual_size, window_size, position, back_color=back, bar_color=front
    )
    return tuple(Strip(list(Segment.apply_style([segment], style)), 1) for segment in bar.segments)
