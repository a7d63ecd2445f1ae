"""A paper as Markdown that reads well raw: every text is escaped, and tables stay tables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from advocacy_coach.course import prose
from advocacy_coach.course.prose import Span
from advocacy_coach.reports.writers.escape import escape
from advocacy_coach.workshop.papers.blocks import (
    Bar,
    Block,
    Box,
    Cards,
    Cell,
    Entries,
    Entry,
    Fact,
    Facts,
    Heading,
    Paper,
    Points,
    Prose,
    Row,
    Section,
    Table,
    Words,
)

WIDEST: Final = 60
"""Of a column whose cells are filled up to one width; longer ones would push the others off the screen."""

_PEN: Final = 8
"""How wide an empty column is, for a number to be written in."""


def write(paper: Paper) -> bytes:
    """The paper in UTF-8."""
    blocks = [
        f"# {_within(paper.title)}",
        f"**{escape(paper.kind)}**",
        *map(escape, paper.about),
        *(each for section in paper.sections for each in _section(section)),
    ]
    return ("\n\n".join(filter(None, blocks)) + "\n").encode()


def from_prose(text: str) -> str:
    """A text of the course as Markdown again: made of its blocks, so that nothing but they is in it."""
    written: list[str] = []
    depth = 0
    for block in prose.parse(text):
        inside = block.spans[0].text if block.kind == "code" else _spans(block.spans)
        match block.kind:
            case "code":
                one = "\n".join(f"    {line}" for line in inside.splitlines())
            case "rule":
                one = "***"
            case "heading":
                one = f"**{_spans([span_without_strong(span) for span in block.spans])}**"
            case "quote":
                one = _indented(inside, "> ", "> ")
            case "item" if block.marker:
                marker = "- " if block.marker == "•" else f"{block.marker} "
                before = "   " * (block.depth - 1)
                one = _indented(inside, before + marker, before + " " * len(marker))
            case "item":
                one = _indented(inside, "   " * block.depth, "   " * block.depth)
            case "paragraph":
                one = inside
        close = block.kind == "item" and depth and bool(block.marker)
        written.append(("\n" if close else "\n\n") + one if written else one)
        depth = block.depth
    return "".join(written)


def span_without_strong(span: Span) -> Span:
    """The span as it stands inside a heading, which is strong as a whole."""
    return Span(span.text, False, span.emphasis, span.code, span.href)


def _spans(spans: Iterable[Span]) -> str:
    """Spans with their marks, which are opened and closed in the order of a stack."""
    made, marks = "", list[str]()
    for span in spans:
        wanted = [mark for mark, on in (("**", span.strong), ("*", span.emphasis)) if on]
        while marks and not set(marks) <= set(wanted):
            made += marks.pop()
        for mark in wanted:
            if mark not in marks:
                made += mark
                marks.append(mark)
        made += _span(span)
    return made + "".join(reversed(marks))


def _span(span: Span) -> str:
    if span.text == "\n" and not span.code:
        return "\\\n"
    if span.code:
        return _code(span.text)
    inside = escape(span.text)
    before = " " if span.text[:1].isspace() else ""
    after = " " if span.text[-1:].isspace() and inside else ""
    words = f"{before}{inside}{after}"
    return f"{words} ({escape(span.href)})" if span.href and span.href != span.text else words


def _code(words: str) -> str:
    """Code between more backticks than it has in a row itself."""
    ticks = "`"
    while ticks in words:
        ticks += "`"
    room = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{ticks}{room}{words}{room}{ticks}"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_within(section.title)}"
    yield from map(_block, section.blocks)


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_within(block.title)}"
        case Words():
            return f"**{escape(block.text)}**" if block.strong else escape(block.text)
        case Prose():
            return from_prose(block.text)
        case Points():
            return "\n".join(_item(_text(item), "- [ ] " if block.ticks else "- ") for item in block.items)
        case Facts():
            return _paragraphs(block)
        case Entries():
            return "\n".join(map(_entry, block.rows))
        case Table():
            return _table(block)
        case Cards():
            return " ".join(f"`[ {letter} ]`" for letter in block.letters)
        case Box():
            inside = "\n\n".join((f"**{escape(block.title)}**", *map(_block, block.blocks)))
            return _indented(inside, "> ", "> ")


def _text(words: str | Prose) -> str:
    return from_prose(words.text) if isinstance(words, Prose) else escape(words)


def _item(words: str, marker: str) -> str:
    """A list item; what has several paragraphs stays inside it."""
    return _indented(words, marker, "  ")


def _fact(fact: Fact) -> str:
    return _item(f"**{escape(fact.label)}:** {_text(fact.text)}", "- ")


def _paragraphs(facts: Facts) -> str:
    """A list, or a paragraph where there is one fact alone, which would join the list before it."""
    if len(facts.rows) == 1:
        return _fact(facts.rows[0]).removeprefix("- ").replace("\n  ", "\n")
    return "\n".join(map(_fact, facts.rows))


def _entry(entry: Entry) -> str:
    mark = f" **({escape(entry.mark)})**" if entry.mark else ""
    lines = [_item(f"**{entry.letter}** {_text(entry.text)}{mark}", "- ")]
    lines += [_indented(_fact(fact), "  ", "  ") for fact in entry.facts]
    return "\n".join(lines)


def _indented(words: str, first: str, others: str) -> str:
    """The lines of a text behind something; an empty one holds only what is no space."""
    lines = words.split("\n")
    return "\n".join(f"{others if n else first}{line}".rstrip() for n, line in enumerate(lines))


def _table(table: Table) -> str:
    rows = [[_cell(cell) for cell in row.cells] for row in table.rows]
    for row, given in zip(rows, table.rows, strict=True):
        _made_head(row, given)
    head = [_within(each) for each in table.head]
    columns = [[row[n] for row in (head, *rows)] for n in range(len(head))]
    widths = [min(WIDEST, max(len(cell) or _PEN for cell in column)) for column in columns]
    lines = [_line(head, widths), f"|{'|'.join('-' * (width + 2) for width in widths)}|"]
    caption = (f"**{escape(table.caption)}**", "") if table.caption else ()
    return "\n".join((*caption, *lines, *(_line(row, widths) for row in rows)))


def _made_head(cells: list[str], row: Row) -> None:
    if row.head:
        cells[:] = [f"**{cell}**" if cell else "" for cell in cells]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _cell(cell: Cell) -> str:
    match cell:
        case Bar():
            return _within(cell.words)
        case Prose():
            return _within(prose.plain(cell.text))
        case _:
            return _within(cell)


def _within(words: str) -> str:
    """A text that does not begin a line, so that a number and a full stop there make no list."""
    return escape(f".{words.strip()}")[1:] if words.strip() else ""
