"""The commands. Each imports what it needs inside itself, so that one command does not wait for another's.

A command writes data on stdout and talks on stderr. It raises CoachError for what a person can mend: the
group says it and exits with its code. Exit codes: 0 fine, 1 the input or the work failed, 2 wrong use, 3 an
outside service failed, 130 interrupted.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from advocacy_coach import __version__
from advocacy_coach.errors import CoachError, UsageError
from advocacy_coach.i18n import _, ngettext, use_language
from advocacy_coach.launch import LANGUAGES, complain, launch

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from advocacy_coach.course.library import Library
    from advocacy_coach.records.store import Store

F = TypeVar("F", bound=Callable[..., Any])

FORMATS: Final = ("md", "json", "csv", "html", "pdf")
"""The formats of a summary, known here so that the help needs no writer."""

STATEMENTS: Final = "xapi"
"""The format of a summary that is no document: xAPI statements, one a line."""

CARD_FORMATS: Final = ("md", "html", "ics")
"""The formats of an action card, known here for the same reason."""

COHORT_FORMATS: Final = ("md", "html", "csv", "json")
"""The formats of a group's view, known here for the same reason."""

PICTURES: Final = ("mermaid", "dot", "svg")
"""The formats of a picture of a scenario, known here for the same reason."""

BANKS: Final = ("moodle", "gift")
"""The formats of question banks, known here for the same reason."""

LAYOUTS: Final = ("iomad", "learnupon", "learningpool", "totara")
"""The learning systems a CSV can be laid out for, known here for the same reason."""

MOST_PLAYS: Final = 100_000
"""Plays at random; more would tell nothing new."""

EXISTING: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that has to be there."""


class _Commands(click.Group):
    """A group in which a problem ends a command with a sentence and an exit code, never with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CoachError as error:
            ctx.exit(complain(error))
        except KeyboardInterrupt:
            ctx.exit(130)


def course_options(command: F) -> F:
    """Give a command ``--course``, ``--lang`` and ``--record``, as ``course``, ``lang`` and ``record``."""
    folder = click.Path(file_okay=False, path_type=Path)
    file = click.Path(dir_okay=False, path_type=Path)
    for option in (
        click.option("--record", type=file, help=_("The record of what was learned, instead of your own.")),
        click.option("--lang", type=click.Choice(LANGUAGES), help=_("The language of the program.")),
        click.option("--course", type=folder, help=_("A course folder, instead of the one that came along.")),
    ):
        command = option(command)
    return command


_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help=_("The file to write, instead of stdout."),
)
_force = click.option("--force", is_flag=True, help=_("Replace a file that is there already."))
_preview = click.option("--preview", is_flag=True, help=_("Show the document, write no file."))


@click.group(cls=_Commands, invoke_without_command=True)
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


