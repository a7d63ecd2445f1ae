"""The command line: ``check``, the way into the app, and what happens where there is no terminal."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from advocacy_coach import __version__, launch
from advocacy_coach.__main__ import main
from advocacy_coach.cli import commands, course_options
from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.errors import CoachError, UsageError
from tests.course import scenarios_made
from tests.course.tools_yaml import TOOLS, with_tools

ROOT = Path(__file__).parents[2]

PROGRAM = [sys.executable, "-m", "advocacy_coach"]


def run(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would, with its output in pipes."""
    return subprocess.run(
        [*PROGRAM, *map(str, args)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        env={**os.environ, **env},
    )


def run_unread(*args: str) -> tuple[int, bytes]:
    """Run the program with nobody at the other end of its stdout: its exit code and its stderr."""
    unread, stdout = os.pipe()
    os.close(unread)
    done = subprocess.run([*PROGRAM, *args], check=False, stdout=stdout, stderr=subprocess.PIPE)
    os.close(stdout)
    return done.returncode, done.stderr


def break_minutes(course_dir: Path) -> None:
    path = course_dir / "10-voices.yaml"
    path.write_text(path.read_text("utf-8").replace("minutes: 4", "minutes: four"), "utf-8")


def warn(course_dir: Path) -> None:
    path = course_dir / "10-voices.yaml"
    path.write_text(
        path.read_text("utf-8").replace("Nothing, since it is one person", "None of the above"), "utf-8"
    )


class TestCheck:
    def test_a_good_course_has_nothing_on_stdout(self, course_dir: Path) -> None:
        done = run("check", course_dir)
        assert (done.returncode, done.stdout, done.stderr) == (
            0,
            "",
            "5 files checked: 0 errors, 0 warnings.\n",
        )

    def test_errors_are_on_stdout_and_in_the_exit_code(self, course_dir: Path) -> None:
        break_minutes(course_dir)
        done = run("check", course_dir)
        assert done.returncode == 1
        assert done.stdout.startswith(f"{course_dir / '10-voices.yaml'}:5:10  AC204  “minutes” must be")
        assert done.stderr == "5 files checked: 1 error, 0 warnings.\n"

    def test_warnings_alone_are_no_failure(self, course_dir: Path) -> None:
        warn(course_dir)
        done = run("check", course_dir / "10-voices.yaml")
        assert done.returncode == 0
        assert "AC504  warning: this option is about the other options" in done.stdout
        assert done.stderr == "1 file checked: 0 errors, 1 warning.\n"

    def test_json_says_the_same_to_programs(self, course_dir: Path) -> None:
        break_minutes(course_dir)
        warn(course_dir)
        done = run("check", course_dir, "--json")
        report = json.loads(done.stdout)
        (problem,) = report.pop("problems")
        assert report == {"format": 1, "files": 5, "errors": 1, "warnings": 0}
        assert problem == {
            "path": str(course_dir / "10-voices.yaml"),
            "line": 5,
            "column": 10,
            "code": "AC204",
            "message": "“minutes” must be a whole number from 1 to 240, found “four”",
            "hint": "",
            "severity": "error",
        }
        assert done.returncode == 1

    def test_a_folder_that_is_no_course_is_a_sentence(self, course_dir: Path) -> None:
        done = run("check", course_dir.parent)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(
            f"There is no course.yaml in {course_dir.parent}. Courses here: {course_dir}"
        )

    def test_a_path_that_is_not_there_is_wrong_use(self) -> None:
        done = run("check", "no/such/place")
        assert (done.returncode, done.stdout) == (2, "")
        assert "does not exist" in done.stderr

    def test_a_terminal_that_lacks_letters_gets_the_report_all_the_same(self, course_dir: Path) -> None:
        break_minutes(course_dir)
        done = run("check", course_dir, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
        assert done.returncode == 1
        assert "?minutes? must be a whole number" in done.stdout

    def test_a_reader_that_leaves_early_is_no_error_message(self, course_dir: Path) -> None:
        break_minutes(course_dir)
        assert run_unread("check", str(course_dir)) == (1, b"")

    def test_nor_is_it_for_the_version(self) -> None:
        assert run_unread("--version") == (1, b"")

    def test_a_hostile_file_name_cannot_reach_the_terminal(self, course_dir: Path) -> None:
        (course_dir / "x\x1b]0;y\x07.yaml").write_text("format: 1\n", "utf-8")
        done = run("check", course_dir)
        assert "\x1b" not in done.stdout + done.stderr
        assert "x\ufffd]0;y\ufffd.yaml:1:1  AC202" in done.stdout
        assert json.loads(run("check", course_dir, "--json").stdout)["errors"] == 1


class TestCheckOfScenarios:
    def broken(self, course_dir: Path) -> Path:
        """The scenario of a course, with a choice that leads nowhere and a lesson with a fault of its own."""
        break_minutes(course_dir)
        file = scenarios_made.with_scenario(course_dir)
        file.write_text(file.read_text("utf-8").replace("goto: protest", "goto: protests", 1), "utf-8")
        return file

    def test_a_course_is_checked_with_its_scenarios(self, course_dir: Path) -> None:
        scenarios_made.with_scenario(course_dir)
        scenarios_made.play_in_lesson(course_dir)
        done = run("check", course_dir)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "6 files checked: 0 errors, 0 warnings.\n"

    def test_what_plays_show_is_an_error(self, course_dir: Path) -> None:
        file = scenarios_made.with_scenario(course_dir)
        file.write_text(file.read_text("utf-8").replace("{trust: -30}", "{trust: +50}"), "utf-8")
        done = run("check", file)
        assert done.returncode == 1
        assert f"{file}:10:1  AC607  the tempting choices end in “good”, which is good" in done.stdout
        assert "  The path: order, insist. The meters then: trust 70, reach 55." in done.stdout

    def test_one_scenario_is_checked_as_a_part_of_its_course(self, course_dir: Path) -> None:
        file = self.broken(course_dir)
        done = run("check", file)
        assert done.returncode == 1
        assert done.stdout.startswith(f"{file}:24:15  AC406  there is no scene “protests”\n")
        assert done.stderr == "1 file checked: 1 error, 0 warnings.\n"

    @pytest.mark.parametrize(
        ("inside", "path", "said"),
        [
            ("scenarios", "market.yaml", "../scenarios/market.yaml"),
            (".", "scenarios/market.yaml", "scenarios/market.yaml"),
            ("scenarios", "../scenarios/market.yaml", "../scenarios/market.yaml"),
            ("scenarios/deep", "../market.yaml", "../../scenarios/market.yaml"),
            ("scenarios/deep", "./../deep/../market.yaml", "../deep/../../scenarios/market.yaml"),
            ("..", "course/scenarios/market.yaml", "course/scenarios/market.yaml"),
        ],
    )
    def test_from_any_folder(
        self, course_dir: Path, monkeypatch: pytest.MonkeyPatch, inside: str, path: str, said: str
    ) -> None:
        self.broken(course_dir)
        (course_dir / "scenarios" / "deep").mkdir()
        monkeypatch.chdir(course_dir / inside)
        found = inspect(Path(path))
        assert [(problem.path, problem.code) for problem in found.problems] == [(said, "AC406")]
        assert (found.files, to_text(found).count("goto: protests")) == (1, 1)

    def test_without_a_course_it_is_checked_on_its_own(self, course_dir: Path) -> None:
        file = self.broken(course_dir)
        (course_dir / "course.yaml").unlink()
        assert [problem.code for problem in inspect(file).problems] == ["AC406"]
        text = scenarios_made.MARKET.replace("topic: forcing", "topic: unknown").replace("[P1.10]", "[X9]")
        file.write_text(text.replace("trust < 50", "lust < 50"), "utf-8")
        assert inspect(file).problems == ()

    def test_two_scenarios_with_one_id(self, course_dir: Path) -> None:
        file = scenarios_made.with_scenario(course_dir)
        (file.parent / "a-copy.yaml").write_text(scenarios_made.MARKET, "utf-8")
        (problem,) = inspect(course_dir).problems
        assert (problem.path, problem.line, problem.column, problem.code) == (str(file), 2, 5, "AC301")
        assert problem.message == "the id “market” is taken by a-copy.yaml"

    def test_a_lesson_and_a_scenario_may_share_an_id(self, course_dir: Path) -> None:
        file = scenarios_made.with_scenario(course_dir)
        file.write_text(scenarios_made.MARKET.replace("id: market", "id: voices", 1), "utf-8")
        assert inspect(course_dir).problems == ()

    def test_a_course_in_a_folder_of_that_name_is_a_course(self, course_dir: Path) -> None:
        folder = course_dir.rename(course_dir.with_name("scenarios"))
        break_minutes(folder)
        assert [problem.code for problem in inspect(folder / "10-voices.yaml").problems] == ["AC204"]

    def test_conditions_of_the_course_that_cannot_be_read_stop_no_check(self, course_dir: Path) -> None:
        scenarios_made.with_scenario(course_dir)
        course = course_dir / "course.yaml"
        course.write_text(course.read_text("utf-8").replace("trust < 25", "trust < "), "utf-8")
        assert [problem.code for problem in inspect(course_dir).problems] == ["AC305"]


class TestCheckOfTools:
    def broken(self, course_dir: Path) -> Path:
        """The plan check of a course, with one fault, and a lesson with a fault of its own."""
        break_minutes(course_dir)
        with_tools(course_dir)
        file = course_dir / "tools" / "plan-check.yaml"
        file.write_text(file.read_text("utf-8").replace("sources: [E25]", "sources: [E99]"), "utf-8")
        return file

    def test_a_course_is_checked_with_its_tools(self, course_dir: Path) -> None:
        with_tools(course_dir)
        done = run("check", course_dir)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "8 files checked: 0 errors, 0 warnings.\n"

    def test_one_tool_is_checked_as_a_part_of_its_course(self, course_dir: Path) -> None:
        file = self.broken(course_dir)
        done = run("check", file)
        assert done.returncode == 1
        assert done.stdout == (
            f"{file}:17:15  AC403  there is no source “E99”\n"
            "  17 |     sources: [E99]\n"
            "     |               ^\n"
        )
        assert done.stderr == "1 file checked: 1 error, 0 warnings.\n"

    @pytest.mark.parametrize(
        ("inside", "path", "said"),
        [
            ("tools", "plan-check.yaml", "../tools/plan-check.yaml"),
            (".", "tools/plan-check.yaml", "tools/plan-check.yaml"),
            ("check", "../tools/plan-check.yaml", "../tools/plan-check.yaml"),
            ("tools/deep", "../plan-check.yaml", "../../tools/plan-check.yaml"),
            ("..", "course/tools/plan-check.yaml", "course/tools/plan-check.yaml"),
        ],
    )
    def test_from_any_folder(
        self, course_dir: Path, monkeypatch: pytest.MonkeyPatch, inside: str, path: str, said: str
    ) -> None:
        self.broken(course_dir)
        (course_dir / "tools" / "deep").mkdir()
        monkeypatch.chdir(course_dir / inside)
        found = inspect(Path(path))
        assert [(problem.path, problem.code) for problem in found.problems] == [(said, "AC403")]
        assert (found.files, to_text(found).count("sources: [E99]")) == (1, 1)

    def test_from_its_own_folder_by_its_name_alone(self, course_dir: Path) -> None:
        with_tools(course_dir)
        done = subprocess.run(
            [*PROGRAM, "check", "situations.yaml"],
            cwd=course_dir / "check",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "1 file checked: 0 errors, 0 warnings.\n"

    def test_a_file_that_is_no_tool_is_an_error(self, course_dir: Path) -> None:
        file = course_dir / "tools" / "mood-chekc.yaml"
        file.parent.mkdir()
        file.write_text("format: 1\n", "utf-8")
        for path in (course_dir, file):
            done = run("check", path)
            assert done.returncode == 1
            assert done.stdout == (
                f"{file}:1:1  AC414  there is no tool “tools/mood-chekc.yaml”\n"
                "  1 | format: 1\n"
                "    | ^\n"
                "  Known: check/situations.yaml, tools/plan-check.yaml, tools/mood-check.yaml.\n"
            )

    @pytest.mark.parametrize("name", TOOLS)
    def test_without_a_course_a_tool_is_checked_on_its_own(self, course_dir: Path, name: str) -> None:
        with_tools(course_dir, name)
        (course_dir / "course.yaml").unlink()
        file = course_dir / name
        text = file.read_text("utf-8").replace("[W9]", "[X9]").replace("[E25]", "[X9]")
        file.write_text(text.replace("pitfalls: [people]", "pitfalls: [nobody]"), "utf-8")
        assert inspect(file).problems == ()
        file.write_text(text.replace("minutes: 1", "minutes: x", 1), "utf-8")
        done = run("check", file)
        assert (done.returncode, done.stderr) == (1, "1 file checked: 1 error, 0 warnings.\n")
        assert "AC204  “minutes” must be" in done.stdout

    def test_a_course_in_a_folder_of_that_name_is_a_course(self, course_dir: Path) -> None:
        with_tools(course_dir)
        folder = course_dir.rename(course_dir.with_name("tools"))
        break_minutes(folder)
        assert [problem.code for problem in inspect(folder / "10-voices.yaml").problems] == ["AC204"]
        assert inspect(folder / "tools" / "plan-check.yaml").problems == ()


class TestOptions:
    def test_the_version_needs_no_command_line_library(self) -> None:
        code = (
            "import sys; before = set(sys.modules); from advocacy_coach.__main__ import main;"
            "main(['--version']); print(sorted(set(sys.modules) - before))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        assert done.stdout == f"advocacy-coach {__version__}\n['advocacy_coach', 'advocacy_coach.__main__']\n"

    def test_the_version_is_the_same_by_the_other_way(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as end:
            main(["--lang", "en", "--version"])
        assert end.value.code == 0
        assert capsys.readouterr().out == f"advocacy-coach {__version__}\n"

    @pytest.mark.parametrize(
        ("args", "options"),
        [
            ([], {}),
            (["--lang", "pl"], {"lang": "pl"}),
            (["--course=a b", "--record", "c"], {"course": "a b", "record": "c"}),
            (["--lang", "xx"], None),
            (["--lang"], None),
            (["--course", "--lang", "pl"], None),
            (["--course="], None),
            (["--help"], None),
            (["check", "x"], None),
            (["--lang", "pl", "check"], None),
        ],
    )
    def test_only_the_options_of_the_app_lead_straight_to_it(
        self, args: list[str], options: dict[str, str] | None
    ) -> None:
        assert launch.app_options(args) == options

    @pytest.mark.parametrize("args", [["--lang", "xx"], ["--lang"], ["--nonsense"], ["nonsense"], ["check"]])
    def test_wrong_use_is_explained(self, args: list[str]) -> None:
        done = run(*args)
        assert (done.returncode, done.stdout) == (2, "")
        assert "Error: " in done.stderr

    def test_options_before_a_command_mean_the_same_as_after_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen: list[tuple[Path | None, str | None, Path | None]] = []

        @click.command()
        @course_options
        def look(course: Path | None, lang: str | None, record: Path | None) -> None:
            seen.append((course, lang, record))

        monkeypatch.setitem(commands.commands, "look", look)
        for args in (
            ["--course", "a", "look", "--record", "r", "--lang", "en"],
            ["--course", "b", "look", "--course", "a", "--lang", "en", "--record", "r"],
        ):
            commands.main(args, standalone_mode=False)
        assert seen == [(Path("a"), "en", Path("r"))] * 2

    @pytest.mark.parametrize(
        ("error", "code"), [(CoachError("It failed.", "Try so."), 1), (UsageError("No."), 2)]
    )
    def test_a_problem_in_a_command_is_a_sentence_and_an_exit_code(
        self,
        error: CoachError,
        code: int,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        @click.command()
        def fail() -> None:
            raise error

        monkeypatch.setitem(commands.commands, "fail", fail)
        with pytest.raises(SystemExit) as end:
            main(["fail"])
        assert end.value.code == code
        assert capsys.readouterr() == ("", f"{error}\n")

    def test_an_interrupted_command_says_so_by_its_exit_code(self, monkeypatch: pytest.MonkeyPatch) -> None:
        @click.command()
        def wait() -> None:
            raise KeyboardInterrupt

        monkeypatch.setitem(commands.commands, "wait", wait)
        with pytest.raises(SystemExit) as end:
            main(["wait"])
        assert end.value.code == 130


class Terminal(io.StringIO):
    """A stream that a person sits at."""

    def isatty(self) -> bool:
        return True


def sit_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """To be called within the test: between fixture and test pytest puts its own streams back."""
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm-256color")


class TestApp:
    def test_without_a_terminal_the_app_says_so_before_textual_is_imported(self) -> None:
        code = (
            "import sys; from advocacy_coach.__main__ import main;"
            "code = main([]); print(code, 'textual' in sys.modules, 'click' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, text=True, stdin=subprocess.DEVNULL
        )
        assert done.stdout == "2 False False\n"
        assert done.stderr.startswith("The course opens in a terminal, and here input or output is not one.")

    def test_a_terminal_that_can_draw_will_do(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sit_at_a_terminal(monkeypatch)
        launch.require_terminal()

    @pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
    @pytest.mark.parametrize("other", [None, io.StringIO()], ids=["closed", "a pipe"])
    def test_every_stream_must_be_a_terminal(
        self, stream: str, other: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sit_at_a_terminal(monkeypatch)
        monkeypatch.setattr(sys, stream, other)
        with pytest.raises(UsageError, match="is not one"):
            launch.require_terminal()

    @pytest.mark.parametrize("term", ["", "dumb", None])
    def test_a_terminal_that_cannot_draw_is_refused(
        self, term: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sit_at_a_terminal(monkeypatch)
        monkeypatch.delenv("TERM") if term is None else monkeypatch.setenv("TERM", term)
        with pytest.raises(UsageError, match="TERM is not set, or is “dumb”"):
            launch.require_terminal()

    @pytest.mark.parametrize(
        ("args", "course", "lang"), [([], None, None), (["--course=x", "--lang", "en"], Path("x"), "en")]
    )
    def test_the_app_gets_its_options_and_gives_its_exit_code(
        self, args: list[str], course: Path | None, lang: str | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sit_at_a_terminal(monkeypatch)

        def started(**options: object) -> int:
            assert options == {"course": course, "lang": lang, "record": None}
            return 7

        monkeypatch.setattr("advocacy_coach.tui.start.start", started)
        assert main(args) == 7

    def test_a_problem_at_the_start_of_the_app_is_a_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sit_at_a_terminal(monkeypatch)

        def refused(**options: object) -> int:
            raise CoachError("There is no course.", "Name one.")

        monkeypatch.setattr("advocacy_coach.tui.start.start", refused)
        assert main([]) == 1
        assert isinstance(sys.stderr, Terminal)
        assert sys.stderr.getvalue() == "There is no course. Name one.\n"

    def test_an_interrupt_at_the_start_is_no_traceback(self, monkeypatch: pytest.MonkeyPatch) -> None:
        sit_at_a_terminal(monkeypatch)

        def interrupted(**options: object) -> int:
            raise KeyboardInterrupt

        monkeypatch.setattr("advocacy_coach.tui.start.start", interrupted)
        assert main([]) == 130
