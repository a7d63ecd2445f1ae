"""Our themes can be read: contrast computed as WCAG 2.2 defines it (relative luminance, section 1.4.3)."""

import pytest
from textual.color import Color

from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.themes import OURS
from advocacy_coach.tui.widgets.ink import Ink
from tests.tui.driving import screen

TEXT = 7.0
LINES = 3.0
AA = 4.5


def _luminance(colour: Color) -> float:
    parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_is_the_standard_one() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
async def test_every_style_stands_out_from_its_background(app: CoachApp, theme: str) -> None:
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        for widget in (screen(pilot).sheet, screen(pilot).actions, screen(pilot).rail):
            ink = Ink(widget)
            names = {name.removeprefix("ink--") for name in widget.COMPONENT_CLASSES}
            for name in sorted(names):
                goal = LINES if name == "track" else TEXT
                assert _contrast_of(ink, name) >= goal, name
            for name in sorted(names - {"key", "track"}) if "cursor" in names else ():
                assert _contrast_of(ink, f"{name} cursor") >= AA, name


def _contrast_of(ink: Ink, names: str) -> float:
    style = ink.style(names)
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))


@pytest.mark.parametrize("theme", [theme.name for theme in OURS])
def test_muted_text_is_readable_too(theme: str) -> None:
    ours = next(one for one in OURS if one.name == theme)
    assert ours.background is not None
    muted = Color.parse(ours.variables["coach-muted"])
    assert contrast(muted, Color.parse(ours.background)) >= TEXT


async def test_every_theme_of_textual_works_and_the_unreadable_ones_are_gone(app: CoachApp) -> None:
    async with app.run_test() as pilot:
        assert not {"ansi-dark", "ansi-light"} & set(app.available_themes)
        for name in app.available_themes:
            app.theme = name
            await pilot.pause()
            assert screen(pilot).sheet.rows
