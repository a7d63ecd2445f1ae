"""The record as xAPI statements (xAPI 1.0.3): pure, and the same record gives the same bytes.

An id is made from the event's id, never from when or how it was exported, so a statement that is sent twice
is one statement. The words of a statement are those of the course as it is now; whoever needs them to stay as
they were keeps the statement when it is first made. ``docs/xapi.md`` has the table of what becomes what.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Final, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import Course, Lesson
from advocacy_coach.course.scenarios.story import OVER, Story, replay
from advocacy_coach.records.activities import TYPES, Activities, checked_base, reference
from advocacy_coach.records.events import Recorded, day_of, seconds_between, stamp
from advocacy_coach.records.interactions import Json, response_to
from advocacy_coach.records.progress import LONGEST_GAP, Progress, fold
from advocacy_coach.records.statement import Statement
from advocacy_coach.session.events import (
    Answered,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from advocacy_coach.session.names import REVIEW, SCENE, TOOL, is_practice, of_course
from advocacy_coach.session.plays import CHOICE_POINTS
from advocacy_coach.session.scoring import reaches

NAMESPACE: Final = UUID("b6b7b9a2-53c4-4b0e-8a3b-6f0a0c5f7d21")
"""What every id is derived from; another value would let a store count everything a second time."""

PLATFORM: Final = "advocacy-coach"
"""Without a version: the record does not know which one was used, and today's would change old statements."""

CHECKS: Final = {
    "opening-check": ("pre", "Opening check"),
    "closing-check": ("post", "Closing check"),
}
"""Of the sheets only these give statements: their phase and their name. All others are private."""

Verb = Literal["initialized", "experienced", "answered", "scored", "completed", "passed", "failed"]
"""The verbs in use, all of them in ADL's vocabulary."""

_VERBS: Final = "http://adlnet.gov/expapi/verbs/"
_MASTERY: Final = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
_encoder = msgspec.json.Encoder(order="sorted")


class XapiSettings(Struct, frozen=True):
    """What statements are made with. ``base`` is an address that the organisation owns (``checked_base``).

    ``learner`` is the name of the account: a stable random id, unless an organisation knows a better one.
    ``name`` is the learner's own, ``answers`` what was answered and decided, ``reflections`` the texts of
    those: each is in a statement only when asked for.
    """

    base: str
    learner: str
    name: str = ""
    answers: bool = False
    reflections: bool = False


def statements(
    recorded: Iterable[Recorded],
    course: Course,
    lessons: Mapping[str, Lesson],
    stories: Mapping[str, Story],
    settings: XapiSettings,
) -> Iterator[Statement]:
    """The statements of a course. ``recorded`` are all its events, in the order of their ``seq``.

    What the course no longer has is told by its id alone. Raises UsageError for a base that cannot be used.
    """
    activities = Activities(course, lessons, stories, checked_base(settings.base))
    telling = _Telling(course, activities, stories, settings)
    return chain.from_iterable(map(telling.statements, recorded))


def statement_id(event: str, about: str) -> str:
    """The id of the statement that an event gives about something, such as its lesson or the quiz in it."""
    return str(uuid5(NAMESPACE, f"{event}\n{about}"))


def duration(seconds: float) -> str:
    """Seconds in ISO 8601, to a hundredth: ``PT1H2M3.5S``, ``PT0S``."""
    minutes, rest = divmod(max(round(seconds * 100), 0), 6000)
    hours, minutes = divmod(minutes, 60)
    exact = f"{rest / 100:.2f}".rstrip("0").rstrip(".")
    parts = (f"{hours}H" if hours else "", f"{minutes}M" if minutes else "", f"{exact}S" if rest else "")
    return f"PT{''.join(parts) or '0S'}"


def score(points: float, of: int) -> Json | None:
    """A score from 0 to ``of``; None when nothing could be had, because ``min`` must be less than ``max``."""
    if of <= 0:
        return None
    held = min(max(points, 0.0), float(of))
    return {"scaled": round(held / of, 4), "raw": round(held, 4), "min": 0, "max": of}


class _Play(Struct, frozen=True):
    """A play so far: the seconds of its run when it began, the fingerprint of its scenario, its choices."""

    began: float
    graph: str = ""
    path: tuple[str, ...] = ()


