"""The tables of a record, and how an older record becomes a newer one.

A new kind of event needs a migration too, even an empty one: it raises the version, so that an older
program refuses the record instead of passing over what it cannot read.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from advocacy_coach.errors import RecordError
from advocacy_coach.i18n import _

APPLICATION = 0x41644331
"""Marks an SQLite file as ours, so that the database of another program is never changed by mistake."""


@contextmanager
def writing(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the writer's lock from its start, kept whole or not at all.

    A transaction that read first and asked for the lock later would fail whenever another window wrote.
    """
    db.execute("BEGIN IMMEDIATE")
    with _ending(db):
        yield


@contextmanager
def reading(db: sqlite3.Connection) -> Iterator[None]:
    """A transaction in which all reads see one state of the record."""
    db.execute("BEGIN")
    with _ending(db):
        yield


@contextmanager
def unsynced(db: sqlite3.Connection) -> Iterator[None]:
    """Transactions that do not wait for the disk; nothing that was answered may be in them."""
    db.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        db.execute("PRAGMA synchronous = FULL")


@contextmanager
def _ending(db: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            db.rollback()
        raise


def first_tables(db: sqlite3.Connection) -> None:
    """Events; the place in each run; remembered progress; what the record knows about itself."""
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(
        "CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, time TEXT NOT NULL,"
        " run TEXT NOT NULL, course TEXT NOT NULL, version TEXT NOT NULL, lesson TEXT NOT NULL,"
        " event TEXT NOT NULL)"
    )
    # One index does both: it refuses an event that is there already, and it finds the events of a run.
    db.execute("CREATE UNIQUE INDEX event_once ON event (run, id)")
    db.execute("CREATE TABLE place (run TEXT PRIMARY KEY, step TEXT NOT NULL, round INTEGER NOT NULL)")
    db.execute(
        "CREATE TABLE snapshot (course TEXT PRIMARY KEY, seq INTEGER NOT NULL, fold INTEGER NOT NULL,"
        " progress BLOB NOT NULL)"
    )
    db.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")


def scenario_events(db: sqlite3.Connection) -> None:
    """The events of scenarios; the tables stay as they are."""


def sheet_events(db: sqlite3.Connection) -> None:
    """The events of sheets; the tables stay as they are."""


def outbox(db: sqlite3.Connection) -> None:
    """Statements for a learning record store, each with what became of it; ``outbox.py`` has the words."""
    db.execute(
        "CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,"
        " body BLOB NOT NULL, state TEXT NOT NULL, status INTEGER NOT NULL, reason TEXT NOT NULL,"
        " time TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX outbox_state ON outbox (state, seq)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    first_tables,
    scenario_events,
    sheet_events,
    outbox,
)
"""The steps from an empty file to today's record; ``user_version`` counts those already taken."""


def migrate(db: sqlite3.Connection, now: str) -> None:
    """Take the steps this record still needs, each in a transaction that also notes when it was taken."""
    for number, step in enumerate(MIGRATIONS, 1):
        if _number(db, "user_version") >= number:
            continue
        with writing(db):
            if _number(db, "user_version") >= number:  # another window was faster
                continue
            step(db)
            note = (f"migration {number} {step.__name__}", now)
            db.execute("INSERT INTO about (name, value) VALUES (?, ?)", note)
            db.execute(f"PRAGMA user_version = {number}")


def refuse_strangers(db: sqlite3.Connection, path: str) -> None:
    """Raise RecordError when this is a record of a newer program, or no record but another database."""
    with reading(db):  # one look: another window may be making the tables just now
        mark, version = _number(db, "application_id"), _number(db, "user_version")
        blank = mark == version == 0 and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    if blank:
        return
    if mark != APPLICATION:
        raise RecordError(
            _("{path} is a database of another program, not a record.").format(path=path),
            _("Name another file with --record."),
        )
    if version > len(MIGRATIONS):
        raise RecordError(
            _("The record {path} was written by a newer version of this program.").format(path=path),
            _("Update the program, or name another file with --record. The record was not touched."),
        )


def _number(db: sqlite3.Connection, pragma: str) -> int:
    return int(db.execute(f"PRAGMA {pragma}").fetchone()[0])
