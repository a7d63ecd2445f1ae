"""From the plan of a workshop to its deck: every lesson, question and story it names, looked up once."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from advocacy_coach.course.model import (
    BestWorstQuestion,
    Card,
    Choice,
    ChoiceQuestion,
    ClassifyQuestion,
    Lesson,
    Notes,
    Page,
    RankQuestion,
    Rated,
    RateQuestion,
    Reflect,
    ScenarioStep,
    SelectQuestion,
)
from advocacy_coach.course.model import Question as LessonQuestion
from advocacy_coach.course.workshops import (
    LessonItem,
    MoodItem,
    PauseItem,
    PollItem,
    ScenarioItem,
    SlideItem,
    WorkshopItem,
    WorkshopPlan,
)
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _
from advocacy_coach.workshop.deck import (
    Ask,
    Deck,
    Item,
    Mood,
    Option,
    Part,
    Pause,
    Play,
    Question,
    Slide,
)

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library

NO_NOTES = Notes()
RATINGS = range(1, 6)

T = TypeVar("T", Card, Rated)


def build(plan: WorkshopPlan, library: "Library", groups: Sequence[str] = ()) -> Deck:
    """The deck of a plan; ``groups`` are what people can say they belong to in the mood check.

    Raises CourseError, naming the step of the plan, when the course has not what it needs.
    """
    items: list[Item] = []
    starts = 0.0
    lessons: dict[str, Lesson] = {}
    for number, part in enumerate(plan.parts):
        for step in part.steps:
            item = _item(step, library, lessons, groups)
            seconds = round(step.minutes * 60)
            notes = item.notes if replace(step.notes, minutes=0) == NO_NOTES else step.notes
            items.append(replace(item, part=number, seconds=seconds, starts=round(starts * 60), notes=notes))
            starts += step.minutes
    return Deck(
        plan=plan.id,
        title=plan.title,
        seconds=round(starts * 60),
        parts=tuple(Part(part.title, round(part.minutes * 60)) for part in plan.parts),
        items=tuple(items),
        course=library.course.id,
        version=library.course.version,
        language=library.course.language,
        room=(plan.room[0], plan.room[1]),
    )


def _item(step: WorkshopItem, library: "Library", lessons: dict[str, Lesson], groups: Sequence[str]) -> Item:
    """The item of a step, with the notes of what it refers to; its place in time is given to it later."""
    match step:
        case SlideItem(id=id, title=title):
            return Item(
                id=id, title=title, content=Slide(step.text, round(step.talk * 60)), answers=step.answers
            )
        case PollItem(id=id):
            options = tuple(Option(option.id, option.text) for option in step.options)
            asked = Question(id, step.prompt, options, explain=step.explain, votes=step.votes or 1)
            return Item(id=id, title=_("Vote"), content=Ask((asked,)), answers=step.answers)
        case LessonItem():
            return _of_lesson(step, _lesson(step, library, lessons))
        case ScenarioItem(id=id):
            try:
                story = library.story(step.scenario)
            except CourseError as error:
                raise _missing(id, str(error).rstrip(".")) from error
            content = Play(story, step.decisions, step.votes or 1)
            return Item(id=id, title=story.scenario.title, content=content, notes=story.scenario.notes)
        case MoodItem(id=id):
            tool = library.mood_check()
            if tool is None:
                raise _missing(id, _("this course has no mood check"))
            return Item(id=id, title=tool.title, content=Mood(tool, tuple(groups)))
        case PauseItem(id=id, title=title):
            return Item(id=id, title=title, content=Pause())


def _lesson(step: LessonItem, library: "Library", lessons: dict[str, Lesson]) -> Lesson:
    if step.lesson not in lessons:
        try:
            lessons[step.lesson] = library.lesson(step.lesson)
        except CourseError as error:
            raise _missing(step.id, str(error).rstrip(".")) from error
    return lessons[step.lesson]


def _of_lesson(step: LessonItem, lesson: Lesson) -> Item:
    match lesson.step(step.step):
        case None | ScenarioStep():
            words = _("lesson “{lesson}” has no page or question “{step}”")
            raise _missing(step.id, words.format(lesson=step.lesson, step=step.step))
        case Page() as page:
            content = Slide(page.text, round(step.talk * 60))
            return Item(id=step.id, title=page.title, content=content, notes=page.notes)
        case Reflect() as reflect:
            content = Slide(reflect.prompt, round(step.talk * 60))
            return Item(id=step.id, title=_("For yourself"), content=content, notes=reflect.notes)
        case question:
            asked = tuple(_questions(step, question))
            if not asked:
                raise _missing(step.id, _("none of the options it names is in that question"))
            return Item(id=step.id, title=lesson.title, content=Ask(asked), notes=question.notes)


def _missing(id: str, reason: str) -> CourseError:
    words = _("The plan cannot be used at its step “{step}”: {reason}.")
    return CourseError(words.format(step=id, reason=reason))


def _questions(step: LessonItem, question: LessonQuestion) -> Iterator[Question]:
    """What the room votes on: the question itself, or one vote a card, an action, or an end of the scale."""
    match question:
        case ChoiceQuestion():
            yield _one(step, question, _right(question.options), step.votes or 2)
        case SelectQuestion():
            yield _one(step, question, _right(question.options), step.votes or 1, many=True)
        case BestWorstQuestion():
            for key, words in (("best", _("Which is the best?")), ("worst", _("Which is the worst?"))):
                ends = tuple(n for n, option in enumerate(question.options) if option.key == key)
                asked = _one(step, question, ends, step.votes or 1, part=key, words=words)
                yield asked if key == "worst" else _without_reasons(asked)
        case RankQuestion():
            words = _("Which comes first, as “{high}”?").format(high=question.scale.high)
            yield _one(step, question, (0,), step.votes or 1, part="first", words=words, shuffled=True)
        case RateQuestion():
            scale = {1: question.scale.low, 5: question.scale.high}
            ratings = tuple(Option(str(n), f"{n}: {scale[n]}" if n in scale else str(n)) for n in RATINGS)
            actions = _chosen(step, question.options)
            yield from _series(step, question, ratings, [(each, each.key - 1) for each in actions])
        case ClassifyQuestion():
            bins = tuple(Option(each.id, each.title) for each in question.bins)
            places = [each.id for each in question.bins]
            cards = _chosen(step, question.options)
            yield from _series(step, question, bins, [(each, places.index(each.bin)) for each in cards])


def _one(
    step: LessonItem,
    question: LessonQuestion,
    right: tuple[int, ...],
    votes: int,
    *,
    part: str = "",
    words: str = "",
    many: bool = False,
    shuffled: bool = False,
) -> Question:
    """One vote over all options of a question.

    The items of an order stand in the file in their right order, so the room sees them by their ids.
    """
    options = [Option(each.id, each.text, each.feedback) for each in question.options]
    wanted = {options[place].id for place in right}
    if shuffled:
        options.sort(key=lambda option: option.id)
    return Question(
        id=f"{step.id}/{part}" if part else step.id,
        prompt=f"{question.prompt}\n\n**{words}**" if words else question.prompt,
        options=tuple(options),
        right=tuple(place for place, option in enumerate(options) if option.id in wanted),
        explain=question.explain,
        many=many,
        votes=votes,
    )


def _without_reasons(asked: Question) -> Question:
    """A vote whose reasons are told after the next one, which they would give away."""
    options = tuple(Option(option.id, option.text) for option in asked.options)
    return replace(asked, options=options, explain="")


def _series(
    step: LessonItem,
    question: LessonQuestion,
    options: tuple[Option, ...],
    cards: Sequence[tuple[Card | Rated, int]],
) -> Iterator[Question]:
    """A vote about each card or action, with the place where it belongs; the last explains them all."""
    for number, (card, right) in enumerate(cards, 1):
        whole = f"{card.feedback}\n\n{question.explain}" if number == len(cards) else card.feedback
        yield Question(
            id=f"{step.id}/{card.id}",
            prompt=f"{question.prompt}\n\n**{card.text}**",
            options=options,
            right=(right,),
            explain=whole,
            votes=step.votes or 1,
        )


def _chosen(step: LessonItem, options: Sequence[T]) -> Sequence[T]:
    return [each for each in options if each.id in step.only] if step.only else options


def _right(options: Sequence[Choice]) -> tuple[int, ...]:
    return tuple(place for place, option in enumerate(options) if option.correct)
