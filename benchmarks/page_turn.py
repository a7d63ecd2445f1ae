"""Turning a page, from the key to the settled screen, against a Textual page of one plain Static.

Both programs stay open beside each other and take turns key by key, over pages that both have shown before.
``first sight`` is the turn to a page that was not shown before; ``read on`` is a key that scrolls a page
longer than the screen.

Run it as ``python -m benchmarks.page_turn [TURNS]``.
"""

import sys
import tempfile
from pathlib import Path

from msgspec import Struct, field

from benchmarks.figures import circumstances, heading, line, milliseconds, share, verdict
from benchmarks.made import long_pages
from benchmarks.terminal import Child

TURNS = 200
PAGES = 12
WARM = 2 * PAGES  # there and back again: both programs have shown every page
MOST = 20  # keys that one page may take
QUIT = "\x11"


class Case(Struct, frozen=True):
    """Pages of so many lines in a window of one size. Only for long pages is there a goal."""

    lines: int
    columns: int
    rows: int
    goal: bool = True


CASES = (Case(60, 80, 24), Case(60, 120, 40), Case(12, 80, 24, goal=False))


class Times(Struct):
    """Seconds, one for each key."""

    plain: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)
    sight: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)


class Reader(Struct):
    """The program with a lesson open, and where in it the reader is."""

    child: Child
    times: Times
    page: int = 1
    step: int = 1

    def turn(self) -> float:
        """To the next page, or back from the last to the first; the seconds of the key that turned."""
        if not 1 <= self.page + self.step <= PAGES:
            self.step = -self.step
        self.page += self.step
        if self.step < 0:
            return self._press("b")[0]
        for _ in range(MOST):
            seconds, turned = self._press("\r")
            if turned:
                return seconds
            self.times.reading.append(seconds)
        raise SystemExit(f"The page did not turn. The screen:\n{self.child.screen()}")

    def _press(self, key: str) -> tuple[float, bool]:
        before = self.child.written
        pressed = self.child.press(key)
        seconds = self.child.settled() - pressed
        return seconds, self.child.wrote(f"step {self.page} of", before)


def measure(case: Case, turns: int) -> Times:
    """Both programs, key by key in turns."""
    times = Times()
    with tempfile.TemporaryDirectory() as name:
        course = Path(name) / "course"
        long_pages(course, PAGES, case.lines)
        ours = (sys.executable, "-m", "advocacy_coach", "--course", str(course))
        plain = (sys.executable, "-m", "benchmarks.static_page", str(PAGES), str(case.lines))
        with (
            Child(ours, case.columns, case.rows, {"ADVOCACY_COACH_HOME": name}) as child,
            Child(plain, case.columns, case.rows) as other,
        ):
            child.settled()
            other.settled()
            child.press("\r")
            child.settled()
            reader = Reader(child, times)
            for number in range(turns + WARM):
                _turn(reader, other, number)
            for one in (child, other):
                one.press(QUIT)
                one.ended()
    return times


def _turn(reader: Reader, other: Child, number: int) -> None:
    """One turn in each program; those of the first rounds warm up and count for themselves, or not at all."""
    seconds = reader.turn()
    pressed = other.press("n")
    floor = other.settled() - pressed
    if number < PAGES - 1:
        reader.times.sight.append(seconds)
    elif number >= WARM:
        reader.times.turn.append(seconds)
        reader.times.plain.append(floor)


def main(turns: int) -> None:
    """Measure and print."""
    circumstances()
    for case in CASES:
        times = measure(case, turns)
        heading(f"{case.lines}-line pages, {case.columns}x{case.rows}, ms", ("p50", "p99", "worst"))
        for name, values in (
            ("plain Static", times.plain),
            ("page turn", times.turn),
            ("first sight", times.sight),
            ("read on", times.reading),
        ):
            if values:
                line(name, [milliseconds(share(values, part)) for part in (0.5, 0.99, 1)])
        for part, goal in ((0.5, 0.6), (0.99, 1.7)):
            words = f"page turn p{part * 100:.0f} / plain p50"
            verdict(words, share(times.turn, part) / share(times.plain, 0.5), goal if case.goal else None)
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
