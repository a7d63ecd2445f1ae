"""What is due again, and the command that says it."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from advocacy_coach import cli
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import ChoiceQuestion, Line, Person, Scene
from advocacy_coach.course.prose import parse
from advocacy_coach.records.progress import Progress
from advocacy_coach.records.store import Store
from advocacy_coach.reports.due import due_items, next_day, review_lesson
from advocacy_coach.session.events import Answered, Started
from advocacy_coach.session.review import Look
from tests.conftest import PLAYED
from tests.reports.made import HOSTILE
from tests.session.scenarios import choice, scenario

DAY = date(2026, 11, 24).toordinal()


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The course with scenarios."""
    shutil.copytree(PLAYED, tmp_path / "course")
    return Library.open(tmp_path / "course", None)


def known(**looks: tuple[int, float]) -> Progress:
    """Looks by key; ``__`` stands for the slash and ``_`` for a dot or a hyphen."""
    keys = {"question": "talks/last", "scene": "scene.notice/morning", "gone": "talks/nothing"}
    keys |= {"lost": "nowhere/x", "warm": "talks/first"}
    return Progress("c", looks={keys[name]: (Look(*look),) for name, look in looks.items()})


def test_what_was_missed_longest_ago_comes_first(library: Library) -> None:
    progress = known(question=(DAY - 1, 0.0), scene=(DAY - 3, 0.0))
    items = due_items(library, progress, DAY)
    assert [(item.key, item.kind, item.title) for item in items] == [
        ("scene.notice/morning", "scene", "The notice"),
        ("talks/last", "question", "Talks"),
    ]
    assert due_items(library, progress, DAY - 2) == items[:1]


def test_what_the_course_no_longer_has_is_passed_over(library: Library) -> None:
    progress = known(gone=(DAY - 9, 0.0), lost=(DAY - 9, 0.0), warm=(DAY - 9, 0.0), question=(DAY - 9, 1.0))
    assert due_items(library, progress, DAY) == ()


def test_the_next_day_is_told(library: Library) -> None:
    assert next_day(library, known(question=(DAY, 0.0), scene=(DAY - 3, 0.0))) == DAY - 2
    assert next_day(library, known(question=(DAY, 1.0))) is None


def test_the_next_day_is_that_of_something_the_course_still_has(library: Library) -> None:
    lost = known(gone=(DAY - 9, 0.0), lost=(DAY - 9, 0.0), warm=(DAY - 9, 0.0))
    assert due_items(library, lost, DAY) == ()
    assert next_day(library, lost) is None
    assert next_day(library, known(gone=(DAY - 9, 0.0), question=(DAY, 0.0))) == DAY + 1


def test_no_lesson_is_read_while_nothing_is_due(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "lesson", None)
    monkeypatch.setattr(library, "scenario", None)
    assert due_items(library, known(question=(DAY, 0.0), scene=(DAY, 0.0)), DAY) == ()


def test_what_is_broken_is_passed_over(library: Library, tmp_path: Path) -> None:
    progress = known(question=(DAY - 1, 0.0), scene=(DAY - 1, 0.0))
    (tmp_path / "course" / "scenarios" / "notice.yaml").write_text("format: 1\nid: notice\n", "utf-8")
    again = Library.open(tmp_path / "course", None)
    assert [item.key for item in due_items(again, progress, DAY)] == ["talks/last"]
    lesson = next(Path(entry.path) for entry in again.entries if entry.id == "talks")
    lesson.write_text("format: 1\nid: talks\n", "utf-8")
    again = Library.open(tmp_path / "course", None)
    assert (due_items(again, progress, DAY), next_day(again, progress)) == ((), None)


@pytest.mark.parametrize(
    ("verdicts", "offered"),
    [
        (("best", "tempting", "best", "fair"), ["a", "b", "d"]),
        (("weak", "tempting"), None),
        (("best", "best"), None),
    ],
)
def test_the_first_of_the_best_is_right_and_the_others_are_left_out(
    library: Library, monkeypatch: pytest.MonkeyPatch, verdicts: tuple[Any, ...], offered: list[str] | None
) -> None:
    choices = tuple(choice(id, verdict, "end") for id, verdict in zip("abcd", verdicts, strict=False))
    stage = Scene("morning", (Line("Well?"),), choices, "E.")
    told = scenario("notice", scenes=(stage,))
    monkeypatch.setattr(library, "scenario", lambda _: told)
    items = due_items(library, known(scene=(DAY - 1, 0.0)), DAY)
    if offered is None:
        assert items == ()
        return
    (question,) = review_lesson(library, items).steps
    assert isinstance(question, ChoiceQuestion)
    assert [option.id for option in question.options] == offered
    assert [option.id for option in question.options if option.correct] == ["a"]


@pytest.mark.parametrize("text", HOSTILE)
def test_titles_and_names_in_a_scene_are_only_text(
    library: Library, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    talk = Scene("morning", (Line("Well?", "boss"),), scenario().scenes[0].choices, "E.")
    told = scenario("notice", title=text, cast=(Person("boss", text),), scenes=(talk,))
    monkeypatch.setattr(library, "scenario", lambda _: told)
    lesson = review_lesson(library, due_items(library, known(scene=(DAY - 1, 0.0)), DAY))
    blocks = parse(lesson.steps[0].prompt)  # type: ignore[union-attr]
    line = " ".join(text.split())
    assert [[(span.text, span.strong, span.href) for span in block.spans] for block in blocks] == [
        [(line, True, "")],
        [(f"{line}:", True, ""), (" Well?", False, "")],
        [("What do you do now?", False, "")],
    ]


def test_a_scene_is_asked_as_a_question(library: Library) -> None:
    lesson = review_lesson(library, due_items(library, known(scene=(DAY - 1, 0.0)), DAY))
    (question,) = lesson.steps
    assert isinstance(question, ChoiceQuestion)
    assert question.id == "scene.notice/morning"
    assert "**Brand specialist:** Five posts by noon, please." in question.prompt
    assert [option.id for option in question.options if option.correct] == ["offer"]
    assert question.explain == "I would offer it and ask for nothing."


def test_the_command_is_a_line_for_a_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = tmp_path / "record.db"
    missed = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with Store.open(record, lambda: missed) as store:
        course = Library.open(PLAYED, None).course
        store.keep("r1", course, [Started("talks", 1), Answered("last", {"you": "picked"}, 0.0)])
    options = ["--course", str(PLAYED), "--record", str(record)]
    home = {"ADVOCACY_COACH_HOME": str(tmp_path / "home")}

    def call(day: datetime, *arguments: str) -> tuple[str, str]:
        monkeypatch.setattr("advocacy_coach.cli.learner.now", lambda: day)
        result = CliRunner().invoke(cli.commands, ["due", *options, *arguments], env=home)
        assert result.exit_code == 0
        return result.stdout, result.stderr

    tomorrow = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert call(tomorrow) == ("1 to look at again, about 1 minute\n", "")
    assert json.loads(call(tomorrow, "--json")[0])["due"][0]["key"] == "talks/last"
    assert call(missed) == ("", "Nothing is due today; the next on 2026-11-24.\n")
    assert call(missed, "--json")[0] == '{"format":1,"due":[]}\n'
    with Store.open(record, lambda: missed) as store:
        store.forget(course.id)
    assert call(tomorrow) == ("", "Nothing is due.\n")
