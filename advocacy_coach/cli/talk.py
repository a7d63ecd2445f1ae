"""Talking with the person at the terminal, and handing documents over: data on stdout, words on stderr."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def write_out(text: str) -> None:
    """Write data on stdout; nothing for an empty text."""
    if text:
        print(text, flush=True)


def say(sentence: str) -> None:
    """Tell a person on stderr how it went."""
    print(sentence, file=sys.stderr)


def show(data: bytes) -> None:
    """Write a document on stdout: its text on a terminal, its very bytes everywhere else."""
    click.echo(data.decode("utf-8-sig") if sys.stdout.isatty() else data, nl=False)


def hand_over(data: bytes, output: Path | None, force: bool) -> None:
    """Write a document into a file that was not there before, or show it where none is named."""
    from advocacy_coach.reports.export import export

    if output in (None, Path("-")):
        show(data)
    else:
        say(_("Written: {path}").format(path=export(data, output, force=force)))


def bar(length: int) -> "ProgressBar[int]":
    """How far a delivery has come, on stderr; where that is no terminal, its label alone."""
    return click.progressbar(length=length, label=_("Delivering"), file=sys.stderr)


def agreed() -> bool:
    """True when the person at the terminal types yes. Raises UsageError when nobody is there to ask."""
    if not sys.stdin.isatty():
        raise UsageError(
            _("Nothing was removed, since nobody can be asked here."), _("Add --yes to remove it.")
        )
    word = _("yes")
    question = _("Type “{word}” to remove it").format(word=word)
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip().casefold() == word


def passphrase() -> str:
    """The passphrase of a key, typed unseen. Raises UsageError when nobody is there to ask."""
    if not sys.stdin.isatty():
        raise UsageError(_("The key has a passphrase, and nobody can be asked for it here."))
    typed: str = click.prompt(_("Passphrase of the key"), hide_input=True, err=True)
    return typed


def now() -> datetime:
    """The time at which a command is given, in UTC."""
    return datetime.now(UTC)
