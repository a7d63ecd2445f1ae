"""The summary: seen before it is written, by the same code that writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual import on
from textual.binding import BindingType

from advocacy_coach.errors import CoachError, UsageError
from advocacy_coach.i18n import _
from advocacy_coach.reports.export import as_text, default_name, export, gather, render
from advocacy_coach.reports.summary import Include, Summary, checked_name
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.base import CoachScreen
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.views.summary import summary_rows
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.tui.services import Services


class SummaryScreen(CoachScreen):
    """Choices, preview, export."""

    scope = "summary"
    BINDINGS: ClassVar[list[BindingType]] = bindings("summary")

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self.given_name = _usable(services.settings.name)
        self.included = Include()
        self.format = "md"

    @property
    def summary(self) -> Summary:
        """The summary by the choices made so far."""
        services = self.services
        learner = services.store.learner(services.library.course.id, "summary")
        return gather(services.library, services.progress(), self.included, services.clock(), learner)

    @property
    def target(self) -> Path:
        """The file Enter writes."""
        return self.services.export_folder / default_name(self.summary, WRITERS[self.format].suffix)

    def rows(self, width: int) -> list[Row]:
        """The choices and the document."""
        shown = as_text(self.format)
        document = render(self.summary, shown).decode("utf-8-sig")
        raw = shown != "md"
        return summary_rows(self.included, self.given_name, document, str(self.target), width, raw=raw)

    def update_bars(self) -> None:
        """What Enter writes."""
        self.rail.update(_("Your summary"), self.format.upper())
        self.actions.update(
            (
                Key("go", "Enter", _("export")),
                Key("format", "f", _("format")),
                Key("home", "Esc", _("back")),
                Key("app.help", "?", _("help")),
            )
        )

    def action_format(self) -> None:
        """The next format."""
        names = list(WRITERS)
        self.format = names[(names.index(self.format) + 1) % len(names)]
        self.redraw()

    def action_include(self, field: str) -> None:
        """Put something in, or leave it out."""
        if field == "name":
            if not self.given_name:
                self.tell(_("Give your name in the settings first (o on the list of lessons)."))
            self.included = replace(self.included, name="" if self.included.name else self.given_name)
        else:
            self.included = replace(self.included, **{field: not getattr(self.included, field)})
        self.redraw()

    def action_go(self) -> None:
        """Write the file; ask before one is replaced."""
        target = self.target
        if target.exists():
            words = _("There is a file of this name already:\n\n{target}").format(target=target)
            self.app.push_screen(Dialog(words, [("replace", _("Replace it"))]), self._replace)
        else:
            self._write(force=False)

    def action_home(self) -> None:
        """Back."""
        self.dismiss()

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _, field = chosen.target.partition(":")
        if kind == "toggle":
            self.action_include(field)

    def _replace(self, answer: str | None) -> None:
        if answer:
            self._write(force=True)

    def _write(self, *, force: bool) -> None:
        try:
            written = export(render(self.summary, self.format), self.target, force=force)
        except CoachError as error:
            self.tell(str(error))
        else:
            self.tell(_("Written: {path}").format(path=written))


def _usable(name: str) -> str:
    """The name from the settings, unless somebody put something there that is no name."""
    try:
        return checked_name(name)
    except UsageError:
        return ""