@commands.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Write the problems as JSON."))
@click.pass_context
def check(ctx: click.Context, path: Path, as_json: bool) -> None:
    """List every problem of a course folder, or of one file of it. Exit 1 on errors, 0 on warnings alone."""
    from advocacy_coach.course.inspection import inspect, to_json, to_text

    inspection = inspect(path)
    write_out(to_json(inspection) if as_json else to_text(inspection))
    files = ngettext("{n} file checked", "{n} files checked", inspection.files).format(n=inspection.files)
    errors = ngettext("{n} error", "{n} errors", inspection.errors).format(n=inspection.errors)
    warnings = ngettext("{n} warning", "{n} warnings", inspection.warnings).format(n=inspection.warnings)
    say(f"{files}: {errors}, {warnings}.")
    ctx.exit(1 if inspection.errors else 0)


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--graph", is_flag=True, help=_("Draw its scenes, choices and endings."))
@click.option("--format", type=click.Choice(PICTURES), help=_("The kind of picture; mermaid if not named."))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help=_("The file for the picture, instead of stdout."),
)
@_force
@click.option("--random", "plays", type=click.IntRange(1, MOST_PLAYS), help=_("Play it so often at random."))
@click.option("--seed", type=click.IntRange(min=0), help=_("What settles the random plays; 0 if not named."))
@click.option("--json", "as_json", is_flag=True, help=_("Write the numbers as JSON."))
@click.option(
    "--course",
    type=click.Path(file_okay=False, path_type=Path),
    help=_("The course of the file, instead of the one it lies in."),
)
def scenario(
    *,
    file: Path,
    graph: bool,
    format: str | None,
    output: Path | None,
    force: bool,
    plays: int | None,
    seed: int | None,
    as_json: bool,
    course: Path | None,
) -> None:
    """For authors: the facts about a scenario, a picture of it, or how plays at random go."""
    from advocacy_coach.course.scenarios import drawing, facts, opening, rehearsal

    if graph and (plays or as_json):
        raise UsageError(_("--graph goes neither with --random nor with --json."))
    if not graph and (format or output or force):
        raise UsageError(_("--format, --output and --force are for --graph."))
    if seed is not None and not plays:
        raise UsageError(_("--seed is for --random."))
    opened = opening.open_story(file, course)
    if opened.faults:
        words = ngettext(
            "“check” finds {n} fault in this story.", "“check” finds {n} faults in this story.", opened.faults
        )
        say(words.format(n=opened.faults))
    if graph:
        _hand_over(drawing.draw(opened.story, format or "mermaid"), output, force)
    elif plays:
        done = rehearsal.rehearse(opened.story, plays, seed or 0)
        write_out(rehearsal.to_json(done) if as_json else rehearsal.to_text(done))
    else:
        told = facts.facts(opened.story)
        write_out(facts.to_json(told) if as_json else facts.to_text(told))


@commands.command()
@click.option(
    "--format", type=click.Choice((*FORMATS, STATEMENTS)), default="md", help=_("The kind of document.")
)
@_output
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
@_force
@click.option("--layout", type=click.Choice(LAYOUTS), help=_("For csv: what the import of a system expects."))
@click.option("--user", default="", help=_("For --layout: your user name or e-mail address in that system."))
@_preview
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
    from advocacy_coach.reports.export import as_text, contents, export, gather, render
    from advocacy_coach.reports.summary import Include
    from advocacy_coach.reports.writers import layouts

    layouts.check_options(format, layout, user)
    if format == STATEMENTS:
        _tell(include, base, None if preview else output, force, _opened(course, lang, record))
        return
    with _opened(course, lang, record) as (library, store):
        progress = store.progress(library.course.id)
        learner = store.learner(library.course.id, "summary")
        document = gather(library, progress, Include(**include), _now(), learner)
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
        _show(data)
        say(told)
    else:
        say(told)
        say(_("Written: {path}").format(path=export(data, output, force=force)))


@commands.command()
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
    with _opened(course, lang, record) as (library, store):
        progress = store.progress(library.course.id)
        lesson = meant(progress, name) if name else None
        if not (progress.lessons or progress.sheets):
            say(_("Nothing is recorded about this course."))
            return
        say(warning(lesson, title_of(library, lesson), traces(progress, lesson)))
        if yes or _agreed():
            store.forget(library.course.id, lesson)
            say(_("Removed."))
        else:
            say(_("Nothing was removed."))


@commands.command()
@click.option("--json", "as_json", is_flag=True, help=_("Write what is due as JSON."))
@course_options
def due(*, as_json: bool, course: Path | None, lang: str | None, record: Path | None) -> None:
    """What waits to be looked at again today, in a line for a shell prompt; nothing when nothing does."""
    from advocacy_coach.reports.due import announcement, due_items, next_day

    today = _now().date().toordinal()
    with _opened(course, lang, record) as (library, store):
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


