"""The private line between a stage and the notes terminals of the same user.

Down goes a cue, whole, on connecting and after every change; up go verbs. A message is a line of JSON. The
line is a Unix socket in a folder of the user's own (0700, the socket 0600), checked by the user id of who
calls. Where there are no Unix sockets it is loopback TCP, with a random token in a file for the user alone:
the first line a terminal sends. A terminal that is slow, stuck or talks nonsense loses its line; the stage
never waits for it.
"""

import asyncio
import contextlib
import os
import secrets
import socket
import struct
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final, Literal

import msgspec

from advocacy_coach.files import write_atomically
from advocacy_coach.workshop.cue import Ask, Cue, Verb
from advocacy_coach.workshop.notes_folder import Session, found, private_folder, suffix_of

Kind = Literal["unix", "tcp"]

KIND: Final[Kind] = "unix" if hasattr(asyncio, "start_unix_server") else "tcp"
"""What this system has."""

LOOPBACK: Final = "127.0.0.1"

LONGEST_ASK: Final = 1024
"""Bytes of a line that a terminal may send."""

LONGEST_CUE: Final = 1 << 20
"""Bytes of a line that a stage may send."""

PATIENCE: Final = 10.0
"""Seconds until a terminal that takes no cue, or sends no token, is dropped."""

MOST_TERMINALS: Final = 16

RETRY: Final = 0.5
"""Seconds between two looks for a stage."""


class Door(msgspec.Struct, frozen=True):
    """What stands in the file of a loopback line."""

    port: int
    token: str


class NotesServer:
    """The stage's end. ``on_ask`` is called with each verb; ``path`` is where terminals find it."""

    def __init__(
        self,
        folder: Path,
        name: str,
        on_ask: Callable[[Verb], None],
        *,
        kind: Kind = KIND,
        patience: float = PATIENCE,
    ) -> None:
        self._folder = folder
        self._name = name
        self._on_ask = on_ask
        self._kind: Kind = kind
        self._patience = patience
        self._token = ""
        self._newest = b""
        self._lines: set[_Line] = set()
        self._calls: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._inode = 0
        self.path = Path()

    @property
    def terminals(self) -> int:
        """How many terminals are connected."""
        return len(self._lines)

    async def start(self) -> None:
        """Listen, under a name that no running stage has. Raises OSError where that cannot be done."""
        try:
            folder = private_folder(self._folder, f"stage-{self._name}-99{suffix_of(self._kind)}")
            self.path = await self._free_path(folder)
            await (self._start_unix() if self._kind == "unix" else self._start_tcp())
            self._inode = self.path.stat().st_ino
        except OSError:
            await self.stop()
            raise

    def publish(self, cue: Cue) -> None:
        """Tell every terminal how it stands now, and each that connects later. Returns at once."""
        self._newest = msgspec.json.encode(cue) + b"\n"
        for line in self._lines:
            line.put(self._newest)

    async def stop(self) -> None:
        """Hang up, and take the socket or file away unless it is another stage's by now."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        if self._inode:
            _remove(self.path, self._inode)
        self._inode = 0

    async def _free_path(self, folder: Path) -> Path:
        for number in range(1, 100):
            name = self._name if number == 1 else f"{self._name}-{number}"
            path = folder / f"stage-{name}{suffix_of(self._kind)}"
            if not await _answers(Session(name, path)):
                return path
        raise FileExistsError(path)

    async def _start_unix(self) -> None:
        """Listen under a passing name, then take the real one: nobody finds a socket that does not answer."""
        passing = self.path.with_suffix(".new")
        self._server = await asyncio.start_unix_server(
            self._called, passing, limit=LONGEST_ASK, start_serving=False
        )
        passing.chmod(0o600)
        await self._server.start_serving()
        passing.replace(self.path)

    async def _start_tcp(self) -> None:
        self._token = secrets.token_urlsafe(32)
        self._server = await asyncio.start_server(self._called, LOOPBACK, 0, limit=LONGEST_ASK)
        port = self._server.sockets[0].getsockname()[1]
        write_atomically(self.path, msgspec.json.encode(Door(port, self._token)))

    def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._calls) >= MOST_TERMINALS or not _same_user(writer):
            writer.transport.abort()
            return
        call = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One terminal, until it hangs up or has to go."""
        line = _Line(writer, self._patience)
        sending: asyncio.Task[None] | None = None
        try:
            if self._token and not await self._knows_token(reader):
                return
            self._lines.add(line)
            if self._newest:
                line.put(self._newest)
            sending = asyncio.create_task(line.send())
            while verb := await _asked(reader):
                self._on_ask(verb)
        except (OSError, TimeoutError):
            pass
        finally:
            self._lines.discard(line)
            if sending is not None:
                sending.cancel()
            writer.transport.abort()

    async def _knows_token(self, reader: asyncio.StreamReader) -> bool:
        try:
            sent = await asyncio.wait_for(reader.readline(), self._patience)
        except ValueError:
            return False
        return secrets.compare_digest(sent.rstrip(b"\n"), self._token.encode())


