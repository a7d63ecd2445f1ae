import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pexpect
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace

from advocacy_coach.cli import COHORT_FORMATS, commands
from advocacy_coach.errors import ExportError
from advocacy_coach.i18n import use_language
from advocacy_coach.records.progress import SheetProgress
from advocacy_coach.reports import cohort_files
from advocacy_coach.reports.checks import of_progress
from advocacy_coach.reports.cohort import _shown, cohort, tallied
from advocacy_coach.reports.cohort_document import FEWEST, Cohort
from advocacy_coach.reports.cohort_files import Files, gather
from advocacy_coach.reports.cohort_reading import Read
from advocacy_coach.reports.document import CheckResult, Checks
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.cohort_json import published_schema
from advocacy_coach.reports.writers.cohorts import COHORT_WRITERS
from tests.reports.made import HOSTILE, MADE, progress, summary

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "cohort.schema.json"
KINDS = {"won": "good", "even": "mixed", "lost": "bad"}


def person(
    *,
    done: tuple[str, ...] = ("one", "two"),
    passed: bool = True,
    topic: int | None = 80,
    missed: tuple[str, ...] | None = (),
    ending: str = "",
    checks: tuple[int, int] | None = None,
    made: datetime = MADE,
    words: str = "",
    **changes: Any,
) -> dict[str, Any]:
    """A summary as JSON would have it, with the parts that a group's view reads; questions in lesson one."""
    complete = done == ("one", "two")
    share = None if topic is None else {"points": topic / 10, "of": 10, "per_cent": topic}
    forms: dict[str, Any] = {"of": 20, "key": "judgement", "key_version": "1"}
    return (
        {
            "schema": "advocacy-coach/summary",
            "schema_version": 1,
            "made": made.isoformat(),
            "who": "Nobody May Know",
            "course": {"id": "small", "title": words or "A small course", "version": "1"},
            "result": {"complete": complete, "passed": complete and passed, "score": share},
            "lessons": [{"id": id, "state": "finished" if id in done else "begun"} for id in ("one", "two")],
            "scenarios": [
                {
                    "id": "talk",
                    "title": words or "A talk",
                    "best": {"ending": {"id": ending, "title": words or ending, "kind": KINDS.get(ending)}},
                }
            ]
            * bool(ending),
            "topics": [{"id": "people", "title": words or "People", "score": share}],
            "missed": missed
            and [{"lesson": "one", "question": id, "prompt": words or f"What about {id}?"} for id in missed],
            "checks": checks
            and {
                "opening": {"points": checks[0], "form": "a"} | forms,
                "closing": {"points": checks[1], "form": "b"} | forms,
            },
        }
        | ({"missed": []} if missed == () else {})
        | changes
    )


def told(*people: dict[str, Any]) -> Cohort:
    return cohort(tallied(msgspec.convert(one, Read) for one in people), "small", MADE)


def a_group(words: str = "") -> Cohort:
    """Thirty people with something in every part of the view."""
    return told(
        *[person(missed=("q",), ending="won", checks=(8, 14), words=words)] * 12,
        *[person(ending="even", checks=(10, 16), words=words)] * 11,
        *[person(done=("one",), ending="lost", topic=40, words=words)] * 7,
    )


def test_a_group_is_told_by_its_sums() -> None:
    made = a_group()
    assert (made.people, made.complete, made.passed) == (30, 23, 23)
    assert made.score is not None
    assert made.score.per_cent == 71  # (23 * 80 + 7 * 40) / 30 = 70.67
    assert [(topic.id, topic.mean and topic.mean.people) for topic in made.topics] == [("people", 30)]
    assert [(one.question, one.missed, one.answered) for one in made.questions] == [("q", 12, 30)]
    [talk] = made.scenarios
    assert [(one.id, one.kind, one.people) for one in talk.endings] == [
        ("won", "good", 12),
        ("even", "mixed", 11),
        ("lost", "bad", 7),
    ]
    assert (talk.played, talk.others) == (30, 0)


