"""The journal as a document, its search, and deleting from it."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from advocacy_coach.course.model import Reflect
from advocacy_coach.reports.journal import Written, journal, search, to_markdown
from advocacy_coach.session.events import Answered, Reflected, SheetMarked, Started
from tests.records.made import COURSE, opened
from tests.reports.made import HOSTILE, lesson, progress, taken

ENTRIES = (
    Written("people", "own", "Why people matter", "What would yours say?", "Zażółć the Plan"),
    Written("gone", "x", "gone", "", "About the crane\n\nand Łódź"),
)


def test_entries_stand_in_the_order_of_the_course_and_lost_ones_at_the_end() -> None:
    mine = lesson("people", Reflect(id="own", prompt="What would *yours* say?"))
    known = progress(
        taken("gone", reflections={"x": "old"}), taken("people", reflections={"lost": "b", "own": "a"})
    )
    entries = journal([mine], known)
    assert [(one.lesson, one.text) for one in entries] == [("people", "a"), ("people", "b"), ("gone", "old")]
    assert [one.prompt for one in entries] == ["What would yours say?", "", ""]
    assert [one.title for one in entries] == ["About people", "About people", "gone"]
    assert [one.asked for one in entries[1:]] == ["lost (no longer asked)", "x (no longer asked)"]
    assert "**lost (no longer asked)**\n\n> b\n" in to_markdown("A course", entries).decode()
    assert [one.text for one in search(entries, "LOST")] == ["b"]


def test_blank_and_steering_texts_are_no_entries_and_no_danger() -> None:
    known = progress(taken("gone\x1b", reflections={"a": "  \n ", "b\x1b": "x\x1b[2Jy"}))
    (only,) = journal([], known)
    assert "\x1b" not in only.title + only.asked + only.text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", 2),
        ("plan", 1),
        ("PLAN zazolc", 1),
        ("lodz", 1),
        ("crane plan", 0),
        ("yours", 1),
        ("matter", 1),
        ("  ", 2),
    ],
)
def test_all_words_must_occur_whatever_their_case_and_accents(words: str, found: int) -> None:
    assert len(search(ENTRIES, words)) == found


def test_markdown_keeps_texts_as_texts() -> None:
    hostile = Written("people", "x", "# t", "*p* [l](x)", "<script>\n- a\n# b")
    made = to_markdown("A *course*", (*ENTRIES, hostile)).decode()
    assert "## Why people matter" in made
    assert "**What would yours say?**" in made
    assert "> Zażółć the Plan" in made
    assert "\\<script\\>" in made
    assert "A \\*course\\*" in made
    assert "\n# b" not in made


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_means_anything_to_a_reader_of_markdown(text: str) -> None:
    read = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    entry = Written("people", text, text, text, text.strip())
    shown = read.parse(to_markdown(text, [entry]).decode())
    kinds = [token.type for token in shown if token.nesting != -1 and token.type != "inline"]
    paragraphs = len([part for part in re.split(r"\n[ \t]*\n", text.strip()) if part])
    assert kinds == [
        *("heading_open", "paragraph_open", "heading_open", "paragraph_open", "blockquote_open"),
        *["paragraph_open"] * paragraphs,
    ]
    inline = {part.type for token in shown for part in token.children or ()}
    assert inline <= {"text", "text_special", "strong_open", "strong_close", "hardbreak", "softbreak"}


def test_one_reflection_is_deleted_in_every_run_and_revision(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with opened(path) as store:
        for run in ("r1", "r2"):
            store.keep(run, COURSE, [Started("people", 1), Reflected("own", "secret crane")])
            store.keep(run, COURSE, [Reflected("own", "secret crane two", 1), Reflected("other", "kept")])
            store.keep(run, COURSE, [Answered("q", {"a": "picked"}, 1.0)])
        store.keep("r3", COURSE, [Started("trust", 1), Reflected("own", "another lesson")])
        assert store.forget_reflection(COURSE.id, "people", "own") == 4
        assert store.forget_reflection(COURSE.id, "people", "own") == 0
        lessons = store.progress(COURSE.id).lessons
        assert lessons["people"].reflections == {"other": "kept"}
        assert lessons["people"].questions["q"].tries == 2
        assert lessons["trust"].reflections == {"own": "another lesson"}
        assert [type(event).__name__ for event in store.events_of("r1")] == [
            "Started",
            "Reflected",
            "Answered",
        ]
    assert b"secret crane" not in path.read_bytes()


def test_forgetting_a_lesson_takes_what_a_review_asked_about_it(tmp_path: Path) -> None:
    with opened(tmp_path / "record.db") as store:
        store.keep("r1", COURSE, [Started("people", 1), Answered("q", {"a": "picked"}, 0.0)])
        store.keep("r2", COURSE, [Started("trust", 1), Answered("q", {"a": "picked"}, 0.0)])
        store.keep("r3", COURSE, [Started("review.", 1), Answered("people/q", {"a": "picked"}, 1.0)])
        store.keep("r3", COURSE, [Answered("trust/q", {"a": "picked"}, 1.0)])
        store.forget(COURSE.id, "people")
        assert [one.event for one in store.history(COURSE.id) if one.lesson == "review."][1:] == [
            Answered("trust/q", {"a": "picked"}, 1.0)
        ]
        assert set(store.progress(COURSE.id).looks) == {"trust/q"}


def test_forgetting_a_tool_takes_its_sheets_alone(tmp_path: Path) -> None:
    with opened(tmp_path / "record.db") as store:
        store.keep("s1", COURSE, [Started("tool.plan-check", 1), SheetMarked("quota", "yes", 0)])
        store.keep("s2", COURSE, [Started("tool.mood-check", 1), SheetMarked("friend", "2", 0)])
        store.forget(COURSE.id, "tool.plan-check")
        assert [sheet.tool for sheet in store.progress(COURSE.id).sheets.values()] == ["mood-check"]
