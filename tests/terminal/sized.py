"""A window whose terminal draws letters of double size, by the rules of the text sizing protocol."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyte

from tests.terminal.window import Window

_SEQUENCE = re.compile(rb"\x1b\]66;([^;\x07\x1b]*);([^\x07\x1b]*)(?:\x07|\x1b\\)")
_BEGUN = re.compile(rb"\x1b(?:\](?:6(?:6(?:;[^\x07\x1b]*\x1b?)?)?)?)?\Z")

Cell = tuple[int, int]
"""A row and a column, counted from 0."""


class AnsweringScreen(pyte.Screen):
    """Tells where its cursor is, and draws no large letters."""

    def __init__(self, columns: int, lines: int, answer: Callable[[bytes], object]) -> None:
        self._answer = answer
        super().__init__(columns, lines)

    def write_process_input(self, data: str) -> None:
        """Answers go to the program."""
        self._answer(data.encode())


class SizedScreen(AnsweringScreen):
    """Keeps letters of several cells, and loses each of them as the protocol says."""

    def __init__(self, columns: int, lines: int, answer: Callable[[bytes], object]) -> None:
        self.letters: dict[Cell, tuple[Cell, str]] = {}
        self.moved_aside = 0
        super().__init__(columns, lines, answer)

    @property
    def large(self) -> dict[int, str]:
        """The words in large letters, by the row of their top."""
        words: dict[int, str] = {}
        for cell, (top, letter) in sorted(self.letters.items()):
            if cell == top:
                words[top[0]] = words.get(top[0], "") + letter
        return words

    def sized(self, scale: int, words: str) -> None:
        """Draw words in letters of so many cells, without wrapping."""
        for letter in words:
            if self.cursor.x + scale > self.columns:
                self.cursor.x = self.columns - scale
            while self.cursor.y + scale > self.lines:
                self.cursor_to_line(self.lines)
                self.index()
                self.cursor_up(scale - 1)
            top = self.cursor.y, self.cursor.x
            cells = [(top[0] + y, top[1] + x) for y in range(scale) for x in range(scale)]
            for cell in cells:
                self.lose(cell)
            for y, x in cells:
                self.letters[y, x] = top, letter
                self.buffer[y][x] = self.cursor.attrs._replace(data=" ")
            self.cursor.x += scale

    def lose(self, cell: Cell) -> None:
        """The letter that has this cell is erased as a whole."""
        if found := self.letters.get(cell):
            for other in [each for each, letter in self.letters.items() if letter == found]:
                del self.letters[other]
                y, x = other
                self.buffer[y][x] = self.buffer[y][x]._replace(data=" ")

    def draw(self, data: str) -> None:
        """Text over the top of a letter erases it; text over its lower rows is moved past it."""
        for character in data:
            while found := self.letters.get((self.cursor.y, self.cursor.x)):
                if found[0][0] == self.cursor.y:
                    self.lose((self.cursor.y, self.cursor.x))
                else:
                    self.moved_aside += 1
                    self.cursor.x += 1
            super().draw(character)

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        """What an erased cell belongs to is erased."""
        start = self.cursor.x if how == 0 else 0
        end = self.cursor.x + 1 if how == 1 else self.columns
        for x in range(start, end):
            self.lose((self.cursor.y, x))
        super().erase_in_line(how, private)

    def erase_in_display(self, how: int = 0, *args: Any, **options: Any) -> None:
        """Everything goes; only that is used."""
        if how in (2, 3):
            self.letters.clear()
        super().erase_in_display(how, *args, **options)

    def index(self) -> None:
        """Lines move up, and their letters with them."""
        if self.cursor.y == self.lines - 1:
            kept = {cell: letter for cell, letter in self.letters.items() if letter[0][0] > 0}
            self.letters = {
                (y - 1, x): ((top - 1, left), letter) for (y, x), ((top, left), letter) in kept.items()
            }
        super().index()

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """Rows at the top go where there are fewer; a letter that is cut goes too."""
        gone = max(0, self.lines - (lines or self.lines))
        kept: dict[Cell, tuple[Cell, str]] = {}
        for (y, x), ((top, left), letter) in self.letters.items():
            if top >= gone and left + 2 <= (columns or self.columns):
                kept[y - gone, x] = (top - gone, left), letter
        self.letters = kept
        super().resize(lines, columns)


class SizedStream:
    """Takes the sequences of the protocol out of a stream, and gives the rest to pyte."""

    def __init__(self, screen: SizedScreen) -> None:
        self._screen = screen
        self._plain = pyte.ByteStream(screen)
        self._kept = b""

    def feed(self, data: bytes) -> None:
        """What the program drew."""
        data = self._kept + data
        place = 0
        for found in _SEQUENCE.finditer(data):
            self._plain.feed(data[place : found.start()])
            place = found.end()
            options = dict(pair.split(b"=") for pair in found[1].split(b":"))
            assert set(options) == {b"s"}, options
            assert len(found[2]) <= 4096
            self._screen.sized(int(options[b"s"]), found[2].decode())
        begun = _BEGUN.search(data, place)
        end = begun.start() if begun else len(data)
        self._plain.feed(data[place:end])
        self._kept = data[end:]


class AnsweringWindow(Window):
    """A program in a terminal that answers, and knows nothing of the protocol."""

    def __init__(self, home: Path, *args: str, **options: Any) -> None:
        super().__init__(home, *args, **options)
        self.screen = AnsweringScreen(self.screen.columns, self.screen.lines, self._say)
        self._stream = pyte.ByteStream(self.screen)

    def _say(self, answer: bytes) -> None:
        os.write(self.master, answer)


class SizedWindow(Window):
    """A program in a terminal that draws letters of double size."""

    screen: SizedScreen

    def __init__(self, home: Path, *args: str, **options: Any) -> None:
        super().__init__(home, *args, **options)
        self.screen = SizedScreen(self.screen.columns, self.screen.lines, self._say)
        self._stream = SizedStream(self.screen)  # type: ignore[assignment]

    @property
    def large(self) -> list[str]:
        """The words in large letters, from top to bottom."""
        return list(self.screen.large.values())

    def _say(self, answer: bytes) -> None:
        os.write(self.master, answer)
