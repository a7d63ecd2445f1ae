"""The line between a stage and its notes terminals."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from advocacy_coach import paths
from advocacy_coach.workshop import notes_folder, notes_link
from advocacy_coach.workshop.cue import Ask, Cue, Verb
from advocacy_coach.workshop.notes_link import Kind, NotesClient, NotesServer, sessions
from tests.tui.driving import wait_until
from tests.workshop.cues import cue

KINDS: list[Kind] = ["unix", "tcp"]

STAGE = """
import asyncio, sys
from pathlib import Path
from advocacy_coach.workshop.notes_link import NotesServer
from tests.workshop.cues import cue

async def main():
    server = NotesServer(Path(sys.argv[1]), "K7QF", lambda verb: None)
    await server.start()
    server.publish(cue(int(sys.argv[2])))
    print("up", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, as sockets need; not there yet."""
    short = Path(tempfile.mkdtemp(prefix="notes-", dir="/tmp"))
    yield short / "run"
    shutil.rmtree(short)


@pytest.fixture(autouse=True)
def spare(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for want of another, this test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(folder.parent))
    return folder.parent / f"advocacy-coach-{os.getuid()}"


@contextlib.asynccontextmanager
async def stage(
    folder: Path, name: str = "K7QF", asked: Callable[[Verb], None] = lambda _: None, kind: Kind = "unix"
) -> AsyncIterator[NotesServer]:
    """A stage that answers."""
    server = NotesServer(folder, name, asked, kind=kind)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


class Terminal:
    """A client that keeps what it was told."""

    def __init__(self, folder: Path, session: str | None = None) -> None:
        self.client = NotesClient(folder, session, retry=0.01)
        self.got: list[Cue | None] = []

    async def run(self) -> None:
        async for told in self.client.cues():
            self.got.append(told)

    @property
    def newest(self) -> int:
        """The revision of the cue it shows; 0 while it waits."""
        return self.got[-1].revision if self.got and self.got[-1] else 0

    async def shows(self, revision: int) -> None:
        await wait_until(lambda: self.newest == revision)


@contextlib.asynccontextmanager
async def terminal(folder: Path, session: str | None = None) -> AsyncIterator[Terminal]:
    """A terminal that looks for a stage all the while."""
    one = Terminal(folder, session)
    task = asyncio.create_task(one.run())
    try:
        yield one
        assert not task.done()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def raw(server: NotesServer) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection on which anything can be said."""
    if server.path.suffix == ".sock":
        reader, writer = await asyncio.open_unix_connection(server.path)
    else:
        door = msgspec.json.decode(server.path.read_bytes(), type=notes_link.Door)
        reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def hung_up(reader: asyncio.StreamReader) -> bool:
    """True as soon as the other end has closed; what it sent before is read away."""
    try:
        while await asyncio.wait_for(reader.read(1 << 16), 5):
            pass
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize("kind", KINDS)
async def test_a_late_terminal_is_told_all_at_once_and_every_change_after(folder: Path, kind: Kind) -> None:
    async with stage(folder, kind=kind) as server:
        server.publish(cue(1))
        server.publish(cue(2, say="“Zażółć”\nand a new line"))
        async with terminal(folder) as one:
            await one.shows(2)
            assert one.got[0] == cue(2, say="“Zażółć”\nand a new line")
            server.publish(cue(3))
            await one.shows(3)


@pytest.mark.parametrize("kind", KINDS)
async def test_verbs_reach_the_stage_in_order(folder: Path, kind: Kind) -> None:
    asked: list[Verb] = []
    async with stage(folder, asked=asked.append, kind=kind) as server, terminal(folder) as one:
        assert not one.client.ask("skip")
        server.publish(cue(1))
        await one.shows(1)
        for verb in ("onward", "vote", "back"):
            assert one.client.ask(verb)
        await wait_until(lambda: asked == ["onward", "vote", "back"])


async def test_two_terminals_see_the_same(folder: Path) -> None:
    async with stage(folder) as server, terminal(folder) as one, terminal(folder) as two:
        server.publish(cue(1))
        await one.shows(1)
        await two.shows(1)
        assert server.terminals == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_only_the_user_can_reach_it(folder: Path, kind: Kind) -> None:
    async with stage(folder, kind=kind) as server:
        assert server.path.stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700
        assert [entry.name for entry in folder.iterdir()] == [server.path.name]
        path = server.path
    assert not path.exists()


@pytest.mark.parametrize("sent", [b"guess\n", b"\n", b"x" * 5000 + b"\n", b"\xff\xfe\n"])
async def test_a_wrong_token_gets_nothing(folder: Path, sent: bytes) -> None:
    async with stage(folder, kind="tcp") as server:
        server.publish(cue(1))
        async with raw(server) as (reader, writer):
            writer.write(sent)
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 5) == b""
        assert server.terminals == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "junk",
    [
        b"hello\n",
        b'{"do":"shutdown"}\n',
        b'{"do":7}\n',
        b"[]\n",
        b"\n",
        b"\xff\xff\n",
        b'{"do":"' + b"x" * 2000,
    ],
)
async def test_nonsense_costs_a_terminal_its_line_and_others_nothing(
    folder: Path, junk: bytes, kind: Kind
) -> None:
    asked: list[Verb] = []
    async with stage(folder, asked=asked.append, kind=kind) as server, terminal(folder) as other:
        server.publish(cue(1))
        await other.shows(1)
        async with raw(server) as (reader, writer):
            if kind == "tcp":
                door = msgspec.json.decode(server.path.read_bytes(), type=notes_link.Door)
                writer.write(door.token.encode() + b"\n")
            writer.write(b'{"do":"page"}\n' + junk)
            assert await hung_up(reader)
        assert asked == ["page"]
        server.publish(cue(2))
        await other.shows(2)


