"""A group's view: what it costs to read many summaries, beside decoding the same files and nothing else.

Run it as ``python -m benchmarks.cohort [ROUNDS] [FOLDER]``. The summaries are made in a temporary folder, in
FOLDER if it is named, and need 2.5 GB. Both programs take turns, each time in a process of its own.
"""

import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import msgspec
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.records.progress import (
    LessonProgress,
    Progress,
    QuestionProgress,
    ScenarioProgress,
    SheetProgress,
)
from advocacy_coach.reports.cohort import cohort
from advocacy_coach.reports.cohort_files import Files, gather
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.export import gather as summarise
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers.cohorts import COHORT_WRITERS
from advocacy_coach.reports.writers.jsonfile import write
from benchmarks.figures import circumstances, heading, line, ratio, verdict
from benchmarks.made import LESSONS

ROUNDS = 5
SMALL, LARGE = 1_000, 100_000
DUPLICATES = 50
"""Every so many summaries there is an older one of the same learner."""

MADE = datetime(2026, 11, 24, 9, tzinfo=UTC)


def person(library: Library, number: int) -> Progress:
    """Somebody who has finished the course, missed questions, played every scenario and took both checks."""
    time = "2026-11-01T08:00:00.000Z"
    lessons = {}
    for at, entry in enumerate(library.entries):
        lesson = library.lesson(entry.id)
        questions = [question for question in lesson.questions() if question.scored]
        points = [float((number + at + place) % 3 != 0) for place in range(len(questions))]
        lessons[lesson.id] = LessonProgress(
            lesson.id,
            f"run-{number}",
            library.course.version,
            time,
            time,
            finished=time,
            open=False,
            runs=1,
            best=sum(points),
            best_of=len(points),
            questions={
                question.id: QuestionProgress(question.id, got, {"a": "picked"}, got, got, 1, 0, scored=True)
                for question, got in zip(questions, points, strict=True)
            },
        )
    scenarios = {}
    for id in [entry.id for entry in library.scenarios]:
        endings = library.scenario(id).endings
        ending = endings[number % len(endings)].id
        scenarios[id] = ScenarioProgress(id, f"run-{number}", "step", time, 1, (ending,), 0.5, ending)
    sheets = {
        tool: SheetProgress(
            tool,
            tool,
            time,
            time,
            closed=time,
            results={"form": form, "points": str(points), "of": "20", "key": "judgement", "key_version": "1"},
        )
        for tool, form, points in (
            ("opening-check", "a", 6 + number % 5),
            ("closing-check", "b", 11 + number % 7),
        )
    }
    return Progress(library.course.id, lessons, scenarios, sheets)


def fill(folder: Path, count: int) -> None:
    """Write so many summaries as the program writes them."""
    folder.mkdir()
    library = Library.open(LESSONS, None)
    include = Include(questions=True, times=True)
    kinds = [summarise(library, person(library, number), include, MADE) for number in range(40)]
    for number in range(count):
        older = number % DUPLICATES == DUPLICATES - 1
        one = replace(
            kinds[number % len(kinds)],
            learner=f"learner-{number - older:012}",
            made=MADE - timedelta(days=1) if older else MADE,
        )
        (folder / f"{number:06}.json").write_bytes(write(one))


def decoded(folder: Path) -> int:
    """The floor: every file read and decoded into the value that it was written from, and let go."""
    decoder, count = msgspec.json.Decoder(Summary), 0
    for path in sorted(folder.iterdir()):
        decoder.decode(path.read_bytes())
        count += 1
    return count


def viewed(folder: Path) -> int:
    """Every file counted, and the view written."""
    gathered = gather(Files([folder]))
    COHORT_WRITERS["html"].write(cohort(gathered.tally, gathered.course, MADE))
    return gathered.tally.people + gathered.replaced + gathered.skipped


def child(what: str, folder: Path) -> None:
    """Do one thing, and print its seconds and the greatest memory of this process in MB."""
    before = time.perf_counter()
    count = {"decoded": decoded, "viewed": viewed}[what](folder)
    seconds = time.perf_counter() - before
    print(seconds, peak(), count)


def peak() -> float:
    """The most memory this process has used, in MB; that of rusage includes the process it came from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def run(what: str, folder: Path) -> tuple[float, float]:
    """One thing in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.cohort", f"--{what}", str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    ).stdout.split()
    if int(done[2]) != len(list(folder.iterdir())):
        raise SystemExit("not every file was counted")
    return float(done[0]), float(done[1])


def main(rounds: int, base: Path) -> None:
    """Measure and print."""
    circumstances()
    folders = {count: base / str(count) for count in (SMALL, LARGE)}
    for count, folder in folders.items():
        fill(folder, count)
    size = sum(path.stat().st_size for path in folders[SMALL].iterdir()) / SMALL / 1000
    memory = {}
    for count, folder in folders.items():
        runs: dict[str, list[tuple[float, float]]] = {"decoded": [], "viewed": []}
        for _ in range(rounds):
            for what, done in runs.items():
                done.append(run(what, folder))
        seconds = {what: [one[0] for one in done] for what, done in runs.items()}
        heading(f"{count:,} summaries of {size:.1f} kB, medians of {rounds}", ("s", "a second", "peak MB"))
        for what, name in (("decoded", "msgspec decoding alone"), ("viewed", "cohort, HTML written")):
            memory[count, what] = median(one[1] for one in runs[what])
            middle = median(seconds[what])
            line(name, (middle, f"{count / middle:,.0f}", f"{memory[count, what]:.1f}"))
        verdict("time / decoding alone", ratio(seconds["viewed"], seconds["decoded"]), 2.0)
        print()
    verdict("peak memory, 100,000 / 1,000", memory[LARGE, "viewed"] / memory[SMALL, "viewed"], 1.5)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--decoded" | "--viewed" as what, folder]:
            child(what.removeprefix("--"), Path(folder))
        case [*given]:
            with tempfile.TemporaryDirectory(dir=given[1] if len(given) > 1 else None) as name:
                main(int(given[0]) if given else ROUNDS, Path(name))
