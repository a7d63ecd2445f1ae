"""What a phone may vote: places of options that stand on the screen, and nothing else."""

from collections.abc import Collection, Sequence
from hashlib import blake2b
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from advocacy_coach.workshop.ballot.wire import Closed
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.tally import count

Choice = tuple[int, ...]
"""Places of options; for the mood check a place on the scale for each statement, then that of the group."""


class Vote(Struct, frozen=True, forbid_unknown_fields=True):
    """What a phone sends up its stream."""

    round: Annotated[str, Meta(max_length=200)]
    choice: Annotated[tuple[int, ...], Meta(max_length=100)]


def mark(token: str, name: str, key: bytes) -> str:
    """What stands for a phone under one name, such as that of a round. ``key`` is that of the session.

    Marks of the same phone under two names, or in two sessions, cannot be told to belong together without
    its cookie.
    """
    named = blake2b(name.encode(), key=key, digest_size=32).digest()
    return blake2b(token.encode(), key=named, digest_size=16).hexdigest()


def read(data: str | bytes) -> Vote | None:
    """A vote as it came up a stream; None for anything else."""
    try:
        return msgspec.json.decode(data, type=Vote)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def valid(screen: PhoneScreen, choice: Sequence[int]) -> Choice | None:
    """The choice, in order, when the screen offers it; None otherwise.

    Where several options may be marked, none is an answer taken back.
    """
    if screen.kind == "mood":
        return tuple(choice) if _fits(choice, widths(screen)) else None
    if screen.kind != "vote" or len(set(choice)) != len(choice):
        return None
    if not screen.many and len(choice) != 1:
        return None
    return tuple(sorted(choice)) if all(0 <= place < len(screen.options) for place in choice) else None


def widths(screen: PhoneScreen) -> Choice:
    """How many answers each part of the mood check has: the statements, then the group where one is asked."""
    groups = (len(screen.groups),) if screen.groups else ()
    return (*(len(screen.scale) for _ in screen.statements), *groups)


def counted(screen: PhoneScreen, name: str, ballots: Collection[Choice]) -> Closed:
    """The count of a round. Ballots that the screen does not offer, as the course changed, do not count."""
    good = [ballot for ballot in ballots if valid(screen, ballot) is not None]
    if screen.kind == "mood":
        return Closed(name, len(good), tables=_tables(screen, good))
    votes = count(good, len(screen.options))
    return Closed(name, votes.people, votes.counts)


def _fits(choice: Sequence[int], parts: Choice) -> bool:
    return len(choice) == len(parts) and all(
        0 <= place < width for place, width in zip(choice, parts, strict=True)
    )


def _tables(screen: PhoneScreen, ballots: Collection[Choice]) -> tuple[tuple[tuple[int, ...], ...], ...]:
    groups = len(screen.groups) or 1
    tables = [[[0] * len(screen.scale) for _ in screen.statements] for _ in range(groups)]
    for ballot in ballots:
        group = ballot[-1] if screen.groups else 0
        for statement, place in enumerate(ballot[: len(screen.statements)]):
            tables[group][statement][place] += 1
    return tuple(tuple(tuple(row) for row in table) for table in tables)