def test_the_gain_is_the_ratio_of_group_means_over_matched_pairs() -> None:
    """Who began with everything would have no gain of their own, and chance would bias a mean of gains."""
    half = {"points": 10, "of": 20, "form": "a", "key": "judgement", "key_version": "1"}
    unmatched = [person() | {"checks": {"opening": half, "closing": None}}] * 6
    made = told(*[person(checks=(20, 20))] * 5, *[person(checks=(5, 15))] * 5, *unmatched).gain
    assert made is not None
    assert (made.pairs, made.opening, made.closing) == (10, 63, 88)
    assert made.gain == 0.67  # (17.5 - 12.5) / (20 - 12.5)


@pytest.mark.parametrize("change", [{"form": "a"}, {"key": "other"}, {"key_version": "2"}, {"of": 21}])
def test_checks_of_the_same_form_or_another_key_are_no_pair(change: dict[str, Any]) -> None:
    one = person(checks=(5, 15))
    one["checks"]["closing"] |= change
    assert told(*[one] * 6).gain is None


def test_who_has_everything_at_first_can_gain_nothing() -> None:
    made = told(*[person(checks=(20, 20))] * 6).gain
    assert made is not None
    assert made.gain is None


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_nothing_is_told_about_fewer_than_five_people(count: int) -> None:
    made = told(*[person(missed=("q",), ending="won", checks=(1, 2))] * count)
    assert made.too_few
    told_of = [made.people, made.complete, made.passed, made.score, made.gain]
    assert told_of == [None] * 5
    assert [*made.topics, *made.questions, *made.scenarios] == []
    for writer in COHORT_WRITERS.values():
        assert b"q?" not in writer.write(made)


@pytest.mark.parametrize("count", [1, 4, 26, 29])
def test_a_question_missed_by_few_or_by_all_but_few_is_not_told(count: int) -> None:
    assert told(*[person(missed=("q",))] * count, *[person()] * (30 - count)).questions == ()


@pytest.mark.parametrize("count", [5, 25, 30])
def test_a_question_missed_by_enough_is_told(count: int) -> None:
    [made] = told(*[person(missed=("q",))] * count, *[person()] * (30 - count)).questions
    assert (made.missed, made.answered) == (count, 30)


def test_who_left_the_questions_out_or_is_still_in_the_lesson_was_not_asked() -> None:
    there = [person(missed=("q",))] * 6 + [person()] * 6
    made = told(*there, *[person(missed=None)] * 6, *[person(done=(), missed=("q",))] * 6)
    assert [(one.missed, one.answered) for one in made.questions] == [(6, 12)]


def test_a_number_too_near_to_another_is_left_out() -> None:
    """Two people who have finished one lesson of two would be seen in 22 against 20."""
    made = told(*[person(missed=("q",))] * 20, *[person(done=("one",))] * 2, *[person(done=())] * 8)
    assert made.complete == 20
    assert made.questions == ()  # 20 missed it of 22
    made = told(
        *[person(missed=("q",))] * 10, *[person()] * 10, *[person(done=("one",))] * 2, *[person(done=())] * 8
    )
    assert [(one.missed, one.answered) for one in made.questions] == [(10, None)]


def test_a_small_ending_takes_another_one_with_it() -> None:
    people = [person(ending="won")] * 20 + [person(ending="even")] * 6 + [person(ending="lost")] * 2
    [talk] = told(*people, *[person()] * 7).scenarios
    assert (talk.played, [(one.id, one.people) for one in talk.endings], talk.others) == (
        28,
        [("won", 20)],
        8,
    )
    [talk] = told(*people, *[person()] * 3).scenarios  # that three did not play is not told either
    shown = [(one.id, one.people) for one in talk.endings]
    assert (talk.played, shown, talk.others) == (None, [("won", 20), ("even", 6)], 5)
    [talk] = told(*people[:-2], *[person()] * 3).scenarios  # they would be the only ones that are hidden
    shown = [(one.id, one.people) for one in talk.endings]
    assert (talk.played, shown, talk.others) == (None, [("won", 20)], 9)


PEOPLE = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.builds(
            person,
            done=st.sampled_from([("one", "two"), ("one",), ()]),
            passed=st.booleans(),
            topic=st.sampled_from([None, 0, 55, 100]),
            missed=st.sampled_from([None, (), ("p",), ("q",), ("p", "q")]),
            ending=st.sampled_from(["", "won", "even", "lost"]),
            checks=st.sampled_from([None, (5, 10), (20, 20)]),
        ),
    ),
    max_size=9,
).map(lambda groups: [one for count, person in groups for one in [person] * count])


