"""Prose laid out in lines."""

from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.flow import Line, flow, height, wrap
from advocacy_coach.course.prose import Block, Span, parse


def _shown(lines: list[Line]) -> list[str]:
    return [line.prefix + "".join(span.text for span in line.spans) for line in lines]


def test_lists_hang_and_stay_close_while_blocks_keep_apart() -> None:
    markdown = "Before\n\n- one two three\n- four\n\nAfter\n\n> said so"
    assert _shown(flow(parse(markdown), 10)) == [
        "Before",
        "",
        "• one two",
        "  three",
        "• four",
        "",
        "After",
        "",
        "│ said so",
    ]


def test_a_word_may_change_style_inside_without_breaking() -> None:
    (line,) = wrap((Span("un"), Span("believ", strong=True), Span("able")), 20)
    assert [span.text for span in line] == ["un", "believ", "able"]


def test_a_word_wider_than_the_line_is_cut() -> None:
    assert _shown(flow(parse("a" * 25), 10)) == ["a" * 10, "a" * 10, "a" * 5]


def test_wide_characters_count_as_the_screen_counts_them() -> None:
    wide = flow(parse("日本語 日本語"), 6, lambda text: 2 * len(text) if text.strip() else len(text))
    assert _shown(wide) == ["日本語", "日本語"]


def test_code_keeps_its_lines_and_empty_text_has_one() -> None:
    assert _shown(flow([Block("code", (Span("a\n\n  b", code=True),))], 20)) == ["  a", "  ", "    b"]
    assert wrap((), 10) == [()]
    assert height("", 10) == 0


def test_height_counts_lines() -> None:
    assert height("one two three", 7) == 2
    assert height("one\n\ntwo", 80) == 3


@given(st.text(st.sampled_from("ab *_`-\n>#1."), max_size=200), st.integers(1, 40))
def test_no_line_is_wider_than_asked(markdown: str, width: int) -> None:
    for line in flow(parse(markdown), width):
        assert len(line.prefix) + sum(len(span.text) for span in line.spans) <= max(width, 2)


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=40), st.integers(12, 60))
def test_no_word_is_lost(words: list[str], width: int) -> None:
    lines = wrap((Span(" ".join(words)),), width)
    assert " ".join("".join(span.text for span in line) for line in lines).split() == words
