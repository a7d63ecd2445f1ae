"""The notes terminal: what it shows at every size, what its keys ask for, and how it waits."""

import asyncio
import io
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from advocacy_coach import i18n
from advocacy_coach.errors import CoachError
from advocacy_coach.launch import launch_notes
from advocacy_coach.tui.rows import Row, column
from advocacy_coach.tui.text import measure
from advocacy_coach.tui.themes import OURS
from advocacy_coach.tui.widgets.ink import NAMES
from advocacy_coach.tui.workshop import start
from advocacy_coach.tui.workshop.notes import NotesApp
from advocacy_coach.tui.workshop.notes_glance import glance
from advocacy_coach.tui.workshop.notes_keys import commands
from advocacy_coach.tui.workshop.notes_view import SIZES as TYPE_SIZES
from advocacy_coach.tui.workshop.notes_view import body, coming, notes_rows
from advocacy_coach.workshop.cue import VERBS, Cue, Split, Verb
from advocacy_coach.workshop.notes_link import NotesClient, NotesServer
from tests.tui.driving import SIZES, visible, wait_until
from tests.tui.test_hostile_course import PAYLOADS, assert_clean
from tests.workshop.cues import BEGAN, CLOCK, CLOSED, CUE

NOW = BEGAN + 1000


class FakeClient(NotesClient):
    """A client that is fed by the test, and keeps what it is asked."""

    def __init__(self, *cues: Cue | None) -> None:
        super().__init__(Path("nowhere"))
        self.asked: list[Verb] = []
        self.queue: asyncio.Queue[Cue | None] = asyncio.Queue()
        for cue in cues:
            self.queue.put_nowait(cue)

    async def cues(self) -> AsyncIterator[Cue | None]:
        """What the test puts in."""
        while True:
            yield await self.queue.get()

    def ask(self, verb: Verb) -> bool:
        """Keep it."""
        self.asked.append(verb)
        return True


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> float:
        """The time."""
        return self.at


@pytest.fixture
def clock() -> Clock:
    """A clock a thousand seconds into the session."""
    return Clock()


def make(client: NotesClient, clock: Clock, tmp_path: Path) -> NotesApp:
    """The terminal, ready to run."""
    return NotesApp(client, "coach-dark", tmp_path / "crash.log", clock)


async def shown(pilot: Pilot[None], words: str) -> None:
    """Wait until these words are in sight."""
    await wait_until(lambda: any(words in line for line in visible(pilot.app)))


def words(rows: list[Row]) -> str:
    """Rows as text."""
    return "\n".join(row.text for row in rows)


@pytest.mark.parametrize("width", [column(width) for width, _ in SIZES])
@pytest.mark.parametrize("cue", [CUE, CLOSED], ids=["open", "closed"])
@pytest.mark.parametrize("size", TYPE_SIZES)
def test_nothing_is_wider_than_the_screen_and_every_style_is_known(width: int, cue: Cue, size: int) -> None:
    rows = [*glance(cue, NOW, width, UTC), *body(cue, width, 14, size), *coming(cue, width)]
    assert max(measure(row.text) for row in rows) <= width
    assert {name for row in rows for _, names in row.parts for name in names.split()} <= NAMES


@pytest.mark.parametrize("width", [38, 74])
def test_the_notes_are_all_there_in_their_order(width: int) -> None:
    told = words(body(CUE, width, 24))
    places = [told.find(title) for title in ("By noon", "SAY", "DO", "WATCH FOR", "PEOPLE SAY", "K7QF")]
    assert -1 not in places
    assert places == sorted(places)
    for part in ("Vote alone, in silence.", "Read the question", "People look at the boss", "ask for a day"):
        assert part in told
    assert "HTTP://192.0.2.17:8765/K7QF" in told.replace("\n", "")
    assert "25 phones" in told


def test_while_a_vote_is_open_only_the_number_of_votes_is_told() -> None:
    assert "Vote · 23 of 25 in" in words(glance(CUE, NOW, 74, UTC))
    assert "Vote · 23 in" in words(glance(replace(CUE, room=0), NOW, 74, UTC))
    assert "VOTES" not in words(body(CUE, 74))
    assert " in" not in glance(CLOSED, NOW, 74, UTC)[0].text


