"""What all our programs in a terminal share: themes, filters, and a clean way out whatever happens."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.screen import Screen

from advocacy_coach.tui.text import ControlFilter
from advocacy_coach.tui.themes import ON_DARK, ON_LIGHT, OURS

SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT") if hasattr(signal, name)
)
"""Signals that end the program; Textual alone would leave the terminal raw."""

STYLES = Path(__file__).parent / "styles"
"""The folder of stylesheets: Textual looks beside the class that is run, which may be in another folder."""


class Program(App[None]):
    """A program in a terminal. ``crash`` is what ended it, where it did not end by itself."""

    TITLE = "advocacy-coach"
    CSS_PATH: ClassVar[Any] = STYLES / "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, theme: str, log: Path | None = None) -> None:
        super().__init__()
        self.crash: BaseException | None = None
        self._crash_log = log
        self._filters = [NoColor() if isinstance(f, Monochrome) else f for f in self._filters]
        self._filters.append(ControlFilter())
        for ours in OURS:
            self.register_theme(ours)
        for name in ("ansi-dark", "ansi-light"):
            with contextlib.suppress(KeyError):
                self.unregister_theme(name)
        self._begin_with(theme)

    def _begin_with(self, theme: str) -> None:
        """Take up a theme before anything is drawn; set later, every stylesheet would be parsed once more."""
        self.set_reactive(Program.theme, theme)
        dark = self.current_theme.dark
        self.set_class(dark, "-dark-mode", update=False)
        self.set_class(not dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our variables under a theme of Textual's."""
        return ON_DARK if self.current_theme.dark else ON_LIGHT

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """None of Textual's own: the palette shows our commands, in our words."""
        return ()

    def on_mount(self) -> None:
        """Take signals, and once the first frame stands let the collector forget the start."""
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop = asyncio.get_running_loop()
            for number in SIGNALS:
                loop.add_signal_handler(number, self.exit, None, 128 + number)
        self.call_after_refresh(settle)

    def _fatal_error(self) -> None:
        """Write down what happened, without any answer in it, and leave; who started it says one sentence."""
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
