"""The QR code as it is drawn, read by OpenCV: from the cells of the screen, and from a screenshot."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from rich.color import Color as RichColor
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip

from advocacy_coach.errors import CoachError
from advocacy_coach.tui.themes import OURS
from advocacy_coach.tui.widgets.sheet import Sheet
from advocacy_coach.tui.workshop.qr import qr_rows
from advocacy_coach.workshop import qr
from tests.tui.test_stage import stage

ADDRESS = "HTTP://192.168.178.123:8765/K7QF"
LONGEST = "HTTP://255.255.255.255:65535/WWWW"
STAGE = (64, 18)
THEMES = [theme.name for theme in OURS]
SCALE = 8
BLACK, WHITE = (0, 0, 0), (255, 255, 255)

Pixels = Any


class Wall(App[None]):
    """A sheet with nothing but a code, as large as the stage."""

    CSS = "Screen { background: $background; color: $foreground; }"

    def __init__(self, theme: str) -> None:
        super().__init__()
        for each in OURS:
            self.register_theme(each)
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield Sheet(lambda _: qr_rows(ADDRESS))


@pytest.mark.parametrize("address", [ADDRESS, LONGEST])
def test_the_longest_address_takes_no_more_than_17_rows(address: str) -> None:
    lines = qr.lines(address)
    assert (len(lines), {len(line) for line in lines}) == (17, {33})


def test_four_modules_stay_white_on_every_side() -> None:
    lines = qr.lines(ADDRESS)
    assert {*lines[:2], *lines[-2:]} == {" " * 33}
    assert {(line[:4], line[-4:]) for line in lines} == {(" " * 4, " " * 4)}
    assert {lines[2][4], lines[2][28], lines[14][4], lines[-3][4]} == {"█", "▀"}


@pytest.mark.parametrize("theme", THEMES)
async def test_a_camera_reads_what_the_terminal_shows(theme: str) -> None:
    app = Wall(theme)
    async with app.run_test(size=STAGE) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
    assert _colours(strips) == {BLACK, WHITE}
    assert _read(_pixels(strips)) == ADDRESS


@pytest.mark.parametrize("size", [STAGE, (120, 40)], ids=["64x18", "120x40"])
async def test_a_camera_reads_the_stage_itself(size: tuple[int, int], tmp_path: Path) -> None:
    async with stage(tmp_path, size=size) as on:
        await on.press("enter")
        strips = on.app.screen._compositor.render_strips()
        url = on.live.url
    assert _read(_pixels(strips)) == url


def test_where_there_is_room_the_code_is_twice_as_large() -> None:
    lines = qr.lines(ADDRESS, large=True)
    assert (len(lines), {len(line) for line in lines}) == (33, {66})


async def test_it_stays_black_on_white_where_no_colour_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Wall("coach-dark")
    async with app.run_test(size=STAGE) as pilot:
        await pilot.pause()
        strips = app.screen.query_one(Sheet).render_lines(Region(0, 0, *STAGE))
        assert _colours(strips) == {BLACK, WHITE}
        assert _read(_pixels(strips)) == ADDRESS


@pytest.mark.parametrize("theme", THEMES)
async def test_it_is_read_from_a_screenshot(theme: str, tmp_path: Path) -> None:
    _need_painter()
    app = Wall(theme)
    async with app.run_test(size=STAGE) as pilot:
        await pilot.pause()
        svg = tmp_path / "wall.svg"
        # rsvg-convert drops spaces at the start of a text unless it is told to keep them.
        svg.write_text(app.export_screenshot().replace("<svg ", '<svg xml:space="preserve" ', 1), "utf-8")
    png = svg.with_suffix(".png")
    subprocess.run(["rsvg-convert", "--zoom", "2", "-o", png, svg], check=True, timeout=60)
    assert _read(cv2.imread(str(png), cv2.IMREAD_GRAYSCALE)) == ADDRESS


def test_without_segno_a_sentence_stands_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    qr.lines.cache_clear()
    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(CoachError, match="segno"):
        qr.lines(ADDRESS)
    rows = qr_rows(ADDRESS)
    assert "segno" in " ".join(row.text for row in rows)
    assert {style for row in rows for part, style in row.parts if part.strip()} == {"muted"}


def _need_painter() -> None:
    """Skip where a screenshot cannot be painted: its font is Fira Code, whose blocks leave no gaps."""
    for program in ("rsvg-convert", "fc-list"):
        if not shutil.which(program):
            pytest.skip(f"the program {program} is not installed")
    if not subprocess.run(["fc-list", "Fira Code"], check=True, capture_output=True, timeout=60).stdout:
        pytest.skip("the font Fira Code is not installed")


def _read(pixels: Pixels) -> str:
    found: str = cv2.QRCodeDetector().detectAndDecode(pixels)[0]
    return found


def _pixels(strips: list[Strip]) -> Pixels:
    """The cells of a screen as pixels: a cell is as wide as half of it is high."""
    rows: list[list[int]] = []
    for strip in strips:
        upper: list[int] = []
        lower: list[int] = []
        for segment in strip:
            assert segment.style is not None
            ink, paper = _grey(segment.style.color), _grey(segment.style.bgcolor)
            for character in segment.text:
                upper.append(ink if character in "▀█" else paper)
                lower.append(ink if character in "▄█" else paper)
        rows += [upper, lower]
    return np.kron(np.array(rows, np.uint8), np.ones((SCALE, SCALE), np.uint8))


def _grey(colour: RichColor | None) -> int:
    assert colour is not None
    red, green, blue = colour.get_truecolor()
    return round((red + green + blue) / 3)


def _colours(strips: list[Strip]) -> set[tuple[int, ...]]:
    """The colours of every cell that holds a part of the code, ink and paper."""
    painted = [segment.style for strip in strips for segment in strip if len(segment.text) == 33]
    assert len(painted) == 17
    inks = [style.color for style in painted if style]
    papers = [style.bgcolor for style in painted if style]
    return {tuple(colour.get_truecolor()) for colour in (*inks, *papers) if colour}
