"""The result of a lesson, and what can follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session import run as session
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.views.home import next_lesson, state_of
from advocacy_coach.tui.views.result import result_rows
from advocacy_coach.tui.widgets.bars import Key

if TYPE_CHECKING:
    from advocacy_coach.course.library import Entry
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.session.run import Turn
    from advocacy_coach.tui.services import Services


class ResultScreen(CoachScreen):
    """What came of a lesson."""

    scope = "result"
    BINDINGS: ClassVar[list[BindingType]] = bindings("result")

    def __init__(self, services: Services, live: LiveRun) -> None:
        super().__init__(services)
        self.live = live

    def rows(self, width: int) -> list[Row]:
        """Score, take-aways, answers."""
        return result_rows(self.live.run, width)

    def update_bars(self) -> None:
        """That the lesson is over, and what comes next."""
        run = self.live.run
        self.rail.update(run.lesson.title, _("finished"), 1)
        entries = [Key("go", "Enter", self._enter_label())]
        if session.still_missed(run):
            entries.append(Key("missed", "m", _("missed ones again")))
        entries += [
            Key("read", _("Space"), _("read on")),
            Key("retake", "r", _("take it again")),
            Key("review", "b", _("look back")),
            Key("summary", "s", _("summary")),
            Key("home", "Esc", _("home")),
        ]
        self.actions.update(tuple(entries))

    def action_go(self) -> None:
        """Open the next lesson, or the summary after the last."""
        if (entry := self._next()) is not None:
            from advocacy_coach.tui.screens.opening import screen_for

            self.app.switch_screen(screen_for(self.services, self.services.open(entry.id)))
        else:
            self.action_summary()

    def action_read(self) -> None:
        """Read on."""
        self.sheet.action_page(1)

    def action_missed(self) -> None:
        """Ask what was missed once more."""
        turn = session.again(self.live.run)
        if turn.events:
            self._walk(turn)

    def action_retake(self) -> None:
        """A new run of this lesson; the best one counts."""
        from advocacy_coach.tui.screens.lesson import LessonScreen

        lesson = self.live.run.lesson.id
        self.app.switch_screen(LessonScreen(self.services, self.services.begin(lesson)))

    def action_review(self) -> None:
        """Walk through the steps again, from the first; nothing can be answered twice."""
        self._walk(session.rewind(self.live.run))

    def action_summary(self) -> None:
        """Show the summary."""
        from advocacy_coach.tui.screens.summary import SummaryScreen

        self.app.push_screen(SummaryScreen(self.services))

    def action_home(self) -> None:
        """Back to the lessons."""
        self.dismiss()

    def _walk(self, turn: Turn) -> None:
        from advocacy_coach.tui.screens.lesson import LessonScreen

        self.live.take(turn)
        self.app.switch_screen(LessonScreen(self.services, self.live))

    def _next(self) -> Entry | None:
        progress, entries = self.services.progress(), self.services.library.entries
        entry = entries[next_lesson(entries, progress)]
        return entry if state_of(entry, progress) in {"new", "begun"} else None

    def _enter_label(self) -> str:
        entry = self._next()
        return _("next: {title}").format(title=entry.title) if entry else _("your summary")
