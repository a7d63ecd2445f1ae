"""Meters as lines over the decisions: numbers and heights, so that they are read without colour."""

from collections.abc import Sequence

from msgspec import Struct

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import Part, Row
from advocacy_coach.tui.text import clipped, measure

HEIGHTS = "▁▂▃▄▅▆▇█"
"""Eighths of a line; the lowest stands for 0 to 12 and the highest for 88 to 100."""

LABEL = 16
"""The most cells of a meter's title."""

LEAST_CELL, MOST_CELL = 4, 12
"""Cells of one moment: its number, and the line to the next."""

LEAST_LINE = 3
"""Cells of the shortest line between two numbers; where it does not fit, a number carries its height."""

CHANGE, BEST = 7, 6
"""Cells of the column with the change from start to end, and of the one with the strongest choices."""


class _Room(Struct, frozen=True):
    """How a width is shared: cells of a title and of a moment, and which columns follow."""

    label: int
    cell: int
    change: bool
    best: bool


def meter_rows(
    titles: Sequence[str], moments: Sequence[Sequence[int]], best: Sequence[int], width: int
) -> list[Row]:
    """A line a meter over the moments of a play: the start, and after each decision.

    ``moments`` are levels from 0 to 100 in the order of ``titles``; ``best`` are those at the end of the
    strongest choices, empty to leave them out.
    """
    room = _room(titles, len(moments), width, best=bool(best))
    begun = _("start")
    names = [
        begun if measure(begun) < room.cell else "0",
        *(str(number) for number in range(1, len(moments))),
    ]
    head = "".join(_fitted(name, room.cell) for name in names[:-1]) + _fitted(names[-1], LEAST_CELL)
    if room.change:
        head += " " * CHANGE
    if room.best:
        head += _fitted(_("best"), BEST)
    rows = [Row(((" " * (room.label + 1), ""), (head.rstrip(), "muted")))]
    for place, title in enumerate(titles):
        parts: list[Part] = [(f"{_fitted(title, room.label)} ", "strong")]
        parts += _line([levels[place] for levels in moments], room)
        if room.best:
            parts.append((str(best[place]), "muted"))
        rows.append(Row(tuple(parts)))
    return rows


def _room(titles: Sequence[str], moments: int, width: int, *, best: bool) -> _Room:
    """Numbers first, then lines, then the change, then the best, as far as there is room."""
    label = min(LABEL, max(measure(title) for title in titles))
    free = width - label - 1 - moments * LEAST_CELL
    lines = LEAST_LINE * (moments - 1)
    lines = lines if free >= lines else 0
    change = free >= lines + CHANGE
    best = best and free >= lines + CHANGE * change + BEST
    free -= CHANGE * change + BEST * best
    wider = max(0, free) // max(1, moments - 1)
    wider = wider if wider >= LEAST_LINE else 0
    return _Room(label, min(MOST_CELL, LEAST_CELL + wider), change, best)


def _line(levels: Sequence[int], room: _Room) -> list[Part]:
    parts: list[Part] = []
    for level in levels[:-1]:
        if room.cell == LEAST_CELL:
            parts += [
                (str(level), "accent"),
                (_fitted(_height(level), LEAST_CELL - len(str(level))), "track"),
            ]
        else:
            line = _height(level) * (room.cell - LEAST_CELL - 1)
            parts += [(f"{level:<{LEAST_CELL}}", "accent"), (f"{line} ", "track")]
    last = levels[-1]
    height = _height(last) if room.cell == LEAST_CELL else ""
    parts += [(str(last), "accent strong"), (_fitted(height, LEAST_CELL - len(str(last))), "track")]
    if room.change:
        words, style = _change(levels[-1] - levels[0])
        parts.append((_fitted(words, CHANGE), style))
    return parts


def _height(level: int) -> str:
    return HEIGHTS[min(len(HEIGHTS) - 1, level * len(HEIGHTS) // 100)]


def _change(by: int) -> Part:
    """How far a meter came from the start to the end: its direction as an arrow, a sign and a colour."""
    if by == 0:
        return "=", "muted"
    return (f"▲ +{by}", "good") if by > 0 else (f"▼ −{-by}", "bad")


def _fitted(words: str, width: int) -> str:
    kept = clipped(words, width)
    return kept + " " * (width - measure(kept))
