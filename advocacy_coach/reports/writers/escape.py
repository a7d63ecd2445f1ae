"""Text that stays text inside Markdown.

Names and notes are typed by people and course texts by authors; neither may become a heading, a list, a link,
a table or HTML in somebody else's Markdown reader.
"""

import re
from itertools import pairwise

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#&|~$]")
_AT_START = re.compile(r"^(?:[-+=:]|[0-9]+(?=[.)]))")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def escape(text: str) -> str:
    """The text on one line, spaces single, so that a Markdown reader shows exactly its characters.

    True of CommonMark and of the usual extensions (tables, strikethrough, mathematics, definitions), save
    that a bare web address may become a link to itself.
    """
    text = _SPACE.sub(" ", text).strip()
    text = _SPECIAL.sub(r"\\\g<0>", text)
    return _AT_START.sub(_escaped_start, text)


def quoted(text: str) -> list[str]:
    """The lines of a longer text as a quotation that keeps its line breaks and paragraphs."""
    lines = [escape(line) for line in text.splitlines()]
    return [
        f"> {line}\\" if line and following else f"> {line}".rstrip()
        for line, following in pairwise([*lines, ""])
    ]


def _escaped_start(match: re.Match[str]) -> str:
    """``1.`` becomes ``1\\.``, since a digit cannot be escaped; the rest gets its backslash in front."""
    start = match.group()
    return f"{start}\\" if start.isdigit() else f"\\{start}"
