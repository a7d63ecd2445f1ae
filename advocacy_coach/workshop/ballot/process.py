"""The booth: the server as a process of its own, which does what the lines on its stdin say.

When stdin ends, the stage is gone, and so is the booth: it frees the port and exits 0.
"""

import asyncio
import contextlib
import errno
import os
import sys
from pathlib import Path

from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.guard import enough
from advocacy_coach.workshop.ballot.server import Server
from advocacy_coach.workshop.ballot.wire import (
    Close,
    Empty,
    Failed,
    FromBooth,
    Lock,
    Open,
    Ready,
    Screen,
    line,
    to_booth,
)

_TELL = 0.1
"""Seconds between two tellings of how it stands."""

_RESERVED = 32
"""File handles that are not for phones."""

_LONGEST = 1 << 20
"""Bytes of a line from the stage."""


def main() -> int:
    """Run until stdin ends."""
    with contextlib.suppress(KeyboardInterrupt):
        return asyncio.run(_run())
    return 0


async def _run() -> int:
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=_LONGEST)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    first = await lines.readline()
    if not first:
        return 0
    order = to_booth(first)
    if not isinstance(order, Open):
        raise ValueError("the first line opens the booth")
    try:
        box = Box(Path(order.box))
        server = Server(order, box, connections=_connections(order.most))
        port = await server.start()
    except OSError as error:
        _say(Failed(_why(error)))
        return 0
    _say(Ready(port))
    telling = asyncio.create_task(_tell(server))
    try:
        while data := await lines.readline():
            _do(server, data)
    finally:
        telling.cancel()
        await server.stop()
    return 0


def _do(server: Server, data: bytes) -> None:
    match to_booth(data):
        case Screen(screen=screen):
            server.show(screen)
        case Close(round=name):
            _say(server.close(name))
        case Empty(round=name):
            server.empty(name)
        case Lock(locked=locked):
            server.lock(locked)
        case Open():
            raise ValueError("the booth is open already")


async def _tell(server: Server) -> None:
    """Say how it stands whenever that changed."""
    told = None
    while True:
        if server.version != told:
            told = server.version
            _say(server.seen())
        await asyncio.sleep(_TELL)


def _say(message: FromBooth) -> None:
    # A stage that reads no more is going; stdin says so next.
    with contextlib.suppress(OSError):
        os.write(1, line(message))


def _why(error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return "taken"
    # A name that nobody knows has an errno of its own kind.
    if error.errno == errno.EADDRNOTAVAIL or error.__class__.__name__ == "gaierror":
        return "address"
    return error.strerror or str(error)


def _connections(most: int) -> int:
    """How many connections there may be, as far as handles go."""
    wanted = enough(most)
    try:
        import resource
    except ImportError:
        return wanted  # no such limit on this system
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted + _RESERVED and (hard == resource.RLIM_INFINITY or hard > soft):
        soft = wanted + _RESERVED if hard == resource.RLIM_INFINITY else min(wanted + _RESERVED, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(8, min(wanted, soft - _RESERVED))
