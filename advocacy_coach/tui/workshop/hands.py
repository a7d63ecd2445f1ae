"""Counting hands: a number for every option, by digits or by plus and minus, checked against the room."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row, behind, text
from advocacy_coach.tui.screens.dialog import Panel
from advocacy_coach.tui.text import clipped
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.workshop import show
from advocacy_coach.workshop.deck import LETTERS, Question
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.tally import MINIMUM

MOST = 999
"""More hands than this are a slip of the finger."""


class HandsScreen(Panel[tuple[int, ...] | None]):
    """Returns the counts by option, or None when the facilitator turned away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("down,j,tab", "move(1)", show=False),
        Binding("plus,equals_sign,right", "add(1)", show=False),
        Binding("minus,left", "add(-1)", show=False),
        Binding("backspace,delete", "erase", show=False),
        Binding("enter", "enter", show=False),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(10)),
        *(Binding(f"{letter.lower()},{letter}", f"letter('{letter}')", show=False) for letter in "ABCDEFGH"),
    ]

    def __init__(self, live: LiveShow, asked: Question) -> None:
        super().__init__()
        self._asked = asked
        self._room = live.room
        rounds = live.show.of(asked)
        _name, number = show.open_round(live.deck, live.show.place)
        second = number == 2 or (not number and rounds.second.total.people > 0)
        old = rounds.second if second else rounds.first
        self._phones = old.phones.people if old.phones else live.seen.people if number and live.booth else 0
        self.counts = list(old.hands.counts) if old.hands else [0] * len(asked.options)
        self.cursor = 0
        self._typing = False
        self._warned = False
        self._sheet = Sheet(self._rows)

    def compose(self) -> ComposeResult:
        """One sheet in a frame."""
        yield self._sheet

    def action_move(self, step: int) -> None:
        """To another option."""
        self._to(max(0, min(len(self.counts) - 1, self.cursor + step)))

    def action_letter(self, letter: str) -> None:
        """To the option with this letter."""
        if (place := LETTERS.index(letter)) < len(self.counts):
            self._to(place)

    def action_digit(self, digit: int) -> None:
        """Type a number; the first digit takes the place of what stood there."""
        old = self.counts[self.cursor] if self._typing else 0
        self._typing = True
        self._set(old * 10 + digit)

    def action_add(self, step: int) -> None:
        """One more, or one less."""
        self._set(self.counts[self.cursor] + step)

    def action_erase(self) -> None:
        """Take the last digit back."""
        self._set(self.counts[self.cursor] // 10)

    def action_enter(self) -> None:
        """The next option; after the last the count is done. More hands than people are asked about once."""
        if self.cursor + 1 < len(self.counts):
            self.action_move(1)
        elif self.too_many and not self._warned:
            self._warned = True
            self._draw()
        else:
            self.dismiss(tuple(self.counts))

    def action_leave(self) -> None:
        """Turn away; nothing is counted."""
        self.dismiss(None)

    @property
    def too_many(self) -> bool:
        """True when more votes are there than people expected."""
        hands = max(self.counts) if self._asked.many else sum(self.counts)
        return bool(self._room) and hands + self._phones > self._room

    def _to(self, cursor: int) -> None:
        self.cursor, self._typing = cursor, False
        self._draw()

    def _set(self, count: int) -> None:
        self.counts[self.cursor] = max(0, min(MOST, count))
        self._warned = False
        self._draw()

    def _draw(self) -> None:
        self._sheet.show(self._rows, keep_place=True)
        self._sheet.reveal(f"option:{self.cursor}")

    def _rows(self, width: int) -> list[Row]:
        rows = text(_("Hands"), width, "strong accent")
        for place, option in enumerate(self._asked.options):
            here = place == self.cursor
            lead = (
                ("› " if here else "  ", "accent strong"),
                (f"{LETTERS[place]} ", "accent strong"),
                (f"{self.counts[place]:>3}  ", "strong"),
            )
            words = clipped(plain(option.text), max(1, width - 9))
            fill = "cursor" if here else ""
            rows += behind(lead, words, width, target=f"option:{place}", fill=fill)
        rows += [BLANK, *text(self._sum(), width, "muted")]
        if self.too_many:
            words = _("That is more than the {room} people expected.").format(room=self._room)
            again = _("Enter again keeps it.") if self._warned else ""
            rows += text(f"{words} {again}".strip(), width, "bad strong")
        if 0 < self._phones < MINIMUM and any(self.counts):
            words = _("Under {n} phones beside hands nothing is shown. Drop them (x), count everybody.")
            rows += text(words.format(n=MINIMUM), width, "bad strong")
        return rows + text(_("Digits or + and -, Enter for the next, Esc leaves it."), width, "muted")

    def _sum(self) -> str:
        hands = sum(self.counts)
        if not self._phones:
            return _("{hands} hands").format(hands=hands)
        return _("{hands} hands, {phones} phones").format(hands=hands, phones=self._phones)
