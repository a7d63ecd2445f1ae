"""What stands over a session for a while: the ruler, how to join, the keys, a break, or nothing at all."""

from typing import Final, Literal

from textual.geometry import Size

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import shown_key
from advocacy_coach.tui.rows import BLANK, Row, behind
from advocacy_coach.tui.text import measure
from advocacy_coach.tui.workshop import room_view
from advocacy_coach.tui.workshop.chunks import Chunk, heading
from advocacy_coach.tui.workshop.keys import stage_commands
from advocacy_coach.tui.workshop.qr import qr_rows
from advocacy_coach.workshop.live import LiveShow

Overlay = Literal["ruler", "join", "keys", "blank", "break"]

BARE: Final = ("join", "blank")
"""Those that need the whole screen: a QR code of 33x17 leaves no room for bars at 64x18."""

KEY_WIDTH = 8

LEAST_BESIDE = 24
"""Cells that the words beside a QR code need."""


def standing(overlay: Overlay | None, live: LiveShow) -> Overlay | None:
    """What stands over the session: a break while it lasts, and before the first step how to join."""
    if overlay is None and live.show.stopped is not None:
        return "break"
    joining = live.show.place.phase == "join" and live.booth is not None
    return overlay or ("join" if joining else None)


def veil(overlay: Overlay | None) -> str:
    """What stands over the session, in words; empty for nothing, and for what belongs to it."""
    words = {
        "ruler": _("The wall shows the ruler."),
        "join": _("The wall shows how to join."),
        "keys": _("The wall shows the keys."),
        "blank": _("The wall is blank."),
    }
    return words.get(overlay or "", "")


def overlay_rows(overlay: Overlay, live: LiveShow, width: int, height: int, screen: Size) -> list[Row]:
    """The rows of an overlay."""
    match overlay:
        case "ruler":
            return _flat(room_view.ruler_chunks(width, screen.width, screen.height))
        case "join":
            return _join(live, width, height)
        case "keys":
            return _keys(width, height)
        case "blank":
            return []
        case "break":
            until = live.show.stopped.until if live.show.stopped else None
            return _flat(room_view.pause_chunks(_("Break"), until, width))


def _join(live: LiveShow, width: int, height: int) -> list[Row]:
    if live.booth is None:
        rows = _flat(room_view.welcome_chunks(live.deck.title, width - 4))
        return [BLANK, *(Row((("  ", ""), *row.parts)) for row in rows)]
    code = _code(live.url, width, height)
    how = room_view.Joining(live.code, live.address, live.seen.joined, live.room, live.locked)
    rows = room_view.join_rows(how, code, width if code else width - 4)
    if not code:
        rows = [BLANK, *(Row((("  ", ""), *row.parts)) for row in rows)]
    return rows if len(rows) <= height else [row for row in rows if row.text.strip()]


def _code(url: str, width: int, height: int) -> list[Row]:
    """The largest code there is room for; rather none than one that no camera reads."""
    for large in (True, False):
        code = qr_rows(url, large=large) if url else []
        if code and len(code) <= height and measure(code[0].text) <= width - LEAST_BESIDE:
            return code
    return []


def _keys(width: int, height: int) -> list[Row]:
    """The keys, in two columns where they would not fit in one."""
    entries = [(shown_key(each.keys), each.help, each.label) for each in stage_commands()]
    rows: list[Row] = [*heading(_("Keys"), width)]
    if len(entries) + 1 <= height:
        for key, words, _label in entries:
            rows += behind(((f"{key:<{KEY_WIDTH}}", "accent strong"),), words, width)
        return rows
    half = (len(entries) + 1) // 2
    column = width // 2
    for left, right in zip(entries[:half], [*entries[half:], ("", "", "")], strict=False):
        parts = [(f"{left[0]:<{KEY_WIDTH}}", "accent strong"), (f"{left[2]:<{column - KEY_WIDTH}}", "")]
        rows.append(Row((*parts, (f"{right[0]:<{KEY_WIDTH}}", "accent strong"), (right[2], ""))))
    return rows


def _flat(chunks: list[Chunk]) -> list[Row]:
    return [row for chunk in chunks for row in chunk]
