import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.errors import UsageError
from advocacy_coach.records.progress import SheetProgress
from advocacy_coach.reports.forgetting import Traces, meant, title_of, traces, warning
from tests.reports.made import BY_NOON, FORCING_TAKEN, PRACTISED, WELL, played, progress, taken
from tests.session.scenarios import BEST

LESSONS = progress(WELL, FORCING_TAKEN)
PLAYING = taken("trust", plays_begun=3)
KNOWN = progress(WELL, FORCING_TAKEN, PRACTISED, PLAYING, BY_NOON, played("the-leaver", BEST, "good", 1.0))


def test_it_counts_what_would_go() -> None:
    assert traces(LESSONS, None) == Traces(lessons=2, answers=10, reflections=1)
    assert traces(LESSONS, "forcing") == Traces(lessons=1, answers=6)
    assert traces(progress(), None) == Traces()


def test_practice_counts_as_a_scenario_and_plays_in_lessons_with_their_lesson() -> None:
    assert traces(KNOWN, None) == Traces(lessons=3, scenarios=1, plays=5, answers=10, reflections=1)
    assert traces(KNOWN, "practice.by-noon") == Traces(scenarios=1, plays=2)
    assert traces(KNOWN, "trust") == Traces(lessons=1, plays=3)
    assert traces(KNOWN, "people") == Traces(lessons=1, answers=4, reflections=1)


@pytest.mark.parametrize(
    ("going", "words"),
    [
        (
            Traces(3, 1, 5, 10, 1),
            "3 lessons, 1 scenario outside lessons, 5 plays of scenarios, 10 answered questions, "
            "1 reflection",
        ),
        (Traces(scenarios=2, plays=1), "2 scenarios outside lessons, 1 play of a scenario"),
        (Traces(lessons=1, answers=1), "1 lesson, 1 answered question"),
        (Traces(scenarios=1), "1 scenario outside lessons"),
    ],
)
def test_only_what_is_there_is_said(going: Traces, words: str) -> None:
    assert str(going) == words


def test_a_name_is_a_lesson_or_a_scenario_played_outside_lessons() -> None:
    assert meant(KNOWN, "people") == "people"
    assert meant(KNOWN, "by-noon") == meant(KNOWN, "practice.by-noon") == "practice.by-noon"
    both = progress(taken("by-noon"), PRACTISED)
    assert meant(both, "by-noon") == "by-noon"
    assert meant(both, "practice.by-noon") == "practice.by-noon"


def test_what_has_no_traces_is_refused_with_what_has_some() -> None:
    with pytest.raises(
        UsageError, match=r"lesson, scenario or tool “peolpe”\. Recorded lessons: people, forcing\.$"
    ):
        meant(LESSONS, "peolpe")
    with pytest.raises(
        UsageError, match=r"Recorded lessons: people, forcing, trust\. Recorded scenarios: by-noon\.$"
    ):
        meant(KNOWN, "by-none")
    with pytest.raises(UsageError, match=r"Recorded lessons: none\.$"):
        meant(progress(), "people")
    with pytest.raises(UsageError, match=r"Recorded lessons: none\. Recorded scenarios: by-noon\.$"):
        meant(progress(PRACTISED), "people")


def test_a_scenario_that_was_played_in_lessons_only_goes_with_them() -> None:
    with pytest.raises(
        UsageError, match=r"“the-leaver” was played in lessons only\. .*with their lesson\. Rec"
    ):
        meant(KNOWN, "the-leaver")


def test_the_warning_says_what_goes_and_what_stays() -> None:
    assert warning(None, "A small course", traces(LESSONS, None)) == (
        "This removes from your record, for good, what it holds about “A small course”: "
        "2 lessons, 10 answered questions, 1 reflection. "
        "Files you have exported and statements you have sent stay where they are."
    )


def test_the_warning_tells_plays_in_a_lesson_from_those_outside() -> None:
    inside, outside = "Plays of it inside a lesson stay", "outside the lesson stay"
    alone = warning("practice.by-noon", "By noon", traces(KNOWN, "practice.by-noon"))
    assert "“By noon”: 1 scenario outside lessons, 2 plays of scenarios. " in alone
    assert f" {inside} until that lesson is forgotten. Files" in alone
    lesson = warning("trust", "Trust", traces(KNOWN, "trust"))
    assert "“Trust”: 1 lesson, 3 plays of scenarios. Plays of the same scenarios outside the" in lesson
    for words in (warning(None, "All", traces(KNOWN, None)), warning("people", "P", traces(KNOWN, "people"))):
        assert inside not in words
        assert outside not in words


def test_titles_are_the_courses_and_ids_what_it_no_longer_has(course_dir: Path) -> None:
    shutil.copy(course_dir / "10-voices.yaml", course_dir / "11-voices.yaml")
    library = Library.open(course_dir, None)
    assert title_of(library, None) == "A small course"
    assert title_of(library, "voices") == "Whom people ask"
    assert title_of(library, "practice.voices") == "voices"
    assert title_of(library, "gone") == "gone"


def test_sheets_of_tools_count_and_can_be_named() -> None:
    sheets = {
        run: SheetProgress(run, tool, began="", last="")
        for run, tool in (("s1", "plan-check"), ("s2", "plan-check"), ("s3", "mood-check"))
    }
    known = replace(LESSONS, sheets=sheets)
    assert traces(known, None).sheets == 3
    assert meant(known, "plan-check") == meant(known, "tool.plan-check") == "tool.plan-check"
    assert str(traces(known, "tool.plan-check")) == "2 checks and plans"
    with pytest.raises(UsageError, match="Recorded checks and plans: plan-check, mood-check"):
        meant(known, "planned")
