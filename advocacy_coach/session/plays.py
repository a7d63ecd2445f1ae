"""The plays of one scenario in one run: what was chosen, how each ended, and which one counts.

A replay never lowers a mark: the best play counts. Playing the tempting path on purpose is part of learning.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.model import EndingKind, Grade
from advocacy_coach.session.events import Event, ScenarioBegun, ScenarioEnded, SceneChosen

CHOICE_POINTS: Final[dict[Grade, float]] = {"best": 1.0, "fair": 0.5, "weak": 0.0, "tempting": 0.0}
ENDING_POINTS: Final[dict[EndingKind, float]] = {"good": 1.0, "mixed": 0.5, "bad": 0.0}


class Play(Struct, frozen=True):
    """One play: the choices so far; once it has ended, its ending and points (0 to 1).

    ``graph`` is the fingerprint of the scenario that was played. The first ``taken_over`` choices are
    those of an earlier play, from which the learner went back.
    """

    number: int
    graph: str
    path: tuple[str, ...] = ()
    taken_over: int = 0
    ending: str = ""
    points: float = 0.0

    @property
    def ended(self) -> bool:
        """True when the story is over."""
        return bool(self.ending)


Plays = tuple[Play, ...]
"""The plays of one scenario in one run, in the order they were begun."""


def mark(grades: Sequence[Grade], kind: EndingKind) -> float:
    """The points of a play, 0 to 1: half for the choices, half for where they led."""
    chosen = sum(CHOICE_POINTS[grade] for grade in grades) / len(grades) if grades else 0.0
    return (chosen + ENDING_POINTS[kind]) / 2


def after(plays: Plays, event: Event) -> Plays:
    """The plays after an event of this scenario; what does not fit them, such as a gap, changes nothing."""
    match event:
        case ScenarioBegun(play=number, graph=graph, path=path) if number == len(plays):
            return (*plays, Play(number, graph, path, len(path)))
        case SceneChosen(play=number, decision=decision, choice=choice) if number < len(plays):
            play = plays[number]
            if play.ended or decision != len(play.path):
                return plays
            return _with(plays, replace(play, path=(*play.path, choice)))
        case ScenarioEnded(play=number, ending=ending, points=points, path=path) if number < len(plays):
            play = plays[number]
            if play.ended or play.path != path:  # another window decided otherwise, and that decision stands
                return plays
            return _with(plays, replace(play, ending=ending, points=points))
        case _:
            return plays


def best(plays: Iterable[Play]) -> Play | None:
    """The play that counts: the one with the most points, the first of equals; None when none has ended."""
    return max((play for play in plays if play.ended), key=lambda play: play.points, default=None)


def _with(plays: Plays, play: Play) -> Plays:
    return (*plays[: play.number], play, *plays[play.number + 1 :])
