"""The ballot page on phones of a real browser, with and without scripts, against a booth that runs."""

import gzip
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from advocacy_coach import paths
from advocacy_coach.course.library import Library
from advocacy_coach.workshop import gate
from advocacy_coach.workshop.ballot import page
from advocacy_coach.workshop.ballot.words import words
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.show import Show
from tests.workshop.made import AT, begun, places
from tests.workshop.phones import Driver, Hall, Log, Phone, hall

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"

CHOOSE = "Choose one answer."
CLOSED = "Voting is closed."
KEPT = "Connection lost; your vote counts as soon as it is back."
LATE = "Voting closed before your answer arrived."
OVER = "The workshop is over. Thank you."
WAIT = "Wait for the next question."
SHORT, LONG = (320, 568), (360, 640)

READ = PhoneScreen(
    "read",
    title="An old post",
    lines=("An employee's post from two years ago is being shared again.", "What do you do first?"),
    options=(
        "Ask Marta how she is and what she wants to do.",
        "Ask her to delete the post today.",
        "Wait and see whether it blows over.",
        "Report it to the communication team, with her name.",
    ),
)
VOTE = replace(READ, kind="vote", round="old-post#1")
CLOSED_VOTE = replace(READ, kind="vote")
AGAIN = replace(READ, kind="vote", round="old-post#2")
COMPARE = replace(READ, kind="told", first=(9, 4, 1, 11), second=(17, 4, 1, 3), voted=(25, 25))
EXPLAIN = replace(COMPARE, right=(0,), explain=("The post is hers, and so is the decision.",))
MANY = replace(
    VOTE, many=True, round="signs#1", title="Signs", options=("Fewer posts.", "Short answers.", "Jokes.")
)
MOOD = PhoneScreen(
    "mood",
    title="Mood of the team",
    lines=("Nobody sees what you answer.",),
    round="mood#1",
    statements=("I may say no.", "My boss listens."),
    scale=("Not at all", "Rather not", "Rather", "Fully", "I don’t know"),
    groups=("North", "South"),
)
LEAST = PhoneScreen(title="Welcome")
GOODBYE = PhoneScreen("over", title="Thank you")
PHASES = {
    "wait": LEAST,
    "read": READ,
    "vote": VOTE,
    "many": MANY,
    "compare": COMPARE,
    "explain": EXPLAIN,
    "mood": MOOD,
    "over": GOODBYE,
}
each_phase = pytest.mark.parametrize("screen", PHASES.values(), ids=PHASES)

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><b>bold</b>",
    "</script><!--<script> ]]> \u2028 &lt;i&gt; &amp;",
    "\u202eright to left\u202c שלום مرحبا",
    "🙂👩‍👩‍👧‍👦🏳️‍🌈 {letters} {n} \\u003c ${W} `",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 4,
)


def yours(letters: str) -> str:
    """What the line of status says after an answer."""
    return f"Your answer: {letters}. You can change it until voting closes."


@pytest.fixture(scope="session")
def driver() -> Iterator[Driver]:
    """One browser for all tests."""
    made = Driver()
    yield made
    made.end()


@pytest.fixture
async def room(driver: Driver, tmp_path: Path) -> AsyncIterator[Hall]:
    async with hall(driver, tmp_path) as made:
        yield made


async def votes(room: Hall, *counts: int) -> None:
    """Return when the booth counts these votes in the round that is open."""
    await room.until(lambda: room.booth.seen.counts == counts)


class TestJoining:
    async def test_by_the_address_with_the_code(self, room: Hall) -> None:
        seen = await (await room.joined()).look(status=WAIT)
        assert (seen.heading, seen.language, seen.url) == ("Workshop", "en", room.url)
        await room.until(lambda: (room.booth.seen.joined, room.booth.seen.connected) == (1, 1))

    async def test_by_typing_the_code_after_a_wrong_one(self, room: Hall) -> None:
        phone = await room.phone()
        assert await phone.goto(room.door) == 200
        await phone.tap("input")
        await phone.type("AAAA")
        await phone.tap("button")
        seen = await phone.look(status="That is not the code on the wall. Please look again.")
        assert seen.elements.count("input") == 1
        await phone.tap("input")
        await phone.type("k7 qf")
        await phone.press("Enter")
        assert (await phone.look(status=WAIT)).url == room.url

    @pytest.mark.parametrize(
        ("accepted", "language", "status"),
        [
            ("de-DE,de;q=0.9", "en", WAIT),
            ("en-GB,en;q=0.9,pl;q=0.8", "en", WAIT),
            ("pl-PL,pl;q=0.9,en;q=0.8", "pl", "Poczekaj na następne pytanie."),
        ],
    )
    async def test_in_the_language_of_the_phone(
        self, room: Hall, accepted: str, language: str, status: str
    ) -> None:
        seen = await (await room.joined(language=accepted)).look(status=status)
        assert seen.language == language

    async def test_somebody_late_sees_what_is_on(self, room: Hall) -> None:
        await room.joined(VOTE)
        late = await room.joined()
        assert (await late.look(status=CHOOSE)).heading == VOTE.title


