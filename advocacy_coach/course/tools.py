"""The tools of a course as authors write them: opening and closing check, plan check, mood check.

They are data like lessons: another company edits the YAML, and ``check`` proves it. Every number that decides
something (bands, gates, sums) is in the file; the rules that use them are in ``session.guidance``.
"""

from typing import Annotated, Final, Literal

from msgspec import Meta

from advocacy_coach.course.model import Action, Code, Format, Id, Level, Text, Value

Points = Annotated[int, Meta(ge=0, le=1000)]
Severity = Literal[2, 3, 4]
"""2 caution, 3 serious, 4 stop."""

STOP: Final = 4
"""The severity of a practice that alone makes a plan red, whatever the sum."""

FORM_WORDS: Final = frozenset({"form", "sure", "would-do"})
"""Ids that no situation can have: on the sheet of a form they stand for something else."""

PLAN_WORDS: Final = frozenset({"name"})
"""The same for practices and good signs."""


class Area(Value, frozen=True):
    """A part of a check that gets a score of its own."""

    id: Id
    title: Text


class ScoringKey(Value, frozen=True):
    """Where the key of a check comes from; stored with every score (Bergman and others, 2006)."""

    method: Text
    version: Annotated[int, Meta(ge=1)]


class Situation(Value, frozen=True):
    """A situation with actions: which is the best, which the worst? Half of two points each."""

    id: Id
    area: Id
    prompt: Text
    options: Annotated[tuple[Action, ...], Meta(min_length=4, max_length=4)]
    explain: Text
    claims: tuple[Code, ...] = ()


class Way(Value, frozen=True):
    """One thing the learner may really do; no answer is right."""

    id: Id
    text: Text


class WouldDo(Value, frozen=True):
    """The unscored question after a form: what would you really do?"""

    id: Id
    prompt: Text
    options: Annotated[tuple[Way, ...], Meta(min_length=2, max_length=6)]


class Form(Value, frozen=True):
    """One of the parallel forms."""

    id: Id
    items: Annotated[tuple[Situation, ...], Meta(min_length=1, max_length=40)]
    would_do: WouldDo


class Situations(Value, frozen=True, kw_only=True):
    """``check/situations.yaml``: two parallel forms, one before the course and one after it.

    ``pass_mark`` is in points, of two an item.
    """

    format: Format
    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)]
    intro: Text
    key: ScoringKey
    pass_mark: Points
    areas: Annotated[tuple[Area, ...], Meta(min_length=1)]
    forms: Annotated[tuple[Form, ...], Meta(min_length=2, max_length=2)]


class Practice(Value, frozen=True):
    """Something a plan may contain that goes wrong: why, and what to do instead."""

    id: Id
    text: Text
    pitfalls: Annotated[tuple[Id, ...], Meta(min_length=1)]
    severity: Severity
    why: Text
    instead: Text
    claims: tuple[Code, ...] = ()
    sources: tuple[Code, ...] = ()


class Sign(Value, frozen=True):
    """Something good that a plan may contain; it is shown as worth keeping and changes no sum."""

    id: Id
    text: Text
    keep: Text


class Verdict(Value, frozen=True):
    """What a colour of the plan check means."""

    title: Text
    text: Text


class Verdicts(Value, frozen=True):
    """The three colours of the plan check."""

    red: Verdict
    amber: Verdict
    green: Verdict


class PlanCheck(Value, frozen=True, kw_only=True):
    """``tools/plan-check.yaml``: tick what a plan contains.

    A practice of severity 4 makes it red; else the sum of severities does: amber from ``amber_from``, red
    from ``red_from``.
    """

    format: Format
    type: Literal["plan_check"]
    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)]
    intro: Text
    amber_from: Points
    red_from: Points
    practices: Annotated[tuple[Practice, ...], Meta(min_length=1, max_length=60)]
    signs: tuple[Sign, ...] = ()
    results: Verdicts


class Statement(Value, frozen=True):
    """One statement of the mood check; a ``gate`` caps the result however good the rest is."""

    id: Id
    area: Id
    text: Text
    gate: bool = False
    claims: tuple[Code, ...] = ()


class Band(Value, frozen=True):
    """A result of the mood check: scores below ``below`` that no lower band has. Scores are 0 to 100."""

    id: Id
    title: Text
    below: Annotated[int, Meta(ge=1, le=101)]
    advice: Text


class Together(Value, frozen=True):
    """Statements that, all below a score, decide the band whatever the rest says; below 0 is never."""

    statements: Annotated[tuple[Id, ...], Meta(min_length=1)]
    below: Level
    band: Id


class Gates(Value, frozen=True):
    """A gate statement below a score allows no better band than ``band``; below 0 is never."""

    below: Level
    band: Id
    advice: Text


class Unknown(Value, frozen=True, rename={"from_": "from"}):
    """So many times “I don't know” are a result of their own, without a score."""

    from_: Annotated[int, Meta(ge=1)]
    title: Text
    text: Text


class Gap(Value, frozen=True):
    """A difference of at least so many points that is worth a word."""

    by: Annotated[int, Meta(ge=1, le=100)]
    text: Text


class Silence(Value, frozen=True):
    """A share of answers (per cent of those asked) below which silence is itself a result."""

    below: Level
    text: Text


class MoodCheck(Value, frozen=True, kw_only=True):
    """``tools/mood-check.yaml``: is there solid ground? Answers are 0 to 4 on ``scale``, or unknown.

    ``minimum`` is the least number of answers of which anything is shown. ``room`` is the intro for people
    who answer for themselves in a workshop; ``intro`` where it is empty.
    """

    format: Format
    type: Literal["mood_check"]
    id: Id
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=240)]
    intro: Text
    room: str = ""
    note: Text
    scale: Annotated[tuple[Text, ...], Meta(min_length=5, max_length=5)]
    minimum: Annotated[int, Meta(ge=5, le=100)]
    areas: Annotated[tuple[Area, ...], Meta(min_length=1)]
    statements: Annotated[tuple[Statement, ...], Meta(min_length=1, max_length=60)]
    bands: Annotated[tuple[Band, ...], Meta(min_length=1)]
    together: Together
    gates: Gates
    unknown: Unknown
    rosier: Gap
    weak_area: Gap
    silence: Silence
    promises: tuple[Text, ...] = ()
