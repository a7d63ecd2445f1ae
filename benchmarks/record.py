"""The record: what one answer costs, and what a long history costs at the start.

Run it as ``python -m benchmarks.record [FOLDER]``; the folder must be on the disk that is to be measured.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from io import FileIO
from pathlib import Path
from statistics import median

from msgspec import Struct

from advocacy_coach.records import rows
from advocacy_coach.records.events import Recorded, identity, stamp
from advocacy_coach.records.opening import open_file
from advocacy_coach.records.store import Store
from advocacy_coach.session.events import Answered, Event, LessonFinished, PageRead, Place, Started

ANSWERS = 2_000
EVENTS = 1_000_000
STARTS = 15
EMPTY_APP = "import textual.app"

START = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from advocacy_coach.records.store import Store
path = Path(sys.argv[1])
before = time.perf_counter()
store = Store.open(path, lambda: datetime.now(UTC))
progress = store.progress("course")
print((time.perf_counter() - before) * 1000)
store.close()
"""


class Edition(Struct, frozen=True):
    """A course as a record knows it."""

    id: str = "course"
    version: str = "1.0.0"


def now() -> datetime:
    """The time of day, for the store."""
    return datetime.now(UTC)


def answer(number: int) -> Answered:
    """An answer of the usual size."""
    return Answered(f"question-{number}", {"what-they-can-say": "picked", "a-deadline": "picked"}, 0.5)


def answers(record: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of keeping an answer and of appending its bytes with a sync, in turns."""
    kept, floor = [], []
    floor_file = record.with_name("floor")
    with Store.open(record, now) as store, floor_file.open("ab", buffering=0) as file:
        store.keep("run", Edition(), [Started("lesson", 1)], Place("question-0"))
        for number in range(ANSWERS):
            event, place = answer(number), Place(f"question-{number}")
            line = f"{identity('run', event)} {stamp(now())} run course 1.0.0 lesson {event}\n".encode()
            floor.append(milliseconds(partial(append, file, line)))
            kept.append(milliseconds(partial(store.keep, "run", Edition(), [event], place)))
        if not store.saved:
            raise SystemExit(store.notices)
    return kept, floor


def append(file: FileIO, line: bytes) -> None:
    """The least that a durable answer can cost."""
    file.write(line)
    os.fdatasync(file.fileno())


def history() -> Iterator[Recorded]:
    """Runs of a lesson of 20 questions, as many as make a million events."""
    per_run = 25
    for run in range(EVENTS // per_run):
        name, lesson = f"run-{run:06}", f"lesson-{run % 8}"
        pages = [PageRead(f"page-{number}") for number in range(3)]
        events: list[Event] = [Started(lesson, run), *pages, *map(answer, range(20))]
        for event in [*events, LessonFinished(lesson, 10.0, 20)]:
            yield Recorded(
                str(identity(name, event)), 0, stamp(now()), name, "course", "1.0.0", lesson, event
            )


def fill(path: Path) -> None:
    """Write a million events and close the record as the program would."""
    db = open_file(path, now())
    rows.write(db, history(), {})
    db.close()
    with Store.open(path, now) as store:
        took = milliseconds(lambda: store.progress("course"))
        print(f"first fold of {EVENTS:,} events, once after an upgrade: {took:.0f} ms")


def starts(empty: Path, full: Path) -> tuple[list[float], list[float], list[float], list[float]]:
    """Milliseconds of open + progress, and of the whole process, empty and full in turns."""
    inside: dict[Path, list[float]] = {empty: [], full: []}
    whole: dict[Path, list[float]] = {empty: [], full: []}
    for _ in range(STARTS):
        for path in (empty, full):
            before = time.perf_counter()
            inside[path].append(float(python(START, str(path))))
            whole[path].append((time.perf_counter() - before) * 1000)
    return inside[empty], inside[full], whole[empty], whole[full]


def python(code: str, *arguments: str) -> str:
    """What a fresh interpreter prints."""
    root = Path(__file__).parents[1]
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def at(values: list[float], share: float) -> float:
    """The value that this share of all stays below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show_answers(title: str, kept: list[float], floor: list[float]) -> None:
    """Print what an answer costs."""
    print(f"{title:45} {'p50':>8} {'p99':>8} {'worst':>8}")
    for name, values in (("keep one answer, ms", kept), ("append + fdatasync of the same text, ms", floor)):
        print(f"  {name:43} {at(values, 0.5):8.3f} {at(values, 0.99):8.3f} {max(values):8.3f}")
    ratios = [at(kept, share) / at(floor, share) for share in (0.5, 0.99)]
    print(f"  {'ratio (goal: p99 <= 3)':43} {ratios[0]:8.2f} {ratios[1]:8.2f}")


def show_starts(empty: Path, full: Path) -> None:
    """Print what a history costs at the start."""
    empty_inside, full_inside, empty_whole, full_whole = map(median, starts(empty, full))
    app = median(milliseconds(lambda: python(EMPTY_APP)) for _ in range(STARTS))
    print(f"{f'{STARTS} starts each, medians':45} {'empty':>8} {f'{EVENTS:,}':>9} events")
    print(f"  {'open + progress, ms':43} {empty_inside:8.2f} {full_inside:9.2f}")
    print(f"  {'a process that does only this, ms':43} {empty_whole:8.1f} {full_whole:9.1f}")
    added = full_inside - empty_inside
    print(
        f"  {EMPTY_APP} alone takes {app:.0f} ms; the history adds {added:.2f} ms, {added / app:.1%} of that"
    )


def main(folder: Path) -> None:
    """Measure and print."""
    show_answers(f"{ANSWERS:,} answers in a new record", *answers(folder / "answers.db"))
    fill(folder / "full.db")
    show_starts(folder / "empty.db", folder / "full.db")
    show_answers(f"{ANSWERS:,} answers after {EVENTS:,} events", *answers(folder / "full.db"))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
