"""A group's view as Markdown: headings and lists only."""

from collections.abc import Iterator

from advocacy_coach.reports.cohort_document import Cohort
from advocacy_coach.reports.writers.cohort_words import about, rule, sections, too_few
from advocacy_coach.reports.writers.escape import escape


def write(cohort: Cohort) -> bytes:
    """The view in the program's current language, in UTF-8."""
    return ("\n\n".join(_blocks(cohort)) + "\n").encode()


def _blocks(cohort: Cohort) -> Iterator[str]:
    yield f"# {escape(cohort.title)}"
    yield about(cohort)
    if cohort.too_few:
        yield too_few(cohort)
    for section in sections(cohort):
        yield f"## {section.title}"
        yield "\n".join(f"- **{escape(line.label)}:** {escape(line.words)}" for line in section.lines)
    yield rule(cohort)
