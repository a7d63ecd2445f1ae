"""Questions as GIFT, the plain text format for question banks that came with Moodle and is read by many.

Texts are HTML, each marked so, with GIFT's own characters escaped as Moodle's exporter does: no text can end
its answer, begin another or be taken for a format. GIFT has no order, so items are matched with their places.
"""

from collections.abc import Iterator
from typing import Final

from advocacy_coach.i18n import _
from advocacy_coach.reports.interchange.items import (
    Bank,
    Category,
    Item,
    Matched,
    Note,
    Ordered,
    Pair,
    Picked,
    common_notes,
)
from advocacy_coach.reports.interchange.moodle import path
from advocacy_coach.reports.writers.html import Html

_ESCAPES: Final = str.maketrans({**{char: f"\\{char}" for char in "\\:#={}~"}, "\n": "\\n"})

_PLACEHOLDER: Final = "&&"
"""Readers put numbers behind it for escaped characters, so a text must not hold it; HTML never does."""


def write(bank: Bank) -> bytes:
    """The whole bank, by category; a blank line ends each question."""
    pieces = [piece for category in bank.categories for piece in _pieces(category)]
    return "".join(f"{piece}\n\n" for piece in pieces).encode()


def notes(bank: Bank) -> list[Note]:
    """What GIFT cannot say."""
    return [*common_notes(bank), *(note for item in bank.items() for note in _notes(item))]


def _notes(item: Item) -> Iterator[Note]:
    if item.hints:
        yield Note(item.where, _("hints are left out"))
    if not item.scored:
        yield Note(item.where, _("it would earn points: GIFT knows no warm-ups"))
    if isinstance(item, Ordered):
        yield Note(item.where, _("items are matched with places, and points count places instead of pairs"))
    if item.pinned or not item.shuffle:
        yield Note(item.where, _("whether its options are shuffled is up to the system that reads it"))


def _pieces(category: Category) -> Iterator[str]:
    # Readers unescape a backslash here, and nothing else.
    yield "$CATEGORY: " + _safe(path(category.path)).replace("\\", "\\\\")
    for item in category.items:
        tags = "".join(f" [tag:{tag}]" for tag in item.tags)
        answers = "\n".join((*_answers(item), f"\t####{_html(item.explain)}"))
        yield f"// [id:{item.id}]{tags}\n::{item.where}::{_html(item.prompt)}{{\n{answers}\n}}"


def _answers(item: Item) -> Iterator[str]:
    match item:
        case Picked():
            for option in item.options:
                worth = _right(option.per_cent) if item.single else f"~%{option.per_cent}%"
                yield f"\t{worth}{_html(option.text)}#{_html(option.feedback)}"
        case Matched():
            yield from map(_pair, item.pairs)
        case Ordered():
            for place, thing in enumerate(item.things, 1):
                yield _pair(Pair(thing, str(place)))
        case _:
            raise TypeError(type(item))


def _right(per_cent: str) -> str:
    """The sign of the one right answer, or that of a wrong one."""
    return "=" if per_cent == "100" else "~"


def _pair(pair: Pair) -> str:
    left = _html(pair.left) if pair.left else ""
    return f"\t={left} -> {_safe(pair.right).translate(_ESCAPES)}"


def _html(content: Html) -> str:
    """The markup, marked as such; a blank one becomes a space, since a mark alone would be read as text."""
    return "[html]" + (content.strip() or "&nbsp;").translate(_ESCAPES)


def _safe(label: str) -> str:
    """A label without what a reader would take for one of its placeholders."""
    return label.replace(_PLACEHOLDER, "&amp;&amp;")
