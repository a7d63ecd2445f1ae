"""The rules over plans of workshops: each is broken here once, and reported where and in plain words."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import folder, stage
from advocacy_coach.course.folder import MOOD_CHECK
from advocacy_coach.course.inspection import inspect
from advocacy_coach.course.library import Library
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.workshops import LessonItem, PollItem, SlideItem
from advocacy_coach.errors import CourseError
from tests.conftest import PLAYED
from tests.course.test_proofs import place
from tests.course.test_tools import HOSTILE
from tests.course.tools_yaml import MOOD

LESSONS = Path(__file__).parents[2] / "lessons" / "en"

SHORT = "workshops/short.yaml"
TEXT = (PLAYED / SHORT).read_text("utf-8")

MOOD_STEP = "      - {type: mood, id: the-mood, minutes: 0}\n"
LAST = "      - type: scenario\n"

BROKEN: list[tuple[str, str, str, str, str]] = [
    # what is changed in the plan, to what, the code, where it is reported (what stands there, ‸ at the place
    # itself) and what the message and the hint say
    # the shape
    ("format: 1", "format: 2", "AC207", "format: ‸2", "format 2 is newer than this program"),
    (
        "goals:\n  - Tell an offer from an order.\n  - Hear what others would do.\n",
        "",
        "AC202",
        "‸format",
        "the key “goals”",
    ),
    (
        "type: slide",
        "type: slides",
        "AC208",
        "type: ‸slides",
        "unknown type “slides” | Did you mean “slide”?",
    ),
    ("talk: 1.5", "talks: 1.5", "AC201", "        ‸talks: 1.5", "unknown key “talks” | Did you mean “talk”?"),
    ("minutes: 2.5", "minutes: nan", "AC204", "minutes: ‸nan", "“minutes” must be a number from 0 to 240"),
    ("minutes: 2.5", "minutes: -1", "AC204", "minutes: ‸-1", "“minutes” must be a number from 0 to 240"),
    ("votes: 2", "votes: 3", "AC204", "votes: ‸3", "“votes” must be “0” or “1” or “2”, found “3”"),
    ("decisions: 1", "decisions: all", "AC204", "decisions: ‸all", "must be a whole number from 0 to 20"),
    ("room: [6, 16]", "room: [6]", "AC206", "‸room: [6]", "“room” needs at least 2 of what it lists"),
    (
        "room: [6, 16]",
        "room: [0, 16]",
        "AC204",
        "room: [‸0",
        "item 1 of “room” must be a whole number from 1",
    ),
    (
        "          - {id: monthly, text: Every month}\n          - {id: never, text: Never}\n",
        "",
        "AC206",
        "        ‸options:",
        "“options” needs at least 2",
    ),
    ("step: first", "step: First", "AC204", "step: ‸First", "must be lower-case letters, digits and hyphens"),
    ("title: Coffee", "title: ''", "AC205", "title: ‸''", "“title” is empty, expected text"),
    # prose
    ("text: Think of", "text: Think<br> of", "AC304", "text: ‸Think<br>", "HTML"),
    ("say: SAY-SENTINEL coffee", "say: '  '", "AC205", "say: ‸'  '", "this text is only blanks"),
    # ids
    (
        "id: decide\n",
        "id: arrive\n",
        "AC301",
        "- id: ‸arrive\n    title: Deciding",
        "stands here twice, first in line 13",
    ),
    (
        "id: coffee",
        "id: welcome",
        "AC301",
        "id: ‸welcome\n        minutes: 2\n",
        "the id “welcome” stands in line 17 already",
    ),
    (
        "id: monthly",
        "id: weekly",
        "AC301",
        "- {id: ‸weekly, text: Every month",
        "the id “weekly” stands here twice",
    ),
    (
        "text: Every month",
        "text: every  WEEK",
        "AC303",
        "text: ‸every  WEEK",
        "says the same as the one in line",
    ),
    (
        "only: [folder, list]",
        "only: [folder, folder]",
        "AC301",
        "[folder, ‸folder]",
        "the id “folder” stands here",
    ),
    # time and room
    (
        "minutes: 20",
        "minutes: 21",
        "AC311",
        "minutes: ‸21",
        "the steps take 20 minutes together, not 21 | The parts: arrive 5, decide 15.",
    ),
    ("minutes: 2.5", "minutes: 2.4", "AC311", "minutes: ‸20", "the steps take 19.9 minutes together, not 20"),
    (
        "talk: 1.5",
        "talk: 3",
        "AC311",
        "talk: ‸3",
        "a talk of 3 minutes is longer than its step, which has 2.5",
    ),
    ("step: first", "step: first\n        talk: 2", "AC311", "talk: ‸2", "a talk of 2 minutes is longer"),
    ("step: last", "step: last\n        talk: 2", "AC311", "‸talk: 2", "has its talk between two votes"),
    ("room: [6, 16]", "room: [17, 16]", "AC309", "room: [‸17", "a room of at least 17 and at most 16 people"),
    # what a plan refers to
    (
        "lesson: talks",
        "lesson: talk",
        "AC404",
        "lesson: ‸talk\n",
        "there is no lesson “talk” | Did you mean “talks”?",
    ),
    ("step: last", "step: lost", "AC415", "step: ‸lost", "there is no step “lost” | Did you mean “last”?"),
    (
        "step: last",
        "step: play-it",
        "AC415",
        "step: ‸play-it",
        "“play-it” of the lesson “talks” plays a scenario | Write “type: scenario” and “scenario: notice”.",
    ),
    (
        "scenario: notice",
        "scenario: notic",
        "AC409",
        "scenario: ‸notic\n",
        "there is no scenario “notic” | Did you mean “notice”?",
    ),
    (
        "only: [folder, list]",
        "only: [folder, lists]",
        "AC417",
        "[folder, ‸lists]",
        "there is no option “lists” | Did you mean “list”?",
    ),
    (
        "step: first",
        "step: first\n        only: [a]",
        "AC417",
        "‸only: [a]",
        "the step “first” is shown as a whole",
    ),
    (
        "step: pick",
        "step: pick\n        only: [noon]",
        "AC417",
        "‸only: [noon]",
        "shown as a whole, so “only” has nothing to pick from | It picks cards",
    ),
    (
        LAST,
        MOOD_STEP + LAST,
        "AC416",
        "{type: ‸mood",
        "this course has no mood check | Write tools/mood-check.yaml.",
    ),
    # the projected screen, and sentences
    (
        "text: Think of",
        "text: " + "think. " * 130 + "Think of",
        "AC507",
        "id: ‸welcome",
        "this takes 19 lines of 60 columns when projected, 14 fit",
    ),
    (
        "text: Never",
        "text: " + "never. " * 130,
        "AC507",
        "id: ‸first-poll",
        "lines of 56 columns when projected, 14 fit",
    ),
    (
        "text: Think of",
        "text: " + "think " * 31 + "of",
        "AC508",
        "text: ‸think think",
        "this sentence has 43 words",
    ),
]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The course with scenarios, which has a plan."""
    return Path(shutil.copytree(PLAYED, tmp_path / "course"))


