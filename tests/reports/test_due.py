"""What is due again, and the command that says it."""

import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from advocacy_coach import cli
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import ChoiceQuestion
from advocacy_coach.records.progress import Progress
from advocacy_coach.records.store import Store
from advocacy_coach.reports.due import due_items, next_day, review_lesson
from advocacy_coach.session.events import Answered, Started
from advocacy_coach.session.review import Look
from tests.conftest import PLAYED

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
        monkeypatch.setattr(cli, "_now", lambda: day)
        result = CliRunner().invoke(cli.commands, ["due", *options, *arguments], env=home)
        assert result.exit_code == 0
        return result.stdout, result.stderr

    tomorrow = datetime(2026, 11, 24, 1, tzinfo=UTC)
    assert call(tomorrow) == ("1 to look at again, about 1 min\n", "")
    assert json.loads(call(tomorrow, "--json")[0])["due"][0]["key"] == "talks/last"
    assert call(missed) == ("", "Nothing is due today; the next on 2026-11-24.\n")
