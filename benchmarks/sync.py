"""Delivery: statements a second out of an outbox, beside a bare client that posts the same batches.

Run it as ``python -m benchmarks.sync [ROUNDS]``. The store is Ralph, where it is installed for the tests, and
one on loopback that only counts, which shows what a delivery costs of its own. Both clients take turns. The
bare client keeps its connection, reads each answer, and knows neither disk nor failure.
"""

import base64
import http.client
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from advocacy_coach.records.delivery import MOST_BYTES, MOST_STATEMENTS, deliver
from advocacy_coach.records.lrs import Credentials, Lrs, address
from advocacy_coach.records.outbox import Outbox
from advocacy_coach.records.statement import Statement
from benchmarks.figures import circumstances, heading, line, ratio, verdict
from tests.lrs.real import KEY, PYTHON, SECRET, running

ROUNDS = 5
COUNT, REAL = 20_000, 5_000
GOAL = 1 / 0.8
"""At least 0.8 times the statements a second."""


class _Counting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body of an answer leave together: else each waits 40 ms, which hides what is measured.
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = json.dumps([one["id"] for one in json.loads(body)]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def _serve(told: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    told.send(server.server_address[1])
    server.serve_forever()


@contextmanager
def store(_folder: Path) -> Iterator[str]:
    """A store in a process of its own, which takes everything and keeps nothing."""
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}/xapi"
    finally:
        process.terminate()
        process.join()


def made(count: int) -> list[Statement]:
    """Statements as long as those of the course."""
    found = []
    for number in range(count):
        id = f"{number:08}-0000-5000-8000-000000000000"
        body = {
            "actor": {"account": {"homePage": "https://learning.test/coach", "name": "4f3c"}},
            "id": id,
            "object": {
                "definition": {"name": {"en-US": "x" * 600}},
                "id": f"https://learning.test/coach/pages/{number}",
            },
            "timestamp": "2026-11-24T09:00:00.000Z",
            "verb": {"display": {"en-US": "read"}, "id": "http://adlnet.gov/expapi/verbs/experienced"},
        }
        found.append(Statement(id, json.dumps(body).encode()))
    return found


def batches(outbox: Outbox) -> list[Sequence[Statement]]:
    """What a delivery would send."""
    found: list[Sequence[Statement]] = []
    while batch := outbox.waiting(MOST_STATEMENTS, MOST_BYTES):
        found.append(batch)
        outbox.mark([one.id for one in batch], "delivered")
    return found


def bare(url: str, batched: list[Sequence[Statement]]) -> float:
    """Seconds of the floor."""
    place = urlsplit(url)
    headers = {"Authorization": f"Basic {base64.b64encode(f'{KEY}:{SECRET}'.encode()).decode()}"}
    headers |= {"Content-Type": "application/json", "X-Experience-API-Version": "1.0.3"}
    began = time.perf_counter()
    connection = http.client.HTTPConnection(place.netloc)
    for batch in batched:
        body = b"[" + b",".join(one.body for one in batch) + b"]"
        connection.request("POST", f"{place.path}/statements", body, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
    connection.close()
    return time.perf_counter() - began


def delivered(url: str, outbox: Outbox) -> float:
    """Seconds of a delivery with everything that belongs to it."""
    began = time.perf_counter()
    lrs = Lrs(address(url), Credentials(KEY, SECRET))
    done = deliver(outbox, lrs.post, sleep=time.sleep, dice=lambda: 0.0)
    lrs.close()
    assert done.refused == 0
    return time.perf_counter() - began


def turns(
    rounds: int, count: int, serving: Callable[[Path], AbstractContextManager[str]]
) -> tuple[list[float], list[float]]:
    """Both clients in turns, each time before a store that is empty: the floor, and ours."""
    statements = made(count)
    floor, ours = [], []
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory() as name, Outbox.open(Path(name, "outbox.db"), now) as outbox:
            with Outbox.open(Path(name, "batches.db"), now) as other:
                other.put(statements)
                batched = batches(other)
            outbox.put(statements)
            Path(name, "a").mkdir()
            Path(name, "b").mkdir()
            with serving(Path(name, "a")) as url:
                one = bare(url, batched)
            with serving(Path(name, "b")) as url:
                two = delivered(url, outbox)
        if number:  # the first warms up
            floor.append(one)
            ours.append(two)
    return floor, ours


def show(title: str, count: int, both: tuple[list[float], list[float]], goal: float | None) -> None:
    """Print a table."""
    heading(title, ("s", "per s"))
    for name, times in zip(("bare client", "sync"), both, strict=True):
        line(name, (median(times), f"{count / median(times):,.0f}"))
    verdict("time of sync / time of the bare client", ratio(both[1], both[0]), goal)


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@contextmanager
def ralph(folder: Path) -> Iterator[str]:
    """A real store."""
    with running(folder) as real:
        yield real.url


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    circumstances()
    if PYTHON.exists():
        show(f"{REAL:,} statements to Ralph", REAL, turns(rounds, REAL, ralph), GOAL)
    show(f"{COUNT:,} statements to a store that only counts", COUNT, turns(rounds, COUNT, store), None)


if __name__ == "__main__":
    main()
