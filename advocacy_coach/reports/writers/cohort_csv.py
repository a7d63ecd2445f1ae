"""A group's view as CSV: one figure a row, so that any part of it can be filtered and stacked with others.

RFC 4180 in UTF-8 with a byte order mark. Headers and names of figures are fixed English.
"""

import csv
import io
from collections.abc import Iterator

from advocacy_coach.reports.cohort_document import Cohort, Mean
from advocacy_coach.reports.writers.csvfile import Cell, cell

COLUMNS = ("course", "made", "part", "id", "title", "figure", "value")

Row = tuple[str, str, str, str, Cell]


def write(cohort: Cohort) -> bytes:
    """The header and a row a figure; one that may not be told has an empty value."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _rows(cohort):
        table.writerow([cell(value) for value in (cohort.course, cohort.made, *row)])
    return text.getvalue().encode("utf-8-sig")


def _rows(cohort: Cohort) -> Iterator[Row]:
    def group(figure: str, value: Cell) -> Row:
        return ("group", "", cohort.title, figure, value)

    yield group("too_few", cohort.too_few)
    if cohort.too_few:
        return
    yield group("people", cohort.people)
    yield group("complete", cohort.complete)
    yield group("passed", cohort.passed)
    yield from _mean("group", "", cohort.title, cohort.score)
    for topic in cohort.topics:
        yield from _mean("topic", topic.id, topic.title, topic.mean)
    for question in cohort.questions:
        about = ("question", f"{question.lesson}/{question.question}", question.prompt)
        yield (*about, "missed", question.missed)
        yield (*about, "answered", question.answered)
    for scenario in cohort.scenarios:
        about = ("scenario", scenario.id, scenario.title)
        yield (*about, "played", scenario.played)
        for ending in scenario.endings:
            yield ("ending", f"{scenario.id}/{ending.id}", ending.title, "people", ending.people)
        yield (*about, "other_endings" if scenario.played is not None else "others", scenario.others)
    if cohort.gain:
        for figure in ("pairs", "of", "key", "key_version", "opening", "closing", "gain"):
            yield ("checks", "", "", figure, getattr(cohort.gain, figure))


def _mean(part: str, id: str, title: str, mean: Mean | None) -> Iterator[Row]:
    yield (part, id, title, "scored", mean.people if mean else None)
    yield (part, id, title, "mean_per_cent", mean.per_cent if mean else None)
