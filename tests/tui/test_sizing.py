"""Letters of double size: how a terminal is asked, what is drawn, and what Textual then finds there."""

import os
import pty
import select
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key

from advocacy_coach.tui.rows import BLANK, Row
from advocacy_coach.tui.text import measure
from advocacy_coach.tui.workshop import sizing
from advocacy_coach.tui.workshop.chunks import heading
from advocacy_coach.tui.workshop.headline import enlarged, headline
from advocacy_coach.tui.workshop.sizing import ask, big, blank, fits, may_ask, probe
from advocacy_coach.tui.workshop.stage_app import Beside, StageApp
from advocacy_coach.tui.workshop.stage_view import frame
from tests.terminal.sized import AnsweringScreen, SizedScreen, SizedStream
from tests.tui.driving import visible
from tests.tui.test_stage import FakeNotes
from tests.workshop.made import go, started

TITLE = "Who asked you last?"


class Talk:
    """A terminal in memory; what is ``typed`` comes before the answer of that number."""

    def __init__(
        self, kind: type[AnsweringScreen], typed: dict[int, bytes] | None = None, at_once: int = 4096
    ) -> None:
        self.screen = kind(64, 18, self._answer)
        self.stream = SizedStream(self.screen) if isinstance(self.screen, SizedScreen) else None
        self.drawn = ""
        self._typed, self._at_once, self._said, self._time = typed or {}, at_once, b"", 0.0
        self._answers = 0

    def write(self, words: str) -> None:
        """What the program draws."""
        self.drawn += words
        assert self.stream is not None
        self.stream.feed(words.encode())

    def read(self, seconds: float) -> bytes:
        """What the terminal says, a thousandth of a second later."""
        assert 0 < seconds <= sizing.PATIENCE
        self._time += 0.001
        said, self._said = self._said[: self._at_once], self._said[self._at_once :]
        return said

    def clock(self) -> float:
        """Seconds."""
        return self._time

    def _answer(self, answer: bytes) -> None:
        self._said += self._typed.get(self._answers, b"") + answer
        self._answers += 1


class Deaf(SizedScreen):
    """Answers, and draws nothing large."""

    def sized(self, scale: int, words: str) -> None:
        """Not this one."""


class OneCell(SizedScreen):
    """Knows the width of the protocol and not its scale."""

    def sized(self, scale: int, words: str) -> None:
        """Normal size."""
        self.draw(words)


class Mute(SizedScreen):
    """Says nothing."""

    def write_process_input(self, data: str) -> None:
        """Nothing but what is typed."""
        self._answer(b"")


@pytest.mark.parametrize(
    ("kind", "can"), [(SizedScreen, True), (Deaf, False), (OneCell, False), (Mute, False)]
)
def test_only_a_terminal_whose_cursor_moves_by_two_is_believed(kind: type[SizedScreen], can: bool) -> None:
    talk = Talk(kind)
    assert ask(talk.write, talk.read, talk.clock) is can
    assert ("\x1b]66;" in talk.drawn) is (kind is not Mute)
    assert talk.screen.cursor.x == 0
    assert isinstance(talk.screen, SizedScreen)
    assert not talk.screen.letters


@pytest.mark.parametrize(
    "typed", [b"q", b"\x1b", b"\x1b[", b"\x1b[A\x1b[200~1;2R\x1b[201~", "ż".encode(), b"\xff"]
)
@pytest.mark.parametrize("at_once", [3, 4096])
@pytest.mark.parametrize(("kind", "can"), [(SizedScreen, True), (Deaf, False)])
def test_keys_in_between_change_nothing(
    kind: type[SizedScreen], can: bool, typed: bytes, at_once: int
) -> None:
    talk = Talk(kind, dict.fromkeys(range(3), typed), at_once)
    assert ask(talk.write, talk.read, talk.clock) is can


@pytest.mark.parametrize("modifier", range(2, 17))
@pytest.mark.parametrize("kind", [Deaf, Mute])
def test_a_key_that_looks_like_a_report_is_not_believed(kind: type[SizedScreen], modifier: int) -> None:
    key = f"\x1b[1;{modifier}R".encode()  # F3
    for places in ((0,), (1,), (2,), (1, 2)):
        talk = Talk(kind, dict.fromkeys(places, key))
        assert ask(talk.write, talk.read, talk.clock) is False


def test_a_late_answer_is_no_key_to_textual() -> None:
    talk = Talk(Deaf)
    said = bytearray()

    def read(seconds: float) -> bytes:
        came = talk.read(seconds)
        said.extend(came)
        return came

    assert not ask(talk.write, read, talk.clock)
    events = list(XTermParser().feed(said.decode()))
    assert len(events) == 3
    assert not [event for event in events if isinstance(event, Key)]


def test_who_talks_without_end_is_not_waited_for() -> None:
    talk = Talk(Mute)

    def read(seconds: float) -> bytes:
        talk.read(seconds)
        return b"x"

    assert ask(talk.write, read, talk.clock) is False
    assert talk.clock() < sizing.PATIENCE + 0.05


