"""The one widget that shows text: rows laid out for a width, drawn from kept strips.

Textual's own Markdown widget costs a widget a block; a sheet is a single widget however long the text is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from advocacy_coach.tui.rows import BLANK, Row, column, margin
from advocacy_coach.tui.widgets.drawn import ThinScrollBar, finished
from advocacy_coach.tui.widgets.ink import NAMES, Ink, components

Layout = Callable[[int], list[Row]]
"""Rows for a text width in cells."""


class Sheet(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows what a layout returns. The layout is asked again when the width changes.

    Up and down belong to the screen, which has a cursor; a scroll view would take them for itself.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = components(NAMES)

    @dataclass
    class Chosen(Message):
        """A row with a target was clicked."""

        sheet: "Sheet"
        target: str

        @property
        def control(self) -> "Sheet":
            """The sheet, for ``on`` selectors."""
            return self.sheet

    @dataclass
    class Scrolled(Message):
        """Another part of the text is in sight."""

    def __init__(self, layout: Layout | None = None, id: str | None = None) -> None:
        super().__init__(id=id)
        self._layout: Layout = layout or (lambda _: [])
        self._rows: list[Row] = []
        self._width = 0
        self._ink: Ink | None = None

    @property
    def rows(self) -> list[Row]:
        """What is shown now."""
        return self._rows

    @property
    def more_below(self) -> bool:
        """True when text continues below the screen."""
        return self.scroll_offset.y + self.size.height < len(self._rows)

    def column(self, width: int) -> int:
        """How wide text may be on a sheet of this width, in cells."""
        return column(width)

    def margin(self, width: int) -> int:
        """How many cells stay free at the left."""
        return margin(width)

    def show(self, layout: Layout, *, keep_place: bool = False) -> None:
        """Show another layout, from its top unless ``keep_place``."""
        self._layout = layout
        self._make_rows()
        self._fit()
        if not keep_place:
            self.scroll_to(y=0, animate=False, immediate=True)

    def reveal(self, target: str) -> None:
        """Scroll just enough that all rows of a target are on screen."""
        places = [index for index, row in enumerate(self._rows) if row.target == target]
        if places:
            region = Region(0, places[0], 1, places[-1] - places[0] + 1)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def in_sight(self, target: str) -> bool:
        """True when a row of a target is on screen."""
        top = self.scroll_offset.y
        return any(row.target == target for row in self._rows[top : top + self.size.height])

    def action_page(self, direction: int) -> None:
        """A screen down (1) or up (-1), with two lines of what was read kept in sight."""
        step = direction * max(1, self.size.height - 2)
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True, force=True)

    def action_scroll_home(self) -> None:
        """To the first line."""
        self.scroll_home(animate=False, immediate=True)

    def action_scroll_end(self) -> None:
        """To the last line."""
        self.scroll_end(animate=False, immediate=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Draw what is in sight now, and say so."""
        super().watch_scroll_y(old_value, new_value)
        if round(old_value) != round(new_value):
            self.post_message(self.Scrolled())

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = ThinScrollBar(vertical=True, name="vertical")
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """How tall a sheet is that grows with its text, as in a dialog."""
        return len(self._layout(self.column(width)))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region; with a frame around them the way of all widgets, else the kept strips."""
        if self.size.width != self._width:
            self._make_rows()  # the first frame is drawn before the news of the size arrives
        if self.styles.gutter:
            return super().render_lines(crop)
        top = self.scroll_offset.y
        return finished(self, [self._strip(top + y) for y in crop.line_range], crop)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self._strip(self.scroll_offset.y + y)

    def _strip(self, index: int) -> Strip:
        if self._ink is None:
            self._ink = Ink(self)
        row = self._rows[index] if index < len(self._rows) else BLANK
        return self._ink.strip(row, self._width, self.margin(self._width))

    def notify_style_update(self) -> None:
        """Colours changed: draw anew."""
        super().notify_style_update()
        self._ink = None

    def on_resize(self, event: events.Resize) -> None:
        """A new width needs new lines."""
        if event.size.width != self._width:
            self._make_rows()
        self._fit()
        self.post_message(self.Scrolled())

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer."""
        index = self.scroll_offset.y + event.y
        if index < len(self._rows) and (target := self._rows[index].target):
            event.stop()
            self.post_message(self.Chosen(self, target))

    def _make_rows(self) -> None:
        self._width = self.size.width
        self._rows = self._layout(self.column(self._width)) if self._width else []

    def _fit(self) -> None:
        """Tell how tall the text is, and draw it."""
        self.virtual_size = Size(self._width, len(self._rows))
        self.refresh()
