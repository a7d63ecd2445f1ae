"""A record on a healthy disk."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.errors import RecordError
from advocacy_coach.records import opening, rows, schema
from advocacy_coach.records import progress as folding
from advocacy_coach.records.events import Recorded
from advocacy_coach.records.progress import Progress, fold
from advocacy_coach.records.store import Store
from advocacy_coach.session.events import (
    Answered,
    Event,
    PageRead,
    Place,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from advocacy_coach.session.review import Look
from tests.records.made import COURSE, HAPPENINGS, START, Edition, answered, opened, played, taken

EARLIER = {"course": "course", "lessons": {}}
"""A remembered progress from before scenarios; a wrong one, so that using it would show."""

BEFORE_SHEETS = {"course": "course", "lessons": {}, "scenarios": {}}
"""The same from before sheets."""

SHEET: list[Event] = [
    Started("tool.plan-check", 7),
    SheetMarked("a", "yes", 0),
    SheetMarked("name", "Spring", 1),
    SheetClosed({"colour": "amber"}, 2),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "record.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with opened(path) as store:
        yield store
        assert (store.notices, store.saved) == ([], True)


def sql(path: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    """Look into the file, or change it, behind the store's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return db.execute(query, values).fetchall()


def test_what_was_kept_is_there_after_opening_again(path: Path) -> None:
    with opened(path) as store:
        assert store.keep("r1", COURSE, taken(), Place("mine", 1)) == 5
    with opened(path) as store:
        assert store.events_of("r1") == taken()
        assert store.place_of("r1") == Place("mine", 1)
        assert store.notices == []


def test_plays_are_there_after_opening_again(path: Path) -> None:
    again = ScenarioBegun("s1", "noon", 1, "g1", ("a",))
    events = [Started("practice.noon", 7), *played("ab", "good", 0.75), again]
    with opened(path) as store:
        assert store.keep("r1", COURSE, events, Place("s1")) == 6
        assert store.keep("r1", COURSE, events) == 0
        progress = store.progress("course")
    with opened(path) as store:
        assert store.events_of("r1") == events
        assert store.progress("course") == progress == fold(Progress("course"), store.history("course"))
        assert store.open_run("course", "practice.noon") == "r1"
        noon = progress.scenarios["noon"]
        assert (noon.plays, noon.best, noon.open, noon.made) == (1, 0.75, True, 1)


def test_of_two_windows_the_first_decision_counts(path: Path, store: Store) -> None:
    begun, chosen, *_others = played("ab")
    with opened(path) as other:
        store.keep("r1", COURSE, [Started("forcing", 7), begun, chosen])
        assert other.keep("r1", COURSE, [replace(chosen, choice="z")]) == 0
        assert other.events_of("r1") == [Started("forcing", 7), begun, chosen]


def test_sheets_and_looks_are_there_after_opening_again(path: Path) -> None:
    with opened(path) as store:
        assert store.keep("s1", COURSE, SHEET) == 4
        assert store.keep("s1", COURSE, SHEET) == 0
        store.keep("s2", COURSE, [Started("tool.plan-check", 8), SheetMarked("b", "yes", 0)])
        store.keep("r1", COURSE, taken(points=0.0))
        store.keep("v1", COURSE, [Started("review.", 9), Answered("forcing/q1", {"a": "picked"}, 0.5)])
        progress = store.progress("course")
    with opened(path) as store:
        assert store.events_of("s1") == SHEET
        assert store.progress("course") == progress == fold(Progress("course"), store.history("course"))
        first, second = progress.sheets_of("plan-check")
        assert (first.run, first.results, bool(first.closed)) == ("s1", {"colour": "amber"}, True)
        assert (second.run, second.marks, second.closed) == ("s2", {"b": "yes"}, "")
        day = START.toordinal()
        assert progress.looks == {"forcing/q1": (Look(day, 0.0), Look(day, 0.5))}
        assert (store.open_run("course", "tool.plan-check"), set(progress.lessons)) == (None, {"forcing"})


