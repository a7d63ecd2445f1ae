"""Every state a story can be in, by playing every choice in every one of them.

Not the graph of scenes alone: conditions and meters decide where a play really goes and how it ends.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple

from msgspec import Struct

from advocacy_coach.course.model import Grade
from advocacy_coach.course.scenarios.conditions import Levels
from advocacy_coach.course.scenarios.story import OVER, Move, State, Stop, Story, advance, begin, felt

MOST_STATES: Final = 100_000
"""States after which a walk stops and says so: about a second, and more than a story for people needs."""

Path = tuple[str, ...]
"""The ids of the choices of a play, in order."""


class _States(Struct, frozen=True):
    """The states of a walk by number, nearest to the start first, and whether these are all.

    ``parents`` are the states from which each was first come to; ``led`` is where every move led, in the
    order of states and their moves. Numbers instead of the states themselves, since those would keep the
    garbage collector busier than the walk.
    """

    stops: Sequence[Stop]
    states: list[State]
    parents: list[int]
    led: list[int]
    whole: bool


class Truth(NamedTuple):
    """Whether a condition was ever found true and ever found false."""

    true: bool = False
    false: bool = False


_UNKNOWN: Final = Truth()


class Walk(Struct, frozen=True):
    """What a walk has seen. ``whole`` is False when the bound stopped it, and then nothing is proved.

    ``endings`` are numbers of endings with a play that reaches each; ``unended`` is a play after which no
    ending holds; ``trapped`` are scenes by number, with a play after which no end can be reached any more.
    ``scene_truths`` and ``ending_truths`` are of the conditions, by number, where there is one.
    """

    states: int
    whole: bool
    scenes: frozenset[int]
    endings: dict[int, Path]
    unended: Path | None
    trapped: dict[int, Path]
    scene_truths: dict[int, Truth]
    ending_truths: dict[int, Truth]


def walk(story: Story, most: int = MOST_STATES) -> Walk:
    """Walk through every state, or the first ``most`` of them, nearest to the start first."""
    seen = _explore(story.stops, begin(story), most)
    endings, unended, ending_truths = _ends(story, seen)
    return Walk(
        states=len(seen.states),
        whole=seen.whole,
        scenes=frozenset(state.scene for state in seen.states) - {OVER},
        endings=endings,
        unended=unended,
        trapped=_trapped(seen) if seen.whole and _circular(story) else {},
        scene_truths=_scene_truths(story, seen),
        ending_truths=ending_truths,
    )


def paths_of(story: Story, grades: Sequence[Grade], most: int = MOST_STATES) -> dict[Path, Levels]:
    """Where plays end that take in every scene only the choices of one grade: the first that it has.

    One play for each way the meters can end. Plays that never end are not among them.
    """
    stops = tuple(_only(stop, grades) for stop in story.stops)
    seen = _explore(stops, begin(story), most)
    ends = (number for number, state in enumerate(seen.states) if state.scene == OVER)
    return {_path(seen, number): seen.states[number].levels for number in ends}


def cannot_end(story: Story) -> frozenset[int]:
    """Scenes from which the graph alone, whatever the meters, never comes to an end."""
    return frozenset(range(len(story.stops))) - _backwards(_graph(story), OVER)


def linked(story: Story) -> frozenset[int]:
    """Scenes that the graph alone, whatever the meters, leads to."""
    forwards = {number: set(targets) for number, targets in _graph(story).items()}
    reached, waiting = {0}, [0]
    while waiting:
        fresh = forwards.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting.extend(fresh)
    return frozenset(reached - {OVER})


def _explore(stops: Sequence[Stop], first: State, most: int) -> _States:
    """The first ``most`` states that one comes to from ``first``."""
    states, parents = [first], [-1]
    led: list[int] = []
    numbers = {first: 0}
    for number, state in enumerate(states):  # grows while it is read
        if state.scene == OVER:
            continue
        for move in stops[state.scene].moves:
            after = advance(stops, state, move)
            found = numbers.setdefault(after, len(states))
            if found == len(states):
                if found >= most:
                    return _States(stops, states, parents, led, whole=False)
                states.append(after)
                parents.append(number)
            led.append(found)
    return _States(stops, states, parents, led, whole=True)


def _ends(story: Story, seen: _States) -> tuple[dict[int, Path], Path | None, dict[int, Truth]]:
    endings: dict[int, Path] = {}
    unended: Path | None = None
    truths: dict[int, Truth] = {}
    for at, state in enumerate(seen.states):
        if state.scene != OVER:
            continue
        for number, close in enumerate(story.closes):
            holds = close.test is None or close.test(state.levels)
            if close.test is not None:
                _note(truths, number, holds)
            if holds:
                if number not in endings:
                    endings[number] = _path(seen, at)
                break
        else:
            unended = unended or _path(seen, at)
    return endings, unended, truths


def _scene_truths(story: Story, seen: _States) -> dict[int, Truth]:
    """Ask each condition of a scene again in every state that comes to it."""
    truths: dict[int, Truth] = {}
    tested = frozenset(number for number, stop in enumerate(story.stops) if stop.test is not None)
    if not tested:
        return truths
    for state in seen.states:
        if state.scene == OVER:
            continue
        for move in story.stops[state.scene].moves:
            if move.to in tested:
                _pass_over(story, truths, move.to, felt(state, move))
    _pass_over(story, truths, 0, story.start)
    return truths


def _pass_over(story: Story, truths: dict[int, Truth], scene: int, levels: Levels) -> None:
    for _ in story.stops:
        if scene == OVER or (test := story.stops[scene].test) is None:
            return
        holds = test(levels)
        _note(truths, scene, holds)
        if holds:
            return
        scene = story.stops[scene].otherwise


def _note(truths: dict[int, Truth], number: int, holds: bool) -> None:
    before = truths.get(number, _UNKNOWN)
    if not (before.true if holds else before.false):
        truths[number] = Truth(before.true or holds, before.false or not holds)


def _trapped(seen: _States) -> dict[int, Path]:
    """Scenes in which a play can be so that it never ends."""
    before: dict[int, list[int]] = {}
    led = iter(seen.led)
    for number, state in enumerate(seen.states):
        if state.scene != OVER:
            for after in islice(led, len(seen.stops[state.scene].moves)):
                before.setdefault(after, []).append(number)
    free = {number for number, state in enumerate(seen.states) if state.scene == OVER}
    waiting = list(free)
    while waiting:
        fresh = [number for number in before.get(waiting.pop(), ()) if number not in free]
        free.update(fresh)
        waiting.extend(fresh)
    trapped: dict[int, Path] = {}
    for number, state in enumerate(seen.states):
        if number not in free and state.scene not in trapped:
            trapped[state.scene] = _path(seen, number)
    return trapped


def _path(seen: _States, number: int) -> Path:
    """The choices of the play by which a state was first come to."""
    choices: list[str] = []
    while (parent := seen.parents[number]) >= 0:
        before, after = seen.states[parent], seen.states[number]
        moves = seen.stops[before.scene].moves
        choices.append(next(m.choice.id for m in moves if advance(seen.stops, before, m) == after))
        number = parent
    return tuple(reversed(choices))


def _graph(story: Story) -> dict[int, list[int]]:
    """Where each scene leads, whatever the meters; a scene with a condition may be passed over."""
    graph = {number: [move.to for move in stop.moves] for number, stop in enumerate(story.stops)}
    for number, stop in enumerate(story.stops):
        if stop.test is not None:
            graph[number].append(stop.otherwise)
    return graph


def _backwards(graph: dict[int, list[int]], goal: int) -> set[int]:
    before: dict[int, list[int]] = {}
    for number, targets in graph.items():
        for target in targets:
            before.setdefault(target, []).append(number)
    reached, waiting = {goal}, [goal]
    while waiting:
        fresh = set(before.get(waiting.pop(), ())) - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached


def _circular(story: Story) -> bool:
    """Whether a play can come to a scene twice: scenes are taken away from the end until none can be."""
    left = {number: set(targets) - {OVER} for number, targets in _graph(story).items()}
    before: dict[int, list[int]] = {}
    for number, targets in left.items():
        for target in targets:
            before.setdefault(target, []).append(number)
    waiting = [number for number, targets in left.items() if not targets]
    gone = 0
    while waiting:
        number = waiting.pop()
        gone += 1
        for earlier in before.get(number, ()):
            left[earlier].discard(number)
            if not left[earlier]:
                waiting.append(earlier)
    return gone < len(left)


def _only(stop: Stop, grades: Sequence[Grade]) -> Stop:
    moves: Iterable[Move] = ()
    for grade in grades:
        moves = tuple(move for move in stop.moves if move.choice.verdict == grade)
        if moves:
            break
    return Stop(stop.scene, tuple(moves), stop.test, stop.otherwise)


def left(story: Story, scene: int) -> tuple[int, int] | None:
    """The least and the most decisions from a scene to the end; None where scenes go round in a circle.

    Conditions are not asked, so a play may have neither the least nor the most.
    """
    graph, known, above = _graph(story), {OVER: (0, 0)}, [scene]
    passed_over = {n for n, stop in enumerate(story.stops) if stop.test is not None}
    on_the_way: set[int] = set()
    while above:
        number = above[-1]
        waiting = [target for target in graph.get(number, ()) if target not in known]
        if number in known or not waiting:
            if number not in known:
                known[number] = _counted(story, number, known, number in passed_over)
            on_the_way.discard(above.pop())
        elif number in on_the_way:
            return None
        else:
            on_the_way.add(number)
            above.extend(waiting)
    return known[scene]


def _counted(story: Story, number: int, known: dict[int, tuple[int, int]], passed: bool) -> tuple[int, int]:
    ways = [known[move.to] for move in story.stops[number].moves]
    least, most = 1 + min(way[0] for way in ways), 1 + max(way[1] for way in ways)
    if passed:
        other = known[story.stops[number].otherwise]
        return min(least, other[0]), max(most, other[1])
    return least, most
