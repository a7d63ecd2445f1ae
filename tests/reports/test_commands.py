import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pexpect
import pytest
from click.testing import CliRunner, Result

from advocacy_coach.cli import CARD_FORMATS, FORMATS, commands
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import ScenarioStep
from advocacy_coach.i18n import use_language
from advocacy_coach.records.filling import LiveSheet
from advocacy_coach.records.live import LiveRun
from advocacy_coach.records.store import Store
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.cards import CARD_WRITERS
from advocacy_coach.session import run as session
from advocacy_coach.session import scenario
from advocacy_coach.session.scenario import practice
from tests.reports.made import lesson, with_scenarios
from tests.session.scenarios import BEST, MIDDLING, WORST

SECRET = "They would say that I listen."


class Home:
    """A learner's home with a record, and the commands run in it."""

    def __init__(self, course: Path, folder: Path) -> None:
        self.course, self.folder = course, folder
        self.record = folder / "record.db"
        self.options = ["--course", str(course), "--record", str(self.record)]
        self.environment = {"ADVOCACY_COACH_HOME": str(folder / "home"), "PATH": os.environ["PATH"]}

    def call(self, command: str, *arguments: str) -> Result:
        return CliRunner().invoke(commands, [command, *self.options, *arguments], env=self.environment)

    def store(self) -> Store:
        return Store.open(self.record, lambda: datetime(2026, 11, 24, 9, 30, tzinfo=UTC))

    def learn(self) -> None:
        """Take the first lesson as far as its reflection, with one right and one wrong answer."""
        library = Library.open(self.course, None)
        with self.store() as store:
            live = LiveRun.begin(store, library.course, library.lesson("voices"), "run-1", seed=1)
            for step in live.run.lesson.steps:
                answers = {
                    "who-knows": {"employee": "picked"},
                    "new-advert": {"design": "picked"},
                    "heard-from-a-friend": {"sinks-in": "picked", "believable": "picked"},
                }
                if step.id in answers:
                    live.take(session.answer(live.run, answers[step.id]))
                if step.id == "own-team":
                    live.take(session.reflect(live.run, SECRET))
                live.take(session.onward(live.run))

    def known(self) -> list[str]:
        with self.store() as store:
            return list(store.progress("small-course").lessons)


@pytest.fixture
def home(course_dir: Path, tmp_path: Path) -> Iterator[Home]:
    yield Home(course_dir, tmp_path)
    use_language("en")


@pytest.fixture
def learner(home: Home) -> Home:
    home.learn()
    return home


def test_the_formats_of_the_command_are_the_writers() -> None:
    assert list(FORMATS) == list(WRITERS)
    assert list(CARD_FORMATS) == list(CARD_WRITERS)


def test_data_goes_to_stdout_and_words_about_it_to_stderr(learner: Home) -> None:
    done = learner.call("summary", "--format", "json", "--questions", "--times")
    assert done.exit_code == 0
    summary = json.loads(done.stdout)
    assert summary["lessons"][0]["state"] == "begun"
    assert [missed["question"] for missed in summary["missed"]] == ["new-advert"]
    assert summary["topics"][0]["score"] == {"points": 1.0, "of": 2, "per_cent": 50}
    assert done.stderr == (
        "It contains: results, questions missed at first, days and minutes, "
        "a random number in place of your name. "
        "Left out: your name, your reflections, your action card.\n"
    )


def test_the_owner_says_what_is_in_it(learner: Home) -> None:
    usual = learner.call("summary").stdout
    for left_out in (SECRET, "How much care", "Begun", "Name"):
        assert left_out not in usual, "nothing but results, unless the owner says so"
    more = learner.call("summary", "--questions", "--times").stdout
    assert "How much care went into it" in more
    assert "Begun" in more
    full = learner.call("summary", "--with-reflections", "--name", "Żaneta *Ćwik*").stdout
    assert f"> {SECRET}" in full
    assert "- **Name:** Żaneta \\*Ćwik\\*" in full


def test_csv_keeps_its_bytes_on_stdout(learner: Home) -> None:
    data = learner.call("summary", "--format", "csv").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    assert data.startswith(b"\xef\xbb\xbfschema,")
    assert [row["lesson"] for row in rows] == ["voices", "forcing"]


