"""The rules over tools: each is broken here once, and reported where it is broken and in plain words."""

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.checks import Known
from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS
from advocacy_coach.course.inspection import inspect, to_text
from advocacy_coach.course.library import Library
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.reading import load_tool
from advocacy_coach.course.source import MAX_SIZE
from advocacy_coach.course.tools import FORM_WORDS, MoodCheck
from advocacy_coach.tui.screens import form as form_screen
from advocacy_coach.tui.views import form as form_view
from tests.course.test_proofs import place
from tests.course.tools_yaml import CHECK, MOOD, PLAN, TOOLS, with_tools

LESSONS = Path(__file__).parents[2] / "lessons" / "en"

S, P, M = SITUATIONS, PLAN_CHECK, MOOD_CHECK

PARALLEL = "Item by item, both forms need the same area, or no gain can be told."

FIVE_POSTS = CHECK[CHECK.index("      - id: five-posts") : CHECK.index("    would_do:\n      id: monday")]

LONG = "one two three four five six seven eight nine ten " * 3 + "eleven."

BROKEN: list[tuple[str, str, str, str, str, str]] = [
    # the file, what is changed in it, to what, the code, where it is reported (what stands there, ‸ at the
    # place itself) and what the message and the hint say
    # the shape
    (S, "format: 1", "format: 2", "AC207", "format: ‸2", "format 2 is newer than this program"),
    (S, "pass_mark: 2\n", "", "AC202", "‸format: 1", "the key “pass_mark” must be here"),
    (S, "pass_mark: 2", "pass_mark: most", "AC204", "pass_mark: ‸most", "must be a whole number from 0 to"),
    (S, "version: 1}", "version: 0}", "AC204", "version: ‸0}", "“version” must be a whole number"),
    (S, "key: {method: The authors, version: 1}", "key: ours", "AC203", "key: ‸ours", "must be keys and"),
    (S, "intro: Two", "intor: Two", "AC201", "‸intor: Two", "unknown key “intor” | Did you mean “intro”?"),
    (
        S,
        "          - {id: self, text: Answer yourself, feedback: Honest.}\n",
        "",
        "AC206",
        "        ‸options:\n          - {id: free",
        "“options” needs at least 4 of what it lists, found 3",
    ),
    (S, CHECK[CHECK.index("  - id: b\n") :], "", "AC206", "‸forms:", "“forms” needs at least 2 of what"),
    (
        S,
        "        - {id: wait, text: Wait until Monday}\n",
        "",
        "AC206",
        "      ‸options:\n        - {id: rem",
        "“options” needs at least 2 of what it lists, found 1",
    ),
    (P, "type: plan_check", "type: mood_check", "AC204", "type: ‸mood_check", "“type” must be “plan_check”"),
    (P, "severity: 3", "severity: 1", "AC204", "severity: ‸1", "“severity” must be “2” or “3” or “4”"),
    (P, "pitfalls: [people]", "pitfalls: []", "AC206", "    ‸pitfalls: []", "“pitfalls” needs at least 1"),
    (P, "keep: A yes then means something.", "keep: ''", "AC205", "keep: ‸''", "“keep” is empty, expected"),
    (
        P,
        "  amber: {title: Repair, text: Repair it first.}\n",
        "",
        "AC202",
        "  ‸red: {title",
        "the key “amber” must be here",
    ),
    (
        M,
        "minimum: 5",
        "minimum: 4",
        "AC204",
        "minimum: ‸4",
        "must be a whole number from 5 to 100, found “4”",
    ),
    (M, "scale: [never, ", "scale: [", "AC206", "‸scale: [", "“scale” needs at least 5 of what it lists"),
    (M, "gate: true", "gate: maybe", "AC204", "gate: ‸maybe", "“gate” must be true or false, found “maybe”"),
    (M, "below: 101", "below: 102", "AC204", "below: ‸102", "must be a whole number from 1 to 101"),
    (
        M,
        "{from: 2",
        "{from_: 2",
        "AC201",
        "unknown: {‸from_: 2",
        "unknown key “from_” | Did you mean “from”?",
    ),
    (M, "{from: 2, ", "{", "AC202", "unknown: ‸{title", "the key “from” must be here"),
    (M, "{from: 2", "{from: two", "AC204", "{from: ‸two", "“from” must be a whole number, found “two”"),
    # ids
    (
        S,
        "id: forcing, title: F",
        "id: people, title: F",
        "AC301 AC411",
        "  - {id: ‸people, title: F",
        "the id “people” stands here twice, first in line 9",
    ),
    (
        S,
        "  - id: b\n",
        "  - id: a\n",
        "AC301",
        "  - id: ‸a\n    items:\n      - id: message",
        "the id “a” stands here twice, first in line 12",
    ),
    (
        S,
        "id: five-posts",
        "id: party",
        "AC301",
        "- id: ‸party\n        area: forcing",
        "the id “party” stands in line 14 already",
    ),
    (
        S,
        "id: ten-posts",
        "id: party",
        "AC301",
        "- id: ‸party\n        area: forcing",
        "the id “party” stands in line 14 already",
    ),
    (
        S,
        "{id: script, text",
        "{id: free, text",
        "AC301",
        "{id: ‸free, text: Hand",
        "stands here twice, first in",
    ),
    (S, "{id: wait, text", "{id: remind, text", "AC301", "{id: ‸remind, text: Wait", "stands here twice"),
    (
        P,
        "id: contest",
        "id: must-share",
        "AC301",
        "id: ‸must-share\n    text: A contest",
        "stands here twice",
    ),
    (P, "id: can-stop", "id: free-no", "AC301", "{id: ‸free-no, text: It can", "stands here twice, first"),
    (
        P,
        "id: can-stop",
        "id: contest",
        "AC301",
        "{id: ‸contest, text: It can",
        "the id “contest” is taken by a practice",
    ),
    (
        P,
        "[forcing, people]",
        "[forcing, forcing]",
        "AC301",
        "[forcing, ‸forcing]",
        "“forcing” stands here twice",
    ),
    (
        M,
        "id: interest",
        "id: mostly-good",
        "AC301 AC413",
        "{id: ‸mostly-good, area: think, text: My",
        "the id “mostly-good” stands here twice",
    ),
    (
        M,
        "id: freedom, title",
        "id: think, title",
        "AC301 AC411",
        "{id: ‸think, title: Freedom",
        "stands here",
    ),
    (
        M,
        "id: solid",
        "id: not-now",
        "AC301",
        "{id: ‸not-now, title: Solid",
        "stands here twice, first in line",
    ),
    (
        M,
        "[mostly-good, interest]",
        "[interest, interest]",
        "AC301",
        "[interest, ‸interest]",
        "stands here twice",
    ),
    (
        S,
        "id: party",
        "id: sure",
        "AC308",
        "- id: ‸sure",
        "the id “sure” has a meaning of its own here | Choose",
    ),
    (S, "id: five-posts", "id: would-do", "AC308", "- id: ‸would-do", "the id “would-do” has a meaning of"),
    (P, "id: nothing", "id: name", "AC308", "- id: ‸name", "the id “name” has a meaning of its own here"),
    (P, "id: can-stop", "id: name", "AC308", "{id: ‸name", "the id “name” has a meaning of its own here"),
    # answers and texts
    (
        S,
        "feedback: Good., key: best",
        "feedback: Good.",
        "AC302",
        "        ‸options:\n          - {id: free",
        "one option must be the best and one the worst, here 0 and 1 are",
    ),
    (S, "key: worst", "key: best", "AC302", "        ‸options:\n          - {id: free", "here 2 and 0 are"),
    (
        S,
        "text: Pass them on",
        "text: hand OUT  a script",
        "AC303",
        "text: ‸hand OUT",
        "says the same as the one in",
    ),
    (
        S,
        "text: Wait until Monday",
        "text: Remind people",
        "AC303",
        "{id: wait, text: ‸Remind",
        "says the same",
    ),
    (
        P,
        "text: A contest for posts",
        "text: Ready posts must be shared",
        "AC303",
        "text: ‸Ready posts must be shared\n    pitfalls: [forcing, people]",
        "says the same as the one in line 11",
    ),
    (
        P,
        "text: It can be stopped",
        "text: Anyone can say no",
        "AC303",
        "can-stop, text: ‸Anyone",
        "says the same",
    ),
    (
        M,
        "text: My work interests me.",
        "text: I would say mostly good things.",
        "AC303",
        "interest, area: think, text: ‸I would",
        "this option says the same as the one in line 14",
    ),
    (
        M,
        "often, always",
        "often, often",
        "AC303",
        "at times, often, ‸often]",
        "says the same as the one in line 8",
    ),
    (
        S,
        "explain: People",
        "explain: <b>People</b>",
        "AC304",
        "explain: ‸<b>",
        "HTML is not allowed in prose",
    ),
    (P, "why: It is an order.", "why: '![x](y.png)'", "AC304", "why: ‸'![", "images are not supported"),
    (M, "note: The", "note: <i>The</i>", "AC304", "note: ‸<i>", "HTML is not allowed in prose"),
    (M, "[Five answers are the least.]", '["  "]', "AC205", 'promises: [‸"  "]', "this text is only blanks"),
    # limits
    (
        S,
        "pass_mark: 2",
        "pass_mark: 5",
        "AC309",
        "pass_mark: ‸5",
        "the pass mark is 5, and a form has 4 points",
    ),
    (
        P,
        "amber_from: 2",
        "amber_from: 5",
        "AC309",
        "amber_from: ‸5",
        "amber must begin above 0 and below red, here 5 and 5",
    ),
    (
        P,
        "amber_from: 2",
        "amber_from: 0",
        "AC309",
        "amber_from: ‸0",
        "amber must begin above 0 and below red",
    ),
    (
        P,
        "red_from: 5",
        "red_from: 6",
        "AC309",
        "red_from: ‸6",
        "red begins at 6, and all practices that are no stop make 5",
    ),
    (
        M,
        "Fix first, below: 60",
        "Fix first, below: 40",
        "AC309",
        "Fix first, below: ‸40",
        "the bands must rise, and 40 comes after 40",
    ),
    (
        M,
        "Fix first, below: 60",
        "Fix first, below: 101",
        "AC309",
        "Solid ground, below: ‸101",
        "the bands must rise, and 101 comes after 101",
    ),
    (
        M,
        "below: 101",
        "below: 100",
        "AC309",
        "below: ‸100",
        "the last band must be below 101, so that it holds",
    ),
    (
        M,
        "{from: 2",
        "{from: 4",
        "AC309",
        "{from: ‸4",
        "“I don’t know” counts from 4, and there are 3 statements",
    ),
    # forms
    (
        S,
        "      - id: message\n        area: people",
        "      - id: message\n        area: forcing",
        "AC310",
        "message\n        area: ‸forcing",
        f"item 1 is about “forcing” here and about “people” in form “a” | {PARALLEL}",
    ),
    (
        S,
        FIVE_POSTS,
        "",
        "AC310",
        "    ‸items:\n      - id: message",
        f"the forms are not as long as each other: 1 here, 2 in form “a” | {PARALLEL}",
    ),
    # what leads nowhere
    (
        P,
        "pitfalls: [people]",
        "pitfalls: [pople]",
        "AC401",
        "pitfalls: [‸pople]",
        "there is no topic “pople” | Did you mean “people”?",
    ),
    (S, "claims: [W9]", "claims: [W9, W99]", "AC402", "claims: [W9, ‸W99]", "there is no claim “W99”"),
    (P, "claims: [P1.10]", "claims: [X1]", "AC402", "claims: [‸X1]", "there is no claim “X1”"),
    (M, "claims: [W9]", "claims: [X1]", "AC402", "claims: [‸X1]", "there is no claim “X1”"),
    (P, "sources: [E25]", "sources: [E26]", "AC403", "sources: [‸E26]", "there is no source “E26” | Did you"),
    (
        S,
        "id: party\n        area: people",
        "id: party\n        area: pople",
        "AC310 AC411",
        "area: ‸pople",
        "there is no area “pople” | Did you mean “people”?",
    ),
    (
        S,
        "  - {id: forcing, title: Forcing}\n",
        "  - {id: forcing, title: Forcing}\n  - {id: rest, title: Rest}\n",
        "AC411",
        "{id: ‸rest",
        "no situation belongs to the area “rest”",
    ),
    (
        M,
        "area: freedom",
        "area: freedmo",
        "AC411",
        "area: ‸freedmo",
        "there is no area “freedmo” | Did you mean",
    ),
    (
        M,
        "area: freedom",
        "area: think",
        "AC411",
        "{id: ‸freedom",
        "no statement belongs to the area “freedom”",
    ),
    (
        M,
        "band: not-now",
        "band: not-know",
        "AC412",
        "band: ‸not-know",
        "there is no band “not-know” | Did you",
    ),
    (
        M,
        "50, band: fix-first",
        "50, band: fix-frist",
        "AC412",
        "band: ‸fix-frist",
        "there is no band “fix-frist” | Did",
    ),
    (
        M,
        "[mostly-good, interest]",
        "[mostly-good, intrest]",
        "AC413",
        "[mostly-good, ‸intrest]",
        "there is no statement “intrest” | Did you mean “interest”?",
    ),
    # advice
    (
        S,
        "intro: Two",
        f"intro: {LONG} Two",
        "AC508",
        "intro: ‸one two",
        "this sentence has 31 words, more than 30",
    ),
    (P, "why: It is an order.", f"why: {LONG}", "AC508", "why: ‸one two", "this sentence has 31 words"),
    (M, "advice: Announce nothing.", f"advice: '{LONG}'", "AC508", "advice: ‸'one", "this sentence has 31"),
]


