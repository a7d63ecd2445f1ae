"""The lines above and below a sheet: where you are, and what you can do."""

from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from advocacy_coach.tui.rows import Part, Row, column, margin, pair
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.widgets.ink import Ink, components


class Bar(Widget):
    """A widget of a few lines that draws rows itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = components(("accent", "key", "muted", "strong", "track"))

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._ink: Ink | None = None

    def lines(self, width: int) -> list[Row]:
        """The rows for a width."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """One line of the bar."""
        if self._ink is None:
            self._ink = Ink(self)
        rows = self.lines(column(self.size.width))
        return self._ink.strip(rows[y] if y < len(rows) else Row(), self.size.width, margin(self.size.width))

    def notify_style_update(self) -> None:
        """Colours changed: draw anew."""
        super().notify_style_update()
        self._ink = None


class Rail(Bar):
    """Title and position, and below them how far along you are."""

    title = ""
    position = ""
    share = 0.0

    def update(self, title: str, position: str = "", share: float = 0.0) -> None:
        """Show a title, words such as “step 4 of 11”, and a share from 0 to 1 of the line."""
        now = title, position, share
        if now != (self.title, self.position, self.share):
            self.title, self.position, self.share = now
            self.refresh()

    def lines(self, width: int) -> list[Row]:
        """Title and position, then the line."""
        done = round(width * max(0.0, min(1.0, self.share)))
        line = Row((("━" * done, "accent"), ("─" * (width - done), "track")))
        return [pair((self.title, "strong"), (self.position, "muted"), width), line]


class Key(Struct, frozen=True):
    """One thing to do now: the action, the key as shown, and a word or two."""

    action: str
    key: str
    label: str


class ActionLine(Bar):
    """What can be done now, the obvious thing first. Each entry can be clicked."""

    @dataclass
    class Pressed(Message):
        """An entry was clicked."""

        action: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keys: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """What the line offers."""
        return self._keys

    def update(self, keys: tuple[Key, ...]) -> None:
        """Offer these, most important first."""
        if keys != self._keys:
            self._keys = keys
            self.refresh()

    def lines(self, width: int) -> list[Row]:
        """A rule, then as many entries as fit."""
        parts: list[Part] = []
        for index, _, key in self._placed(width):
            parts.append((f" {key.key} ", "key" if index == 0 else "strong"))
            parts.append((f" {key.label}   ", "strong" if index == 0 else "muted"))
        return [Row((("─" * width, "track"),)), Row(tuple(parts))]

    def on_click(self, event: events.Click) -> None:
        """Do what is under the pointer."""
        x = event.x - margin(self.size.width)
        for _, start, key in self._placed(column(self.size.width)):
            if start <= x < start + _wide(key):
                event.stop()
                self.post_message(self.Pressed(key.action))
                return

    def _placed(self, width: int) -> list[tuple[int, int, Key]]:
        """The entries that fit, with their place; the first is cut rather than left out."""
        placed: list[tuple[int, int, Key]] = []
        start = 0
        for index, key in enumerate(self._keys):
            if index == 0:
                room = width - measure(key.key) - 3
                key = Key(key.action, key.key, clipped(key.label, room))  # noqa: PLW2901
            if start + _wide(key) - 3 > width:
                continue
            placed.append((index, start, key))
            start += _wide(key)
        return placed


def _wide(key: Key) -> int:
    return measure(key.key) + 2 + measure(key.label) + 4