def found(path: Path) -> list[Problem]:
    return list(inspect(path).problems)


def change(file: Path, old: str, new: str) -> str:
    """Change a file at one place; the new text."""
    text = file.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")
    return text


def test_the_plan_that_is_broken_below_is_without_fault(course: Path) -> None:
    whole = inspect(course)
    assert (whole.problems, whole.files) == ((), 8)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[2]} {case[1].strip()[:30]}")
def test_a_broken_rule_is_reported_where_it_is_broken(
    course: Path, case: tuple[str, str, str, str, str]
) -> None:
    old, new, code, marked, said = case
    text = change(course / SHORT, old, new)
    (problem,) = found(course)
    message, _bar, hint = said.partition(" | ")
    assert (problem.code, Path(problem.path)) == (code, course / SHORT)
    assert (problem.line, problem.column) == place(text, marked)
    assert message in problem.message
    assert problem.hint.startswith(hint)
    assert found(course / SHORT) == [problem]
    library = Library.open(course, None)
    assert [plan.id for plan in library.workshops()] == (["short"] if problem.severity == "warning" else [])
    assert len(library.notices) == (problem.severity == "error")


@pytest.mark.parametrize(("minutes", "codes"), [("20", []), ("19", ["AC311"])])
def test_tenths_of_minutes_add_up(course: Path, minutes: str, codes: list[str]) -> None:
    text = TEXT.replace("minutes: 20", f"minutes: {minutes}").replace("minutes: 2.5", "minutes: 2.3")
    text = text.replace("minutes: 1.5", "minutes: 1.6").replace("minutes: 1\n", "minutes: 1.05\n")
    (course / SHORT).write_text(text, "utf-8")
    assert [problem.code for problem in found(course)] == codes


