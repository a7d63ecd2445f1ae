"""Filling in a sheet of a tool: a check, a plan, a mood, an action card.

A sheet is a fold of its marks: an item, and what was put on it last. What the marks mean is the tool's
(``session.guidance``); a sheet only keeps them. Once it is closed it does not change any more. Marks and the
close count in one row, so of two windows on one sheet the first is the one that stands.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.session.events import Event, SheetClosed, SheetMarked, Started
from advocacy_coach.session.names import TOOL


class Sheet(Struct, frozen=True):
    """One sheet. ``count`` is how many marks were made on it; an item without a value is not in ``marks``."""

    tool: str
    seed: int = 0
    marks: Mapping[str, str] = {}
    count: int = 0
    closed: bool = False
    results: Mapping[str, str] = {}


class SheetTurn(Struct, frozen=True):
    """The next state of a sheet and what happened on the way to it."""

    sheet: Sheet
    events: tuple[Event, ...] = ()


def begin(tool: str, seed: int, marks: Mapping[str, str] | None = None) -> SheetTurn:
    """A new sheet, perhaps with marks taken over from an earlier one."""
    turn = SheetTurn(Sheet(tool, seed), (Started(f"{TOOL}{tool}", seed),))
    for item, value in (marks or {}).items():
        following = mark(turn.sheet, item, value)
        turn = SheetTurn(following.sheet, turn.events + following.events)
    return turn


def resume(tool: str, events: Iterable[Event]) -> Sheet:
    """The sheet that these events made."""
    sheet = Sheet(tool)
    for event in events:
        sheet = after(sheet, event)
    return sheet


def mark(sheet: Sheet, item: str, value: str) -> SheetTurn:
    """Put a value on an item; an empty one takes it off. On a closed sheet nothing happens."""
    if sheet.closed or sheet.marks.get(item, "") == value:
        return SheetTurn(sheet)
    event = SheetMarked(item, value, sheet.count)
    return SheetTurn(after(sheet, event), (event,))


def close(sheet: Sheet, results: Mapping[str, str]) -> SheetTurn:
    """Close a sheet with what was told of it."""
    if sheet.closed:
        return SheetTurn(sheet)
    event = SheetClosed(dict(results), sheet.count)
    return SheetTurn(after(sheet, event), (event,))


def after(sheet: Sheet, event: Event) -> Sheet:
    """The sheet after an event, live and when resuming."""
    match event:
        case Started(seed=seed):
            return replace(sheet, seed=seed)
        case SheetMarked(item=item, value=value, number=number) if not sheet.closed:
            others = {key: kept for key, kept in sheet.marks.items() if key != item}
            marks = {**others, item: value} if value else others
            return replace(sheet, marks=marks, count=max(sheet.count, number + 1))
        case SheetClosed(results=results) if not sheet.closed:
            return replace(sheet, closed=True, results=results)
        case _:
            return sheet
