"""The plan of a workshop as its author writes it: what a room does, part by part, and how long it takes.

A plan refers to the lessons, scenarios and tools of its course and adds what a room needs beside them: slides
of its own, polls without a right answer, talks in pairs, and notes for the facilitator. A plan for another
company is another YAML file.
"""

from typing import Annotated, Literal

from msgspec import Meta

from advocacy_coach.course.model import Format, Id, Notes, Text, Value

Minutes = Annotated[float, Meta(ge=0, le=240)]
"""Minutes of a step; halves are fine."""

People = Annotated[int, Meta(ge=1, le=2000)]
"""How many people are in a room; 2000 phones are what the server was measured with."""

Votes = Literal[0, 1, 2]
"""How often a room votes on a question: twice with a talk between, once, or 0 for what its kind suggests."""


class BaseItem(Value, frozen=True, kw_only=True):
    """What every step of a plan has. ``notes`` are for the facilitator alone; their minutes are not used."""

    id: Id
    minutes: Minutes
    notes: Notes = Notes()


class SlideItem(BaseItem, frozen=True, tag_field="type", tag="slide", kw_only=True):
    """Something to show and talk about. ``talk`` is a countdown in minutes that the room sees.

    ``answers`` are what people usually say; they stand in the printed guide and in the notes.
    """

    title: Text
    text: Text
    talk: Minutes = 0
    answers: tuple[Text, ...] = ()


class PollOption(Value, frozen=True):
    """One answer to a poll; none is right."""

    id: Id
    text: Text


class PollItem(BaseItem, frozen=True, tag_field="type", tag="poll", kw_only=True):
    """A question to the room that has no right answer; ``explain`` is said after it."""

    prompt: Text
    options: Annotated[tuple[PollOption, ...], Meta(min_length=2, max_length=6)]
    explain: str = ""
    votes: Votes = 0
    answers: tuple[Text, ...] = ()


class LessonItem(BaseItem, frozen=True, tag_field="type", tag="step", kw_only=True):
    """A page, a question or a reflection of a lesson.

    ``only`` names the options that are voted on one by one, where a question is a series (cards to sort,
    actions to rate); all of them when it is empty. ``talk`` is a countdown in minutes beside a page or a
    reflection.
    """

    lesson: Id
    step: Id
    votes: Votes = 0
    talk: Minutes = 0
    only: tuple[Id, ...] = ()


class ScenarioItem(BaseItem, frozen=True, tag_field="type", tag="scenario", kw_only=True):
    """A scenario that the room plays, to its end or, where ``decisions`` is not 0, so many decisions far."""

    scenario: Id
    decisions: Annotated[int, Meta(ge=0, le=20)] = 0
    votes: Votes = 0


class MoodItem(BaseItem, frozen=True, tag_field="type", tag="mood", kw_only=True):
    """The mood check of the course, answered by the room over phones, without names."""


class PauseItem(BaseItem, frozen=True, tag_field="type", tag="pause", kw_only=True):
    """A break of so many minutes."""

    title: Text


WorkshopItem = SlideItem | PollItem | LessonItem | ScenarioItem | MoodItem | PauseItem
"""A step of a plan."""


class WorkshopPart(Value, frozen=True):
    """A part of a workshop: its title and its steps in order."""

    id: Id
    title: Text
    steps: Annotated[tuple[WorkshopItem, ...], Meta(min_length=1)]

    @property
    def minutes(self) -> float:
        """How long the part takes."""
        return sum(step.minutes for step in self.steps)


class WorkshopPlan(Value, frozen=True, kw_only=True):
    """``workshops/*.yaml``: a session of so many ``minutes``, which are those of its steps together.

    ``room`` are the fewest and the most people it is good for.
    """

    format: Format
    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=480)]
    room: Annotated[tuple[People, ...], Meta(min_length=2, max_length=2)] = (6, 16)
    goals: Annotated[tuple[Text, ...], Meta(min_length=1)]
    materials: tuple[Text, ...] = ()
    prepare: tuple[Text, ...] = ()
    afterwards: tuple[Text, ...] = ()
    parts: Annotated[tuple[WorkshopPart, ...], Meta(min_length=1)]
