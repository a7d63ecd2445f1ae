"""The palette: every command of the screen it was opened on, and every lesson."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import Command, commands, shown_key
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.text import clean, content

Entry = tuple[str, str, Callable[[], Any]]
"""Title, help, and what it does."""


class CourseCommands(Provider):
    """Searches titles as plain text: a lesson's title is never read as markup."""

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for title, words, run in self._entries():
            yield DiscoveryHit(content(title), run, text=clean(title), help=clean(words))

    async def search(self, query: str) -> Hits:
        """What matches."""
        matcher = self.matcher(query)
        for title, words, run in self._entries():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, content(title), run, text=clean(title), help=clean(words))

    def _entries(self) -> Iterator[Entry]:
        screen = self.screen
        if not isinstance(screen, CoachScreen):
            return
        for command in commands():
            if command.palette and command.scope in {"everywhere", screen.scope}:
                yield self._command(screen, command)
        if isinstance(screen, HomeScreen):
            for entry in screen.services.library.entries:
                if not entry.problem:
                    title = _("Open: {title}").format(title=entry.title)
                    yield title, "", partial(screen.open_lesson, entry.id)

    def _command(self, screen: CoachScreen, command: Command) -> Entry:
        target = f"app.{command.action}" if command.scope == "everywhere" else command.action
        title = f"{command.help}  ({shown_key(command.keys)})"
        return title, "", partial(screen.run_action, target)
