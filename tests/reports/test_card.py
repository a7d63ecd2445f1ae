"""The action card as a document, its formats, and what is suggested for it."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec.structs import replace

from advocacy_coach import paths
from advocacy_coach.course.library import Library
from advocacy_coach.course.prose import parse
from advocacy_coach.records.progress import Progress, SheetProgress
from advocacy_coach.reports.card import as_day, document, of_progress
from advocacy_coach.reports.document import ActionCard, CardAction, CardDocument
from advocacy_coach.reports.suggesting import shortened, suggest
from advocacy_coach.reports.writers.cards import CARD_WRITERS
from advocacy_coach.reports.writers.html import element, page, text
from tests.reports.made import CARD, HOSTILE, MADE, WELL, card, course, progress

NEVER_TEXT = ("\x00", "\x1b", "\u202e", "\ud800")


def told(sheet: SheetProgress = CARD, made: datetime = MADE) -> CardDocument:
    found = document(course(), progress(sheet), made)
    assert found is not None
    return found


def filled(words: str) -> CardDocument:
    """A card that says one thing everywhere."""
    actions = tuple(CardAction(number, words, words, date(2026, 12, 24)) for number in (1, 2, 3))
    return CardDocument("run", "small", words, MADE, ActionCard(actions, words, words, date(2027, 1, 5)))


class Reading(HTMLParser):
    """The tags with their attributes, and the texts, as a reader of HTML has them."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.texts: list[str] = []
        self.others: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _value in attrs)))
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def events(data: bytes) -> list[Any]:
    calendar = Calendar.from_ical(data)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_the_newest_card_is_told_with_its_dates() -> None:
    older = card("older", action_1="old")
    found = document(course(), progress(older, CARD), MADE)
    assert found is not None
    assert (found.run, found.title, found.made) == ("run-card", "A small course", MADE.replace(microsecond=0))
    assert [(one.number, one.owner, one.date) for one in found.card.actions] == [
        (1, "Shift lead", date(2026, 12, 10)),
        (3, "", date(2026, 12, 24)),
    ]
    assert found.card.follow_up == date(2027, 1, 5)


def test_an_empty_card_is_not_told() -> None:
    assert of_progress(progress(), MADE) is None
    assert of_progress(progress(card(owner_1="Me")), MADE) is None
    assert document(course(), progress(), MADE) is None
    assert document(course(), progress(card()), MADE) is None


@pytest.mark.parametrize(
    "odd", ["tomorrow", "2026-02-30", "20261224", "2026-W52-4", "２０２６-12-24", "2026-12-24\n"]
)
def test_a_date_that_is_none_counts_as_not_given(odd: str) -> None:
    assert as_day(odd) is None
    assert told(card(action_1="a", date_1=odd)).card.actions[0].date == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("began", "follow_up"),
    [
        ("2026-12-31T23:59:59.999Z", date(2027, 2, 11)),
        ("2024-02-01T00:00:00.000+14:00", date(2024, 3, 13)),
        ("damaged", date(2027, 1, 5)),
        ("9999-12-30T00:00:00.000Z", date.max),
    ],
)
def test_the_follow_up_is_six_weeks_after_the_beginning(began: str, follow_up: date) -> None:
    assert told(card(began=began, promise="p")).card.follow_up == follow_up


