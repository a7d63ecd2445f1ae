"""What could make a scenario better: warnings, which never keep it from being used."""

from collections.abc import Iterator, Sequence

from advocacy_coach.course import rules
from advocacy_coach.course.advice import sentences, too_long
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import texts
from advocacy_coach.course.flow import height
from advocacy_coach.course.model import Course, Scenario, Scene
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.prose import plain
from advocacy_coach.course.scenarios import conditions
from advocacy_coach.course.scenarios.conditions import comparisons
from advocacy_coach.course.source import Source, Where
from advocacy_coach.course.stage import DECISION_LINES, PAGE_WIDTH, QUESTION_WIDTH

ENOUGH_SCENES = 2
"""Fewer scenes than this show no habit of their author."""


def scenario(source: Source, scenario: Scenario) -> Iterator[Problem]:
    """The warnings about one scenario."""
    yield from _longest(source, scenario)
    for index, scene in enumerate(scenario.scenes):
        yield from _stage(source, ("scenes", index), scene)
    for where, text in texts(source.value):
        yield from sentences(source, where, text)


def unused_meters(source: Source, course: Course, scenarios: Sequence[Scenario]) -> Iterator[Problem]:
    """The meters of a course that no scenario moves and no condition asks for."""
    used: set[str] = set()
    whens = [ending.when for ending in course.endings]
    for scenario in scenarios:
        whens += [scene.when for scene in scenario.scenes] + [ending.when for ending in scenario.endings]
        for scene in scenario.scenes:
            for choice in scene.choices:
                used |= choice.effects.keys() | choice.later.keys()
    for when in filter(None, whens):
        used |= {comparison.meter for comparison in comparisons(conditions.parse(when))}
    for meter in course.meters:
        if meter not in used:
            place = source.key_at(("meters", meter))
            yield source.broken(rules.UNUSED_METER, place, f"no scenario uses the meter {shown(meter)}")


def _longest(source: Source, scenario: Scenario) -> Iterator[Problem]:
    longest = [scene.id for scene in scenario.scenes if _best_is_longest(scene)]
    if len(scenario.scenes) >= ENOUGH_SCENES and 2 * len(longest) > len(scenario.scenes):
        message = f"the best choice is the longest in {len(longest)} of {len(scenario.scenes)} scenes"
        hint = f"Shorten it in some of: {', '.join(longest)}."
        yield source.broken(rules.LONGEST_RIGHT, source.key_at(("scenes",)), message, hint)


def _best_is_longest(scene: Scene) -> bool:
    best = [len(plain(choice.text)) for choice in scene.choices if choice.verdict == "best"]
    others = [len(plain(choice.text)) for choice in scene.choices if choice.verdict != "best"]
    return bool(best and others) and max(best) > max(others)


def _stage(source: Source, where: Where, scene: Scene) -> Iterator[Problem]:
    """The parts of a scene that do not fit the projected screen: a line, the choices, a consequence.

    The conversation as a whole may be longer, since it is shown page by page, a line never broken.
    """
    for number, line in enumerate(scene.lines):
        lines = height(line.text, QUESTION_WIDTH) + bool(line.speaker)
        yield from too_long(source, source.at((*where, "lines", number, "text")), lines, QUESTION_WIDTH)
    lines = DECISION_LINES + sum(height(choice.text, QUESTION_WIDTH) for choice in scene.choices)
    yield from too_long(source, source.key_at((*where, "choices")), lines, QUESTION_WIDTH)
    for number, choice in enumerate(scene.choices):
        lines = height(choice.text, PAGE_WIDTH) + height(choice.feedback, PAGE_WIDTH)
        place = source.key_at((*where, "choices", number, "feedback"))
        yield from too_long(source, place, lines, PAGE_WIDTH)
