"""The fold from events to progress."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.records.progress import LessonProgress, Progress, QuestionProgress, fold
from advocacy_coach.session.events import (
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    Started,
)
from tests.records.made import HAPPENINGS, answered, kept, taken

NOTHING = Progress("course")


def after(*happenings: tuple[str, Event], gap: float = 10.0) -> LessonProgress:
    """The progress in the one lesson after (run, event)s."""
    events = [(run, "forcing", event) for run, event in happenings]
    return fold(NOTHING, kept(events, gap)).lessons["forcing"]


def run(name: str, *events: Event) -> list[tuple[str, Event]]:
    """Events of one run."""
    return [(name, event) for event in events]


def test_a_whole_run() -> None:
    lesson = after(*run("r1", *taken(points=0.5)))
    assert lesson == LessonProgress(
        lesson="forcing",
        run="r1",
        version="1.0.0",
        began="2026-11-24T09:00:10.000Z",
        last="2026-11-24T09:00:50.000Z",
        finished="2026-11-24T09:00:50.000Z",
        open=False,
        done=("page", "q1", "mine"),
        seconds=40.0,
        runs=1,
        finished_runs=1,
        best=0.5,
        best_of=1,
        questions={
            "q1": QuestionProgress(
                "q1",
                first=0.5,
                first_response={"a": "picked"},
                last=0.5,
                best=0.5,
                tries=1,
                hints=0,
                scored=True,
                run="r1",
            )
        },
        reflections={"mine": "my own words"},
    )


def test_a_new_run_starts_over_and_keeps_what_was_reached() -> None:
    lesson = after(*run("r1", *taken()), *run("r2", Started("forcing", 8), PageRead("other")))
    assert (lesson.run, lesson.open, lesson.done) == ("r2", True, ("other",))
    assert (lesson.runs, lesson.finished_runs, lesson.best) == (2, 1, 1.0)
    assert (lesson.began, lesson.finished) == ("2026-11-24T09:00:10.000Z", "2026-11-24T09:00:50.000Z")
    assert lesson.last == "2026-11-24T09:01:10.000Z"
    assert lesson.questions["q1"].first == 1.0


def test_a_later_round_moves_the_last_answer_and_not_the_first() -> None:
    question = after(
        *run("r1", Started("forcing", 7), answered("q1", 0.0, hints=1, word="worst")),
        *run("r1", RoundOpened(1, ("q1",)), answered("q1", 1.0, round=1, hints=2)),
        *run("r1", answered("q1", 0.5, round=2)),
    ).questions["q1"]
    assert (question.first, question.first_response) == (0.0, {"a": "worst"})
    assert (question.last, question.best, question.tries, question.hints) == (0.5, 1.0, 3, 3)


def test_the_first_answer_is_of_the_newest_run_that_answered() -> None:
    first = run("r1", Started("forcing", 7), answered("q1", 1.0))
    second = run("r2", Started("forcing", 8))
    assert after(*first, *second).questions["q1"].run == "r1"
    question = after(*first, *second, *run("r2", answered("q1", 0.25, word="best"))).questions["q1"]
    assert (question.first, question.first_response, question.run) == (0.25, {"a": "best"}, "r2")
    assert (question.best, question.tries) == (1.0, 2)


def test_an_older_run_in_another_window_counts_but_moves_neither_place_nor_time() -> None:
    begun = [*run("r1", Started("forcing", 7)), *run("r2", Started("forcing", 8), answered("q1", 1.0))]
    before, lesson = after(*begun), after(*begun, *run("r1", *taken(points=0.0)[1:]))
    assert (lesson.run, lesson.open, lesson.done) == ("r2", True, ("q1",))
    assert (lesson.last, lesson.seconds) == (before.last, before.seconds)
    question = lesson.questions["q1"]
    assert (question.first, question.run) == (1.0, "r2")
    assert (question.last, question.tries, lesson.finished_runs) == (0.0, 2, 1)


def test_a_pause_counts_as_five_minutes_at_most_and_a_clock_set_back_as_nothing() -> None:
    assert after(*run("r1", Started("forcing", 7), PageRead("a"), PageRead("b")), gap=299.5).seconds == 599
    assert after(*run("r1", Started("forcing", 7), PageRead("a"), PageRead("b")), gap=3600).seconds == 600
    assert after(*run("r1", Started("forcing", 7), PageRead("a")), gap=-60).seconds == 0


def test_the_time_between_two_runs_is_not_study() -> None:
    assert after(*run("r1", Started("forcing", 7)), *run("r2", Started("forcing", 8)), gap=200).seconds == 0


def test_a_cleared_reflection_is_gone_and_its_step_stays_done() -> None:
    lesson = after(
        *run("r1", Started("forcing", 7), Reflected("mine", "words"), Reflected("mine", " ", revision=1))
    )
    assert lesson.reflections == {}
    assert lesson.done == ("mine",)


def test_the_best_run_is_by_ratio_and_a_lesson_without_questions_gives_way() -> None:
    def best(*finishes: tuple[float, int]) -> tuple[float | None, int]:
        events = [
            (f"r{number}", event)
            for number, (points, of) in enumerate(finishes)
            for event in (Started("forcing", 7), LessonFinished("forcing", points, of))
        ]
        lesson = after(*events)
        return lesson.best, lesson.best_of

    assert best((4.0, 8), (3.0, 4)) == (3.0, 4)
    assert best((3.0, 4), (4.0, 8)) == (3.0, 4)
    assert best((0.0, 0), (0.0, 5)) == (0.0, 5)
    assert best((0.0, 5), (0.0, 0)) == (0.0, 5)


def test_events_without_a_start_belong_to_no_progress() -> None:
    assert fold(NOTHING, kept([("r1", "forcing", PageRead("a")), ("r1", "", answered("q1"))])) == NOTHING


@given(HAPPENINGS, st.data())
def test_a_remembered_progress_and_its_tail_are_the_whole(
    happenings: list[tuple[str, str, Event]], data: st.DataObject
) -> None:
    recorded = kept(happenings, gap=data.draw(st.sampled_from([0.1, 7.3, 400])))
    at = data.draw(st.integers(0, len(recorded)))
    remembered = msgspec.msgpack.encode(fold(NOTHING, recorded[:at]))
    again = fold(msgspec.msgpack.decode(remembered, type=Progress), recorded[at:])
    assert again == fold(NOTHING, recorded)


@given(HAPPENINGS)
def test_what_was_reached_never_falls(happenings: list[tuple[str, str, Event]]) -> None:
    progress = NOTHING
    for one in kept(happenings):
        before, progress = progress, fold(progress, [one])
        for id, old in before.lessons.items():
            new = progress.lessons[id]
            if old.best is not None and old.best_of:
                assert new.best is not None
                assert new.best / new.best_of >= old.best / old.best_of
            assert new.finished == old.finished or not old.finished
            assert new.runs >= old.runs
            assert new.seconds >= old.seconds
            for step, question in old.questions.items():
                assert new.questions[step].best >= question.best
                assert new.questions[step].tries >= question.tries


def test_a_progress_is_as_large_as_the_course_and_not_as_the_history() -> None:
    def size(runs: int) -> int:
        events = [(f"r{number:04}", "forcing", event) for number in range(runs) for event in taken()]
        return len(msgspec.msgpack.encode(fold(NOTHING, kept(events))))

    assert size(500) < size(1) + 20
