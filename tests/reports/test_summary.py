from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach import __version__
from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.model import Topic
from advocacy_coach.course.prose import plain
from advocacy_coach.errors import UsageError
from advocacy_coach.records.progress import LessonProgress
from advocacy_coach.reports.answers import given as words_of
from advocacy_coach.reports.document import (
    BestPlay,
    Decision,
    EndingMet,
    Given,
    MeterLine,
    NextStep,
    Pitfall,
    Reflection,
    Score,
)
from advocacy_coach.reports.summary import NAME_LENGTH, Include, checked_name, summarise
from tests.reports.made import (
    BY_NOON,
    FORCING,
    LESSONS,
    MADE,
    ONE_OF_EACH,
    PRACTISED,
    REWORKED,
    TORN,
    USUAL,
    WELL,
    answered,
    choice,
    course,
    lesson,
    played,
    progress,
    summary,
    taken,
)
from tests.session.scenarios import BEST, WORST, reworded, story


def test_it_says_what_made_it_and_when_in_utc() -> None:
    warsaw = timezone(timedelta(hours=1))
    there = datetime(2026, 11, 24, 0, 30, 15, 999, tzinfo=warsaw)
    made = summarise(course(), LESSONS, progress(), USUAL, there)
    assert made.made.isoformat() == "2026-11-23T23:30:15+00:00"
    assert (made.schema, made.schema_version, made.program) == ("advocacy-coach/summary", 1, __version__)
    assert (made.course.id, made.course.version, made.course.pass_mark) == ("small", "1.2.0", 70)


def test_nothing_done_yet_is_a_summary_too() -> None:
    made = summarise(course(), LESSONS, progress(), USUAL, MADE)
    assert [lesson.state for lesson in made.lessons] == ["new", "new"]
    assert not made.result.complete
    assert not made.result.passed
    assert made.result.score is None
    assert made.result.began is None
    assert made.missed == ()
    assert all(topic.score is None for topic in made.topics)
    assert [step.kind for step in made.next_steps] == ["finish", "finish"]


def test_a_lesson_tells_its_best_score_and_its_first_answers() -> None:
    people, forcing = summary().lessons
    assert people.state == "finished"
    assert people.score == Score(1.0, 3, 33)
    assert (people.first_try, people.answered, people.attempts) == (1, 3, 1)
    assert people.finished == date(2026, 11, 2)
    assert people.minutes == 3  # 150 seconds, halves up
    assert (forcing.state, forcing.score, forcing.finished) == ("new", None, None)


def test_a_lesson_without_questions_has_no_score() -> None:
    read = taken("people", best=0.0, best_of=0)
    assert summary(USUAL, read).lessons[0].score is None


@pytest.mark.parametrize(
    ("best", "passed", "per_cent"), [(2.1, True, 70), (2.09, False, 70), (0.0, False, 0), (3.0, True, 100)]
)
def test_passed_is_judged_on_the_exact_share(best: float, passed: bool, per_cent: int) -> None:
    made = summary(USUAL, taken("people", best=best, best_of=3), path=("people",))
    assert made.result.complete
    assert made.result.passed is passed
    assert made.result.score is not None
    assert made.result.score.per_cent == per_cent


def test_the_course_is_not_passed_before_its_whole_path_is_finished() -> None:
    result = summary(USUAL, taken("people", best=3.0, best_of=3)).result
    assert (result.complete, result.passed, result.finished) == (False, False, None)
    assert result.score == Score(3.0, 3, 100)
    assert result.began == date(2026, 11, 1)


def test_the_course_adds_up_the_path_and_nothing_else() -> None:
    extra = taken("extra", best=0.0, best_of=10, seconds=6000)
    forcing = taken("forcing", best=5.5, best_of=6, finished="2026-11-05T00:00:00.000Z", seconds=40)
    result = summary(USUAL, WELL, forcing, extra).result
    assert result.score == Score(6.5, 9, 72)
    assert result.finished == date(2026, 11, 5)
    assert result.minutes == 3  # 190 seconds


def test_a_course_without_points_is_passed_by_finishing_it() -> None:
    assert summary(USUAL, taken("people", best=0.0, best_of=0), path=("people",)).result.passed


def test_a_lesson_that_cannot_be_read_keeps_its_result_under_its_id() -> None:
    made = summarise(course(), [FORCING], progress(WELL), USUAL, MADE)
    assert (made.lessons[0].id, made.lessons[0].title, made.lessons[0].state) == (
        "people",
        "people",
        "finished",
    )
    assert made.lessons[0].score == Score(1.0, 3, 33)


def test_lessons_off_the_path_come_after_it() -> None:
    extra = lesson("extra", choice("x"), topic="people")
    made = summarise(course(), [extra, *LESSONS], progress(), USUAL, MADE)
    assert [lesson.id for lesson in made.lessons] == ["people", "forcing", "extra"]


