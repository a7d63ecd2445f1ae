"""Looks for the facilitator's notes in what a room got: on the wall's terminal, or on a phone."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

import msgspec

from advocacy_coach.course.library import Library

WORDS = 4
"""Words of a slice: few enough to survive a line that is cut off, enough to be nobody else's."""

LEAST = 18
"""Characters of a slice without its spaces."""

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])")
_NOTES = frozenset(("notes", "answers"))


class Notes:
    """The notes of a course and one of its plans, in slices that nothing a room may see has in it."""

    def __init__(self, library: Library, plan: str) -> None:
        course = library.course
        values: list[Any] = [library.workshop(plan), course]
        values += [library.lesson(each.id) for each in library.entries]
        values += [library.scenario(each.id) for each in library.scenarios]
        made = [msgspec.to_builtins(each) for each in values]
        told = _squeezed(" ".join(text for each in made for text in _texts(each, of_notes=False)))
        texts = list(dict.fromkeys(text for each in made for text in _texts(each, of_notes=True)))
        self.slices = {each for text in texts for each in _slices(text) if each not in told}

    def found(self, text: str) -> list[str]:
        """The slices that a text has, wherever its lines break."""
        squeezed = _squeezed(text)
        return [each for each in self.slices if each in squeezed]


def drawn(data: bytes) -> str:
    """What a terminal was told to write, without the escape sequences."""
    return _ESCAPE.sub("", data.decode("utf-8", "replace"))


def received(texts: Iterable[str]) -> str:
    """What phones got, each text once."""
    return unescape("\n".join(dict.fromkeys(texts)))


def _texts(value: Any, *, of_notes: bool) -> Iterator[str]:
    """Every text in a value, of notes or of all else."""
    match value:
        case dict():
            for key, each in value.items():
                if key not in _NOTES:
                    yield from _texts(each, of_notes=of_notes)
                elif of_notes:
                    yield from _texts(each, of_notes=False)
        case list() | tuple():
            for each in value:
                yield from _texts(each, of_notes=of_notes)
        case str() if not of_notes:
            yield value


def _slices(text: str) -> Iterator[str]:
    words = text.replace("*", "").split()
    for start in range(max(1, len(words) - WORDS + 1)):
        piece = _squeezed(" ".join(words[start : start + WORDS]))
        if len(piece) >= LEAST:
            yield piece


def _squeezed(text: str) -> str:
    return re.sub(r"\s+|\*", "", text)
