"""Votes at the same instant: how soon phones are told, how soon votes are kept, how late the stage gets.

Run it as ``python -m benchmarks.ballot [ROUNDS]``. The stage is the real one, without a terminal, and
repaints while it counts; the phones are a process of their own on the same machine, over loopback. Compared
are the server in a process of its own, which is what is built, the same server in the stage's loop, and votes
as forms over a connection each. A push counts from the facilitator's key, with what the journal costs.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from msgspec import Struct

from advocacy_coach.tui.workshop.stage_app import Beside, Notes, StageApp, Stoppable
from advocacy_coach.workshop import gate, show
from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.link import Booth
from advocacy_coach.workshop.ballot.server import Server
from advocacy_coach.workshop.ballot.wire import Closed, Open
from advocacy_coach.workshop.cue import Cue
from advocacy_coach.workshop.deck import Ask, Deck, Item, Option, Part, Question
from advocacy_coach.workshop.events import Begun
from advocacy_coach.workshop.journal import Journal
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.phone import PhoneScreen
from benchmarks.figures import circumstances, heading, line, milliseconds, share, verdict
from benchmarks.phone_crowd import crowd

ROUNDS = 9
CODE = "K7QF"
BEAT = 0.01
"""Seconds between two looks at how late the stage is."""


class Figures(Struct):
    """Seconds: the p95 of pushes and of votes of each round, and the latest the stage was."""

    push: list[float]
    vote: list[float]
    late: list[float]
    lost: int = 0


class InLoop:
    """The same server in the stage's own loop, as a booth."""

    def __init__(self, server: Server, live: LiveShow) -> None:
        self.server = server
        self._live = live
        self._telling = asyncio.create_task(self._tell())

    async def show(self, screen: PhoneScreen, /) -> None:
        """Show this on every phone."""
        self.server.show(screen)

    async def close(self, round: str, /) -> Closed:
        """Take no more votes in a round; its final count."""
        return self.server.close(round)

    async def empty(self, round: str, /) -> None:
        """Forget the ballots of a round."""
        self.server.empty(round)

    async def lock(self, locked: bool, /) -> None:
        """Let nobody new join, or let them again."""
        self.server.lock(locked)

    async def stop(self) -> None:
        """Stop it."""
        self._telling.cancel()
        await self.server.stop()

    async def _tell(self) -> None:
        told = None
        while True:
            if self.server.version != told:
                told = self.server.version
                self._live.noticed(self.server.seen())
            await asyncio.sleep(0.1)


class NoNotes:
    """No notes terminal."""

    async def start(self) -> None:
        """Nothing."""

    async def stop(self) -> None:
        """Nothing."""

    def publish(self, cue: Cue) -> None:
        """Nothing."""


def deck(rounds: int) -> Deck:
    """As many questions as there are rounds."""
    options = tuple(Option(id, f"{id} is what most sensible people would say here") for id in "abcd")
    items = [
        Item(
            id=f"question-{n}",
            title="Vote",
            content=Ask((Question(f"question-{n}", "Who decides whether a post is any good?", options),)),
        )
        for n in range(rounds)
    ]
    return Deck("bench", "Benchmark", 600, (Part("Part", 600),), tuple(items))


@contextmanager
def phones(count: int, *, posting: bool) -> Iterator[Connection]:
    """So many phones that wait to be told the port. Textual hides stderr, so they are there before it."""
    spawn = get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=crowd, args=(there, CODE, count, posting), daemon=True)
    process.start()
    try:
        yield here
    finally:
        here.send("")
        process.join(10)
        process.kill()


