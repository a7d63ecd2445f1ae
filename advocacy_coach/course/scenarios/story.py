"""A scenario made ready to be played: where every choice leads, and what it does to the meters.

Pure and the same on every machine: a state is nothing but the fold of the choices made so far. On a choice
the meters move by its ``effects`` and by what the choice before had put off until ``later``, together, and
are then held between 0 and 100. When the story ends, what was still put off is felt as well.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from operator import add
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.model import END, Course, Ending, Scenario, Scene, SceneChoice
from advocacy_coach.course.scenarios.conditions import Levels, Test, parse, test

OVER: Final = -1
"""The number of the scene after the last: the story has ended."""


class Move(Struct, frozen=True):
    """A choice with its deltas in the order of the meters, and the number of the scene it leads to.

    ``later`` is empty where nothing is put off.
    """

    choice: SceneChoice
    now: Levels
    later: Levels
    to: int


class Stop(Struct, frozen=True):
    """A scene with its moves, and where one goes on when ``test`` fails; without one it is always played."""

    scene: Scene
    moves: tuple[Move, ...]
    test: Test | None
    otherwise: int


class Close(Struct, frozen=True):
    """An ending, whole, with its test; no test where it takes whatever comes to it."""

    ending: Ending
    test: Test | None


class Story(Struct, frozen=True):
    """A scenario ready to be played. ``meters`` are ids and ``start`` levels in the order of the course.

    ``graph`` is a fingerprint of everything but the wording, so that a record can tell whether the scenario
    is still the one that was played.
    """

    scenario: Scenario
    meters: tuple[str, ...]
    titles: tuple[str, ...]
    start: Levels
    stops: tuple[Stop, ...]
    closes: tuple[Close, ...]
    graph: str


class State(NamedTuple):
    """Where a play stands: the number of the scene, the meters, and what is still to be felt."""

    scene: int
    levels: Levels
    later: Levels = ()


def endings(scenario: Scenario, course: Course) -> tuple[Ending, ...]:
    """The endings of a scenario in the order they are tested, each with what it takes from the course."""
    known = {ending.id: ending for ending in course.endings}
    if not scenario.endings:
        return course.endings
    return tuple(_completed(ending, known.get(ending.id)) for ending in scenario.endings)


def ready(scenario: Scenario, course: Course) -> Story:
    """The story of a scenario without errors. Raises ValueError or KeyError for one that has some."""
    places = {id: place for place, id in enumerate(course.meters)}
    numbers = {scene.id: number for number, scene in enumerate(scenario.scenes)} | {END: OVER}
    start = tuple(scenario.start.get(id, meter.start) for id, meter in course.meters.items())

    def deltas(written: dict[str, str]) -> Levels:
        return tuple(int(written.get(id, 0)) for id in places)

    def tested(when: str) -> Test | None:
        return test(parse(when), places) if when else None

    def move(choice: SceneChoice) -> Move:
        later = deltas(choice.later) if choice.later else ()
        return Move(choice, deltas(choice.effects), later, numbers[choice.goto])

    stops = tuple(
        Stop(
            scene,
            tuple(map(move, scene.choices)),
            tested(scene.when),
            numbers[scene.otherwise] if scene.otherwise else OVER,
        )
        for scene in scenario.scenes
    )
    whole = endings(scenario, course)
    closes = tuple(Close(ending, tested(ending.when)) for ending in whole)
    titles = tuple(meter.title for meter in course.meters.values())
    graph = _fingerprint(scenario, tuple(places), start, whole)
    return Story(scenario, tuple(places), titles, start, stops, closes, graph)


def begin(story: Story) -> State:
    """The state before the first decision."""
    return State(_arrived(story.stops, 0, story.start), story.start)


def felt(state: State, move: Move) -> Levels:
    """The meters after a move, together with what the move before had put off."""
    return _moved(state.levels, move.now, state.later)


def advance(stops: Sequence[Stop], state: State, move: Move) -> State:
    """The state after a move: the one rule of what a choice does."""
    levels = felt(state, move)
    scene = _arrived(stops, move.to, levels)
    if scene == OVER:
        return State(OVER, _moved(levels, move.later) if move.later else levels)
    return State(scene, levels, move.later)


def stop_at(story: Story, state: State) -> Stop | None:
    """The scene on stage; None when the story is over."""
    return None if state.scene == OVER else story.stops[state.scene]


def choose(story: Story, state: State, choice: str) -> State | None:
    """The state after a choice; None when the scene on stage has no such choice."""
    stop = stop_at(story, state)
    move = next((move for move in stop.moves if move.choice.id == choice), None) if stop else None
    return advance(story.stops, state, move) if move else None


def replay(story: Story, path: Iterable[str]) -> tuple[State, ...] | None:
    """The states of a play, the one before the first choice included; None when the path does not fit."""
    states = [begin(story)]
    for choice in path:
        following = choose(story, states[-1], choice)
        if following is None:
            return None
        states.append(following)
    return tuple(states)


def ending(story: Story, levels: Levels) -> Ending:
    """The first ending whose condition holds; the last one where none does, so that every play has an end."""
    fitting = (close.ending for close in story.closes if close.test is None or close.test(levels))
    return next(fitting, story.closes[-1].ending)


def _moved(levels: Levels, deltas: Levels, later: Levels = ()) -> Levels:
    """The levels after deltas, together with those that were put off if any, held between 0 and 100.

    Walks call this for every choice in every state, hence the plain comparisons.
    """
    moved = map(add, levels, deltas)
    if later:
        moved = map(add, moved, later)
    return tuple([0 if level < 0 else 100 if level > 100 else level for level in moved])


def _arrived(stops: Sequence[Stop], scene: int, levels: Levels) -> int:
    """The scene that is played when one comes to ``scene``: conditions may pass it over.

    Scenes that pass each other over in a circle end the story; ``check`` calls that an error.
    """
    for _ in stops:
        if scene == OVER:
            return OVER
        stop = stops[scene]
        if stop.test is None or stop.test(levels):
            return scene
        scene = stop.otherwise
    return OVER


def _completed(ending: Ending, known: Ending | None) -> Ending:
    if known is None:
        return ending
    return replace(
        ending,
        title=ending.title or known.title,
        text=ending.text or known.text,
        when=ending.when or known.when,
        kind=ending.kind or known.kind,
    )


def _fingerprint(
    scenario: Scenario, meters: tuple[str, ...], start: Levels, whole: tuple[Ending, ...]
) -> str:
    """Eight hexadecimal digits of all that a play depends on; wording and mere order are not among it."""
    scenes = sorted(
        (
            scene.id,
            str(parse(scene.when)) if scene.when else "",
            scene.otherwise,
            sorted(
                (c.id, c.verdict, c.goto, sorted(c.effects.items()), sorted(c.later.items()))
                for c in scene.choices
            ),
        )
        for scene in scenario.scenes
    )
    first = scenario.scenes[0].id
    last = [(ending.id, str(parse(ending.when)) if ending.when else "", ending.kind) for ending in whole]
    return blake2b(repr((meters, start, first, scenes, last)).encode(), digest_size=4).hexdigest()
