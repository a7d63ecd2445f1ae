"""The only door from texts to the screen.

Textual reads brackets in plain strings as markup, and passes escape sequences on to the terminal. Everything
that is drawn goes through here: rows become strips without any markup, other widgets get a ``Content``, and
characters that steer a terminal are taken out once more (the course loader has refused them already).
"""

import re

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from advocacy_coach.course.characters import FORBIDDEN

measure = cell_len
"""The width of a text in terminal cells."""

_UNDRAWABLE = re.compile(f"{FORBIDDEN.pattern}|[\\t\\n\\r]")


def clean(text: str) -> str:
    """The text without control, bidi and other characters that would steer the terminal."""
    return _UNDRAWABLE.sub("", text)


def content(text: str) -> Content:
    """A text for a widget of Textual's, taken literally."""
    return Content(clean(text))


def clipped(text: str, width: int) -> str:
    """The text on one line of at most ``width`` cells, with an ellipsis where something was cut."""
    if measure(text) <= width:
        return text
    kept = ""
    for character in text:
        if measure(kept + character) > width - 1:
            break
        kept += character
    return f"{kept.rstrip()}…" if width > 0 else ""


class ControlFilter(LineFilter):
    """Takes steering characters out of everything the app draws, whichever widget drew it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments, each without undrawable characters. Terminal control segments are Textual's own."""
        return [
            segment if segment.control or not _UNDRAWABLE.search(segment.text) else _cleaned(segment)
            for segment in segments
        ]


def _cleaned(segment: Segment) -> Segment:
    style: Style | None = segment.style
    return Segment(clean(segment.text), style)
