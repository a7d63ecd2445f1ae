"""Playing the scenario of the step on screen: scenes, choices, endings, and going back to a decision.

Each function takes a run and returns a ``Turn``, as in ``session.run``. Where a play stands is never kept: it
is folded from its choices.
"""

from collections.abc import Sequence

from msgspec import Struct

from advocacy_coach.course.model import (
    Ending,
    Lesson,
    Line,
    Scenario,
    ScenarioStep,
    Scene,
    SceneChoice,
)
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.conditions import Levels
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.session import plays
from advocacy_coach.session.events import Event, ScenarioBegun, ScenarioEnded, SceneChosen
from advocacy_coach.session.names import PRACTICE
from advocacy_coach.session.plays import Play, Plays
from advocacy_coach.session.run import Run, Turn, after
from advocacy_coach.session.shuffle import arranged


class Decision(Struct, frozen=True):
    """One decision of a play: the scene, what was chosen, and the meters before and after.

    ``before`` and ``after`` are levels; what the choice put off until later is not in ``after``, unless the
    story ended with it.
    """

    scene: Scene
    choice: SceneChoice
    before: Levels
    after: Levels


def practice(scenario: Scenario) -> Lesson:
    """A lesson of nothing but one scenario, for playing it outside the lessons."""
    step = ScenarioStep(id=scenario.id, scenario=scenario.id)
    return Lesson(
        format=1,
        id=f"{PRACTICE}{scenario.id}",
        topic=scenario.topic,
        title=scenario.title,
        minutes=scenario.minutes,
        steps=(step,),
    )


def story(run: Run) -> Story | None:
    """The story of the step on screen; None at another step, and where it cannot be opened."""
    step = run.step
    return run.stories.get(step.scenario) if isinstance(step, ScenarioStep) else None


def plays_of(run: Run) -> Plays:
    """The plays at the step on screen."""
    return run.plays.get(run.place.step, ())


def play(run: Run) -> Play | None:
    """The newest play, if it fits the scenario as it is now."""
    now, newest = story(run), plays_of(run)
    if now is None or not newest or newest[-1].graph != now.graph:
        return None
    return newest[-1] if stories.replay(now, newest[-1].path) else None


def changed(run: Run) -> bool:
    """True when the scenario is not the one that was played last: its graph was changed since."""
    return story(run) is not None and bool(plays_of(run)) and play(run) is None


def scene(run: Run) -> Scene | None:
    """The scene on stage; None before a play, after its end, and at another step."""
    now, playing = story(run), play(run)
    states = stories.replay(now, playing.path) if now and playing else None
    stop = stories.stop_at(now, states[-1]) if now and states else None
    return stop.scene if stop else None


def choices(run: Run) -> tuple[SceneChoice, ...]:
    """The choices of the scene on stage, in the order of this run."""
    stage = scene(run)
    return arranged(stage, run.seed) if stage else ()


def decisions(run: Run) -> tuple[Decision, ...]:
    """The decisions of the newest play, in order."""
    now, playing = story(run), play(run)
    return told(now, playing.path) if now and playing else ()


def told(story: Story, path: Sequence[str]) -> tuple[Decision, ...]:
    """The decisions of a path; none for a path that does not fit."""
    states = stories.replay(story, path) or ()
    made = []
    for choice, before, then in zip(path, states, states[1:], strict=False):
        stage = story.stops[before.scene].scene
        chosen = next(each for each in stage.choices if each.id == choice)
        made.append(Decision(stage, chosen, before.levels, then.levels))
    return tuple(made)


def ending(run: Run) -> Ending | None:
    """The ending of the newest play, once it has ended."""
    now, playing = story(run), play(run)
    if now is None or playing is None or not playing.ended:
        return None
    states = stories.replay(now, playing.path)
    return stories.ending(now, states[-1].levels) if states else None


def begin(run: Run, path: Sequence[str] = ()) -> Turn:
    """Begin a play, from the start or with choices taken over from an earlier one."""
    now = story(run)
    states = stories.replay(now, path) if now else None
    if now is None or states is None or stories.stop_at(now, states[-1]) is None:
        return Turn(run)
    number = len(plays_of(run))
    event = ScenarioBegun(run.place.step, now.scenario.id, number, now.graph, tuple(path))
    return Turn(after(run, event), (event,))


def choose(run: Run, choice: str) -> Turn:
    """Make a decision in the scene on stage; a choice it does not have changes nothing.

    With the last decision the story ends, in the same turn.
    """
    now, playing, stage = story(run), play(run), scene(run)
    if now is None or playing is None or stage is None or playing.ended:
        return Turn(run)
    path = (*playing.path, choice)
    states = stories.replay(now, path)
    if states is None:
        return Turn(run)
    step, id = run.place.step, now.scenario.id
    verdict = next(each.verdict for each in stage.choices if each.id == choice)
    made = SceneChosen(step, id, playing.number, len(playing.path), stage.id, choice, verdict)
    events: list[Event] = [made]
    if stories.stop_at(now, states[-1]) is None:
        end = stories.ending(now, states[-1].levels)
        kind = end.kind or "mixed"
        points = plays.mark([decision.choice.verdict for decision in told(now, path)], kind)
        events.append(ScenarioEnded(step, id, playing.number, end.id, kind, points, path))
    for event in events:
        run = after(run, event)
    return Turn(run, tuple(events))


def back_to(run: Run, decision: int) -> Turn:
    """Go back to a decision (from 0) of the newest play: a new play that shares the choices before it."""
    playing = play(run)
    if playing is None or not 0 <= decision < len(playing.path):
        return Turn(run)
    return begin(run, playing.path[:decision])


def speaker(scenario: Scenario, line: Line) -> str:
    """The role of who says a line; empty for narration and for the learner."""
    return next((person.name for person in scenario.cast if person.id == line.speaker), "")
