"""Home: the course at a glance, and one key to what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.course.library import ScenarioEntry
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.views.home import Item, home_rows, next_lesson, state_of
from advocacy_coach.tui.views.tools import (
    ToolEntry,
    after_lessons,
    before_lessons,
    guidance,
    review_entry,
)
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.tui.services import Services


class HomeScreen(CoachScreen):
    """The lists of lessons and scenarios."""

    scope = "home"
    BINDINGS: ClassVar[list[BindingType]] = bindings("home")

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._look()
        self.cursor = self._next()
        self._shown = False

    def _look(self) -> None:
        """Take in how far the learner is, and with it what is listed.

        What waits, the lessons between their two checks, what helps with a team, and the scenarios.
        """
        library = self.services.library
        self.progress = self.services.progress()
        due = self.services.due(self.progress)
        self.items: tuple[Item, ...] = (
            *([review_entry(due)] if due else []),
            *before_lessons(library),
            *library.entries,
            *after_lessons(library),
            *guidance(library),
            *library.scenarios,
        )

    @property
    def item(self) -> Item | None:
        """What is under the cursor; None in an empty course."""
        return self.items[self.cursor] if self.items else None

    def rows(self, width: int) -> list[Row]:
        """The lessons and scenarios."""
        return home_rows(self.services.library.course, self.items, self.progress, self.cursor, width)

    def update_bars(self) -> None:
        """How much is done, and what Enter opens."""
        library = self.services.library
        done = sum(state_of(entry, self.progress) == "done" for entry in library.entries)
        count = len(library.entries)
        position = _("{done} of {count} done").format(done=done, count=count)
        self.rail.update(library.course.title, position, done / count if count else 0)
        self.actions.update(
            (
                Key("go", "Enter", self._enter_label()),
                Key("summary", "s", _("summary")),
                Key("settings", "o", _("settings")),
                Key("app.help", "?", _("help")),
                Key("app.quit", "q", _("quit")),
            )
        )

    def on_screen_resume(self) -> None:
        """Back from a lesson: show what changed."""
        self.call_after_refresh(self.tell_notices)
        if not self._shown:
            self._shown = True
            return
        before = self.item
        self._look()
        if isinstance(before, ScenarioEntry | ToolEntry) and before in self.items:
            self.cursor = self.items.index(before)  # after a scenario the next one is near
        else:
            self.cursor = self._next()
        self.redraw()
        self.sheet.reveal(f"item:{self.cursor}")

    def action_cursor(self, step: int) -> None:
        """Move the cursor."""
        self._move_to(self.cursor + step)

    def action_go(self) -> None:
        """Open what is under the cursor."""
        if isinstance(self.item, ScenarioEntry):
            self.open_scenario(self.item.id)
        elif isinstance(self.item, ToolEntry):
            from advocacy_coach.tui.screens.tools import open_tool

            open_tool(self, self.item.id)
        elif self.item is not None:
            self.open_lesson(self.item.id)

    def action_summary(self) -> None:
        """Show the summary."""
        from advocacy_coach.tui.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.services))

    def action_settings(self) -> None:
        """Show the settings."""
        from advocacy_coach.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen(self.services))

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()

    def open_lesson(self, id: str) -> None:
        """Go on with a lesson, look back at a finished one, or say why it cannot be opened.

        A lesson taken with another major version of the course asks first: old answers may no longer fit.
        """
        if not self.services.outdated(id):
            self._open(self.services.open, id)
            return
        from advocacy_coach.tui.screens.dialog import Dialog

        words = _("This course has changed a great deal since you took this lesson.")
        answers = [("begin", _("Start the lesson again")), ("open", _("Go on with what I answered"))]
        self.app.push_screen(
            Dialog(words, answers), lambda way: self._open(getattr(self.services, way), id) if way else None
        )

    def open_scenario(self, id: str) -> None:
        """Play a scenario, go on playing it where it was left, or say why it cannot be opened."""
        lesson = self.services.playing_in(id)
        if lesson is not None:
            self.open_lesson(lesson)
            return
        from advocacy_coach.tui.screens.scenario import ScenarioScreen

        try:
            live = self.services.practise(id)
        except CourseError as error:
            self.tell(str(error))
        else:
            self.app.push_screen(ScenarioScreen(self.services, live, opened=False))

    def _open(self, way: Callable[[str], LiveRun], id: str) -> None:
        from advocacy_coach.tui.screens.opening import screen_for

        try:
            self.app.push_screen(screen_for(self.services, way(id)))
        except CourseError as error:
            self.tell(str(error))

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _, number = chosen.target.partition(":")
        if kind == "item":
            again = int(number) == self.cursor
            self._move_to(int(number))
            if again:
                self.action_go()

    def _move_to(self, index: int) -> None:
        self.cursor = max(0, min(len(self.items) - 1, index))
        self.redraw()
        self.sheet.reveal(f"item:{self.cursor}")

    def _next(self) -> int:
        """Where the cursor stands at first: on the lesson that comes next."""
        entries = self.services.library.entries
        return self.items.index(entries[next_lesson(entries, self.progress)]) if entries else 0

    def _enter_label(self) -> str:
        item = self.item
        if item is None:
            return _("nothing to open")
        state = state_of(item, self.progress)
        words = {"new": _("start: {title}"), "begun": _("go on: {title}"), "done": _("look back: {title}")}
        label = words.get(state, _("see why: {title}"))
        if isinstance(item, ScenarioEntry) and state in {"new", "done"}:
            label = _("play: {title}")
        if isinstance(item, ToolEntry):
            label = _("open: {title}")
        return label.format(title=item.title)
