"""What makes a file of a course unusable although it has the right shape: the errors of design and reference.

Each function takes a file with where everything stands in it (``Source``) and what it says (the model).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from advocacy_coach.course import prose, rules
from advocacy_coach.course.characters import shown
from advocacy_coach.course.decode import near
from advocacy_coach.course.model import (
    BaseQuestion,
    BestWorstQuestion,
    ChoiceQuestion,
    Claims,
    ClassifyQuestion,
    Course,
    Lesson,
    Option,
    Question,
    ScenarioStep,
    SelectQuestion,
    Sources,
)
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.rules import Rule
from advocacy_coach.course.scenarios import conditions
from advocacy_coach.course.scenarios.conditions import ConditionError
from advocacy_coach.course.source import Source, Where

NAMES = frozenset(
    {
        *("format", "id", "type", "topic", "claims", "sources", "key", "bin", "pin"),
        *("path", "version", "language", "scenario", "speaker", "verdict", "goto", "when", "otherwise"),
        *("pitfall", "kind", "choices", "ending", "area", "pitfalls", "band", "statements"),
        *("lesson", "step", "only"),
    }
)
"""The keys whose values are names the program knows; every other text is Markdown."""

_MARKUP = re.compile(r"[<|\[]")
"""Without one of these a text has no HTML, table, image or link, and need not be parsed to know it."""


class Known(Struct, frozen=True):
    """What lessons may refer to; None where the file that says it cannot be used, so nothing can be said.

    The rest is for workshops: ``lesson`` finds a lesson by its id, None for one that cannot be read, and
    ``mood`` says whether the course has a mood check.
    """

    course: Course | None = None
    topics: frozenset[str] | None = None
    claims: frozenset[str] | None = None
    sources: frozenset[str] | None = None
    scenarios: frozenset[str] | None = None
    lessons: frozenset[str] | None = None
    lesson: Callable[[str], Lesson | None] | None = None
    mood: bool | None = None


def known(
    course: Course | None,
    claims: Claims | None,
    sources: Sources | None,
    scenarios: Iterable[str] | None = None,
) -> Known:
    """What the lessons and scenarios of a course may refer to."""
    return Known(
        course,
        frozenset(topic.id for topic in course.topics) if course else None,
        frozenset(claim.id for claim in claims.claims) if claims else None,
        frozenset(each.id for each in sources.sources) if sources else None,
        None if scenarios is None else frozenset(scenarios),
    )


def lesson(source: Source, lesson: Lesson, known: Known) -> Iterator[Problem]:
    """The errors of one lesson."""
    yield from only_prose(source)
    yield from reference(source, ("topic",), lesson.topic, known.topics, rules.UNKNOWN_TOPIC)
    yield from unique(source, ("steps",), [step.id for step in lesson.steps])
    for index, step in enumerate(lesson.steps):
        where: Where = ("steps", index)
        if step.topic:
            yield from reference(source, (*where, "topic"), step.topic, known.topics, rules.UNKNOWN_TOPIC)
        for number, claim in enumerate(step.claims):
            yield from reference(source, (*where, "claims", number), claim, known.claims, rules.UNKNOWN_CLAIM)
        for number, name in enumerate(step.sources):
            yield from reference(
                source, (*where, "sources", number), name, known.sources, rules.UNKNOWN_SOURCE
            )
        if isinstance(step, BaseQuestion):
            yield from _question(source, where, step)
        if isinstance(step, ScenarioStep):
            yield from reference(
                source, (*where, "scenario"), step.scenario, known.scenarios, rules.UNKNOWN_SCENARIO
            )


def course(source: Source, course: Course, lessons: Iterable[str]) -> Iterator[Problem]:
    """The errors of ``course.yaml``; ``lessons`` are the ids of the lessons beside it."""
    there = frozenset(lessons)
    yield from only_prose(source)
    yield from unique(source, ("topics",), [topic.id for topic in course.topics])
    yield from unique(source, ("endings",), [ending.id for ending in course.endings])
    yield from course_conditions(source, course)
    yield from unique(source, ("path",), course.path, key=())
    for index, id in enumerate(course.path):
        yield from reference(source, ("path", index), id, there, rules.UNKNOWN_LESSON)


def course_conditions(source: Source, course: Course) -> Iterator[Problem]:
    """The errors of ``course.yaml`` with which no scenario can be played."""
    for index, ending in enumerate(course.endings):
        yield from condition(source, ("endings", index, "when"), ending.when, frozenset(course.meters))


def claims(source: Source, claims: Claims, known: Known) -> Iterator[Problem]:
    """The errors of ``claims.yaml``."""
    yield from only_prose(source)
    yield from unique(source, ("claims",), [claim.id for claim in claims.claims])
    for index, claim in enumerate(claims.claims):
        yield from reference(
            source, ("claims", index, "topic"), claim.topic, known.topics, rules.UNKNOWN_TOPIC
        )


def sources(source: Source, sources: Sources) -> Iterator[Problem]:
    """The errors of ``sources.yaml``."""
    yield from only_prose(source)
    yield from unique(source, ("sources",), [each.id for each in sources.sources])


def same_id(source: Source, id: str, first: str) -> Problem:
    """The problem of a lesson whose id another file, ``first``, has already."""
    message = f"the id {shown(id)} is taken by {first}"
    return source.broken(rules.DUPLICATE_ID, source.at(("id",)), message, "Give one of the two another id.")


def texts(value: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """All Markdown of a file, with where it stands. Recursion is bounded by the depth a file may have."""
    if isinstance(value, str):
        key = next((step for step in reversed(where) if isinstance(step, str)), "")
        if key not in NAMES:
            yield where, value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from texts(inside, (*where, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from texts(inside, (*where, index))


def options(question: Question) -> Sequence[Option]:
    """The options of a question, whatever their kind."""
    return question.options


def options_key(question: Question) -> str:
    """The key under which a question has its options."""
    return "cards" if isinstance(question, ClassifyQuestion) else "options"


def only_prose(source: Source) -> Iterator[Problem]:
    """Every text of a file that is blank, or holds what is not used in prose."""
    for where, text in texts(source.value):
        if text and not text.strip():
            yield source.broken(rules.EMPTY, source.at(where), "this text is only blanks")
        if _MARKUP.search(text):
            for line, message in prose.problems(text):
                yield source.broken(rules.PROSE, source.text_at(where, line), message)


def reference(
    source: Source, where: Where, id: str, known: frozenset[str] | None, rule: Rule
) -> Iterator[Problem]:
    """An id that is not known, where it can be said what is."""
    if known is not None and id not in known:
        yield source.broken(
            rule, source.at(where), f"there is no {_kind(rule)} {shown(id)}", near(id, sorted(known))
        )


def _kind(rule: Rule) -> str:
    return {
        rules.UNKNOWN_TOPIC: "topic",
        rules.UNKNOWN_CLAIM: "claim",
        rules.UNKNOWN_SOURCE: "source",
        rules.UNKNOWN_LESSON: "lesson",
        rules.UNKNOWN_BIN: "bin",
        rules.UNKNOWN_SCENE: "scene",
        rules.UNKNOWN_METER: "meter",
        rules.UNKNOWN_SPEAKER: "speaker",
        rules.UNKNOWN_SCENARIO: "scenario",
        rules.NO_PITFALL: "pitfall",
        rules.UNKNOWN_AREA: "area",
        rules.UNKNOWN_BAND: "band",
        rules.UNKNOWN_STATEMENT: "statement",
        rules.UNKNOWN_STEP: "step",
        rules.UNKNOWN_OPTION: "option",
    }[rule]


def unique(source: Source, where: Where, ids: Sequence[str], key: Where = ("id",)) -> Iterator[Problem]:
    """Each id of a list that stood in it before; ``key`` is where in an item its id is."""
    first: dict[str, int] = {}
    for index, id in enumerate(ids):
        if id in first:
            line = source.at((*where, first[id], *key))[0]
            message = f"the id {shown(id)} stands here twice, first in line {line}"
            yield source.broken(rules.DUPLICATE_ID, source.at((*where, index, *key)), message)
        first.setdefault(id, index)


def condition(source: Source, where: Where, text: str, meters: frozenset[str] | None) -> Iterator[Problem]:
    """What is wrong with a condition, each in its place within the text; nothing for no condition."""
    if not text:
        return
    try:
        parsed = conditions.parse(text)
    except ConditionError as error:
        hint = "Write it like this: trust < 25 or (reach >= 60 and voluntary < 40)."
        yield source.broken(rules.CONDITION, source.within(where, text, error.at), error.message, hint)
        return
    for comparison in conditions.comparisons(parsed):
        if meters is not None and comparison.meter not in meters:
            place = source.within(where, text, comparison.at)
            message = f"there is no meter {shown(comparison.meter)}"
            hint = near(comparison.meter, sorted(meters))
            yield source.broken(rules.UNKNOWN_METER, place, message, hint)


def _question(source: Source, where: Where, question: Question) -> Iterator[Problem]:
    key: Where = (*where, options_key(question))
    yield from unique(source, key, [option.id for option in options(question)])
    yield from repeated(source, key, [option.text for option in options(question)])
    if message := _answer(question):
        yield source.broken(rules.RIGHT_ANSWER, source.key_at(key), message)
    if isinstance(question, ClassifyQuestion):
        bins = [each.id for each in question.bins]
        yield from unique(source, (*where, "bins"), bins)
        for index, card in enumerate(question.options):
            yield from reference(source, (*key, index, "bin"), card.bin, frozenset(bins), rules.UNKNOWN_BIN)


def repeated(source: Source, where: Where, texts: Iterable[str]) -> Iterator[Problem]:
    """Each option of a list that says what one before it said."""
    first: dict[str, int] = {}
    for index, words in enumerate(texts):
        text = " ".join(words.split()).casefold()
        if text in first:
            line = source.at((*where, first[text], "text"))[0]
            message = f"this option says the same as the one in line {line}"
            yield source.broken(rules.REPEATED_OPTION, source.at((*where, index, "text")), message)
        first.setdefault(text, index)


def _answer(question: Question) -> str:
    """What is wrong with the right answer of a question, or an empty text."""
    match question:
        case ChoiceQuestion():
            right = sum(option.correct for option in question.options)
            if right != 1:
                return f"exactly one option must have “correct: true”, here {right} have it"
        case SelectQuestion():
            right = sum(option.correct for option in question.options)
            if right in (0, len(question.options)):
                of = len(question.options)
                return f"some options must be right and some wrong, here {right} of {of} are right"
        case BestWorstQuestion():
            keys = [option.key for option in question.options]
            if (keys.count("best"), keys.count("worst")) != (1, 1):
                best, worst = keys.count("best"), keys.count("worst")
                return f"one option must be the best and one the worst, here {best} and {worst} are"
    return ""
