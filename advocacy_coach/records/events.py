"""The envelope of an event: when it happened, in which run of which course, and its id.

The kinds of events are in ``session.events``: the rules of a session emit them, here they get an address.
"""

from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid5

from msgspec import Struct

from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)

NAMESPACE = UUID("5c1f6f0e-3d0b-4d6e-9a41-7f0f4f2f8c55")
"""What every id is derived from; another value would let every event be kept a second time."""


class Edition(Protocol):
    """A course as a record knows it: ``course.model.Course`` is one."""

    @property
    def id(self) -> str:
        """The id of the course, stable for ever."""

    @property
    def version(self) -> str:
        """The version of the course, such as ``1.0.0``."""


class Recorded(Struct, frozen=True):
    """An event with its address. ``time`` is UTC in ISO 8601 with milliseconds and a ``Z``.

    ``seq`` counts up in the order of keeping and is never used twice; 0 means not kept yet. ``lesson`` is
    the lesson of the run.
    """

    id: str
    seq: int
    time: str
    run: str
    course: str
    version: str
    lesson: str
    event: Event


def identity(run: str, event: Event) -> UUID:
    """The id of an event, made from what happened and not from when or how it was answered.

    So the same event twice is one event, and of two windows that answer one question in the same round of
    the same run the first to commit is the one that counts. A mark and the close of a sheet are rivals in
    the same way: nothing is marked after the close, and no sheet is closed over a mark nobody saw.
    """
    kind = SheetMarked if isinstance(event, SheetClosed) else type(event)
    return uuid5(NAMESPACE, "\n".join((run, str(kind.__struct_config__.tag), *_name(event))))


def stamp(moment: datetime) -> str:
    """A moment as the record writes it: ``2026-11-24T09:04:00.000Z``."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def day_of(stamp: str) -> int | None:
    """The day of a stamp in UTC, as its proleptic ordinal; None when it is unreadable or has no zone."""
    try:
        moment = datetime.fromisoformat(stamp)
        return moment.astimezone(UTC).toordinal() if moment.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def seconds_between(earlier: str, later: str) -> float:
    """Seconds from one stamp to another, negative when the clock was set back; 0 when one is unreadable."""
    try:
        gap = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    except (ValueError, TypeError):
        return 0.0
    return gap.total_seconds()


def _name(event: Event) -> tuple[str, ...]:
    """What tells an event from others of its kind in one run."""
    match event:
        case Started(lesson=lesson) | LessonFinished(lesson=lesson):
            return (lesson,)
        case PageRead(step=step):
            return (step,)
        case Answered(step=step, round=round):
            return (step, str(round))
        case Reflected(step=step, revision=revision):
            return (step, str(revision))
        case RoundOpened(round=round):
            return (str(round),)
        case ScenarioBegun(step=step, play=play):
            return (step, str(play))
        case ScenarioEnded(step=step, play=play, path=path):
            return (step, str(play), *path)
        case SceneChosen(step=step, play=play, decision=decision):
            return (step, str(play), str(decision))
        case SheetMarked(number=number) | SheetClosed(number=number):
            return (str(number),)
