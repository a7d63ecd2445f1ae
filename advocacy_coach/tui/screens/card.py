"""The action card: up to three actions, a promise, one thing to stop, and the day to look back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.errors import CoachError
from advocacy_coach.files import free_path, safe_name
from advocacy_coach.i18n import _
from advocacy_coach.records.progress import SheetProgress
from advocacy_coach.reports.card import TOOL, as_day, card_on, document
from advocacy_coach.reports.export import export
from advocacy_coach.reports.suggesting import suggest
from advocacy_coach.reports.writers.cards import CARD_WRITERS
from advocacy_coach.session.guidance.card import ITEMS, Card, Item, limit, offered
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.sheets import SheetScreen
from advocacy_coach.tui.views import card as view
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.tui.services import Services


class CardScreen(SheetScreen):
    """Lines with a cursor; every change is kept at once."""

    scope = "card"
    BINDINGS: ClassVar[list[BindingType]] = bindings("card")

    def __init__(self, services: Services, live: LiveSheet) -> None:
        super().__init__(services, live)
        self.cursor = 0
        self.card = self._read()

    @property
    def item(self) -> Item:
        """The line under the cursor."""
        return ITEMS[self.cursor]

    def rows(self, width: int) -> list[Row]:
        """The lines."""
        return view.card_rows(self.card, self.cursor, width)

    def update_bars(self) -> None:
        """Where the cursor is, and what can be done."""
        self.rail.update(_("Action card"), view.heading_of(self.item), 0)
        entries = [Key("go", "Enter", _("write"))]
        if self.item.field == "text":
            entries.append(Key("ideas", "i", _("ideas")))
        if not self.card.empty:
            entries.append(Key("export", "x", _("export")))
        self.actions.update((*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))))

    def action_cursor(self, step: int) -> None:
        """The line above or below."""
        self._to(max(0, min(len(ITEMS) - 1, self.cursor + step)))

    def action_go(self) -> None:
        """Write the line under the cursor; an empty one takes it off."""
        item = self.item
        self._ask(item, view.question(item), view.value_of(self.card, item))

    def action_ideas(self) -> None:
        """Suggestions for the line under the cursor, from what was done in the course."""
        item = self.item
        if item.field != "text":
            self.tell(_("Ideas are for what you do, promise or stop."))
            return
        found = offered(item, suggest(self.services.library, self.services.progress()))
        if not found:
            self.tell(_("There are no ideas yet. They come from the checks, the lessons and what you write."))
            return
        answers = [(each.text, f"{each.text} ({each.why})") for each in found]

        def chosen(text: str | None) -> None:
            if text:
                self._ask(item, _("Change it until it is yours."), text)

        self.app.push_screen(Dialog(_("What could stand here?"), answers), chosen)

    def action_export(self) -> None:
        """Ask for a format, then write a file that is not there yet."""
        if self.card.empty:
            self.tell(_("Write something on the card first."))
            return
        answers = [
            ("html", _("A page to print (HTML)")),
            ("ics", _("Dates for a calendar (.ics)")),
            ("md", _("Text (Markdown)")),
        ]
        self.app.push_screen(Dialog(_("Export the card as"), answers), self._export)

    def action_again(self) -> None:
        """A new card, once that is confirmed; the old one stays in the record."""
        if not self.card.empty:
            words = _("Begin a new card? This one stays in your record and is no longer shown.")
            self.app.push_screen(Dialog(words, [("new", _("A new card"))]), self._again)

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "item":
            self._to(int(number))

    def _ask(self, item: Item, words: str, value: str) -> None:
        def written(line: str | None) -> None:
            if line is not None:
                self._write(item, line)

        self.app.push_screen(LineEntry(words, value, limit(item.field)), written)

    def _write(self, item: Item, line: str) -> None:
        if item.field == "date" and line and as_day(line) is None:
            self.tell(_("A day is written like 2026-12-24."))
            return
        self.mark(item.id, line)
        self._refresh()

    def _export(self, format: str | None) -> None:
        if not format:
            return
        services = self.services
        made = document(services.library.course, services.progress(), services.clock())
        try:
            if made is not None:
                writer = CARD_WRITERS[format]
                written = export(writer.write(made), self._target(writer.suffix))
                self.tell(_("Written: {path}").format(path=written))
        except CoachError as error:
            self.tell(str(error))

    def _target(self, suffix: str) -> Path:
        """A name that is free: by course and day, with a number where that one is taken."""
        services = self.services
        name = f"{safe_name(services.library.course.id)}-card-{services.clock():%Y-%m-%d}"
        return free_path(services.export_folder, name, suffix)

    def _again(self, answer: str | None) -> None:
        if answer:
            self.live = self.services.begin_sheet(TOOL)
            self._refresh()
            self._to(0)

    def _to(self, cursor: int) -> None:
        self.cursor = cursor
        self.redraw()
        self.sheet.reveal(f"item:{cursor}")

    def _refresh(self) -> None:
        self.card = self._read()
        self._to(self.cursor)

    def _read(self) -> Card:
        """The card as the record has it, since its dates count from the day it was begun."""
        sheet = self.services.progress().sheets.get(self.live.id)
        if sheet is None:  # forgotten in another window
            sheet = SheetProgress(self.live.id, TOOL, began="", last="", marks=dict(self.marks))
        return card_on(sheet, self.services.clock())


def open_card(services: Services) -> CoachScreen:
    """The newest card, to go on with; a new one where there is none."""
    return CardScreen(services, services.newest_sheet(TOOL))
