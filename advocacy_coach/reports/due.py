"""What is to be looked at again today, in the words of the course as it is now.

What the course no longer has is passed over; the record keeps it. No lesson is read while nothing is due.
"""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.course.model import (
    YOU,
    BaseQuestion,
    Choice,
    ChoiceQuestion,
    Lesson,
    Question,
    Scenario,
    Scene,
)
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.progress import Progress
from advocacy_coach.reports.writers.escape import escape
from advocacy_coach.session.names import REVIEW, SCENE
from advocacy_coach.session.review import due_on, is_due, minutes


class Due(Struct, frozen=True):
    """A question or a scene that waits: its key in ``Progress.looks``, and where it belongs."""

    key: str
    kind: Literal["question", "scene"]
    parent: str
    id: str
    title: str


def due_items(library: Library, progress: Progress, today: int) -> tuple[Due, ...]:
    """What is due on a day (its proleptic ordinal, UTC), the longest waiting first."""
    mark = library.course.pass_mark
    waiting = [
        (due_on(looks, mark) or 0, key) for key, looks in progress.looks.items() if is_due(looks, mark, today)
    ]
    return tuple(item for _day, key in sorted(waiting) if (item := _found(library, key)) is not None)


def announcement(count: int) -> str:
    """How many items wait, and about how long looking at them takes."""
    items = ngettext("{count} to look at again", "{count} to look at again", count).format(count=count)
    many = minutes(count)
    time = ngettext("about {minutes} minute", "about {minutes} minutes", many).format(minutes=many)
    return f"{items}, {time}"


def next_day(library: Library, progress: Progress) -> int | None:
    """The day (its proleptic ordinal) on which the next item comes back; None when nothing waits.

    Ask it only when nothing is due. Of the lessons it reads as many as it needs to find one item.
    """
    mark = library.course.pass_mark
    days = ((due_on(looks, mark), key) for key, looks in progress.looks.items())
    waiting = sorted((day, key) for day, key in days if day is not None)
    return next((day for day, key in waiting if _found(library, key) is not None), None)


def review_lesson(library: Library, items: tuple[Due, ...]) -> Lesson:
    """What is due as a lesson of questions; the id of each step is the key of its item."""
    return Lesson(
        format=1,
        id=REVIEW,
        topic=library.course.topics[0].id,
        title=_("Looking again"),
        minutes=1,
        steps=tuple(_questions(library, items)),
    )


def _questions(library: Library, items: tuple[Due, ...]) -> Iterator[Question]:
    for item in items:
        if item.kind == "question":
            question = _question(library.lesson(item.parent), item.id)
            if question is not None:
                yield replace(question, id=item.key)
        else:
            told = library.scenario(item.parent)
            stage = _scene(told, item.id)
            if stage is not None:
                yield _as_question(told, stage, item.key)


def _found(library: Library, key: str) -> Due | None:
    """The item of a key, if the course still has it."""
    scene = key.startswith(SCENE)
    parent, _slash, id = key.removeprefix(SCENE).partition("/")
    try:
        if scene:
            told = library.scenario(parent)
            return Due(key, "scene", parent, id, told.title) if _scene(told, id) else None
        lesson = library.lesson(parent)
        return Due(key, "question", parent, id, lesson.title) if _question(lesson, id) else None
    except CourseError:
        return None


def _question(lesson: Lesson, id: str) -> Question | None:
    step = lesson.step(id)
    return step if isinstance(step, BaseQuestion) and step.scored else None


def _scene(told: Scenario, id: str) -> Scene | None:
    """The scene, if it can be asked as a question: with a best choice and with one that is not."""
    for scene in told.scenes:
        verdicts = {choice.verdict for choice in scene.choices}
        if scene.id == id and "best" in verdicts and len(verdicts) > 1:
            return scene
    return None


def _as_question(told: Scenario, stage: Scene, key: str) -> ChoiceQuestion:
    """A decision once more, as a question: the talk, and the choices with what follows from each.

    The first of several best choices counts as right; the others would be right as well and are left out.
    """
    names = {person.id: person.name for person in told.cast} | {YOU: _("You")}
    lines = [f"**{escape(told.title)}**"]
    for line in stage.lines:
        name = escape(names.get(line.speaker, line.speaker))  # titles and names are no Markdown
        lines.append(f"**{name}:** {line.text}" if name else line.text)
    lines.append(_("What do you do now?"))
    right = next(choice.id for choice in stage.choices if choice.verdict == "best")
    options = tuple(
        Choice(choice.id, choice.text, choice.feedback, correct=choice.id == right)
        for choice in stage.choices
        if choice.id == right or choice.verdict != "best"
    )
    return ChoiceQuestion(id=key, prompt="\n\n".join(lines), explain=stage.expert, options=options)