def test_a_mood_step_belongs_to_a_course_with_a_mood_check(course: Path) -> None:
    change(course / SHORT, LAST, MOOD_STEP + LAST)
    (course / MOOD_CHECK).parent.mkdir()
    (course / MOOD_CHECK).write_text(MOOD.replace(", claims: [W9]", ""), "utf-8")
    assert found(course) == []
    (plan,) = Library.open(course, None).workshops()
    assert [step.id for step in plan.parts[1].steps][-2:] == ["the-mood", "play-notice"]


def test_of_a_lesson_that_cannot_be_read_nothing_is_said(course: Path) -> None:
    change(course / SHORT, "step: last", "step: lost")
    change(course / "10-talks.yaml", "type: page", "type: pages")
    assert [(Path(each.path).name, each.code) for each in found(course)] == [("10-talks.yaml", "AC208")]
    assert [plan.id for plan in Library.open(course, None).workshops()] == ["short"]


def test_a_plan_alone_is_judged_by_what_it_says_itself(tmp_path: Path) -> None:
    file = tmp_path / "workshops" / "mine.yaml"
    file.parent.mkdir()
    file.write_text(TEXT.replace(LAST, MOOD_STEP + LAST), "utf-8")
    assert found(file) == []
    file.write_text(TEXT.replace("minutes: 20", "minutes: 25").replace("Coffee", "<br>"), "utf-8")
    assert [problem.code for problem in found(file)] == ["AC311", "AC304"]


def test_two_plans_with_one_id_are_told_apart(course: Path) -> None:
    shutil.copy(course / SHORT, course / "workshops" / "zz.yaml")
    (problem,) = found(course)
    assert (Path(problem.path).name, problem.code) == ("zz.yaml", "AC301")
    library = Library.open(course, None)
    assert [plan.id for plan in library.workshops()] == ["short"]
    assert library.notices == ("zz.yaml:2: the id “short” is taken by short.yaml",)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_plan_is_a_problem_in_a_place_and_the_course_opens(course: Path, kind: str) -> None:
    data, code = HOSTILE[kind]
    (course / SHORT).write_bytes(data if isinstance(data, bytes) else data.encode())
    problems = found(course)
    assert code in {problem.code for problem in problems}
    assert {Path(problem.path) for problem in problems} == {course / SHORT}
    library = Library.open(course, None)
    assert (library.workshops(), len(library.notices)) == ((), 1)
    assert library.lesson("talks").title == "Talks"


@given(data=st.data())
def test_a_plan_with_lines_lost_moved_and_broken_is_checked_to_the_end(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = TEXT.split("\n")
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["lose", "double", "indent", "replace"])):
            case "lose":
                lines[index : index + data.draw(st.integers(1, 4))] = []
                lines = lines or [""]
            case "double":
                lines.insert(data.draw(st.integers(0, len(lines))), lines[index])
            case "indent":
                lines[index] = "  " + lines[index]
            case "replace":
                junk = data.draw(
                    st.sampled_from(["", "x", "[1]", "{a: b}", "0", "-1", "1e400", "mood", "cards"])
                )
                lines[index] = lines[index].split(":")[0] + ": " + junk
    course = tmp_path_factory.mktemp("broken") / "course"
    shutil.copytree(PLAYED, course)
    (course / SHORT).write_text("\n".join(lines), "utf-8")
    problems = found(course)
    for problem in problems:
        assert Path(problem.path) == course / SHORT
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    errors = any(problem.severity == "error" for problem in problems)
    library = Library.open(course, None)
    assert (len(library.workshops()), len(library.notices)) == ((0, 1) if errors else (1, 0))