def test_topics_count_latest_answers_and_a_question_may_count_for_another_topic() -> None:
    people, forcing, mood = summary().topics
    assert people.score == Score(2.0, 2, 100)  # p2 was put right; the warm-up counts nowhere
    assert forcing.score == Score(0.0, 1, 0)  # p3
    assert mood.score is None
    assert [topic.pitfall for topic in (people, forcing, mood)] == [False, True, True]


def test_scenarios_come_in_the_order_of_the_course_and_only_when_played_to_an_end() -> None:
    begun = replace(played("unplayed", BEST, "good", 1.0), best=None, plays=0, open=True, made=1)
    made = summary(USUAL, TORN, REWORKED, BY_NOON, begun, played("no-longer-there", BEST, "good", 1.0))
    assert [one.id for one in made.scenarios] == ["by-noon", "reworked", "torn"]
    assert [one.state for one in made.scenarios] == ["same", "changed", "unreadable"]


def test_a_scenario_tells_its_endings_and_its_best_play() -> None:
    [one] = summary(USUAL, BY_NOON).scenarios
    stalled, pitfall = EndingMet("stalled", "Stalled", "mixed"), Pitfall("forcing", "Forcing")
    assert (one.id, one.title, one.topic, one.plays) == ("by-noon", "The story of by-noon", "mood", 2)
    assert (one.endings, one.of_endings) == ((EndingMet("broken", "Broken trust", "bad"), stalled), 3)
    assert one.best == BestPlay(
        ending=stalled,
        score=Score(0.5, 1, 50),
        decisions=(Decision(1, "I order.", "tempting", pitfall), Decision(2, "I listen.", "best", None)),
        pitfalls=(pitfall,),
        meters=(MeterLine("trust", "Trust", (50, 20, 30)), MeterLine("reach", "Reach", (50, 50, 50))),
    )


def test_a_pitfall_met_twice_is_told_once_and_one_the_course_lacks_not_at_all() -> None:
    worst = played("by-noon", WORST, "broken", 0.0)
    [one] = summary(USUAL, worst).scenarios
    assert one.best.decisions is not None
    assert [decision.pitfall is not None for decision in one.best.decisions] == [True, True]
    assert one.best.pitfalls == (Pitfall("forcing", "Forcing"),)
    [one] = summary(USUAL, worst, topics=(Topic("mood", "Mood"),)).scenarios
    assert one.best.pitfalls == ()


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "same"),
        ({"graph": "00000000"}, "changed"),
        ({"best_path": ()}, "changed"),
        ({"best_path": ("offer",)}, "changed"),
        ({"best_path": ("offer", "shout")}, "changed"),
        ({"best_path": ("offer", "listen", "listen")}, "changed"),
        ({"best_path": ("order", "listen")}, "changed"),
        ({"best_ending": "stalled"}, "changed"),
        ({"best_ending": "gone"}, "changed"),
    ],
)
def test_decisions_are_told_only_of_the_scenario_that_was_played(changes: dict[str, Any], state: str) -> None:
    known = replace(played("by-noon", BEST, "good", 1.0), **changes)
    [one] = summary(USUAL, known).scenarios
    assert one.state == state
    told = state == "same"
    assert (one.best.decisions is not None, one.best.pitfalls is not None) == (told, told)
    assert (one.best.score, one.plays) == (Score(1.0, 1, 100), 1)


def test_new_words_change_nothing_and_are_told() -> None:
    new = reworded(story("by-noon"))
    known = progress(played("by-noon", BEST, "good", 1.0))
    [one] = summarise(course(), LESSONS, known, USUAL, MADE, scenarios=[new]).scenarios
    assert one.state == "same"
    assert one.best.decisions is not None
    assert one.best.decisions[0].choice == "I offer. Again."


def test_a_changed_scenario_tells_the_ending_as_it_is_now_or_by_its_id() -> None:
    [changed] = summary(USUAL, REWORKED).scenarios
    good = EndingMet("good", "Solid ground", "good")
    assert changed.best == BestPlay(good, Score(1.0, 1, 100), None, None, None)
    assert (changed.endings, changed.of_endings) == ((good,), 3)  # one that is gone is passed over
    gone = replace(REWORKED, best_ending="gone")
    assert summary(USUAL, gone).scenarios[0].best.ending == EndingMet("gone", "gone", None)


def test_markup_in_a_choice_is_no_part_of_its_words() -> None:
    [first, *others] = story("by-noon").scenario.scenes
    loud = tuple(replace(choice, text=f"**Shout** `{choice.id}`") for choice in first.choices)
    marked = story("by-noon", scenes=(replace(first, choices=loud), *others))
    known = progress(played("by-noon", BEST, "good", 1.0))
    [one] = summarise(course(), LESSONS, known, USUAL, MADE, scenarios=[marked]).scenarios
    assert one.best.decisions is not None
    assert one.best.decisions[0].choice == plain("**Shout** `offer`")


