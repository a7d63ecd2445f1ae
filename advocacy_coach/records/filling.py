"""A sheet that is being filled in: every mark is kept before anything that follows from it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.session import sheets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocacy_coach.course.model import Course
    from advocacy_coach.records.store import Store
    from advocacy_coach.session.sheets import Sheet, SheetTurn


class LiveSheet:
    """One sheet and its id in the record. ``sheet`` is the truth; a screen only draws it."""

    def __init__(self, store: Store, course: Course, id: str, sheet: Sheet) -> None:
        self._store = store
        self._course = course
        self.id = id
        self.sheet = sheet

    @classmethod
    def begin(
        cls,
        store: Store,
        course: Course,
        tool: str,
        id: str,
        *,
        seed: int,
        marks: Mapping[str, str] | None = None,
    ) -> LiveSheet:
        """A new sheet, kept at once, perhaps with marks taken over from an earlier one."""
        turn = sheets.begin(tool, seed, marks)
        live = cls(store, course, id, turn.sheet)
        live._keep(turn)
        return live

    @classmethod
    def resume(cls, store: Store, course: Course, tool: str, id: str) -> LiveSheet:
        """The sheet with this id, as the record has it."""
        return cls(store, course, id, sheets.resume(tool, store.events_of(id)))

    def mark(self, item: str, value: str) -> bool:
        """Put a value on an item. False when another window was first: ``sheet`` is then read anew."""
        return self._keep(sheets.mark(self.sheet, item, value))

    def close(self, results: Mapping[str, str]) -> bool:
        """Close the sheet with what was told of it. False when another window was first."""
        return self._keep(sheets.close(self.sheet, results))

    def _keep(self, turn: SheetTurn) -> bool:
        if not turn.events:
            return True
        new = self._store.keep(self.id, self._course, turn.events)
        if new == len(turn.events):
            self.sheet = turn.sheet
            return True
        self.sheet = sheets.resume(self.sheet.tool, self._store.events_of(self.id))
        return False
