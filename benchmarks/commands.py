"""Commands that end by themselves, against the interpreter that starts and does nothing.

Run it as ``python -m benchmarks.commands [ROUNDS]``. The commands take turns within each round.
"""

import os
import subprocess
import sys
import time
from statistics import median

from benchmarks.figures import circumstances, heading, line, milliseconds, ratio, share, verdict
from benchmarks.made import LESSONS

ROUNDS = 100

COMMANDS = {
    "python -c pass": ("-c", "pass"),
    "--version": ("-m", "advocacy_coach", "--version"),
    "check lessons/en": ("-m", "advocacy_coach", "check", str(LESSONS)),
}


def run(arguments: tuple[str, ...]) -> float:
    """The seconds of one command. Gives up when it fails."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=kept, check=True, capture_output=True)
    return time.perf_counter() - before


def main(rounds: int) -> None:
    """Measure and print."""
    circumstances()
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, arguments in COMMANDS.items():
            seconds = run(arguments)
            if number:  # the first round fills the caches
                times[name].append(seconds)
    floor = times["python -c pass"]
    heading("ms", ("p50", "p99", "ratio"))
    for name, values in times.items():
        shown = (milliseconds(median(values)), milliseconds(share(values, 0.99)), ratio(values, floor))
        line(name, shown)
    print()
    verdict("--version / python -c pass", ratio(times["--version"], floor), 4.00)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
