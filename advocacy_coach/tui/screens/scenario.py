"""A scenario while it is played: a scene, what your choice did, the next scene, the ending."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session import scenario
from advocacy_coach.session.run import Turn
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import BLANK, Row
from advocacy_coach.tui.screens.base import LOW, CoachScreen
from advocacy_coach.tui.views.scenario import (
    consequence_rows,
    ending_rows,
    opening_rows,
    scene_rows,
    so_far_rows,
)
from advocacy_coach.tui.views.scenario_bars import Part, keys, position
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.course.model import SceneChoice
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.tui.services import Services


class ScenarioScreen(CoachScreen):
    """Plays the scenario at the step of a run; every decision is kept before its consequence is shown.

    ``onward`` is what follows after the debrief, where the scenario is a part of a lesson. ``tempting`` marks
    the tempting choices for somebody who walks that path on purpose.
    """

    scope = "scenario"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("scenario"),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(
        self,
        services: Services,
        live: LiveRun,
        onward: Callable[[], None] | None = None,
        *,
        opened: bool = True,
        tempting: bool = False,
    ) -> None:
        super().__init__(services)
        self.live = live
        self.onward = onward
        self.tempting = tempting
        self.cursor, self.picked = 0, ""
        if opened:
            self._begin()
        self.part: Part = self._part() if opened else "opening"

    @property
    def choices(self) -> tuple[SceneChoice, ...]:
        """The choices on screen, in their order."""
        return scenario.choices(self.live.run) if self.part == "scene" else ()

    def rows(self, width: int) -> list[Row]:
        """The part of the story that is on."""
        run = self.live.run
        decisions, ending = scenario.decisions(run), scenario.ending(run)
        if self.part == "opening":
            return opening_rows(run, scenario.story(run), width)
        if self.part == "ending" and ending is not None:
            return ending_rows(ending, width)
        if self.part == "consequence":
            return [*self._so_far(width, decisions[:-1]), *consequence_rows(decisions[-1], width)]
        rows = scene_rows(run, self.choices, self.cursor, self.picked, width, tempting=self.tempting)
        return [*self._so_far(width, decisions), *rows]

    def update_bars(self) -> None:
        """Which decision it is, and what can be done."""
        story = scenario.story(self.live.run)
        title = story.scenario.title if story else self.live.run.lesson.title
        self.rail.update(title, *position(self.live.run, self.part))
        entries = keys(
            self.part,
            len(self.choices),
            picked=bool(self.picked),
            choices_in_sight=self._choices_in_sight(),
            more_below=self.sheet.more_below,
        )
        self.actions.update(tuple(entries))

    def action_go(self) -> None:
        """Read on; then pick, decide, or go to the next part."""
        if self.part == "scene" and self._choices_in_sight():
            if self.picked:
                self._take(scenario.choose(self.live.run, self.picked))
                self._show("consequence")
            else:
                self.action_press()
        elif self.read_on():
            return
        elif self.part == "opening":
            self._begin()
            self._show(self._part())
        elif self.part == "consequence":
            self._show("ending" if scenario.ending(self.live.run) else "scene")
        elif self.part == "ending":
            self._debrief()

    def action_press(self) -> None:
        """Pick the choice under the cursor; elsewhere read on."""
        if self.part == "scene" and self._choices_in_sight():
            self._pick(self.cursor)
        else:
            self.action_go()

    def action_digit(self, number: int) -> None:
        """Pick a choice by its number."""
        if number <= len(self.choices):
            self._pick(number - 1)

    def action_cursor(self, step: int) -> None:
        """Move the cursor over the choices, or the text by a line."""
        if self.part == "scene":
            self.cursor = max(0, min(len(self.choices) - 1, self.cursor + step))
            self._redraw_choices()
        else:
            self.sheet.scroll_relative(y=step, animate=False, immediate=True)

    def action_home(self) -> None:
        """Leave; the decisions made are kept."""
        self.dismiss()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "choice":
            self._pick(int(number))

    def _pick(self, index: int) -> None:
        self.cursor, self.picked = index, self.choices[index].id
        self._redraw_choices()

    def _redraw_choices(self) -> None:
        self.redraw()
        self.sheet.reveal(f"choice:{self.cursor}")
        self.update_bars()

    def _choices_in_sight(self) -> bool:
        """False while a long scene hides all choices below the edge of a small window."""
        return any(self.sheet.in_sight(f"choice:{index}") for index in range(len(self.choices)))

    def _begin(self) -> None:
        """Begin a play where none is open, or where the scenario was changed since."""
        if scenario.play(self.live.run) is None:
            self._take(scenario.begin(self.live.run))

    def _part(self) -> Part:
        """Where a play goes on: with what the last decision did, so that nobody has to remember."""
        run = self.live.run
        if scenario.ending(run) is not None:
            return "ending"
        return "consequence" if scenario.decisions(run) and self._interrupted() else "scene"

    def _interrupted(self) -> bool:
        """False right after going back to a decision: then that decision is what is asked."""
        playing = scenario.play(self.live.run)
        return playing is not None and len(playing.path) > playing.taken_over

    def _take(self, turn: Turn) -> None:
        if not self.live.take(turn):
            self.call_after_refresh(self.tell, _("Another window decided this first; that decision stands."))

    def _show(self, part: Part) -> None:
        self.part, self.cursor, self.picked = part, 0, ""
        self.redraw(keep_place=False)
        self.tell_notices()

    def _debrief(self) -> None:
        from advocacy_coach.tui.screens.debrief import DebriefScreen

        self.app.switch_screen(DebriefScreen(self.services, self.live, self.onward))

    def _so_far(self, width: int, decisions: tuple[scenario.Decision, ...]) -> list[Row]:
        rows = so_far_rows(decisions, width) if self.size.height >= LOW else []
        return [BLANK, *rows] if rows else []
