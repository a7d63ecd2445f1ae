"""Taking a lesson with the keyboard and the mouse."""

import pytest

from advocacy_coach.session import run as session
from advocacy_coach.session.events import Answered, LessonFinished, Place, Reflected
from advocacy_coach.session.scoring import key
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.screens.home import HomeScreen
from advocacy_coach.tui.screens.result import ResultScreen
from advocacy_coach.tui.services import Services
from tests.tui.driving import (
    SIZES,
    CoachPilot,
    lesson,
    offers,
    press,
    read_on,
    screen,
    sheet_text,
    visible,
    wait_until,
)

RUN = "00000000-0000-4000-8000-000000000001"


async def answer_by_key(pilot: CoachPilot) -> None:
    """Give the right answer to the question on screen, by the keyboard alone."""
    now = lesson(pilot)
    question, options = now.question, now.options
    ids = [option.id for option in options]
    words = key(question)
    match type(question).__name__:
        case "ChoiceQuestion" | "SelectQuestion":
            for id in words:
                await press(pilot, str(ids.index(id) + 1))
        case "BestWorstQuestion":
            for word in ("best", "worst"):
                id = next(id for id, given in words.items() if given == word)
                await press(pilot, str(ids.index(id) + 1))
        case "RankQuestion":
            for id in sorted(words, key=lambda id: int(words[id])):
                if id not in lesson(pilot).draft.response:
                    await press(pilot, str(ids.index(id) + 1))
        case "RateQuestion":
            for id in ids:
                await press(pilot, words[id])
        case "ClassifyQuestion":
            bins = [bin.id for bin in question.bins]  # type: ignore[union-attr]
            for id in ids:
                await press(pilot, str(bins.index(words[id]) + 1))
    assert dict(lesson(pilot).draft.response) == words
    assert offers(pilot)["Enter"] == "answer"
    await press(pilot, "enter")
    assert lesson(pilot).now.state == "answered"


