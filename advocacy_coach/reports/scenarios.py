"""What a learner made of the scenarios they played to an end, in the words of the course as it is now.

Plays of scenarios that the course no longer has are passed over here; the record keeps them.
"""

from collections.abc import Iterable, Iterator, Sequence

from advocacy_coach.course.catalogue import ScenarioEntry
from advocacy_coach.course.model import Course
from advocacy_coach.course.prose import plain
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.records.progress import Progress, ScenarioProgress
from advocacy_coach.reports.document import (
    BestPlay,
    Decision,
    EndingMet,
    MeterLine,
    Pitfall,
    ScenarioResult,
    Score,
)
from advocacy_coach.session.scenario import told
from advocacy_coach.session.scoring import percent

Known = Story | ScenarioEntry
"""A scenario of the course: its story, or the entry of one that cannot be opened."""


def played(progress: Progress) -> frozenset[str]:
    """The ids of the scenarios that were played to an end."""
    return frozenset(id for id, taken in progress.scenarios.items() if taken.best is not None)


def best_plays(scenarios: Iterable[Known], progress: Progress) -> Iterator[tuple[str, float]]:
    """(topic, points 0 to 1) of the best play of each scenario; none of one that cannot be opened."""
    for known in scenarios:
        if isinstance(known, Story):
            taken = progress.scenarios.get(known.scenario.id)
            if taken and taken.best is not None:
                yield known.scenario.topic, taken.best


def results(
    course: Course, scenarios: Iterable[Known], progress: Progress, *, decisions: bool
) -> Iterator[ScenarioResult]:
    """The scenarios that were played to an end, in the order given, with or without ``decisions``."""
    for known in scenarios:
        id = known.scenario.id if isinstance(known, Story) else known.id
        taken = progress.scenarios.get(id)
        if taken is None or taken.best is None:
            continue
        points = Score(round(taken.best, 2), 1, percent(taken.best, 1))
        if isinstance(known, Story):
            yield _readable(course, known, taken, points, decisions=decisions)
        else:
            yield _unreadable(known, taken, points)


def _readable(
    course: Course, story: Story, taken: ScenarioProgress, points: Score, *, decisions: bool
) -> ScenarioResult:
    endings = {close.ending.id: _ending(story, close.ending.id) for close in story.closes}
    same = _is_same(story, taken)
    made = _decisions(course, story, taken.best_path) if same and decisions else None
    met = None if made is None else tuple(dict.fromkeys(one.pitfall for one in made if one.pitfall))
    lines = None if made is None else _meters(story, taken.best_path)
    return ScenarioResult(
        id=story.scenario.id,
        title=story.scenario.title,
        topic=story.scenario.topic,
        state="same" if same else "changed",
        plays=taken.plays,
        endings=tuple(endings[id] for id in taken.endings if id in endings),
        of_endings=len(endings),
        best=BestPlay(_ending(story, taken.best_ending), points, made, met, lines),
    )


def _unreadable(entry: ScenarioEntry, taken: ScenarioProgress, points: Score) -> ScenarioResult:
    return ScenarioResult(
        id=entry.id,
        title=entry.title,
        topic="",
        state="unreadable",
        plays=taken.plays,
        endings=tuple(EndingMet(id, id, None) for id in taken.endings),
        of_endings=None,
        best=BestPlay(EndingMet(taken.best_ending, taken.best_ending, None), points, None, None, None),
    )


def _is_same(story: Story, taken: ScenarioProgress) -> bool:
    """Whether the best play still goes as it went: the same scenario, the same path, the same ending."""
    states = stories.replay(story, taken.best_path) if taken.graph == story.graph else None
    if states is None or stories.stop_at(story, states[-1]) is not None:
        return False
    return stories.ending(story, states[-1].levels).id == taken.best_ending


def _decisions(course: Course, story: Story, path: Sequence[str]) -> tuple[Decision, ...]:
    pitfalls = {topic.id: Pitfall(topic.id, topic.title) for topic in course.topics}
    return tuple(
        Decision(
            number,
            plain(decision.choice.text),
            decision.choice.verdict,
            pitfalls.get(decision.choice.pitfall),
        )
        for number, decision in enumerate(told(story, path), 1)
    )


def _meters(story: Story, path: Sequence[str]) -> tuple[MeterLine, ...]:
    """What the choices of a path that fits did to each meter."""
    states = stories.replay(story, path) or ()
    return tuple(
        MeterLine(id, title, tuple(state.levels[place] for state in states))
        for place, (id, title) in enumerate(zip(story.meters, story.titles, strict=True))
    )


def _ending(story: Story, id: str) -> EndingMet:
    """The ending as the scenario has it now; its id alone when it has none such any more."""
    for close in story.closes:
        if close.ending.id == id:
            return EndingMet(id, close.ending.title, close.ending.kind or None)
    return EndingMet(id, id, None)
