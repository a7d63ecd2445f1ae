"""The help screen: what the keys do, and what happens to what you answer."""

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import scoped, shown_key
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text

KEY_WIDTH = 10


def help_rows(record: str, width: int) -> list[Row]:
    """Keys by screen, then where the record is and who sees it."""
    titles = {
        "everywhere": _("Everywhere"),
        "home": _("The list of lessons"),
        "lesson": _("In a lesson"),
        "result": _("After a lesson"),
        "summary": _("Your summary"),
    }
    rows = [
        BLANK,
        *prose(_("Enter always does the obvious next thing. The bottom line says what that is."), width),
    ]
    for scope, found in scoped(titles).items():
        rows += [BLANK, *text(titles[scope], width, "strong accent")]
        for command in found:
            key = shown_key(command.keys).ljust(KEY_WIDTH)
            rows += hanging(((key, "strong"),), command.help, width)
        if scope == "lesson":
            rows += hanging(
                ((_("1 to 9").ljust(KEY_WIDTH), "strong"),), _("Mark, rate or sort by number"), width
            )
    rows += hanging((("Ctrl+P".ljust(KEY_WIDTH), "strong"),), _("Search all of this by name"), width)
    rows += [BLANK, *text(_("What happens to your answers"), width, "strong accent")]
    rows += prose(
        _(
            "They stay on this computer. Nobody is told, nothing is counted anywhere else, and nobody is "
            "ranked. You decide what goes into a summary, and you see it before it is written."
        ),
        width,
    )
    rows += [BLANK, *text(_("Your record: {path}").format(path=record), width, "muted")]
    return rows
