"""The two rows at the top of the notes that are always in sight: phase, votes, countdown, time and pace."""

from datetime import UTC, datetime, tzinfo
from math import ceil

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import Part, Row, pair
from advocacy_coach.tui.text import measure
from advocacy_coach.workshop.cue import Cue
from advocacy_coach.workshop.pace import Pace, clock_time, in_words, pace


def glance(cue: Cue, now: float, width: int, zone: tzinfo | None = None) -> list[Row]:
    """Phase, votes and countdown; time and pace.

    ``now`` is in epoch seconds; times of day are in ``zone``, that of the computer where it is None.
    """
    left = f"{cue.phase} · {_voted(cue)}" if cue.open else cue.phase
    style = "bad strong" if 0 < cue.deadline <= now else "accent strong"
    first = pair((left, "strong"), (_ends(cue, now, zone), style), width)
    at = pace(cue.clock, now)
    told = _pace(cue, at)
    gone = _gone(at)
    if measure(gone) + measure(told[0]) + 2 > width:
        gone = _left(at)
    if cue.clock.stopped and measure(gone) + measure(told[0]) + 2 > width:
        told = (_("clock stopped"), told[1])
    return [first, pair((gone, "muted"), told, width)]


def _voted(cue: Cue) -> str:
    if cue.room:
        return _("{people} of {room} in").format(people=cue.people, room=cue.room)
    return _("{people} in").format(people=cue.people)


def _ends(cue: Cue, now: float, zone: tzinfo | None) -> str:
    """The countdown with its end, or until when the break is."""
    if cue.until:
        return _("break until {end}").format(end=_time(cue.until, zone))
    if not cue.deadline:
        return ""
    left = ceil(cue.deadline - now)
    if left <= 0:
        return _("time is up")
    return _("{left} until {end}").format(left=clock_time(left), end=_time(cue.deadline, zone))


def _time(at: float, zone: tzinfo | None) -> str:
    return f"{datetime.fromtimestamp(at, UTC).astimezone(zone):%H:%M}"


def _gone(at: Pace) -> str:
    words = _("{elapsed} gone, {left}")
    return words.format(elapsed=clock_time(at.elapsed), left=_left(at))


def _left(at: Pace) -> str:
    if at.left < 0:
        return _("{time} over").format(time=clock_time(-at.left))
    return _("{time} left").format(time=clock_time(at.left))


def _pace(cue: Cue, at: Pace) -> Part:
    words = in_words(at)
    if cue.number <= 0:
        return _("not begun"), "muted"
    if cue.clock.stopped:
        return _("clock stopped, {pace}").format(pace=words), "accent"
    if words == in_words(Pace(0, 0, 0)):
        return words, "good"
    return (f"▲ {words}", "accent strong") if at.ahead > 0 else (f"▼ {words}", "bad strong")
