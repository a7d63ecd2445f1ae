"""What commands share: options, the values these may have, and the course and record that they mean.

Formats are listed here and not asked of their writers, so that the help needs no writer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from advocacy_coach.cli.talk import say
from advocacy_coach.i18n import _
from advocacy_coach.launch import LANGUAGES

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.records.store import Store

F = TypeVar("F", bound=Callable[..., Any])

FORMATS: Final = ("md", "json", "csv", "html", "pdf")
"""The formats of a summary."""

STATEMENTS: Final = "xapi"
"""The format of a summary that is no document: xAPI statements, one a line."""

CARD_FORMATS: Final = ("md", "html", "ics")
"""The formats of an action card."""

COHORT_FORMATS: Final = ("md", "html", "csv", "json")
"""The formats of a group's view."""

PICTURES: Final = ("mermaid", "dot", "svg")
"""The formats of a picture of a scenario."""

BANKS: Final = ("moodle", "gift")
"""The formats of question banks."""

LAYOUTS: Final = ("iomad", "learnupon", "learningpool", "totara")
"""The learning systems a CSV can be laid out for."""

GUIDE_FORMATS: Final = ("html", "md")
"""The formats of a facilitator guide."""

REPORT_FORMATS: Final = ("md", "html", "json")
"""The formats of the report of a session."""

MOST_PLAYS: Final = 100_000
"""Plays at random; more would tell nothing new."""

EXISTING: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that has to be there."""

FOLDER: Final = click.Path(file_okay=False, path_type=Path)
"""A folder, such as that of a course."""

DOCUMENT: Final = click.Path(path_type=Path, allow_dash=True)
"""A file to write; a dash is stdout."""

output_option = click.option("-o", "--output", type=DOCUMENT, help=_("The file to write, instead of stdout."))
force_option = click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
preview_option = click.option("--preview", is_flag=True, help=_("Show the document, write no file."))


language_option = click.option("--lang", type=click.Choice(LANGUAGES), help=_("The language of the program."))
lessons_option = click.option(
    "--course", type=FOLDER, help=_("A course folder, instead of the one that came along.")
)


def course_options(command: F) -> F:
    """Give a command ``--course``, ``--lang`` and ``--record``, as ``course``, ``lang`` and ``record``."""
    file = click.Path(dir_okay=False, path_type=Path)
    for option in (
        click.option("--record", type=file, help=_("The record of what was learned, instead of your own.")),
        language_option,
        lessons_option,
    ):
        command = option(command)
    return command


@contextmanager
def opened(course: Path | None, lang: str | None, record: Path | None) -> Iterator[tuple["Library", "Store"]]:
    """The course and the record that the options mean, in the learner's language; what is odd is said."""
    from advocacy_coach.desk import open_desk

    with open_desk(course, lang, record) as desk:
        yield desk.library, desk.store
    for notice in desk.store.notices:
        say(notice)
