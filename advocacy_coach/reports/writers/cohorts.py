"""The formats a group's view can be written in."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.reports.cohort_document import Cohort
from advocacy_coach.reports.writers import cohort_csv, cohort_html, cohort_json, cohort_markdown


class CohortWriter(Struct, frozen=True):
    """A format of a group's view: its name, which its files end with, and how it is written.

    ``write`` is pure: the same view gives the same bytes (UTF-8).
    """

    name: str
    write: Callable[[Cohort], bytes]


COHORT_WRITERS = {
    writer.name: writer
    for writer in (
        CohortWriter("md", cohort_markdown.write),
        CohortWriter("html", cohort_html.write),
        CohortWriter("csv", cohort_csv.write),
        CohortWriter("json", cohort_json.write),
    )
}
