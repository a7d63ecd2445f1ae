"""From an answer to points: the only arithmetic on points.

A question is worth one point. Partial points follow the kind of question; a rating earns full points when it
is the key's and half when it is one step off (mode consensus: Weng and others, Journal of Vocational
Behavior, 2018).
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Literal

from msgspec import Struct

from advocacy_coach.course.model import (
    BestWorstQuestion,
    ChoiceQuestion,
    ClassifyQuestion,
    Question,
    RankQuestion,
    RateQuestion,
    SelectQuestion,
)

PICKED = "picked"
BEST, WORST = "best", "worst"
RATINGS = ("1", "2", "3", "4", "5")

Verdict = Literal["right", "partly", "wrong"]


class Mark(Struct, frozen=True):
    """What an answer is worth: ``points`` from 0 to 1, and the verdict on each option it touches."""

    points: float
    verdicts: dict[str, Verdict]

    @property
    def verdict(self) -> Verdict:
        """The answer as a whole."""
        return "right" if self.points == 1 else "partly" if self.points > 0 else "wrong"


def mark(question: Question, response: Mapping[str, str]) -> Mark:
    """The mark of a complete response. Raises ValueError when the response is not ``complete``."""
    if not complete(question, response):
        raise ValueError(f"not a complete answer to {question.id}")
    match question:
        case ChoiceQuestion():
            picked = next(option for option in question.options if option.id in response)
            return Mark(float(picked.correct), {picked.id: "right" if picked.correct else "wrong"})
        case SelectQuestion():
            return _mark_select(question, response)
        case BestWorstQuestion():
            verdicts = {
                option.id: _best_worst(option.key, response.get(option.id)) for option in question.options
            }
            verdicts = {id: verdict for id, verdict in verdicts.items() if verdict}
            hits = sum(response.get(option.id) == option.key for option in question.options if option.key)
            return Mark(hits / 2, verdicts)  # type: ignore[arg-type]
        case RateQuestion():
            steps = {option.id: abs(option.key - int(response[option.id])) for option in question.options}
            return _mean({id: max(0.0, 1 - step / 2) for id, step in steps.items()})
        case RankQuestion():
            return _mark_rank(question, response)
        case ClassifyQuestion():
            return _mean({card.id: float(response[card.id] == card.bin) for card in question.options})


def complete(question: Question, response: Mapping[str, str]) -> bool:
    """True when the response answers the whole question and nothing else."""
    ids = {option.id for option in question.options}
    values = list(response.values())
    if not response or not response.keys() <= ids:
        return False
    match question:
        case ChoiceQuestion():
            return values == [PICKED]
        case SelectQuestion():
            return set(values) == {PICKED}
        case BestWorstQuestion():
            return sorted(values) == [BEST, WORST]
        case RateQuestion():
            return response.keys() == ids and set(values) <= set(RATINGS)
        case RankQuestion():
            return sorted(values) == sorted(str(place) for place in range(1, len(ids) + 1))
        case ClassifyQuestion():
            return response.keys() == ids and set(values) <= {bin.id for bin in question.bins}


def key(question: Question) -> dict[str, str]:
    """The response that earns full points."""
    match question:
        case ChoiceQuestion() | SelectQuestion():
            return {option.id: PICKED for option in question.options if option.correct}
        case BestWorstQuestion():
            return {option.id: option.key for option in question.options if option.key}
        case RateQuestion():
            return {option.id: str(option.key) for option in question.options}
        case RankQuestion():
            return {option.id: str(place) for place, option in enumerate(question.options, 1)}
        case ClassifyQuestion():
            return {card.id: card.bin for card in question.options}


def percent(points: float, of: float) -> int:
    """Points as whole per cent of what could be had, halves up; 0 when nothing could be had."""
    return int(100 * points / of + 0.5 + 1e-9) if of else 0


def reaches(points: float, of: float, pass_mark: int) -> bool:
    """True when points reach the pass mark (per cent), judged on the exact share, not on the rounded one."""
    return of > 0 and 100 * points / of >= pass_mark - 1e-9


def _mark_select(question: SelectQuestion, response: Mapping[str, str]) -> Mark:
    rights = sum(option.correct for option in question.options)
    hits = sum(option.correct for option in question.options if option.id in response)
    misses = len(response) - hits
    verdicts: dict[str, Verdict] = {
        option.id: "right" if option.correct == (option.id in response) else "wrong"
        for option in question.options
        if option.correct or option.id in response
    }
    return Mark(max(0, hits - misses) / rights, verdicts)


def _best_worst(key: str, given: str | None) -> Verdict | None:
    """The verdict on one action: touched by the learner or by the key, else none."""
    if not key and not given:
        return None
    return "right" if key == given else "wrong"


def _mark_rank(question: RankQuestion, response: Mapping[str, str]) -> Mark:
    """The share of pairs in the right order, so one item out of place does not cost the whole order."""
    pairs = list(combinations(question.options, 2))
    hits = sum(int(response[first.id]) < int(response[second.id]) for first, second in pairs)
    verdicts: dict[str, Verdict] = {}
    for place, option in enumerate(question.options, 1):
        off = abs(int(response[option.id]) - place)
        verdicts[option.id] = "right" if off == 0 else "partly" if off == 1 else "wrong"
    return Mark(hits / len(pairs), verdicts)


def _mean(shares: Mapping[str, float]) -> Mark:
    verdicts: dict[str, Verdict] = {
        id: "right" if share == 1 else "partly" if share > 0 else "wrong" for id, share in shares.items()
    }
    return Mark(sum(shares.values()) / len(shares), verdicts)