def test_what_was_drawn_goes_whatever_happens() -> None:
    talk = Talk(SizedScreen)

    def read(_seconds: float) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(talk.write, read, talk.clock)
    assert talk.drawn.endswith("\x1b[?1049l")


@pytest.mark.parametrize(
    ("environment", "may"),
    [
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-kitty", "NO_COLOR": "1"}, True),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/x"}, False),
        ({"TERM": "xterm-kitty", "STY": "1.x"}, False),
        ({"TERM": "tmux-256color"}, False),
        ({"TERM": "screen.xterm-256color"}, False),
        ({"TERM": "dumb"}, False),
        ({}, False),
    ],
)
def test_where_it_may_be_asked(environment: dict[str, str], may: bool) -> None:
    assert may_ask(environment) is may


@pytest.fixture
def line() -> Iterator[SimpleNamespace]:
    """Both ends of a terminal line, with files for the program's end."""
    with ExitStack() as files:
        master, slave = pty.openpty()
        files.callback(os.close, master)
        keys = files.enter_context(os.fdopen(slave, "r", closefd=True))
        screen = files.enter_context(os.fdopen(os.dup(slave), "w"))
        yield SimpleNamespace(master=master, keys=keys, screen=screen, number=slave)


def _terminal(master: int, kind: type[SizedScreen], over: threading.Event) -> None:
    stream = SizedStream(kind(64, 18, lambda answer: os.write(master, b"q" + answer)))
    while not over.is_set():
        if select.select([master], [], [], 0.01)[0]:
            stream.feed(os.read(master, 4096))


@pytest.mark.parametrize(("kind", "can"), [(SizedScreen, True), (Deaf, False), (Mute, False)])
def test_a_real_line_is_asked_and_given_back(
    line: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, kind: type[SizedScreen], can: bool
) -> None:
    if can:
        monkeypatch.setattr(sizing, "PATIENCE", 20.0)  # only a failing test waits this long
    before = termios.tcgetattr(line.number)
    over = threading.Event()
    terminal = threading.Thread(target=_terminal, args=(line.master, kind, over))
    terminal.start()
    try:
        assert probe({"TERM": "xterm-kitty"}, line.keys, line.screen) is can
    finally:
        over.set()
        terminal.join()
    assert termios.tcgetattr(line.number) == before


