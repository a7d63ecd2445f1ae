"""A course with everything in it and a record of everything that can happen, for the tests of statements."""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from advocacy_coach.course.model import Course, Lesson, Page, Reflect, Scale, ScenarioStep
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.records.events import Recorded
from advocacy_coach.records.statement import Statement
from advocacy_coach.records.xapi import XapiSettings, statements
from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Reflected,
    RoundOpened,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    SheetClosed,
    SheetMarked,
    Started,
)
from tests.records.made import COURSE, kept
from tests.reports import made
from tests.session.scenarios import story

BASE = "https://learning.test/coach"
SETTINGS = XapiSettings(BASE, "4f3c", answers=True)
EVERYTHING = replace(SETTINGS, name="Zażółć Gęślą", reflections=True)
NOTHING = XapiSettings(BASE, "4f3c")

QUESTIONS = [question.id for question in made.ONE_OF_EACH]
ONE: Lesson = made.lesson(
    "one",
    Page(id="intro", title="A page", text="Text."),
    *made.ONE_OF_EACH,
    made.choice("warm-up", scored=False),
    Reflect(id="mine", prompt="What about *you*?"),
    ScenarioStep(id="noon", scenario="by-noon"),
)
TWO: Lesson = made.lesson("two", Page(id="end", title="The end", text="Text."))
LESSONS = {"one": ONE, "two": TWO}
STORIES: dict[str, Story] = {"by-noon": story()}


def course(**changes: Any) -> Course:
    """The course of the record."""
    return made.course(**({"id": COURSE.id, "path": ("one", "two")} | changes))


RESPONSES: dict[str, dict[str, str]] = {
    "choice": {"a": "picked"},
    "select": {"c": "picked", "b": "picked"},
    "best-worst": {"c": "best", "a": "worst"},
    "rate": {"a": "2", "b": "5"},
    "rank": {"a": "3", "b": "1", "c": "2"},
    "classify": {"a": "push", "b": "push"},
    "warm-up": {"b": "picked"},
}
POINTS = {"choice": 1.0, "select": 0.0, "rank": 1 / 3, "classify": 0.5, "rate": 0.75}


def play(
    path: str = "order listen", ending: str = "stalled", kind: Any = "mixed", number: int = 0
) -> list[Event]:
    """A whole play of the scenario at the step ``noon``."""
    choices = path.split()
    verdicts: dict[str, Any] = {"offer": "best", "order": "tempting", "listen": "best", "push": "weak"}
    return [
        ScenarioBegun("noon", "by-noon", number, STORIES["by-noon"].graph),
        *(
            SceneChosen("noon", "by-noon", number, place, scene, choice, verdicts[choice])
            for place, (scene, choice) in enumerate(zip(("ask", "talk"), choices, strict=True))
        ),
        ScenarioEnded("noon", "by-noon", number, ending, kind, 0.5, tuple(choices)),
    ]


CHECK = {
    "form": "a",
    "points": "7",
    "of": "12",
    "key": "expert consensus",
    "key_version": "2",
    "area.x": "1/2",
}


def happened() -> list[Recorded]:
    """Every kind of event: two lessons, a practice, a review, the checks, a private sheet."""
    first: list[Event] = [
        Started("one", 7),
        PageRead("intro"),
        *(
            Answered(id, given, POINTS.get(id, 0.0), scored=id != "warm-up")
            for id, given in RESPONSES.items()
        ),
        Reflected("mine", "My own *words*\n🙂"),
        Reflected("mine", "", 1),
        *play(),
        RoundOpened(1, ("select",)),
        Answered("select", {"a": "picked", "c": "picked"}, 1.0, round=1, hints=2),
        LessonFinished("one", 3.0, 7),
    ]
    again: list[Event] = [Started("one", 8), LessonFinished("one", 6.0, 7)]
    sheets: list[tuple[str, str, Event]] = [
        (run, f"tool.{tool}", event)
        for run, tool, results in (
            ("t1", "opening-check", CHECK),
            ("t2", "closing-check", CHECK | {"points": "12"}),
            ("t3", "plan-check", {"colour": "red", "sum": "9", "points": "7", "of": "12"}),
        )
        for event in (Started(f"tool.{tool}", 1), SheetMarked("p1", "yes", 0), SheetClosed(results, 1))
    ]
    practice: list[Event] = [
        Started("practice.by-noon", 1),
        *play("offer listen", "good", "good"),
        *play("order push", "broken", "bad", 1),
        LessonFinished("practice.by-noon", 1.0, 1),
    ]
    review: list[Event] = [
        Started("review.", 1),
        Answered("one/choice", {"b": "picked"}, 0.0),
        Answered("scene.by-noon/ask", {"offer": "picked"}, 1.0),
        Answered("gone/q", {"b": "picked"}, 1.0),
        LessonFinished("review.", 1.0, 3),
    ]
    return kept(
        [
            *(("r1", "one", event) for event in first),
            *(
                ("r2", "two", event)
                for event in (Started("two", 1), PageRead("end"), LessonFinished("two", 0, 0))
            ),
            *(("r3", "one", event) for event in again),
            *(("p1", "practice.by-noon", event) for event in practice),
            *(("v1", "review.", event) for event in review),
            *sheets,
        ]
    )


