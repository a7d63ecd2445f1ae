"""The walk through a deck: Enter, back, skip and the keys of the phases lead to legal places alone."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.workshop import show
from advocacy_coach.workshop.deck import Ask, Deck, Play
from advocacy_coach.workshop.events import (
    Cleared,
    Counted,
    Ended,
    Moved,
    Phase,
    Place,
    Resumed,
    Source,
    Stopped,
    Surveyed,
)
from advocacy_coach.workshop.show import ASKING, OPEN
from tests.workshop.made import AT, Script, begun, deck, legal, number, places

MOST = 200
"""More presses of Enter than the deck of the tests can take."""

WALK: list[tuple[str, Phase]] = [
    ("welcome", "show"),
    ("welcome", "talk"),
    ("first-poll", "read"),
    ("first-poll", "vote"),
    ("first-poll", "compare"),
    ("first-poll", "explain"),
    ("read-first", "show"),
    ("who-decides", "read"),
    ("who-decides", "vote"),
    ("who-decides", "discuss"),
    ("who-decides", "again"),
    ("who-decides", "compare"),
    ("who-decides", "explain"),
    *[("two-cards", phase) for phase in ("read", "vote", "compare", "explain")] * 2,
    ("pick-free", "read"),
    ("pick-free", "vote"),
    ("pick-free", "compare"),
    ("pick-free", "explain"),
    ("coffee", "pause"),
    ("the-mood", "show"),
    ("the-mood", "vote"),
    ("the-mood", "compare"),
    ("play-notice", "opening"),
    ("play-notice", "read"),
    ("play-notice", "vote"),
    ("play-notice", "compare"),
]


def at_decision(of: Deck | None = None, *counts: int) -> Script:
    """A session in which the room compares the votes of the first decision of the scenario."""
    script = Script(of).to("play-notice", "read")
    if counts:
        script.count(1, *counts)
    script.go(show.phase(script.deck, script.show, "compare"))
    return script


def whole_story() -> Deck:
    """The deck with its scenario played to the end."""
    of = deck()
    items = [
        replace(item, content=replace(item.content, most=0)) if isinstance(item.content, Play) else item
        for item in of.items
    ]
    return replace(of, items=tuple(items))


class TestEnter:
    def test_it_leads_through_every_item_and_phase_in_order(self) -> None:
        script, seen = Script(), []
        while script.enter():
            seen.append((script.deck.items[script.show.place.item].id, script.show.place.phase))
        assert seen == WALK
        assert [place.turn for _at, place in script.show.visited[13:21]] == [0] * 4 + [1] * 4

    def test_it_leads_on_from_a_decision_to_the_end(self) -> None:
        script = at_decision(None, 1, 8, 2)
        seen = []
        while script.enter():
            seen.append((script.show.place.phase, script.show.place.path))
        assert seen == [("consequence", ("offer",)), ("debrief", ("offer",)), ("over", ())]
        assert script.show.place == Place(len(script.deck.items), "over")

    def test_a_whole_story_has_all_its_decisions_and_its_ending(self) -> None:
        script = at_decision(whole_story(), 1, 8, 2)
        phases = []
        while script.enter():
            phases.append(script.show.place.phase)
            if script.show.place.phase == "vote":
                script.count(1, 2, 5)
        second = ["read", "vote", "compare"]
        assert phases == ["consequence", *second, "consequence", "ending", "debrief", "over"]

    def test_a_story_that_ends_early_has_no_more_decisions(self) -> None:
        script = at_decision(whole_story(), 1, 2, 8)
        phases = []
        while script.enter():
            phases.append(script.show.place.phase)
        assert phases == ["consequence", "ending", "debrief", "over"]

    @pytest.mark.parametrize("phase", ["compare", "vote"])
    def test_a_poll_without_words_after_it_has_no_explain(self, phase: Phase) -> None:
        of = deck()
        items = list(of.items)
        place = number(of, "first-poll")
        poll = items[place].content
        assert isinstance(poll, Ask)
        items[place] = replace(items[place], content=Ask((replace(poll.questions[0], explain=""),)))
        script = Script(replace(of, items=tuple(items))).to("first-poll", phase)
        assert show.phase(script.deck, script.show, "explain") is None
        while script.show.place.item == place:
            assert script.show.place.phase != "explain"
            assert script.enter()

    def test_a_round_that_was_counted_is_passed_over(self) -> None:
        script = Script().to("who-decides", "read")
        script.count(1, 7, 5)
        assert (script.enter(), script.show.place.phase) == (True, "discuss")
        script.count(2, 9, 3)
        assert (script.enter(), script.show.place.phase) == (True, "compare")

    def test_a_mood_check_that_was_closed_is_passed_over(self) -> None:
        script = Script().to("the-mood", "show")
        script.add(Surveyed(script.at, "the-mood", ()))
        assert (script.enter(), script.show.place.phase) == (True, "compare")

    def test_there_is_nothing_after_the_end(self) -> None:
        script = Script()
        script.go(Place(len(script.deck.items), "over"))
        assert show.onward(script.deck, script.show) is None

    def test_a_story_without_the_scene_that_was_on_stage_goes_to_its_debrief(self) -> None:
        script = Script()
        script.go(Place(number(script.deck, "play-notice"), "compare", 0, ("gone",)))
        assert (script.enter(), script.show.place.phase) == (True, "debrief")
        assert (script.enter(), script.show.place.phase) == (True, "over")


class TestPhases:
    @pytest.mark.parametrize("now", ASKING)
    @pytest.mark.parametrize("wanted", ASKING)
    def test_each_can_be_skipped_to_from_each(self, now: Phase, wanted: Phase) -> None:
        script = Script().to("who-decides", now)
        place = show.phase(script.deck, script.show, wanted)
        assert place == (None if now == wanted else Place(script.show.place.item, wanted))

    @pytest.mark.parametrize("wanted", ["show", "talk", "join", "over", "pause", "opening", "debrief"])
    def test_a_question_has_no_others(self, wanted: Phase) -> None:
        script = Script().to("who-decides", "compare")
        assert show.phase(script.deck, script.show, wanted) is None

    @pytest.mark.parametrize("wanted", [*ASKING, "talk", "over"])
    @pytest.mark.parametrize("id", ["welcome", "coffee"])
    def test_what_is_not_asked_has_none(self, id: str, wanted: Phase) -> None:
        script = Script().to(id)
        assert show.phase(script.deck, script.show, wanted) is None

    def test_there_are_none_before_the_first_item_and_after_the_last(self) -> None:
        script = Script()
        assert [show.phase(script.deck, script.show, wanted) for wanted in ASKING] == [None] * 6
        script.go(Place(len(script.deck.items), "over"))
        assert [show.phase(script.deck, script.show, wanted) for wanted in ASKING] == [None] * 6

    @pytest.mark.parametrize("now", ASKING[:-1])
    def test_a_decision_is_never_explained(self, now: Phase) -> None:
        script = Script().to("play-notice", now)
        assert show.phase(script.deck, script.show, "explain") is None

    @pytest.mark.parametrize("now", ["opening", "consequence", "ending", "debrief"])
    def test_what_is_only_read_of_a_scenario_has_none(self, now: Phase) -> None:
        script = Script()
        path = () if now == "opening" else ("wait",)
        script.go(Place(number(script.deck, "play-notice"), now, 0, path))
        assert [show.phase(script.deck, script.show, wanted) for wanted in ASKING] == [None] * 6

    @pytest.mark.parametrize(
        ("now", "closed", "expected"),
        [
            ("show", False, ["vote"]),
            ("vote", False, ["compare"]),
            ("compare", False, ["show", "vote"]),
            ("show", True, ["compare"]),
            ("compare", True, ["show"]),
        ],
    )
    def test_those_of_the_mood_check(self, now: Phase, closed: bool, expected: list[str]) -> None:
        script = Script().to("the-mood", now)
        if closed:
            script.add(Surveyed(script.at, "the-mood", ()))
        every: tuple[Phase, ...] = ("show", *ASKING)
        assert [each for each in every if show.phase(script.deck, script.show, each)] == expected


class TestBack:
    def test_it_walks_all_the_way_back_without_opening_a_vote(self) -> None:
        script = Script()
        while script.enter():
            pass
        shown = [place for _at, place in script.show.visited]
        back = []
        while script.show.place != Place():
            script.go(show.back(script.deck, script.show))
            back.append(script.show.place)
        assert back == [*(place for place in reversed(shown[:-1]) if place.phase not in OPEN), Place()]

    def test_from_an_open_vote_it_leads_to_what_was_before(self) -> None:
        script = Script().to("who-decides", "read")
        script.enter()
        assert script.show.place.phase == "vote"
        assert show.back(script.deck, script.show).phase == "read"

    def test_at_the_beginning_it_stays(self) -> None:
        script = Script()
        assert show.back(script.deck, script.show) == Place()

    def test_it_leads_on_back_after_going_on_again(self) -> None:
        script = Script()
        for _press in range(3):
            script.enter()
        script.go(show.back(script.deck, script.show))
        script.enter()
        script.enter()
        script.go(show.back(script.deck, script.show))
        assert script.show.place == Place(1, "read")
        assert show.back(script.deck, script.show) == Place(0, "talk")


class TestDecisions:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ((1, 5, 2), 1),
            ((5, 1, 2), 0),
            ((0, 0, 5), 2),
            ((4, 4, 1), None),
            ((2, 2, 2), None),
            ((1, 2, 1), None),
            ((0, 4, 0), None),
            ((), None),
        ],
    )
    def test_the_room_decides_by_most_votes(self, counts: tuple[int, ...], expected: int | None) -> None:
        script = at_decision(None, *counts)
        assert show.decided(script.deck, script.show) == expected
        assert (show.onward(script.deck, script.show) is None) == (expected is None)

    def test_a_tie_is_broken_by_the_facilitator(self) -> None:
        script = at_decision(None, 4, 4, 1)
        place = show.choose(script.deck, script.show, 1)
        assert place == Place(script.show.place.item, "consequence", 0, ("offer",))

    def test_the_second_vote_decides(self) -> None:
        script = at_decision(None, 5, 1, 0)
        script.count(2, 1, 5, 0)
        assert show.decided(script.deck, script.show) == 1

    def test_hands_decide_with_phones(self) -> None:
        script = at_decision(None, 3, 2, 0)
        script.count(1, 0, 4, 0, source="hands")
        assert show.decided(script.deck, script.show) == 1

    def test_few_phones_beside_hands_decide_nothing(self) -> None:
        script = at_decision(None, 3, 1, 0)
        script.count(1, 0, 4, 0, source="hands")
        assert show.decided(script.deck, script.show) is None

    @pytest.mark.parametrize("option", [-1, 3, 9])
    def test_an_option_that_is_not_there_cannot_be_chosen(self, option: int) -> None:
        script = at_decision()
        assert show.choose(script.deck, script.show, option) is None

    @pytest.mark.parametrize(("id", "phase"), [("who-decides", "compare"), ("welcome", "show")])
    def test_only_a_scenario_is_chosen_in(self, id: str, phase: Phase) -> None:
        script = Script().to(id, phase)
        assert show.choose(script.deck, script.show, 0) is None

    def test_a_choice_that_was_made_is_not_made_again(self) -> None:
        script = at_decision()
        script.go(show.choose(script.deck, script.show, 1))
        assert show.choose(script.deck, script.show, 0) is None

    def test_what_was_decided_is_told_with_its_scenes(self) -> None:
        play = next(item.content for item in deck().items if isinstance(item.content, Play))
        made = show.moves(play, ("offer", "free"))
        assert [(stop.scene.id, move.choice.verdict) for stop, move in made] == [
            ("morning", "best"),
            ("corridor", "best"),
        ]
        assert show.ending(play, ("offer", "free")).id == "good"
        assert len(show.states(play, ("offer", "free"))) == 3
        assert show.moves(play, ("gone",)) == ()


class TestStartingOver:
    def script(self, first: bool, second: bool) -> Script:
        """A question with votes in these rounds, of which the room compares them."""
        script = Script().to("who-decides", "read")
        if first:
            script.count(1, 7, 5)
        if second:
            script.count(2, 9, 3, source="hands")
        return script.to("who-decides", "compare")

    @pytest.mark.parametrize(
        ("first", "second", "vote", "again"),
        [
            (False, False, False, False),
            (True, False, True, False),
            (True, True, True, True),
            (False, True, True, True),
        ],
    )
    def test_it_is_known_before(self, first: bool, second: bool, vote: bool, again: bool) -> None:
        script = self.script(first, second)
        here = script.show.place
        opened = [replace(here, phase="vote"), replace(here, phase="again")]
        assert [show.starts_over(script.deck, script.show, place) for place in opened] == [vote, again]
        assert not show.starts_over(script.deck, script.show, replace(here, phase="read"))

    def test_a_round_in_which_nobody_voted_costs_no_votes_but_was_counted(self) -> None:
        script = Script().to("who-decides", "compare")
        script.count(1, 0, 0)
        place = replace(script.show.place, phase="vote")
        assert not show.starts_over(script.deck, script.show, place)
        assert show.was_counted(script.deck, script.show, place)

    def test_the_first_round_takes_the_second_with_it(self) -> None:
        script = self.script(True, True)
        script.add(Cleared(script.at, "who-decides", 1))
        assert script.show.of(script.question) == show.NO_ROUNDS

    def test_the_second_round_goes_alone(self) -> None:
        script = self.script(True, True)
        script.add(Cleared(script.at, "who-decides", 2))
        rounds = script.show.of(script.question)
        assert (rounds.first.total.people, rounds.second.total.people) == (12, 0)

    @pytest.mark.parametrize(
        ("shown", "expected"),
        [
            ((), 1),
            (("vote",), 1),
            (("vote", "discuss"), 1),
            (("vote", "again"), 2),
            (("vote", "again", "compare"), 2),
            (("again", "compare", "vote", "compare"), 1),
        ],
    )
    def test_hands_are_counted_for_the_round_that_was_open_last(
        self, shown: tuple[Phase, ...], expected: int
    ) -> None:
        script = Script().to("first-poll", "again").to("who-decides", "read")
        for phase in shown:
            script.to("who-decides", phase)
        assert show.last_round(script.deck, script.show, script.question) == expected


class TestTheFold:
    def test_nothing_happens_before_the_beginning(self) -> None:
        assert show.fold([]) is None
        assert show.fold([Moved(AT, Place(0, "show"))]) is None

    def test_a_later_count_of_a_source_replaces_the_earlier_and_sources_add_up(self) -> None:
        script = Script().to("who-decides", "vote")
        script.count(1, 5, 1)
        script.count(1, 3, 2, source="hands")
        script.count(1, 4, 2, source="hands")
        assert script.show.of(script.question).first.total.counts == (9, 3)
        assert script.show.of(script.question).counts.people == 12

    def test_votes_for_other_options_than_there_are_now_do_not_count(self) -> None:
        script = Script().to("who-decides", "compare")
        script.count(1, 5, 1, 3)
        assert script.show.of(script.question) == show.NO_ROUNDS

    def test_one_survey_is_one_table(self) -> None:
        script = Script().to("the-mood", "compare")
        first = Surveyed(script.at, "the-mood", (), 10)
        script.add(first)
        script.add(Surveyed(script.at, "the-mood", (), 20))
        assert script.show.surveys == {"the-mood": first}

    def test_a_break_stops_the_clock_and_can_grow(self) -> None:
        script = Script().to("welcome")
        minute = timedelta(minutes=1)
        script.add(Stopped(AT + minute, AT + 6 * minute))
        script.add(Stopped(AT + 2 * minute, AT + 9 * minute))
        assert script.show.stopped == Stopped(AT + minute, AT + 9 * minute)
        script.add(Resumed(AT + 8 * minute))
        script.add(Resumed(AT + 9 * minute))
        assert (script.show.stopped is None, script.show.lost) == (True, 7 * minute)

    def test_a_break_before_the_first_item_costs_the_plan_nothing(self) -> None:
        script = Script()
        minute = timedelta(minutes=1)
        script.add(Stopped(AT + minute))
        script.add(Resumed(AT + 5 * minute))
        script.add(Stopped(AT + 6 * minute))
        script.add(Moved(AT + 7 * minute, Place(0, "show")))
        assert script.show.lost == timedelta()
        script.add(Resumed(AT + 9 * minute))
        assert script.show.lost == 2 * minute

    def test_it_ends_once(self) -> None:
        script = Script()
        script.add(Ended(AT))
        script.add(Ended(AT + timedelta(1)))
        assert script.show.ended == AT

    def test_it_keeps_when_the_room_was_shown_what_it_sees(self) -> None:
        script = Script().to("welcome")
        assert script.show.since == AT + timedelta(seconds=1)
        assert script.show.visited == ((AT + timedelta(seconds=1), Place(0, "show")),)


def test_all_places_of_the_deck_are_legal_and_a_question_is_in_those_that_need_one() -> None:
    found = list(places(deck()))
    assert len(found) == len(set(found)) > 40
    for place in found:
        assert legal(deck(), place)
        content = show.on_stage(deck(), place)
        needs = isinstance(content, Ask) or (isinstance(content, Play) and place.phase in ASKING)
        assert not needs or show.question(deck(), place) is not None


def test_names_of_what_is_voted_on_are_unique() -> None:
    of = whole_story()
    named: dict[str, set[Any]] = {}
    for place in places(of):
        asked = show.question(of, place)
        if asked is not None and place.phase in OPEN:
            assert show.open_round(of, place) == (asked.id, 1 if place.phase == "vote" else 2)
            named.setdefault(asked.id, set()).add((place.item, place.turn, asked))
    assert named
    assert all(len(each) == 1 for each in named.values())


ACTIONS = st.one_of(
    st.just(("onward",)),
    st.just(("onward",)),
    st.just(("back",)),
    st.just(("skip",)),
    st.tuples(st.just("phase"), st.sampled_from(("show", "talk", "debrief", *ASKING))),
    st.tuples(st.just("choose"), st.integers(-1, 6)),
    st.tuples(
        st.just("count"),
        st.integers(1, 2),
        st.sampled_from(("phones", "hands")),
        st.lists(st.integers(0, 9), min_size=6, max_size=6),
    ),
    st.just(("survey",)),
    st.just(("stop",)),
    st.just(("resume",)),
)


def act(script: Script, action: tuple[Any, ...]) -> None:
    """Do what a facilitator can do, by the rules of a session."""
    of, now = script.deck, script.show
    match action:
        case ("onward",):
            place = show.onward(of, now)
            assert place is None or not show.starts_over(of, now, place), "Enter never costs votes"
            script.go(place)
        case ("back",):
            place = show.back(of, now)
            assert place.phase not in OPEN
            script.go(place)
        case ("skip",):
            script.go(show.begin(of, now.place.item + 1))
        case ("phase", wanted):
            place = show.phase(of, now, wanted)
            if place and show.was_counted(of, now, place):
                asked = show.question(of, place)
                assert asked is not None
                script.add(Cleared(script.at, asked.id, 1 if wanted == "vote" else 2))
            script.go(place)
        case ("choose", option):
            script.go(show.choose(of, now, option))
        case ("count", round, source, counts):
            count(script, round, source, counts)
        case ("survey",):
            script.add(Surveyed(script.at, of.items[number(of, "the-mood")].id, ()))
        case ("stop",):
            script.add(Stopped(script.at))
        case ("resume",):
            script.add(Resumed(script.at))


def count(script: Script, round: int, source: Source, counts: list[int]) -> None:
    """Count a round of the question on stage, where there is one."""
    asked = show.question(script.deck, script.show.place)
    if asked is not None:
        fitting = tuple(counts[: len(asked.options)])
        script.add(Counted(script.at, asked.id, round, source, fitting, sum(fitting)))


@given(st.lists(ACTIONS, max_size=40), st.booleans())
def test_whatever_is_done_a_session_is_legal_and_enter_leads_to_its_end(
    actions: list[tuple[Any, ...]], whole: bool
) -> None:
    script = Script(whole_story() if whole else deck())
    for action in actions:
        act(script, action)
        place = script.show.place
        assert legal(script.deck, place)
        assert show.begin(script.deck, place.item + 1) != place or place.phase == "over"
    assert show.fold(script.events) == script.show
    for _press in range(MOST):
        if script.show.place.phase == "over":
            break
        if not script.enter():
            assert script.go(show.choose(script.deck, script.show, 0))
        assert legal(script.deck, script.show.place)
    assert script.show.place.phase == "over"


def test_a_session_begins_where_people_join() -> None:
    folded = show.fold([begun()])
    assert folded is not None
    assert (folded.place, folded.since, folded.visited) == (Place(), AT, ())
    assert show.question(deck(), folded.place) is None
    assert show.open_round(deck(), folded.place) == ("", 0)
