"""Titles in letters of double size, drawn beside the compositor.

Textual knows nothing of letters that are larger than a cell. It draws two rows of spaces where a title
stands; after a frame the large letters are laid over them, and before the next frame they are lifted. So
while Textual draws, the terminal always shows what Textual believes that it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from rich.segment import Segment
from textual.app import App
from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.screen import Screen
from textual.strip import Strip

from advocacy_coach.tui.rows import BLANK, Row
from advocacy_coach.tui.widgets.ink import BIG, Ink
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.tui.workshop.chunks import heading
from advocacy_coach.tui.workshop.sizing import SCALE, big, blank, fits

STYLE = f"{BIG} strong accent"

_MARK = "█"
"""A character that stands in no sequence of colours."""


class Headline(Struct, frozen=True):
    """Words in large letters: their top left cell, counted from 0, and the sequences of their colours."""

    words: str
    row: int
    column: int
    colours: tuple[str, str]


def enlarged(rows: Sequence[Row], title: str, width: int) -> list[Row]:
    """The rows of a page, with the title on top of it in two rows where it fits; else as they are."""
    if not rows or [rows[0]] != heading(title, width) or not fits(rows[0].text, width):
        return list(rows)
    return [Row(((rows[0].text, STYLE),)), BLANK, *rows[1:]]


def headline(sheet: Sheet) -> Headline | None:
    """The large title on a sheet; None where there is none, or not all of it is in sight."""
    index = next((n for n, row in enumerate(sheet.rows) if row.parts and row.parts[0][1] == STYLE), None)
    if index is None:
        return None
    words = sheet.rows[index].text
    origin = sheet.content_region.offset
    row = origin.y + index - sheet.scroll_offset.y
    column = origin.x + sheet.margin(sheet.size.width)
    if not _is_in_sight(sheet, row, column, SCALE * len(words)):
        return None
    return Headline(words, row, column, _colours(sheet))


def _is_in_sight(sheet: Sheet, row: int, column: int, cells: int) -> bool:
    """False when something stands over one of the cells: a notice, say."""
    try:
        look = sheet.screen.get_widget_at
        return all(
            look(x, y)[0] is sheet for y in range(row, row + SCALE) for x in range(column, column + cells)
        )
    except (NoWidget, NoScreen):
        return False


def _colours(sheet: Sheet) -> tuple[str, str]:
    """What stands before and after text in the style of a large title, under the filters of the program."""
    strip = Strip([Segment(_MARK, Ink(sheet).style(STYLE))])
    _, background = sheet.background_colors
    for line_filter in sheet.get_line_filters():
        strip = strip.apply_filter(line_filter, background)
    before, _, after = strip.render(sheet.app.console).partition(_MARK)
    return before, after


class Lettering:
    """Lays the large title of a sheet over a program's frames, and lifts it before the next one."""

    def __init__(self, app: App[Any], screen: Screen[Any], sheet: Sheet) -> None:
        self._app, self._screen, self._sheet = app, screen, sheet
        self._laid: Headline | None = None

    def lift(self) -> None:
        """Before a frame: spaces again where large letters stand."""
        if laid := self._laid:
            self._laid = None
            self._write(blank(laid.words, laid.row + 1, laid.column + 1, laid.colours))

    def lay(self) -> None:
        """After a frame: the large letters, unless another screen stands over the sheet."""
        if self._app.screen_stack[-1:] != [self._screen]:
            return
        self._laid = headline(self._sheet)
        if laid := self._laid:
            self._write(big(laid.words, laid.row + 1, laid.column + 1, laid.colours))

    def _write(self, sequence: str) -> None:
        if self._app._driver is not None:
            self._app._driver.write(sequence)