def test_nothing_is_known_of_what_never_happened(store: Store) -> None:
    assert store.events_of("r1") == []
    assert store.place_of("r1") is None
    assert store.open_run("course", "forcing") is None
    assert store.last_run("course", "forcing") is None
    assert store.progress("course") == Progress("course")
    assert list(store.history("course")) == []


def test_a_place_moves_without_events_and_stays_when_none_is_given(store: Store) -> None:
    store.keep("r1", COURSE, [Started("forcing", 7)], Place("a"))
    assert store.keep("r1", COURSE, [], Place("b", 2)) == 0
    store.keep("r1", COURSE, [PageRead("a")], None)
    assert store.place_of("r1") == Place("b", 2)


def test_the_same_events_twice_are_kept_once(store: Store) -> None:
    store.keep("r1", COURSE, taken())
    progress = store.progress("course")
    assert store.keep("r1", COURSE, taken()) == 0
    assert store.progress("course") == progress
    assert store.events_of("r1") == taken()


def test_of_two_windows_the_first_answer_counts(path: Path, store: Store) -> None:
    with opened(path) as other:
        store.keep("r1", COURSE, [Started("forcing", 7)])
        assert store.keep("r1", COURSE, [answered("q1", 1.0)]) == 1
        assert other.keep("r1", COURSE, [answered("q1", 0.0, word="worst"), answered("q2")]) == 1
        assert other.events_of("r1") == [Started("forcing", 7), answered("q1", 1.0), answered("q2")]
        assert store.events_of("r1") == other.events_of("r1")
        assert store.progress("course") == other.progress("course")


def test_an_envelope_says_when_where_and_in_which_edition(store: Store) -> None:
    store.keep("r1", COURSE, [Started("forcing", 7)])
    store.keep("r1", Edition(version="1.1.0"), [PageRead("a")])
    first, second = store.history("course")
    assert (first.seq, first.time, first.lesson) == (1, "2026-11-24T09:00:20.000Z", "forcing")
    assert (second.seq, second.version, second.lesson) == (2, "1.1.0", "forcing")
    assert (second.run, second.course, second.event) == ("r1", "course", PageRead("a"))


def test_a_finished_run_is_the_last_one_and_not_open(store: Store) -> None:
    store.keep("r1", COURSE, taken()[:2])
    assert store.open_run("course", "forcing") == store.last_run("course", "forcing") == "r1"
    store.keep("r1", COURSE, taken()[2:])
    assert (store.open_run("course", "forcing"), store.last_run("course", "forcing")) == (None, "r1")
    store.keep("r2", COURSE, [Started("forcing", 8)])
    assert store.open_run("course", "forcing") == "r2"
    assert store.open_run("course", "other") is None


def test_courses_are_apart(store: Store) -> None:
    store.keep("r1", COURSE, taken())
    store.keep("r2", Edition("another"), taken("forcing", 0.0))
    assert store.progress("course").lessons["forcing"].best == 1.0
    assert store.progress("another").lessons["forcing"].best == 0.0
    assert [one.run for one in store.history("another")] == ["r2"] * 5


@pytest.mark.parametrize("count", [999, 1000, 1001])
def test_a_history_of_any_length_is_read_in_order(store: Store, count: int) -> None:
    events: list[Event] = [Started("forcing", 7), *(PageRead(f"p{number}") for number in range(count - 1))]
    store.keep("r1", COURSE, events)
    assert [one.event for one in store.history("course")] == events


def test_a_history_goes_on_while_events_are_kept_and_may_be_left(store: Store) -> None:
    store.keep("r1", COURSE, taken())
    history = store.history("course")
    next(history)
    store.keep("r2", COURSE, taken())
    assert store.forget("course") == 10


