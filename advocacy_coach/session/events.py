"""What can happen while somebody takes a lesson.

The rules in ``run`` return these events; ``records`` gives each its time, its run and its id, and keeps it.
An answer puts a word on options: ``{"b": "picked"}``, ``{"a": "best", "d": "worst"}``, ``{"a": "4"}``
(a rating), ``{"a": "1"}`` (a place in an order), ``{"card": "bin"}``.
"""

from msgspec import Struct


class Started(Struct, frozen=True, tag_field="kind", tag="started"):
    """A run of a lesson began; ``seed`` settles the order of options for the whole run."""

    lesson: str
    seed: int


class PageRead(Struct, frozen=True, tag_field="kind", tag="page_read"):
    """A page was left by going on."""

    step: str


class Answered(Struct, frozen=True, tag_field="kind", tag="answered"):
    """A question was answered. ``points`` are 0 to 1; ``round`` 0 is the first time in this run."""

    step: str
    response: dict[str, str]
    points: float
    round: int = 0
    hints: int = 0
    scored: bool = True


class Reflected(Struct, frozen=True, tag_field="kind", tag="reflected"):
    """The learner wrote something for themselves; a later ``revision`` replaces an earlier one."""

    step: str
    text: str
    revision: int = 0


class RoundOpened(Struct, frozen=True, tag_field="kind", tag="round_opened"):
    """Missed questions come back: at the end of the lesson, or because the learner asked."""

    round: int
    steps: tuple[str, ...]


class LessonFinished(Struct, frozen=True, tag_field="kind", tag="lesson_finished"):
    """The lesson was taken to its end; points of first answers, out of ``of``."""

    lesson: str
    points: float
    of: int


Event = Started | PageRead | Answered | Reflected | RoundOpened | LessonFinished


class Place(Struct, frozen=True):
    """Where in a run the learner is: a step, and which round of it."""

    step: str
    round: int = 0
