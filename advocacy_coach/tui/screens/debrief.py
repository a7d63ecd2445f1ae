"""The debrief of a scenario, and what can follow: another way, the next step, home."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session import scenario
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.views.debrief import Told, debrief_rows
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.records.live import LiveRun
    from advocacy_coach.session.run import Turn
    from advocacy_coach.tui.services import Services


class DebriefScreen(CoachScreen):
    """Looks back at the newest play of the scenario at the step of a run."""

    scope = "debrief"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("debrief"),
        *(Binding(str(n), f"back_to({n})", show=False) for n in range(1, 10)),
    ]

    def __init__(self, services: Services, live: LiveRun, onward: Callable[[], None] | None = None) -> None:
        super().__init__(services)
        self.live = live
        self.onward = onward
        self.evidence = False
        self._claims = services.library.claims()
        self._sources = services.library.sources()

    @property
    def told(self) -> Told | None:
        """What there is to tell; None when the play is not over, or of a scenario that was changed since."""
        run = self.live.run
        story, play, ending = scenario.story(run), scenario.play(run), scenario.ending(run)
        if story is None or play is None or ending is None:
            return None
        return Told(story, play, scenario.decisions(run), ending, scenario.plays_of(run))

    def rows(self, width: int) -> list[Row]:
        """The debrief."""
        told = self.told
        if told is None:
            return []
        course = self.services.library.course
        return debrief_rows(told, course, self._claims, self._sources, width, evidence=self.evidence)

    def update_bars(self) -> None:
        """What was played, and what can follow."""
        told = self.told
        if told is None:
            return
        self.rail.update(told.story.scenario.title, _("debrief"), 1)
        enter = _("read on") if self.sheet.more_below else _("go on") if self.onward else _("home")
        entries = [Key("go", "Enter", enter)]
        if told.ending.kind == "good":
            entries.append(Key("tempting", "t", _("try the tempting path")))
        count = len(told.decisions)
        entries.append(Key("back_to(1)", f"1-{count}" if count > 1 else "1", _("back to a decision")))
        entries += [Key("again", "r", _("play again")), Key("home", "Esc", _("leave"))]
        self.actions.update(tuple(entries))

    def action_go(self) -> None:
        """Read on, then go on with the lesson, or home."""
        if self.read_on():
            return
        self.dismiss()
        if self.onward:
            self.app.call_later(self.onward)

    def action_cursor(self, step: int) -> None:
        """The text by a line."""
        self.sheet.scroll_relative(y=step, animate=False, immediate=True)

    def action_evidence(self) -> None:
        """Open or close the sources."""
        self.evidence = not self.evidence
        self.redraw()
        if self.evidence:
            self.sheet.reveal("evidence")

    def action_back_to(self, number: int) -> None:
        """Go back to a decision and decide otherwise; both plays are kept."""
        self._play(scenario.back_to(self.live.run, number - 1))

    def action_again(self) -> None:
        """Play it from the start."""
        self._play(scenario.begin(self.live.run))

    def action_tempting(self) -> None:
        """Play it from the start with the tempting choices marked; marks never fall."""
        self._play(scenario.begin(self.live.run), tempting=True)

    def action_home(self) -> None:
        """Back to where the scenario was opened."""
        self.dismiss()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, rest = chosen.target.partition(":")
        if kind == "decision":
            self.action_back_to(int(rest) + 1)
        elif kind == "evidence":
            self.action_evidence()

    def _play(self, turn: Turn, *, tempting: bool = False) -> None:
        from advocacy_coach.tui.screens.scenario import ScenarioScreen

        if turn.events:
            self.live.take(turn)
            self.app.switch_screen(ScenarioScreen(self.services, self.live, self.onward, tempting=tempting))
