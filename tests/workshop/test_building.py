"""From the plan of a workshop to its deck: what every kind of step becomes."""

from pathlib import Path
from typing import Any

import pytest

from advocacy_coach.course.folder import MOOD_CHECK
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import Notes
from advocacy_coach.course.workshops import (
    LessonItem,
    MoodItem,
    PauseItem,
    PollItem,
    PollOption,
    ScenarioItem,
    SlideItem,
    WorkshopItem,
    WorkshopPart,
    WorkshopPlan,
)
from advocacy_coach.errors import CourseError
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.deck import Ask, Deck, Item, Mood, Pause, Play, Question, Slide
from tests.conftest import PLAYED, SMALL
from tests.course.tools_yaml import with_tools


def plan(*parts: tuple[WorkshopItem, ...]) -> WorkshopPlan:
    """A plan of these parts."""
    return WorkshopPlan(
        format=1,
        id="mine",
        title="Mine",
        minutes=5,
        goals=("One.",),
        parts=tuple(WorkshopPart(f"part-{n}", f"Part {n}", steps) for n, steps in enumerate(parts, 1)),
    )


def built(*steps: WorkshopItem, course: Path = SMALL, groups: tuple[str, ...] = ()) -> Deck:
    """The deck of a plan of these steps."""
    return build(plan(steps), Library.open(course, None), groups)


def of_lesson(lesson: str, step: str, **more: Any) -> Item:
    """The item of a step of a lesson of the small course."""
    (item,) = built(LessonItem(id="mine", minutes=2, lesson=lesson, step=step, **more)).items
    return item


def asked(lesson: str, step: str, **more: Any) -> tuple[Question, ...]:
    """What the room votes on for a step of a lesson."""
    content = of_lesson(lesson, step, **more).content
    assert isinstance(content, Ask)
    return content.questions


class TestStepsOfAPlan:
    def test_a_slide_keeps_its_talk_in_seconds_and_what_people_say(self) -> None:
        step = SlideItem(id="hello", minutes=2, title="Hello", text="Who?", talk=1.5, answers=("Me.",))
        (item,) = built(step).items
        assert item == Item(
            id="hello", title="Hello", content=Slide("Who?", 90), seconds=120, answers=("Me.",)
        )

    @pytest.mark.parametrize(("votes", "expected"), [(0, 1), (1, 1), (2, 2)])
    def test_a_poll_has_no_right_answer_and_one_vote_unless_it_says_so(
        self, votes: Any, expected: int
    ) -> None:
        options = (PollOption("yes", "Yes"), PollOption("no", "No"))
        step = PollItem(
            id="ask", minutes=1, prompt="Well?", options=options, explain="So.", votes=votes, answers=("Hm.",)
        )
        (item,) = built(step).items
        assert isinstance(item.content, Ask)
        (question,) = item.content.questions
        assert (question.id, question.prompt, question.explain) == ("ask", "Well?", "So.")
        assert [(option.id, option.text, option.feedback) for option in question.options] == [
            ("yes", "Yes", ""),
            ("no", "No", ""),
        ]
        assert (question.right, question.many, question.votes) == ((), False, expected)
        assert item.answers == ("Hm.",)

    def test_a_pause_is_a_pause(self) -> None:
        (item,) = built(PauseItem(id="coffee", minutes=10, title="Coffee")).items
        assert item == Item(id="coffee", title="Coffee", content=Pause(), seconds=600)

    @pytest.mark.parametrize(("decisions", "votes", "expected"), [(0, 0, 1), (2, 2, 2)])
    def test_a_scenario_is_its_story(self, decisions: int, votes: Any, expected: int) -> None:
        step = ScenarioItem(id="play", minutes=5, scenario="notice", decisions=decisions, votes=votes)
        (item,) = built(step, course=PLAYED).items
        assert isinstance(item.content, Play)
        assert (item.title, item.content.most, item.content.votes) == ("The notice", decisions, expected)
        assert item.content.story.meters == ("trust", "reach")

    def test_the_mood_check_is_that_of_the_course(self, course_dir: Path) -> None:
        with_tools(course_dir, MOOD_CHECK)
        step = MoodItem(id="mood", minutes=3)
        (item,) = built(step, course=course_dir, groups=("North", "South")).items
        assert isinstance(item.content, Mood)
        assert (item.title, item.content.tool.id) == ("A mood check", "mood-check")
        assert item.content.groups == ("North", "South")


