"""The mood check: is there solid ground?

Scores are exact fractions, so that a score of 39.9 never reads 40 where a band begins; they are rounded only
where they are shown.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from advocacy_coach.course.tools import Area, Band, MoodCheck, Statement

UNKNOWN = "unknown"
"""“I don't know, or would rather not say”: an answer without a score."""

MOST = 4
"""The highest answer; the lowest is 0."""

Marks = Mapping[str, str]


class AreaScore(Struct, frozen=True):
    """An area with its score, 0 to 100; None where nobody answered, or too few to show it."""

    area: Area
    score: Fraction | None


class MoodReading(Struct, frozen=True):
    """What a mood check says.

    ``missing`` are statements without any answer. With too many unknown answers there is no score: ``ask`` is
    True, and ``score``, ``band`` and ``lowest`` are None, as before the first answer. ``low_gates`` are the
    gate statements below the gate, ``first`` the areas so far below the mean that they are named first, the
    lowest before the others. ``lowest`` is the area to start with where there is no such one; of equals the
    one that the tool names first.
    """

    missing: tuple[Statement, ...]
    unknown: int
    ask: bool
    score: Fraction | None
    areas: tuple[AreaScore, ...]
    band: Band | None
    low_gates: tuple[Statement, ...]
    first: tuple[Area, ...]
    lowest: Area | None


def read(tool: MoodCheck, marks: Marks) -> MoodReading:
    """One person's answers. Answers that are not 0 to 4 or unknown count as missing."""
    scores: dict[str, Fraction] = {}
    missing, unknown = [], 0
    for statement in tool.statements:
        answer = marks.get(statement.id, "")
        if answer == UNKNOWN:
            unknown += 1
        elif answer in _ANSWERS:
            scores[statement.id] = Fraction(100 * int(answer), MOST)
        else:
            missing.append(statement)
    ask = unknown >= tool.unknown.from_ or (not scores and not missing)
    return reading(tool, scores, tuple(missing), unknown, ask=ask)


def shown_score(score: Fraction) -> int:
    """A score as it is shown: whole points, halves up."""
    return int(score + Fraction(1, 2))


_ANSWERS = frozenset(str(number) for number in range(MOST + 1))


def reading(
    tool: MoodCheck,
    scores: Mapping[str, Fraction],
    missing: tuple[Statement, ...],
    unknown: int,
    *,
    ask: bool,
) -> MoodReading:
    """The reading of scores of statements, 0 to 100."""
    areas = tuple(AreaScore(area, mean(of_area(tool, area, scores))) for area in tool.areas)
    score = None if ask else mean(scores.values())
    low = tuple(each for each in tool.statements if each.gate and _below(scores, each.id, tool.gates.below))
    if score is None:
        return MoodReading(missing, unknown, ask, None, areas, None, low, (), None)
    rising = [(each.score, each.area) for each in areas if each.score is not None]
    rising.sort(key=lambda each: each[0])
    first = tuple(area for low_score, area in rising if score - low_score >= tool.weak_area.by)
    band = _band(tool, score, scores, gated=bool(low))
    return MoodReading(missing, unknown, ask, score, areas, band, low, first, rising[0][1])


def rosier(tool: MoodCheck, mine: MoodReading, theirs: MoodReading) -> bool:
    """True when one sees it so much rosier than the team does that this is where to start."""
    if mine.score is None or theirs.score is None:
        return False
    return mine.score - theirs.score >= tool.rosier.by


def _band(tool: MoodCheck, score: Fraction, scores: Mapping[str, Fraction], *, gated: bool) -> Band:
    """The lowest band that the score, the statements together and the gates allow."""
    places = {band.id: place for place, band in enumerate(tool.bands)}
    allowed = [next(place for place, band in enumerate(tool.bands) if score < band.below)]
    if all(_below(scores, id, tool.together.below) for id in tool.together.statements):
        allowed.append(places[tool.together.band])
    if gated:
        allowed.append(places[tool.gates.band])
    return tool.bands[min(allowed)]


def of_area(tool: MoodCheck, area: Area, scores: Mapping[str, Fraction]) -> list[Fraction]:
    """The scores of an area."""
    return [scores[each.id] for each in tool.statements if each.area == area.id and each.id in scores]


def _below(scores: Mapping[str, Fraction], id: str, limit: int) -> bool:
    return id in scores and scores[id] < limit


def mean(scores: Iterable[Fraction]) -> Fraction | None:
    """The mean; None of nothing."""
    values = list(scores)
    return sum(values, Fraction(0)) / len(values) if values else None
