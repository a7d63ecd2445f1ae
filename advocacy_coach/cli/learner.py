"""The commands for a learner: what was learned, what is due, what was written, and what becomes of it."""

import sys
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from advocacy_coach.cli.options import (
    CARD_FORMATS,
    FORMATS,
    LAYOUTS,
    STATEMENTS,
    course_options,
    force_option,
    opened,
    output_option,
    preview_option,
)
from advocacy_coach.cli.talk import agreed, bar, hand_over, now, say, show, write_out
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.records.store import Store


@click.command()
@click.option(
    "--format", type=click.Choice((*FORMATS, STATEMENTS)), default="md", help=_("The kind of document.")
)
@output_option
@click.option(
    "--base",
    envvar="ADVOCACY_COACH_XAPI_BASE",
    default="",
    help=_("For xapi: the https address of your organisation that ids are made of."),
)
@click.option("--name", default="", help=_("Your name, to stand in the summary."))
@click.option("--with-reflections", "reflections", is_flag=True, help=_("Add what you wrote for yourself."))
@click.option("--card", is_flag=True, help=_("Add your action card."))
@click.option(
    "--questions/--no-questions",
    default=False,
    help=_("The questions missed at first, and the decisions in scenarios."),
)
@click.option("--times/--no-times", default=False, help=_("Days and minutes."))
@force_option
@click.option("--layout", type=click.Choice(LAYOUTS), help=_("For csv: what the import of a system expects."))
@click.option("--user", default="", help=_("For --layout: your user name or e-mail address in that system."))
@preview_option
@course_options
def summary(
    *,
    format: str,
    output: Path | None,
    base: str,
    force: bool,
    preview: bool,
    layout: str | None,
    user: str,
    course: Path | None,
    lang: str | None,
    record: Path | None,
    **include: Any,
) -> None:
    """What you have learned, as a document: for yourself, or to hand on if you like."""
    from advocacy_coach.reports.export import as_text, contents, gather, render
    from advocacy_coach.reports.summary import Include
    from advocacy_coach.reports.writers import layouts

    layouts.check_options(format, layout, user)
    if format == STATEMENTS:
        _tell(include, base, None if preview else output, force, opened(course, lang, record))
        return
    with opened(course, lang, record) as (library, store):
        progress = store.progress(library.course.id)
        learner = store.learner(library.course.id, "summary")
        document = gather(library, progress, Include(**include), now(), learner)
    if not (progress.lessons or progress.sheets):
        say(_("Nothing is recorded about this course."))
    if preview or (output in (None, Path("-")) and sys.stdout.isatty()):
        shown = as_text(format)
        if shown != format:
            say(_("A PDF is no text; these are its words. Name a file with -o to write it."))
        format = shown
    data = layouts.write(document, layout, user) if layout else render(document, format)
    told = layouts.contents(document, layout) if layout else contents(document, format)
    if preview or output in (None, Path("-")):
        show(data)
        say(told)
    else:
        say(told)
        hand_over(data, output, force)