@pytest.fixture
def tooled(course_dir: Path) -> Path:
    """The small course with all three tools."""
    with_tools(course_dir)
    return course_dir


def found(folder: Path) -> list[Problem]:
    return list(inspect(folder).problems)


def test_the_tools_that_are_broken_below_are_without_fault(tooled: Path) -> None:
    inspection = inspect(tooled)
    assert to_text(inspection) == ""
    assert inspection.files == 8


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[3]} {case[0]} {case[2].strip()[:30]}")
def test_a_broken_rule_is_reported_where_it_is_broken(
    tooled: Path, case: tuple[str, str, str, str, str, str]
) -> None:
    name, old, new, codes, marked, said = case
    assert old in TOOLS[name]
    text = TOOLS[name].replace(old, new, 1)
    (tooled / name).write_text(text, "utf-8")
    problems = found(tooled)
    assert sorted({problem.code for problem in problems}) == codes.split()
    assert {Path(problem.path) for problem in problems} == {tooled / name}
    message, _bar, hint = said.partition(" | ")
    there = [each for each in problems if (each.line, each.column) == place(text, marked)]
    assert [each for each in there if message in each.message and each.hint.startswith(hint)], problems


def test_a_file_that_is_no_tool_is_told(tooled: Path) -> None:
    for name in ("tools/plan-chek.yaml", "tools/situations.yaml", "check/plan-check.yaml"):
        (tooled / name).write_text("format: 1\n", "utf-8")
    problems = found(tooled)
    assert [(Path(each.path).name, each.line, each.column, each.code) for each in problems] == [
        ("plan-check.yaml", 1, 1, "AC414"),
        ("plan-chek.yaml", 1, 1, "AC414"),
        ("situations.yaml", 1, 1, "AC414"),
    ]
    assert problems[1].message == "there is no tool “tools/plan-chek.yaml”"
    assert {each.hint for each in problems} == {f"Known: {S}, {P}, {M}."}


