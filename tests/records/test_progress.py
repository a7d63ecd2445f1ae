"""The fold from events to progress."""

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.records.events import stamp
from advocacy_coach.records.progress import (
    LessonProgress,
    Progress,
    QuestionProgress,
    ScenarioProgress,
    SheetProgress,
    fold,
)
from advocacy_coach.session import sheets
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
from advocacy_coach.session.review import Look, due_on
from tests.records.made import HAPPENINGS, answered, kept, played, taken
from tests.records.made import START as NOW

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


PLAN = "tool.plan-check"


def sheets_after(*happenings: tuple[str, Event]) -> dict[str, SheetProgress]:
    """The sheets after (run, event)s of the plan check."""
    return dict(fold(NOTHING, kept([(name, PLAN, event) for name, event in happenings])).sheets)


def test_a_sheet_that_is_being_filled_in() -> None:
    marks = [SheetMarked("a", "yes", 0), SheetMarked("b", "no", 1), SheetMarked("a", "", 2)]
    assert sheets_after(*run("s1", Started(PLAN, 7), *marks)) == {
        "s1": SheetProgress(
            run="s1",
            tool="plan-check",
            began="2026-11-24T09:00:10.000Z",
            last="2026-11-24T09:00:40.000Z",
            seed=7,
            marks={"b": "no"},
            count=3,
        )
    }


def test_a_closed_sheet_keeps_its_day_and_result_and_does_not_change() -> None:
    closed = run("s1", Started(PLAN, 7), SheetMarked("a", "yes", 0), SheetClosed({"colour": "red"}, 1))
    sheet = sheets_after(*closed)["s1"]
    assert (sheet.closed, sheet.last) == ("2026-11-24T09:00:30.000Z", "2026-11-24T09:00:30.000Z")
    assert (sheet.marks, sheet.results) == ({"a": "yes"}, {"colour": "red"})
    late = run("s1", SheetMarked("a", "", 2), SheetClosed({"colour": "green"}, 3))
    assert sheets_after(*closed, *late)["s1"] == sheet


def test_two_sheets_are_apart_and_in_the_order_they_were_begun() -> None:
    first, second = run("s9", Started(PLAN, 7)), run("s1", Started(PLAN, 8), SheetMarked("a", "yes", 0))
    later = run("s9", SheetMarked("b", "yes", 0), SheetClosed({}, 1))
    events = [(name, PLAN, event) for name, event in (*first, *second, *later)]
    events.append(("m1", "tool.mood-check", Started("tool.mood-check", 9)))
    progress = fold(NOTHING, kept(events))
    assert [sheet.run for sheet in progress.sheets_of("plan-check")] == ["s9", "s1"]
    assert [dict(sheet.marks) for sheet in progress.sheets_of("plan-check")] == [{"b": "yes"}, {"a": "yes"}]
    assert [sheet.seed for sheet in progress.sheets_of("mood-check")] == [9]
    assert progress.sheets_of("team-check") == []
    assert (progress.lessons, progress.looks) == ({}, {})


def test_a_sheet_whose_start_is_gone_belongs_to_no_progress() -> None:
    assert sheets_after(*run("s1", SheetMarked("a", "yes", 0), SheetClosed({}, 1))) == {}


@given(HAPPENINGS)
def test_a_sheet_in_progress_is_the_sheet_as_it_is_resumed(happenings: list[tuple[str, str, Event]]) -> None:
    recorded = kept(happenings)
    for name, known in fold(NOTHING, recorded).sheets.items():
        events = [one.event for one in recorded if one.run == name]
        begun = next(place for place, event in enumerate(events) if isinstance(event, Started))
        sheet = sheets.resume(known.tool, events[begun:])
        assert (known.seed, known.marks, known.count) == (sheet.seed, sheet.marks, sheet.count)
        assert (bool(known.closed), known.results) == (sheet.closed, sheet.results)


DAY = NOW.toordinal()