def test_a_line_is_given_back_when_asking_fails(
    line: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        assert termios.tcgetattr(line.number) != before
        raise KeyboardInterrupt

    before = termios.tcgetattr(line.number)
    monkeypatch.setattr(sizing, "ask", fail)
    with pytest.raises(KeyboardInterrupt):
        probe({"TERM": "xterm-kitty"}, line.keys, line.screen)
    assert termios.tcgetattr(line.number) == before


def test_a_file_or_a_multiplexer_is_not_asked(line: SimpleNamespace, tmp_path: Path) -> None:
    with (tmp_path / "file").open("w+") as file:
        assert not probe({"TERM": "xterm-kitty"}, file, line.screen)
        assert not probe({"TERM": "xterm-kitty"}, line.keys, file)
        assert not probe({"TERM": "xterm-kitty", "TMUX": "x"}, line.keys, line.screen)
        assert file.tell() == 0
    assert not select.select([line.master], [], [], 0)[0]


def _drawn(*sequences: str) -> SizedScreen:
    screen = SizedScreen(64, 18, lambda _answer: None)
    stream = SizedStream(screen)
    for sequence in sequences:
        stream.feed(sequence.encode())
    return screen


def test_large_words_stand_at_their_cell_and_go_again() -> None:
    screen = _drawn("\x1b[9;9H", big("Ask", 3, 5))
    assert screen.large == {2: "Ask"}
    assert sorted(screen.letters) == [(y, x) for y in (2, 3) for x in range(4, 10)]
    assert (screen.cursor.y, screen.cursor.x) == (8, 8)
    screen = _drawn(big("Ask", 3, 5), blank("Ask", 3, 5))
    assert not screen.letters
    assert screen.moved_aside == 0


def test_the_model_moves_text_past_the_lower_row() -> None:
    screen = _drawn(big("Ask", 3, 5), "\x1b[4;5Hx")
    assert (screen.moved_aside, screen.large) == (6, {2: "Ask"})


@given(st.text(max_size=20))
def test_no_control_character_gets_into_the_sequence(words: str) -> None:
    sequence = big(words, 1, 1)
    controls = [c for c in sequence if ord(c) < 32 or 127 <= ord(c) < 160]
    assert controls.count("\x1b") == 3 + sequence.count("\x1b]66;")
    assert set(controls) <= {"\x1b", "\x07"}


def test_a_long_text_is_split_between_characters() -> None:
    words = "aż" * 4000
    pieces = [piece.partition(";")[2] for piece in big(words, 1, 1).split("\x1b]66;")[1:]]
    texts = [piece.partition("\x07")[0] for piece in pieces]
    assert "".join(texts) == words
    assert len(texts) > 1
    assert all(len(text.encode()) <= 4096 for text in texts)


@pytest.mark.parametrize(
    ("words", "width", "can"),
    [
        ("Ask", 6, True),
        ("Ask", 5, False),
        ("", 10, False),
        ("Żółw — „pytał”…", 60, True),
        ("日本", 60, False),
        ("Ask 🐈", 60, False),
        ("e\u0301", 60, False),
        ("©", 60, False),
        ("a\u00adb", 60, False),
    ],
)
def test_only_what_every_terminal_counts_alike_is_drawn_large(words: str, width: int, can: bool) -> None:
    assert fits(words, width) is can
    assert not can or measure(words) == len(words)


def test_a_title_takes_two_rows_and_keeps_its_words() -> None:
    rows = [*heading("Ask", 60), BLANK, Row((("text", ""),))]
    assert [row.text for row in enlarged(rows, "Ask", 60)] == ["Ask", "", "", "text"]
    assert enlarged(rows, "Ask", 5) == rows
    assert enlarged(rows, "Other", 60) == rows
    assert enlarged([], "", 60) == []


async def test_a_page_gives_a_row_only_where_it_has_one_to_spare(tmp_path: Path) -> None:
    live = await started(tmp_path)
    await go(live, "welcome", "talk")
    for height in range(5, 20):
        plain = frame(live, 0, 60, height)
        sized = frame(live, 0, 60, height, sizing=True)
        assert len(sized.rows) <= height
        assert (sized.pages, sized.page, sized.corner) == (plain.pages, plain.page, plain.corner)
        words = [row.text for row in plain.rows if row.text.strip()]
        assert [row.text for row in sized.rows if row.text.strip()] == words
    assert sized.rows != plain.rows


@pytest.fixture
async def on_slide(tmp_path: Path) -> Any:
    """The app at its first slide, with a model of the terminal behind it; not its own frames."""
    live = await started(tmp_path)
    notes = FakeNotes()
    beside = Beside(None, lambda _ask: notes, lambda _live: "")
    app = StageApp(live, beside, "coach-projector", sizing=True)
    screen = SizedScreen(64, 18, lambda _answer: None)
    async with app.run_test(size=(64, 18), notifications=True) as pilot:
        assert app._driver is not None
        stream = SizedStream(screen)
        app._driver.write = lambda data: stream.feed(data.encode())  # type: ignore[method-assign]
        app._end_update()
        app.stage.over(None)
        await app.stage.do(_to(live))
        await pilot.pause()
        yield SimpleNamespace(app=app, pilot=pilot, screen=screen)


async def _to(live: Any) -> bool:
    await go(live, "welcome", "show")
    return True


def _frame(on: SimpleNamespace, draw: Callable[[], None] = lambda: None) -> dict[int, str]:
    on.app._begin_update()
    assert not on.screen.letters  # Textual finds what it believes to be there
    draw()
    on.app._end_update()
    large: dict[int, str] = on.screen.large
    return large


async def test_without_the_hook_of_textual_titles_are_as_ever(tmp_path: Path) -> None:
    live = await started(tmp_path)
    beside = Beside(None, lambda _ask: FakeNotes(), lambda _live: "")
    app = StageApp(live, beside, "coach-projector", sizing=True)
    async with app.run_test(size=(64, 18)) as pilot:
        app.stage.over(None)
        await app.stage.do(_to(live))
        await pilot.pause()
        assert any(TITLE in line for line in visible(app))


async def test_while_textual_draws_no_large_letters_are_there(on_slide: SimpleNamespace) -> None:
    screen = on_slide.screen
    assert _frame(on_slide) == {2: TITLE}

    def lower_row_only() -> None:
        screen.cursor_position(4, 3)
        screen.draw("over it")

    assert _frame(on_slide, lower_row_only) == {2: TITLE}
    assert screen.moved_aside == 0


async def test_what_is_laid_and_lifted_is_held_back_with_the_frame(
    on_slide: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _frame(on_slide)
    written: list[str] = []
    monkeypatch.setattr(on_slide.app._driver, "write", written.append)
    monkeypatch.setattr(on_slide.app, "_sync_available", True)
    on_slide.app._begin_update()
    on_slide.app._end_update()
    begin, lifted, laid, end = written
    assert (begin, end) == ("\x1b[?2026h", "\x1b[?2026l")
    assert TITLE in laid
    assert " " * 2 * len(TITLE) in lifted


async def test_under_a_notice_the_title_is_not_drawn(on_slide: SimpleNamespace) -> None:
    assert _frame(on_slide) == {2: TITLE}
    for number in range(8):
        on_slide.app.notify(f"Notice {number}", timeout=60)
    await on_slide.pilot.pause()
    assert headline(on_slide.app.stage.wall) is None
    assert _frame(on_slide) == {}
    on_slide.app.clear_notifications()
    await on_slide.pilot.pause()
    assert _frame(on_slide) == {2: TITLE}


async def test_under_another_screen_neither(on_slide: SimpleNamespace) -> None:
    assert _frame(on_slide) == {2: TITLE}
    await on_slide.pilot.press("q")
    await on_slide.pilot.pause()
    assert _frame(on_slide) == {}
    await on_slide.pilot.press("escape")
    await on_slide.pilot.pause()
    assert _frame(on_slide) == {2: TITLE}
    assert on_slide.app.stage.wall.rows[0].text == TITLE
