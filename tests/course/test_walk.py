"""The walk through every state, against plays that are played here one by one, by rules written again."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocacy_coach.course.model import Grade, Scenario, Scene, SceneChoice
from advocacy_coach.course.scenarios.proofs import BEST, TEMPTING
from advocacy_coach.course.scenarios.story import Story, ending, ready, replay
from advocacy_coach.course.scenarios.walk import (
    Path,
    Truth,
    cannot_end,
    linked,
    paths_of,
    walk,
)
from tests.course import scenarios_made as made
from tests.course.scenarios_made import COURSE, METERS, choice, holds, scene, told

Meters = dict[str, int]
Noted = dict[str, set[bool]]
"""By scene or ending: how its condition came out when it was asked."""


class Played:
    """Everything about a scenario that plays can show, found by a rule book of its own."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.scenes = {scene.id: scene for scene in scenario.scenes}
        self.asked: Noted = {}

    def start(self) -> Meters:
        return {meter: self.scenario.start.get(meter, 50) for meter in METERS}

    def on_stage(self, id: str, meters: Meters) -> str:
        while id != "end" and (when := self.scenes[id].when):
            answer = holds(when, meters)
            self.asked.setdefault(id, set()).add(answer)
            if answer:
                break
            id = self.scenes[id].otherwise
        return id

    def after(self, choice: SceneChoice, meters: Meters, due: Meters) -> tuple[str, Meters, Meters]:
        """The scene on stage after a choice, the meters, and what is put off."""
        now = {meter: int(choice.effects.get(meter, "0")) + due.get(meter, 0) for meter in METERS}
        meters = {meter: min(max(level + now[meter], 0), 100) for meter, level in meters.items()}
        later = {meter: int(delta) for meter, delta in choice.later.items()}
        id = self.on_stage(choice.goto, meters)
        if id == "end":
            meters = {meter: min(max(level + later.get(meter, 0), 0), 100) for meter, level in meters.items()}
            later = {}
        return id, meters, later

    def ending(self, meters: Meters) -> int | None:
        for number, end in enumerate(self.scenario.endings):
            answer = holds(end.when, meters)
            if end.when:
                self.asked.setdefault(end.id, set()).add(answer)
            if answer:
                return number
        return None

    def plays(self, grades: tuple[Grade, ...] = ()) -> Iterator[tuple[Path, list[str], Meters]]:
        """Every play to its end, with the scenes it went through; only of a scenario without circles."""
        first = self.on_stage(self.scenario.scenes[0].id, self.start())
        waiting: list[tuple[Path, list[str], Meters, Meters]] = [((), [first], self.start(), {})]
        while waiting:
            path, went, meters, due = waiting.pop()
            if went[-1] == "end":
                yield path, went[:-1], meters
                continue
            for each in choices(self.scenes[went[-1]], grades):
                id, then, later = self.after(each, meters, due)
                waiting.append(((*path, each.id), [*went, id], then, later))


def choices(scene: Scene, grades: tuple[Grade, ...]) -> list[SceneChoice]:
    if not grades:
        return list(scene.choices)
    by_grade = [[each for each in scene.choices if each.verdict == grade] for grade in grades]
    return next((found for found in by_grade if found), [])


def truths(noted: Noted, ids: list[str]) -> dict[int, Truth]:
    return {
        number: Truth(True in noted[id], False in noted[id]) for number, id in enumerate(ids) if id in noted
    }


@settings(deadline=None)
@given(made.scenarios())
def test_the_walk_sees_what_all_plays_see(scenario: Scenario) -> None:
    played = Played(scenario)
    plays = list(played.plays())
    ends = [(path, played.ending(meters)) for path, _scenes, meters in plays]
    story, ids = ready(scenario, COURSE), [scene.id for scene in scenario.scenes]
    seen = walk(story)
    assert seen.whole
    assert {ids[number] for number in seen.scenes} == {id for _path, went, _meters in plays for id in went}
    assert seen.endings.keys() == {end for _path, end in ends} - {None}
    for number, path in seen.endings.items():
        assert (path, number) in ends
        assert len(path) == min(len(other) for other, end in ends if end == number)
    assert (seen.unended is None) == (None not in {end for _path, end in ends})
    assert seen.unended is None or (seen.unended, None) in ends
    assert seen.trapped == {}
    assert seen.scene_truths == truths(played.asked, ids)
    assert seen.ending_truths == truths(played.asked, [end.id for end in scenario.endings])


@settings(deadline=None)
@given(made.scenarios(), st.sampled_from([BEST, TEMPTING]))
def test_paths_of_one_grade_are_all_plays_of_it(scenario: Scenario, grades: tuple[Grade, ...]) -> None:
    story = ready(scenario, COURSE)
    expected = {path: tuple(meters.values()) for path, _went, meters in Played(scenario).plays(grades)}
    found = paths_of(story, grades)
    assert set(found.values()) == set(expected.values())
    assert found.items() <= expected.items()
    assert len(set(found.values())) == len(found)


Spot = tuple[str, tuple[int, ...], tuple[tuple[str, int], ...]]
"""Where a play stands: the scene, the meters, what is put off."""


