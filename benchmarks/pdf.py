"""A summary as a PDF, beside typst compiling the same source alone.

Run it as ``python -m benchmarks.pdf [ROUNDS]``. Both take turns, the order changing from round to round.
typst remembers what it compiled, so in every round each gets a summary that it has not seen before. The clock
runs from the summary as a value to the bytes.
"""

import sys
import time
from collections.abc import Callable

import typst
from msgspec.structs import replace

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers import htmlfile
from advocacy_coach.reports.writers.pdf import TEMPLATE, source, write
from benchmarks.figures import Times, circumstances, heading, line, milliseconds, ratio, share, verdict
from tests.reports.made import full

ROUNDS = 50
GOAL = 1.30


def main(rounds: int) -> None:
    """Print the table and the figure."""
    circumstances()
    write(full())
    ours: list[float] = []
    alone: list[float] = []
    pages: list[float] = []
    for number in range(rounds):
        first, second = (replace(full(), who=f"Name {number} {which}") for which in "ab")
        turns = [(ours, _ours(first)), (alone, _alone(second))]
        for times, work in turns if number % 2 else reversed(turns):
            times.append(_timed(work))
        pages.append(_timed(lambda made=first: htmlfile.write(made)))  # type: ignore[misc]
    heading("a summary with everything in it, ms", ("p50", "p99"))
    for name, times in (("PDF", ours), ("typst alone", alone), ("HTML", pages)):
        _row(name, times)
    print()
    verdict("PDF / typst alone", ratio(ours, alone), GOAL)


def _ours(summary: Summary) -> Callable[[], object]:
    return lambda: write(summary)


def _alone(summary: Summary) -> Callable[[], object]:
    told, when, template = {"told": source(summary)}, summary.made, TEMPLATE.encode()
    return lambda: typst.compile(
        template, format="pdf", sys_inputs=told, ignore_system_fonts=True, timestamp=when
    )


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _row(name: str, times: Times) -> None:
    line(name, [milliseconds(share(times, 0.5)), milliseconds(share(times, 0.99))])


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else ROUNDS)
