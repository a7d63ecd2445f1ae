"""What playing a scenario in every way shows: the faults of a story that no look at one scene can find."""

from collections.abc import Iterator

from advocacy_coach.course import rules
from advocacy_coach.course.characters import shown
from advocacy_coach.course.model import Ending, Grade, Plan
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.scenarios.conditions import Levels
from advocacy_coach.course.scenarios.story import State, Story, begin, choose, ending, stop_at
from advocacy_coach.course.scenarios.walk import (
    MOST_STATES,
    Path,
    Truth,
    Walk,
    cannot_end,
    linked,
    paths_of,
    walk,
)
from advocacy_coach.course.source import Source, Where

BEST: tuple[Grade, ...] = ("best",)
TEMPTING: tuple[Grade, ...] = ("tempting", "weak", "fair", "best")
"""Which choices a path takes in each scene: those of the first grade that the scene has."""


def story(source: Source, story: Story, most: int = MOST_STATES) -> Iterator[Problem]:
    """The faults of a scenario that has no errors of shape or reference.

    When the story has more than ``most`` states, that is said, and only what was seen or follows from the
    graph alone is reported.
    """
    seen = walk(story, most)
    if not seen.whole:
        message = f"this story has more than {most:,} states, so not all of it was played"
        hint = "Use fewer decisions in a row, or effects that bring the meters to the same places."
        yield source.broken(rules.BOUND, source.key_at(("scenes",)), message, hint)
    yield from _scenes(source, story, seen)
    yield from _exits(source, story, seen)
    yield from _endings(source, story, seen)
    yield from _constant(source, story, seen)
    yield from _best(source, story, seen, most)
    yield from _tempting(source, story, most)
    yield from _plans(source, story)


def _scenes(source: Source, story: Story, seen: Walk) -> Iterator[Problem]:
    led_to = linked(story)
    reached = seen.scenes if seen.whole else led_to
    for number, stop in enumerate(story.stops):
        if number not in reached:
            message = f"no play reaches the scene {shown(stop.scene.id)}"
            if number in led_to:
                message += ": the conditions on the way never let it"
            yield source.broken(rules.UNREACHED_SCENE, source.at(("scenes", number, "id")), message)


def _exits(source: Source, story: Story, seen: Walk) -> Iterator[Problem]:
    closed = cannot_end(story)
    for number in sorted(closed | seen.trapped.keys()):
        id = shown(story.stops[number].scene.id)
        if number in closed:
            message, hint = f"from {id} no choice ever leads to “end”", "Let one of the choices lead out."
        else:
            message = f"a play can come to {id} so that it never ends"
            hint = f"For example: {_told(seen.trapped[number])}."
        yield source.broken(rules.NO_EXIT, source.at(("scenes", number, "id")), message, hint)


def _endings(source: Source, story: Story, seen: Walk) -> Iterator[Problem]:
    own = bool(story.scenario.endings)
    if seen.unended is not None:
        message = "after some plays no ending holds"
        hint = f"For example: {_told(seen.unended)}. Give the last ending no condition."
        yield source.broken(rules.NO_ENDING, source.key_at(("endings",)), message, hint)
    for number, close in enumerate(story.closes):
        if seen.whole and number not in seen.endings:
            place = source.at(("endings", number, "id")) if own else source.key_at(("scenes",))
            message = f"no play reaches the ending {shown(close.ending.id)}"
            yield source.broken(rules.UNREACHED_ENDING, place, message)


def _constant(source: Source, story: Story, seen: Walk) -> Iterator[Problem]:
    """Conditions that came out the same in every state in which they were asked."""
    if not seen.whole:
        return
    for number, truth in sorted(seen.scene_truths.items()):
        yield from _same(source, ("scenes", number, "when"), truth)
    for number, truth in sorted(seen.ending_truths.items()):
        if number < len(story.scenario.endings) and story.scenario.endings[number].when:
            yield from _same(source, ("endings", number, "when"), truth)


