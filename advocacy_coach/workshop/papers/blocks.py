"""A paper before it is Markdown or HTML: what one of them says, both say.

Our own words are ``str`` and shown as they are. What authors wrote is ``Prose``, in Markdown.
"""

from typing import Final, Literal

from msgspec import Struct


class Prose(Struct, frozen=True):
    """A text of the course, in Markdown."""

    text: str


class Bar(Struct, frozen=True):
    """Words that are also drawn as a bar, so many per cent long; first votes are light, second solid."""

    words: str
    per_cent: int
    light: bool = False


Cell = str | Prose | Bar
"""What stands in a table; an empty text is a place to write with a pen."""


class Heading(Struct, frozen=True):
    """What the blocks up to the next one are about; ``level`` 3 or 4, below a section."""

    title: str
    level: Literal[3, 4] = 3


class Words(Struct, frozen=True):
    """A paragraph of our own."""

    text: str
    strong: bool = False


class Points(Struct, frozen=True):
    """A list; ``ticks`` are boxes to tick off with a pen."""

    items: tuple[str | Prose, ...]
    ticks: bool = False


class Fact(Struct, frozen=True):
    """A text with a label."""

    label: str
    text: str | Prose


class Facts(Struct, frozen=True):
    """Facts one below the other."""

    rows: tuple[Fact, ...]


class Entry(Struct, frozen=True):
    """An option: its letter, its text, a word about it (“weak”), and what is said of it.

    ``best`` ones stand out, in print without colours as well.
    """

    letter: str
    text: Prose
    mark: str = ""
    best: bool = False
    facts: tuple[Fact, ...] = ()


class Entries(Struct, frozen=True):
    """Options with their letters."""

    rows: tuple[Entry, ...]


class Row(Struct, frozen=True):
    """A row of a table; ``head`` are those that name the rows after them."""

    cells: tuple[Cell, ...]
    head: bool = False


class Table(Struct, frozen=True):
    """A table. ``kind`` says how wide its columns are: of times, of counts to write in, or of counts told."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: Literal["glance", "tally", "told"]


ON_A_PAGE: Final = 4
"""Cards on a page."""


class Cards(Struct, frozen=True):
    """Cards to cut out, four on a page, one letter each."""

    letters: str


class Box(Struct, frozen=True):
    """Blocks with a frame around them."""

    title: str
    blocks: "tuple[Block, ...]"


Block = Heading | Words | Prose | Points | Facts | Entries | Table | Cards | Box


class Section(Struct, frozen=True):
    """Blocks under a heading; ``page`` when it begins on a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    page: bool = False


class Paper(Struct, frozen=True):
    """A whole paper. ``kind`` is what sort of paper it is, ``language`` that of the course's texts."""

    kind: str
    title: str
    about: tuple[str, ...]
    language: str
    sections: tuple[Section, ...]
