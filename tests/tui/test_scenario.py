"""Playing a scenario, its debrief, and the ways that lead there and back."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from advocacy_coach.course.library import Library, ScenarioEntry
from advocacy_coach.session import scenario
from advocacy_coach.session.events import ScenarioBegun, ScenarioEnded, SceneChosen
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.debrief import DebriefScreen
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.lesson import LessonScreen
from advocacy_coach.tui.screens.result import ResultScreen
from advocacy_coach.tui.screens.review import ReviewScreen
from advocacy_coach.tui.screens.scenario import ScenarioScreen
from advocacy_coach.tui.services import Services
from tests.conftest import PLAYED
from tests.tui.driving import SIZES, CoachPilot, offers, press, read_on, screen, sheet_text, visible


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """The course with scenarios, in a folder of its own."""
    folder = tmp_path / "course"
    shutil.copytree(PLAYED, folder)
    return folder


def playing(pilot: CoachPilot) -> ScenarioScreen:
    """The scenario on screen."""
    top = screen(pilot)
    assert isinstance(top, ScenarioScreen), top
    return top


def debrief(pilot: CoachPilot) -> DebriefScreen:
    """The debrief on screen."""
    top = screen(pilot)
    assert isinstance(top, DebriefScreen), top
    return top


async def go_to(pilot: CoachPilot, id: str) -> None:
    """The cursor of Home on a scenario."""
    home = screen(pilot)
    assert isinstance(home, HomeScreen)
    place = next(n for n, item in enumerate(home.items) if isinstance(item, ScenarioEntry) and item.id == id)
    await press(pilot, *["down"] * (place - home.cursor))


async def open_scenario(pilot: CoachPilot, id: str) -> None:
    """From Home into the first scene of a scenario, outside the lessons."""
    await go_to(pilot, id)
    await press(pilot, "enter")
    await read_on_to_scene(pilot)


async def open_notice(pilot: CoachPilot) -> None:
    """Into the first scene of “The notice”."""
    await open_scenario(pilot, "notice")


async def read_on_to_scene(pilot: CoachPilot) -> None:
    """Enter until a decision is asked for, or the story is over."""
    for _ in range(20):
        top = screen(pilot)
        if not isinstance(top, ScenarioScreen) or top.part in ("scene", "ending"):
            return
        await press(pilot, "enter")
    raise AssertionError("no decision came")


async def decide(pilot: CoachPilot, *choices: str) -> None:
    """Decide, scene after scene."""
    for id in choices:
        await read_on_to_scene(pilot)
        number = [choice.id for choice in playing(pilot).choices].index(id) + 1
        await press(pilot, str(number), "enter")
        assert playing(pilot).part == "consequence"


async def to_debrief(pilot: CoachPilot, *choices: str) -> None:
    """Play to the end and on to the debrief."""
    await decide(pilot, *choices)
    await read_on_to_scene(pilot)
    assert playing(pilot).part == "ending"
    await read_on(pilot)
    debrief(pilot)


def kinds(services: Services) -> list[str]:
    """What the record holds about scenarios, in words."""
    words = []
    for recorded in services.store.history(services.library.course.id):
        match recorded.event:
            case ScenarioBegun(play=number, path=path):
                words.append(f"begun {number} {' '.join(path)}".rstrip())
            case SceneChosen(play=number, choice=choice):
                words.append(f"chosen {number} {choice}")
            case ScenarioEnded(play=number, ending=ending):
                words.append(f"ended {number} {ending}")
    return words


@pytest.mark.parametrize("size", SIZES)
async def test_a_play_from_home_to_the_debrief(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await open_notice(pilot)
        assert "Brand specialist" in sheet_text(pilot)
        assert "What do you do?" in sheet_text(pilot)
        await decide(pilot, "order")
        assert kinds(services)[-1] == "chosen 0 order", "kept before its consequence is shown"
        assert "Everyone posts. Nobody talks." in sheet_text(pilot)
        await read_on_to_scene(pilot)
        assert "Was that an order?" in sheet_text(pilot)
        for word in ("Trust", "Reach", "Broken", "tempting"):
            assert word not in sheet_text(pilot), "nothing is judged while it is played"
        await to_debrief(pilot, "deny")
        assert kinds(services)[-1] == "ended 0 broken"
        told = " ".join(sheet_text(pilot).split())
        for words in ("Broken. Marks: 0 %", "Trust", "Forcing and interfering", "An offer with a deadline"):
            assert words in told
        assert all(len(line) <= size[0] for line in visible(app))
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)
        assert "Broken" in sheet_text(pilot)


async def test_the_debrief_says_what_each_decision_did(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await to_debrief(pilot, "order", "free")
        rows = [" ".join(row.text.split()) for row in screen(pilot).sheet.rows]
        trust = next(row for row in rows if row.startswith("Trust"))
        assert [word for word in trust.split() if word.isdecimal()] == ["50", "35", "35", "70"]
        assert trust.endswith("▼ −15 70")
        assert "At once: Trust −15, Reach +20" in rows
        assert "Later: Trust −10" in rows
        assert "Stronger: Pass it on as an offer" in rows
        assert "Why: I would offer it and ask for nothing." in rows
        assert "Pitfall: Forcing and interfering" in rows
        assert "• A free offer needs no reply." in rows
        assert not any("One firm only." in row for row in rows)
        await press(pilot, "e")
        assert "One firm only." in sheet_text(pilot)


async def test_going_back_to_a_decision_keeps_both_plays(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await to_debrief(pilot, "offer", "deny")
        await press(pilot, "2")
        assert playing(pilot).part == "scene"
        assert "Was that an order?" in sheet_text(pilot)
        await to_debrief(pilot, "free")
        assert "Solid" in sheet_text(pilot)
        assert "The best play counts: 100 %" in sheet_text(pilot)
    assert kinds(services) == [
        *("begun 0", "chosen 0 offer", "chosen 0 deny", "ended 0 stalled"),
        *("begun 1 offer", "chosen 1 free", "ended 1 good"),
    ]


async def test_after_a_good_ending_the_tempting_path_is_offered_and_marked(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await to_debrief(pilot, "wait")
        assert "t" not in offers(pilot)
        await press(pilot, "r")
        await to_debrief(pilot, "offer", "free")
        assert offers(pilot)["t"] == "try the tempting path"
        await press(pilot, "t")
        assert sheet_text(pilot).count("this is the tempting one") == 1
        await to_debrief(pilot, "order", "deny")
        assert "The best play counts: 100 %" in sheet_text(pilot)


async def test_enter_alone_never_decides_on_arrival(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        assert offers(pilot)["Enter"] == "pick"
        await press(pilot, "enter")
        assert offers(pilot)["Enter"] == "do it"
        assert kinds(services) == ["begun 0"]
        await press(pilot, "down", "space")
        assert playing(pilot).picked == playing(pilot).choices[1].id
        assert kinds(services) == ["begun 0"]
        await press(pilot, "9", "up", "up", "up")
        assert playing(pilot).cursor == 0


@pytest.mark.parametrize("size", SIZES)
async def test_a_lesson_plays_a_scenario_and_goes_on(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter")
        await read_on(pilot)
        assert "You lead a small team." in " ".join(sheet_text(pilot).split())
        await read_on(pilot)
        assert playing(pilot).part == "scene"
        await to_debrief(pilot, "offer", "free")
        assert offers(pilot)["Enter"] in ("go on", "read on")
        for _ in range(20):
            if not isinstance(screen(pilot), DebriefScreen):
                break
            await press(pilot, "enter")
        await pilot.pause()
        top = screen(pilot)
        assert isinstance(top, LessonScreen)
        assert top.now.place.step == "last"
        number = [option.id for option in top.options].index("they") + 1
        await press(pilot, str(number), "enter")
        await read_on(pilot)
        assert isinstance(screen(pilot), ResultScreen)
        assert "2 of 2 points" in " ".join(sheet_text(pilot).split())
        assert "The notice" in sheet_text(pilot)
    assert services.progress().lessons["talks"].best == 2


async def test_left_in_the_middle_it_goes_on_with_what_the_last_decision_did(
    app: CoachApp, services: Services, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await read_on(pilot)
        await read_on(pilot)
        await decide(pilot, "order")
    later = CoachApp(services, tmp_path / "crash.log")
    async with later.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await pilot.pause()
        assert playing(pilot).part == "consequence"
        assert "Everyone posts. Nobody talks." in sheet_text(pilot)
        await to_debrief(pilot, "free")
    assert kinds(services) == ["begun 0", "chosen 0 order", "chosen 0 free", "ended 0 stalled"]


async def test_a_play_left_in_a_lesson_is_found_from_the_list_of_scenarios(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await read_on(pilot)
        await read_on(pilot)
        await decide(pilot, "order")
        await press(pilot, "escape", "escape")
        assert "at decision 2" in sheet_text(pilot)
        await go_to(pilot, "notice")
        await press(pilot, "enter")
        await pilot.pause()
        assert playing(pilot).live.run.lesson.id == "talks"


async def test_a_scenario_that_changed_in_the_middle_is_told_and_starts_again(
    app: CoachApp, services: Services, course_dir: Path, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await decide(pilot, "order")
    file = course_dir / "scenarios" / "notice.yaml"
    file.write_text(file.read_text("utf-8").replace("trust: -20", "trust: -25"), "utf-8")
    services.library = Library.open(course_dir, None)
    later = CoachApp(services, tmp_path / "crash.log")
    async with later.run_test(size=(80, 24)) as pilot:
        await go_to(pilot, "notice")
        await press(pilot, "enter")
        words = " ".join(sheet_text(pilot).split())
        assert "was changed since you played it, so it starts again" in words
        await press(pilot, "enter")
        assert "Five posts by noon" in sheet_text(pilot)
        await to_debrief(pilot, "offer", "free")
    assert kinds(services) == [
        *("begun 0", "chosen 0 order"),
        *("begun 1", "chosen 1 offer", "chosen 1 free", "ended 1 good"),
    ]


async def test_a_change_of_wording_alone_goes_on_in_the_middle(
    app: CoachApp, services: Services, course_dir: Path, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await decide(pilot, "order")
    file = course_dir / "scenarios" / "notice.yaml"
    file.write_text(file.read_text("utf-8").replace("Nobody talks.", "Nobody smiles."), "utf-8")
    services.library = Library.open(course_dir, None)
    live = services.practise("notice")
    assert not scenario.changed(live.run)
    assert [decision.choice.feedback for decision in scenario.decisions(live.run)] == [
        "Everyone posts. Nobody smiles."
    ]


async def test_another_window_decides_first(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        other = services.practise("notice")
        other.take(scenario.choose(other.run, "offer"))
        number = [choice.id for choice in playing(pilot).choices].index("order") + 1
        await press(pilot, str(number), "enter")
        assert "Two people pick one." in sheet_text(pilot)
        assert kinds(services) == ["begun 0", "chosen 0 offer"]


async def test_a_broken_scenario_is_listed_with_its_reason_and_the_lesson_goes_on(
    services: Services, course_dir: Path, tmp_path: Path
) -> None:
    file = course_dir / "scenarios" / "notice.yaml"
    file.write_text(file.read_text("utf-8").replace("goto: corridor", "goto: nowhere"), "utf-8")
    services.library = Library.open(course_dir, None)
    app = CoachApp(services, tmp_path / "crash.log")
    async with app.run_test(size=(80, 24)) as pilot:
        home = screen(pilot)
        assert isinstance(home, HomeScreen)
        assert "cannot be opened" in sheet_text(pilot)
        await go_to(pilot, "notice")
        assert "notice.yaml" in sheet_text(pilot)
        await press(pilot, "enter")
        assert screen(pilot) is home
        await press(pilot, *["up"] * home.cursor, "enter")
        await read_on(pilot)
        assert "cannot be opened just now" in sheet_text(pilot)
        await read_on(pilot)
        top = screen(pilot)
        assert isinstance(top, LessonScreen)
        assert top.now.place.step == "last"


async def test_a_second_decision_of_an_ended_play_changes_nothing(services: Services) -> None:
    live = services.practise("poster")
    live.take(scenario.begin(live.run))
    live.take(scenario.choose(live.run, "ask"))
    assert scenario.ending(live.run) is not None
    again = scenario.choose(live.run, "more")
    assert again.run is live.run
    assert again.events == ()
    assert replace(live.run) == live.run


async def test_clicks_choose_and_go_back(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        sheet = playing(pilot).sheet
        row = next(y for y, row in enumerate(sheet.rows) if row.target == "choice:1")
        await pilot.click(sheet, offset=(10, row))
        await pilot.pause()
        assert playing(pilot).picked == playing(pilot).choices[1].id
        await to_debrief(pilot, "offer", "free")
        sheet = debrief(pilot).sheet
        sheet.reveal("decision:0")
        await pilot.pause()
        row = next(y for y, row in enumerate(sheet.rows) if row.target == "decision:0")
        await pilot.click(sheet, offset=(10, row - sheet.scroll_offset.y))
        await pilot.pause()
        assert "Five posts by noon" in sheet_text(pilot)


async def test_of_two_windows_that_end_a_play_otherwise_the_first_decision_stands(services: Services) -> None:
    first, second = services.practise("poster"), services.practise("poster")
    first.take(scenario.begin(first.run))
    second.take(scenario.begin(second.run))
    assert first.take(scenario.choose(first.run, "leave"))
    assert not second.take(scenario.choose(second.run, "ask"))
    for live in (first, second, services.practise("poster")):
        play = scenario.play(live.run)
        assert play is not None
        assert (play.path, play.ending) == (("leave",), "stalled")


async def test_a_tempting_choice_comes_back_the_next_day_as_a_question(
    app: CoachApp, services: Services, tmp_path: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_notice(pilot)
        await to_debrief(pilot, "order", "free")
    began = services.clock()
    services.clock = services.store._clock = lambda: began + timedelta(days=1)
    later = CoachApp(services, tmp_path / "crash.log")
    async with later.run_test(size=(80, 24)) as pilot:
        assert "1 to look at again" in sheet_text(pilot)
        await press(pilot, "up", "enter")
        assert "Brand specialist: Five posts by noon, please." in sheet_text(pilot)
        top = screen(pilot)
        assert isinstance(top, ReviewScreen)
        number = [option.id for option in top.options].index("offer") + 1
        await press(pilot, str(number), "enter")
        assert "Right." in sheet_text(pilot)
        await read_on(pilot)
        assert isinstance(screen(pilot), HomeScreen)
        assert "to look at again" not in sheet_text(pilot)
    assert [look.points for look in services.progress().looks["scene.notice/morning"]] == [0, 1]
