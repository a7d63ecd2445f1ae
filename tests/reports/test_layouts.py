import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from advocacy_coach.cli import LAYOUTS as NAMES
from advocacy_coach.cli import commands
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import BaseQuestion, Reflect
from advocacy_coach.errors import ExportError, UsageError
from advocacy_coach.i18n import use_language
from advocacy_coach.records.live import LiveRun
from advocacy_coach.records.store import Store
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers.layouts import LAYOUTS, contents, write
from advocacy_coach.session import run as session
from advocacy_coach.session.scoring import key
from tests.reports.made import HOSTILE, full, summary

DOCS = Path(__file__).parents[2] / "docs" / "interchange.md"
USER = "learner@example.org"


def dated() -> Summary:
    """The summary of a complete course, with its days."""
    return full(Include(times=True, questions=True))


def row(name: str, made: Summary | None = None, user: str = USER) -> dict[str, str]:
    """The one row as another program reads it."""
    data = write(made or dated(), name, user)
    assert not data.startswith(b"\xef\xbb\xbf")
    [only] = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    return only


def done(**changes: Any) -> Summary:
    made = dated()
    return replace(made, result=replace(made.result, **changes))


def test_the_layouts_of_the_command_are_the_writers() -> None:
    assert list(NAMES) == list(LAYOUTS)


def test_iomad() -> None:
    assert row("iomad") == {
        "username": USER,
        "userid": "",
        "coursename": "small",
        "courseid": "",
        "timeenrolled": "2026-11-01",
        "timestarted": "2026-11-01",
        "timecompleted": "2026-11-02",
    }


def test_learnupon() -> None:
    assert row("learnupon") == {
        "Login ID": USER,
        "Course Name": "A small course",
        "Enrollment Created Date": "1/11/2026",
        "Enrollment Started Date": "1/11/2026",
        "Enrollment Completed Date": "2/11/2026",
        "Enrollment Score": "31",
        "Enrollment Status": "completed",
        "Enrollment Access Expires Date": "",
    }
    assert row("learnupon", done(passed=True))["Enrollment Status"] == "passed"


def test_learning_pool() -> None:
    assert row("learningpool") == {
        "User Identifier": USER,
        "Learning Experience External ID": "small",
        "Learning Experience Completion Date": "2026-11-02",
        "Enrolment Date": "2026-11-01",
    }


def test_totara() -> None:
    assert row("totara") == {
        "username": USER,
        "courseshortname": "small",
        "courseidnumber": "small",
        "completiondate": "2026-11-02",
        "grade": "31",
    }
    assert row("totara", done(score=None))["grade"] == ""


@pytest.mark.parametrize("name", NAMES)
class TestEveryLayout:
    def test_its_columns_are_those_of_the_documentation(self, name: str) -> None:
        section = DOCS.read_text("utf-8").split(f"(`--layout {name}`)")[1].split("\n### ")[0]
        documented = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
        assert documented == list(row(name))

    def test_the_same_summary_gives_the_same_bytes(self, name: str) -> None:
        data = write(dated(), name, USER)
        assert data == write(dated(), name, USER)
        assert data.count(b"\r\n") == data.count(b"\n") == 2

    def test_a_course_that_is_not_complete_is_no_completion(self, name: str) -> None:
        with pytest.raises(ExportError, match=r"not complete yet, and .* is told of complete courses"):
            write(summary(), name, USER)

    def test_it_needs_the_day(self, name: str) -> None:
        with pytest.raises(UsageError, match=r"must be told the day you finished\. Add --times\."):
            write(full(Include(times=False, questions=True)), name, USER)

    @pytest.mark.parametrize("user", ["", "  "])
    def test_it_needs_a_user(self, name: str, user: str) -> None:
        with pytest.raises(UsageError, match=r"must be told who you are\. Add --user"):
            write(dated(), name, user)

    @pytest.mark.parametrize("user", ["=1+1", "+48 600", "-5", "@SUM(A1)", "|calc", "%PATH%", "＝1", " =1"])
    def test_a_user_is_never_a_formula_and_never_changed(self, name: str, user: str) -> None:
        with pytest.raises(UsageError, match="could be run as a formula"):
            write(dated(), name, user)

    @pytest.mark.parametrize("user", ["a\nb", "a\x00b", "a\x1b[31mb", "x" * 1000])
    def test_a_user_is_one_short_line(self, name: str, user: str) -> None:
        with pytest.raises(UsageError):
            write(dated(), name, user)

    @pytest.mark.parametrize("text", HOSTILE)
    def test_no_text_is_a_formula_or_breaks_a_row(self, name: str, text: str) -> None:
        made = dated()
        found = row(name, replace(made, course=replace(made.course, title=text, id=text)))
        changed = {value for value in found.values() if value.lstrip("'") == text or value == text}
        assert changed
        assert not any(value.startswith(tuple("=+-@|%＝＋－＠")) for value in found.values())

    def test_what_is_in_it_is_said(self, name: str) -> None:
        told = contents(dated(), name)
        assert told.startswith(f"It contains, for {LAYOUTS[name].system}: your user name there, the course")
        scored = any("31" in value for value in row(name).values())
        assert told.endswith("and the score.") == scored


