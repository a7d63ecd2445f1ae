"""Junk for the door of the phones: ``python -m tests.workshop.junk PORT CODE COUNT``, until stdin ends.

The first line on stdout says that it has begun, the second that so many requests were sent; it goes on then.
"""

import asyncio
import contextlib
import itertools
import random
import sys

HOST = "127.0.0.1"
CALLER = "127.0.0.66"

CONNECTIONS = 64
"""Connections that send junk at the same time, each for one request."""

SLOW = 200
"""Connections that send the head of a request a byte at a time, for as long as there is junk."""

PAUSE = 0.5
"""Seconds between two such bytes."""


def requests(port: int, code: str) -> list[bytes]:
    """One of each kind of junk; that with a wrong code, which is answered late on purpose, comes last."""
    host = f"Host: {HOST}:{port}\r\n".encode()
    page = f"/{code}".encode()
    return [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + random.randbytes(200),
        b"GET\r\n\r\n",
        b"GET " + page + b" HTTX/1.1\r\n" + host + b"\r\n",
        b"GET " + page + b"\r\n\r\n",
        b"GET " + page + b" HTTP/1.1\r\nHost: rebound.example\r\n\r\n",
        b"GET " + page + b" HTTP/1.1\r\n" + host + host + b"\r\n",
        b"GET " + page + b" HTTP/1.1\r\n" + host + b"X: " + b"x" * 9000 + b"\r\n\r\n",
        b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"POST " + page + b" HTTP/1.1\r\n" + host + b"Content-Length: 99999999\r\n\r\nc=0",
        b"POST " + page + b" HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST " + page + b" HTTP/1.1\r\n" + host + b"Content-Length: 3\r\n\r\nc=0",
        b"GET " + page + b"/live HTTP/1.1\r\n" + host + b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\nOrigin: http://evil.example\r\n\r\n",
        b"DELETE /../../etc/passwd HTTP/1.1\r\n" + host + b"\r\n",
        b"GET /AAAA HTTP/1.1\r\n" + host + b"\r\n",
    ]


def say(words: str) -> None:
    """A line on stdout, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


async def send(port: int, request: bytes) -> None:
    """Send one request over a connection of its own, and hang up at the first that comes."""
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(CALLER, 0))
    try:
        writer.write(request)
        await reader.read(1)
    finally:
        writer.close()


async def pour(port: int, code: str, numbers: "itertools.count[int]", most: int) -> None:
    """Send junk for as long as it is let."""
    kinds = requests(port, code)
    for number in numbers:
        # A wrong code is one request in a hundred: each holds its connection for half a second.
        kind = kinds[-1] if number % 100 == 0 else kinds[number % (len(kinds) - 1)]
        # Being refused or cut off is what junk can expect.
        with contextlib.suppress(OSError):
            await send(port, kind)
        if number == most:
            say(str(most))


async def drip(port: int) -> None:
    """Hold a connection with a head that never ends; another one when it is dropped."""
    while True:
        try:
            _reader, writer = await asyncio.open_connection(HOST, port, local_addr=(CALLER, 0))
            writer.write(b"GET / HTTP/1.1\r\nX: ")
            while not writer.is_closing():
                writer.write(b"x")
                await asyncio.sleep(PAUSE)
        except OSError:
            await asyncio.sleep(PAUSE)


async def main(port: int, code: str, count: int) -> None:
    """All of it."""
    numbers = itertools.count(1)
    tasks = [asyncio.create_task(drip(port)) for _ in range(SLOW)]
    tasks += [asyncio.create_task(pour(port, code, numbers, count)) for _ in range(CONNECTIONS)]
    say("begun")
    await asyncio.to_thread(sys.stdin.read)
    for each in tasks:
        each.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
