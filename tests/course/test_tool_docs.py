"""What the author's guide to tools promises is what runs."""

import re
import shutil
from pathlib import Path

import pytest

from advocacy_coach.course import rules
from advocacy_coach.course.advice import ENOUGH_QUESTIONS
from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS, TOOLS
from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.library import Library
from advocacy_coach.course.tools import FORM_WORDS, PLAN_WORDS
from advocacy_coach.session.guidance import form, mood, plan

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "writing-tools.md").read_text("utf-8")
LESSONS = ROOT / "lessons" / "en"

EXAMPLES = dict(
    zip(
        (SITUATIONS, PLAN_CHECK, MOOD_CHECK),
        re.findall(r"^```yaml\n(format: 1\n.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL),
        strict=True,
    )
)

OF_TOOLS = {"AC309", "AC310", "AC411", "AC412", "AC413", "AC414"}
"""The codes that are about tools alone."""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course with the examples of the guide, and with the topics, claims and sources of the real one."""
    for file in LESSONS.glob("*.yaml"):
        shutil.copy(file, tmp_path)
    shutil.copytree(LESSONS / "scenarios", tmp_path / "scenarios")
    for name, text in EXAMPLES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", TOOLS)
def test_an_example_has_no_problem(course: Path, name: str) -> None:
    assert to_text(inspect(course / name)) == ""


def test_the_examples_open(course: Path) -> None:
    library = Library.open(course, None)
    assert library.notices == ()
    assert all(library.has(name) for name in TOOLS)


def test_the_colours_of_the_example_are_those_in_the_guide(course: Path) -> None:
    tool = Library.open(course, None).plan_check()
    assert tool

    def colour(*ticked: str) -> str:
        return plan.read(tool, dict.fromkeys(ticked, plan.YES)).colour

    assert colour() == colour("free-no") == "green"
    assert colour("prize-draw") == colour("prize-draw", "free-no") == "amber"
    assert colour("pay-per-post", "prize-draw") == colour("must-share") == "red"


def test_the_points_of_the_example_are_those_in_the_guide(course: Path) -> None:
    tool = Library.open(course, None).situations()
    assert tool
    right = {"stranger-writes": "clerk-decides/text-to-copy", "folder-of-posts": "say-where/new-words"}
    reading = form.read(tool, tool.forms[0], right)
    assert (reading.points, reading.of, reading.passed) == (3, 4, True)


def test_the_bands_of_the_example_are_those_in_the_guide(course: Path) -> None:
    tool = Library.open(course, None).mood_check()
    assert tool

    def band(*answers: str) -> str | None:
        marks = {statement.id: answer for statement, answer in zip(tool.statements, answers, strict=True)}
        found = mood.read(tool, marks).band
        return found.title if found else None

    assert band("4", "4", "4") == "Solid ground"
    assert band("4", "4", "1") == "Fix first"  # a gate
    assert band("1", "1", "4") == "Not now"  # together
    assert band("4", "unknown", "4") == "Solid ground"
    assert band("4", "unknown", "unknown") is None


def test_the_codes_are_those_of_the_rules() -> None:
    rows = dict(re.findall(r"^\| (AC\d+) \| (.*?) \| [^|]+ \|$", GUIDE, re.MULTILINE))
    assert rows == {rule.code: rule.meaning for rule in rules.RULES if rule.code in OF_TOOLS}


def test_the_words_that_are_taken_are_told() -> None:
    (sentence,) = re.findall(r"no situation can be called (.*?)\. Ids", GUIDE, re.DOTALL)
    assert set(re.findall(r"`(.*?)`", sentence)) == FORM_WORDS | PLAN_WORDS


def test_the_files_are_those_of_the_program() -> None:
    assert re.findall(r"^\| [a-z ]+ \| `(.*?\.yaml)` \|", GUIDE, re.MULTILINE) == list(TOOLS)
    assert ENOUGH_QUESTIONS == 4


def test_the_guide_can_be_found() -> None:
    assert "](docs/writing-tools.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "](writing-tools.md)" in (ROOT / "docs" / "writing-lessons.md").read_text("utf-8")