def test_plans_of_stops_alone_need_no_sum(tooled: Path) -> None:
    text = PLAN.replace("severity: 3", "severity: 4").replace("severity: 2", "severity: 4")
    (tooled / P).write_text(text.replace("red_from: 5", "red_from: 9"), "utf-8")
    assert found(tooled) == []


def test_a_rule_of_the_mood_check_is_switched_off_by_a_zero(tooled: Path) -> None:
    text = MOOD.replace("interest], below: 40", "interest], below: 0").replace("{below: 50", "{below: 0")
    (tooled / M).write_text(text, "utf-8")
    assert found(tooled) == []


def test_every_limit_that_cannot_be_reached_is_told(tooled: Path) -> None:
    text = PLAN.replace("amber_from: 2", "amber_from: 6").replace("red_from: 5", "red_from: 7")
    (tooled / P).write_text(text, "utf-8")
    assert [(each.line, each.column, each.code) for each in found(tooled)] == [
        (7, 13, "AC309"),
        (8, 11, "AC309"),
    ]


def habits(best: list[int], longest: int) -> str:
    """Two forms; in form “a” the best option stands at these positions of four, and is longest in so many."""

    def items(form: str) -> str:
        made = ""
        for number, position in enumerate(best):
            at = position if form == "a" else number % 4
            made += f"      - id: {form}{number}\n        area: people\n        prompt: What now?\n"
            made += "        explain: So.\n        options:\n"
            for index in range(4):
                key = ", key: best" if index == at else ", key: worst" if index == (at + 1) % 4 else ""
                more = " and more" if index == at and form == "a" and number < longest else ""
                made += f"          - {{id: o{index}, text: Option {index}{more}, feedback: So.{key}}}\n"
        return made

    head = CHECK[: CHECK.index("  - {id: forcing")] + "forms:\n"
    ways = "    would_do: {id: way, prompt: What?, options: [{id: x, text: X}, {id: y, text: Y}]}\n"
    return head + "".join(f"  - id: {form}\n    items:\n{items(form)}{ways}" for form in "ab")


