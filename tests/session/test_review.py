"""What is looked at again, and when. Days are numbers; an answer is right (+) or a miss (-)."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.session.review import DAYS, Look, Waiting, deciding, due_on, is_due, minutes, waiting

PASS = 70


def looks(words: str) -> list[Look]:
    """``0- 1+`` is a miss on day 0 and a right answer on day 1."""
    return [Look(int(word[:-1]), float(word[-1] == "+")) for word in words.split()]


def test_the_schedule_is_one_seven_and_thirty_days() -> None:
    assert DAYS == (1, 7, 30)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("", None),
        ("0+", None),
        ("0+ 1+ 40+", None),
        ("0-", 1),
        ("0+ 3-", 4),
        ("0- 0-", 1),
        ("0- 0+", 1),
        ("0- 0+ 0+ 0+ 0+", 1),
        ("0- 1+", 8),
        ("0- 1+ 1+", 8),
        ("0- 5+", 12),
        ("0- 1+ 7+", 8),
        ("0- 1+ 8+", 38),
        ("0- 1+ 30+", 60),
        ("0- 1+ 8+ 37+", 38),
        ("0- 1+ 8+ 38+", None),
        ("0- 1+ 8+ 400+", None),
        ("0- 1+ 2+ 3+ 4+ 5+ 6+ 7+", 8),
        ("0- 1-", 2),
        ("0- 1+ 3-", 4),
        ("0- 1+ 8-", 9),
        ("0- 1+ 8+ 38-", 39),
        ("0- 1+ 8+ 38+ 50+", None),
        ("0- 1+ 8+ 38+ 50-", 51),
    ],
)
def test_an_item_comes_back_on_its_day_and_not_before(words: str, day: int | None) -> None:
    given = looks(words)
    last = given[-1].day if given else 0
    assert due_on(given, PASS) == day
    for today in range(last, last + 80):
        assert is_due(given, PASS, today) == (day is not None and today >= day), today


@pytest.mark.parametrize(
    ("points", "pass_mark", "missed"),
    [
        (0.7, 70, False),
        (0.6999, 70, True),
        (0.5, 50, False),
        (1.0, 100, False),
        (0.99, 100, True),
        (0.0, 0, False),
    ],
)
def test_a_miss_is_what_does_not_reach_the_pass_mark(points: float, pass_mark: int, missed: bool) -> None:
    assert (waiting([Look(9, points)], pass_mark) is not None) == missed


@pytest.mark.parametrize(
    ("today", "due"),
    [(0, True), (98, True), (99, False), (100, False), (101, True), (500, True)],
)
def test_a_clock_set_back_by_days_brings_an_item_back_rather_than_losing_it(today: int, due: bool) -> None:
    assert is_due(looks("100-"), PASS, today) is due


def test_after_a_clock_set_back_the_wait_begins_at_the_new_day() -> None:
    assert waiting(looks("100- 40+"), PASS) == Waiting(1, 40)
    assert waiting(looks("100- 99+"), PASS) == Waiting(0, 100), "a day back is a time zone, not another clock"


GAPS = st.integers(0, 45)
RIGHT = st.sampled_from([1.0, 1.0, 1.0, 0.0])


@given(st.lists(st.tuples(GAPS, RIGHT, st.booleans()), max_size=60))
def test_a_learner_who_comes_on_any_days_sees_each_item_when_due_and_never_early(
    visits: list[tuple[int, float, bool]],
) -> None:
    """Against a diary: on each visit what is due is answered, and else at times in a lesson, too early."""
    given = looks("0-")
    today, due, streak = 0, 1, 0  # due 0: known
    for gap, points, elsewhere in visits:
        today += gap
        assert is_due(given, PASS, today) == bool(due and today >= due)
        assert due_on(given, PASS) == (due or None)
        if due and today >= due:
            streak = streak + 1 if points else 0
            due = today + (1, 7, 30)[streak] if streak < 3 else 0
            given.append(Look(today, points))
        elif elsewhere:
            given.append(Look(today, points))
            if not points:
                due, streak = today + 1, 0


@given(st.lists(GAPS, min_size=3, max_size=40))
def test_three_right_answers_on_due_days_are_enough_for_ever(gaps: list[int]) -> None:
    given, seen, today = looks("0-"), [0], 0
    for gap in (*gaps, 40, 40, 40):
        today += gap
        if is_due(given, PASS, today):
            given.append(Look(today, 1.0))
            seen.append(today)
    assert len(seen) == 1 + len(DAYS)
    assert all(later - earlier >= wait for (earlier, later), wait in zip(pairwise(seen), DAYS, strict=True))
    assert waiting(given, PASS) is None
    assert not any(is_due(given, PASS, day) for day in (0, today, today + 31, today + 10_000))


POINTS = st.sampled_from([0.0, 1 / 3, 0.5, 0.7, 0.75, 1.0])
ANY_CLOCK = st.lists(st.builds(Look, st.integers(0, 90), POINTS), max_size=40)
MARKS = st.sampled_from([0, 1, 34, 50, 70, 71, 76, 100])


@given(ANY_CLOCK, MARKS, st.integers(-50, 150))
def test_whatever_the_clock_does_nothing_is_lost(given: list[Look], mark: int, today: int) -> None:
    misses = [place for place, look in enumerate(given) if 100 * look.points < mark]
    if waiting(given, mark) is None:
        assert not misses or len(given) - 1 - misses[-1] >= len(DAYS), "known only after three right answers"
        assert not is_due(given, mark, today)
    else:
        assert misses
        assert any(is_due(given, mark, today + later) for later in range(max(DAYS) + 2))


@given(ANY_CLOCK, MARKS, st.integers(0, 90), POINTS)
def test_whatever_the_clock_does_nothing_comes_back_at_once(
    given: list[Look], mark: int, today: int, points: float
) -> None:
    if not is_due(given, mark, today) and 100 * points >= mark:
        assert waiting([*given, Look(today, points)], mark) == waiting(given, mark), "too early to count"
        return
    after = [*given, Look(today, points)]
    now = waiting(after, mark)
    wait = DAYS[now.stage] if now else 100
    assert not any(is_due(after, mark, day) for day in range(today - 1, today + wait))
    assert now is None or is_due(after, mark, today + wait)


@given(ANY_CLOCK, MARKS)
def test_the_looks_that_decide_say_the_same_as_all(given: list[Look], mark: int) -> None:
    few = deciding(given)
    assert waiting(few, mark) == waiting(given, mark)
    assert set(few) <= set(given)
    assert len(few) <= len(DAYS) * len({look.points for look in given} - {1.0})


@given(ANY_CLOCK, ANY_CLOCK)
def test_what_decides_is_the_same_however_often_it_was_asked(before: list[Look], after: list[Look]) -> None:
    assert deciding((*deciding(before), *after)) == deciding([*before, *after])


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("", ""),
        ("0+ 1+", ""),
        ("0- 0+ 0+", "0-"),
        ("0- 0- 3-", "3-"),
        ("0- 1+ 2+ 3+ 8+ 9+", "0- 1+ 8+"),
        ("0- 1+ 8+ 38+", ""),
        ("0- 1+ 8+ 38+ 39-", "39-"),
    ],
)
def test_few_looks_decide(words: str, kept: str) -> None:
    assert list(deciding(looks(words))) == looks(kept)


def test_a_miss_is_not_forgotten_by_any_number_of_early_right_answers() -> None:
    assert due_on(deciding(looks("0-" + " 0+" * 500)), PASS) == 1


@pytest.mark.parametrize(
    ("count", "expected"), [(0, 1), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (10, 7), (100, 70)]
)
def test_about_how_many_minutes(count: int, expected: int) -> None:
    assert minutes(count) == expected
