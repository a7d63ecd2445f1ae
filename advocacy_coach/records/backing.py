"""The connection under a store: the file as long as that works, memory while it does not."""

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from stat import S_ISREG
from typing import TypeVar

from advocacy_coach.errors import RecordError
from advocacy_coach.i18n import _
from advocacy_coach.records import opening
from advocacy_coach.records.opening import DamagedError

T = TypeVar("T")

_FAILED = (DamagedError, sqlite3.OperationalError)
_IMPATIENT = 0.05
"""Seconds: going back to disk is tried at each answer, so it must not be felt."""

_MOMENT = 10.0
"""Seconds that a record may be empty because another window is just making it."""


class Backing:
    """Runs work on a connection and steps down when the file fails: a fresh file, memory, empty memory.

    ``notices`` is told what happened, in sentences. ``refill`` writes what the session holds to a connection
    that may lack it; it is called after each change of connection, before anything else.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime],
        notices: list[str],
        refill: Callable[[sqlite3.Connection], None],
    ) -> None:
        self.path = path
        self.saved = True
        self._clock = clock
        self._notices = notices
        self._refill = refill
        self._lacking = False
        self.db = self._open()

    def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """The result of ``work``, which is tried again on what comes next when the file fails under it."""
        for step_down in (self._leave_file, self._to_memory, self._to_empty_memory):
            try:
                return self._tried(work)
            except _FAILED as error:
                self.db.close()
                self.db = step_down(error)
                self._lacking = True
        return self._tried(work)

    def return_to_disk(self, patience: float = _IMPATIENT) -> None:
        """Go back to the file if it can be written again, taking along what the session holds."""
        if self.saved:
            return
        try:
            db = opening.open_file(self.path, self._clock(), patience)
        except (*_FAILED, OSError, RecordError):
            return
        try:
            self._refill(db)
        except sqlite3.DatabaseError:
            db.close()
            return
        self.db.close()
        self.db, self.saved, self._lacking = db, True, False
        self._say(_("Your progress is saved again."))

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with opening.damage_named():
            if self._lacking:
                self._refill(self.db)
                self._lacking = False
            return work(self.db)

    def _open(self) -> sqlite3.Connection:
        emptied = self._was_emptied()
        try:
            db = opening.open_file(self.path, self._clock())
        except DamagedError:
            return self._fresh_file()
        except (OSError, sqlite3.OperationalError) as error:
            return self._to_memory(error)
        if emptied:
            self._say(_("The record {path} was empty, so it was begun anew."))
        return db

    def _leave_file(self, error: Exception) -> sqlite3.Connection:
        if self.saved and isinstance(error, DamagedError):
            return self._fresh_file()
        return self._to_memory(error)

    def _fresh_file(self) -> sqlite3.Connection:
        """A new file in the place of a damaged one, which is set aside."""
        try:
            try:
                # Another window may have set it aside already; its fresh file must not go the same way.
                return opening.open_file(self.path, self._clock(), thorough=True)
            except DamagedError:
                aside = opening.set_aside(self.path, self._clock())
            self._say(
                _("The record was damaged. It was set aside as {aside}, and a new one was begun."),
                aside=aside,
            )
            return opening.open_file(self.path, self._clock())
        except (*_FAILED, OSError) as error:
            return self._to_memory(error)

    def _to_memory(self, error: Exception) -> sqlite3.Connection:
        """Memory with what can be read of the file; empty memory when that has failed before."""
        if not self.saved:
            return self._to_empty_memory(error)
        self.saved = False
        sentence = _(
            "Your progress cannot be saved in {path}: {reason}. You can go on: what you do is kept while the"
            " program runs, and saved as soon as that works again."
        )
        self._say(sentence, reason=_reason(error))
        return opening.open_memory(self._clock(), self.path)

    def _to_empty_memory(self, _error: Exception) -> sqlite3.Connection:
        self.saved = False
        return opening.open_memory(self._clock())

    def _say(self, sentence: str, **values: object) -> None:
        self._notices.append(sentence.format(path=self.path, **values))

    def _was_emptied(self) -> bool:
        """True when something has cut the file to nothing, which SQLite takes for a new database."""
        try:
            found = self.path.stat()
        except OSError:
            return False
        return S_ISREG(found.st_mode) and found.st_size == 0 and time.time() - found.st_mtime > _MOMENT


def _reason(error: Exception) -> str:
    """Why a file cannot be written, in words."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return _("the disk is full")
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return _("the file or its folder cannot be written")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _("another program holds it")
        case sqlite3.SQLITE_IOERR:
            return _("the disk reports an error")
    return str(error)