@commands.command()
@click.option("--search", "words", default="", help=_("Only entries in which all of these words occur."))
@_output
@_force
@_preview
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
    from advocacy_coach.reports.export import export, readable_lessons
    from advocacy_coach.reports.journal import journal as written
    from advocacy_coach.reports.journal import search, to_markdown

    with _opened(course, lang, record) as (library, store):
        entries = written(readable_lessons(library), store.progress(library.course.id))
    found = search(entries, words)
    if not found:
        say(_("Nothing is written that has these words.") if entries else _("Nothing is written yet."))
        return
    data = to_markdown(library.course.title, found)
    if preview or output in (None, Path("-")):
        _show(data)
    else:
        say(_("Written: {path}").format(path=export(data, output, force=force)))


@commands.command()
@click.option("--format", type=click.Choice(CARD_FORMATS), default="md", help=_("The kind of document."))
@_output
@_force
@_preview
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

    with _opened(course, lang, record) as (library, store):
        made = document(library.course, store.progress(library.course.id), _now())
    if made is None:
        say(_("Nothing stands on an action card yet."))
    else:
        _hand_over(CARD_WRITERS[format].write(made), None if preview else output, force)


@commands.command("export-questions")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--format", type=click.Choice(BANKS), default="moodle", help=_("The format of the questions."))
@_output
@_force
@course_options
def export_questions(
    *,
    lessons: tuple[str, ...],
    format: str,
    output: Path | None,
    force: bool,
    course: Path | None,
    lang: str | None,
    record: Path | None,
) -> None:
    """The questions of lessons, or of all, for the question bank of a learning system."""
    from advocacy_coach.reports.interchange import FORMATS
    from advocacy_coach.reports.interchange.asking import gather, told

    chosen = FORMATS[format]
    with _opened(course, lang, record) as (library, _store):
        bank, lost = gather(library, lessons, chosen)
    _hand_over(chosen.write(bank), output, force)
    say(told(bank, [*lost, *chosen.notes(bank)]))


@commands.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help=_("The file to write, instead of stdout; its ending is the format."),
)
@click.option("--format", type=click.Choice(COHORT_FORMATS), help=_("The kind of document."))
@click.option("--only", metavar="ID", help=_("The course, by its id; that of the first file if not named."))
@_force
def cohort(
    *, files: tuple[Path, ...], output: Path | None, format: str | None, only: str | None, force: bool
) -> None:
    """For facilitators: how a group did, from JSON summaries or folders of them; never about one person."""
    from advocacy_coach.reports.cohort_command import make

    _hand_over(make(files, _now(), say, format=format, output=output, course=only), output, force)


@commands.command()
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
                left = syncing.sync(desk, wanted, base, post, again=again, say=say, bar=_bar)
            failed = bool(left.waiting or left.refused)
    for notice in desk.store.notices:
        say(notice)
    ctx.exit(3 if failed else 0)


@commands.group()
def badge() -> None:
    """For an organisation: Open Badges for those who passed, signed with its own key, and a check of them."""


@badge.command("issue")
@click.option("--summary", type=EXISTING, required=True, help=_("The summary of the learner, as JSON."))
@click.option("--issuer", type=EXISTING, required=True, help=_("Who awards the badge and what for, as JSON."))
@click.option("--key", type=EXISTING, help=_("The private key of the organisation, as PEM."))
@click.option("--recipient", default="", help=_("Their e-mail address or staff number; only a hash goes in."))
@click.option("--name/--no-name", default=True, help=_("The name, if the summary has one."))
@_output
@_force
@click.option("--preview", is_flag=True, help=_("Show what would be signed, sign nothing."))
def badge_issue(
    *,
    summary: Path,
    issuer: Path,
    key: Path | None,
    recipient: str,
    name: bool,
    output: Path | None,
    force: bool,
    preview: bool,
) -> None:
    """Sign a badge for a summary that is complete and passed."""
    from advocacy_coach.reports import badges

    if not (key or preview):
        raise UsageError(_("A badge is signed with a key."), _("Name its file with --key, or add --preview."))
    terms = badges.read_terms(issuer)
    passed = badges.read_summary(summary, terms.course, name=name)
    made = badges.credential(passed, terms, recipient, _now())
    say(badges.contents(passed, recipient))
    if preview or key is None:
        _show(badges.preview(made))
    else:
        _hand_over(badges.sign(made, key, _passphrase), output, force)


