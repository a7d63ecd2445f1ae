"""A course whose every text is hostile walks through every screen and every export."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import asdict, replace
from textual.app import App

from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.model import ScenarioStep
from advocacy_coach.course.scenarios.story import ready
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.session.scoring import key
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.result import ResultScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import lesson, press, read_on, screen, sheet_text, visible
from tests.tui.test_lesson import answer_by_key

PAYLOADS = {
    "markup": "[/x] [1 {a[0]} [@click=app.quit]q[/] [$primary]x[/] [type=x, v={'a[0]'}]",
    "escapes": "\x1b]52;c;eA==\x07 \x1b[2J \x9b31m \x1b]0;title\x07 \x1bP1$r\x1b\\ \x00\x08",
    "bidi": "\u202egnp.exe\u202c \u2066x\u2069 \u200b\ufeff\U000e0041",
    "long": "w" * 10_000,
    "emoji": "👩‍👩‍👧‍👦 " * 40 + "e" + "\u0301" * 50,
    "markdown": "> - # **a *b* `c\n\n1. ```\n<script>x</script> ![i](j) [l](javascript:x)",
}

TEXTS = {
    "text", "prompt", "feedback", "title", "explain", "hints", "low", "high", "starter", "takeaways",
    "objectives", "summary", "cite", "finding", "caveat", "problem", "you", "name", "expert",
    "intro", "note", "method", "scale", "why", "instead", "keep", "advice", "promises",
}  # fmt: skip


def hostile(value: Any, payload: str) -> Any:
    """The value with every text in it replaced; ids, keys and numbers stay."""
    if isinstance(value, Struct):
        fields = {name: _field(name, old, payload) for name, old in asdict(value).items()}
        return replace(value, **fields)
    if isinstance(value, tuple):
        return tuple(hostile(item, payload) for item in value)
    if isinstance(value, dict):
        return {key: hostile(item, payload) for key, item in value.items()}
    return value


def _field(name: str, old: Any, payload: str) -> Any:
    if name in TEXTS and isinstance(old, str) and old:
        return payload
    if name in TEXTS and isinstance(old, tuple):
        return tuple(payload for _ in old)
    return hostile(old, payload)


def hostile_library(services: Services, payload: str) -> Any:
    """The library behind the loader's back: the loader would have refused some of this."""
    library = services.library
    return SimpleNamespace(
        course=hostile(library.course, payload),
        entries=tuple(replace(entry, title=payload) for entry in library.entries),
        scenarios=tuple(
            replace(entry, title=payload, endings=dict.fromkeys(entry.endings, payload))
            for entry in library.scenarios
        ),
        has=library.has,
        situations=lambda: hostile(library.situations(), payload),
        plan_check=lambda: hostile(library.plan_check(), payload),
        mood_check=lambda: hostile(library.mood_check(), payload),
        lesson=lambda id: hostile(library.lesson(id), payload),
        scenario=lambda id: hostile(library.scenario(id), payload),
        story=lambda id: ready(hostile(library.scenario(id), payload), hostile(library.course, payload)),
        stories=lambda lesson: {
            step.scenario: ready(
                hostile(library.scenario(step.scenario), payload), hostile(library.course, payload)
            )
            for step in lesson.steps
            if isinstance(step, ScenarioStep)
        },
        sources=lambda: {id: hostile(source, payload) for id, source in library.sources().items()},
        claims=lambda: {id: hostile(claim, payload) for id, claim in library.claims().items()},
        notices=(),
    )


def assert_clean(app: App[None]) -> None:
    """Nothing on the screen steers the terminal."""
    for line in visible(app):
        assert not FORBIDDEN.search(line)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
async def test_a_hostile_course_is_only_text(services: Services, tmp_path: Path, payload: str) -> None:
    services.library = hostile_library(services, payload)
    app = CoachApp(services, tmp_path / "crash.log")
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await press(pilot, "ctrl+p", *"open", "escape", "question_mark", "escape")
        assert_clean(app)
        for index in range(2):
            await press(pilot, *(["enter"] if index == 0 else []))
            while not isinstance(screen(pilot), ResultScreen):
                now = lesson(pilot)
                assert_clean(app)
                if now.asking:
                    await press(pilot, "h", "e")
                    if index == 0 and now.now.place.step == "new-advert" and now.now.place.round == 0:
                        wrong = next(n for n, o in enumerate(now.options, 1) if o.id not in key(now.question))
                        await press(pilot, str(wrong), "enter")
                    else:
                        await answer_by_key(pilot)
                    await press(pilot, "e")
                    assert_clean(app)
                if now.writing:
                    await press(pilot, "ctrl+s")
                else:
                    # What is below the edge was drawn when it was laid out; going there by pages takes long.
                    now.sheet.scroll_end(animate=False, immediate=True)
                    await pilot.pause()
                    await read_on(pilot)
            assert_clean(app)
            if payload == PAYLOADS["markup"]:
                assert "[/x] [1 {a[0]}" in sheet_text(pilot)
            await press(pilot, "enter")
        await press(pilot, "m", "t", "r", "c")
        for _ in WRITERS:
            await press(pilot, "f", "enter")
            assert_clean(app)
    assert app.crash is None
    assert app.return_code in {0, None}
    files = sorted(services.export_folder.iterdir())
    assert {file.suffix.removeprefix(".") for file in files} == set(WRITERS)
    if FORBIDDEN.search(payload):
        return  # no course gets this far: the loader refuses it (tests/course/test_hostile_yaml.py)
    for file in files:
        if file.suffix != ".pdf":
            words = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
            assert not FORBIDDEN.search(words), file.name
