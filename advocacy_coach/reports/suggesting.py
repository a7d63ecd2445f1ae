"""What could stand on the action card, made of what the manager did, in words ready to be taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.reports.export import ended_scenarios, readable_lessons
from advocacy_coach.reports.journal import journal
from advocacy_coach.reports.summary import to_practise
from advocacy_coach.session.guidance import mood, papers, plan
from advocacy_coach.session.guidance.card import TEXT_LENGTH, Suggestion, suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advocacy_coach.course.library import Library
    from advocacy_coach.course.model import Lesson
    from advocacy_coach.course.tools import MoodCheck
    from advocacy_coach.records.progress import Progress
    from advocacy_coach.session.guidance.mood import MoodReading
    from advocacy_coach.session.guidance.plan import PlanReading


def suggest(library: Library, progress: Progress) -> tuple[Suggestion, ...]:
    """The suggestions, each with a text that fits a line of the card and a sentence why it is offered."""
    lessons = readable_lessons(library)
    found = suggestions(
        plan=_plan(library, progress),
        mood=_mood(library, progress),
        topics=_topics(library, lessons, progress),
        reflections=((entry.asked, entry.text) for entry in journal(lessons, progress)),
    )
    return tuple(replace(each, text=_text(each), why=_why(each)) for each in found)


def shortened(text: str, length: int = TEXT_LENGTH) -> str:
    """The text on one line of at most so many characters, cut after a word where it is longer."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    kept = text[: length - 1]
    whole, _space, _rest = kept.rpartition(" ")
    return f"{(whole or kept).rstrip()}…"


def _plan(library: Library, progress: Progress) -> PlanReading | None:
    """The newest plan check that was finished; where none was, the newest that was begun."""
    tool, sheets = library.plan_check(), progress.sheets_of("plan-check")
    if tool is None or not sheets:
        return None
    newest = ([sheet for sheet in sheets if sheet.closed] or sheets)[-1]
    return plan.read(tool, newest.marks)


def _mood(library: Library, progress: Progress) -> tuple[MoodCheck, MoodReading] | None:
    """What the team said, where it was shown; else what the manager answered, once it is finished."""
    tool = library.mood_check()
    if tool is None:
        return None
    team = [sheet for sheet in progress.sheets_of("team-check") if sheet.closed]
    whole = papers.read_sheet(tool, team[-1].marks).whole if team else None
    if whole is not None:
        return tool, whole
    mine = [sheet for sheet in progress.sheets_of("mood-check") if sheet.closed]
    return (tool, mood.read(tool, mine[-1].marks)) if mine else None


def _topics(library: Library, lessons: list[Lesson], progress: Progress) -> Iterator[tuple[str, str]]:
    """What to practise, as the next steps of a summary have it, with the title of the topic."""
    course = library.course
    topic_of = {lesson.id: lesson.topic for lesson in lessons}
    titles = {topic.id: topic.title for topic in course.topics}
    for step in to_practise(course, lessons, progress, ended_scenarios(library, progress)):
        topic = topic_of[step.lesson]
        yield titles.get(topic, topic), step.text


def _text(found: Suggestion) -> str:
    match found.kind:
        case "topic" | "reflection":  # both are plain already
            words = found.text
        case "area":
            words = _("Ask what stands behind “{area}”, and mend one thing.").format(area=plain(found.text))
        case _:
            words = plain(found.text)
    return shortened(words)


def _why(found: Suggestion) -> str:
    """Why it is offered, short enough to stand under it."""
    words = {
        "instead": _("Plan check, instead of: {what}"),
        "stop": _("Plan check: this is in your plan"),
        "gate": _("Mood check, low: {what}"),
        "area": _("Mood check, the weakest"),
        "band": _("Mood check: {what}"),
        "ask": _("Mood check: many “I don’t know”"),
        "topic": _("Not safe yet: {what}"),
        "reflection": _("You wrote it: {what}"),
    }[found.kind]
    return words.format(what=shortened(plain(found.why), 80))