def totals(made: Cohort) -> Iterator[int]:
    """Every number of people that is told of the whole group, and of those who did something in all of it."""
    yield from (number for number in (made.people, made.complete, made.passed) if number is not None)
    means = [made.score, *(topic.mean for topic in made.topics)]
    yield from (mean.people for mean in means if mean and mean.people is not None)
    yield from (one.answered for one in made.questions if one.answered is not None)
    yield from (one.played for one in made.scenarios if one.played is not None)
    if made.gain and made.gain.pairs is not None:
        yield made.gain.pairs


def small(size: int) -> bool:
    return 0 < size < FEWEST


@settings(max_examples=300, deadline=None)
@given(PEOPLE)
def test_no_part_under_five_can_be_read_or_subtracted(people: list[dict[str, Any]]) -> None:
    if not people:
        return
    made = told(*people)
    assert made.too_few == (len(people) < FEWEST)
    whole = len(people)
    for one, other in combinations({0, *totals(made)}, 2):
        assert not small(abs(one - other))
    for question in made.questions:
        asked = [
            person
            for person in people
            if person["missed"] is not None and person["lessons"][0]["state"] == "finished"
        ]
        assert question.missed >= FEWEST
        assert not small(len(asked) - question.missed)
        assert not small((question.answered or whole) - question.missed)
    for scenario in made.scenarios:
        base = whole if scenario.played is None else scenario.played
        assert scenario.others + sum(ending.people for ending in scenario.endings) == base
        assert not small(scenario.others)
        assert all(ending.people >= FEWEST for ending in scenario.endings)


@settings(max_examples=200, deadline=None)
@given(PEOPLE)
def test_means_and_the_gain_are_of_five_or_more(people: list[dict[str, Any]]) -> None:
    if not people:
        return
    made = told(*people)
    scored = [person["result"]["score"]["per_cent"] for person in people if person["result"]["score"]]
    pairs = [person["checks"] for person in people if person["checks"]]
    assert (made.score is not None) == (len(scored) >= FEWEST)
    if made.score:
        assert made.score.per_cent == int(Fraction(sum(scored), len(scored)) + Fraction(1, 2))
    assert (made.gain is not None) == (len(pairs) >= FEWEST)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30)), st.integers(0, 12))
def test_what_is_hidden_of_a_whole_is_five_or_more_and_never_one_known_part(
    parts: dict[str, int], beside: int
) -> None:
    shown = _shown(parts, beside)
    rest = sum(parts.values()) + beside - sum(shown.values())
    assert all(parts[id] == size >= FEWEST for id, size in shown.items())
    assert not shown or not small(rest)
    assert not shown or beside == 0 or rest > beside


@settings(max_examples=50, deadline=None)
@given(PEOPLE.filter(bool), st.randoms())
def test_the_order_of_people_changes_nothing(people: list[dict[str, Any]], random: Any) -> None:
    mixed = random.sample(people, len(people))
    assert told(*mixed) == told(*people)


@settings(max_examples=50, deadline=None)
@given(PEOPLE.filter(bool), PEOPLE)
def test_who_is_taken_back_was_never_there(people: list[dict[str, Any]], gone: list[dict[str, Any]]) -> None:
    tally = tallied(msgspec.convert(one, Read) for one in [*people, *gone])
    for one in gone:
        tally.take_back(msgspec.convert(one, Read))
    made, never = cohort(tally, "small", MADE), told(*people)
    assert replace(made, topics=()) == replace(never, topics=())


def test_wordings_are_those_of_the_newest_summary() -> None:
    old = [person(missed=("q",), words=f"Old {number}") for number in range(5)]
    new = person(missed=("q",), words="New", made=MADE + timedelta(days=1))
    for people in ([*old, new], [new, *old]):
        made = told(*people)
        assert made.title == made.topics[0].title == made.questions[0].prompt == "New"


# What is read from files.


