"""One writer a format, and the registry of them."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers import csvfile, htmlfile, jsonfile, markdown, pdf


class Writer(Struct, frozen=True):
    """A format a summary can be written in: its name, the suffix of its files, and how it is written.

    ``write`` is pure: the same summary gives the same bytes, in UTF-8 where the format is ``text``. It raises
    CoachError when a package that the format needs is not installed.
    """

    name: str
    suffix: str
    write: Callable[[Summary], bytes]
    text: bool = True


WRITERS = {
    writer.name: writer
    for writer in (
        Writer("md", ".md", markdown.write),
        Writer("json", ".json", jsonfile.write),
        Writer("csv", ".csv", csvfile.write),
        Writer("html", ".html", htmlfile.write),
        Writer("pdf", ".pdf", pdf.write, text=False),
    )
}
