"""The opening and the closing check: points, areas, what to look at first, and which form comes first."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.tools import Form
from advocacy_coach.session.guidance.form import (
    FormReading,
    first_form,
    in_order_of_use,
    other_form,
    picked,
    read,
)
from tests.session.tools_made import shipped_situations, situations

TOOL = situations("aabb")
FORM, OTHER = TOOL.forms


def taken(*picks: str, sure: str = "", form: Form = FORM) -> FormReading:
    """The reading of picks, an item each: two letters for best and worst; ``sure`` has a letter an item."""
    marks = {item.id: picked(*pick) for item, pick in zip(form.items, picks, strict=False)}
    marks |= {f"{item.id}.sure": word for item, word in zip(form.items, sure, strict=False) if word != " "}
    return read(TOOL, form, marks)


@pytest.mark.parametrize(("best", "worst"), [(a, b) for a, b in product("abcd", repeat=2) if a != b])
def test_there_is_a_point_for_the_best_and_one_for_the_worst(best: str, worst: str) -> None:
    [item, *_others] = taken(best + worst).items
    assert item.points == (best == "b") + (worst == "d")
    assert (item.best, item.worst, item.complete) == (best, worst, True)


@pytest.mark.parametrize(
    ("mark", "points", "complete"),
    [("", 0, False), ("/", 0, False), ("b", 1, False), ("b/", 1, False), ("/d", 1, False), ("b/d", 2, True)],
)
def test_half_an_answer_is_worth_its_half(mark: str, points: int, complete: bool) -> None:
    reading = read(TOOL, FORM, {"x1": mark})
    assert (reading.points, reading.items[0].complete, reading.answered) == (points, complete, int(complete))


@pytest.mark.parametrize(
    ("mark", "points"), [("d/b", 0), ("z/z", 0), ("B/D", 0), ("//", 0), ("b/d/", 1), (" b/d", 1), ("b/b", 1)]
)
def test_words_that_are_no_option_earn_nothing(mark: str, points: int) -> None:
    assert read(TOOL, FORM, {"x1": mark}).points == points


@pytest.mark.parametrize(
    ("picks", "points", "passed"),
    [
        (("bd", "bd", "bd", "bd"), 8, True),
        (("bd", "bd", "bd", "ac"), 6, True),
        (("bd", "bd", "ba", "ac"), 5, False),
        (("ac", "ac", "ac", "ac"), 0, False),
        ((), 0, False),
    ],
)
def test_points_are_summed_and_passed_from_the_mark_on(
    picks: tuple[str, ...], points: int, passed: bool
) -> None:
    reading = taken(*picks)
    assert (reading.points, reading.of, reading.passed) == (points, 8, passed)
    assert reading.answered == len(picks)


def test_points_by_area() -> None:
    reading = taken("bd", "ba", "ac", "ad")
    assert [(each.area.id, each.points, each.of) for each in reading.areas] == [("a", 3, 4), ("b", 1, 4)]


@given(st.lists(st.sampled_from(["bd", "ba", "ad", "ac", "db"]), max_size=4))
def test_areas_and_items_add_up_to_the_whole(picks: list[str]) -> None:
    reading = taken(*picks)
    assert sum(each.points for each in reading.areas) == reading.points
    assert sum(each.of for each in reading.areas) == reading.of
    assert sum(each.points for each in reading.items) == reading.points


@pytest.mark.parametrize(
    ("pick", "sure", "expected"),
    [
        ("ac", "3", True),
        ("ba", "3", True),
        ("ad", "3", True),
        ("bd", "3", False),
        ("ac", "2", False),
        ("ac", "1", False),
        ("ac", " ", False),
        ("ac", "4", False),
        ("ac", "٣", False),
    ],
)
def test_sure_but_wrong_is_sure_and_not_both_right(pick: str, sure: str, expected: bool) -> None:
    [item, *_others] = taken(pick, sure=sure).items
    assert item.sure_but_wrong is expected
    assert item.sure == (int(sure) if sure in "123" else 0)


def test_of_an_answer_that_was_not_given_nobody_is_sure() -> None:
    reading = read(TOOL, FORM, {"x1.sure": "3", "x2": "a/", "x2.sure": "3"})
    assert not any(item.sure_but_wrong for item in reading.items)


def test_what_one_was_sure_of_and_wrong_comes_first_then_the_wrong_then_the_right() -> None:
    reading = taken("bd", "ac", "ba", "ac", sure="3133")
    assert [item.item.id for item in in_order_of_use(reading.items)] == ["x4", "x3", "x2", "x1"]
    alike = taken("ac", "ac", "bd", "bd")
    assert [item.item.id for item in in_order_of_use(alike.items)] == ["x1", "x2", "x3", "x4"]


@given(st.integers(0, 2**32), st.integers(1, 20))
def test_of_seeds_in_a_row_half_begin_with_either_form(start: int, pairs: int) -> None:
    begun = Counter(first_form(TOOL, seed).id for seed in range(start, start + 2 * pairs))
    assert begun == {"x": pairs, "y": pairs}


@given(st.integers(0, 2**32))
def test_the_closing_check_is_the_form_that_was_not_taken(seed: int) -> None:
    opening = first_form(TOOL, seed)
    assert opening == first_form(TOOL, seed)
    assert {opening.id, other_form(TOOL, opening.id).id} == {"x", "y"}


def test_each_form_is_read_by_its_own_items() -> None:
    marks = {"x1": "b/d", "y2": "b/d", "y2.sure": "1"}
    assert [item.points for item in read(TOOL, FORM, marks).items] == [2, 0, 0, 0]
    assert [item.points for item in read(TOOL, OTHER, marks).items] == [0, 2, 0, 0]


def test_the_shipped_check_has_the_forms_and_points_of_the_content() -> None:
    tool = shipped_situations()
    assert (tool.pass_mark, len(tool.areas)) == (14, 4)
    for form in tool.forms:
        best = {item.id: _key(item.options) for item in form.items}
        reading = read(tool, form, best)
        assert (reading.points, reading.of, reading.passed, reading.answered) == (20, 20, True, 10)
        assert all(each.of for each in reading.areas)


def _key(options: tuple[object, ...]) -> str:
    keys = {option.key: option.id for option in options}  # type: ignore[attr-defined]
    return picked(keys["best"], keys["worst"])
