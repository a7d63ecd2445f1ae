"""The mood check of a manager: answers from what was seen, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import mood, papers
from advocacy_coach.session.guidance.mood import MOST, UNKNOWN, MoodReading, shown_score
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.sheets import SheetScreen
from advocacy_coach.tui.views import mood as view
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.course.tools import MoodCheck
    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.tui.services import Services


class MoodScreen(SheetScreen):
    """Statements while the sheet is open, what they say once it is closed."""

    scope = "mood"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("mood"),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(MOST + 2)),
    ]

    def __init__(self, services: Services, live: LiveSheet, tool: MoodCheck) -> None:
        super().__init__(services, live)
        self.tool = tool
        self.cursor = self._next_open(0)

    @property
    def reading(self) -> MoodReading:
        """What the answers say."""
        return mood.read(self.tool, self.marks)

    @property
    def closed(self) -> bool:
        """True once the check is finished."""
        return self.live.sheet.closed

    def rows(self, width: int) -> list[Row]:
        """The statements, or the reading."""
        if self.closed:
            return view.reading_rows(self.tool, self.marks, self.reading, self._team(), width)
        return view.statement_rows(self.tool, self.marks, self.cursor, width)

    def update_bars(self) -> None:
        """How many are answered, and what can be done."""
        count, missing = len(self.tool.statements), len(self.reading.missing)
        words = _("{number} of {count}").format(number=count - missing, count=count)
        self.rail.update(self.tool.title, _("result") if self.closed else words, (count - missing) / count)
        if self.closed:
            enter = _("read on") if self.sheet.more_below else _("home")
            entries = [Key("go", "Enter", enter), Key("again", "r", _("ask yourself again"))]
        else:
            enter = _("next open one") if missing else _("see the result")
            entries = [Key("go", "Enter", enter), Key("digit(1)", "1-5", _("answer"))]
            entries.append(Key("digit(0)", "0", _("don’t know")))
        self.actions.update((*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))))

    def action_digit(self, number: int) -> None:
        """Answer the statement under the cursor and go to the next."""
        if self.closed:
            return
        self.mark(self.tool.statements[self.cursor].id, str(number - 1) if number else UNKNOWN)
        self.action_cursor(1)

    def action_clear(self) -> None:
        """Take an answer back."""
        if not self.closed:
            self.mark(self.tool.statements[self.cursor].id, "")
            self._redraw()

    def action_go(self) -> None:
        """To what is still open; then the result; then home."""
        if self.closed:
            if not self.read_on():
                self.dismiss()
        elif self.reading.missing:
            self.cursor = self._next_open(self.cursor)
            self._redraw()
        else:
            self.close_sheet(results_of(self.reading))
            self.redraw(keep_place=False)

    def action_cursor(self, step: int) -> None:
        """Move the cursor, or the text by a line."""
        if self.closed:
            self.action_scroll(step)
        else:
            self.cursor = max(0, min(len(self.tool.statements) - 1, self.cursor + step))
            self._redraw()

    def action_again(self) -> None:
        """A new sheet; the old one stays in the record."""
        if self.closed:
            self.live = self.services.begin_sheet(self.live.sheet.tool)
            self.cursor = 0
            self.redraw(keep_place=False)

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "statement":
            self.cursor = int(number)
            self._redraw()

    def _redraw(self) -> None:
        self.redraw()
        self.sheet.reveal(f"statement:{self.cursor}")

    def _next_open(self, start: int) -> int:
        """The first statement without an answer from here on, round to the top; else where we are."""
        count = len(self.tool.statements)
        order = [(start + step) % count for step in range(count)]
        return next((at for at in order if self.tool.statements[at].id not in self.marks), start)

    def _team(self) -> MoodReading | None:
        """What the newest team said whose answers were shown."""
        closed = [each for each in self.services.progress().sheets_of("team-check") if each.closed]
        if not closed:
            return None
        return papers.read_sheet(self.tool, closed[-1].marks).whole


def results_of(reading: MoodReading) -> dict[str, str]:
    """What is kept of a mood check: the band and the score; neither where there is none."""
    if reading.band is None or reading.score is None:
        return {"unknown": str(reading.unknown)}
    return {"band": reading.band.id, "score": str(shown_score(reading.score))}
