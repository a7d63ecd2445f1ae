"""Plain values to the course model, with all problems of a file at once, in plain words and in their places.

A good file is converted in one step by msgspec. Only when that fails is the value walked beside its type, and
each leaf is then judged by msgspec again, so that no rule of the model is written twice.
"""

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Annotated, Final, TypeVar, get_args, get_origin, get_type_hints

from msgspec import ValidationError, convert, inspect

from advocacy_coach.course import rules
from advocacy_coach.course.building import MAX_PROBLEMS
from advocacy_coach.course.characters import shown
from advocacy_coach.course.model import Code, Delta, Id, Value
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.source import Source, Where

FORMAT: Final = 1
"""The version of the file format that this program reads."""

_SHAPES: Final[dict[object, str]] = {
    Id: "lower-case letters, digits and hyphens",
    Code: "letters, digits, dots and hyphens",
    Delta: "a sign and a number up to 100, such as +10 or -20",
    "version": "three numbers with dots, such as 1.0.0",
    "language": "a language code, such as en or pl",
}
"""What a text with a pattern looks like, by its type or by its key."""

T = TypeVar("T", bound=Value)


def decode(source: Source, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """The file as a value of the model, or None, and all that is wrong with the file so far."""
    problems = list(source.problems)
    if source.value is None:
        return None, problems
    try:
        return convert(source.value, kind, strict=False), problems
    except ValidationError as error:
        found = _other_format(source) or list(islice(_walk(source, source.value, (), kind), MAX_PROBLEMS))
        refusal = source.broken(rules.NOT_ACCEPTED, (1, 1), f"this is not accepted: {error}")
        return None, problems + (found or [refusal])


def near(word: str, known: Iterable[str]) -> str:
    """A hint with the known word that was probably meant, or an empty text."""
    close = _nearest(word, known)
    return f"Did you mean {shown(close)}?" if close else ""


def _nearest(word: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(word[:80], list(known), n=1)), "")


def _other_format(source: Source) -> list[Problem]:
    """A file of another format is judged by that alone: its keys may mean something else."""
    written = source.value.get("format") if source.value else None
    if not (isinstance(written, str) and written.isdecimal()) or int(written) == FORMAT:
        return []
    if int(written) > FORMAT:
        message, hint = (
            f"format {int(written)} is newer than this program",
            "Update the program to read this file.",
        )
    else:
        message, hint = f"there is no format {int(written)}", f"Write “format: {FORMAT}”."
    return [source.broken(rules.FORMAT, source.at(("format",)), message, hint)]


def _walk(source: Source, value: object, where: Where, annotation: object) -> Iterator[Problem]:
    match _type_info(annotation):
        case inspect.StructType() as info:
            yield from _struct(source, value, where, info)
        case inspect.UnionType(types=types):
            structs = {str(each.tag): each for each in types if isinstance(each, inspect.StructType)}
            yield from _tagged(source, value, where, structs)
        case inspect.VarTupleType() as info:
            yield from _list(source, value, where, annotation, info)
        case inspect.DictType() as info:
            yield from _mapping(source, value, where, annotation, info)
        case info:
            yield from _leaf(source, value, where, annotation, info)


def _struct(source: Source, value: object, where: Where, info: inspect.StructType) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong_type(source, value, where, "keys and values")
        return
    annotations = get_type_hints(info.cls, include_extras=True)
    fields = {field.encode_name: field for field in info.fields}
    known = [*fields, *filter(None, [info.tag_field])]
    missing = [name for name, field in fields.items() if field.required and name not in value]
    for key in value:
        name = key
        if key not in known:
            name = _nearest(key, known)
            yield source.broken(rules.UNKNOWN_KEY, source.key_at((*where, key)), *_unknown(key, name, known))
            if name not in missing:
                continue
            missing.remove(name)  # a slip of the pen, so its value is worth reading under the right name
        if name in fields:
            yield from _walk(source, value[key], (*where, key), annotations[fields[name].name])
    if missing:
        keys = "the key" if len(missing) == 1 else "the keys"
        message = f"{keys} {', '.join(map(shown, missing))} must be here"
        yield source.broken(rules.MISSING_KEY, source.at(where), message)


def _unknown(key: str, close: str, known: list[str]) -> tuple[str, str]:
    hint = f"Did you mean {shown(close)}?" if close else f"Known keys here: {', '.join(known)}."
    return f"unknown key {shown(key)}", hint


