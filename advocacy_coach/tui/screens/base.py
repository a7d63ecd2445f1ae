"""What all our screens share: a rail, a sheet, an action line, and a word for windows that are too small."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row, text
from advocacy_coach.tui.text import content
from advocacy_coach.tui.widgets.bars import ActionLine, Rail
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.tui.services import Services

LEAST_WIDTH, LEAST_HEIGHT = 20, 5
"""Below this many cells nothing useful fits."""

LOW = 18
"""Below this height the screen gives up its empty lines."""


class CoachScreen(Screen[None]):
    """A screen of rows. A subclass says what to lay out and what the action line offers."""

    scope: ClassVar[str] = ""
    """Whose commands of the table this screen has."""

    AUTO_FOCUS: ClassVar[str | None] = "Sheet"

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.rail = Rail()
        self.sheet = Sheet(self.laid_out)
        self.actions = ActionLine()

    def compose(self) -> ComposeResult:
        """Rail, sheet, action line."""
        yield self.rail
        yield self.sheet
        yield self.actions

    def rows(self, width: int) -> list[Row]:
        """What the sheet shows at a text width."""
        raise NotImplementedError

    def update_bars(self) -> None:
        """Bring the rail and the action line up to date."""
        raise NotImplementedError

    def laid_out(self, width: int) -> list[Row]:
        """The rows, or a sentence when the window is too small for them."""
        if self.has_class("-tiny"):
            return text(_("Make the window larger, please."), width)
        rows = self.rows(width)
        return rows[1:] if self.size.height < LOW and rows[:1] == [BLANK] else rows

    def redraw(self, *, keep_place: bool = True) -> None:
        """Lay the sheet out anew and update the bars."""
        self.sheet.show(self.laid_out, keep_place=keep_place)
        self.update_bars()

    def on_mount(self) -> None:
        """Draw for the first time."""
        self.update_bars()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the new size."""
        tiny = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        low = event.size.height < LOW
        if (tiny, low) != (self.has_class("-tiny"), self.has_class("-low")):
            self.set_class(tiny, "-tiny")
            self.set_class(low, "-low")
            self.redraw()

    @on(Sheet.Scrolled)
    def _scrolled(self) -> None:
        self.update_bars()

    @on(ActionLine.Pressed)
    async def _act(self, pressed: ActionLine.Pressed) -> None:
        await self.run_action(pressed.action)

    def read_on(self) -> bool:
        """Show the next part of the text; False when its end is in sight already."""
        if not self.sheet.more_below:
            return False
        self.sheet.action_page(1)
        self.update_bars()  # in the same frame; the news that the sheet scrolled comes a frame later
        return True

    def keep(self) -> None:
        """Keep what is being written; asked for before a screen is left and before the program ends."""

    def tell(self, message: str) -> None:
        """A short notice that goes away by itself; the same words stand there once."""
        self.app.clear_notifications()
        self.notify(content(message).plain, markup=False)

    def tell_notices(self) -> None:
        """Pass on what the record has to say, each sentence once."""
        if notices := self.services.store.notices:
            self.tell("\n".join(notices))
            notices.clear()