class _Telling:
    """One pass over the events, with what has to be known of those before to tell the next."""

    def __init__(
        self, course: Course, activities: Activities, stories: Mapping[str, Story], settings: XapiSettings
    ) -> None:
        self.course, self.activities, self.stories, self.settings = course, activities, stories, settings
        self.progress = Progress(course.id)
        # By run: the time of its last event, and the seconds spent in it.
        self.times: dict[str, tuple[str, float]] = {}
        # By run, step and number.
        self.plays: dict[tuple[str, str, int], _Play] = {}
        self.opened: Recorded | None = None
        self.told: set[Verb] = set()
        account = {"homePage": activities.base, "name": cleaned(settings.learner)}
        self.actor = _filled(
            {"objectType": "Agent", "account": _filled(account), "name": cleaned(settings.name)}
        )
        self.home = activities.id()

    def statements(self, one: Recorded) -> Iterator[Statement]:
        """The statements of the next event; it is known from then on."""
        seconds = self._spent(one)
        self.progress = fold(self.progress, (one,))
        if one.lesson.startswith(TOOL):
            yield from self._of_sheet(one)
        elif one.lesson:  # of a run whose start was forgotten nothing is told
            yield from self._of_run(one, seconds)

    def _of_run(self, one: Recorded, seconds: float) -> Iterator[Statement]:
        match one.event:
            case Started() if of_course(one.lesson):  # practice and review are told by what is done in them
                yield from self._started(one)
            case PageRead(step=step):
                page, parent = (
                    self.activities.page(one.lesson, step),
                    self.activities.id("lessons", one.lesson),
                )
                result = {"completion": True, "duration": duration(seconds)}
                yield self._made(one, "experienced", page, result, parent=parent)
            case Answered() if self.settings.answers:
                yield self._answered(one, one.event, seconds)
            case Reflected(text=text) if text.strip():
                yield self._reflected(one, one.event)
            case LessonFinished() if of_course(one.lesson):
                yield from self._finished(one, one.event)
            case ScenarioBegun():
                yield self._begun(one, one.event)
            case SceneChosen():
                yield from self._chosen(one, one.event, seconds)
            case ScenarioEnded():
                yield self._ended(one, one.event)
            case (
                Started()
                | Answered()
                | Reflected()
                | LessonFinished()
                | RoundOpened()
                | SheetMarked()
                | SheetClosed()
            ):
                return

    def _started(self, one: Recorded) -> Iterator[Statement]:
        if self.opened is None:
            self.opened = one
            yield self._of_course(one, "initialized", {})
        yield self._made(one, "initialized", self.activities.lesson(one.lesson), {}, parent=self.home)

    def _answered(self, one: Recorded, event: Answered, seconds: float) -> Statement:
        """An answer in a lesson, or in a review to what a lesson or a scenario asked."""
        lesson, step = one.lesson, event.step
        if lesson == REVIEW:
            lesson, _slash, step = step.partition("/")
        marked = score(event.points, 1) if event.scored else None
        result: Json = {"duration": duration(seconds), "score": marked}
        if lesson.startswith(SCENE):
            scenario = lesson.removeprefix(SCENE)
            activity, scene = self.activities.node(scenario, step)
            parent = self.activities.id("scenarios", scenario)
            choices = {choice.id for choice in scene.choices} if scene else set()
            result["response"] = next((id for id in event.response if id in choices), None)
        else:
            activity, question = self.activities.question(lesson, step)
            parent = self.activities.id("lessons", lesson, "quiz")
            result["response"] = response_to(question, event.response) if question else None
            if "correctResponsesPattern" in activity.get("definition", {}):
                result["success"] = event.points == 1
        beside = {"round": event.round, "hints": event.hints}
        return self._made(one, "answered", activity, result, parent=parent, beside=beside)

    def _reflected(self, one: Recorded, event: Reflected) -> Statement:
        activity = self.activities.reflection(one.lesson, event.step)
        result: Json = {"response": cleaned(event.text)} if self.settings.reflections else {}
        parent = self.activities.id("lessons", one.lesson)
        beside = {"writing": event.revision}
        return self._made(one, "answered", activity, result, parent=parent, beside=beside)

    def _finished(self, one: Recorded, event: LessonFinished) -> Iterator[Statement]:
        """The lesson, all it gives points for as an assessment, and once the course as a whole."""
        taken = duration(self.times[one.run][1])
        lesson = self.activities.lesson(one.lesson)
        yield self._made(one, "completed", lesson, {"completion": True, "duration": taken}, parent=self.home)
        marked = score(event.points, event.of)
        if marked:
            passed = reaches(event.points, event.of, self.course.pass_mark)
            result = {"success": passed, "score": marked, "duration": taken}
            quiz, parent = self.activities.quiz(one.lesson), self.activities.id("lessons", one.lesson)
            verb: Verb = "passed" if passed else "failed"
            yield self._made(one, verb, quiz, result, parent=parent, about="quiz", mastery=True)
        yield from self._course_done(one)

    def _course_done(self, one: Recorded) -> Iterator[Statement]:
        """That the course is complete, and that it is passed: each once, and passed perhaps later.

        There is no failed course: it is passed as soon as the best runs of its lessons reach the pass mark.
        """
        known = [self.progress.lessons.get(id) for id in self.course.path]
        done = [lesson for lesson in known if lesson and lesson.finished]
        if self.opened is None or len(done) < len(known):
            return
        taken = duration(sum(lesson.seconds for lesson in done))
        if "completed" not in self.told:
            yield self._of_course(one, "completed", {"completion": True, "duration": taken})
        points, of = sum(lesson.best or 0.0 for lesson in done), sum(lesson.best_of for lesson in done)
        if "passed" not in self.told and (reaches(points, of, self.course.pass_mark) or not of):
            result = {"success": True, "score": score(points, of), "duration": taken}
            yield self._of_course(one, "passed", result, mastery=True)

    def _begun(self, one: Recorded, event: ScenarioBegun) -> Statement:
        now = self.times[one.run][1]
        self.plays[one.run, event.step, event.play] = _Play(now, event.graph, event.path)
        return self._of_scenario(one, event, "initialized", {})

    def _chosen(self, one: Recorded, event: SceneChosen, seconds: float) -> Iterator[Statement]:
        key = (one.run, event.step, event.play)
        before = self.plays.get(key, _Play(self.times[one.run][1]))
        play = self.plays[key] = _Play(before.began, before.graph, (*before.path, event.choice))
        if not self.settings.answers:
            return
        node, _scene = self.activities.node(event.scenario, event.scene)
        result = {
            "response": cleaned(event.choice),
            "score": score(CHOICE_POINTS[event.verdict], 1) if event.verdict else None,
            "duration": duration(seconds),
            "extensions": self._extensions({"verdict": event.verdict, **self._came_to(event.scenario, play)}),
        }
        parent = self.activities.id("scenarios", event.scenario)
        beside = {"play": event.play, "decision": event.decision}
        yield self._made(one, "answered", node, result, parent=parent, beside=beside)

    def _ended(self, one: Recorded, event: ScenarioEnded) -> Statement:
        now = self.times[one.run][1]
        play = self.plays.get((one.run, event.step, event.play), _Play(now))
        told: Json = {"ending": cleaned(event.ending), "ending-kind": event.ending_kind}
        if self.settings.answers:
            told["path"] = [cleaned(choice) for choice in event.path]
        result: Json = {
            "completion": True,
            "score": score(event.points, 1),
            "duration": duration(now - play.began),
            "extensions": self._extensions(told),
        }
        if event.ending_kind != "mixed":  # neither a success nor a failure
            result["success"] = event.ending_kind == "good"
        return self._of_scenario(one, event, "completed", result)

    def _came_to(self, scenario: str, play: _Play) -> Json:
        """The scene a choice led to and the meters then; nothing where the story is not the one played."""
        story = self.stories.get(scenario)
        states = replay(story, play.path) if story and story.graph == play.graph else None
        if not story or not states:
            return {}
        last = states[-1]
        node = "end" if last.scene == OVER else story.stops[last.scene].scene.id
        return {"next-node": node, "state": dict(zip(story.meters, last.levels, strict=True))}

    def _of_sheet(self, one: Recorded) -> Iterator[Statement]:
        """The score of an opening or closing check; no other sheet is told, and no mark of any."""
        tool = one.lesson.removeprefix(TOOL)
        if tool not in CHECKS or not isinstance(one.event, SheetClosed):
            return
        phase, name = CHECKS[tool]
        results = {key: cleaned(value) for key, value in one.event.results.items()}
        points, of = _number(results.get("points", "")), _number(results.get("of", ""))
        marked = score(points, of) if points is not None and of is not None else None
        if marked:
            key = {"method": results.get("key", ""), "version": results.get("key_version", "")}
            beside = {"phase": phase, "form": results.get("form", ""), "key": _filled(key)}
            check = self.activities.check(tool, name)
            yield self._made(one, "scored", check, {"score": marked}, parent=self.home, beside=beside)

    def _of_scenario(
        self, one: Recorded, event: ScenarioBegun | ScenarioEnded, verb: Verb, result: Json
    ) -> Statement:
        scenario = self.activities.scenario(event.scenario)
        parent = self.activities.id("lessons", one.lesson) if of_course(one.lesson) else self.home
        return self._made(one, verb, scenario, result, parent=parent, beside={"play": event.play})

    def _of_course(self, one: Recorded, verb: Verb, result: Json, *, mastery: bool = False) -> Statement:
        """A statement about the course, one a verb: its id and registration are of the first start."""
        assert self.opened is not None, "nothing is told about a course that was not opened"
        self.told.add(verb)
        about = f"course {verb}"
        return self._made(
            one, verb, self.activities.course(), result, of=self.opened, about=about, mastery=mastery
        )

    def _made(
        self,
        one: Recorded,
        verb: Verb,
        activity: Json,
        result: Json,
        *,
        parent: str = "",
        beside: Json | None = None,
        mastery: bool = False,
        of: Recorded | None = None,
        about: str = "",
    ) -> Statement:
        """The statement, without empty parts. A run is a registration: taking a lesson again is another.

        ``of`` is the event that gives id and registration where it is another one.
        """
        source = of or one
        id = statement_id(source.id, about)
        extensions = self._extensions({"mode": _mode(one.lesson), **(beside or {})})
        if mastery:
            extensions[_MASTERY] = self.course.pass_mark / 100
        profile = {
            **reference(f"{self.activities.base}/profile/v1"),
            "definition": {"type": f"{TYPES}profile"},
        }
        around: Json = {
            "parent": [reference(parent)] if parent else [],
            "grouping": [reference(self.home)],
            "category": [profile],
        }
        context: Json = {
            "registration": str(uuid5(NAMESPACE, source.run)),
            "revision": cleaned(one.version),
            "platform": PLATFORM,
            "language": self.course.language,
            "contextActivities": _filled(around),
            "extensions": extensions,
        }
        body: Json = {
            "id": id,
            "actor": self.actor,
            "verb": {"id": f"{_VERBS}{verb}", "display": {"en-US": verb}},
            "object": activity,
            "result": _filled(result),
            "context": _filled(context),
            "timestamp": _moment(one.time),
        }
        return Statement(id, _encoder.encode(_filled(body)))

    def _spent(self, one: Recorded) -> float:
        """Seconds since the event before in the same run, at most ``LONGEST_GAP``, as in progress."""
        last, before = self.times.get(one.run, (one.time, 0.0))
        gap = min(max(seconds_between(last, one.time), 0.0), LONGEST_GAP)
        self.times[one.run] = (one.time, before + gap)
        return gap

    def _extensions(self, values: Json) -> Json:
        return {f"{self.activities.base}/extensions/{key}": value for key, value in _filled(values).items()}


def _mode(lesson: str) -> str:
    if lesson == REVIEW:
        return "review"
    if lesson.startswith(TOOL):
        return "check"
    return "practice" if is_practice(lesson) else "lesson"


def _filled(values: Json) -> Json:
    """Without what is empty: the specification allows no null, and an empty object says nothing."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", {}, [])}


def _moment(time: str) -> str:
    """The time of an event in UTC; "" for one that cannot be read: then the time of arrival has to do."""
    return stamp(datetime.fromisoformat(time)) if day_of(time) is not None else ""


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else None