def tell(
    recorded: Iterable[Recorded] | None = None,
    settings: XapiSettings = SETTINGS,
    *,
    lessons: Mapping[str, Lesson] = LESSONS,
    stories: Mapping[str, Story] = STORIES,
    **changes: Any,
) -> list[Statement]:
    """The statements of a record."""
    events = happened() if recorded is None else recorded
    return list(statements(events, course(**changes), lessons, stories, settings))


def read(told: Iterable[Statement]) -> list[dict[str, Any]]:
    """The statements, decoded."""
    return [json.loads(one.body) for one in told]


def short(statement: dict[str, Any]) -> str:
    """A statement in a word or two: its verb and the address below the course."""
    address: str = statement["object"]["id"]
    return f"{statement['verb']['display']['en-US']} {address.removeprefix(f'{BASE}/courses/course')}"


def hostile(text: str) -> list[Statement]:
    """The statements of a record and a course in which this text stands wherever one can."""
    steps = (
        Page(id="intro", title=text, text=text),
        *(replace(each, prompt=text, options=_worded(each.options, text)) for each in made.ONE_OF_EACH),
        Reflect(id="mine", prompt=text),
    )
    steps = tuple(
        replace(each, scale=Scale(text, text)) if hasattr(each, "scale") else each for each in steps
    )
    lessons = {"one": made.lesson("one", *steps, title=text), "two": TWO}
    scenes = tuple(
        replace(
            scene,
            lines=tuple(replace(line, text=text) for line in scene.lines),
            choices=_worded(scene.choices, text),
        )
        for scene in STORIES["by-noon"].scenario.scenes
    )
    scenario = replace(STORIES["by-noon"].scenario, title=text, scenes=scenes)
    stories = {"by-noon": replace(STORIES["by-noon"], scenario=scenario)}
    recorded = [
        replace(one, event=replace(one.event, text=text)) if isinstance(one.event, Reflected) else one
        for one in happened()
    ]
    settings = replace(EVERYTHING, name=text, learner=text)
    return tell(recorded, settings, lessons=lessons, stories=stories, title=text)


def _worded(options: Iterable[Any], text: str) -> tuple[Any, ...]:
    return tuple(replace(option, text=text) for option in options)


def leaves(value: Any) -> Iterator[Any]:
    """Everything inside a decoded statement, objects and lists too."""
    yield value
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)


SCRIPT = Path(__file__).parents[1] / "xapi" / "validate.cjs"


def learning_locker(told: Iterable[Statement]) -> list[Any]:
    """What ``@learninglocker/xapi-validation`` finds in each statement; skips where it cannot be run."""
    node = shutil.which("node")
    if not node:
        pytest.skip("needs node")
    lines = b"".join(one.body + b"\n" for one in told)
    done = subprocess.run([node, str(SCRIPT)], input=lines, capture_output=True, timeout=60, check=False)
    if done.returncode == 3:
        pytest.skip("needs @learninglocker/xapi-validation: npm install in tests/xapi")
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def ralph(told: Iterable[Statement]) -> list[Any]:
    """What Ralph's model of a statement finds in each; skips where the package is missing."""
    ralph = pytest.importorskip("ralph.models.xapi.base.statements", reason="needs ralph-malph")
    import pydantic

    found: list[Any] = []
    for one in told:
        try:
            ralph.BaseXapiStatement.model_validate_json(one.body)
            found.append([])
        except pydantic.ValidationError as error:
            found.append([(each["loc"], each["msg"]) for each in error.errors()])
    return found
