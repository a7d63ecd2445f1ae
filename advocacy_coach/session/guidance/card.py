"""The action card: up to three actions, a promise to the team, one thing to stop, and when to look back.

What stands on it is the manager's own. Suggestions are made of what they did in the course; one is taken over
only when they choose it. Days come in as ordinals or as ISO dates in words: these rules have no calendar.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session.guidance.mood import MoodReading
from advocacy_coach.session.guidance.plan import PlanReading

ACTIONS: Final = 3
DAYS_TO_ACT: Final = 30
"""An action is done within so many days: later it is forgotten, and the team has stopped waiting for it."""

DAYS_TO_FOLLOW_UP: Final = 42
"""Six weeks after the card was begun, somebody asks what became of it."""

TEXT_LENGTH: Final = 300
OWNER_LENGTH: Final = 80
"""Characters."""

PROMISE: Final = "promise"
STOP: Final = "stop"
FOLLOW_UP: Final = "follow-up"

Field = Literal["text", "owner", "date"]
Kind = Literal["instead", "stop", "gate", "area", "band", "ask", "topic", "reflection"]
Marks = Mapping[str, str]


class Item(Struct, frozen=True):
    """A line of the card: its id on the sheet, what kind of line, and of which action; 0 for of none."""

    id: str
    field: Field
    action: int = 0


_OF_ACTION: Final[tuple[tuple[str, Field], ...]] = (("action", "text"), ("owner", "owner"), ("date", "date"))

ITEMS: Final = (
    *(
        Item(f"{name}-{number}", field, number)
        for number in range(1, ACTIONS + 1)
        for name, field in _OF_ACTION
    ),
    Item(PROMISE, "text"),
    Item(STOP, "text"),
    Item(FOLLOW_UP, "date"),
)
"""The lines of the card in order."""


class Action(Struct, frozen=True):
    """An action, counted from 1: what, who, and by when (an ISO date). Without a text it is none yet."""

    number: int
    text: str
    owner: str
    date: str


class Card(Struct, frozen=True):
    """The card as it stands; ``follow_up`` is an ISO date. A text nobody wrote is empty."""

    actions: tuple[Action, ...]
    promise: str
    stop: str
    follow_up: str

    @property
    def planned(self) -> tuple[Action, ...]:
        """The actions that have a text."""
        return tuple(action for action in self.actions if action.text)

    @property
    def empty(self) -> bool:
        """True while nothing is written that could be told."""
        return not (self.planned or self.promise or self.stop)


class Suggestion(Struct, frozen=True):
    """A line that could stand on the card: where it comes from, what it says, and of what it was made.

    ``why`` names what was ticked, scored low or asked. Texts of the course are its Markdown, reflections are
    plain.
    """

    kind: Kind
    text: str
    why: str


def default_days(began: int) -> tuple[int, int]:
    """The day by which to act and the day to look back, for a card begun on a day (ordinals)."""
    return began + DAYS_TO_ACT, began + DAYS_TO_FOLLOW_UP


def limit(field: Field) -> int:
    """How many characters a line may have."""
    return {"text": TEXT_LENGTH, "owner": OWNER_LENGTH, "date": len("2026-12-24")}[field]


def read(marks: Marks, act_by: str, follow_up: str) -> Card:
    """The card that these marks make. A date that was not given is the default handed in, an ISO date."""
    actions = tuple(
        Action(
            number,
            _line(marks, f"action-{number}", TEXT_LENGTH),
            _line(marks, f"owner-{number}", OWNER_LENGTH),
            marks.get(f"date-{number}") or act_by,
        )
        for number in range(1, ACTIONS + 1)
    )
    return Card(
        actions,
        _line(marks, PROMISE, TEXT_LENGTH),
        _line(marks, STOP, TEXT_LENGTH),
        marks.get(FOLLOW_UP) or follow_up,
    )


def suggestions(
    *,
    plan: PlanReading | None = None,
    mood: tuple[MoodCheck, MoodReading] | None = None,
    topics: Iterable[tuple[str, str]] = (),
    reflections: Iterable[tuple[str, str]] = (),
) -> tuple[Suggestion, ...]:
    """What could stand on the card, the most pressing first, each text once.

    ``plan`` is what the newest plan check says, ``mood`` what the newest mood check does. ``topics`` are the
    titles of those below the pass mark, each with the takeaway to practise; ``reflections`` are what was
    asked and what was written.
    """
    found = [*_of_plan(plan)] if plan else []
    found += _of_mood(*mood) if mood else []
    found += [Suggestion("topic", takeaway, title) for title, takeaway in topics]
    found += [Suggestion("reflection", text, prompt) for prompt, text in reflections]
    once = {each.text: each for each in reversed(found) if each.text.strip()}
    return tuple(each for each in found if once.get(each.text) is each)


def offered(item: Item, found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Those that fit a line: what to end for the thing to stop, what to begin for other texts."""
    if item.field != "text":
        return ()
    return tuple(
        each for each in found if each.kind == "reflection" or (each.kind == "stop") == (item.id == STOP)
    )


def _of_plan(reading: PlanReading) -> Iterable[Suggestion]:
    """A practice is suggested as what to stop, and what to do instead of it as an action; the worst first."""
    hits = sorted(reading.hits, key=lambda hit: -hit.severity)
    for hit in hits:
        yield Suggestion("instead", hit.instead, hit.text)
    for hit in hits:
        yield Suggestion("stop", hit.text, hit.text)


def _of_mood(tool: MoodCheck, reading: MoodReading) -> Iterable[Suggestion]:
    """The gates, the areas to start with, and the advice of the band; without a score, to ask first."""
    if reading.ask:
        yield Suggestion("ask", tool.unknown.title, tool.title)
    for statement in reading.low_gates[:1]:
        yield Suggestion("gate", tool.gates.advice, statement.text)
    areas = list(reading.first)
    if reading.lowest is not None and reading.lowest not in areas:
        areas.append(reading.lowest)
    for area in areas:
        yield Suggestion("area", area.title, area.title)
    if reading.band is not None:
        yield Suggestion("band", reading.band.advice, reading.band.title)


def _line(marks: Marks, item: str, length: int) -> str:
    """What stands on an item, on one line and harmless, whoever wrote the record."""
    return cleaned(" ".join(marks.get(item, "").split()))[:length]
