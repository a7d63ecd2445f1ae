"""The report of a session as one HTML file, to send and to print."""

from advocacy_coach.workshop.papers import html
from advocacy_coach.workshop.report.telling import tell
from advocacy_coach.workshop.report.value import Report


def write(report: Report) -> bytes:
    """The report in the program's current language, in UTF-8."""
    return html.write(tell(report))
