import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.jsonfile import published_schema
from tests.reports.made import HOSTILE, USUAL, full, summary, with_text

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "summary.schema.json"

SUMMARIES = {
    "full": full(),
    "bare": summary(Include(questions=False, times=False)),
    "usual": summary(USUAL),
    "hostile": with_text(full(), "".join(HOSTILE)),
}
each = pytest.mark.parametrize("made", SUMMARIES.values(), ids=SUMMARIES)


def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(PUBLISHED.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def read(made: Summary) -> Any:
    return json.loads(WRITERS["json"].write(made))


def test_the_published_schema_is_the_programs() -> None:
    assert PUBLISHED.read_bytes() == published_schema(), (
        "write it anew with: python -c 'import sys; from advocacy_coach.reports.writers.jsonfile import "
        "published_schema; sys.stdout.buffer.write(published_schema())' > docs/schemas/summary.schema.json"
    )


@each
def test_every_summary_follows_the_published_schema(made: Summary) -> None:
    validator().validate(read(made))


@pytest.mark.parametrize("key", sorted(read(full())))
def test_the_schema_asks_for_every_key(key: str) -> None:
    document = read(full())
    del document[key]
    assert not validator().is_valid(document)


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": 2},
        {"made": 7},
        {"who": 7},
        {"result": {"complete": "yes"}},
        {"missed": [{"lesson": "people"}]},
        {"scenarios": None},
        {"scenarios": [{"id": "by-noon"}]},
        {"scenarios": [read(full())["scenarios"][0] | {"state": "lost"}]},
    ],
)
def test_the_schema_refuses_what_no_summary_says(change: dict[str, Any]) -> None:
    assert not validator().is_valid(read(full()) | change)


@each
def test_it_reads_back_as_the_same_summary(made: Summary) -> None:
    assert msgspec.json.decode(WRITERS["json"].write(made), type=Summary) == made


def test_keys_come_in_a_fixed_order_with_the_schema_first() -> None:
    assert list(read(full())) == [
        "schema",
        "schema_version",
        "program",
        "made",
        "who",
        "course",
        "result",
        "lessons",
        "scenarios",
        "topics",
        "next_steps",
        "missed",
        "reflections",
        "card",
        "learner",
        "checks",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_as_they_were(text: str) -> None:
    document = read(with_text(full(), text))
    assert document["who"] == document["course"]["title"] == document["missed"][0]["prompt"] == text
    assert document["card"]["promise"] == document["card"]["actions"][0]["owner"] == text
    played = document["scenarios"][0]
    decision = played["best"]["decisions"][0]
    assert played["title"] == played["endings"][0]["title"] == played["best"]["ending"]["title"] == text
    assert decision["choice"] == decision["pitfall"]["title"] == text
    assert (played["id"], decision["verdict"]) == ("by-noon", "tempting")
