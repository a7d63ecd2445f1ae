"""Prose laid out in lines of a given width, for the screen and for the checks.

Pure: how wide a text is on the screen is the caller's to say (``measure``), since only the screen knows
which characters take two cells.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from advocacy_coach.course.prose import Block, Kind, Span, parse

Measure = Callable[[str], int]

RULE_WIDTH = 12


class Line(Struct, frozen=True):
    """One line: what stands before it (a bullet, a quotation bar, an indent), its spans, and its block."""

    spans: tuple[Span, ...] = ()
    prefix: str = ""
    kind: Kind = "paragraph"


def flow(blocks: Iterable[Block], width: int, measure: Measure = len) -> list[Line]:
    """The blocks as lines no wider than ``width``, list items close, other blocks an empty line apart."""
    lines: list[Line] = []
    before: Block | None = None
    for block in blocks:
        if before is not None and not (before.depth and block.depth and block.kind == "item"):
            lines.append(Line())
        lines.extend(_lines(block, width, measure))
        before = block
    return lines


def height(text: str, width: int) -> int:
    """How many lines a Markdown text takes at a width."""
    return len(flow(parse(text), width))


def wrap(spans: Sequence[Span], width: int, measure: Measure = len) -> list[tuple[Span, ...]]:
    """Spans broken into lines at spaces; a word wider than the line is cut. Always at least one line."""
    width = max(1, width)
    lines: list[tuple[Span, ...]] = []
    line: list[Span] = []
    used = 0
    for word in _words(spans, width, measure):
        if word is None:
            lines.append(tuple(line))
            line, used = [], 0
            continue
        wide = sum(measure(span.text) for span in word)
        if line and used + 1 + wide > width:
            lines.append(tuple(line))
            line, used = [], 0
        if line:
            line.append(_space_between(line[-1], word[0]))
            used += 1
        line.extend(word)
        used += wide
    lines.append(tuple(line))
    return [_joined(line) for line in lines]


def _lines(block: Block, width: int, measure: Measure) -> Iterator[Line]:
    if block.kind == "rule":
        yield Line((Span("─" * min(RULE_WIDTH, width)),), kind="rule")
        return
    first, rest = _prefixes(block, width)
    room = max(1, width - measure(first))
    if block.kind == "code":
        rows = [
            (Span(piece, code=True),)
            for row in block.spans[0].text.split("\n")
            for piece in (_pieces(row, room, measure) or [""])
        ]
    else:
        rows = wrap(block.spans, room, measure)  # type: ignore[assignment]
    for index, row in enumerate(rows):
        yield Line(row, first if index == 0 else rest, block.kind)


def _prefixes(block: Block, width: int) -> tuple[str, str]:
    if block.kind == "quote":
        first = rest = "│ "
    elif block.kind == "code":
        first = rest = "  "
    elif block.depth:
        indent = "  " * (block.depth - 1)
        marker = f"{block.marker} " if block.marker else "  "
        first, rest = indent + marker, indent + " " * len(marker)
    else:
        first = rest = ""
    return (first, rest) if len(first) < width // 2 else ("", "")


def _words(spans: Sequence[Span], width: int, measure: Measure) -> Iterator[list[Span] | None]:
    """Words as lists of spans (a word may change style inside); None is a forced line break."""
    word: list[Span] = []
    for span in spans:
        if span.text == "\n":
            if word:
                yield word
                word = []
            yield None
            continue
        parts = span.text.replace("\n", " ").split(" ")
        for index, part in enumerate(parts):
            if index and word:
                yield word
                word = []
            if not part:
                continue
            pieces = _pieces(part, width, measure)
            for piece in pieces[:-1]:
                if word:
                    yield word
                yield [_styled(span, piece)]
                word = []
            if word and sum(measure(s.text) for s in word) + measure(pieces[-1]) > width:
                yield word
                word = []
            word.append(_styled(span, pieces[-1]))
    if word:
        yield word


def _pieces(text: str, width: int, measure: Measure) -> list[str]:
    """A text cut into pieces no wider than ``width``; the text itself when it fits."""
    if measure(text) <= width:
        return [text] if text else []
    pieces: list[str] = []
    piece, used = "", 0
    for character in text:
        wide = measure(character)
        if piece and used + wide > width:
            pieces.append(piece)
            piece, used = "", 0
        piece += character
        used += wide
    return [*pieces, piece]


def _styled(span: Span, text: str) -> Span:
    return Span(text, span.strong, span.emphasis, span.code, span.href)


def _space_between(before: Span, after: Span) -> Span:
    """A space keeps a style only where both sides share it, so underlines do not hang over."""
    same = _styled(before, "") == _styled(after, "")
    return _styled(before, " ") if same else Span(" ")


def _joined(line: Sequence[Span]) -> tuple[Span, ...]:
    """Neighbours of one style as one span."""
    joined: list[Span] = []
    for span in line:
        if joined and _styled(joined[-1], "") == _styled(span, ""):
            joined[-1] = _styled(span, joined[-1].text + span.text)
        else:
            joined.append(span)
    return tuple(joined)
