"""The app: themes, stylesheets, the palette, and a clean way out whatever happens.

It has no verbs of the course; those belong to the screens.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from advocacy_coach.i18n import _
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.text import ControlFilter
from advocacy_coach.tui.themes import ON_DARK, ON_LIGHT, OURS

if TYPE_CHECKING:
    from textual.command import Provider

    from advocacy_coach.tui.services import Services

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
"""Signals that end the program; Textual alone would leave the terminal raw."""


def _palette() -> type[Provider]:
    from advocacy_coach.tui.palette import CourseCommands

    return CourseCommands


class CoachApp(App[None]):
    """The program in a terminal."""

    TITLE = "advocacy-coach"
    CSS_PATH = "styles/app.tcss"
    COMMANDS: ClassVar[set[Any]] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", show=False),
        Binding("ctrl+q", "quit", show=False, priority=True),
    ]

    def __init__(self, services: Services, log: Path | None = None) -> None:
        self.services = services
        super().__init__()
        self.crash: BaseException | None = None
        self._crash_log = log
        self._filters = [NoColor() if isinstance(f, Monochrome) else f for f in self._filters]
        self._filters.append(ControlFilter())
        for theme in OURS:
            self.register_theme(theme)
        for name in ("ansi-dark", "ansi-light"):
            with contextlib.suppress(KeyError):
                self.unregister_theme(name)
        self._begin_with(services.settings.theme)

    def _begin_with(self, theme: str) -> None:
        """Take up a theme before anything is drawn; set later, every stylesheet would be parsed once more."""
        self.set_reactive(CoachApp.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[None]:
        """Home is the first screen, so that nothing else has to be built before it."""
        return HomeScreen(self.services)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables under a theme of Textual's."""
        return ON_DARK if self.current_theme.dark else ON_LIGHT

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """None of Textual's own: the palette shows our commands, in our words."""
        return ()

    def action_command_palette(self) -> None:
        """The palette, in our language."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Search…"), id="--command-palette"))

    def on_mount(self) -> None:
        """Take signals, and once the first frame stands let the collector forget the start."""
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop = asyncio.get_running_loop()
            for number in SIGNALS:
                loop.add_signal_handler(number, self.exit, None, 128 + number)
        self.call_after_refresh(settle)

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

    def _fatal_error(self) -> None:
        """Write down what happened, without any answer in it, and leave; ``start`` says one sentence."""
        self.crash = self._exception
        if self._crash_log is not None and self._exception is not None:
            with contextlib.suppress(OSError):
                _write_log(self._crash_log, self._exception)
        self._close_messages_no_wait()


def settle() -> None:
    """Keep the collector from walking everything that was loaded at the start in the middle of a key."""
    gc.freeze()
    gc.enable()


def _write_log(path: Path, error: BaseException) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()}\n{''.join(lines)}\n")
