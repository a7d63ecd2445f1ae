"""Commands for facilitators: the stage, the notes on a second screen, and what is printed."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from advocacy_coach.cli.options import (
    GUIDE_FORMATS,
    REPORT_FORMATS,
    force_option,
    language_option,
    lessons_option,
    output_option,
)
from advocacy_coach.cli.talk import hand_over, now, say, write_out
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _
from advocacy_coach.launch import launch_notes, require_terminal

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.workshop.live import LiveShow
    from advocacy_coach.workshop.opening import Wish
    from advocacy_coach.workshop.show import Show

PLAN: Final = "45"
"""The plan where none is named."""

plan_option = click.option(
    "--plan",
    show_default=PLAN,
    help=_("Which plan: 45, 60 or 90 minutes, mood, or one of yours."),
)


@click.command()
@plan_option
@click.option(
    "--room", type=click.IntRange(0, 2000), default=0, help=_("How many people are expected; helps to count.")
)
@click.option("--phones", is_flag=True, help=_("Let people vote with their phones, on this network."))
@click.option("--interface", metavar="NAME", help=_("For phones: the network interface or its address."))
@click.option("--port", type=click.IntRange(1, 65535), help=_("For phones: the port, 8765 if not named."))
@click.option("--groups", default="", metavar="A,B", help=_("Groups to choose from in the mood check."))
@click.option("--dark", is_flag=True, help=_("Light letters on black."))
@click.option("--resume/--new", default=None, help=_("Go on with an interrupted session, or do not."))
@click.option("--doctor", is_flag=True, help=_("Check computer and network, and try it with your phone."))
@click.option("--report", is_flag=True, help=_("Write the report of the last session (of a --plan) instead."))
@click.option(
    "--format", type=click.Choice(REPORT_FORMATS), default="md", help=_("The format of that report.")
)
@output_option
@force_option
@lessons_option
@language_option
@click.pass_context
def workshop(ctx: click.Context, /, **options: Any) -> None:
    """Open the stage: a session for a room, on a projector. Votes are by hand, or by phone with --phones."""
    if options["report"]:
        _report(options)
    elif options["doctor"]:
        ctx.exit(_doctor(options))
    else:
        ctx.exit(_stage(options))


def _stage(options: dict[str, Any]) -> int:
    require_terminal()
    from advocacy_coach import paths
    from advocacy_coach.desk import open_course

    if not options["phones"] and (options["interface"] or options["port"]):
        raise UsageError(_("--interface and --port are for --phones."))
    opened = open_course(options["course"], options["lang"])
    for notice in opened.notices:
        say(notice)
    live = _session(opened.library, paths.workshops_dir(), options)
    wish = _wish(live, options)
    from advocacy_coach.tui.workshop.opening import run_stage

    return run_stage(live, wish, opened.settings_file.settings.export_folder, dark=options["dark"])


def _session(library: "Library", folder: Path, options: dict[str, Any]) -> "LiveShow":
    """The session that was interrupted, as it was begun, when the facilitator wants it; else a new one."""
    from advocacy_coach.workshop import opening
    from advocacy_coach.workshop.building import build
    from advocacy_coach.workshop.journal import unfinished

    resume = options["resume"]
    left = None
    if resume is not False:
        left = unfinished(folder, library.course.id, options["plan"], datetime.now(UTC))
    if left is not None and (resume or _wanted(left[1])):
        path, show = left
        begun = show.begun
        return opening.resume(build(library.workshop(begun.plan), library, begun.groups), path, now)
    if resume and left is None:
        say(_("No such session was interrupted in the last twelve hours; this is a new one."))
    groups = tuple(name.strip() for name in options["groups"].split(",") if name.strip())
    deck = build(library.workshop(options["plan"] or PLAN), library, groups)
    if deck.needs_phones and not options["phones"]:
        words = _("The plan “{plan}” asks the mood of the room over phones.").format(plan=deck.plan)
        raise UsageError(words, _("Add --phones. On paper there is the mood check of a team, in the course."))
    _can_have_phones(options)
    return opening.begin(deck, folder, now, options["room"], options["interface"] or "")


def _wanted(show: "Show") -> bool:
    """Whether the facilitator wants to go on with a session; asked in a sentence that tells it apart."""
    begun = show.begun
    words = _("A session of the plan “{plan}” was interrupted; it began at {time} and came to step {step}.")
    step = max(1, show.place.item + 1)
    say(words.format(plan=begun.plan, time=f"{begun.at.astimezone():%H:%M}", step=step))
    return click.confirm(_("Go on with it?"), default=True, err=True)


def _wish(live: "LiveShow", options: dict[str, Any]) -> "Wish | None":
    """How phones take part: as they were asked for, or as they did before the session was interrupted."""
    if not (options["phones"] or live.had_phones):
        return None
    from advocacy_coach.workshop.opening import Wish

    interface = options["interface"] or live.show.begun.interface
    return Wish(interface or None, options["port"])


def _can_have_phones(options: dict[str, Any]) -> None:
    """Raise CoachError now, and not on the wall, where phones were asked for and cannot take part."""
    if options["phones"]:
        from advocacy_coach.workshop import extra
        from advocacy_coach.workshop.address import pick

        if missing := extra.missing():
            raise extra.needed(missing[0])
        pick(options["interface"])


def _doctor(options: dict[str, Any]) -> int:
    from advocacy_coach.desk import open_course
    from advocacy_coach.workshop import doctor

    opened = open_course(options["course"], options["lang"])
    return doctor.run(
        opened.library,
        options["plan"] or PLAN,
        room=options["room"],
        interface=options["interface"],
        port=options["port"],
        say=say,
        write=write_out,
    )


def _report(options: dict[str, Any]) -> None:
    from advocacy_coach import paths
    from advocacy_coach.desk import open_course
    from advocacy_coach.workshop.report.command import make, newest

    library = open_course(options["course"], options["lang"]).library
    data = make(newest(paths.workshops_dir(), options["plan"]), library, options["format"])
    hand_over(data, options["output"], options["force"])


@click.command()
@click.option("--session", metavar="CODE", help=_("Which session, by its code; the newest if not named."))
@language_option
@click.pass_context
def notes(ctx: click.Context, session: str | None, lang: str | None) -> None:
    """Your notes on a second screen, beside a stage that runs on this computer. It can drive the stage."""
    ctx.exit(launch_notes(session, lang))


@click.command()
@plan_option
@click.option("--format", type=click.Choice(GUIDE_FORMATS), default="html", help=_("The kind of document."))
@click.option("--large", is_flag=True, help=_("Large print."))
@output_option
@force_option
@lessons_option
@language_option
def guide(
    *,
    plan: str | None,
    format: str,
    large: bool,
    output: Path | None,
    force: bool,
    course: Path | None,
    lang: str | None,
) -> None:
    """The facilitator guide of a plan, to print: times, what to say and do, counting tables, cards."""
    from advocacy_coach.desk import open_course
    from advocacy_coach.workshop.guide.command import make

    opened = open_course(course, lang)
    for notice in opened.notices:
        say(notice)
    if output is None and sys.stdout.isatty():
        say(_("Name a file with -o, and open it in a browser to print it."))
    hand_over(make(opened.library, plan or PLAN, format, large), output, force)


COMMANDS: Final = (workshop, notes, guide)
"""What a facilitator can do."""
