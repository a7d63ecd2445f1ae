"""The action card: its lines, with what stands on them."""

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance.card import FOLLOW_UP, ITEMS, PROMISE, Card, Item
from advocacy_coach.tui.rows import BLANK, Row, behind, text


def card_rows(card: Card, cursor: int, width: int) -> list[Row]:
    """The lines under their headings; what nobody wrote says what could stand there."""
    rows = [
        BLANK,
        *text(_("What you will do, and by when. Few things, small enough to be done."), width, "muted"),
    ]
    heading = ""
    for index, item in enumerate(ITEMS):
        here = index == cursor
        if heading_of(item) != heading:
            heading = heading_of(item)
            rows += [BLANK, *text(heading, width, "strong accent")]
        value = value_of(card, item)
        label = _label(item)
        lead = [("› ", "accent strong") if here else ("  ", "")]
        if label:
            lead.append((f"{label}: ", "strong" if here else "muted"))
        style = "muted" if not value or _idle(card, item) else "strong" if here else ""
        rows += behind(lead, value or _hint(item), width, style, target=f"item:{index}")
    words = _("It stays on your computer unless you export it or add it to your summary.")
    return [*rows, BLANK, *text(words, width, "muted")]


def heading_of(item: Item) -> str:
    """The part of the card that a line belongs to."""
    if item.action:
        return _("Action {number}").format(number=item.action)
    return {PROMISE: _("Promise to my team"), FOLLOW_UP: _("Follow-up")}.get(item.id) or _("I stop")


def value_of(card: Card, item: Item) -> str:
    """What stands on a line; a date always does."""
    if not item.action:
        return {PROMISE: card.promise, FOLLOW_UP: card.follow_up}.get(item.id, card.stop)
    action = card.actions[item.action - 1]
    return {"text": action.text, "owner": action.owner, "date": action.date}[item.field]


def question(item: Item) -> str:
    """What is asked when a line is typed."""
    words = {
        "text": heading_of(item),
        "owner": _("Who does it?"),
        "date": _("By which day? Like 2026-12-24"),
    }
    return words[item.field]


def _label(item: Item) -> str:
    if item.field == "text":
        return ""
    if not item.action:
        return _("On")
    return _("Who") if item.field == "owner" else _("By")


def _hint(item: Item) -> str:
    if item.field == "owner":
        return _("you, or somebody who agreed")
    if item.action:
        return _("one thing you will do")
    return _("one thing they can hold you to") if item.id == PROMISE else _("one thing you will no longer do")


def _idle(card: Card, item: Item) -> bool:
    """A date of an action that has no text yet."""
    return item.field == "date" and bool(item.action) and not card.actions[item.action - 1].text
