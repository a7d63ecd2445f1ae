"""A summary as JSON, and the schema that describes it.

Keys and their order are those of the ``Summary`` struct; nothing is left out, so every key is always there.
"""

from inspect import cleandoc
from typing import Any

import msgspec

from advocacy_coach.reports.document import SCHEMA, SCHEMA_VERSION, Summary


def write(summary: Summary) -> bytes:
    """The summary, indented, in UTF-8."""
    return _indented(summary)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what ``write`` gives; its descriptions are the structs' own."""
    made = msgspec.json.schema(Summary)
    for definition in made["$defs"].values():
        definition["description"] = cleandoc(definition["description"]).replace("``", "`")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}:{SCHEMA_VERSION}",
        "title": "Summary of a training",
        **made,
    }


def published_schema() -> bytes:
    """The schema as the file ``docs/schemas/summary.schema.json`` holds it."""
    return _indented(schema())


def _indented(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
