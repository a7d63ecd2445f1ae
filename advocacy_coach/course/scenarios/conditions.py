"""The closed language of conditions: ``trust < 25 or (reach >= 60 and voluntary < 40)``.

A condition compares meters with whole numbers from 0 to 100 and joins comparisons by ``and`` and ``or``;
``and`` binds tighter. It is parsed once, into values that keep where each meter was named, and never given to
``eval``.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct

Levels = tuple[int, ...]
"""How high each meter stands, in the order of the course."""

Test = Callable[[Levels], bool]
"""A condition made ready to be asked of levels."""

MOST_NESTED: Final = 8
"""Brackets inside brackets; more than this nobody can read."""

OPERATORS: Final[dict[str, Callable[[int, int], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

_TOKEN = re.compile(r"\s*(?:(?P<word>[a-z][a-z0-9-]*)|(?P<number>[0-9]+)|(?P<sign><=|>=|!=|[<>=()]))")


class Compare(Struct, frozen=True):
    """A meter against a number. ``at`` is where in the text the meter stands, from 0."""

    meter: str
    sign: str
    number: int
    at: int = 0

    def __str__(self) -> str:
        return f"{self.meter} {self.sign} {self.number}"


class Both(Struct, frozen=True):
    """True when every part is: parts joined by ``and``."""

    parts: tuple["Condition", ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, Either) else str(part) for part in self.parts)


class Either(Struct, frozen=True):
    """True when any part is: parts joined by ``or``."""

    parts: tuple["Condition", ...]

    def __str__(self) -> str:
        return " or ".join(map(str, self.parts))


Condition = Compare | Both | Either


class ConditionError(ValueError):
    """A condition that cannot be read: what is wrong, and where in the text, from 0."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


def parse(text: str) -> Condition:
    """The condition a text says. Raises ConditionError."""
    reader = _Reader(text)
    condition = reader.either()
    if reader.kind:
        raise ConditionError("expected “and”, “or” or the end of the condition", reader.at)
    return condition


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every comparison in a condition, from left to right."""
    if isinstance(condition, Compare):
        yield condition
    else:
        for part in condition.parts:
            yield from comparisons(part)


def test(condition: Condition, meters: Mapping[str, int]) -> Test:
    """The condition made ready; ``meters`` says which place of the levels a meter has."""
    if isinstance(condition, Compare):
        place, compare, number = meters[condition.meter], OPERATORS[condition.sign], condition.number
        return lambda levels: compare(levels[place], number)
    parts = tuple(test(part, meters) for part in condition.parts)
    if isinstance(condition, Both):
        return lambda levels: all(part(levels) for part in parts)
    return lambda levels: any(part(levels) for part in parts)


class _Reader:
    """Reads a condition from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next = 0
        self._depth = 0
        self.kind = ""
        self.token = ""
        self.at = 0
        self._advance()

    def either(self) -> Condition:
        parts = [self._both()]
        while (self.kind, self.token) == ("word", "or"):
            self._advance()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self) -> Condition:
        parts = [self._part()]
        while (self.kind, self.token) == ("word", "and"):
            self._advance()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _part(self) -> Condition:
        if self.token == "(":
            return self._bracket()
        meter, at = self._take("word", "a meter, such as “trust”"), self.at_taken
        sign = self._take("sign", f"one of {' '.join(OPERATORS)}")
        if sign not in OPERATORS:
            raise ConditionError(f"expected one of {' '.join(OPERATORS)}", self.at_taken)
        number = self._take("number", "a whole number")
        if len(number) > 3 or int(number) > 100:
            raise ConditionError("a meter goes from 0 to 100", self.at_taken)
        return Compare(meter, sign, int(number), at)

    def _bracket(self) -> Condition:
        self._depth += 1
        if self._depth > MOST_NESTED:
            raise ConditionError(f"more than {MOST_NESTED} brackets inside each other", self.at)
        self._advance()
        inside = self.either()
        if self.token != ")":
            raise ConditionError("expected “)”", self.at)
        self._advance()
        self._depth -= 1
        return inside

    def _take(self, kind: str, expected: str) -> str:
        if self.kind != kind or self.token in ("and", "or"):
            raise ConditionError(f"expected {expected}", self.at)
        token, self.at_taken = self.token, self.at
        self._advance()
        return token

    def _advance(self) -> None:
        match = _TOKEN.match(self._text, self._next)
        if match and match.lastgroup:
            self.kind, self.token = match.lastgroup, match[match.lastgroup]
            self.at, self._next = match.start(match.lastgroup), match.end()
            return
        rest = self._text[self._next :]
        self.kind, self.token = "", ""
        self.at = self._next + len(rest) - len(rest.lstrip())
        if rest.strip():
            raise ConditionError(f"“{rest.lstrip()[0]}” means nothing here", self.at)