@given(HAPPENINGS, st.lists(st.sampled_from(["progress", "reopen"]), max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_progress_is_the_fold_of_the_history(
    tmp_path_factory: pytest.TempPathFactory, happenings: list[tuple[str, str, Event]], between: list[str]
) -> None:
    path = tmp_path_factory.mktemp("record") / "record.db"
    store = opened(path)
    for index, (run, lesson, event) in enumerate(happenings):
        store.keep(run, COURSE, [Started(lesson, 1), event])
        match between[index] if index < len(between) else "":
            case "progress":
                store.progress("course")
            case "reopen":
                store.close()
                store = opened(path)
    with store:
        assert store.progress("course") == fold(Progress("course"), store.history("course"))


class TestRememberedProgress:
    """The snapshot is a help, never the truth."""

    @pytest.fixture
    def whole(self, path: Path) -> Progress:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())
            return store.progress("course")

    def test_it_is_written_on_close(self, path: Path, whole: Progress) -> None:
        [(seq, fold_version, body)] = sql(path, "SELECT seq, fold, progress FROM snapshot")
        assert (seq, fold_version) == (5, folding.FOLD)
        assert isinstance(body, bytes)
        assert msgspec.msgpack.decode(body, type=Progress) == whole

    def test_it_is_written_after_a_session_of_answers_only(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())
        assert sql(path, "SELECT course, seq FROM snapshot") == [("course", 5)]

    def test_an_answer_in_another_window_does_not_get_in_its_way(
        self, path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(before: Progress, recorded: Iterable[Recorded]) -> Progress:
            after = fold(before, recorded)
            other.keep("r2", COURSE, [Started("people", 8)])
            return after

        store.keep("r1", COURSE, [Started("forcing", 7), *(PageRead(f"p{n}") for n in range(rows.TAIL))])
        with opened(path) as other:
            impatient(other)
            monkeypatch.setattr(rows, "fold", interrupted)
            store.progress("course")
            monkeypatch.undo()
        assert sql(path, "SELECT seq FROM snapshot") == [(rows.TAIL + 2,)]
        assert set(store.progress("course").lessons) == {"forcing", "people"}

    def test_it_is_used(self, path: Path, whole: Progress) -> None:
        other = msgspec.structs.replace(whole, lessons={})
        sql(path, "UPDATE snapshot SET progress = ?", msgspec.msgpack.encode(other))
        with opened(path) as store:
            assert store.progress("course") == other

    @pytest.mark.parametrize(
        "change",
        [
            "DELETE FROM snapshot",
            "UPDATE snapshot SET progress = x'c1'",
            "UPDATE snapshot SET progress = x'80'",
            "UPDATE snapshot SET progress = 'text'",
            "UPDATE snapshot SET progress = 12",
            "UPDATE snapshot SET seq = 900",
        ],
    )
    def test_missing_damaged_old_or_ahead_it_is_made_again(
        self, path: Path, whole: Progress, change: str
    ) -> None:
        sql(path, change)
        with opened(path) as store:
            store.keep("r2", COURSE, taken("people"))
            assert set(store.progress("course").lessons) == {"forcing", "people"}
            assert store.progress("course").lessons["forcing"] == whole.lessons["forcing"]
        assert sql(path, "SELECT seq, fold FROM snapshot") == [(10, folding.FOLD)]

    def test_of_older_rules_it_is_made_again(self, path: Path, whole: Progress) -> None:
        older = msgspec.msgpack.encode(msgspec.structs.replace(whole, lessons={}))
        sql(path, "UPDATE snapshot SET fold = fold - 1, progress = ?", older)
        with opened(path) as store:
            assert store.progress("course") == whole

    def test_it_never_falls_far_behind(self, path: Path, store: Store) -> None:
        store.keep("r1", COURSE, [Started("forcing", 7), *(PageRead(f"p{n}") for n in range(rows.TAIL - 1))])
        store.progress("course")
        assert sql(path, "SELECT seq FROM snapshot") == []
        store.keep("r1", COURSE, [PageRead("last")])
        store.progress("course")
        assert sql(path, "SELECT seq FROM snapshot") == [(rows.TAIL + 1,)]

    def test_events_of_another_course_do_not_make_the_tail_long(self, path: Path, store: Store) -> None:
        store.keep("r1", COURSE, taken())
        store.keep("r2", Edition("another"), [PageRead(f"p{n}") for n in range(rows.TAIL)])
        store.progress("course")
        assert sql(path, "SELECT course, seq FROM snapshot") == [("course", rows.TAIL + 5)]


class TestForget:
    """Deleted is deleted: the text is in no byte of any file beside the record."""

    SECRET = "a quite unmistakable sentence " * 400

    def bytes_of(self, path: Path) -> bytes:
        return b"".join(file.read_bytes() for file in path.parent.iterdir())

    def test_a_lesson_is_gone_and_the_others_stay(self, path: Path, store: Store) -> None:
        for number in range(30):
            run = [Started("forcing", 7), Reflected("mine", f"{number} {self.SECRET}"), *taken()[-1:]]
            store.keep(f"f{number}", COURSE, run, Place(f"secretplace{number}"))
            store.keep(f"p{number}", COURSE, taken("people"), Place("openplace"))
        store.close()
        with opened(path) as again:
            again.progress("course")
            assert b"unmistakable" in self.bytes_of(path)
            assert again.forget("course", "forcing") == 90
            assert b"unmistakable" not in self.bytes_of(path)
            assert b"secretplace" not in self.bytes_of(path)
            assert set(again.progress("course").lessons) == {"people"}
            assert again.place_of("f1") is None
            assert again.place_of("p1") == Place("openplace")
            assert again.last_run("course", "forcing") is None
        assert b"unmistakable" not in self.bytes_of(path)

    def test_a_course_is_gone_and_other_courses_stay(self, path: Path, store: Store) -> None:
        store.keep("r1", COURSE, [Started("forcing", 7), Reflected("mine", self.SECRET)])
        store.keep("r2", Edition("another"), taken())
        assert store.forget("course") == 2
        assert store.progress("course") == Progress("course")
        assert len(store.events_of("r2")) == 5
        assert b"unmistakable" not in self.bytes_of(path)

    def test_plays_are_forgotten_with_the_lesson_they_were_in(self, store: Store) -> None:
        store.keep("r1", COURSE, [Started("forcing", 7), *played("ab", "stalled", 0.5)])
        store.keep("p1", COURSE, [Started("practice.noon", 7), *played("cd", "good", 1.0)])
        assert store.forget("course", "practice.noon") == 5
        noon = store.progress("course").scenarios["noon"]
        assert (noon.run, noon.plays, noon.endings, noon.best) == ("r1", 1, ("stalled",), 0.5)
        assert store.forget("course", "forcing") == 5
        assert store.progress("course") == Progress("course")

    def test_what_was_to_be_looked_at_again_is_forgotten_with_its_lesson(self, store: Store) -> None:
        store.keep("r1", COURSE, taken(points=0.0))
        store.keep("r2", COURSE, taken("people", points=0.0))
        store.keep("v1", COURSE, [Answered("forcing/q1", {}, 0.0), Answered("people/q1", {}, 0.0)])
        store.forget("course", "forcing")
        assert set(store.progress("course").looks) == {"people/q1"}
        store.keep("r3", COURSE, taken(points=1.0))
        assert set(store.progress("course").looks) == {"people/q1"}, "old reviews do not come back with it"

    @pytest.mark.parametrize("lesson", ["forcing", "practice.noon"])
    def test_what_a_review_asked_about_a_scenario_goes_with_where_it_was_played(
        self, path: Path, store: Store, lesson: str
    ) -> None:
        tempted = SceneChosen("s1", "noon", 0, 0, "secretscene", "order", "tempting")
        store.keep("r1", COURSE, [Started(lesson, 7), ScenarioBegun("s1", "noon", 0, "g1"), tempted])
        store.keep("r2", COURSE, taken("people", points=0.0))
        about, other = "scene.noon/secretscene", "people/q1"
        review: list[Event] = [Started("review.", 7), answered(about, 0.0), answered(other, 0.0)]
        store.keep("v1", COURSE, [*review, RoundOpened(1, (about, other))], Place(about, 1))
        store.keep("v2", COURSE, review[::2], Place(other))
        assert set(store.progress("course").looks) == {about, other}
        assert store.forget("course", lesson) == 5
        assert b"secretscene" not in self.bytes_of(path)
        assert (store.events_of("v1"), store.place_of("v1")) == (review[::2], None)
        assert store.place_of("v2") == Place(other)
        assert set(store.progress("course").looks) == {other}
        store.keep("v1", COURSE, [answered(other, 1.0, round=1)], Place(other))
        assert len(store.events_of("v1")) == 3, "the review goes on with the rest"

    def test_a_lesson_whose_id_begins_like_another_one_keeps_its_reviews(self, store: Store) -> None:
        store.keep("r1", COURSE, taken("people-b", points=0.0))
        store.keep("v1", COURSE, [Started("review.", 7), answered("people-b/q1", 0.0)], Place("people-b/q1"))
        store.forget("course", "people")
        assert (len(store.events_of("v1")), store.place_of("v1")) == (2, Place("people-b/q1"))

    def test_one_reflection_leaves_no_byte_and_does_not_come_back(self, path: Path) -> None:
        with opened(path) as store:
            run: list[Event] = [Started("forcing", 7), Reflected("mine", self.SECRET)]
            run.append(Reflected("other", "kept"))
            store.keep("r1", COURSE, run, Place("mine"))
            store.progress("course")
            assert store.forget_reflection("course", "forcing", "mine") == 1
            assert b"unmistakable" not in self.bytes_of(path)
            assert store.place_of("r1") == Place("mine"), "a place says nothing of what was written"
            path.write_bytes(b"no database " * 1000)
            store._backing.db.execute("PRAGMA cache_size = 0")
            assert store.events_of("r1") == [run[0], run[2]]
            assert b"unmistakable" not in self.bytes_of(path)
            assert store.keep("r1", COURSE, [Reflected("mine", "anew")]) == 1
            assert store.progress("course").lessons["forcing"].reflections == {
                "mine": "anew",
                "other": "kept",
            }

    def test_a_remembered_progress_holds_no_reflection_that_was_deleted(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, [Started("forcing", 7), Reflected("mine", self.SECRET)])
        with opened(path) as store:
            assert sql(path, "SELECT count(*) FROM snapshot") == [(1,)]
            assert store.forget_reflection("course", "forcing", "mine") == 1
            assert store.progress("course").lessons["forcing"].reflections == {}
            assert b"unmistakable" not in self.bytes_of(path)

    def test_a_tool_is_forgotten_with_all_its_sheets(self, path: Path, store: Store) -> None:
        store.keep("s1", COURSE, [*SHEET[:2], SheetMarked("name", self.SECRET, 1)])
        store.keep("r1", COURSE, taken())
        assert store.forget("course", "tool.plan-check") == 3
        assert (store.progress("course").sheets, set(store.progress("course").lessons)) == ({}, {"forcing"})
        assert b"unmistakable" not in self.bytes_of(path)

    def test_forgetting_nothing_is_nothing(self, store: Store) -> None:
        store.keep("r1", COURSE, taken())
        assert store.forget("course", "people") == 0
        assert len(store.events_of("r1")) == 5

    def test_seqs_are_never_used_twice(self, store: Store) -> None:
        store.keep("r1", COURSE, taken())
        store.forget("course")
        store.keep("r2", COURSE, taken())
        assert [one.seq for one in store.history("course")] == [6, 7, 8, 9, 10]

    def test_another_window_does_not_bring_it_back(self, path: Path, store: Store) -> None:
        with opened(path) as other:
            other.keep("r1", COURSE, [Started("forcing", 7), Reflected("mine", self.SECRET)])
            other.progress("course")
            store.forget("course")
        assert store.progress("course") == Progress("course")
        assert b"unmistakable" not in self.bytes_of(path)

    def test_it_is_not_written_again_when_the_file_has_to_be_replaced(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, [Started("forcing", 7), Reflected("mine", self.SECRET)], Place("mine"))
            store.keep("r2", COURSE, taken("people"))
            store.forget("course", "forcing")
            path.write_bytes(b"no database " * 1000)
            store._backing.db.execute("PRAGMA cache_size = 0")
            assert [one.run for one in store.history("course")] == ["r2"] * 5
            assert store.place_of("r1") is None
            assert b"unmistakable" not in self.bytes_of(path)

    def test_what_a_forgotten_run_adds_goes_with_its_lesson(self, path: Path, store: Store) -> None:
        with opened(path) as other:
            other.keep("r1", COURSE, [Started("forcing", 7)])
            store.forget("course")
            assert other.keep("r1", COURSE, [Reflected("mine", self.SECRET)], Place("mine")) == 1
            assert store.keep("r1", COURSE, [Reflected("more", self.SECRET)]) == 1
        assert store.open_run("course", "forcing") is None
        assert store.forget("course", "forcing") == 2
        assert b"unmistakable" not in self.bytes_of(path)

    def test_what_belongs_to_no_lesson_goes_with_any(self, path: Path, store: Store) -> None:
        store.keep("r1", COURSE, taken("people"))
        store.keep("never started", COURSE, [Reflected("mine", self.SECRET)], Place("mine"))
        assert store.progress("course").lessons["people"].reflections == {"mine": "my own words"}
        assert store.forget("course", "forcing") == 1
        assert store.place_of("never started") is None
        assert b"unmistakable" not in self.bytes_of(path)

    def test_a_window_in_the_way_is_said(self, path: Path) -> None:
        store = opened(path)
        store.keep("r1", COURSE, [Started("forcing", 7), Reflected("mine", self.SECRET)])
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM event").fetchone()
            impatient(store)
            assert store.forget("course") == 2
            assert "all windows are closed" in store.notices.pop()
        store.close()
        assert b"unmistakable" not in self.bytes_of(path)

    def test_a_damaged_record_that_is_still_there_is_named(self, path: Path) -> None:
        path.parent.mkdir()
        path.write_bytes(b"no database " * 100)
        with opened(path) as store:
            store.notices.clear()
            store.forget("course")
            assert "record.damaged-20261124-" in store.notices[0]


def impatient(store: Store) -> None:
    """Make a store give up waiting for other windows at once."""
    store._backing.db.execute("PRAGMA busy_timeout = 0")


class TestUnreadableEntries:
    """One bad row is left out and said; it does not take the others with it."""

    @pytest.mark.parametrize(
        "body",
        ["", "{", "null", '{"kind":"danced"}', '{"kind":"page_read"}', '{"kind":"page_read","step":4}'],
    )
    def test_an_entry_that_is_no_event(self, path: Path, body: str) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())
            sql(path, "UPDATE event SET event = ? WHERE seq = 2", body)
            expected = [taken()[0], *taken()[2:]]
            assert store.events_of("r1") == expected
            assert [one.event for one in store.history("course")] == expected
            assert store.progress("course").lessons["forcing"].done == ("q1", "mine")
            assert store.notices == ["Entry 2 of the record cannot be read and was left out."]

    @pytest.mark.parametrize("column", ["event", "time", "run", "version"])
    def test_bytes_that_are_no_text(self, path: Path, column: str) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())
            sql(path, f"UPDATE event SET {column} = CAST(x'ff22fe' AS TEXT) WHERE seq = 2")
            assert len(list(store.history("course"))) == (4 if column == "event" else 5)
            assert store.progress("course").lessons["forcing"].finished_runs == 1
            assert store.saved


