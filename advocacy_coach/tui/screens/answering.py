"""Answering a question with keys or clicks: the part of a lesson screen that builds a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.course.model import BaseQuestion, ClassifyQuestion, Question, RateQuestion
from advocacy_coach.tui import draft as drafts
from advocacy_coach.tui.draft import Draft, Options
from advocacy_coach.tui.screens.base import CoachScreen

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.session.run import Run
    from advocacy_coach.tui.services import Services


class AnsweringScreen(CoachScreen):
    """Holds a run and, while a question is open, the draft of its answer."""

    def __init__(self, services: Services, live: LiveRun) -> None:
        super().__init__(services)
        self.live = live
        self.draft = Draft()

    def on_screen_resume(self) -> None:
        """Back from a scenario: show what came of it."""
        self.redraw()

    @property
    def now(self) -> Run:
        """The run as it is kept."""
        return self.live.run

    @property
    def asking(self) -> bool:
        """True while a question waits for its answer."""
        return self.now.state == "asking"

    @property
    def question(self) -> Question:
        """The question on screen."""
        assert isinstance(self.now.step, BaseQuestion)
        return self.now.step

    @property
    def options(self) -> Options:
        """Its options in the order shown."""
        return self.now.options(self.question)

    @property
    def draft_ready(self) -> bool:
        """True when Enter gives the answer."""
        return drafts.ready(self.question, self.options, self.draft)

    @property
    def options_in_sight(self) -> bool:
        """False while a long question hides all of its options below the edge of a small window."""
        return any(self.sheet.in_sight(f"option:{index}") for index in range(len(self.options)))

    def action_digit(self, number: int) -> None:
        """Mark by number."""
        if self.asking:
            self.set_draft(drafts.digit(self.question, self.options, self.draft, number))

    def action_turn(self, step: int) -> None:
        """The next or previous rating or box."""
        if self.asking:
            self.set_draft(drafts.turn(self.question, self.options, self.draft, step))

    def action_clear(self) -> None:
        """Take a mark back."""
        if self.asking:
            self.set_draft(drafts.clear(self.options, self.draft))

    def mark(self) -> None:
        """Mark the option under the cursor."""
        self.set_draft(drafts.press(self.question, self.options, self.draft))

    def mark_at(self, index: int) -> None:
        """Mark an option that was clicked."""
        self.draft = Draft(index, self.draft.response)
        self.mark()

    def move(self, step: int) -> None:
        """Move the cursor over the options."""
        self.set_draft(drafts.move(self.draft, self.options, step))

    def enter(self) -> None:
        """Enter while the draft is not ready: mark, or go to what is still open."""
        if isinstance(self.question, RateQuestion | ClassifyQuestion):
            self.set_draft(drafts.next_open(self.options, self.draft))
        else:
            self.mark()

    def set_draft(self, draft: Draft) -> None:
        """Show another draft, its cursor in sight."""
        self.draft = draft
        self.redraw()
        self.sheet.reveal(f"option:{draft.cursor}")
        self.update_bars()
