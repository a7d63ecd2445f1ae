import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.errors import ExportError, UsageError
from advocacy_coach.reports.document import (
    BestPlay,
    CheckResult,
    Checks,
    EndingMet,
    Pitfall,
    ScenarioResult,
    Score,
)
from advocacy_coach.reports.export import contents, default_name, export, gather, render
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from tests.reports.made import MADE, USUAL, answered, full, played, progress, summary, taken, with_scenarios
from tests.session.scenarios import BEST, MIDDLING

NEW, OLD = b"new document", b"old document"


def fails_with(number: int) -> Any:
    def fail(*args: object, **named: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_the_same_summary_gives_the_same_bytes() -> None:
    for format in WRITERS:
        assert render(full(), format) == render(full(), format)


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"no format “docx”\. Choose one of: md, json, csv, html, pdf\."):
        render(full(), "docx")


def test_the_default_name_tells_course_and_day_and_not_who() -> None:
    assert default_name(full(), ".md") == "small-2026-11-24.md"


@given(st.text(max_size=200))
def test_the_default_name_stays_in_its_folder(id: str) -> None:
    made = full()
    name = default_name(replace(made, course=replace(made.course, id=id)), ".csv")
    assert Path("folder", name).parent == Path("folder")
    assert name.endswith("-2026-11-24.csv")
    assert name.isascii()
    assert len(name) < 100


def test_contents_say_what_is_inside_and_what_is_not() -> None:
    assert contents(full()) == (
        "It contains: your name, results, scenarios played, questions missed at first, "
        "decisions in scenarios, days and minutes, your reflections, your action card."
    )
    assert contents(full(Include(questions=False, times=True))) == (
        "It contains: results, scenarios played, days and minutes. "
        "Left out: your name, questions missed at first, decisions in scenarios, your reflections, "
        "your action card."
    )
    assert contents(summary(Include(questions=False, times=False))) == (
        "It contains: results. "
        "Left out: your name, questions missed at first, days and minutes, your reflections, "
        "your action card."
    )


def test_a_lesson_gone_since_the_course_was_opened_is_named_by_its_id(
    course_dir: Path, tmp_path: Path
) -> None:
    library = Library.open(course_dir, tmp_path / "cache")
    shutil.rmtree(tmp_path / "cache")
    (course_dir / "10-voices.yaml").unlink()
    made = gather(library, progress(), USUAL, MADE)
    assert [lesson.title for lesson in made.lessons] == ["voices", "An order is not an offer"]


def test_a_second_file_of_one_lesson_counts_nothing_twice(course_dir: Path) -> None:
    shutil.copy(course_dir / "10-voices.yaml", course_dir / "11-voices.yaml")
    library = Library.open(course_dir, None)
    made = gather(library, progress(taken("voices", answered("new-advert", 1.0))), USUAL, MADE)
    assert [lesson.answered for lesson in made.lessons] == [1, 0]
    assert made.topics[0].score == Score(1.0, 1, 100)


