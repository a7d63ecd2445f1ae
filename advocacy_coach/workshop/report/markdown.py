"""The report of a session as Markdown."""

from advocacy_coach.workshop.papers import markdown
from advocacy_coach.workshop.report.telling import tell
from advocacy_coach.workshop.report.value import Report


def write(report: Report) -> bytes:
    """The report in the program's current language, in UTF-8."""
    return markdown.write(tell(report))