@pytest.mark.parametrize("width", [38, 74])
def test_closed_votes_are_told_by_option_with_the_recommended_one_and_advice(width: int) -> None:
    told = words(body(CLOSED, width))
    assert "✓ recommended" in told
    lines = told.splitlines()
    assert [line.split()[0] for line in lines if "→" in line and "Ask" in line] == ["✓"]
    assert any(line.startswith("  A  9 →  4 ") for line in lines)
    assert any(line.startswith("✓ B 10 → 17 ") for line in lines)
    assert told.index("explain it") < told.index("  A ")


def test_one_round_alone_is_told_as_one_number() -> None:
    splits = (Split("A", "List", 9, None, right=False), Split("B", "Ask", 14, None, right=True))
    told = words(body(replace(CLOSED, splits=splits), 74))
    assert "first → second" not in told
    assert "✓ B 14 " in told


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (700, "on time"),
        (100, "▲ 8 minutes ahead"),
        (1500, "▼ 10 minutes behind"),
        (3000, "▼ 35 minutes behind"),
    ],
)
def test_time_is_told_in_words(now: int, what: str) -> None:
    row = glance(CUE, BEGAN + now, 74, UTC)[1].text
    assert row.endswith(what)
    assert f"{now // 60}:{now % 60:02} gone" in row
    assert ("5:00 over" if now == 3000 else f"{(2700 - now) // 60}:{(2700 - now) % 60:02} left") in row


def test_a_countdown_is_told_with_its_end_and_that_it_is_over() -> None:
    cue = replace(CUE, open=False, phase="Discuss", deadline=NOW + 92)
    assert glance(cue, NOW, 38, UTC)[0].text.endswith("1:32 until 16:18")
    assert glance(cue, NOW + 92, 38, UTC)[0].text.endswith("time is up")


def test_a_break_is_told_with_its_end_and_the_clock_stands() -> None:
    cue = replace(CUE, open=False, until=NOW + 600, clock=replace(CLOCK, stopped=NOW))
    early, late = glance(cue, NOW, 74, UTC), glance(cue, NOW + 300, 74, UTC)
    assert early == late
    assert early[0].text.endswith("break until 16:26")
    assert early[1].text.endswith("clock stopped, 2 minutes behind")
    assert glance(cue, NOW, 38, UTC)[1].text.endswith("clock stopped")


def test_before_the_first_item_nobody_is_late() -> None:
    cue = replace(CUE, number=0, open=False, clock=replace(CLOCK, stopped=BEGAN, from_=0, until=0))
    assert glance(cue, BEGAN, 74, UTC)[1].text.endswith("not begun")


def test_what_comes_next_is_told_and_where_somebody_has_to_choose() -> None:
    assert words(coming(CUE, 38)) == "NEXT Discuss\n     then Paid or thanked?"
    last = replace(CUE, coming="Paid or thanked?")
    assert words(coming(last, 38)).strip() == "NEXT Paid or thanked?"
    undecided = replace(CUE, coming="Choose a letter: the room is undecided")
    assert "Choose a letter: the room is" in words(coming(undecided, 38))


def test_larger_type_is_more_room_and_less_else() -> None:
    normal, large, largest = (words(body(CUE, 74, 24, size)) for size in TYPE_SIZES)
    assert "PEOPLE SAY" in normal
    assert "PEOPLE SAY" not in large
    assert "WATCH FOR" in large
    assert "WATCH FOR" not in largest
    assert "SAY" in largest
    assert "Vote alone" in largest
    long = replace(CUE, say="one two three " * 30)
    assert len(body(long, 74, 24, 2)) > 2 * sum("one two" in row.text for row in body(long, 74, 24, 0))
    assert "VOTES" in words(body(CLOSED, 74, 24, 2))


def test_all_fits_on_one_sheet_where_there_is_no_second_screen() -> None:
    told = words(notes_rows(CUE, NOW, 60, UTC))
    for part in ("23 of 25 in", "SAY", "NEXT Discuss"):
        assert part in told


