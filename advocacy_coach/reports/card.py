"""The action card out of the record: which one it is, its dates as days, and the document about it."""

import re
from datetime import UTC, date, datetime

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import Course
from advocacy_coach.records.events import day_of
from advocacy_coach.records.progress import Progress, SheetProgress
from advocacy_coach.reports.document import ActionCard, CardAction, CardDocument
from advocacy_coach.session.guidance.card import ITEMS, Card, default_days, read

TOOL = "action-card"

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def newest(progress: Progress) -> SheetProgress | None:
    """The card that was begun last, if there is one."""
    sheets = progress.sheets_of(TOOL)
    return sheets[-1] if sheets else None


def card_on(sheet: SheetProgress, now: datetime) -> Card:
    """What stands on a sheet; dates that nobody gave count from the day it was begun (UTC).

    ``now`` stands in where that day cannot be read.
    """
    began = day_of(sheet.began) or now.astimezone(UTC).toordinal()
    act_by, follow_up = (_of_ordinal(day).isoformat() for day in default_days(began))
    given = {item.id: sheet.marks.get(item.id, "") for item in ITEMS}
    days = {item.id for item in ITEMS if item.field == "date" and as_day(given[item.id]) is None}
    return read({**given, **dict.fromkeys(days, "")}, act_by, follow_up)


def told(card: Card) -> ActionCard | None:
    """The card as a document tells it: the actions that have a text. None while nothing is written."""
    if card.empty:
        return None
    return ActionCard(
        actions=tuple(
            CardAction(action.number, action.text, action.owner, date.fromisoformat(action.date))
            for action in card.planned
        ),
        promise=card.promise,
        stop=card.stop,
        follow_up=date.fromisoformat(card.follow_up),
    )


def of_progress(progress: Progress, now: datetime) -> ActionCard | None:
    """The newest card; None where there is none, and while nothing is written on it."""
    sheet = newest(progress)
    return told(card_on(sheet, now)) if sheet else None


def document(course: Course, progress: Progress, made: datetime) -> CardDocument | None:
    """The document about the newest card, made at ``made`` (aware); None while nothing is written on it."""
    sheet = newest(progress)
    card = told(card_on(sheet, made)) if sheet else None
    if sheet is None or card is None:
        return None
    made = made.astimezone(UTC).replace(microsecond=0)
    return CardDocument(cleaned(sheet.run), course.id, course.title, made, card)


def as_day(words: str) -> date | None:
    """The day that an ISO date such as ``2026-12-24`` means; None for anything else."""
    try:
        return date.fromisoformat(words) if _ISO.fullmatch(words) else None
    except ValueError:
        return None


def _of_ordinal(day: int) -> date:
    """The day; the last one that there is for one beyond it."""
    return date.fromordinal(min(day, date.max.toordinal()))