def test_a_record_is_for_its_owner_only(path: Path, store: Store) -> None:
    store.keep("r1", COURSE, taken())
    assert path.parent.stat().st_mode & 0o777 == 0o700
    files = list(path.parent.iterdir())
    assert len(files) == 3  # with the log and its index
    assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"] * 3


def test_reading_a_run_uses_an_index(path: Path, store: Store) -> None:
    seen: list[str] = []
    store._backing.db.set_trace_callback(seen.append)
    store.events_of("r1")
    store.place_of("r1")
    store._backing.db.set_trace_callback(None)
    assert len(seen) == 2
    for query in seen:
        plan = " ".join(str(row[3]) for row in sql(path, f"EXPLAIN QUERY PLAN {query}"))
        assert "SEARCH" in plan
        assert "SCAN" not in plan


def test_each_answer_is_synced_in_a_log(store: Store) -> None:
    db = store._backing.db
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA secure_delete").fetchone() == (1,)
    assert db.execute("PRAGMA busy_timeout").fetchone() == (5000,)


def test_a_file_system_without_wal_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoWal(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            return super().execute(sql.replace("journal_mode = WAL", "journal_mode = DELETE"), parameters)

    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kind: plain(*args, factory=NoWal, **kind))
    with opened(path) as store, opened(path) as other:
        store.keep("r1", COURSE, taken())
        assert other.events_of("r1") == taken()
        assert other.forget("course") == 5
        assert (store.saved, other.saved, store.notices, other.notices) == (True, True, [], [])
    assert [file.name for file in path.parent.iterdir()] == ["record.db"]


