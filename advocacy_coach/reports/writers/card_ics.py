"""The action card for a calendar: an all-day event for each action and one for the follow-up (RFC 5545).

The package icalendar writes it. It is there only where somebody installed it, and only here it is asked for.
"""

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid5

from advocacy_coach import __version__
from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _
from advocacy_coach.reports.document import CardAction, CardDocument
from advocacy_coach.reports.writers.card_markdown import follow_up_questions

if TYPE_CHECKING:
    from icalendar import Event

NAMESPACE: Final = UUID("0f6a2f63-6a4c-4c52-9a43-5d1d0f0a7a11")
"""What the ids of events are derived from; another value would double them in every calendar."""


def write(document: CardDocument) -> bytes:
    """The calendar in UTF-8. Raises CoachError when the package icalendar is missing."""
    try:
        from icalendar import Calendar
    except ImportError:
        message = _("A file for a calendar needs the Python package icalendar.")
        raise CoachError(
            message, _("Install it with “pip install icalendar”, or choose another format.")
        ) from None
    calendar = Calendar()
    calendar.add("prodid", f"-//advocacy-coach//{__version__}//EN")
    calendar.add("version", "2.0")
    for action in document.card.actions:
        name = f"action-{action.number}"
        calendar.add_component(_event(document, name, action.date, action.text, _about(document, action)))
    words = "\n".join((document.title, *follow_up_questions()))
    follow_up = _event(
        document, "follow-up", document.card.follow_up, _("Follow-up of my action card"), words
    )
    calendar.add_component(follow_up)
    data: bytes = calendar.to_ical()
    return data


def event_id(run: str, name: str) -> str:
    """The id of an event, the same in every export of a card, so that a calendar changes it and adds none."""
    return str(uuid5(NAMESPACE, f"{run}\n{name}"))


def _event(document: CardDocument, name: str, day: date, summary: str, description: str) -> "Event":
    """An event without an end lasts its one day; it does not make that day busy."""
    from icalendar import Event

    event = Event()
    event.add("uid", event_id(document.run, name))
    event.add("dtstamp", document.made)
    event.add("dtstart", day)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def _about(document: CardDocument, action: CardAction) -> str:
    """The course it comes from, and who does it."""
    lines = [document.title]
    if action.owner:
        lines.append(_("Who: {owner}").format(owner=action.owner))
    return "\n".join(lines)
