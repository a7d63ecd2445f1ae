"""One screen of facts about a scenario: how large it is, where it can end, and where its two paths lead."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from advocacy_coach.course.model import EndingKind, Grade
from advocacy_coach.course.scenarios.proofs import BEST, TEMPTING
from advocacy_coach.course.scenarios.story import Story, ending
from advocacy_coach.course.scenarios.walk import MOST_STATES, Path, paths_of, walk
from advocacy_coach.i18n import _, ngettext

SHOWN_CHOICES: Final = 12
"""Choices of a play that stand in a line; the rest is counted."""

SHOWN_PATHS: Final = 4
"""Paths of one kind that are told; the rest is counted."""


class EndingFact(Struct, frozen=True):
    """An ending with the shortest play that reaches it; None where none was seen."""

    id: str
    title: str
    kind: EndingKind
    play: Path | None


class PathFact(Struct, frozen=True):
    """A play that takes only choices of one grade, and the ending it comes to."""

    choices: Path
    ending: str
    kind: EndingKind


class Facts(Struct, frozen=True):
    """What there is to say. ``whole`` is False when the bound stopped the walk after ``states`` states."""

    id: str
    title: str
    scenes: int
    choices: int
    states: int
    whole: bool
    endings: tuple[EndingFact, ...]
    best: tuple[PathFact, ...]
    tempting: tuple[PathFact, ...]


def facts(story: Story, most: int = MOST_STATES) -> Facts:
    """The facts about a story, of at most ``most`` of its states."""
    seen = walk(story, most)
    return Facts(
        id=story.scenario.id,
        title=story.scenario.title,
        scenes=len(story.stops),
        choices=sum(len(stop.moves) for stop in story.stops),
        states=seen.states,
        whole=seen.whole,
        endings=tuple(
            EndingFact(
                close.ending.id, close.ending.title, close.ending.kind or "mixed", seen.endings.get(number)
            )
            for number, close in enumerate(story.closes)
        ),
        best=_paths(story, BEST, most),
        tempting=_paths(story, TEMPTING, most),
    )


def to_text(facts: Facts) -> str:
    """The facts for a person."""
    return "\n".join(_rows(facts))


def to_json(facts: Facts) -> str:
    """The facts for other programs."""
    return msgspec.json.encode({"format": 1, **msgspec.structs.asdict(facts)}).decode()


def _paths(story: Story, grades: Sequence[Grade], most: int) -> tuple[PathFact, ...]:
    ends = ((path, ending(story, levels)) for path, levels in paths_of(story, grades, most).items())
    return tuple(PathFact(path, end.id, end.kind or "mixed") for path, end in ends)


def _rows(facts: Facts) -> Iterator[str]:
    yield f"{' '.join(facts.title.split())} ({facts.id})"
    scenes = ngettext("{n} scene", "{n} scenes", facts.scenes).format(n=facts.scenes)
    choices = ngettext("{n} choice", "{n} choices", facts.choices).format(n=facts.choices)
    states = ngettext("{n:,} state", "{n:,} states", facts.states).format(n=facts.states)
    played = _("all of them played") if facts.whole else _("more were not played, so nothing is proved")
    yield f"{scenes}, {choices}, {states}: {played}"
    yield ""
    yield _("Endings, each with a shortest play")
    width = max(len(end.id) for end in facts.endings)
    unseen = _("no play reaches it") if facts.whole else _("not seen")
    for end in facts.endings:
        play = unseen if end.play is None else _told(end.play)
        yield f"  {end.id:{width}}  {end.kind:5}  {play}"
    for title, paths in ((_("Best path"), facts.best), (_("Tempting path"), facts.tempting)):
        yield ""
        yield title
        for path in paths[:SHOWN_PATHS]:
            yield f"  {path.ending:{width}}  {path.kind:5}  {_told(path.choices)}"
        more = len(paths) - SHOWN_PATHS
        if more > 0:
            yield "  " + ngettext("and {n} more", "and {n} more", more).format(n=more)
        if not paths:
            yield "  " + _("there is none that ends")


def _told(path: Path) -> str:
    if not path:
        return _("at once")
    told, more = ", ".join(path[:SHOWN_CHOICES]), len(path) - SHOWN_CHOICES
    if more <= 0:
        return told
    return ngettext("{told} and {n} more", "{told} and {n} more", more).format(told=told, n=more)
