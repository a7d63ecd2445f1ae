"""From a course on disk and the lessons that were asked for to a bank, and what is told about it."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import Any, Final

from advocacy_coach.course.library import Library
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.interchange import Format
from advocacy_coach.reports.interchange.items import Bank, Note, bank

WIDTH: Final = 100
"""Columns of what is told."""

_HANGING: Final[dict[str, Any]] = {
    "initial_indent": "  ",
    "subsequent_indent": "  ",
    "break_long_words": False,
    "break_on_hyphens": False,  # a name that is broken could not be searched for
}


def gather(library: Library, names: Sequence[str], format: Format) -> tuple[Bank, list[Note]]:
    """What a format takes of the lessons named, or of all, and the lessons that cannot be opened.

    Raises CourseError when a lesson that was named cannot be opened: then somebody waits for it.
    """
    lessons, lost = [], []
    for id in dict.fromkeys(names or [entry.id for entry in library.entries]):
        try:
            lessons.append(library.lesson(id))
        except CourseError as error:
            if names:
                raise
            lost.append(Note(id, str(error)))
    return bank(library.course, lessons, format.rates), lost


def told(bank: Bank, notes: Iterable[Note]) -> str:
    """What was written, and under it what does not travel as it is: each reason with its steps."""
    n = sum(1 for _item in bank.items())
    lines = [ngettext("{n} question.", "{n} questions.", n).format(n=n)]
    places: dict[str, list[str]] = {}
    for note in notes:
        places.setdefault(note.what, []).append(note.where)
    if places:
        lines += ["", _("What does not travel as it is:")]
    for what, where in places.items():
        lines += ["", *wrap(f"{what}:", WIDTH), *wrap(", ".join(where), WIDTH, **_HANGING)]
    return "\n".join(lines)
