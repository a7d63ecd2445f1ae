"""What the author's guide to scenarios promises is what runs."""

import re
import shutil
from pathlib import Path

import pytest

from advocacy_coach.course import rules
from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.scenarios import facts
from advocacy_coach.course.scenarios.opening import open_story
from advocacy_coach.course.scenarios.story import ending, replay
from advocacy_coach.session.plays import mark
from advocacy_coach.session.scenario import told
from tests.course.test_tool_docs import OF_TOOLS
from tests.course.test_workshop_docs import OF_WORKSHOPS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "writing-scenarios.md").read_text("utf-8")
LESSONS = ROOT / "lessons" / "en"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The whole example of the guide, in a course with the meters, claims and sources of the real one."""
    (text,) = re.findall(r"^```yaml\n(format: 1\n.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    for name in ("course.yaml", "claims.yaml", "sources.yaml"):
        shutil.copy(LESSONS / name, tmp_path)
    file = tmp_path / "scenarios" / "three-likes.yaml"
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    return file


def test_the_example_has_no_problem(example: Path) -> None:
    assert to_text(inspect(example)) == ""


def test_the_facts_of_the_example_are_those_in_the_guide(example: Path) -> None:
    assert f"```\n{facts.to_text(facts.facts(open_story(example).story))}\n```" in GUIDE


def test_the_mark_in_the_guide_is_right(example: Path) -> None:
    story = open_story(example).story
    made = told(story, ("chase", "own-up"))
    states = replay(story, ("chase", "own-up"))
    assert states
    kind = ending(story, states[-1].levels).kind
    assert kind
    assert mark([decision.choice.verdict for decision in made], kind) == 0.5


def test_the_codes_are_those_of_the_rules() -> None:
    rows = dict(re.findall(r"^\| (AC\d+) \| (.*?) \| [^|]+ \|$", GUIDE, re.MULTILINE))
    known = {rule.code: rule.meaning for rule in rules.RULES}
    assert {code: known.get(code) for code in rows} == rows
    ours = {
        code for code in known if "AC305" <= code < "AC400" or "AC406" <= code < "AC500" or code > "AC509"
    }
    assert set(rows) == ours - OF_TOOLS - OF_WORKSHOPS
