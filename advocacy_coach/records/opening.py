"""From a path to a connection: create, look for damage, set a damaged file aside, or go on in memory."""

import glob
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from advocacy_coach.errors import RecordError
from advocacy_coach.i18n import _
from advocacy_coach.records.events import seconds_between, stamp
from advocacy_coach.records.schema import migrate, refuse_strangers, writing

PATIENCE = 5.0
"""Seconds to wait for another window that is writing."""

CHECK_EVERY = 30 * 86_400.0
"""Seconds. A full check costs 200 ms in a million events: too much for each start, little once a month."""


class DamagedError(Exception):
    """The file at the record's path is no record that can be read."""


def open_file(
    path: Path, now: datetime, patience: float = PATIENCE, thorough: bool = False
) -> sqlite3.Connection:
    """The record at ``path``, made when missing, brought up to date and ready to be written.

    ``patience`` is how long opening waits for another window, in seconds; ``thorough`` looks through the
    whole file. Raises DamagedError; RecordError when the file is not ours to touch; OSError or
    sqlite3.OperationalError when it cannot be written here and now.
    """
    _prepare(path)
    thorough = thorough or any(_size(beside(path, end)) for end in ("-wal", "-journal"))
    with damage_named():
        _peek(path)
        db = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            refuse_strangers(db, str(path))
            _set_up(db)
            migrate(db, stamp(now))
            _check(db, now, thorough)
            with writing(db):  # finds out now, not at the first answer, whether this can be written
                db.execute("DELETE FROM about WHERE name = 'nothing'")
            db.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        except BaseException:
            db.close()
            raise
    return db


def open_memory(now: datetime, path: Path | None = None) -> sqlite3.Connection:
    """A record in memory, with whatever can still be read at ``path`` in it."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        if path:
            _copy(path, db)
        _set_up(db)
        migrate(db, stamp(now))
    except sqlite3.Error:  # what was copied is damaged
        db.close()
        return open_memory(now)
    return db


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged record and what SQLite keeps beside it; the new name. Raises OSError."""
    name = f"{path.stem}.damaged-{now.astimezone(UTC):%Y%m%d-%H%M%S}"
    aside, number = path.with_name(f"{name}{path.suffix}"), 1
    while os.path.lexists(aside):
        number += 1
        aside = path.with_name(f"{name}-{number}{path.suffix}")
    for end in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            beside(path, end).rename(beside(aside, end))
    path.rename(aside)
    return aside


def set_aside_before(path: Path) -> list[Path]:
    """The files of damaged records that were set aside earlier and are still there."""
    return sorted(path.parent.glob(f"{glob.escape(path.stem)}.damaged-*"))


def beside(path: Path, end: str) -> Path:
    """A file that SQLite keeps beside the record."""
    return path.with_name(path.name + end)


@contextmanager
def damage_named() -> Iterator[None]:
    """Turn what SQLite says about a damaged file into DamagedError; let its other errors through."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        # An extended code carries its plain code in the low byte.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise DamagedError(str(error)) from error
        raise


def _prepare(path: Path) -> None:
    """Make the folder and the file, for their owner only."""
    if path.is_dir():
        if any(path.iterdir()):
            raise RecordError(_("{path} is a folder, not a record.").format(path=path), _("Name a file."))
        raise DamagedError("a folder")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Only a file of our own making is opened here: closing any other handle of a database drops the locks
    # that this process holds on it.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _peek(path: Path) -> None:
    """Refuse what is not ours before a connection that writes could change a byte of it."""
    with suppress(sqlite3.OperationalError), closing(_connect_read_only(path, "mode=ro")) as db:
        refuse_strangers(db, str(path))


def _copy(path: Path, db: sqlite3.Connection) -> None:
    """Copy the file into ``db``; where not even a lock can be written, take the file as it lies."""
    for how in ("mode=ro", "mode=ro&immutable=1"):
        with suppress(sqlite3.Error), closing(_connect_read_only(path, how)) as source:
            source.backup(db)
            return


def _connect_read_only(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)


def _set_up(db: sqlite3.Connection) -> None:
    with suppress(sqlite3.OperationalError):  # where WAL is refused, or taken up by another window just now
        db.execute("PRAGMA journal_mode = WAL").fetchone()
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON").fetchone()
    # Text that is not UTF-8 is damage to one row, not a reason to stop reading.
    db.text_factory = lambda raw: raw.decode("utf-8", "replace")


def _check(db: sqlite3.Connection, now: datetime, thorough: bool) -> None:
    """Look through the whole file after a crash, and otherwise now and then."""
    row = db.execute("SELECT value FROM about WHERE name = 'checked'").fetchone()
    age = seconds_between(row[0], stamp(now)) if row else None
    if not thorough and age is not None and 0 <= age < CHECK_EVERY:
        return
    if (found := db.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
        raise DamagedError(found)
    db.execute("INSERT OR REPLACE INTO about (name, value) VALUES ('checked', ?)", (stamp(now),))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
