"""The tools: opening and closing check, plan check, mood check, and the mood of a team, by keyboard."""

from pathlib import Path

import pytest

from advocacy_coach import paths
from advocacy_coach.course.tools import MoodCheck, PlanCheck, Situations
from advocacy_coach.session.guidance import form as forms
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.screens.entry import LineEntry
from advocacy_coach.tui.screens.form import FormScreen
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.mood import MoodScreen
from advocacy_coach.tui.screens.plan import PlanScreen
from advocacy_coach.tui.screens.team import TeamScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import SIZES, CoachPilot, offers, press, screen, sheet_text, visible


@pytest.fixture
def course_dir() -> Path:
    """The shipped course, which has every tool; nothing here writes to it."""
    return paths.shipped_lessons() / "en"


@pytest.fixture
def situations(services: Services) -> Situations:
    """The opening and closing check."""
    found = services.library.situations()
    assert found is not None
    return found


@pytest.fixture
def plan(services: Services) -> PlanCheck:
    """The plan check."""
    found = services.library.plan_check()
    assert found is not None
    return found


@pytest.fixture
def mood(services: Services) -> MoodCheck:
    """The mood check."""
    found = services.library.mood_check()
    assert found is not None
    return found


async def open_tool(pilot: CoachPilot, name: str) -> None:
    """From Home into a tool."""
    home = screen(pilot)
    assert isinstance(home, HomeScreen)
    step = [item.id for item in home.items].index(name) - home.cursor
    await press(pilot, *["down" if step > 0 else "up"] * abs(step), "enter")


def words(pilot: CoachPilot) -> str:
    """All that the sheet says, on one line."""
    return " ".join(sheet_text(pilot).split())


def form(pilot: CoachPilot) -> FormScreen:
    """The check on screen."""
    top = screen(pilot)
    assert isinstance(top, FormScreen), top
    return top


async def answer(pilot: CoachPilot, *, right: bool, sure: str) -> None:
    """Answer the situation on screen with its key, or the wrong way round, and say how sure."""
    keys = {option.key: n for n, option in enumerate(form(pilot).options, 1) if option.key}
    first, second = (keys["best"], keys["worst"]) if right else (keys["worst"], keys["best"])
    await press(pilot, str(first), str(second))
    while form(pilot).part == "item":
        await press(pilot, "enter")
    await press(pilot, sure)


async def take(pilot: CoachPilot, right: int) -> None:
    """Take a whole check; the first ``right`` situations as the key says, the rest wrong and sure of it."""
    while form(pilot).part == "intro":
        await press(pilot, "enter")
    for index in range(len(form(pilot).form.items)):
        await answer(pilot, right=index < right, sure="2" if index < right else "3")
    await press(pilot, "1", "2")
    assert form(pilot).part == "result"


@pytest.mark.parametrize("size", SIZES)
async def test_opening_and_closing_check(
    app: CoachApp, services: Services, situations: Situations, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await open_tool(pilot, "opening-check")
        assert "not validated for selection or appraisal" in words(pilot)
        await take(pilot, right=5)
        assert "10 of 20 points" in words(pilot)
        assert situations.forms[1].items[0].explain.split(".")[0] not in words(pilot)
        assert all(len(line) <= size[0] for line in visible(app))
        await press(pilot, "escape")
        assert "10 of 20" in sheet_text(pilot)
        await open_tool(pilot, "closing-check")
        await take(pilot, right=8)
        said = words(pilot)
        assert "Before 10, now 16: +6" in said
        assert "16 of 20 points" in said
        first = said.index("You were sure of this one")
        assert first < said.index(" ".join(situations.forms[0].items[0].explain.split())[:30]) or first < 900
    opening, closing = (services.progress().sheets_of(f"{name}-check")[0] for name in ("opening", "closing"))
    assert {opening.results["form"], closing.results["form"]} == {"a", "b"}
    assert (opening.results["points"], closing.results["points"]) == ("10", "16")
    assert (closing.results["key"], closing.results["key_version"]) == (situations.key.method, "1")
    assert opening.marks["would-do"]
    assert opening.marks["sure"] == "2"


async def test_a_check_goes_on_where_it_was_left(app: CoachApp, services: Services, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "opening-check")
        await press(pilot, "enter")
        await answer(pilot, right=True, sure="1")
        keys = {option.key: n for n, option in enumerate(form(pilot).options, 1) if option.key}
        await press(pilot, str(keys["best"]), str(keys["worst"]), "enter")
        assert form(pilot).part == "sure"
    later = CoachApp(services, tmp_path / "crash.log")
    async with later.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "opening-check")
        assert (form(pilot).part, form(pilot).at) == ("item", 1)
        assert offers(pilot)["Enter"] == "go on", "the picks are there again"
        await press(pilot, "b")
        assert form(pilot).at == 0
        assert "You said: a guess." in words(pilot)


