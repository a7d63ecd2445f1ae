"""The plan check: tick what a plan contains, and see at once what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import plan as plans
from advocacy_coach.session.guidance.plan import YES, PlanReading
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.sheets import SheetScreen
from advocacy_coach.tui.views import plan as view
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.course.tools import PlanCheck
    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.records.progress import SheetProgress
    from advocacy_coach.tui.services import Services

NAME_LENGTH = 60


class PlanScreen(SheetScreen):
    """Ticks while the sheet is open, what they mean once it is closed."""

    scope = "plan"
    BINDINGS: ClassVar[list[BindingType]] = bindings("plan")

    def __init__(self, services: Services, live: LiveSheet, tool: PlanCheck) -> None:
        super().__init__(services, live)
        self.tool = tool
        self.cursor = 0
        self.evidence = False
        self._sources = services.library.sources()

    @property
    def reading(self) -> PlanReading:
        """What the ticks mean."""
        return plans.read(self.tool, self.marks)

    @property
    def closed(self) -> bool:
        """True once the check is finished."""
        return self.live.sheet.closed

    @property
    def called(self) -> str:
        """What the plan is called."""
        return self.marks.get("name") or _("My plan")

    def rows(self, width: int) -> list[Row]:
        """The list, or the reading."""
        if not self.closed:
            return view.tick_rows(self.tool, self.marks, self.reading, self.cursor, width)
        before = self._before()
        change = plans.change(self.tool, before.marks, self.marks) if before else None
        told = view.Told(self.tool, self.reading, change, before.closed[:10] if before else "")
        course = self.services.library.course
        return view.reading_rows(told, course, self._sources, width, evidence=self.evidence)

    def update_bars(self) -> None:
        """The plan's name and colour, and what can be done."""
        reading = self.reading
        title = getattr(self.tool.results, reading.colour).title
        self.rail.update(self.called, f"{view.COLOUR_GLYPHS[reading.colour]} {title}", float(self.closed))
        if self.closed:
            enter = _("read on") if self.sheet.more_below else _("home")
            entries = [Key("go", "Enter", enter), Key("again", "r", _("check again"))]
            entries.append(Key("evidence", "e", _("evidence")))
        else:
            entries = [
                Key("press", _("Space"), _("tick")),
                Key("go", "Enter", _("finish")),
                Key("rename", "n", _("name")),
            ]
        self.actions.update((*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))))

    def action_press(self) -> None:
        """Tick or untick what is under the cursor; read on once it is finished."""
        if self.closed:
            self.sheet.action_page(1)
            self.update_bars()
            return
        item = view.items(self.tool)[self.cursor]
        self.mark(item.id, "" if self.marks.get(item.id) == YES else YES)
        self._redraw()

    def action_go(self) -> None:
        """Finish the check; then read on, and home."""
        if not self.closed:
            reading = self.reading
            self.close_sheet({"colour": reading.colour, "sum": str(reading.sum)})
            self.redraw(keep_place=False)
        elif not self.read_on():
            self.dismiss()

    def action_cursor(self, step: int) -> None:
        """Move the cursor, or the text by a line."""
        if self.closed:
            self.action_scroll(step)
        else:
            self.cursor = max(0, min(len(view.items(self.tool)) - 1, self.cursor + step))
            self._redraw()

    def action_rename(self) -> None:
        """Give the plan a name, so that it can be compared later."""
        if self.closed:
            return
        from advocacy_coach.tui.screens.entry import LineEntry

        def named(name: str | None) -> None:
            if name:
                self.mark("name", name)
                self.redraw()

        self.app.push_screen(LineEntry(_("What is this plan called?"), self.called, NAME_LENGTH), named)

    def action_again(self) -> None:
        """Check the same plan again: a new sheet with the ticks of this one."""
        if self.closed:
            self.live = self.services.begin_sheet(self.live.sheet.tool, self.marks)
            self.cursor = 0
            self.redraw(keep_place=False)

    def action_evidence(self) -> None:
        """Open or close the sources of the risks."""
        if self.closed:
            self.evidence = not self.evidence
            self.redraw()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "tick":
            self.cursor = int(number)
            self.action_press()

    def _redraw(self) -> None:
        self.redraw()
        self.sheet.reveal(f"tick:{self.cursor}")

    def _before(self) -> SheetProgress | None:
        """The check of the same plan before this one."""
        mine = [
            sheet
            for sheet in self.services.progress().sheets_of(self.live.sheet.tool)
            if sheet.closed and sheet.marks.get("name") == self.marks.get("name")
        ]
        runs = [sheet.run for sheet in mine]
        place = runs.index(self.live.id) if self.live.id in runs else len(mine)
        return mine[place - 1] if place else None
