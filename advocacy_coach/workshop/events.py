"""What happens in a session, in the order it happens: the lines of its journal.

Counts only. No event knows who voted, from where, or in which order.
"""

from datetime import datetime
from typing import Literal

from msgspec import Struct

Phase = Literal[
    "join",  # before the first item: how to take part
    "show",  # a slide
    "talk",  # its countdown runs
    "read",  # a question, before the vote
    "vote",
    "discuss",
    "again",  # the second vote
    "compare",
    "explain",
    "opening",  # of a scenario
    "consequence",
    "ending",
    "debrief",
    "pause",
    "over",  # after the last item
]
"""What the room sees of an item."""

Source = Literal["phones", "hands"]


class Place(Struct, frozen=True):
    """Where a session stands: the item, which question of it, and what the room sees of it.

    ``path`` are the choices of the scenario on stage so far. ``item`` is -1 before the first item.
    """

    item: int = -1
    phase: Phase = "join"
    turn: int = 0
    path: tuple[str, ...] = ()


class Begun(Struct, frozen=True, tag="begun"):
    """A session began. ``room`` is how many people are expected, 0 where nobody said.

    ``deck`` is the mark of the deck, since places are told by the number of a step. ``groups`` are those of
    the mood check, ``interface`` the network phones were asked to come by.
    """

    at: datetime
    code: str
    plan: str
    course: str
    version: str
    language: str
    room: int = 0
    deck: str = ""
    groups: tuple[str, ...] = ()
    interface: str = ""
    format: int = 1


class Opened(Struct, frozen=True, tag="opened"):
    """Phones can vote at this address and port, in this session and when it is resumed."""

    at: datetime
    host: str
    port: int


class Moved(Struct, frozen=True, tag="moved"):
    """The room was shown something else."""

    at: datetime
    place: Place


class Counted(Struct, frozen=True, tag="counted"):
    """The votes of a round (1 or 2) from one source: how many for each option, and by how many people.

    A later count of the same round and source stands in the place of an earlier one. ``dropped`` are phone
    votes that the facilitator did not want to keep; their counts are zeros.
    """

    at: datetime
    question: str
    round: int
    source: Source
    counts: tuple[int, ...]
    people: int
    dropped: bool = False


class Cleared(Struct, frozen=True, tag="cleared"):
    """A vote begins anew: what was counted in this round, and in a later one, is gone."""

    at: datetime
    question: str
    round: int


class GroupTable(Struct, frozen=True):
    """How often each answer was given to each statement in a group; hidden groups are one without a name."""

    name: str
    counts: dict[str, tuple[int, ...]]


class Surveyed(Struct, frozen=True, tag="surveyed"):
    """The mood check was closed. Without groups when fewer answered than may be shown."""

    at: datetime
    item: str
    groups: tuple[GroupTable, ...]
    asked: int = 0


class Stopped(Struct, frozen=True, tag="stopped"):
    """The clock was stopped for a break; ``until`` is when people were asked to be back."""

    at: datetime
    until: datetime | None = None


class Resumed(Struct, frozen=True, tag="resumed"):
    """The clock goes on."""

    at: datetime


class Ended(Struct, frozen=True, tag="ended"):
    """The session is over and will not be resumed."""

    at: datetime


Event = Begun | Opened | Moved | Counted | Cleared | Surveyed | Stopped | Resumed | Ended
