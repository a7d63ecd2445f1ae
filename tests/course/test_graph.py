"""Pictures of a scenario: what is on them, and that no text can break out of them."""

import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.scenarios import drawing
from advocacy_coach.course.scenarios import graph as graphs
from advocacy_coach.course.scenarios.graph import Arrow, Box, Graph, graph, mermaid
from advocacy_coach.course.scenarios.story import Story, ready
from advocacy_coach.course.scenarios.walk import walk
from advocacy_coach.errors import CoachError, ToolError
from advocacy_coach.tui.views import words
from tests.course import tiny

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="needs the program dot")

SVG = "{http://www.w3.org/2000/svg}"

HOSTILE = [
    'say "end" and end',
    "end",
    "]] --> over; click scene0 href",
    "<script>alert(1)</script><br/><b>",
    "<<i>html</i>>",
    "<b>label</b>",
    "back\\slash \\n \\l \\N \\",
    "`code` **strong** _em_ ~~gone~~ $$x$$",
    "%%{init: {'theme': 'x'}}%%",
    "#quot; #35; &lt;b&gt; &amp;",
    "1. first",
    "- item",
    "--- title",
    "| a | b | {c} (d) ((e)) [/f/]",
    "fa:fa-car www.example.com a@b.example http://x",
    "two\n\nlines\tand tabs",
    "\u202eright to left \x1b[2J \x00 \ud800",
    "ﬂ°°60¶ß zażółć 漢字 👍🏽 é",
    "x" * 500,
    " ",
]


def picture(story: Story) -> Graph:
    return graph(story, walk(story))


def holding(text: str) -> Story:
    """The tiny story with a text wherever an author can write one that a picture shows."""
    scenario, course = tiny.scenario(), tiny.course()
    scenes = tuple(
        replace(
            scene,
            lines=tuple(replace(line, text=text) for line in scene.lines),
            choices=tuple(replace(choice, text=text) for choice in scene.choices),
        )
        for scene in scenario.scenes
    )
    endings = tuple(replace(ending, title=text) for ending in course.endings)
    return ready(replace(scenario, title=text, scenes=scenes), replace(course, endings=endings))


CODE = re.compile(r"#(\d+);")


def decoded(label: str) -> list[str]:
    """The lines that a reader of Mermaid sees."""
    return [CODE.sub(lambda code: chr(int(code[1])), line) for line in label.split("<br/>")]


def test_the_glyphs_are_those_of_the_screen() -> None:
    assert graphs.GRADES == words.GRADE_GLYPHS
    assert graphs.KINDS == words.KIND_GLYPHS


def test_boxes_are_scenes_the_end_and_endings() -> None:
    assert picture(tiny.story()).boxes == (
        Box("scene0", ("ask", "A guest waits."), "scene"),
        Box("scene1", ("calm", "It is calm."), "scene"),
        Box("scene2", ("storm", "It storms."), "scene"),
        Box("over", ("The end",), "over"),
        Box("ending0", ("✗ broken", "Broken"), "ending"),
        Box("ending1", ("✓ good", "Good"), "ending"),
        Box("ending2", ("~ stalled", "Stalled"), "ending"),
    )


def test_arrows_are_choices_and_dotted_ones_conditions() -> None:
    arrows = picture(tiny.story()).arrows
    assert arrows[0] == Arrow("scene0", "scene1", ("✓ offer", "Offer help"))
    assert arrows[4] == Arrow("scene1", "scene2", ("unless trust >= 50",), dotted=True)
    assert [arrow.head for arrow in arrows if arrow.tail == "scene2"] == ["over", "over", "scene2"]
    assert [(arrow.head, arrow.lines) for arrow in arrows if arrow.tail == "over"] == [
        ("ending0", ("trust < 40",)),
        ("ending1", ("trust >= 70",)),
        ("ending2", ("otherwise",)),
    ]
    assert {arrow.tail for arrow in arrows if arrow.dotted} == {"scene1", "over"}


def test_an_ending_that_no_play_reaches_is_not_drawn_unless_nobody_knows() -> None:
    story = tiny.story(tiny.ENDLESS)
    assert [box.id for box in picture(story).boxes if box.kind == "ending"] == ["ending2"]
    unknown = graph(story, walk(story, most=1))
    assert [box.id for box in unknown.boxes if box.kind == "ending"] == ["ending0", "ending1", "ending2"]


def test_a_scene_without_narration_shows_what_is_said_first() -> None:
    story = tiny.story(tiny.TINY.replace("      - text: A guest waits.\n", ""))
    assert picture(story).boxes[0].lines == ("ask", "Well?")