def test_decisions_are_left_out_with_the_missed_questions() -> None:
    [one] = summary(Include(questions=False, times=True), BY_NOON).scenarios
    assert (one.state, one.best.decisions, one.best.pitfalls) == ("same", None, None)
    assert one.best.ending.id == "stalled"


def test_a_topic_counts_the_best_play_of_each_scenario() -> None:
    people, forcing, mood = summary(USUAL, WELL, BY_NOON, REWORKED, TORN).topics
    assert people.score == Score(3.0, 3, 100)  # two questions, and a scenario that was changed since
    assert forcing.score == Score(0.0, 1, 0)  # the pitfall in a choice is no point lost here
    assert mood.score == Score(0.5, 1, 50)


def test_a_topic_that_is_weak_in_a_scenario_is_a_next_step() -> None:
    known = progress(played("by-noon", WORST, "broken", 0.0))
    scenarios = [story("by-noon")]
    made = summarise(course(path=("people",)), LESSONS, known, USUAL, MADE, scenarios=scenarios)
    assert made.next_steps[0] == NextStep("practise", "forcing", plain("Keep **forcing** in mind."))


def test_practice_is_no_lesson_and_moves_no_result() -> None:
    without, practised = summary(USUAL, WELL), summary(USUAL, WELL, PRACTISED)
    assert practised == without
    assert "practice.by-noon" not in [lesson.id for lesson in practised.lessons]


def test_missed_questions_say_what_was_answered_and_what_came_of_it() -> None:
    missed = summary().missed
    assert missed is not None
    assert [(one.question, one.put_right) for one in missed] == [("p2", True), ("p3", False)]
    assert missed[0].lesson == "people"
    assert missed[0].prompt == "What about p2?"
    assert missed[0].given == (Given("Second way", ""),)
    assert missed[0].why == "Because."


def test_put_right_and_then_missed_anew_is_not_put_right() -> None:
    lapsed = replace(answered("p1", 0.0, 0.0), best=1.0, tries=3)
    missed = summary(USUAL, taken("people", lapsed)).missed
    assert missed is not None
    assert [one.put_right for one in missed] == [False]


def test_a_partly_right_answer_is_missed_only_below_the_pass_mark() -> None:
    made = summary(USUAL, taken("people", answered("p1", 0.7), answered("p2", 0.69)))
    assert made.missed is not None
    assert [one.question for one in made.missed] == ["p2"]
    assert (made.lessons[0].first_try, made.lessons[0].answered) == (1, 2)


@pytest.mark.parametrize(
    ("question", "response", "words"),
    [
        ("choice", {"b": "picked"}, [("Second way", "")]),
        ("select", {"c": "picked", "a": "picked"}, [("One", ""), ("Three", "")]),
        ("best-worst", {"c": "best", "a": "worst"}, [("Offer", "worst"), ("Order", "best")]),
        ("rate", {"a": "4", "b": "2"}, [("List", "4"), ("Folder", "2")]),
        ("rank", {"a": "3", "b": "1", "c": "2"}, [("Ask", "1"), ("Aim", "2"), ("Invite", "3")]),
        ("classify", {"a": "push", "b": "help"}, [("Photos", "Pressure"), ("Deadline", "Support")]),
        ("rank", {"a": "picked", "b": "1", "c": "2"}, []),
        ("choice", {"gone": "picked"}, []),
        ("classify", {"a": "gone", "b": "help"}, []),
    ],
)
def test_answers_in_words(question: str, response: dict[str, str], words: list[tuple[str, str]]) -> None:
    asked = next(step for step in ONE_OF_EACH if step.id == question)
    assert words_of(asked, response) == tuple(Given(*pair) for pair in words)


def test_questions_and_lessons_the_course_no_longer_has_are_passed_over() -> None:
    old = taken("people", answered("gone", 0.0), answered("own", 0.0), reflections={"gone": "x", "p1": "y"})
    known = progress(old, taken("old-lesson", best=1.0, best_of=1))
    made = summarise(course(), LESSONS, known, Include(reflections=True, questions=True, times=True), MADE)
    assert (made.missed, made.reflections) == ((), ())
    assert [lesson.id for lesson in made.lessons] == ["people", "forcing"]
    assert made.result.score is None


def test_the_owner_decides_what_is_in_it() -> None:
    bare = summary(Include(questions=False, times=False))
    assert (bare.who, bare.missed, bare.reflections) == (None, None, None)
    assert (bare.result.began, bare.result.finished, bare.result.minutes) == (None, None, None)
    assert all((lesson.finished, lesson.minutes) == (None, None) for lesson in bare.lessons)
    full = summary()
    assert full.who == "Zażółć Gęślą"
    assert full.reflections == (
        Reflection("people", plain("What would *your team* say?"), "They would say:\nfine."),
    )


