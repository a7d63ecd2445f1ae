"""Questions as learning systems know them: pick, match, order. What every format shares is decided here.

Points follow ``session.scoring``: each right option of a select question is worth its share and each wrong
one costs as much, never below nothing; a match counts right pairs, which is our rule for cards and for best
and worst; an order is kept as an order, and each format says how near it comes.
"""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from msgspec import Struct

from advocacy_coach.course.model import (
    BaseQuestion,
    BestWorstQuestion,
    Choice,
    ChoiceQuestion,
    ClassifyQuestion,
    Course,
    Lesson,
    Question,
    RankQuestion,
    RateQuestion,
    Reflect,
    ScenarioStep,
    SelectQuestion,
    Step,
)
from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.reports.interchange.markup import joined, label, markup, named_list, paragraph
from advocacy_coach.reports.writers.html import Html, text

LABEL_LENGTH = 255
"""Characters that Moodle keeps of an answer to match (``qtype_match_subquestions.answertext``)."""

ID_LENGTH = 100
"""Characters that Moodle keeps of an id number."""


class Note(Struct, frozen=True):
    """Something of a step that does not travel, or not as it is: ``where`` is lesson and step."""

    where: str
    what: str


class Option(Struct, frozen=True):
    """One option to pick; ``per_cent`` of the points it adds, below nothing where it costs."""

    text: Html
    feedback: Html
    per_cent: str


class Pair(Struct, frozen=True):
    """What is matched with what. With an empty ``left`` the answer is one that fits nothing."""

    left: Html
    right: str


class Item(Struct, frozen=True, kw_only=True):
    """What every question has. ``where`` is lesson and step, ``id`` the same within the whole course.

    ``explain`` is said after any answer; ``moved`` when it holds what the course says beside each option.
    ``shuffle`` and ``pinned`` tell how the course shows the options, ``facilitator`` that it has notes.
    """

    where: str
    id: str
    topic: str
    tags: tuple[str, ...]
    prompt: Html
    explain: Html
    hints: tuple[Html, ...]
    scored: bool
    shuffle: bool
    pinned: bool
    moved: bool
    facilitator: bool


class Picked(Item, frozen=True, kw_only=True):
    """A question with options to pick: one when ``single``, else all that apply."""

    single: bool
    options: tuple[Option, ...]


class Matched(Item, frozen=True, kw_only=True):
    """A question with pairs to find; ``rows`` when the lines themselves have an order that must stay."""

    pairs: tuple[Pair, ...]
    rows: bool


class Ordered(Item, frozen=True, kw_only=True):
    """A question with things to put in order; they stand in the right one."""

    things: tuple[Html, ...]


class Rated(Item, frozen=True, kw_only=True):
    """A question with actions to rate from 1 to 5, each with the rating of the key; a step off earns half."""

    actions: tuple[tuple[Html, int], ...]


class Category(Struct, frozen=True):
    """A topic of the course with its questions. ``path`` are the titles that lead to it, as labels."""

    id: str
    path: tuple[str, ...]
    items: tuple[Item, ...]


class Bank(Struct, frozen=True):
    """The questions of some lessons by topic, and the steps that no format carries."""

    categories: tuple[Category, ...]
    refused: tuple[Note, ...]

    def items(self) -> Iterator[Item]:
        """All questions in the order they are written."""
        return (item for category in self.categories for item in category.items)


def bank(course: Course, lessons: Iterable[Lesson], rates: bool = False) -> Bank:
    """The questions of these lessons, ready for any format; ratings only for one that ``rates``."""
    by_topic: dict[str, list[Item]] = {topic.id: [] for topic in course.topics}
    refused: list[Note] = []
    for lesson in lessons:
        for step in lesson.steps:
            reason = _refusal(step, rates)
            if reason:
                refused.append(Note(f"{lesson.id}/{step.id}", reason))
            elif isinstance(step, BaseQuestion):
                item = _item(course, lesson, step)
                by_topic.setdefault(item.topic, []).append(item)
    titles = {topic.id: topic.title for topic in course.topics}
    categories = (
        Category(_short(f"{course.id}.{id}"), (label(course.title), label(titles.get(id, id))), (*items,))
        for id, items in by_topic.items()
        if items
    )
    return Bank((*categories,), (*refused,))


def common_notes(bank: Bank) -> Iterator[Note]:
    """What no format carries as it is."""
    yield from bank.refused
    for item in bank.items():
        if item.moved:
            yield Note(item.where, _("what is said about each option stands in the general feedback"))
        if item.facilitator:
            yield Note(item.where, _("notes for facilitators are left out"))


