"""A small learning record store on loopback that does what an LRS does, or what it should not, as told."""

import base64
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY, SECRET = "coach-key", "s3cret&?"
TOKEN = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()

Behaviour = Callable[["Handler", list[Any]], None]


class FakeLrs(ThreadingHTTPServer):
    """``script`` holds what the next requests get, one each; after that all are answered as by an LRS.

    ``stored`` are the statements it has by id, ``batches`` the ids of every request, ``taken`` the ids in
    the order in which they were taken, ``seen`` the headers.
    """

    daemon_threads = True

    def __init__(self, *script: Behaviour, secure: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = list(script)
        self.always: Behaviour = good
        self.stored: dict[str, Any] = {}
        self.batches: list[list[str]] = []
        self.taken: list[str] = []
        self.seen: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.sizes: list[int] = []
        self.released = threading.Event()
        self.scheme = "https" if secure else "http"
        if secure:
            self.socket = secure.wrap_socket(self.socket, server_side=True)

    @property
    def url(self) -> str:
        """What is given to ``--lrs``."""
        return f"{self.scheme}://127.0.0.1:{self.server_address[1]}/xapi"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that leaves is what these tests are about."""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: FakeLrs

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        statements = json.loads(self.rfile.read(length))
        self.server.seen.append(dict(self.headers))
        self.server.paths.append(self.path)
        self.server.sizes.append(length)
        self.server.batches.append([one["id"] for one in statements])
        script = self.server.script
        (script.pop(0) if script else self.server.always)(self, statements)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """A whole answer; ``Retry_After`` stands for ``Retry-After``."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def store(self, statements: list[Any]) -> None:
        """Take statements, and note each time that one is taken."""
        for one in statements:
            if one["id"] not in self.server.stored:
                self.server.taken.append(one["id"])
            self.server.stored[one["id"]] = one

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


def good(handler: Handler, statements: list[Any]) -> None:
    """What xAPI asks of an LRS: a batch whole or not at all, 409 for another statement under a known id."""
    stored = handler.server.stored
    if any(stored.get(one["id"], one) != one for one in statements):
        handler.answer(409, b'{"detail": "Differing statements already exist with the same ID"}')
    elif all(one["id"] in stored for one in statements):
        handler.answer(204)
    else:
        handler.store(statements)
        handler.answer(200, json.dumps([one["id"] for one in statements]).encode())


def says(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Refuses with a status, whatever comes."""
    return lambda handler, _statements: handler.answer(status, body, **headers)


def refuses(bad: str, status: int = 400) -> Behaviour:
    """Refuses every batch with the statement ``bad`` in it."""

    def behave(handler: Handler, statements: list[Any]) -> None:
        if any(one["id"] == bad for one in statements):
            handler.answer(status, b'{"detail": "bad verb"}')
        else:
            good(handler, statements)

    return behave


def takes_at_most(count: int) -> Behaviour:
    """413 for anything longer."""

    def behave(handler: Handler, statements: list[Any]) -> None:
        if len(statements) > count:
            handler.answer(413, b"too large")
        else:
            good(handler, statements)

    return behave


def half(handler: Handler, statements: list[Any]) -> None:
    """Takes the batch, and breaks off in the middle of the answer."""
    handler.store(statements)
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'["half an ans')
    handler.close_connection = True


def half_without_length(handler: Handler, statements: list[Any]) -> None:
    """The same from a server that says nothing about the length."""
    handler.store(statements)
    handler.send_response(200)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b'["half an ans')
    handler.close_connection = True


def hangs_up(handler: Handler, statements: list[Any]) -> None:
    """Takes the batch, and closes without a word."""
    handler.store(statements)
    handler.close_connection = True


def silent(handler: Handler, statements: list[Any]) -> None:
    """Takes the batch, and never answers."""
    handler.store(statements)
    handler.server.released.wait(60)
    handler.close_connection = True


def trickles(handler: Handler, statements: list[Any]) -> None:
    """Sends a header that never ends, a letter now and then."""
    handler.store(statements)
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not handler.server.released.wait(0.02):
        handler.wfile.write(b"x")
    handler.close_connection = True


def babbles(handler: Handler, statements: list[Any]) -> None:
    """Answers in something that is not HTTP."""
    handler.wfile.write(b"220 mail.example.com ready\r\n")
    handler.close_connection = True


def floods(handler: Handler, statements: list[Any]) -> None:
    """An answer of several megabytes."""
    handler.answer(200, b"[" + b" " * 3_000_000 + b"]")


def echoes(handler: Handler, statements: list[Any]) -> None:
    """Repeats what it was sent as a header, and tries to paint the terminal."""
    text = f"\x1b[31mno: {handler.headers['Authorization']} {KEY} {SECRET} s3cret%26%3F\n\n"
    handler.answer(400, text.encode())


@contextmanager
def running(server: FakeLrs) -> Iterator[FakeLrs]:
    """Serve while the test lasts."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