def test_a_pdf_is_written_and_shown_as_its_words(learner: Home, tmp_path: Path) -> None:
    target = tmp_path / "mine.pdf"
    assert learner.call("summary", "--format", "pdf", "-o", str(target)).exit_code == 0
    assert target.read_bytes().startswith(b"%PDF-")
    assert learner.call("summary", "--format", "pdf").stdout_bytes.startswith(b"%PDF-")
    shown = learner.call("summary", "--format", "pdf", "--preview")
    assert shown.stdout == learner.call("summary").stdout
    assert "A PDF is no text; these are its words." in shown.stderr


def test_a_pdf_without_its_package_is_a_sentence(
    learner: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = learner.call("summary", "--format", "pdf", "-o", str(tmp_path / "mine.pdf"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Install it with “pip install typst”" in done.stderr
    assert not (tmp_path / "mine.pdf").exists()


def test_a_file_is_written_once_and_replaced_only_by_force(learner: Home, tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    first = learner.call("summary", "-o", str(target))
    assert (first.exit_code, first.stdout) == (0, "")
    assert f"Written: {target}" in first.stderr
    before = target.read_bytes()
    second = learner.call("summary", "--questions", "-o", str(target))
    assert second.exit_code == 1
    assert "exists already" in second.stderr
    assert target.read_bytes() == before
    assert learner.call("summary", "--questions", "--force", "-o", str(target)).exit_code == 0
    assert target.read_bytes() != before


def test_a_preview_shows_the_file_and_writes_none(learner: Home, tmp_path: Path) -> None:
    target = tmp_path / "mine.md"
    shown = learner.call("summary", "--preview", "-o", str(target))
    assert not target.exists()
    learner.call("summary", "-o", str(target))
    assert shown.stdout_bytes == target.read_bytes() == learner.call("summary", "-o", "-").stdout_bytes


def test_a_record_of_nothing_still_gives_a_summary(home: Home) -> None:
    done = home.call("summary")
    assert done.exit_code == 0
    assert "not finished yet" in done.stdout
    assert "Nothing is recorded about this course." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--name", "A\x1b[2J"], 2, "cannot be shown"),
        (["--format", "docx"], 2, "'docx' is not one of"),
        (["-o", "nowhere/at/all.md"], 1, "There is no folder nowhere/at."),
    ],
)
def test_what_cannot_be_ends_in_words(home: Home, arguments: list[str], code: int, words: str) -> None:
    done = home.call("summary", *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert words in done.stderr


def test_a_broken_lesson_does_not_stop_the_summary(learner: Home) -> None:
    (learner.course / "10-voices.yaml").write_text("format: 1\nid: voices\n", "utf-8")
    done = learner.call("summary", "--format", "json", "--questions", "--times")
    assert done.exit_code == 0
    assert [lesson["id"] for lesson in json.loads(done.stdout)["lessons"]] == ["voices", "forcing"]


def test_forgetting_one_lesson(learner: Home) -> None:
    done = learner.call("forget", "voices", "--yes")
    assert done.exit_code == 0
    assert "“Whom people ask”: 1 lesson, 3 answered questions, 1 reflection." in done.stderr
    assert done.stderr.endswith("Removed.\n")
    assert learner.known() == []
    assert SECRET.encode() not in learner.record.read_bytes()


def test_forgetting_everything(learner: Home) -> None:
    done = learner.call("forget", "--all", "--yes")
    assert done.exit_code == 0
    assert "“A small course”: 1 lesson" in done.stderr
    assert learner.known() == []
    again = learner.call("forget", "--all", "--yes")
    assert (again.exit_code, again.stderr) == (0, "Nothing is recorded about this course.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name one lesson, scenario or tool, or add --all."),
        (["voices", "--all"], "Name one lesson, scenario or tool, or add --all."),
        (["voice"], "Recorded lessons: voices."),
        (["practice.voices"], "Recorded lessons: voices."),
        (["voices"], "nobody can be asked here. Add --yes"),
        (["--all"], "nobody can be asked here. Add --yes"),
    ],
)
def test_nothing_is_forgotten_by_mistake(learner: Home, arguments: list[str], words: str) -> None:
    done = learner.call("forget", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert learner.known() == ["voices"]


class TestScenarios:
    """A scenario played twice outside lessons and once inside one; it counts as both."""

    @pytest.fixture
    def player(self, home: Home) -> Home:
        with_scenarios(home.course, "by-noon", "other")
        home.learn()
        step = ScenarioStep(id="noon", scenario="by-noon")
        played = lesson("played", step, topic="forcing", takeaways=())
        (home.course / "30-played.yaml").write_bytes(msgspec.json.encode(played))
        library = Library.open(home.course, None)
        story = library.story("by-noon")
        with home.store() as store:
            for run, taken, paths in (
                ("run-2", practice(story.scenario), [WORST, MIDDLING]),
                ("run-3", library.lesson("played"), [BEST]),
                ("run-4", practice(library.scenario("other")), []),
            ):
                stories = library.stories(taken)
                live = LiveRun.begin(store, library.course, taken, run, seed=1, stories=stories)
                for path in paths:
                    live.take(scenario.begin(live.run))
                    for choice in path:
                        live.take(scenario.choose(live.run, choice))
                live.take(session.onward(live.run) if paths else scenario.begin(live.run))
        return home

    def told(self, home: Home) -> list[dict[str, Any]]:
        summary = json.loads(home.call("summary", "--format", "json").stdout)
        assert [lesson["id"] for lesson in summary["lessons"]] == ["voices", "forcing", "played"]
        scenarios: list[dict[str, Any]] = summary["scenarios"]
        return scenarios

    def test_a_summary_tells_all_plays_and_no_practice_as_a_lesson(self, player: Home) -> None:
        [one] = self.told(player)
        assert (one["id"], one["plays"], one["best"]["ending"]["id"]) == ("by-noon", 3, "good")
        assert [ending["id"] for ending in one["endings"]] == ["broken", "stalled", "good"]
        for format in FORMATS:
            assert "practice" not in player.call("summary", "--format", format).stdout
        assert "I order." not in player.call("summary", "--no-questions").stdout

    def test_forgetting_a_scenario_leaves_its_plays_in_lessons(self, player: Home) -> None:
        done = player.call("forget", "by-noon", "--yes")
        assert done.exit_code == 0
        assert "“The story of by-noon”: 1 scenario outside lessons, 2 plays of scenarios." in done.stderr
        assert "Plays of it inside a lesson stay" in done.stderr
        assert player.known() == ["voices", "played", "practice.other"]
        [one] = self.told(player)
        assert (one["plays"], [ending["id"] for ending in one["endings"]]) == (1, ["good"])
        again = player.call("forget", "by-noon", "--yes")
        assert again.exit_code == 2
        assert "played in lessons only" in again.stderr
        assert "Recorded scenarios: other." in again.stderr

    def test_forgetting_a_lesson_leaves_the_plays_outside_it(self, player: Home) -> None:
        done = player.call("forget", "played", "--yes")
        assert "“About played”: 1 lesson, 1 play of a scenario. Plays of the same" in done.stderr
        assert player.known() == ["voices", "practice.by-noon", "practice.other"]
        [one] = self.told(player)
        assert (one["plays"], one["best"]["score"]["points"]) == (2, 0.5)

    def test_a_play_that_was_only_begun_can_be_forgotten(self, player: Home) -> None:
        done = player.call("forget", "other", "--yes")
        assert "“The story of other”: 1 scenario outside lessons, 1 play of a scenario." in done.stderr
        assert player.known() == ["voices", "practice.by-noon", "played"]

    def test_forgetting_everything_forgets_the_scenarios_too(self, player: Home) -> None:
        done = player.call("forget", "--all", "--yes")
        assert "2 lessons, 2 scenarios outside lessons, 4 plays of scenarios, 3 answered" in done.stderr
        assert player.known() == []
        assert self.told(player) == []


class TestJournal:
    """Something written at the first lesson."""

    def test_it_is_markdown_on_stdout(self, learner: Home) -> None:
        done = learner.call("journal")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("# Journal\n\nA small course\n\n## Whom people ask\n\n**")
        assert done.stdout.endswith(f"**\n\n> {SECRET}\n")

    @pytest.mark.parametrize(("words", "found"), [("LISTEN they", True), ("łisten", True), ("crane", False)])
    def test_a_search_leaves_the_entries_with_all_words(self, learner: Home, words: str, found: bool) -> None:
        done = learner.call("journal", "--search", words)
        assert done.exit_code == 0
        assert (SECRET in done.stdout) == found
        assert done.stderr == ("" if found else "Nothing is written that has these words.\n")

    def test_a_file_is_written_once_and_replaced_only_by_force(self, learner: Home, tmp_path: Path) -> None:
        target = tmp_path / "journal.md"
        first = learner.call("journal", "-o", str(target))
        assert (first.exit_code, first.stdout) == (0, "")
        assert f"Written: {target}" in first.stderr
        before = target.read_bytes()
        assert before == learner.call("journal", "-o", "-").stdout_bytes
        assert target.stat().st_mode & 0o077 == 0
        target.write_text("mine", "utf-8")
        second = learner.call("journal", "-o", str(target))
        assert (second.exit_code, target.read_text("utf-8")) == (1, "mine")
        assert "exists already" in second.stderr
        assert learner.call("journal", "-o", str(target), "--force").exit_code == 0
        assert target.read_bytes() == before

    def test_nothing_written_is_no_failure_and_no_file(self, home: Home, tmp_path: Path) -> None:
        target = tmp_path / "journal.md"
        done = home.call("journal", "-o", str(target))
        assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing is written yet.\n")
        assert not target.exists()

    @pytest.mark.parametrize("text", ["format: 1\nid: voices\n", None])
    def test_what_was_written_in_a_lesson_that_is_broken_or_gone_is_still_there(
        self, learner: Home, text: str | None
    ) -> None:
        lesson = learner.course / "10-voices.yaml"
        if text is None:
            lesson.unlink()
        else:
            lesson.write_text(text, "utf-8")
        assert learner.call("journal").stdout.endswith(
            f"## voices\n\n**own-team (no longer asked)**\n\n> {SECRET}\n"
        )


class TestSheets:
    """Two plans, a mood check, and a lesson that has the name of a tool."""

    @pytest.fixture
    def planner(self, learner: Home) -> Home:
        course = Library.open(learner.course, None).course
        with learner.store() as store:
            for run, tool in (("s1", "plan-check"), ("s2", "plan-check"), ("s3", "mood-check")):
                LiveSheet.begin(store, course, tool, run, seed=1, marks={"name": "unmistakable"})
            LiveSheet.begin(store, course, "voices", "s4", seed=1)
        return learner

    def sheets(self, home: Home) -> list[str]:
        with home.store() as store:
            return list(store.progress("small-course").sheets)

    @pytest.mark.parametrize("name", ["plan-check", "tool.plan-check"])
    def test_a_tool_is_forgotten_with_its_sheets(self, planner: Home, name: str) -> None:
        done = planner.call("forget", name, "--yes")
        assert done.exit_code == 0
        assert "“plan-check”: 2 checks and plans. Files you have exported and" in done.stderr
        assert (self.sheets(planner), planner.known()) == (["s3", "s4"], ["voices"])

    def test_a_lesson_comes_before_a_tool_of_its_name(self, planner: Home) -> None:
        assert "1 lesson, " in planner.call("forget", "voices", "--yes").stderr
        assert (len(self.sheets(planner)), planner.known()) == (4, [])
        assert planner.call("forget", "voices", "--yes").exit_code == 0
        assert self.sheets(planner) == ["s1", "s2", "s3"]

    def test_everything_is_forgotten_when_there_are_sheets_alone(self, planner: Home) -> None:
        planner.call("forget", "voices", "--yes")
        done = planner.call("forget", "--all", "--yes")
        assert "“A small course”: 4 checks and plans." in done.stderr
        assert self.sheets(planner) == []
        assert b"unmistakable" not in planner.record.read_bytes()

    def test_a_tool_without_sheets_is_refused_with_those_that_have_some(self, planner: Home) -> None:
        done = planner.call("forget", "team-check", "--yes")
        assert done.exit_code == 2
        assert "Recorded checks and plans: plan-check, mood-check, voices." in done.stderr


class TestActionCard:
    """A card with one action and a promise."""

    @pytest.fixture
    def planner(self, home: Home) -> Home:
        library = Library.open(home.course, None)
        marks = {"action-1": "Ask the *night* shift", "owner-1": "Me", "promise": "No quota"}
        with home.store() as store:
            LiveSheet.begin(store, library.course, "action-card", "card-1", seed=1, marks=marks)
        return home

    @pytest.mark.parametrize("format", CARD_FORMATS)
    def test_a_preview_is_what_a_file_holds(self, planner: Home, tmp_path: Path, format: str) -> None:
        target = tmp_path / f"card.{format}"
        shown = planner.call("card", "--format", format, "--preview", "-o", str(target))
        assert (shown.exit_code, shown.stderr) == (0, "")
        assert not target.exists()
        written = planner.call("card", "--format", format, "-o", str(target))
        assert (written.exit_code, written.stdout) == (0, "")
        assert f"Written: {target}" in written.stderr
        # Between the two a second may have passed, and an event says when it was made.
        shown_lines, lines = shown.stdout_bytes.splitlines(), target.read_bytes().splitlines()
        made = b"DTSTAMP"
        assert [line for line in shown_lines if not line.startswith(made)] == [
            line for line in lines if not line.startswith(made)
        ]
        before = target.read_bytes()
        again = planner.call("card", "--format", format, "-o", str(target))
        assert (again.exit_code, target.read_bytes()) == (1, before)
        assert "exists already" in again.stderr
        assert planner.call("card", "--format", format, "--force", "-o", str(target)).exit_code == 0

    def test_it_is_text_unless_another_format_is_named(self, planner: Home) -> None:
        shown = planner.call("card").stdout
        assert "- **Action 1:** Ask the \\*night\\* shift (Me, by 2026-12-24)" in shown
        assert "- **Follow-up:** 2027-01-05" in shown

    def test_a_summary_has_it_only_when_asked(self, planner: Home) -> None:
        usual, asked = planner.call("summary"), planner.call("summary", "--card")
        assert "No quota" not in usual.stdout
        assert "your action card" in usual.stderr.partition("Left out")[2]
        assert "- **Promise to my team:** No quota" in asked.stdout
        assert "your action card" in asked.stderr.partition("Left out")[0]
        told = json.loads(planner.call("summary", "--card", "--format", "json").stdout)
        assert told["card"]["actions"] == [
            {"number": 1, "text": "Ask the *night* shift", "owner": "Me", "date": "2026-12-24"}
        ]

    def test_nothing_on_a_card_is_no_failure(self, learner: Home, tmp_path: Path) -> None:
        target = tmp_path / "card.md"
        done = learner.call("card", "-o", str(target))
        assert (done.exit_code, done.stdout) == (0, "")
        assert done.stderr == "Nothing stands on an action card yet.\n"
        assert not target.exists()

    def test_without_the_package_it_says_what_to_install(
        self, planner: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "icalendar", None)
        done = planner.call("card", "--format", "ics")
        assert (done.exit_code, done.stdout) == (1, "")
        assert "pip install icalendar" in done.stderr


posix = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def at_a_terminal(learner: Home, *arguments: str) -> pexpect.spawn:
    command = ["-m", "advocacy_coach", *arguments, *learner.options]
    return pexpect.spawn(sys.executable, command, env=learner.environment, encoding="utf-8", timeout=20)


@posix
@pytest.mark.parametrize(
    ("typed", "said", "left"), [("yes", "Removed.", []), ("", "Nothing was removed.", ["voices"])]
)
def test_at_a_terminal_it_asks(learner: Home, typed: str, said: str, left: list[str]) -> None:
    child = at_a_terminal(learner, "forget", "voices")
    child.expect("to remove it: ")
    child.sendline(typed)
    child.expect_exact(said)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert learner.known() == left


@posix
def test_a_terminal_is_shown_text_without_a_mark(learner: Home) -> None:
    child = at_a_terminal(learner, "summary", "--format", "csv")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert child.before.startswith("schema,schema_version,")


@posix
def test_a_terminal_is_shown_the_words_of_a_pdf(learner: Home) -> None:
    child = at_a_terminal(learner, "summary", "--format", "pdf")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "# A small course" in child.before
    assert "%PDF" not in child.before