def test_a_transaction_that_fails_changes_nothing_and_ends() -> None:
    with closing(opening.open_memory(START)) as db:

        def interrupted() -> None:
            with schema.writing(db):
                db.execute("DELETE FROM about")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert not db.in_transaction
        assert len(db.execute("SELECT * FROM about").fetchall()) == len(schema.MIGRATIONS)


def blank(path: Path) -> sqlite3.Connection:
    """A connection that does not wait."""
    return sqlite3.connect(path, timeout=0, isolation_level=None)


def at_statement(db: sqlite3.Connection, statement: str, act: Callable[[], None]) -> None:
    """Let something happen just before ``db`` first runs a statement."""

    def look(sql: str) -> None:
        if sql == statement:
            db.set_trace_callback(None)
            act()

    db.set_trace_callback(look)


class TestVersions:
    """Older records are brought up to date; newer ones and strangers are left alone."""

    def newer(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())
        sql(path, f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")

    def assert_refused(self, path: Path, sentence: str) -> None:
        before = path.read_bytes()
        with pytest.raises(RecordError, match=sentence) as caught:
            opened(path)
        assert str(path) in caught.value.message
        assert "--record" in caught.value.hint
        assert path.read_bytes() == before
        assert list(path.parent.glob("*damaged*")) == []

    def test_a_newer_record_is_refused_and_untouched(self, path: Path) -> None:
        self.newer(path)
        self.assert_refused(path, "newer version")

    def test_a_newer_record_with_an_unfinished_log_is_untouched(self, path: Path) -> None:
        self.newer(path)
        db = sqlite3.connect(path, isolation_level=None)
        db.execute("DELETE FROM event")
        left = {end: path.with_name(path.name + end).read_bytes() for end in ("", "-wal")}
        db.close()
        for end, content in left.items():
            path.with_name(path.name + end).write_bytes(content)
        self.assert_refused(path, "newer version")

    def test_a_database_of_another_program_is_refused_and_untouched(self, path: Path) -> None:
        path.parent.mkdir()
        sql(path, "CREATE TABLE photo (name)")
        self.assert_refused(path, "another program")

    def test_a_migration_is_taken_once_and_noted(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken())

        def colour(db: sqlite3.Connection) -> None:
            db.execute("ALTER TABLE event ADD COLUMN colour TEXT")

        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, colour))
        for _ in range(2):
            with opened(path) as store:
                assert store.events_of("r1") == taken()
        assert sql(path, "SELECT name FROM about WHERE name LIKE 'migration%' ORDER BY name") == [
            ("migration 1 first_tables",),
            ("migration 2 scenario_events",),
            ("migration 3 sheet_events",),
            ("migration 4 outbox",),
            ("migration 5 colour",),
        ]
        assert sql(path, "PRAGMA user_version") == [(5,)]

    def test_a_record_from_before_scenarios_opens_and_takes_plays(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
            patch.setattr(rows, "FOLD", 1)
            with opened(path) as store:
                store.keep("r1", COURSE, taken(), Place("mine", 1))
            assert sql(path, "PRAGMA user_version") == [(1,)]
        sql(path, "UPDATE snapshot SET progress = ?", msgspec.msgpack.encode(EARLIER))
        with opened(path) as store:
            assert store.events_of("r1") == taken()
            assert store.place_of("r1") == Place("mine", 1)
            lesson = store.progress("course").lessons["forcing"]
            assert (lesson.best, lesson.plays_begun) == (1.0, 0)
            store.keep("r1", COURSE, played())
            assert store.progress("course").scenarios["noon"].plays == 1
            assert (store.notices, store.saved) == ([], True)
        assert sql(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert sql(path, "SELECT fold FROM snapshot") == [(folding.FOLD,)]

    def test_a_record_from_before_sheets_opens_and_takes_them(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
            patch.setattr(rows, "FOLD", 2)
            with opened(path) as store:
                store.keep("r1", COURSE, [*taken(points=0.0), *played()])
            assert sql(path, "PRAGMA user_version") == [(2,)]
        sql(path, "UPDATE snapshot SET progress = ?", msgspec.msgpack.encode(BEFORE_SHEETS))
        with opened(path) as store:
            progress = store.progress("course")
            assert (progress.scenarios["noon"].plays, progress.sheets) == (1, {})
            assert set(progress.looks) == {"forcing/q1"}, "what was missed then comes back now"
            store.keep("s1", COURSE, SHEET)
            [sheet] = store.progress("course").sheets_of("plan-check")
            assert sheet.results == {"colour": "amber"}
            assert (store.notices, store.saved) == ([], True)
        assert sql(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]
        assert sql(path, "SELECT fold FROM snapshot") == [(folding.FOLD,)]

    def test_a_program_from_before_scenarios_refuses_a_record_with_them(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, [Started("forcing", 7), *played()])
        monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        self.assert_refused(path, "newer version")

    def test_a_program_from_before_sheets_refuses_a_record_with_them(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with opened(path) as store:
            store.keep("s1", COURSE, SHEET)
        monkeypatch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
        self.assert_refused(path, "newer version")

    def test_two_windows_may_make_the_tables_at_once(self, path: Path) -> None:
        path.parent.mkdir()
        with closing(blank(path)) as db, closing(blank(path)) as other:
            at_statement(db, "BEGIN IMMEDIATE", lambda: schema.migrate(other, "now"))
            schema.migrate(db, "now")
        assert sql(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]

    def test_a_record_that_is_just_being_made_is_no_stranger(self, path: Path) -> None:
        def make() -> None:
            with suppress(sqlite3.OperationalError):  # it has to wait, and does not want to
                schema.migrate(other, "now")

        path.parent.mkdir()
        with closing(blank(path)) as db, closing(blank(path)) as other:
            at_statement(db, "PRAGMA user_version", make)
            schema.refuse_strangers(db, str(path))
            schema.migrate(other, "now")
            schema.refuse_strangers(db, str(path))

    def test_a_migration_that_fails_changes_nothing(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened(path).close()

        def half(db: sqlite3.Connection) -> None:
            db.execute("DROP TABLE place")
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, half))
            with pytest.raises(KeyboardInterrupt):
                opened(path)
        with opened(path) as store:
            assert store.place_of("r1") is None
            assert store.saved
        assert sql(path, "PRAGMA user_version") == [(len(schema.MIGRATIONS),)]


def test_closing_twice_is_harmless(path: Path) -> None:
    store = opened(path)
    store.keep("r1", COURSE, taken())
    store.close()
    store.close()
    assert sql(path, "SELECT count(*) FROM event") == [(5,)]


def test_events_wait_for_the_disk_and_a_place_alone_does_not(store: Store) -> None:
    said: list[str] = []
    store._backing.db.set_trace_callback(said.append)
    store.keep("r1", COURSE, taken(), Place("mine"))
    assert not any("synchronous" in statement for statement in said)
    said.clear()
    store.keep("r1", COURSE, [], Place("q1"))
    begin = next(index for index, statement in enumerate(said) if statement.startswith("BEGIN"))
    assert said[begin - 1] == "PRAGMA synchronous = NORMAL"
    assert said[-1] == "PRAGMA synchronous = FULL"
    assert store._backing.db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store.place_of("r1") == Place("q1")
