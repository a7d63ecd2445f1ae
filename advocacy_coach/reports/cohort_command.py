"""The command ``cohort``: from arguments to a document, with a bar while it reads and a word on its files."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from advocacy_coach.course.characters import cleaned
from advocacy_coach.errors import ExportError, UsageError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.cohort import cohort
from advocacy_coach.reports.cohort_files import Files, Gathered, gather
from advocacy_coach.reports.writers.cohorts import COHORT_WRITERS

TOLD: Final = 20
"""Files whose reasons fit on a screen; of more only the number is told."""

_STRIDE: Final = 200
"""Files between two steps of the bar."""


def make(
    given: Sequence[Path],
    now: datetime,
    say: Callable[[str], None],
    *,
    format: str | None,
    output: Path | None,
    course: str | None,
) -> bytes:
    """The document about the group whose summaries these files and folders are; ``say`` tells how it went.

    Raises UsageError when the format is not known and ExportError when no file is a summary.
    """
    name = _format(format, output)
    files = Files(given)
    with _bar(len(files)) as step:
        gathered = gather(files, course, step)
    for sentence in _report(gathered):
        say(sentence)
    if not gathered.tally.people:
        raise ExportError(
            _("There is no summary among these files."),
            _("Name files that “summary --format json” has written, or a folder of them."),
        )
    return COHORT_WRITERS[name].write(cohort(gathered.tally, gathered.course, now))


def _format(format: str | None, output: Path | None) -> str:
    """The format that was named, else that of the file's ending, else Markdown."""
    if format:
        return format
    if output in (None, Path("-")):
        return "md"
    ending = output.suffix.lower().removeprefix(".") if output else ""
    if ending not in COHORT_WRITERS:
        raise UsageError(
            _("The ending “.{ending}” says no format.").format(ending=cleaned(ending)),
            _("Choose one of: {formats}.").format(formats=", ".join(f".{name}" for name in COHORT_WRITERS)),
        )
    return ending


def _report(gathered: Gathered) -> Iterator[str]:
    """How the files fared, in sentences."""
    for reason in gathered.reasons[:TOLD]:
        yield _("Skipped: {reason}").format(reason=cleaned(reason))
    if (more := gathered.skipped - TOLD) > 0:
        words = ngettext("Skipped as well: {count} more file", "Skipped as well: {count} more files", more)
        yield words.format(count=more)
    if gathered.replaced:
        words = ngettext(
            "{count} file is left out: of each learner the newest summary counts, once.",
            "{count} files are left out: of each learner the newest summary counts, once.",
            gathered.replaced,
        )
        yield words.format(count=gathered.replaced)
    if gathered.tally.people:
        words = ngettext(
            "{count} summary of the course “{course}” counts.",
            "{count} summaries of the course “{course}” count.",
            gathered.tally.people,
        )
        yield words.format(count=gathered.tally.people, course=cleaned(gathered.course))


@contextmanager
def _bar(files: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr while files are read, when somebody can see it; what is yielded is called for each."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    done = 0
    with click.progressbar(length=files, label=_("Reading"), file=sys.stderr) as bar:

        def step() -> None:
            nonlocal done
            done += 1
            if done % _STRIDE == 0:
                bar.update(_STRIDE)

        yield step
        bar.update(done % _STRIDE)
