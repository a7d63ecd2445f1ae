"""The stage of a workshop in a window, with a room of simulated phones."""

import os
import random
import re
import select
import socket
from collections.abc import Coroutine, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from advocacy_coach.course.library import Library
from advocacy_coach.workshop import show
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.cueing import coming
from advocacy_coach.workshop.deck import Play, Question
from advocacy_coach.workshop.events import Begun, Counted, Event, Opened, Phase, Place
from advocacy_coach.workshop.journal import journals, read
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.show import Show
from advocacy_coach.workshop.tally import Rounds
from tests.terminal.window import PATIENCE, Window
from tests.workshop.crowd import Crowd, Room

T = TypeVar("T")

HOST = "127.0.0.1"

CALLER = "127.0.0.9"
"""Where phones call from: another address than that of the server, so that it can be looked for."""

_PAGE = re.compile(r"page (\d+) of (\d+)")
_FIRST, _ONLY = re.compile(r"░+ (\d+)(?= |$)"), re.compile(r"█+ (\d+)(?= |$)")


def free_port() -> int:
    """A port that nobody uses and that no outgoing connection gets."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port


class Stage:
    """A stage on a port of its own; ``window`` is where it runs now."""

    def __init__(
        self,
        home: Path,
        room: Room,
        *,
        plan: str = "short",
        course: Path | None = None,
        people: int = 30,
        port: int | None = None,
    ) -> None:
        self.home = home
        self.port = free_port() if port is None else port
        self.room = room
        self.phones = True
        library = Library.open(course or SHIPPED, None)
        self.deck = build(library.workshop(plan), library)
        self._args = ["workshop", "--plan", plan, "--room", str(people)]
        self._args += ["--course", str(course)] if course else []
        self.window: Window = None  # type: ignore[assignment]
        self._path: Path | None = None

    def open(self, *args: str, port: bool = True, ready: bool = True) -> None:
        """Start it with phones, past the ruler; with ``ready`` wait until phones can take part."""
        before = set(journals(self.folder))
        where = ["--interface", HOST, *(["--port", str(self.port)] if port else [])]
        self.window = Window(
            self.home,
            *self._args,
            "--phones",
            *where,
            *args,
            size=(64, 18),
            environment={"HOME": str(self.home)},
        )
        opened = len(self.opened) if self._path else 0
        self.window.wait_for(RULER)
        if self._path is None:
            self._path = next(path for path in journals(self.folder) if path not in before)
        if ready:
            resumed = "--resume" in args
            self.window.wait(lambda: bool(self.opened) if resumed else len(self.opened) > opened, "the booth")
            # Said of the address, once phones can take part.
            self.window.wait(lambda: "no phone can reach" in self.notice, "the notice about the address")
        self.window.press("enter")
        self.window.wait(lambda: RULER not in self.window.text, "the end of the ruler")

    def close(self) -> None:
        """End it, however it stands."""
        if self.window is not None:
            self.window.__exit__(None, None, None)

    def kill(self) -> None:
        """Kill it as the system would, and wait for its booth to have gone too."""
        booths = self.booths()
        self.window.__exit__(None, None, None)
        for booth in booths:
            gone(booth)

    @property
    def notice(self) -> str:
        """What stands on the two lowest lines: a message for a while, else the keys."""
        return " ".join(" ".join(self.window.lines[-2:]).split())

    # Where it stands

    @property
    def folder(self) -> Path:
        """The folder of journals."""
        return self.home / "data" / "workshops"

    @property
    def path(self) -> Path:
        """The journal."""
        assert self._path is not None
        return self._path

    @property
    def events(self) -> list[Event]:
        """What is in the journal."""
        return list(read(self.path))

    @property
    def opened(self) -> list[Opened]:
        """Where phones found it."""
        return [event for event in self.events if isinstance(event, Opened)]

    @property
    def show(self) -> Show:
        """How it stands, by its journal."""
        folded = show.fold(self.events)
        assert folded is not None
        return folded

    @property
    def place(self) -> Place:
        """Where the room is."""
        return self.show.place

    @property
    def code(self) -> str:
        """What people type."""
        begun = self.events[0]
        assert isinstance(begun, Begun)
        return begun.code

    @property
    def asked(self) -> Question:
        """The question on stage."""
        asked = show.question(self.deck, self.place)
        assert asked is not None
        return asked

    @property
    def rounds(self) -> Rounds:
        """The votes on the question on stage, as far as they are counted."""
        return self.show.rounds.get(self.asked.id, show.NO_ROUNDS)

    @property
    def counted(self) -> list[Counted]:
        """The counts that are kept."""
        return [event for event in self.events if isinstance(event, Counted)]

    def drawn(self) -> bool:
        """True when the screen shows where the journal says that the room is."""
        now, (head, *_rows, foot) = self.show, self.window.lines
        if now.place.item < 0:
            return "expected" in self.window.text
        if now.place.phase == "over":
            return "write the report" in foot
        right = f"{now.place.item + 1}/{len(self.deck.items)}"
        taking = now.place.phase in show.OPEN
        where = self.code if taking and self.phones and not self.settled else f" {right} "
        if show.onward(self.deck, now) is None:
            return where in f"{head} " and foot.split()[:2] == ["1", "A"]
        page, pages = self.page
        leads = self.label if taking or page == pages else "next page"
        return where in f"{head} " and f"Enter  {leads}" in foot

    @property
    def settled(self) -> bool:
        """True when the phones' part of the open round was ended before it."""
        rounds = self.rounds
        return (rounds.first if self.place.phase == "vote" else rounds.second).phones is not None

    @property
    def page(self) -> tuple[int, int]:
        """Which page the wall shows, of how many."""
        found = _PAGE.search(self.window.lines[0])
        return (int(found[1]), int(found[2])) if found else (1, 1)

    @property
    def label(self) -> str:
        """What the screen says that Enter leads to, as far as there is room for it."""
        stood = cast("LiveShow", SimpleNamespace(deck=self.deck, show=self.show, pages=(1, 1)))
        return (coming(stood) or "go on")[:20].rstrip()

    # What the facilitator does

    def go(self) -> None:
        """Enter, until the room is elsewhere: the pages of a long text come first."""
        before = self.place
        self.window.until(self.drawn, "the screen of where the room is")
        page, pages = self.page
        while page < pages and before.phase not in show.OPEN:
            self.window.press("enter")
            page += 1
            self.window.until(lambda n=page: self.page == (n, pages) and self.drawn(), f"page {page}")  # type: ignore[misc]
        self.window.press("enter")
        self.moved(before)

    def key(self, key: str, phase: Phase) -> None:
        """Press a key that leads to this phase."""
        before = self.place
        self.window.press(key)
        self.moved(before)
        assert self.place.phase == phase

    def moved(self, before: Place) -> None:
        """Wait until the room is elsewhere, and sees it."""
        self.window.wait(lambda: self.place != before and self.drawn(), f"another place than {before}")

    def to(self, id: str, phase: Phase = "read") -> None:
        """To the first question of an item and this phase of it."""
        while self.place.item < 0 or self.deck.items[self.place.item].id != id:
            before = self.place
            self.window.press("enter" if before.item < 0 else "s")
            self.moved(before)
        while self.place.phase != phase:
            self.go()

    def hands(self, counts: tuple[int, ...]) -> None:
        """Count hands."""
        before = len(self.counted)
        self.window.press("h")
        self.window.wait_for("Esc leaves it")
        self.window.press(*(key for count in counts for key in (*str(count), "enter")))
        self.window.wait(
            lambda: len(self.counted) > before and "Esc leaves it" not in self.window.text,
            "the count of hands",
        )

    def notes(self, *args: str, size: tuple[int, int] = (80, 24)) -> Window:
        """A notes terminal of this stage, and of no other that runs on this computer."""
        return Window(self.home, "notes", "--session", self.code, *args, size=size)

    # What the phones do

    def crowd(self, count: int, *, plain: int = 0) -> Crowd:
        """So many phones that joined."""
        made = self.room.crowd(HOST, self.port, self.code, CALLER)
        self.do(made.join(count, plain=plain))
        return made

    def do(self, doing: Coroutine[Any, Any, T]) -> T:
        """What phones did, while the window is read."""
        future = self.room.start(doing)
        self.window.until(future.done, "what phones do")
        return future.result()

    def seen(self, people: int, of: int = 30) -> None:
        """Wait until the wall says how many have voted."""
        self.window.wait_for(f"{people} of {of} in")

    def bars(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers behind the light and the solid bars on the screen."""
        text = "\n".join(self.window.lines[2:-2])
        return tuple(map(int, _FIRST.findall(text))), tuple(map(int, _ONLY.findall(text)))

    def booths(self) -> list[int]:
        """The processes of its server for phones."""
        return [pid for pid in children(self.window.pid) if b"ballot" in command(pid)]


RULER = "Before the room comes in"

SHIPPED = Path(__file__).parents[2] / "lessons" / "en"


def children(parent: int) -> Iterator[int]:
    """The processes that a process started and that run still."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == parent and stat[0] != "Z":
                yield int(folder.name)


def command(pid: int) -> bytes:
    """How a process was started; empty when it runs no more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def gone(pid: int) -> None:
    """Wait until a process that is not our child has ended."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([process], [], [], PATIENCE)
    os.close(process)
    assert ended, f"the process runs on: {command(pid)!r}"


def is_free(port: int) -> bool:
    """True when a server could listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def is_story(stage: Stage) -> bool:
    """True while a scenario is on stage."""
    item = stage.deck.item(stage.place.item)
    return item is not None and isinstance(item.content, Play)
