"""A hostile course in a real terminal: nothing of it steers the terminal or stops the program."""

import sys
from pathlib import Path

from advocacy_coach.course.characters import FORBIDDEN
from tests.terminal.conftest import Open
from tests.terminal.window import Window
from tests.terminal.wire import kinds, text_of

MOST_STEPS = 80
HELP = "\x1bOP"
END = "\x1b[F"


def _walk(window: Window) -> None:
    """Open every screen, and take both lessons to their results."""
    window.wait(lambda: _home(window))
    for keys, back in (("o", "q"), ("s", "q"), (("\x10", *"open"), "escape")):
        window.press(*keys)
        window.wait(lambda: not _home(window))
        window.press(back)
        window.wait(lambda: _home(window))
    _take_lessons(window)
    _press(window, "n", "m", "t", "r", "f", "f", END)
    for words in ("finished", "2 of 2 done"):
        window.press("q")
        window.wait_for(words)


def _home(window: Window) -> bool:
    """True while nothing lies over the list of lessons."""
    return "of 2 done" in window.lines[1] and "🔎" not in window.text


def _take_lessons(window: Window) -> None:
    """Look at everything of each step and answer anything, up to the summary, where Enter leads in the end.

    Digits mark something in any question.
    """
    for _ in range(MOST_STEPS):
        for keys in (("h", "e", *"12345", "enter"), ("e", END, "enter")):
            _press(window, *("\x13" if "Ctrl+S" in window.lines[-1] else keys))
            if "Your summary" in window.lines[1]:
                return
    raise AssertionError(f"the lessons did not end; the screen:\n{window.text}")


def _press(window: Window, *keys: str) -> None:
    """Press keys until all of them were answered: the help that is asked for after them has come and gone."""
    window.press(*keys, HELP)
    window.until(lambda: _help(window) == (True, True))
    window.press("q")
    window.until(lambda: _help(window) == (False, False))


def _help(window: Window) -> tuple[bool, bool]:
    """Whether the first and the last line are those of the help; the last one is drawn last."""
    return window.lines[1].strip() == "Help", "Ctrl+Q  quit" in window.lines[-1]


def _written_on_a_walk(open_window: Open, home: Path, payload: str) -> bytes:
    program = (sys.executable, "-m", "tests.terminal.hostile", payload)
    folder = home / payload
    window = open_window(program=program, size=(60, 20), home=folder, environment={"HOME": str(home)})
    _walk(window)
    window.press("\x11")
    assert window.wait_for_exit() == 0
    assert window.given_back()
    return window.bytes


def test_nothing_in_a_course_steers_the_terminal(open_window: Open, home: Path) -> None:
    harmless = _written_on_a_walk(open_window, home, "harmless")
    for payload in ("everything", "long"):
        written = _written_on_a_walk(open_window, home, payload)
        assert kinds(written) == kinds(harmless), payload
        assert not FORBIDDEN.search(text_of(written).replace("\r\n", "")), payload
