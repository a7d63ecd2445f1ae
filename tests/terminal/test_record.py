"""What the record survives, seen from the outside."""

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.terminal.conftest import Open
from tests.terminal.window import PROGRAM, Window


def _start_lesson(window: Window) -> None:
    window.wait_for("Whom people ask")
    window.press("enter")
    window.wait_for("step 1 of")


def _go_on(window: Window, words: str) -> None:
    """Enter until the words show; a step may take more than one screen."""
    for _ in range(6):
        window.press("enter")
        window.settle()
        if words in window.text:
            return
    window.wait_for(words)


def _answer(window: Window, digit: str = "1") -> None:
    window.press(digit)
    window.wait_for("Enter  answer")
    window.press("enter")
    window.wait(lambda: any(words in window.lines[-1] for words in ("read why", "go on", "finish")))


def test_kill_at_every_kind_of_step_comes_back_to_it(open_window: Open) -> None:
    window = open_window()
    _start_lesson(window)
    window.kill()

    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("step 1 of 5")
    assert "(•)" not in window.text
    _answer(window)
    window.kill()

    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("step 1 of 5")
    assert "(•)" in window.text
    _go_on(window, "step 2 of 5")
    window.kill()

    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("One message away")
    _go_on(window, "step 3 of 5")
    window.press("h")
    window.wait_for("Hint 1")
    window.kill()

    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("step 3 of 5")
    _answer(window, window.number_of("How much care"))
    _go_on(window, "step 4 of 5")
    _answer(window, window.number_of("It proves"))
    _go_on(window, "step 5 of 5")
    window.press(*"somebody listens")
    window.wait_for("somebody listens")
    window.press("\x13")
    window.wait_for("once more, 1 of 2")
    window.kill()

    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("once more, 1 of 2")
    assert "(•)" not in window.text
    window.press("b")
    window.wait_for("They would say somebody listens")


@pytest.mark.parametrize("leave", ["\x11", signal.SIGTERM, signal.SIGHUP])
def test_leaving_in_the_middle_of_a_sentence_keeps_it(open_window: Open, leave: str | int) -> None:
    window = open_window()
    _start_lesson(window)
    _answer(window)
    _go_on(window, "step 3 of 5")
    _answer(window)
    _go_on(window, "step 4 of 5")
    _answer(window)
    _go_on(window, "step 5 of 5")
    window.press(*"half a thought")
    window.wait_for("half a thought")
    if isinstance(leave, str):
        window.press(leave)
    else:
        window.signal(leave)
    window.wait_for_exit()
    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("half a thought")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux says when another process has ended")
def test_closing_the_window_ends_the_program_and_keeps_the_answer(open_window: Open) -> None:
    window = open_window()
    _start_lesson(window)
    _answer(window)
    assert window.close() == 128 + signal.SIGHUP
    window = open_window()
    window.wait_for("go on: Whom")
    window.press("enter")
    window.wait_for("(•)")


def test_two_windows_on_one_record(open_window: Open, home: Path) -> None:
    first, second = open_window(), open_window()
    _start_lesson(first)
    second.wait_for("Whom people ask")
    second.press("enter")
    second.wait_for("step 1 of 5")
    _answer(first, "1")
    second.press("2")
    second.wait_for("(•) 2")
    second.press("enter")
    second.wait_for("Another window")
    second.wait_for("(•) 1")
    for window in (first, second):
        window.press("\x11")
        assert window.wait_for_exit() == 0
    with closing(sqlite3.connect(home / "data" / "record.db")) as record:
        bodies = [str(row) for row in record.execute("SELECT event FROM event")]
    assert sum("answered" in body for body in bodies) == 1


@pytest.mark.parametrize("garbage", [b"not a database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_record_is_set_aside_and_said_so(open_window: Open, home: Path, garbage: bytes) -> None:
    file = home / "data" / "record.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(garbage)
    window = open_window()
    window.wait_for("damaged")
    _start_lesson(window)
    aside = [path for path in file.parent.iterdir() if "damaged" in path.name]
    assert [path.read_bytes() for path in aside] == [garbage]


def test_a_newer_programs_record_is_refused_untouched(open_window: Open, home: Path) -> None:
    window = open_window()
    _start_lesson(window)
    window.press("\x11")
    window.wait_for_exit()
    file = home / "data" / "record.db"
    with closing(sqlite3.connect(file)) as record:
        record.execute("PRAGMA user_version = 9999")
        record.commit()
        record.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.read_bytes()
    window = open_window()
    assert window.wait_for_exit() == 1
    assert "newer" in window.text
    assert "Traceback" not in window.text
    assert file.read_bytes() == before


def test_a_home_that_cannot_be_written_goes_on_in_memory(open_window: Open, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder can be made below a file")
    window = open_window(home=blocked / "below")
    window.wait_for("cannot be saved")
    _start_lesson(window)
    _answer(window)
    window.press("escape")
    window.wait_for("1 of 5 steps")
    window.press("q")
    assert window.wait_for_exit() == 0
    assert "Traceback" not in window.text


def test_a_disk_that_fills_up_loses_nothing_that_was_answered(open_window: Open) -> None:
    limited = ("/bin/sh", "-c", 'ulimit -f 64; exec "$@"', "sh", *PROGRAM)
    window = open_window(program=limited)
    _start_lesson(window)
    said = False
    for step in range(1, 5):
        said = said or "cannot be saved" in window.text
        if "One message away" not in window.text:
            _answer(window)
        said = said or "cannot be saved" in window.text
        _go_on(window, f"step {step + 1} of 5")
    assert said
    window.press("escape", "escape")
    window.wait_for("4 of 5 steps")
    window.press("q")
    assert window.wait_for_exit() == 0
    assert "Traceback" not in window.text


def test_killed_while_ticking_a_plan_nothing_is_lost(home: Path) -> None:
    """The shipped course, since it has the tools."""
    with Window(home) as window:
        window.wait_for("Plan check")
        while "open: Plan check" not in window.lines[-1]:
            window.press("down")
            window.settle()
        window.press("enter")
        window.wait_for("Tick what your plan contains")
        window.press("down", " ")
        window.wait_for("Do not start yet. 1 risk")
        window.kill()
    with Window(home) as window:
        window.wait_for("Plan check")
        while "open: Plan check" not in window.lines[-1]:
            window.press("down")
            window.settle()
        window.press("enter")
        window.wait_for("My plan: go on")
        window.press("enter")
        window.wait_for("Do not start yet. 1 risk")
