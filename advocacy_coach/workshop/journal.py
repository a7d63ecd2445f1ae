"""The journal of a session: its events in a file that only grows, so that a restart goes on where it was.

Counts only, one line of JSON an event, readable by nobody else (0600). An event is on the disk before the
room sees what follows from it. Where the disk fails, the session goes on in memory and says so.
"""

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from advocacy_coach.i18n import _
from advocacy_coach.workshop.events import Begun, Ended, Event
from advocacy_coach.workshop.show import Show, fold

RESUMABLE: Final = timedelta(hours=12)
"""A session that was left longer ago than this is over."""

SUFFIX: Final = ".jsonl"

_DECODER: Final = msgspec.json.Decoder(Event)


class Journal:
    """An open journal. ``notice`` says why events are only in memory, where they are."""

    def __init__(self, path: Path, events: list[Event]) -> None:
        self.path = path
        self.notice = ""
        self._events = events
        self._unwritten = b""

    @classmethod
    def begin(cls, folder: Path, begun: Begun) -> "Journal":
        """A new journal in a folder, with its first event."""
        journal = cls(folder / f"{begun.at:%Y-%m-%d-%H%M%S}-{begun.code}{SUFFIX}", [])
        journal.append(begun)
        return journal

    @classmethod
    def resume(cls, path: Path) -> "Journal | None":
        """A journal that was written before; None where there is nothing to go on with."""
        events = list(read(path))
        if fold(events) is None:
            return None
        journal = cls(path, events)
        # A line that was cut off would swallow the next one.
        journal._unwritten = b"" if path.read_bytes().endswith(b"\n") else b"\n"
        return journal

    @property
    def events(self) -> tuple[Event, ...]:
        """All that happened."""
        return tuple(self._events)

    @property
    def box(self) -> Path:
        """The file beside it in which the booth keeps the ballots of an open vote."""
        return self.path.with_suffix(".box")

    def append(self, event: Event) -> None:
        """Keep one more event; what the disk refused before is tried again with it."""
        self._events.append(event)
        self._unwritten += msgspec.json.encode(event) + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _add(self.path, self._unwritten)
        except OSError as error:
            self.notice = _not_kept(self.path, error)
        else:
            self.notice, self._unwritten = "", b""


def _add(path: Path, data: bytes) -> None:
    """Add to a file, synced and whole: of what a full disk cut off nothing stays, since it is tried again."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
            os.fsync(handle)
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)


def read(path: Path) -> Iterator[Event]:
    """The events of a journal; a line that was cut off or damaged is passed over."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return
    for line in lines:
        try:
            yield _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue


def unfinished(folder: Path, course: str, plan: str | None, now: datetime) -> tuple[Path, Show] | None:
    """The newest session of a course that had begun and was neither ended nor left long ago.

    ``plan`` is that of the session; None for any.
    """
    for path in journals(folder):
        events = list(read(path))
        show = fold(events)
        if show is None or show.ended is not None:
            continue
        last = max(event.at for event in events)
        same = show.begun.course == course and plan in (None, show.begun.plan)
        if same and show.visited and show.place.phase != "over" and now - last <= RESUMABLE:
            return path, show
    return None


def journals(folder: Path) -> list[Path]:
    """The journals in a folder, the newest first."""
    try:
        return sorted(folder.glob(f"*{SUFFIX}"), reverse=True)
    except OSError:
        return []


def clear_old(folder: Path, now: datetime, but: Path | None = None) -> None:
    """Remove what the booth kept beside journals of sessions that are over: ended, or left long ago.

    ``but`` is the journal of the session that goes on. A box without a journal is judged by its own age.
    """
    for box in folder.glob("*.box*"):
        path = folder / (box.name.partition(".box")[0] + SUFFIX)
        with contextlib.suppress(OSError):
            if path != but and _is_over(path, box, now):
                box.unlink()


def _is_over(path: Path, box: Path, now: datetime) -> bool:
    events = list(read(path))
    written = datetime.fromtimestamp(box.stat().st_mtime, now.tzinfo)
    last = max((event.at for event in events), default=written)
    return now - last > RESUMABLE or any(isinstance(event, Ended) for event in events)


def finish(journal: Journal, at: datetime) -> None:
    """Say that the session is over, once."""
    if not any(isinstance(event, Ended) for event in journal.events):
        journal.append(Ended(at))


def _not_kept(path: Path, error: OSError) -> str:
    words = _("The journal cannot be written ({reason}): this session is only in memory. {path}")
    return words.format(reason=error.strerror or error, path=path)
