import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.csvfile import Cell, cell
from tests.reports.made import HOSTILE, full, summary, with_text

DOCS = Path(__file__).parents[2] / "docs" / "summaries.md"


def rows(made: Summary) -> list[dict[str, str]]:
    """The rows as another program reads them."""
    data = WRITERS["csv"].write(made)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def read_back(value: Cell) -> str:
    """One cell written and read again."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow([cell(value), "end"])
    [[first, end]] = csv.reader(io.StringIO(text.getvalue(), newline=""), strict=True)
    assert end == "end"
    return first


def test_it_is_utf8_with_a_mark_and_crlf() -> None:
    data = WRITERS["csv"].write(full())
    assert data.startswith(b"\xef\xbb\xbfschema,")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    assert data.endswith(b"\r\n")


def test_a_row_a_lesson_repeats_the_facts_of_the_course() -> None:
    people, forcing = rows(full())
    shared = {
        "schema": "advocacy-coach/summary",
        "schema_version": "1",
        "made": "2026-11-24T09:30:15Z",
        "who": "Zażółć Gęślą",
        "course": "small",
        "complete": "yes",
        "passed": "no",
        "course_points": "2.83",
        "course_of": "9",
        "course_per_cent": "31",
        "course_began": "2026-11-01",
        "course_finished": "2026-11-02",
        "course_minutes": "5",
    }
    assert people.items() >= shared.items()
    assert forcing.items() >= shared.items()
    assert people.items() >= {"lesson": "people", "per_cent": "33", "first_try": "1", "answered": "3"}.items()
    topic = {"topic": "forcing", "topic_title": "Forcing", "pitfall": "yes", "topic_per_cent": "26"}
    assert forcing.items() >= topic.items()


def test_scenarios_have_no_rows_and_no_columns_but_count_in_their_topic() -> None:
    found = rows(full())
    assert [row["lesson"] for row in found] == ["people", "forcing"]
    assert not any("scenario" in column or "ending" in column for column in found[0])
    assert not any("The story of" in value or "I order" in value for row in found for value in row.values())
    assert (found[0]["topic_points"], found[0]["topic_of"]) == ("3.0", "3")  # two questions, one best play


def test_what_is_not_there_is_an_empty_cell() -> None:
    _people, forcing = rows(summary(Include(times=False, questions=True)))
    empty = ["who", "course_began", "course_minutes", "points", "of", "per_cent", "finished", "minutes"]
    assert [forcing[column] for column in empty] == [""] * len(empty)


def test_the_columns_are_those_of_the_documentation() -> None:
    documented = re.findall(r"^\| `([a-z_]+)` \|", DOCS.read_text("utf-8"), re.MULTILINE)
    assert documented == list(rows(full())[0])


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_formula_or_breaks_a_row(text: str) -> None:
    found = rows(with_text(full(), text))
    assert len(found) == 2
    for row in found:
        assert row["lesson_title"] in (text, f"'{text}")
        assert row["lesson"] in ("people", "forcing")
        assert not any(value.startswith(tuple("=+-@|%＝＋－＠")) for value in row.values())


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_comes_back_or_comes_back_disarmed(text: str) -> None:
    back = read_back(text)
    if text.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%", "＝", "＋", "－", "＠")):
        assert back == f"'{text}"
    else:
        assert back == text


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_stay_numbers(number: float) -> None:
    assert float(read_back(number)) == float(number)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (-5, "-5"),
        (date(2026, 11, 24), "2026-11-24"),
        (datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC), "2026-11-24T09:30:15Z"),
    ],
)
def test_values_in_cells(value: Cell, written: str) -> None:
    assert read_back(value) == written