class _Line:
    """The way down to one terminal: the newest cue alone waits, whatever was published meanwhile."""

    def __init__(self, writer: asyncio.StreamWriter, patience: float) -> None:
        writer.transport.set_write_buffer_limits(high=0)  # so that drain waits until a cue was taken
        self._writer = writer
        self._patience = patience
        self._waiting = b""
        self._there = asyncio.Event()

    def put(self, cue: bytes) -> None:
        """Send this, instead of what still waits."""
        self._waiting = cue
        self._there.set()

    async def send(self) -> None:
        """Send what waits, until the terminal is gone or has not taken a cue for too long."""
        try:
            while True:
                await self._there.wait()
                self._there.clear()
                self._writer.write(self._waiting)
                await asyncio.wait_for(self._writer.drain(), self._patience)
        except (OSError, TimeoutError):
            self._writer.transport.abort()


class NotesClient:
    """The terminal's end. ``session`` is the name of one; without it the newest is taken."""

    def __init__(self, folder: Path, session: str | None = None, *, retry: float = RETRY) -> None:
        self._folder = folder
        self._session = session
        self._retry = retry
        self._writer: asyncio.StreamWriter | None = None

    async def cues(self) -> AsyncIterator[Cue | None]:
        """Every cue as it comes, for ever; None when no stage answers (once, until one does)."""
        waiting = False
        while True:
            async for cue in self._of_one_stage():
                waiting = False
                yield cue
            if not waiting:
                waiting = True
                yield None
            await asyncio.sleep(self._retry)

    def ask(self, verb: Verb) -> bool:
        """Ask the stage for something; False when no stage is there to ask."""
        if self._writer is None or self._writer.is_closing():
            return False
        self._writer.write(msgspec.json.encode(Ask(verb)) + b"\n")
        return True

    async def _of_one_stage(self) -> AsyncIterator[Cue]:
        for session in await sessions(self._folder):
            if self._session in (None, session.name):
                break
        else:
            return
        try:
            reader, writer = await _call(session)
        except (OSError, msgspec.MsgspecError):
            return
        self._writer = writer
        try:
            while line := await reader.readline():
                yield msgspec.json.decode(line, type=Cue)
        except (OSError, ValueError):
            return  # hung up, or not a stage of this version: look again
        finally:
            self._writer = None
            writer.transport.abort()


async def sessions(folder: Path) -> list[Session]:
    """The sessions that run now, the newest first. What dead ones left behind is taken away."""
    running = []
    for session in found(folder):
        if await _answers(session):
            running.append(session)
    return running


async def _answers(session: Session) -> bool:
    """True when a stage listens there; what is there without one is taken away."""
    inode = 0
    try:
        inode = session.path.stat().st_ino
        _reader, writer = await _call(session)
    except (ConnectionRefusedError, msgspec.MsgspecError):
        _remove(session.path, inode)
        return False
    except OSError:
        return False
    writer.transport.abort()
    return True


def _remove(path: Path, inode: int) -> None:
    """Take a socket or file away, unless another has come in its place."""
    with contextlib.suppress(OSError):
        if path.stat().st_ino == inode:
            path.unlink()


async def _call(session: Session) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if session.path.suffix == suffix_of("unix"):
        return await asyncio.open_unix_connection(session.path, limit=LONGEST_CUE)
    door = msgspec.json.decode(session.path.read_bytes(), type=Door)
    opening = asyncio.open_connection(LOOPBACK, door.port, limit=LONGEST_CUE)
    reader, writer = await asyncio.wait_for(opening, PATIENCE)
    writer.write(door.token.encode() + b"\n")
    return reader, writer


async def _asked(reader: asyncio.StreamReader) -> Verb | None:
    """The next verb; None when the terminal hung up or sent anything else."""
    try:
        return msgspec.json.decode(await reader.readuntil(b"\n"), type=Ask).do
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
        return None


def _same_user(writer: asyncio.StreamWriter) -> bool:
    """True when the caller is this user, where the system says who calls; the folder's mode says it too."""
    caller = writer.get_extra_info("socket")
    if caller.family != getattr(socket, "AF_UNIX", None) or not hasattr(socket, "SO_PEERCRED"):
        return True
    credentials = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _pid, uid, _gid = struct.unpack("3i", credentials)
    return bool(uid == os.getuid())
