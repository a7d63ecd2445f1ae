"""The settings as rows: what each is now."""

from advocacy_coach.i18n import _
from advocacy_coach.settings import Settings
from advocacy_coach.tui.rows import BLANK, Row, pair, text
from advocacy_coach.tui.text import measure

FIELDS = ("theme", "name", "folder")
"""What can be changed on the screen, in order."""


def settings_rows(settings: Settings, folder: str, saved: bool, cursor: int, width: int) -> list[Row]:
    """One row a setting, and a word about the one under the cursor. ``folder`` is where exports go now."""
    values = {
        "theme": theme_name(settings.theme),
        "name": settings.name or _("not given"),
        "folder": folder,
    }
    labels = {"theme": _("Colours"), "name": _("Your name"), "folder": _("Exports go to")}
    words = {
        "theme": _("Dark, light, or black on white for a projector."),
        "name": _("Only for your summary, and only if you put it in. It is sent nowhere."),
        "folder": _("A folder that exists. Leave it empty for your home folder."),
    }
    rows = [BLANK]
    for index, field in enumerate(FIELDS):
        here = index == cursor
        lead = "› " if here else "  "
        row = pair((labels[field], "strong" if here else ""), (values[field], ""), width - measure(lead))
        rows.append(Row(((lead, "accent strong"), *row.parts), f"setting:{index}", "cursor" if here else ""))
    rows += [BLANK, *text(words[FIELDS[cursor]], width, "muted")]
    if not saved:
        rows += [BLANK, *text(_("The settings could not be saved; they hold until you quit."), width, "bad")]
    return rows


def theme_name(theme: str) -> str:
    """A theme in words."""
    return {"coach-dark": _("dark"), "coach-light": _("light"), "coach-projector": _("projector")}.get(
        theme, theme
    )
