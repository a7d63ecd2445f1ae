"""The learner's record: kept on disk as long as that is possible, in memory when it is not.

One connection, used on the thread that opened it. Windows on the same file see each other's events.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self
from uuid import uuid4, uuid5

from advocacy_coach.errors import RecordError
from advocacy_coach.i18n import _
from advocacy_coach.records import opening, rows
from advocacy_coach.records.backing import Backing
from advocacy_coach.records.events import NAMESPACE, Edition, Recorded, identity, stamp
from advocacy_coach.records.progress import Progress
from advocacy_coach.session.events import Event, Place, Reflected, Started
from advocacy_coach.session.names import REVIEW

_PAGE = 1000


class Store:
    """A record of events. ``notices`` are sentences for the learner, to be shown and taken off the list.

    Nothing but a record of another program, or of a newer version of this one, is an error: a damaged file
    is set aside, and what cannot be written is kept in memory and written as soon as that works again.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self.notices: list[str] = []
        self._clock = clock
        self._unreadable: set[int] = set()
        self._courses: set[str] = set()
        # The runs of this session, whole: what a fresh file or memory needs to go on with them.
        self._runs: dict[str, list[Recorded]] = {}
        self._places: dict[str, Place] = {}
        self._closed = False
        self._backing = Backing(path, clock, self.notices, self._refill)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], datetime]) -> Self:
        """Open the record at ``path``; make it when there is none.

        Raises RecordError, with the file untouched, when it is not ours or of a newer program.
        """
        return cls(path, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def saved(self) -> bool:
        """False while what is kept would be gone with the program."""
        return self._backing.saved

    def keep(self, run: str, course: Edition, events: Sequence[Event], place: Place | None = None) -> int:
        """Keep what happened in a run, and where the learner is now; on disk when this returns.

        Returns how many events were new: fewer than given means that another window was faster, and that
        what it kept counts.
        """
        self._courses.add(course.id)
        self._backing.return_to_disk()
        held = self._held(run)
        recorded = self._addressed(run, course, events, held)
        places = {run: place} if place else {}
        new = self._backing.do(lambda db: rows.write(db, recorded, places))
        held += new
        self._places |= places
        return len(new)

    def events_of(self, run: str) -> list[Event]:
        """What happened in a run, in order."""
        return [one.event for one in self._recorded(run)]

    def place_of(self, run: str) -> Place | None:
        """Where in a run the learner was last."""
        return self._backing.do(lambda db: rows.place(db, run))

    def last_run(self, course: str, lesson: str) -> str | None:
        """The newest run of a lesson."""
        known = self.progress(course).lessons.get(lesson)
        return known.run if known else None

    def open_run(self, course: str, lesson: str) -> str | None:
        """The newest run of a lesson, unless it is finished."""
        known = self.progress(course).lessons.get(lesson)
        return known.run if known and known.open else None

    def progress(self, course: str) -> Progress:
        """How far the learner has come in a course."""
        self._courses.add(course)
        return self._backing.do(lambda db: rows.progress(db, course, self._left_out))

    def learner(self, course: str, use: str = "statements") -> str:
        """A random id of the learner in one course, the same as long as the record and its course are kept.

        It says only that two documents come from the same record: neither who that is, nor, to whoever sees
        the ids of two courses or of two uses, that they belong together. So a summary with a name in it does
        not put a name to what is in a learning record store. Forgetting a course draws new ones.
        """
        secret = self._backing.do(lambda db: rows.learner(db, str(uuid4())))
        return str(uuid5(NAMESPACE, f"{secret}\n{course}\n{use}"))

    def history(self, course: str) -> Iterator[Recorded]:
        """All events of a course in order, read a page at a time so that any number fits."""
        after: int | None = 0
        while after is not None:
            page, after = self._page(course, after)
            yield from page

    def forget(self, course: str, lesson: str | None = None) -> int:
        """Delete what is known of a course, or of one lesson, so that no text of it stays in the file.

        Returns how many events were deleted. Raises RecordError when the file cannot be changed; nothing is
        deleted then.
        """
        count = self._delete(lambda db: rows.delete(db, course, lesson))
        self._let_go(course, lesson)
        return count

    def forget_reflection(self, course: str, lesson: str, step: str) -> int:
        """Delete what was written at one step of a lesson, so that no text of it stays in the file.

        Returns how many events were deleted. Raises RecordError as ``forget`` does.
        """
        count = self._delete(lambda db: rows.delete_reflection(db, course, lesson, step))
        for run, held in self._runs.items():
            if held and held[0].course == course and held[0].lesson == lesson:
                self._runs[run] = [one for one in held if not _reflects(one.event, step)]
        return count

    def _delete(self, deleting: Callable[[sqlite3.Connection], int]) -> int:
        """Delete on the disk, and say what cannot be had back or may be left elsewhere."""
        self._backing.return_to_disk()
        if not self.saved and os.path.lexists(self._backing.path):
            raise _undeletable(self._backing.path)
        try:
            count = deleting(self._backing.db)
        except sqlite3.DatabaseError as error:
            raise _undeletable(self._backing.path) from error
        if not rows.wipe(self._backing.db):
            self.notices.append(_("Deleted text leaves the file for good when all windows are closed."))
        for aside in opening.set_aside_before(self._backing.path):
            self.notices.append(
                _("{path}, a damaged record, may still hold old text; delete it yourself.").format(path=aside)
            )
        return count

    def close(self) -> None:
        """Save what is still only in memory if that works now, remember the progress, let go of the file."""
        if self._closed:
            return
        self._closed = True
        self._backing.return_to_disk(opening.PATIENCE)
        for course in self._courses:
            with suppress(sqlite3.DatabaseError):  # it can be folded again
                rows.progress(self._backing.db, course, self._left_out, tail=0)
        self._backing.db.close()

    def _recorded(self, run: str) -> list[Recorded]:
        return self._backing.do(lambda db: rows.of_run(db, run, self._left_out))

    def _page(self, course: str, after: int) -> tuple[list[Recorded], int | None]:
        return self._backing.do(lambda db: rows.page_of_course(db, course, after, _PAGE, self._left_out))

    def _held(self, run: str) -> list[Recorded]:
        """The run so far, as this session knows it."""
        if run not in self._runs:
            self._runs[run] = self._recorded(run)
        return self._runs[run]

    def _addressed(
        self, run: str, course: Edition, events: Sequence[Event], held: list[Recorded]
    ) -> list[Recorded]:
        """The events with their time, run and id. A run whose start was forgotten has no lesson."""
        lesson = next((event.lesson for event in events if isinstance(event, Started)), "")
        if held:
            lesson = held[0].lesson
        now = stamp(self._clock())
        return [
            Recorded(str(identity(run, event)), 0, now, run, course.id, course.version, lesson, event)
            for event in events
        ]

    def _refill(self, db: sqlite3.Connection) -> None:
        """Write the runs of this session to a file or memory that may lack them."""
        rows.write(db, [one for run in self._runs.values() for one in run], self._places)

    def _let_go(self, course: str, lesson: str | None) -> None:
        for run, held in list(self._runs.items()):
            if not held or held[0].course != course:
                continue
            if lesson in (None, held[0].lesson):
                del self._runs[run]
                self._places.pop(run, None)
            elif held[0].lesson == REVIEW:  # the rest of a review stays, also while it is only in memory
                self._runs[run] = self._recorded(run)
                if self.place_of(run) is None:
                    self._places.pop(run, None)

    def _left_out(self, seq: int) -> None:
        if seq not in self._unreadable:
            self._unreadable.add(seq)
            self.notices.append(
                _("Entry {seq} of the record cannot be read and was left out.").format(seq=seq)
            )


def _reflects(event: Event, step: str) -> bool:
    return isinstance(event, Reflected) and event.step == step


def _undeletable(path: Path) -> RecordError:
    return RecordError(
        _("Nothing was deleted: the record {path} cannot be changed.").format(path=path),
        _("See that the file and its folder can be written and the disk is not full, or delete the file."),
    )
