"""What the author's guide to workshops promises is what runs."""

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from msgspec import structs

from advocacy_coach.course import rules, stage
from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.library import Library
from advocacy_coach.course.workshops import BaseItem, WorkshopItem, WorkshopPart, WorkshopPlan

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "writing-workshops.md").read_text("utf-8")
LESSONS = ROOT / "lessons" / "en"

OF_WORKSHOPS = {"AC311", "AC415", "AC416", "AC417"}
"""The codes that are about workshops alone."""

SHARED = {"AC309", "AC404", "AC409", "AC507"}
"""The codes of other files that say something of workshops too."""


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The whole example of the guide, alone in a copy of the real course."""
    (text,) = re.findall(r"^```yaml\n(format: 1\n.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    shutil.copytree(LESSONS, tmp_path / "course", ignore=shutil.ignore_patterns("workshops"))
    file = tmp_path / "course" / "workshops" / "twenty.yaml"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    return file


def keys(introduced: str) -> set[str]:
    """The keys in the table below a heading or a sentence, up to the next heading."""
    section = GUIDE.partition(f"\n{introduced}\n")[2].partition("\n##")[0]
    table = section.partition("|---|---|\n")[2].partition("\n\n")[0]
    return {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}


def fields(kind: type) -> set[str]:
    return {field.encode_name for field in structs.fields(kind)}


def test_the_example_has_no_problem(example: Path) -> None:
    assert to_text(inspect(example)) == ""


def test_the_example_opens(example: Path) -> None:
    library = Library.open(example.parents[1], None)
    assert library.notices == ()
    (plan,) = library.workshops()
    assert plan == library.workshop("twenty-minutes")
    assert sum(part.minutes for part in plan.parts) == plan.minutes


def test_the_example_shows_every_type_of_step(example: Path) -> None:
    (plan,) = Library.open(example.parents[1], None).workshops()
    assert {type(step) for part in plan.parts for step in part.steps} == set(get_args(WorkshopItem))


def test_every_key_of_a_plan_is_told() -> None:
    assert keys("A plan has") == fields(WorkshopPlan)
    assert "`id`, a `title` and its `steps`" in GUIDE
    assert fields(WorkshopPart) == {"id", "title", "steps"}
    assert keys("Every step has") == fields(BaseItem) | {"type"}


@pytest.mark.parametrize("kind", get_args(WorkshopItem))
def test_every_key_of_a_step_is_told(kind: type) -> None:
    tag = str(kind.__struct_config__.tag)  # type: ignore[attr-defined]
    own = fields(kind) - fields(BaseItem)
    if tag == "pause":
        assert own == {"title"}
        assert "A break. `title` stands on the wall." in GUIDE
    else:
        assert keys(f"### {tag}") == own


def test_the_codes_are_those_of_the_rules() -> None:
    rows = dict(re.findall(r"^\| (AC\d+) \| (.*?) \| [^|]+ \|$", GUIDE, re.MULTILINE))
    assert rows == {rule.code: rule.meaning for rule in rules.RULES if rule.code in OF_WORKSHOPS | SHARED}


def test_the_measures_are_those_of_the_stage() -> None:
    assert f"{stage.STAGE_LINES} lines of {stage.PAGE_WIDTH} columns for its\ntitle" in GUIDE
    assert f"{stage.STAGE_LINES} lines of {stage.QUESTION_WIDTH} columns for its prompt" in GUIDE


def test_the_guide_can_be_found() -> None:
    assert "](docs/writing-workshops.md)" in (ROOT / "README.md").read_text("utf-8")
    assert "](writing-workshops.md)" in (ROOT / "docs" / "writing-lessons.md").read_text("utf-8")
