"""The outbox: statements for a learning record store (LRS), and what became of each.

A statement goes in once and its body never changes after that, because an LRS refuses another body under
the same id (xAPI 1.0.3, part two, 2.3.1: statements are immutable). It waits until the LRS has it, through
days offline and a kill between any two instructions: what is sent twice is told apart by its id over there.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Literal

from msgspec import Struct

from advocacy_coach.errors import RecordError
from advocacy_coach.i18n import _
from advocacy_coach.records import opening
from advocacy_coach.records.events import stamp
from advocacy_coach.records.schema import reading, writing
from advocacy_coach.records.statement import Statement

State = Literal["waiting", "delivered", "refused"]

_CHOICES = "outbox choices"
"""The row of ``about`` that says by which choices what waits was made."""

_CHUNK = 1000
"""Statements put in one transaction: another window never waits for long."""


class Counted(Struct, frozen=True):
    """How many statements are in each state."""

    waiting: int = 0
    delivered: int = 0
    refused: int = 0


class Refused(Struct, frozen=True):
    """A statement the LRS will not have: its HTTP status, its reason in its own words, and when."""

    id: str
    status: int
    reason: str
    time: str


class Outbox:
    """The outbox of one record, on a connection that stands on the disk."""

    def __init__(self, db: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock

    @classmethod
    @contextmanager
    def open(cls, path: Path, clock: Callable[[], datetime]) -> Iterator["Outbox"]:
        """Open the outbox in the record at ``path``.

        Raises RecordError when the file cannot be written, now or later: a statement that is only in memory
        would be made anew the next time, and perhaps not the same.
        """
        try:
            db = opening.open_file(path, clock())
        except (opening.DamagedError, sqlite3.DatabaseError, OSError) as error:
            raise _unwritable(path) from error
        try:
            yield cls(db, clock)
        except sqlite3.DatabaseError as error:
            raise _unwritable(path) from error
        finally:
            db.close()

    def put(self, statements: Iterable[Statement]) -> int:
        """Put in what is not there yet; how many statements that were. What is there stays as it is."""
        rest, new = iter(statements), 0
        while chunk := list(islice(rest, _CHUNK)):
            now = stamp(self._clock())
            query = (
                "INSERT OR IGNORE INTO outbox (id, body, state, status, reason, time)"
                " VALUES (?, ?, 'waiting', 0, '', ?)"
            )
            with writing(self._db):
                new += self._db.executemany(query, [(one.id, one.body, now) for one in chunk]).rowcount
        return new

    def agree(self, choices: str) -> None:
        """Take back what still waits if it was made by other choices of its owner than today's.

        What was offered and not confirmed may have arrived all the same; the LRS then answers that it has a
        statement of this id, and that counts as delivered.
        """
        with writing(self._db):
            if self.agreed(choices):
                return
            self._db.execute("DELETE FROM outbox WHERE state <> 'delivered'")
            row = (_CHOICES, choices)
            self._db.execute("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)", row)

    def agreed(self, choices: str) -> bool:
        """Whether what waits was made by these choices."""
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (_CHOICES,)).fetchone()
        return row is not None and row[0] == choices

    def missing(self, statements: Iterable[Statement], choices: str) -> Iterator[Statement]:
        """Those of the statements that ``agree`` and ``put`` would put in; nothing is written."""
        kept = "" if self.agreed(choices) else " AND state = 'delivered'"
        for one in statements:
            if not self._db.execute(f"SELECT 1 FROM outbox WHERE id = ?{kept}", (one.id,)).fetchone():
                yield one

    def waiting(self, limit: int, most_bytes: int) -> list[Statement]:
        """The oldest statements that wait: at most ``limit``, and as many as fit in ``most_bytes``.

        There is at least one when any waits, also when it alone is too large.
        """
        query = "SELECT id, body FROM outbox WHERE state = 'waiting' ORDER BY seq LIMIT ?"
        found: list[Statement] = []
        size = 0
        with reading(self._db):
            for id, body in self._db.execute(query, (limit,)):
                size += len(body) + 1  # and the comma
                if found and size > most_bytes:
                    break
                found.append(Statement(id, bytes(body)))
        return found

    def mark(self, ids: Sequence[str], state: State, status: int = 0, reason: str = "") -> None:
        """Note on the disk what became of statements. One that is delivered stays delivered."""
        now = stamp(self._clock())
        query = (
            "UPDATE outbox SET state = ?, status = ?, reason = ?, time = ?"
            " WHERE id = ? AND state <> 'delivered'"
        )
        with writing(self._db):
            self._db.executemany(query, [(state, status, reason, now, id) for id in ids])

    def again(self) -> int:
        """Let what was refused wait once more; how many statements that are."""
        with writing(self._db):
            return self._db.execute("UPDATE outbox SET state = 'waiting' WHERE state = 'refused'").rowcount

    def count(self) -> Counted:
        """How many statements are in each state."""
        found = self._db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall()
        return Counted(**dict(found))

    def refused(self, limit: int) -> list[Refused]:
        """What was refused, the newest first."""
        query = (
            "SELECT id, status, reason, time FROM outbox WHERE state = 'refused'"
            " ORDER BY time DESC, seq DESC LIMIT ?"
        )
        return [Refused(*row) for row in self._db.execute(query, (limit,))]


def forget(db: sqlite3.Connection) -> None:
    """Take every text out of the outbox; called inside a transaction that deletes events.

    Statements quote answers, and which event one was made of is not kept. So those that were not delivered
    go, and are made again of the events that remain; of the delivered ones the id stays, so that they are
    not sent a second time.
    """
    db.execute("DELETE FROM outbox WHERE state <> 'delivered'")
    db.execute("UPDATE outbox SET body = x'' WHERE state = 'delivered'")


def _unwritable(path: Path) -> RecordError:
    return RecordError(
        _("The statements cannot be kept in the record {path}, so nothing more was sent.").format(path=path),
        _("See that the file and its folder can be written and the disk is not full."),
    )
