"""The mood check of a team: counts from paper, group by group, and what they say once all are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import papers
from advocacy_coach.session.guidance.mood import shown_score
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.sheets import SheetScreen
from advocacy_coach.tui.views import team as view
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.course.tools import MoodCheck
    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.session.guidance.team import TeamReading
    from advocacy_coach.tui.services import Services

LINE, NAME = 40, 40
"""Characters of a line of counts, and of the name of a group."""


class TeamScreen(SheetScreen):
    """Counts while the sheet is open; once shown they cannot change, as two tables would tell more."""

    scope = "team"
    BINDINGS: ClassVar[list[BindingType]] = bindings("team")

    def __init__(self, services: Services, live: LiveSheet, tool: MoodCheck) -> None:
        super().__init__(services, live)
        self.tool = tool
        self.cursor = 0
        if not papers.group_numbers(self.marks) and not self.closed:
            self.mark("group.0", _("Everybody"))
        self.group = next(iter(papers.group_numbers(self.marks)), 0)

    @property
    def closed(self) -> bool:
        """True once the answers were shown."""
        return self.live.sheet.closed

    @property
    def reading(self) -> TeamReading:
        """What can be shown of the answers."""
        return papers.read_sheet(self.tool, self.marks)

    def rows(self, width: int) -> list[Row]:
        """Counts to type, or what they say."""
        if self.closed:
            return view.reading_rows(self.tool, self.reading, width)
        return view.typing_rows(self.tool, self.marks, self.group, self.cursor, width)

    def update_bars(self) -> None:
        """How far the typing has come, and what can be done."""
        typed = sum(item.partition(".")[0].isdecimal() for item in self.marks)
        count = len(self.tool.statements) * len(papers.group_numbers(self.marks))
        words = _("result") if self.closed else _("{number} of {count}").format(number=typed, count=count)
        self.rail.update(_("Your team, from paper"), words, typed / count if count else 0)
        if self.closed:
            enter = _("read on") if self.sheet.more_below else _("home")
            entries = [Key("go", "Enter", enter), Key("again", "r", _("a new survey"))]
        else:
            entries = [
                Key("go", "Enter", _("type counts")),
                Key("show", "x", _("show the result")),
                Key("add", "g", _("add a group")),
            ]
            if len(papers.group_numbers(self.marks)) > 1:
                entries.append(Key("turn(1)", "→", _("next group")))
            entries.append(Key("asked", "p", _("people asked")))
        self.actions.update((*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))))

    def action_go(self) -> None:
        """Type the counts of the statement under the cursor; read on once they are shown."""
        if self.closed:
            if not self.read_on():
                self.dismiss()
            return
        statement = self.tool.statements[self.cursor]
        item = f"{self.group}.{statement.id}"
        words = "\n".join((statement.text, _("How often 1, 2, 3, 4, 5, and “I don’t know”?")))
        self.app.push_screen(
            LineEntry(words, self.marks.get(item, ""), LINE), lambda line: self._typed(item, line)
        )

    def action_cursor(self, step: int) -> None:
        """Move the cursor, or the text by a line."""
        if self.closed:
            self.action_scroll(step)
        else:
            self.cursor = max(0, min(len(self.tool.statements) - 1, self.cursor + step))
            self._redraw()

    def action_turn(self, step: int) -> None:
        """The next or previous group."""
        numbers = papers.group_numbers(self.marks)
        if not self.closed and numbers:
            self.group = numbers[(numbers.index(self.group) + step) % len(numbers)]
            self.cursor = 0
            self.redraw(keep_place=False)

    def action_add(self) -> None:
        """Add a group, or give the first one its name."""
        numbers = papers.group_numbers(self.marks)
        if self.closed or len(numbers) >= papers.MOST_GROUPS:
            return

        def named(name: str | None) -> None:
            if name:
                self.group = numbers[-1] + 1 if numbers else 0
                self.mark(f"group.{self.group}", name)
                self.cursor = 0
                self.redraw(keep_place=False)

        self.app.push_screen(LineEntry(_("What is the group called?"), "", NAME), named)

    def action_rename(self) -> None:
        """Give this group another name."""
        if self.closed:
            return

        def named(name: str | None) -> None:
            if name:
                self.mark(f"group.{self.group}", name)
                self.redraw()

        before = self.marks.get(f"group.{self.group}", "")
        self.app.push_screen(LineEntry(_("What is the group called?"), before, NAME), named)

    def action_asked(self) -> None:
        """How many people were asked."""
        if self.closed:
            return

        def said(line: str | None) -> None:
            if line is None:
                return
            if line and not (line.isdecimal() and 0 < int(line) <= papers.MOST_PEOPLE):
                self.tell(_("A whole number of people, please, such as 140."))
                return
            self.mark(papers.ASKED, line)
            self.redraw()

        self.app.push_screen(
            LineEntry(_("How many people were asked?"), self.marks.get(papers.ASKED, ""), 6), said
        )

    def action_show(self) -> None:
        """Show what the answers say, after a word that they cannot change then."""
        if self.closed:
            return
        words = _("Once it is shown, no count can be changed or added: two results would tell more than one.")
        answers = [("show", _("Show the result"))]
        self.app.push_screen(Dialog(words, answers), lambda answer: self._shown() if answer else None)

    def action_again(self) -> None:
        """A new survey; the old one stays in the record."""
        if self.closed:
            self.app.switch_screen(
                TeamScreen(self.services, self.services.begin_sheet(self.live.sheet.tool), self.tool)
            )

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "statement":
            again = int(number) == self.cursor
            self.cursor = int(number)
            self._redraw()
            if again:
                self.action_go()

    def _typed(self, item: str, line: str | None) -> None:
        """Keep the counts that were typed, or say how they are written."""
        if line is None:
            return
        counts = papers.counts_of(line)
        if line and counts is None:
            self.tell(_("Five or six whole numbers, please, such as: 0 2 3 4 1 0"))
            return
        self.mark(item, " ".join(map(str, counts)) if counts else "")
        self.action_cursor(1 if counts else 0)

    def _shown(self) -> None:
        whole = self.reading.whole
        results = {"answers": str(self.reading.answers)}
        if whole is not None and whole.band is not None and whole.score is not None:
            results |= {"band": whole.band.id, "score": str(shown_score(whole.score))}
        self.close_sheet(results)
        self.redraw(keep_place=False)

    def _redraw(self) -> None:
        self.redraw()
        self.sheet.reveal(f"statement:{self.cursor}")
