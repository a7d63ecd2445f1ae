"""What the tests of the record are made of: a clock that ticks, a course, runs and events."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st
from msgspec import Struct

from advocacy_coach.records.events import Recorded, identity, stamp
from advocacy_coach.records.store import Store
from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from advocacy_coach.session.names import REVIEW

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Edition(Struct, frozen=True):
    """A course as a record knows it."""

    id: str = "course"
    version: str = "1.0.0"


COURSE = Edition()


class Clock:
    """A clock that goes on by ``step`` seconds each time it is asked."""

    def __init__(self, step: float = 10.0) -> None:
        self.now = START
        self.step = step

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=self.step)
        return self.now


def answered(
    step: str, points: float = 1.0, round: int = 0, hints: int = 0, word: str = "picked"
) -> Answered:
    """An answer to a question."""
    return Answered(step, {"a": word}, points, round, hints)


def taken(lesson: str = "forcing", points: float = 1.0) -> list[Event]:
    """A whole run of a small lesson."""
    return [
        Started(lesson, 7),
        PageRead("page"),
        answered("q1", points),
        Reflected("mine", "my own words"),
        LessonFinished(lesson, points, 1),
    ]


def played(
    path: str = "ab", ending: str = "good", points: float = 1.0, play: int = 0, *, graph: str = "g1"
) -> list[Event]:
    """A whole play of a scenario at the step ``s1``: a letter a choice."""
    scenes = [SceneChosen("s1", "noon", play, n, f"scene{n}", choice) for n, choice in enumerate(path)]
    end = ScenarioEnded("s1", "noon", play, ending, "mixed", points, tuple(path))
    return [ScenarioBegun("s1", "noon", play, graph), *scenes, end]


def opened(path: Path, step: float = 10.0) -> Store:
    """A store on ``path`` with a clock of its own."""
    return Store.open(path, Clock(step))


def kept(events: Sequence[tuple[str, str, Event]], gap: float = 10.0) -> list[Recorded]:
    """(run, lesson, event) as a record would give them back, ``gap`` seconds apart, the same event once."""
    seen: dict[str, Recorded] = {}
    for run, lesson, event in events:
        id, seq = str(identity(run, event)), len(seen) + 1
        time = stamp(START + timedelta(seconds=gap * seq))
        seen.setdefault(id, Recorded(id, seq, time, run, COURSE.id, COURSE.version, lesson, event))
    return list(seen.values())


STEPS = st.sampled_from(["s1", "s2", "s3"])
SCENARIOS = st.sampled_from(["noon", "moon"])
WORDS = st.sampled_from(["a", "b"])
PATHS = st.lists(WORDS, max_size=2).map(tuple)
POINTS = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 1.0])
SMALL = st.integers(0, 3)


def of_lesson(lesson: str) -> st.SearchStrategy[Event]:
    """Any event that can happen in a run of this lesson."""
    return st.one_of(
        st.builds(Started, st.just(lesson), SMALL),
        st.builds(PageRead, STEPS),
        st.builds(
            Answered,
            STEPS,
            st.dictionaries(STEPS, st.sampled_from(["picked", "best"]), max_size=2),
            POINTS,
            SMALL,
            SMALL,
            st.booleans(),
        ),
        st.builds(Reflected, STEPS, st.sampled_from(["", "words", "more words"]), SMALL),
        st.builds(RoundOpened, SMALL, st.just(("s1",))),
        st.builds(LessonFinished, st.just(lesson), POINTS, SMALL),
        st.builds(ScenarioBegun, STEPS, SCENARIOS, SMALL, WORDS, PATHS),
        st.builds(
            SceneChosen, STEPS, SCENARIOS, SMALL, SMALL, WORDS, WORDS, st.sampled_from(["", "tempting"])
        ),
        st.builds(
            ScenarioEnded,
            STEPS,
            SCENARIOS,
            SMALL,
            WORDS,
            st.sampled_from(["good", "mixed", "bad"]),
            POINTS,
            PATHS,
        ),
        st.builds(SheetMarked, WORDS, st.sampled_from(["", "yes", "no"]), SMALL),
        st.builds(SheetClosed, st.dictionaries(WORDS, WORDS, max_size=1), SMALL),
    )


AGAIN = st.builds(
    Answered,
    st.sampled_from(["one/s1", "one/s2", "two/s1", "scene.noon/a", "scene.moon/b", "gone/s1"]),
    st.just({"a": "picked"}),
    POINTS,
    SMALL,
    SMALL,
)
"""An answer in a review."""


def _of_run(run: str) -> st.SearchStrategy[tuple[str, str, Event]]:
    lesson = LESSONS[run]
    event = st.one_of(of_lesson(lesson), AGAIN) if lesson == REVIEW else of_lesson(lesson)
    return st.tuples(st.just(run), st.just(lesson), event)


LESSONS = {
    **{"r1": "one", "r2": "one", "r3": "one", "t1": "two"},
    **{"p1": "tool.plan-check", "p2": "tool.plan-check", "v1": REVIEW, "v2": REVIEW},
}
HAPPENINGS = st.lists(st.sampled_from(list(LESSONS)).flatmap(_of_run), max_size=60)
"""(run, lesson, event) of four runs of two lessons, two sheets and two reviews, in any order."""
