"""Starting and leaving, against an empty Textual app in the same pseudo-terminal.

``shown``: from exec until the whole first frame is on the screen. ``live``: until a key that was pressed at
that moment is answered on the screen. ``left``: from the quit key until the process is gone.

Run it as ``python -m benchmarks.start [ROUNDS]``. The programs take turns within each round.
"""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from msgspec import Struct

from advocacy_coach.course.library import Library
from benchmarks.figures import Times, circumstances, heading, line, milliseconds, ratio, verdict
from benchmarks.made import LESSONS, long_history, many_lessons
from benchmarks.terminal import Child

ROUNDS = 30
QUIT = "\x11"  # Ctrl+Q, the same in both programs
DOWN = "\x1b[B"


class Program(Struct, frozen=True):
    """A command, what its first frame ends with, and what it writes in answer to the key ``down``."""

    command: tuple[str, ...]
    frame: tuple[str, ...]
    answer: str
    home: str = ""


EMPTY = Program((sys.executable, "-m", "benchmarks.empty_app"), ("\x1b[24;1H",), "48;2;0;0;128")


def ours(home: Path, course: Path) -> Program:
    """The program with a home folder and a course of its own."""
    command = (sys.executable, "-m", "advocacy_coach", "--course", str(course))
    second = Library.open(course, None).entries[1].title  # the action line names the lesson under the cursor
    return Program(command, ("›", "\x1b[24;1H", " Enter "), f": {second[:12]}", str(home))


def run(program: Program) -> tuple[float, float, float]:
    """Start a program, press a key, leave: the seconds until it was shown, live, and left."""
    env: Mapping[str, str] = {"ADVOCACY_COACH_HOME": program.home} if program.home else {}
    with Child(program.command, env=env) as child:
        shown = max(child.until(text) for text in program.frame)
        before = child.written
        child.press(DOWN)
        live = child.until(program.answer, before)
        child.rest()
        leaving = child.press(QUIT)
        gone = child.ended()
    return shown - child.started, live - child.started, gone - leaving


def programs(folder: Path) -> dict[str, Program]:
    """Everything that is compared."""
    many_lessons(folder / "many", 1000)
    (folder / "long" / "data").mkdir(parents=True)
    long_history(folder / "long" / "data" / "record.db")
    return {
        "empty Textual app": EMPTY,
        "six lessons": ours(folder / "home", LESSONS),
        "1,000 lessons": ours(folder / "home-many", folder / "many"),
        "six lessons, 1,000,000 events": ours(folder / "long", LESSONS),
    }


def measure(compared: Mapping[str, Program], rounds: int) -> dict[str, list[tuple[float, float, float]]]:
    """All programs in turns; the first round, which fills caches, is left out."""
    runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in compared}
    for number in range(rounds + 1):
        for name, program in compared.items():
            times = run(program)
            if number:
                runs[name].append(times)
    return runs


def show(runs: Mapping[str, list[tuple[float, float, float]]]) -> None:
    """Print the table and the figures with their goals."""
    columns: dict[str, tuple[Times, Times, Times]] = {}
    heading("medians, ms", ("shown", "live", "left"))
    for name, times in runs.items():
        shown, live, left = ([one[place] for one in times] for place in range(3))
        columns[name] = shown, live, left
        line(name, [milliseconds(median(column)) for column in (shown, live, left)])
    empty, six, many, long = columns.values()
    heading("\nratios of medians", ())
    verdict("shown / empty app", ratio(six[0], empty[0]), 1.20)
    verdict("live / empty app", ratio(six[1], empty[1]), 1.20)
    verdict("left / empty app", ratio(six[2], empty[2]), 1.00)
    verdict("live, 1,000 lessons / six", ratio(many[1], six[1]), 1.05)
    verdict("live, 1,000,000 events / none", ratio(long[1], six[1]), 1.10)


def main(rounds: int) -> None:
    """Measure and print."""
    circumstances()
    with tempfile.TemporaryDirectory() as name:
        show(measure(programs(Path(name)), rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
