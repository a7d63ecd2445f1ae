"""The view of a group as a value: everything a document about it may say, and nothing else.

Its JSON form is published in ``docs/schemas/cohort.schema.json``.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from advocacy_coach.reports.document import Count, Moment, PerCent

SCHEMA: Final = "advocacy-coach/cohort"
SCHEMA_VERSION: Final = 1

FEWEST: Final = 5
"""People; a part of a group that is smaller is not told."""

Known = Annotated[int, Meta(ge=0, description="People; null where it would tell of fewer than 5.")] | None


class Mean(Struct, frozen=True):
    """A mean in whole per cent, over ``people``; each counts once."""

    people: Known
    per_cent: PerCent


class TopicMean(Struct, frozen=True):
    """The mean of a topic, over those who have a score in it; None of fewer than 5."""

    id: str
    title: str
    mean: Mean | None


class QuestionMissed(Struct, frozen=True):
    """A question that ``missed`` people missed at the first try.

    ``answered`` finished its lesson and told which questions they missed.
    """

    lesson: str
    question: str
    prompt: str
    missed: Count
    answered: Known


class EndingTold(Struct, frozen=True):
    """An ending, and for how many people it was that of their best play."""

    id: str
    title: str
    kind: Literal["good", "mixed", "bad"] | None
    people: Count


class ScenarioTold(Struct, frozen=True):
    """How a scenario ended in the best plays of ``played`` people.

    ``others`` met another ending; where ``played`` is None they met another one or did not play.
    """

    id: str
    title: str
    played: Known
    endings: tuple[EndingTold, ...]
    others: Count


class Gain(Struct, frozen=True):
    """The opening and the closing check of those who took both by one scoring key: ``pairs`` people.

    ``opening`` and ``closing`` are the group's means in per cent of the points that could be had. ``gain`` is
    the share of what was missing at first that was gained; None when nothing was missing.
    """

    pairs: Known
    of: Count
    key: str
    key_version: str
    opening: PerCent
    closing: PerCent
    gain: float | None


class Cohort(Struct, frozen=True):
    """What may be told of a group in one course: nothing, when they are ``too_few``.

    ``fewest`` is how many people must be told of together, at least. ``complete`` and ``passed`` are people.
    """

    schema: Literal["advocacy-coach/cohort"]
    schema_version: Literal[1]
    program: str
    made: Moment
    course: str
    title: str
    fewest: Count
    too_few: bool
    people: Known
    complete: Known
    passed: Known
    score: Mean | None
    topics: tuple[TopicMean, ...]
    questions: tuple[QuestionMissed, ...]
    scenarios: tuple[ScenarioTold, ...]
    gain: Gain | None
