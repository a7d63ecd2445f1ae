"""The fold from events to progress."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.records.progress import (
    LessonProgress,
    Progress,
    QuestionProgress,
    ScenarioProgress,
    fold,
)
from advocacy_coach.session.events import (
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    SceneChosen,
    Started,
)
from tests.records.made import HAPPENINGS, answered, kept, played, taken

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


START = Started("forcing", 7)
PRACTICE = Started("practice.noon", 8)


def scenario_after(*happenings: tuple[str, Event]) -> ScenarioProgress:
    """The progress in the one scenario after (run, event)s; runs that begin with a p are practice."""
    lessons = {"r": "forcing", "p": "practice.noon"}
    events = [(run, lessons[run[0]], event) for run, event in happenings]
    return fold(NOTHING, kept(events)).scenarios["noon"]


def test_a_first_play() -> None:
    assert scenario_after(*run("r1", START, *played("ab", "good", 0.75))) == ScenarioProgress(
        scenario="noon",
        run="r1",
        step="s1",
        last="2026-11-24T09:00:50.000Z",
        plays=1,
        endings=("good",),
        best=0.75,
        best_ending="good",
        best_path=("a", "b"),
        graph="g1",
        playing="g1",
        open=False,
        made=0,
    )


def test_a_play_that_ended_makes_its_step_done() -> None:
    assert after(*run("r1", START, *played()[:-1])).done == ()
    assert after(*run("r1", START, *played())).done == ("s1",)


def test_a_replay_counts_and_only_a_better_one_becomes_the_best() -> None:
    first = run("r1", START, *played("ab", "stalled", 0.5))
    before = scenario_after(*first)
    for ending, points in (("broken", 0.0), ("good", 0.5)):
        now = scenario_after(*first, *run("r1", *played("cd", ending, points, 1, graph="g2")))
        assert (now.plays, now.endings) == (2, ("stalled", ending))
        assert (now.best, now.best_ending, now.best_path) == (0.5, "stalled", ("a", "b"))
        assert (now.graph, now.playing) == (before.graph, "g2")
    better = scenario_after(*first, *run("r1", *played("cd", "good", 0.75, 1, graph="g2")))
    assert (better.plays, better.endings) == (2, ("stalled", "good"))
    assert (better.best, better.best_ending, better.best_path) == (0.75, "good", ("c", "d"))
    assert better.graph == "g2"


def test_a_play_without_points_is_still_the_best_of_none() -> None:
    now = scenario_after(*run("r1", START, *played("ab", "broken", 0.0)))
    assert (now.best, now.best_ending, now.graph) == (0.0, "broken", "g1")


def test_an_ending_met_again_is_told_once_where_it_was_first_met() -> None:
    plays = [*played(ending="b"), *played(ending="a", play=1), *played(ending="b", play=2)]
    now = scenario_after(*run("r1", START, *plays))
    assert (now.plays, now.endings) == (3, ("b", "a"))


def test_a_play_that_was_begun_is_open_and_counts_its_decisions() -> None:
    begun, *others = played("abc")
    assert scenario_after(*run("r1", START, begun)) == ScenarioProgress(
        "noon", "r1", "s1", "2026-11-24T09:00:20.000Z", playing="g1", open=True
    )
    halfway = scenario_after(*run("r1", START, begun, *others[:2]))
    assert (halfway.open, halfway.made, halfway.plays, halfway.best) == (True, 2, 0, None)
    over = scenario_after(*run("r1", START, begun, *others))
    assert (over.open, over.made, over.plays) == (False, 0, 1)


def test_going_back_to_a_decision_keeps_what_was_reached() -> None:
    again = ScenarioBegun("s1", "noon", 1, "g1", ("a",))
    now = scenario_after(*run("r1", START, *played("ab", "stalled", 0.5), again))
    assert (now.open, now.made, now.plays, now.best) == (True, 1, 1, 0.5)
    on = SceneChosen("s1", "noon", 1, 1, "scene1", "c")
    assert scenario_after(*run("r1", START, *played("ab", "stalled", 0.5), again, on)).made == 2


def test_two_runs_of_one_scenario_are_one_progress_and_two_lessons() -> None:
    inside = run("r1", START, *played("ab", "stalled", 0.5))
    outside = run("p1", PRACTICE, *played("cd", "good", 1.0))
    now = scenario_after(*inside, *outside)
    assert (now.run, now.plays, now.endings, now.best_path) == ("p1", 2, ("stalled", "good"), ("c", "d"))
    events = [
        (name, "forcing" if name == "r1" else "practice.noon", event) for name, event in (*inside, *outside)
    ]
    lessons = fold(NOTHING, kept(events)).lessons
    assert {id: lesson.plays_begun for id, lesson in lessons.items()} == {"forcing": 1, "practice.noon": 1}


def test_an_older_run_that_goes_on_counts_its_end_and_leaves_the_newest_play_open() -> None:
    begun, *others = played("ab", "good", 1.0)
    newest = run("p1", PRACTICE, *played()[:2])
    before = scenario_after(*run("r1", START, begun), *newest)
    now = scenario_after(*run("r1", START, begun), *newest, *run("r1", *others))
    assert (now.plays, now.best, now.best_path) == (1, 1.0, ("a", "b"))
    assert (now.run, now.last, now.open, now.made) == (before.run, before.last, True, 1)


def test_plays_are_counted_from_when_they_are_begun_in_every_run_of_a_lesson() -> None:
    first = run("r1", START, *played(), *played(play=1)[:1])
    assert after(*first).plays_begun == 2
    assert after(*first, *run("r2", Started("forcing", 8), *played()[:2])).plays_begun == 3


def test_plays_in_a_lesson_whose_start_is_gone_belong_to_no_progress() -> None:
    assert fold(NOTHING, kept([("r1", "forcing", event) for event in played()])) == NOTHING


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
            assert new.plays_begun >= old.plays_begun
        for id, known in before.scenarios.items():
            now = progress.scenarios[id]
            assert known.best is None or (now.best is not None and now.best >= known.best)
            assert now.plays >= known.plays
            assert now.endings[: len(known.endings)] == known.endings
            assert (now.best is None) == (now.plays == 0)


def test_a_progress_is_as_large_as_the_course_and_not_as_the_history() -> None:
    def size(runs: int) -> int:
        events = [
            (f"r{number:04}", "forcing", event)
            for number in range(runs)
            for event in (*taken(), *played(graph="0123"))
        ]
        return len(msgspec.msgpack.encode(fold(NOTHING, kept(events))))

    assert size(500) < size(1) + 20
