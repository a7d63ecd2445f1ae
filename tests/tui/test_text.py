"""The door to the screen: nothing that steers a terminal, nothing read as markup."""

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.color import Color

from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.tui.rows import column, margin, prose, text
from advocacy_coach.tui.text import ControlFilter, clean, clipped, content, measure

nasty = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\x1b\x07\x9b\x9d\u202e\u2066\u200b\ufeff\U000e0041[]/`*_<>#\n\t"),
    ),
    max_size=200,
)


@given(nasty)
def test_clean_text_has_nothing_forbidden(words: str) -> None:
    assert not FORBIDDEN.search(clean(words))
    assert not set(clean(words)) & set("\t\r\n")


@given(nasty, st.integers(1, 90))
def test_rows_are_never_wider_than_asked(words: str, width: int) -> None:
    for row in [*text(words, width), *prose(words, width)]:
        assert measure(clean(row.text)) <= max(width, 2)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60), st.integers(0, 40)
)
def test_clipped_text_fits(words: str, width: int) -> None:
    assert measure(clipped(words, width)) <= max(width, 0) or measure(words) <= width


@given(nasty)
def test_content_is_taken_literally(words: str) -> None:
    assert content(words).plain == clean(words)
    assert not content(words).spans


def test_the_filter_cleans_what_any_widget_draws_and_leaves_textuals_own_controls() -> None:
    control = Segment("\x1b[2J", None, [(1,)])  # type: ignore[list-item]
    dirty = Segment("a\x1b]52;c;eA==\x07b\u202ec")
    done = ControlFilter().apply([control, dirty, Segment("fine")], Color(0, 0, 0))
    assert done[0] is control
    assert done[1].text == "a]52;c;eA==bc"
    assert done[2].text == "fine"


@given(st.integers(1, 400))
def test_the_column_stands_in_the_middle_and_fits(width: int) -> None:
    assert 1 <= column(width) <= 76
    assert margin(width) + column(width) <= max(width, 1)
