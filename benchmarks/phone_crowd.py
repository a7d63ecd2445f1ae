"""A crowd of phones in one process, as light as can be, so that the server is what is measured.

Each phone loads the page for its cookie and opens the stream on a connection of its own, by hand: a client
library would cost more than the server. Times are those of the system's monotonic clock, in seconds.
"""

import asyncio
import json
import os
import resource
import struct
import time
from multiprocessing.connection import Connection

MASK = b"\x00\x00\x00\x00"


class Phone:
    """One phone: its stream, and when it was told something."""

    def __init__(self, port: int, code: str) -> None:
        self.host = f"127.0.0.1:{port}"
        self._port = port
        self._code = code
        self.heard: asyncio.Queue[tuple[float, dict[str, object]]] = asyncio.Queue()
        self.cookie = ""

    async def open(self) -> None:
        """Load the page, keep its cookie, open the stream, and listen to it from then on."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(f"GET /{self._code} HTTP/1.1\r\nHost: {self.host}\r\n\r\n".encode())
        head, length = await _head(reader)
        await reader.readexactly(length)
        self.cookie = head.split("Set-Cookie: ")[1].split(";")[0]
        key = "dGhlIHNhbXBsZSBub25jZQ=="  # that of RFC 6455, section 1.3
        self._writer.write(
            f"GET /{self._code}/live HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: {self.cookie}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )
        head, _length = await _head(reader)
        if " 101 " not in head:
            raise ConnectionError(head)
        self._listening = asyncio.create_task(self._listen(reader))

    def vote(self, round: str, choice: int) -> None:
        """Send a vote over the stream."""
        body = json.dumps({"round": round, "choice": [choice]}).encode()
        self._writer.write(bytes((0x81, 0x80 | len(body))) + MASK + body)

    async def post(self, round: str, choice: int) -> float:
        """When a vote was taken that went as a form, over a connection of its own, as without a script."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        body = f"r={round.replace('/', '%2F').replace('#', '%23')}&c={choice}"
        writer.write(
            f"POST /{self._code} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Connection: close\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head, _length = await _head(reader)
        writer.close()
        if " 303 " not in head:
            raise ConnectionError(head)
        return time.monotonic()

    async def told(self, round: str, mine: bool) -> float:
        """When it was told of a round, or that its vote in it is in the box."""
        while True:
            at, said = await self.heard.get()
            screen = said.get("screen")
            shown = isinstance(screen, dict) and screen.get("round") == round
            if (shown and not mine) or (mine and said.get("round") == round):
                return at

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while True:
            first, length = await reader.readexactly(2)
            length &= 0x7F
            if length == 126:
                (length,) = struct.unpack(">H", await reader.readexactly(2))
            body = await reader.readexactly(length)
            if first & 0x0F == 1:
                self.heard.put_nowait((time.monotonic(), json.loads(body)))
            elif first & 0x0F == 9:
                self._writer.write(bytes((0x8A, 0x80 | length)) + MASK + body)


async def _head(reader: asyncio.StreamReader) -> tuple[str, int]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    fields = (line.partition(":") for line in head.split("\r\n"))
    lengths = [value for name, _colon, value in fields if name.lower() == "content-length"]
    return head, int(lengths[0]) if lengths else 0


def crowd(told: Connection, code: str, phones: int, posting: bool) -> None:
    """Run a crowd that does what it is told over a pipe, until it is told nothing more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * phones + 100)), hard))
    asyncio.run(_crowd(told, told.recv(), code, phones, posting))
    os._exit(0)


async def _crowd(told: Connection, port: int, code: str, phones: int, posting: bool) -> None:
    everybody = [Phone(port, code) for _ in range(phones)]
    for start in range(0, phones, 50):
        await asyncio.gather(*(phone.open() for phone in everybody[start : start + 50]))
    told.send("in")
    while round := await asyncio.to_thread(told.recv):
        pushed = await asyncio.gather(*(phone.told(round, mine=False) for phone in everybody))
        began = time.monotonic()
        if posting:
            kept = await asyncio.gather(
                *(phone.post(round, number % 4) for number, phone in enumerate(everybody))
            )
        else:
            for number, phone in enumerate(everybody):
                phone.vote(round, number % 4)
            kept = await asyncio.gather(*(phone.told(round, mine=True) for phone in everybody))
        told.send((list(pushed), began, list(kept)))