def _tagged(
    source: Source, value: object, where: Where, kinds: dict[str, inspect.StructType]
) -> Iterator[Problem]:
    """One of several structs, told apart by a key that all of them share."""
    key = next(iter(kinds.values())).tag_field or ""
    known = f"Known: {', '.join(kinds)}."
    if not isinstance(value, dict):
        yield _wrong_type(source, value, where, "keys and values")
    elif key not in value:
        yield source.broken(rules.MISSING_KEY, source.at(where), f"the key {shown(key)} must be here", known)
    elif not isinstance(value[key], str):
        yield _wrong_type(source, value[key], (*where, key), "text")
    elif value[key] not in kinds:
        hint = near(value[key], kinds) or known
        place = source.at((*where, key))
        yield source.broken(rules.UNKNOWN_TYPE, place, f"unknown {key} {shown(value[key])}", hint)
    else:
        yield from _struct(source, value, where, kinds[value[key]])


def _list(
    source: Source, value: object, where: Where, annotation: object, info: inspect.VarTupleType
) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _wrong_type(source, value, where, "a list")
        return
    item = get_args(_bare(annotation))[0]
    for index, each in enumerate(value):
        yield from _walk(source, each, (*where, index), item)
    yield from _length(source, len(value), where, info)


def _length(
    source: Source, length: int, where: Where, info: inspect.VarTupleType | inspect.DictType
) -> Iterator[Problem]:
    least, most = info.min_length or 0, info.max_length or length
    if not least <= length <= most:
        needed = f"at least {least}" if length < least else f"at most {most}"
        message = f"{_name(where)} needs {needed} of what it lists, found {length}"
        yield source.broken(rules.LENGTH, source.key_at(where), message)


def _mapping(
    source: Source, value: object, where: Where, annotation: object, info: inspect.DictType
) -> Iterator[Problem]:
    """Keys that the author chooses, each with a value of one type."""
    if not isinstance(value, dict):
        yield _wrong_type(source, value, where, "keys and values")
        return
    key_type, value_type = get_args(_bare(annotation))
    for key, each in value.items():
        if _unfit(key, key_type):
            message = f"a key here must be {_SHAPES[key_type]}, found {shown(key)}"
            yield source.broken(rules.WRONG_VALUE, source.key_at((*where, key)), message)
        yield from _walk(source, each, (*where, key), value_type)
    yield from _length(source, len(value), where, info)


def _unfit(value: object, annotation: object) -> bool:
    try:
        convert(value, annotation, strict=False)
    except ValidationError:
        return True
    return False


def _leaf(
    source: Source, value: object, where: Where, annotation: object, info: inspect.Type
) -> Iterator[Problem]:
    try:
        convert(value, annotation, strict=False)
    except ValidationError as error:
        expected = _expected(info, _SHAPES.get(annotation) or _SHAPES.get(where[-1])) or str(error)
        if not isinstance(value, str):
            yield _wrong_type(source, value, where, expected)
        elif not value:
            yield source.broken(
                rules.EMPTY, source.at(where), f"{_name(where)} is empty, expected {expected}"
            )
        else:
            message = f"{_name(where)} must be {expected}, found {shown(value)}"
            yield source.broken(rules.WRONG_VALUE, source.at(where), message, near(value, _words(info)))


def _expected(info: inspect.Type, shape: str | None) -> str:
    """What a leaf of this type must be, in plain words."""
    match info:
        case inspect.StrType(max_length=most):
            return (shape or "text") + (f", at most {most} characters" if most else "")
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType(ge=low, le=high) | inspect.FloatType(ge=low, le=high):
            number = "a whole number" if isinstance(info, inspect.IntType) else "a number"
            between = f" from {low} to {high}" if low is not None and high is not None else ""
            return number + between
        case inspect.LiteralType():
            return " or ".join(shown(word) for word in _words(info))
    return ""


def _words(info: inspect.Type) -> list[str]:
    values = info.values if isinstance(info, inspect.LiteralType) else ()
    return [str(value) for value in values if value != ""]


def _wrong_type(source: Source, value: object, where: Where, expected: str) -> Problem:
    if value == "":
        return source.broken(rules.EMPTY, source.at(where), f"{_name(where)} is empty, expected {expected}")
    found = "keys and values" if isinstance(value, dict) else "a list" if isinstance(value, list) else None
    message = f"{_name(where)} must be {expected}, found {found or shown(str(value))}"
    return source.broken(rules.WRONG_TYPE, source.at(where), message)


def _name(where: Where) -> str:
    """How a message names a value: by its key, or as an item of the list under a key."""
    *_, key = [step for step in where if isinstance(step, str)]
    return f"item {where[-1] + 1} of {shown(key)}" if isinstance(where[-1], int) else shown(key)


def _bare(annotation: object) -> object:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


@cache
def _type_info(annotation: object) -> inspect.Type:
    info = inspect.type_info(annotation)
    return info.type if isinstance(info, inspect.Metadata) else info
