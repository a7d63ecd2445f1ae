"""The workshop as it looks: the stage at the size of a projected screen, and the notes beside it."""

import random
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from advocacy_coach import paths
from advocacy_coach.course.library import Library
from advocacy_coach.tui.workshop.notes import NotesApp
from advocacy_coach.workshop.ballot.wire import Seen
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.cueing import cue
from advocacy_coach.workshop.deck import Deck
from advocacy_coach.workshop.phone import PhoneScreen
from tests.pictures.test_pictures import PICTURES
from tests.tui.driving import wait_until
from tests.tui.test_notes import FakeClient
from tests.tui.test_stage import Stage, stage
from tests.workshop.made import Clock

STAGE, NOTES = (64, 18), (80, 24)
ROOM = 23

Shown = Callable[[Stage], Coroutine[Any, Any, None]]


def deck() -> Deck:
    """The session of an hour that comes along."""
    library = Library.open(paths.shipped_lessons() / "en", None)
    return build(library.workshop("60"), library)


def vote(on: Stage, seed: int) -> None:
    """The room votes, the same way every time."""
    assert on.booth
    dice = random.Random(seed)
    screen: PhoneScreen = on.booth.screen
    options = len(screen.options)
    on.booth.votes(*(min(options - 1, int(dice.triangular(0, options, seed))) for _ in range(ROOM)))


async def stage_join(on: Stage) -> None:
    """How to take part."""
    await on.press("enter")
    on.live.noticed(Seen(17, 17))


async def stage_vote(on: Stage) -> None:
    """A vote that is open."""
    await on.go("which-band", "vote")
    vote(on, 0)


async def stage_discuss(on: Stage) -> None:
    """Talk in pairs."""
    await on.go("which-band", "vote")
    vote(on, 0)
    await on.press("d")


async def stage_compare(on: Stage) -> None:
    """Both votes beside each other."""
    await stage_discuss(on)
    await on.press("w")
    vote(on, 1)
    await on.press("c")


async def stage_scene(on: Stage) -> None:
    """A scene of a story that the room plays."""
    await on.go("fifty-a-post", "read")


async def stage_debrief(on: Stage) -> None:
    """The room's path beside an expert's."""
    await on.go("fifty-a-post", "vote")
    for seed in (0, 2):
        while on.live.show.place.phase != "vote":
            await on.press("enter")
        vote(on, seed)
        await on.press("c", "enter")
    while on.live.show.place.phase != "debrief":
        await on.press("enter")


STAGES = [stage_join, stage_vote, stage_discuss, stage_compare, stage_scene, stage_debrief]


def compare(drawn: str, name: str, config: pytest.Config) -> None:
    """Hold a picture against the one that is kept, or keep it."""
    file = PICTURES / name
    if config.getoption("--write-pictures"):
        file.write_text(drawn, "utf-8")
    assert file.exists(), "draw it with --write-pictures"
    assert drawn == file.read_text("utf-8"), f"{name} changed: draw it with --write-pictures and look at it"


@pytest.mark.parametrize("shown", STAGES, ids=lambda shown: shown.__name__)
async def test_the_stage(shown: Shown, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    async with stage(tmp_path, of=deck()) as on:
        await shown(on)
        on.screen.redraw()
        await on.pilot.pause()
        drawn = on.app.export_screenshot(title="advocacy-coach workshop")
    compare(drawn, f"{shown.__name__.replace('_', '-')}-64x18.svg", pytestconfig)


async def test_the_notes(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    async with stage(tmp_path, of=deck()) as on:
        clock = on.live._clock
        assert isinstance(clock, Clock)
        await on.go("welcome")
        clock.wait(39 * 60)
        await stage_compare(on)
        told = cue(on.live, 1)
        now = on.live.now().timestamp()
    app = NotesApp(FakeClient(told), "coach-dark", clock=lambda: now)
    async with app.run_test(size=NOTES) as pilot:
        await wait_until(lambda: app._notes.cue is not None)
        await pilot.pause()
        drawn = app.export_screenshot(title="advocacy-coach notes")
    compare(drawn, "notes-80x24.svg", pytestconfig)