@pytest.mark.parametrize("size", SIZES)
async def test_time_and_what_comes_next_are_always_in_sight(
    size: tuple[int, int], clock: Clock, tmp_path: Path
) -> None:
    app = make(FakeClient(replace(CUE, do="Read it aloud.\n\n" * 90)), clock, tmp_path)
    async with app.run_test(size=size) as pilot:
        for _ in range(3):
            await shown(pilot, "23 of 25 in")
            screen = visible(app)
            assert any("28:20 left" in line and "2 minutes behind" in line for line in screen[:3])
            assert any("NEXT Discuss" in line for line in screen[-5:])
            assert any("then Paid or thanked?" in line for line in screen[-5:])
            assert "Enter" in screen[-1]
            assert "PgDn" in screen[-1]
            before = app.screen.query_one("Sheet").scroll_offset.y
            await pilot.press("pagedown")
            await pilot.pause()
            assert app.screen.query_one("Sheet").scroll_offset.y > before
        await pilot.press("pageup", "up")
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_what_to_say_is_in_sight_at_once(size: tuple[int, int], clock: Clock, tmp_path: Path) -> None:
    app = make(FakeClient(CUE), clock, tmp_path)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, "Vote alone, in silence.")
        assert any("By noon" in line for line in visible(app))


async def test_keys_ask_the_stage(clock: Clock, tmp_path: Path) -> None:
    client = FakeClient(CUE)
    app = make(client, clock, tmp_path)
    async with app.run_test() as pilot:
        await shown(pilot, "By noon")
        await pilot.press("enter", "space", "right", "left", *"rvdwcespjb", "full_stop", *"123456")
        await pilot.pause()
        assert client.asked[:4] == ["onward", "page", "onward", "back"]
        assert client.asked[4:] == [
            "read", "vote", "discuss", "again", "compare", "explain", "skip", "page", "join", "break",
            "blank", "first", "second", "third", "fourth", "fifth", "sixth",
        ]  # fmt: skip
        assert set(client.asked) == set(VERBS)
        await pilot.press("plus", "minus", "question_mark", "escape", "up", "down")
        assert len(client.asked) == 21
        await pilot.press("q")
    assert app.return_code == 0
    assert app.crash is None


async def test_a_key_can_be_clicked(clock: Clock, tmp_path: Path) -> None:
    client = FakeClient(CUE)
    app = make(client, clock, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "By noon")
        await pilot.click("ActionLine", offset=(visible(app)[-1].index("Enter"), 1))
        await wait_until(lambda: client.asked == ["onward"])


