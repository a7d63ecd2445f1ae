"""What can happen while somebody takes a lesson.

The rules in ``run`` return these events; ``records`` gives each its time, its run and its id, and keeps it.
An answer puts a word on options: ``{"b": "picked"}``, ``{"a": "best", "d": "worst"}``, ``{"a": "4"}``
(a rating), ``{"a": "1"}`` (a place in an order), ``{"card": "bin"}``.
"""

from typing import Literal

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


class ScenarioBegun(Struct, frozen=True, tag_field="kind", tag="scenario_begun"):
    """A play of a scenario began. ``play`` counts from 0 in its run and step.

    ``path`` are the choices taken over from an earlier play when the learner went back to a decision, and
    ``graph`` is the fingerprint of the scenario as it was played.
    """

    step: str
    scenario: str
    play: int
    graph: str
    path: tuple[str, ...] = ()


class SceneChosen(Struct, frozen=True, tag_field="kind", tag="scene_chosen"):
    """A decision was made in a play; ``decision`` counts from 0. ``verdict`` is the choice's at that time."""

    step: str
    scenario: str
    play: int
    decision: int
    scene: str
    choice: str
    verdict: Literal["", "best", "fair", "weak", "tempting"] = ""


class ScenarioEnded(Struct, frozen=True, tag_field="kind", tag="scenario_ended"):
    """A play came to an ending, by all the choices in ``path``. ``points`` are 0 to 1."""

    step: str
    scenario: str
    play: int
    ending: str
    ending_kind: Literal["good", "mixed", "bad"]
    points: float
    path: tuple[str, ...]


class SheetMarked(Struct, frozen=True, tag_field="kind", tag="sheet_marked"):
    """Something was put on an item of a sheet; an empty value took it off. ``number`` counts from 0."""

    item: str
    value: str
    number: int


class SheetClosed(Struct, frozen=True, tag_field="kind", tag="sheet_closed"):
    """A sheet was finished: what was told, and by which key or rules. ``number`` goes on from the marks."""

    results: dict[str, str]
    number: int


Event = (
    Started
    | PageRead
    | Answered
    | Reflected
    | RoundOpened
    | LessonFinished
    | ScenarioBegun
    | SceneChosen
    | ScenarioEnded
    | SheetMarked
    | SheetClosed
)


class Place(Struct, frozen=True):
    """Where in a run the learner is: a step, and which round of it."""

    step: str
    round: int = 0