def _tell(
    include: dict[str, Any],
    base: str,
    output: Path | None,
    force: bool,
    desk: AbstractContextManager[tuple["Library", "Store"]],
) -> None:
    """Write what was learned as statements. Answers are told only where the command itself asks for them."""
    from advocacy_coach.reports import statements
    from advocacy_coach.reports.summary import Include

    asked = {
        name
        for name in include
        if click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    if "times" in asked and not include["times"]:
        raise UsageError(_("A statement says when something was done, so --no-times cannot be had."))
    if include["card"]:
        raise UsageError(_("An action card is in no statement."), _("Leave out --card."))
    wanted = Include(**include | {"questions": include["questions"] and "questions" in asked})
    with desk as (library, store):
        settings = statements.xapi_settings(store, library.course.id, wanted, base)
        made = list(statements.tell(library, store, settings))
    if not made:
        say(_("Nothing is recorded about this course."))
        return
    say(statements.told(len(made), settings))
    hand_over(statements.lines(made), output, force)


@click.command()
@click.argument("name", required=False, metavar="[LESSON|SCENARIO|TOOL]")
@click.option("--all", "everything", is_flag=True, help=_("Forget the whole course."))
@click.option("--yes", is_flag=True, help=_("Do not ask."))
@course_options
def forget(
    *,
    name: str | None,
    everything: bool,
    yes: bool,
    course: Path | None,
    lang: str | None,
    record: Path | None,
) -> None:
    """Remove from the record, for good, a lesson, a scenario, the sheets of a tool, or the whole course."""
    from advocacy_coach.reports.forgetting import meant, title_of, traces, warning

    if bool(name) == everything:
        hint = _("Name one lesson, scenario or tool, or add --all.")
        raise UsageError(_("What should be forgotten?"), hint)
    with opened(course, lang, record) as (library, store):
        progress = store.progress(library.course.id)
        lesson = meant(progress, name) if name else None
        if not (progress.lessons or progress.sheets):
            say(_("Nothing is recorded about this course."))
            return
        say(warning(lesson, title_of(library, lesson), traces(progress, lesson)))
        if yes or agreed():
            store.forget(library.course.id, lesson)
            say(_("Removed."))
        else:
            say(_("Nothing was removed."))


@click.command()
@click.option("--json", "as_json", is_flag=True, help=_("Write what is due as JSON."))
@course_options
def due(*, as_json: bool, course: Path | None, lang: str | None, record: Path | None) -> None:
    """What waits to be looked at again today, in a line for a shell prompt; nothing when nothing does."""
    from advocacy_coach.reports.due import announcement, due_items, next_day

    today = now().date().toordinal()
    with opened(course, lang, record) as (library, store):
        progress = store.progress(library.course.id)
        items = due_items(library, progress, today)
        following = None if items else next_day(library, progress)
    if as_json:
        import msgspec

        write_out(msgspec.json.encode({"format": 1, "due": items}).decode())
    elif items:
        write_out(announcement(len(items)))
    elif following is not None:
        say(_("Nothing is due today; the next on {day}.").format(day=date.fromordinal(following)))
    else:
        say(_("Nothing is due."))


@click.command()
@click.option("--search", "words", default="", help=_("Only entries in which all of these words occur."))
@output_option
@force_option
@preview_option
@course_options
def journal(
    *,
    words: str,
    output: Path | None,
    force: bool,
    preview: bool,
    course: Path | None,
    lang: str | None,
    record: Path | None,
) -> None:
    """What you wrote for yourself, in one place, as Markdown."""
    from advocacy_coach.reports.export import readable_lessons
    from advocacy_coach.reports.journal import journal as written
    from advocacy_coach.reports.journal import search, to_markdown

    with opened(course, lang, record) as (library, store):
        entries = written(readable_lessons(library), store.progress(library.course.id))
    found = search(entries, words)
    if not found:
        say(_("Nothing is written that has these words.") if entries else _("Nothing is written yet."))
        return
    hand_over(to_markdown(library.course.title, found), None if preview else output, force)


@click.command()
@click.option("--format", type=click.Choice(CARD_FORMATS), default="md", help=_("The kind of document."))
@output_option
@force_option
@preview_option
@course_options
def card(
    *,
    format: str,
    output: Path | None,
    force: bool,
    preview: bool,
    course: Path | None,
    lang: str | None,
    record: Path | None,
) -> None:
    """Your action card, as text, as a page to print, or as dates for a calendar."""
    from advocacy_coach.reports.card import document
    from advocacy_coach.reports.writers.cards import CARD_WRITERS

    with opened(course, lang, record) as (library, store):
        made = document(library.course, store.progress(library.course.id), now())
    if made is None:
        say(_("Nothing stands on an action card yet."))
    else:
        hand_over(CARD_WRITERS[format].write(made), None if preview else output, force)


@click.command()
@click.option("--lrs", default="", metavar="URL", help=_("The address of the learning record store (LRS)."))
@click.option("--dry-run", "dry", is_flag=True, help=_("Show every statement that would be sent, send none."))
@click.option("--again", is_flag=True, help=_("Send what was refused before once more."))
@click.option(
    "--base",
    envvar="ADVOCACY_COACH_XAPI_BASE",
    default="",
    help=_("The https address of your organisation that ids are made of."),
)
@click.option("--name", default="", help=_("Your name, to stand in each statement."))
@click.option("--with-answers", "questions", is_flag=True, help=_("Add your answers and decisions."))
@click.option("--with-reflections", "reflections", is_flag=True, help=_("Add what you wrote for yourself."))
@course_options
@click.pass_context
def sync(
    ctx: click.Context,
    /,
    *,
    lrs: str,
    dry: bool,
    again: bool,
    base: str,
    course: Path | None,
    lang: str | None,
    record: Path | None,
    **include: Any,
) -> None:
    """Send what you have learned to your organisation's learning record store. Exit 3 when not all arrived.

    Its key and secret come from the environment, a file or the keyring, as docs/sync.md says.
    """
    from advocacy_coach.desk import open_desk
    from advocacy_coach.reports import syncing
    from advocacy_coach.reports.summary import Include

    wanted, failed = Include(**include), False
    with open_desk(course, lang, record) as desk:
        if dry:
            shown = syncing.preview(desk, wanted, base)
            say(shown.words)
            for statement in shown.statements:
                write_out(statement.body.decode())
        else:
            with syncing.connected(lrs) as post:
                left = syncing.sync(desk, wanted, base, post, again=again, say=say, bar=bar)
            failed = bool(left.waiting or left.refused)
    for notice in desk.store.notices:
        say(notice)
    ctx.exit(3 if failed else 0)


COMMANDS: Final = (summary, forget, due, journal, card, sync)
"""What the program offers to a learner."""
