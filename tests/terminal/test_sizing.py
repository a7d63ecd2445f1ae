"""Titles of double size in a window: drawn, gone with their slide, away under a dialog, back after it."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PLAYED
from tests.terminal.sized import AnsweringWindow, SizedWindow
from tests.terminal.window import Window

TITLE = "Who asked you last?"
ASKED = "How often does your team"
TEXT = "Think of the last time"
INTRODUCER = b"\x1b]66;"


@contextmanager
def slide(home: Path, kind: type[Window] = SizedWindow, **options: Any) -> Iterator[Any]:
    """A stage at its first slide."""
    options = {"size": (64, 18), **options}
    args = ("workshop", "--plan", "short", "--room", "12", "--course", str(PLAYED), "--new")
    with kind(home, *args, **options) as window:
        window.wait_for("Before the room comes in")
        window.press("enter")
        window.wait_for("A, B, C or D")
        window.press("enter")
        window.wait_for(TEXT)
        yield window


def leave(window: Window) -> None:
    """End the program; the terminal is given back."""
    window.press("q")
    window.wait_for("Leave it")
    window.press("down", "enter")
    assert window.wait_for_exit() == 0
    assert window.given_back()


def test_a_title_is_drawn_in_double_size_and_goes_with_its_slide(short_home: Path) -> None:
    with slide(short_home) as window:
        window.wait(lambda: window.large == [TITLE], "the large title")
        row = next(iter(window.screen.large))
        assert (row, 2) in window.screen.letters  # it begins where text begins, and is two rows high
        assert (row + 1, 2) in window.screen.letters
        assert not window.lines[row].strip()
        assert TEXT in window.lines[row + 3]
        window.press("s")
        window.wait_for(ASKED)
        assert window.large == []
        assert window.screen.moved_aside == 0
        leave(window)


def test_under_a_dialog_there_are_no_large_letters_and_then_they_are_back(short_home: Path) -> None:
    with slide(short_home) as window:
        before = window.lines
        window.press("q")
        window.wait_for("Leave it")
        assert window.large == []
        window.press("escape")
        window.wait(lambda: window.large == [TITLE], "the large title")
        assert window.lines == before
        assert window.screen.moved_aside == 0


@pytest.mark.parametrize(("key", "words"), [("?", "Keys"), ("n", "Your notes would be")])
def test_nor_under_what_stands_over_the_session(short_home: Path, key: str, words: str) -> None:
    with slide(short_home) as window:
        before = window.lines
        window.press(key)
        window.wait_for(words)
        assert window.large == []
        window.press("escape")
        window.wait(lambda: window.large == [TITLE], "the large title")
        assert window.lines == before


def test_a_countdown_below_the_title_leaves_it_as_it_is(short_home: Path) -> None:
    with slide(short_home) as window:
        window.press("enter")
        window.wait_for("█")
        frames = window.bytes.count(INTRODUCER)
        window.until(lambda: window.bytes.count(INTRODUCER) > frames, "the next second")
        window.settle()
        assert window.large == [TITLE]
        assert window.screen.moved_aside == 0


def test_in_another_size_it_stands_in_its_new_place_only(short_home: Path) -> None:
    with slide(short_home) as window:
        for size in ((90, 24), (64, 18), (41, 18), (36, 14), (64, 18)):
            width = size[0]
            window.resize(*size)
            fits = 2 * len(TITLE) <= width - 2
            window.wait(lambda fits=fits: window.large == [TITLE] * fits, f"the title at {size}")
            if not fits:
                window.wait_for(TITLE)
            assert window.screen.moved_aside == 0


def test_with_other_colours_too(short_home: Path) -> None:
    with slide(short_home) as window:
        row = next(iter(window.screen.large))
        light = window.screen.buffer[row][2].bg
        window.press("t")
        window.wait(lambda: window.screen.buffer[row][2].bg != light, "the other colours")
        assert window.large == [TITLE]
        assert {window.screen.buffer[row][x].bg for x in (0, 2, 60)} == {window.screen.buffer[row][2].bg}


@pytest.mark.parametrize(
    "environment", [{"TMUX": "/tmp/tmux-1000/default,1,0"}, {"STY": "1.pts"}, {"TERM": "screen-256color"}]
)
def test_inside_a_multiplexer_nothing_is_asked_or_sent(short_home: Path, environment: dict[str, str]) -> None:
    with slide(short_home, environment=environment) as window:
        window.wait_for(TITLE)
        assert INTRODUCER not in window.bytes
        assert b"\x1b[6n" not in window.bytes


def test_a_terminal_that_says_nothing_gets_nothing_of_the_protocol(short_home: Path) -> None:
    with slide(short_home, Window) as window:
        window.wait_for(TITLE)
        assert b"\x1b[6n" in window.bytes
        assert INTRODUCER not in window.bytes
        leave(window)


def test_one_that_does_not_know_it_gets_the_question_only(short_home: Path) -> None:
    with slide(short_home, AnsweringWindow) as window:
        window.wait_for(TITLE)
        assert re.findall(rb"\x1b\]66;[^\x07]*\x07", window.bytes) == [b"\x1b]66;s=2; \x07"]
        leave(window)


def test_everything_else_on_the_wall_is_as_it_is_without() -> None:
    walls = []
    for kind in (Window, SizedWindow):
        with tempfile.TemporaryDirectory(prefix="home-") as folder, slide(Path(folder), kind) as window:
            window.settle()
            walls.append(window.lines)
    plain, sized = walls
    (row,) = [number for number, line in enumerate(plain) if TITLE in line]
    assert sized[:row] == plain[:row]
    assert not "".join(sized[row : row + 2]).strip()
    *text, rule, foot = plain[row + 1 :]
    assert not text[-1].strip()
    assert sized[row + 2 :] == [*text[:-1], rule, foot]