def spots(played: Played) -> dict[Spot, set[Spot]]:
    """Every spot of a scenario with the spots after it, by going on until nothing new is found."""
    start = played.start()
    first: Spot = (played.on_stage(played.scenario.scenes[0].id, start), tuple(start.values()), ())
    found: dict[Spot, set[Spot]] = {}
    fresh = {first}
    while fresh:
        for spot in fresh:
            id, levels, due = spot
            here = played.scenes[id].choices if id != "end" else ()
            after = [played.after(each, dict(zip(METERS, levels, strict=True)), dict(due)) for each in here]
            found[spot] = {
                (id, tuple(meters.values()), tuple(sorted(later.items()))) for id, meters, later in after
            }
        fresh = {spot for following in found.values() for spot in following} - found.keys()
    return found


@settings(deadline=None, max_examples=60)
@given(made.scenarios(circles=True))
def test_where_plays_go_in_circles_the_walk_sees_every_spot_and_every_trap(scenario: Scenario) -> None:
    played = Played(scenario)
    found = spots(played)
    free = {spot for spot in found if spot[0] == "end"}
    while more := {spot for spot, following in found.items() if following & free} - free:
        free |= more
    ends = {played.ending(dict(zip(METERS, spot[1], strict=True))) for spot in found if spot[0] == "end"}
    story, ids = ready(scenario, COURSE), [scene.id for scene in scenario.scenes]
    seen = walk(story)
    assert seen.whole
    assert {ids[number] for number in seen.scenes} == {spot[0] for spot in found} - {"end"}
    assert seen.endings.keys() == ends - {None}
    assert (seen.unended is None) == (None not in ends)
    assert {ids[number] for number in seen.trapped} == {spot[0] for spot in found.keys() - free}
    for number, path in seen.trapped.items():
        states = replay(story, path)
        assert states is not None
        assert states[-1].scene == number
    for number, path in seen.endings.items():
        states = replay(story, path)
        assert states is not None
        assert ending(story, states[-1].levels).id == scenario.endings[number].id
    assert {ids[number] for number in cannot_end(story) & seen.scenes} <= {ids[n] for n in seen.trapped}
    assert seen.scenes <= linked(story)


@settings(deadline=None)
@given(made.scenarios(circles=True), st.integers(1, 30))
def test_a_walk_that_is_stopped_claims_only_what_it_saw(scenario: Scenario, most: int) -> None:
    story = ready(scenario, COURSE)
    whole, seen = walk(story), walk(story, most)
    assert seen.states <= most
    assert seen.whole == (whole.states <= most)
    assert seen.scenes <= whole.scenes
    assert seen.endings.items() <= whole.endings.items()
    assert seen.unended in (None, whole.unended)
    assert seen.trapped.items() <= whole.trapped.items()
    for number, truth in seen.scene_truths.items():
        assert truth.true <= whole.scene_truths[number].true
        assert truth.false <= whole.scene_truths[number].false


def branching(scenes: int) -> Story:
    """Scenes in a row, each of whose choices brings the meters elsewhere: 3 states, 9, 27 and so on."""

    def one(number: int) -> Scene:
        goto = f"s{number + 1}" if number + 1 < scenes else "end"
        power = 3**number
        moves = [choice(f"c{n}", goto, effects={"trust": f"+{n * power}"} if n else {}) for n in range(3)]
        return scene(f"s{number}", *moves)

    return told(*map(one, range(scenes)), start={"trust": 0})


@pytest.mark.parametrize(("most", "whole"), [(1, False), (39, False), (40, True), (41, True)])
def test_the_bound_is_a_number_of_states(most: int, whole: bool) -> None:
    seen = walk(branching(3), most)
    assert (seen.states, seen.whole) == (min(most, 40), whole)


def test_a_circle_with_a_way_out_is_no_trap() -> None:
    story = told(
        scene("a", choice("on", "b"), choice("out")), scene("b", choice("back", "a"), choice("x", "a"))
    )
    seen = walk(story)
    assert (seen.whole, seen.trapped, cannot_end(story)) == (True, {}, frozenset())


def test_a_circle_without_a_way_out_is_one() -> None:
    story = told(
        scene("a", choice("in", "b"), choice("out")),
        scene("b", choice("x", "c"), choice("y", "b")),
        scene("c", choice("x", "b"), choice("y", "c")),
    )
    assert walk(story).trapped == {1: ("in",), 2: ("in", "x")}
    assert cannot_end(story) == {1, 2}


def test_a_way_out_that_a_condition_closes_is_seen_by_the_walk_alone() -> None:
    """From b the way out leads through c, which is only played when trust is high, and it never is again."""
    story = told(
        scene("a", choice("in", "b", effects={"trust": "-50"}), choice("out")),
        scene("b", choice("wait", "b"), choice("try", "c")),
        scene("c", choice("x"), choice("y"), when="trust > 10", otherwise="b"),
    )
    assert cannot_end(story) == frozenset()
    assert walk(story).trapped == {1: ("in",)}


def test_what_the_graph_leads_to_is_more_than_what_plays_reach() -> None:
    story = told(
        scene("a", choice("x", "b"), choice("y", "b")),
        scene("b", when="trust > 50", otherwise="c"),
        scene("c"),
        scene("d"),
    )
    assert linked(story) == {0, 1, 2}
    assert walk(story).scenes == {0, 2}


def test_one_grade_stops_where_a_scene_has_no_choice_of_it() -> None:
    story = told(scene("a", choice("x", "b", "best"), choice("y")), scene("b", choice("z"), choice("q")))
    assert paths_of(story, BEST) == {}
    assert paths_of(story, TEMPTING) == {("y",): (50, 50)}


def test_one_grade_that_goes_in_a_circle_comes_to_no_end() -> None:
    story = told(scene("a", choice("x", "a", "best"), choice("y")))
    assert paths_of(story, BEST) == {}