async def test_plus_and_minus_change_the_size(clock: Clock, tmp_path: Path) -> None:
    app = make(FakeClient(CUE), clock, tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await shown(pilot, "WATCH FOR")
        await pilot.press("plus", "plus", "plus")
        await wait_until(lambda: not any("WATCH FOR" in line for line in visible(app)))
        await pilot.press("minus", "minus")
        await shown(pilot, "PEOPLE SAY")


async def test_every_key_is_told_and_the_notes_come_back(clock: Clock, tmp_path: Path) -> None:
    app = make(FakeClient(CUE), clock, tmp_path)
    async with app.run_test(size=(80, 40)) as pilot:
        await shown(pilot, "By noon")
        await pilot.press("question_mark")
        for command in commands():
            await shown(pilot, command.help)
        await pilot.press("escape")
        await shown(pilot, "Vote alone")


@pytest.mark.parametrize("size", SIZES)
async def test_it_waits_with_a_sentence_and_goes_on(
    size: tuple[int, int], clock: Clock, tmp_path: Path
) -> None:
    client = FakeClient(None)
    app = make(client, clock, tmp_path)
    async with app.run_test(size=size) as pilot:
        await shown(pilot, "Waiting for a workshop")
        assert "advocacy-coach workshop" in " ".join(" ".join(visible(app)).split())
        assert not any("NEXT" in line for line in visible(app))
        client.queue.put_nowait(CUE)
        await shown(pilot, "NEXT Discuss")
        client.queue.put_nowait(None)
        await shown(pilot, "Waiting for a workshop")
        client.queue.put_nowait(CLOSED)
        await shown(pilot, "VOTES")


async def test_the_second_hand_moves_only_while_there_is_something_to_tell(
    clock: Clock, tmp_path: Path
) -> None:
    client = FakeClient(None)
    app = make(client, clock, tmp_path)
    async with app.run_test() as pilot:
        await shown(pilot, "Waiting")
        notes = app._notes
        assert notes._second is not None
        assert not notes.ticking
        assert not notes._second._active.is_set()
        client.queue.put_nowait(CUE)
        await shown(pilot, "16:40 gone")
        assert notes.ticking
        clock.at += 61
        await shown(pilot, "17:41 gone")
        client.queue.put_nowait(replace(CUE, clock=replace(CLOCK, stopped=NOW)))
        await shown(pilot, "clock stopped")
        assert not notes._second._active.is_set()


async def test_the_place_is_kept_until_the_stage_shows_something_else(clock: Clock, tmp_path: Path) -> None:
    long = replace(CUE, do="Read it aloud.\n\n" * 30)
    client = FakeClient(long)
    app = make(client, clock, tmp_path)
    async with app.run_test(size=(40, 14)) as pilot:
        await shown(pilot, "23 of 25")
        await pilot.press("pagedown")
        await pilot.pause()
        sheet = app._notes.sheet
        before = sheet.scroll_offset.y
        assert before > 0
        client.queue.put_nowait(replace(long, people=24))
        await shown(pilot, "24 of 25")
        assert sheet.scroll_offset.y == before
        client.queue.put_nowait(replace(long, phase="Discuss", open=False))
        await wait_until(lambda: sheet.scroll_offset.y == 0)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
async def test_hostile_texts_are_only_text(payload: str, clock: Clock, tmp_path: Path) -> None:
    cue = replace(
        CLOSED, plan=payload, code=payload, address=payload, part=payload, title=payload, phase=payload,
        now=(payload, payload), say=payload, do=payload, watch_for=payload, answers=(payload,),
        splits=(Split("A", payload, 9, 4, right=True),), advice=payload, coming=payload, following=payload,
        notices=(payload,),
    )  # fmt: skip
    app = make(FakeClient(cue), clock, tmp_path)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await shown(pilot, "NEXT")
        for keys in ("plus", "plus", "minus", "end", "pageup", "home", "question_mark", "escape"):
            await pilot.press(keys)
            await pilot.pause()
            assert_clean(app)
    assert app.crash is None
    assert app.return_code in (0, None)


async def test_odd_values_do_not_stop_it(clock: Clock, tmp_path: Path) -> None:
    odd = Cue(
        revision=0, plan="", number=-5, count=0, part="", title="", phase="",
        splits=(Split("", "", None, None, right=False), Split("B", "x", 1, None, right=False)),
        clock=replace(CLOCK, total=0),
    )  # fmt: skip
    app = make(FakeClient(odd), clock, tmp_path)
    async with app.run_test(size=(40, 14)) as pilot:
        await shown(pilot, "NEXT the end")
        for size in ((19, 4), (1, 1), (300, 100)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await shown(pilot, "NEXT the end")
    assert app.crash is None


async def test_a_window_that_is_too_small_says_so(clock: Clock, tmp_path: Path) -> None:
    app = make(FakeClient(CUE), clock, tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "NEXT")
        await pilot.resize_terminal(19, 4)
        await shown(pilot, "larger")
        await pilot.resize_terminal(80, 24)
        await shown(pilot, "NEXT")


@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
async def test_every_theme_draws_it(theme: str, clock: Clock, tmp_path: Path) -> None:
    app = NotesApp(FakeClient(CLOSED), theme, tmp_path / "crash.log", clock)
    async with app.run_test() as pilot:
        await shown(pilot, "VOTES")
        assert app.theme == theme


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="notes-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


async def test_a_stage_and_a_terminal_of_this_computer_meet(
    short: Path, clock: Clock, tmp_path: Path
) -> None:
    asked: list[Verb] = []
    app = make(NotesClient(short, retry=0.01), clock, tmp_path)
    async with app.run_test() as pilot:
        await shown(pilot, "Waiting")
        for cue in (CUE, CLOSED):
            server = NotesServer(short, "K7QF", asked.append)
            await server.start()
            server.publish(cue)
            await shown(pilot, cue.phase)
            await pilot.press("enter")
            await wait_until(lambda: bool(asked))
            assert asked.pop() == "onward"
            await server.stop()
            await shown(pilot, "Waiting")
    assert app.crash is None


@pytest.fixture
def english() -> Iterator[None]:
    """English again afterwards."""
    yield
    i18n.use_language("en")


def test_without_a_terminal_there_is_a_sentence(english: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CoachError, match="terminal"):
        launch_notes()


def test_a_crash_is_one_sentence_and_a_log(
    english: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ADVOCACY_COACH_HOME", str(tmp_path))

    def crash(app: NotesApp) -> None:
        app.crash = ValueError("boom")

    monkeypatch.setattr(NotesApp, "run", crash)
    assert start.start_notes() == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "the workshop goes on" in told
    assert "Traceback" not in told