def test_days_are_not_padded_for_learnupon() -> None:
    found = row("learnupon", done(began=date(2026, 1, 2), finished=date(2026, 12, 31)))
    assert (found["Enrollment Started Date"], found["Enrollment Completed Date"]) == (
        "2/1/2026",
        "31/12/2026",
    )


class TestCommand:
    """The command, for somebody who took the whole course and got everything right."""

    @pytest.fixture
    def call(self, course_dir: Path, tmp_path: Path) -> Iterator[Any]:
        record = tmp_path / "record.db"
        library = Library.open(course_dir, None)
        with Store.open(record, lambda: datetime(2026, 11, 24, 9, 30, tzinfo=UTC)) as store:
            for entry in library.entries:
                live = LiveRun.begin(store, library.course, library.lesson(entry.id), f"r-{entry.id}", seed=1)
                for step in live.run.lesson.steps:
                    if isinstance(step, BaseQuestion):
                        live.take(session.answer(live.run, key(step)))
                    elif isinstance(step, Reflect):
                        live.take(session.reflect(live.run, "Mine."))
                    live.take(session.onward(live.run))

        def call(*arguments: str) -> Result:
            options = ["--course", str(course_dir), "--record", str(record)]
            home = {"ADVOCACY_COACH_HOME": str(tmp_path / "home")}
            return CliRunner().invoke(commands, ["summary", *options, *arguments], env=home)

        yield call
        use_language("en")

    @pytest.mark.parametrize("name", NAMES)
    def test_a_layout_is_written(self, call: Any, tmp_path: Path, name: str) -> None:
        target = tmp_path / "done.csv"
        options = ["--format", "csv", "--times", "--layout", name, "--user", USER]
        shown = call(*options)
        assert shown.exit_code == 0
        assert "It contains, for " in shown.stderr
        assert "Left out" not in shown.stderr
        written = call(*options, "-o", str(target))
        assert (written.exit_code, written.stdout) == (0, "")
        assert target.read_bytes() == shown.stdout_bytes
        [only] = csv.DictReader(io.StringIO(target.read_text("utf-8"), newline=""), strict=True)
        assert {USER} <= {*only.values()}
        assert "2026-11-24" in only.values() or "24/11/2026" in only.values()
        assert "Mine." not in target.read_text("utf-8")

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--format", "csv", "--layout", "totara"], "Totara must be told who you are. Add --user with"),
            (["--layout", "totara", "--user", USER], "--layout is for --format csv."),
            (["--format", "csv", "--user", USER], "--user is for --layout."),
            (["--format", "csv", "--layout", "other", "--user", USER], "Invalid value for '--layout'"),
            (["--format", "csv", "--layout", "iomad", "--user", USER], "the day you finished. Add --times."),
            (
                ["--format", "csv", "--layout", "iomad", "--user", "=1", "--times"],
                "could be run as a formula",
            ),
        ],
    )
    def test_what_is_missing_is_asked_for(self, call: Any, arguments: list[str], words: str) -> None:
        failed = call(*arguments)
        assert (failed.exit_code, failed.stdout) == (2, "")
        assert words in failed.stderr

    def test_a_course_that_was_only_begun(self, course_dir: Path, tmp_path: Path) -> None:
        options = ["--course", str(course_dir), "--record", str(tmp_path / "other.db")]
        layout = ["--format", "csv", "--layout", "iomad", "--user", USER]
        home = {"ADVOCACY_COACH_HOME": str(tmp_path / "home")}
        failed = CliRunner().invoke(commands, ["summary", *options, *layout], env=home)
        assert (failed.exit_code, failed.stdout) == (1, "")
        assert "Finish the lessons on its path first." in failed.stderr