class TestStepsOfALesson:
    def test_a_page_is_a_slide(self) -> None:
        item = of_lesson("voices", "one-message")
        assert isinstance(item.content, Slide)
        assert (item.id, item.title, item.content.talk) == ("mine", "One message away", 0)
        assert item.content.text.startswith("A candidate reads the advert.")

    def test_a_reflection_is_a_slide_for_yourself(self) -> None:
        item = of_lesson("voices", "own-team")
        assert item.title == "For yourself"
        assert item.content == Slide("What would your team say about you today?")

    def test_a_choice_is_voted_on_twice(self) -> None:
        (question,) = asked("voices", "new-advert")
        assert (question.id, question.right, question.votes, question.many) == ("mine", (1,), 2, False)
        assert [option.id for option in question.options] == ["design", "staff", "budget"]
        assert question.options[0].feedback == "Care is seen, but it is no evidence."
        assert question.explain == "People compare the advert with the word of those who know."

    def test_a_selection_lets_everybody_mark_several(self) -> None:
        (question,) = asked("voices", "heard-from-a-friend")
        assert (question.right, question.votes, question.many) == ((0, 1), 1, True)

    def test_best_and_worst_are_two_votes_and_the_reasons_come_after_both(self) -> None:
        best, worst = asked("forcing", "ten-ready-posts")
        assert [(each.id, each.right, each.votes) for each in (best, worst)] == [
            ("mine/best", (0,), 1),
            ("mine/worst", (2,), 1),
        ]
        assert best.prompt.endswith("**Which is the best?**")
        assert worst.prompt.endswith("**Which is the worst?**")
        assert best.explain == ""
        assert [option.feedback for option in best.options] == ["", "", ""]
        assert [option.text for option in best.options] == [option.text for option in worst.options]
        assert worst.explain == "The same content helps as an offer and harms as an order."
        assert worst.options[2].feedback == "A deadline from a manager is heard as an order."

    def test_of_an_order_the_first_is_voted_on_and_the_file_does_not_give_it_away(self) -> None:
        (question,) = asked("forcing", "from-free-to-forced")
        assert question.id == "mine/first"
        assert [option.id for option in question.options] == ["ask", "invite", "target"]
        assert question.right == (1,)
        assert "Which comes first, as “Freest”?" in question.prompt

    def test_every_action_is_rated_on_its_own(self) -> None:
        questions = asked("forcing", "how-voluntary")
        assert [(each.id, each.right) for each in questions] == [
            ("mine/list", (0,)),
            ("mine/reminder", (2,)),
            ("mine/folder", (4,)),
        ]
        assert [option.text for option in questions[0].options] == [
            "1: Not at all",
            "2",
            "3",
            "4",
            "5: Fully",
        ]
        assert questions[0].prompt.endswith("**A list of who has posted**")
        assert questions[1].explain == "One reminder informs, and the third one presses."

    def test_every_card_is_sorted_on_its_own(self) -> None:
        questions = asked("forcing", "support-or-pressure")
        assert [(each.id, each.right) for each in questions] == [
            ("mine/photos", (0,)),
            ("mine/deadline", (1,)),
            ("mine/training", (0,)),
            ("mine/script", (1,)),
        ]
        assert [option.text for option in questions[0].options] == ["Support", "Pressure"]
        assert questions[1].explain == "A deadline is an order."

    @pytest.mark.parametrize(
        ("step", "only", "last"),
        [
            ("support-or-pressure", (), "It puts words in a mouth.\n\nSupport widens the choice"),
            ("support-or-pressure", ("photos", "deadline"), "A deadline is an order.\n\nSupport widens"),
            ("how-voluntary", (), "Who wants it can find it.\n\nWhat is counted is no longer free."),
        ],
    )
    def test_the_last_of_a_series_explains_them_all(
        self, step: str, only: tuple[str, ...], last: str
    ) -> None:
        *before, end = asked("forcing", step, only=only)
        assert end.explain.startswith(last)
        assert [each for each in before if "\n\n" in each.explain] == []

    @pytest.mark.parametrize("step", ["support-or-pressure", "how-voluntary"])
    def test_only_some_of_a_series(self, step: str) -> None:
        wanted = {"support-or-pressure": ("script", "photos"), "how-voluntary": ("folder",)}[step]
        found = [each.id.removeprefix("mine/") for each in asked("forcing", step, only=wanted)]
        assert sorted(found) == sorted(wanted)

    @pytest.mark.parametrize("step", ["ten-ready-posts", "how-voluntary", "support-or-pressure"])
    def test_a_plan_says_how_often_a_series_is_voted_on(self, step: str) -> None:
        assert {each.votes for each in asked("forcing", step, votes=2)} == {2}

    @pytest.mark.parametrize(("step", "votes"), [("new-advert", 1), ("heard-from-a-friend", 2)])
    def test_a_plan_says_how_often_a_question_is_voted_on(self, step: str, votes: Any) -> None:
        assert [each.votes for each in asked("voices", step, votes=votes)] == [votes]


