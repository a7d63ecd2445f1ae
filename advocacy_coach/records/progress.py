"""Events to progress: a pure fold.

A progress is as large as the course and the sheets that were filled in, never as large as the number of
events, and everything the next event needs is in it. So a remembered progress and the events after it give
the same as all events from the start.
"""

from collections.abc import Iterable
from functools import reduce

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.records.events import Recorded, day_of, seconds_between
from advocacy_coach.session import sheets
from advocacy_coach.session.events import (
    Answered,
    LessonFinished,
    PageRead,
    Reflected,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from advocacy_coach.session.names import REVIEW, SCENE, TOOL
from advocacy_coach.session.review import Look, deciding

FOLD = 3
"""The version of these rules; raised with every change of them, it makes remembered progress be made anew."""

LONGEST_GAP = 300.0
"""Seconds. A longer pause between two events of a run counts as this much: the learner was most likely away,
and a lesson left open over lunch must not read as an hour of study."""


class QuestionProgress(Struct, frozen=True):
    """What a learner has made of one question; points are 0 to 1.

    ``first`` and ``first_response`` are the first answer in the newest run that answered it, which is
    ``run``. ``last`` is the latest answer of any round and run, ``best`` the best. ``tries`` counts all
    answers, ``hints`` the hints seen before them.
    """

    step: str
    first: float
    first_response: dict[str, str]
    last: float
    best: float
    tries: int
    hints: int
    scored: bool
    run: str = ""


class LessonProgress(Struct, frozen=True):
    """How far a learner has come in one lesson. Times are stamps; "" means never.

    ``run``, ``version``, ``open`` (not finished) and ``done`` (ids of steps, in the order they were done)
    are of the newest run. ``began`` is the first start and ``finished`` the first finish of any run;
    ``last`` is the latest event of the newest run. ``best`` points out of ``best_of`` are of the best
    finished run by ratio; None before the first finish, and ``best_of`` is 0 in a lesson without questions.
    ``plays_begun`` counts the plays of scenarios that were begun in any run, ended or not.
    """

    lesson: str
    run: str
    version: str
    began: str
    last: str
    finished: str = ""
    open: bool = True
    done: tuple[str, ...] = ()
    seconds: float = 0.0
    runs: int = 0
    finished_runs: int = 0
    best: float | None = None
    best_of: int = 0
    questions: dict[str, QuestionProgress] = {}
    reflections: dict[str, str] = {}
    plays_begun: int = 0


class ScenarioProgress(Struct, frozen=True):
    """What a learner has made of one scenario, in lessons and outside them, in all their runs.

    ``plays`` ended, in the ``endings`` that were met, each once, in the order they were first met. ``best``
    (points 0 to 1), ``best_ending`` and ``best_path`` are of the best play, ``graph`` is the scenario's
    fingerprint then; None before the first end. ``run`` and ``step`` are where it was last played; ``open``
    is True while a play there has not ended, ``made`` counts its decisions, ``playing`` is its fingerprint.
    """

    scenario: str
    run: str
    step: str
    last: str
    plays: int = 0
    endings: tuple[str, ...] = ()
    best: float | None = None
    best_ending: str = ""
    best_path: tuple[str, ...] = ()
    graph: str = ""
    playing: str = ""
    open: bool = False
    made: int = 0
    well: bool = False
    """True once a play has ended well: from then on the tempting path is walked on purpose."""


class SheetProgress(Struct, frozen=True):
    """One sheet of a tool: what stands on it, and once it is closed, when and with what result."""

    run: str
    tool: str
    began: str
    last: str
    seed: int = 0
    marks: dict[str, str] = {}
    count: int = 0
    closed: str = ""
    results: dict[str, str] = {}


class Progress(Struct, frozen=True):
    """How far a learner has come in a course: what was ever started of lessons, scenarios and sheets.

    Lessons and scenarios are by id, sheets by run. ``looks`` are the answers that decide what is looked at
    again, by ``lesson/step`` or ``scene.scenario/scene``; a tempting choice is a look of no points. What was
    never missed, or is known, has none.
    """

    course: str
    lessons: dict[str, LessonProgress] = {}
    scenarios: dict[str, ScenarioProgress] = {}
    sheets: dict[str, SheetProgress] = {}
    looks: dict[str, tuple[Look, ...]] = {}

    def sheets_of(self, tool: str) -> list[SheetProgress]:
        """The sheets of a tool, in the order they were begun."""
        return [sheet for sheet in self.sheets.values() if sheet.tool == tool]


def fold(progress: Progress, recorded: Iterable[Recorded]) -> Progress:
    """The progress after these events, which must come in the order of their ``seq``.

    An older run that goes on in another window still counts its answers, reflections and finish, but moves
    neither the place nor the time of the newest run.
    """
    return reduce(_after, recorded, progress)


def _after(progress: Progress, recorded: Recorded) -> Progress:
    """One event further. Events of a run whose start is not in the record belong to no progress."""
    if recorded.lesson.startswith(TOOL):
        return _on_sheet(progress, recorded)
    if recorded.lesson == REVIEW:
        return _looked_again(progress, recorded)
    before = progress.lessons.get(recorded.lesson)
    if isinstance(recorded.event, Started):
        lesson = _started(before, recorded)
    elif before is None:
        return progress
    else:
        lesson = _went_on(_timed(before, recorded), recorded)
    progress = replace(progress, lessons={**progress.lessons, recorded.lesson: lesson})
    match recorded.event:
        case Answered(step=step, scored=True, points=points):
            return _look(progress, f"{recorded.lesson}/{step}", recorded, points)
        case ScenarioBegun() | SceneChosen() | ScenarioEnded() as event:
            played = _played(progress.scenarios.get(event.scenario), recorded, event)
            progress = replace(progress, scenarios={**progress.scenarios, played.scenario: played})
            if isinstance(event, SceneChosen) and event.verdict == "tempting" and not played.well:
                return _look(progress, f"{SCENE}{event.scenario}/{event.scene}", recorded, 0.0)
    return progress


def _on_sheet(progress: Progress, recorded: Recorded) -> Progress:
    sheet = progress.sheets.get(recorded.run)
    match recorded.event:
        case Started(seed=seed):
            tool = recorded.lesson.removeprefix(TOOL)
            sheet = SheetProgress(recorded.run, tool, recorded.time, recorded.time, seed)
        case SheetMarked() | SheetClosed() if sheet and not sheet.closed:
            now = sheets.after(sheets.Sheet(sheet.tool, sheet.seed, sheet.marks, sheet.count), recorded.event)
            sheet = replace(
                sheet,
                marks=dict(now.marks),
                count=now.count,
                closed=recorded.time if now.closed else "",
                results=dict(now.results),
                last=recorded.time,
            )
        case _:
            return progress
    return replace(progress, sheets={**progress.sheets, recorded.run: sheet})


def _looked_again(progress: Progress, recorded: Recorded) -> Progress:
    """An answer in a review counts for the question or scene it asks again; nothing of what was forgotten."""
    if not isinstance(recorded.event, Answered):
        return progress
    key, points = recorded.event.step, recorded.event.points
    id, _slash, step = key.partition("/")
    lesson = progress.lessons.get(id)
    if lesson and step in lesson.questions:
        question = _again(lesson.questions[step], recorded.event)
        lesson = replace(lesson, questions={**lesson.questions, step: question})
        progress = replace(progress, lessons={**progress.lessons, id: lesson})
    elif not (id.startswith(SCENE) and id.removeprefix(SCENE) in progress.scenarios):
        return progress
    return _look(progress, key, recorded, points)


def _look(progress: Progress, key: str, recorded: Recorded, points: float) -> Progress:
    day = day_of(recorded.time)
    if day is None:
        return progress
    looks = deciding((*progress.looks.get(key, ()), Look(day, points)))
    others = {item: known for item, known in progress.looks.items() if item != key}
    return replace(progress, looks={**others, key: looks} if looks else others)


def _started(before: LessonProgress | None, recorded: Recorded) -> LessonProgress:
    run, version, time = recorded.run, recorded.version, recorded.time
    if before is None:
        return LessonProgress(recorded.lesson, run, version, began=time, last=time, runs=1)
    return replace(before, run=run, version=version, last=time, open=True, done=(), runs=before.runs + 1)


def _timed(lesson: LessonProgress, recorded: Recorded) -> LessonProgress:
    """Add the time since the event before; only the newest run is timed, so two windows count once."""
    if recorded.run != lesson.run:
        return lesson
    gap = min(max(seconds_between(lesson.last, recorded.time), 0.0), LONGEST_GAP)
    seconds = round(lesson.seconds + gap, 3)
    return replace(lesson, version=recorded.version, last=recorded.time, seconds=seconds)


def _went_on(lesson: LessonProgress, recorded: Recorded) -> LessonProgress:
    match recorded.event:
        case PageRead(step=step):
            return _done(lesson, recorded.run, step)
        case Answered(step=step) as answered:
            question = _answered(lesson, recorded.run, answered)
            lesson = replace(lesson, questions={**lesson.questions, step: question})
            return _done(lesson, recorded.run, step)
        case Reflected(step=step, text=text):
            others = {key: value for key, value in lesson.reflections.items() if key != step}
            written = {**others, step: text} if text.strip() else others
            return _done(replace(lesson, reflections=written), recorded.run, step)
        case LessonFinished() as finish:
            return _finished(lesson, recorded, finish)
        case ScenarioBegun():
            return replace(lesson, plays_begun=lesson.plays_begun + 1)
        case ScenarioEnded(step=step):
            return _done(lesson, recorded.run, step)
        case _:
            return lesson


def _done(lesson: LessonProgress, run: str, step: str) -> LessonProgress:
    if run != lesson.run or step in lesson.done:
        return lesson
    return replace(lesson, done=(*lesson.done, step))


def _answered(lesson: LessonProgress, run: str, answer: Answered) -> QuestionProgress:
    points, before = answer.points, lesson.questions.get(answer.step)
    if before is None:
        return QuestionProgress(
            answer.step,
            first=points,
            first_response=answer.response,
            last=points,
            best=points,
            tries=1,
            hints=answer.hints,
            scored=answer.scored,
            run=run,
        )
    question = replace(_again(before, answer), scored=answer.scored)
    if run == lesson.run != before.run:
        return replace(question, first=points, first_response=answer.response, run=run)
    return question


def _again(question: QuestionProgress, answer: Answered) -> QuestionProgress:
    return replace(
        question,
        last=answer.points,
        best=max(question.best, answer.points),
        tries=question.tries + 1,
        hints=question.hints + answer.hints,
    )


def _finished(lesson: LessonProgress, recorded: Recorded, finish: LessonFinished) -> LessonProgress:
    better = _ratio(finish.points, finish.of) > _ratio(lesson.best, lesson.best_of)
    return replace(
        lesson,
        finished=lesson.finished or recorded.time,
        open=lesson.open and recorded.run != lesson.run,
        finished_runs=lesson.finished_runs + 1,
        best=finish.points if better else lesson.best,
        best_of=finish.of if better else lesson.best_of,
    )


def _played(
    before: ScenarioProgress | None, recorded: Recorded, event: ScenarioBegun | SceneChosen | ScenarioEnded
) -> ScenarioProgress:
    now = before or ScenarioProgress(event.scenario, recorded.run, event.step, recorded.time)
    here = now.run == recorded.run and now.step == event.step
    match event:
        case ScenarioBegun(graph=graph, path=path):
            return replace(
                now,
                run=recorded.run,
                step=event.step,
                last=recorded.time,
                playing=graph,
                open=True,
                made=len(path),
            )
        case SceneChosen(decision=decision):
            return replace(now, last=recorded.time, made=decision + 1) if here else now
        case ScenarioEnded():
            return _ended(replace(now, last=recorded.time, open=False, made=0) if here else now, event)


def _ended(now: ScenarioProgress, end: ScenarioEnded) -> ScenarioProgress:
    met = now.endings if end.ending in now.endings else (*now.endings, end.ending)
    now = replace(now, plays=now.plays + 1, endings=met, well=now.well or end.ending_kind == "good")
    if now.best is not None and end.points <= now.best:
        return now
    return replace(now, best=end.points, best_ending=end.ending, best_path=end.path, graph=now.playing)


def _ratio(points: float | None, of: int) -> float:
    """The share of points; below any share when nothing was asked, below that when nothing was finished."""
    if points is None:
        return -2.0
    return points / of if of else -1.0