def test_only_scenarios_played_to_an_end_are_opened(
    course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scenarios(course_dir, "a", "b", "c")
    library = Library.open(course_dir, None)
    opened: list[str] = []

    def story(id: str) -> Story:
        opened.append(id)
        return Library.story(library, id)

    monkeypatch.setattr(library, "story", story)
    begun = replace(played("a", BEST, "good", 1.0), best=None)
    elsewhere = played("gone", BEST, "good", 1.0)
    known = progress(played("b", MIDDLING, "stalled", 0.5), begun, elsewhere)
    made = gather(library, known, USUAL, MADE)
    assert opened == ["b"]
    [only] = made.scenarios
    assert (only.id, only.title, only.topic, only.state) == ("b", "The story of b", "forcing", "same")
    assert only.best.decisions is not None
    assert [decision.choice for decision in only.best.decisions] == ["I order.", "I listen."]
    assert only.best.pitfalls == (Pitfall("forcing", "Forcing and interfering"),)
    assert made.topics[1].score == Score(0.5, 1, 50)


@pytest.mark.parametrize(
    ("text", "title"),
    [("title: A torn page\nid: a", "A torn page"), ("format: 1\nid: a\n", "a"), ("{", "a"), ("", "a")],
)
def test_a_scenario_that_cannot_be_opened_is_told_by_what_can_be_read_of_it(
    course_dir: Path, text: str, title: str
) -> None:
    with_scenarios(course_dir, "a")
    (course_dir / "scenarios" / "a.yaml").write_text(text, "utf-8")
    library = Library.open(course_dir, None)
    known = progress(played("a", BEST, "good", 1.0))
    [torn] = gather(library, known, USUAL, MADE).scenarios
    assert torn == ScenarioResult(
        id="a",
        title=title,
        topic="",
        state="unreadable",
        plays=1,
        endings=(EndingMet("good", "good", None),),
        of_endings=None,
        best=BestPlay(EndingMet("good", "good", None), Score(1.0, 1, 100), None, None, None),
    )


def test_a_scenario_gone_since_the_course_was_opened_keeps_its_title(
    course_dir: Path, tmp_path: Path
) -> None:
    with_scenarios(course_dir, "a")
    library = Library.open(course_dir, tmp_path / "cache")
    shutil.rmtree(tmp_path / "cache")
    (course_dir / "scenarios" / "a.yaml").unlink()
    [gone] = gather(library, progress(played("a", BEST, "good", 1.0)), USUAL, MADE).scenarios
    assert (gone.title, gone.state) == ("The story of a", "unreadable")


def test_a_second_file_of_one_scenario_counts_nothing_twice(course_dir: Path) -> None:
    with_scenarios(course_dir, "a")
    shutil.copy(course_dir / "scenarios" / "a.yaml", course_dir / "scenarios" / "b.yaml")
    library = Library.open(course_dir, None)
    made = gather(library, progress(played("a", BEST, "good", 1.0)), USUAL, MADE)
    assert [(one.id, one.state) for one in made.scenarios] == [("a", "same")]
    assert made.topics[1].score == Score(1.0, 1, 100)


def test_it_writes_a_new_file_for_its_owner_only(tmp_path: Path) -> None:
    target = tmp_path / "summary.md"
    assert export(NEW, target) == target
    assert target.read_bytes() == NEW
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_it_replaces_nothing_unless_told_to(tmp_path: Path) -> None:
    target = tmp_path / "summary.md"
    target.write_bytes(OLD)
    with pytest.raises(ExportError, match=r"exists already.*--force"):
        export(NEW, target)
    assert target.read_bytes() == OLD
    export(NEW, target, force=True)
    assert target.read_bytes() == NEW


def test_a_file_made_in_between_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "summary.md"

    def lexists(path: Path) -> bool:
        path.write_bytes(OLD)
        return False

    monkeypatch.setattr(os.path, "lexists", lexists)
    with pytest.raises(ExportError, match="exists already"):
        export(NEW, target)
    assert target.read_bytes() == OLD


@pytest.mark.parametrize("before", [None, OLD])
@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "you may not write there"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_a_failure_leaves_everything_as_it_was(
    tmp_path: Path, step: str, number: int, words: str, before: bytes | None
) -> None:
    target = tmp_path / "summary.md"
    if before:
        target.write_bytes(before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, step, fails_with(number))
        with pytest.raises(ExportError, match=words):
            export(NEW, target, force=before is not None)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([before] if before else [])


def test_an_interrupt_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        export(NEW, tmp_path / "summary.md")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", fails_with(errno.EACCES))
    with pytest.raises(ExportError, match=r"you may not write there\. Choose another place\."):
        export(NEW, tmp_path / "summary.md")


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "is a folder"),
        ("missing/summary.md", "There is no folder"),
        ("file/summary.md", "There is no folder"),
        ("a" * 300, "the name is too long"),
        ("a\0b", "cannot be the name of a file"),
        ("\ud800", "cannot be the name of a file"),
    ],
)
def test_a_target_that_cannot_be_is_refused_in_words(
    tmp_path: Path, name: str, words: str, force: bool
) -> None:
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(ExportError, match=words) as caught:
        export(NEW, tmp_path / name, force=force)
    assert caught.value.hint
    assert caught.value.message.isprintable()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("force", [False, True])
def test_a_device_is_never_replaced(tmp_path: Path, force: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ExportError, match="not a file" if force else "exists already"):
        export(NEW, pipe, force=force)
    assert pipe.is_fifo()


@pytest.mark.parametrize("exists", [False, True])
def test_a_link_never_leads_the_document_elsewhere(tmp_path: Path, exists: bool) -> None:
    elsewhere, link = tmp_path / "elsewhere", tmp_path / "summary.md"
    if exists:
        elsewhere.write_bytes(OLD)
    link.symlink_to(elsewhere)
    with pytest.raises(ExportError, match="exists already"):
        export(NEW, link)
    assert link.is_symlink()
    export(NEW, link, force=True)
    assert not link.is_symlink()
    assert link.read_bytes() == NEW
    assert (elsewhere.read_bytes() if elsewhere.exists() else None) == (OLD if exists else None)


def test_what_a_file_for_programs_holds_is_told_as_well() -> None:
    checks = Checks(CheckResult(8, 20, "a", "k", "1"), None)
    made = replace(summary(Include(questions=False, times=False)), learner="random", checks=checks)
    assert "the opening and closing check" in contents(made)
    assert "a random number" not in contents(made)
    assert "a random number in place of your name" in contents(made, "json").partition("Left out")[0]
