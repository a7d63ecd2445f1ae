"""Settings, changed in place and kept at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _
from advocacy_coach.reports.summary import NAME_LENGTH, checked_name
from advocacy_coach.settings import THEMES
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.views.settings import FIELDS, settings_rows
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.tui.services import Services


class SettingsScreen(CoachScreen):
    """Colours, name, folder."""

    scope = "settings"
    BINDINGS: ClassVar[list[BindingType]] = bindings("settings")

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.cursor = 0
        self.saved = True

    def rows(self, width: int) -> list[Row]:
        """One row a setting."""
        folder = str(self.services.export_folder)
        return settings_rows(self.services.settings, folder, self.saved, self.cursor, width)

    def update_bars(self) -> None:
        """What Enter does."""
        self.rail.update(_("Settings"))
        self.actions.update(
            (Key("go", "Enter", _("change")), Key("home", "Esc", _("back")), Key("app.help", "?", _("help")))
        )

    def action_cursor(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(FIELDS) - 1, self.cursor + step))
        self.redraw()

    def action_go(self) -> None:
        """Change the setting under the cursor."""
        settings = self.services.settings
        match FIELDS[self.cursor]:
            case "theme":
                theme = THEMES[(THEMES.index(settings.theme) + 1) % len(THEMES)]
                self._change(theme=theme)
                self.app.theme = theme
            case "name":
                entry = LineEntry(_("Your name, for your summary"), settings.name, NAME_LENGTH)
                self.app.push_screen(entry, self._set_name)
            case _:
                entry = LineEntry(_("The folder exports go to"), settings.folder, 1000)
                self.app.push_screen(entry, self._set_folder)

    def action_home(self) -> None:
        """Back."""
        self.dismiss()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        self.cursor = int(chosen.target.partition(":")[2])
        self.action_go()

    def _set_name(self, name: str | None) -> None:
        if name is None:
            return
        try:
            self._change(name=checked_name(name))
        except CoachError as error:
            self.tell(str(error))

    def _set_folder(self, folder: str | None) -> None:
        if folder is None:
            return
        if folder and not Path(folder).expanduser().is_dir():
            self.tell(_("There is no folder {folder}.").format(folder=folder))
            return
        self._change(folder=folder)

    def _change(self, **values: str) -> None:
        self.saved = self.services.settings_file.change(**values)
        self.redraw()
