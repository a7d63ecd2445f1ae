"""A file as plain values: scalars stay text, and everything knows where it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import building
from advocacy_coach.course.characters import FORBIDDEN, cleaned, shown
from advocacy_coach.course.source import Source, Where, parse, read

LOADERS = [yaml.BaseLoader, *([yaml.CBaseLoader] if hasattr(yaml, "CBaseLoader") else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast parser and the one that is always there must agree."""
    monkeypatch.setattr(building, "_LOADER", request.param)


def source(text: str) -> Source:
    return parse(text.encode(), "a.yaml")


@pytest.mark.usefixtures("_either_parser")
class TestValues:
    @pytest.mark.parametrize(
        "written",
        ["yes", "No", "1:30", "012", "1.10", "~", "null", "2026-11-24", "0x1F", "1e3", "true", ".inf"],
    )
    def test_a_scalar_stays_what_was_typed(self, written: str) -> None:
        assert source(f"a: {written}\nb: [{written}]\n").value == {"a": written, "b": [written]}

    def test_an_empty_value_is_an_empty_text(self) -> None:
        assert source("a:\nb: ''\nc: [x, ]\n").value == {"a": "", "b": "", "c": ["x"]}

    def test_blocks_keep_or_fold_their_lines(self) -> None:
        assert source("a: |\n  x\n  y\nb: >\n  x\n  y\n").value == {"a": "x\ny\n", "b": "x y\n"}

    def test_a_byte_order_mark_and_any_kind_of_line_end_are_accepted(self) -> None:
        for text in (
            "\ufeffa: |\n  x\n  y\nb: z\n",
            "a: |\r\n  x\r\n  y\r\nb: z\r\n",
            "a: |\r  x\r  y\rb: z\r",
        ):
            read = source(text)
            assert (read.problems, read.value) == ((), {"a": "x\ny\n", "b": "z"})
            assert read.at(("b",)) == (4, 4)

    def test_one_marked_document_is_accepted(self) -> None:
        assert source("%YAML 1.1\n---\na: b\n...\n").value == {"a": "b"}

    def test_joiners_and_emoji_sequences_are_letters_like_others(self) -> None:
        text = "می\u200cخواهم 👩\u200d💻"
        assert source(f"a: {text}").value == {"a": text}


@pytest.mark.usefixtures("_either_parser")
class TestPlaces:
    TEXT = (
        "ąę: {b: c, 'd': [e,  f]}\n"
        "list:\n"
        "  - one\n"
        "  -   k: v\n"
        "text: |\n"
        "\n"
        "  first\n"
        "    second\n"
        "folded: >\n"
        "  x\n"
    )

    @pytest.mark.parametrize(
        ("where", "at", "key_at"),
        [
            ((), (1, 1), (1, 1)),
            (("ąę",), (1, 5), (1, 1)),
            (("ąę", "b"), (1, 9), (1, 6)),
            (("ąę", "d"), (1, 17), (1, 12)),
            (("ąę", "d", 1), (1, 22), (1, 22)),
            (("list",), (3, 3), (2, 1)),
            (("list", 0), (3, 5), (3, 5)),
            (("list", 1, "k"), (4, 10), (4, 7)),
            (("text",), (5, 7), (5, 1)),
        ],
    )
    def test_values_and_keys(self, where: Where, at: tuple[int, int], key_at: tuple[int, int]) -> None:
        read = source(self.TEXT)
        assert (read.at(where), read.key_at(where)) == (at, key_at)

    def test_what_is_not_there_is_where_it_should_be(self) -> None:
        read = source(self.TEXT)
        assert read.at(("list", 1, "missing")) == read.key_at(("list", 1, "missing")) == (4, 7)
        assert read.at(("list", 7, "deeper")) == (3, 3)

    def test_lines_of_a_text_that_keeps_its_lines(self) -> None:
        read = source(self.TEXT)
        assert [read.text_at(("text",), line) for line in (1, 2)] == [(7, 3), (8, 5)]
        assert read.text_at(("text",), 99)[0] == len(read.lines)

    def test_lines_of_another_text_are_where_it_starts(self) -> None:
        assert source(self.TEXT).text_at(("folded",), 3) == (9, 9)


values = st.recursive(
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn"], codec="utf-8").filter(
            lambda c: not FORBIDDEN.match(c)
        )
    ),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text("abcż1 ", min_size=1), inside, max_size=4)
    ),
    max_leaves=20,
)


def ways(value: object, where: Where = ()) -> Iterator[tuple[Where, object]]:
    yield where, value
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from ways(inside, (*where, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from ways(inside, (*where, index))


@given(st.dictionaries(st.text("abcż1 ", min_size=1), values, min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_with_its_places(value: dict[str, object]) -> None:
    text = yaml.safe_dump(value, default_style='"', default_flow_style=True, allow_unicode=True, width=1e9)
    read = source(text)
    assert (read.problems, read.value) == ((), value)
    for where, inside in ways(value):
        line, column = read.at(where)
        opening = "{" if isinstance(inside, dict) else "[" if isinstance(inside, list) else '"'
        assert read.lines[line - 1][column - 1] == opening
        if where and isinstance(where[-1], str):
            line, column = read.key_at(where)
            assert read.lines[line - 1][column - 1 :].startswith(f'"{where[-1]}"')


def test_a_file_is_reported_under_the_path_it_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "gone.yaml"
    problem = read(path).problems[0]
    assert (problem.path, problem.code) == (str(path), "AC101")
    assert "No such file" in problem.message


@given(st.text())
def test_a_cleaned_text_has_nothing_forbidden_and_keeps_the_rest(text: str) -> None:
    clean = cleaned(text)
    assert not FORBIDDEN.search(clean)
    assert [c for c in clean if c != "\ufffd"] == [
        c for c in text if not FORBIDDEN.match(c) and c != "\ufffd"
    ]


def test_a_text_is_cut_only_when_it_is_too_long() -> None:
    assert shown("x" * 40) == f"“{'x' * 40}”"
    assert shown("x" * 41) == f"“{'x' * 39}…”"


@given(st.text(min_size=1, max_size=300))
def test_a_quoted_text_is_short_and_on_one_line(text: str) -> None:
    quoted = shown(text)
    assert len(quoted) <= 42
    assert "\n" not in quoted
    assert not FORBIDDEN.search(quoted)