class TestNotes:
    def test_those_of_the_lesson_where_the_plan_has_none(self) -> None:
        assert of_lesson("voices", "one-message").notes.do == "Count the hands."

    def test_those_of_the_plan_before_those_of_the_lesson(self) -> None:
        notes = of_lesson("voices", "one-message", notes=Notes(say="Mine.")).notes
        assert notes == Notes(say="Mine.")

    def test_minutes_alone_are_no_notes(self) -> None:
        assert of_lesson("voices", "one-message", notes=Notes(minutes=3)).notes.do == "Count the hands."


class TestTimes:
    def test_starts_and_seconds_add_up_over_the_parts(self) -> None:
        halves = [SlideItem(id=f"s{n}", minutes=n + 0.5, title="S", text="T") for n in range(3)]
        made = build(plan(tuple(halves[:2]), (halves[2],)), Library.open(SMALL, None))
        assert [(item.part, item.starts, item.seconds) for item in made.items] == [
            (0, 0, 30),
            (0, 30, 90),
            (1, 120, 150),
        ]
        assert [part.seconds for part in made.parts] == [120, 150]
        assert made.seconds == 270

    def test_what_the_deck_is_of(self) -> None:
        made = built(PauseItem(id="p", minutes=1, title="P"))
        assert (made.plan, made.title, made.room) == ("mine", "Mine", (6, 16))
        assert (made.course, made.version, made.language) == ("small-course", "1.0.0", "en")


MISSING: list[tuple[WorkshopItem, str]] = [
    (LessonItem(id="here", minutes=1, lesson="nowhere", step="x"), "This course has no lesson “nowhere”"),
    (
        LessonItem(id="here", minutes=1, lesson="voices", step="x"),
        "lesson “voices” has no page or question “x”",
    ),
    (
        LessonItem(id="here", minutes=1, lesson="forcing", step="how-voluntary", only=("x",)),
        "none of the options it names is in that question",
    ),
    (ScenarioItem(id="here", minutes=1, scenario="nowhere"), "This course has no scenario “nowhere”"),
    (MoodItem(id="here", minutes=1), "this course has no mood check"),
]


@pytest.mark.parametrize(("step", "reason"), MISSING)
def test_what_a_course_has_not_is_told_with_the_step_of_the_plan(step: WorkshopItem, reason: str) -> None:
    with pytest.raises(CourseError) as told:
        built(step)
    assert str(told.value) == f"The plan cannot be used at its step “here”: {reason}."


def test_a_scenario_in_a_lesson_is_no_page() -> None:
    step = LessonItem(id="here", minutes=1, lesson="talks", step="play-it")
    with pytest.raises(CourseError, match="“here”: lesson “talks” has no page or question “play-it”"):
        built(step, course=PLAYED)


def test_a_lesson_that_cannot_be_read_is_told_with_the_step_of_the_plan(course_dir: Path) -> None:
    file = next(each for each in course_dir.glob("*.yaml") if "id: voices" in each.read_text("utf-8"))
    file.write_text(file.read_text("utf-8").replace("type: page", "type: pages"), "utf-8")
    with pytest.raises(CourseError, match=r"at its step “here”: The lesson .*pages"):
        built(LessonItem(id="here", minutes=1, lesson="voices", step="own-team"), course=course_dir)


def test_names_of_questions_are_unique_in_the_plans_that_come_with_the_program() -> None:
    lessons = SMALL.parents[2] / "lessons" / "en"
    library = Library.open(lessons, None)
    for each in library.workshops():
        made = build(each, library)
        ids = [q.id for item in made.items if isinstance(item.content, Ask) for q in item.content.questions]
        assert len(ids) == len(set(ids))
        assert made.seconds == each.minutes * 60
