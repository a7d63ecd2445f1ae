"""The strongest way through a scenario, to lay beside the way that a room went."""

from collections.abc import Sequence
from typing import Final

from advocacy_coach.course.model import Grade
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.story import Move, State, Stop, Story
from advocacy_coach.i18n import _

GRADES: Final[Sequence[Grade]] = ("best", "fair", "weak", "tempting")
"""From the strongest choice to the weakest."""


def strongest(stop: Stop) -> Move:
    """The strongest choice of a scene; the first of them where there are several."""
    return min(stop.moves, key=lambda move: GRADES.index(move.choice.verdict))


def path(story: Story, most: int = 0) -> tuple[tuple[State, Move], ...]:
    """The strongest choices from the start, each with the state it is made in; at most ``most`` unless 0.

    A story that comes back to a state it was in is not followed any further.
    """
    made: list[tuple[State, Move]] = []
    met: set[State] = set()
    state = stories.begin(story)
    while state not in met and not (most and len(made) >= most):
        met.add(state)
        stop = stories.stop_at(story, state)
        if stop is None:
            break
        move = strongest(stop)
        made.append((state, move))
        state = stories.advance(story.stops, state, move)
    return tuple(made)


def verdict_words(verdict: Grade) -> str:
    """How good a choice is, in words."""
    return {
        "best": _("strongest"),
        "fair": _("fair"),
        "weak": _("weak"),
        "tempting": _("tempting, and weak"),
    }[verdict]
