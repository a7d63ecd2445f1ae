import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from advocacy_coach.course.characters import FORBIDDEN
from advocacy_coach.course.prose import parse
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.escape import escape, quoted
from tests.reports.made import HOSTILE, USUAL, full, played, summary, with_text
from tests.session.scenarios import BEST, WORST

write = WRITERS["md"].write

READERS = {
    "strict": MarkdownIt("commonmark", {"html": False}),
    "eager": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]),
}
"""A reader that knows little and one that turns as much as it can into something."""

readers = pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
texts = st.text(max_size=60).filter(lambda text: not FORBIDDEN.search(text))
marked = st.text(st.sampled_from("#*_`~[]()<>!|\\&;:-+=.0123456789 ab\t{}$\"'/"), max_size=40)


def shown(tokens: list[Token]) -> str:
    """What a reader sees of inline tokens."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(breaks.get(token.type, token.content) for token in tokens)


def paragraphs(reader: MarkdownIt, markdown: str) -> list[str]:
    """The text of every paragraph, heading and list item."""
    return [shown(token.children or []) for token in reader.parse(markdown) if token.type == "inline"]


def kinds(reader: MarkdownIt, markdown: str) -> Counter[str]:
    """How many tokens of which kind a text is made of, but plain text and where its lines break."""
    found: Counter[str] = Counter()
    for token in reader.parse(markdown):
        found.update([token.type, *(child.type for child in token.children or [])])
    return Counter({kind: count for kind, count in found.items() if kind not in {"text", "hardbreak"}})


def single_spaced(text: str) -> str:
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip()


def test_the_whole_document() -> None:
    assert write(full()).decode().split("\n")[:18] == [
        "# A small course",
        "",
        "A summary of what was learned, made on 2026-11-24 (UTC).",
        "",
        "- **Name:** Zażółć Gęślą",
        "- **Version of the course:** 1.2.0",
        "- **Result:** finished, below the pass mark",
        "- **Score:** 31 % (2.83 of 9 points); the pass mark is 70 %",
        "- **Begun:** 2026-11-01",
        "- **Finished:** 2026-11-02",
        "- **Time:** 5 minutes",
        "",
        "## The pitfalls",
        "",
        "- **Forcing:** 26 % (1.83 of 7 points)",
        "- **Mood:** 50 % (0.5 of 1 point)",
        "",
        "## The other topics",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "- **Practise:** ",
        "- **Answer:** Second way",
        "- **Answer:** worst: Offer; best: Order",
        "- **Answer:** List: 4 of 5; Folder: 2 of 5",
        "- **Answer:** 1: Ask; 2: Aim; 3: Invite",
        "- **Answer:** Photos: Pressure; Deadline: Support",
        "- **Put right later:** yes",
        "- **About people:** finished, 2026-11-02, 33 % (1 of 3 points), "
        "1 of 3 questions at the first try, 1 attempt, 3 minutes",
        "- **Played:** 2 times to an end",
        "- **Endings met:** 2 of 3 (Broken trust, Stalled)",
        "- **Best play:** Stalled (a mixed ending): 50 % (0.5 of 1 point)",
        "- **Decision 1:** I order. (tempting; pitfall: Forcing)",
        "- **Decision 2:** I listen. (strongest)",
        "- **Pitfalls met:** Forcing",
        "- **Note:** the scenario was changed since",
        "- **Best play:** Solid ground (a good ending): 100 % (1 of 1 point)",
        "### A torn page",
        "- **Played:** 1 time to an end",
        "- **Endings met:** peace",
        "- **Best play:** peace: 25 % (0.25 of 1 point)",
        "- **Note:** the scenario cannot be opened now",
        "> They would say:\\",
        "- **Action 1:** Ask the night shift what gets in their way (Shift lead, by 2026-12-10)",
        "- **Action 3:** Take the quota out of the plan (by 2026-12-24)",
        "- **Promise to my team:** Nobody has to post",
        "- **I stop:** Counting posts",
        "- **Follow-up:** 2027-01-05",
    ],
)
def test_it_tells(line: str) -> None:
    assert any(row.startswith(line) for row in write(full()).decode().split("\n"))


def test_what_is_left_out_leaves_no_trace() -> None:
    bare = write(summary(Include(questions=False, times=False))).decode()
    for word in ["Name", "Begun", "Finished", "Time", "minute", "2026-11-0", "missed", "Reflections", "card"]:
        assert word not in bare
    assert "Scenarios" not in bare  # none was played to an end


def test_without_decisions_a_scenario_still_tells_its_endings() -> None:
    bare = write(full(Include(questions=False, times=True))).decode()
    assert "- **Best play:** Stalled (a mixed ending)" in bare
    for words in ["Decision", "I order", "Pitfalls met", "pitfall:"]:
        assert words not in bare


def test_a_clean_path_met_no_pitfall() -> None:
    clean = write(summary(USUAL, played("by-noon", BEST, "good", 1.0))).decode()
    assert "- **Pitfalls met:** none" in clean
    ends = write(summary(USUAL, played("by-noon", WORST, "broken", 0.0))).decode()
    assert "- **Best play:** Broken trust (a bad ending): 0 % (0 of 1 point)" in ends
    assert "- **Decision 2:** I push. (weak; pitfall: Forcing)" in ends
    fair = write(summary(USUAL, played("by-noon", ("wait", "listen"), "good", 0.875))).decode()
    assert "- **Decision 1:** I wait. (fair)" in fair


def test_endings_that_are_gone_are_only_counted() -> None:
    gone = played("by-noon", BEST, "gone", 1.0, graph="00000000")
    assert "- **Endings met:** 0 of 3\n" in write(summary(USUAL, gone)).decode()


def test_our_own_reader_shows_it_as_headings_and_lists() -> None:
    blocks = parse(write(full()).decode())
    assert {block.kind for block in blocks} == {"heading", "paragraph", "item", "quote"}
    headings = [block.spans[0].text for block in blocks if block.kind == "heading"]
    assert headings == [
        "A small course",
        "The pitfalls",
        "The other topics",
        "What to do next",
        "Action card",
        "Lessons",
        "Scenarios",
        "The story of by-noon",
        "The story of reworked",
        "A torn page",
        "Questions missed at first",
        "About people",
        "About forcing",
        "Reflections",
        "About people",
    ]


@readers
@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_changes_what_the_document_is_made_of(reader: MarkdownIt, text: str) -> None:
    hostile, harmless = write(with_text(full(), text)), write(with_text(full(), "harmless"))
    found, expected = kinds(reader, hostile.decode()), kinds(reader, harmless.decode())
    lines = [line for line in text.split("\n") if line.strip()]
    assert found == expected
    heading, *rest = paragraphs(reader, hostile.decode())
    assert heading == single_spaced(text)
    assert f"Name: {single_spaced(text)}" in rest
    words = single_spaced(text)
    assert f"Decision 1: {words} (tempting; pitfall: {words})" in rest
    assert f"Best play: {words} (a mixed ending): 50 % (0.5 of 1 point)" in rest
    assert f"Endings met: 2 of 3 ({words}, {words})" in rest
    assert rest[-1] == "\n".join(map(single_spaced, lines))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("plain words, (really) 1.5 - “yes”!", "plain words, (really) 1.5 - “yes”!"),
        ("cost: $5", "cost: \\$5"),
        ("a | b", "a \\| b"),
        (": a", "\\: a"),
        ("1. one", "1\\. one"),
        ("1 one", "1 one"),
        ("  a \n b\t", "a b"),
        ("a\u00a0b", "a\u00a0b"),
        ("", ""),
    ],
)
def test_only_what_means_something_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_a_quotation_breaks_its_lines_within_paragraphs() -> None:
    assert quoted("a\nb\n\n# c\n") == ["> a\\", "> b", ">", "> \\# c"]
    assert quoted("") == []


@readers
@given(text=st.one_of(texts, marked))
def test_an_escaped_text_reads_as_itself_wherever_it_stands(reader: MarkdownIt, text: str) -> None:
    words = escape(text)
    plain = single_spaced(text)
    if not plain:
        assert words == ""
        return
    assert [shown(token.children or []) for token in reader.parse(words) if token.type == "inline"] == [plain]
    assert paragraphs(reader, f"## {words}\n\n- **L:** {words}\n- **{words}:** x\n\n**{words}**") == [
        plain,
        f"L: {plain}",
        f"{plain}: x",
        plain,
    ]
    inside = {"paragraph_open", "paragraph_close", "inline"}
    assert set(kinds(reader, words)) <= inside | {"text_special"}


@readers
@given(lines=st.lists(st.one_of(texts, marked), max_size=5))
def test_a_quotation_keeps_its_lines_and_nothing_leaves_it(reader: MarkdownIt, lines: list[str]) -> None:
    text = "\n".join(lines)
    tokens = reader.parse("\n".join(quoted(text)) + "\n\nafter\n")
    expected = [single_spaced(line) for line in text.splitlines()]
    seen = [shown(token.children or []) for token in tokens if token.type == "inline"]
    rows = [row for row in "\n".join(seen).split("\n") if row]
    assert rows == [*filter(None, expected), "after"]
    assert {token.type for token in tokens} <= {
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
        "inline",
    }
