"""Statements: what becomes what, what is left out, and what two independent validators say about them."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.course.model import Page, Reflect
from advocacy_coach.errors import UsageError
from advocacy_coach.records.activities import checked_base
from advocacy_coach.records.statement import Statement
from advocacy_coach.records.xapi import XapiSettings, duration, score, statements
from advocacy_coach.session import scoring
from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    SceneChosen,
    SheetClosed,
    Started,
)
from tests.records.made import HAPPENINGS, kept
from tests.records.xapi_made import (
    BASE,
    CHECK,
    EVERYTHING,
    LESSONS,
    NOTHING,
    QUESTIONS,
    SETTINGS,
    STORIES,
    happened,
    hostile,
    learning_locker,
    leaves,
    ralph,
    read,
    short,
    tell,
)
from tests.reports.made import HOSTILE

TEXTS = (
    *HOSTILE,
    "a\u2028b\u2029c\x85d",
    "\u202egnirts",
    "line\nbreak",
    "\ufeffmark",
    "[,][.][:]",
    '"',
    "e\u0301",
)


def one(told: list[Statement], *words: str) -> dict[str, Any]:
    """The only statement that is this in short."""
    [found] = [each for each in read(told) if short(each) == " ".join(words)]
    return found


def extension(statement: dict[str, Any], part: str, key: str) -> Any:
    return statement[part]["extensions"][f"{BASE}/extensions/{key}"]


def test_every_event_that_is_told_is_told_in_its_place() -> None:
    assert [short(each) for each in read(tell())] == [
        "initialized ",
        "initialized /lessons/one",
        "experienced /lessons/one/pages/intro",
        *(f"answered /lessons/one/questions/{id}" for id in (*QUESTIONS, "warm-up")),
        "answered /lessons/one/reflections/mine",
        "initialized /scenarios/by-noon",
        "answered /scenarios/by-noon/nodes/ask",
        "answered /scenarios/by-noon/nodes/talk",
        "completed /scenarios/by-noon",
        "answered /lessons/one/questions/select",
        "completed /lessons/one",
        "failed /lessons/one/quiz",
        "initialized /lessons/two",
        "experienced /lessons/two/pages/end",
        "completed /lessons/two",
        "completed ",
        "initialized /lessons/one",
        "completed /lessons/one",
        "passed /lessons/one/quiz",
        "passed ",
        *(
            "initialized /scenarios/by-noon",
            "answered /scenarios/by-noon/nodes/ask",
            "answered /scenarios/by-noon/nodes/talk",
            "completed /scenarios/by-noon",
        )
        * 2,
        "answered /lessons/one/questions/choice",
        "answered /scenarios/by-noon/nodes/ask",
        "answered /lessons/gone/questions/q",
        "scored /checks/opening-check",
        "scored /checks/closing-check",
    ]


def test_an_envelope() -> None:
    statement = one(tell(), "experienced", "/lessons/one/pages/intro")
    home = {"id": f"{BASE}/courses/course", "objectType": "Activity"}
    assert statement == {
        "id": statement["id"],
        "actor": {"objectType": "Agent", "account": {"homePage": BASE, "name": "4f3c"}},
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/experienced",
            "display": {"en-US": "experienced"},
        },
        "object": {
            "objectType": "Activity",
            "id": f"{BASE}/courses/course/lessons/one/pages/intro",
            "definition": {"type": "http://activitystrea.ms/schema/1.0/page", "name": {"en": "A page"}},
        },
        "result": {"completion": True, "duration": "PT10S"},
        "context": {
            "registration": statement["context"]["registration"],
            "revision": "1.0.0",
            "platform": "advocacy-coach",
            "language": "en",
            "contextActivities": {
                "parent": [{**home, "id": f"{BASE}/courses/course/lessons/one"}],
                "grouping": [home],
                "category": [
                    {
                        "objectType": "Activity",
                        "id": f"{BASE}/profile/v1",
                        "definition": {"type": "http://adlnet.gov/expapi/activities/profile"},
                    }
                ],
            },
            "extensions": {f"{BASE}/extensions/mode": "lesson"},
        },
        "timestamp": "2026-11-24T09:00:20.000Z",
    }


@pytest.mark.parametrize(
    ("question", "kind", "key", "response", "success"),
    [
        ("choice", "choice", ["a"], "a", True),
        ("best-worst", "matching", ["best[.]a[,]worst[.]c"], "best[.]c[,]worst[.]a", False),
        ("rate", "matching", None, "a[.]2[,]b[.]5", None),
        ("rank", "sequencing", ["a[,]b[,]c"], "b[,]c[,]a", False),
        ("classify", "matching", ["a[.]help[,]b[.]push"], "a[.]push[,]b[.]push", False),
    ],
)
def test_a_question_is_an_interaction(
    question: str, kind: str, key: list[str] | None, response: str, success: bool | None
) -> None:
    events = [each for each in happened() if each.lesson == "one"]
    statement = one(tell(events), "answered", f"/lessons/one/questions/{question}")
    definition, result = statement["object"]["definition"], statement["result"]
    assert (definition["interactionType"], definition.get("correctResponsesPattern")) == (kind, key)
    assert (result["response"], result.get("success")) == (response, success)
    assert result["duration"] == "PT10S"
    [parent] = statement["context"]["contextActivities"]["parent"]
    assert parent["id"] == f"{BASE}/courses/course/lessons/one/quiz"


def test_a_second_answer_is_told_with_its_round_and_hints() -> None:
    first, second = (each for each in read(tell()) if short(each).endswith("questions/select"))
    assert first["result"]["response"] == "b[,]c"
    assert second["result"]["response"] == "a[,]c"
    assert second["result"]["success"] is True
    assert [extension(each, "context", "round") for each in (first, second)] == [0, 1]
    assert extension(second, "context", "hints") == 2


def test_a_warm_up_has_no_score() -> None:
    assert "score" not in one(tell(), "answered", "/lessons/one/questions/warm-up")["result"]


def test_a_decision_tells_what_it_led_to() -> None:
    decisions = [each for each in read(tell()) if "/nodes/" in short(each)][:2]
    assert [each["result"]["response"] for each in decisions] == ["order", "listen"]
    assert [each["result"]["score"]["scaled"] for each in decisions] == [0.0, 1.0]
    assert [extension(each, "result", "next-node") for each in decisions] == ["talk", "end"]
    assert [extension(each, "result", "state")["trust"] for each in decisions] == [20, 30]
    assert [extension(each, "result", "verdict") for each in decisions] == ["tempting", "best"]
    assert "correctResponsesPattern" not in decisions[0]["object"]["definition"]


def test_of_a_story_that_was_changed_nothing_is_claimed() -> None:
    told = tell(stories={"by-noon": replace(STORIES["by-noon"], graph="other")})
    [decision, *_others] = [each for each in read(told) if "/nodes/" in short(each)]
    assert list(decision["result"]["extensions"]) == [f"{BASE}/extensions/verdict"]


def test_an_ending_is_a_success_a_failure_or_neither() -> None:
    endings = [each for each in read(tell()) if short(each) == "completed /scenarios/by-noon"]
    assert [extension(each, "result", "ending-kind") for each in endings] == ["mixed", "good", "bad"]
    assert [each["result"].get("success") for each in endings] == [None, True, False]
    assert [each["result"]["duration"] for each in endings] == ["PT30S"] * 3
    assert extension(endings[0], "result", "path") == ["order", "listen"]
    modes = [extension(each, "context", "mode") for each in endings]
    assert modes == ["lesson", "practice", "practice"]
    parents = [each["context"]["contextActivities"]["parent"][0]["id"] for each in endings]
    assert parents == [f"{BASE}/courses/course/lessons/one", *[f"{BASE}/courses/course"] * 2]


def test_the_two_checks_are_scored_and_no_more_is_told_of_a_sheet() -> None:
    told = [each for each in read(tell()) if extension(each, "context", "mode") == "check"]
    assert [extension(each, "context", "phase") for each in told] == ["pre", "post"]
    assert told[0]["result"] == {"score": {"scaled": 0.5833, "raw": 7.0, "min": 0, "max": 12}}
    assert extension(told[0], "context", "key") == {"method": "expert consensus", "version": "2"}


@pytest.mark.parametrize(
    "wrong", [{"of": "0"}, {"of": ""}, {"points": "-1"}, {"points": "٣"}, {"of": "9" * 30}]
)
def test_a_check_without_usable_points_is_not_told(wrong: dict[str, str]) -> None:
    closed = SheetClosed(CHECK | wrong, 0)
    assert tell(kept([("t", "tool.opening-check", closed)])) == []


def test_a_course_is_completed_once_and_passed_when_it_is() -> None:
    told = [each for each in read(tell()) if short(each) in ("initialized ", "completed ", "passed ")]
    assert len({each["context"]["registration"] for each in told}) == 1
    assert told[1]["result"] == {"completion": True, "duration": "PT3M10S"}
    assert told[2]["result"]["score"] == {"scaled": 0.8571, "raw": 6.0, "min": 0, "max": 7}
    key = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore"
    assert told[2]["context"]["extensions"][key] == 0.7
    assert key not in told[1]["context"]["extensions"]


def test_a_second_attempt_is_another_registration() -> None:
    told = [each for each in read(tell()) if "/quiz" in short(each)]
    assert [each["verb"]["display"]["en-US"] for each in told] == ["failed", "passed"]
    assert len({each["context"]["registration"] for each in told}) == 2


def test_a_lesson_without_questions_has_no_assessment() -> None:
    assert not [each for each in read(tell()) if short(each).endswith("two/quiz")]
    assert score(0.0, 0) is None


def test_a_pause_counts_five_minutes_at_most() -> None:
    told = tell(kept([("r", "two", event) for event in (Started("two", 1), PageRead("end"))], gap=4000.0))
    assert read(told)[-1]["result"]["duration"] == "PT5M"


def test_answers_are_told_only_when_asked_for() -> None:
    told = tell(settings=NOTHING)
    text = b"".join(each.body for each in told).decode()
    assert not [each for each in read(told) if "/nodes/" in short(each) or "/questions/" in short(each)]
    assert "My own" not in text
    assert "/extensions/path" not in text
    assert '"response"' not in text
    names = {json.dumps(each["actor"]) for each in read(told)}
    assert names == {json.dumps({"account": {"homePage": BASE, "name": "4f3c"}, "objectType": "Agent"})}
    assert {each.id for each in told} < {each.id for each in tell()}


def test_a_name_and_the_text_of_a_reflection_are_told_when_asked_for() -> None:
    statement = one(tell(settings=EVERYTHING), "answered", "/lessons/one/reflections/mine")
    assert statement["result"] == {"response": "My own *words*\n🙂"}
    assert statement["actor"]["name"] == "Zażółć Gęślą"
    assert statement["object"]["definition"]["interactionType"] == "long-fill-in"
    silent = one(
        tell(settings=replace(EVERYTHING, reflections=False)), "answered", "/lessons/one/reflections/mine"
    )
    assert "result" not in silent


def test_what_was_taken_back_is_not_told() -> None:
    assert tell(kept([("r", "one", Reflected("mine", " "))])) == []


def test_the_same_record_gives_the_same_bytes() -> None:
    assert tell(settings=EVERYTHING) == tell(settings=EVERYTHING)


def test_a_record_that_grows_gives_what_it_gave_and_more() -> None:
    whole = tell()
    for length in range(len(happened())):
        part = tell(happened()[:length])
        assert part == whole[: len(part)]


def test_an_id_hangs_on_the_event_alone() -> None:
    other = XapiSettings("https://elsewhere.test", "other", "Name", answers=True, reflections=True)
    ids = [each.id for each in tell()]
    assert [each.id for each in tell(settings=other)] == ids
    assert [each.id for each in tell(lessons={}, stories={}, title="Other", language="pl")] == ids
    assert len(set(ids)) == len(ids)
    assert ids[0] == "1279d947-4676-5988-a094-e839fcef8d2d"  # another one would count everything twice
    for told in tell():
        assert (str(UUID(told.id)), UUID(told.id).version) == (told.id, 5)
        assert json.loads(told.body)["id"] == told.id


def test_words_may_change_and_the_pass_mark_too() -> None:
    """An assessment has one id whether it counts as passed or failed, so a store never gets both."""
    passed = [
        each.id for each in tell(pass_mark=10) if b"/quiz" in each.body and b"verbs/passed" in each.body
    ]
    failed = [each.id for each in tell() if b"/quiz" in each.body and b"verbs/failed" in each.body]
    assert failed[0] in passed


def test_bytes_are_sorted_and_without_spaces() -> None:
    for told in tell(settings=EVERYTHING):
        value = json.loads(told.body)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        assert told.body.decode() == again


def sound(told: list[Statement]) -> None:
    """What the specification asks for and both validators overlook, and what keeps a line a line."""
    for each in told:
        assert not any(each.body.count(end) for end in (b"\n", b"\r"))
        assert len(each.body.decode().splitlines()) == 1
        value = json.loads(each.body)
        assert datetime.fromisoformat(value["timestamp"]).utcoffset() is not None
        assert value["timestamp"].endswith("Z")
        for part in leaves(value):
            assert part is not None
            assert part not in ({}, [])
            if isinstance(part, dict) and "scaled" in part:
                assert part["min"] < part["max"]
                assert part["min"] <= part["raw"] <= part["max"]
                assert -1 <= part["scaled"] <= 1
            if isinstance(part, dict) and "objectType" in part and "id" in part:
                assert re.fullmatch(r"https://[A-Za-z0-9/._~%-]+", part["id"])
            if isinstance(part, list) and part and isinstance(part[0], dict):
                ids = [item["id"] for item in part]
                assert len(set(ids)) == len(ids)


def test_ralph_accepts_every_kind_of_statement() -> None:
    told = [*tell(settings=EVERYTHING), *tell(settings=NOTHING), *tell(lessons={}, stories={})]
    sound(told)
    assert [found for found in ralph(told) if found] == []


def test_learning_locker_accepts_every_kind_of_statement() -> None:
    told = [*tell(settings=EVERYTHING), *tell(settings=NOTHING), *tell(lessons={}, stories={})]
    found = learning_locker(told)
    assert len(found) == len(told)
    assert [each for each in found if each] == []


def shipped() -> list[Statement]:
    """Everything in the course that comes along: pages read, questions answered, scenes decided."""
    library = Library.open(Path(__file__).parents[2] / "lessons" / "en", None)
    lessons = {entry.id: library.lesson(entry.id) for entry in library.entries}
    stories = {entry.id: library.story(entry.id) for entry in library.scenarios}
    events: list[tuple[str, str, Event]] = []
    for id, lesson in lessons.items():
        events.append((id, id, Started(id, 1)))
        for step in lesson.steps:
            if isinstance(step, Page):
                events.append((id, id, PageRead(step.id)))
            elif isinstance(step, Reflect):
                events.append((id, id, Reflected(step.id, "words")))
        for question in lesson.questions():
            events.append((id, id, Answered(question.id, scoring.key(question), 1.0)))
        events.append((id, id, LessonFinished(id, 1.0, 1)))
    for id, story in stories.items():
        for number, scene in enumerate(story.scenario.scenes):
            first = scene.choices[0]
            chosen = SceneChosen(id, id, 0, number, scene.id, first.id, first.verdict)
            events.append((f"p-{id}", f"practice.{id}", chosen))
    settings = replace(SETTINGS, reflections=True)
    told = list(statements(kept(events), library.course, lessons, stories, settings))
    assert len(told) > len(events)
    return told


def test_the_course_that_comes_along_can_be_told_whole() -> None:
    told = shipped()
    sound(told)
    assert [found for found in ralph(told) if found] == []
    answers = [each for each in read(told) if "/questions/" in each["object"]["id"]]
    right = [each for each in answers if "success" in each["result"]]
    assert all(
        each["result"]["response"] in each["object"]["definition"]["correctResponsesPattern"]
        for each in right
    )
    assert all(each["result"]["success"] for each in right)


def test_learning_locker_accepts_the_course_that_comes_along() -> None:
    assert [each for each in learning_locker(shipped()) if each] == []


BAD: tuple[tuple[str, dict[str, Any]], ...] = (
    ("verb", {"verb": {"id": "answered"}}),
    ("timestamp", {"timestamp": "yesterday"}),
    ("id", {"id": "17"}),
    ("scaled", {"result": {"score": {"scaled": 2}}}),
    ("duration", {"result": {"duration": "ten seconds"}}),
    ("object", {"object": {"id": "no address"}}),
)


@pytest.mark.parametrize("changes", [changes for _name, changes in BAD], ids=[name for name, _changes in BAD])
@pytest.mark.parametrize("validator", [ralph, learning_locker])
def test_the_validators_do_find_faults(validator: Any, changes: dict[str, Any]) -> None:
    statement = read(tell())[0] | changes
    assert validator([Statement("x", json.dumps(statement).encode())])[0]


def test_hostile_texts_come_out_as_text() -> None:
    told: list[Statement] = []
    for text in TEXTS:
        made = hostile(text)
        sound(made)
        told += made
        assert len(made) == len(tell(settings=EVERYTHING)) + 1  # the text put back what was taken back
    page = one(hostile("<b>&[link](javascript:x)"), "experienced", "/lessons/one/pages/intro")
    assert page["object"]["definition"]["name"] == {"en": "<b>&[link](javascript:x)"}
    assert [found for found in ralph(told) if found] == []


def test_hostile_texts_pass_the_validator_of_learning_locker() -> None:
    told = [each for text in TEXTS for each in hostile(text)]
    assert [each for each in learning_locker(told) if each] == []


HOSTILE_IDS = ("../../x", "..", ".", "a b", "a/b?c#d", "[,]", "%2e", "Zażółć", "\u202e", "'\"<>", "")


def test_ids_in_a_record_are_never_another_address() -> None:
    """A record can be written by somebody else; nothing in it may break out of its place."""
    told = []
    for id in HOSTILE_IDS:
        events: list[Event] = [
            Started(f"x{id}", 1),
            PageRead(id),
            Answered(id, {id: id}, 5.0),
            SceneChosen(id, id, 0, 0, id, id),
            LessonFinished(f"x{id}", 99.0, 1),
        ]
        lesson = f"x{id}".replace(".", "-")
        told += tell(kept([("r", lesson, event) for event in events]))
    sound(told)
    assert [found for found in ralph(told) if found] == []


@given(HAPPENINGS)
def test_whatever_happens_is_told_soundly_and_the_same_each_time(happenings: list[Any]) -> None:
    recorded = kept(happenings)
    told = tell(recorded, EVERYTHING)
    sound(told)
    assert len({each.id for each in told}) == len(told)
    assert tell(recorded, EVERYTHING) == told
    assert [found for found in ralph(told) if found] == []


def test_a_time_that_cannot_be_read_is_left_to_the_store() -> None:
    [first, *_rest] = happened()
    for each in read(tell([replace(first, time="yesterday")])):
        assert "timestamp" not in each
    for each in read(tell([replace(first, time="2026-11-24T10:00:00+01:00")])):
        assert each["timestamp"] == "2026-11-24T09:00:00.000Z"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "PT0S"),
        (-3, "PT0S"),
        (0.001, "PT0S"),
        (42.5, "PT42.5S"),
        (10.01, "PT10.01S"),
        (59.999, "PT1M"),
        (120, "PT2M"),
        (3720, "PT1H2M"),
        (90061.25, "PT25H1M1.25S"),
    ],
)
def test_durations(seconds: float, written: str) -> None:
    assert duration(seconds) == written


@pytest.mark.parametrize(
    ("base", "kept_as"),
    [
        ("https://learning.test", "https://learning.test"),
        (" https://learning.test:8443/a/b/ ", "https://learning.test:8443/a/b"),
    ],
)
def test_a_base_is_an_address_of_the_organisation(base: str, kept_as: str) -> None:
    assert checked_base(base) == kept_as


@pytest.mark.parametrize(
    "base",
    [
        "",
        "learning.test",
        "http://learning.test",
        "advocacy-coach:course",
        "https://",
        "https:///path",
        "https://me@learning.test",
        "https://learning.test/?a",
        "https://learning.test/#a",
        "https://learning.test/a b",
        "https://learning.test:port",
        "https://[learning",
        "https://łódź.test",
        "https://learning.test/\x1b[2J",
        "https://learning.test/" + "a" * 200,
    ],
)
def test_any_other_base_is_refused(base: str) -> None:
    with pytest.raises(UsageError) as refused:
        tell(settings=replace(SETTINGS, base=base))
    assert "\x1b" not in str(refused.value)


def test_the_lessons_of_the_tests_have_every_kind_of_step() -> None:
    assert {type(step).__name__ for step in LESSONS["one"].steps} == {
        "Page",
        "Reflect",
        "ChoiceQuestion",
        "SelectQuestion",
        "BestWorstQuestion",
        "RateQuestion",
        "RankQuestion",
        "ClassifyQuestion",
        "ScenarioStep",
    }


def test_the_document_names_everything_that_is_used() -> None:
    page = (Path(__file__).parents[2] / "docs" / "xapi.md").read_text("utf-8")
    told = read(tell(settings=EVERYTHING))
    keys = {key for each in told for part in leaves(each) if isinstance(part, dict) for key in part}
    words = {key.removeprefix(f"{BASE}/extensions/") for key in keys if key.startswith("https://")}
    words |= {each["verb"]["display"]["en-US"] for each in told}
    words |= {
        each["object"]["definition"]["type"].rpartition("/")[2]
        for each in told
        if "definition" in each["object"]
    }
    assert not {word for word in words if f"`{word}`" not in page}
