"""Prose as blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import prose
from advocacy_coach.course.prose import Block, Span, parse, plain, problems, safe_link


def _texts(markdown: str) -> list[tuple[str, str]]:
    return [(block.kind, "".join(span.text for span in block.spans)) for block in parse(markdown)]


def test_kinds_of_blocks() -> None:
    markdown = "Text\n\n## Head\n\n- one\n- two\n\n> said\n\n```\ncode\n  more\n```\n\n---"
    assert _texts(markdown) == [
        ("paragraph", "Text"),
        ("heading", "Head"),
        ("item", "one"),
        ("item", "two"),
        ("quote", "said"),
        ("code", "code\n  more"),
        ("rule", ""),
    ]


def test_styles_of_spans() -> None:
    (block,) = parse("a *b* **c** `d` ***e***")
    assert block.spans == (
        Span("a "),
        Span("b", emphasis=True),
        Span(" "),
        Span("c", strong=True),
        Span(" "),
        Span("d", code=True),
        Span(" "),
        Span("e", strong=True, emphasis=True),
    )


def test_lists_keep_their_depth_and_numbers() -> None:
    blocks = parse("3. three\n4. four\n   - deep\n\n     more")
    assert [(block.depth, block.marker) for block in blocks] == [(1, "3."), (1, "4."), (2, "•"), (2, "")]


def test_line_breaks() -> None:
    assert plain("one\ntwo") == "one two"
    assert parse("one  \ntwo") == (Block("paragraph", (Span("one"), Span("\n"), Span("two"))),)
    assert plain("one  \ntwo") == "one two"


def test_plain_words_keep_their_spacing() -> None:
    assert plain("So is *stress*, and **more**.\n\n- Yes") == "So is stress, and more. Yes"


@pytest.mark.parametrize(
    "markdown", ["<b>x</b>", "<script>alert(1)</script>", "<!-- note -->", "![x](https://e.org/i.png)"]
)
def test_html_and_images_are_text_and_are_reported(markdown: str) -> None:
    assert problems(markdown)
    assert all(not span.href or "![" in markdown for block in parse(markdown) for span in block.spans)


@pytest.mark.parametrize(
    "markdown",
    ["[x](javascript:alert)", "[x](file:///etc/passwd)", "[x](smb://h)", "[x](/etc)", "<ftp://x.org>"],
)
def test_links_that_could_start_something_never_become_links(markdown: str) -> None:
    assert not any(span.href for block in parse(markdown) for span in block.spans)
    assert problems(markdown)


def test_web_links_are_links() -> None:
    (block,) = parse("see [the *page*](https://example.org/a?b=c)")
    assert [span.href for span in block.spans] == ["", *["https://example.org/a?b=c"] * 2]
    assert not problems("see [the page](https://example.org) and <https://example.org>")


def test_tables_are_reported_with_their_line() -> None:
    assert problems("Text\n\n| a | b |\n|---|---|\n| 1 | 2 |") == [
        (2, "tables are not supported; use a list")
    ]


def test_brackets_are_text() -> None:
    assert plain("[/x] [1 {a[0]}") == "[/x] [1 {a[0]}"


@given(st.text(max_size=300))
def test_any_text_is_read(markdown: str) -> None:
    for block in parse(markdown):
        assert all(isinstance(span, Span) for span in block.spans)
        assert all(not span.href or safe_link(span.href) for span in block.spans)
    plain(markdown)
    problems(markdown)


@given(st.text(st.sampled_from("ab Ł1.)-+#=~!:|\"'*_`[]<>&\\\n\t"), max_size=40))
def test_the_short_way_for_plain_text_gives_what_the_parser_gives(markdown: str) -> None:
    assert parse(markdown) == tuple(prose._blocks(prose._reader().parse(markdown)))


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1, max_size=30))
def test_plain_words_come_through_unchanged(words: list[str]) -> None:
    assert plain(" ".join(words)) == " ".join(words)
