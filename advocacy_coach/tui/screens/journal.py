"""The journal: read, search, export and delete what you wrote for yourself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.errors import CoachError
from advocacy_coach.files import free_path, safe_name
from advocacy_coach.i18n import _
from advocacy_coach.reports.export import export, readable_lessons
from advocacy_coach.reports.journal import Written, journal, search, to_markdown
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.text import clipped
from advocacy_coach.tui.views.journal import journal_rows
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.tui.services import Services

WORDS = 100
"""Characters of a search."""

BEGINNING = 60
"""Cells of an entry that tell which one is meant."""


class JournalScreen(CoachScreen):
    """Entries with a cursor; a search leaves those in which all of its words occur."""

    scope = "journal"
    BINDINGS: ClassVar[list[BindingType]] = bindings("journal")

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._lessons = readable_lessons(services.library)
        self.everything = self._read()
        self.words = ""
        self.cursor = 0

    @property
    def entries(self) -> tuple[Written, ...]:
        """What is shown: all, or what was searched for."""
        return search(self.everything, self.words)

    @property
    def target(self) -> Path:
        """Where an export goes: a name that is free, by course and day."""
        course = safe_name(self.services.library.course.id)
        name = f"{course}-journal-{self.services.clock():%Y-%m-%d}"
        return free_path(self.services.export_folder, name, ".md")

    def rows(self, width: int) -> list[Row]:
        """The entries."""
        anything = bool(self.everything)
        return journal_rows(self.entries, self.words, self.cursor, width, any_at_all=anything)

    def update_bars(self) -> None:
        """How many entries, and what can be done."""
        count = len(self.entries)
        position = _("{number} of {count}").format(number=self.cursor + 1, count=count) if count else ""
        self.rail.update(_("Journal"), position, 0)
        entries = [Key("go", "Enter", _("read on") if self.sheet.more_below else _("home"))]
        if self.everything:
            entries.append(Key("search", "/", _("search")))
        if count:
            entries += [Key("export", "x", _("export")), Key("delete", "d", _("delete"))]
        words = _("all entries") if self.words else _("home")
        self.actions.update((*entries, Key("home", "Esc", words), Key("app.help", "?", _("help"))))

    def action_go(self) -> None:
        """Read on, and at the end home."""
        if not self.read_on():
            self.dismiss()

    def action_cursor(self, step: int) -> None:
        """The entry above or below."""
        self.cursor = max(0, min(len(self.entries) - 1, self.cursor + step))
        self.redraw()
        self.sheet.reveal(f"entry:{self.cursor}")

    def action_search(self) -> None:
        """Ask for words."""
        if self.everything:
            self.app.push_screen(LineEntry(_("Words to look for"), self.words, WORDS), self._searched)

    def action_export(self) -> None:
        """Write what is shown to a file that is not there yet."""
        if not self.entries:
            return
        data = to_markdown(self.services.library.course.title, self.entries)
        try:
            written = export(data, self.target)
        except CoachError as error:
            self.tell(str(error))
        else:
            self.tell(_("Written: {path}").format(path=written))

    def action_delete(self) -> None:
        """Delete the entry under the cursor, once that is confirmed."""
        if self.entries:
            self.sheet.reveal(f"entry:{self.cursor}")
            words = _("Delete this entry from your record, for good?\n\n“{beginning}”")
            beginning = clipped(self.entries[self.cursor].text.split("\n", 1)[0], BEGINNING)
            question = words.format(beginning=beginning)
            self.app.push_screen(Dialog(question, [("delete", _("Delete it"))]), self._deleted)

    def action_home(self) -> None:
        """Out of the search first, then back."""
        if self.words:
            self._searched("")
        else:
            self.dismiss()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "entry":
            self.cursor = int(number)
            self.redraw()

    @on(Sheet.Scrolled)
    def _follow(self) -> None:
        """Who reads on takes the cursor along, so that a key never means an entry that is out of sight."""
        if self.entries and not self.sheet.in_sight(f"entry:{self.cursor}"):
            places = (place for place in range(len(self.entries)) if self.sheet.in_sight(f"entry:{place}"))
            self.cursor = next(places, self.cursor)
            self.redraw()

    def _searched(self, words: str | None) -> None:
        if words is not None:
            self.words, self.cursor = words, 0
            self.redraw(keep_place=False)

    def _deleted(self, answer: str | None) -> None:
        if not answer:
            return
        entry = self.entries[self.cursor]
        try:
            course = self.services.library.course.id
            self.services.store.forget_reflection(course, entry.lesson, entry.step)
        except CoachError as error:
            self.tell(str(error))
            return
        self.everything = self._read()
        self.cursor = max(0, min(len(self.entries) - 1, self.cursor))
        self.redraw()
        self.tell_notices()

    def _read(self) -> tuple[Written, ...]:
        return journal(self._lessons, self.services.progress())
