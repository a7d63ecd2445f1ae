"""From course and progress to a summary, by the owner's choices. Pure: the caller says what time it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from advocacy_coach import __version__
from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.model import Course, Lesson
from advocacy_coach.course.prose import plain
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _
from advocacy_coach.records.progress import Progress
from advocacy_coach.reports import card, checks
from advocacy_coach.reports.answers import Answer, missed, reflections, scored_answers
from advocacy_coach.reports.document import (
    SCHEMA,
    SCHEMA_VERSION,
    CourseFacts,
    LessonResult,
    NextStep,
    Result,
    Score,
    Summary,
    TopicResult,
)
from advocacy_coach.reports.scenarios import Known, best_plays, results
from advocacy_coach.session.mastery import Mastery, mastery
from advocacy_coach.session.scoring import percent, reaches

__all__ = ["Include", "Summary", "checked_name", "summarise", "to_practise"]

NAME_LENGTH = 120
NEXT_STEPS = 3


class Include(Struct, frozen=True):
    """What the owner wants a summary to say beyond the results; none of it unless they say so.

    ``questions`` are those missed at first and the decisions in scenarios, ``reflections`` what they wrote
    for themselves, ``times`` the days and the minutes, ``card`` their action card.
    """

    name: str = ""
    questions: bool = False
    reflections: bool = False
    times: bool = False
    card: bool = False


def summarise(
    course: Course,
    lessons: Sequence[Lesson],
    progress: Progress,
    include: Include,
    made: datetime,
    *,
    scenarios: Sequence[Known] = (),
    learner: str | None = None,
) -> Summary:
    """The summary, made at ``made`` (aware). ``lessons`` are those that can be read, in the course's order.

    A lesson on the path that is not among them is named by its id. Of the ``scenarios`` only those that were
    played to an end are told. A topic counts the latest answer to each question and the best play of each
    scenario, one point each. ``learner`` is ``Store.learner`` of the course. Raises UsageError when the name
    cannot be used.
    """
    answers = list(scored_answers(lessons, progress))
    known = _known(answers, scenarios, progress)
    return Summary(
        schema=SCHEMA,
        schema_version=SCHEMA_VERSION,
        program=__version__,
        made=made.astimezone(UTC).replace(microsecond=0),
        who=checked_name(include.name) or None,
        course=CourseFacts(course.id, course.title, course.version, course.language, course.pass_mark),
        result=_result(course, progress, include.times),
        lessons=tuple(_lesson_results(course, lessons, progress, answers, include.times)),
        scenarios=tuple(results(course, scenarios, progress, decisions=include.questions)),
        topics=tuple(_topic_results(course, known)),
        next_steps=_next_steps(course, lessons, progress, known),
        missed=tuple(missed(answers, course.pass_mark)) if include.questions else None,
        reflections=tuple(reflections(lessons, progress)) if include.reflections else None,
        card=card.of_progress(progress, made) if include.card else None,
        learner=learner,
        checks=checks.of_progress(progress),
    )


def to_practise(
    course: Course, lessons: Sequence[Lesson], progress: Progress, scenarios: Sequence[Known]
) -> list[NextStep]:
    """Of the next steps those to practise, weakest topic first, all of them."""
    return _to_practise(course, lessons, _known(scored_answers(lessons, progress), scenarios, progress))


def checked_name(name: str) -> str:
    """The name, trimmed. Raises UsageError when it is too long or holds characters that are not text."""
    name = name.strip()
    if FORBIDDEN.search(name) or not {"\t", "\n"}.isdisjoint(name):
        raise UsageError(
            _("The name contains characters that cannot be shown."),
            _("Type it by hand instead of pasting it."),
        )
    if len(name) > NAME_LENGTH:
        raise UsageError(
            _("The name is {length} characters long.").format(length=len(name)),
            _("Use at most {limit}.").format(limit=NAME_LENGTH),
        )
    return name


def _result(course: Course, progress: Progress, times: bool) -> Result:
    taken = [progress.lessons[id] for id in course.path if id in progress.lessons]
    points = sum(lesson.best for lesson in taken if lesson.best is not None)
    of = sum(lesson.best_of for lesson in taken if lesson.best is not None)
    finished = [lesson.finished for lesson in taken if lesson.finished]
    whole = len(finished) == len(course.path)
    return Result(
        complete=whole,
        passed=whole and (reaches(points, of, course.pass_mark) or not of),
        score=_score(points, of),
        began=_day(min((lesson.began for lesson in taken), default="")) if times else None,
        finished=_day(max(finished)) if times and whole else None,
        minutes=_minutes(sum(lesson.seconds for lesson in taken)) if times else None,
    )


def _lesson_results(
    course: Course, lessons: Sequence[Lesson], progress: Progress, answers: Sequence[Answer], times: bool
) -> Iterator[LessonResult]:
    readable = {lesson.id: lesson for lesson in lessons}
    for id in dict.fromkeys((*course.path, *readable)):
        lesson, taken = readable.get(id), progress.lessons.get(id)
        firsts = [answer.taken.first for answer in answers if answer.lesson.id == id]
        yield LessonResult(
            id=id,
            title=lesson.title if lesson else id,
            topic=lesson.topic if lesson else "",
            state="new" if taken is None else "finished" if taken.finished else "begun",
            score=_score(taken.best, taken.best_of) if taken and taken.best is not None else None,
            first_try=sum(reaches(points, 1, course.pass_mark) for points in firsts),
            answered=len(firsts),
            attempts=taken.runs if taken else 0,
            finished=_day(taken.finished) if taken and times else None,
            minutes=_minutes(taken.seconds) if taken and times else None,
        )


def _topic_results(course: Course, known: Mapping[str, Mastery]) -> Iterator[TopicResult]:
    for topic in course.topics:
        now = known.get(topic.id, Mastery())
        yield TopicResult(topic.id, topic.title, topic.pitfall, _score(now.points, now.of))


def _next_steps(
    course: Course, lessons: Sequence[Lesson], progress: Progress, known: Mapping[str, Mastery]
) -> tuple[NextStep, ...]:
    """At most three: what to practise, then what to finish.

    To practise: the first takeaway of the first lesson about each topic whose latest answers and best plays
    stay below the pass mark, weakest topic first. To finish: the lessons on the path without a finished run,
    in its order.
    """
    practise = _to_practise(course, lessons, known)
    by_id = {lesson.id: lesson for lesson in lessons}
    done = {id for id, taken in progress.lessons.items() if taken.finished}
    finish = [NextStep("finish", id, by_id[id].title) for id in course.path if id in by_id and id not in done]
    return tuple([*practise, *finish][:NEXT_STEPS])


def _to_practise(course: Course, lessons: Sequence[Lesson], known: Mapping[str, Mastery]) -> list[NextStep]:
    weak = [topic for topic, now in known.items() if not reaches(now.points, now.of, course.pass_mark)]
    weak.sort(key=lambda topic: known[topic].points / known[topic].of)
    about = {lesson.topic: lesson for lesson in reversed(lessons) if lesson.takeaways}
    return [
        NextStep("practise", about[topic].id, plain(about[topic].takeaways[0]))
        for topic in weak
        if topic in about
    ]


def _known(answers: Iterable[Answer], scenarios: Sequence[Known], progress: Progress) -> dict[str, Mastery]:
    """How well each topic is known by the latest answers and the best plays."""
    latest = [(answer.topic, answer.taken.last) for answer in answers]
    return mastery([*latest, *best_plays(scenarios, progress)])


def _score(points: float, of: int) -> Score | None:
    return Score(round(points, 2), of, percent(points, of)) if of else None


def _day(stamp: str) -> date | None:
    """The day of a UTC time as the record writes it."""
    return date.fromisoformat(stamp[:10]) if stamp else None


def _minutes(seconds: float) -> int:
    return int(seconds / 60 + 0.5)
