"""What a choice does, where it leads, and when a scenario is another one than before."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.model import Ending, Line, Meter, Plan, Scenario
from advocacy_coach.course.scenarios.story import (
    OVER,
    State,
    Story,
    advance,
    begin,
    choose,
    ending,
    endings,
    ready,
    replay,
    stop_at,
)
from tests.course import scenarios_made as made
from tests.course.scenarios_made import COURSE, choice, scene, told

TRUST, REACH = 0, 1


def levels(story: Story, *path: str) -> tuple[int, ...]:
    states = replay(story, path)
    assert states is not None
    return states[-1].levels


def stages(story: Story, *path: str) -> list[str]:
    """The scenes on stage along a path; “end” when it is over."""
    states = replay(story, path)
    assert states is not None
    stops = [stop_at(story, state) for state in states]
    return [stop.scene.id if stop else "end" for stop in stops]


class TestMeters:
    def test_meters_start_where_the_course_says_or_the_scenario(self) -> None:
        assert told(scene("a"), start={"reach": 7}).start == (50, 7)
        course = replace(COURSE, meters={"trust": Meter("Trust", 30), "reach": Meter("Reach")})
        assert begin(ready(made.scenario(scene("a")), course)) == State(0, (30, 50))

    def test_effects_are_felt_at_once(self) -> None:
        story = told(scene("a", choice("x", "b", effects={"trust": "+15", "reach": "-20"})), scene("b"))
        assert levels(story, "x") == (65, 30)

    def test_what_is_put_off_is_felt_with_the_next_decision(self) -> None:
        first = choice("x", "b", effects={"trust": "-5"}, later={"reach": "-10"})
        story = told(scene("a", first), scene("b", choice("y", "c", effects={"reach": "+1"})), scene("c"))
        assert levels(story, "x") == (45, 50)
        assert levels(story, "x", "y") == (45, 41)
        assert levels(story, "x", "y", "bad") == (45, 41)

    def test_at_the_end_nothing_is_put_off_any_more(self) -> None:
        first = choice("x", "b", later={"trust": "-10"})
        last = choice("y", effects={"trust": "-1"}, later={"trust": "-3"})
        assert levels(told(scene("a", first), scene("b", last)), "x", "y") == (36, 50)

    def test_what_comes_together_is_added_before_it_is_held(self) -> None:
        """Down by 60 and up by 60 at once is no loss, though 50 - 60 alone would stop at 0."""
        first = choice("x", "b", later={"trust": "-60"})
        story = told(scene("a", first), scene("b", choice("y", effects={"trust": "+60"})))
        assert levels(story, "x", "y") == (50, 50)

    def test_what_is_felt_at_the_end_comes_after_the_last_choice_was_held(self) -> None:
        story = told(scene("a", choice("x", effects={"trust": "+80"}, later={"trust": "-20"})))
        assert levels(story, "x") == (80, 50)

    def test_a_meter_goes_no_lower_than_0_and_no_higher_than_100(self) -> None:
        up_down = choice("x", "b", effects={"trust": "+100", "reach": "-100"})
        back = choice("y", effects={"trust": "-10", "reach": "+10"})
        story = told(scene("a", up_down), scene("b", back))
        assert levels(story, "x") == (100, 0)
        assert levels(story, "x", "y") == (90, 10)

    def test_conditions_do_not_feel_yet_what_is_put_off(self) -> None:
        first = choice("x", "b", later={"trust": "-50"})
        story = told(scene("a", first), scene("b", when="trust >= 50", otherwise="end"))
        assert stages(story, "x") == ["a", "b"]


class TestPassingOver:
    def chain(self, trust: str) -> Story:
        return told(
            scene("a", choice("x", "b", effects={"trust": trust})),
            scene("b", when="trust >= 80", otherwise="c"),
            scene("c", when="trust >= 60", otherwise="d"),
            scene("d", when="trust >= 40", otherwise="end"),
        )

    @pytest.mark.parametrize(
        ("trust", "where"), [("+30", "b"), ("+29", "c"), ("+0", "d"), ("-10", "d"), ("-11", "end")]
    )
    def test_a_scene_whose_condition_fails_makes_way_for_another(self, trust: str, where: str) -> None:
        assert stages(self.chain(trust), "x") == ["a", where]

    def test_passing_over_changes_no_meter(self) -> None:
        assert levels(self.chain("-11"), "x") == (39, 50)

    def test_scenes_that_pass_each_other_over_in_a_circle_end_the_story(self) -> None:
        story = told(
            scene("a", choice("x", "b", later={"reach": "+5"})),
            scene("b", when="trust > 50", otherwise="c"),
            scene("c", when="trust > 60", otherwise="b"),
        )
        assert replay(story, ["x"]) == (State(0, (50, 50)), State(OVER, (50, 55)))

    def test_a_chain_as_long_as_the_story_comes_to_its_end(self) -> None:
        ids = [f"s{number}" for number in range(9)]
        others = [scene(id, when="trust > 99", otherwise=after) for id, after in pairwise(ids)]
        story = told(scene("a", choice("x", "s0")), *others, scene("s8"))
        assert stages(story, "x") == ["a", "s8"]


class TestReplay:
    story = told(scene("a", choice("x", "b"), choice("y")), scene("b", choice("z", "a"), choice("q")))

    def test_the_states_are_those_before_and_after_each_choice(self) -> None:
        assert replay(self.story, ()) == (begin(self.story),)
        assert stages(self.story, "x", "z", "x", "q") == ["a", "b", "a", "b", "end"]

    @pytest.mark.parametrize(
        "path",
        [["q"], ["x", "x"], ["y", "y"], ["x", "q", "q"], ["nothing"], [""], ["x", "z", "z"], ["y", ""]],
        ids=",".join,
    )
    def test_a_path_that_does_not_fit_is_none(self, path: list[str]) -> None:
        assert replay(self.story, path) is None

    def test_where_there_is_no_such_choice_there_is_no_state(self) -> None:
        over = choose(self.story, begin(self.story), "y")
        assert over == State(OVER, (50, 50))
        assert choose(self.story, begin(self.story), "z") is None
        assert choose(self.story, over, "x") is None


class TestEndings:
    def test_the_first_that_holds_in_order_is_the_ending(self) -> None:
        whole = (
            Ending("one", "One", "1", "trust > 60", "good"),
            Ending("two", "Two", "2", "trust > 40", "mixed"),
            Ending("three", "Three", "3", "", "bad"),
            Ending("four", "Four", "4", "", "bad"),
        )
        story = told(scene("a"), endings=whole)
        assert [ending(story, (level, 0)).id for level in (61, 60, 41, 40)] == ["one", "two", "two", "three"]

    def test_where_none_holds_the_last_one_is_the_ending(self) -> None:
        whole = (
            Ending("one", "1", "1", "trust > 60", "good"),
            Ending("two", "2", "2", "trust > 90", "bad"),
        )
        assert ending(told(scene("a"), endings=whole), (5, 5)).id == "two"

    def test_a_scenario_without_endings_has_those_of_the_course(self) -> None:
        assert endings(made.scenario(scene("a")), COURSE) == COURSE.endings

    def test_what_an_ending_leaves_out_is_the_course_s_and_the_order_is_its_own(self) -> None:
        own = (
            Ending("good", text="Mine."),
            Ending("new", "New", "N.", "", "bad"),
            Ending("broken", kind="mixed"),
        )
        assert endings(made.scenario(scene("a"), endings=own), COURSE) == (
            Ending("good", "Good", "Mine.", "trust >= 60", "good"),
            Ending("new", "New", "N.", "", "bad"),
            Ending("broken", "Broken", "It broke.", "trust < 25", "mixed"),
        )


@given(made.scenarios(circles=True), st.lists(st.integers(0, 2), max_size=20))
def test_levels_never_leave_0_to_100_and_a_replay_is_the_play(scenario: Scenario, picks: list[int]) -> None:
    story = ready(scenario, COURSE)
    states, path = [begin(story)], list[str]()
    for pick in picks:
        stop = stop_at(story, states[-1])
        if stop is None:
            break
        move = stop.moves[pick % len(stop.moves)]
        path.append(move.choice.id)
        states.append(advance(story.stops, states[-1], move))
    assert replay(story, path) == tuple(states)
    assert all(0 <= level <= 100 for state in states for level in state.levels)


A = scene("a", choice("x", "b", "best", {"trust": "+5"}, {"reach": "-5"}), choice("y", "end", "tempting"))
B = scene("b", when="trust>50", otherwise="end")
BASE = replace(made.scenario(A, B, start={"reach": 40}, endings=COURSE.endings), cast=())

WORDING = {
    "order of choices": replace(BASE, scenes=(replace(A, choices=A.choices[::-1]), B)),
    "title": replace(BASE, title="Another", you="Another you.", minutes=9),
    "lines": replace(BASE, scenes=(replace(A, lines=(Line("Other."), Line("More.", "you"))), B)),
    "choice": replace(
        BASE,
        scenes=(replace(A, choices=(replace(A.choices[0], text="T", feedback="F"), A.choices[1])), B),
    ),
    "expert": replace(BASE, scenes=(replace(A, expert="Other."), B)),
    "blanks in a condition": replace(BASE, scenes=(A, replace(B, when=" trust >  50"))),
    "ending": replace(BASE, endings=tuple(replace(end, title="T", text="T") for end in COURSE.endings)),
    "endings of the course": replace(BASE, endings=()),
    "plans": replace(BASE, plans=(Plan(("y",), "stalled"),)),
    "a start that says the same": replace(BASE, start={"reach": 40, "trust": 50}),
}

X = A.choices[0]


def with_choice(**changes: object) -> Scenario:
    return replace(BASE, scenes=(replace(A, choices=(replace(X, **changes), A.choices[1])), B))


STRUCTURE = {
    "verdict": with_choice(verdict="fair"),
    "goto": with_choice(goto="end"),
    "effects": with_choice(effects={"trust": "+6"}),
    "a sign": with_choice(effects={"trust": "-5"}),
    "a meter": with_choice(effects={"reach": "+5"}),
    "later": with_choice(later={"reach": "-6"}),
    "no longer later": with_choice(later={}),
    "now and later changed over": with_choice(effects=X.later, later=X.effects),
    "id of a choice": with_choice(id="z"),
    "a choice less": replace(BASE, scenes=(replace(A, choices=(X,)), B)),
    "a choice more": replace(BASE, scenes=(replace(A, choices=(*A.choices, choice("z"))), B)),
    "id of a scene": replace(
        BASE, scenes=(replace(A, choices=(replace(X, goto="c"), A.choices[1])), replace(B, id="c"))
    ),
    "a scene more": replace(BASE, scenes=(A, B, scene("c"))),
    "when": replace(BASE, scenes=(A, replace(B, when="trust > 51"))),
    "otherwise": replace(BASE, scenes=(A, replace(B, otherwise="b"))),
    "no condition": replace(BASE, scenes=(A, replace(B, when="", otherwise=""))),
    "start": replace(BASE, start={"reach": 41}),
    "start of another": replace(BASE, start={"reach": 40, "trust": 51}),
    "an ending less": replace(BASE, endings=COURSE.endings[1:]),
    "order of endings": replace(BASE, endings=COURSE.endings[::-1]),
    "condition of an ending": replace(
        BASE, endings=(replace(COURSE.endings[0], when="trust < 26"), *COURSE.endings[1:])
    ),
    "kind of an ending": replace(
        BASE, endings=(replace(COURSE.endings[0], kind="mixed"), *COURSE.endings[1:])
    ),
}


class TestGraph:
    graph = ready(BASE, COURSE).graph

    def test_it_is_the_same_on_every_machine(self) -> None:
        """Plays in a record from years ago carry it."""
        assert self.graph == "c1872341"

    @pytest.mark.parametrize("what", WORDING)
    def test_wording_does_not_change_it(self, what: str) -> None:
        assert ready(WORDING[what], COURSE).graph == self.graph

    @pytest.mark.parametrize("what", STRUCTURE)
    def test_everything_that_a_play_depends_on_does(self, what: str) -> None:
        assert ready(STRUCTURE[what], COURSE).graph != self.graph

    def test_no_two_of_these_are_alike(self) -> None:
        graphs = {ready(scenario, COURSE).graph for scenario in STRUCTURE.values()}
        assert len(graphs) == len(STRUCTURE)

    def test_the_course_has_its_share(self) -> None:
        moved = replace(COURSE, meters={**COURSE.meters, "trust": Meter("Trust", 40)})
        more = replace(COURSE, meters={**COURSE.meters, "third": Meter("Third")})
        renamed = replace(COURSE, meters={id: Meter("Other") for id in COURSE.meters}, title="Other")
        assert ready(BASE, moved).graph != self.graph
        assert ready(BASE, more).graph != self.graph
        assert ready(BASE, renamed).graph == self.graph
