"""The list of lessons: what is done, what is begun, what comes next."""

from collections.abc import Sequence
from functools import lru_cache

from advocacy_coach.course.library import Entry
from advocacy_coach.course.model import Course
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.progress import LessonProgress, Progress
from advocacy_coach.session.scoring import percent
from advocacy_coach.tui.rows import BLANK, NARROW, Row, pair, prose, text
from advocacy_coach.tui.text import measure


def home_rows(
    course: Course, entries: Sequence[Entry], progress: Progress, cursor: int, width: int
) -> list[Row]:
    """The course and its lessons, for a text width."""
    rows = [BLANK]
    if width >= NARROW:
        rows += [*prose(course.summary, width), BLANK]
    rows += [_lesson_row(entry, index, progress, cursor, width) for index, entry in enumerate(entries)]
    for index, entry in enumerate(entries):
        if entry.problem and index == cursor:
            rows += [BLANK, *text(entry.problem, width, "bad")]
    return [*rows, BLANK, *text(_overview(entries, progress), width, "muted")]


def state_of(entry: Entry, progress: Progress) -> str:
    """``broken``, ``done``, ``begun`` or ``new``."""
    if entry.problem:
        return "broken"
    taken = progress.lessons.get(entry.id)
    if taken is None:
        return "new"
    return "done" if taken.finished else "begun"


def next_lesson(entries: Sequence[Entry], progress: Progress) -> int:
    """The index of what comes next: what was left open last, else the first not done, else the first."""
    begun = [
        (progress.lessons[entry.id].last, -index)
        for index, entry in enumerate(entries)
        if not entry.problem and entry.id in progress.lessons and progress.lessons[entry.id].open
    ]
    if begun:
        return -max(begun)[1]
    order = (i for i, entry in enumerate(entries) if state_of(entry, progress) in {"new", "begun"})
    return next(order, 0)


def _lesson_row(entry: Entry, index: int, progress: Progress, cursor: int, width: int) -> Row:
    here = index == cursor
    state = state_of(entry, progress)
    glyph, style = {
        "done": ("✓", "good"),
        "begun": ("▸", "accent"),
        "new": ("○", "muted"),
        "broken": ("✗", "bad"),
    }[state]
    words = _state_words(entry, state, progress.lessons.get(entry.id), wide=width >= NARROW)
    return _drawn_row(entry.title, (glyph, style), words, index, width, here=here)


@lru_cache(maxsize=4096)
def _drawn_row(title: str, sign: tuple[str, str], words: str, index: int, width: int, *, here: bool) -> Row:
    """One row; remembered, since with every key only two of perhaps a thousand change."""
    lead = "› " if here else "  "
    room = width - measure(lead) - 2
    row = pair((title, "strong" if here else ""), (words, "muted"), room)
    parts = ((lead, "accent strong"), (f"{sign[0]} ", sign[1]), *row.parts)
    return Row(parts, f"lesson:{index}", "cursor" if here else "")


def _state_words(entry: Entry, state: str, taken: LessonProgress | None, *, wide: bool) -> str:
    minutes = _("{minutes} min").format(minutes=entry.minutes)
    match state:
        case "broken":
            return _("cannot be opened")
        case "new" if wide:
            return _("new, {minutes}").format(minutes=minutes)
        case "begun" if taken and wide:
            return _("{done} of {steps} steps, {minutes}").format(
                done=len(taken.done), steps=entry.steps, minutes=minutes
            )
        case "begun" if taken:
            return f"{len(taken.done)}/{entry.steps}"
        case "done" if taken and taken.best is not None:
            score = percent(taken.best, taken.best_of)
            return _("done, {score} %").format(score=score) if wide else f"{score} %"
        case _:
            return minutes


def _overview(entries: Sequence[Entry], progress: Progress) -> str:
    usable = [entry for entry in entries if not entry.problem]
    left = [entry.minutes for entry in usable if state_of(entry, progress) != "done"]
    if not usable:
        return _("No lesson can be opened. What is wrong stands above.")
    if not left:
        return _("All lessons done. Your summary is ready: press s.")
    done = len(usable) - len(left)
    words = ngettext("{done} of {count} lesson done", "{done} of {count} lessons done", len(usable))
    minutes = _("about {minutes} minutes left").format(minutes=sum(left))
    return f"{words.format(done=done, count=len(usable))}, {minutes}"
