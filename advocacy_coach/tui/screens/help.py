"""Help."""

from typing import ClassVar

from textual.binding import BindingType

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.views.help import help_rows
from advocacy_coach.tui.widgets.bars import Key


class HelpScreen(CoachScreen):
    """What the keys do."""

    scope = "help"
    BINDINGS: ClassVar[list[BindingType]] = bindings("help")

    def rows(self, width: int) -> list[Row]:
        """Keys and privacy."""
        return help_rows(str(self.services.record), width)

    def update_bars(self) -> None:
        """One way out."""
        self.rail.update(_("Help"))
        self.actions.update((Key("home", "Esc", _("back")), Key("app.quit", "Ctrl+Q", _("quit"))))

    def action_home(self) -> None:
        """Back."""
        self.dismiss()
