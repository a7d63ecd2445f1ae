"""The formats a facilitator guide can be written in."""

from typing import Protocol

from msgspec import Struct

from advocacy_coach.workshop.guide import html, markdown
from advocacy_coach.workshop.guide.value import Guide


class Write(Protocol):
    """How a guide is written: pure, the same guide gives the same bytes (UTF-8)."""

    def __call__(self, guide: Guide, *, large: bool = False) -> bytes:
        """The guide as bytes; ``large`` for large print, where the format has sizes."""


class GuideWriter(Struct, frozen=True):
    """A format of the guide: its name, the suffix of its files, and how it is written."""

    name: str
    suffix: str
    write: Write


GUIDE_WRITERS = {
    writer.name: writer
    for writer in (
        GuideWriter("html", ".html", html.write),
        GuideWriter("md", ".md", markdown.write),
    )
}
