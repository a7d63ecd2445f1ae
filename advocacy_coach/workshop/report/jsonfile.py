"""The report of a session as JSON, and the schema that describes it."""

from inspect import cleandoc
from typing import Any

import msgspec

from advocacy_coach.workshop.report.value import SCHEMA, Report


def write(report: Report) -> bytes:
    """The report, indented, in UTF-8; every key is always there."""
    return _indented(report)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what ``write`` gives; its descriptions are the structs' own."""
    made = msgspec.json.schema(Report)
    for definition in made["$defs"].values():
        definition["description"] = cleandoc(definition["description"]).replace("``", "`")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}:1",
        "title": "A session of a workshop",
        **made,
    }


def published_schema() -> bytes:
    """The schema as the file ``docs/schemas/session.schema.json`` holds it."""
    return _indented(schema())


def _indented(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
