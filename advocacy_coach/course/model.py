"""What a course is: frozen values, as an author writes them in YAML.

Every struct refuses unknown keys. Ids are stable for ever, because a learner's progress hangs on them;
wording may change freely. All prose is Markdown (see ``prose``).
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct, field

Id = Annotated[str, Meta(pattern=r"^[a-z0-9-]+$(?!\n)", max_length=80)]
"""A stable name: lower-case letters, digits and hyphens."""

Code = Annotated[str, Meta(pattern=r"^[A-Za-z0-9.-]+$(?!\n)", max_length=40)]
"""The code of a claim or a source, such as ``P1.10`` or ``E25``."""

Text = Annotated[str, Meta(min_length=1)]
"""Prose that must be there."""

Format = Literal[1]
"""The version of the file format."""

Level = Annotated[int, Meta(ge=0, le=100)]
"""How high a meter stands, from 0 to 100."""

Delta = Annotated[str, Meta(pattern=r"^[+-](100|[1-9]?[0-9])$(?!\n)")]
"""What a choice does to a meter: a sign and a number of steps, such as ``+15`` or ``-20``."""

Condition = Annotated[str, Meta(max_length=200)]
"""A question about meters, such as ``trust < 25 or reach >= 60``; the empty one is not asked."""


class Value(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The base of everything in a course: immutable, strict about its keys."""


class Notes(Value, frozen=True):
    """What a facilitator says, does and watches for at a step; never shown on a learner's screen."""

    minutes: Annotated[float, Meta(ge=0, le=240)] = 0
    say: str = ""
    do: str = ""
    watch_for: str = ""


class Scale(Value, frozen=True):
    """The words at the two ends of a scale or an order."""

    low: Text
    high: Text


class Choice(Value, frozen=True):
    """One option of a choice or select question."""

    id: Id
    text: Text
    feedback: Text
    correct: bool = False
    pin: Literal["", "last"] = ""


class Action(Value, frozen=True):
    """One option of a best-and-worst question; ``key`` marks the two."""

    id: Id
    text: Text
    feedback: Text
    key: Literal["", "best", "worst"] = ""
    pin: Literal["", "last"] = ""


class Rated(Value, frozen=True):
    """One action to rate; ``key`` is the rating that earns full points, 1 to 5."""

    id: Id
    text: Text
    feedback: Text
    key: Annotated[int, Meta(ge=1, le=5)]
    pin: Literal["", "last"] = ""


class Ranked(Value, frozen=True):
    """One item of an order; its place in the file is its right place."""

    id: Id
    text: Text
    feedback: Text
    pin: ClassVar[str] = ""


class Bin(Value, frozen=True):
    """A place cards are sorted into."""

    id: Id
    title: Text


class Card(Value, frozen=True):
    """One card to sort; ``bin`` is where it belongs."""

    id: Id
    text: Text
    feedback: Text
    bin: Id
    pin: ClassVar[str] = ""


Option = Choice | Action | Rated | Ranked | Card


class BaseStep(Value, frozen=True, kw_only=True):
    """What every step has."""

    id: Id
    topic: str = ""
    claims: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()
    notes: Notes = Notes()


class Page(BaseStep, frozen=True, tag_field="type", tag="page", kw_only=True):
    """Something to read."""

    title: Text
    text: Text


class Reflect(BaseStep, frozen=True, tag_field="type", tag="reflect", kw_only=True):
    """A question the learner answers for themselves; what they write stays with them."""

    prompt: Text
    starter: str = ""


class BaseQuestion(BaseStep, frozen=True, kw_only=True):
    """What every question has. ``scored: false`` is a warm-up: feedback, no points, no second round."""

    prompt: Text
    explain: Text
    hints: tuple[Text, ...] = ()
    shuffle: bool = True
    scored: bool = True


class ChoiceQuestion(BaseQuestion, frozen=True, tag_field="type", tag="choice", kw_only=True):
    """Pick the one right answer."""

    options: Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=8)]


class SelectQuestion(BaseQuestion, frozen=True, tag_field="type", tag="select", kw_only=True):
    """Pick all that apply."""

    options: Annotated[tuple[Choice, ...], Meta(min_length=2, max_length=10)]


class BestWorstQuestion(BaseQuestion, frozen=True, tag_field="type", tag="best_worst", kw_only=True):
    """Pick the best and the worst action."""

    options: Annotated[tuple[Action, ...], Meta(min_length=3, max_length=5)]


class RateQuestion(BaseQuestion, frozen=True, tag_field="type", tag="rate", kw_only=True):
    """Rate each action from 1 to 5."""

    options: Annotated[tuple[Rated, ...], Meta(min_length=2, max_length=8)]
    scale: Scale


class RankQuestion(BaseQuestion, frozen=True, tag_field="type", tag="rank", kw_only=True):
    """Put in order; the order in the file is the right one, ``scale.high`` first."""

    options: Annotated[tuple[Ranked, ...], Meta(min_length=3, max_length=8)]
    scale: Scale


class ClassifyQuestion(BaseQuestion, frozen=True, tag_field="type", tag="classify", kw_only=True):
    """Sort cards into bins."""

    bins: Annotated[tuple[Bin, ...], Meta(min_length=2, max_length=4)]
    options: Annotated[tuple[Card, ...], Meta(min_length=2, max_length=20)] = field(name="cards")


class ScenarioStep(BaseStep, frozen=True, tag_field="type", tag="scenario", kw_only=True):
    """A scenario to play, by its id; the scenario itself is a file of its own."""

    scenario: Id


