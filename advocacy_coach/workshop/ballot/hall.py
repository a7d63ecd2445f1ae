"""What the booth knows: the screen that is on, which round takes votes, and who joined. No network."""

from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.ballot.page import Paper, frame
from advocacy_coach.workshop.ballot.rules import Choice
from advocacy_coach.workshop.ballot.wire import Closed, Seen
from advocacy_coach.workshop.phone import PhoneScreen

_JOINS, _FORMS = "joins", "forms"
"""Names for the marks of a phone that are not of a round; a round is never called so, it holds a slash."""


class Hall:
    """One session as the phones see it. Its screen has a round only while that takes votes.

    ``version`` grows with every change of what is shown, who joined and what was voted.
    """

    def __init__(self, box: Box, most: int) -> None:
        self.screen = PhoneScreen()
        self.locked = False
        self._box = box
        self._most = most
        self._round = ""
        self._present: set[str] = set()
        self._voted: set[str] = set()
        self.version = 0
        self._asked: dict[str, PhoneScreen] = {}
        self._set(self.screen)

    def show(self, screen: PhoneScreen) -> None:
        """Put a screen on. A round that was open and is not the new one's takes no more votes."""
        if screen.round:
            self._asked[screen.round] = screen
        if self._round and screen.round != self._round:
            self._box.close(self._round)
        if screen.round != self._round:
            self._voted.clear()
        self._round = screen.round
        self._set(screen)

    def close(self, name: str) -> Closed:
        """Take no more votes in a round, and its final count. The phones stay at its question."""
        screen = self._asked.get(name, PhoneScreen())
        self._box.close(name)
        if self.screen.round == name:
            self._set(replace(self.screen, round=""))
        return rules.counted(screen, name, self._box.ballots(name).values())

    def empty(self, name: str) -> None:
        """Take the ballots of a round out of the box."""
        self._box.empty(name)
        if self.screen.round != name:
            self._asked.pop(name, None)

    def seen(self, connected: int) -> Seen:
        """How it stands."""
        name = self.screen.round
        if not name:
            return Seen(self._box.joined, connected)
        closed = rules.counted(self.screen, name, self._box.ballots(name).values())
        return Seen(self._box.joined, connected, name, closed.people, closed.counts)

    def refusal(self, token: str) -> str:
        """Why a phone cannot join, ``locked`` or ``full``; empty when it can, or has."""
        if self.has_joined(token):
            return ""
        if self.locked:
            return "locked"
        return "full" if self._is_full and self._idle() is None else ""

    def join(self, token: str) -> str:
        """Let a phone in: empty when it is in, else why not.

        Where the room is full it takes the place of the one that came first of those without a stream and
        without a vote in the open round. So cookies that somebody only collects keep nobody out; those that
        vote or keep a stream do, and cannot be told from phones.
        """
        refused = self.refusal(token)
        if not refused and not self.has_joined(token):
            if self._is_full and (idle := self._idle()) is not None:
                self._box.forget(idle)
            self._box.join(self._mark(token, _JOINS))
            self.version += 1
        return refused

    def has_joined(self, token: str) -> bool:
        """True when this phone is in."""
        return self._box.has_joined(self._mark(token, _JOINS))

    def came(self, token: str) -> None:
        """This phone has a stream."""
        self._present.add(self._mark(token, _JOINS))

    def left(self, token: str) -> None:
        """This phone has no stream any more."""
        self._present.discard(self._mark(token, _JOINS))

    def vote(self, token: str, vote: rules.Vote) -> bool:
        """Put a ballot into the box; False when its round takes none, or does not offer that."""
        name = self.screen.round
        choice = rules.valid(self.screen, vote.choice)
        if not name or vote.round != name or choice is None:
            return False
        self._box.vote(name, self._mark(token, name), choice)
        self._voted.add(self._mark(token, _JOINS))
        self.version += 1
        return True

    def mine(self, token: str) -> Choice:
        """What a phone answered in the round on its screen, while its ballot is in the box."""
        ballots = self._box.ballots(self._round) if self._round else None
        return ballots.get(self._mark(token, self._round), ()) if ballots else ()

    def paper(self, token: str) -> Paper:
        """The voting paper of a phone."""
        return Paper(self.screen, self.revision, self.mine(token), self.form_key(token))

    def form_key(self, token: str) -> str:
        """What a form of this phone holds and no other site can know."""
        return self._mark(token, _FORMS)[:16]

    @property
    def _is_full(self) -> bool:
        return self._box.joined >= self._most

    def _idle(self) -> str | None:
        """The mark of the phone that can give up its place; None where there is none."""
        kept = self._present | self._voted
        return next((mark for mark in self._box.who_joined if mark not in kept), None)

    def _mark(self, token: str, name: str) -> str:
        return rules.mark(token, name, self._box.key)

    def _set(self, screen: PhoneScreen) -> None:
        self.screen = screen
        self.version += 1
        self.revision = blake2b(msgspec.json.encode(screen), digest_size=6).hexdigest()
        self.frame = frame(Paper(screen, self.revision, (), ""))