async def test_an_answer_can_be_changed_until_the_end(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "opening-check")
        await press(pilot, "enter")
        await answer(pilot, right=False, sure="3")
        await press(pilot, "b", "backspace", "down", "backspace", "down", "backspace", "down", "backspace")
        await answer(pilot, right=True, sure="1")
    sheet = services.progress().sheets_of("opening-check")[0]
    tool = services.library.situations()
    assert tool is not None
    reading = forms.read(tool, next(f for f in tool.forms if f.id == sheet.marks["form"]), sheet.marks)
    assert reading.items[0].points == 2
    assert reading.items[0].sure == 1


@pytest.mark.parametrize("size", SIZES)
async def test_plan_check_says_red_as_you_tick_and_compares_later(
    app: CoachApp, services: Services, plan: PlanCheck, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await open_tool(pilot, "plan-check")
        top = screen(pilot)
        assert isinstance(top, PlanScreen)
        assert plan.results.green.title in words(pilot)
        await press(pilot, "space")
        assert plan.results.red.title in words(pilot)
        assert " ".join(plan.practices[0].instead.split()) in words(pilot)
        await press(pilot, "down", "space")
        await press(pilot, *["down"] * 17, "space", "n")
        assert isinstance(pilot.app.screen, LineEntry)
        await press(pilot, *["backspace"] * 20, *"Spring", "enter")
        await press(pilot, "enter")
        said = words(pilot)
        assert "2 risks, 2 of them stop the plan" in said
        assert " ".join(plan.practices[1].why.split()) in said
        assert plan.signs[0].keep.split(".")[0] in said
        await press(pilot, "e")
        assert "Keep in mind:" in words(pilot)
        await press(pilot, "r", "space", "enter")
        assert "1 risk fewer than on 2026-11-24." in words(pilot)
        assert f"Gone: {plan.practices[0].text}" in words(pilot)
        await press(pilot, "escape")
        assert "red" in sheet_text(pilot)
        await open_tool(pilot, "plan-check")
        assert isinstance(pilot.app.screen, Dialog)
        shown = "\n".join(visible(app))
        assert "Which plan?" in shown
        assert "Spring: red, 2026-11-24" in shown
        await press(pilot, "escape")
    first, second = services.progress().sheets_of("plan-check")
    assert (first.results["sum"], second.results["sum"]) == ("8", "4")
    assert second.marks["name"] == "Spring"


@pytest.mark.parametrize("size", SIZES)
async def test_mood_check_of_a_manager(app: CoachApp, mood: MoodCheck, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await open_tool(pilot, "mood-check")
        top = screen(pilot)
        assert isinstance(top, MoodScreen)
        await press(pilot, *"555")
        assert offers(pilot)["Enter"] == "next open one"
        await press(pilot, *"555555555555")
        await press(pilot, "enter")
        assert f"100 of 100: {mood.bands[-1].title}" in words(pilot)
        assert " ".join(mood.note.split()) in words(pilot)
        await press(pilot, "r", *"0000", *"33333333333", "enter")
        assert mood.unknown.title in words(pilot)
        assert "of 100:" not in words(pilot)
        assert all(len(line) <= size[0] for line in visible(app))


async def test_a_low_gate_caps_the_band_and_an_unknown_one_is_named(app: CoachApp, mood: MoodCheck) -> None:
    gates = [number for number, statement in enumerate(mood.statements) if statement.gate]
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "mood-check")
        answers = ["5"] * len(mood.statements)
        answers[gates[0]], answers[gates[1]] = "2", "0"
        await press(pilot, *answers, "enter")
        assert f": {next(b.title for b in mood.bands if b.id == mood.gates.band)}" in words(pilot)
        assert "Low, whatever the rest says" in words(pilot)
        assert f"? {mood.statements[gates[1]].text}" in words(pilot)


def typed(services: Services, mood: MoodCheck, **groups: str) -> None:
    """An open sheet of a team: for each group the same counts for every statement."""
    marks = {}
    for number, (name, counts) in enumerate(groups.items()):
        marks[f"group.{number}"] = name
        marks |= {f"{number}.{statement.id}": counts for statement in mood.statements}
    services.begin_sheet("team-check", marks)


async def test_mood_of_a_team_from_paper(app: CoachApp, services: Services, mood: MoodCheck) -> None:
    typed(services, mood, Everybody="0 0 0 10 0 0", Night="4 0 0 0 0 0")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "team-check")
        top = screen(pilot)
        assert isinstance(top, TeamScreen)
        await press(pilot, "p", *"30", "enter", "g", *"Yard", "enter")
        assert top.group == 2
        await press(pilot, "enter", *"0", "space", *"0", "space", *"6", "space", *"0", "space", "0", "enter")
        assert top.marks[f"2.{mood.statements[0].id}"] == "0 0 6 0 0 0"
        assert top.cursor == 1
        for statement in mood.statements[1:]:
            top.mark(f"2.{statement.id}", "0 0 6 0 0 0")
        await press(pilot, "left")
        assert top.group == 1
        await press(pilot, "x", "enter")
        said = words(pilot)
        assert "20 answers, 66 % of those asked" in said
        assert "Night not shown" in said
        assert "Yard not shown" in said, "or the four of the night shift could be worked out"
        assert "Everybody 10 answers" in said
        assert services.progress().sheets_of("team-check")[0].results["score"] == "53"
        await press(pilot, "g", "p", "x")
        assert isinstance(pilot.app.screen, TeamScreen), "what was shown cannot change"


async def test_four_answers_show_nothing(app: CoachApp, services: Services, mood: MoodCheck) -> None:
    typed(services, mood, Everybody="0 0 0 4 0 0")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "team-check")
        await press(pilot, "x", "enter")
        assert "Fewer than 5 answers, so nothing is shown." in words(pilot)
        assert "of 100" not in words(pilot)


async def test_counts_that_are_none_are_explained_and_the_old_ones_stay(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await open_tool(pilot, "team-check")
        await press(pilot, "enter", *"1", "space", *"2", "enter")
        assert any("Five or six whole numbers" in line for line in visible(app))
        top = screen(pilot)
        assert isinstance(top, TeamScreen)
        assert not any(item.startswith("0.") for item in top.marks)


async def test_a_manager_who_sees_it_rosier_is_told(
    app: CoachApp, services: Services, mood: MoodCheck
) -> None:
    typed(services, mood, Everybody="0 0 9 0 0 0")
    async with app.run_test(size=(80, 24)) as pilot:
        await open_tool(pilot, "team-check")
        await press(pilot, "x", "enter", "escape")
        await open_tool(pilot, "mood-check")
        await press(pilot, *"5" * len(mood.statements), "enter")
        assert "You: 100. Your team: 50." in words(pilot)
