"""Phones in a real browser, driven through ``tests/page/ballot.cjs``, and the booth that they talk to."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Any, Self

import msgspec
from msgspec import Struct

from advocacy_coach.workshop.ballot.link import Booth
from advocacy_coach.workshop.ballot.wire import Open
from advocacy_coach.workshop.deck import LETTERS
from advocacy_coach.workshop.phone import PhoneScreen
from tests import browser

CODE = "K7QF"
PATIENCE = 20.0
"""Seconds until something that was waited for counts as missing: longer than the driver waits itself."""


class Target(Struct, frozen=True):
    """Something to tap, or what has the focus: sizes are in CSS pixels. ``on`` is pressed or ticked."""

    text: str
    name: str
    value: str
    on: bool
    left: float
    width: float
    height: float
    tag: str = ""


class Look(Struct, frozen=True):
    """What a person sees of a page.

    ``elements`` are the names of those inside of main, ``room`` the width there is, ``across`` how far the
    page scrolls sideways, and ``cut`` what does not fit into its box.
    """

    url: str
    language: str
    heading: str
    status: str
    text: str
    elements: tuple[str, ...]
    targets: tuple[Target, ...]
    focus: Target | None
    room: float
    across: float
    cut: tuple[str, ...]

    @property
    def on(self) -> tuple[tuple[str, str], ...]:
        """What is pressed or ticked, by name and value."""
        return tuple((each.name, each.value) for each in self.targets if each.on)


class Log(Struct, frozen=True):
    """What a page loaded, and what the console said meanwhile."""

    loaded: tuple[str, ...]
    said: tuple[str, ...]


class Found(Struct, frozen=True):
    """What axe-core says of a page: the rules that hold, and those that do not with their elements."""

    passes: tuple[str, ...]
    found: tuple[tuple[str, ...], ...]


class Driver:
    """The program that drives the browser; one for many phones, from one test at a time."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [browser.node(), str(browser.CHECKS / "ballot.cjs"), browser.chromium()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    async def ask(self, command: str, at: int = 0, **args: Any) -> Any:
        """What a command came to; raises AssertionError with what is wrong when it came to nothing."""
        line = json.dumps({"command": command, "at": at, **args}).encode() + b"\n"
        try:
            answer = await asyncio.wait_for(asyncio.to_thread(self._ask, line), PATIENCE)
        except TimeoutError:
            self._child.kill()  # ends the thread that reads
            raise
        if not answer:
            if self._child.wait(PATIENCE) == browser.NO_PACKAGES:
                browser.without_packages()
            raise AssertionError(f"the driver ended at {command}")
        told = json.loads(answer)
        assert "error" not in told, f"{command} {args}: {told['error']}"
        return told["told"]

    def _ask(self, line: bytes) -> bytes:
        stdin, stdout = self._pipes
        try:
            stdin.write(line)
            stdin.flush()
        except BrokenPipeError:
            return b""
        return stdout.readline()

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        return self._child.stdin, self._child.stdout

    def end(self) -> None:
        """Close the browser."""
        stdin, stdout = self._pipes
        try:
            stdin.close()
            self._child.wait(PATIENCE)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            self._child.kill()
            self._child.wait()
        stdout.close()


