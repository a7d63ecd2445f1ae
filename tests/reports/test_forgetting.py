import pytest

from advocacy_coach.errors import UsageError
from advocacy_coach.reports.forgetting import Traces, traces, warning
from tests.reports.made import FORCING_TAKEN, WELL, progress

KNOWN = progress(WELL, FORCING_TAKEN)


def test_it_counts_what_would_go() -> None:
    assert traces(KNOWN, None) == Traces(lessons=2, answers=10, reflections=1)
    assert traces(KNOWN, "forcing") == Traces(lessons=1, answers=6, reflections=0)
    assert traces(progress(), None) == Traces(0, 0, 0)


def test_a_lesson_without_traces_is_refused_with_those_that_have_some() -> None:
    with pytest.raises(UsageError, match=r"lesson “peolpe”\. Recorded lessons: people, forcing\."):
        traces(KNOWN, "peolpe")
    with pytest.raises(UsageError, match=r"Recorded lessons: none\."):
        traces(progress(), "people")


def test_the_warning_says_what_goes_and_what_stays() -> None:
    assert warning("A small course", traces(KNOWN, None)) == (
        "This removes from your record, for good, what it holds about “A small course”: "
        "2 lessons, 10 answered questions, 1 reflection. Files you have exported stay where they are."
    )
