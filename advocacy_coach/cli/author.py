"""The commands for an author: faults of a course, how a scenario goes, and questions for other systems."""

from pathlib import Path
from typing import Final

import click

from advocacy_coach.cli.options import (
    BANKS,
    DOCUMENT,
    EXISTING,
    FOLDER,
    MOST_PLAYS,
    PICTURES,
    course_options,
    force_option,
    opened,
    output_option,
)
from advocacy_coach.cli.talk import hand_over, say, write_out
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _, ngettext


@click.command()
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


@click.command()
@click.argument("file", type=EXISTING)
@click.option("--graph", is_flag=True, help=_("Draw its scenes, choices and endings."))
@click.option("--format", type=click.Choice(PICTURES), help=_("The kind of picture; mermaid if not named."))
@click.option("-o", "--output", type=DOCUMENT, help=_("The file for the picture, instead of stdout."))
@force_option
@click.option("--random", "plays", type=click.IntRange(1, MOST_PLAYS), help=_("Play it so often at random."))
@click.option("--seed", type=click.IntRange(min=0), help=_("What settles the random plays; 0 if not named."))
@click.option("--json", "as_json", is_flag=True, help=_("Write the numbers as JSON."))
@click.option("--course", type=FOLDER, help=_("The course of the file, instead of the one it lies in."))
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
    found = opening.open_story(file, course)
    if found.faults:
        words = ngettext(
            "“check” finds {n} fault in this story.", "“check” finds {n} faults in this story.", found.faults
        )
        say(words.format(n=found.faults))
    if graph:
        hand_over(drawing.draw(found.story, format or "mermaid"), output, force)
    elif plays:
        done = rehearsal.rehearse(found.story, plays, seed or 0)
        write_out(rehearsal.to_json(done) if as_json else rehearsal.to_text(done))
    else:
        told = facts.facts(found.story)
        write_out(facts.to_json(told) if as_json else facts.to_text(told))


@click.command("export-questions")
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--format", type=click.Choice(BANKS), default="moodle", help=_("The format of the questions."))
@output_option
@force_option
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
    with opened(course, lang, record) as (library, _store):
        bank, lost = gather(library, lessons, chosen)
    hand_over(chosen.write(bank), output, force)
    say(told(bank, [*lost, *chosen.notes(bank)]))


COMMANDS: Final = (check, scenario, export_questions)
"""What the program offers to an author."""