def _refusal(step: Step, rates: bool) -> str:
    """Why a step cannot be carried; empty for those that can, and for pages, which ask nothing."""
    match step:
        case RateQuestion() if not rates:
            return _("left out: half points for a rating one step off cannot be expressed")
        case ScenarioStep():
            return _("left out: a scenario is no question")
        case Reflect():
            return _("left out: a reflection has no answer that could be right")
        case BestWorstQuestion():
            answers = [plain(option.text) for option in step.options]
        case ClassifyQuestion():
            answers = [bin.title for bin in step.bins]
        case _:
            answers = []
    if any(len(label(answer)) > LABEL_LENGTH for answer in answers):
        return _("left out: an answer to match is longer than {n} characters").format(n=LABEL_LENGTH)
    return ""


def _item(course: Course, lesson: Lesson, question: Question) -> Item:
    """The question in the shape that fits it."""
    values: dict[str, Any] = {
        "where": f"{lesson.id}/{question.id}",
        "id": _short(f"{course.id}.{lesson.id}.{question.id}"),
        "topic": question.topic or lesson.topic,
        "tags": (f"type:{_kind(question)}", *question.claims, *question.sources),
        "prompt": markup(question.prompt),
        "explain": markup(question.explain),
        "hints": tuple(markup(hint) for hint in question.hints),
        "scored": question.scored,
        "shuffle": question.shuffle,
        "pinned": any(option.pin for option in question.options),
        "moved": not isinstance(question, ChoiceQuestion | SelectQuestion),
        "facilitator": bool(question.notes.say or question.notes.do or question.notes.watch_for),
    }
    if values["moved"]:
        about = named_list([(option.text, option.feedback) for option in question.options])
        values["explain"] = joined(paragraph(markup(question.explain)), about)
    match question:
        case ChoiceQuestion():
            return Picked(**values, single=True, options=_options(question.options, 100, 0))
        case SelectQuestion():
            share = 100 / sum(option.correct for option in question.options)
            return Picked(**values, single=False, options=_options(question.options, share, -share))
        case BestWorstQuestion():
            return Matched(**values, pairs=_best_worst(question), rows=True)
        case ClassifyQuestion():
            return Matched(**values, pairs=_cards(question), rows=False)
        case RankQuestion():
            scale = _("First: {high}. Last: {low}.").format(high=question.scale.high, low=question.scale.low)
            values["prompt"] = joined(paragraph(markup(question.prompt)), paragraph(text(scale)))
            return Ordered(**values, things=tuple(markup(option.text) for option in question.options))
        case RateQuestion():
            scale = _("1: {low}. 5: {high}.").format(high=question.scale.high, low=question.scale.low)
            values["prompt"] = joined(paragraph(markup(question.prompt)), paragraph(text(scale)))
            actions = tuple((markup(option.text), option.key) for option in question.options)
            return Rated(**values, actions=actions)


def _options(options: tuple[Choice, ...], right: float, wrong: float) -> tuple[Option, ...]:
    """The options, pinned ones last, each with what picking it is worth in per cent."""
    arranged = sorted(options, key=lambda option: option.pin == "last")
    return tuple(
        Option(markup(option.text), markup(option.feedback), _number(right if option.correct else wrong))
        for option in arranged
    )


def _number(per_cent: float) -> str:
    """Per cent as Moodle knows them: it takes thirds and the like only with five decimals."""
    return f"{per_cent:.5f}".rstrip("0").rstrip(".")


def _best_worst(question: BestWorstQuestion) -> tuple[Pair, ...]:
    words = {"best": text(_("Best")), "worst": text(_("Worst")), "": Html("")}
    pairs = (Pair(words[option.key], label(plain(option.text))) for option in question.options)
    return tuple(sorted(pairs, key=lambda pair: list(words.values()).index(pair.left)))


def _cards(question: ClassifyQuestion) -> tuple[Pair, ...]:
    """The cards with their bins, and bins without a card as answers that fit nothing."""
    titles = {bin.id: label(bin.title) for bin in question.bins}
    used = {card.bin for card in question.options}
    empty = (Pair(Html(""), title) for id, title in titles.items() if id not in used)
    return (*(Pair(markup(card.text), titles[card.bin]) for card in question.options), *empty)


def _kind(question: Question) -> str:
    return {
        ChoiceQuestion: "choice",
        SelectQuestion: "select",
        BestWorstQuestion: "best-worst",
        RateQuestion: "rate",
        RankQuestion: "rank",
        ClassifyQuestion: "classify",
    }[type(question)]


def _short(id: str) -> str:
    """The id, or as much of it as fits with a hash of all of it, so that it stays one of a kind."""
    if len(id) <= ID_LENGTH:
        return id
    digest = blake2b(id.encode(), digest_size=8).hexdigest()
    return f"{id[: ID_LENGTH - len(digest) - 1]}-{digest}"