def test_markdown_tells_the_card() -> None:
    lines = CARD_WRITERS["md"].write(told()).decode().split("\n")
    assert lines[:9] == [
        "# Action card",
        "",
        "A small course",
        "",
        "- **Action 1:** Ask the night shift what gets in their way (Shift lead, by 2026-12-10)",
        "- **Action 3:** Take the quota out of the plan (by 2026-12-24)",
        "- **Promise to my team:** Nobody has to post",
        "- **I stop:** Counting posts",
        "- **Follow-up:** 2027-01-05",
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_changes_what_the_markdown_is_made_of(words: str) -> None:
    def kinds(words: str) -> list[str]:
        return [block.kind for block in parse(CARD_WRITERS["md"].write(filled(words)).decode())]

    assert kinds(words) == kinds("harmless")


def test_the_page_loads_and_runs_nothing() -> None:
    data = CARD_WRITERS["html"].write(told()).decode()
    reading = Reading(data.encode())
    assert data.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert not {"script", "link", "img", "iframe", "a"} & {tag for tag, _names in reading.tags}
    assert not {"src", "href", "style"} & {name for _tag, names in reading.tags for name in names}
    policies = [value for name, value in reading.attributes if name == "content" and value and "src" in value]
    assert policies
    assert policies[0].startswith("default-src 'none'; style-src 'sha256-")
    assert "size: A4" in data
    assert not re.search(r"https?:|url\(|@import", data)
    assert reading.open == []


def test_the_policy_lets_in_the_very_style_of_the_page() -> None:
    import base64
    import hashlib

    data = page("t", "en", "p { color: red }", element("p", text("x"))).decode()
    style = data.partition("<style>")[2].partition("</style>")[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in data


@pytest.mark.parametrize(
    "words", [*HOSTILE, '" onload="x', "' autofocus='", "</p></style><b>", "a\nb", "&amp;"]
)
def test_no_tag_or_attribute_of_the_page_comes_from_a_text(words: str) -> None:
    hostile, harmless = (Reading(CARD_WRITERS["html"].write(filled(each))) for each in (words, "harmless"))
    assert hostile.tags == harmless.tags
    assert hostile.attributes == harmless.attributes
    assert hostile.others == []
    # The course and, three times, action and owner, then promise and stop.
    assert "".join(hostile.texts).count(words) >= 9


@given(st.text(min_size=1, max_size=80).filter(lambda words: "\r" not in words and "\x00" not in words))
def test_any_text_is_shown_as_it_is(words: str) -> None:
    reading = Reading(CARD_WRITERS["html"].write(filled(words)))
    assert reading.tags == Reading(CARD_WRITERS["html"].write(filled("harmless"))).tags
    assert words in "".join(reading.texts)


def test_the_calendar_has_a_day_for_each_action_and_for_the_follow_up() -> None:
    found = events(CARD_WRITERS["ics"].write(told()))
    assert [(str(event["summary"]), event.decoded("dtstart")) for event in found] == [
        ("Ask the night shift what gets in their way", date(2026, 12, 10)),
        ("Take the quota out of the plan", date(2026, 12, 24)),
        ("Follow-up of my action card", date(2027, 1, 5)),
    ]
    assert {event.decoded("dtstamp") for event in found} == {datetime(2026, 11, 24, 9, 30, 15, tzinfo=UTC)}
    assert all(event["dtstart"].params["VALUE"] == "DATE" for event in found)
    assert "Who: Shift lead" in str(found[0]["description"])


def test_a_second_export_changes_the_same_events() -> None:
    def ids(sheet: SheetProgress, made: datetime = MADE) -> list[str]:
        return [str(event["uid"]) for event in events(CARD_WRITERS["ics"].write(told(sheet, made)))]

    first = ids(CARD)
    assert len(set(first)) == 3
    changed = replace(CARD, marks={**CARD.marks, "action-1": "Other", "date-3": "2027-01-01"})
    assert ids(changed, datetime(2026, 12, 1, tzinfo=UTC)) == first
    without_first = replace(CARD, marks={**CARD.marks, "action-1": ""})
    assert ids(without_first) == first[1:]
    assert not set(ids(replace(CARD, run="another"))) & set(first)


@pytest.mark.parametrize(
    "words",
    [
        *HOSTILE,
        "a\nEND:VEVENT\nBEGIN:VALARM",
        "a\r\nX-EVIL:1",
        "a;b,c\\n",
        "ż" * 300,
        "👩🏽‍🔧" * 40,
        'x="y":z',
    ],
)
def test_no_text_changes_what_the_calendar_is_made_of(words: str) -> None:
    data = CARD_WRITERS["ics"].write(filled(words))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    found = events(data)
    assert len(found) == 4
    assert [sorted(event) for event in found] == [sorted(found[0])] * 4
    assert not any(event.subcomponents for event in found)
    expected = words.replace("\r\n", "\n")
    assert str(found[0]["summary"]) == expected


def test_every_format_is_the_same_for_the_same_card() -> None:
    for writer in CARD_WRITERS.values():
        assert writer.write(told()) == writer.write(told())


def test_what_a_record_of_somebody_else_holds_reaches_no_file() -> None:
    odd = "".join(NEVER_TEXT)
    sheet = card(f"run{odd}", action_1=f"a{odd}", owner_1=odd, promise=f"p{odd}\r\nX:1")
    for writer in CARD_WRITERS.values():
        data = writer.write(told(sheet)).decode()
        assert not any(each in data for each in NEVER_TEXT)


class TestSuggestions:
    """The shipped course, and what somebody did in it."""

    @pytest.fixture(scope="class")
    def library(self) -> Library:
        return Library.open(paths.shipped_lessons() / "en", None)

    def sheet(self, tool: str, run: str, closed: str = "", **marks: str) -> SheetProgress:
        began = "2026-11-24T08:00:00.000Z"
        given = {item.replace("_", "-"): value for item, value in marks.items()}
        return SheetProgress(run, tool, began, began, marks=given, closed=closed)

    def test_nothing_done_suggests_nothing(self, library: Library) -> None:
        assert suggest(library, Progress("c")) == ()

    def test_they_come_from_the_finished_checks_and_fit_a_line(self, library: Library) -> None:
        plan, mood = library.plan_check(), library.mood_check()
        assert plan
        assert mood
        stop = next(each for each in plan.practices if each.severity == 4)
        other = next(each for each in plan.practices if each.severity == 2)
        answers = {each.id: "0" if each.gate or each.area == "bothers" else "3" for each in mood.statements}
        sheets = [
            self.sheet("plan-check", "1", "2026-11-24", **{other.id: "yes", stop.id: "yes"}),
            self.sheet("plan-check", "2"),
            self.sheet("mood-check", "3", "2026-11-24", **answers),
            self.sheet("mood-check", "4"),
        ]
        found = suggest(library, Progress("c", sheets={sheet.run: sheet for sheet in sheets}))
        assert [each.kind for each in found] == [
            *("instead", "instead", "stop", "stop", "gate", "area", "area", "band"),
        ]
        assert found[0].why.startswith("Plan check, instead of: ")
        assert found[2].text == shortened(stop.text)
        assert "What bothers us" in {each.text.partition("“")[2].partition("”")[0] for each in found[5:7]}
        assert all(0 < len(each.text) <= 300 and "\n" not in each.text for each in found)

    def test_what_was_missed_and_what_was_written(self, course_dir: Path) -> None:
        library = Library.open(course_dir, None)
        taken = replace(
            WELL,
            lesson="voices",
            questions={"new-advert": replace(WELL.questions["p3"], step="new-advert")},
            reflections={"own-team": "I  ask *them*\nfirst"},
        )
        found = suggest(library, progress(taken))
        assert [each.kind for each in found] == ["topic", "reflection"]
        assert found[0].why.startswith("Not safe yet: ")
        assert found[1].text == "I ask *them* first"


@pytest.mark.parametrize(
    ("words", "length", "short"),
    [
        ("one two", 7, "one two"),
        ("one  two\n", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("unbroken", 4, "unb…"),
    ],
)
def test_long_texts_are_cut_after_a_word(words: str, length: int, short: str) -> None:
    assert shortened(words, length) == short
