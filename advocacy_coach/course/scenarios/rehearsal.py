"""A scenario played many times at random: what plays come to, and what they never come to.

The same seed gives the same numbers on every machine: Python promises the sequence of ``Random.random``.
"""

from collections.abc import Iterator
from random import Random
from typing import Final

import msgspec
from msgspec import Struct

from advocacy_coach.course.scenarios.story import Story, advance, begin, ending, stop_at
from advocacy_coach.i18n import _, ngettext

MOST_DECISIONS: Final = 1_000
"""Decisions after which a play is given up: it goes in circles."""


class Rehearsal(Struct, frozen=True):
    """The numbers of some plays. ``scenes``, ``choices`` and ``endings`` are how often each came up, by id.

    ``least`` and ``most`` are decisions of plays that ended, 0 when none did; ``unended`` are plays that did
    not, within ``MOST_DECISIONS``.
    """

    scenario: str
    title: str
    plays: int
    seed: int
    scenes: dict[str, int]
    choices: dict[str, dict[str, int]]
    endings: dict[str, int]
    least: int
    most: int
    unended: int


def rehearse(story: Story, plays: int, seed: int) -> Rehearsal:
    """Play a story some times; every choice of a scene is equally likely."""
    random = Random(seed)
    made = {stop.scene.id: dict.fromkeys((move.choice.id for move in stop.moves), 0) for stop in story.stops}
    endings = dict.fromkeys((close.ending.id for close in story.closes), 0)
    lengths: list[int] = []
    for _play in range(plays):
        state = begin(story)
        for decisions in range(MOST_DECISIONS + 1):
            stop = stop_at(story, state)
            if stop is None:
                endings[ending(story, state.levels).id] += 1
                lengths.append(decisions)
                break
            if decisions < MOST_DECISIONS:
                move = stop.moves[int(random.random() * len(stop.moves))]
                made[stop.scene.id][move.choice.id] += 1
                state = advance(story.stops, state, move)
    return Rehearsal(
        scenario=story.scenario.id,
        title=story.scenario.title,
        plays=plays,
        seed=seed,
        scenes={scene: sum(choices.values()) for scene, choices in made.items()},
        choices=made,
        endings=endings,
        least=min(lengths, default=0),
        most=max(lengths, default=0),
        unended=plays - len(lengths),
    )


def to_text(done: Rehearsal) -> str:
    """The numbers for a person."""
    return "\n".join(_rows(done))


def to_json(done: Rehearsal) -> str:
    """The numbers for other programs."""
    return msgspec.json.encode({"format": 1, **msgspec.structs.asdict(done)}).decode()


def _rows(done: Rehearsal) -> Iterator[str]:
    yield f"{' '.join(done.title.split())} ({done.scenario})"
    plays = ngettext("{n:,} play at random", "{n:,} plays at random", done.plays).format(n=done.plays)
    yield _("{plays}, seed {seed}").format(plays=plays, seed=done.seed)
    yield ""
    counts = {
        f"{scene} / {choice}": n for scene, choices in done.choices.items() for choice, n in choices.items()
    }
    yield from _covered(_("Scenes that were played: {n} of {all}"), done.scenes)
    yield ""
    yield from _covered(_("Choices that were made: {n} of {all}"), counts)
    yield ""
    yield _("Endings")
    shares = dict(done.endings)
    if done.unended:
        words = _("not ended within {n:,} decisions").format(n=MOST_DECISIONS)
        shares[words] = done.unended
    width, digits = _widths(shares)
    for name, n in shares.items():
        yield f"  {name:{width}}  {n:>{digits},}  {100 * n / done.plays:5.1f} %"
    if done.most:
        yield ""
        words = _("Decisions in a play that ended: {least} at least, {most} at most")
        yield words.format(least=done.least, most=done.most)


def _covered(words: str, counts: dict[str, int]) -> Iterator[str]:
    yield words.format(n=sum(map(bool, counts.values())), all=len(counts))
    width, digits = _widths(counts)
    for name, n in counts.items():
        never = "" if n else "  " + _("never")
        yield f"  {name:{width}}  {n:>{digits},}{never}"


def _widths(counts: dict[str, int]) -> tuple[int, int]:
    return max(map(len, counts)), max(len(f"{n:,}") for n in counts.values())
