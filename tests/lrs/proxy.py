"""A proxy as firms have one: it opens tunnels, wherever the name it is given may lead."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy(ThreadingHTTPServer):
    """Every tunnel ends at ``target``, a port on loopback. ``asked`` are the places and headers it saw."""

    daemon_threads = True

    def __init__(self, target: int) -> None:
        super().__init__(("127.0.0.1", 0), _Tunnel)
        self.target = target
        self.refusing = 0
        self.asked: list[tuple[str, dict[str, str]]] = []


class _Tunnel(BaseHTTPRequestHandler):
    server: Proxy

    def do_CONNECT(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        if self.server.refusing:
            self.send_error(self.server.refusing)
            return
        with socket.create_connection(("127.0.0.1", self.server.target)) as far:
            self.send_response(200)
            self.end_headers()
            back = threading.Thread(target=_pour, args=(far, self.connection), daemon=True)
            back.start()
            _pour(self.connection, far)
            back.join(10)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


def _pour(out_of: socket.socket, into: socket.socket) -> None:
    with suppress(OSError):
        while data := out_of.recv(65536):
            into.sendall(data)
        into.shutdown(socket.SHUT_WR)


@contextmanager
def running(proxy: Proxy) -> Iterator[Proxy]:
    """Serve while the test lasts."""
    thread = threading.Thread(target=proxy.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join(10)
