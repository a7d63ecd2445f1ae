"""The journal: everything a learner wrote for themselves, in one place."""

import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import Lesson, Reflect
from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.records.progress import Progress
from advocacy_coach.reports.writers.escape import escape, quoted


class Written(Struct, frozen=True):
    """One reflection: where it was written (ids, and the lesson's title), what was asked, what was written.

    The prompt is empty where the course no longer asks it.
    """

    lesson: str
    step: str
    title: str
    prompt: str
    text: str

    @property
    def asked(self) -> str:
        """The prompt; the id of its step where the course no longer asks it."""
        return self.prompt or _("{step} (no longer asked)").format(step=cleaned(self.step))


def journal(lessons: Sequence[Lesson], progress: Progress) -> tuple[Written, ...]:
    """All that was written, in the order of the course; what belongs to no lesson of it stands at the end."""
    known = {lesson.id: lesson for lesson in lessons}
    order = [*known, *(id for id in progress.lessons if id not in known)]
    entries = []
    for id in order:
        written = progress.lessons[id].reflections if id in progress.lessons else {}
        prompts = _prompts(known.get(id))
        steps = [step for step in prompts if step in written]
        for step in [*steps, *(step for step in written if step not in prompts)]:
            text = cleaned("\n".join(written[step].splitlines())).strip()
            if text:
                title = known[id].title if id in known else cleaned(id)
                entries.append(Written(id, step, title, prompts.get(step, ""), text))
    return tuple(entries)


def search(entries: Iterable[Written], words: str) -> tuple[Written, ...]:
    """The entries in which every one of the words occurs; case and accents make no difference."""
    wanted = _folded(words).split()
    return tuple(
        entry
        for entry in entries
        if all(word in _folded(f"{entry.title} {entry.asked} {entry.text}") for word in wanted)
    )


def to_markdown(title: str, entries: Sequence[Written]) -> bytes:
    """The journal as Markdown in UTF-8, lesson by lesson."""
    heading = _("Journal")
    blocks = [f"# {heading}", escape(title)]
    lesson = None
    for entry in entries:
        if entry.lesson != lesson:
            lesson = entry.lesson
            blocks.append(f"## {escape(entry.title)}")
        blocks.append(f"**{escape(entry.asked)}**")
        blocks.append("\n".join(quoted(entry.text)))
    return ("\n\n".join(blocks) + "\n").encode()


def _prompts(lesson: Lesson | None) -> dict[str, str]:
    if lesson is None:
        return {}
    return {step.id: plain(step.prompt) for step in lesson.steps if isinstance(step, Reflect)}


def _folded(text: str) -> str:
    """A text without case and accents, for comparing alone; “ł” has no accent to take off, so it is named."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(character for character in apart if not unicodedata.combining(character))
