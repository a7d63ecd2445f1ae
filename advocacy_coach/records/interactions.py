"""Questions and decisions as xAPI interactions (xAPI 1.0.3, Data 2.4.4.1): what they are, what was answered.

Ids of options hold only lower-case letters, digits and hyphens, so none can be taken for a delimiter.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import (
    BestWorstQuestion,
    ChoiceQuestion,
    ClassifyQuestion,
    Question,
    RankQuestion,
    RateQuestion,
    Scene,
    SelectQuestion,
)
from advocacy_coach.course.prose import plain
from advocacy_coach.session import scoring
from advocacy_coach.session.scoring import BEST, RATINGS, WORST

Json = dict[str, Any]

INTERACTION: Final = "http://adlnet.gov/expapi/activities/cmi.interaction"

AND, TO = "[,]", "[.]"
"""Between two parts of a response, and between the two sides of a pair."""

_ENDS: Final = {BEST: "Best", WORST: "Worst"}


def question_definition(question: Question, name: str, language: str) -> Json:
    """What was asked, the options, and where there is one the right response.

    A rating has none: whoever is one step off is right by half.
    """
    common = _asked(name, question.prompt, language)
    options = [_component(option.id, option.text, language) for option in question.options]
    match question:
        case ChoiceQuestion() | SelectQuestion():
            kind: Json = {"interactionType": "choice", "choices": options}
        case RankQuestion():
            kind = {"interactionType": "sequencing", "choices": options}
        case BestWorstQuestion():
            ends = [{"id": id, "description": {"en-US": words}} for id, words in _ENDS.items()]
            kind = {"interactionType": "matching", "source": ends, "target": options}
        case RateQuestion():
            kind = {"interactionType": "matching", "source": options, "target": _ratings(question, language)}
        case ClassifyQuestion():
            bins = [_component(bin.id, bin.title, language) for bin in question.bins]
            kind = {"interactionType": "matching", "source": options, "target": bins}
    if not isinstance(question, RateQuestion):
        kind["correctResponsesPattern"] = [_written(question, scoring.key(question))]
    return common | kind


def response_to(question: Question, response: Mapping[str, str]) -> str | None:
    """What was answered; None when it does not fit the question as it is now."""
    return _written(question, response) if scoring.complete(question, response) else None


def scene_definition(scene: Scene, language: str) -> Json:
    """A decision and its choices. None of them is the right response: what follows depends on the story."""
    last = scene.lines[-1].text
    choices = [_component(choice.id, choice.text, language) for choice in scene.choices]
    return _asked(scene.id, last, language) | {"interactionType": "choice", "choices": choices}


def reflection_definition(name: str, prompt: str, language: str) -> Json:
    """A question that is answered in one's own words; no answer to it is right or wrong."""
    return _asked(name, prompt, language) | {"interactionType": "long-fill-in"}


def words(text: str, language: str) -> dict[str, str]:
    """A course text as a language map, on one line and without markup; one of markup alone stays as it is."""
    return {language: cleaned(plain(text) or text)}


def _asked(name: str, prompt: str, language: str) -> Json:
    return {"type": INTERACTION, "name": {language: cleaned(name)}, "description": words(prompt, language)}


def _component(id: str, text: str, language: str) -> Json:
    return {"id": id, "description": words(text, language)}


def _ratings(question: RateQuestion, language: str) -> list[Json]:
    """The five ratings; the two ends have words."""
    ends = {RATINGS[0]: question.scale.low, RATINGS[-1]: question.scale.high}
    return [_component(rating, ends.get(rating, rating), language) for rating in RATINGS]


def _written(question: Question, response: Mapping[str, str]) -> str:
    """A complete response in the notation of its interaction, in the order of the question."""
    match question:
        case ChoiceQuestion() | SelectQuestion():
            return AND.join(option.id for option in question.options if option.id in response)
        case RankQuestion():
            return AND.join(sorted(response, key=lambda id: int(response[id])))
        case BestWorstQuestion():
            picked = {word: id for id, word in response.items()}
            return _pairs((end, picked[end]) for end in _ENDS)
        case RateQuestion() | ClassifyQuestion():
            return _pairs((option.id, response[option.id]) for option in question.options)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return AND.join(f"{left}{TO}{right}" for left, right in pairs)
