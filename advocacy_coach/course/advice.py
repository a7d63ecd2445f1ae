"""What could make a lesson better: warnings, which never keep it from being used."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from advocacy_coach.course import rules
from advocacy_coach.course.building import Place
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import options, options_key, texts
from advocacy_coach.course.flow import height
from advocacy_coach.course.model import (
    BaseQuestion,
    BestWorstQuestion,
    ChoiceQuestion,
    Claims,
    Course,
    Lesson,
    Page,
    Question,
    ScenarioStep,
    SelectQuestion,
    Step,
)
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.prose import parse, plain
from advocacy_coach.course.source import Source, Where
from advocacy_coach.course.stage import PAGE_WIDTH, QUESTION_WIDTH, STAGE_LINES

SENTENCE_WORDS: Final = 30

ENOUGH_QUESTIONS: Final = 4
"""Fewer choice questions than this show no habit of their author."""

_OF_THE_ABOVE = re.compile(
    r"\b(all|none|both|any|neither) of the (above|below|others?)\b"
    r"|\b(wszystkie|żadn[aey]|żaden) (z )?powyższ",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*\s+")
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")


def lesson(source: Source, lesson: Lesson) -> Iterator[Problem]:
    """The warnings about one lesson."""
    yield from _choices(source, lesson)
    for index, step in enumerate(lesson.steps):
        where: Where = ("steps", index)
        yield from _stage(source, where, step)
        if isinstance(step, BaseQuestion):
            yield from _options(source, where, step)
            yield from _hints(source, where, step)
    for where, text in texts(source.value):
        yield from sentences(source, where, text)


def coverage(source: Source, claims: Claims, lessons: Sequence[Lesson]) -> Iterator[Problem]:
    """The claims that no page teaches or no scored question tests, in ``claims.yaml``."""
    steps = [step for lesson in lessons for step in lesson.steps]
    taught = {claim for step in steps if isinstance(step, Page) for claim in step.claims}
    tested = {
        claim for step in steps if isinstance(step, BaseQuestion) and step.scored for claim in step.claims
    }
    for index, claim in enumerate(claims.claims):
        place = source.at(("claims", index, "id"))
        if claim.id not in taught:
            yield source.broken(rules.NOT_TAUGHT, place, f"no page teaches {shown(claim.id)}")
        if claim.id not in tested:
            yield source.broken(rules.NOT_TESTED, place, f"no scored question tests {shown(claim.id)}")


def unlisted(source: Source, lesson: Lesson, course: Course) -> Iterator[Problem]:
    """The warning about a lesson that the course does not name in its path."""
    if lesson.id not in course.path:
        message = f"the path in course.yaml does not name {shown(lesson.id)}"
        yield source.broken(rules.NOT_IN_PATH, source.at(("id",)), message, "It is listed after the others.")


def _choices(source: Source, lesson: Lesson) -> Iterator[Problem]:
    """Habits that let a learner guess: the longest option is right, the same position is right."""
    choices = [step for step in lesson.steps if isinstance(step, ChoiceQuestion) and _right_positions(step)]
    if len(choices) < ENOUGH_QUESTIONS:
        return
    place = source.key_at(("steps",))
    longest = [step.id for step in choices if _right_is_longest(step)]
    if 2 * len(longest) > len(choices):
        message = f"the right option is the longest in {len(longest)} of {len(choices)} choice questions"
        yield source.broken(
            rules.LONGEST_RIGHT, place, message, f"Shorten it in some of: {', '.join(longest)}."
        )
    positions = Counter(_right_positions(step)[0] for step in choices)
    position, times = positions.most_common(1)[0]
    if 2 * times > len(choices):
        same = [step.id for step in choices if _right_positions(step)[0] == position]
        message = f"the right option is number {position} in {times} of {len(choices)} choice questions"
        yield source.broken(rules.SAME_POSITION, place, message, f"Move it in some of: {', '.join(same)}.")


def _right_positions(question: ChoiceQuestion) -> list[int]:
    return [number for number, option in enumerate(question.options, 1) if option.correct]


def _right_is_longest(question: ChoiceQuestion) -> bool:
    right = next(option for option in question.options if option.correct)
    others = [option for option in question.options if option is not right]
    return all(len(plain(right.text)) > len(plain(option.text)) for option in others)


def _stage(source: Source, where: Where, step: Step) -> Iterator[Problem]:
    if isinstance(step, ScenarioStep):
        return
    if isinstance(step, Page):
        lines, room = height(step.title, PAGE_WIDTH) + height(step.text, PAGE_WIDTH), PAGE_WIDTH
    else:
        shown_texts = [step.prompt]
        if isinstance(step, BaseQuestion):
            shown_texts += [option.text for option in options(step)]
        lines, room = sum(height(text, QUESTION_WIDTH) for text in shown_texts), QUESTION_WIDTH
    yield from too_long(source, source.at((*where, "id")), lines, room)


def _options(source: Source, where: Where, question: Question) -> Iterator[Problem]:
    for index, option in enumerate(options(question)):
        if _OF_THE_ABOVE.search(option.text):
            place = source.at((*where, options_key(question), index, "text"))
            hint = "Options are shuffled, and it tests reading rather than knowing."
            yield source.broken(rules.ALL_OF_ABOVE, place, "this option is about the other options", hint)


def _hints(source: Source, where: Where, question: Question) -> Iterator[Problem]:
    answers = [f" {words} " for words in map(_in_words, _right_texts(question)) if len(words) >= 4]
    for index, hint in enumerate(question.hints):
        words = f" {_in_words(hint)} "
        if any(answer in words for answer in answers):
            place = source.at((*where, "hints", index))
            yield source.broken(rules.HINT_TELLS, place, "this hint contains the text of a right option")


def _right_texts(question: Question) -> list[str]:
    match question:
        case ChoiceQuestion() | SelectQuestion():
            return [option.text for option in question.options if option.correct]
        case BestWorstQuestion():
            return [option.text for option in question.options if option.key]
    return []


def _in_words(text: str) -> str:
    """The words of a text alone, so that punctuation and capitals make no difference."""
    return " ".join(_WORDS.findall(plain(text).casefold()))


def too_long(source: Source, place: Place, lines: int, width: int) -> Iterator[Problem]:
    """The warning about so many lines of a width, if they are more than a projected screen holds."""
    if lines > STAGE_LINES:
        message = f"this takes {lines} lines of {width} columns when projected, {STAGE_LINES} fit"
        yield source.broken(rules.OFF_STAGE, place, message, "Shorten it or make two of it.")


def sentences(source: Source, where: Where, text: str) -> Iterator[Problem]:
    """The sentences of a text that are too long to be read at once."""
    if len(text.split()) <= SENTENCE_WORDS:
        return
    for block in parse(text):
        if block.kind == "code":
            continue
        for sentence in _SENTENCE_END.split("".join(span.text for span in block.spans)):
            words = sum(bool(_WORD.search(word)) for word in sentence.split())
            if words > SENTENCE_WORDS:
                start = text.find(" ".join(sentence.split()[:3]))
                place = source.text_at(where, text.count("\n", 0, max(0, start)))
                message = f"this sentence has {words} words, more than {SENTENCE_WORDS}: {shown(sentence)}"
                yield source.broken(rules.LONG_SENTENCE, place, message, "Make two of it.")
