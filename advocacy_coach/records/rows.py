"""What is asked of the tables, one function a question; each takes an open connection."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext

import msgspec

from advocacy_coach.records import outbox
from advocacy_coach.records.events import Recorded
from advocacy_coach.records.progress import FOLD, Progress, fold
from advocacy_coach.records.schema import reading, unsynced, writing
from advocacy_coach.session.events import Answered, Event, Place, Reflected, RoundOpened, ScenarioBegun
from advocacy_coach.session.names import PRACTICE, REVIEW, SCENE, is_practice

Unreadable = Callable[[int], None]
"""Told the ``seq`` of a row whose event cannot be read; the row stays and reading goes on."""

TAIL = 200
"""Events after the remembered progress that are cheaper to fold than to write a new one for."""

Row = tuple[int, str, str, str, str, str, str, bytes]
_COLUMNS = "seq, id, time, run, course, version, lesson, CAST(event AS BLOB)"
_event = msgspec.json.Decoder(Event)
_progress = msgspec.msgpack.Decoder(Progress)


def write(
    db: sqlite3.Connection, recorded: Iterable[Recorded], places: Mapping[str, Place]
) -> list[Recorded]:
    """Keep events and places in one transaction; the events that were not there yet.

    Events are on the disk when this returns. A place alone is handed to the system: it outlives the program,
    and after a power cut the learner starts at the first step not done.
    """
    with nullcontext() if recorded else unsynced(db), writing(db):
        new = [one for one in recorded if _insert(db, one)]
        for run, place in places.items():
            row = (run, place.step, place.round)
            db.execute("INSERT OR REPLACE INTO place (run, step, round) VALUES (?, ?, ?)", row)
    return new


def of_run(db: sqlite3.Connection, run: str, unreadable: Unreadable) -> list[Recorded]:
    """The events of a run in order."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM event WHERE run = ? ORDER BY seq", (run,))
    return list(_recorded(rows, unreadable))


def page_of_course(
    db: sqlite3.Connection, course: str, after: int, size: int, unreadable: Unreadable
) -> tuple[list[Recorded], int | None]:
    """Up to ``size`` events of a course after a ``seq``, and the ``seq`` to go on from; None at the end."""
    query = f"SELECT {_COLUMNS} FROM event WHERE course = ? AND seq > ? ORDER BY seq LIMIT ?"
    rows = db.execute(query, (course, after, size)).fetchall()
    return list(_recorded(rows, unreadable)), rows[-1][0] if len(rows) == size else None


def place(db: sqlite3.Connection, run: str) -> Place | None:
    """Where in a run the learner was last."""
    row = db.execute("SELECT step, round FROM place WHERE run = ?", (run,)).fetchone()
    return Place(*row) if row else None


def progress(db: sqlite3.Connection, course: str, unreadable: Unreadable, tail: int = TAIL) -> Progress:
    """The progress in a course; what was folded is remembered when more than ``tail`` events came since."""
    behind = _newest(db) - (_remembered(db, course) or (0, None))[0]
    with reading(db) if 0 <= behind <= tail else writing(db):
        # Read again inside the transaction: another window may have forgotten a lesson in between.
        newest = _newest(db)
        seq, before = _remembered(db, course) or (0, Progress(course))
        query = f"SELECT {_COLUMNS} FROM event WHERE course = ? AND seq > ? ORDER BY seq"
        now = fold(before, _recorded(db.execute(query, (course, seq)), unreadable))
        if not 0 <= behind <= tail:
            row = (course, newest, FOLD, msgspec.msgpack.encode(now))
            db.execute(
                "INSERT OR REPLACE INTO snapshot (course, seq, fold, progress) VALUES (?, ?, ?, ?)", row
            )
    return now


def learner(db: sqlite3.Connection, fresh: str) -> str:
    """The random id of whoever keeps this record; ``fresh`` from now on where there is none yet."""
    query = "SELECT value FROM about WHERE name = 'learner'"
    if row := db.execute(query).fetchone():
        return str(row[0])
    with writing(db):  # of two windows the first one names it
        db.execute("INSERT OR IGNORE INTO about (name, value) VALUES ('learner', ?)", (fresh,))
        return str(db.execute(query).fetchone()[0])


def delete(db: sqlite3.Connection, course: str, lesson: str | None) -> int:
    """Delete the events of a course or of one lesson, and all that was made of them; how many events."""
    with writing(db):
        about = [] if lesson is None else _asked_about(db, course, lesson)
        count = db.execute(
            "DELETE FROM event WHERE course = ?1 AND (?2 IS NULL OR lesson IN (?2, ''))", (course, lesson)
        ).rowcount
        if lesson is not None:  # what a review asked about it belongs to it as well
            count += _delete_reviews(db, course, about)
        else:  # nothing given out later shall be known to come from whoever gave out what is forgotten
            db.execute("DELETE FROM about WHERE name = 'learner'")
        db.execute("DELETE FROM place WHERE run NOT IN (SELECT run FROM event)")
        db.execute("DELETE FROM snapshot")
        outbox.forget(db)
    return count


