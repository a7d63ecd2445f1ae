"""The course that comes with the program: nothing is wrong with it, and its scenarios end as they say."""

from pathlib import Path

import pytest

from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.library import Library
from advocacy_coach.course.scenarios.story import ending, replay, stop_at
from advocacy_coach.course.scenarios.walk import walk

ENGLISH = Path(__file__).parent.parent / "lessons" / "en"

SCENARIOS = sorted(file.stem for file in (ENGLISH / "scenarios").glob("*.yaml"))


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.open(ENGLISH, None)


def test_check_finds_no_errors() -> None:
    found = inspect(ENGLISH)
    assert found.errors == 0, to_text(found)


def test_everything_opens(library: Library) -> None:
    assert library.notices == ()
    problems = [entry.problem for entry in library.entries] + [entry.problem for entry in library.scenarios]
    assert not any(problems)
    assert sorted(entry.id for entry in library.scenarios) == SCENARIOS


@pytest.mark.parametrize("id", SCENARIOS)
def test_every_plan_ends_as_it_says(library: Library, id: str) -> None:
    story = library.story(id)
    assert story.scenario.plans
    for plan in story.scenario.plans:
        states = replay(story, plan.choices)
        assert states is not None, plan
        assert stop_at(story, states[-1]) is None, plan
        assert ending(story, states[-1].levels).id == plan.ending, plan


@pytest.mark.parametrize("id", SCENARIOS)
def test_every_scene_and_every_ending_can_be_met(library: Library, id: str) -> None:
    story = library.story(id)
    seen = walk(story)
    assert seen.whole
    assert seen.scenes == set(range(len(story.stops)))
    assert seen.endings.keys() == set(range(len(story.closes)))
    assert (seen.unended, seen.trapped) == (None, {})
