"""YAML as plain values, where every scalar stays the text its author typed, and where each of them stands.

The file is read as a stream of parser events, never as a tree of nodes: that is the fastest way, it does not
recurse, so no nesting can exhaust the stack, and anchors and tags are refused before they mean anything.
"""

from typing import Final

import yaml
from msgspec import Struct
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from advocacy_coach.course import rules, syntax
from advocacy_coach.course.characters import FORBIDDEN, shown
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.rules import Rule

MAX_DEPTH: Final = 24
"""Levels of lists and mappings. A lesson needs six."""

MAX_PROBLEMS: Final = 100
"""Problems reported of one file, so that a picture named ``.yaml`` does not fill the screen."""

Place = tuple[int, int]
"""A line and a column, both from 1."""

Nodes = dict[str | int, "Node"]
Node = tuple[Event | None, Event, Nodes]
"""Where a value was read: the event of its key, its own event, and the same for what is inside it."""

_NOTHING: Final[Nodes] = {}
"""What is inside a scalar; shared, since there are so many."""

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Built(Struct, frozen=True):
    """What became of a text. ``value`` is None where the text as a whole cannot be used."""

    value: dict[str, object] | None
    root: Node | None
    problems: tuple[Problem, ...]


def build(text: str, name: str) -> Built:
    """Read YAML; ``name`` is the path its problems are reported under. Never raises."""
    return _Builder(text, name).build()


def start(event: Event | None) -> Place:
    """Where in the file an event starts."""
    mark = event.start_mark if event else None
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def keeps_lines(event: Event) -> bool:
    """Whether the value is a text below ``|``, where each line of the text is a line of the file."""
    return isinstance(event, ScalarEvent) and event.style == "|"


class _GiveUpError(Exception):
    """The rest of the file would only repeat what was reported."""


class _Builder:
    """Builds values out of events. ``_stack`` holds what stands around the container being filled."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._text = text
        self._problems: list[Problem] = []
        self._root: Node | None = None
        self._value: object = None
        self._stack: list[tuple[object, Nodes, Event | None, str | None]] = []
        self._container: object = None
        self._nodes: Nodes = {}
        self._key: Event | None = None  # the key whose value comes next
        self._key_name: str | None = None  # None for a key that was refused: its value is dropped

    def build(self) -> Built:
        """Read to the end, or to where reading on makes no sense."""
        parser = _LOADER(self._text)
        try:
            for event in iter(parser.get_event, None):
                self._take(event)
            if not isinstance(self._value, dict):
                self._not_a_mapping()
        except yaml.YAMLError as error:
            self._syntax(error)
        except (ValueError, OverflowError):  # the Python parser makes a character of "\UFFFFFFFF"
            self._syntax(yaml.MarkedYAMLError(problem="escape character", problem_mark=parser.get_mark()))
        except _GiveUpError:
            self._value = None
        finally:
            parser.dispose()
        value = self._value if isinstance(self._value, dict) else None
        return Built(value, self._root, tuple(self._problems))

    def _take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            if event.style == '"' or event.tag or event.anchor:
                self._inspect(event)
            self._put(event, event.value, _NOTHING)
        elif isinstance(event, MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._container, self._nodes, self._key, self._key_name = self._stack.pop()
        elif isinstance(event, AliasEvent):
            self._inspect(event)
            self._put(event, f"*{event.anchor}", _NOTHING)
        elif isinstance(event, DocumentStartEvent) and self._root:
            self._refuse(rules.SECOND_DOCUMENT, event, "a second document starts here", "Remove the “---”.")
            raise _GiveUpError

    def _open(self, event: MappingStartEvent | SequenceStartEvent, container: object) -> None:
        if event.tag or event.anchor:
            self._inspect(event)
        if len(self._stack) == MAX_DEPTH:
            self._refuse(rules.TOO_DEEP, event, f"more than {MAX_DEPTH} levels of nesting")
            raise _GiveUpError
        nodes: Nodes = {}
        self._put(event, container, nodes)
        self._stack.append((self._container, self._nodes, self._key, self._key_name))
        self._container, self._nodes, self._key, self._key_name = container, nodes, None, None

    def _put(self, event: Event, value: object, inside: Nodes) -> None:
        """Put a value where it belongs: under its key, at the end of its list, or at the top."""
        container = self._container
        if isinstance(container, dict):
            if self._key is None:
                self._key, self._key_name = event, self._checked_key(event, value)
                return
            if self._key_name is not None:
                container[self._key_name] = value
                self._nodes[self._key_name] = (self._key, event, inside)
            self._key = None
        elif isinstance(container, list):
            self._nodes[len(container)] = (None, event, inside)
            container.append(value)
        else:
            self._root, self._value = (None, event, inside), value

    def _checked_key(self, event: Event, key: object) -> str | None:
        if not isinstance(key, str) or isinstance(event, AliasEvent):
            hint = "Put a text that starts with “{” or “[” in quotes."
            self._refuse(rules.ODD_KEY, event, "a key must be plain text", hint)
            return None
        if key in self._nodes:
            first = start(self._nodes[key][0])[0]
            self._refuse(
                rules.DUPLICATE_KEY, event, f"the key {shown(key)} stands here twice, first in line {first}"
            )
            return None
        if key == "<<":
            self._refuse(rules.SPECIAL_YAML, event, "merge keys (“<<”) are not used in lessons")
            return None
        return key

    def _inspect(self, event: NodeEvent) -> None:
        """Refuse what would make a text something else than what its author typed."""
        if event.anchor:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            hint = f"Put a text that starts with “{sign}” in quotes or below “|”."
            self._refuse(rules.SPECIAL_YAML, event, "anchors and aliases are not used in lessons", hint)
        elif getattr(event, "tag", None):
            hint = "Put a text that starts with “!” in quotes or below “|”."
            self._refuse(rules.SPECIAL_YAML, event, "tags are not used in lessons", hint)
        if isinstance(event, ScalarEvent) and FORBIDDEN.search(event.value):
            self._refuse_escapes(event)

    def _refuse_escapes(self, event: ScalarEvent) -> None:
        if event.start_mark and event.end_mark:
            for place, character in syntax.escapes(self._text, event.start_mark.index, event.end_mark.index):
                if FORBIDDEN.match(character):
                    self._add(rules.CHARACTER.broken(self._name, place, syntax.forbidden(character)))

    def _syntax(self, error: yaml.YAMLError) -> None:
        self._value = None
        self._problems.append(rules.SYNTAX.broken(self._name, *syntax.explain(error, self._text)))

    def _not_a_mapping(self) -> None:
        if self._root is None or not self._value:
            message, place = "the file is empty", (1, 1)
        else:
            message, place = "the file must start with keys, such as “format: 1”", start(self._root[1])
        self._add(rules.NOT_A_MAPPING.broken(self._name, place, message))

    def _refuse(self, rule: Rule, event: Event, message: str, hint: str = "") -> None:
        self._add(rule.broken(self._name, start(event), message, hint))

    def _add(self, problem: Problem) -> None:
        self._problems.append(problem)
        if len(self._problems) == MAX_PROBLEMS:
            raise _GiveUpError
