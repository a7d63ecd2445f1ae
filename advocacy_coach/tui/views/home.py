"""The lists of lessons and scenarios: what is done, what is begun, what comes next."""

from collections.abc import Sequence
from functools import lru_cache

from advocacy_coach.course.library import Entry, ScenarioEntry
from advocacy_coach.course.model import Course
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.progress import LessonProgress, Progress, ScenarioProgress
from advocacy_coach.session.scoring import percent
from advocacy_coach.tui.rows import BLANK, NARROW, Row, pair, prose, text
from advocacy_coach.tui.text import measure
from advocacy_coach.tui.views.tools import ToolEntry, tool_state, tool_words

Item = Entry | ScenarioEntry | ToolEntry
"""What can be opened from Home."""


def home_rows(
    course: Course, items: Sequence[Item], progress: Progress, cursor: int, width: int
) -> list[Row]:
    """The course and what can be opened, for a text width; a heading where another kind of thing begins."""
    rows = [BLANK]
    if width >= NARROW:
        rows += [*prose(course.summary, width), BLANK]
    group = ""
    for index, item in enumerate(items):
        if _group(item) != group:
            group = _group(item)
            rows += [BLANK, *text(_heading(group, wide=width >= NARROW), width, "strong accent")]
        rows.append(_item_row(item, index, progress, cursor, width))
        if item.problem and index == cursor:
            rows += text(item.problem, width, "bad", "    ", f"item:{index}")
    lessons = [item for item in items if isinstance(item, Entry)]
    return [*rows, BLANK, *text(_overview(lessons, progress), width, "muted")]


def _group(item: Item) -> str:
    if isinstance(item, ScenarioEntry):
        return "scenarios"
    return item.group if isinstance(item, ToolEntry) else ""


def _heading(group: str, *, wide: bool) -> str:
    if group == "guidance":
        return _("For your own team")
    return _("Scenarios: decide, and see what follows") if wide else _("Scenarios")


def state_of(item: Item, progress: Progress) -> str:
    """``broken``, ``done``, ``begun`` or ``new``."""
    if item.problem:
        return "broken"
    if isinstance(item, ToolEntry):
        return tool_state(item, progress)
    if isinstance(item, ScenarioEntry):
        played = progress.scenarios.get(item.id)
        return "new" if played is None else "begun" if played.open else "done"
    taken = progress.lessons.get(item.id)
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


def _item_row(item: Item, index: int, progress: Progress, cursor: int, width: int) -> Row:
    here, wide = index == cursor, width >= NARROW
    state = state_of(item, progress)
    glyph, style = {
        "done": ("✓", "good"),
        "begun": ("▸", "accent"),
        "new": ("○", "muted"),
        "broken": ("✗", "bad"),
    }[state]
    if isinstance(item, ToolEntry):
        words = tool_words(item, progress)
    elif isinstance(item, ScenarioEntry):
        words = _scenario_words(item, state, progress.scenarios.get(item.id), wide=wide)
    else:
        words = _state_words(item, state, progress.lessons.get(item.id), wide=wide)
    return _drawn_row(item.title, (glyph, style), words, index, width, here=here)


@lru_cache(maxsize=4096)
def _drawn_row(title: str, sign: tuple[str, str], words: str, index: int, width: int, *, here: bool) -> Row:
    """One row; remembered, since with every key only two of perhaps a thousand change."""
    lead = "› " if here else "  "
    room = width - measure(lead) - 2
    row = pair((title, "strong" if here else ""), (words, "muted"), room)
    parts = ((lead, "accent strong"), (f"{sign[0]} ", sign[1]), *row.parts)
    return Row(parts, f"item:{index}", "cursor" if here else "")


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


def _scenario_words(item: ScenarioEntry, state: str, played: ScenarioProgress | None, *, wide: bool) -> str:
    """The best ending and how often it was played; while it is new, how long it takes."""
    minutes = _("{minutes} min").format(minutes=item.minutes)
    if state == "broken":
        return _("cannot be opened")
    if played is None:
        return _("new, {minutes}").format(minutes=minutes) if wide else minutes
    best = item.endings.get(played.best_ending, played.best_ending)
    if state == "begun":
        words = _("at decision {number}").format(number=played.made + 1)
        return _("{ending}, {words}").format(ending=best, words=words) if best and wide else words
    plays = ngettext("{count} play", "{count} plays", played.plays).format(count=played.plays)
    return _("{ending}, {plays}").format(ending=best, plays=plays) if wide else best


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
