"""What ``forget`` will remove, told before it is removed."""

from msgspec import Struct

from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.progress import Progress


class Traces(Struct, frozen=True):
    """How much the record knows: lessons that were begun, questions answered, reflections written."""

    lessons: int
    answers: int
    reflections: int

    def __str__(self) -> str:
        parts = (
            ngettext("{count} lesson", "{count} lessons", self.lessons).format(count=self.lessons),
            ngettext("{count} answered question", "{count} answered questions", self.answers).format(
                count=self.answers
            ),
            ngettext("{count} reflection", "{count} reflections", self.reflections).format(
                count=self.reflections
            ),
        )
        return ", ".join(parts)


def traces(progress: Progress, lesson: str | None) -> Traces:
    """What is known of one lesson, or of the whole course. Raises UsageError for a lesson never begun."""
    if lesson is not None and lesson not in progress.lessons:
        begun = ", ".join(progress.lessons) or _("none")
        raise UsageError(
            _("Nothing is recorded about a lesson “{lesson}”.").format(lesson=lesson),
            _("Recorded lessons: {lessons}.").format(lessons=begun),
        )
    going = [taken for id, taken in progress.lessons.items() if lesson in (None, id)]
    return Traces(
        len(going),
        sum(len(taken.questions) for taken in going),
        sum(len(taken.reflections) for taken in going),
    )


def warning(title: str, going: Traces) -> str:
    """What will be gone, and what will not."""
    lost = _("This removes from your record, for good, what it holds about “{title}”: {traces}.")
    kept = _("Files you have exported stay where they are.")
    return f"{lost.format(title=title, traces=going)} {kept}"