@pytest.mark.parametrize(
    ("best", "longest", "codes"),
    [
        ([0, 1, 2, 3], 0, []),
        ([0, 0, 1, 2], 0, []),  # half is not more than half
        ([0, 0, 1, 2, 0], 0, ["AC503"]),
        ([0, 0, 0], 0, []),  # three situations are no habit
        ([0, 1, 2, 3], 2, []),
        ([0, 1, 2, 3], 3, ["AC502"]),
        ([0, 1, 2], 3, []),
        ([2, 2, 2, 2, 0], 5, ["AC502", "AC503"]),
    ],
)
def test_a_habit_of_best_options_is_told(
    course_dir: Path, best: list[int], longest: int, codes: list[str]
) -> None:
    with_tools(course_dir, S)
    text = habits(best, longest)
    (course_dir / S).write_text(text, "utf-8")
    problems = found(course_dir)
    assert sorted(each.code for each in problems) == codes
    assert {each.severity for each in problems} <= {"warning"}
    for problem in problems:
        assert (problem.line, problem.column) == place(text, "    ‸items:\n      - id: a0")
    assert Library.open(course_dir, None).situations() is not None


def test_the_habits_say_which_and_where(course_dir: Path) -> None:
    with_tools(course_dir, S)
    (course_dir / S).write_text(habits([1, 1, 1, 0], 3), "utf-8")
    longest, position = found(course_dir)
    assert longest.message == "the best option is the longest in 3 of 4 situations"
    assert longest.hint == "Shorten it in some of: a0, a1, a2."
    assert position.message == "the best option is number 2 in 3 of 4 situations"
    assert position.hint == "Move it in some of: a0, a1, a2."


