"""Taking a lesson: where the learner is, what they answered, what may happen next.

A run is a frozen value. Each function takes one and returns a ``Turn``: the next run and the events that
happened, which the caller must keep before it shows anything that follows from them.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.model import (
    BaseQuestion,
    Lesson,
    Option,
    Page,
    Question,
    Reflect,
    ScenarioStep,
    Step,
)
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.session import plays, scoring
from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Place,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from advocacy_coach.session.plays import Plays
from advocacy_coach.session.shuffle import order


class Answer(Struct, frozen=True):
    """What was answered, its points (0 to 1) and how many hints were seen before."""

    response: Mapping[str, str]
    points: float
    hints: int = 0


class Score(Struct, frozen=True):
    """Points of first answers and of the best plays, out of one a scored question or scenario."""

    points: float
    of: int

    @property
    def per_cent(self) -> int:
        """The share in whole per cent."""
        return scoring.percent(self.points, self.of)


class Run(Struct, frozen=True):
    """One taking of one lesson. ``at`` is the index in ``stops`` of the step on screen.

    ``stories`` are the scenarios it plays that can be played, by id; ``plays`` are by step.
    """

    lesson: Lesson
    seed: int
    pass_mark: int
    stops: tuple[Place, ...]
    at: int = 0
    answers: Mapping[Place, Answer] = {}
    read: frozenset[str] = frozenset()
    reflections: Mapping[str, str] = {}
    revisions: Mapping[str, int] = {}
    stories: Mapping[str, Story] = {}
    plays: Mapping[str, Plays] = {}
    hints: int = 0
    finished: bool = False

    @property
    def place(self) -> Place:
        """The step and round on screen."""
        return self.stops[self.at]

    @property
    def step(self) -> Step:
        """The step on screen."""
        step = self.lesson.step(self.place.step)
        assert step is not None, "stops hold only steps of the lesson"
        return step

    @property
    def answer(self) -> Answer | None:
        """The answer given at this stop, if any."""
        return self.answers.get(self.place)

    @property
    def last(self) -> bool:
        """True at the last stop, which going on from may still add a round."""
        return self.at == len(self.stops) - 1

    @property
    def round_position(self) -> tuple[int, int]:
        """The number of this stop in its round, from 1, and how many the round has."""
        same = [index for index, stop in enumerate(self.stops) if stop.round == self.place.round]
        return same.index(self.at) + 1, len(same)

    @property
    def state(self) -> Literal["reading", "asking", "answered", "reflecting", "playing", "played"]:
        """What the learner can do now."""
        match self.step:
            case Page():
                return "reading"
            case Reflect():
                return "reflecting"
            case ScenarioStep():
                return "played" if is_done(self, self.at) else "playing"
            case _:
                return "answered" if self.answer else "asking"

    def options(self, question: Question) -> tuple[Option, ...]:
        """The options in the order of this run; a second round shuffles anew."""
        return order(question, self.seed + self.place.round)


class Turn(Struct, frozen=True):
    """The next run and what happened on the way to it."""

    run: Run
    events: tuple[Event, ...] = ()


def begin(lesson: Lesson, seed: int, pass_mark: int, stories: Mapping[str, Story] | None = None) -> Turn:
    """A new run at the first step."""
    stops = tuple(Place(step.id) for step in lesson.steps)
    run = Run(lesson, seed, pass_mark, stops, stories=stories or {})
    return Turn(run, (Started(lesson.id, seed),))


def resume(
    lesson: Lesson,
    pass_mark: int,
    events: Iterable[Event],
    place: Place | None,
    stories: Mapping[str, Story] | None = None,
) -> Run:
    """The run that these events made, at ``place`` (else at the first step not done).

    Events about steps the lesson no longer has are passed over, so an author's change costs no progress.
    """
    stops = tuple(Place(step.id) for step in lesson.steps)
    run = Run(lesson, 0, pass_mark, stops, stories=stories or {})
    for event in events:
        run = after(run, event)
    stop = place if place in run.stops else None
    at = run.stops.index(stop) if stop else _first_open(run)
    return replace(run, at=at)


def answer(run: Run, response: Mapping[str, str]) -> Turn:
    """Answer the question on screen; an incomplete answer, or a second one in a round, changes nothing."""
    question = run.step
    if run.state != "asking" or not isinstance(question, BaseQuestion):
        return Turn(run)
    if not scoring.complete(question, response):
        return Turn(run)
    points = scoring.mark(question, response).points
    stop = run.place
    event = Answered(stop.step, dict(response), points, stop.round, run.hints, question.scored)
    return Turn(after(run, event), (event,))


def hint(run: Run) -> Turn:
    """Show one more hint of the question on screen, if there is one."""
    if run.state != "asking" or run.hints >= len(_hints(run.step)):
        return Turn(run)
    return Turn(replace(run, hints=run.hints + 1))


def shown_hints(run: Run) -> tuple[str, ...]:
    """The hints the learner has asked for at this question, in order."""
    seen = run.answer.hints if run.answer else run.hints
    return _hints(run.step)[:seen]


def reflect(run: Run, text: str) -> Turn:
    """Keep what the learner wrote at a reflection; an unchanged text is no event."""
    text = text.strip()
    step = run.place.step
    if run.state != "reflecting" or text == run.reflections.get(step, ""):
        return Turn(run)
    event = Reflected(step, text, run.revisions.get(step, -1) + 1)
    return Turn(after(run, event), (event,))


def onward(run: Run) -> Turn:
    """Go to the next stop. At an unanswered question or a scenario not yet played nothing happens.

    From the last stop: missed questions come back in a round of their own, once; after that the lesson is
    finished.
    """
    if run.state in ("asking", "playing"):
        return Turn(run)
    events: list[Event] = []
    if isinstance(run.step, Page) and run.place.step not in run.read:
        events.append(PageRead(run.place.step))
        run = after(run, events[0])
    if not run.last:
        return Turn(replace(run, at=run.at + 1, hints=0), tuple(events))
    open_stop = next((index for index, _ in enumerate(run.stops) if not is_done(run, index)), None)
    if open_stop is not None:
        return Turn(replace(run, at=open_stop, hints=0), tuple(events))
    if run.place.round == 0 and (missed := missed_in_round(run, 0)):
        turn = _open_round(run, missed)
        return Turn(turn.run, (*events, *turn.events))
    if not run.finished:
        score = first_score(run)
        events.append(LessonFinished(run.lesson.id, score.points, score.of))
        run = after(run, events[-1])
    return Turn(run, tuple(events))


def back(run: Run) -> Turn:
    """Go to the stop before; nothing happens at the first."""
    return Turn(replace(run, at=run.at - 1, hints=0)) if run.at else Turn(run)


def rewind(run: Run) -> Turn:
    """Go to the first stop, to look back at everything."""
    return Turn(replace(run, at=0, hints=0))


def again(run: Run) -> Turn:
    """After the lesson: ask what is still missed once more, in a round of its own."""
    missed = still_missed(run)
    return _open_round(run, missed) if run.finished and missed else Turn(run)


def first_score(run: Run) -> Score:
    """The score of the lesson: first answers to scored questions, and the best play of each scenario."""
    scored = [question for question in run.lesson.questions() if question.scored]
    got = (run.answers.get(Place(question.id)) for question in scored)
    played = [step.id for step in run.lesson.steps if isinstance(step, ScenarioStep) and _playable(run, step)]
    best = (plays.best(run.plays.get(step, ())) for step in played)
    points = sum(each.points for each in (*got, *best) if each)
    return Score(points, len(scored) + len(played))


def missed_in_round(run: Run, round: int) -> tuple[str, ...]:
    """Scored questions of a round whose answer stayed below the pass mark, in order."""
    return tuple(
        stop.step
        for stop in run.stops
        if stop.round == round and (given := run.answers.get(stop)) and _missed(run, stop.step, given)
    )


def latest(run: Run, step: str) -> Answer | None:
    """The newest answer to a question, of any round."""
    given = [run.answers[stop] for stop in run.stops if stop.step == step and stop in run.answers]
    return given[-1] if given else None


def still_missed(run: Run) -> tuple[str, ...]:
    """Scored questions whose latest answer stays below the pass mark, in the order of the lesson."""
    return tuple(
        question.id
        for question in run.lesson.questions()
        if (given := latest(run, question.id)) and _missed(run, question.id, given)
    )


def is_done(run: Run, index: int) -> bool:
    """True when the stop needs nothing more; reflections are free to leave empty."""
    stop = run.stops[index]
    match run.lesson.step(stop.step):
        case Page():
            return stop.step in run.read
        case Reflect():
            return True
        case ScenarioStep() as step:
            return not _playable(run, step) or plays.best(run.plays.get(step.id, ())) is not None
        case _:
            return stop in run.answers


def _playable(run: Run, step: ScenarioStep) -> bool:
    """False for a scenario that cannot be opened; it is passed over, so that the lesson goes on."""
    return step.scenario in run.stories


def _missed(run: Run, step: str, given: Answer) -> bool:
    question = run.lesson.step(step)
    scored = isinstance(question, BaseQuestion) and question.scored
    return scored and not scoring.reaches(given.points, 1, run.pass_mark)


def _open_round(run: Run, steps: tuple[str, ...]) -> Turn:
    event = RoundOpened(run.stops[-1].round + 1, steps)
    at = len(run.stops)
    return Turn(replace(after(run, event), at=at, hints=0), (event,))


def _hints(step: Step) -> tuple[str, ...]:
    return step.hints if isinstance(step, BaseQuestion) else ()


def _first_open(run: Run) -> int:
    return next((i for i in range(len(run.stops)) if not is_done(run, i)), len(run.stops) - 1)


def after(run: Run, event: Event) -> Run:
    """The one place where an event changes a run, live and when resuming."""
    match event:
        case Started(seed=seed):
            return replace(run, seed=seed)
        case PageRead(step=step):
            return replace(run, read=run.read | {step})
        case Answered(step=step, round=round):
            stop = Place(step, round)
            if stop in run.answers or not _answers(run, event):
                return run
            given = Answer(event.response, event.points, event.hints)
            return replace(run, answers={**run.answers, stop: given})
        case Reflected(step=step, text=text, revision=revision):
            return replace(
                run,
                reflections={**run.reflections, step: text},
                revisions={**run.revisions, step: revision},
            )
        case RoundOpened(round=round, steps=steps):
            stops = tuple(Place(step, round) for step in steps if run.lesson.step(step) is not None)
            return replace(run, stops=run.stops + tuple(s for s in stops if s not in run.stops))
        case LessonFinished():
            return replace(run, finished=True)
        case SheetMarked() | SheetClosed():
            return run
        case ScenarioBegun(step=step) | SceneChosen(step=step) | ScenarioEnded(step=step):
            return replace(run, plays={**run.plays, step: plays.after(run.plays.get(step, ()), event)})


def _answers(run: Run, event: Answered) -> bool:
    """True when a kept answer still fits the question as it is now."""
    question = run.lesson.step(event.step)
    return isinstance(question, BaseQuestion) and scoring.complete(question, event.response)
