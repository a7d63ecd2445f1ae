"""Settings, summary, help, palette, links and dialogs."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette

from advocacy_coach.settings import SettingsFile
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.links import ask_and_open, host
from advocacy_coach.tui.services import Services
from tests.tui.driving import SIZES, press, screen, sheet_text, wait_until


async def test_themes_change_at_once_and_are_kept(app: CoachApp, services: Services) -> None:
    async with app.run_test() as pilot:
        assert app.theme == "coach-dark"
        await press(pilot, "o", "enter")
        assert app.theme == "coach-light"
        assert "light" in sheet_text(pilot)
    assert SettingsFile(services.settings_file.path).settings.theme == "coach-light"


async def test_a_name_is_typed_kept_and_put_into_the_summary(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o", "down", "enter")
        assert isinstance(app.screen, LineEntry)
        await press(pilot, *"Me", "enter")
        assert services.settings.name == "Me"
        await press(pilot, "escape", "s")
        assert "[ ] n  your name: Me" in sheet_text(pilot)
        assert sheet_text(pilot).count("Me ") + sheet_text(pilot).count("Me\n") == 1
        await press(pilot, "n")
        assert "[x] n  your name: Me" in sheet_text(pilot)


async def test_a_folder_that_is_not_there_is_refused(app: CoachApp, services: Services) -> None:
    before = services.settings.folder
    async with app.run_test(notifications=True) as pilot:
        await press(pilot, "o", "down", "down", "enter", "ctrl+u", *"/nowhere", "enter")
        await wait_until(lambda: any("/nowhere" in n.message for n in app._notifications))
    assert services.settings.folder == before


async def test_a_pdf_is_previewed_as_its_words(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s")
        words = sheet_text(pilot).partition("─")[2]
        await press(pilot, "f", "f", "f", "f")
        assert sheet_text(pilot).partition("─")[2] == words
        await press(pilot, "enter")
        [file] = services.export_folder.iterdir()
        assert file.suffix == ".pdf"
        assert file.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("size", SIZES)
async def test_the_preview_is_what_is_written(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "s", "f")
        shown = "".join(sheet_text(pilot).split())
        await press(pilot, "enter")
        files = list(services.export_folder.iterdir())
        assert [file.suffix for file in files] == [".json"]
        written = files[0].read_text("utf-8")
        assert json.loads(written)["course"]["id"] == services.library.course.id
        assert "".join(written.split())[:200].split('"made"')[0] in shown


async def test_a_file_is_replaced_only_when_asked(app: CoachApp, services: Services) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "s", "enter")
        (file,) = services.export_folder.iterdir()
        file.write_text("mine", "utf-8")
        await press(pilot, "enter")
        assert isinstance(app.screen, Dialog)
        await press(pilot, "escape")
        assert file.read_text("utf-8") == "mine"
        await press(pilot, "enter", "enter")
        await wait_until(lambda: file.read_text("utf-8") != "mine")


async def test_a_folder_that_vanished_gets_a_sentence(
    app: CoachApp, services: Services, tmp_path: Path
) -> None:
    async with app.run_test(notifications=True) as pilot:
        await press(pilot, "s")
        target = tmp_path / "gone" / "file.md"
        type(screen(pilot)).target = property(lambda _: target)  # type: ignore[attr-defined]
        try:
            await press(pilot, "enter")
            await wait_until(lambda: bool(app._notifications))
            assert any("gone" in notice.message for notice in app._notifications)
        finally:
            import importlib

            from advocacy_coach.tui.screens import summary

            importlib.reload(summary)


@pytest.mark.parametrize("size", SIZES)
async def test_help_names_the_keys_and_the_record(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "question_mark")
        text = sheet_text(pilot)
        assert "In a lesson" in text
        assert services.record.name in text.replace("\n", "")
        await press(pilot, "question_mark", "escape")
        assert isinstance(screen(pilot), HomeScreen)


async def test_the_palette_finds_lessons_and_commands_as_plain_text(app: CoachApp) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await press(pilot, *"order", "enter")
        await wait_until(lambda: type(app.screen).__name__ in {"LessonScreen", "CommandPalette"})
        if isinstance(app.screen, CommandPalette):
            await press(pilot, "enter")
        await wait_until(lambda: type(app.screen).__name__ == "LessonScreen")


LINKS = [
    ("https://example.org/a", True),
    ("http://example.org", True),
    ("HTTPS://EXAMPLE.ORG", True),
    ("javascript:alert(1)", False),
    ("file:///etc/passwd", False),
    ("/etc/passwd", False),
    ("smb://host/share", False),
    ("ms-msdt:/id", False),
    ("vscode://x", False),
    ("mailto:a@b.c", False),
    ("data:text/html,x", False),
    ("--version", False),
    ("https://user@evil.example", False),
    ("https:///path", False),
    ("\\\\host\\share", False),
    ("https://[bad", False),
]


@pytest.mark.parametrize(("address", "allowed"), LINKS)
async def test_links_open_only_after_a_question_and_only_on_the_web(
    app: CoachApp, monkeypatch: pytest.MonkeyPatch, address: str, allowed: bool
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    async with app.run_test() as pilot:
        ask_and_open(app, [address])
        await pilot.pause()
        assert isinstance(app.screen, Dialog) == allowed
        assert opened == []
        if allowed:
            await press(pilot, "escape")
            assert opened == []
            ask_and_open(app, [address])
            await pilot.pause()
            await press(pilot, "enter")
            await wait_until(lambda: opened == [address])


def test_look_alike_hosts_show_as_the_network_knows_them() -> None:
    assert host("https://аpple.com/x").startswith("xn--")
    assert host("https://example.org/x") == "example.org"


async def test_a_link_in_a_lesson_asks_first(
    app: CoachApp, services: Services, course_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    file = course_dir / "20-forcing.yaml"
    text = file.read_text("utf-8").replace(
        "Advocacy is voluntary.", "Advocacy is [voluntary](https://example.org/why).", 1
    )
    file.write_text(text, "utf-8")
    from advocacy_coach.course.library import Library

    services.library = Library.open(course_dir, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter", "l")
        assert isinstance(app.screen, Dialog)
        rows = app.screen.query_one("Sheet").rows  # type: ignore[attr-defined]
        assert any("example.org" in row.text for row in rows)
        await press(pilot, "enter")
        await wait_until(lambda: opened == ["https://example.org/why"])