def test_the_key_from_is_from_in_every_form_a_value_takes(tooled: Path) -> None:
    tool = load_tool(tooled / M, M, Known()).value
    assert isinstance(tool, MoodCheck)
    assert tool.unknown.from_ == 2
    packed = msgspec.msgpack.encode(tool)
    assert msgspec.msgpack.decode(packed)["unknown"]["from"] == 2
    assert msgspec.msgpack.decode(packed, type=MoodCheck) == tool


def test_the_words_with_a_meaning_of_their_own_are_those_of_the_sheets() -> None:
    assert {form_view.FORM, form_screen.WOULD_DO, form_screen.OVERALL} == FORM_WORDS


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "AC111"),
    "a list": ("- a\n", "AC111"),
    "a text": ("hello\n", "AC111"),
    "nothing but a format": ("format: 1\n", "AC202"),
    "another format": ("format: 99\nx: y\n", "AC207"),
    "a tab": ("a:\n\tb: c\n", "AC105"),
    "an open bracket": ("a: [b\n", "AC105"),
    "an anchor": ("a: &x [*x]\n", "AC107"),
    "a tag that runs code": ("a: !!python/object/apply:os.system [id]\n", "AC107"),
    "a merge key": ("<<: {a: b}\n", "AC107"),
    "a key twice": ("id: a\nid: b\n", "AC108"),
    "a list as a key": ("? [a]\n: b\n", "AC109"),
    "a second document": ("a: b\n---\na: b\n", "AC110"),
    "brackets without end": ("a: " + "[" * 100_000, "AC106"),
    "bytes of another code page": ("a: żółć\n".encode("iso-8859-2"), "AC103"),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "AC103"),
    "an escape sequence": ('a: "\\e]52;c;aGk=\\a"\n', "AC104"),
    "a bidi override": ("a: \u202etxt\n", "AC104"),
    "too large": ("a: " + "b" * MAX_SIZE, "AC102"),
}


