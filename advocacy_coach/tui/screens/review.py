"""Looking again at what was missed: the lesson screen on what is due today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.i18n import ngettext
from advocacy_coach.records.live import LiveRun
from advocacy_coach.session import run as session
from advocacy_coach.tui.screens.lesson import LessonScreen

if TYPE_CHECKING:
    from advocacy_coach.tui.services import Services


class ReviewScreen(LessonScreen):
    """Asks what is due; each answer is kept at once, so what was not reached waits on."""

    def _take_onward(self) -> None:
        before = self.now.place
        self._take(session.onward)
        if self.now.finished and self.now.place == before:
            count = len(self.now.lesson.steps)
            words = ngettext(
                "{count} looked at again. What was right waits longer now.",
                "{count} looked at again. What was right waits longer now.",
                count,
            )
            self.tell(words.format(count=count))
            self.dismiss()


def open_review(services: Services) -> ReviewScreen | None:
    """A review of what is due today; None when nothing is."""
    from advocacy_coach.reports.due import due_items, review_lesson

    items = due_items(services.library, services.progress(), services.today)
    if not items:
        return None
    lesson = review_lesson(services.library, items)
    live = LiveRun.begin(
        services.store, services.library.course, lesson, services.new_id(), seed=services.new_seed()
    )
    return ReviewScreen(services, live)