def looks_after(*happenings: tuple[str, str, Event, int]) -> Progress:
    """The progress after (run, lesson, event, day)s; days count from the first."""
    recorded = kept([(name, lesson, event) for name, lesson, event, _day in happenings])
    times = [stamp(NOW + timedelta(days=day)) for *_others, day in happenings]
    return fold(NOTHING, [replace(one, time=time) for one, time in zip(recorded, times, strict=True)])


def lesson_on(day: int, *events: Event) -> list[tuple[str, str, Event, int]]:
    """Events of a run of a lesson on one day."""
    return [("r1", "forcing", event, day) for event in events]


def review_on(day: int, key: str, points: float) -> tuple[str, str, Event, int]:
    """An answer in the review of that day."""
    return (f"v{day}", "review.", Answered(key, {"a": "picked"}, points), day)


def test_a_miss_is_looked_at_again_and_a_right_answer_is_not() -> None:
    progress = looks_after(*lesson_on(0, START, answered("q1", 0.0), answered("q2", 1.0)))
    assert progress.looks == {"forcing/q1": (Look(DAY, 0.0),)}
    assert due_on(progress.looks["forcing/q1"], 70) == DAY + 1


def test_an_answer_that_was_partly_right_is_kept_for_any_pass_mark() -> None:
    looks = looks_after(*lesson_on(0, START, answered("q1", 0.5))).looks["forcing/q1"]
    assert (due_on(looks, 70), due_on(looks, 50)) == (DAY + 1, None)


def test_warm_ups_and_lessons_that_never_began_are_not_looked_at_again() -> None:
    warm_up = Answered("warm-up", {"a": "picked"}, 0.0, scored=False)
    assert looks_after(*lesson_on(0, START, warm_up)).looks == {}
    assert looks_after(*lesson_on(0, answered("q1", 0.0))).looks == {}


def test_the_second_round_of_the_day_leaves_a_question_to_be_looked_at_again() -> None:
    again = (RoundOpened(1, ("q1",)), answered("q1", 1.0, round=1))
    progress = looks_after(*lesson_on(0, START, answered("q1", 0.0), *again))
    assert due_on(progress.looks["forcing/q1"], 70) == DAY + 1


def test_three_reviews_on_their_days_make_a_question_known() -> None:
    missed = lesson_on(0, START, answered("q1", 0.0))
    reviews = [review_on(day, "forcing/q1", 1.0) for day in (1, 8, 38)]
    for count, day in enumerate((1, 8, 38)):
        progress = looks_after(*missed, *reviews[:count])
        assert due_on(progress.looks["forcing/q1"], 70) == DAY + day
    progress = looks_after(*missed, *reviews)
    assert progress.looks == {}
    question = progress.lessons["forcing"].questions["q1"]
    assert (question.first, question.last, question.best, question.tries) == (0.0, 1.0, 1.0, 4)
    again = looks_after(*missed, *reviews, review_on(60, "forcing/q1", 0.0))
    assert due_on(again.looks["forcing/q1"], 70) == DAY + 61


def test_a_review_counts_for_the_question_and_moves_nothing_else_of_its_lesson() -> None:
    missed = lesson_on(0, START, answered("q1", 0.0))
    answer = Answered("forcing/q1", {"a": "best"}, 0.5, hints=2)
    before = looks_after(*missed).lessons["forcing"]
    after_it = looks_after(*missed, ("v1", "review.", answer, 1)).lessons["forcing"]
    question = after_it.questions["q1"]
    assert (question.last, question.best, question.tries, question.hints) == (0.5, 0.5, 2, 2)
    assert (question.first, question.first_response, question.run) == (0.0, {"a": "picked"}, "r1")
    assert replace(after_it, questions=before.questions) == before


def test_a_review_of_what_is_not_known_changes_nothing() -> None:
    missed = lesson_on(0, START, answered("q1", 0.0))
    for key in ("forcing/q9", "people/q1", "q1", "", "/", "noon/talk", "scene.noon/talk"):
        assert looks_after(*missed, review_on(1, key, 0.0)) == looks_after(*missed), key
    page: Event = PageRead("forcing/q1")
    assert looks_after(*missed, ("v1", "review.", page, 1)) == looks_after(*missed)