class TestInTheLibrary:
    @pytest.fixture
    def three(self, course: Path) -> Path:
        """The course with a longer plan that comes first by its name, and one that is broken."""
        longer = TEXT.replace("id: short", "id: longer").replace("minutes: 20", "minutes: 120")
        longer = longer.replace("minutes: 5", "minutes: 105")
        (course / "workshops" / "120.yaml").write_text(longer, "utf-8")
        broken = TEXT.replace("id: short", "id: torn").replace("minutes: 20", "minutes: 90")
        (course / "workshops" / "90.yaml").write_text(broken, "utf-8")
        return course

    @pytest.mark.parametrize("times", [1, 2])
    def test_plans_come_the_shortest_first(self, three: Path, tmp_path: Path, times: int) -> None:
        for _time in range(times):  # the second time from the catalogue
            library = Library.open(three, tmp_path / "cache")
        assert [(plan.id, plan.minutes) for plan in library.workshops()] == [("short", 20), ("longer", 120)]
        assert library.workshop("longer").minutes == 120
        assert library.notices == ("90.yaml:4: the steps take 20 minutes together, not 90",)

    def test_what_a_plan_says_is_what_its_author_wrote(self, three: Path) -> None:
        plan = Library.open(three, None).workshop("short")
        slide, poll, page = plan.parts[0].steps
        assert isinstance(slide, SlideItem)
        assert (slide.minutes, slide.talk, slide.notes.watch_for) == (2.5, 1.5, "WATCH-SENTINEL welcome")
        assert isinstance(poll, PollItem)
        assert (poll.votes, [option.id for option in poll.options]) == (1, ["weekly", "monthly", "never"])
        assert isinstance(page, LessonItem)
        assert (page.lesson, page.step, page.votes, page.only) == ("talks", "first", 0, ())
        assert (plan.room, [part.minutes for part in plan.parts]) == ((6, 16), [5, 15])

    def test_a_plan_that_is_not_there_names_those_that_are(self, three: Path) -> None:
        with pytest.raises(CourseError) as told:
            Library.open(three, None).workshop("45")
        assert str(told.value) == "This course has no workshop “45”. Workshops here: short, longer."

    @pytest.mark.parametrize("name", ["torn", "90"])
    def test_a_broken_plan_is_refused_with_its_reason(self, three: Path, tmp_path: Path, name: str) -> None:
        Library.open(three, tmp_path / "cache")
        with pytest.raises(CourseError) as told:
            Library.open(three, tmp_path / "cache").workshop(name)
        reason = "90.yaml:4: the steps take 20 minutes together, not 90"
        assert str(told.value) == f"The workshop “{name}” cannot be opened: {reason}."

    def test_a_plan_that_lost_its_step_is_refused_with_its_reason(self, three: Path) -> None:
        change(three / SHORT, "step: last", "step: lost")
        with pytest.raises(CourseError, match=r"short\.yaml:49: there is no step “lost”"):
            Library.open(three, None).workshop("short")

    def test_a_course_without_plans_has_none(self, course: Path) -> None:
        shutil.rmtree(course / "workshops")
        library = Library.open(course, None)
        assert library.workshops() == ()
        with pytest.raises(CourseError) as told:
            library.workshop("short")
        assert told.value.hint == ""

    def test_a_plan_is_judged_anew_when_its_lesson_changes(self, course: Path, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        assert Library.open(course, cache).notices == ()
        change(course / "10-talks.yaml", "id: last", "id: final")
        library = Library.open(course, cache)
        assert (library.workshops(), len(library.notices)) == ((), 1)
        change(course / SHORT, "step: last", "step: final")
        library = Library.open(course, cache)
        assert ([plan.id for plan in library.workshops()], library.notices) == (["short"], ())

    def test_plans_cost_the_start_nothing_and_need_no_parser(self, three: Path, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        Library.open(three, cache)
        code = (
            "import sys; from pathlib import Path; from advocacy_coach.course.library import Library;"
            f"library = Library.open(Path({str(three)!r}), Path({str(cache)!r}));"
            "print('advocacy_coach.course.workshops' in sys.modules);"
            "print(*(plan.id for plan in library.workshops()));"
            "print({'yaml', 'markdown_it', 'advocacy_coach.course.checks'} & set(sys.modules))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        assert done.stdout.splitlines() == ["False", "short longer", "set()"]

    def test_a_plan_outlives_its_catalogue(self, course: Path, tmp_path: Path) -> None:
        cache = tmp_path / "cache"
        library = Library.open(course, cache)
        before = library.workshops()
        for file in cache.iterdir():
            file.write_bytes(b"")
        assert library.workshops() == before
        assert [plan.id for plan in before] == ["short"]


def test_the_files_of_a_course_are_told_apart() -> None:
    names = [
        "course.yaml",
        "10-a.yaml",
        "check/x.yaml",
        "scenarios/s.yaml",
        "tools/t.yaml",
        "workshops/45.yaml",
    ]
    assert folder.workshop_files(names) == ["workshops/45.yaml"]
    assert folder.tool_files(names) == ["check/x.yaml", "tools/t.yaml"]
    assert folder.scenario_files(names) == ["scenarios/s.yaml"]
    assert folder.lesson_files(names) == ["10-a.yaml"]


def test_a_plan_belongs_to_the_course_around_it(course: Path) -> None:
    assert folder.part_of(course / SHORT) == "workshops"
    assert folder.course_of(course / SHORT) == course


SCENE = "scenarios/notice.yaml"
PARAGRAPHS = "\\n\\n".join(f"Line {number}." for number in range(1, 9))
"""Eight paragraphs, which are fifteen lines."""


class TestScenesOnStage:
    """What of a scene must fit the projected screen."""

    def test_a_conversation_may_be_longer_than_the_screen(self, course: Path) -> None:
        more = '      - {speaker: brand, text: "Five posts by noon, please."}\n'
        change(course / SCENE, more, more * 15)
        assert found(course) == []

    def test_one_line_of_it_may_not(self, course: Path) -> None:
        text = change(course / SCENE, "Five posts by noon, please.", PARAGRAPHS)
        (problem,) = found(course)
        assert (problem.code, problem.severity) == ("AC507", "warning")
        assert (problem.line, problem.column) == place(text, '{speaker: brand, text: ‸"')
        assert problem.message == "this takes 16 lines of 56 columns when projected, 14 fit"

    @pytest.mark.parametrize(("lines", "codes"), [(11, []), (12, ["AC507"])])
    def test_the_choices_leave_a_line_to_the_question_above_them(
        self, course: Path, lines: int, codes: list[str]
    ) -> None:
        waiting = "  \\n".join(["Wait."] * lines)  # the two other choices take a line each
        text = change(course / SCENE, "text: Do nothing for now", f'text: "{waiting}"')
        problems = found(course)
        assert [problem.code for problem in problems] == codes
        for problem in problems:
            assert (problem.line, problem.column) == place(text, "    ‸choices:\n      - {id: order")
            assert problem.message == "this takes 15 lines of 56 columns when projected, 14 fit"


def test_the_measures_of_the_screen_leave_room_for_what_stands_around() -> None:
    assert stage.STAGE_LINES < 18
    assert stage.QUESTION_WIDTH < stage.PAGE_WIDTH < 64


def test_the_plans_that_come_with_the_program_have_no_problem() -> None:
    plans = Library.open(LESSONS, None).workshops()
    assert [(plan.id, plan.minutes) for plan in plans] == [("mood", 20), ("45", 45), ("60", 60), ("90", 90)]
    assert [each for each in found(LESSONS) if Path(each.path).parent.name == "workshops"] == []
