"""Damaged files: set aside and said so, and the learner goes on."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from advocacy_coach.errors import RecordError
from advocacy_coach.records import opening, schema
from advocacy_coach.records.store import Store
from advocacy_coach.session.events import PageRead, Place, Reflected, Started
from tests.records.made import COURSE, START, Clock, answered, opened, taken


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A healthy record of some pages."""
    path = tmp_path / "record.db"
    with opened(path) as store:
        store.keep("old", COURSE, taken())
        store.keep(
            "long", COURSE, [Started("people", 7), *(Reflected(f"s{n}", "x" * 3000) for n in range(40))]
        )
    return path


def garbage(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 200)


def text(path: Path) -> None:
    path.write_text("my notes on the course\n")


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 + 100)


def beheaded(path: Path) -> None:
    overwrite(path, 0, b"\0" * 100)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def broken_schema(path: Path) -> None:
    overwrite(path, 100, b"\xff" * 1500)


DAMAGE = [garbage, text, truncated, beheaded, folder, broken_schema]


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def break_inside(path: Path) -> None:
    """Damage that opening does not see: every page of the middle of the file."""
    size = path.stat().st_size
    overwrite(path, size // 2, b"\xab" * (size // 2))


def aside(path: Path, end: str = ".db") -> list[str]:
    names = [file.name for file in path.parent.iterdir()]
    return sorted(name for name in names if ".damaged-" in name and name.endswith(end))


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_damaged_file_is_set_aside_beside_a_fresh_one(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    content = None if path.is_dir() else path.read_bytes()
    with opened(path, step=1) as store:
        [name] = aside(path)
        assert name.startswith("record.damaged-20261124-0900")
        [notice] = store.notices
        assert str(path.parent / name) in notice
        assert store.saved
        assert store.progress("course").lessons == {}
        assert store.keep("r1", COURSE, taken()) == 5
    if content is not None:
        assert (path.parent / name).read_bytes() == content
    with opened(path) as store:
        assert store.events_of("r1") == taken()
        assert store.notices == []


def test_what_lies_beside_a_damaged_file_goes_with_it(path: Path) -> None:
    garbage(path)
    opening.beside(path, "-wal").write_bytes(b"the last answers")
    with opened(path):
        pass
    [name] = aside(path)
    assert (path.parent / f"{name}-wal").read_bytes() == b"the last answers"


def test_two_damaged_files_in_one_second_have_two_names(path: Path) -> None:
    for _ in range(3):
        garbage(path)
        opened(path, step=0).close()
    stem = "record.damaged-20261124-090000"
    assert aside(path) == [f"{stem}-2.db", f"{stem}-3.db", f"{stem}.db"]


def test_an_emptied_file_is_said(path: Path) -> None:
    os.truncate(path, 0)
    os.utime(path, (1e9, 1e9))
    with opened(path) as store:
        [notice] = store.notices
        assert str(path) in notice
        assert store.keep("r1", COURSE, taken()) == 5
        assert store.saved


def test_a_folder_with_something_in_it_is_not_moved_away(path: Path) -> None:
    folder(path)
    (path / "letter.txt").write_text("dear")
    with pytest.raises(RecordError, match="folder"):
        opened(path)
    assert (path / "letter.txt").read_text() == "dear"
    assert aside(path) == []


def test_a_file_that_cannot_be_set_aside_stays_and_memory_takes_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    garbage(path)
    content = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        store = opened(path)
        assert store.keep("r1", COURSE, taken()) == 5
        assert "Permission denied" in store.notices[0]
        assert (store.saved, len(store.notices)) == (False, 1)
        assert path.read_bytes() == content
    store.close()


def test_a_copy_that_cannot_be_brought_up_to_date_is_not_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def colour(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE event ADD COLUMN colour TEXT")

    def refuse(path: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    broken_schema(path)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, colour))
    monkeypatch.setattr(Path, "rename", refuse)
    with opened(path) as store:
        assert not store.saved
        assert store.keep("r1", COURSE, taken()) == 5
        assert store.events_of("r1") == taken()


class TestChecks:
    """When the whole file is looked through."""

    def test_not_at_a_start_after_a_clean_end(self, path: Path) -> None:
        break_inside(path)
        with opened(path) as store:
            assert store.events_of("old") == taken()
            assert store.notices == []

    def test_after_an_end_that_was_not_clean(self, path: Path, tmp_path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, [Started("forcing", 7)])
            crashed = tmp_path / "crashed" / "record.db"
            crashed.parent.mkdir()
            for end in ("", "-wal"):
                opening.beside(crashed, end).write_bytes(opening.beside(path, end).read_bytes())
        break_inside(crashed)
        with opened(crashed) as store:
            assert len(store.notices) == 1
            assert len(aside(crashed)) == 1

    def test_a_crash_without_damage_loses_nothing(self, path: Path, tmp_path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken(), Place("mine"))
            crashed = tmp_path / "crashed" / "record.db"
            crashed.parent.mkdir()
            for end in ("", "-wal"):
                opening.beside(crashed, end).write_bytes(opening.beside(path, end).read_bytes())
        with opened(crashed) as store:
            assert store.events_of("r1") == taken()
            assert store.place_of("r1") == Place("mine")
            assert store.notices == []

    @pytest.mark.parametrize(("days", "seen"), [(29, False), (31, True), (-2, True)])
    def test_once_a_month(self, path: Path, days: int, seen: bool) -> None:
        break_inside(path)
        clock = Clock()
        clock.now = START + timedelta(days=days)
        with Store.open(path, clock) as store:
            assert (len(aside(path)) == 1, len(store.notices) == 1) == (seen, seen)

    def test_a_check_is_noted(self, path: Path) -> None:
        clock = Clock(step=0)
        clock.now = START + timedelta(days=31)
        Store.open(path, clock).close()
        with closing(sqlite3.connect(path)) as db:
            row = db.execute("SELECT value FROM about WHERE name = 'checked'").fetchone()
        assert row == ("2026-12-25T09:00:00.000Z",)


class TestInMidSession:
    """Damage that shows while a lesson is taken."""

    def test_when_reading(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, [Started("forcing", 7), answered("q1")])
            break_inside(path)
            assert [one.run for one in store.history("course")] == ["r1", "r1"]
            assert len(store.notices) == 1
            assert store.saved
            assert store.keep("r1", COURSE, [answered("q2")]) == 1
        with opened(path) as store:
            assert store.events_of("r1") == [Started("forcing", 7), answered("q1"), answered("q2")]
            assert store.open_run("course", "forcing") == "r1"

    def test_a_run_begun_in_an_earlier_session_goes_on_whole(self, path: Path) -> None:
        with opened(path) as store:
            store.keep("r1", COURSE, taken()[:3], Place("mine"))
        with opened(path) as store:
            store.keep("r1", COURSE, [], Place("mine"))
            garbage(path)
            store._backing.db.execute("PRAGMA cache_size = 0")
            store._backing.db.execute("PRAGMA shrink_memory")
            store.keep("r1", COURSE, taken()[3:], Place("end"))
            assert store.events_of("r1") == taken()
            assert len(aside(path)) == 1
        with opened(path) as store:
            assert store.events_of("r1") == taken()
            assert store.place_of("r1") == Place("end")
            assert store.progress("course").lessons["forcing"].finished_runs == 1

    def test_a_second_window_does_not_set_the_fresh_file_aside(self, path: Path) -> None:
        with opened(path) as store, opened(path) as other:
            store.keep("r1", COURSE, [Started("forcing", 7)])
            other.keep("r2", COURSE, [Started("forcing", 8)])
            break_inside(path)
            assert [one.run for one in store.history("course")] == ["r1"]
            names = aside(path)
            assert {one.run for one in other.history("course")} == {"r1", "r2"}
            assert aside(path) == names
            store.keep("r1", COURSE, [PageRead("a")])
            assert other.events_of("r1") == [Started("forcing", 7), PageRead("a")]
