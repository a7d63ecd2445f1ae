"""What the stage shows beside questions and stories: ruler, joining, slides, countdowns, breaks, the end."""

from datetime import datetime

from msgspec import Struct

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.tui.rows import BLANK, Part, Row, text
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.workshop.chunks import Chunk, heading, paragraphs
from advocacy_coach.tui.workshop.glyphs import large, small
from advocacy_coach.workshop.pace import clock_time

STAGE_WIDTH, STAGE_HEIGHT = 64, 18
"""The cells of a projected screen that is read from the back: about 25 points on a slide."""

TOO_MANY_ROWS = 24
"""With more rows than this on the wall, letters are smaller than 19 points."""


def ruler_chunks(width: int, columns: int, height: int) -> list[Chunk]:
    """How to make the letters large, in a window of so many columns and rows: zooming is the font scale."""
    line = f"├{'─' * (STAGE_WIDTH - 6)}┤"
    rows = _("This window has {width} by {height} characters; {wide} by {high} reads well from the back.")
    told = rows.format(width=columns, height=height, wide=STAGE_WIDTH, high=STAGE_HEIGHT)
    large_enough = height <= TOO_MANY_ROWS
    advice = (
        _("Good: this can be read from the back.")
        if large_enough
        else _("Zoom in (Ctrl and +) until this line fills the width.")
    )
    return [
        text(_("Before the room comes in"), width, "strong accent"),
        [BLANK],
        text(advice, width, "strong"),
        [BLANK],
        [Row(((clipped(line, width), "accent"),))],
        [BLANK],
        text(told, width, "muted"),
        text(_("Esc leaves, ? shows the keys, t changes between light and dark."), width, "muted"),
    ]


def welcome_chunks(title: str, width: int) -> list[Chunk]:
    """The join screen of a session without phones: what it is, and how the room will vote."""
    lines = [
        _("We will vote now and then, by hand: A, B, C or D."),
        _("Nobody has to say how they voted. Training, not legal advice."),
    ]
    return [
        heading(title, width),
        [BLANK],
        *(text(line, width) for line in lines),
        [BLANK],
        [Row(((row, "accent"),)) for row in small("A B C D")],
    ]


class Joining(Struct, frozen=True):
    """How to take part: the address to type, the code in it, and how many did of how many expected."""

    code: str
    address: str
    joined: int
    room: int
    locked: bool


def join_rows(how: Joining, qr: list[Row], width: int) -> list[Row]:
    """How to take part by phone: the QR code, which paints both of its colours, and beside it the words."""
    wide = max((measure(row.text) for row in qr), default=0)
    beside = _join_words(how, width - wide - 3 * bool(wide))
    rows = []
    for index in range(max(len(qr), len(beside))):
        left = qr[index].parts if index < len(qr) else ((" " * wide, ""),)
        right = beside[index].parts if index < len(beside) else ()
        rows.append(Row((*left, ("   " if wide else "", ""), *right)))
    return rows


def _join_words(how: Joining, width: int) -> list[Row]:
    letters = large(how.code)
    if max(map(measure, letters)) > width:
        letters = small(how.code)
    head = _("Joining is closed") if how.locked else _("Take part with your phone")
    rows = [*text(head, width, "strong accent"), BLANK]
    rows += [*text(_("Scan, or type"), width, "muted"), *text(how.address, width, "strong"), BLANK]
    rows += [*(Row(((row, "accent"),)) for row in letters), BLANK]
    counted = ngettext("{n} phone is in", "{n} phones are in", how.joined).format(n=how.joined)
    words = _("{phones}, {room} expected").format(phones=counted, room=how.room) if how.room else counted
    rows += text(words, width, "strong")
    return rows + text(_("No name is asked. Not secret on an open Wi-Fi."), width, "muted")


def slide_chunks(title: str, markdown: str, width: int, height: int) -> list[Chunk]:
    """A slide: its title and its text, with an empty row between them where there is room."""
    head, words = heading(title, width), paragraphs(markdown, width)
    tight = len(head) + sum(map(len, words)) >= height
    return [head, *words] if tight else [head, [BLANK], *words]


def countdown_rows(seconds: int, width: int) -> list[Row]:
    """What is left, as large as the room needs it; that time is up when it is."""
    left = clock_time(max(0, seconds))
    words = _("Time is up.") if seconds <= 0 else ""
    letters = large(left)
    if max(map(measure, letters)) > width:
        letters = small(left)
    rows = [Row(((row, "bad" if seconds <= 0 else "accent"),)) for row in letters]
    return [*rows, *(text(words, width, "strong") if words else [])]


def discuss_rows(width: int) -> list[Row]:
    """What pairs do between two votes."""
    return text(_("Find somebody who answered differently. Convince each other."), width, "strong accent")


def pause_chunks(title: str, until: datetime | None, width: int) -> list[Chunk]:
    """A break, and when it is over, in the room's own time."""
    chunks: list[Chunk] = [heading(title, width), [BLANK]]
    if until is not None:
        local = f"{until.astimezone():%H:%M}"
        chunks += [text(_("Back at"), width, "muted"), [Row(((row, "accent"),)) for row in large(local)]]
    return chunks


def over_chunks(width: int, *, written: str) -> list[Chunk]:
    """The end: thanks, and what the facilitator can still do."""
    chunks: list[Chunk] = [
        heading(_("Thank you"), width),
        [BLANK],
        text(_("What the room decided can be written down: counts only, no names."), width),
        [BLANK],
        text(_("x writes the report, q ends the session."), width, "muted"),
    ]
    return [*chunks, [BLANK], text(written, width, "strong")] if written else chunks


def counter_rows(people: int, room: int, width: int) -> list[Row]:
    """How many have voted, large; nothing about how."""
    words = _("{people} of {room} in").format(people=people, room=room) if room else ""
    number = small(f"{people}/{room}") if room else small(str(people))
    label = words or ngettext("{n} vote in", "{n} votes in", people).format(n=people)
    if max(map(measure, number)) + 2 + measure(label) > width:
        return text(label, width, "strong")
    parts: list[Part] = [("", ""), (f"  {label}", "muted"), ("", "")]
    return [Row(((sign, "accent"), part)) for sign, part in zip(number, parts, strict=True)]
