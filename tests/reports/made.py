"""A small course with scenarios, what somebody has made of it, and their summary."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from advocacy_coach.course.catalogue import ScenarioEntry
from advocacy_coach.course.model import (
    Action,
    BestWorstQuestion,
    Bin,
    Card,
    Choice,
    ChoiceQuestion,
    ClassifyQuestion,
    Course,
    Lesson,
    Ranked,
    RankQuestion,
    Rated,
    RateQuestion,
    Reflect,
    Scale,
    SelectQuestion,
    Step,
    Topic,
)
from advocacy_coach.records.progress import (
    LessonProgress,
    Progress,
    QuestionProgress,
    ScenarioProgress,
    SheetProgress,
)
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.scenarios import Known
from advocacy_coach.reports.summary import Include, summarise
from tests.session import scenarios as made
from tests.session.scenarios import BEST, MIDDLING

MADE = datetime(2026, 11, 24, 9, 30, 15, 999, tzinfo=UTC)
USUAL = Include(questions=True, times=True)
"""The results, with what was missed and decided, days and minutes."""
EVERYTHING = Include("Zażółć Gęślą", reflections=True, card=True, questions=True, times=True)


def course(**changes: Any) -> Course:
    values: dict[str, Any] = {
        "format": 1,
        "id": "small",
        "version": "1.2.0",
        "language": "en",
        "title": "A small course",
        "summary": "Small.",
        "topics": (Topic("people", "People"), Topic("forcing", "Forcing", True), Topic("mood", "Mood", True)),
        "path": ("people", "forcing"),
    }
    return Course(**(values | changes))


def lesson(id: str, *steps: Step, **changes: Any) -> Lesson:
    values: dict[str, Any] = {
        "format": 1,
        "id": id,
        "topic": id,
        "title": f"About {id}",
        "minutes": 5,
        "steps": steps,
        "takeaways": (f"Keep **{id}** in mind.", "Second."),
    }
    return Lesson(**(values | changes))


def choice(id: str, **changes: Any) -> ChoiceQuestion:
    options = (Choice("a", "First way", "f", correct=True), Choice("b", "Second way", "f"))
    values: dict[str, Any] = {"prompt": f"What about {id}?", "explain": "Because.", "options": options}
    return ChoiceQuestion(id=id, **(values | changes))


SCALE = Scale("Low", "High")

ONE_OF_EACH: tuple[Any, ...] = (
    choice("choice"),
    SelectQuestion(
        id="select",
        prompt="Which?",
        explain="E.",
        options=(
            Choice("a", "One", "f", correct=True),
            Choice("b", "Two", "f"),
            Choice("c", "Three", "f", correct=True),
        ),
    ),
    BestWorstQuestion(
        id="best-worst",
        prompt="Best and worst?",
        explain="E.",
        options=(
            Action("a", "Offer", "f", "best"),
            Action("b", "Wait", "f"),
            Action("c", "Order", "f", "worst"),
        ),
    ),
    RateQuestion(
        id="rate",
        prompt="Rate.",
        explain="E.",
        scale=SCALE,
        options=(Rated("a", "List", "f", 1), Rated("b", "Folder", "f", 5)),
    ),
    RankQuestion(
        id="rank",
        prompt="Order.",
        explain="E.",
        scale=SCALE,
        options=(Ranked("a", "Invite", "f"), Ranked("b", "Ask", "f"), Ranked("c", "Aim", "f")),
    ),
    ClassifyQuestion(
        id="classify",
        prompt="Sort.",
        explain="E.",
        bins=(Bin("help", "Support"), Bin("push", "Pressure")),
        options=(Card("a", "Photos", "f", "help"), Card("b", "Deadline", "f", "push")),
    ),
)


def answered(step: str, first: float, last: float | None = None, **response: str) -> QuestionProgress:
    """A question answered once, or later once more with ``last`` points."""
    latest = first if last is None else last
    tries = 1 if last is None else 2
    given = response or {"b": "picked"}
    return QuestionProgress(step, first, given, latest, max(first, latest), tries, hints=0, scored=True)


def taken(id: str, *questions: QuestionProgress, **changes: Any) -> LessonProgress:
    """A lesson begun once; finished when ``best`` and ``best_of`` are given."""
    values: dict[str, Any] = {
        "run": "r",
        "version": "1.2.0",
        "began": "2026-11-01T08:00:00.000Z",
        "last": "2026-11-02T08:00:00.000Z",
        "seconds": 150.0,
        "runs": 1,
        "questions": {question.step: question for question in questions},
    }
    if "best" in changes:
        values |= {"finished": "2026-11-02T23:59:59.999Z", "open": False, "finished_runs": 1}
    return LessonProgress(id, **(values | changes))


def played(id: str, path: tuple[str, ...], ending: str, best: float, **changes: Any) -> ScenarioProgress:
    """A scenario of ``made.story`` that was played once, to this end."""
    values: dict[str, Any] = {
        "run": "r",
        "step": id,
        "last": "2026-11-02T08:00:00.000Z",
        "plays": 1,
        "endings": (ending,),
        "graph": made.story(id).graph,
    }
    known = values | {"best": best, "best_ending": ending, "best_path": path} | changes
    return ScenarioProgress(id, **known)


def card(run: str = "run-card", began: str = "2026-11-24T08:00:00.000Z", **marks: str) -> SheetProgress:
    """An action card with these marks; an underscore stands for a hyphen."""
    given = {item.replace("_", "-"): value for item, value in marks.items()}
    return SheetProgress(run, "action-card", began, began, marks=given)


def progress(*taken: LessonProgress | ScenarioProgress | SheetProgress) -> Progress:
    lessons = {one.lesson: one for one in taken if isinstance(one, LessonProgress)}
    scenarios = {one.scenario: one for one in taken if isinstance(one, ScenarioProgress)}
    sheets = {one.run: one for one in taken if isinstance(one, SheetProgress)}
    return Progress("small", lessons, scenarios, sheets)


PEOPLE = lesson(
    "people",
    choice("p1"),
    choice("p2"),
    choice("warm-up", scored=False),
    choice("p3", topic="forcing"),
    Reflect(id="own", prompt="What would *your team* say?"),
)
FORCING = lesson("forcing", *ONE_OF_EACH)
LESSONS = (PEOPLE, FORCING)

WELL = taken(
    "people",
    answered("p1", 1.0),
    answered("p2", 0.0, 1.0),
    answered("warm-up", 0.0),
    answered("p3", 0.0),
    best=1.0,
    best_of=3,
    reflections={"own": "They would say:\nfine."},
)


def summary(
    include: Include = EVERYTHING, *taken: LessonProgress | ScenarioProgress | SheetProgress, **changes: Any
) -> Summary:
    """The summary of somebody who has finished the first lesson, unless ``taken`` says otherwise."""
    known = progress(*(taken or (WELL,)))
    return summarise(course(**changes), LESSONS, known, include, MADE, scenarios=SCENARIOS)


FORCING_TAKEN = taken(
    "forcing",
    answered("choice", 0.0, 1.0),
    answered("select", 0.0, b="picked"),
    answered("best-worst", 0.0, a="worst", c="best"),
    answered("rate", 0.0, a="4", b="2"),
    answered("rank", 1 / 3, a="3", b="1", c="2"),
    answered("classify", 0.5, a="push", b="help"),
    best=11 / 6,
    best_of=6,
)


SCENARIOS: tuple[Known, ...] = (
    made.story("by-noon", topic="mood"),
    made.story("reworked", topic="people"),
    ScenarioEntry("torn", "A torn page", "scenarios/torn.yaml", problem="torn.yaml:1: no"),
    made.story("unplayed", topic="people"),
)
"""One that is as it was played, one that was changed since, one that cannot be opened, one never played."""

BY_NOON = played("by-noon", MIDDLING, "stalled", 0.5, plays=2, endings=("broken", "stalled"))
REWORKED = played("reworked", BEST, "good", 1.0, endings=("gone", "good"), graph="00000000")
TORN = played("torn", ("a",), "peace", 0.25)
CARD = card(
    action_1="Ask the night shift what gets in their way",
    owner_1="Shift lead",
    date_1="2026-12-10",
    action_3="Take the quota out of the plan",
    promise="Nobody has to post",
    stop="Counting posts",
)
PRACTISED = taken("practice.by-noon", best=0.5, best_of=1, plays_begun=2)


def full(include: Include = EVERYTHING) -> Summary:
    """The summary of somebody who finished both lessons, missed a question of each type, played, planned."""
    return summary(include, WELL, FORCING_TAKEN, PRACTISED, BY_NOON, REWORKED, TORN, CARD)


def with_scenarios(course_dir: Path, *ids: str) -> None:
    """Put meters and scenarios into a course folder."""
    with (course_dir / "course.yaml").open("a", encoding="utf-8") as file:
        file.write("meters: {trust: {title: Trust}, reach: {title: Reach}}\n")
    (course_dir / "scenarios").mkdir()
    for id in ids:
        (course_dir / "scenarios" / f"{id}.yaml").write_bytes(msgspec.json.encode(made.scenario(id)))


HOSTILE = (
    "# heading",
    "heading\n===",
    "- item",
    "+ item",
    "1. item",
    "2) item",
    "> quote",
    "    code",
    "```\nfence",
    "~~~",
    "---",
    "***",
    "`code` **strong** _em_ ~~gone~~",
    "a | b |",
    "a | b\n--- | ---\n1 | 2",
    "<script>alert(1)</script>",
    "<!-- hidden",
    "<https://example.org>",
    "[link](javascript:alert(1))",
    "![image](https://example.org/x.png)",
    "[ref]: https://example.org",
    "&lt;b&gt; &copy;",
    "back\\slash \\",
    "\\",
    "{{7*7}} ${HOME} $x$",
    ": definition",
    "=1+1",
    '=HYPERLINK("https://example.org";"x")',
    "+48 600 700 800",
    "-5",
    "@SUM(A1)",
    "|calc",
    "%PATH%",
    "＝1+1",
    'say "no", then; go',
    "مرحبا بالعالم",
    "שלום 123",
    "Zażółć gęślą jaźń",
    "🙂 नेहा\u200dक",
    "../../etc/passwd",
    "{braces} {0} %s",
)
"""Texts that mean something to a reader of Markdown, a spreadsheet, a shell or a template."""

_TEXTS = {"who", "title", "prompt", "option", "choice", "why", "text", "owner", "promise", "stop"}


def with_text(summary: Summary, text: str) -> Summary:
    """The summary with one text in place of every name, title and other wording."""

    def replaced(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {key: replaced(inner, key) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [replaced(inner) for inner in value]
        return text if key in _TEXTS or value in ("Support", "Pressure") else value

    return msgspec.convert(replaced(msgspec.to_builtins(summary)), Summary)
