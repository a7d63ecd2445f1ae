"""Scores as bars: a name, a bar of cells, and the number, so that they are read without colour."""

from collections.abc import Sequence

from advocacy_coach.tui.rows import Part, Row
from advocacy_coach.tui.text import clipped, measure

LABEL = 30
"""The most cells of a name."""

Score = tuple[str, int, int, str]
"""A name, how much of how much, and the words that say it."""


def score_rows(scores: Sequence[Score], width: int) -> list[Row]:
    """A row a score; a score out of 0 has no bar."""
    label = min(LABEL, max((measure(name) for name, *_rest in scores), default=0), width // 2)
    words = max((measure(said) for *_rest, said in scores), default=0)
    room = max(0, min(40, width - label - words - 2))
    rows = []
    for name, part, of, said in scores:
        shown = clipped(name, label)
        filled = round(room * part / of) if of else 0
        parts: tuple[Part, ...] = (
            (shown + " " * (label - measure(shown) + 1), ""),
            ("█" * filled, "accent"),
            ("░" * (room - filled) if of else " " * room, "track"),
            (f" {said}", "strong"),
        )
        rows.append(Row(parts))
    return rows
