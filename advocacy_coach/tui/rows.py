"""Rows: a screen's text laid out, before any colour.

A row is a few parts, each with the names of its styles, and what choosing the row means. Views are pure
functions that return rows; ``widgets.sheet`` draws them. So a view can be tested without a terminal.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from advocacy_coach.course.flow import Line, flow, wrap
from advocacy_coach.course.prose import Block, Span, parse
from advocacy_coach.tui.text import clipped, measure

Part = tuple[str, str]
"""A text and the names of its styles, separated by spaces: ``("Right.", "good strong")``."""

MEASURE = 76
"""The widest a line of prose gets, in cells: longer lines are hard to read."""

WIDE_MARGIN, MIDDLE_MARGIN, NARROW_MARGIN = 3, 2, 1
WIDE, NARROW = 66, 60
"""Below so many cells a screen is not wide, or narrow, and gives of its margins to the text."""


class Row(Struct, frozen=True):
    """One line of a sheet. ``target`` names what choosing it means; ``fill`` styles the whole line."""

    parts: tuple[Part, ...] = ()
    target: str = ""
    fill: str = ""

    @property
    def text(self) -> str:
        """The row without styles."""
        return "".join(part for part, _ in self.parts)


BLANK = Row()


def column(width: int) -> int:
    """How wide text may be on a screen of this width."""
    free = NARROW_MARGIN if width < NARROW else MIDDLE_MARGIN if width < WIDE else WIDE_MARGIN
    return max(1, min(MEASURE, width - 2 * free))


def margin(width: int) -> int:
    """How many cells stay free at the left, so that the column stands in the middle."""
    return max(0, (width - column(width)) // 2)


def text(words: str, width: int, style: str = "", indent: str = "", target: str = "") -> list[Row]:
    """Plain words as rows, wrapped."""
    room = max(1, width - measure(indent))
    lines = wrap((Span(words),), room, measure)
    return [Row(((indent, ""), *_parts(line, style)), target) for line in lines]


@lru_cache(maxsize=512)
def prose(markdown: str, width: int, style: str = "", indent: str = "") -> tuple[Row, ...]:
    """Markdown as rows; links are targets of their own. Remembered, since every key draws its screen anew."""
    return tuple(blocks(parse(markdown), width, style, indent))


def blocks(content: Iterable[Block], width: int, style: str = "", indent: str = "") -> list[Row]:
    """Blocks of prose as rows."""
    room = max(1, width - measure(indent))
    return [_row(line, style, indent) for line in flow(content, room, measure)]


def hanging(first: Sequence[Part], markdown: str, width: int, style: str = "", target: str = "") -> list[Row]:
    """Prose behind a prefix (a glyph, a number); the lines below stand under the text."""
    lead = sum(measure(part) for part, _ in first)
    lines = flow(parse(markdown), max(1, width - lead), measure)
    rows = []
    for index, line in enumerate(lines):
        before = tuple(first) if index == 0 else ((" " * lead, ""),)
        rows.append(Row((*before, (line.prefix, style), *_parts(line.spans, style)), target))
    return rows


def behind(
    first: Sequence[Part], words: str, width: int, style: str = "", *, target: str = "", fill: str = ""
) -> list[Row]:
    """Plain words behind a prefix; the lines below stand under the words."""
    lead = sum(measure(part) for part, _ in first)
    lines = wrap((Span(words),), max(1, width - lead), measure)
    rest: Sequence[Part] = ((" " * lead, ""),)
    return [
        Row((*(first if index == 0 else rest), *_parts(line, style)), target, fill)
        for index, line in enumerate(lines)
    ]


def pair(left: Part, right: Part, width: int, target: str = "", fill: str = "") -> Row:
    """One row with a text at each end; the left one gives way."""
    room = max(0, width - measure(right[0]) - 2)
    words = clipped(left[0], room)
    gap = " " * max(0, width - measure(words) - measure(right[0]))
    return Row(((words, left[1]), (gap, ""), right), target, fill)


def _row(line: Line, style: str, indent: str) -> Row:
    kind = {"heading": "strong accent", "quote": "quote", "code": "code", "rule": "muted"}.get(line.kind, "")
    link = next((span.href for span in line.spans if span.href), "")
    base = f"{style} {kind}".strip()
    prefix_style = "muted" if line.prefix.strip() else ""
    parts = ((indent, ""), (line.prefix, prefix_style), *_parts(line.spans, base))
    return Row(tuple(part for part in parts if part[0]), f"link:{link}" if link else "")


def _parts(spans: Iterable[Span], style: str) -> tuple[Part, ...]:
    return tuple((span.text, " ".join(filter(None, (style, *_styles(span))))) for span in spans if span.text)


def _styles(span: Span) -> Iterable[str]:
    if span.strong:
        yield "strong"
    if span.emphasis:
        yield "emphasis"
    if span.code:
        yield "code"
    if span.href:
        yield "link"
