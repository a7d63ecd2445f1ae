"""Letters of double size, by the text sizing protocol of kitty (OSC 66).

Only a terminal that was asked and has shown that it can gets any: one that drops what it does not know, as
tmux does, would show no title at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TextIO

from advocacy_coach.tui.text import clean

SCALE: Final = 2
"""How many cells wide and high a letter is, for one cell of normal size."""

MOST_BYTES: Final = 4096
"""The longest text of one sequence, by the protocol; longer ones are split."""

PATIENCE: Final = 0.3
"""Seconds in which a terminal has to answer."""

_WHERE: Final = "\x1b[6n"
_OTHER_SCREEN: Final = "\x1b[?1049h\r"
_SPACE: Final = f"\x1b]66;s={SCALE}; \x07"
_ASIDE: Final = "\r\x1b[8C"
"""To the ninth column: where no key that looks like a report of the cursor would put it."""

_BACK: Final = "\r\x1b[K\x1b[?1049l"
"""What was drawn goes, and with it the other screen that it was drawn on."""

_REPORT = re.compile(rb"\x1b\[\d+;(\d+)R")


def columns(said: bytes) -> list[int]:
    """The columns of the cursor in what a terminal said, counted from 1, whatever keys stand in between."""
    return [int(report[1]) for report in _REPORT.finditer(said)]


def ask(
    write: Callable[[str], object],
    read: Callable[[float], bytes],
    clock: Callable[[], float] = time.monotonic,
) -> bool:
    """Ask a terminal whether it draws letters of double size; True only when it has shown so in time.

    One that does not tell where its cursor is gets nothing of the protocol. Only the cursor is asked for,
    since an answer that comes late goes to Textual, which would take most others for keys. ``read`` returns
    what came within so many seconds, and nothing when nothing did.
    """
    end = clock() + PATIENCE

    def moves(sequence: str, to: list[int]) -> bool:
        write(sequence)
        said = b""
        while len(columns(said)) < len(to) and (left := end - clock()) > 0 and (came := read(left)):
            said += came
        return columns(said) == to

    try:
        return moves(_OTHER_SCREEN + _WHERE, [1]) and moves(_SPACE + _WHERE + _ASIDE + _WHERE, [1 + SCALE, 9])
    finally:
        write(_BACK)


def may_ask(environment: Mapping[str, str]) -> bool:
    """False inside tmux and screen, which answer for themselves and not for what they are shown in."""
    term = environment.get("TERM", "")
    multiplexed = environment.get("TMUX") or environment.get("STY") or term.startswith(("tmux", "screen"))
    return not multiplexed and term not in ("", "dumb", "linux")


def probe(
    environment: Mapping[str, str] = os.environ, keys: TextIO | None = None, screen: TextIO | None = None
) -> bool:
    """Ask the terminal the program runs in, before Textual takes it. False where there is none, or no answer.

    The modes of the terminal are as they were afterwards, whatever happens.
    """
    keys, screen = keys or sys.__stdin__, screen or sys.__stderr__
    try:
        import termios
        import tty
    except ImportError:
        return False  # on Windows
    if keys is None or screen is None or not may_ask(environment):
        return False
    try:
        if not (keys.isatty() and screen.isatty()):
            return False
        number = keys.fileno()
        modes = termios.tcgetattr(number)
    except (OSError, ValueError, termios.error):
        return False

    def read(seconds: float) -> bytes:
        ready, _, _ = select.select([number], [], [], seconds)
        return os.read(number, 4096) if ready else b""

    def write(words: str) -> None:
        screen.write(words)
        screen.flush()

    try:
        tty.setcbreak(number, termios.TCSADRAIN)
        return ask(write, read)
    except (OSError, ValueError, termios.error):
        return False
    finally:
        with contextlib.suppress(termios.error):
            termios.tcsetattr(number, termios.TCSADRAIN, modes)


def fits(words: str, width: int) -> bool:
    """True for words that take ``width`` cells at most in double size, by every terminal's reckoning.

    Terminals do not agree how wide emoji, marks and some scripts are, so only Latin letters, figures and
    punctuation are drawn large.
    """
    return bool(words) and SCALE * len(words) <= width and all(map(_is_one_cell, words))


def _is_one_cell(character: str) -> bool:
    if " " <= character <= "~":
        return True
    latin = "\u00a1" <= character < "\u0250" or "\u2010" <= character <= "\u2027"
    return latin and unicodedata.category(character)[0] in "LNP"


def big(words: str, row: int, column: int, colours: tuple[str, str] = ("", "")) -> str:
    """What draws words in double size with their top left at a cell, counted from 1; the cursor stays.

    ``colours`` are the sequences before and after text of this style.
    """
    letters = "".join(f"\x1b]66;s={SCALE};{piece}\x07" for piece in _pieces(clean(words)))
    return _at([(row, letters)], column, colours)


def blank(words: str, row: int, column: int, colours: tuple[str, str] = ("", "")) -> str:
    """What takes such words away again and leaves spaces.

    The upper row goes first: text that is written over a lower row of large letters is moved past them.
    """
    spaces = " " * (SCALE * len(clean(words)))
    return _at([(row + line, spaces) for line in range(SCALE)], column, colours)


def _at(lines: Iterable[tuple[int, str]], column: int, colours: tuple[str, str]) -> str:
    before, after = colours
    drawn = "".join(f"\x1b[{row};{column}H{before}{line}{after}" for row, line in lines)
    return f"\x1b7{drawn}\x1b8"


def _pieces(words: str) -> Iterator[str]:
    piece, size = "", 0
    for character in words:
        more = len(character.encode("utf-8", "replace"))
        if size + more > MOST_BYTES:
            yield piece
            piece, size = "", 0
        piece += character
        size += more
    if piece:
        yield piece
