"""The course that comes with the program: nothing is wrong with it, and its scenarios end as they say."""

from pathlib import Path

import pytest

from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.library import Library
from advocacy_coach.course.scenarios.story import ending, replay, stop_at
from advocacy_coach.course.scenarios.walk import walk
from advocacy_coach.course.tools import MoodCheck, PlanCheck, Situations

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


@pytest.fixture(scope="module")
def situations(library: Library) -> Situations:
    tool = library.situations()
    assert tool
    return tool


@pytest.fixture(scope="module")
def plan_check(library: Library) -> PlanCheck:
    tool = library.plan_check()
    assert tool
    return tool


@pytest.fixture(scope="module")
def mood_check(library: Library) -> MoodCheck:
    tool = library.mood_check()
    assert tool
    return tool


def test_check_finds_nothing_to_say_about_the_tools() -> None:
    for folder in ("check", "tools"):
        for file in (ENGLISH / folder).iterdir():
            assert to_text(inspect(file)) == ""


class TestSituations:
    def test_two_parallel_forms_of_ten(self, situations: Situations) -> None:
        assert [(form.id, len(form.items)) for form in situations.forms] == [("a", 10), ("b", 10)]
        assert [area.id for area in situations.areas] == ["people", "forcing", "rewarding", "ground"]
        for form in situations.forms:
            areas = [item.area for item in form.items]
            assert [areas.count(area.id) for area in situations.areas] == [2, 3, 2, 3]
        first, second = situations.forms
        assert [item.area for item in first.items] == [item.area for item in second.items]

    def test_twenty_points_and_a_pass_at_fourteen(self, situations: Situations) -> None:
        for form in situations.forms:
            keys = [option.key for item in form.items for option in item.options if option.key]
            assert len(keys) == 20
            assert keys.count("best") == keys.count("worst") == 10
        assert situations.pass_mark == 14

    def test_both_forms_are_about_what_the_same_claims_say(self, situations: Situations) -> None:
        first, second = situations.forms
        for one, other in zip(first.items, second.items, strict=True):
            assert set(one.claims) & set(other.claims), (one.id, other.id)

    def test_no_length_gives_an_option_away(self, situations: Situations) -> None:
        for form in situations.forms:
            for item in form.items:
                lengths = [len(option.text) for option in item.options]
                mean = sum(lengths) / len(lengths)
                assert all(0.8 * mean <= length <= 1.2 * mean for length in lengths), item.id

    def test_the_key_says_whose_it_is(self, situations: Situations) -> None:
        assert "authors" in situations.key.method
        assert situations.key.version >= 1

    def test_each_form_ends_with_a_question_of_its_own(self, situations: Situations) -> None:
        first, second = situations.forms
        assert first.would_do.prompt != second.would_do.prompt


class TestPlanCheck:
    def test_eighteen_practices_with_their_severities(self, plan_check: PlanCheck) -> None:
        assert [(practice.id, practice.severity) for practice in plan_check.practices] == [
            ("must-share", 4),
            ("quota", 4),
            ("tracked-by-name", 4),
            ("fixed-tone", 3),
            ("approval", 3),
            ("five-stars", 4),
            ("hidden-tie", 4),
            ("in-the-appraisal", 4),
            ("public-nudge", 3),
            ("pay-per-post", 3),
            ("leaderboard", 3),
            ("contest", 2),
            ("perks-for-some", 2),
            ("no-mood-check", 3),
            ("no-follow-up", 3),
            ("bad-moment", 4),
            ("nothing-to-tell", 2),
            ("critics-silenced", 4),
        ]

    def test_the_pitfalls_they_belong_to(self, plan_check: PlanCheck) -> None:
        forcing, rewarding, mood, trust = "forcing", "rewarding", "mood", "trust"
        assert [practice.pitfalls for practice in plan_check.practices] == [
            *[(forcing,)] * 7,
            *[(forcing, rewarding)] * 2,
            *[(rewarding,)] * 4,
            *[(mood,)] * 4,
            (trust,),
        ]

    def test_amber_from_three_and_red_from_nine(self, plan_check: PlanCheck) -> None:
        assert (plan_check.amber_from, plan_check.red_from) == (3, 9)

    def test_six_good_signs(self, plan_check: PlanCheck) -> None:
        assert len(plan_check.signs) == 6


class TestMoodCheck:
    def test_fifteen_statements_with_their_areas_and_gates(self, mood_check: MoodCheck) -> None:
        areas = [
            "think",
            "like",
            "bothers",
            "growth",
            "initiative",
            "interest",
            "balance",
            "telling",
            "freedom",
        ]
        assert [area.id for area in mood_check.areas] == areas
        assert [statement.area for statement in mood_check.statements] == [
            *["think"] * 2,
            *["like"] * 2,
            *["bothers"] * 2,
            *["growth"] * 2,
            *["initiative", "interest", "balance", "telling"],
            *["freedom"] * 3,
        ]
        gates = [number for number, each in enumerate(mood_check.statements, 1) if each.gate]
        assert gates == [13, 14, 15]

    def test_the_claims_they_ask_about(self, mood_check: MoodCheck) -> None:
        assert [" ".join(statement.claims) for statement in mood_check.statements] == [
            *["P3.5", "W9", "P3.6", "W17a", "P3.7", "P3.7", "P3.8", "W19"],
            *["P3.9", "P3.10", "W17d", "P3.4 P3.11", "T2", "P1.13", "P1.8 T1"],
        ]

    def test_four_bands(self, mood_check: MoodCheck) -> None:
        assert [(band.title, band.below) for band in mood_check.bands] == [
            ("Not now", 40),
            ("Fix first", 60),
            ("Quiet start", 80),
            ("Solid ground", 101),
        ]

    def test_the_limits(self, mood_check: MoodCheck) -> None:
        numbers = {statement.id: number for number, statement in enumerate(mood_check.statements, 1)}
        together, gates = mood_check.together, mood_check.gates
        assert [numbers[id] for id in together.statements] == [1, 10]
        assert (together.below, together.band) == (40, "not-now")
        assert (gates.below, gates.band) == (50, "fix-first")
        assert mood_check.unknown.from_ == 4
        assert (mood_check.rosier.by, mood_check.weak_area.by, mood_check.silence.below) == (15, 25, 50)
        assert mood_check.minimum == 5
        assert len(mood_check.scale) == 5

    def test_the_bands_are_called_what_they_are(self, mood_check: MoodCheck) -> None:
        assert "not a validated scale" in mood_check.note
