"""How a session goes in time: elapsed, left, ahead or behind. Seconds, whoever's clock they are of."""

from msgspec import Struct

from advocacy_coach.i18n import _, ngettext

ON_TIME = 60
"""Fewer seconds ahead or behind than this are on time."""


class Clock(Struct, frozen=True):
    """What the time is reckoned from: epoch seconds of the start, and seconds of the plan.

    ``lost`` are seconds the clock stood still before; ``stopped`` is since when it does now, 0 while it runs.
    ``from_`` and ``until`` are when the item on stage is due to begin and to end, ``total`` the whole plan.
    """

    began: float
    lost: float
    stopped: float
    from_: int
    until: int
    total: int


class Pace(Struct, frozen=True):
    """Seconds elapsed and left of the plan; ``ahead`` is positive ahead of it and negative behind."""

    elapsed: int
    left: int
    ahead: int


def pace(clock: Clock, now: float) -> Pace:
    """The pace at a moment, in epoch seconds. Within the time of its item a session is on time."""
    until = clock.stopped or now
    elapsed = max(0, int(until - clock.began - clock.lost))
    ahead = clock.from_ - elapsed if elapsed < clock.from_ else min(0, clock.until - elapsed)
    return Pace(elapsed, clock.total - elapsed, ahead)


def in_words(pace: Pace) -> str:
    """“On time”, “3 minutes ahead”, “2 minutes behind”."""
    minutes = (abs(pace.ahead) + 30) // 60
    if abs(pace.ahead) < ON_TIME or minutes == 0:
        return _("on time")
    if pace.ahead > 0:
        return ngettext("{n} minute ahead", "{n} minutes ahead", minutes).format(n=minutes)
    return ngettext("{n} minute behind", "{n} minutes behind", minutes).format(n=minutes)


def clock_time(seconds: int) -> str:
    """Seconds as minutes and seconds, “4:05”; a minus before what is over."""
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 60}:{seconds % 60:02}"
