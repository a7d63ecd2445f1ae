"""A sheet and the record move together."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from advocacy_coach.records.filling import LiveSheet
from advocacy_coach.records.store import Store
from advocacy_coach.session.events import SheetClosed, SheetMarked
from tests.records.made import COURSE, opened

ID = "00000000-0000-4000-8000-000000000002"
TOOL = "plan-check"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "record.db") as store:
        yield store


@pytest.fixture
def other(tmp_path: Path, store: Store) -> Iterator[Store]:
    """The record in another window."""
    with opened(tmp_path / "record.db") as other:
        yield other


def begin(store: Store, marks: dict[str, str] | None = None) -> LiveSheet:
    return LiveSheet.begin(store, COURSE, TOOL, ID, seed=7, marks=marks)  # type: ignore[arg-type]


def resume(store: Store) -> LiveSheet:
    return LiveSheet.resume(store, COURSE, TOOL, ID)  # type: ignore[arg-type]


def test_a_sheet_is_in_the_record_from_its_first_moment(store: Store) -> None:
    live = begin(store, {"name": "Spring", "a": "yes"})
    assert resume(store).sheet == live.sheet
    [known] = store.progress("course").sheets_of(TOOL)
    assert (known.run, known.seed, known.marks) == (ID, 7, {"name": "Spring", "a": "yes"})


def test_a_sheet_goes_on_after_every_mark(store: Store, other: Store) -> None:
    live = begin(store)
    for item, value in (("a", "yes"), ("b", "yes"), ("a", ""), ("name", "My plan")):
        assert live.mark(item, value)
        assert resume(other).sheet == live.sheet
    assert live.close({"colour": "amber"})
    assert resume(other).sheet == live.sheet
    assert live.sheet.closed
    assert live.sheet.marks == {"b": "yes", "name": "My plan"}


def test_the_first_of_two_windows_counts(store: Store, other: Store) -> None:
    mine, theirs = begin(store), resume(other)
    assert theirs.mark("a", "yes")
    assert not mine.mark("a", "no")
    assert mine.sheet == theirs.sheet == resume(store).sheet
    assert mine.sheet.marks == {"a": "yes"}
    assert mine.mark("a", "no"), "now it has seen what stands there"
    assert resume(other).sheet.marks == {"a": "no"}
    assert [event for event in store.events_of(ID) if isinstance(event, SheetMarked)] == [
        SheetMarked("a", "yes", 0),
        SheetMarked("a", "no", 1),
    ]


def test_a_mark_of_another_item_in_another_window_is_seen_first(store: Store, other: Store) -> None:
    mine, theirs = begin(store), resume(other)
    assert theirs.mark("a", "yes")
    assert not mine.mark("b", "yes")
    assert mine.mark("b", "yes")
    assert resume(other).sheet.marks == {"a": "yes", "b": "yes"}


def test_nothing_is_marked_on_a_sheet_that_another_window_closed(store: Store, other: Store) -> None:
    mine, theirs = begin(store), resume(other)
    assert theirs.close({"colour": "green"})
    assert not mine.mark("a", "yes")
    assert mine.sheet == theirs.sheet
    assert mine.sheet.closed
    assert not [event for event in store.events_of(ID) if isinstance(event, SheetMarked)]


def test_a_sheet_is_not_closed_over_a_mark_that_was_not_seen(store: Store, other: Store) -> None:
    mine, theirs = begin(store), resume(other)
    assert theirs.mark("a", "yes")
    assert not mine.close({"colour": "green"})
    assert (mine.sheet.closed, mine.sheet.marks) == (False, {"a": "yes"})
    assert mine.close({"colour": "red"})
    assert not theirs.close({"colour": "amber"})
    assert theirs.sheet.results == {"colour": "red"}
    assert [event for event in store.events_of(ID) if isinstance(event, SheetClosed)] == [
        SheetClosed({"colour": "red"}, 1)
    ]


def test_what_changes_nothing_writes_nothing(store: Store) -> None:
    live = begin(store, {"a": "yes"})
    live.close({})
    said: list[str] = []
    store._backing.db.set_trace_callback(said.append)
    assert live.mark("a", "yes")
    assert live.mark("b", "yes")
    assert live.close({"colour": "red"})
    store._backing.db.set_trace_callback(None)
    assert said == []
    assert resume(store).sheet == live.sheet
