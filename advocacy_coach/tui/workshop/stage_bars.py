"""The lines above and below the wall: where the session is, and what can be done next."""

from advocacy_coach.i18n import _
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.workshop.overlay import Overlay
from advocacy_coach.tui.workshop.stage_view import Frame
from advocacy_coach.workshop import show
from advocacy_coach.workshop.cueing import coming
from advocacy_coach.workshop.deck import LETTERS
from advocacy_coach.workshop.live import LiveShow


def position(live: LiveShow, frame: Frame) -> tuple[str, str, float]:
    """The part, which step of how many (or what changes just now), and how far along the room is."""
    deck, now = live.deck, live.show
    item = deck.item(now.place.item)
    if item is None:
        return deck.title, live.address if live.booth else "", 1.0 if now.place.phase == "over" else 0.0
    count = len(deck.items)
    pages = _("page {page} of {pages}").format(page=frame.page + 1, pages=frame.pages)
    words = [frame.corner, pages if frame.pages > 1 else ""]
    if live.phones_open:
        words.append(f"{live.address} {live.code}" if live.code not in live.address else live.address)
    else:
        words.append(f"{now.place.item + 1}/{count}")
    return deck.parts[item.part].title, " · ".join(filter(None, words)), now.place.item / count


def keys(live: LiveShow, frame: Frame, overlay: Overlay | None) -> tuple[Key, ...]:
    """What can be done, the obvious thing first."""
    if overlay == "ruler":
        return (Key("go", "Enter", _("it fits")), Key("colours", "t", _("colours")), _leave())
    if overlay == "break":
        return (Key("go", "Enter", _("go on")),)
    if overlay:
        return (Key("go", "Enter", _("back to the session")),)
    phase = live.show.place.phase
    if phase == "over":
        return (Key("settle(False)", "x", _("write the report")), Key("leave", "q", _("end the session")))
    entries = []
    reading_on = frame.page + 1 < frame.pages
    undecided = show.onward(live.deck, live.show) is None
    if undecided:
        places = show.candidates(live.deck, live.show)
        entries += [Key(f"choose({place + 1})", str(place + 1), LETTERS[place]) for place in places]
    elif reading_on and phase not in show.OPEN:
        entries.append(Key("go", "Enter", _("next page")))
    else:
        entries.append(Key("go", "Enter", coming(live) or _("go on")))
        if frame.pages > 1:
            entries.append(Key("page", _("Space"), _("page")))
    if live.question is not None:
        entries.append(Key("hands", "h", _("hands")))
    if live.phones_open:
        entries.append(Key("join", "j", _("join")))
    return (*entries, Key("notes", "n", _("notes")), Key("keys", "?", _("keys")))


def _leave() -> Key:
    return Key("leave", "Esc", _("leave"))
