"""Meters as lines: they fit, and they are read without colour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.tui.text import measure
from advocacy_coach.tui.views.meters import HEIGHTS, meter_rows

LEVELS = st.integers(0, 100)


@given(
    st.lists(st.text("Meter", min_size=1, max_size=30), min_size=1, max_size=6),
    st.integers(2, 5),
    st.integers(38, 120),
    st.booleans(),
    st.data(),
)
def test_every_number_stands_there_in_its_order_and_fits(
    titles: list[str], count: int, width: int, best: bool, data: st.DataObject
) -> None:
    row = st.lists(LEVELS, min_size=len(titles), max_size=len(titles))
    moments = data.draw(st.lists(row, min_size=count, max_size=count))
    ends = data.draw(row) if best else []
    rows = meter_rows(titles, moments, ends, width)
    assert len(rows) == len(titles) + 1
    assert all(measure(each.text) <= width for each in rows)
    for place, each in enumerate(rows[1:]):
        numbers = [int(number) for number in re.findall(r"\d+", each.text)]
        assert numbers[:count] == [levels[place] for levels in moments]


def test_lines_rise_and_fall_with_the_meter() -> None:
    row = meter_rows(["Trust"], [[0], [50], [100], [40]], [], 76)[1].text
    assert [part[0] for part in re.findall(f"[{HEIGHTS}]+", row)] == ["▁", "▅", "█"]
    assert row.rstrip().endswith("▲ +40")


@pytest.mark.parametrize(("moments", "sign"), [([[50], [50]], "="), ([[50], [20]], "▼ −30")])
def test_the_change_has_a_sign_and_no_need_of_colour(moments: list[list[int]], sign: str) -> None:
    assert meter_rows(["Trust"], moments, [], 76)[1].text.rstrip().endswith(sign)


def test_the_strongest_choices_stand_beside_it() -> None:
    head, row = (each.text.rstrip() for each in meter_rows(["Trust"], [[50], [20]], [75], 76))
    assert head.endswith("best")
    assert row.endswith("75")
