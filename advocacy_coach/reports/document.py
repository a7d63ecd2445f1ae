"""The summary of a training as a value: everything a document may say, and nothing else.

Writers turn it into bytes. Its JSON form is published in ``docs/schemas/summary.schema.json``. A ``None``
means that the owner left it out, or that there is nothing to tell yet.
"""

from datetime import date, datetime
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

SCHEMA: Final = "advocacy-coach/summary"
SCHEMA_VERSION: Final = 1
"""Rises when a key goes or changes its meaning; new keys may come at any time."""

Count = Annotated[int, Meta(ge=0)]
Moment = Annotated[datetime, Meta(tz=True)]
Level = Annotated[int, Meta(ge=0, le=100, description="Of a meter, from 0 to 100.")]
Minutes = Annotated[int, Meta(ge=0, description="Whole minutes.")]
PerCent = Annotated[int, Meta(ge=0, le=100, description="Whole per cent, halves up.")]
Points = Annotated[float, Meta(ge=0, description="Points, one a question or scenario, to two decimals.")]

State = Literal["new", "begun", "finished"]


class Score(Struct, frozen=True):
    """Points out of ``of``, one a question or scenario."""

    points: Points
    of: Count
    per_cent: PerCent


class CourseFacts(Struct, frozen=True):
    """Which course it was. ``pass_mark`` is in per cent of points."""

    id: str
    title: str
    version: str
    language: str
    pass_mark: PerCent


class Result(Struct, frozen=True):
    """The whole course: the best runs of the lessons on its path. Days are in UTC.

    ``complete`` when every one of them was finished, ``passed`` when the score then reaches the pass mark.
    """

    complete: bool
    passed: bool
    score: Score | None
    began: date | None
    finished: date | None
    minutes: Minutes | None


class LessonResult(Struct, frozen=True):
    """One lesson: the score of its best run, and how the newest run went.

    Of ``answered`` scored questions ``first_try`` reached the pass mark at the first answer. ``attempts`` and
    ``minutes`` count all runs; ``finished`` is the day (UTC) of the first finish.
    """

    id: str
    title: str
    topic: str
    state: State
    score: Score | None
    first_try: Count
    answered: Count
    attempts: Count
    finished: date | None
    minutes: Minutes | None


class EndingMet(Struct, frozen=True):
    """An ending of a scenario; its id for a title and no kind, where it cannot be read any more."""

    id: str
    title: str
    kind: Literal["good", "mixed", "bad"] | None


class Pitfall(Struct, frozen=True):
    """The pitfall a choice walked into: the id and title of its topic."""

    id: str
    title: str


class Decision(Struct, frozen=True):
    """One decision of a play, counted from 1: what was chosen, and how good that was."""

    number: Annotated[int, Meta(ge=1)]
    choice: str
    verdict: Literal["best", "fair", "weak", "tempting"]
    pitfall: Pitfall | None


class MeterLine(Struct, frozen=True):
    """A meter over a play: its ``levels`` at the start and after each decision."""

    id: str
    title: str
    levels: tuple[Level, ...]


class BestPlay(Struct, frozen=True):
    """The play that counts, with its score out of one point.

    ``decisions``, the ``pitfalls`` they met, each once, and the ``meters`` are those of its path. All are
    None when the owner left them out, and when the scenario is not the one any more that was played.
    """

    ending: EndingMet
    score: Score
    decisions: tuple[Decision, ...] | None
    pitfalls: tuple[Pitfall, ...] | None
    meters: tuple[MeterLine, ...] | None


class ScenarioResult(Struct, frozen=True):
    """One scenario that was played to an end, in lessons or outside them: all its plays.

    ``state`` says whether the scenario is still the one of the best play: the ``same``, ``changed`` since,
    or ``unreadable`` now, and then title, topic and endings may be unknown. ``plays`` counts those that
    ended. ``endings`` are those that were met, of ``of_endings``; None where that is unknown.
    """

    id: str
    title: str
    topic: str
    state: Literal["same", "changed", "unreadable"]
    plays: Count
    endings: tuple[EndingMet, ...]
    of_endings: Count | None
    best: BestPlay


class TopicResult(Struct, frozen=True):
    """One topic: the latest answers to its scored questions and the best plays of its scenarios.

    No score, where there are none yet.
    """

    id: str
    title: str
    pitfall: bool
    score: Score | None


class Given(Struct, frozen=True):
    """One option of an answer and the word put on it.

    The word is empty for a plain pick, else ``best`` or ``worst``, a rating, a place in an order, or the
    title of a bin.
    """

    option: str
    word: str


class Missed(Struct, frozen=True):
    """A scored question that stayed below the pass mark at first.

    ``given`` is that first answer, empty when the question no longer offers it; ``put_right`` when the latest
    answer reaches the pass mark; ``why`` explains the question.
    """

    lesson: str
    question: str
    type: Literal["choice", "select", "best_worst", "rate", "rank", "classify"]
    prompt: str
    given: tuple[Given, ...]
    put_right: bool
    why: str


class Reflection(Struct, frozen=True):
    """What the learner wrote for themselves, included because they asked for it."""

    lesson: str
    prompt: str
    text: str


class NextStep(Struct, frozen=True):
    """One thing to do next: a takeaway to practise, or a lesson (by its title) to finish."""

    kind: Literal["practise", "finish"]
    lesson: str
    text: str


class CardAction(Struct, frozen=True):
    """One action of the action card, by its number on it: what, who (perhaps empty), and by which day."""

    number: Annotated[int, Meta(ge=1)]
    text: str
    owner: str
    date: date


class ActionCard(Struct, frozen=True):
    """What the learner means to do: actions, a promise to the team, one thing to stop, a day to look back.

    Promise and stop are empty when nothing was written there.
    """

    actions: tuple[CardAction, ...]
    promise: str
    stop: str
    follow_up: date


class CheckResult(Struct, frozen=True):
    """One check that was taken: its points, the form, and the scoring key with its version."""

    points: Count
    of: Count
    form: str
    key: str
    key_version: str


class Checks(Struct, frozen=True):
    """The opening and the closing check, of each the newest that was finished; None where there is none."""

    opening: CheckResult | None
    closing: CheckResult | None


class CardDocument(Struct, frozen=True):
    """The action card as a document of its own. ``run`` is the id of the card, the same in every export."""

    run: str
    course: str
    title: str
    made: Moment
    card: ActionCard


class Summary(Struct, frozen=True):
    """One learner's summary of one course. ``who`` is the name, only if the owner gave one.

    ``learner`` is a random id, the same in every summary that one record gives of the course; it tells nobody
    who the learner is, only that two summaries are of the same one. ``checks`` is None before any check.
    """

    schema: Literal["advocacy-coach/summary"]
    schema_version: Literal[1]
    program: str
    made: Moment
    who: str | None
    course: CourseFacts
    result: Result
    lessons: tuple[LessonResult, ...]
    scenarios: tuple[ScenarioResult, ...]
    topics: tuple[TopicResult, ...]
    next_steps: tuple[NextStep, ...]
    missed: tuple[Missed, ...] | None
    reflections: tuple[Reflection, ...] | None
    card: ActionCard | None
    learner: str | None
    checks: Checks | None
