"""The command that writes statements: what it says, what it leaves out unless asked, what it refuses."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from advocacy_coach.i18n import use_language
from tests.reports.test_commands import SECRET, Home

BASE = "https://learning.test/coach"


@pytest.fixture
def learner(course_dir: Path, tmp_path: Path) -> Iterator[Home]:
    home = Home(course_dir, tmp_path)
    home.learn()
    yield home
    use_language("en")


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def tell(learner: Home, *arguments: str) -> list[dict[str, Any]]:
    done = learner.call("summary", "--format", "xapi", "--base", BASE, *arguments)
    assert done.exit_code == 0, done.stderr
    return lines(done.stdout)


def verbs(told: list[dict[str, Any]]) -> list[str]:
    return [each["verb"]["display"]["en-US"] for each in told]


def test_a_statement_a_line_and_what_they_hold_on_stderr(learner: Home) -> None:
    done = learner.call("summary", "--format", "xapi", "--base", BASE)
    told = lines(done.stdout)
    assert {"initialized", "experienced"} <= set(verbs(told))
    assert done.stderr == (
        f"{len(told)} statements. It contains: results, the day and time of every step, scenarios played, "
        "points of the opening and closing check. Left out: your name, your answers and decisions, "
        "your reflections, your action card and all other sheets. A random number stands for your name.\n"
    )


def test_answers_reflections_and_a_name_are_in_only_when_asked_for(learner: Home) -> None:
    usual = learner.call("summary", "--format", "xapi", "--base", BASE)
    assert SECRET not in usual.stdout
    assert '"response"' not in usual.stdout
    asked = learner.call(
        "summary", "--format", "xapi", "--base", BASE, "--questions", "--with-reflections", "--name", "Żaneta"
    )
    assert {each["actor"]["name"] for each in lines(asked.stdout)} == {"Żaneta"}
    responses = [each["result"].get("response") for each in lines(asked.stdout) if "result" in each]
    assert {"employee", SECRET} <= set(responses)
    assert "Your name is in each." in asked.stderr
    assert "your answers and decisions, your reflections. Left out" in asked.stderr
    assert not [each for each in tell(learner, "--no-questions") if "response" in each.get("result", {})]


def test_the_account_is_a_random_number_that_stays(learner: Home) -> None:
    first, second = tell(learner), tell(learner)
    assert first == second
    [account] = {json.dumps(each["actor"]["account"]) for each in first}
    with learner.store() as store:
        assert json.loads(account) == {"homePage": BASE, "name": store.learner("small-course")}


def test_a_preview_is_what_a_file_holds(learner: Home, tmp_path: Path) -> None:
    target = tmp_path / "statements.jsonl"
    arguments = ["--format", "xapi", "--base", BASE, "-o", str(target)]
    shown = learner.call("summary", *arguments, "--preview")
    assert not target.exists()
    written = learner.call("summary", *arguments)
    assert (written.exit_code, written.stdout) == (0, "")
    assert target.read_bytes() == shown.stdout_bytes
    assert learner.call("summary", *arguments).exit_code == 1
    assert learner.call("summary", *arguments, "--force").exit_code == 0


def test_the_base_may_stand_in_the_environment(learner: Home) -> None:
    learner.environment["ADVOCACY_COACH_XAPI_BASE"] = f"{BASE}/"
    done = learner.call("summary", "--format", "xapi")
    assert lines(done.stdout)[0]["actor"]["account"]["homePage"] == BASE


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "an address that your organisation owns"),
        (["--base", "http://learning.test"], "It begins with https://"),
        (["--base", BASE, "--no-times"], "--no-times cannot be had"),
        (["--base", BASE, "--card"], "Leave out --card"),
        (["--base", BASE, "--name", "a\x07"], "characters that cannot be shown"),
    ],
)
def test_what_cannot_be_told_is_said(learner: Home, arguments: list[str], words: str) -> None:
    done = learner.call("summary", "--format", "xapi", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_an_empty_record_has_no_statements(course_dir: Path, tmp_path: Path) -> None:
    done = Home(course_dir, tmp_path).call("summary", "--format", "xapi", "--base", BASE)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Nothing is recorded about this course." in done.stderr
