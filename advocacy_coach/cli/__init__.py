"""The commands. Each imports what it needs inside itself, so that one command does not wait for another's.

A command writes data on stdout and talks on stderr. It raises CoachError for what a person can mend: the
group says it and exits with its code. Exit codes: 0 fine, 1 the input or the work failed, 2 wrong use, 3 an
outside service failed, 130 interrupted.
"""

from pathlib import Path
from typing import Any

import click

from advocacy_coach import __version__
from advocacy_coach.cli import author, facilitator, learner, organisation
from advocacy_coach.cli.options import (
    BANKS,
    CARD_FORMATS,
    COHORT_FORMATS,
    FORMATS,
    LAYOUTS,
    MOST_PLAYS,
    PICTURES,
    course_options,
)
from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import use_language
from advocacy_coach.launch import complain, launch

__all__ = [
    "BANKS",
    "CARD_FORMATS",
    "COHORT_FORMATS",
    "FORMATS",
    "LAYOUTS",
    "MOST_PLAYS",
    "PICTURES",
    "commands",
    "course_options",
]


class _Commands(click.Group):
    """A group in which a problem ends a command with a sentence and an exit code, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CoachError as error:
            ctx.exit(complain(error))
        except KeyboardInterrupt:
            ctx.exit(130)


@click.group(
    cls=_Commands,
    commands=(*author.COMMANDS, *facilitator.COMMANDS, *learner.COMMANDS, *organisation.COMMANDS),
    invoke_without_command=True,
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@course_options
@click.pass_context
def commands(ctx: click.Context, course: Path | None, lang: str | None, record: Path | None) -> None:
    """A course on employee advocacy for managers. Without a command it opens in the terminal."""
    if ctx.invoked_subcommand is None:
        ctx.exit(launch(course, lang, record))
    if lang:
        use_language(lang)
    given = {"course": course, "lang": lang, "record": record}
    # Before a command the options mean the same as after it.
    ctx.default_map = dict.fromkeys(commands.commands, given)