async def take_to_end(pilot: CoachPilot) -> None:
    """Answer everything right until the result shows."""
    while not isinstance(screen(pilot), ResultScreen):
        now = lesson(pilot)
        if now.asking:
            await answer_by_key(pilot)
        if now.writing:
            await press(pilot, "ctrl+s")
        else:
            await read_on(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_question_is_at_most_two_keys_away(app: CoachApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        assert isinstance(screen(pilot), HomeScreen)
        await press(pilot, "enter")
        assert lesson(pilot).asking


@pytest.mark.parametrize("size", SIZES)
async def test_both_lessons_by_keyboard_at_every_size(
    app: CoachApp, services: Services, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter")
        await take_to_end(pilot)
        assert "100 %" in sheet_text(pilot)
        await read_on(pilot)
        await take_to_end(pilot)
        await read_on(pilot)
        assert type(screen(pilot)).__name__ == "SummaryScreen"
    progress = services.progress()
    assert all(lesson.finished for lesson in progress.lessons.values())
    assert len(progress.lessons) == 2


async def test_an_answer_is_in_the_record_before_its_feedback_shows(
    app: CoachApp, services: Services
) -> None:
    seen: list[bool] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        top = lesson(pilot)
        shown = top.sheet.show

        def spy(*args: object, **options: object) -> None:
            kept = any(isinstance(event, Answered) for event in services.store.events_of(RUN))
            seen.append(kept == (top.now.state == "answered"))
            shown(*args, **options)  # type: ignore[arg-type]

        top.sheet.show = spy  # type: ignore[method-assign]
        await press(pilot, "1", "enter")
        assert top.now.state == "answered"
    assert len(seen) >= 2
    assert all(seen)


async def test_feedback_appears_below_without_moving_what_was_read(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "1")
        before = [row.text[8:] for row in screen(pilot).sheet.rows]
        top = screen(pilot).sheet.scroll_offset.y
        await press(pilot, "enter")
        after = [row.text[8:] for row in screen(pilot).sheet.rows]
        assert after[: len(before)] == before
        assert len(after) > len(before) + 2
        assert screen(pilot).sheet.scroll_offset.y == top


async def test_picked_and_right_and_wrong_differ_in_text(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        wrong = next(
            n for n, o in enumerate(lesson(pilot).options, 1) if o.id not in key(lesson(pilot).question)
        )
        assert "(•)" not in sheet_text(pilot)
        await press(pilot, str(wrong))
        assert sheet_text(pilot).count("(•)") == 1
        await press(pilot, "enter")
        text = sheet_text(pilot)
        assert f"✗ (•) {wrong}" in text
        assert "✓ ( )" in text
        assert "Not this time." in text


async def test_enter_never_answers_by_accident(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "enter")
        assert lesson(pilot).asking
        assert offers(pilot)["Enter"] == "answer"
        await press(pilot, "down")
        assert offers(pilot)["Enter"] == "pick"
        await press(pilot, "enter")
        assert lesson(pilot).asking


async def test_leaving_and_coming_back_to_the_same_step(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "1", "enter")
        await read_on(pilot)
        place = lesson(pilot).now.place
        await press(pilot, "escape")
        assert isinstance(screen(pilot), HomeScreen)
        assert offers(pilot)["Enter"].startswith("go on")
        assert "steps" in sheet_text(pilot)
        await press(pilot, "enter")
        assert lesson(pilot).now.place == place
    again = CoachApp(services)
    async with again.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert lesson(pilot).now.place == place


async def test_hints_back_and_evidence(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "1", "enter")
        await read_on(pilot)
        assert "E05" in sheet_text(pilot)
        await press(pilot, "e")
        assert "Keep in mind:" in sheet_text(pilot)
        await read_on(pilot)
        assert "hint" in offers(pilot).values()
        await press(pilot, "h")
        assert "Hint 1: Think of what" in sheet_text(pilot)
        await press(pilot, "h", "h")
        assert "Hint 2: " in sheet_text(pilot)
        assert "hint" not in offers(pilot).values()
        await press(pilot, "b")
        assert lesson(pilot).now.place == Place("one-message")


async def test_a_missed_question_comes_back_and_the_result_offers_it_again(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        while lesson(pilot).now.place.round == 0:
            now = lesson(pilot)
            if now.asking and now.now.place.step == "new-advert":
                wrong = next(n for n, o in enumerate(now.options, 1) if o.id != "staff")
                await press(pilot, str(wrong), "enter")
            elif now.asking:
                await answer_by_key(pilot)
            if now.writing:
                await press(pilot, "ctrl+s")
            else:
                await read_on(pilot)
        assert lesson(pilot).now.place == Place("new-advert", 1)
        assert screen(pilot).rail.position == "once more, 1 of 1"
        await answer_by_key(pilot)
        await read_on(pilot)
        assert isinstance(screen(pilot), ResultScreen)
        assert "50 %" in sheet_text(pilot)
        assert "Put right later." in sheet_text(pilot)
        assert "m" not in offers(pilot)
        await press(pilot, "b")
        assert lesson(pilot).now.at == 0
        await press(pilot, "escape", "up", "enter")
        assert isinstance(screen(pilot), ResultScreen)
        await press(pilot, "r")
        assert lesson(pilot).asking
        assert lesson(pilot).live.id != RUN


async def test_a_reflection_is_kept_on_leaving_and_a_bare_starter_is_not(
    app: CoachApp, services: Services
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        while not lesson(pilot).writing:
            if lesson(pilot).asking:
                await answer_by_key(pilot)
            await read_on(pilot)
            await pilot.pause()
        assert offers(pilot)["Ctrl+S"] == "keep and go on"
        await press(pilot, "tab", "escape")
        assert not any(isinstance(event, Reflected) for event in services.store.events_of(RUN))
        await press(pilot, "enter")
        await wait_until(lambda: lesson(pilot).writing)
        await press(pilot, *"ok", "q", "question_mark", "escape", "escape")
        assert isinstance(screen(pilot), HomeScreen)
    kept = [event for event in services.store.events_of(RUN) if isinstance(event, Reflected)]
    assert [event.text for event in kept] == ["They would say okq?"]


async def test_another_window_that_was_first_is_respected(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await press(pilot, "enter")
        mine, theirs = (option.id for option in lesson(pilot).options[:2])
        other = services.open("voices")
        assert other.take(session.answer(other.run, {theirs: "picked"}))
        await press(pilot, "1")
        assert dict(lesson(pilot).draft.response) == {mine: "picked"}
        await press(pilot, "enter")
        assert lesson(pilot).now.answer is not None
        given = lesson(pilot).now.answer
        assert given is not None
        assert dict(given.response) == {theirs: "picked"}
        await wait_until(lambda: any("Another window" in n.message for n in app._notifications))
    assert sum(isinstance(event, Answered) for event in services.store.events_of(RUN)) == 1


async def test_finishing_is_recorded_once(app: CoachApp, services: Services) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await take_to_end(pilot)
        await press(pilot, "b")
        for _ in range(len(lesson(pilot).now.stops)):
            if isinstance(screen(pilot), ResultScreen):
                break
            await press(pilot, "ctrl+s") if lesson(pilot).writing else await read_on(pilot)
        assert isinstance(screen(pilot), ResultScreen)
    events = services.store.events_of(RUN)
    assert sum(isinstance(event, LessonFinished) for event in events) == 1


async def test_everything_works_with_the_mouse(app: CoachApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await _click_text(pilot, "start:")
        assert lesson(pilot).asking
        await _click_text(pilot, "( ) 2")
        assert "(•) 2" in sheet_text(pilot)
        await _click_text(pilot, "answer")
        assert lesson(pilot).now.state == "answered"
        while lesson(pilot).now.at == 0:
            await _click_text(pilot, "Enter")
        assert lesson(pilot).now.at == 1
        await _click_text(pilot, "home")
        assert isinstance(screen(pilot), HomeScreen)
        await _click_text(pilot, "An order is not an offer")
        await _click_text(pilot, "An order is not an offer")
        assert lesson(pilot).now.lesson.id == "forcing"


async def _click_text(pilot: CoachPilot, words: str) -> None:
    assert isinstance(pilot.app, CoachApp)
    lines = visible(pilot.app)
    y = next(index for index, line in enumerate(lines) if words in line)
    await pilot.click(offset=(lines[y].index(words), y))
    await pilot.pause()


async def test_down_moves_the_cursor_also_where_the_question_is_longer_than_the_window(app: CoachApp) -> None:
    async with app.run_test(size=(40, 8)) as pilot:
        await press(pilot, "enter")
        assert lesson(pilot).sheet.more_below
        await press(pilot, "down")
        assert lesson(pilot).draft.cursor == 1
        assert any("› ( ) 2" in line for line in visible(app))
        await press(pilot, "up")
        assert lesson(pilot).draft.cursor == 0


async def test_pages_scroll_by_keys_and_the_action_line_follows(app: CoachApp) -> None:
    async with app.run_test(size=(40, 10)) as pilot:
        await press(pilot, "enter", "1", "enter")
        await read_on(pilot)
        assert lesson(pilot).now.state == "reading"
        assert offers(pilot)["Enter"] == "read on"
        await press(pilot, "down", "down")
        assert lesson(pilot).sheet.scroll_offset.y == 2
        await press(pilot, "end")
        assert not lesson(pilot).sheet.more_below
        assert offers(pilot)["Enter"] == "go on"
        await press(pilot, "home")
        assert offers(pilot)["Enter"] == "read on"
        await press(pilot, "pagedown", "pageup")
        assert lesson(pilot).sheet.scroll_offset.y == 0


async def test_enter_reads_on_while_no_option_is_in_sight(app: CoachApp) -> None:
    async with app.run_test(size=(22, 8)) as pilot:
        await press(pilot, "enter")
        assert not lesson(pilot).options_in_sight
        assert offers(pilot)["Enter"] == "read on"
        await press(pilot, "enter")
        assert not lesson(pilot).draft.response
        for _ in range(5):
            if lesson(pilot).options_in_sight:
                break
            await press(pilot, "enter")
        assert offers(pilot)["Enter"] == "pick"
