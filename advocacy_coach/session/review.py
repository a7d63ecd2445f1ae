"""What is looked at again, and when: one day, seven days and thirty days after it was missed.

Spacing helps, and its exact shape does not matter (Latimier and others, Educational Psychology Review, 2021:
expanding against even spacing g = 0.03), so the schedule is fixed. Days are calendar days in UTC, as numbers:
the proleptic ordinal of ``datetime.date``. Who calls knows what day it is; these rules have no clock.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from advocacy_coach.session.scoring import reaches

DAYS: Final = (1, 7, 30)
"""Days to wait after a miss, after the first time right, and after the second; then it is known."""

MINUTES_EACH: Final = 0.7
"""Minutes that looking at one item again takes, for the announcement alone."""


class Look(Struct, frozen=True, array_like=True):
    """One answer to an item: its day and its points, 0 to 1."""

    day: int
    points: float


class Waiting(Struct, frozen=True):
    """An item that was missed and is not known yet. ``stage`` is an index of ``DAYS``, ``since`` a day."""

    stage: int
    since: int


def waiting(looks: Sequence[Look], pass_mark: int) -> Waiting | None:
    """Where an item stands after these answers, in the order they were given; None when nothing is open.

    A miss starts anew. A right answer counts once its time has come; one that comes earlier, as in the second
    round of a lesson, changes nothing.
    """
    now: Waiting | None = None
    for look in looks:
        if not reaches(look.points, 1, pass_mark):
            now = Waiting(0, look.day)
        elif now is not None:
            now = _after_right(now, look.day)
    return now


def deciding(looks: Sequence[Look]) -> tuple[Look, ...]:
    """The few looks that decide: whatever the pass mark, ``waiting`` says the same of them as of all.

    A look decides when it may be the last miss, which is when all later ones have more points, or when it is
    a right answer that counted after that one. What is known by now decides nothing.
    """
    kept: set[int] = set()
    least = 1.0
    for place in reversed(range(len(looks))):
        if looks[place].points < least:
            least = looks[place].points
            kept |= _counted(looks, place)
    return tuple(looks[place] for place in sorted(kept))


def is_due(looks: Sequence[Look], pass_mark: int, today: int) -> bool:
    """True when an item is to be looked at on this day."""
    now = waiting(looks, pass_mark)
    return now is not None and _waited(now, today)


def due_on(looks: Sequence[Look], pass_mark: int) -> int | None:
    """The day an item comes back; None when nothing is open. Ask it only of what is not due now."""
    now = waiting(looks, pass_mark)
    return now.since + DAYS[now.stage] if now else None


def minutes(count: int) -> int:
    """About how many minutes so many items take; at least one."""
    return max(1, int(count * MINUTES_EACH + 0.5))


def _after_right(now: Waiting, day: int) -> Waiting | None:
    """Where an item stands after a right answer: a stage further if its time has come, at last known."""
    if not _waited(now, day):
        return now
    return Waiting(now.stage + 1, day) if now.stage + 1 < len(DAYS) else None


def _counted(looks: Sequence[Look], miss: int) -> set[int]:
    """The places of a miss and of the right answers after it that counted; none once the item is known."""
    now, places = Waiting(0, looks[miss].day), {miss}
    for place in range(miss + 1, len(looks)):
        following = _after_right(now, looks[place].day)
        if following is None:
            return set()
        if following != now:
            places.add(place)
            now = following
    return places


def _waited(now: Waiting, today: int) -> bool:
    """True when the wait is over; also when the clock was set back by days, so that no item is lost."""
    gap = today - now.since
    return gap >= DAYS[now.stage] or gap < -1
