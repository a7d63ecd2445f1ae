"""The facilitator guide: it says everything once, nothing in a text breaks it, and it prints well."""

import base64
import io
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec.structs import replace
from pypdf import PdfReader

from advocacy_coach.course.library import Library
from advocacy_coach.course.prose import parse, plain
from advocacy_coach.errors import CourseError
from advocacy_coach.workshop import strongest
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.guide.command import make
from advocacy_coach.workshop.guide.value import Preparation, Step, grouped, guide
from advocacy_coach.workshop.guide.writers import GUIDE_WRITERS
from advocacy_coach.workshop.papers.markdown import from_prose
from tests.conftest import PLAYED
from tests.reports.made import HOSTILE
from tests.reports.test_card import Reading
from tests.reports.test_html import NASTY, browsed
from tests.workshop.made import deck
from tests.workshop.papers_made import a_guide, with_words

LESSONS = Path(__file__).parents[2] / "lessons" / "en"

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


PROSE_TAGS = {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "pre", "strong", "ul"}
"""What a text of the course may become."""


class Page(Reading):
    """The tags of a page in which texts may hold lines."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag in ("br", "hr"):
            self.open.pop()


def markdown() -> str:
    return GUIDE_WRITERS["md"].write(a_guide()).decode()


def html(*, large: bool = False) -> bytes:
    return GUIDE_WRITERS["html"].write(a_guide(), large=large)


def step(title: str) -> Step:
    return next(each for part in a_guide().parts for each in part.steps if each.title == title)


def after(text: str, heading: str) -> str:
    """What stands under a heading of the Markdown, up to the next of its level or a higher one."""
    level = heading.split(" ", 1)[0]
    rest = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{len(level)}}} ", rest, maxsplit=1)[0]


def test_every_step_is_told_with_what_to_say_do_and_watch_for() -> None:
    said = markdown()
    ids = [item.id for item in deck().items]
    assert len(ids) == 9
    for id in ids:
        name = "mood" if id == "the-mood" else id
        for label, word in (("Say", "SAY"), ("Do", "DO"), ("Watch for", "WATCH")):
            assert said.count(f"- **{label}:** {word}-SENTINEL {name}\n") == 1


def test_the_clock_of_the_glance_adds_up() -> None:
    table = after(markdown(), "## Session at a glance")
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table.splitlines()[3:]]
    assert ["0:00", "Arriving", "5", ""] in rows
    assert ["0:00", "1. Who asked you last?", "2.5", ""] in rows
    assert ["0:02", "2. Vote: How often does your team share something about…", "1.5", ""] in rows
    assert ["0:05", "Deciding", "15", ""] in rows
    assert ["0:15", "9. The notice", "5", ""] in rows
    assert rows[-1] == ["0:20", "The end", "20", ""]


def test_a_question_has_its_letters_what_is_recommended_and_why() -> None:
    told = after(markdown(), "### 0:05 4. Talks (4 minutes)")
    assert "- **A** They do **(recommended)**\n  - **Why:** It is theirs.\n" in told
    assert "- **B** You do\n  - **Why:** It looks faster.\n" in told
    assert "**Explain:** A free choice is free." in told
    assert "Two votes" in told


def test_a_poll_recommends_nothing() -> None:
    told = after(markdown(), "### 0:02 2. Vote (1.5 minutes)")
    assert "- **A** Every week\n- **B** Every month\n" in told
    assert "recommended" not in told


def test_a_series_has_its_options_once_and_a_letter_for_each_card() -> None:
    told = after(markdown(), "### 0:09 5. Cards (3 minutes)")
    assert told.count("- **A** Offer\n") == 1
    assert "- **A** **A folder that anybody may open**\n  - **Why:** Nobody has to look.\n" in told
    assert "- **B** **A list of those who posted**\n  - **Why:** A list is a threat.\n" in told
    (vote,) = step("Cards").votes
    assert vote.prompt == "An offer, or an order?"


def test_there_is_a_table_to_fill_in_for_every_vote() -> None:
    said = markdown()
    assert said.count("**Count by pen**") == 5
    talks = after(said, "### 0:05 4. Talks (4 minutes)")
    assert [line.split("|")[1].strip() for line in talks.splitlines() if line.startswith("|")] == [
        "Option",
        "--------",
        "A",
        "B",
        "People",
    ]


def test_only_scenes_that_the_plan_can_come_to_are_told() -> None:
    told = step("The notice").story
    assert told is not None
    assert [scene.lines[0] for scene in told.scenes] == ["Monday, ten past nine."]
    assert told.letters == ("B",)
    assert {choice.leads for choice in told.scenes[0].choices} == {(0,)}


def test_a_whole_story_has_every_scene_and_where_choices_lead() -> None:
    library = Library.open(PLAYED, None)
    plan = library.workshop("short")
    last = plan.parts[-1]
    whole = replace(last.steps[-1], decisions=0)
    plan = replace(plan, parts=(plan.parts[0], replace(last, steps=(*last.steps[:-1], whole))))
    told = guide(build(plan, library), plan, library).parts[-1].steps[-1].story
    assert told is not None
    assert [(scene.number, scene.strongest) for scene in told.scenes] == [(1, True), (2, True)]
    assert [choice.leads for choice in told.scenes[0].choices] == [(2,), (2,), (0,)]
    assert told.letters == ("B", "B")
    assert [(ending.title, ending.strongest) for ending in told.endings] == [
        ("Broken", False),
        ("Solid", True),
        ("Stuck", False),
    ]


def test_the_strongest_path_of_every_scenario_that_ships_comes_to_a_good_end() -> None:
    from advocacy_coach.course.scenarios import story as stories

    library = Library.open(LESSONS, None)
    for entry in library.scenarios:
        story = library.story(entry.id)
        end = stories.advance(story.stops, *strongest.path(story)[-1])
        assert end.scene == stories.OVER
        assert stories.ending(story, end.levels).kind == "good", entry.id


def test_verdicts_are_words() -> None:
    told = after(markdown(), "### 0:15 9. The notice (5 minutes)")
    for words in ("(tempting, and weak)", "(strongest)", "(fair)", "**Pitfall:** Forcing and interfering"):
        assert words in told
    assert "**An expert:** I would offer it and ask for nothing." in told
    assert "An offer with a deadline is an order." in told


@pytest.mark.parametrize(
    "once",
    [
        "Eyes closed. Fingers on your chest",
        "**Below 35 %:**",
        "**35 to 70 %:**",
        "**Above 70 %:**",
        "press h",
    ],
)
def test_what_holds_for_every_vote_is_said_once(once: str) -> None:
    assert markdown().count(once) == 1


def test_it_names_the_objectives_of_the_lessons_that_are_used() -> None:
    said = make(Library.open(LESSONS, None), "45", "md", large=False).decode()
    assert "### From the lessons that are used" in said
    assert "\n- Sort eight practices into support and interference, with at least seven right.\n" in said


def test_tasks_of_one_time_stand_together() -> None:
    tasks = ["First: call.", "The day before: print.", "The day before: rest.", "Put out chairs."]
    assert list(grouped(tasks)) == [
        Preparation("", ("First: call.",)),
        Preparation("The day before", ("Print.", "Rest.")),
        Preparation("", ("Put out chairs.",)),
    ]


@pytest.mark.parametrize(
    ("options", "letters"), [(2, "ABCD"), (4, "ABCD"), (5, "ABCDEFGH"), (9, "ABCDEFGHIJ")]
)
def test_there_is_a_card_for_every_letter(options: int, letters: str) -> None:
    made = deck()
    place = next(n for n, item in enumerate(made.items) if item.id == "first-poll")
    item = made.items[place]
    asked = item.content.questions[0]  # type: ignore[union-attr]
    content = replace(item.content, questions=(replace(asked, options=asked.options[:1] * options),))
    items = (*made.items[:place], replace(item, content=content), *made.items[place + 1 :])
    library = Library.open(PLAYED, None)
    assert guide(replace(made, items=items), library.workshop("short"), library).letters == letters


def test_a_plan_that_is_not_there_is_said() -> None:
    with pytest.raises(CourseError, match="no workshop “70”"):
        make(Library.open(PLAYED, None), "70", "md", large=False)


@pytest.mark.parametrize("words", [*HOSTILE, *NASTY, "a | b", "1. a\n\n- b\n\n    c"])
def test_no_text_breaks_the_markdown(words: str) -> None:
    """Headings and tables are those of the guide, whatever the texts are."""
    hostile, harmless = (
        MARKDOWN.parse(GUIDE_WRITERS["md"].write(with_words(a_guide(), each)).decode())
        for each in (words, "harmless")
    )

    def shape(tokens: object) -> list[str]:
        return [
            token.tag
            for token in tokens  # type: ignore[attr-defined]
            if token.type in ("heading_open", "table_open", "tr_open", "td_open", "html_block", "hr")
        ]

    extra = ["hr"] if any(block.kind == "rule" for block in parse(words)) else []
    found = [tag for tag in shape(hostile) if tag not in extra]
    assert found == shape(harmless)


@pytest.mark.parametrize("words", NASTY)
def test_no_tag_comes_from_a_text(words: str) -> None:
    reading = Page(GUIDE_WRITERS["html"].write(with_words(a_guide(), words)))
    allowed = {tag for tag, _names in Page(html()).tags} | PROSE_TAGS
    assert {tag for tag, _names in reading.tags} <= allowed
    assert reading.open == []
    assert reading.others == []
    assert not {name for name, _value in reading.attributes if name.startswith("on") or name == "style"}


PIECES = st.lists(
    st.sampled_from(
        [
            "**strong**",
            "*soft*",
            "`code`",
            "plain words",
            "- one\n- two",
            "1. first",
            "a|b",
            "\n\n",
            " ",
            "> said",
            "x_y",
        ]
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_prose_keeps_its_words_when_it_is_written_as_markdown(text: str) -> None:
    assert plain(from_prose(text)).split() == plain(text).split()


@pytest.mark.parametrize(
    "text", ["**a *b* c**", "*a **b***", "- a\n\n  b\n- c", "2. a\n3. b", "> a", "a\\\nb"]
)
def test_prose_keeps_its_marks(text: str) -> None:
    assert parse(from_prose(text)) == parse(text)


def test_large_print_has_no_text_under_18_points() -> None:
    style = html(large=True).decode().split("<style>")[1].split("</style>")[0]
    variables = dict(re.findall(r"--(\w+): ([\d.]+)(?:pt|em)", style.split("}")[0]))
    assert float(variables["body"]) >= 18
    assert float(variables["small"]) >= 1
    assert float(variables["table"]) >= 18
    sizes = [float(each) for each in re.findall(r"font(?:-size)?: (?:700 )?([\d.]+)(?=em|pt)", style)]
    assert sizes
    assert all(size >= 18 or 1 <= size < 3 for size in sizes)  # points, or as large as the body at least
    assert html() != html(large=True)


def test_it_prints_on_a4_with_the_glance_and_the_cards_on_one_page_each(tmp_path: Path) -> None:
    library = Library.open(LESSONS, None)
    for plan in library.workshops():
        data = make(library, plan.id, "html", large=False)
        printed = PdfReader(io.BytesIO(base64.b64decode(browsed(data, tmp_path)["printed"])))
        assert [round(float(each)) for each in printed.pages[0].mediabox[2:]] == [595, 842]
        pages = [" ".join(page.extract_text().split()) for page in printed.pages]
        (glance,) = [n for n, words in enumerate(pages) if "Session at a glance" in words]
        assert "The end" in pages[glance]
        (votes,) = [n for n, words in enumerate(pages) if "Votes If the Wi-Fi fails" in words]
        assert votes == glance + 1
        assert "Explain why, and go on." in pages[votes]
        assert any(re.search(r"Cards to cut out A B C D", words) for words in pages)


def test_steps_follow_each_other_without_a_gap() -> None:
    steps = [each for part in a_guide().parts for each in part.steps]
    assert all(before.starts <= then.starts for before, then in pairwise(steps))
    assert [each.number for each in steps] == list(range(1, len(steps) + 1))
