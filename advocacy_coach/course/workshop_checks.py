"""What makes the plan of a workshop unusable although it has the right shape; what could make it better."""

from collections.abc import Iterator

from advocacy_coach.course import rules
from advocacy_coach.course.advice import sentences, too_long
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import Known, only_prose, options, reference, repeated, texts, unique
from advocacy_coach.course.flow import height
from advocacy_coach.course.model import (
    BaseQuestion,
    ClassifyQuestion,
    Page,
    Question,
    RateQuestion,
    Reflect,
    ScenarioStep,
)
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.source import Source, Where
from advocacy_coach.course.stage import PAGE_WIDTH, QUESTION_WIDTH
from advocacy_coach.course.workshops import (
    LessonItem,
    MoodItem,
    PollItem,
    ScenarioItem,
    SlideItem,
    WorkshopItem,
    WorkshopPlan,
)

_NEAR = 1e-6
"""Minutes; tenths do not add up exactly."""


def workshop(source: Source, plan: WorkshopPlan, known: Known) -> Iterator[Problem]:
    """The errors of the plan of a workshop."""
    yield from only_prose(source)
    fewest, most = plan.room
    if fewest > most:
        message = f"a room of at least {fewest} and at most {most} people cannot be"
        yield source.broken(rules.THRESHOLD, source.at(("room", 0)), message)
    yield from _minutes(source, plan)
    yield from unique(source, ("parts",), [part.id for part in plan.parts])
    first: dict[str, Where] = {}
    for where, item in _items(plan):
        if item.id in first:
            message = (
                f"the id {shown(item.id)} stands in line {source.at((*first[item.id], 'id'))[0]} already"
            )
            yield source.broken(rules.DUPLICATE_ID, source.at((*where, "id")), message)
        first.setdefault(item.id, where)
        yield from _item(source, where, item, known)


def advice(source: Source, plan: WorkshopPlan) -> Iterator[Problem]:
    """The warnings about the plan of a workshop: what does not fit the projected screen, long sentences."""
    for where, item in _items(plan):
        lines, width = 0, PAGE_WIDTH
        if isinstance(item, SlideItem):
            lines = height(item.title, width) + height(item.text, width)
        elif isinstance(item, PollItem):
            width = QUESTION_WIDTH
            shown_texts = [item.prompt, *(option.text for option in item.options)]
            lines = sum(height(text, width) for text in shown_texts)
        yield from too_long(source, source.at((*where, "id")), lines, width)
    for place, text in texts(source.value):
        yield from sentences(source, place, text)


def _items(plan: WorkshopPlan) -> Iterator[tuple[Where, WorkshopItem]]:
    """All steps of a plan in order, with where each stands."""
    for number, part in enumerate(plan.parts):
        for index, item in enumerate(part.steps):
            yield ("parts", number, "steps", index), item


def _minutes(source: Source, plan: WorkshopPlan) -> Iterator[Problem]:
    """A session that is not as long as its steps together."""
    together = sum(part.minutes for part in plan.parts)
    if abs(together - plan.minutes) > _NEAR:
        message = f"the steps take {together:.10g} minutes together, not {plan.minutes}"
        by_part = ", ".join(f"{part.id} {part.minutes:.10g}" for part in plan.parts)
        yield source.broken(rules.MINUTES, source.at(("minutes",)), message, f"The parts: {by_part}.")


def _item(source: Source, where: Where, item: WorkshopItem, known: Known) -> Iterator[Problem]:
    if isinstance(item, SlideItem | LessonItem) and item.talk > item.minutes:
        message = f"a talk of {item.talk:.10g} minutes is longer than its step, which has {item.minutes:.10g}"
        yield source.broken(rules.MINUTES, source.at((*where, "talk")), message)
    match item:
        case PollItem():
            place: Where = (*where, "options")
            yield from unique(source, place, [option.id for option in item.options])
            yield from repeated(source, place, [option.text for option in item.options])
        case LessonItem():
            yield from _lesson(source, where, item, known)
        case ScenarioItem():
            place = (*where, "scenario")
            yield from reference(source, place, item.scenario, known.scenarios, rules.UNKNOWN_SCENARIO)
        case MoodItem() if known.mood is False:
            message = "this course has no mood check that a room could answer"
            yield source.broken(
                rules.NO_MOOD_CHECK, source.at((*where, "type")), message, "Write tools/mood-check.yaml."
            )


def _lesson(source: Source, where: Where, item: LessonItem, known: Known) -> Iterator[Problem]:
    yield from reference(source, (*where, "lesson"), item.lesson, known.lessons, rules.UNKNOWN_LESSON)
    yield from unique(source, (*where, "only"), item.only, key=())
    lesson = known.lesson(item.lesson) if known.lesson else None
    if lesson is None:
        return
    step = lesson.step(item.step)
    if step is None:
        there = frozenset(each.id for each in lesson.steps if not isinstance(each, ScenarioStep))
        yield from reference(source, (*where, "step"), item.step, there, rules.UNKNOWN_STEP)
    elif isinstance(step, ScenarioStep):
        message = f"the step {shown(step.id)} of the lesson {shown(lesson.id)} plays a scenario"
        hint = f"Write “type: scenario” and “scenario: {step.scenario}”."
        yield source.broken(rules.UNKNOWN_STEP, source.at((*where, "step")), message, hint)
    else:
        yield from _fit(source, where, item, step)


def _fit(
    source: Source, where: Where, item: LessonItem, step: Page | Reflect | Question
) -> Iterator[Problem]:
    """Keys that say nothing beside this kind of step, and options that it does not have."""
    if item.talk and isinstance(step, BaseQuestion):
        message = "a question has its talk between two votes, so it needs no other one"
        yield source.broken(rules.MINUTES, source.key_at((*where, "talk")), message, "Write “votes: 2”.")
    if isinstance(step, ClassifyQuestion | RateQuestion):
        there = frozenset(option.id for option in options(step))
        for number, id in enumerate(item.only):
            yield from reference(source, (*where, "only", number), id, there, rules.UNKNOWN_OPTION)
    elif item.only:
        message = f"the step {shown(step.id)} is shown as a whole, so “only” has nothing to pick from"
        hint = "It picks cards to sort and actions to rate."
        yield source.broken(rules.UNKNOWN_OPTION, source.key_at((*where, "only")), message, hint)