def test_reflections_are_harmless_and_keep_their_lines() -> None:
    hostile = taken("people", reflections={"own": "  one\r\n\x1b]52;c;x\x07two\u202ethree\u2028four \n"})
    made = summary(Include(reflections=True, questions=True, times=True), hostile)
    assert made.reflections is not None
    text = made.reflections[0].text
    assert not FORBIDDEN.search(text)
    assert text.split("\n") == ["one", "�]52;c;x�two�three", "four"]


def test_next_steps_are_the_weakest_topics_and_then_what_is_unfinished() -> None:
    forcing = taken("forcing", answered("choice", 0.2), answered("select", 0.0))
    people = taken("people", answered("p1", 0.5), best=1.0, best_of=3)
    made = summary(USUAL, people, forcing)
    assert made.next_steps == (
        NextStep("practise", "forcing", plain("Keep **forcing** in mind.")),
        NextStep("practise", "people", plain("Keep **people** in mind.")),
        NextStep("finish", "forcing", "About forcing"),
    )


def test_next_steps_are_three_at_most() -> None:
    topics = [f"t{n}" for n in range(6)]
    lessons = [lesson(topic, choice("q")) for topic in topics]
    known = progress(*(taken(topic, answered("q", n / 10)) for n, topic in enumerate(topics)))
    made = summarise(course(path=tuple(topics)), lessons, known, USUAL, MADE)
    assert [step.lesson for step in made.next_steps] == ["t0", "t1", "t2"]
    assert {step.kind for step in made.next_steps} == {"practise"}


def test_of_two_lessons_about_a_topic_the_first_gives_the_takeaway() -> None:
    lessons = [lesson(id, choice(id), topic="people") for id in ("one", "two")]
    known = progress(taken("two", answered("two", 0.0), best=0.0, best_of=1))
    made = summarise(course(path=("two",)), lessons, known, USUAL, MADE)
    assert [step.lesson for step in made.next_steps] == ["one"]


def test_somebody_who_has_it_all_has_nothing_to_do() -> None:
    everything = taken("people", answered("p1", 1.0), best=3.0, best_of=3)
    assert summary(USUAL, everything, path=("people",)).next_steps == ()


def test_a_weak_topic_whose_lesson_has_no_takeaway_is_no_step() -> None:
    silent = lesson("people", choice("p1"), takeaways=())
    known = progress(taken("people", answered("p1", 0.0), best=0.0, best_of=1))
    assert summarise(course(path=("people",)), [silent], known, USUAL, MADE).next_steps == ()


@pytest.mark.parametrize("name", ["A\x1b[2J", "A\u202eB", "A\u200bB", "A\nB", "A\tB", "\ud800", "\x00"])
def test_a_name_that_is_not_text_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be shown"):
        summary(Include(name, questions=True, times=True))


def test_a_name_may_be_long_but_not_endless() -> None:
    assert checked_name("a" * NAME_LENGTH) == "a" * NAME_LENGTH
    with pytest.raises(UsageError, match="121 characters"):
        checked_name("a" * (NAME_LENGTH + 1))


@pytest.mark.parametrize("name", ["Żaneta Ćwik", "مريم", "O’Neill-Żak", "<b>|*", "नेहा\u200dक"])
def test_names_of_all_kinds_are_kept(name: str) -> None:
    assert summary(Include(f"  {name} ", questions=True, times=True)).who == name


def test_a_blank_name_is_no_name() -> None:
    assert summary(Include("   ", questions=True, times=True)).who is None


points = st.floats(0, 1)
runs = st.builds(
    lambda firsts, done, seconds: taken(
        "people",
        *(answered(step, *pair) for step, pair in zip(("p1", "p2", "p3"), firsts, strict=False)),
        seconds=seconds,
        **({"best": sum(first for first, _last in firsts), "best_of": 3} if done else {}),
    ),
    st.lists(st.tuples(points, points), max_size=3),
    st.booleans(),
    st.floats(0, 1e6),
)


@given(runs, st.integers(0, 100))
def test_figures_never_contradict_each_other(run: LessonProgress, pass_mark: int) -> None:
    made = summary(USUAL, run, pass_mark=pass_mark)
    people = made.lessons[0]
    assert made.missed is not None
    assert people.first_try + len(made.missed) == people.answered == len(run.questions)
    assert len(made.next_steps) <= 3
    assert not made.result.passed  # the other lesson of the path is not finished
    for score in [people.score, made.result.score, *(topic.score for topic in made.topics)]:
        assert score is None or (0 <= score.points <= score.of and 0 <= score.per_cent <= 100)
    answered_points = sum(topic.score.of for topic in made.topics if topic.score)
    assert answered_points == people.answered
