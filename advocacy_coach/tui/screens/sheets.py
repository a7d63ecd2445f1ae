"""What the screens of tools share: a sheet of which every mark is kept before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.i18n import _
from advocacy_coach.tui.screens.base import CoachScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.tui.services import Services


class SheetScreen(CoachScreen):
    """Holds a sheet; a subclass draws it."""

    def __init__(self, services: Services, live: LiveSheet) -> None:
        super().__init__(services)
        self.live = live

    @property
    def marks(self) -> Mapping[str, str]:
        """What stands on the sheet."""
        return self.live.sheet.marks

    def mark(self, item: str, value: str) -> None:
        """Put a value on an item, kept before it is shown."""
        self._said(done=self.live.mark(item, value))

    def close_sheet(self, results: Mapping[str, str]) -> None:
        """Close the sheet with what is told of it."""
        self._said(done=self.live.close(results))

    def action_scroll(self, step: int) -> None:
        """The text by a line."""
        self.sheet.scroll_relative(y=step, animate=False, immediate=True)

    def action_home(self) -> None:
        """Leave; everything is kept."""
        self.dismiss()

    def _said(self, *, done: bool) -> None:
        if not done:
            self.tell(_("Another window was faster; what it wrote stands."))
        self.tell_notices()
