"""Playing a scenario: decisions, endings, going back, and what the record makes of it later."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.model import EndingKind, Grade, Lesson, Line, Page, Person, Scenario, ScenarioStep
from advocacy_coach.course.scenarios.story import Story, ready
from advocacy_coach.records.events import identity
from advocacy_coach.session import plays
from advocacy_coach.session import run as session
from advocacy_coach.session import scenario as playing
from advocacy_coach.session.events import (
    Event,
    LessonFinished,
    PageRead,
    Place,
    ScenarioBegun,
    ScenarioEnded,
    SceneChosen,
    Started,
)
from advocacy_coach.session.names import is_practice
from advocacy_coach.session.plays import Play
from advocacy_coach.session.run import Run, Score, Turn
from advocacy_coach.session.shuffle import arranged
from tests.course import scenarios_made
from tests.course.scenarios_made import COURSE, choice, scenario, scene
from tests.session import made

PASS = 70

STEP = "play-it"

TWO = scenario(
    scene(
        "first",
        choice("offer", "second", "best", {"trust": "+10"}),
        choice("order", "second", "tempting", {"trust": "-20"}, {"trust": "-10"}),
        choice("wait", "second", "fair"),
    ),
    scene("second", choice("listen", "end", "best", {"trust": "+10"}), choice("push", "end", "weak")),
    endings=COURSE.endings,
)
"""Two decisions, always; ``good`` from 60, ``broken`` below 25."""


def lesson_of(scenario: Scenario = TWO) -> Lesson:
    """A page, the scenario, and a question after it."""
    page = Page(id="page", title="Page", text="Text")
    step = ScenarioStep(id=STEP, scenario=scenario.id)
    return replace(made.lesson(), steps=(page, step, made.choice()))


class Player:
    """Takes turns and keeps what happened, as the record does."""

    def __init__(self, scenario: Scenario = TWO, *, seed: int = 7) -> None:
        self.lesson = lesson_of(scenario)
        self.stories = {scenario.id: ready(scenario, COURSE)}
        turn = session.begin(self.lesson, seed, PASS, self.stories)
        self.run, self.events = turn.run, list(turn.events)
        self.take(session.onward(self.run))

    def take(self, turn: Turn) -> "Player":
        self.run = turn.run
        self.events += turn.events
        return self

    def play(self, *choices: str) -> "Player":
        """Begin a play and make these choices."""
        self.take(playing.begin(self.run))
        for each in choices:
            self.take(playing.choose(self.run, each))
        return self

    def resumed(self, scenario: Scenario | None = None) -> Run:
        """The run as it comes back from the record, perhaps with the scenario as it is now."""
        stories = {scenario.id: ready(scenario, COURSE)} if scenario else self.stories
        return session.resume(self.lesson, PASS, self.events, self.run.place, stories)


def test_a_play_from_its_beginning_to_its_ending() -> None:
    player = Player()
    graph = player.stories["made"].graph
    assert (player.run.state, playing.scene(player.run), playing.play(player.run)) == ("playing", None, None)
    player.take(playing.begin(player.run))
    assert playing.scene(player.run) == TWO.scenes[0]
    player.take(playing.choose(player.run, "order"))
    assert playing.scene(player.run) == TWO.scenes[1]
    assert (playing.ending(player.run), player.run.state) == (None, "playing")
    player.take(playing.choose(player.run, "push"))
    assert playing.scene(player.run) is None
    assert playing.ending(player.run) == COURSE.endings[0]
    assert player.run.state == "played"
    assert player.events == [
        Started("lesson", 7),
        PageRead("page"),
        ScenarioBegun(STEP, "made", 0, graph),
        SceneChosen(STEP, "made", 0, 0, "first", "order", "tempting"),
        SceneChosen(STEP, "made", 0, 1, "second", "push", "weak"),
        ScenarioEnded(STEP, "made", 0, "broken", "bad", 0.0, ("order", "push")),
    ]


def test_decisions_tell_what_each_choice_did() -> None:
    player = Player().play("order", "listen")
    first, second = playing.decisions(player.run)
    assert (first.scene.id, first.choice.id, first.before, first.after) == (
        "first",
        "order",
        (50, 50),
        (30, 50),
    )
    assert (second.scene.id, second.choice.id, second.before, second.after) == (
        "second",
        "listen",
        (30, 50),
        (30, 50),
    )
    assert playing.told(player.stories["made"], ("listen", "order")) == ()


def test_what_cannot_be_done_changes_nothing() -> None:
    player = Player()
    assert playing.choose(player.run, "offer") == Turn(player.run)
    assert playing.back_to(player.run, 0) == Turn(player.run)
    assert session.onward(player.run) == Turn(player.run)
    player.play("offer")
    for turn in (
        playing.choose(player.run, "offer"),
        playing.choose(player.run, ""),
        playing.back_to(player.run, 1),
        playing.back_to(player.run, -1),
        playing.begin(player.run, ("nothing",)),
        playing.begin(player.run, ("offer", "listen")),
        session.onward(player.run),
    ):
        assert turn == Turn(player.run)
    player.take(playing.choose(player.run, "listen"))
    assert playing.choose(player.run, "listen") == Turn(player.run)
    assert playing.back_to(player.run, 2) == Turn(player.run)


def test_at_another_step_there_is_no_scenario() -> None:
    run = session.back(Player().run).run
    assert playing.story(run) is None
    assert (playing.plays_of(run), playing.play(run), playing.scene(run)) == ((), None, None)
    assert (playing.choices(run), playing.decisions(run), playing.ending(run)) == ((), (), None)
    assert playing.changed(run) is False
    assert playing.begin(run) == Turn(run)


def test_starting_over_keeps_the_play_that_was_left() -> None:
    player = Player().play("order").play("offer", "listen")
    assert [play.path for play in playing.plays_of(player.run)] == [("order",), ("offer", "listen")]
    assert [play.ended for play in playing.plays_of(player.run)] == [False, True]


class TestMarks:
    @pytest.mark.parametrize(
        ("grades", "kind", "points"),
        [
            (["best", "best"], "good", 1.0),
            (["best", "fair"], "good", 0.875),
            (["best", "best"], "mixed", 0.75),
            (["best", "best"], "bad", 0.5),
            (["fair", "fair"], "mixed", 0.5),
            (["weak", "weak"], "good", 0.5),
            (["tempting", "best", "best", "best"], "mixed", 0.625),
            (["tempting"], "bad", 0.0),
            (["weak"], "mixed", 0.25),
            ([], "good", 0.5),
        ],
    )
    def test_half_is_for_the_choices_and_half_for_where_they_led(
        self, grades: list[Grade], kind: EndingKind, points: float
    ) -> None:
        assert plays.mark(grades, kind) == points

    def test_the_best_play_counts_and_the_first_of_equals(self) -> None:
        made = [
            Play(n, "g", ending=end, points=p) for n, (end, p) in enumerate([("a", 0.5), ("b", 1), ("c", 1)])
        ]
        assert plays.best(made) == made[1]
        assert plays.best([Play(0, "g"), made[0]]) == made[0]
        assert plays.best([Play(0, "g", points=1.0)]) is None

    def test_a_scenario_is_worth_one_point_of_the_lesson(self) -> None:
        player = Player()
        assert session.first_score(player.run) == Score(0, 2)
        player.play("order", "push")
        assert session.first_score(player.run) == Score(0, 2)
        player.play("wait", "listen")
        assert session.first_score(player.run) == Score(0.875, 2)
        player.play("order", "push")
        assert session.first_score(player.run) == Score(0.875, 2)
        player.take(session.onward(player.run)).take(session.answer(player.run, {"b": "picked"}))
        player.take(session.onward(player.run))
        assert player.events[-1] == LessonFinished("lesson", 1.875, 2)


class TestOrder:
    def test_the_choices_are_shown_in_the_order_of_the_run(self) -> None:
        shown = {
            seed: [each.id for each in playing.choices(Player(seed=seed).play().run)] for seed in range(30)
        }
        assert all(sorted(ids) == ["offer", "order", "wait"] for ids in shown.values())
        assert {ids[0] for ids in shown.values()} == {"offer", "order", "wait"}

    def test_a_seed_keeps_its_order_for_ever(self) -> None:
        drawn = [[each.id for each in arranged(TWO.scenes[0], seed)] for seed in (7, 8)]
        assert drawn == [["order", "wait", "offer"], ["offer", "order", "wait"]]

    def test_coming_back_to_a_scene_shows_it_as_it_was(self) -> None:
        player = Player().play("offer", "push")
        before = arranged(TWO.scenes[1], 7)
        player.take(playing.back_to(player.run, 1))
        assert playing.choices(player.run) == before


class TestGoingBack:
    def test_a_play_gone_back_to_shares_the_choices_before(self) -> None:
        player = Player().play("order", "push")
        graph = player.stories["made"].graph
        player.take(playing.back_to(player.run, 1))
        assert player.events[-1] == ScenarioBegun(STEP, "made", 1, graph, ("order",))
        assert playing.scene(player.run) == TWO.scenes[1]
        player.take(playing.choose(player.run, "listen"))
        old, new = playing.plays_of(player.run)
        assert (old.path, old.ending) == (("order", "push"), "broken")
        assert (new.path, new.ending) == (("order", "listen"), "stalled")

    def test_back_to_the_first_decision_is_a_play_from_the_start(self) -> None:
        player = Player().play("order")
        player.take(playing.back_to(player.run, 0))
        assert playing.scene(player.run) == TWO.scenes[0]
        assert playing.decisions(player.run) == ()


class TestTwoWindows:
    def test_the_same_play_begun_twice_is_one_play(self) -> None:
        mine = Player()
        turn, theirs = playing.begin(mine.run), playing.begin(mine.run)
        assert identity("run", turn.events[0]) == identity("run", theirs.events[0])
        mine.take(turn).take(theirs)
        assert len(playing.plays_of(mine.resumed())) == 1
        assert playing.scene(mine.resumed()) == TWO.scenes[0]

    def test_of_two_windows_the_first_decision_counts(self) -> None:
        mine = Player().play()
        theirs = mine.run
        mine.take(playing.choose(mine.run, "offer"))
        late = playing.choose(theirs, "order")
        assert identity("run", late.events[0]) == identity("run", mine.events[-1])
        mine.events += late.events
        assert playing.play(mine.resumed()) == playing.play(mine.run)

    def test_of_two_windows_the_first_ending_counts(self) -> None:
        mine = Player().play("offer")
        theirs = mine.run
        mine.take(playing.choose(mine.run, "listen"))
        late = playing.choose(theirs, "push")
        mine.events += late.events
        run = mine.resumed()
        assert playing.plays_of(run) == playing.plays_of(mine.run)
        assert session.first_score(run) == session.first_score(mine.run)

    def test_events_that_fit_no_play_change_nothing(self) -> None:
        player = Player().play("offer")
        graph = player.stories["made"].graph
        strange: list[Event] = [
            ScenarioBegun(STEP, "made", 5, graph),
            SceneChosen(STEP, "made", 3, 0, "first", "offer"),
            SceneChosen(STEP, "made", 0, 7, "second", "listen"),
            ScenarioEnded(STEP, "made", 4, "good", "good", 1.0, ("offer", "listen")),
        ]
        before = playing.plays_of(player.run)
        for event in strange:
            player.run = session.after(player.run, event)
        assert playing.plays_of(player.run) == before


class TestChangedScenario:
    other = replace(TWO, start={"trust": 49})
    reworded = replace(
        TWO, title="Another", you="Another you.", scenes=(replace(TWO.scenes[0], expert="!"), TWO.scenes[1])
    )

    def test_in_other_words_a_play_goes_on(self) -> None:
        run = Player().play("offer").resumed(self.reworded)
        assert playing.changed(run) is False
        assert playing.scene(run) == self.reworded.scenes[1]

    def test_in_another_graph_a_play_starts_again_and_old_ones_stay(self) -> None:
        player = Player().play("offer", "listen").play("order")
        run = player.resumed(self.other)
        assert playing.changed(run) is True
        assert (playing.play(run), playing.scene(run), playing.ending(run)) == (None, None, None)
        assert playing.choose(run, "listen") == Turn(run)
        assert playing.back_to(run, 0) == Turn(run)
        assert session.first_score(run) == session.first_score(player.run)
        assert run.state == "played"
        turn = playing.begin(run)
        assert playing.changed(turn.run) is False
        assert playing.scene(turn.run) == self.other.scenes[0]
        assert playing.plays_of(turn.run)[:2] == playing.plays_of(player.run)
        assert turn.events == (ScenarioBegun(STEP, "made", 2, ready(self.other, COURSE).graph),)

    def test_before_any_play_nothing_has_changed(self) -> None:
        assert playing.changed(Player().resumed(self.other)) is False

    def test_a_path_that_no_longer_fits_is_a_change_too(self) -> None:
        player = Player().play("offer")
        player.events.append(SceneChosen(STEP, "made", 0, 1, "second", "gone"))
        run = player.resumed()
        assert playing.changed(run) is True
        assert playing.scene(playing.begin(run).run) == TWO.scenes[0]


class TestMissingScenario:
    def test_a_scenario_that_cannot_be_opened_is_passed_over(self) -> None:
        lesson = lesson_of()
        run = session.onward(session.begin(lesson, 7, PASS).run).run
        assert run.place == Place(STEP)
        assert run.state == "played"
        assert (playing.begin(run), playing.story(run)) == (Turn(run), None)
        run = session.onward(run).run
        run = session.answer(run, {"b": "picked"}).run
        turn = session.onward(run)
        assert turn.events == (LessonFinished("lesson", 1.0, 1),)
        assert turn.run.finished

    def test_one_that_is_lost_in_the_middle_of_a_play_is_passed_over_too(self) -> None:
        player = Player().play("offer")
        run = session.resume(player.lesson, PASS, player.events, player.run.place)
        assert (run.state, playing.changed(run), playing.scene(run)) == ("played", False, None)
        assert session.onward(run).run.place == Place("choice")

    def test_when_it_comes_back_the_play_goes_on(self) -> None:
        player = Player().play("offer")
        assert player.resumed() == player.run
        assert playing.scene(player.resumed()) == TWO.scenes[1]

    def test_a_run_comes_back_to_a_scenario_not_played_to_its_end(self) -> None:
        player = Player().play("offer")
        assert session.resume(player.lesson, PASS, player.events, None, player.stories).place == Place(STEP)
        player.take(playing.choose(player.run, "push"))
        assert session.resume(player.lesson, PASS, player.events, None, player.stories).place == Place(
            "choice"
        )


def test_a_scenario_alone_is_a_lesson_of_one_step() -> None:
    lesson = playing.practice(TWO)
    assert (lesson.id, is_practice(lesson.id), is_practice("made")) == (
        "practice.made",
        True,
        False,
    )
    run = session.begin(lesson, 1, PASS, {"made": ready(TWO, COURSE)}).run
    for each in ("offer", "listen"):
        run = playing.choose(playing.begin(run).run if each == "offer" else run, each).run
    turn = session.onward(run)
    assert turn.events == (LessonFinished("practice.made", 1.0, 1),)


MOVES = st.lists(
    st.sampled_from(["choose"] * 6 + ["begin", "back_to", "onward", "back", "answer"]), max_size=40
)


def moved(run: Run, move: str, data: st.DataObject) -> Turn:
    """One move, whether it can be made or not."""
    match move:
        case "choose":
            shown = playing.choices(run)
            return playing.choose(run, data.draw(st.sampled_from(shown)).id) if shown else playing.begin(run)
        case "begin":
            return playing.begin(run)
        case "back_to":
            return playing.back_to(run, data.draw(st.integers(0, 4)))
        case "answer":
            return session.answer(run, {data.draw(st.sampled_from("abc")): "picked"})
        case _:
            turn: Turn = getattr(session, move)(run)
            return turn


@settings(deadline=None, max_examples=150)
@given(scenarios_made.scenarios(circles=True), st.data())
def test_any_play_comes_back_from_the_record_as_it_was(drawn: Scenario, data: st.DataObject) -> None:
    player = Player(drawn)
    score = session.first_score(player.run)
    for move in data.draw(MOVES):
        turn = moved(player.run, move, data)
        run = player.run
        player.take(turn)
        assert replace(player.resumed(), hints=player.run.hints) == player.run
        for event in turn.events:
            run = session.after(run, event)
        assert run.plays == player.run.plays
        assert playing.changed(player.run) is False
        now = session.first_score(player.run)
        assert now.points >= score.points
        score = now
    names = [identity("run", event) for event in player.events]
    assert len(set(names)) == len(names)
    for number in range(len(player.events) + 1):
        part = session.resume(player.lesson, PASS, player.events[:number], None, player.stories)
        assert playing.changed(part) is False
        if part.state == "playing" and playing.scene(part) is None:
            assert playing.begin(part).events


@settings(deadline=None)
@given(scenarios_made.scenarios(), st.data())
def test_any_play_without_circles_ends_with_its_meters_in_bounds(
    drawn: Scenario, data: st.DataObject
) -> None:
    player = Player(drawn).play()
    for _ in drawn.scenes:
        if shown := playing.choices(player.run):
            player.take(playing.choose(player.run, data.draw(st.sampled_from(shown)).id))
    play, end = playing.play(player.run), playing.ending(player.run)
    assert play is not None
    assert end is not None
    assert (play.ended, play.ending, player.run.state) == (True, end.id, "played")
    made = playing.decisions(player.run)
    assert tuple(decision.choice.id for decision in made) == play.path
    assert all(0 <= level <= 100 for each in made for level in (*each.before, *each.after))
    assert all(one.after == two.before for one, two in pairwise(made))
    grades = [decision.choice.verdict for decision in made]
    assert play.points == plays.mark(grades, end.kind or "mixed")
    assert 0 <= play.points <= 1


@settings(deadline=None)
@given(scenarios_made.scenarios(), st.data())
def test_going_back_and_choosing_the_same_ends_the_same(drawn: Scenario, data: st.DataObject) -> None:
    player = Player(drawn).play()
    while shown := playing.choices(player.run):
        player.take(playing.choose(player.run, data.draw(st.sampled_from(shown)).id))
    first = playing.play(player.run)
    assert first is not None
    decision = data.draw(st.integers(0, len(first.path) - 1))
    player.take(playing.back_to(player.run, decision))
    for each in first.path[decision:]:
        player.take(playing.choose(player.run, each))
    again = playing.play(player.run)
    assert again == replace(first, number=1, taken_over=decision)
    assert playing.plays_of(player.run)[0] == first


def test_every_story_of_a_run_is_found_by_its_scenario() -> None:
    story: Story | None = playing.story(Player().run)
    assert story is not None
    assert story.scenario == TWO


def test_a_line_is_said_by_a_role() -> None:
    with_cast = replace(TWO, cast=(Person("brand", "Brand specialist"),))
    speakers = [playing.speaker(with_cast, Line("x", who)) for who in ("brand", "you", "", "gone")]
    assert speakers == ["Brand specialist", "", "", ""]
