"""A run that is being taken: every turn is kept before anything that follows from it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.session import run as session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advocacy_coach.course.model import Course, Lesson
    from advocacy_coach.course.scenarios.story import Story
    from advocacy_coach.records.store import Store
    from advocacy_coach.session.run import Run, Turn

    Stories = Mapping[str, Story]


class LiveRun:
    """One run of one lesson and its id in the record. ``run`` is the truth; a screen only draws it."""

    def __init__(self, store: Store, course: Course, id: str, run: Run) -> None:
        self._store = store
        self._course = course
        self.id = id
        self.run = run

    @classmethod
    def begin(
        cls,
        store: Store,
        course: Course,
        lesson: Lesson,
        id: str,
        *,
        seed: int,
        stories: Stories | None = None,
    ) -> LiveRun:
        """A new run, kept at once, so that a window closed on the first step comes back to it."""
        turn = session.begin(lesson, seed, course.pass_mark, stories)
        live = cls(store, course, id, turn.run)
        live.take(turn)
        return live

    @classmethod
    def resume(
        cls, store: Store, course: Course, lesson: Lesson, id: str, *, stories: Stories | None = None
    ) -> LiveRun:
        """The run with this id, as the record has it, at the step where it was left."""
        run = session.resume(lesson, course.pass_mark, store.events_of(id), store.place_of(id), stories)
        return cls(store, course, id, run)

    def take(self, turn: Turn) -> bool:
        """Keep the turn, then go on from it.

        False when another window was first with one of its events: that one stands, and ``run`` is read
        anew so that the screen shows it.
        """
        if turn.run is self.run and not turn.events:
            return True
        new = self._store.keep(self.id, self._course, turn.events, turn.run.place)
        if new == len(turn.events):
            self.run = turn.run
            return True
        self.run = session.resume(
            turn.run.lesson,
            self._course.pass_mark,
            self._store.events_of(self.id),
            turn.run.place,
            turn.run.stories,
        )
        return False
