"""How a session goes in time, and the words for it."""

import pytest

from advocacy_coach.workshop.pace import Clock, Pace, clock_time, in_words, pace

BEGAN = 1_000_000.0


def clock(from_: int = 600, until: int = 900, *, lost: float = 0, stopped: float = 0) -> Clock:
    """An hour's plan whose item on stage is due from ten to fifteen minutes."""
    return Clock(BEGAN, lost, BEGAN + stopped if stopped else 0, from_, until, 3600)


@pytest.mark.parametrize(
    ("elapsed", "ahead"),
    [(0, 600), (599, 1), (600, 0), (750, 0), (900, 0), (901, -1), (1200, -300), (4000, -3100)],
)
def test_within_the_time_of_its_item_a_session_is_on_time(elapsed: int, ahead: int) -> None:
    assert pace(clock(), BEGAN + elapsed) == Pace(elapsed, 3600 - elapsed, ahead)


def test_what_the_clock_stood_still_is_not_elapsed() -> None:
    assert pace(clock(lost=300), BEGAN + 1000) == Pace(700, 2900, 0)


@pytest.mark.parametrize("now", [700, 5000])
def test_while_it_stands_still_nothing_elapses(now: int) -> None:
    assert pace(clock(stopped=700), BEGAN + now) == Pace(700, 2900, 0)


def test_a_clock_that_was_set_back_does_not_count_below_nothing() -> None:
    assert pace(clock(0, 300), BEGAN - 50) == Pace(0, 3600, 0)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, "on time"),
        (59, "on time"),
        (-59, "on time"),
        (60, "1 minute ahead"),
        (89, "1 minute ahead"),
        (90, "2 minutes ahead"),
        (-60, "1 minute behind"),
        (-89, "1 minute behind"),
        (-90, "2 minutes behind"),
        (-3600, "60 minutes behind"),
    ],
)
def test_the_pace_in_words(ahead: int, words: str) -> None:
    assert in_words(Pace(0, 0, ahead)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0:00"), (9, "0:09"), (245, "4:05"), (3600, "60:00"), (-1, "-0:01"), (-245, "-4:05")],
)
def test_seconds_as_minutes_and_seconds(seconds: int, words: str) -> None:
    assert clock_time(seconds) == words
