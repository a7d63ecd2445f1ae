"""The app: the course in a terminal, with its palette and its help.

It has no verbs of the course; those belong to the screens.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from advocacy_coach.i18n import _
from advocacy_coach.tui.program import Program
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.home import HomeScreen

if TYPE_CHECKING:
    from textual.command import Provider

    from advocacy_coach.tui.services import Services


def _palette() -> type[Provider]:
    from advocacy_coach.tui.palette import CourseCommands

    return CourseCommands


class CoachApp(Program):
    """The course."""

    COMMANDS: ClassVar[set[Any]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1", "help", show=False)]

    def __init__(self, services: Services, log: Path | None = None) -> None:
        self.services = services
        super().__init__(services.settings.theme, log)

    def get_default_screen(self) -> Screen[None]:
        """Home is the first screen, so that nothing else has to be built before it."""
        return HomeScreen(self.services)

    def action_command_palette(self) -> None:
        """The palette, in our language."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Search…"), id="--command-palette"))

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave, by a key or a signal, and keep what is being written."""
        for screen in self.screen_stack:
            if isinstance(screen, CoachScreen):
                screen.keep()
        super().exit(*args, **kwargs)

    def action_help(self) -> None:
        """Show what the keys do."""
        from advocacy_coach.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.services))
