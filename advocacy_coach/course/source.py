"""One YAML file: its values, where each of them stands, and what is wrong with it as a file."""

import stat
from itertools import islice
from pathlib import Path
from typing import Final

from msgspec import Struct

from advocacy_coach.course import rules, syntax
from advocacy_coach.course.building import MAX_PROBLEMS, Node, Place, build, keeps_lines, start
from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.rules import Rule

MAX_SIZE: Final = 1024 * 1024
"""Bytes. A lesson is about 30 KiB; what is larger than this is no lesson."""

Where = tuple[str | int, ...]
"""The way to a value: keys of mappings and indexes of lists, from the top of the file."""


class Source(Struct, frozen=True):
    """A file that was read. ``value`` is None where the file as a whole cannot be used."""

    name: str
    text: str = ""
    value: dict[str, object] | None = None
    problems: tuple[Problem, ...] = ()
    root: Node | None = None

    @property
    def lines(self) -> list[str]:
        """The lines of the file, for the printout of a problem."""
        return self.text.split("\n")

    def at(self, where: Where = ()) -> Place:
        """Where a value starts; of a value that is not there, where the mapping that lacks it starts."""
        node, _ = self._find(where)
        return start(node[1]) if node else (1, 1)

    def key_at(self, where: Where) -> Place:
        """Where the key of a value stands, or the value itself in a list."""
        node, found = self._find(where)
        return start(node[0]) if node and found and node[0] else self.at(where)

    def text_at(self, where: Where, line: int) -> Place:
        """Where a line of a text stands in the file, counting from 0 within the text.

        Exact in a text below ``|``, where lines are kept; elsewhere the start of the text.
        """
        node, found = self._find(where)
        if not (node and found and keeps_lines(node[1])):
            return self.at(where)
        row = min(start(node[1])[0] + line, len(self.lines) - 1)
        content = self.lines[row]
        return row + 1, len(content) - len(content.lstrip(" ")) + 1

    def within(self, where: Where, text: str, offset: int) -> Place:
        """Where a part of a short text stands, counting from 0 within it; the start of one that is folded."""
        line, column = self.at(where)
        rest = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        quote = rest[:1] in {"'", '"'} and not rest.startswith(text)
        exact = rest[quote:].startswith(text)
        return (line, column + quote + offset) if exact else (line, column)

    def broken(self, rule: Rule, place: Place, message: str, hint: str = "") -> Problem:
        """The problem of breaking a rule at a place of this file."""
        return rule.broken(self.name, place, message, hint)

    def _find(self, where: Where) -> tuple[Node | None, bool]:
        """The node at the end of the way or the last one that exists, and whether it is the end."""
        node = self.root
        for step in where:
            if node is None or step not in node[2]:
                return node, False
            node = node[2][step]
        return node, True


def read(path: Path) -> Source:
    """Read a file; what is wrong with it is in its ``problems``. Never raises."""
    name = str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _refused(name, rules.UNREADABLE, "this is not a regular file")
        if status.st_size <= MAX_SIZE:
            with path.open("rb") as file:
                return parse(file.read(MAX_SIZE + 1), name)
    except OSError as error:
        return _refused(name, rules.UNREADABLE, f"the file cannot be read: {error.strerror}")
    return _too_large(name)


def parse(data: bytes, name: str) -> Source:
    """Parse the bytes of a file; ``name`` is the path its problems are reported under."""
    if len(data) > MAX_SIZE:
        return _too_large(name)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return _not_utf8(name, data, error.start)
    text = _lines_as_one_kind(text)
    problems = [
        rules.CHARACTER.broken(name, syntax.place(text, match.start()), syntax.forbidden(match[0]))
        for match in islice(FORBIDDEN.finditer(text), MAX_PROBLEMS)
    ]
    if problems:
        return Source(name, text, None, tuple(problems))
    built = build(text, name)
    return Source(name, text, built.value, built.problems, built.root)


def _refused(name: str, rule: Rule, message: str, hint: str = "") -> Source:
    return Source(name, problems=(rule.broken(name, (1, 1), message, hint),))


def _too_large(name: str) -> Source:
    hint = "Make two lessons of it."
    return _refused(name, rules.TOO_LARGE, f"the file is larger than {MAX_SIZE // 1024} KiB", hint)


def _not_utf8(name: str, data: bytes, offset: int) -> Source:
    before = _lines_as_one_kind(data[:offset].decode())
    problem = rules.NOT_UTF8.broken(
        name,
        syntax.place(before, len(before)),
        f"byte 0x{data[offset]:02X} is not UTF-8",
        "Save the file as UTF-8; most editors offer it under “Save with encoding”.",
    )
    return Source(name, _lines_as_one_kind(data.decode("utf-8", "replace")), None, (problem,))


def _lines_as_one_kind(text: str) -> str:
    """The text with each line ended by a line feed, as YAML counts lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
