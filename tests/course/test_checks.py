"""The rules over a lesson and over a course: each is broken here once, and reported where it is broken."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import advice, prose, stage
from advocacy_coach.course.checks import _MARKUP
from advocacy_coach.course.inspection import inspect, to_json, to_text
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.rules import RULES
from advocacy_coach.errors import CourseError
from tests.course.test_proofs import BROKEN as OF_SCENARIOS
from tests.course.test_tools import BROKEN as OF_TOOLS
from tests.course.test_workshops import BROKEN as OF_WORKSHOPS

GUIDE = Path(__file__).parents[2] / "docs" / "writing-lessons.md"

LONG = "one two three four five six seven eight nine ten " * 3 + "eleven"

V, F, C, CLAIMS, SOURCES = "10-voices.yaml", "20-forcing.yaml", "course.yaml", "claims.yaml", "sources.yaml"

BROKEN: list[tuple[str, str, str, str, str]] = [
    # the file, what is changed in it, to what, the code (and those of what follows from it), and the line it
    # is reported at, by what stands there (empty where it is reported in another file)
    (V, "id: one-message", "id: who-knows", "AC301", "    id: who-knows\n    title"),
    (V, "id: employee", "id: careers-page", "AC301", "      - id: careers-page\n        text: Somebody"),
    (C, "{id: forcing, title: F", "{id: people, title: F", "AC301 AC401", "  - {id: people, title: F"),
    (C, "path: [voices, forcing]", "path: [voices, forcing, voices]", "AC301", "path:"),
    (CLAIMS, "id: W14", "id: W9", "AC301 AC402", "  - {id: W9, topic: people, text: What"),
    (SOURCES, "id: E25", "id: E05", "AC301 AC403", "  - id: E05\n    cite: Yil"),
    (F, "{id: pressure, title: P", "{id: support, title: P", "AC301 AC405", "      - {id: support, title: P"),
    (F, "id: forcing", "id: voices", "AC301 AC404", "id: voices"),
    (
        V,
        "        correct: true\n        feedback: This",
        "        feedback: This",
        "AC302",
        "    options:\n      - id: design",
    ),
    (
        V,
        "feedback: Reach",
        "correct: true\n        feedback: Reach",
        "AC302",
        "    options:\n      - id: design",
    ),
    (F, "        key: best\n", "", "AC302", "    options:\n      - id: offer"),
    (F, "key: worst", "key: best", "AC302", "    options:\n      - id: offer"),
    (
        V,
        "text: Somebody who works there",
        "text: the CAREERS  page of the firm",
        "AC303",
        "        text: the CAREERS",
    ),
    (V, "**somebody inside**", "<b>somebody</b>", "AC304", "      A candidate reads"),
    (V, "> Is it really", "| a | b |\n      |---|---|\n      > Is it really", "AC304", "      | a | b |"),
    (V, "> Is it", "![x](y.png) Is it", "AC304", "      ![x]"),
    (V, "prompt: What would", "prompt: See [this](file:///etc). What would", "AC304", "    prompt: See"),
    (V, "- People ask people.", "- People ask <i>people</i>.", "AC304", "  - People ask <i>"),
    (C, "summary: Two lessons", "summary: <b>Two</b> lessons", "AC304", "summary: <b>"),
    (CLAIMS, "text: Advocacy is", "text: <b>Advocacy</b> is", "AC304", "  - {id: P1.13"),
    (SOURCES, "caveat: The study looked", "caveat: <br> The study looked", "AC304", "    caveat: <br>"),
    (V, "text: Somebody who works there", 'text: "  "', "AC205", '        text: "  "'),
    (V, "topic: people", "topic: pople", "AC401", "topic: pople"),
    (V, "    id: one-message", "    id: one-message\n    topic: none", "AC401", "    topic: none"),
    (CLAIMS, "{id: W9, topic: people", "{id: W9, topic: nobody", "AC401", "  - {id: W9, topic: nobody"),
    (V, "claims: [W9, W14]", "claims: [W9, W14, W99]", "AC402", "    claims: [W9, W14, W99]"),
    (V, "sources: [E05]\n    notes", "sources: [E05, E99]\n    notes", "AC403", "    sources: [E05, E99]"),
    (C, "path: [voices, forcing]", "path: [voices, forcing, more]", "AC404", "path:"),
    (
        F,
        "bin: support, feedback: It gives",
        "bin: suport, feedback: It gives",
        "AC405",
        "      - {id: training",
    ),
    (
        V,
        "- They want to hear it from a person.",
        "- It is “what employees say, when ASKED”!",
        "AC501",
        "      - It is “what",
    ),
    (
        F,
        "    claims: [P1.10]\n    sources",
        "    hints: ['Offer them, with no deadline!']\n    claims: [P1.10]\n    sources",
        "AC501",
        "    hints:",
    ),
    (V, "text: Nothing, since it is one person", "text: None of the above", "AC504", "        text: None of"),
    (F, "text: Keep them and say nothing", "text: All of the above", "AC504", "        text: All of"),
    (V, "claims: [W9, W14]", "claims: [W9]", "AC505", ""),
    (V, "    claims: [W14]\n", "", "AC506", ""),
    (V, "      > Is it really", "      a\n\n" * 5 + "      > Is it really", "AC507", "    id: one-message"),
    (V, "title: One message away", "title: " + "message. " * 70, "AC507", "    id: one-message"),
    (F, "text: A monthly target", "text: " + "target. " * 90, "AC507", "    id: from-free"),
    (
        V,
        "prompt: What would",
        "prompt: " + "team, " * 29 * 5 + "what would",
        "AC507 AC508",
        "    id: own-team",
    ),
    (
        V,
        "      > Is it really like that?",
        f"      Short.\n\n      Short again. {LONG}.",
        "AC508",
        "      Short again.",
    ),
    (V, "explain: A close", f"explain: {LONG} a close", "AC508", "    explain: one two"),
    (V, "say: Ask who", f"say: {LONG} who", "AC508", "      say: one"),
    (C, "path: [voices, forcing]", "path: [voices]", "AC509", ""),
]


def change(folder: Path, name: str, old: str, new: str) -> str:
    text = (folder / name).read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    (folder / name).write_text(text, "utf-8")
    return text


def line_of(text: str, part: str) -> int:
    assert part in text
    return text[: text.index(part)].count("\n") + 1


def found(folder: Path) -> list[Problem]:
    return list(inspect(folder).problems)


def test_the_small_course_is_without_fault(course_dir: Path) -> None:
    assert found(course_dir) == []


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[3]} {case[1].strip()}")
def test_a_broken_rule_is_reported_where_it_is_broken(
    course_dir: Path, case: tuple[str, str, str, str, str]
) -> None:
    name, old, new, codes, at = case
    text = change(course_dir, name, old, new)
    problems = found(course_dir)
    assert sorted({problem.code for problem in problems}) == codes.split()
    if at:
        broken = {
            (Path(problem.path).name, problem.line) for problem in problems if problem.code in codes[:5]
        }
        assert (name, line_of(text, at)) in broken


def test_every_rule_beyond_the_shape_of_a_file_is_broken_above() -> None:
    later = {"AC502", "AC503"}  # habits over a whole lesson, below
    played = {case[3] for case in OF_SCENARIOS} | {"AC511"}  # the latter beside them, in a story by itself
    of_tools = {code for case in OF_TOOLS for code in case[3].split()} | {"AC414"}  # the latter beside them
    planned = {case[2] for case in OF_WORKSHOPS}
    tested = {code for case in BROKEN for code in case[3].split()} | later | played | of_tools | planned
    assert {rule.code for rule in RULES if rule.code >= "AC3"} <= tested


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        correct: true\n        feedback: We listen", "        feedback: We listen"),
        ("feedback: One voice", "correct: true\n        feedback: One voice"),
    ],
)
def test_a_select_question_may_have_any_mix_of_right_and_wrong(course_dir: Path, old: str, new: str) -> None:
    change(course_dir, V, old, new)
    assert found(course_dir) == []


def test_a_select_question_needs_both_right_and_wrong(course_dir: Path) -> None:
    text = (course_dir / V).read_text("utf-8")
    start = text.index("type: select")
    none = text[:start] + text[start:].replace("        correct: true\n", "")
    every = none[:start] + none[start:].replace(
        "        feedback:", "        correct: true\n        feedback:"
    )
    for broken, said in ((none, "here 0 of 4 are right"), (every, "here 4 of 4 are right")):
        (course_dir / V).write_text(broken, "utf-8")
        (problem,) = found(course_dir)
        assert (problem.code, said in problem.message) == ("AC302", True)


def test_references_are_not_judged_against_a_file_that_cannot_be_used(course_dir: Path) -> None:
    change(course_dir, CLAIMS, "claims:", "clams:")
    change(course_dir, C, "topics:", "topcs:")
    codes = {(Path(problem.path).name, problem.code) for problem in found(course_dir)}
    assert {name for name, _code in codes} == {CLAIMS, C}


def test_claims_without_a_file_of_claims_lead_nowhere(course_dir: Path) -> None:
    (course_dir / CLAIMS).unlink()
    assert {problem.code for problem in found(course_dir)} == {"AC402"}


def test_coverage_is_not_judged_while_a_lesson_cannot_be_read(course_dir: Path) -> None:
    change(course_dir, V, "minutes: 4", "minutes: x")
    assert [problem.code for problem in found(course_dir)] == ["AC204"]


def test_a_warm_up_tests_nothing(course_dir: Path) -> None:
    change(course_dir, V, "    claims: [W14]\n", "    claims: [W14]\n    scored: false\n")
    assert [problem.code for problem in found(course_dir)] == ["AC506"]


def test_a_near_miss_is_suggested(course_dir: Path) -> None:
    change(course_dir, V, "topic: people", "topic: pople")
    assert found(course_dir)[0].hint == "Did you mean “people”?"


def choices(right: list[int], longest: int) -> str:
    """A lesson of choice questions: the right option at these positions of three, and longest in so many."""
    steps = []
    for number, position in enumerate(right):
        options = []
        for index in range(3):
            is_right = index == position
            text = f"Option {number}{index}" + (" and more" if is_right and number < longest else "")
            correct = "\n        correct: true" if is_right else ""
            options.append(f"      - id: o{index}\n        text: {text}{correct}\n        feedback: Why.\n")
        head = f"  - type: choice\n    id: q{number}\n    prompt: Which?\n    explain: So.\n    options:\n"
        steps.append(head + "".join(options))
    return "format: 1\nid: voices\ntopic: people\ntitle: T\nminutes: 1\nsteps:\n" + "".join(steps)


@pytest.mark.parametrize(
    ("right", "longest", "codes"),
    [
        ([0, 1, 2, 0], 0, []),
        ([0, 0, 1, 2], 0, []),  # half is not more than half
        ([0, 0, 1, 2, 0], 0, ["AC503"]),
        ([0, 0, 0], 0, []),  # three questions are no habit
        ([0, 1, 2, 0], 2, []),
        ([0, 1, 2, 0], 3, ["AC502"]),
        ([0, 1, 2], 3, []),
        ([2, 2, 2, 2, 0], 5, ["AC502", "AC503"]),
    ],
)
def test_a_habit_of_right_answers_is_told(
    tmp_path: Path, right: list[int], longest: int, codes: list[str]
) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_text(choices(right, longest), "utf-8")
    problems = inspect(path).problems
    assert sorted(problem.code for problem in problems) == codes
    assert all(problem.line == 6 for problem in problems)


def test_the_habit_of_position_says_which(tmp_path: Path) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_text(choices([1, 1, 1, 0], 0), "utf-8")
    (problem,) = inspect(path).problems
    assert problem.message == "the right option is number 2 in 3 of 4 choice questions"
    assert problem.hint == "Move it in some of: q0, q1, q2."


def test_the_measures_are_what_the_guide_says() -> None:
    assert (stage.STAGE_LINES, stage.PAGE_WIDTH, stage.QUESTION_WIDTH) == (14, 60, 56)
    assert (advice.SENTENCE_WORDS, advice.ENOUGH_QUESTIONS) == (30, 4)


def test_the_longest_right_options_are_named(tmp_path: Path) -> None:
    path = tmp_path / "lesson.yaml"
    path.write_text(choices([0, 1, 2, 0, 1], 3), "utf-8")
    (problem,) = inspect(path).problems
    assert problem.message == "the right option is the longest in 3 of 5 choice questions"
    assert problem.hint == "Shorten it in some of: q0, q1, q2."


@pytest.mark.parametrize(("lines", "codes"), [(13, []), (14, ["AC507"])])
def test_the_title_and_the_text_of_a_page_fill_fourteen_lines_at_most(
    course_dir: Path, lines: int, codes: list[str]
) -> None:
    text = (course_dir / V).read_text("utf-8")
    start, end = text.index("      A candidate reads"), text.index("    claims: [W9, W14]")
    page = "".join(f"      - Item {number}.\n" for number in range(lines))
    (course_dir / V).write_text(text[:start] + page + text[end:], "utf-8")
    assert [problem.code for problem in found(course_dir)] == codes


@pytest.mark.parametrize(("options", "codes"), [(13, []), (14, ["AC507"])])
def test_the_prompt_and_the_options_of_a_question_fill_fourteen_lines_at_most(
    course_dir: Path, options: int, codes: list[str]
) -> None:
    text = (course_dir / F).read_text("utf-8")
    start, end = text.index("      - {id: photos"), text.index("    explain: Support widens")
    cards = "".join(
        f"      - {{id: c{n}, text: Card {n}, bin: support, feedback: So.}}\n" for n in range(options)
    )
    (course_dir / F).write_text(text[:start] + cards + text[end:], "utf-8")
    assert [problem.code for problem in found(course_dir)] == codes


def test_a_sentence_may_have_thirty_words_and_code_any_number(course_dir: Path) -> None:
    thirty = " ".join(["word"] * 30) + ". " + " ".join(["word"] * 30) + "."
    change(course_dir, V, "explain: A close", f"explain: {thirty} A close")
    change(course_dir, V, "      > Is it", f"      ```\n      {LONG}\n      ```\n\n      > Is it")
    assert [problem.code for problem in found(course_dir)] == []


def test_a_hint_may_share_a_short_word_with_an_option(course_dir: Path) -> None:
    change(course_dir, V, "text: What employees say when asked", "text: No")
    change(course_dir, V, "- They want to hear it from a person.", "- There is no need to hurry, no.")
    assert found(course_dir) == []


def test_one_file_is_checked_as_a_part_of_its_course(course_dir: Path) -> None:
    change(course_dir, V, "claims: [W9, W14]", "claims: [W99]")
    change(course_dir, F, "minutes: 6", "minutes: x")
    assert {problem.code for problem in inspect(course_dir / V).problems} == {"AC402"}
    assert {problem.code for problem in inspect(course_dir / F).problems} == {"AC204"}
    assert inspect(course_dir / SOURCES).problems == ()


def test_one_file_without_a_course_is_checked_on_its_own(course_dir: Path) -> None:
    (course_dir / C).unlink()
    assert inspect(course_dir / V).problems == ()
    change(course_dir, V, "id: employee", "id: careers-page")
    assert [problem.code for problem in inspect(course_dir / V).problems] == ["AC301"]
    change(course_dir, SOURCES, "id: E25", "id: E05")
    assert [problem.code for problem in inspect(course_dir / SOURCES).problems] == ["AC301"]
    assert inspect(course_dir / CLAIMS).problems == ()


def test_a_folder_that_is_no_course_names_the_courses_inside(course_dir: Path) -> None:
    with pytest.raises(
        CourseError, match=r"There is no course\.yaml in .*Courses here: .*course\."
    ) as caught:
        inspect(course_dir.parent)
    assert str(course_dir) in caught.value.hint


def test_the_report_shows_each_problem_in_its_line(course_dir: Path) -> None:
    change(course_dir, V, "minutes: 4", "minutes: four")
    path = course_dir / V
    assert to_text(inspect(course_dir)) == (
        f"{path}:5:10  AC204  “minutes” must be a whole number from 1 to 240, found “four”\n"
        "  5 | minutes: four\n"
        "    |          ^"
    )
    assert f'"path":"{path}","line":5,"column":10,"code":"AC204"' in to_json(inspect(course_dir))


@given(st.text("ab <>|[]()!*_`#->\n:/\\&;", max_size=60))
def test_a_text_that_is_not_looked_into_has_nothing_to_refuse(text: str) -> None:
    if not _MARKUP.search(text):
        assert prose.problems(text) == []


def test_the_guide_lists_the_rules_as_they_are() -> None:
    listed = re.findall(r"^\| (AC\d+) \| (.*) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert listed == [(rule.code, rule.meaning) for rule in RULES]
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
