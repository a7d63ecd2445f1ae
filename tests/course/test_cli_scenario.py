"""The command ``scenario``, as an author runs it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocacy_coach.cli import MOST_PLAYS, PICTURES, commands
from advocacy_coach.course.scenarios import drawing
from tests.course import tiny
from tests.course.test_cli_check import run

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="needs the program dot")


def call(file: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["scenario", str(file), *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "course")


def test_the_facts_are_one_screen(file: Path) -> None:
    done = run("scenario", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Tiny (tiny)\n"
        "3 scenes, 7 choices, 8 states: all of them played\n"
        "\n"
        "Endings, each with a shortest play\n"
        "  broken   bad    push, shout\n"
        "  good     good   offer, thank\n"
        "  stalled  mixed  push, sorry\n"
        "\n"
        "Best path\n"
        "  good     good   offer, thank\n"
        "\n"
        "Tempting path\n"
        "  broken   bad    push, shout\n"
    )


def test_the_facts_as_json(file: Path) -> None:
    facts = json.loads(call(file, "--json").stdout)
    assert {key: facts[key] for key in ("format", "id", "scenes", "choices", "states", "whole")} == {
        "format": 1,
        "id": "tiny",
        "scenes": 3,
        "choices": 7,
        "states": 8,
        "whole": True,
    }
    assert facts["endings"][0] == {
        "id": "broken",
        "title": "Broken",
        "kind": "bad",
        "play": ["push", "shout"],
    }
    assert facts["best"] == [{"choices": ["offer", "thank"], "ending": "good", "kind": "good"}]


def test_a_story_with_faults_is_told_all_the_same(tmp_path: Path) -> None:
    done = call(tiny.write(tmp_path / "course", tiny.ENDLESS))
    assert done.exit_code == 0
    assert "“check” finds 4 faults in this story." in done.stderr
    assert "  broken   bad    no play reaches it" in done.stdout


@pytest.mark.parametrize("format", PICTURES)
def test_a_picture_goes_to_stdout_or_into_a_file(file: Path, format: str, tmp_path: Path) -> None:
    if format == "svg" and shutil.which("dot") is None:
        pytest.skip("needs the program dot")
    target = tmp_path / "picture"
    shown = call(file, "--graph", "--format", format)
    written = call(file, "--graph", "--format", format, "-o", target)
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"Written: {target}\n"
    assert target.read_bytes() == shown.stdout_bytes
    start = {"mermaid": b"flowchart TD\n", "dot": b"digraph {\n", "svg": b"<?xml"}[format]
    assert shown.stdout_bytes.startswith(start)


def test_mermaid_is_the_usual_format(file: Path) -> None:
    usual = call(file, "--graph", "-o", "-")
    assert usual.stdout_bytes == call(file, "--graph", "--format", "mermaid").stdout_bytes


def test_a_file_that_is_there_is_replaced_only_by_force(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "picture.mmd"
    target.write_text("mine", "utf-8")
    refused = call(file, "--graph", "-o", target)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"{target} exists already." in refused.stderr
    assert target.read_text("utf-8") == "mine"
    assert call(file, "--graph", "-o", target, "--force").exit_code == 0
    assert target.read_text("utf-8").startswith("flowchart TD\n")
    assert {path.name for path in tmp_path.iterdir()} == {"course", "picture.mmd"}


def test_where_dot_is_missing_nothing_is_written(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    target = tmp_path / "picture.svg"
    done = call(file, "--graph", "--format", "svg", "-o", target)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "need the program dot" in done.stderr
    assert not target.exists()


def test_where_the_package_is_missing_a_sentence_says_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphviz", None)
    done = call(file, "--graph", "--format", "dot")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "pip install graphviz" in done.stderr
    assert call(file, "--graph").exit_code == 0


@needs_dot
@pytest.mark.skipif(sys.platform == "win32", reason="makes a program of a shell script")
def test_a_dot_that_fails_is_a_sentence(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\necho no >&2\nexit 7\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    done = call(file, "--graph", "--format", "svg")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "ended with 7" in done.stderr


def test_random_plays_are_the_same_in_another_process(file: Path) -> None:
    first = run("scenario", file, "--random", "50", "--seed", "9", PYTHONHASHSEED="1")
    second = run("scenario", file, "--random", "50", "--seed", "9", PYTHONHASHSEED="2")
    assert first.returncode == 0
    assert first.stdout == second.stdout
    assert first.stdout.startswith("Tiny (tiny)\n50 plays at random, seed 9\n")


def test_the_usual_seed_is_nought(file: Path) -> None:
    usual = call(file, "--random", "20", "--json")
    assert usual.stdout == call(file, "--random", "20", "--seed", "0", "--json").stdout
    assert json.loads(usual.stdout)["plays"] == 20


@pytest.mark.parametrize(
    "arguments",
    [
        ["--random", "0"],
        ["--random", "-1"],
        ["--random", str(MOST_PLAYS + 1)],
        ["--random", "many"],
        ["--random", "5", "--seed", "-1"],
        ["--seed", "1"],
        ["--graph", "--random", "5"],
        ["--graph", "--json"],
        ["--format", "dot"],
        ["-o", "picture"],
        ["--force"],
        ["--graph", "--format", "png"],
    ],
)
def test_wrong_use_is_explained(file: Path, arguments: list[str]) -> None:
    done = call(file, *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_a_file_with_errors_is_refused_with_all_of_them(file: Path) -> None:
    text = tiny.TINY.replace("topic: people", "topic: weather").replace("goto: end", "goto: nowhere", 1)
    file.write_text(text, "utf-8")
    for arguments in ([], ["--graph"], ["--random", "5"]):
        done = call(file, *arguments)
        assert (done.exit_code, done.stdout) == (1, "")
        assert f"{file}:3:8  AC401  " in done.stderr
        assert "AC406" in done.stderr


@pytest.mark.parametrize("text", ["", "- a\n", "format: 1\n", "title: \x1b[2J\n", "a: [", "a: &x b\n"])
def test_a_file_that_is_no_scenario_is_refused_in_words(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    done = run("scenario", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert "AC" in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_course_that_cannot_be_used_is_said(file: Path) -> None:
    (file.parents[1] / "course.yaml").write_text("format: 1\n", "utf-8")
    done = call(file)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "course.yaml cannot be used." in done.stderr
    assert "AC202" in done.stderr


def test_a_file_without_a_course_can_be_given_one(file: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    shutil.copy(file, draft)
    alone = call(draft)
    assert (alone.exit_code, alone.stdout) == (1, "")
    assert "belongs to no course" in alone.stderr
    course = file.parents[1]
    assert call(draft, "--course", course).stdout == call(file).stdout
    before = CliRunner().invoke(commands, ["--course", str(course), "scenario", str(draft)])
    assert before.stdout == call(file).stdout
    nowhere = call(draft, "--course", tmp_path / "nowhere")
    assert (nowhere.exit_code, nowhere.stdout) == (1, "")


@pytest.mark.parametrize("name", ["nothing.yaml", "."])
def test_what_is_no_file_is_wrong_use(tmp_path: Path, name: str) -> None:
    assert call(tmp_path / name).exit_code == 2


def test_the_formats_of_the_command_are_those_that_can_be_drawn() -> None:
    for format in PICTURES[:2]:
        assert drawing.draw(tiny.story(), format)


def test_graphviz_is_loaded_only_for_its_pictures(file: Path) -> None:
    code = (
        "import sys; from advocacy_coach.cli import commands;"
        f"commands.main(['scenario', {str(file)!r}, '--graph'], standalone_mode=False);"
        "sys.exit('graphviz' in sys.modules or 'textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
