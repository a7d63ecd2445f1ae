"""Cues for tests of the notes terminal."""

from typing import Any

from msgspec.structs import replace

from advocacy_coach.workshop.cue import Cue, Split
from advocacy_coach.workshop.pace import Clock

BEGAN = 1_795_536_000.0
"""The start of the session, in epoch seconds."""

CLOCK = Clock(began=BEGAN, lost=0, stopped=0, from_=600, until=900, total=2700)

SPLITS = (
    Split("A", "List who shared the advert, and rank them", 9, 4, right=False),
    Split("B", "Ask what would make it worth telling", 10, 17, right=True),
    Split("C", "Pay for every post", 4, 2, right=False),
)

CUE = Cue(
    revision=1,
    plan="Earned, not ordered: 45 minutes",
    code="K7QF",
    address="HTTP://192.0.2.17:8765/K7QF",
    number=7,
    count=19,
    part="Forcing",
    title="By noon",
    phase="Vote",
    open=True,
    now=(
        "It is ten to twelve. What do you send?",
        "A List who shared",
        "B Ask what would make it worth telling",
    ),
    say="Vote alone, in silence. **Nobody** will ask you why.\n\nThen we talk in pairs.",
    do="Read the question aloud, and all options. Wait for everybody.",
    watch_for="People look at the boss before they vote. Ask for eyes closed.",
    answers=("“I would ask for a day.”", "“I send the list, and hate it.”"),
    coming="Discuss",
    following="Paid or thanked?",
    joined=25,
    people=23,
    room=25,
    phones=True,
    clock=CLOCK,
)
"""In the middle of a vote."""

CLOSED = replace(
    CUE,
    revision=2,
    phase="Compare",
    open=False,
    people=0,
    splits=SPLITS,
    advice="74 % chose what is recommended: explain it and go on.",
    coming="Explain",
)
"""After both rounds."""


def cue(revision: int = 1, **changes: Any) -> Cue:
    """The cue of an open vote, changed."""
    return replace(CUE, revision=revision, **changes)
