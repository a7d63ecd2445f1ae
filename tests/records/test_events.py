"""The envelope of events: ids, times."""

from datetime import datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.records.events import day_of, identity, seconds_between, stamp
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
from tests.records.made import START, answered, of_lesson

RUNS = st.sampled_from(["r1", "r2"])
EVENTS = st.sampled_from(["one", "two"]).flatmap(of_lesson)


def test_ids_never_change_between_versions() -> None:
    # A changed id would keep events a second time that were kept or delivered before.
    assert str(identity("run", answered("q1", round=2))) == "05e4cf4b-a35b-5c52-a392-a9a6aa2f4895"


def test_an_id_does_not_depend_on_the_response_the_points_or_the_hints() -> None:
    assert identity("run", answered("q1", 1.0)) == identity("run", answered("q1", 0.0, hints=2, word="worst"))
    assert identity("run", Reflected("s", "one")) == identity("run", Reflected("s", "other"))


@pytest.mark.parametrize(
    ("event", "id"),
    [
        (ScenarioBegun("s", "noon", 0, "g"), "c14e1852-f58f-5dcc-b83c-0a84f23b8e84"),
        (SceneChosen("s", "noon", 0, 1, "talk", "a"), "26b1f579-efaf-58ed-bd04-8299892ac8c8"),
        (ScenarioEnded("s", "noon", 0, "good", "good", 1.0, ("a",)), "a461f30b-beb5-59b6-b5ca-e5d704302dc3"),
    ],
)
def test_ids_of_plays_never_change_between_versions(event: Event, id: str) -> None:
    assert str(identity("run", event)) == id


def test_of_two_windows_that_decide_in_one_scene_the_first_counts() -> None:
    chosen = SceneChosen("s", "noon", 0, 1, "talk", "a")
    assert identity("run", chosen) == identity("run", replace(chosen, choice="b"))
    ended = ScenarioEnded("s", "noon", 0, "good", "good", 1.0, ("a",))
    other = ScenarioEnded("s", "noon", 0, "broken", "bad", 0.0, ("b",))
    assert identity("run", ended) != identity("run", other), "each belongs to its own choices"
    assert identity("run", ended) == identity("run", replace(ended, ending="broken", points=0.5))
    begun = ScenarioBegun("s", "noon", 1, "g")
    assert identity("run", begun) == identity("run", replace(begun, path=("a",), graph="h"))


def test_ids_of_sheets_never_change_between_versions() -> None:
    assert str(identity("run", SheetMarked("a", "yes", 2))) == "d2730f80-fd26-59d6-92f1-7f07b0cc95a3"
    assert str(identity("run", SheetClosed({}, 2))) == "d2730f80-fd26-59d6-92f1-7f07b0cc95a3"


def test_of_two_windows_on_one_sheet_the_first_mark_or_close_counts() -> None:
    marked = SheetMarked("a", "yes", 2)
    assert identity("run", marked) == identity("run", SheetMarked("b", "no", 2))
    assert identity("run", marked) == identity("run", SheetClosed({"colour": "red"}, 2))
    assert identity("run", marked) != identity("run", replace(marked, number=3))
    assert identity("run", marked) != identity("other", marked)
    assert identity("run", SheetClosed({}, 2)) != identity("run", SheetClosed({}, 3))


@given(EVENTS)
def test_an_event_comes_back_from_its_json(event: Event) -> None:
    assert msgspec.json.decode(msgspec.json.encode(event), type=Event) == event


NAMES = {
    Started: ("lesson",),
    PageRead: ("step",),
    Answered: ("step", "round"),
    Reflected: ("step", "revision"),
    RoundOpened: ("round",),
    LessonFinished: ("lesson",),
    ScenarioBegun: ("step", "play"),
    SceneChosen: ("step", "play", "decision"),
    ScenarioEnded: ("step", "play", "path"),
    SheetMarked: ("number",),
    SheetClosed: ("number",),
}


def _name(run: str, event: Event) -> tuple[object, ...]:
    kind = SheetMarked if isinstance(event, SheetClosed) else type(event)
    return (run, kind, *(getattr(event, field) for field in NAMES[type(event)]))


@given(RUNS, EVENTS, RUNS, EVENTS)
def test_two_events_have_one_id_exactly_when_they_name_the_same_thing(
    run: str, event: Event, other_run: str, other: Event
) -> None:
    same_id = identity(run, event) == identity(other_run, other)
    assert same_id == (_name(run, event) == _name(other_run, other))


def test_a_stamp_is_utc_with_milliseconds() -> None:
    warsaw = timezone(timedelta(hours=1))
    assert stamp(datetime(2026, 11, 24, 10, 4, 0, 123_456, tzinfo=warsaw)) == "2026-11-24T09:04:00.123Z"
    assert stamp(START) == "2026-11-24T09:00:00.000Z"


@given(st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400)))
def test_seconds_between_stamps_keep_their_sign(gap: timedelta) -> None:
    gap = timedelta(milliseconds=gap // timedelta(milliseconds=1))
    assert seconds_between(stamp(START), stamp(START + gap)) == gap.total_seconds()


def test_an_unreadable_time_is_no_gap() -> None:
    assert seconds_between("yesterday", stamp(START)) == 0
    assert seconds_between(stamp(START), "2026-11-24") == 0


@pytest.mark.parametrize(
    ("time", "later"),
    [
        ("2026-11-24T00:00:00.000Z", 0),
        ("2026-11-24T23:59:59.999Z", 0),
        ("2026-11-25T00:00:00.000Z", 1),
        ("2026-11-25T00:30:00.000+01:00", 0),
        ("2026-11-24T23:30:00.000-01:00", 1),
    ],
)
def test_a_day_is_a_day_in_utc(time: str, later: int) -> None:
    assert day_of(time) == START.toordinal() + later


@pytest.mark.parametrize(
    "time",
    [
        "",
        "yesterday",
        "2026-11-24",
        "2026-11-24T09:00:00",
        "2026-02-30T09:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_time_that_cannot_be_read_has_no_day(time: str) -> None:
    assert day_of(time) is None


def test_a_time_that_is_no_text_has_no_day() -> None:
    assert day_of(b"2026-11-24T09:00:00Z") is None  # type: ignore[arg-type]
