"""A sheet is a fold of its marks."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.session import sheets
from advocacy_coach.session.events import Event, PageRead, SheetClosed, SheetMarked, Started
from advocacy_coach.session.names import is_practice, of_course
from advocacy_coach.session.sheets import Sheet, SheetTurn

MARKS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["", "yes", "no"])), max_size=20)


def filled(*marks: tuple[str, str], close: bool = False) -> tuple[Sheet, list[Event]]:
    """A sheet with marks made one after another, and all that happened."""
    turn = sheets.begin("plan-check", 7)
    sheet, events = turn.sheet, list(turn.events)
    for item, value in marks:
        turn = sheets.mark(sheet, item, value)
        sheet = turn.sheet
        events += turn.events
    if close:
        turn = sheets.close(sheet, {"colour": "red"})
        sheet = turn.sheet
        events += turn.events
    return sheet, events


def test_a_new_sheet_is_empty_and_belongs_to_its_tool() -> None:
    turn = sheets.begin("plan-check", 7)
    assert turn == SheetTurn(Sheet("plan-check", 7), (Started("tool.plan-check", 7),))
    assert not of_course("tool.plan-check")
    assert not is_practice("tool.plan-check")
    assert of_course("forcing")


def test_a_new_sheet_may_take_marks_over() -> None:
    turn = sheets.begin("plan-check", 8, {"a": "yes", "b": "", "name": "Spring"})
    assert turn.sheet == Sheet("plan-check", 8, {"a": "yes", "name": "Spring"}, 2)
    assert turn.events == (
        Started("tool.plan-check", 8),
        SheetMarked("a", "yes", 0),
        SheetMarked("name", "Spring", 1),
    )


@given(MARKS)
def test_what_was_put_last_on_an_item_stands(marks: list[tuple[str, str]]) -> None:
    sheet, events = filled(*marks)
    assert sheet.marks == {item: value for item, value in dict(marks).items() if value}
    assert sheet.count == len(events) - 1
    assert [event.number for event in events if isinstance(event, SheetMarked)] == list(range(sheet.count))


@given(MARKS, st.booleans())
def test_a_sheet_can_be_resumed_after_every_event(marks: list[tuple[str, str]], close: bool) -> None:
    whole, events = filled(*marks, close=close)
    assert sheets.resume("plan-check", events) == whole
    for end in range(1, len(events) + 1):
        before = sheets.resume("plan-check", events[:end])
        rest: Sequence[Event] = events[end:]
        for event in rest:
            before = sheets.after(before, event)
        assert before == whole


def test_every_turn_can_be_resumed_from() -> None:
    sheet, events = filled()
    for item, value in (("a", "yes"), ("b", "no"), ("a", ""), ("a", "no")):
        turn = sheets.mark(sheet, item, value)
        sheet, events = turn.sheet, [*events, *turn.events]
        assert sheets.resume("plan-check", events) == sheet


@pytest.mark.parametrize(("item", "value"), [("a", "yes"), ("z", "")])
def test_the_same_mark_twice_is_one(item: str, value: str) -> None:
    sheet, _events = filled(("a", "yes"))
    assert sheets.mark(sheet, item, value) == SheetTurn(sheet)


def test_a_closed_sheet_does_not_change() -> None:
    closed, events = filled(("a", "yes"), close=True)
    assert events[-1] == SheetClosed({"colour": "red"}, 1)
    assert (closed.closed, closed.results) == (True, {"colour": "red"})
    assert sheets.mark(closed, "a", "no") == SheetTurn(closed)
    assert sheets.mark(closed, "b", "yes") == SheetTurn(closed)
    assert sheets.close(closed, {"colour": "green"}) == SheetTurn(closed)
    late: list[Event] = [SheetMarked("a", "no", 2), SheetClosed({"colour": "green"}, 2)]
    assert sheets.resume("plan-check", [*events, *late]) == closed


def test_the_results_are_kept_as_they_were() -> None:
    results = {"colour": "red"}
    closed = sheets.close(filled()[0], results).sheet
    results["colour"] = "green"
    assert closed.results == {"colour": "red"}


def test_events_of_other_things_change_no_sheet() -> None:
    sheet, _events = filled(("a", "yes"))
    assert sheets.after(sheet, PageRead("page")) == sheet
