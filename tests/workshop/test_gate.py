"""What phones get in each phase of each item, and that nothing else leaves the program."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from advocacy_coach.course.prose import plain
from advocacy_coach.workshop import gate, show
from advocacy_coach.workshop.deck import Ask, Mood, Pause, Play, Slide
from advocacy_coach.workshop.events import Counted, Ended, GroupTable, Moved, Phase, Place, Surveyed
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.show import ASKING, OPEN, Show, after
from tests.workshop.made import AT, TEAMS, TOOL, Script, begun, deck, number, places

FIRST, SECOND = (13, 17, 19, 23, 29), (31, 37, 41, 43, 47)
"""Counts of the two rounds that stand nowhere else."""


def whole(place: Place, *, counted: tuple[int, ...] = (1, 2), closed: bool = False) -> Show:
    """A session at a place, with all rounds counted before; ``closed`` closes the phones of an open one."""
    now = Show(begun(), since=AT)
    named = {}
    for each in places(deck()):
        asked = show.question(deck(), each)
        if asked is not None:
            named[asked.id] = len(asked.options)
    for name, options in named.items():
        for round, counts in ((1, FIRST), (2, SECOND)):
            if round in counted:
                fitting = counts[:options]
                source = "phones" if closed else "hands"
                now = after(now, Counted(AT, name, round, source, fitting, sum(fitting)))  # type: ignore[arg-type]
    return after(now, Moved(AT, place))


def sent(screen: PhoneScreen) -> str:
    """All that a phone gets, as it is sent."""
    return msgspec.json.encode(screen).decode()


def texts(*found: str) -> list[str]:
    """Texts as they would stand in what is sent."""
    written = [msgspec.json.encode(plain(each)).decode()[1:-1] for each in found]
    return [each for each in written if each]


def notes() -> Iterator[str]:
    """What is for the facilitator alone."""
    for item in deck().items:
        yield from texts(item.notes.say, item.notes.do, item.notes.watch_for, *item.answers)


def reasons(place: Place) -> Iterator[str]:
    """What is told in “explain” of any question, and of each option never."""
    for item in deck().items:
        for asked in item.content.questions if isinstance(item.content, Ask) else ():
            yield from texts(*(option.feedback for option in asked.options))
            here = item is deck().item(place.item) and asked is show.question(deck(), place)
            if not (here and place.phase == "explain"):
                yield from texts(asked.explain)


def secrets(place: Place) -> Iterator[str]:
    """What of a scenario may not be told yet."""
    for item in deck().items:
        if not isinstance(item.content, Play):
            continue
        here, scenario = item is deck().item(place.item), item.content.story.scenario
        made = {
            choice.text for stop, move in show.moves(item.content, place.path) for choice in [move.choice]
        }
        for scene in scenario.scenes:
            yield from texts(scene.expert)
            for choice in scene.choices:
                if not (here and place.phase == "consequence" and choice.text in made):
                    yield from texts(choice.feedback)
        if not (here and place.phase == "debrief"):
            yield from texts(scenario.debrief.text)
        if not (here and place.phase == "ending"):
            yield from texts(*(close.ending.text for close in item.content.story.closes))


EVERY = [*places(deck()), Place(number(deck(), "play-notice"), "explain")]
"""Every place, and one that a session cannot come to."""


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("place", EVERY, ids=lambda at: f"{at.item}-{at.phase}-{at.turn}-{len(at.path)}")
class TestNothingLeaksAnywhere:
    def test_notes_and_what_people_say_never(self, place: Place, closed: bool) -> None:
        said = sent(gate.screen(deck(), whole(place, closed=closed)))
        assert "SENTINEL" not in said
        assert [each for each in notes() if each in said] == []

    def test_reasons_not_before_they_are_explained(self, place: Place, closed: bool) -> None:
        said = sent(gate.screen(deck(), whole(place, closed=closed)))
        assert [each for each in reasons(place) if each in said] == []

    def test_what_a_scenario_keeps_for_later(self, place: Place, closed: bool) -> None:
        said = sent(gate.screen(deck(), whole(place, closed=closed)))
        assert [each for each in secrets(place) if each in said] == []
        assert [each for each in ("best", "fair", "tempting", "weak") if f'"{each}"' in said] == []

    def test_what_is_right_not_before_it_is_explained(self, place: Place, closed: bool) -> None:
        screen = gate.screen(deck(), whole(place, closed=closed))
        asked = show.question(deck(), place)
        explained = isinstance(show.on_stage(deck(), place), Ask) and place.phase == "explain"
        assert screen.right == (asked.right if explained and asked else ())
        assert explained or ('"right"' not in sent(screen) and '"explain"' not in sent(screen))

    def test_counts_not_before_they_are_compared(self, place: Place, closed: bool) -> None:
        screen = gate.screen(deck(), whole(place, closed=closed))
        if place.phase in ("compare", "explain") and show.question(deck(), place):
            width = len(screen.options)
            assert (screen.first, screen.second) == (FIRST[:width], SECOND[:width])
            assert screen.voted == (sum(FIRST[:width]), sum(SECOND[:width]))
            return
        said = sent(screen)
        assert (screen.first, screen.second, screen.voted) == ((), (), ())
        assert [each for each in (*FIRST, *SECOND) if f"{each}" in said] == []

    def test_a_vote_is_open_in_its_phase_alone(self, place: Place, closed: bool) -> None:
        screen = gate.screen(deck(), whole(place, closed=closed))
        voting = place.phase in OPEN and not closed and show.question(deck(), place) is not None
        mood = place.phase == "vote" and isinstance(show.on_stage(deck(), place), Mood)
        assert bool(screen.round) == (voting or mood)
        assert (screen.kind == "vote" and bool(screen.round)) == voting
        assert (screen.kind == "mood") == mood


class TestWhatAPhaseShows:
    @pytest.mark.parametrize(
        ("phase", "kind", "round"),
        [
            ("read", "read", ""),
            ("vote", "vote", "who-decides#1"),
            ("discuss", "read", ""),
            ("again", "vote", "who-decides#2"),
            ("compare", "told", ""),
            ("explain", "told", ""),
        ],
    )
    def test_a_question_in_full_in_each_phase(self, phase: Phase, kind: str, round: str) -> None:
        screen = gate.screen(deck(), Script().to("who-decides", phase).show)
        assert (screen.kind, screen.round, screen.language) == (kind, round, "en")
        assert screen.title == "Talks"
        assert screen.lines == ("Who decides whether somebody posts?",)
        assert screen.options == ("They do", "You do")

    def test_the_recommended_answer_and_why(self) -> None:
        screen = gate.screen(deck(), Script().to("who-decides", "explain").show)
        assert (screen.right, screen.explain) == ((0,), ("A free choice is free.",))

    def test_every_card_has_a_round_of_its_own(self) -> None:
        rounds = [gate.screen(deck(), Script().to("two-cards", "vote", turn).show).round for turn in range(2)]
        assert rounds == ["two-cards/folder#1", "two-cards/list#1"]

    def test_several_options_may_be_marked(self) -> None:
        assert gate.screen(deck(), Script().to("pick-free", "vote").show).many

    @pytest.mark.parametrize("phase", ["compare", "explain"])
    @pytest.mark.parametrize(("counts", "shown"), [((2, 2), False), ((3, 2), True), ((0, 0), False)])
    def test_a_split_of_fewer_than_five_is_not_told(
        self, phase: Phase, counts: tuple[int, ...], shown: bool
    ) -> None:
        script = Script().to("who-decides", phase)
        script.count(1, *counts)
        screen = gate.screen(deck(), script.show)
        assert (screen.first, screen.voted[0]) == ((counts, sum(counts)) if shown else ((), 0))

    def test_of_several_marks_it_is_told_how_many_people_there_were(self) -> None:
        script = Script().to("pick-free", "compare")
        script.count(1, 6, 2, 7, people=8)
        assert gate.screen(deck(), script.show).voted == (8, 0)

    def test_a_slide_and_a_break(self) -> None:
        slide = gate.screen(deck(), Script().to("welcome").show)
        assert (slide.kind, slide.title) == ("wait", "Who asked you last?")
        assert slide.lines == ("Think of the last time somebody at work asked you to share something.",)
        assert gate.screen(deck(), Script().to("coffee").show) == PhoneScreen(title="Coffee")

    def test_before_the_first_item_and_after_the_last(self) -> None:
        script = Script()
        assert gate.screen(deck(), script.show) == PhoneScreen(title="A short workshop")
        script.go(Place(len(deck().items), "over"))
        assert gate.screen(deck(), script.show) == PhoneScreen("over", title="A short workshop")

    @pytest.mark.parametrize("id", ["who-decides", "the-mood", "play-notice", "welcome"])
    def test_when_it_is_over_nothing_is_left_on_phones(self, id: str) -> None:
        script = Script().to(id)
        script.add(Ended(AT + timedelta(hours=1)))
        assert gate.screen(deck(), script.show) == PhoneScreen("over", title="A short workshop")


class TestAScenario:
    def screen(self, phase: Phase, *path: str) -> PhoneScreen:
        """What phones show of the scenario."""
        return gate.screen(deck(), whole(Place(number(deck(), "play-notice"), phase, 0, path)))

    def test_who_you_are(self) -> None:
        assert self.screen("opening").lines == ("You lead a small team. Somebody wants posts from it.",)

    def test_a_decision_with_what_is_said_before_it(self) -> None:
        screen = self.screen("vote")
        assert screen.lines == (
            "Monday, ten past nine.",
            "Brand specialist: Five posts by noon, please.",
            "You: By noon?",
            "What do you do?",
        )
        assert screen.options[1] == "Pass it on as an offer"
        assert screen.round == "play-notice/1-morning#1"

    def test_what_the_choice_of_the_room_leads_to(self) -> None:
        screen = self.screen("consequence", "offer")
        assert screen.lines == ("Pass it on as an offer", "Two people pick one.")
        assert screen.options == ()

    def test_how_it_ends_and_what_it_was_about(self) -> None:
        assert self.screen("ending", "wait").lines == ("Stuck", "Nothing moves.")
        assert self.screen("debrief", "wait").lines == ("An offer with a deadline is an order.",)


class TestTheMoodCheck:
    def test_it_is_asked_whole_while_it_is_open(self) -> None:
        of = deck(*TEAMS)
        screen = gate.screen(of, Script(of).to("the-mood", "vote").show)
        assert (screen.kind, screen.round, screen.groups) == ("mood", "the-mood#1", TEAMS)
        assert screen.statements == ("statement 1", "statement 2", "statement 3")
        assert screen.scale == (*TOOL.scale, "I don’t know")

    @pytest.mark.parametrize("phase", ["show", "compare"])
    def test_else_it_is_not(self, phase: Phase) -> None:
        screen = gate.screen(deck(), Script().to("the-mood", phase).show)
        assert (screen.kind, screen.round, screen.statements) == ("wait", "", ())
        assert screen.lines == (("?",) if phase == "show" else ())

    @pytest.mark.parametrize("phase", ["show", "vote", "compare"])
    def test_once_closed_it_is_closed_and_its_counts_never_leave(self, phase: Phase) -> None:
        script = Script().to("the-mood", phase)
        table = GroupTable("", {"s1": (13, 17, 19, 0, 0, 0)})
        script.add(Surveyed(script.at, "the-mood", (table,), 60))
        screen = gate.screen(deck(), script.show)
        assert (screen.kind, screen.round) == ("wait", "")
        assert [each for each in ("13", "17", "19", "60") if each in sent(screen)] == []


@pytest.mark.parametrize("dropped", [False, True])
@pytest.mark.parametrize(("phase", "round"), [("vote", 1), ("again", 2)])
def test_phones_that_were_closed_early_are_told_so(phase: Phase, round: int, dropped: bool) -> None:
    script = Script().to("who-decides", phase)
    script.add(Counted(script.at, "who-decides", round, "phones", (0, 0), 0, dropped=dropped))
    screen = gate.screen(deck(), script.show)
    assert (screen.kind, screen.round, screen.options) == ("vote", "", ("They do", "You do"))


def test_hands_that_are_counted_leave_the_phones_open() -> None:
    script = Script().to("who-decides", "vote")
    script.count(1, 7, 5, source="hands")
    assert gate.screen(deck(), script.show).round == "who-decides#1"


def test_lists_keep_their_marks() -> None:
    assert gate.paragraphs("One.\n\n- two\n- **three**\n\n1. four\n") == (
        "One.",
        "• two",
        "• three",
        "1. four",
    )


def test_every_kind_of_item_is_among_those_that_were_tried() -> None:
    kinds = {type(show.on_stage(deck(), place)) for place in EVERY}
    assert kinds == {type(None), Slide, Ask, Play, Mood, Pause}
    assert {place.phase for place in EVERY} >= {*ASKING, "consequence", "ending", "debrief", "talk"}
    assert len(list(notes())) > 20
    assert all(len(list(reasons(place))) >= 5 for place in EVERY)
