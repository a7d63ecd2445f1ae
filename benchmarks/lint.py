"""The linter of scenarios: every proof about a story, against a plain walk over as many of its states.

Run it as ``python -m benchmarks.lint [ROUNDS]``. Linter and walk take turns within each round, the order
changing from round to round. Stories are made ready before the clock runs: reading YAML is not measured here,
but in the last figure, ``check`` of the course that came along, as a command.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from advocacy_coach.course.model import (
    Course,
    Debrief,
    Ending,
    Grade,
    Line,
    Meter,
    Plan,
    Scenario,
    Scene,
    SceneChoice,
    Topic,
)
from advocacy_coach.course.scenarios import proofs
from advocacy_coach.course.scenarios.story import OVER, Story, advance, begin, ready
from advocacy_coach.course.scenarios.walk import MOST_STATES
from advocacy_coach.course.source import Source
from benchmarks.figures import Times, circumstances, heading, line, milliseconds, ratio, share, verdict
from benchmarks.made import LESSONS

ROUNDS = 15
GOAL = 2.00

METERS = ("trust", "authenticity", "reach", "voluntary")

GRADES: tuple[Grade, ...] = ("best", "tempting", "weak", "fair")

COURSE = Course(
    format=1,
    id="measured",
    version="1.0.0",
    language="en",
    title="Measured",
    summary="For the benchmark.",
    topics=(Topic("people", "People"),),
    path=("none",),
    meters={id: Meter(id) for id in METERS},
    endings=(
        Ending("broken", "Broken", "Text.", "trust < 25", "bad"),
        Ending("hollow", "Hollow", "Text.", "authenticity < 40 or voluntary < 40", "bad"),
        Ending("good", "Good", "Text.", "trust >= 60 and authenticity >= 50", "good"),
        Ending("stalled", "Stalled", "Text.", "", "mixed"),
    ),
)


def effects(scene: int, choice: int, moved: int, step: int) -> dict[str, str]:
    """What a choice does to the first ``moved`` meters: from four steps down to four up, all over."""
    return {
        meter: f"{((scene * 7 + choice * 5 + place * 3) % 9 - 4) * step:+d}"
        for place, meter in enumerate(METERS[:moved])
    }


def chain(scenes: int, choices: int, *, moved: int, step: int, back: bool = False) -> Story:
    """Scenes one after the other; each fifth has a condition, one choice of each puts something off.

    ``moved`` is how many meters the choices move, ``step`` by multiples of what: a larger one brings more
    plays to the same levels. With ``back`` every tenth scene has a choice that leads back by ten, so that
    plays can go in circles.
    """

    def choice(scene: int, number: int) -> SceneChoice:
        last = scene == scenes - 1
        following = max(0, scene - 10) if back and scene % 10 == 9 and number == 2 else scene + 1
        return SceneChoice(
            id=f"choice-{number}",
            text=f"Choice {number}",
            verdict=GRADES[number],
            feedback="What happens.",
            goto="end" if last else f"scene-{following}",
            effects=effects(scene, number, moved, step),
            later={"trust": f"-{step}"} if number == 1 else {},
        )

    def scene(number: int) -> Scene:
        tested = 0 < number < scenes - 1 and number % 5 == 0
        return Scene(
            id=f"scene-{number}",
            lines=(Line("Something happens."),),
            choices=tuple(choice(number, each) for each in range(choices)),
            expert="What an expert does.",
            when="trust >= 30 or reach < 60" if tested else "",
            otherwise=f"scene-{number + 1}" if tested else "",
        )

    return ready(
        Scenario(
            format=1,
            id="chain",
            topic="people",
            title="Chain",
            minutes=4,
            you="You measure.",
            scenes=tuple(map(scene, range(scenes))),
            debrief=Debrief("About nothing."),
            plans=(Plan(("choice-0",) * scenes, "good"),),
        ),
        COURSE,
    )


def plain(story: Story, most: int) -> int:
    """The floor: how many states there are, by a set, a list and the rule of what a choice does."""
    first = begin(story)
    seen, waiting = {first}, [first]
    for state in waiting:  # grows while it is read
        if state.scene == OVER:
            continue
        for move in story.stops[state.scene].moves:
            after = advance(story.stops, state, move)
            if after not in seen:
                if len(seen) >= most:
                    return len(seen)
                seen.add(after)
                waiting.append(after)
    return len(seen)


def lint(story: Story) -> int:
    """What is measured: every proof about a story; how many problems there are."""
    return sum(1 for _problem in proofs.story(Source("chain.yaml"), story))


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def compare(story: Story, rounds: int) -> tuple[Times, Times]:
    """The times of the linter and of the plain walk, in turns."""
    linter: list[float] = []
    floor: list[float] = []
    for number in range(rounds + 1):
        turns = [
            (linter, lambda: lint(story)),
            (floor, lambda: plain(story, MOST_STATES)),
        ]
        for times, work in turns if number % 2 else reversed(turns):
            taken = seconds(work)
            if number:  # the first round warms up
                times.append(taken)
    return linter, floor


def check(rounds: int) -> Times:
    """The times of ``check`` of the whole course, as a command."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "advocacy_coach", "check", str(LESSONS)]

    def run() -> None:
        subprocess.run(command, env=kept, check=True, capture_output=True)

    return [seconds(run) for _ in range(rounds + 1)][1:]


def main(rounds: int) -> None:
    """Measure and print."""
    circumstances()
    stories = {
        "500 scenes": chain(500, 3, moved=2, step=10),
        "500 scenes, plays can go in circles": chain(500, 3, moved=2, step=10, back=True),
        "12 decisions of 4 choices": chain(12, 4, moved=4, step=3),
        "12 decisions of 4 choices, past the bound": chain(12, 4, moved=4, step=5),
    }
    heading("ms", ("states", "linter", "worst", "walk", "ratio"))
    results = {}
    for name, story in stories.items():
        linter, floor = compare(story, rounds)
        results[name] = ratio(linter, floor)
        cells = [milliseconds(value) for value in (median(linter), max(linter), median(floor))]
        line(name, (f"{plain(story, MOST_STATES):,}", *cells, results[name]))
    print()
    for name, value in results.items():
        verdict(name, value, GOAL)
    print()
    whole = check(rounds)
    heading("ms", ("p50", "worst"))
    line("check lessons/en", (milliseconds(median(whole)), milliseconds(share(whole, 1))))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
