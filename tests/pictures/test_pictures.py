"""The shipped course as it looks, at the sizes of the documents."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from advocacy_coach import paths
from advocacy_coach.course.library import Library
from advocacy_coach.records.store import Store
from advocacy_coach.session import run as session
from advocacy_coach.session import scenario
from advocacy_coach.session.scoring import key
from advocacy_coach.settings import SettingsFile
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.services import Services
from tests.tui.driving import CoachPilot, lesson, press, read_on
from tests.tui.test_journal import open_item
from tests.tui.test_scenario import decide, open_scenario, playing, read_on_to_scene
from tests.tui.test_tools import form, take

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
SIZES = [(80, 24), (120, 40), (40, 14)]

WRITTEN = "Room to grow. Nobody here has learned anything new since spring, and I never asked."

Shown = Callable[[CoachPilot], Coroutine[Any, Any, None]]


def _clock() -> datetime:
    return datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


@asynccontextmanager
async def course(home: Path, size: tuple[int, int]) -> AsyncIterator[CoachPilot]:
    """The app on the shipped course, with a fixed clock and fixed dice."""
    ids = count(1)
    with Store.open(home / "record.db", _clock) as store:
        services = Services(
            Library.open(paths.shipped_lessons() / "en", None),
            store,
            SettingsFile(home / "settings.json"),
            Path("record.db"),
            _clock,
            new_seed=lambda: 7,
            new_id=lambda: f"00000000-0000-4000-8000-{next(ids):012}",
        )
        _take_first_lesson(services)
        services.clock = lambda: _clock() + timedelta(days=1)
        app = CoachApp(services)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot


def _take_first_lesson(services: Services) -> None:
    """The first lesson taken, with one question missed and put right."""
    live = services.begin("people")
    missed = False
    while not live.run.finished:
        if live.run.state == "asking":
            question: Any = live.run.step
            response = key(question)
            if question.scored and not missed and type(question).__name__ == "ChoiceQuestion":
                missed = True
                response = {next(o.id for o in question.options if not o.correct): "picked"}
            live.take(session.answer(live.run, response))
        if live.run.state == "reflecting":
            live.take(session.reflect(live.run, WRITTEN))
        if live.run.state == "playing":
            live.take(scenario.begin(live.run))
            while stage := scenario.scene(live.run):
                best = next(choice.id for choice in stage.choices if choice.verdict == "best")
                live.take(scenario.choose(live.run, best))
        live.take(session.onward(live.run))


async def home(pilot: CoachPilot) -> None:
    """The list of lessons, one done."""


async def question(pilot: CoachPilot) -> None:
    """The first question of the second lesson."""
    await press(pilot, "enter")


async def answered(pilot: CoachPilot) -> None:
    """The same question after a wrong answer."""
    await press(pilot, "enter")
    wrong = next(n for n, o in enumerate(lesson(pilot).options, 1) if o.id not in key(lesson(pilot).question))
    await press(pilot, str(wrong), "enter")


async def page(pilot: CoachPilot) -> None:
    """The first page of the second lesson."""
    await answered(pilot)
    await read_on(pilot)


async def result(pilot: CoachPilot) -> None:
    """Looking back at the first lesson."""
    await press(pilot, "up", "enter")


async def summary(pilot: CoachPilot) -> None:
    """The summary before it is written."""
    await press(pilot, "s")


async def scene(pilot: CoachPilot) -> None:
    """The first scene of a scenario."""
    await open_scenario(pilot, "by-noon")


async def consequence(pilot: CoachPilot) -> None:
    """What the tempting choice does."""
    await scene(pilot)
    await decide(pilot, "forward")


async def ending(pilot: CoachPilot) -> None:
    """How the story ends after it."""
    await consequence(pilot)
    await read_on_to_scene(pilot)
    while playing(pilot).part != "ending":
        await decide(pilot, next(c.id for c in playing(pilot).choices if c.verdict == "tempting"))
        await read_on_to_scene(pilot)


async def debrief(pilot: CoachPilot) -> None:
    """What can be learned from it."""
    await ending(pilot)
    await read_on(pilot)


async def situation(pilot: CoachPilot) -> None:
    """A situation of the opening check, its best picked."""
    await open_item(pilot, "opening-check")
    while form(pilot).part == "intro":
        await press(pilot, "enter")
    await press(pilot, "2")


async def gain(pilot: CoachPilot) -> None:
    """The closing check with what was gained."""
    await open_item(pilot, "opening-check")
    await take(pilot, right=5)
    await press(pilot, "escape")
    await open_item(pilot, "closing-check")
    await take(pilot, right=8)


async def plan(pilot: CoachPilot) -> None:
    """The plan check with three ticks."""
    await open_item(pilot, "plan-check")
    await press(pilot, "down", "space", *["down"] * 9, "space")


async def mood(pilot: CoachPilot) -> None:
    """What a mood check says."""
    await open_item(pilot, "mood-check")
    await press(pilot, *"433522345234253", "enter")


async def journal(pilot: CoachPilot) -> None:
    """Two entries."""
    await open_item(pilot, "journal")


async def card(pilot: CoachPilot) -> None:
    """An action card with a first action."""
    await open_item(pilot, "action-card")
    await press(pilot, "enter", *"Say that posting is optional", "enter")


async def review(pilot: CoachPilot) -> None:
    """A missed question, the next day."""
    await open_item(pilot, "review")


SHOWN = [home, page, question, answered, result, summary, scene, consequence, ending, debrief]
GUIDANCE = [situation, gain, plan, mood, journal, card, review]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("shown", [*SHOWN, *GUIDANCE], ids=lambda s: s.__name__)
async def test_picture(
    shown: Shown,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    monkeypatch.setattr(Services, "export_folder", Path("Documents"))
    async with course(tmp_path, size) as pilot:
        await shown(pilot)
        await pilot.pause()
        drawn = pilot.app.export_screenshot(title="advocacy-coach")
    file = PICTURES / f"{shown.__name__}-{size[0]}x{size[1]}.svg"
    if pytestconfig.getoption("--write-pictures"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drawn, "utf-8")
    assert file.exists(), "draw it with --write-pictures"
    assert drawn == file.read_text("utf-8"), (
        f"{file.name} changed: draw it with --write-pictures and look at it"
    )