@asynccontextmanager
async def stage(folder: Path, rounds: int, count: int, *, own: bool) -> AsyncIterator[tuple[StageApp, int]]:
    """The stage with its server in a process of its own or in its loop, and the port."""
    made = deck(rounds)
    begun = Begun(datetime.now(UTC), CODE, made.plan, "", "", "en", count)
    live = LiveShow(made, Journal.begin(folder, begun), lambda: datetime.now(UTC))
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def opened(live: LiveShow, tell: Callable[[str], None]) -> Stoppable:
        order = Open(CODE, "127.0.0.1", 0, str(live.journal.box), most=2 * count)
        if own:
            booth = await Booth.start(order, live.noticed, tell)
            await live.attach(booth)
            port.set_result(booth.port)
            return booth
        server = Server(order, Box(Path(order.box)))
        port.set_result(await server.start())
        inside = InLoop(server, live)
        await live.attach(inside)
        return inside

    def notes(_asked: object) -> Notes:
        return NoNotes()

    app = StageApp(live, Beside(opened, notes, lambda _live: ""), "coach-projector")
    async with app.run_test(size=(64, 18)):
        app.stage.over(None)
        yield app, await port


async def measured(rounds: int, count: int, *, own: bool, posting: bool = False) -> Figures:
    """The figures of a room of so many phones that all vote in every round at once."""
    figures = Figures([], [], [])
    with tempfile.TemporaryDirectory() as name, phones(count, posting=posting) as pipe:
        async with stage(Path(name), rounds + 1, count, own=own) as (app, port):
            pipe.send(port)
            await asyncio.to_thread(pipe.recv)
            for number in range(rounds + 1):
                await _round(app, pipe, figures, warm=number == 0)
    return figures


async def _round(app: StageApp, pipe: Connection, figures: Figures, *, warm: bool) -> None:
    live = app.live
    await app.stage.do(live.skip())
    question = live.question
    assert question is not None
    pipe.send(gate.round_name(question.id, 1))
    late: list[float] = []
    watching = asyncio.create_task(_lateness(late))
    await asyncio.sleep(0.3)
    began = time.monotonic()
    await app.stage.do(live.onward())
    pushed, voted, kept = await asyncio.to_thread(pipe.recv)
    await asyncio.sleep(0.3)
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    await app.stage.do(live.onward())
    counts = live.show.of(question).first.total.counts
    expected = tuple(len(range(n, len(kept), 4)) for n in range(4))
    assert show.open_round(live.deck, live.show.place)[1] == 0
    if warm:
        return
    figures.push.append(share([at - began for at in pushed], 0.95))
    figures.vote.append(share([at - voted for at in kept], 0.95))
    figures.late.append(max(late))
    figures.lost += sum(abs(one - other) for one, other in zip(counts, expected, strict=True))


async def _lateness(late: list[float]) -> None:
    """How late the loop of the stage comes to a task that is due every hundredth of a second."""
    due = time.monotonic() + BEAT
    while True:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        now = time.monotonic()
        late.append(now - due)
        due = now + BEAT


def told(name: str, figures: Figures) -> None:
    """A line of the table."""
    cells = [milliseconds(median(figures.push)), milliseconds(max(figures.push))]
    cells += [milliseconds(median(figures.vote)), milliseconds(max(figures.vote))]
    cells += [milliseconds(median(figures.late)), milliseconds(max(figures.late)), str(figures.lost)]
    line(name, cells)


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    circumstances()
    columns = ("push", "worst", "vote", "worst", "late", "worst", "lost")
    own: dict[int, Figures] = {}
    for count in (100, 500, 2000):
        heading(f"{count} phones at once, p95 in ms", columns)
        own[count] = asyncio.run(measured(rounds, count, own=True))
        told("a server of its own", own[count])
        told("the server in the stage", asyncio.run(measured(rounds, count, own=False)))
        told("of its own, votes as forms", asyncio.run(measured(rounds, count, own=True, posting=True)))
    heading("Goals, medians of rounds; lateness is the worst of all", ())
    five, two = own[500], own[2000]
    verdict("500 phones: push p95, ms", 1000 * median(five.push), 50)
    verdict("500 phones: vote p95, ms", 1000 * median(five.vote), 120)
    verdict("500 phones: stage late at most, ms", 1000 * max(five.late), 50)
    verdict("2,000 phones: push p95, ms", 1000 * median(two.push), 250)
    verdict("2,000 phones: stage late at most, ms", 1000 * max(two.late), 150)


if __name__ == "__main__":
    main()
