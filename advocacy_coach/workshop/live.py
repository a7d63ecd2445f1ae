"""A session that is running: the rules, the journal and the phones together, for a stage to drive.

Every change goes the same way: what was voted is counted and kept, then where the room goes is kept, then the
phones and whoever listens are told. Nothing here draws.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, Protocol

from msgspec.structs import replace

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session.guidance.team import Group, shown_groups
from advocacy_coach.workshop import gate, show
from advocacy_coach.workshop.ballot.wire import Closed, Seen
from advocacy_coach.workshop.deck import Deck, Mood, Question, Slide
from advocacy_coach.workshop.events import (
    Cleared,
    Counted,
    Event,
    GroupTable,
    Moved,
    Opened,
    Phase,
    Place,
    Resumed,
    Stopped,
    Surveyed,
)
from advocacy_coach.workshop.journal import Journal, finish
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.show import Show, after, fold
from advocacy_coach.workshop.tally import Round

DISCUSS: Final = timedelta(minutes=2)
"""How long pairs talk between two votes, until the facilitator says otherwise."""


class Booth(Protocol):
    """The phones as a session knows them."""

    async def show(self, screen: PhoneScreen, /) -> None:
        """Show this on every phone."""

    async def close(self, round: str, /) -> Closed:
        """Take no more votes in a round; its final count."""

    async def empty(self, round: str, /) -> None:
        """Forget the ballots of a round, since its count is kept."""

    async def lock(self, locked: bool, /) -> None:
        """Let nobody new join, or let them again."""


class LiveShow:
    """A running session. ``listeners`` are called after every change, and when phones have voted.

    ``address`` is what people type to take part, ``url`` what the QR code holds. ``veil`` says what stands
    over the session on the wall, ``pages`` which page of how many the room sees.
    """

    def __init__(self, deck: Deck, journal: Journal, clock: Callable[[], datetime]) -> None:
        folded = fold(journal.events)
        if folded is None:
            raise ValueError("a journal begins with Begun")
        self.deck = deck
        self.journal = journal
        self.show: Show = folded
        self.booth: Booth | None = None
        self.seen = Seen(0, 0)
        self.locked = False
        self.address = ""
        self.url = ""
        self.notices: tuple[str, ...] = ()
        self.veil = ""
        self.pages = (1, 1)
        self._aside: Counted | None = None
        self.deadline: datetime | None = None
        self.listeners: list[Callable[[], None]] = []
        self._clock = clock
        self._turn = asyncio.Lock()
        self._set_deadline()

    @property
    def question(self) -> Question | None:
        """The question the room is at."""
        return show.question(self.deck, self.show.place)

    @property
    def code(self) -> str:
        """What people type to take part."""
        return self.show.begun.code

    @property
    def room(self) -> int:
        """How many people are expected; 0 where nobody said."""
        return self.show.begun.room

    @property
    def had_phones(self) -> bool:
        """True when phones could take part in this session at any time."""
        return any(isinstance(event, Opened) for event in self.journal.events)

    def now(self) -> datetime:
        """The time, in UTC."""
        return self._clock()

    async def attach(self, booth: Booth) -> None:
        """Let phones take part from now on.

        A kill between the count and the emptying leaves ballots of a counted round in the booth: they go.
        """
        async with self._turn:
            self.booth = booth
            for round in self._counted():
                await booth.empty(round)
            if self.locked:
                await booth.lock(True)
            await self._tell()

    def opened(self, host: str, port: int) -> None:
        """Keep where phones find the session, so that they find it there again after a restart."""
        self._keep(Opened(self.now(), host, port))

    def noticed(self, seen: Seen) -> None:
        """Phones joined, left or voted."""
        self.seen = seen
        self._changed()

    def people(self) -> int:
        """How many have voted in the round that is open: phones and hands together."""
        name, number = show.open_round(self.deck, self.show.place)
        hands = self._round(name, number).hands
        phones = self._round(name, number).phones
        in_booth = self.seen.people if self.seen.round == gate.round_name(name, number) else 0
        return (phones.people if phones else in_booth) + (hands.people if hands else 0)

    @property
    def phones_open(self) -> bool:
        """True while phones can vote: a round is open, and theirs was not closed before it."""
        name, number = show.open_round(self.deck, self.show.place)
        return bool(number) and self.booth is not None and self._round(name, number).phones is None

    def notice(self, words: str) -> None:
        """Something the facilitator has to know; it stays in the notes, once."""
        if words not in self.notices:
            self.notices = (*self.notices, words)
        self._changed()

    def shown(self, veil: str, pages: tuple[int, int]) -> None:
        """What the wall shows of the session, for those who do not see it."""
        if (veil, pages) != (self.veil, self.pages):
            self.veil, self.pages = veil, pages
            self._changed()

    async def onward(self) -> bool:
        """To what comes next; False at the end, and where the facilitator has to choose."""
        async with self._turn:
            await self._close()
            place = show.onward(self.deck, self.show)
            return await self._go(place)

    async def to(self, phase: Phase) -> bool:
        """To another phase of what is on stage; False where it has none such."""
        async with self._turn:
            place = show.phase(self.deck, self.show, phase)
            if place is None:
                return False
            await self._close()
            return await self._go(place)

    async def back(self) -> bool:
        """To what the room saw before."""
        async with self._turn:
            await self._close()
            return await self._go(show.back(self.deck, self.show))

    async def skip(self) -> bool:
        """To the next item, whatever is left of this one."""
        async with self._turn:
            await self._close()
            return await self._go(show.begin(self.deck, self.show.place.item + 1))

    async def choose(self, option: int) -> bool:
        """Go on with the scenario by this option; False where there is nothing to choose."""
        async with self._turn:
            place = show.choose(self.deck, self.show, option)
            if place is None:
                return False
            await self._close()
            return await self._go(place)

    def would_clear(self, phase: Phase) -> bool:
        """True when going to a phase would drop votes that were counted already."""
        place = show.phase(self.deck, self.show, phase)
        return place is not None and show.starts_over(self.deck, self.show, place)

    async def count_hands(self, counts: tuple[int, ...], people: int) -> None:
        """Keep a count of hands for the round that is open, or for the last one that was.

        Raises ValueError for counts that so many people cannot have given.
        """
        async with self._turn:
            asked = self.question
            if asked is not None:
                if not _possible(asked, counts, people):
                    raise ValueError(f"{people} people cannot vote {counts}")
                number = show.last_round(self.deck, self.show, asked)
                self._keep(Counted(self.now(), asked.id, number, "hands", counts, people))
                await self._tell()

    async def settle_phones(self, *, keep: bool) -> None:
        """End the phone vote of the open round, its votes kept or dropped; hands can still be counted.

        Votes that were dropped can be kept after all while their round is open.
        """
        async with self._turn:
            name, number = show.open_round(self.deck, self.show.place)
            if not number or self.question is None:
                return
            aside = self._aside
            if keep and aside and (aside.question, aside.round) == (name, number):
                self._keep(replace(aside, at=self.now()))
                self._aside = None
            await self._close(keep=keep)
            await self._tell()

    async def lock(self) -> None:
        """Let nobody new join, or let them again."""
        self.locked = not self.locked
        if self.booth:
            await self.booth.lock(self.locked)
        self._changed()

    async def stop_clock(self, minutes: int) -> None:
        """A break that was not planned: the clock stands still."""
        async with self._turn:
            now = self.now()
            self._keep(Stopped(now, now + timedelta(minutes=minutes)))
            await self._tell()

    async def resume_clock(self) -> None:
        """The break is over."""
        async with self._turn:
            if self.show.stopped:
                self._keep(Resumed(self.now()))
            await self._tell()

    def extend(self, seconds: int) -> None:
        """Give a countdown more time, or less."""
        if self.deadline is not None:
            self.deadline = max(self.now(), self.deadline) + timedelta(seconds=seconds)
            self._changed()

    async def end(self) -> None:
        """The session is over and will not be resumed."""
        async with self._turn:
            await self._close()
            finish(self.journal, self.now())
            self.show = fold(self.journal.events) or self.show
            await self._tell()

    def _round(self, name: str, number: int) -> Round:
        rounds = self.show.rounds.get(name, show.NO_ROUNDS)
        return rounds.second if number == 2 else rounds.first

    def _counted(self) -> list[str]:
        """The names of the rounds whose phone votes are kept."""
        names = [
            gate.round_name(name, number)
            for name, rounds in self.show.rounds.items()
            for number, round in enumerate((rounds.first, rounds.second), 1)
            if round.phones is not None
        ]
        return [*names, *(gate.round_name(name, 1) for name in self.show.surveys)]

    async def _close(self, *, keep: bool = True) -> None:
        """Close the round that is open, keep its count, and only then let the booth forget its ballots."""
        name, number = show.open_round(self.deck, self.show.place)
        if not number or self.booth is None or self._round(name, number).phones is not None:
            return
        if name in self.show.surveys:
            return
        round = gate.round_name(name, number)
        closed = await self.booth.close(round)
        item = self.deck.item(self.show.place.item)
        if item and isinstance(item.content, Mood):
            self._keep(self._surveyed(name, item.content, closed))
        elif (asked := self.question) is not None:
            none = (0,) * len(asked.options)
            counted = Counted(self.now(), name, number, "phones", closed.counts or none, closed.people)
            self._aside = None if keep else counted
            self._keep(counted if keep else replace(counted, counts=none, people=0, dropped=True))
        self.seen = replace(self.seen, round="", people=0, counts=())
        await self.booth.empty(round)

    def _surveyed(self, name: str, mood: Mood, closed: Closed) -> Surveyed:
        if closed.people < mood.tool.minimum or not closed.tables:
            return Surveyed(self.now(), name, (), self.room)
        return Surveyed(self.now(), name, tables(mood.tool, mood.groups, closed), self.room)

    async def _go(self, place: Place | None) -> bool:
        if place is None or place == self.show.place:
            await self._tell()
            return False
        if show.was_counted(self.deck, self.show, place) and (asked := show.question(self.deck, place)):
            self._keep(Cleared(self.now(), asked.id, 1 if place.phase == "vote" else 2))
        name, number = show.open_round(self.deck, place)
        if number and self.booth:
            # Ballots of a vote that went on without phones may lie there from before: a vote begins empty.
            await self.booth.empty(gate.round_name(name, number))
        self._keep(Moved(self.now(), place))
        self._set_deadline()
        await self._tell()
        return True

    def _set_deadline(self) -> None:
        """When the countdown on stage ends, where there is one."""
        place, item = self.show.place, self.deck.item(self.show.place.item)
        length = timedelta()
        if place.phase == "discuss":
            length = DISCUSS
        elif place.phase == "talk" and item and isinstance(item.content, Slide):
            length = timedelta(seconds=item.content.talk)
        elif item and (place.phase == "pause" or (place.phase == "vote" and isinstance(item.content, Mood))):
            length = timedelta(seconds=item.seconds)
        self.deadline = (self.show.since or self.now()) + length if length else None

    def _keep(self, event: Event) -> None:
        self.journal.append(event)
        self.show = after(self.show, event)

    async def _tell(self) -> None:
        if self.booth:
            await self.booth.show(gate.screen(self.deck, self.show))
        self._changed()

    def _changed(self) -> None:
        for listener in self.listeners:
            listener()


def _possible(asked: Question, counts: tuple[int, ...], people: int) -> bool:
    """True when so many people can have given these counts: one vote each, or more where that is allowed."""
    if len(counts) != len(asked.options) or min(counts) < 0:
        return False
    return max(counts) <= people <= sum(counts) if asked.many else people == sum(counts)


def tables(tool: MoodCheck, groups: tuple[str, ...], closed: Closed) -> tuple[GroupTable, ...]:
    """What is kept of a mood check: the groups that may be shown, and all others as one without a name.

    Of those others a statement is left out to which fewer than the minimum gave a number.
    """
    names = groups or ("",)
    ids = [statement.id for statement in tool.statements]
    found = [
        Group(name, dict(zip(ids, table, strict=True)))
        for name, table in zip(names, closed.tables, strict=True)
    ]
    seen = shown_groups(tool, found)
    shown = [GroupTable(each.name, dict(each.counts)) for n, each in enumerate(found) if n in seen]
    hidden = [each for n, each in enumerate(found) if n not in seen]
    if any(each.answers for each in hidden):
        added = {id: tuple(map(sum, zip(*(each.counts[id] for each in hidden), strict=True))) for id in ids}
        numbers = {id: sum(counts[:-1]) for id, counts in added.items()}
        kept = {id: added[id] for id in ids if numbers[id] == 0 or numbers[id] >= tool.minimum}
        shown.append(GroupTable("", kept))
    return tuple(shown)