def _same(source: Source, where: Where, truth: Truth) -> Iterator[Problem]:
    if truth.true != truth.false:
        word = "always true" if truth.true else "never true"
        yield source.broken(rules.CONSTANT, source.at(where), f"this condition is {word} when it is asked")


def _best(source: Source, story: Story, seen: Walk, most: int) -> Iterator[Problem]:
    lacking = False
    for number, stop in enumerate(story.stops):
        if all(move.choice.verdict != "best" for move in stop.moves):
            lacking = True
            message = f"the scene {shown(stop.scene.id)} has no best choice"
            yield source.broken(rules.BEST_PATH, source.at(("scenes", number, "id")), message)
    paths = paths_of(story, BEST, most)
    if seen.whole and not paths and not lacking:
        message = "whoever always makes the best choice comes to no end"
        yield source.broken(rules.BEST_PATH, source.key_at(("scenes",)), message)
    for end, path, levels in _one_each(story, paths):
        if end.kind != "good":
            message = f"the best choices end in {shown(end.id)}, which is not good"
            hint = f"The path: {_told(path)}. The meters then: {_levels(story, levels)}."
            yield source.broken(rules.BEST_PATH, source.key_at(("scenes",)), message, hint)


def _tempting(source: Source, story: Story, most: int) -> Iterator[Problem]:
    for end, path, levels in _one_each(story, paths_of(story, TEMPTING, most)):
        if end.kind == "good":
            message = f"the tempting choices end in {shown(end.id)}, which is good"
            hint = f"The path: {_told(path)}. The meters then: {_levels(story, levels)}."
            yield source.broken(rules.TEMPTING_PATH, source.key_at(("scenes",)), message, hint)


def _one_each(story: Story, paths: dict[Path, Levels]) -> Iterator[tuple[Ending, Path, Levels]]:
    """One of these paths for each ending that they come to."""
    met: set[str] = set()
    for path, levels in paths.items():
        end = ending(story, levels)
        if end.id not in met:
            met.add(end.id)
            yield end, path, levels


def _plans(source: Source, story: Story) -> Iterator[Problem]:
    for number, plan in enumerate(story.scenario.plans):
        yield from _plan(source, story, ("plans", number), plan)
    if not story.scenario.plans:
        message = "no plan proves where this scenario leads"
        hint = "Add “plans”: at least the best path and the tempting one."
        yield source.broken(rules.NO_PLAN, source.at(), message, hint)


def _plan(source: Source, story: Story, where: Where, plan: Plan) -> Iterator[Problem]:
    state = begin(story)
    for at, choice in enumerate(plan.choices):
        following = choose(story, state, choice)
        if following is None:
            message, hint = f"the choice {shown(choice)} is not there to be made", _offered(story, state)
            yield source.broken(rules.PLAN, source.at((*where, "choices", at)), message, hint)
            return
        state = following
    end = ending(story, state.levels)
    if stop := stop_at(story, state):
        message = f"this plan stops in the scene {shown(stop.scene.id)} and reaches no ending"
        place = source.key_at((*where, "choices"))
        yield source.broken(rules.PLAN, place, message, _offered(story, state))
    elif end.id != plan.ending:
        message = f"this plan ends in {shown(end.id)}"
        hint = f"The meters then: {_levels(story, state.levels)}."
        yield source.broken(rules.PLAN, source.at((*where, "ending")), message, hint)


def _offered(story: Story, state: State) -> str:
    stop = stop_at(story, state)
    if stop is None:
        return "The story is over before it."
    return f"The scene {shown(stop.scene.id)} offers: {', '.join(move.choice.id for move in stop.moves)}."


def _told(path: Path) -> str:
    return ", ".join(path) or "at once"


def _levels(story: Story, levels: Levels) -> str:
    return ", ".join(f"{meter} {level}" for meter, level in zip(story.meters, levels, strict=True))
