"""A deck, a session at fixed times and a booth in memory, made for tests of the workshop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.course.model import Notes
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.workshop import gate, show
from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.wire import Closed, Seen
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.deck import Ask, Deck, Item, Mood, Pause, Play, Question, Slide
from advocacy_coach.workshop.events import Begun, Counted, Event, Moved, Phase, Place, Source
from advocacy_coach.workshop.journal import Journal
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.show import Show, after
from tests.conftest import PLAYED
from tests.session.tools_made import mood

AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
"""When every session of the tests begins."""

TOOL = mood("aab", gates=(3,), together=(1,))
"""A mood check of three statements."""

TEAMS = ("North", "South", "West")


@cache
def deck(*groups: str) -> Deck:
    """The deck of the plan of the tests, with a mood check after its break."""
    library = Library.open(PLAYED, None)
    made = build(library.workshop("short"), library)
    notes = Notes(say="SAY-SENTINEL mood", do="DO-SENTINEL mood", watch_for="WATCH-SENTINEL mood")
    coffee = next(item for item in made.items if item.id == "coffee")
    asked = Item(
        id="the-mood", title="Mood", content=Mood(TOOL, groups), part=1, starts=coffee.starts, notes=notes
    )
    items = list(made.items)
    items.insert(items.index(coffee) + 1, asked)
    return replace(made, items=tuple(items))


def number(of: Deck, id: str) -> int:
    """The place of an item in a deck."""
    return next(place for place, item in enumerate(of.items) if item.id == id)


def begun(of: Deck | None = None, room: int = 25) -> Begun:
    """The first event of a session."""
    of = of or deck()
    return Begun(AT, "K7QF", of.plan, of.course, of.version, of.language, room, of.mark)


def places(of: Deck) -> Iterator[Place]:
    """Every place that a session can come to, those of all paths through its scenarios included."""
    yield Place()
    for place, item in enumerate(of.items):
        match item.content:
            case Slide(talk=talk):
                yield Place(place, "show")
                if talk:
                    yield Place(place, "talk")
            case Ask(questions=questions):
                for turn, asked in enumerate(questions):
                    for phase in show.ASKING:
                        if phase != "explain" or asked.explain or asked.right:
                            yield Place(place, phase, turn)
            case Play() as play:
                yield Place(place, "opening")
                yield from _played(place, play, ())
            case Mood():
                yield from (Place(place, phase) for phase in ("show", "vote", "compare"))
            case Pause():
                yield Place(place, "pause")
    yield Place(len(of.items), "over")


def _played(place: int, play: Play, path: tuple[str, ...]) -> Iterator[Place]:
    if path:
        yield Place(place, "consequence", 0, path)
    if path and show.finished(play, path):
        if show.scene(play, path) is None:
            yield Place(place, "ending", 0, path)
        yield Place(place, "debrief", 0, path)
        return
    stop = show.scene(play, path)
    assert stop is not None
    for phase in show.ASKING[:-1]:
        yield Place(place, phase, 0, path)
    for move in stop.moves:
        yield from _played(place, play, (*path, move.choice.id))


def legal(of: Deck, place: Place) -> bool:
    """True for a place that a session can come to, by a rule of its own."""
    item = of.item(place.item)
    match item.content if item else None:
        case None:
            return place in (Place(), Place(len(of.items), "over"))
        case Slide(talk=talk):
            return place.phase == "show" or bool(talk and place.phase == "talk")
        case Mood():
            return place.phase in ("show", "vote", "compare")
        case Pause():
            return place.phase == "pause"
        case Ask():
            asked = show.question(of, place)
            told = asked is not None and bool(asked.explain or asked.right)
            return asked is not None and place.phase in (show.ASKING if told else show.ASKING[:-1])
        case Play() as play:
            if stories.replay(play.story, place.path) is None:
                return False
            over = show.scene(play, place.path) is None
            return {
                "opening": not place.path,
                "consequence": bool(place.path),
                "ending": over,
                "debrief": over or len(place.path) == play.most,
            }.get(place.phase, place.phase in show.ASKING[:-1] and not over)
    return False


class Script:
    """A session of pure events, one each second."""

    def __init__(self, of: Deck | None = None) -> None:
        self.deck = of or deck()
        self.events: list[Event] = []
        self.show = Show(begun(self.deck), since=AT)
        self.events.append(self.show.begun)

    @property
    def at(self) -> datetime:
        """When the next event happens."""
        return AT + timedelta(seconds=len(self.events))

    @property
    def question(self) -> Question:
        """The question the room is at; there must be one."""
        asked = show.question(self.deck, self.show.place)
        assert asked is not None
        return asked

    def add(self, event: Event) -> None:
        """One more event."""
        self.events.append(event)
        self.show = after(self.show, event)

    def go(self, place: Place | None) -> bool:
        """To a place; False where there is none."""
        if place is None:
            return False
        self.add(Moved(self.at, place))
        return True

    def to(self, id: str, phase: Phase | None = None, turn: int = 0) -> "Script":
        """To an item, where it begins or in one of its phases."""
        first = show.begin(self.deck, number(self.deck, id))
        self.go(replace(first, phase=phase or first.phase, turn=turn))
        return self

    def enter(self) -> bool:
        """What Enter does."""
        return self.go(show.onward(self.deck, self.show))

    def count(self, round: int, *counts: int, source: Source = "phones", people: int | None = None) -> None:
        """The count of a round of the question the room is at."""
        voted = sum(counts) if people is None else people
        self.add(Counted(self.at, self.question.id, round, source, counts, voted))


class KilledError(Exception):
    """The process was killed here."""


class FakeBooth:
    """A booth in memory, by the rules of the real one. ``box`` is what outlives a kill.

    ``log`` are the calls in order; ``killed_at`` is the call at which the process dies.
    """

    def __init__(self, box: dict[str, dict[str, rules.Choice]] | None = None, killed_at: str = "") -> None:
        self.box = {} if box is None else box
        self.screen = PhoneScreen()
        self.locked = False
        self.log: list[str] = []
        self.live: LiveShow | None = None
        self._killed_at = killed_at
        self._closed: set[str] = set()

    async def show(self, screen: PhoneScreen) -> None:
        """Show this on every phone."""
        self._call(f"show {screen.kind} {screen.round}".rstrip())
        if screen.round != self.screen.round:
            self._closed.discard(screen.round)
        self.screen = screen

    async def close(self, round: str) -> Closed:
        """Take no more votes in a round; its final count."""
        self._call(f"close {round}")
        self._closed.add(round)
        return rules.counted(self.screen, round, tuple(self.box.get(round, {}).values()))

    async def empty(self, round: str) -> None:
        """Forget the ballots of a round."""
        self._call(f"empty {round}")
        self.box.pop(round, None)

    async def lock(self, locked: bool) -> None:
        """Let nobody new join, or let them again."""
        self._call(f"lock {locked}")
        self.locked = locked

    def vote(self, voter: str, *choice: int) -> bool:
        """A phone votes, or votes again; False when its ballot is refused."""
        given = rules.valid(self.screen, choice)
        round = self.screen.round
        if given is None or not round or round in self._closed:
            return False
        self.box.setdefault(round, {})[voter] = given
        if self.live:
            self.live.noticed(Seen(9, 9, round, rules.counted(self.screen, round, self._all()).people))
        return True

    def votes(self, *choices: int) -> None:
        """So many phones vote, one option each."""
        for voter, choice in enumerate(choices):
            assert self.vote(f"phone-{voter}", choice)

    def _all(self) -> tuple[rules.Choice, ...]:
        return tuple(self.box[self.screen.round].values())

    def _call(self, what: str) -> None:
        self.log.append(what)
        if self._killed_at and what.startswith(self._killed_at):
            raise KilledError


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.at += timedelta(seconds=seconds)


async def started(folder: Path, booth: FakeBooth | None = None, of: Deck | None = None) -> LiveShow:
    """A session that has just begun, with phones where there is a booth."""
    of = of or deck()
    return await attached(LiveShow(of, Journal.begin(folder, begun(of)), Clock()), booth)


async def resumed(live: LiveShow, booth: FakeBooth | None = None) -> LiveShow:
    """The session again, after its process died."""
    journal = Journal.resume(live.journal.path)
    assert journal is not None
    return await attached(LiveShow(live.deck, journal, Clock()), booth)


async def attached(live: LiveShow, booth: FakeBooth | None) -> LiveShow:
    """A session with this booth."""
    if booth:
        booth.live = live
        await live.attach(booth)
    return live


async def go(live: LiveShow, id: str, phase: Phase | None = None) -> None:
    """To an item by skipping, and by Enter to one of its phases."""
    while live.show.place.item < number(live.deck, id):
        await live.skip()
    while phase and live.show.place.phase != phase:
        assert await live.onward()
    assert live.show.place.item == number(live.deck, id)


def screens(live: LiveShow) -> PhoneScreen:
    """What phones may show now."""
    return gate.screen(live.deck, live.show)
