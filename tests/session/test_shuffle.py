"""The order of options."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.session.shuffle import order
from tests.session import made


@given(st.integers(0, 2**32))
def test_an_order_is_the_same_options_and_the_same_each_time(seed: int) -> None:
    question = made.select()
    drawn = order(question, seed)
    assert sorted(option.id for option in drawn) == list("abcd")
    assert drawn == order(question, seed)


def test_a_seed_keeps_its_order_for_ever() -> None:
    """A record from years ago must show the options as they were."""
    assert [option.id for option in order(made.select(), 7)] == ["b", "a", "c", "d"]
    assert [option.id for option in order(made.select(), 8)] == ["a", "b", "c", "d"]


def test_every_option_comes_first_sometimes() -> None:
    firsts = Counter(order(made.select(), seed)[0].id for seed in range(400))
    assert set(firsts) == set("abcd")
    assert min(firsts.values()) > 60


@given(st.integers(0, 2**32))
def test_pinned_options_stay_last(seed: int) -> None:
    question = made.select()
    pinned = replace(question, options=(replace(question.options[0], pin="last"), *question.options[1:]))
    assert order(pinned, seed)[-1].id == "a"


@given(st.integers(0, 2**32))
def test_an_order_to_find_is_never_given_away(seed: int) -> None:
    question = made.rank(count=3)
    assert [option.id for option in order(question, seed)] != ["a", "b", "c"]


def test_shuffle_false_keeps_the_file() -> None:
    question = replace(made.select(), shuffle=False)
    assert order(question, 99) == question.options
