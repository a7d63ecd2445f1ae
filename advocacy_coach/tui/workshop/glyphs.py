"""Block letters for the back row: our own alphabet, five pixels high, in half blocks or in double size.

A pixel is about square: in small type one cell wide and half a cell high, in large type two cells wide and
one high. Shapes that people mix up (0 and O, 1 and I, 2 and Z, 5 and S, 8 and B) differ in
three places or more.
"""

from functools import cache
from typing import Final

HEIGHT: Final = 5
"""Pixels, and rows of large type; small type takes three rows."""

_SHAPES: Final = {
    "0": ("###", "#.#", "#.#", "#.#", "###"),
    "1": (".#.", "##.", ".#.", ".#.", "###"),
    "2": ("###", "..#", "###", "#..", "###"),
    "3": ("###", "..#", ".##", "..#", "###"),
    "4": ("#.#", "#.#", "###", "..#", "..#"),
    "5": ("###", "#..", "###", "..#", "###"),
    "6": ("###", "#..", "###", "#.#", "###"),
    "7": ("###", "..#", ".#.", ".#.", ".#."),
    "8": ("###", "#.#", "###", "#.#", "###"),
    "9": ("###", "#.#", "###", "..#", "###"),
    "A": (".##.", "#..#", "####", "#..#", "#..#"),
    "B": ("###.", "#..#", "###.", "#..#", "###."),
    "C": (".###", "#...", "#...", "#...", ".###"),
    "D": ("###.", "#..#", "#..#", "#..#", "###."),
    "E": ("###", "#..", "##.", "#..", "###"),
    "F": ("###", "#..", "##.", "#..", "#.."),
    "G": (".###", "#...", "#.##", "#..#", ".###"),
    "H": ("#..#", "#..#", "####", "#..#", "#..#"),
    "I": ("###", ".#.", ".#.", ".#.", "###"),
    "J": ("..#", "..#", "..#", "#.#", ".#."),
    "K": ("#..#", "#.#.", "##..", "#.#.", "#..#"),
    "L": ("#..", "#..", "#..", "#..", "###"),
    "M": ("#...#", "##.##", "#.#.#", "#.#.#", "#...#"),
    "N": ("#...#", "##..#", "#.#.#", "#..##", "#...#"),
    "O": (".##.", "#..#", "#..#", "#..#", ".##."),
    "P": ("###.", "#..#", "###.", "#...", "#..."),
    "Q": (".##.", "#..#", "#..#", "#.#.", ".#.#"),
    "R": ("###.", "#..#", "###.", "#.#.", "#..#"),
    "S": (".###", "#...", ".##.", "...#", "###."),
    "T": ("###", ".#.", ".#.", ".#.", ".#."),
    "U": ("#..#", "#..#", "#..#", "#..#", ".##."),
    "V": ("#...#", "#...#", ".#.#.", ".#.#.", "..#.."),
    "W": ("#...#", "#...#", "#.#.#", "##.##", "#...#"),
    "X": ("#...#", ".#.#.", "..#..", ".#.#.", "#...#"),
    "Y": ("#...#", ".#.#.", "..#..", "..#..", "..#.."),
    "Z": ("####", "...#", ".##.", "#...", "####"),
    "%": ("##..#", "##.#.", "..#..", ".#.##", "#..##"),
    ":": (".", "#", ".", "#", "."),
    "+": ("...", ".#.", "###", ".#.", "..."),
    "-": ("...", "...", "###", "...", "..."),
    "/": ("..#", "..#", ".#.", "#..", "#.."),
    ".": (".", ".", ".", ".", "#"),
    " ": ("..", "..", "..", "..", ".."),
}

CHARACTERS: Final = frozenset(_SHAPES)
"""What there is a shape for."""

_HALVES: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def drawable(text: str) -> bool:
    """True when every character, in upper case, has a shape; then nothing of the text is lost."""
    return CHARACTERS.issuperset(text.upper())


def small(text: str) -> tuple[str, str, str]:
    """The text in three rows of half blocks; a character without a shape becomes a space."""
    pixels = [*_pixels(text), "." * width_small(text)]
    first, second, third = (
        _halves(upper, lower) for upper, lower in zip(pixels[::2], pixels[1::2], strict=True)
    )
    return first, second, third


def large(text: str) -> tuple[str, ...]:
    """The text in five rows, twice the size of small type; a character without a shape becomes a space."""
    return tuple("".join("██" if pixel == "#" else "  " for pixel in row) for row in _pixels(text))


def width_small(text: str) -> int:
    """How many cells a text takes in small type."""
    return len(_pixels(text)[0])


def width_large(text: str) -> int:
    """How many cells a text takes in large type."""
    return 2 * width_small(text)


@cache
def _shape(character: str) -> tuple[str, ...]:
    return _SHAPES.get(character, _SHAPES[" "])


def _pixels(text: str) -> list[str]:
    shapes = [_shape(character) for character in text.upper()]
    return [".".join(shape[row] for shape in shapes) for row in range(HEIGHT)]


def _halves(upper: str, lower: str) -> str:
    return "".join(_HALVES[above == "#", below == "#"] for above, below in zip(upper, lower, strict=True))
