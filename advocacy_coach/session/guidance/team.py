"""The mood check of a team, from counts: all together, and the groups that can be shown.

Nothing is shown about fewer people than the minimum, and nothing from which it could be had by subtraction.
That holds for one table. Two tables that differ by one person would tell what that person said, so one survey
is one table: nothing is read from a sheet before it is closed, and a closed sheet never changes.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session.guidance.mood import MOST, AreaScore, MoodReading, mean, of_area, reading

Counts = tuple[int, ...]
"""How often each answer was given to a statement: 0, 1, 2, 3, 4, and unknown."""


class Group(Struct, frozen=True):
    """A part of the people who were asked, by name: the counts of each statement, by its id."""

    name: str
    counts: Mapping[str, Counts]

    @property
    def answers(self) -> int:
        """How many people answered: as many as the statement with most answers has."""
        return max((sum(counts) for counts in self.counts.values()), default=0)


class GroupReading(Struct, frozen=True):
    """A group as it is shown; hidden ones have no areas. The number of its people is told only when shown."""

    name: str
    hidden: bool
    answers: int
    areas: tuple[AreaScore, ...]


class TeamReading(Struct, frozen=True):
    """What the answers of a team say: all together, and those groups that can be shown.

    ``too_few`` is True when all together are fewer than the minimum; nothing is shown then. ``rate`` is the
    share of answers in per cent of those asked, None where nobody said how many; ``silent`` when it is so low
    that silence is a result too.
    """

    too_few: bool
    answers: int
    rate: int | None
    silent: bool
    whole: MoodReading | None
    groups: tuple[GroupReading, ...]


def read(tool: MoodCheck, groups: Sequence[Group], asked: int = 0) -> TeamReading:
    """The reading of a team. No group under the minimum is shown, nor can it be had by subtraction.

    A statement counts only where at least the minimum answered it with a number.
    """
    answers = sum(group.answers for group in groups)
    rate = min(100, 100 * answers // asked) if asked else None
    silent = rate is not None and rate < tool.silence.below
    if answers < tool.minimum:
        return TeamReading(True, 0, None, silent=False, whole=None, groups=())
    whole = reading(tool, _scores(tool, _added(tool, groups)), (), 0, ask=False)
    seen = shown_groups(tool, groups)
    readings = tuple(_group(tool, group, shown=place in seen) for place, group in enumerate(groups))
    return TeamReading(False, answers, rate, silent, whole, readings)


def shown_groups(tool: MoodCheck, groups: Sequence[Group]) -> frozenset[int]:
    """The groups that may be shown beside the whole, by place.

    For every statement a shown group has at least the minimum of numbers, and so have all hidden ones
    together, or none at all: else what is hidden could be had by taking the shown from the whole. While that
    does not hold, the smallest shown group is hidden as well. The hidden ones are also as many people as the
    minimum, or none: of three people who gave no number it would be seen that they all kept silent.
    """
    seen = {place for place, group in enumerate(groups) if _large_enough(tool, group)}
    while seen:
        hidden = [group for place, group in enumerate(groups) if place not in seen]
        if all(count == 0 or count >= tool.minimum for count in _people(tool, hidden)):
            break
        seen.remove(min(seen, key=lambda place: (groups[place].answers, place)))
    return frozenset(seen)


def _people(tool: MoodCheck, groups: Sequence[Group]) -> list[int]:
    """How many these groups are together, and how many of them gave each statement a number."""
    counts = _added(tool, groups)
    numbers = [_numbers(counts.get(statement.id, ())) for statement in tool.statements]
    return [sum(group.answers for group in groups), *numbers]


def _large_enough(tool: MoodCheck, group: Group) -> bool:
    return all(_numbers(group.counts.get(each.id, ())) >= tool.minimum for each in tool.statements)


def _group(tool: MoodCheck, group: Group, *, shown: bool) -> GroupReading:
    if not shown:
        return GroupReading(group.name, True, 0, ())
    scores = _scores(tool, group.counts)
    areas = tuple(AreaScore(area, mean(of_area(tool, area, scores))) for area in tool.areas)
    return GroupReading(group.name, False, group.answers, areas)


def _scores(tool: MoodCheck, counts: Mapping[str, Counts]) -> dict[str, Fraction]:
    """The score of each statement that enough people answered with a number."""
    scores = {}
    for statement in tool.statements:
        given = counts.get(statement.id, ())
        if (people := _numbers(given)) >= tool.minimum:
            total = sum(answer * many for answer, many in enumerate(given[: MOST + 1]))
            scores[statement.id] = Fraction(100 * total, MOST * people)
    return scores


def _added(tool: MoodCheck, groups: Sequence[Group]) -> dict[str, Counts]:
    added = {}
    for statement in tool.statements:
        given = [group.counts[statement.id] for group in groups if statement.id in group.counts]
        if given:
            added[statement.id] = tuple(map(sum, zip(*given, strict=True)))
    return added


def _numbers(counts: Counts) -> int:
    """How many answered with a number."""
    return sum(counts[: MOST + 1])
