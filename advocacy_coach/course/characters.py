"""The characters that may not reach a terminal, a document or a file name, wherever a text comes from."""

import re

FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f"  # C0 controls but tab and line feed: escape sequences start here
    "\x7f-\x9f"  # delete and the C1 controls
    "\u061c\u200e\u200f\u202a-\u202e"  # marks and overrides of the direction of writing
    "\u200b\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"  # invisible or no characters; joiners are words' own
    "\u2028\u2029"  # separators that break a line where no line feed stands
    "\ud800-\udfff"  # halves of a character
    "\U000e0000-\U000e007f"  # tags: text nobody sees
    "]"
)
"""One character that can take over a terminal or make a text read as something else."""


def cleaned(text: str) -> str:
    """The text with a replacement mark in place of every forbidden character."""
    return FORBIDDEN.sub("\ufffd", text)


def shown(text: str, length: int = 40) -> str:
    """A text as a message quotes it: on one line, harmless, cut to ``length`` characters."""
    line = cleaned(" ".join(text[: length * 4].split()))
    return f"“{line}”" if len(line) <= length else f"“{line[: length - 1]}…”"
