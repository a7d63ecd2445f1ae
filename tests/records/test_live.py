"""A run and the record move together."""

from datetime import UTC, datetime
from pathlib import Path

from advocacy_coach.records.live import LiveRun
from advocacy_coach.records.store import Store
from advocacy_coach.session import run as session
from advocacy_coach.session.events import Answered, Place
from tests.session import made as session_made

RUN = "00000000-0000-4000-8000-000000000001"


class _Course:
    id = "course"
    version = "1.0.0"
    pass_mark = 70


def _store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "record.db", lambda: datetime(2026, 11, 24, tzinfo=UTC))


def _begin(store: Store) -> LiveRun:
    return LiveRun.begin(store, _Course, session_made.lesson(), RUN, seed=7)  # type: ignore[arg-type]


def _resume(store: Store) -> LiveRun:
    return LiveRun.resume(store, _Course, session_made.lesson(), RUN)  # type: ignore[arg-type]


def test_a_run_is_in_the_record_from_its_first_moment(tmp_path: Path) -> None:
    with _store(tmp_path) as store:
        live = _begin(store)
        assert store.open_run("course", "lesson") == RUN
        assert _resume(store).run == live.run


def test_every_turn_can_be_resumed_from(tmp_path: Path) -> None:
    with _store(tmp_path) as store:
        live = _begin(store)
        assert live.take(session.answer(live.run, {"b": "picked"}))
        assert _resume(store).run == live.run
        assert live.take(session.onward(live.run))
        assert live.run.place == Place("page")
        assert _resume(store).run == live.run
        assert live.take(session.back(live.run))
        assert _resume(store).run.place == Place("warm-up")


def test_the_first_of_two_windows_counts(tmp_path: Path) -> None:
    with _store(tmp_path) as store, _store(tmp_path) as other:
        mine, theirs = _begin(store), _resume(other)
        assert theirs.take(session.answer(theirs.run, {"a": "picked"}))
        assert not mine.take(session.answer(mine.run, {"b": "picked"}))
        assert mine.run.answer is not None
        assert dict(mine.run.answer.response) == {"a": "picked"}
        kept = [event for event in store.events_of(RUN) if isinstance(event, Answered)]
        assert [event.response for event in kept] == [{"a": "picked"}]


def test_a_turn_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    with _store(tmp_path) as store:
        live = _begin(store)
        before = store.events_of(RUN)
        assert live.take(session.onward(live.run))
        assert store.events_of(RUN) == before
