"""What is wrong with a course file: where, what, and what to do about it."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning"]


class Problem(Struct, frozen=True, order=True):
    """One thing wrong in one place. Lines and columns count from 1; codes are stable."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}  {self.code}  {self.message}"


class Problems:
    """Collects every problem, so that an author sees them all at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, problem: Problem) -> None:
        """Note a problem and go on."""
        self._found.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(set(self._found)))

    def __len__(self) -> int:
        return len(set(self._found))


def printout(problem: Problem, lines: Sequence[str]) -> str:
    """The problem as an author reads it: place, code, message, the line with a caret, and what to do.

    ``lines`` are the lines of the file.
    """
    kind = "warning: " if problem.severity == "warning" else ""
    rows = [f"{problem.path}:{problem.line}:{problem.column}  {problem.code}  {kind}{problem.message}"]
    if 1 <= problem.line <= len(lines):
        text, column = _window(lines[problem.line - 1], problem.column)
        gutter = str(problem.line)
        rows.append(f"  {gutter} | {text}")
        rows.append(f"  {' ' * len(gutter)} | {' ' * (column - 1)}^")
    if problem.hint:
        rows.append(f"  {problem.hint}")
    return "\n".join(rows)


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a long line around a column, printable, and the column within it."""
    start = max(0, min(column - 1 - width // 2, len(line) - width))
    shown = "".join(c if c.isprintable() else " " for c in line[start : start + width])
    return shown, max(1, column - start)
