"""The journal: all that was written, entry by entry."""

from collections.abc import Sequence

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.journal import Written
from advocacy_coach.tui.rows import BLANK, Row, behind, text


def journal_rows(
    entries: Sequence[Written], words: str, cursor: int, width: int, *, any_at_all: bool
) -> list[Row]:
    """The entries in which ``words`` occur; ``any_at_all`` is False where nothing was ever written."""
    rows = [BLANK]
    if words:
        found = ngettext("{count} entry with “{words}”", "{count} entries with “{words}”", len(entries))
        rows += [*text(found.format(count=len(entries), words=words), width, "accent"), BLANK]
    if not any_at_all:
        empty = _("Nothing is written yet. Lessons ask you to write something for yourself now and then.")
        return [*rows, *text(empty, width)]
    lesson = ""
    for index, entry in enumerate(entries):
        target = f"entry:{index}"
        here = index == cursor
        if entry.lesson != lesson:
            lesson = entry.lesson
            rows += [*([BLANK] if index else []), *text(entry.title, width, "strong accent")]
        lead = (("› ", "accent strong") if here else ("  ", ""),)
        rows += behind(lead, entry.asked, width, "strong" if here else "muted", target=target)
        for line in entry.text.splitlines():
            rows += text(line, width, indent="    ", target=target) if line.strip() else [BLANK]
        rows.append(BLANK)
    stays = _("This stays on your computer unless you export it or add it to your summary.")
    return [*rows, *text(stays, width, "muted")]
