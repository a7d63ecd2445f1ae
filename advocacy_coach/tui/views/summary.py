"""The summary as it will be written, with what is in it and what is left out."""

from advocacy_coach.i18n import _
from advocacy_coach.reports.summary import Include
from advocacy_coach.tui.rows import BLANK, Row, behind, prose, text

TOGGLES = ("name", "questions", "times", "reflections", "card")


def summary_rows(
    include: Include, name: str, document: str, target: str, width: int, *, raw: bool
) -> list[Row]:
    """The owner's choices, where the file goes, and the document; ``raw`` shows it as it is written."""
    rows = [BLANK, *_choices(include, name, width), BLANK]
    rows += text(_("This is all the file will contain: {target}").format(target=target), width, "muted")
    rows.append(Row((("─" * width, "track"),)))
    if raw:
        for line in document.replace("\r", "").split("\n"):
            rows += text(line, width) if line else [BLANK]
    else:
        rows += prose(document, width)
    return rows


def _choices(include: Include, name: str, width: int) -> list[Row]:
    labels = {
        "name": (
            "n",
            _("your name: {name}").format(name=name) if name else _("your name (give it in the settings)"),
        ),
        "questions": ("m", _("questions you missed, decisions you made")),
        "times": ("t", _("dates and minutes")),
        "reflections": ("r", _("what you wrote for yourself")),
        "card": ("c", _("your action card")),
    }
    rows: list[Row] = []
    for field in TOGGLES:
        key, words = labels[field]
        on = bool(getattr(include, field))
        lead = (("[x] " if on else "[ ] ", "accent strong" if on else "muted"), (f"{key}  ", "strong"))
        rows += behind(lead, words, width, "" if on else "muted", target=f"toggle:{field}")
    return rows
