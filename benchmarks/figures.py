"""Numbers as they are told: medians, percentiles, ratios, and the circumstances."""

import os
import shlex
import sys
from collections.abc import Sequence
from statistics import median

Times = Sequence[float]
"""Seconds, one for each run."""


def share(times: Times, part: float) -> float:
    """The time that this part of all runs stayed within: 0.99 for the p99."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def ratio(times: Times, floor: Times) -> float:
    """How many times the median of the floor the median is."""
    return median(times) / median(floor)


def circumstances() -> None:
    """Print what was run, on what."""
    name = sys.modules["__main__"].__spec__
    module = name.name if name else sys.argv[0]
    command = shlex.join(["python", "-m", module, *sys.argv[1:]])
    python, load = sys.version.split()[0], os.getloadavg()[0]
    print(f"{command}   ({os.cpu_count()} cores, Python {python}, load {load:.1f})\n")


def heading(title: str, columns: Sequence[str]) -> None:
    """Print the head of a table."""
    print(f"{title:44}" + "".join(f"{column:>10}" for column in columns))


def line(name: str, cells: Sequence[float | str]) -> None:
    """Print a line of a table."""
    shown = (cell if isinstance(cell, str) else f"{cell:.2f}" for cell in cells)
    print(f"  {name:42}" + "".join(f"{cell:>10}" for cell in shown))


def milliseconds(seconds: float) -> str:
    """A time as it stands in a table."""
    return f"{seconds * 1000:.1f}"


def verdict(words: str, value: float, goal: float | None) -> None:
    """Print a figure, beside its goal when it has one."""
    judged = f"   goal {goal:.2f}   {'reached' if value <= goal else 'MISSED'}" if goal else ""
    print(f"  {words:42}{value:>10.2f}{judged}")
