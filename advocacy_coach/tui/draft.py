"""An answer in the making: which option the cursor is on and what was put on the options so far.

Pure. What an answer is worth is ``session.scoring``'s business; this is only how keys and clicks build one.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.model import (
    BestWorstQuestion,
    ChoiceQuestion,
    ClassifyQuestion,
    Option,
    Question,
    RankQuestion,
    RateQuestion,
    SelectQuestion,
)
from advocacy_coach.session.scoring import BEST, PICKED, RATINGS, WORST, complete

Options = Sequence[Option]


class Draft(Struct, frozen=True):
    """``cursor`` is an index into the options as shown; ``response`` maps option ids to words."""

    cursor: int = 0
    response: Mapping[str, str] = {}


def move(draft: Draft, options: Options, step: int) -> Draft:
    """The cursor one option up or down, stopping at the ends."""
    return replace(draft, cursor=max(0, min(len(options) - 1, draft.cursor + step)))


def ready(question: Question, options: Options, draft: Draft) -> bool:
    """True when Enter gives the answer; with one pick, only while the cursor is still on it."""
    if not complete(question, draft.response):
        return False
    return not isinstance(question, ChoiceQuestion) or options[draft.cursor].id in draft.response


def press(question: Question, options: Options, draft: Draft) -> Draft:
    """Space, Enter or a click on the option under the cursor."""
    id = options[draft.cursor].id
    match question:
        case ChoiceQuestion():
            return replace(draft, response={id: PICKED})
        case SelectQuestion():
            return replace(draft, response=_toggled(draft.response, id, PICKED))
        case BestWorstQuestion():
            free = next((word for word in (BEST, WORST) if word not in draft.response.values()), "")
            return replace(draft, response=_toggled(draft.response, id, free))
        case RankQuestion():
            return replace(draft, response=_ranked(draft.response, id, options))
        case RateQuestion() | ClassifyQuestion():
            return turn(question, options, draft, 1)


def digit(question: Question, options: Options, draft: Draft, number: int) -> Draft:
    """A digit key: the option of that number, or for ratings and cards the word of that number."""
    if isinstance(question, RateQuestion | ClassifyQuestion):
        words = _words(question)
        if not 1 <= number <= len(words):
            return draft
        response = {**draft.response, options[draft.cursor].id: words[number - 1]}
        return next_open(options, replace(draft, response=response))
    if not 1 <= number <= len(options):
        return draft
    return press(question, options, replace(draft, cursor=number - 1))


def turn(question: Question, options: Options, draft: Draft, step: int) -> Draft:
    """The next or the previous rating or bin for the option under the cursor."""
    if not isinstance(question, RateQuestion | ClassifyQuestion):
        return draft
    words = _words(question)
    id = options[draft.cursor].id
    now = draft.response.get(id)
    place = (words.index(now) + step) % len(words) if now in words else (0 if step > 0 else len(words) - 1)
    return replace(draft, response={**draft.response, id: words[place]})


def clear(options: Options, draft: Draft) -> Draft:
    """Take back what is on the option under the cursor, and in an order everything placed after it."""
    id = options[draft.cursor].id
    given = draft.response.get(id)
    kept = {other: word for other, word in draft.response.items() if other != id}
    if given and given.isdigit() and len(set(kept.values())) == len(kept):
        kept = {other: word for other, word in kept.items() if not word.isdigit() or int(word) < int(given)}
    return replace(draft, response=kept)


def next_open(options: Options, draft: Draft) -> Draft:
    """The cursor on the next option without a word, wrapping round; where it is when all have one."""
    count = len(options)
    for step in range(1, count + 1):
        place = (draft.cursor + step) % count
        if options[place].id not in draft.response:
            return replace(draft, cursor=place)
    return draft


def _words(question: RateQuestion | ClassifyQuestion) -> Sequence[str]:
    return RATINGS if isinstance(question, RateQuestion) else [bin.id for bin in question.bins]


def _toggled(response: Mapping[str, str], id: str, word: str) -> dict[str, str]:
    if id in response:
        return {other: given for other, given in response.items() if other != id}
    return {**response, id: word} if word else dict(response)


def _ranked(response: Mapping[str, str], id: str, options: Options) -> dict[str, str]:
    """The option in the next free place; a placed one is taken out and the rest move up."""
    order = sorted(response, key=lambda placed: int(response[placed]))
    if id in order:
        order.remove(id)
    else:
        order.append(id)
        left = [option.id for option in options if option.id not in order]
        if len(left) == 1:
            order.extend(left)
    return {placed: str(place) for place, placed in enumerate(order, 1)}
