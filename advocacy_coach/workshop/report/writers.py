"""The formats the report of a session can be written in."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.workshop.report import html, jsonfile, markdown
from advocacy_coach.workshop.report.value import Report


class ReportWriter(Struct, frozen=True):
    """A format of the report: its name, the suffix of its files, and how it is written.

    ``write`` is pure: the same report gives the same bytes (UTF-8).
    """

    name: str
    suffix: str
    write: Callable[[Report], bytes]


REPORT_WRITERS = {
    writer.name: writer
    for writer in (
        ReportWriter("md", ".md", markdown.write),
        ReportWriter("html", ".html", html.write),
        ReportWriter("json", ".json", jsonfile.write),
    )
}
