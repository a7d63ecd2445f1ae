"""Rows that belong together, and pages made of them: a projected text pages, it never shrinks or scrolls."""

from collections.abc import Iterable, Sequence

from advocacy_coach.tui.rows import BLANK, Row, prose, text

Chunk = Sequence[Row]
"""Rows that should stand on one page: a paragraph, an option, a line of a conversation."""


ALONE = 2
"""Rows that are not left alone on a page, such as a title: what follows is rather cut."""


def pages(chunks: Iterable[Chunk], height: int) -> list[list[Row]]:
    """Chunks as pages of at most ``height`` rows; a chunk that is taller than a page is cut.

    An empty row at the top or the bottom of a page is left out.
    """
    height = max(1, height)
    made: list[list[Row]] = [[]]
    for chunk in chunks:
        rows = list(chunk)
        if len(made[-1]) > ALONE and len(made[-1]) + len(_trimmed(rows)) > height:
            made.append([])
        if not made[-1]:
            while rows and rows[0] == BLANK:
                rows.pop(0)
        while len(rows) > height - len(made[-1]):
            room = height - len(made[-1])
            made[-1] += rows[:room]
            rows = rows[room:]
            if not _trimmed(rows):
                rows = []
                break
            made.append([])
        made[-1] += rows
    return [_trimmed(page) for page in made if _trimmed(page)] or [[]]


def _trimmed(rows: list[Row]) -> list[Row]:
    """Rows without the empty ones at their end."""
    last = len(rows)
    while last and rows[last - 1] == BLANK:
        last -= 1
    return rows[:last]


def airy(groups: Sequence[Sequence[Chunk]], height: int) -> list[Chunk]:
    """Groups of chunks with empty rows between the groups, and between all chunks, as far as they fit."""
    flat = [chunk for group in groups for chunk in group]
    apart = _between(groups)
    wide = _between([[chunk] for chunk in flat])
    for spaced in (wide, apart):
        if sum(map(len, spaced)) <= height:
            return spaced
    return flat


def _between(groups: Sequence[Sequence[Chunk]]) -> list[Chunk]:
    spaced: list[Chunk] = []
    for group in groups:
        if spaced and group:
            spaced.append([BLANK])
        spaced += group
    return spaced


def heading(words: str, width: int) -> Chunk:
    """A title; the empty row after it is the first thing to go where room is short."""
    return text(words, width, "strong accent")


def paragraphs(markdown: str, width: int, style: str = "") -> list[Chunk]:
    """A Markdown text, a chunk a block, with the empty rows between them."""
    chunks: list[list[Row]] = [[]]
    for row in prose(markdown, width, style):
        if row == BLANK:
            chunks.append([BLANK])
        else:
            chunks[-1].append(row)
    return [chunk for chunk in chunks if chunk]
