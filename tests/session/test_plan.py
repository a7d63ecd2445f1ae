"""The plan check: from ticks to a colour."""

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.tools import Severity
from advocacy_coach.session.guidance.plan import YES, change, read
from tests.session.tools_made import plan, shipped_plan


def ticks(*items: str) -> dict[str, str]:
    """A sheet with these items ticked."""
    return dict.fromkeys(items, YES)


@pytest.mark.parametrize(
    ("severities", "total", "colour"),
    [
        ((), 0, "green"),
        ((2,), 2, "green"),
        ((3,), 3, "amber"),
        ((2, 2), 4, "amber"),
        ((2, 3, 3), 8, "amber"),
        ((3, 3, 3), 9, "red"),
        ((2, 2, 2, 3), 9, "red"),
        ((4,), 4, "red"),
        ((4, 2), 6, "red"),
        ((4, 4, 3), 11, "red"),
    ],
)
def test_the_colour_is_by_the_sum_and_a_stop_is_red_alone(
    severities: tuple[Severity, ...], total: int, colour: str
) -> None:
    # Practices nobody ticked stand before, between and after the ticked ones and count for nothing.
    tool = plan(4, *(each for severity in severities for each in (severity, 4)), 3)
    reading = read(tool, ticks(*(f"p{2 * place + 2}" for place in range(len(severities)))))
    assert (reading.sum, reading.colour) == (total, colour)
    assert tuple(hit.severity for hit in reading.hits) == severities
    assert reading.stops == tuple(hit for hit in reading.hits if hit.severity == 4)


TOOL = plan(2, 2, 3, 3, 4)
IDS = [practice.id for practice in TOOL.practices]


@given(st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(["s1", "s2"])))
def test_signs_are_kept_and_change_no_sum(ticked: Collection[str], signs: Collection[str]) -> None:
    alone, reading = read(TOOL, ticks(*ticked)), read(TOOL, ticks(*signs, *ticked))
    assert (reading.sum, reading.colour, reading.hits) == (alone.sum, alone.colour, alone.hits)
    assert [sign.id for sign in reading.kept] == sorted(signs)
    assert alone.kept == ()


@given(st.sets(st.sampled_from(IDS)), st.sampled_from(IDS))
def test_one_more_practice_never_makes_a_plan_better(ticked: set[str], more: str) -> None:
    colours = ["green", "amber", "red"]
    before, after = read(TOOL, ticks(*ticked)), read(TOOL, ticks(*ticked, more))
    assert after.sum >= before.sum
    assert colours.index(after.colour) >= colours.index(before.colour)


def test_hits_are_in_the_order_of_the_tool_and_only_a_tick_counts() -> None:
    assert [hit.id for hit in read(TOOL, ticks("p4", "p1")).hits] == ["p1", "p4"]
    marks = {"p1": "no", "p2": "", "p3": "Yes", "p5": "4", "s1": "no", "name": YES, "elsewhere": YES}
    reading = read(TOOL, marks)
    assert (reading.sum, reading.colour, reading.hits, reading.kept) == (0, "green", (), ())


@pytest.mark.parametrize(
    ("before", "now", "gone", "new", "fewer"),
    [
        ((), (), (), (), 0),
        (("p1", "p2"), ("p1", "p2"), (), (), 0),
        (("p5", "p2", "p1"), (), ("p1", "p2", "p5"), (), 3),
        (("p1", "p2"), ("p2", "p3"), ("p1",), ("p3",), 0),
        (("p1",), ("p4", "p1", "p3"), (), ("p3", "p4"), -2),
        (("s1",), ("s2",), (), (), 0),
    ],
)
def test_what_became_of_a_plan(
    before: tuple[str, ...], now: tuple[str, ...], gone: tuple[str, ...], new: tuple[str, ...], fewer: int
) -> None:
    became = change(TOOL, ticks(*before), ticks(*now))
    assert tuple(each.id for each in became.gone) == gone
    assert tuple(each.id for each in became.new) == new
    assert became.fewer == fewer


def test_the_shipped_check_has_the_practices_and_limits_of_the_content() -> None:
    tool = shipped_plan()
    assert (tool.amber_from, tool.red_from, len(tool.signs)) == (plan().amber_from, plan().red_from, 6)
    severities = [practice.severity for practice in tool.practices]
    assert severities == [4, 4, 4, 3, 3, 4, 4, 4, 3, 3, 3, 2, 2, 3, 3, 4, 2, 4]
