"""What a YAML parser says, in the words of somebody who writes lessons."""

import re
import unicodedata
from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_SHORT = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "r": "\r"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}
_QUOTE_IT = "Put the text in quotes or below “|”."

_EXPLAINED = (
    (
        "mapping values are not allowed",
        "“: ” stands where no key can stand",
        "Put a text that contains “: ” in quotes or below “|”; for a key, check its indent.",
    ),
    (
        "unexpected end of stream",
        "this quote is never closed",
        "Close it. A quote inside quotes of the same kind must be doubled.",
    ),
    ("alphabetic or numeric character", "a text cannot start with “*”, “&” or “!”", _QUOTE_IT),
    ("cannot start any token", "a text cannot start with “{}”", _QUOTE_IT),
    (
        "escape",
        "this is no escape that YAML knows",
        "Between double quotes write a backslash twice, or use single quotes.",
    ),
    (
        "could not find expected ':'",
        "a key must be followed by “: ”",
        "Check this line and the quotes in it.",
    ),
    ("expected ',' or", "a bracket is not closed before this", "Close it, or put the text in quotes."),
    ("sequence entries are not allowed", "a list cannot start here", "Start it on a line of its own."),
    ("document start", "this stands outside the mapping that the file is", "Check its indent."),
    (
        "expected",
        "this does not fit the lines above it",
        "Check its indent, and that each quote before it is closed and stands around the whole text.",
    ),
)
"""A part of what either parser says, what it means, and what to do; the first that fits counts."""


def place(text: str, offset: int) -> tuple[int, int]:
    """The line and the column of a character of a text, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def forbidden(character: str) -> str:
    """The message about a character that may not be in a lesson."""
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name.lower()}) may not stand in a lesson"


def escapes(text: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], str]]:
    """The escapes of a double-quoted scalar that stands at ``start`` to ``end``: (place, character)."""
    for match in _ESCAPE.finditer(text, start, end):
        written = match[1]
        yield place(text, match.start()), _SHORT.get(written) or _numbered(written)


def explain(error: Exception, text: str) -> tuple[tuple[int, int], str, str]:
    """Where a parser stopped, why, and what to do about it."""
    said = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if "unexpected end of stream" in said or "could not find expected" in said:
        mark = getattr(error, "context_mark", None) or mark  # where it began, not where it was missed
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    row = lines[line]
    column = min(mark.column, len(row)) if mark else 0
    if "\t" in row[: len(row) - len(row.lstrip())]:
        return (
            (line + 1, row.index("\t") + 1),
            "a tab cannot indent a line",
            "Use spaces, two for each level.",
        )
    for part, meaning, hint in _EXPLAINED:
        if part in said:
            return (line + 1, column + 1), meaning.format(row[column : column + 1]), hint
    return (line + 1, column + 1), f"this cannot be read as YAML: {said}", ""


def _numbered(written: str) -> str:
    return chr(int(written[1:], 16)) if len(written) > 1 else written