def put(folder: Path, *people: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(people):
        (folder / f"{number:03}.json").write_bytes(msgspec.json.encode(one))
    return folder


def several(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [person(learner=f"learner-{number}", **changes) for number in range(count)]


def test_a_folder_means_the_json_in_it_and_files_mean_themselves(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *several(2))
    (folder / "notes.txt").write_text("no")
    (folder / ".hidden.json").write_text("no")
    (folder / "sub").mkdir()
    files = Files([folder, tmp_path / "other.json"])
    names = ["in/000.json", "in/001.json", "other.json"]
    assert list(files) == [files[0], files[1], files[2]] == [str(tmp_path / name) for name in names]
    with pytest.raises(IndexError):
        files[3]


def test_of_each_learner_the_newest_summary_counts(tmp_path: Path) -> None:
    people = several(6)
    older = several(3, done=(), topic=0, made=MADE - timedelta(days=1))
    newer = several(2, done=("one",), topic=10, made=MADE + timedelta(days=1))
    first = gather(Files([put(tmp_path / "in", *older, *people, *newer)]))
    again = gather(Files([put(tmp_path / "reversed", *newer, *people, *older)]))
    expected = told(*newer, *people[2:])
    for gathered in (first, again):
        assert gathered.replaced == 5
        assert gathered.tally.people == 6
        assert cohort(gathered.tally, gathered.course, MADE) == expected


def test_summaries_without_an_id_count_one_each_and_a_copy_not_at_all(tmp_path: Path) -> None:
    people = [person(topic=number) for number in range(6)]
    folder = put(tmp_path / "in", *people, people[0])
    gathered = gather(Files([folder, folder / "003.json"]))
    assert (gathered.tally.people, gathered.replaced) == (6, 2)


BAD: dict[str, bytes] = {
    "empty": b"",
    "no JSON": b"nope",
    "half": msgspec.json.encode(person())[:200],
    "no UTF-8": b'{"schema": "\xff"}',
    "deep": b"[" * 100_000,
    "another document": b'{"schema": "advocacy-coach/cohort", "schema_version": 1}',
    "a newer version": msgspec.json.encode(person(schema_version=2)),
    "no time zone": msgspec.json.encode(person(made=datetime(2026, 1, 1))),  # noqa: DTZ001
    "more than everything": msgspec.json.encode(
        person(topics=[{"id": "p", "title": "P", "score": {"per_cent": 101}}])
    ),
    "more points than there are": msgspec.json.encode(person(checks=(5, 21))),
    "passed before complete": msgspec.json.encode(
        person(result={"complete": False, "passed": True, "score": None})
    ),
    "another course": msgspec.json.encode(person(course={"id": "other", "title": "Other"})),
    "too large": b" " * (cohort_files.LARGEST + 1),
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_bad_file_is_skipped_and_named(data: bytes, tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *several(5))
    (folder / "bad.json").write_bytes(data)
    gathered = gather(Files([folder]))
    [reason] = gathered.reasons
    assert reason.startswith(f"{folder / 'bad.json'}: it ")
    assert (gathered.skipped, gathered.tally.people) == (1, 5)


def test_what_is_no_file_or_not_there_is_skipped(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *several(5))
    (folder / "folder.json").mkdir()
    os.mkfifo(folder / "pipe.json")
    gathered = gather(Files([folder, tmp_path / "missing.json", tmp_path / "nul\0.json"]))
    assert (gathered.skipped, gathered.tally.people) == (4, 5)


def test_the_course_can_be_named(tmp_path: Path) -> None:
    others = [person(learner=f"other-{n}", course={"id": "other", "title": "Other"}) for n in range(7)]
    files = Files([put(tmp_path / "in", *several(5), *others)])
    assert gather(files).tally.people == 5
    assert gather(files, "other").tally.people == 7


def test_only_the_first_reasons_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cohort_files, "REASONS", 3)
    gathered = gather(Files([put(tmp_path / "in", *[{"no": 1}] * 5)]))
    assert (gathered.skipped, len(gathered.reasons)) == (5, 3)


def test_a_file_that_is_changed_while_it_is_read_is_said(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", person(learner="a"), person(learner="a", made=MADE + timedelta(days=1)))
    seen = 0

    def step() -> None:
        nonlocal seen
        seen += 1
        if seen == 2:
            (folder / "000.json").write_text("gone")

    with pytest.raises(ExportError, match="was changed while it was read"):
        gather(Files([folder]), step=step)


def test_what_the_program_writes_is_what_the_group_reads(tmp_path: Path) -> None:
    """The whole way, with summaries by the program's own writer."""
    (tmp_path / "in").mkdir()
    checks = Checks(CheckResult(8, 20, "a", "k", "1"), CheckResult(14, 20, "b", "k", "1"))
    written = summary(Include(questions=True))
    for number in range(6):
        one = replace(written, learner=f"learner-{number}", checks=checks)
        (tmp_path / "in" / f"{number}.json").write_bytes(WRITERS["json"].write(one))
    gathered = gather(Files([tmp_path / "in"]))
    made = cohort(gathered.tally, gathered.course, MADE)
    assert (made.people, made.complete, gathered.skipped) == (6, 0, 0)
    assert {one.question for one in made.questions} == {one.question for one in written.missed or ()}
    assert made.gain is not None
    assert made.gain.gain == 0.5


# The documents.


def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(PUBLISHED.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def test_the_published_schema_is_the_programs() -> None:
    assert PUBLISHED.read_bytes() == published_schema(), (
        "write it anew with: python -c 'import sys; from advocacy_coach.reports.writers.cohort_json import "
        "published_schema; sys.stdout.buffer.write(published_schema())' > docs/schemas/cohort.schema.json"
    )


@settings(max_examples=50, deadline=None)
@given(PEOPLE.filter(bool))
def test_every_view_follows_the_published_schema_and_can_be_written(people: list[dict[str, Any]]) -> None:
    made = told(*people)
    document = json.loads(COHORT_WRITERS["json"].write(made))
    validator().validate(document)
    assert msgspec.convert(document, Cohort) == made
    for writer in COHORT_WRITERS.values():
        data = writer.write(made)
        assert data == writer.write(made)
        assert b"Nobody May Know" not in data


def test_the_formats_of_the_command_are_the_writers() -> None:
    assert list(COHORT_FORMATS) == list(COHORT_WRITERS)


class Texts(HTMLParser):
    """The texts of a page, and the elements that are in it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: set[str] = set()
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.names.add(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_stay_texts_in_every_format(words: str) -> None:
    made = a_group(words)
    page = Texts(COHORT_WRITERS["html"].write(made))
    assert {words} <= set(page.texts)
    assert page.names.isdisjoint({"script", "a", "img", "b"})
    rendered = MarkdownIt("commonmark").render(COHORT_WRITERS["md"].write(made).decode())
    assert Texts(rendered.encode()).names <= {"h1", "h2", "p", "ul", "li", "strong"}
    rows = list(
        csv.DictReader(
            io.StringIO(COHORT_WRITERS["csv"].write(made).decode("utf-8-sig"), newline=""), strict=True
        )
    )
    assert {row["title"].removeprefix("'") for row in rows} == {words, ""}
    assert not any(row["title"].startswith(("=", "+", "-", "@", "|", "%")) for row in rows)


def test_nothing_in_a_file_can_steer_a_terminal() -> None:
    evil = "\x1b[2J\x07"
    one = person(missed=("q",), ending="won", checks=(1, 2), words=evil, course={"id": evil, "title": evil})
    texts = msgspec.json.encode(one).replace(b'"one"', b'"one\\u001b"').replace(b'"won"', b'"won\\u001b"')
    texts = texts.replace(b'"judgement"', b'"\\u001b"').replace(b'"people"', b'"people\\u001b"')
    made = cohort(tallied([msgspec.json.decode(texts, type=Read)] * 6), evil, MADE)
    assert made.topics
    assert made.questions
    assert made.scenarios
    assert made.gain
    for writer in COHORT_WRITERS.values():
        assert b"\x1b" not in writer.write(made)
    assert b"u001b" not in COHORT_WRITERS["json"].write(made)


def test_the_markdown_says_it_in_words() -> None:
    assert COHORT_WRITERS["md"].write(a_group()).decode() == (
        "# A small course\n\n"
        "A group in this course, as of 2026-11-24 (UTC).\n\n"
        "## The group\n\n"
        "- **People:** 30\n"
        "- **Finished the course:** 23 of 30 (77 %)\n"
        "- **Passed:** 23 of 30 (77 %)\n"
        "- **Score:** 71 % on average of 30 people\n\n"
        "## Topics\n\n"
        "- **People:** 71 % on average of 30 people\n\n"
        "## Questions that most people missed at first\n\n"
        "- **What about q?:** 12 of 30 (40 %)\n\n"
        "## How scenarios ended\n\n"
        "- **A talk:** played by 30 people; won (a good ending): 12; even (a mixed ending): 11; "
        "lost (a bad ending): 7\n\n"
        "## Before and after the course\n\n"
        "- **People who took both checks:** 23\n"
        "- **Opening check:** 45 % on average\n"
        "- **Closing check:** 75 % on average\n"
        "- **Gain:** 54 % of what was missing at first (of the group’s means)\n\n"
        "Nothing is told about fewer than 5 people, nor a number from which that could be worked out.\n"
    )


# The command.


@pytest.fixture
def call(tmp_path: Path) -> Iterator[Callable[..., Result]]:
    def run(*arguments: object) -> Result:
        environment = {"ADVOCACY_COACH_HOME": str(tmp_path / "home"), "PATH": os.environ["PATH"]}
        return CliRunner().invoke(commands, ["cohort", *map(str, arguments)], env=environment)

    yield run
    use_language("en")


@pytest.mark.parametrize("format", COHORT_FORMATS)
def test_the_ending_of_the_file_is_the_format(
    format: str, call: Callable[..., Result], tmp_path: Path
) -> None:
    folder, target = put(tmp_path / "in", *several(6)), tmp_path / f"group.{format.upper()}"
    done = call(folder, "-o", target)
    assert done.exit_code == 0
    starts = {"md": b"# A small", "html": b"<!DOCTYPE", "csv": b"\xef\xbb\xbfcourse,", "json": b"{\n"}
    assert target.read_bytes().startswith(starts[format])
    assert call(folder, "-o", target).exit_code == 1
    assert call(folder, "-o", target, "--force").exit_code == 0


def test_it_says_how_the_files_fared_on_stderr_alone(call: Callable[..., Result], tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *several(6), *several(1, made=MADE - timedelta(days=1)), *[{}] * 25)
    done = call(folder)
    assert done.exit_code == 0
    assert done.stdout.startswith("# A small course")
    assert "006.json" not in done.stdout
    lines = done.stderr.splitlines()
    assert lines[0] == f"Skipped: {folder / '007.json'}: it is no summary of this program"
    assert lines[20:] == [
        "Skipped as well: 5 more files",
        "1 file is left out: of each learner the newest summary counts, once.",
        "6 summaries of the course “small” count.",
    ]


def test_no_summary_at_all_is_an_error_with_a_sentence(call: Callable[..., Result], tmp_path: Path) -> None:
    done = call(put(tmp_path / "in", {}))
    assert done.exit_code == 1
    assert "There is no summary among these files." in done.stderr


def test_an_ending_that_is_no_format_is_wrong_use(call: Callable[..., Result], tmp_path: Path) -> None:
    done = call(put(tmp_path / "in", *several(6)), "-o", tmp_path / "group.docx")
    assert done.exit_code == 2
    assert ".docx" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_bar_stands_on_a_terminal_while_files_are_read(tmp_path: Path) -> None:
    folder = put(tmp_path / "in", *several(450))
    command = ["-m", "advocacy_coach", "cohort", str(folder), "-o", str(tmp_path / "group.md")]
    environment = {"ADVOCACY_COACH_HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "xterm"}
    child = pexpect.spawn(sys.executable, command, env=environment, encoding="utf-8", timeout=20)
    child.expect("Reading .*100%")
    child.expect_exact("450 summaries of the course")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


# Checks of a summary.


def check(tool: str, run: str, results: dict[str, str], closed: bool = True) -> SheetProgress:
    began = "2026-11-01T08:00:00.000Z"
    return SheetProgress(run, tool, began, began, closed=began if closed else "", results=results)


def test_the_newest_finished_checks_are_in_the_summary() -> None:
    full = {"form": "a", "points": "8", "of": "20", "key": "k", "key_version": "1"}
    known = progress(
        check("opening-check", "1", full | {"points": "3"}),
        check("opening-check", "2", full),
        check("opening-check", "3", {}, closed=False),
        check("plan-check", "4", full),
    )
    assert of_progress(known) == Checks(CheckResult(8, 20, "a", "k", "1"), None)
    assert of_progress(progress()) is None


@pytest.mark.parametrize("points", ["", "many", "-1", "21", "1.5", "²"])
def test_a_check_whose_points_are_none_is_left_out(points: str) -> None:
    assert of_progress(progress(check("closing-check", "1", {"points": points, "of": "20"}))) is None