@badge.command("verify")
@click.argument("file", type=EXISTING)
@click.option(
    "--issuer-key", "key", type=EXISTING, required=True, help=_("The public key of the issuer, as PEM.")
)
@click.option("--recipient", default="", help=_("Whom it should be for: an e-mail address or staff number."))
@click.option("--json", "as_json", is_flag=True, help=_("Write the whole credential as JSON."))
def badge_verify(*, file: Path, key: Path, recipient: str, as_json: bool) -> None:
    """Say whether a badge was signed with this key and is unchanged and valid. Exit 1 when it is not."""
    from advocacy_coach.reports import badges

    verified = badges.verify(file, key, recipient)
    write_out(badges.as_json(verified) if as_json else verified.text)


@contextmanager
def _opened(
    course: Path | None, lang: str | None, record: Path | None
) -> Iterator[tuple["Library", "Store"]]:
    """The course and the record that the options mean, in the learner's language; what is odd is said."""
    from advocacy_coach.desk import open_desk

    with open_desk(course, lang, record) as desk:
        yield desk.library, desk.store
    for notice in desk.store.notices:
        say(notice)


def _tell(
    include: dict[str, Any],
    base: str,
    output: Path | None,
    force: bool,
    opened: AbstractContextManager[tuple["Library", "Store"]],
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
    with opened as (library, store):
        settings = statements.xapi_settings(store, library.course.id, wanted, base)
        made = list(statements.tell(library, store, settings))
    if not made:
        say(_("Nothing is recorded about this course."))
        return
    say(statements.told(len(made), settings))
    _hand_over(statements.lines(made), output, force)


def _agreed() -> bool:
    """True when the person at the terminal types yes. Raises UsageError when nobody is there to ask."""
    if not sys.stdin.isatty():
        raise UsageError(
            _("Nothing was removed, since nobody can be asked here."), _("Add --yes to remove it.")
        )
    word = _("yes")
    question = _("Type “{word}” to remove it").format(word=word)
    answer: str = click.prompt(question, default="", show_default=False, err=True)
    return answer.strip().casefold() == word


def _bar(length: int) -> "ProgressBar[int]":
    """How far a delivery has come, on stderr; where that is no terminal, its label alone."""
    return click.progressbar(length=length, label=_("Delivering"), file=sys.stderr)


def _passphrase() -> str:
    """The passphrase of a key, typed unseen. Raises UsageError when nobody is there to ask."""
    if not sys.stdin.isatty():
        raise UsageError(_("The key has a passphrase, and nobody can be asked for it here."))
    typed: str = click.prompt(_("Passphrase of the key"), hide_input=True, err=True)
    return typed


def _now() -> datetime:
    return datetime.now(UTC)


def _hand_over(data: bytes, output: Path | None, force: bool) -> None:
    """Write a document into a file that was not there before, or show it where none is named."""
    from advocacy_coach.reports.export import export

    if output in (None, Path("-")):
        _show(data)
    else:
        say(_("Written: {path}").format(path=export(data, output, force=force)))


def _show(data: bytes) -> None:
    """Write a document on stdout: its text on a terminal, its very bytes everywhere else."""
    click.echo(data.decode("utf-8-sig") if sys.stdout.isatty() else data, nl=False)


def write_out(text: str) -> None:
    """Write data on stdout; nothing for an empty text."""
    if text:
        print(text, flush=True)


def say(sentence: str) -> None:
    """Tell a person on stderr how it went."""
    print(sentence, file=sys.stderr)
