"""A disk that cannot be written, at the start or in mid-session: the learner goes on in memory."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from advocacy_coach.errors import RecordError
from advocacy_coach.records.progress import Progress
from advocacy_coach.session.events import Event, PageRead, Place, Reflected, Started
from tests.records.made import COURSE, answered, opened, taken

resource = pytest.importorskip("resource", reason="needs limits on files")

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file can grow past ``size`` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def locked_away() -> Iterator[Path]:
    """A folder that this user's test child may reach but not change."""
    folder = Path(tempfile.mkdtemp(prefix="coach-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_stranger(check: Callable[[Path], None], path: Path) -> None:
    """Run ``check`` in a process that has no rights of root, and pass on how it ended."""

    def child() -> None:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        check(path)

    process = get_context("fork").Process(target=child)
    process.start()
    process.join()
    assert process.exitcode == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with opened(tmp_path / "file" / "data" / "record.db") as store:
        assert not store.saved
        assert len(store.notices) == 1
        assert "Not a directory" in store.notices[0]
        assert store.keep("r1", COURSE, taken(), Place("mine")) == 5
        assert store.keep("r1", COURSE, taken()) == 0
        assert store.events_of("r1") == taken()
        assert store.place_of("r1") == Place("mine")
        assert store.progress("course").lessons["forcing"].finished_runs == 1
        assert len(list(store.history("course"))) == 5
        assert store.forget("course") == 5
        assert store.progress("course") == Progress("course")
        assert len(store.notices) == 1


def test_the_rest_of_a_review_is_saved_after_a_lesson_of_it_was_forgotten(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("no folder")
    path = tmp_path / "data" / "record.db"
    with opened(path) as store:
        store.keep("r1", COURSE, taken("people", points=0.0))
        review: list[Event] = [Started("review.", 7), answered("people/q1"), answered("forcing/q1")]
        store.keep("v1", COURSE, review, Place("forcing/q1"))
        assert store.forget("course", "forcing") == 1
        (tmp_path / "data").unlink()
    with opened(path) as store:
        assert (store.events_of("v1"), store.place_of("v1")) == (review[:2], None)
        assert [look.points for look in store.progress("course").looks["people/q1"]] == [0.0]
        assert store.progress("course").lessons["people"].questions["q1"].last == 1.0


def _reads_and_goes_on(path: Path) -> None:
    with opened(path) as store:
        assert not store.saved
        assert "cannot be written" in store.notices[0]
        assert store.events_of("old") == taken()
        assert store.keep("r1", COURSE, taken()) == 5
        assert store.progress("course").lessons["forcing"].finished_runs == 2
        with pytest.raises(RecordError, match="Nothing was deleted"):
            store.forget("course")
        with pytest.raises(RecordError, match="Nothing was deleted"):
            store.forget_reflection("course", "forcing", "mine")
        assert store.events_of("old") == taken()
        assert store.progress("course").lessons["forcing"].reflections == {"mine": "my own words"}


@pytest.mark.parametrize("file_mode", [0o644, 0o444])
def test_a_record_in_a_read_only_folder_can_be_read(locked_away: Path, file_mode: int) -> None:
    path = locked_away / "record.db"
    with opened(path) as store:
        store.keep("old", COURSE, taken())
    path.chmod(file_mode)
    content = path.read_bytes()
    locked_away.chmod(0o555)
    as_stranger(_reads_and_goes_on, path)
    assert path.read_bytes() == content
    assert [file.name for file in locked_away.iterdir()] == ["record.db"]


def _is_told_at_once(path: Path) -> None:
    with opened(path) as store:
        assert not store.saved
        assert "cannot be written" in store.notices[0]
        assert store.events_of("old") == taken()


def test_a_record_of_somebody_else_in_a_folder_for_all(locked_away: Path) -> None:
    path = locked_away / "record.db"
    with opened(path) as store:
        store.keep("old", COURSE, taken())
    path.chmod(0o444)
    locked_away.chmod(0o777)
    as_stranger(_is_told_at_once, path)


def _goes_on(path: Path) -> None:
    with opened(path) as store:
        assert not store.saved
        assert "Permission denied" in store.notices[0]
        assert store.keep("r1", COURSE, taken()) == 5
        assert store.progress("course").lessons["forcing"].finished_runs == 1


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_home_that_cannot_be_written(locked_away: Path, mode: int) -> None:
    locked_away.chmod(mode)
    as_stranger(_goes_on, locked_away / "data" / "record.db")
    assert list(locked_away.iterdir()) == []


def test_a_disk_full_at_the_start(path: Path) -> None:
    with full_disk(10_000):
        store = opened(path)
        assert not store.saved
        assert len(store.notices) == 1
        assert store.keep("r1", COURSE, taken()) == 5
    store.close()
    with opened(path) as again:
        assert again.events_of("r1") == taken()
        assert again.notices == []


@pytest.mark.parametrize("size", [60_000, 150_000, 400_000])
def test_a_disk_that_fills_up_in_mid_session(path: Path, size: int) -> None:
    with opened(path) as store:
        store.keep("old", COURSE, taken())
    store = opened(path)
    store.keep("r1", COURSE, [Started("people", 7)])
    with full_disk(size):
        for number in range(200):
            event = Reflected(f"s{number}", "words " * 500)
            assert store.keep("r1", COURSE, [event], Place(f"s{number}")) == 1
        assert not store.saved
        assert "cannot be saved" in store.notices[-1]
        assert str(path) in store.notices[-1]
        assert len(store.events_of("r1")) == 201
        assert store.place_of("r1") == Place("s199")
        assert store.events_of("old") == taken()
        assert set(store.progress("course").lessons) == {"forcing", "people"}
        with pytest.raises(RecordError, match="Nothing was deleted"):
            store.forget("course")
    store.notices.clear()
    assert store.keep("r1", COURSE, [PageRead("after")]) == 1
    assert store.notices == ["Your progress is saved again."]
    assert store.saved
    store.close()
    with opened(path) as again:
        assert len(again.events_of("r1")) == 202
        assert again.events_of("old") == taken()
        assert again.place_of("r1") == Place("s199")


def test_what_is_in_memory_is_saved_on_close_when_that_works_by_then(path: Path) -> None:
    with opened(path) as store:
        store.keep("r1", COURSE, [Started("people", 7)])
        with full_disk(40_000):
            store.keep("r1", COURSE, [Reflected("mine", "words " * 10_000)])
            assert not store.saved
    with opened(path) as again:
        assert len(again.events_of("r1")) == 2


def test_a_full_disk_when_forgetting_deletes_nothing(path: Path) -> None:
    with opened(path) as store:
        store.keep("r1", COURSE, [Started("people", 7), Reflected("mine", "words " * 10_000)])
        with full_disk(20_000), pytest.raises(RecordError, match="Nothing was deleted"):
            store.forget("course")
        assert len(store.events_of("r1")) == 2
        assert store.keep("r1", COURSE, [PageRead("after")]) == 1
        assert (store.saved, store.notices) == (True, [])
        assert store.forget("course") == 3


def test_another_program_that_holds_the_record_for_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(path) as store:
        store.keep("r1", COURSE, taken()[:2])
        waits: list[float] = []
        connect: Callable[..., sqlite3.Connection] = sqlite3.connect

        def noted(*args: Any, **how: Any) -> sqlite3.Connection:
            waits.append(how.get("timeout", 0.0))
            return connect(*args, **how)

        monkeypatch.setattr(sqlite3, "connect", noted)
        store._backing.db.execute("PRAGMA busy_timeout = 0")
        with closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("BEGIN IMMEDIATE")
            assert store.keep("r1", COURSE, taken()[2:3]) == 1
            assert "another program holds it" in store.notices.pop()
            assert store.keep("r1", COURSE, taken()[3:4]) == 1
            assert store.events_of("r1") == taken()[:4]
            assert store.notices == []
            assert max(waits[1:]) < 0.1, "an answer must not wait for a record that is not free"
        assert store.keep("r1", COURSE, taken()[4:]) == 1
        assert store.saved
        assert store._backing.db.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    with opened(path) as again:
        assert again.events_of("r1") == taken()


def test_work_that_fails_in_memory_too_falls_back_to_empty_memory(path: Path) -> None:
    # The copy of a damaged file can be damaged as well.
    with opened(path) as store:
        store.keep("r1", COURSE, taken()[:2])
        with full_disk(1_000):
            store.keep("r1", COURSE, [Reflected("big", "words " * 10_000)])
            assert not store.saved
            store._backing.db.execute("DROP TABLE event")
            assert len(store.events_of("r1")) == 3
            assert store.keep("r1", COURSE, taken()[3:]) == 2
            assert len(store.notices) == 1
    with opened(path) as again:
        assert len(again.events_of("r1")) == 5