class Phone:
    """One tab of a phone."""

    def __init__(self, driver: Driver, at: int, kind: dict[str, Any]) -> None:
        self._driver = driver
        self._at = at
        self._kind = kind

    @classmethod
    async def new(
        cls,
        driver: Driver,
        *,
        width: int = 360,
        height: int = 640,
        language: str = "en-GB,en;q=0.9",
        dark: bool = False,
        forced: bool = False,
        script: bool = True,
        scale: int = 1,
    ) -> Self:
        """A phone with no cookies. ``scale`` is how many pixels of its screen are one of CSS.

        ``forced`` is one that sets its own few colours in place of those of pages.
        """
        kind: dict[str, Any] = {
            "width": width,
            "height": height,
            "language": language,
            "dark": dark,
            "forced": forced,
            "script": script,
            "scale": scale,
        }
        return cls(driver, await driver.ask("open", **kind), kind)

    async def tab(self) -> "Phone":
        """Another tab of this phone."""
        return Phone(self._driver, await self._ask("tab", **self._kind), self._kind)

    async def close(self) -> None:
        """Put the phone away, with all of its tabs."""
        await self._ask("close")

    async def goto(self, url: str) -> int:
        """Open an address; the status of the answer."""
        status: int = await self._ask("goto", url=url)
        return status

    async def reload(self) -> int:
        """Load the page again; the status of the answer."""
        status: int = await self._ask("reload")
        return status

    async def tap(self, selector: str) -> None:
        """Tap the middle of an element."""
        await self._ask("tap", selector=selector)

    async def choose(self, letter: str) -> None:
        """Tap an option."""
        await self.tap(face(letter))

    async def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        await self._ask("press", keys=keys)

    async def type(self, text: str) -> None:
        """Type a text."""
        await self._ask("type", text=text)

    async def look(
        self, *, status: str | None = None, text: str | None = None, focus: str | None = None
    ) -> Look:
        """What is to be seen, as soon as the line of status, some text and what has the focus are these."""
        seen = await self._ask("wait", status=status, text=text, focus=focus)
        return msgspec.convert(seen, Look)

    async def offline(self, offline: bool) -> None:
        """Take the network from the phone, or give it back."""
        await self._ask("offline", offline=offline)

    async def open_streams(self, many: int) -> None:
        """Open streams as other tabs of this phone would: one that is not in front cannot be tapped here."""
        await self._ask("streams", many=many)

    async def connected(self) -> None:
        """Return when something came down the stream of the page."""
        await self._ask("connected")

    async def lose_next_message(self) -> None:
        """Let the next thing that the page says on its stream come nowhere."""
        await self._ask("lose")

    async def styles(self, selector: str, *names: str) -> list[list[str]]:
        """What each element that fits has of these styles."""
        found: list[list[str]] = await self._ask("styles", selector=selector, names=names)
        return found

    async def ink(self, selector: str) -> list[float]:
        """How much of each element that fits is painted in the colour of the text, 0 to 1."""
        parts: list[float] = await self._ask("ink", selector=selector)
        return parts

    async def enlarge(self) -> None:
        """Set the phone's text to twice its size."""
        await self._ask("enlarge")

    async def heard(self) -> list[list[str | None]]:
        """What a screen reader finds, in order: role, name, and whether it is pressed."""
        heard: list[list[str | None]] = await self._ask("heard")
        return heard

    async def axe(self) -> Found:
        """What axe-core finds."""
        return msgspec.convert(await self._ask("axe"), Found)

    async def log(self) -> Log:
        """What was loaded and said until now."""
        return msgspec.convert(await self._ask("log"), Log)

    async def screenshot(self, file: Path) -> None:
        """The whole page as a picture."""
        await self._ask("screenshot", file=str(file))

    async def _ask(self, command: str, **args: Any) -> Any:
        return await self._driver.ask(command, self._at, **args)


def face(letter: str) -> str:
    """The selector of an option: its button, or the label of its box."""
    value = LETTERS.index(letter)
    return f':is(button[value="{value}"], label:has([name=c][value="{value}"]))'


class Hall:
    """A booth that runs, and the phones that a test opens; ``url`` is what people type."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        self.driver = driver
        self._news = asyncio.Event()
        self._phones: list[Phone] = []
        order = Open(CODE, "127.0.0.1", 0, str(folder / "box"))
        self.lost: list[str] = []
        self.booth = Booth(order, lambda _: self._news.set(), self._lose)

    @property
    def door(self) -> str:
        """The address without the code."""
        return f"http://127.0.0.1:{self.booth.port}/"

    @property
    def url(self) -> str:
        """The address with the code."""
        return self.door + CODE

    async def phone(self, **kind: Any) -> Phone:
        """A new phone that opened nothing yet."""
        made = await Phone.new(self.driver, **kind)
        self._phones.append(made)
        return made

    async def joined(self, screen: PhoneScreen | None = None, **kind: Any) -> Phone:
        """A new phone at the page of the ballot, on which this screen is."""
        if screen is not None:
            await self.booth.show(screen)
        made = await self.phone(**kind)
        assert await made.goto(self.url) == 200
        if screen is not None:
            await made.look(text=screen.title)
        return made

    async def live(self, screen: PhoneScreen, **kind: Any) -> Phone:
        """A new phone that this screen came to by its stream, so that votes go that way as well."""
        made = await self.joined(PhoneScreen(title="Soon"), **kind)
        await self.booth.show(screen)
        await made.look(text=screen.title)
        return made

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return when this holds; the booth's news are what can change it."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._news.clear()
                await self._news.wait()

    async def leave(self) -> None:
        """Put all phones away."""
        for phone in self._phones:
            await phone.close()

    def _lose(self, words: str) -> None:
        self.lost.append(words)
        self._news.set()


@asynccontextmanager
async def hall(driver: Driver, folder: Path) -> AsyncIterator[Hall]:
    """A booth with nobody in it yet."""
    made = Hall(driver, folder)
    async with made.booth:
        yield made
        await made.leave()
