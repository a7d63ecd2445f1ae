"""A lesson, one step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from advocacy_coach.course.model import Reflect
from advocacy_coach.i18n import _
from advocacy_coach.session import run as session
from advocacy_coach.session.run import Run, Turn
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.draft import Draft
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.answering import AnsweringScreen
from advocacy_coach.tui.screens.plays import left_open, look_back, play
from advocacy_coach.tui.views.lesson_keys import lesson_keys
from advocacy_coach.tui.views.step import links, step_rows
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.tui.services import Services
    from advocacy_coach.tui.widgets.notepad import Notepad


class LessonScreen(AnsweringScreen):
    """Draws the run it holds; every key becomes a turn that is kept before it is shown."""

    scope = "lesson"
    CSS_PATH = "../styles/lesson.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("lesson"),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, services: Services, live: LiveRun) -> None:
        super().__init__(services, live)
        self.sources = services.library.sources()
        self.evidence = False
        self.notepad: Notepad | None = None

    def rows(self, width: int) -> list[Row]:
        """The step on screen."""
        return step_rows(self.now, self.draft, self.sources, width, evidence=self.evidence)

    def update_bars(self) -> None:
        """The position, and what can be done."""
        number, count = self.now.round_position
        words = (
            _("step {number} of {count}")
            if self.now.place.round == 0
            else _("once more, {number} of {count}")
        )
        share = (number - self.asking) / count
        self.rail.update(self.now.lesson.title, words.format(number=number, count=count), share)
        more = self.sheet.more_below
        in_sight = not self.asking or self.options_in_sight
        keys = lesson_keys(
            self.now, self.draft, more_below=more, writing=self.writing, options_in_sight=in_sight
        )
        self.actions.update(keys)

    def on_mount(self) -> None:
        """Show the step, with a place to write where one is asked for; go on with an open play."""
        self._show_step()
        if left_open(self.live):
            self.call_after_refresh(self.action_play)

    def action_go(self) -> None:
        """Read on, then answer, pick or play, then go to the next step."""
        if self.now.state == "playing" and not self.sheet.more_below:
            self.action_play()
        elif not self.asking or not self.options_in_sight:
            self._onward()
        elif self.draft_ready:
            self._take(lambda run: session.answer(run, self.draft.response))
        else:
            self.enter()

    def action_press(self) -> None:
        """Mark the option under the cursor; elsewhere the space bar reads on."""
        if self.asking:
            self.mark()
        else:
            self._onward()

    def action_cursor(self, step: int) -> None:
        """Move the cursor over the options, or the text by a line."""
        if self.asking:
            self.move(step)
        else:
            self.sheet.scroll_relative(y=step, animate=False, immediate=True)

    def action_back(self) -> None:
        """The step before."""
        self._take(session.back)

    def action_play(self) -> None:
        """Play the scenario of this step, or go on playing it."""
        play(self, self.live, self._take_onward)

    def action_debrief(self) -> None:
        """Look back at the scenario of this step."""
        look_back(self, self.live, self._take_onward)

    def action_hint(self) -> None:
        """One more hint."""
        self._take(session.hint)

    def action_evidence(self) -> None:
        """Open or close the sources of this step."""
        self.evidence = not self.evidence
        self.redraw()
        if self.evidence:
            self.sheet.reveal("evidence")

    def action_links(self) -> None:
        """Ask before a link opens."""
        if found := links(self.now):
            from advocacy_coach.tui.screens.links import ask_and_open

            ask_and_open(self.app, found)

    def action_write_done(self) -> None:
        """Keep what was written and go on."""
        if self.notepad is not None:
            self._take_onward()

    def action_leave_text(self) -> None:
        """From the text to the keys of the screen."""
        self.sheet.focus()

    def action_home(self) -> None:
        """Back to the lessons; out of the text first, when something is being written."""
        if self.writing:
            self.sheet.focus()
            return
        self.keep()
        self.dismiss()

    @property
    def writing(self) -> bool:
        """True while keys go into the text."""
        return self.notepad is not None and self.notepad.has_focus

    def on_descendant_focus(self) -> None:
        """Keys differ while writing."""
        self.update_bars()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _, rest = chosen.target.partition(":")
        if kind == "option" and self.asking:
            self.mark_at(int(rest))
        elif kind == "evidence":
            self.action_evidence()
        elif kind == "link":
            self.action_links()

    def _onward(self) -> None:
        """Read to the end of what is on screen before going on."""
        if not self.read_on():
            self._take_onward()

    def _take_onward(self) -> None:
        before = self.now.place
        self._take(session.onward)
        if self.now.finished and self.now.place == before:
            from advocacy_coach.tui.screens.result import ResultScreen

            self.app.switch_screen(ResultScreen(self.services, self.live))

    def _take(self, step: Callable[[Run], Turn]) -> None:
        """Keep what a step of the rules does to the run, then draw what follows from it."""
        self.keep()
        before = self.now.place
        if not self.live.take(step(self.now)):
            self.tell(_("Another window answered this first; that answer stands."))
        self.tell_notices()
        if self.now.place != before:
            self._show_step()
        else:
            self.redraw()

    def keep(self) -> None:
        """The reflection as it stands."""
        if self.notepad is not None:
            self.live.take(session.reflect(self.now, self.notepad.written))

    def _show_step(self) -> None:
        self.draft = Draft()
        self.evidence = False
        self.redraw(keep_place=False)
        self._place_notepad()

    def _place_notepad(self) -> None:
        """A text area at a reflection, none elsewhere."""
        if self.notepad is not None:
            self.notepad.remove()
            self.notepad = None
            self.sheet.focus()
        step = self.now.step
        if isinstance(step, Reflect):
            from advocacy_coach.tui.widgets.notepad import Notepad

            self.notepad = Notepad(self.now.reflections.get(step.id, ""), step.starter)
            self.mount(self.notepad, before=self.actions)
            self.notepad.focus()
