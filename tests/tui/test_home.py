"""The list of lessons."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.app import App

from advocacy_coach.course.library import Library
from advocacy_coach.records.progress import LessonProgress, Progress
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.services import Services
from advocacy_coach.tui.views.home import home_rows, next_lesson
from tests.tui.driving import SIZES, lesson, offers, press, screen, sheet_text, visible, wait_until


def _taken(
    lesson: str, *, open: bool, finished: str = "", last: str = "2026-11-24T10:00:00.000Z"
) -> LessonProgress:
    return LessonProgress(
        lesson=lesson, run=lesson, version="1.0.0", began=last, last=last, open=open, finished=finished
    )


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], 0),
        ([_taken("voices", open=True)], 0),
        ([_taken("voices", open=False, finished="x")], 1),
        ([_taken("voices", open=False, finished="x"), _taken("forcing", open=False, finished="x")], 0),
        ([_taken("voices", open=True, last="1"), _taken("forcing", open=True, last="2")], 1),
        ([_taken("voices", open=True, last="2"), _taken("forcing", open=True, last="1")], 0),
        ([_taken("voices", open=True, last="1"), _taken("forcing", open=True, last="1")], 0),
        ([_taken("forcing", open=False, finished="x")], 0),
        ([_taken("gone", open=True)], 0),
    ],
)
def test_what_comes_next(services: Services, taken: list[LessonProgress], expected: int) -> None:
    progress = Progress(course="c", lessons={one.lesson: one for one in taken})
    assert next_lesson(services.library.entries, progress) == expected


def test_a_broken_lesson_is_never_next_and_says_why(services: Services) -> None:
    first, second = services.library.entries
    broken = replace(first, problem="10-voices.yaml:3:1 something is wrong")
    progress = Progress(course="c", lessons={})
    assert next_lesson((broken, second), progress) == 1
    text = "\n".join(
        row.text for row in home_rows(services.library.course, (broken, second), progress, 0, 74)
    )
    assert "✗" in text
    assert "cannot be opened" in text
    assert "10-voices.yaml:3:1" in text


@pytest.mark.parametrize("size", SIZES)
async def test_home_fits_and_keeps_the_action_line_in_sight(app: CoachApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        lines = visible(app)
        assert len(lines) == size[1]
        assert "Enter" in lines[-1]
        assert "Whom people ask"[: size[0] // 3] in "\n".join(lines)
        await press(pilot, "down")
        assert "An order" in visible(app)[-1]
        await press(pilot, "down", "down", "down", "down")
        assert "Journal" in visible(app)[-1], "the cursor stops at the end"


async def test_lessons_are_opened_by_the_cursor(app: CoachApp) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter")
        assert lesson(pilot).now.lesson.id == "forcing"


async def test_one_bad_lesson_does_not_stop_the_others(
    app: CoachApp, services: Services, course_dir: Path
) -> None:
    (course_dir / "10-voices.yaml").write_text("format: 1\nid: voices\ntitel: x\n", "utf-8")
    services.library = Library.open(course_dir, None)
    async with app.run_test(notifications=True) as pilot:
        text = sheet_text(pilot)
        assert "cannot be opened" in text
        assert offers(pilot)["Enter"] == "start: An order is not an offer"
        await press(pilot, "up", "enter")
        assert isinstance(screen(pilot), HomeScreen)
        assert "10-voices.yaml" in sheet_text(pilot)
        await press(pilot, "down", "enter")
        assert lesson(pilot).now.lesson.id == "forcing"


async def test_a_window_can_shrink_to_nothing_and_come_back(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for width, height in [(120, 40), (40, 14), (19, 4), (1, 1), (80, 24)]:
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            if (width, height) == (19, 4):
                assert "larger" in sheet_text(pilot)
        assert "Whom people ask" in sheet_text(pilot)
        assert "Enter" in visible(app)[-1]


async def test_quitting(app: CoachApp) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "q")
    assert app.return_code == 0
    assert isinstance(app, App)


async def test_a_new_major_version_asks_before_it_uses_old_answers(app: CoachApp, services: Services) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "1", "enter", "escape")
        services.library.course = replace(services.library.course, version="2.0.0")
        await press(pilot, "enter")
        assert isinstance(app.screen, Dialog)
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)
        await press(pilot, "enter", "down", "enter")
        assert lesson(pilot).now.state == "answered"
        await press(pilot, "escape")
        services.library.course = replace(services.library.course, version="3.0.0")
        await press(pilot, "enter", "enter")
        assert lesson(pilot).asking


async def test_a_minor_version_goes_on_without_a_question(app: CoachApp, services: Services) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "1", "enter", "escape")
        services.library.course = replace(services.library.course, version="1.9.9")
        await press(pilot, "enter")
        assert lesson(pilot).now.state == "answered"


def test_a_course_without_a_usable_lesson_is_not_called_done(services: Services) -> None:
    broken = tuple(replace(entry, problem="x.yaml:1:1 wrong") for entry in services.library.entries)
    rows = home_rows(services.library.course, broken, Progress(course="c", lessons={}), 0, 74)
    text = "\n".join(row.text for row in rows)
    assert "All lessons done" not in text
    assert "No lesson can be opened" in text


async def test_the_same_notice_stands_there_once(app: CoachApp) -> None:
    async with app.run_test(notifications=True) as pilot:
        for _ in range(5):
            screen(pilot).tell("once")
            await wait_until(lambda: len(app._notifications) > 0)
        assert [notice.message for notice in app._notifications] == ["once"]