def test_long_texts_are_clipped_at_a_word() -> None:
    lines = picture(holding("a few words " * 20)).boxes[0].lines
    assert lines[1] == "a few words a few words a few words a few words a few words…"
    (_id, cut) = picture(holding("x" * 500)).boxes[0].lines
    assert cut == "x" * 59 + "…"


def test_mermaid_looks_like_this() -> None:
    assert mermaid(picture(tiny.story())).splitlines() == [
        "flowchart TD",
        '    scene0["ask<br/>A guest waits."]',
        '    scene1["calm<br/>It is calm."]',
        '    scene2["storm<br/>It storms."]',
        '    over(("The end"))',
        '    ending0(["✗ broken<br/>Broken"])',
        '    ending1(["✓ good<br/>Good"])',
        '    ending2(["~ stalled<br/>Stalled"])',
        '    scene0 -->|"✓ offer<br/>Offer help"| scene1',
        '    scene0 -->|"! push<br/>Push on"| scene1',
        '    scene1 -->|"✓ thank<br/>Say thanks"| over',
        '    scene1 -->|"✗ leave<br/>Leave"| over',
        '    scene1 -.->|"unless trust #62;#61; 50"| scene2',
        '    scene2 -->|"✓ sorry<br/>Say sorry"| over',
        '    scene2 -->|"! shout<br/>Shout"| over',
        '    scene2 -->|"~ wait<br/>Wait"| scene2',
        '    over -.->|"trust #60; 40"| ending0',
        '    over -.->|"trust #62;#61; 70"| ending1',
        '    over -.->|"otherwise"| ending2',
    ]


BOX = re.compile(r'    \w+(?:\[|\(\[|\(\()"([^"]*)"(?:\]|\]\)|\)\))')
ARROW = re.compile(r'    \w+ (?:-->|-\.->)\|"([^"]*)"\| \w+')


@given(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=[]), max_size=90))
def test_no_text_breaks_out_of_mermaid(text: str) -> None:
    drawn = picture(holding(text))
    head, *rows = mermaid(drawn).splitlines()
    assert head == "flowchart TD"
    matches = [BOX.fullmatch(row) or ARROW.fullmatch(row) for row in rows]
    labels = [match[1] for match in matches if match]
    assert len(labels) == len(rows) == len(drawn.boxes) + len(drawn.arrows)
    things = [box.lines for box in drawn.boxes] + [arrow.lines for arrow in drawn.arrows]
    for label, lines in zip(labels, things, strict=True):
        assert decoded(label) == [line for line in lines if line]
        for line in label.split("<br/>"):
            assert not re.search(r"[#<>&`*_\[\]{}()|\\%$@/:;^=+°¶\x00-\x1f\x7f-\x9f]", CODE.sub("", line))
            assert not re.match(r"[-+.)\d]", line)


@given(st.sampled_from(HOSTILE) | st.text(max_size=90))
def test_dot_quotes_every_text(text: str) -> None:
    pytest.importorskip("graphviz")
    source = drawing.draw(holding(text), "dot").decode()
    drawn = picture(holding(text))
    statements = [line for line in source.splitlines() if line.startswith("\t")]
    assert len(statements) == 2 + len(drawn.boxes) + len(drawn.arrows)
    assert "label=<" not in source


@needs_dot
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_svg_shows_the_very_characters(text: str) -> None:
    pytest.importorskip("graphviz")
    story = holding(text)
    root = ET.fromstring(drawing.draw(story, "svg"))
    boxes = root.findall(f".//{SVG}g[@class='node']")
    shown = ["".join("".join(row.itertext()) for row in box.iter(f"{SVG}text")) for box in boxes]
    wanted = ["".join(box.lines) for box in picture(story).boxes]
    # Where a line was wrapped a space is gone.
    assert ["".join(text.split()) for text in shown] == ["".join(text.split()) for text in wanted]


def test_the_same_story_gives_the_same_bytes() -> None:
    for format in ("mermaid", "dot"):
        assert drawing.draw(tiny.story(), format) == drawing.draw(tiny.story(), format)


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "graphviz", None)
    assert drawing.draw(tiny.story(), "mermaid").startswith(b"flowchart TD\n")
    for format in ("dot", "svg"):
        with pytest.raises(CoachError, match="pip install graphviz") as raised:
            drawing.draw(tiny.story(), format)
        assert raised.value.exit_code == 1


def test_without_the_program_dot_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError, match="not installed or not on the PATH") as raised:
        drawing.draw(tiny.story(), "svg")
    assert raised.value.exit_code == 3
