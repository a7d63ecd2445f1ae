"""Starting, leaving, and being told to leave."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.conftest import Open
from tests.terminal.window import PROGRAM, Window


@pytest.mark.parametrize("size", [(40, 14), (80, 24), (120, 40)])
def test_the_first_question_is_one_key_away(open_window: Open, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    window.wait_for("Whom people ask"[:10])
    assert "Enter" in window.lines[-1]
    window.press("enter")
    window.wait_for("( ) 1")
    assert "step 1 of" in window.text


@pytest.mark.parametrize("key", ["q", "\x11"])
def test_leaving_gives_the_terminal_back(open_window: Open, key: str) -> None:
    window = open_window()
    window.wait_for("Whom people ask")
    window.press(key)
    assert window.wait_for_exit() == 0
    assert window.given_back()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_signals_give_the_terminal_back(open_window: Open, name: str) -> None:
    number = getattr(signal, name)
    window = open_window()
    window.wait_for("Whom people ask")
    window.press("enter")
    window.wait_for("( ) 1")
    window.signal(number)
    assert window.wait_for_exit() == 128 + number
    assert window.given_back()


def test_windows_shrink_to_nothing_and_come_back(open_window: Open) -> None:
    window = open_window(size=(80, 24))
    window.wait_for("Whom people ask")
    window.press("enter")
    window.wait_for("( ) 1")
    before = window.text
    window.resize(120, 40)
    window.wait(lambda: "Enter" in window.lines[-1])
    window.resize(40, 14)
    window.wait(lambda: "Enter" in window.lines[-1] and "( ) 1" in window.text)
    window.resize(19, 4)
    window.wait_for("larger")
    assert "Enter" not in window.text
    window.resize(1, 1)
    window.settle()
    window.resize(300, 100)
    window.wait(lambda: "Enter" in window.lines[-1] and "( ) 1" in window.text)
    window.resize(80, 24)
    window.wait(lambda: window.text == before)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_gets_a_sentence(open_window: Open, term: str) -> None:
    window = open_window(environment={"TERM": term})
    assert window.wait_for_exit() == 2
    assert "cannot be drawn in this terminal" in window.text
    assert b"\x1b" not in window.bytes


def test_without_a_terminal_there_is_a_sentence_and_no_hang(home: Path) -> None:
    done = subprocess.run(
        PROGRAM,
        env={**os.environ, "ADVOCACY_COACH_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert not list(home.iterdir())


@pytest.mark.parametrize("elsewhere", ["</dev/null", ">/dev/null"])
def test_half_a_terminal_is_none(open_window: Open, elsewhere: str) -> None:
    window = open_window(program=("/bin/sh", "-c", f'exec "$@" {elsewhere}', "sh", *PROGRAM))
    assert window.wait_for_exit() == 2
    assert "input or output is not one" in window.text
    assert b"\x1b" not in window.bytes


CHECK = """
import sys
from advocacy_coach.__main__ import main
try:
    main(["check", sys.argv[1]])
except SystemExit as done:
    sys.exit(done.code or "textual" in sys.modules)
"""


def test_checking_a_course_never_loads_textual(course_dir: Path) -> None:
    command = [sys.executable, "-c", CHECK, str(course_dir)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "checked" in done.stderr


def test_a_course_that_is_not_there_is_a_sentence(home: Path, tmp_path: Path) -> None:
    with Window(home, "--course", str(tmp_path / "nowhere")) as window:
        assert window.wait_for_exit() == 1
        assert "nowhere" in window.text.replace("\n", "")
        assert "Traceback" not in window.text


CRASH = """
import sys
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.lesson import LessonScreen
def fail(self, *args):
    answer = " ".join(["my", "own", "words"])
    raise RuntimeError("no such luck")
{place} = fail
from advocacy_coach.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def _assert_polite(window: Window, home: Path) -> None:
    """One sentence that names the log, which says what happened and nothing that was written."""
    assert window.wait_for_exit() == 1
    assert window.given_back()
    said = window.bytes[window.bytes.rfind(b"\x1b[?1049l") :].decode()
    assert said.count("Sorry, the program had to stop.") == 1
    assert "Traceback" not in said
    log = home / "log" / "advocacy-coach.log"
    assert str(log) in said.replace("\r\n", "")
    text = log.read_text("utf-8")
    assert "RuntimeError: no such luck" in text
    assert "my own words" not in text + said


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        ("HomeScreen.__init__", ()),
        ("HomeScreen.rows", ()),
        ("HomeScreen.action_summary", ("s",)),
        ("LessonScreen.compose", ("enter",)),
        ("LessonScreen.rows", ("enter",)),
    ],
)
def test_a_crash_is_polite_wherever_it_comes(
    open_window: Open, home: Path, place: str, keys: tuple[str, ...]
) -> None:
    window = open_window(program=(sys.executable, "-c", CRASH.format(place=place)))
    if keys:
        window.wait_for("Whom people ask")
        window.press(*keys)
    _assert_polite(window, home)


def test_a_crash_keeps_the_answers(open_window: Open, home: Path) -> None:
    window = open_window(program=(sys.executable, "-c", CRASH.format(place="LessonScreen.action_back")))
    window.wait_for("Whom people ask")
    window.press("enter")
    window.wait_for("( ) 1")
    window.press("1", "enter")
    window.wait_for("Why")
    window.press("b")
    _assert_polite(window, home)
    again = open_window()
    again.wait_for("go on")
    again.press("enter")
    again.wait_for("Why")


def test_no_color_means_no_colour_and_everything_still_shows(open_window: Open) -> None:
    window = open_window(environment={"NO_COLOR": "1"})
    window.wait_for("› ○")
    window.press("enter")
    window.wait_for("› ( ) 1")
    window.press("1", "enter")
    window.wait_for("Why")
    for _ in range(2):
        window.press("enter")
        window.settle()
    wrong, other, right = "How much care", "How many people", "What employees say"
    window.press(window.number_of(wrong))
    window.wait(lambda: _mark(window, wrong) == "› (•)")
    assert _mark(window, other) == _mark(window, right) == "  ( )"
    window.press("enter")
    window.wait_for("Why")
    assert (_mark(window, wrong), _mark(window, other), _mark(window, right)) == ("✗ (•)", "  ( )", "✓ ( )")
    assert not _colour_codes(window.bytes)


def _mark(window: Window, words: str) -> str:
    """What stands before the number of an option: the cursor or the verdict, and the pick."""
    line = next(line for line in window.lines if words in line)
    return line[: line.index(words)].rstrip(" 123")[-5:]


def _colour_codes(data: bytes) -> list[bytes]:
    """What SGR sequences set as colours: 30 to 38, 40 to 48, 90 to 107."""
    found = []
    for piece in data.split(b"\x1b[")[1:]:
        parameters, _, _ = piece.partition(b"m")
        if parameters.replace(b";", b"").isdigit():
            codes = parameters.split(b";")
            found += [
                c for c in codes if 30 <= int(c or 0) <= 38 or 40 <= int(c or 0) <= 48 or int(c or 0) >= 90
            ]
    return found