@pytest.mark.parametrize("name", [S, P, M])
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_tool_is_a_problem_in_a_place_and_the_course_opens(
    tooled: Path, name: str, kind: str
) -> None:
    data, code = HOSTILE[kind]
    (tooled / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    problems = found(tooled)
    assert code in {problem.code for problem in problems}
    assert {Path(problem.path) for problem in problems} == {tooled / name}
    library = Library.open(tooled, None)
    (notice,) = library.notices
    assert notice.startswith(f"{Path(name).name}:")
    assert not FORBIDDEN.search(notice + "".join(each.message + each.hint for each in problems))
    assert [library.has(each) for each in TOOLS] == [each != name for each in TOOLS]
    assert [entry.problem for entry in library.entries] == ["", ""]


def test_what_is_no_file_is_no_tool_or_a_problem(course_dir: Path) -> None:
    (course_dir / "check").write_text("a file where a folder could be", "utf-8")
    (course_dir / "tools" / "plan-check.yaml").mkdir(parents=True)
    (course_dir / "tools" / "mood-check.yaml").symlink_to(course_dir / "nothing")
    (problem,) = found(course_dir)
    assert (Path(problem.path).name, problem.code) == ("mood-check.yaml", "AC101")
    library = Library.open(course_dir, None)
    assert library.notices == (f"mood-check.yaml:1: {problem.message}",)
    assert not any(library.has(name) for name in TOOLS)


GIANTS = {
    "every value a text": (S, "".join(f"{key}: x\n" for key in re.findall(r"^[a-z_]+", CHECK, re.MULTILINE))),
    "every value a list": (
        M,
        "".join(f"{key}: [x]\n" for key in re.findall(r"^[a-z_]+", MOOD, re.MULTILINE)),
    ),
    "thousands of practices": (P, PLAN.replace("practices:\n", "practices:\n" + "  - {id: x}\n" * 5000)),
    "thousands of statements": (M, MOOD.replace("statements:\n", "statements:\n" + "  - {id: x}\n" * 5000)),
    "thousands of areas": (M, MOOD.replace("areas:\n", "areas:\n" + "  - {id: x, title: X}\n" * 5000)),
    "thousands together": (M, MOOD.replace("[mostly-good, interest]", "[" + "x, " * 5000 + "x]")),
    "a number of thousands of digits": (P, PLAN.replace("red_from: 5", "red_from: " + "9" * 5000)),
    "a negative number": (M, MOOD.replace("below: 40", "below: -40")),
    "not a number": (M, MOOD.replace("below: 40", "below: .nan")),
    "an id as long as a book": (P, PLAN.replace("id: contest", "id: " + "x" * 50_000)),
    "an id that speaks to terminals": (P, PLAN.replace("id: contest", 'id: "\\e]0;x\\a"')),
    "a file of its neighbour": (P, MOOD),
}


@pytest.mark.parametrize("kind", GIANTS)
def test_a_giant_or_foreign_tool_is_a_problem_in_a_place(tooled: Path, kind: str) -> None:
    name, text = GIANTS[kind]
    (tooled / name).write_text(text, "utf-8")
    problems = found(tooled)
    assert problems
    assert len(problems) <= 200
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert len(problem.message) + len(problem.hint) < 1000
        assert not FORBIDDEN.search(problem.message + problem.hint)
    assert not Library.open(tooled, None).has(name)


@given(data=st.data())
def test_a_tool_with_lines_lost_moved_and_broken_is_checked_to_the_end(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(sorted(TOOLS)))
    lines = TOOLS[name].split("\n")
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
                junk = data.draw(st.sampled_from(["", "x", "[1]", "{a: b}", "0", "-1", "101", "sure"]))
                lines[index] = lines[index].split(":")[0] + ": " + junk
    path = tmp_path_factory.mktemp("broken") / name
    path.parent.mkdir()
    path.write_text("\n".join(lines), "utf-8")
    for problem in inspect(path).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


@pytest.mark.parametrize("name", [S, P, M])
def test_the_tools_that_come_with_the_program_have_no_problem(name: str) -> None:
    assert to_text(inspect(LESSONS / name)) == ""
