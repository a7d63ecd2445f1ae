"""Block letters: every shape is its own, rows are as wide as they say, and nothing else gets drawn."""

from collections.abc import Callable
from itertools import combinations
from string import ascii_letters, ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.tui.text import measure
from advocacy_coach.tui.workshop.glyphs import CHARACTERS, drawable, large, small, width_large, width_small

CONFUSED = ("0O", "0D", "1I", "1L", "2Z", "5S", "6G", "8B", "OQ", "UV", "KX", "MN", "NH", "VY")


def test_the_alphabet_is_whole() -> None:
    assert frozenset(ascii_uppercase + digits + "%:+-/. ") == CHARACTERS


@pytest.mark.parametrize("draw", [small, large])
def test_no_two_characters_look_the_same(draw: Callable[[str], tuple[str, ...]]) -> None:
    shapes = {character: draw(character) for character in CHARACTERS}
    alike = [pair for pair in combinations(sorted(CHARACTERS), 2) if shapes[pair[0]] == shapes[pair[1]]]
    assert not alike


@pytest.mark.parametrize("pair", CONFUSED)
def test_what_people_mix_up_differs_in_several_pixels(pair: str) -> None:
    one, other = ("\n".join(line[::2].ljust(5) for line in large(character)) for character in pair)
    assert sum(left != right for left, right in zip(one, other, strict=True)) >= 3


def test_a_pixel_of_small_type_is_half_a_cell_and_of_large_type_two_cells() -> None:
    assert small("T:") == ("▀█▀ ▄", " █  ▄", " ▀   ")
    assert large("T:") == (
        "██████    ",
        "  ██    ██",
        "  ██      ",
        "  ██    ██",
        "  ██      ",
    )


def test_digits_are_all_as_wide_so_that_a_countdown_stands_still() -> None:
    assert {width_small(digit) for digit in digits} == {3}


@given(st.text(max_size=30))
def test_rows_have_the_width_they_say(text: str) -> None:
    assert {measure(row) for row in small(text)} == {width_small(text)}
    assert {measure(row) for row in large(text)} == {width_large(text)}
    assert set("".join((*small(text), *large(text)))) <= set(" ▀▄█")


@pytest.mark.parametrize("text", ["", *ascii_letters])
def test_small_letters_are_drawn_as_capitals(text: str) -> None:
    assert drawable(text)
    assert large(text) == large(text.upper())


@pytest.mark.parametrize("text", ["ł", "é", "\x1b", "漢", "?"])
def test_a_character_without_a_shape_is_a_space_and_can_be_asked_for_before(text: str) -> None:
    assert not drawable(text)
    assert small(f"A{text}B") == small("A B")
