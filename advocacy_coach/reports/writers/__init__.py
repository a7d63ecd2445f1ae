"""One writer a format, and the registry of them."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers import csvfile, jsonfile, markdown


class Writer(Struct, frozen=True):
    """A format a summary can be written in: its name, the suffix of its files, and how it is written.

    ``write`` is pure: the same summary gives the same bytes (UTF-8).
    """

    name: str
    suffix: str
    write: Callable[[Summary], bytes]


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("md", ".md", markdown.write),
        Writer("json", ".json", jsonfile.write),
        Writer("csv", ".csv", csvfile.write),
    )
}