Question = (
    ChoiceQuestion | SelectQuestion | BestWorstQuestion | RateQuestion | RankQuestion | ClassifyQuestion
)
Step = (
    Page
    | Reflect
    | ChoiceQuestion
    | SelectQuestion
    | BestWorstQuestion
    | RateQuestion
    | RankQuestion
    | ClassifyQuestion
    | ScenarioStep
)
"""A step of a lesson."""


class Lesson(Value, frozen=True, kw_only=True):
    """One lesson: pages, questions and reflections in order."""

    format: Format
    id: Id
    topic: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)]
    steps: Annotated[tuple[Step, ...], Meta(min_length=1)]
    objectives: tuple[Text, ...] = ()
    takeaways: tuple[Text, ...] = ()

    def questions(self) -> Iterator[Question]:
        """The questions in order, warm-ups included."""
        return (step for step in self.steps if isinstance(step, BaseQuestion))

    def step(self, id: str) -> Step | None:
        """The step with this id, or None when the lesson no longer has it."""
        return next((step for step in self.steps if step.id == id), None)


class Line(Value, frozen=True):
    """One line of a scene: what somebody of the cast says, or ``you``; without a speaker, what happens."""

    text: Text
    speaker: str = ""


YOU = "you"
"""The speaker who is the learner."""

END = "end"
"""Where a choice leads when the story is over."""

Grade = Literal["best", "fair", "weak", "tempting"]
"""How good a choice is; ``tempting`` is a weak one that looks like an instant win."""

EndingKind = Literal["good", "mixed", "bad"]


class SceneChoice(Value, frozen=True):
    """One thing you can do in a scene, what it does to the meters, and what happens because of it.

    ``effects`` are felt at once, ``later`` at the next decision or at the end. ``pitfall`` is the topic of
    the pitfall that the choice walks into. ``goto`` is a scene, or ``end``.
    """

    id: Id
    text: Text
    verdict: Grade
    feedback: Text
    goto: Id
    effects: dict[Id, Delta] = {}
    later: dict[Id, Delta] = {}
    pitfall: str = ""


class Scene(Value, frozen=True):
    """A conversation and a decision. ``expert`` says in the debrief what an expert would do, and why.

    A scene whose condition ``when`` fails is passed over, and ``otherwise`` comes in its place.
    """

    id: Id
    lines: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=20)]
    choices: Annotated[tuple[SceneChoice, ...], Meta(min_length=2, max_length=6)]
    expert: Text
    when: Condition = ""
    otherwise: str = ""


class Ending(Value, frozen=True):
    """One way a story ends. What a scenario leaves out is the course's, from its ending of the same id."""

    id: Id
    title: str = ""
    text: str = ""
    when: Condition = ""
    kind: Literal["", "good", "mixed", "bad"] = ""


Endings = Annotated[tuple[Ending, ...], Meta(max_length=20)]


class Person(Value, frozen=True):
    """Somebody who speaks in a scenario, by their role."""

    id: Id
    name: Text


class Debrief(Value, frozen=True):
    """What a scenario was about, said after it."""

    text: Text
    claims: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()


class Plan(Value, frozen=True):
    """A play that must end as it says: the choices in order, and the ending."""

    choices: Annotated[tuple[Id, ...], Meta(min_length=1)]
    ending: Id
    name: str = ""


class Scenario(Value, frozen=True, kw_only=True):
    """Decisions with consequences. The first scene is where the story begins.

    ``start`` says where meters begin elsewhere than in the course; endings are tested in order.
    """

    format: Format
    id: Id
    topic: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)]
    you: Text
    cast: tuple[Person, ...] = ()
    start: dict[Id, Level] = {}
    scenes: Annotated[tuple[Scene, ...], Meta(min_length=1, max_length=1000)]
    endings: Endings = ()
    debrief: Debrief
    plans: tuple[Plan, ...] = ()
    notes: Notes = Notes()


class Meter(Value, frozen=True):
    """What a scenario measures behind the learner's back until the debrief; ``start`` is where it begins."""

    title: Text
    start: Level = 50


class Topic(Value, frozen=True):
    """An area for sub-scores; ``pitfall`` marks the three pitfalls."""

    id: Id
    title: Text
    pitfall: bool = False


class Course(Value, frozen=True, kw_only=True):
    """What a folder of lessons says about itself. ``pass_mark`` is in per cent of points."""

    format: Format
    id: Id
    version: Annotated[str, Meta(pattern=r"^\d+\.\d+\.\d+$(?!\n)")]
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$(?!\n)")]
    title: Text
    summary: Text
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    path: Annotated[tuple[Id, ...], Meta(min_length=1)]
    pass_mark: Annotated[int, Meta(ge=0, le=100)] = 70
    meters: Annotated[dict[Id, Meter], Meta(max_length=8)] = {}
    endings: Endings = ()


class Claim(Value, frozen=True):
    """One thing the course teaches, in our words."""

    id: Code
    topic: Id
    text: Text


class Source(Value, frozen=True):
    """One piece of evidence, with what must be kept in mind about it."""

    id: Code
    cite: Text
    finding: Text
    caveat: Text


class Claims(Value, frozen=True):
    """``claims.yaml``."""

    format: Format
    claims: tuple[Claim, ...]


class Sources(Value, frozen=True):
    """``sources.yaml``."""

    format: Format
    sources: tuple[Source, ...]
