"""The tools of a course as Home lists them."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS
from advocacy_coach.course.library import Library
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records.progress import Progress, SheetProgress


class ToolEntry(Struct, frozen=True):
    """A tool on Home; ``group`` is the heading it stands under, none for those around the lessons."""

    id: str
    title: str
    group: Literal["", "guidance"] = ""
    problem: str = ""


def review_entry(count: int) -> ToolEntry:
    """What waits to be looked at again."""
    from advocacy_coach.reports.due import announcement  # only once something waits, not at every start

    return ToolEntry("review", announcement(count))


def before_lessons(library: Library) -> Iterator[ToolEntry]:
    """What comes before the first lesson."""
    if library.has(SITUATIONS):
        yield ToolEntry("opening-check", _("Opening check: where do I stand?"))


def after_lessons(library: Library) -> Iterator[ToolEntry]:
    """What comes after the last lesson."""
    if library.has(SITUATIONS):
        yield ToolEntry("closing-check", _("Closing check: what have I gained?"))


def guidance(library: Library) -> Iterator[ToolEntry]:
    """What helps with one's own team."""
    if library.has(PLAN_CHECK):
        yield ToolEntry("plan-check", _("Plan check: is my plan safe?"), "guidance")
    if library.has(MOOD_CHECK):
        yield ToolEntry("mood-check", _("Mood check: is there solid ground?"), "guidance")
        yield ToolEntry("team-check", _("Mood of the team, from paper"), "guidance")
    yield ToolEntry("action-card", _("Action card: the next 30 days"), "guidance")
    yield ToolEntry("journal", _("Journal: what I wrote for myself"), "guidance")


def tool_state(entry: ToolEntry, progress: Progress) -> str:
    """``done``, ``begun`` or ``new``; what is due is begun and waits."""
    if entry.id == "review":
        return "begun"
    if entry.id == "journal":
        return "done" if _written(progress) else "new"
    sheets = progress.sheets_of(entry.id)
    if not sheets:
        return "new"
    return "done" if sheets[-1].closed else "begun"


def tool_words(entry: ToolEntry, progress: Progress) -> str:
    """What came of it last, or that it is new."""
    if entry.id == "review":
        return ""
    if entry.id == "journal":
        count = _written(progress)
        return ngettext("{count} entry", "{count} entries", count).format(count=count)
    sheets = progress.sheets_of(entry.id)
    if not sheets:
        return _("new")
    return _result(sheets[-1]) if sheets[-1].closed else _("begun")


def colour_words(colour: str) -> str:
    """A colour of the plan check in words."""
    return {"red": _("red"), "amber": _("amber"), "green": _("green")}.get(colour, colour)


def _result(sheet: SheetProgress) -> str:
    results = sheet.results
    if "points" in results:
        return _("{points} of {of}").format(points=results["points"], of=results.get("of", "?"))
    if "colour" in results:
        return colour_words(results["colour"])
    if "score" in results:
        return _("{score} of 100").format(score=results["score"])
    return sheet.closed[:10]


def _written(progress: Progress) -> int:
    return sum(len(lesson.reflections) for lesson in progress.lessons.values())
