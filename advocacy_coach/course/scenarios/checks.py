"""What makes a scenario unusable although it has the right shape: it refers to what is not there."""

from collections.abc import Iterator
from typing import NamedTuple

from advocacy_coach.course import rules
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import Known, condition, only_prose, reference, repeated, unique
from advocacy_coach.course.model import END, YOU, Scenario, Scene, SceneChoice
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.scenarios.story import endings
from advocacy_coach.course.source import Source, Where


class _Names(NamedTuple):
    """What a scenario may refer to of its own."""

    scenes: frozenset[str]
    speakers: frozenset[str]


def scenario(source: Source, scenario: Scenario, known: Known) -> Iterator[Problem]:
    """The errors of one scenario."""
    meters = None if known.course is None else frozenset(known.course.meters)
    yield from only_prose(source)
    yield from reference(source, ("topic",), scenario.topic, known.topics, rules.UNKNOWN_TOPIC)
    yield from unique(source, ("cast",), [person.id for person in scenario.cast])
    yield from unique(source, ("scenes",), [scene.id for scene in scenario.scenes])
    yield from unique(source, ("endings",), [ending.id for ending in scenario.endings])
    yield from _reserved(source, scenario)
    for meter in scenario.start:
        yield from _meter(source, ("start", meter), meter, meters)
    yield from _scenes(source, scenario, known)
    yield from _circles(source, scenario)
    for index, ending in enumerate(scenario.endings):
        yield from condition(source, ("endings", index, "when"), ending.when, meters)
    yield from _endings(source, scenario, known)
    for number, claim in enumerate(scenario.debrief.claims):
        where: Where = ("debrief", "claims", number)
        yield from reference(source, where, claim, known.claims, rules.UNKNOWN_CLAIM)
    for number, name in enumerate(scenario.debrief.sources):
        where = ("debrief", "sources", number)
        yield from reference(source, where, name, known.sources, rules.UNKNOWN_SOURCE)


def _reserved(source: Source, scenario: Scenario) -> Iterator[Problem]:
    for index, scene in enumerate(scenario.scenes):
        if scene.id == END:
            message = f"{shown(END)} means that the story is over, so no scene can have this id"
            yield source.broken(rules.RESERVED, source.at(("scenes", index, "id")), message)
    for index, person in enumerate(scenario.cast):
        if person.id == YOU:
            message = f"{shown(YOU)} is the learner, who needs no place in the cast"
            yield source.broken(rules.RESERVED, source.at(("cast", index, "id")), message)


def _scenes(source: Source, scenario: Scenario, known: Known) -> Iterator[Problem]:
    names = _Names(
        frozenset(scene.id for scene in scenario.scenes),
        frozenset(person.id for person in scenario.cast) | {YOU},
    )
    for index, scene in enumerate(scenario.scenes):
        yield from _scene(source, ("scenes", index), scene, names, known)
    if scenario.scenes[0].when:
        message = f"the story begins in this scene, so {shown('when')} cannot pass it over"
        yield source.broken(rules.OTHERWISE, source.key_at(("scenes", 0, "when")), message)


def _circles(source: Source, scenario: Scenario) -> Iterator[Problem]:
    """Scenes that pass each other over until the first of them comes again: none might be played."""
    following = {scene.id: scene.otherwise for scene in scenario.scenes if scene.when}
    for index, scene in enumerate(scenario.scenes):
        id = following.get(scene.id, "")
        for _ in following:
            if id == scene.id:
                break
            id = following.get(id, "")
        if id == scene.id:
            message = f"where {shown(scene.id)} is passed over, the way may lead back to it for ever"
            yield source.broken(rules.OTHERWISE, source.at(("scenes", index, "otherwise")), message)


def _scene(source: Source, where: Where, scene: Scene, names: _Names, known: Known) -> Iterator[Problem]:
    meters = None if known.course is None else frozenset(known.course.meters)
    yield from condition(source, (*where, "when"), scene.when, meters)
    if bool(scene.when) != bool(scene.otherwise):
        has, lacks = ("when", "otherwise") if scene.when else ("otherwise", "when")
        message = f"a scene with {shown(has)} also needs {shown(lacks)}"
        yield source.broken(rules.OTHERWISE, source.key_at((*where, has)), message)
    if scene.otherwise:
        yield from _target(source, (*where, "otherwise"), scene.otherwise, names.scenes)
    for number, line in enumerate(scene.lines):
        if line.speaker:
            place: Where = (*where, "lines", number, "speaker")
            yield from reference(source, place, line.speaker, names.speakers, rules.UNKNOWN_SPEAKER)
    yield from unique(source, (*where, "choices"), [choice.id for choice in scene.choices])
    yield from repeated(source, (*where, "choices"), [choice.text for choice in scene.choices])
    for number, choice in enumerate(scene.choices):
        yield from _choice(source, (*where, "choices", number), choice, names.scenes, known)


def _choice(
    source: Source, where: Where, choice: SceneChoice, scenes: frozenset[str], known: Known
) -> Iterator[Problem]:
    yield from _target(source, (*where, "goto"), choice.goto, scenes)
    if known.course is None:
        return
    for key, moved in (("effects", choice.effects), ("later", choice.later)):
        for meter in moved:
            yield from _meter(source, (*where, key, meter), meter, frozenset(known.course.meters))
    if choice.pitfall:
        pitfalls = frozenset(topic.id for topic in known.course.topics if topic.pitfall)
        yield from reference(source, (*where, "pitfall"), choice.pitfall, pitfalls, rules.NO_PITFALL)


def _target(source: Source, where: Where, id: str, scenes: frozenset[str]) -> Iterator[Problem]:
    yield from reference(source, where, id, scenes | {END}, rules.UNKNOWN_SCENE)


def _meter(source: Source, where: Where, id: str, meters: frozenset[str] | None) -> Iterator[Problem]:
    """A meter that stands as a key; the problem stands at the key."""
    for problem in reference(source, where, id, meters, rules.UNKNOWN_METER):
        line, column = source.key_at(where)
        yield rules.UNKNOWN_METER.broken(problem.path, (line, column), problem.message, problem.hint)


def _endings(source: Source, scenario: Scenario, known: Known) -> Iterator[Problem]:
    if known.course is None:
        return
    whole = endings(scenario, known.course)
    if not whole:
        message = "neither this scenario nor course.yaml has an ending"
        yield source.broken(rules.ENDING, source.at(), message, "Add “endings”.")
    for index, ending in enumerate(whole):
        lacks = [key for key in ("title", "text", "kind") if not getattr(ending, key)]
        if lacks:
            keys = ", ".join(map(shown, lacks))
            message = f"the ending {shown(ending.id)} needs {keys}, here or in course.yaml"
            yield source.broken(rules.ENDING, source.at(("endings", index, "id")), message)
    ids = frozenset(ending.id for ending in whole)
    for index, plan in enumerate(scenario.plans):
        if plan.ending not in ids:
            message = f"there is no ending {shown(plan.ending)}"
            yield source.broken(rules.PLAN, source.at(("plans", index, "ending")), message)
