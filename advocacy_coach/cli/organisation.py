"""The commands for an organisation: how a group did, and badges for those who passed."""

from pathlib import Path
from typing import Final

import click

from advocacy_coach.cli.options import COHORT_FORMATS, DOCUMENT, EXISTING, force_option, output_option
from advocacy_coach.cli.talk import hand_over, now, passphrase, say, show, write_out
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES...")
@click.option(
    "-o", "--output", type=DOCUMENT, help=_("The file to write, instead of stdout; its ending is the format.")
)
@click.option("--format", type=click.Choice(COHORT_FORMATS), help=_("The kind of document."))
@click.option("--only", metavar="ID", help=_("The course, by its id; that of the first file if not named."))
@force_option
def cohort(
    *, files: tuple[Path, ...], output: Path | None, format: str | None, only: str | None, force: bool
) -> None:
    """For facilitators: how a group did, from JSON summaries or folders of them; never about one person."""
    from advocacy_coach.reports.cohort_command import make

    hand_over(make(files, now(), say, format=format, output=output, course=only), output, force)


@click.group()
def badge() -> None:
    """For an organisation: Open Badges for those who passed, signed with its own key, and a check of them."""


@badge.command("issue")
@click.option("--summary", type=EXISTING, required=True, help=_("The summary of the learner, as JSON."))
@click.option("--issuer", type=EXISTING, required=True, help=_("Who awards the badge and what for, as JSON."))
@click.option("--key", type=EXISTING, help=_("The private key of the organisation, as PEM."))
@click.option("--recipient", default="", help=_("Their e-mail address or staff number; only a hash goes in."))
@click.option("--name/--no-name", default=True, help=_("The name, if the summary has one."))
@output_option
@force_option
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
    made = badges.credential(passed, terms, recipient, now())
    say(badges.contents(passed, recipient))
    if preview or key is None:
        show(badges.preview(made))
    else:
        hand_over(badges.sign(made, key, passphrase), output, force)


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


COMMANDS: Final = (cohort, badge)
"""What the program offers to an organisation."""