async def test_a_stuck_terminal_holds_nobody_up_and_is_dropped(folder: Path) -> None:
    server = NotesServer(folder, "K7QF", lambda _: None, patience=0.05)
    await server.start()
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_UNIX) as stuck:
        stuck.setblocking(False)
        await loop.sock_connect(stuck, str(server.path))
        await wait_until(lambda: server.terminals == 1)
        async with terminal(folder) as other:
            revision = 0
            while server.terminals != 1 or revision == 0:  # until the stuck one is gone
                revision += 1
                server.publish(cue(revision, say="x" * 50_000))
                await other.shows(revision)
    await server.stop()


async def test_only_the_newest_cue_waits_for_a_slow_terminal(folder: Path) -> None:
    async with stage(folder) as server, raw(server) as (reader, _writer):
        await wait_until(lambda: server.terminals == 1)
        for revision in range(1, 1001):
            server.publish(cue(revision))
        line = await asyncio.wait_for(reader.readline(), 5)
        assert msgspec.json.decode(line, type=Cue).revision == 1000


async def test_a_terminal_goes_on_by_itself_after_the_stage_was_killed(folder: Path) -> None:
    async with terminal(folder) as one:
        await wait_until(lambda: one.got == [None])
        for revision in (1, 2):
            killed = subprocess.Popen(
                [sys.executable, "-c", STAGE, str(folder), str(revision)], stdout=subprocess.PIPE
            )
            try:
                await one.shows(revision)
            finally:
                killed.send_signal(signal.SIGKILL)
                killed.wait()
                assert killed.stdout is not None
                killed.stdout.close()
            await wait_until(lambda: one.got[-1] is None)
        assert [told.revision if told else 0 for told in one.got] == [0, 1, 0, 2, 0]
        await wait_until(lambda: not list(folder.iterdir()))


async def test_what_dead_stages_left_behind_is_taken_away(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "stage-DEAD.sock"))
    (folder / "stage-ODD.port").write_text("not a door")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        door = notes_link.Door(free.getsockname()[1], "token")
    (folder / "stage-GONE.port").write_bytes(msgspec.json.encode(door))
    (folder / "kept.txt").write_text("not ours to take away")
    async with stage(folder, "LIVE") as server:
        assert [session.name for session in await sessions(folder)] == ["LIVE"]
        assert {entry.name for entry in folder.iterdir()} == {server.path.name, "kept.txt"}


async def test_the_newest_session_is_taken_unless_one_is_chosen(folder: Path) -> None:
    async with stage(folder, "OLD") as old, stage(folder, "NEW", kind="tcp") as new:
        os.utime(old.path, (1, 1))
        old.publish(cue(1))
        new.publish(cue(2))
        assert [session.name for session in await sessions(folder)] == ["NEW", "OLD"]
        async with terminal(folder) as one, terminal(folder, "OLD") as two, terminal(folder, "NONE") as three:
            await one.shows(2)
            await two.shows(1)
            await wait_until(lambda: three.got == [None])


async def test_a_name_that_is_taken_gets_a_number_and_a_dead_one_is_used_again(folder: Path) -> None:
    async with stage(folder) as first, stage(folder) as second:
        assert (first.path.name, second.path.name) == ("stage-K7QF.sock", "stage-K7QF-2.sock")
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "stage-K7QF.sock"))
    async with stage(folder) as third:
        assert third.path.name == "stage-K7QF.sock"


async def test_stopping_leaves_a_successor_alone(folder: Path) -> None:
    async with stage(folder) as first:
        with socket.socket(socket.AF_UNIX) as successor:
            successor.bind(str(folder / "later"))
        (folder / "later").replace(first.path)
    assert first.path.exists()


@pytest.mark.parametrize("reason", ["long", "file", "open", "link"])
async def test_where_the_folder_cannot_be_used_both_ends_meet_in_another(
    folder: Path, spare: Path, reason: str
) -> None:
    match reason:
        case "long":
            folder = folder / ("x" * 90)
        case "file":
            folder.write_text("in the way")
        case "open":
            folder.mkdir()
            folder.chmod(0o755)
        case "link":
            (folder.parent / "elsewhere").mkdir(mode=0o700)
            folder.symlink_to(folder.parent / "elsewhere")
    async with stage(folder) as server, terminal(folder) as one:
        assert server.path.parent == spare
        assert spare.stat().st_mode & 0o777 == 0o700
        server.publish(cue(1))
        await one.shows(1)


async def test_a_folder_that_somebody_else_made_is_never_used(folder: Path, spare: Path) -> None:
    for place in (folder, spare):
        place.mkdir()
        place.chmod(0o777)
    with pytest.raises(PermissionError, match="others can"):
        await NotesServer(folder, "K7QF", lambda _: None).start()
    with socket.socket(socket.AF_UNIX) as trap:
        trap.bind(str(folder / "stage-TRAP.sock"))
        trap.listen()
        assert await sessions(folder) == []
    assert not list(spare.iterdir())


async def test_another_user_is_turned_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage(folder) as server:
        server.publish(cue(1))
        us = os.getuid()
        monkeypatch.setattr(os, "getuid", lambda: us + 1)
        async with raw(server) as (reader, _writer):
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 5) == b""


def test_importing_and_asking_for_the_folder_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCACY_COACH_HOME", str(tmp_path / "home"))
    assert paths.runtime_dir() == tmp_path / "home" / "runtime"
    assert notes_folder.found(paths.runtime_dir()) == []
    assert not (tmp_path / "home").exists()


def test_an_ask_is_one_short_line() -> None:
    assert all(len(msgspec.json.encode(Ask(verb))) < 40 for verb in ("onward", "explain"))
