"""The plan check: from the practices that were ticked to a colour."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from advocacy_coach.course.tools import STOP, PlanCheck, Practice, Sign

YES = "yes"
"""What stands on an item that was ticked."""

Colour = Literal["red", "amber", "green"]
Marks = Mapping[str, str]


class PlanReading(Struct, frozen=True):
    """A colour, the sum of severities, the practices that were ticked, and the good signs."""

    colour: Colour
    sum: int
    hits: tuple[Practice, ...]
    kept: tuple[Sign, ...]

    @property
    def stops(self) -> tuple[Practice, ...]:
        """The practices that alone make it red."""
        return tuple(hit for hit in self.hits if hit.severity == STOP)


class PlanChange(Struct, frozen=True):
    """What became of a plan between two checks of it."""

    gone: tuple[Practice, ...]
    new: tuple[Practice, ...]

    @property
    def fewer(self) -> int:
        """How many risks fewer; negative for more."""
        return len(self.gone) - len(self.new)


def read(tool: PlanCheck, marks: Marks) -> PlanReading:
    """Red with any stop or from ``red_from``, amber from ``amber_from``, else green."""
    hits = tuple(practice for practice in tool.practices if marks.get(practice.id) == YES)
    kept = tuple(sign for sign in tool.signs if marks.get(sign.id) == YES)
    total = sum(hit.severity for hit in hits)
    stopped = any(hit.severity == STOP for hit in hits)
    colour: Colour = "green"
    if stopped or total >= tool.red_from:
        colour = "red"
    elif total >= tool.amber_from:
        colour = "amber"
    return PlanReading(colour, total, hits, kept)


def change(tool: PlanCheck, before: Marks, now: Marks) -> PlanChange:
    """What is gone from a plan and what is new in it."""
    was, is_ = read(tool, before).hits, read(tool, now).hits
    return PlanChange(
        tuple(each for each in was if each not in is_), tuple(each for each in is_ if each not in was)
    )