class TestVoting:
    async def test_a_question_is_read_before_it_can_be_answered(self, room: Hall) -> None:
        phone = await room.joined(READ)
        seen = await phone.look(status="Read this; the vote comes next.")
        assert "button" not in seen.elements
        assert all(option in seen.text for option in READ.options)
        await room.booth.show(VOTE)
        assert (await phone.look(status=CHOOSE)).elements.count("button") == 4

    async def test_an_answer_can_be_changed_until_the_vote_closes(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.choose("B")
        assert (await phone.look(status=yours("B"))).on == (("c", "1"),)
        await votes(room, 0, 1, 0, 0)
        await phone.choose("D")
        seen = await phone.look(status=yours("D"))
        assert (seen.on, seen.text.count("✓ your answer")) == ((("c", "3"),), 1)
        await votes(room, 0, 0, 0, 1)
        assert (await room.booth.close(VOTE.round)).counts == (0, 0, 0, 1)
        seen = await phone.look(text=CLOSED)
        assert "button" not in seen.elements

    async def test_a_second_round_begins_without_an_answer(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        await room.booth.show(AGAIN)
        assert (await phone.look(status=CHOOSE)).on == ()
        await phone.choose("A")
        await phone.look(status=yours("A"))
        await votes(room, 1, 0, 0, 0)

    async def test_what_was_voted_and_why_comes_when_it_is_told(self, room: Hall) -> None:
        phone = await room.joined(VOTE)
        await room.booth.show(COMPARE)
        seen = await phone.look(text="First vote: 9 votes, 36\N{NO-BREAK SPACE}%")
        for told in (
            "Second vote: 17 votes, 68\N{NO-BREAK SPACE}%",
            "First vote: 1 vote, 4\N{NO-BREAK SPACE}%",
            "Second vote: 3 votes, 12\N{NO-BREAK SPACE}%",
        ):
            assert told in seen.text
        assert "Recommended" not in seen.text
        await room.booth.show(EXPLAIN)
        assert EXPLAIN.explain[0] in (await phone.look(text="Recommended: A")).text

    async def test_who_joins_while_it_is_told_sees_the_same(self, room: Hall) -> None:
        await room.booth.show(VOTE)
        phone = await room.joined()
        await phone.look(status=CHOOSE)
        await room.booth.show(EXPLAIN)
        live = await phone.look(text="Recommended: A")
        await phone.reload()
        loaded = await phone.look(text="Recommended: A")
        assert (loaded.text, loaded.heading) == (live.text, live.heading)

    async def test_the_answer_is_there_after_loading_again(self, room: Hall) -> None:
        phone = await room.joined(VOTE)
        await phone.choose("C")
        await phone.look(status=yours("C"))
        await phone.reload()
        assert (await phone.look(status=yours("C"))).on == (("c", "2"),)
        assert room.booth.seen.joined == 1

    async def test_two_tabs_of_a_phone_have_one_vote(self, room: Hall) -> None:
        phone = await room.joined(VOTE)
        await phone.choose("A")
        await phone.look(status=yours("A"))
        other = await phone.tab()
        await other.goto(room.url)
        await other.look(status=yours("A"))
        await other.choose("B")
        await other.look(status=yours("B"))
        await votes(room, 0, 1, 0, 0)

    async def test_a_tab_that_was_closed_for_newer_ones_votes_again_when_it_is_used(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.open_streams(2)
        await phone.look(status="Connection lost; it will come back by itself.")
        await phone.choose("C")
        await phone.look(status=yours("C"))
        await votes(room, 0, 0, 1, 0)

    async def test_several_answers_are_sent_together(self, room: Hall) -> None:
        phone = await room.live(MANY)
        await phone.look(status="Tick what applies, then send.")
        await phone.choose("A")
        await phone.choose("C")
        await phone.tap("button.button")
        await phone.look(status=yours("A, C"))
        await votes(room, 1, 0, 1)

    async def test_the_form_that_came_with_the_page_goes_by_the_stream_as_well(self, room: Hall) -> None:
        phone = await room.joined(MOOD)
        await phone.connected()
        for name, value in (("g", 1), ("s0", 3), ("s1", 4)):
            await phone.tap(f'label:has([name={name}][value="{value}"])')
        await phone.tap("button.button")
        await phone.look(status="Your answers are in. You can change them until voting closes.")
        closed = await room.booth.close(MOOD.round)
        assert closed.tables == (((0,) * 5,) * 2, ((0, 0, 0, 1, 0), (0, 0, 0, 0, 1)))
        assert (await phone.log()).loaded.count(room.url) == 1

    async def test_in_polish(self, room: Hall) -> None:
        phone = await room.joined(VOTE, language="pl")
        await phone.choose("B")
        await phone.look(status="Twoja odpowiedź: B. Możesz ją zmienić do końca głosowania.")
        await room.booth.show(EXPLAIN)
        seen = await phone.look(text="Zalecane: A")
        for told in (
            "Pierwsze głosowanie: 9 głosów, 36\N{NO-BREAK SPACE}%",
            "Drugie głosowanie: 3 głosy, 12\N{NO-BREAK SPACE}%",
            "1 głos, 4\N{NO-BREAK SPACE}%",
        ):
            assert told in seen.text


class TestBrokenConnections:
    async def test_a_vote_without_a_network_is_sent_when_it_is_back(self, room: Hall) -> None:
        phone = await self._offline_with_an_answer(room)
        await phone.offline(False)
        await phone.look(status=yours("C"))
        await votes(room, 0, 0, 1, 0)

    async def test_a_vote_that_comes_too_late_is_told_so(self, room: Hall) -> None:
        phone = await self._offline_with_an_answer(room)
        await room.booth.show(AGAIN)
        await phone.offline(False)
        assert (await phone.look(status=LATE)).on == ()
        assert (await room.booth.close(AGAIN.round)).people == 0

    async def _offline_with_an_answer(self, room: Hall) -> Phone:
        phone = await room.live(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        await votes(room, 0, 1, 0, 0)
        await phone.offline(True)
        await phone.choose("C")
        await phone.look(status=KEPT)
        assert room.booth.seen.counts == (0, 1, 0, 0)
        return phone

    async def test_a_vote_that_got_lost_on_the_way_is_sent_again(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.lose_next_message()
        await phone.choose("C")
        await phone.look(status=yours("C"))
        await votes(room, 0, 0, 1, 0)
        assert _streams(await phone.log()) == 2

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGSTOP")
    async def test_a_vote_that_nobody_acknowledges_waits_for_a_new_stream(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        pid = room.booth.pid
        os.kill(pid, signal.SIGSTOP)
        try:
            await phone.choose("C")
            await phone.look(status=KEPT)
            await phone.choose("D")
        finally:
            os.kill(pid, signal.SIGCONT)
        assert (await phone.look(status=yours("D"))).on == (("c", "3"),)
        await votes(room, 0, 0, 0, 1)
        assert _streams(await phone.log()) > 1
        assert room.lost == []

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
    async def test_a_booth_that_was_killed_comes_back_with_the_vote(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        os.kill(room.booth.pid, signal.SIGKILL)
        await room.until(lambda: bool(room.lost) and room.booth.seen.connected == 1)
        assert (await phone.look(status=yours("B"))).on == (("c", "1"),)
        await phone.choose("D")
        await phone.look(status=yours("D"))
        await votes(room, 0, 0, 0, 1)


def _streams(log: Log) -> int:
    """How many streams a page opened so far."""
    return sum(url.startswith("ws:") for url in log.loaded)


class TestWithTheKeyboard:
    async def test_the_focus_stays_on_what_was_chosen(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.press("Tab", "Tab", "Space")
        seen = await phone.look(status=yours("B"))
        assert seen.focus is not None
        assert (seen.focus.tag, seen.focus.value) == ("button", "1")
        await phone.press("Tab", "Enter")
        seen = await phone.look(status=yours("C"))
        assert seen.focus is not None
        assert seen.focus.value == "2"
        await room.booth.show(AGAIN)
        seen = await phone.look(status=CHOOSE)
        assert seen.focus is not None
        assert (seen.focus.tag, seen.focus.value) == ("button", "2")
        await room.booth.show(COMPARE)
        seen = await phone.look(text="36\N{NO-BREAK SPACE}%", focus=COMPARE.title)
        assert seen.focus is not None
        assert seen.focus.tag == "h1"

    async def test_several_answers(self, room: Hall) -> None:
        phone = await room.live(MANY)
        await phone.press("Tab", "Space", "Tab", "Tab", "Space", "Tab", "Enter")
        seen = await phone.look(status=yours("A, C"))
        assert seen.on == (("c", "0"), ("c", "2"))
        assert seen.focus is not None
        assert seen.focus.text == "Send"

    async def test_the_mood_check(self, room: Hall) -> None:
        phone = await room.live(MOOD)
        # Space ticks the first of a group, an arrow the next one.
        await phone.press(
            "Tab", "Space", "ArrowDown", "Tab", "Space", "Tab", "Space", "ArrowDown", "ArrowDown"
        )
        await phone.press("Tab", "Enter")
        seen = await phone.look(status="Your answers are in. You can change them until voting closes.")
        assert seen.on == (("g", "1"), ("s0", "0"), ("s1", "2"))
        assert seen.focus is not None
        assert seen.focus.text == "Send"
        closed = await room.booth.close(MOOD.round)
        assert closed.tables == (((0,) * 5,) * 2, ((1, 0, 0, 0, 0), (0, 0, 1, 0, 0)))

    async def test_what_a_screen_reader_finds(self, room: Hall) -> None:
        phone = await room.joined(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        heard = await phone.heard()
        assert ["heading", VOTE.title, None] in heard
        assert ["button", f"A {VOTE.options[0]}", False] in heard
        assert ["button", f"B {VOTE.options[1]} ✓ your answer", True] in heard


class TestWithoutAScript:
    async def test_vote_change_and_see_it_closed(self, room: Hall) -> None:
        phone = await room.joined(VOTE, script=False)
        await phone.choose("B")
        assert (await phone.look(status=yours("B"))).on == (("c", "1"),)
        await phone.choose("A")
        await phone.look(status=yours("A"))
        await votes(room, 1, 0, 0, 0)
        await room.booth.close(VOTE.round)
        await phone.choose("C")
        await phone.look(status=LATE)
        await phone.tap("a")
        seen = await phone.look(text=CLOSED)
        assert "form" not in seen.elements

    async def test_several_answers(self, room: Hall) -> None:
        phone = await room.joined(MANY, script=False)
        await phone.choose("B")
        await phone.choose("C")
        await phone.tap("button.button")
        await phone.look(status=yours("B, C"))
        await votes(room, 0, 1, 1)

    async def test_the_mood_check(self, room: Hall) -> None:
        phone = await room.joined(MOOD, script=False)
        for name, value in (("g", 0), ("s0", 3), ("s1", 4)):
            await phone.tap(f'label:has([name={name}][value="{value}"])')
        await phone.tap("button.button")
        seen = await phone.look(status="Your answers are in. You can change them until voting closes.")
        assert seen.on == (("g", "0"), ("s0", "3"), ("s1", "4"))
        closed = await room.booth.close(MOOD.round)
        assert closed.tables == (((0, 0, 0, 1, 0), (0, 0, 0, 0, 1)), ((0,) * 5,) * 2)


class TestLooks:
    @pytest.mark.parametrize("screen", [READ, CLOSED_VOTE, EXPLAIN], ids=["read", "closed", "told"])
    @pytest.mark.parametrize("script", [True, False])
    async def test_what_cannot_be_chosen_does_not_look_like_it(
        self, room: Hall, screen: PhoneScreen, script: bool
    ) -> None:
        phone = await room.live(screen) if script else await room.joined(screen, script=False)
        seen = await phone.look(text=screen.options[3])
        assert seen.elements.count("li") == 4
        assert not {"button", "label", "form"} & set(seen.elements)
        assert await phone.styles("li", "borderTopWidth", "borderLeftWidth") == [["0px", "0px"]] * 4
        await room.booth.show(VOTE)
        if not script:
            await phone.reload()
        assert (await phone.look(status=CHOOSE)).elements.count("button") == 4
        assert await phone.styles("button", "borderTopWidth", "borderLeftWidth") == [["2px", "2px"]] * 4

    @pytest.mark.parametrize("kind", [{}, {"dark": True}, {"forced": True}], ids=["light", "dark", "forced"])
    async def test_the_bars_of_the_two_votes_differ_in_more_than_words(
        self, room: Hall, kind: dict[str, bool]
    ) -> None:
        phone = await room.joined(replace(COMPARE, options=("One.",), first=(25,), second=(25,)), **kind)
        await phone.look(text="Second vote")
        light, solid = await phone.ink("progress")
        assert 0.2 < light < 0.6
        assert solid > 0.9

    @each_phase
    async def test_everything_fits_and_can_be_hit(self, room: Hall, screen: PhoneScreen) -> None:
        phone = await room.joined(screen, width=SHORT[0], height=SHORT[1])
        await self._fits(phone)
        await phone.enlarge()
        await self._fits(phone)

    @pytest.mark.parametrize("script", [True, False])
    async def test_hostile_texts_stay_texts(self, room: Hall, script: bool) -> None:
        bad = replace(
            EXPLAIN, title=HOSTILE[0], lines=HOSTILE, options=HOSTILE[:4], explain=HOSTILE, language='"><b>'
        )
        phone = await room.joined(LEAST, width=SHORT[0], height=SHORT[1], script=script)
        await room.booth.show(bad)
        if not script:
            await phone.reload()
        seen = await phone.look(text="Recommended")
        for text in HOSTILE:
            assert seen.text.count(" ".join(text.split())) >= 2
        assert not {"script", "img"} & set(seen.elements)
        assert (seen.across, (await phone.log()).said) == (0, ())

    @pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
    async def test_axe_finds_nothing(self, room: Hall, dark: bool) -> None:
        phone = await room.joined(LEAST, dark=dark)
        for screen in PHASES.values():
            await room.booth.show(screen)
            await phone.look(text=screen.title)
            told = await phone.axe()
            assert told.found == (), screen.kind
            assert "color-contrast" in told.passes
        await room.booth.show(VOTE)
        await phone.look(status=CHOOSE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        assert (await phone.axe()).found == ()
        await phone.goto(room.door)
        assert (await phone.axe()).found == ()

    async def test_it_loads_nothing_and_the_console_is_silent(self, room: Hall) -> None:
        phone = await room.live(VOTE)
        await phone.choose("B")
        await phone.look(status=yours("B"))
        for screen in PHASES.values():
            await room.booth.show(screen)
            await phone.look(text=screen.title)
        log = await phone.log()
        assert log.said == ()
        assert log.loaded == (room.url, room.url.replace("http:", "ws:") + "/live")

    async def _fits(self, phone: Phone) -> None:
        seen = await phone.look()
        assert (seen.across, seen.cut) == (0, ())
        for target in seen.targets:
            assert target.height >= 48, target
            assert target.width == pytest.approx(seen.room, abs=1), target


def shipped() -> Iterator[tuple[str, PhoneScreen]]:
    """Every screen that takes votes in the plans that come with the program."""
    library = Library.open(paths.shipped_lessons() / "en", None)
    for file in sorted((paths.shipped_lessons() / "en" / "workshops").glob("*.yaml")):
        deck = build(library.workshop(file.stem), library)
        for place in places(deck):
            screen = gate.screen(deck, Show(begun(deck), since=AT, place=place))
            if screen.round:
                yield f"{file.stem} {screen.round}", screen


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_page_of_every_shipped_question_is_small(language: str) -> None:
    """What a phone loads is the compressed page: four kilobytes for a question, six for the mood check."""
    sizes: dict[str, dict[str, int]] = {"vote": {}, "mood": {}}
    for name, screen in shipped():
        made = page.ballot(words(language), page.Paper(screen, "0" * 12, (0,), "0" * 16), "n" * 22)
        sizes[screen.kind][name] = len(gzip.compress(made, 5))
    assert len(sizes["vote"]) > 10
    assert {name: size for name, size in sizes["vote"].items() if size > 4096} == {}
    assert sizes["mood"]
    assert {name: size for name, size in sizes["mood"].items() if size >= 6144} == {}


async def test_the_pictures_of_the_documents(
    room: Hall, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    folder = PICTURES if request.config.getoption("--write-pictures") else tmp_path
    # Three options: each takes a tenth of what a picture may weigh.
    phone = await room.joined(replace(VOTE, options=VOTE.options[:3]))
    await phone.choose("B")
    await phone.look(status=yours("B"))
    await phone.screenshot(folder / "phone-vote.png")
    await room.booth.show(replace(EXPLAIN, options=VOTE.options[:3], first=(9, 11, 5), second=(17, 7, 1)))
    await phone.look(text="Recommended: A")
    await phone.screenshot(folder / "phone-explain.png")
    for name in ("phone-vote", "phone-explain"):
        assert 5_000 < (folder / f"{name}.png").stat().st_size < 60_000
