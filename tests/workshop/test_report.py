"""The report of a session: counts only, nothing about fewer than five, and fit to be handed out."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advocacy_coach.course.library import Library
from advocacy_coach.errors import CoachError
from advocacy_coach.workshop import show
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.events import Ended, Event, Resumed, Source, Stopped, Surveyed
from advocacy_coach.workshop.journal import Journal
from advocacy_coach.workshop.report.command import make, newest
from advocacy_coach.workshop.report.jsonfile import published_schema
from advocacy_coach.workshop.report.value import MoodTold, QuestionTold, Report, report
from advocacy_coach.workshop.report.writers import REPORT_WRITERS
from tests.conftest import PLAYED
from tests.reports.made import HOSTILE
from tests.workshop.made import AT, Script, begun, deck
from tests.workshop.papers_made import a_report, a_session, table, with_words

PUBLISHED = Path(__file__).parents[2] / "docs" / "schemas" / "session.schema.json"

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

Votes = tuple[int, int]
"""Of the two options of a question."""

Split = tuple[Votes, Votes]
"""The votes of a round from phones and by hands."""

votes = st.tuples(st.integers(0, 12), st.integers(0, 12))
few = st.sampled_from([(a, b) for a in range(5) for b in range(5) if 0 < a + b < 5])


def two_hidden_splits(total: Votes) -> st.SearchStrategy[tuple[Split, Split]]:
    """Two ways in which a total came from both sources, the hands fewer than five people and seen by all."""
    ways = [((a, b), (total[0] - a, total[1] - b)) for a in range(total[0] + 1) for b in range(total[1] + 1)]
    hidden = [(some, others) for some, others in ways if sum(some) and sum(others)]
    hidden = [(phones, hands) for phones, hands in hidden if sum(phones) >= 5 > sum(hands)]
    return st.tuples(st.sampled_from(hidden), st.sampled_from(hidden)) if hidden else st.nothing()


def told(id: str, made: Report | None = None) -> QuestionTold:
    return next(each for each in (made or a_report()).questions if each.id == id)


def voted(*rounds: tuple[Votes | None, Votes | None]) -> list[Event]:
    """A session that voted on one question: in each round from phones and by hands."""
    script = Script().to("who-decides", "vote")
    for number, split in enumerate(rounds, 1):
        sources: tuple[Source, ...] = ("phones", "hands")
        for source, counts in zip(sources, split, strict=True):
            if counts is not None:
                script.count(number, *counts, source=source)
    script.add(Ended(script.at))
    return script.events


def written(events: list[Event]) -> list[bytes]:
    """The report in every format."""
    made = report(deck(), events)
    return [writer.write(made) for writer in REPORT_WRITERS.values()]


def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(PUBLISHED.read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


def read(made: Report) -> Any:
    return json.loads(REPORT_WRITERS["json"].write(made))


def said(made: Report | None = None) -> str:
    return REPORT_WRITERS["md"].write(made or a_report()).decode()


# what is told


def test_both_votes_are_told_with_their_sources() -> None:
    question = told("who-decides")
    first, second = question.rounds
    assert (first.people, second.people) == (23, 22)
    assert [(each.count, each.per_cent) for each in first.options] == [(9, 39), (14, 61)]
    assert [(each.count, each.per_cent) for each in second.options] == [(17, 77), (5, 23)]
    assert first.phones is not None
    assert first.hands is not None
    assert (first.phones.people, first.phones.counts) == (16, (7, 9))
    assert (first.hands.people, first.hands.counts) == (7, (2, 5))
    assert question.recommended_per_cent == 77
    assert question.spoken.startswith("A rose from 9")
    assert "from phones A 7, B 9 (16 people); by hand A 2, B 5 (7 people)" in said()


def test_fewer_than_five_answers_are_only_said_to_be_too_few() -> None:
    question = told("first-poll")
    (only,) = question.rounds
    assert (only.people, only.options, only.phones, only.hands) == (None, (), None, None)
    assert question.spoken.startswith("Fewer than 5 answers")


def test_a_source_of_fewer_than_five_is_not_told_apart() -> None:
    (only,) = told("two-cards/list").rounds
    assert only.people == 13
    assert (only.phones, only.hands) == (None, None)


def test_dropped_phone_votes_are_said() -> None:
    (only,) = told("two-cards/folder").rounds
    assert only.phones_dropped
    assert (only.people, only.phones) == (9, None)
    assert said().count("the votes from phones were not kept") == 1


def test_several_answers_are_shares_of_people() -> None:
    (only,) = told("pick-free").rounds
    assert [each.per_cent for each in only.options] == [80, 30, 60]
    assert said().count("Everybody could choose several") == 1


def test_the_path_of_the_room_stands_beside_the_strongest() -> None:
    (scenario,) = a_report().scenarios
    (decision,) = scenario.decisions
    assert (decision.chosen.letter, decision.chosen.verdict) == ("A", "tempting")
    assert (decision.strongest.letter, decision.strongest.verdict) == ("B", "best")
    assert decision.expert == "I would offer it and ask for nothing."
    assert decision.vote is not None
    assert decision.vote.rounds[0].people == 15
    assert [each.letter for each in scenario.strongest_path] == ["B"]
    assert scenario.ending is None


def test_a_story_that_was_played_out_has_an_ending() -> None:
    script = Script().to("play-notice", "vote")
    script.count(1, 1, 1, 9)
    script.go(show.choose(script.deck, script.show, 2))
    (scenario,) = report(script.deck, script.events).scenarios
    assert scenario.ending == "Stuck"


def test_the_debrief_begins_with_what_the_fewest_chose() -> None:
    shares = [each.recommended_per_cent for each in a_report().again]
    assert shares == sorted(shares)
    assert [each.id for each in a_report().again] == [
        "play-notice/1-morning",
        "two-cards/list",
        "two-cards/folder",
    ], "who-decides and pick-free were chosen by more than 70 %"


def test_a_question_nobody_voted_on_is_left_out() -> None:
    made = report(deck(), [begun(), Ended(AT + timedelta(minutes=1))])
    assert (made.questions, made.scenarios, made.moods, made.again) == ((), (), (), ())
    assert {each.taken for each in made.times} == {None}


def test_times_are_those_of_the_items_without_breaks() -> None:
    script = Script()
    script.to("welcome")
    since = script.at - timedelta(seconds=1)
    script.add(Stopped(since + timedelta(minutes=2)))
    script.add(Resumed(since + timedelta(minutes=12)))
    script.add(
        msgspec.structs.replace(Script().to("first-poll").events[-1], at=since + timedelta(minutes=15))
    )
    script.add(Ended(since + timedelta(minutes=16.5)))
    made = report(script.deck, script.events)
    assert [(each.planned, each.taken) for each in made.times[:3]] == [(2.5, 5), (1.5, 1.5), (1, None)]
    assert (made.planned, made.taken) == (20, 6.5)


# the mood check


def mood_of(*tables: tuple[str, int]) -> MoodTold:
    script = Script(deck("North", "South"))
    script.to("the-mood", "vote")
    script.add(Surveyed(script.at, "the-mood", tuple(table(name, people) for name, people in tables), 25))
    (made,) = report(script.deck, script.events).moods
    return made


def test_what_was_hidden_together_is_no_group() -> None:
    made = mood_of(("North", 8), ("", 6))
    assert made.people == 14
    assert [(group.name, group.people) for group in made.groups] == [("North", 8)]
    assert made.score == 75


def test_a_mood_check_without_groups_is_told_as_a_whole() -> None:
    made = mood_of(("", 6))
    assert (made.people, made.groups) == (6, ())


def test_too_few_answers_tell_no_mood() -> None:
    made = mood_of()
    assert (made.people, made.score, made.band, made.areas, made.groups) == (None, None, None, (), ())
    script = Script(deck("North"))
    script.to("the-mood", "vote")
    script.add(Surveyed(script.at, "the-mood", (), 25))
    assert "Fewer than 5 answers, so nothing is shown." in said(report(script.deck, script.events))


# what is not told


@given(few, few, st.booleans())
def test_fewer_than_five_leave_no_trace_of_how_many(some: Votes, others: Votes, hands: bool) -> None:
    first, second = (written(voted((None, each) if hands else (each, None))) for each in (some, others))
    assert first == second


@given(votes.flatmap(two_hidden_splits))
def test_a_hidden_source_leaves_only_the_total(splits: tuple[Split, Split]) -> None:
    """Whatever the split of the same total into sources was: no reader can tell the two apart."""
    first, second = splits
    assert written(voted(first)) == written(voted(second))


@given(few, few, votes)
def test_fewer_than_five_phones_beside_hands_leave_no_trace(some: Votes, others: Votes, hands: Votes) -> None:
    """Hands are seen by everybody, so a total would give the phones away."""
    shown = hands if sum(hands) else (1, 0)
    assert written(voted((some, shown))) == written(voted((others, shown)))


@given(votes, few, few)
def test_a_second_vote_of_fewer_than_five_leaves_no_trace_of_how_many(
    first: Votes, some: Votes, others: Votes
) -> None:
    assert written(voted((first, None), (some, None))) == written(voted((first, None), (others, None)))


@given(st.lists(st.tuples(votes, votes), min_size=1, max_size=2))
def test_no_number_of_people_under_five_is_left_by_subtraction(rounds: list[tuple[Votes, Votes]]) -> None:
    """Nor by taking the hands from what is told, which everybody in the room saw."""
    made = report(deck(), voted(*rounds))
    for each in (votes for question in made.questions for votes in question.rounds):
        hands = sum(rounds[each.round - 1][1])
        sources = [source.people for source in (each.phones, each.hands) if source]
        assert each.people is None or each.people >= 5
        assert all(people >= 5 for people in sources)
        if each.people is None:
            assert sources == []
        else:
            left = [each.people - people for people in (*sources, hands)]
            assert all(people == 0 or people >= 5 for people in left)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def test_no_code_no_address_and_no_time_of_a_vote_is_in_it() -> None:
    for data in (writer.write(a_report()).decode() for writer in REPORT_WRITERS.values()):
        assert "K7QF" not in data
    moments = [each for each in strings(read(a_report())) if each.startswith("2026-")]
    assert len(moments) == 2  # the beginning and the end


def test_notes_for_the_facilitator_are_not_in_it() -> None:
    for writer in REPORT_WRITERS.values():
        assert b"SENTINEL" not in writer.write(a_report())


# the formats


def test_the_published_schema_is_the_programs() -> None:
    assert PUBLISHED.read_bytes() == published_schema(), (
        "write it anew with: python -c 'import sys; from advocacy_coach.workshop.report.jsonfile import "
        "published_schema; sys.stdout.buffer.write(published_schema())' > docs/schemas/session.schema.json"
    )


@pytest.mark.parametrize("words", ["", *HOSTILE])
def test_every_report_follows_the_published_schema(words: str) -> None:
    validator().validate(read(with_words(a_report(), words) if words else a_report()))


@pytest.mark.parametrize("key", sorted(read(a_report())))
def test_the_schema_asks_for_every_key_that_has_no_one_value(key: str) -> None:
    document = read(a_report())
    del document[key]
    assert validator().is_valid(document) is (key in ("schema", "format"))


@pytest.mark.parametrize("change", [{"format": 2}, {"schema": "else"}, {"began": 7}, {"room": -1}])
def test_the_schema_refuses_another_document(change: dict[str, Any]) -> None:
    assert not validator().is_valid(read(a_report()) | change)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_breaks_the_markdown(words: str) -> None:
    def shape(text: str) -> list[str]:
        kinds = ("heading_open", "table_open", "tr_open", "html_block")
        tokens = MARKDOWN.parse(said(with_words(a_report(), text)))
        return [token.tag for token in tokens if token.type in kinds]

    assert shape(words) == shape("harmless")


# from a journal


def kept(folder: Path) -> Path:
    """The journal of a whole session."""
    first, *others = a_session().events
    journal = Journal.begin(folder, first)  # type: ignore[arg-type]
    for event in others:
        journal.append(event)
    return journal.path


def without_mood(folder: Path) -> Path:
    """A journal of the plan of the tests as it is."""
    first, *others = voted(((7, 3), None))
    library = Library.open(PLAYED, None)
    first = begun(build(library.workshop("short"), library))
    journal = Journal.begin(folder, first)
    for event in others:
        journal.append(event)
    return journal.path


@pytest.mark.parametrize("format", REPORT_WRITERS)
def test_a_report_is_made_of_a_journal(tmp_path: Path, format: str) -> None:
    data = make(without_mood(tmp_path), Library.open(PLAYED, None), format)
    assert "A short workshop" in data.decode()


def test_the_newest_session_is_found(tmp_path: Path) -> None:
    first = kept(tmp_path)
    later = first.with_name(first.name.replace("2026-05-04", "2026-05-05"))
    later.write_bytes(first.read_bytes())
    assert newest(tmp_path) == later
    first.with_name("2026-05-06-090000-K7QF.jsonl").write_bytes(b"{broken\n")
    assert newest(tmp_path) == later


def test_that_there_is_no_session_is_said(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="No session has been held yet"):
        newest(tmp_path / "nowhere")


def test_a_journal_of_nothing_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"")
    with pytest.raises(CoachError, match="There is no session in"):
        make(file, Library.open(PLAYED, None), "md")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"plan": "gone"}, "needs the plan “gone” of this session. This course has no workshop “gone”"),
        ({"deck": "another"}, "The plan “short” has other steps now than in this session"),
        ({"course": "other"}, "was held with the course “other”, not with “played-course”"),
    ],
)
def test_what_the_course_does_not_have_is_said(tmp_path: Path, change: dict[str, str], message: str) -> None:
    journal = Journal.begin(tmp_path, msgspec.structs.replace(begun(), **change))
    with pytest.raises(CoachError, match=message):
        make(journal.path, Library.open(PLAYED, None), "md")