def tempted(play: int = 0, verdict: str = "tempting") -> SceneChosen:
    """A decision in the scene “talk”."""
    return SceneChosen("s1", "noon", play, 0, "talk", "a", verdict)  # type: ignore[arg-type]


def ended(kind: str, play: int = 0) -> ScenarioEnded:
    """The end of a play."""
    return ScenarioEnded("s1", "noon", play, "end", kind, 1.0, ("a",))  # type: ignore[arg-type]


def begun(play: int = 0) -> ScenarioBegun:
    """The begin of a play."""
    return ScenarioBegun("s1", "noon", play, "g1")


def test_a_tempting_choice_is_looked_at_again_and_no_other() -> None:
    assert looks_after(*lesson_on(0, START, begun(), tempted())).looks == {
        "scene.noon/talk": (Look(DAY, 0.0),)
    }
    for verdict in ("", "best", "fair", "weak"):
        assert looks_after(*lesson_on(0, START, begun(), tempted(verdict=verdict))).looks == {}


def test_once_a_play_ended_well_the_tempting_path_is_walked_on_purpose() -> None:
    for kind, looked_at in (("bad", 1), ("mixed", 1), ("good", 0)):
        played_once = (START, begun(), tempted(verdict="best"), ended(kind))
        progress = looks_after(*lesson_on(0, *played_once, begun(1), tempted(1)))
        assert len(progress.looks) == looked_at, kind


def test_a_good_ending_does_not_take_away_what_is_waiting() -> None:
    progress = looks_after(*lesson_on(0, START, begun(), tempted(), ended("good")))
    assert due_on(progress.looks["scene.noon/talk"], 70) == DAY + 1


def test_a_tempting_choice_outside_the_lessons_and_its_review() -> None:
    practice = [("p1", "practice.noon", event, 0) for event in (PRACTICE, begun(), tempted())]
    progress = looks_after(*practice, review_on(1, "scene.noon/talk", 1.0))
    assert due_on(progress.looks["scene.noon/talk"], 70) == DAY + 8
    assert looks_after(*practice).lessons == progress.lessons


def test_an_unreadable_time_is_no_look_and_loses_none() -> None:
    missed = kept([("r1", "forcing", START), ("r1", "forcing", answered("q1", 0.0))])
    [later] = kept([("v1", "review.", Answered("forcing/q1", {}, 1.0))])
    before = fold(NOTHING, missed)
    progress = fold(before, [replace(later, time="yesterday")])
    assert progress.looks == before.looks
    assert progress.lessons["forcing"].questions["q1"].last == 1.0
    unread = fold(NOTHING, [missed[0], replace(missed[1], time="")])
    assert unread.looks == {}
    assert unread.lessons["forcing"].questions["q1"].last == 0.0


def test_looks_are_few_however_often_a_question_is_answered() -> None:
    points = [0.0, 0.25, 0.5, 0.75, 1.0]
    rounds = [answered("q1", points[number * 7 % 5], round=number) for number in range(400)]
    happenings = [one for day, each in enumerate(rounds) for one in lesson_on(day, each)]
    assert len(looks_after(*lesson_on(0, START), *happenings).looks["forcing/q1"]) <= 12


def test_early_right_answers_do_not_push_a_miss_out_of_memory() -> None:
    rounds = [answered("q1", 1.0, round=number) for number in range(1, 100)]
    progress = looks_after(*lesson_on(0, START, answered("q1", 0.0), *rounds))
    assert due_on(progress.looks["forcing/q1"], 70) == DAY + 1


@given(HAPPENINGS, st.data())
def test_a_remembered_progress_and_its_tail_are_the_whole(
    happenings: list[tuple[str, str, Event]], data: st.DataObject
) -> None:
    recorded = kept(happenings, gap=data.draw(st.sampled_from([0.1, 7.3, 400, 100_000])))
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