def delete_reflection(db: sqlite3.Connection, course: str, lesson: str, step: str) -> int:
    """Delete what was written at one step, in every run and revision; how many events."""
    with writing(db):
        found = db.execute(
            "SELECT seq, CAST(event AS BLOB) FROM event WHERE course = ? AND lesson = ?", (course, lesson)
        ).fetchall()
        going = [seq for seq, body in found if _reflected_at(body, step)]
        db.executemany("DELETE FROM event WHERE seq = ?", [(seq,) for seq in going])
        db.execute("DELETE FROM snapshot")
        outbox.forget(db)
    return len(going)


def wipe(db: sqlite3.Connection) -> bool:
    """Clear the log of what was deleted; False when another window is reading it just now.

    The file itself needs nothing: ``secure_delete`` has written zeros over the deleted rows.
    """
    try:
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        return False
    return not busy


def _asked_about(db: sqlite3.Connection, course: str, lesson: str) -> list[str]:
    """How the keys begin under which a review asks about a lesson, and about the scenarios played in it."""
    scenarios = {lesson.removeprefix(PRACTICE)} if is_practice(lesson) else set()
    for (body,) in db.execute(
        "SELECT CAST(event AS BLOB) FROM event WHERE course = ? AND lesson = ?", (course, lesson)
    ):
        event = _readable(body)
        if isinstance(event, ScenarioBegun):
            scenarios.add(event.scenario)
    return [f"{lesson}/", *(f"{SCENE}{scenario}/" for scenario in sorted(scenarios))]


def _delete_reviews(db: sqlite3.Connection, course: str, about: list[str]) -> int:
    """Delete the answers, rounds and places of reviews that belong to what is asked under these keys."""
    found = db.execute(
        "SELECT seq, CAST(event AS BLOB) FROM event WHERE course = ? AND lesson = ?", (course, REVIEW)
    ).fetchall()
    going = [seq for seq, body in found if _is_about(body, about)]
    db.executemany("DELETE FROM event WHERE seq = ?", [(seq,) for seq in going])
    db.executemany(
        "DELETE FROM place WHERE run IN (SELECT run FROM event WHERE course = ? AND lesson = ?)"
        " AND substr(step, 1, length(?)) = ?",
        [(course, REVIEW, start, start) for start in about],
    )
    return len(going)


def _is_about(body: bytes, about: list[str]) -> bool:
    match _readable(body):
        case Answered(step=step):
            return step.startswith(tuple(about))
        case RoundOpened(steps=steps):
            return any(step.startswith(tuple(about)) for step in steps)
        case _:
            return False


def _reflected_at(body: bytes, step: str) -> bool:
    event = _readable(body)
    return isinstance(event, Reflected) and event.step == step


def _readable(body: bytes) -> Event | None:
    try:
        event: Event = _event.decode(body)
    except msgspec.MsgspecError:
        return None
    return event


def _insert(db: sqlite3.Connection, one: Recorded) -> bool:
    body = msgspec.json.encode(one.event).decode()
    values = (one.id, one.time, one.run, one.course, one.version, one.lesson, body)
    query = (
        "INSERT OR IGNORE INTO event (id, time, run, course, version, lesson, event)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    )
    return db.execute(query, values).rowcount == 1


def _recorded(rows: Iterable[Row], unreadable: Unreadable) -> Iterator[Recorded]:
    for seq, id, time, run, course, version, lesson, body in rows:
        try:
            event = _event.decode(body)
        except msgspec.MsgspecError:
            unreadable(seq)
            continue
        yield Recorded(id, seq, time, run, course, version, lesson, event)


def _newest(db: sqlite3.Connection) -> int:
    return db.execute("SELECT max(seq) FROM event").fetchone()[0] or 0


def _remembered(db: sqlite3.Connection, course: str) -> tuple[int, Progress] | None:
    """The remembered progress and the ``seq`` it stands at; None when missing, damaged or of older rules."""
    row = db.execute("SELECT seq, fold, progress FROM snapshot WHERE course = ?", (course,)).fetchone()
    if row is None or row[1] != FOLD or row[0] > _newest(db):
        return None
    try:
        return row[0], _progress.decode(row[2])
    except (msgspec.MsgspecError, TypeError):
        return None
