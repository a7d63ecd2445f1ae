"""From an answer to points."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.model import Question
from advocacy_coach.session.scoring import complete, key, mark, percent, reaches
from tests.session import made


@pytest.mark.parametrize("maker", made.MAKERS)
def test_the_key_earns_full_points(maker: Callable[[], Question]) -> None:
    question = maker()
    result = mark(question, key(question))
    assert result.points == 1
    assert result.verdict == "right"
    assert set(result.verdicts.values()) == {"right"}


@given(st.data())
def test_points_stay_between_nothing_and_one(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(made.MAKERS))()
    response = data.draw(made.responses(question))
    result = mark(question, response)
    assert 0 <= result.points <= 1
    assert (result.points == 1) == (response == key(question))
    assert set(response) <= set(result.verdicts) | {option.id for option in question.options}


@pytest.mark.parametrize(
    ("question", "response", "points"),
    [
        (made.choice(), {"a": "picked"}, 0),
        (made.select(), {"a": "picked"}, 0.5),
        (made.select(), {"a": "picked", "c": "picked", "b": "picked"}, 0.5),
        (made.select(), {"b": "picked", "a": "picked"}, 0),
        (made.select(), {"b": "picked", "d": "picked"}, 0),
        (made.select(), dict.fromkeys("abcd", "picked"), 0),
        (made.best_worst(), {"a": "best", "b": "worst"}, 0.5),
        (made.best_worst(), {"b": "best", "d": "worst"}, 0.5),
        (made.best_worst(), {"d": "best", "a": "worst"}, 0),
        (made.best_worst(), {"b": "best", "c": "worst"}, 0),
        (made.rate(), {"a": "2", "b": "3", "c": "5"}, 2.5 / 3),
        (made.rate(), {"a": "3", "b": "3", "c": "3"}, 1 / 3),
        (made.rate(), {"a": "5", "b": "1", "c": "1"}, 0),
        (made.rank(), {"a": "2", "b": "1", "c": "3", "d": "4"}, 5 / 6),
        (made.rank(), {"a": "4", "b": "3", "c": "2", "d": "1"}, 0),
        (made.classify(), {"a": "in", "b": "out", "c": "out", "d": "out"}, 0.75),
        (made.classify(), {"a": "out", "b": "out", "c": "in", "d": "in"}, 0),
    ],
)
def test_partial_points(question: Question, response: Mapping[str, str], points: float) -> None:
    assert mark(question, response).points == pytest.approx(points)


@pytest.mark.parametrize(
    ("question", "response"),
    [
        (made.choice(), {}),
        (made.choice(), {"a": "picked", "b": "picked"}),
        (made.choice(), {"z": "picked"}),
        (made.choice(), {"a": "best"}),
        (made.select(), {}),
        (made.best_worst(), {"a": "best"}),
        (made.best_worst(), {"a": "best", "b": "best"}),
        (made.rate(), {"a": "1", "b": "2"}),
        (made.rate(), {"a": "0", "b": "2", "c": "3"}),
        (made.rank(), {"a": "1", "b": "2", "c": "3"}),
        (made.rank(), {"a": "1", "b": "1", "c": "2", "d": "3"}),
        (made.classify(), {"a": "in", "b": "in", "c": "in"}),
        (made.classify(), {"a": "in", "b": "in", "c": "in", "d": "elsewhere"}),
    ],
)
def test_an_incomplete_answer_has_no_mark(question: Question, response: dict[str, str]) -> None:
    assert not complete(question, response)
    with pytest.raises(ValueError, match=question.id):
        mark(question, response)


@given(st.data())
def test_one_swap_of_neighbours_costs_one_pair(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 8))
    question = made.rank(count=count)
    place = data.draw(st.integers(1, count - 1))
    response = key(question)
    first, second = (option.id for option in question.options[place - 1 : place + 1])
    response[first], response[second] = response[second], response[first]
    pairs = count * (count - 1) / 2
    assert mark(question, response).points == pytest.approx((pairs - 1) / pairs)


def test_verdicts_name_what_was_touched_only() -> None:
    assert mark(made.select(), {"a": "picked", "b": "picked"}).verdicts == {
        "a": "right",
        "b": "wrong",
        "c": "wrong",
    }
    assert mark(made.best_worst(), {"a": "best", "b": "worst"}).verdicts == {
        "a": "right",
        "b": "wrong",
        "d": "wrong",
    }
    assert mark(made.rate(), {"a": "1", "b": "4", "c": "1"}).verdicts == {
        "a": "right",
        "b": "partly",
        "c": "wrong",
    }


@pytest.mark.parametrize(
    ("points", "of", "expected"),
    [(0, 0, 0), (1, 3, 33), (2, 3, 67), (0.5, 100, 1), (0.125, 1, 13), (7, 7, 100)],
)
def test_per_cent_rounds_halves_up(points: float, of: float, expected: int) -> None:
    assert percent(points, of) == expected


@pytest.mark.parametrize(
    ("points", "of", "mark", "passed"),
    [
        (0.7, 1, 70, True),
        (0.1 + 0.2 + 0.4, 1, 70, True),
        (0.6999, 1, 70, False),
        (0, 0, 0, False),
        (0, 1, 0, True),
    ],
)
def test_the_pass_mark_is_exact(points: float, of: float, mark: int, passed: bool) -> None:
    assert reaches(points, of, mark) is passed
