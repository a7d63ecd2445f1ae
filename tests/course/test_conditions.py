"""The language of conditions: what it can say, what it means, and where a mistake is found."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.scenarios import conditions
from advocacy_coach.course.scenarios.conditions import (
    MOST_NESTED,
    Both,
    Compare,
    ConditionError,
    Either,
    comparisons,
    parse,
)
from tests.course.scenarios_made import CONDITIONS, METERS, NUMBERS, holds

PLACES = {meter: place for place, meter in enumerate(METERS)}

OPERATORS = "expected one of < <= > >= = !="
METER = "expected a meter, such as “trust”"
NUMBER = "expected a whole number"
RANGE = "a meter goes from 0 to 100"
MORE = "expected “and”, “or” or the end of the condition"
DEEP = "more than 8 brackets inside each other"


def true(condition: str, *levels: int) -> bool:
    return conditions.test(parse(condition), PLACES)(levels)


def test_a_comparison_is_a_meter_a_sign_and_a_number() -> None:
    assert parse("trust>=60") == Compare("trust", ">=", 60, 0)
    assert parse("  my-own2  !=  007 ") == Compare("my-own2", "!=", 7, 2)


@pytest.mark.parametrize(
    ("sign", "at_49", "at_50", "at_51"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
        ("=", False, True, False),
        ("!=", True, False, True),
    ],
)
def test_signs_mean_what_they_mean(sign: str, at_49: bool, at_50: bool, at_51: bool) -> None:
    found = [true(f"reach {sign} 50", 0, level) for level in (49, 50, 51)]
    assert found == [at_49, at_50, at_51]


def test_and_binds_tighter_than_or_and_brackets_bind_tightest() -> None:
    a, b, c = (Compare("trust", "<", 1, 0), Compare("trust", "<", 2, 13), Compare("trust", "<", 3, 27))
    assert parse("trust < 1 or trust < 2 and trust < 3") == Either((a, Both((b, c))))
    either = parse("(trust < 1 or trust < 2) and trust < 3")
    assert isinstance(either, Both)
    assert isinstance(either.parts[0], Either)
    assert [true("trust > 0 or trust > 1 and reach > 0", *levels) for levels in ((1, 0), (0, 1))] == [
        True,
        False,
    ]
    assert [true("(trust > 0 or trust > 1) and reach > 0", *levels) for levels in ((1, 0), (1, 1))] == [
        False,
        True,
    ]


def test_many_parts_are_one_list_and_keep_where_each_stands() -> None:
    found = parse("trust < 1 and reach < 2 and (trust < 3)")
    assert isinstance(found, Both)
    assert [(each.meter, each.at) for each in comparisons(found)] == [
        ("trust", 0),
        ("reach", 14),
        ("trust", 29),
    ]


def test_white_space_and_line_ends_mean_nothing() -> None:
    assert str(parse("trust<25\n or(reach>=60\tand trust!=3)")) == "trust < 25 or reach >= 60 and trust != 3"


WRONG = [
    ("", 0, METER),
    ("   ", 3, METER),
    ("trust", 5, OPERATORS),
    ("trust <", 7, NUMBER),
    ("trust <  ", 9, NUMBER),
    ("trust < reach", 8, NUMBER),
    ("trust < 101", 8, RANGE),
    ("trust < 0100", 8, RANGE),
    ("trust < " + "9" * 5000, 8, RANGE),
    ("trust < 25 and", 14, METER),
    ("trust < 25 or or reach > 3", 14, METER),
    ("trust < 25 reach > 3", 11, MORE),
    ("trust < 25 and reach > 3 4", 25, MORE),
    ("(trust < 25", 11, "expected “)”"),
    ("(trust < 25 and (reach > 3)", 27, "expected “)”"),
    ("trust < 25)", 10, MORE),
    ("()", 1, METER),
    ("and < 3", 0, METER),
    ("trust and 3", 6, OPERATORS),
    ("trust ( 3", 6, OPERATORS),
    ("25 > trust", 0, METER),
    ("trust < -3", 8, "“-” means nothing here"),
    ("trust == 3", 7, NUMBER),
    ("trust < 2.5", 9, "“.” means nothing here"),
    ("Trust < 3", 0, "“T” means nothing here"),
    ("trust ≤ 3", 6, "“≤” means nothing here"),
    ("trust < ٣", 8, "“٣” means nothing here"),
    ("trust < 3 & reach > 3", 10, "“&” means nothing here"),
    ("not trust < 3", 4, OPERATORS),
    ("(" * 9 + "trust < 3" + ")" * 9, 8, DEEP),
    ("(" * 100_000, 8, DEEP),
]


@pytest.mark.parametrize(("text", "at", "message"), WRONG, ids=lambda value: str(value)[:30])
def test_a_mistake_is_told_where_it_stands(text: str, at: int, message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text)
    assert (caught.value.at, caught.value.message) == (at, message)


def test_brackets_may_stand_beside_each_other_as_often_as_wanted() -> None:
    deep = "(" * MOST_NESTED + "trust < 3" + ")" * MOST_NESTED
    assert parse(deep) == Compare("trust", "<", 3, MOST_NESTED)
    assert len(list(comparisons(parse(" or ".join([deep] * 50))))) == 50


@given(CONDITIONS, NUMBERS, NUMBERS)
def test_a_condition_means_what_python_says(condition: str, trust: int, reach: int) -> None:
    assert true(condition, trust, reach) == holds(condition, {"trust": trust, "reach": reach})


LEVELS = list(product((0, 1, 24, 25, 26, 49, 50, 51, 74, 75, 76, 99, 100), repeat=2))


@given(CONDITIONS)
def test_what_is_printed_reads_back_as_the_same(condition: str) -> None:
    parsed = parse(condition)
    again = parse(str(parsed))
    assert str(again) == str(parsed)
    assert [true(str(parsed), *levels) for levels in LEVELS] == [
        conditions.test(parsed, PLACES)(levels) for levels in LEVELS
    ]


TOKENS = [
    "trust",
    "reach",
    "and",
    "or",
    "(",
    ")",
    "<",
    ">=",
    "=",
    "!=",
    "3",
    "100",
    "101",
    "-",
    "x1",
    " ",
    "\n",
    "é",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join) | st.text(max_size=20))
def test_any_text_is_a_condition_or_a_mistake_in_a_place(text: str) -> None:
    try:
        found = parse(text)
    except ConditionError as error:
        place = error.at
    else:
        place = 0
        assert all(text[each.at :].startswith(each.meter) for each in comparisons(found))
    assert 0 <= place <= len(text)
