"""Files that want to crash, hang or fool: each ends in a problem with a place, never in a traceback."""

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import building
from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.decode import decode
from advocacy_coach.course.inspection import inspect
from advocacy_coach.course.library import Library
from advocacy_coach.course.model import Lesson
from advocacy_coach.course.source import MAX_SIZE, Source, parse, read
from tests.conftest import SMALL
from tests.course.scenarios_made import MARKET, with_scenario
from tests.course.test_source import LOADERS

MERGE_BOMB = "a: &a {k: v}\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} {{<<: [{', '.join([f'*{chr(97 + n)}'] * 9)}]}}\n" for n in range(8)
)

HOSTILE: dict[str, tuple[str | bytes, str, int, int]] = {
    # what it is: (the file, the code, line and column of the first problem)
    "empty": ("", "AC111", 1, 1),
    "blank": ("  \n\n", "AC111", 1, 1),
    "only a comment": ("# nothing\n", "AC111", 1, 1),
    "an empty document": ("---\n", "AC111", 1, 1),
    "a list": ("# c\n- a\n", "AC111", 2, 1),
    "a text": ("hello\n", "AC111", 1, 1),
    "a tab for an indent": ("a:\n\tb: c\n", "AC105", 2, 1),
    "a tab after spaces": ("a:\n  b:\n  \tc: d\n", "AC105", 3, 3),
    "a tab in a block": ("a: |\n\tb\n", "AC105", 2, 1),
    "a colon in a text": ("a: b: c\n", "AC105", 1, 5),
    "an open quote": ("x: y\na: 'b\nc: d\n", "AC105", 2, 4),
    "an open bracket": ("a: [b\nc: d\n", "AC105", 2, 2),
    "a quote in quotes": ("a: 'it's'\n", "AC105", 1, 8),
    "markdown at the start": ("a: **b** c\n", "AC105", 1, 5),
    "a sign at the start": ("a: @b\n", "AC105", 1, 4),
    "a stray indent": ("a: b\n c: d\n", "AC105", 2, 3),
    "an unknown escape": ('a: "\\q"\n', "AC105", 1, 5),
    "an escape beyond Unicode": ('a: "\\UFFFFFFFF"\n', "AC105", 1, 7),
    "a YAML of the future": ("%YAML 3.0\n---\na: b\n", "AC105", 1, 1),
    "an anchor": ("a: &x b\n", "AC107", 1, 4),
    "an alias": ("a: b\nc: *x\n", "AC107", 2, 4),
    "an alias of itself": ("a: &x [*x]\n", "AC107", 1, 4),
    "an alias as a key": ("*x : b\n", "AC107", 1, 1),
    "a tag": ("a: !!binary aGk=\n", "AC107", 1, 4),
    "a tag on a mapping": ("a: !!set {b}\n", "AC107", 1, 4),
    "a tag that runs code": ("a: !!python/object/apply:os.system [id]\n", "AC107", 1, 4),
    "a merge key": ("a: b\n<<: {c: d}\n", "AC107", 2, 1),
    "a merge bomb": (MERGE_BOMB, "AC107", 1, 4),
    "a key twice": ("a: b\nc: d\na: e\n", "AC108", 3, 1),
    "a key twice, inside": ("a: {b: c, b: d}\n", "AC108", 1, 11),
    "a key twice, below a blank line": ("\na: b\n\na: c\n", "AC108", 4, 1),
    "a list as a key": ("? [a]\n: b\n", "AC109", 1, 3),
    "a mapping as a key": ("{a: b}: c\n", "AC109", 1, 1),
    "a second document": ("a: b\n---\nc: d\n", "AC110", 2, 1),
    "100,000 brackets": ("a: " + "[" * 100_000, "AC106", 1, 27),
    "100,000 braces": ("a: " + "{a: " * 100_000, "AC106", 1, 4 + 4 * 23),
    "10,000 dashes": ("a:\n  " + "- " * 10_000 + "b\n", "AC106", 2, 3 + 2 * 23),
    "a staircase": ("\n".join("  " * n + "a:" for n in range(700)), "AC106", 25, 49),
    "25 levels": ("a: " + "[" * 24 + "]" * 24, "AC106", 1, 27),
    "bytes of another code page": ("a: b\nc: za\xbf\xf3\xb3\xe6\n".encode("latin-1"), "AC103", 2, 6),
    "a cut letter after whole ones": ("a: ąę".encode()[:-1], "AC103", 1, 5),
    "UTF-16": ("a: b\n".encode("utf-16"), "AC103", 1, 1),
    "an image": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "AC103", 1, 1),
    "a NUL": ("a: b\0c\n", "AC104", 1, 5),
    "an escape sequence, raw": ("a: b\nc: \x1b]52;c;aGk=\x07\n", "AC104", 2, 4),
    "an escape sequence, by an escape": ('a: "é \\x1b]0;x"\n', "AC104", 1, 7),
    "an escape sequence, by its short name": ('a: "\\e[2J"\n', "AC104", 1, 5),
    "an escape sequence in a key": ('"\\x9b": b\n', "AC104", 1, 2),
    "a carriage return by an escape": ('a: "safe\\revil"\n', "AC104", 1, 9),
    "a next line by an escape": ('a: "\\N"\n', "AC104", 1, 5),
    "a line separator by an escape": ('a: "b\\\n   c \\L d"\n', "AC104", 2, 6),
    "a bidi override by an escape": ('a: "\\u202e"\n', "AC104", 1, 5),
    "a bidi override": ("a: \u202etxt\n", "AC104", 1, 4),
    "an invisible letter": ("a: b\u200bc\n", "AC104", 1, 5),
    "a tag character": ("a: b\U000e0041\n", "AC104", 1, 5),
    "a byte order mark inside": ("a: b\ufeffc\n", "AC104", 1, 5),
    "a control below a blank line": ("\n\na: b\x00\n", "AC104", 3, 5),
    "a C1 control": ("a: \x9b31m\n", "AC104", 1, 4),
    "a line separator": ("a: b\u2028c\n", "AC104", 1, 5),
    "one byte too many": ("a: " + "b" * (MAX_SIZE - 2), "AC102", 1, 1),
}


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_a_problem_in_a_place(
    name: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_LOADER", loader)
    data, code, line, column = HOSTILE[name]
    found = parse(data if isinstance(data, bytes) else data.encode(), "a.yaml").problems
    first = found[0]
    assert (first.code, first.line) == (code, line)
    if (
        loader.__name__ == "CBaseLoader" or first.code != "AC105"
    ):  # where YAML ends, the two parsers differ by a column
        assert first.column == column
    assert first.severity == "error"


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_half_a_character_is_refused_by_us_or_by_the_parser(
    loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "_LOADER", loader)
    (problem,) = parse(b'a: "\\ud800"\n', "a.yaml").problems
    assert (problem.code, problem.column) in [("AC104", 5), ("AC105", 7)]


def test_the_bounds_are_what_the_guide_says() -> None:
    assert (MAX_SIZE, building.MAX_DEPTH) == (1024 * 1024, 24)


def test_a_repeated_key_names_the_first_and_an_odd_character_its_name() -> None:
    (twice,) = parse(b"x: y\na: b\na: c\n", "a.yaml").problems
    assert twice.message == "the key “a” stands here twice, first in line 2"
    (override,) = parse("a: \u202e".encode(), "a.yaml").problems
    assert override.message == "U+202E (right-to-left override) may not stand in a lesson"


def test_a_tab_is_blamed_only_where_it_indents() -> None:
    (indent,) = parse(b"a:\n\tb: c\n", "a.yaml").problems
    (inside,) = parse(b"a:\tb: c\n", "a.yaml").problems
    assert indent.message == "a tab cannot indent a line"
    assert inside.message == "“: ” stands where no key can stand"


def test_what_no_explanation_fits_is_told_in_the_words_of_the_parser() -> None:
    (problem,) = parse(b"a: |x\n", "a.yaml").problems
    assert problem.code == "AC105"
    assert problem.message.startswith("this ")


def test_what_is_just_within_the_bounds_is_read() -> None:
    assert parse(b"a: " + b"b" * (MAX_SIZE - 3), "a.yaml").problems == ()
    assert parse(b"a: " + b"[" * 23 + b"]" * 23, "a.yaml").problems == ()


def test_every_refusal_of_a_file_is_reported_at_once() -> None:
    text = 'a: &x b\nb: !t c\na: d\ne: "\\e"\n? {f: g}\n: h\n<<: i\n'
    found = parse(text.encode(), "a.yaml").problems
    assert [(problem.code, problem.line) for problem in found] == [
        ("AC107", 1),
        ("AC107", 2),
        ("AC108", 3),
        ("AC104", 4),
        ("AC109", 5),
        ("AC107", 7),
    ]


def test_a_picture_is_not_a_thousand_problems() -> None:
    assert len(parse(b"a: b\x01\n" * 1000, "a.yaml").problems) == 100
    assert len(parse(b"a: b\n" * 1000, "a.yaml").problems) == 100


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    def opened(*args: object, **kwargs: object) -> None:
        pytest.fail("the file was opened")

    monkeypatch.setattr(Path, "open", opened)
    assert [problem.code for problem in read(path).problems] == ["AC102"]


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "grows.yaml"
    path.write_bytes(b"a: b\n" * MAX_SIZE)
    small = os.stat_result([0o100644, 0, 0, 0, 0, 0, 10, 0, 0, 0])
    monkeypatch.setattr(Path, "stat", lambda path: small)
    assert [problem.code for problem in read(path).problems] == ["AC102"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe, folder, link = tmp_path / "pipe.yaml", tmp_path / "folder.yaml", tmp_path / "link.yaml"
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(tmp_path / "nothing")
    for path in (pipe, folder, link, Path("/dev/zero")):
        assert [problem.code for problem in read(path).problems] == ["AC101"]


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: b")

    def refused(*args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    (problem,) = read(path).problems
    assert (problem.code, "Permission denied" in problem.message) == ("AC101", True)


def in_order(source: Source) -> None:
    """Every problem stands somewhere in the file and can be shown on any terminal."""
    _value, problems = decode(source, Lesson)
    for problem in problems:
        assert 1 <= problem.line <= len(source.lines)
        assert 1 <= problem.column <= len(source.lines[problem.line - 1]) + 1
        assert not FORBIDDEN.search(problem.message + problem.hint)


@given(st.binary(max_size=300))
def test_any_bytes_end_in_values_or_problems(data: bytes) -> None:
    source = parse(data, "a.yaml")
    assert (source.value is None) <= bool(source.problems)
    in_order(source)


TOKENS = [
    "a",
    "b: ",
    "é",
    "format: 1\n",
    "steps:\n",
    "type: page\n",
    "\n",
    "  ",
    "\t",
    "- ",
    ", ",
    ": ",
    "? ",
    "#",
    "%",
]
TOKENS += [
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    "|\n",
    ">-\n",
    "&x ",
    "*x",
    "!t ",
    "<<: ",
    "---\n",
    "\\e",
    "\\U",
    "\u202e",
]


@given(st.lists(st.sampled_from(TOKENS), max_size=40).map("".join), st.sampled_from(LOADERS))
def test_any_heap_of_yaml_ends_in_values_or_problems(text: str, loader: type) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_LOADER", loader)
        source = parse(text.encode(), "a.yaml")
    assert (source.value is None) <= bool(source.problems)
    in_order(source)


LESSON = (SMALL / "10-voices.yaml").read_text("utf-8").split("\n")


@given(data=st.data())
def test_a_lesson_with_lines_lost_moved_and_broken_is_checked_to_the_end(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = list(LESSON)
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
                lines[index] = (
                    lines[index].split(":")[0] + ": " + data.draw(st.sampled_from(["", "x", "[1]", "{a: b}"]))
                )
    path = tmp_path_factory.mktemp("broken") / "a.yaml"
    path.write_text("\n".join(lines), "utf-8")
    for problem in inspect(path).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


PLAYED = MARKET.split("\n")


@given(data=st.data())
def test_a_scenario_with_lines_lost_moved_and_broken_is_checked_to_the_end(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = list(PLAYED)
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
                    st.sampled_from(["", "x", "[1]", "{a: b}", "end", "quiet", "{trust: -99}", "trust<5"])
                )
                lines[index] = lines[index].split(":")[0] + ": " + junk
    folder = tmp_path_factory.mktemp("broken") / "course"
    shutil.copytree(SMALL, folder)
    path = with_scenario(folder)
    path.write_text("\n".join(lines), "utf-8")
    for problem in inspect(path).problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert len(Library.open(folder, None).scenarios) == 1


SCENE = (
    "  - {{id: s{0}, lines: [{{text: x}}], expert: x, when: trust < 1, otherwise: s{1}, choices: ["
    "{{id: a, text: a, verdict: fair, feedback: x, goto: s{2}}}, "
    "{{id: b, text: b, verdict: fair, feedback: x, goto: s{2}}}]}}\n"
)


def giant(scenes: int, nowhere: str = "") -> str:
    """A scenario of many scenes that pass each other over; with ``nowhere``, all of them lead there."""
    head, rest = MARKET.split("  - id: protest\n")
    head = head.replace("goto: protest", f"goto: s{nowhere or 0}")
    body = [SCENE.format(n, n + 1, nowhere or n + 1) for n in range(scenes)]
    last = SCENE.format(scenes, "x", nowhere or "x").replace("when: trust < 1, otherwise: sx, ", "")
    return head + "".join(body) + last.replace("sx", "end") + rest[rest.index("endings:") :]


GIANTS = {
    "as many scenes as there may be": (giant(998), {"AC601", "AC604", "AC605", "AC606"}),
    "too many scenes": (giant(3000), {"AC206"}),
    "a thousand choices that lead nowhere": (giant(998, "x-nowhere"), {"AC406"}),
    "a plan that never ends": (
        MARKET.replace("goto: end\n    expert: Silence", "goto: quiet\n    expert: Silence").replace(
            "[offer, wait]", f"[offer, {'push, ' * 50_000} order]"
        ),
        {"AC605"},
    ),
    "a condition as long as a book": (
        MARKET.replace("trust < 50", "trust < 5" + " or trust < 6" * 50_000),
        {"AC204"},
    ),
    "a word as long as a book": (
        MARKET.replace("goto: quiet", "goto: q").replace("trust < 50", "t" * 199),
        {"AC305"},
    ),
    "a level of thousands of digits": (MARKET.replace("{reach: 40}", f"{{reach: {'9' * 5000}}}"), {"AC204"}),
    "an effect of thousands of digits": (MARKET.replace("-30", "-" + "9" * 5000), {"AC204"}),
    "brackets": (MARKET.replace("trust < 50", "'" + "(" * 190 + "'"), {"AC305"}),
    "a control character in a condition": (
        MARKET.replace("trust < 50", '"trust \\e[2J < 50"'),
        {"AC104", "AC305"},
    ),
    "a control character in an id": (MARKET.replace("id: order", 'id: "\\e]0;x\\a"'), {"AC104", "AC204"}),
    "a control character as a meter": (MARKET.replace("{trust: -30}", '{"\\x9b": -30}'), {"AC104", "AC204"}),
    "effects that nest": (MARKET.replace("{trust: -30}", "{a: " * 30 + "}" * 30), {"AC106"}),
    "an anchor": (MARKET.replace("{trust: -30}", "&a {trust: -30}"), {"AC107"}),
    "a merge key": (MARKET.replace("{trust: -30}", "{<<: {trust: -30}}"), {"AC107"}),
    "everything a text": (
        "".join(f"{key}: x\n" for key in re.findall(r"^[a-z]+", MARKET, re.MULTILINE)),
        {"AC203", "AC204"},
    ),
    "another format": (MARKET.replace("format: 1", "format: 2"), {"AC207"}),
}


@pytest.mark.parametrize("name", GIANTS)
def test_a_hostile_scenario_is_a_problem_in_a_place(name: str, course_dir: Path) -> None:
    text, codes = GIANTS[name]
    path = with_scenario(course_dir)
    path.write_text(text, "utf-8")
    problems = [problem for problem in inspect(path).problems if problem.severity == "error"]
    assert {problem.code for problem in problems} == codes
    assert sum(len(problem.message) + len(problem.hint) for problem in problems) < 1_000_000
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert not FORBIDDEN.search(problem.message + problem.hint)
