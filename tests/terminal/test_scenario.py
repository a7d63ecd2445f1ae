"""A scenario in a real terminal: killed in the middle, it goes on where it was."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import PLAYED
from tests.terminal.conftest import Open
from tests.terminal.window import Window


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """The course with scenarios, in a folder of its own."""
    folder = tmp_path / "course"
    shutil.copytree(PLAYED, folder)
    return folder


def _decide(window: Window, words: str) -> None:
    window.wait_for("What do you do?")
    window.press(window.number_of(words))
    window.wait_for("Enter  do it")
    window.press("enter")
    window.wait_for("What happens")


def test_killed_in_the_middle_it_goes_on_with_what_the_last_decision_did(open_window: Open) -> None:
    window = open_window()
    window.wait_for("start: Talks")
    window.press("enter")
    window.wait_for("Two people will talk to you")
    window.press("enter")
    window.wait_for("Enter  play")
    window.press("enter")
    window.wait_for("Five posts by noon")
    window.kill()

    window = open_window()
    window.wait_for("go on: Talks")
    window.press("enter")
    window.wait_for("Enter  go on playing")
    window.press("enter")
    _decide(window, "Tell everyone")
    window.kill()

    window = open_window()
    window.wait_for("at decision 2")
    window.press("enter")
    window.wait_for("Everyone posts. Nobody talks.")
    window.press("enter")
    _decide(window, "Say that no reply")
    window.kill()

    window = open_window()
    window.wait_for("Stuck, 1 play")
    window.press("enter")
    window.wait_for("Best ending so far: Stuck")
    window.press("d")
    window.wait_for("The meters")
    window.press("1")
    window.wait_for("Five posts by noon")
    _decide(window, "Pass it on")
    window.kill()

    window = open_window()
    window.wait_for("Stuck, at decision 2")


def test_played_from_the_list_in_a_small_window(open_window: Open) -> None:
    window = open_window(size=(40, 14))
    window.wait_for("The poster")
    window.press("down", "down", "down", "down")
    window.wait_for("play: The poster")
    window.press("enter")
    window.wait_for("You walk past a poster")
    window.press("enter")
    _decide(window, "Ask the team")
    window.press("enter")
    window.wait_for("How it ends")
    window.press("enter")
    window.wait_for("Solid. Marks: 100 %")
    window.press("t")
    window.wait_for("this is the tempting one")
    window.press("escape")
    window.wait_for("at decision 1")
