"""What the stage and the booth tell each other: a line of JSON each, over the booth's stdin and stdout.

The booth is the process with the server in it. It learns nothing but what phones may see, so nothing else can
leave it; and when the stage dies its stdin ends and it goes too.
"""

import msgspec
from msgspec import Struct

from advocacy_coach.workshop.phone import PhoneScreen


class Open(Struct, frozen=True, tag="open"):
    """The first line: what to serve, and where. ``box`` is the file that keeps the ballots of an open vote.

    ``hosts`` are the only names it answers to, each with its port. ``most`` is how many ballots there may be.
    ``locked`` lets nobody new join, from the first moment.
    """

    code: str
    host: str
    port: int
    box: str
    most: int = 1000
    hosts: tuple[str, ...] = ()
    locked: bool = False


class Screen(Struct, frozen=True, tag="screen"):
    """Show this on every phone. Where its ``round`` is not the one that was open, that one is closed."""

    screen: PhoneScreen


class Close(Struct, frozen=True, tag="close"):
    """Take no more votes in this round and tell the final count."""

    round: str


class Empty(Struct, frozen=True, tag="empty"):
    """The final count of this round is kept elsewhere now: take its ballots out of the box."""

    round: str


class Lock(Struct, frozen=True, tag="lock"):
    """Let nobody new join, or let them again; who has a ballot keeps it."""

    locked: bool


ToBooth = Open | Screen | Close | Empty | Lock


class Ready(Struct, frozen=True, tag="ready"):
    """The server listens on this port."""

    port: int


class Failed(Struct, frozen=True, tag="failed"):
    """The server cannot listen, and why: ``taken`` (the port), ``address`` (the interface), or in words."""

    reason: str


class Seen(Struct, frozen=True, tag="seen"):
    """How it stands, at most ten times a second: phones that joined, and those connected now.

    ``people`` and ``counts`` are of the open round. For the mood check ``counts`` stays empty.
    """

    joined: int
    connected: int
    round: str = ""
    people: int = 0
    counts: tuple[int, ...] = ()


class Closed(Struct, frozen=True, tag="closed"):
    """The final count of a round. ``tables`` are those of the mood check: by group, statement and answer."""

    round: str
    people: int
    counts: tuple[int, ...] = ()
    tables: tuple[tuple[tuple[int, ...], ...], ...] = ()


FromBooth = Ready | Failed | Seen | Closed


def line(message: ToBooth | FromBooth) -> bytes:
    """A message as its line, with the end of the line."""
    return msgspec.json.encode(message) + b"\n"


def to_booth(data: bytes) -> ToBooth:
    """What a line says to the booth; raises msgspec.MsgspecError for anything else."""
    message: ToBooth = msgspec.json.decode(data, type=ToBooth)
    return message


def from_booth(data: bytes) -> FromBooth:
    """What a line of the booth says; raises msgspec.MsgspecError for anything else."""
    message: FromBooth = msgspec.json.decode(data, type=FromBooth)
    return message
