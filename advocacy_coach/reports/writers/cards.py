"""The formats an action card can be written in."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.reports.document import CardDocument
from advocacy_coach.reports.writers import card_html, card_ics, card_markdown


class CardWriter(Struct, frozen=True):
    """A format of the card: its name, the suffix of its files, and how it is written.

    ``write`` is pure: the same document gives the same bytes (UTF-8). It raises CoachError when a package
    that the format needs is not installed.
    """

    name: str
    suffix: str
    write: Callable[[CardDocument], bytes]


CARD_WRITERS = {
    writer.name: writer
    for writer in (
        CardWriter("md", ".md", card_markdown.write),
        CardWriter("html", ".html", card_html.write),
        CardWriter("ics", ".ics", card_ics.write),
    )
}
