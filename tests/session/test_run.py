"""Taking a lesson."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.model import BaseQuestion, Lesson
from advocacy_coach.session import run as session
from advocacy_coach.session.events import (
    Answered,
    Event,
    LessonFinished,
    PageRead,
    Place,
    Reflected,
    RoundOpened,
    Started,
)
from advocacy_coach.session.run import Run, Turn
from advocacy_coach.session.scoring import key
from tests.session import made

PASS = 70


class Taker:
    """Takes turns and keeps what happened, as the record does."""

    def __init__(self, lesson: Lesson | None = None, seed: int = 7) -> None:
        turn = session.begin(lesson or made.lesson(), seed, PASS)
        self.run, self.events = turn.run, list(turn.events)

    def take(self, turn: Turn) -> "Taker":
        self.run = turn.run
        self.events += turn.events
        return self

    def right(self) -> "Taker":
        """Answer by the key and go on."""
        self.take(session.answer(self.run, key(self.run.step)))  # type: ignore[arg-type]
        return self.take(session.onward(self.run))

    def wrong(self) -> "Taker":
        """Pick what is wrong in a choice question and go on."""
        self.take(session.answer(self.run, {"a": "picked"}))
        return self.take(session.onward(self.run))

    def to_end(self) -> "Taker":
        """Everything right from here."""
        while not self.run.finished:
            if self.run.state == "asking":
                self.right()
            else:
                self.take(session.onward(self.run))
        return self


def test_a_lesson_from_start_to_end() -> None:
    taker = Taker().to_end()
    assert taker.events[0] == Started("lesson", 7)
    assert taker.events[-1] == LessonFinished("lesson", 6.0, 6)
    assert session.first_score(taker.run).per_cent == 100
    assert not any(isinstance(event, RoundOpened) for event in taker.events)


def test_going_on_from_an_open_question_does_nothing() -> None:
    run = Taker().run
    assert session.onward(run) == Turn(run)


def test_an_answer_is_given_once() -> None:
    taker = Taker()
    taker.take(session.answer(taker.run, {"a": "picked"}))
    again = session.answer(taker.run, {"b": "picked"})
    assert again == Turn(taker.run)
    assert taker.run.answer is not None
    assert dict(taker.run.answer.response) == {"a": "picked"}


def test_an_incomplete_answer_changes_nothing() -> None:
    run = Taker().run
    assert session.answer(run, {}) == Turn(run)


def test_a_warm_up_earns_nothing_and_does_not_come_back() -> None:
    taker = Taker().wrong().to_end()
    assert taker.events[-1] == LessonFinished("lesson", 6.0, 6)
    assert isinstance(taker.events[1], Answered)
    assert taker.events[1].scored is False
    assert not session.still_missed(taker.run)


def test_a_missed_question_comes_back_once_at_the_end() -> None:
    taker = Taker().right()
    taker.take(session.onward(taker.run)).wrong()
    while taker.run.place.round == 0:
        taker.right() if taker.run.state == "asking" else taker.take(session.onward(taker.run))
    assert taker.run.place == Place("choice", 1)
    assert taker.run.round_position == (1, 1)
    taker.wrong()
    assert taker.run.finished
    assert taker.events[-1] == LessonFinished("lesson", 5.0, 6)
    assert session.still_missed(taker.run) == ("choice",)


def test_missed_ones_again_after_the_lesson() -> None:
    taker = Taker().right()
    taker.take(session.onward(taker.run)).wrong().to_end()
    assert session.still_missed(taker.run) == ()
    assert session.again(taker.run) == Turn(taker.run)
    assert session.first_score(taker.run).points == 5

    failing = Taker().right()
    failing.take(session.onward(failing.run)).wrong()
    while not failing.run.finished:
        if failing.run.place == Place("choice", 1):
            failing.wrong()
        elif failing.run.state == "asking":
            failing.right()
        else:
            failing.take(session.onward(failing.run))
    failing.take(session.again(failing.run))
    assert failing.run.place == Place("choice", 2)
    failing.right()
    assert session.still_missed(failing.run) == ()
    assert sum(isinstance(event, LessonFinished) for event in failing.events) == 1


def test_hints_are_shown_one_by_one_and_kept_with_the_answer() -> None:
    taker = Taker().right()
    taker.take(session.onward(taker.run))
    assert session.shown_hints(taker.run) == ()
    taker.take(session.hint(taker.run))
    assert session.shown_hints(taker.run) == ("one",)
    for _ in range(3):
        taker.take(session.hint(taker.run))
    assert session.shown_hints(taker.run) == ("one", "two")
    taker.take(session.answer(taker.run, {"b": "picked"}))
    assert isinstance(taker.events[-1], Answered)
    assert taker.events[-1].hints == 2
    assert session.shown_hints(taker.run) == ("one", "two")


def test_back_and_rewind_keep_answers() -> None:
    taker = Taker().right()
    before = taker.run
    back = session.back(before).run
    assert back.place == Place("warm-up")
    assert back.answer is not None
    assert session.back(back) == Turn(back)
    assert session.onward(back).run == before
    assert session.rewind(before).run.at == 0


def test_a_page_is_read_once() -> None:
    taker = Taker().right()
    taker.take(session.onward(taker.run))
    assert taker.events[-1] == PageRead("page")
    taker.take(session.back(taker.run))
    assert session.onward(taker.run).events == ()


def test_reflections_replace_each_other_and_blank_is_nothing() -> None:
    taker = Taker()
    while taker.run.state != "reflecting":
        taker.right() if taker.run.state == "asking" else taker.take(session.onward(taker.run))
    assert session.reflect(taker.run, "  ") == Turn(taker.run)
    taker.take(session.reflect(taker.run, " first "))
    assert taker.events[-1] == Reflected("reflect", "first", 0)
    assert session.reflect(taker.run, "first") == Turn(taker.run)
    taker.take(session.reflect(taker.run, "second"))
    assert taker.events[-1] == Reflected("reflect", "second", 1)
    assert taker.run.reflections == {"reflect": "second"}


def test_resuming_comes_back_to_the_place() -> None:
    taker = Taker().right()
    taker.take(session.onward(taker.run)).right()
    again = session.resume(made.lesson(), PASS, taker.events, taker.run.place)
    assert again == taker.run
    nowhere = session.resume(made.lesson(), PASS, taker.events, None)
    assert nowhere.place == Place("select")
    strange = session.resume(made.lesson(), PASS, taker.events, Place("gone", 3))
    assert strange.place == Place("select")


def test_an_author_may_change_the_lesson_under_a_run() -> None:
    taker = Taker().to_end()
    shorter = replace(made.lesson(), steps=made.lesson().steps[:3])
    run = session.resume(shorter, PASS, taker.events, taker.run.place)
    assert {stop.step for stop in run.stops} == {"warm-up", "page", "choice"}
    question = made.choice()
    changed = replace(question, options=tuple(replace(o, id=o.id * 2) for o in question.options))
    renamed = replace(made.lesson(), steps=(changed, *made.lesson().steps[3:]))
    run = session.resume(renamed, PASS, taker.events, None)
    assert Place("choice") not in run.answers
    assert run.place == Place("choice")


def test_a_step_added_before_the_end_is_asked_before_the_lesson_ends() -> None:
    taker = Taker()
    while taker.run.state != "reflecting":
        taker.right() if taker.run.state == "asking" else taker.take(session.onward(taker.run))
    longer = replace(made.lesson(), steps=(made.choice("new"), *made.lesson().steps))
    run = session.resume(longer, PASS, taker.events, Place("reflect"))
    assert session.onward(run).run.place == Place("new")


class Anything:
    """Any sequence of turns, right or not."""

    moves = st.lists(
        st.sampled_from(["answer", "onward", "back", "hint", "reflect", "again", "rewind"]), max_size=60
    )


def _turn(run: Run, move: str, data: st.DataObject) -> Turn:
    match move:
        case "answer":
            step = run.step
            if not isinstance(step, BaseQuestion):
                return Turn(run)
            return session.answer(run, data.draw(made.responses(step)))
        case "reflect":
            return session.reflect(run, data.draw(st.sampled_from(["", "a", "b"])))
        case _:
            turn: Turn = getattr(session, move)(run)
            return turn


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_play_resumes_to_the_same_run(data: st.DataObject) -> None:
    turn = session.begin(made.lesson(), 7, PASS)
    run, events = turn.run, list[Event](turn.events)
    for move in data.draw(Anything.moves):
        turn = _turn(run, move, data)
        run = turn.run
        events += turn.events
        resumed = session.resume(made.lesson(), PASS, events, run.place)
        assert replace(resumed, hints=run.hints) == run
    score = session.first_score(run)
    assert 0 <= score.points <= score.of == 6
    assert len(set(run.stops)) == len(run.stops)
    assert sum(isinstance(event, LessonFinished) for event in events) <= 1


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_whoever_goes_on_reaches_the_end(data: st.DataObject) -> None:
    run = session.begin(made.lesson(), data.draw(st.integers(0, 99)), PASS).run
    for _ in range(100):
        if run.finished:
            break
        if run.state == "asking":
            run = session.answer(run, data.draw(made.responses(run.step))).run  # type: ignore[arg-type]
        run = session.onward(run).run
    assert run.finished


def test_every_round_draws_its_own_order() -> None:
    question = made.select()
    run = Taker(replace(made.lesson(), steps=(question,))).run
    rounds = [replace(run, stops=(Place("select", n),)).options(question) for n in range(6)]
    assert len({tuple(option.id for option in drawn) for drawn in rounds}) > 1
