"""A summary as Markdown: headings and lists only, so that it reads well raw, rendered and printed."""

from collections.abc import Iterable, Iterator
from itertools import chain

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers.escape import escape, quoted
from advocacy_coach.reports.writers.telling import (
    Bar,
    Bars,
    Block,
    Curve,
    Curves,
    Fact,
    Facts,
    Line,
    Prompt,
    Quotation,
    Section,
    Subheading,
    tell,
)


def write(summary: Summary) -> bytes:
    """The summary in the program's current language, in UTF-8."""
    told = tell(summary)
    blocks = [
        f"# {escape(told.title.text)}",
        told.about,
        listed(told.facts.rows),
        *chain.from_iterable(map(_section, told.sections)),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def listed(rows: Iterable[Fact | Bar | Curve]) -> str:
    """Facts as a list."""
    return "\n".join(f"- **{_line(row.label)}:** {_line(row.words)}" for row in rows)


def _section(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    yield from map(_block, section.blocks)


def _block(block: Block) -> str:
    match block:
        case Facts() | Bars() | Curves():
            return listed(block.rows)
        case Subheading():
            return f"### {_line(block.title)}"
        case Prompt():
            return f"**{_line(block.text)}**"
        case Quotation():
            return "\n".join(quoted(block.text))


def _line(line: Line) -> str:
    return "".join(piece if isinstance(piece, str) else escape(piece.text) for piece in line)
