"""A cue: everything the notes terminal shows, as one value.

It is sent whole on connecting and after every change, so a terminal that starts late or again is never out of
step. Cues go over the private socket alone, never to the stage's own screen or to a phone.
"""

from typing import Final, Literal, get_args

from msgspec import Struct

from advocacy_coach.workshop.pace import Clock

Verb = Literal[
    "onward",
    "back",
    "skip",
    "read",
    "vote",
    "discuss",
    "again",
    "compare",
    "explain",
    "page",
    "join",
    "blank",
    "break",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
]
"""What the notes terminal may ask the stage for; the last six choose an option where a room is undecided."""

VERBS: Final[tuple[Verb, ...]] = get_args(Verb)

OPTIONS: Final[tuple[Verb, ...]] = ("first", "second", "third", "fourth", "fifth", "sixth")


class Split(Struct, frozen=True):
    """An option with its votes, for the facilitator before the room sees them."""

    letter: str
    words: str
    first: int | None
    second: int | None
    right: bool


class Cue(Struct, frozen=True, kw_only=True):
    """What a facilitator needs now. Texts are Markdown; ``deadline`` is in epoch seconds, 0 for none.

    ``open`` says that votes are taken now, and ``people`` is how many have voted. ``splits`` are empty while
    a vote is open and where fewer than five people answered.
    """

    revision: int
    plan: str
    code: str = ""
    address: str = ""
    number: int
    count: int
    part: str
    title: str
    phase: str
    open: bool = False
    now: tuple[str, ...] = ()
    say: str = ""
    do: str = ""
    watch_for: str = ""
    answers: tuple[str, ...] = ()
    splits: tuple[Split, ...] = ()
    advice: str = ""
    coming: str = ""
    following: str = ""
    joined: int = 0
    people: int = 0
    room: int = 0
    phones: bool = False
    deadline: float = 0
    until: float = 0
    notices: tuple[str, ...] = ()
    clock: Clock


class Ask(Struct, frozen=True):
    """A line from the notes terminal: one verb."""

    do: Verb
