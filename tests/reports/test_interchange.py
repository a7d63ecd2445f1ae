import html
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from itertools import combinations, permutations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from moodle_xml_parser.parser import parse_bytes

from advocacy_coach.cli import BANKS, commands
from advocacy_coach.course.model import (
    Action,
    BestWorstQuestion,
    Bin,
    Card,
    Choice,
    ClassifyQuestion,
    Lesson,
    Notes,
    Ranked,
    RankQuestion,
    Rated,
    RateQuestion,
    ScenarioStep,
    SelectQuestion,
    Topic,
)
from advocacy_coach.course.prose import plain
from advocacy_coach.reports.interchange import FORMATS
from advocacy_coach.reports.interchange.items import ID_LENGTH, LABEL_LENGTH, Bank, Item, Matched, bank
from advocacy_coach.reports.interchange.markup import clean, label, markup
from advocacy_coach.reports.interchange.moodle import path
from advocacy_coach.session.scoring import mark
from tests.reports.made import FORCING, HOSTILE, LESSONS, ONE_OF_EACH, SCALE, choice, course, lesson

GIFT = Path(__file__).parents[1] / "gift"

NASTY = (
    *HOSTILE,
    "]]>",
    "<![CDATA[ x ]]>",
    "</text></question></quiz>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
    "a = b ~ c # d { e } f : g -> h",
    "=right ~wrong #said ####all",
    "}\n\n::next::{=a ~b}",
    "~%50%half",
    "%100%",
    "::title::",
    "// comment [id:x] [tag:y]",
    "$CATEGORY: elsewhere",
    "[html]x",
    "[markdown]",
    "&&058; &&010 &&092;",
    "\\n \\: \\= \\\\ \\",
    "{1:MULTICHOICE:=a~b}",
    "@@PLUGINFILE@@/x.png",
    "a/b//c/",
    "/",
    "\x00\x07\x1b[31m\x7f\ufffe\ud800",
    "one\u2028two\x85three\x0bfour\x0cfive",
    "one\r\ntwo\rthree",
    "one  \ntwo",
    "para\n\npara\n\n- item\n  - inner\n- item\n\n1. first\n2. second\n\n```\ncode\n\n  more\n```",
    "\u202eright to left\u202c",
    "\u200b",
)
"""Texts that mean something to a reader of Markdown, HTML, XML, GIFT or Moodle."""

OURS = {"p", "br", "strong", "em", "code", "pre", "ul", "ol", "li", "a", "blockquote", "hr"}


class Reader(HTMLParser):
    """What a browser would show, and the elements that it would make."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert {name for name, _value in attrs} <= {"href", "start"}
        self.words.append(" " if tag in OURS - {"strong", "em", "code", "a"} else "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def shown(markup: str) -> str:
    """The words of some HTML on one line; nothing in it may be an element that is not ours."""
    reader = Reader(markup)
    assert reader.tags <= OURS
    return _squeezed("".join(reader.words))


def meant(text: str) -> str:
    """The words of a course text as any reader has to show them."""
    return _squeezed(plain(clean(text)))


def _squeezed(words: str) -> str:
    return "".join(words.split())


def made(*steps: Any, **changes: Any) -> Bank:
    return bank(course(**changes), [lesson("people", *steps)])


def moodle(bank: Bank) -> list[ET.Element]:
    """The questions of the XML as the standard library reads it, without the categories."""
    root = ET.fromstring(FORMATS["moodle"].write(bank))
    assert root.tag == "quiz"
    return [question for question in root if question.get("type") != "category"]


def gift(data: bytes) -> list[dict[str, Any]]:
    """What gift-pegjs understands; it must understand all of it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node")
    done = subprocess.run([node, str(GIFT / "parse.cjs")], input=data, capture_output=True, check=False)
    if done.returncode == 3:
        pytest.skip("needs gift-pegjs: npm install --prefix tests/gift")
    assert done.returncode == 0, done.stderr.decode()
    read: list[dict[str, Any]] = json.loads(done.stdout)
    return read


def said(element: ET.Element, way: str) -> str:
    return element.findtext(f"{way}/text") or ""


def notes(format: str, bank: Bank) -> set[str]:
    return {f"{note.where}: {note.what}" for note in FORMATS[format].notes(bank)}


def test_the_formats_of_the_command_are_the_writers() -> None:
    assert list(BANKS) == list(FORMATS)


@pytest.mark.parametrize("format", BANKS)
def test_the_same_course_gives_the_same_bytes(format: str) -> None:
    first, second = (FORMATS[format].write(bank(course(), LESSONS)) for _time in range(2))
    assert first == second
    assert b"\r" not in first


class TestMoodle:
    def test_every_kind_becomes_one_of_moodles(self) -> None:
        kinds = {said(one, "name"): one.get("type") for one in moodle(bank(course(), [FORCING]))}
        assert kinds == {
            "forcing/choice": "multichoice",
            "forcing/select": "multichoice",
            "forcing/best-worst": "matching",
            "forcing/rank": "ordering",
            "forcing/classify": "matching",
        }

    def test_another_reader_of_moodle_xml_finds_the_choices(self) -> None:
        read = parse_bytes(FORMATS["moodle"].write(bank(course(), [FORCING])))["multichoice"]
        one, many = read
        assert (one.name, one.single, one.shuffle_answers) == ("forcing/choice", True, True)
        assert (one.default_grade, one.penalty, one.general_feedback) == (1, 0, "Because.")
        assert [(o.answer, o.score_fraction, o.feedback) for o in one.options] == [
            ("First way", 100, "f"),
            ("Second way", 0, "f"),
        ]
        assert (many.name, many.single) == ("forcing/select", False)
        assert [option.score_fraction for option in many.options] == [50, -50, 50]

    def test_topics_are_categories_under_the_course(self) -> None:
        root = ET.fromstring(FORMATS["moodle"].write(bank(course(), LESSONS)))
        found = [
            (said(one, "category"), one.findtext("idnumber")) for one in root.findall("*[@type='category']")
        ]
        assert found == [
            ("$course$/top/A small course/People", "small.people"),
            ("$course$/top/A small course/Forcing", "small.forcing"),
        ]
        names = [said(one, "name") or "-" for one in root]
        assert names[names.index("-", 1) + 1] == "people/p3"  # its topic is another than its lesson's

    def test_a_warm_up_earns_nothing_and_hints_travel(self) -> None:
        [warm, other] = moodle(made(choice("warm", scored=False), choice("p1", hints=("One", "*Two*"))))
        assert (warm.findtext("defaultgrade"), other.findtext("defaultgrade")) == ("0", "1")
        assert [hint.findtext("text") for hint in other.findall("hint")] == ["One", "<em>Two</em>"]

    def test_codes_of_claims_and_sources_are_tags(self) -> None:
        [one] = moodle(made(choice("p1", claims=("P1.10",), sources=("E25",))))
        assert [tag.findtext("text") for tag in one.findall("tags/tag")] == ["type:choice", "P1.10", "E25"]

    def test_an_option_that_must_stay_last_stops_the_shuffling(self) -> None:
        options = (Choice("n", "None", "f", pin="last"), Choice("a", "A", "f", correct=True))
        questions = made(choice("p1", options=options), choice("p2", shuffle=False))
        assert [one.findtext("shuffleanswers") for one in moodle(questions)] == ["false", "false"]
        assert [said(one, ".") for one in moodle(questions)[0].findall("answer")] == ["A", "None"]
        assert notes("moodle", questions) == {
            "people/p1: not shuffled, so that the last option stays the last"
        }

    def test_a_bin_without_cards_is_an_answer_that_fits_nothing(self) -> None:
        bins = (Bin("a", "A"), Bin("b", "B & <b>"), Bin("c", "C"))
        cards = (Card("x", "X", "f", "a"), Card("y", "Y", "f", "a"))
        question = ClassifyQuestion(id="q", prompt="?", explain="E.", bins=bins, options=cards)
        [one] = moodle(made(question))
        pairs = [(said(sub, "."), said(sub, "answer")) for sub in one.findall("subquestion")]
        assert pairs == [("X", "A"), ("Y", "A"), ("", "B & &lt;b&gt;"), ("", "C")]

    def test_what_is_said_about_cards_is_kept_in_the_general_feedback(self) -> None:
        [one] = moodle(made(ONE_OF_EACH[5]))
        assert shown(said(one, "generalfeedback")) == "E.PhotosfDeadlinef"

    def test_a_long_id_is_shortened_and_stays_one_of_a_kind(self) -> None:
        [one, two] = moodle(made(choice("a" * 80), choice("a" * 79 + "b"), id="c" * 60))
        ids = {one.findtext("idnumber") or "", two.findtext("idnumber") or ""}
        assert len(ids) == 2
        assert all(len(id) <= ID_LENGTH for id in ids)


class TestPoints:
    """Every possible answer earns with Moodle's rules what it earns with ours."""

    @pytest.mark.parametrize("rights", range(1, 10))
    def test_select(self, rights: int) -> None:
        options = tuple(Choice(f"o{n}", f"O{n}", "f", correct=n < rights) for n in range(10))
        question = SelectQuestion(id="q", prompt="?", explain="E.", options=options)
        [one] = moodle(made(question))
        worth = [float(answer.get("fraction") or "") for answer in one.findall("answer")]
        for size in range(1, 5):
            for picked in combinations(range(10), size):
                ours = mark(question, {f"o{n}": "picked" for n in picked}).points
                theirs = min(max(0, sum(worth[n] for n in picked) / 100), 1)
                assert theirs == pytest.approx(ours, abs=1e-6)

    def test_every_share_is_one_that_moodle_accepts(self) -> None:
        known = (100, 50, 33.33333, 25, 20, 16.66667, 14.28571, 12.5, 11.11111, 10)
        for rights, share in enumerate(known, 1):
            options = tuple(Choice(f"o{n}", "O", "f", correct=n < rights) for n in range(10))
            [one] = moodle(made(SelectQuestion(id="q", prompt="?", explain="E.", options=options)))
            worth = {float(answer.get("fraction") or "") for answer in one.findall("answer")}
            assert worth <= {share, -share}

    def test_rank(self) -> None:
        question = RankQuestion(
            id="q", prompt="?", explain="E.", scale=SCALE, options=tuple(Ranked(i, i, "f") for i in "abcd")
        )
        [one] = moodle(made(question))
        assert one.findtext("gradingtype") == "RELATIVE_ALL_PREVIOUS_AND_NEXT"
        assert (one.findtext("selecttype"), one.findtext("selectcount")) == ("ALL", "4")
        right = [said(thing, ".") for thing in one.findall("answer")]
        for answer in permutations(right):
            hits = sum(
                len({*right[: right.index(item)]} & {*answer[: answer.index(item)]})
                + len({*right[right.index(item) :]} & {*answer[answer.index(item) + 1 :]})
                for item in right
            )
            response = {item: str(place) for place, item in enumerate(answer, 1)}
            assert hits / (4 * 3) == pytest.approx(mark(question, response).points)

    def test_best_and_worst_are_two_pairs_among_all_actions(self) -> None:
        [one] = moodle(made(ONE_OF_EACH[2]))
        pairs = [(said(sub, "."), said(sub, "answer")) for sub in one.findall("subquestion")]
        assert pairs == [("Best", "Offer"), ("Worst", "Order"), ("", "Wait")]
        assert one.findtext("shuffleanswers") == "false"


class TestRatings:
    """Moodle can say that a rating one step off earns half, in a question with menus; GIFT cannot."""

    def rated(self, **changes: Any) -> Bank:
        options = tuple(Rated(f"k{key}", f"Action {key}", "f", key) for key in range(1, 6))
        values: dict[str, Any] = {"prompt": "Rate.", "explain": "E.", "scale": SCALE, "options": options}
        question = RateQuestion(id="rate", **(values | changes))
        return bank(course(), [lesson("people", question)], rates=FORMATS["moodle"].rates)

    def test_another_reader_finds_the_menus_and_each_rating_earns_what_it_earns_here(self) -> None:
        [read] = parse_bytes(FORMATS["moodle"].write(self.rated()))["cloze"]
        assert [(gap.sub_type, gap.sub_grade) for gap in read.gaps] == [("MULTICHOICE", 1)] * 5
        for key, gap in enumerate(read.gaps, 1):
            question = RateQuestion(
                id="q", prompt="?", explain="E.", scale=SCALE, options=(Rated("a", "A", "f", key),)
            )
            for option in gap.options:
                assert option.score / 100 == mark(question, {"a": option.answer}).points

    def test_it_is_told_what_changes(self) -> None:
        assert notes("moodle", self.rated()) == {
            "people/rate: what is said about each option stands in the general feedback",
            "people/rate: its default mark is one a rating, not one a question: change it by hand",
            "people/rate: its actions are not shuffled",
        }
        assert "people/rate: its actions are not shuffled" not in notes("moodle", self.rated(shuffle=False))

    @pytest.mark.parametrize("text", NASTY)
    def test_no_text_makes_a_menu(self, text: str) -> None:
        made = self.rated(prompt=text, explain=text, options=(Rated("a", text, text, 2),))
        [one] = moodle(made)
        assert one.get("type") == "cloze"
        words = said(one, "questiontext")
        assert words.count("{") == 1
        menu = "{1:MULTICHOICE:%50%1~=2~%50%3~4~5}"
        assert shown(words) == meant(text) + "1:Low.5:High." + meant(text) + menu


class TestGift:
    def test_another_reader_of_gift_finds_every_question(self) -> None:
        read = gift(FORMATS["gift"].write(bank(course(), LESSONS)))
        assert [one["title"] for one in read if one["type"] == "Category"] == [
            "$course$/top/A small course/People",
            "$course$/top/A small course/Forcing",
        ]
        found = {one["id"]: one for one in read if one["type"] != "Category"}
        assert {id: one["type"] for id, one in found.items() if "forcing" in id} == {
            "small.forcing.choice": "MC",
            "small.forcing.select": "MC",
            "small.forcing.best-worst": "Matching",
            "small.forcing.rank": "Matching",
            "small.forcing.classify": "Matching",
        }
        one = found["small.people.p1"]
        assert (one["title"], one["tags"]) == ("people/p1", ["type:choice"])
        assert one["stem"] == {"format": "html", "text": "What about p1?"}
        assert one["globalFeedback"]["text"] == "Because."
        assert [(c["isCorrect"], c["text"]["text"], c["feedback"]["text"]) for c in one["choices"]] == [
            (True, "First way", "f"),
            (False, "Second way", "f"),
        ]
        many = found["small.forcing.select"]
        assert [(c["isCorrect"], c["weight"]) for c in many["choices"]] == [
            (False, 50),
            (False, -50),
            (False, 50),
        ]
        pairs = [
            (p["subquestion"]["text"], p["subanswer"]) for p in found["small.forcing.rank"]["matchPairs"]
        ]
        assert pairs == [("Invite", "1"), ("Ask", "2"), ("Aim", "3")]
        pairs = [
            (p["subquestion"]["text"], p["subanswer"])
            for p in found["small.forcing.best-worst"]["matchPairs"]
        ]
        assert pairs == [("Best", "Offer"), ("Worst", "Order"), ("", "Wait")]

    def test_a_line_of_moodles_own_grammar_is_one_question(self) -> None:
        """Moodle splits at blank lines and drops lines that begin with two slashes."""
        text = FORMATS["gift"].write(made(*(choice(f"q{n}", prompt=nasty) for n, nasty in enumerate(NASTY))))
        pieces = [piece for piece in text.decode().split("\n\n") if piece]
        assert len(pieces) == 1 + len(NASTY)
        for piece in pieces[1:]:
            comment, *lines = piece.split("\n")
            assert comment.startswith("// [id:small.people.q")
            assert not any(line.lstrip().startswith("//") for line in lines)

    def test_what_it_cannot_say_is_told(self) -> None:
        step = choice("p1", hints=("H",), scored=False, shuffle=False)
        assert notes("gift", made(step, ONE_OF_EACH[4])) == {
            "people/p1: hints are left out",
            "people/p1: it would earn points: GIFT knows no warm-ups",
            "people/p1: whether its options are shuffled is up to the system that reads it",
            "people/rank: what is said about each option stands in the general feedback",
            "people/rank: items are matched with places, and points count places instead of pairs",
        }


def hostile(text: str, number: int) -> Lesson:
    """A lesson with every kind that travels, and the text in every place of it."""
    steps = (
        choice(
            "choice",
            prompt=text,
            explain=text,
            hints=(text,),
            options=(Choice("a", text, text, correct=True), Choice("b", text, text)),
        ),
        SelectQuestion(
            id="select",
            prompt=text,
            explain=text,
            options=(Choice("a", text, text, correct=True), Choice("b", text, text)),
        ),
        RankQuestion(
            id="rank",
            prompt=text,
            explain=text,
            scale=SCALE,
            options=tuple(Ranked(id, text, text) for id in "abc"),
        ),
        ClassifyQuestion(
            id="classify",
            prompt=text,
            explain=text,
            bins=(Bin("help", text), Bin("push", "Other")),
            options=(Card("a", text, text, "help"), Card("b", text, text, "push")),
        ),
        BestWorstQuestion(
            id="best",
            prompt=text,
            explain=text,
            options=(
                Action("a", text, text, "best"),
                Action("b", text, text, "worst"),
                Action("c", "C", "f"),
            ),
        ),
    )
    return lesson(f"l{number}", *steps, topic="people")


def hostile_bank(text: str, number: int = 0) -> Bank:
    return bank(course(title=text, topics=(Topic("people", text),)), [hostile(text, number)])


class TestHostile:
    @pytest.mark.parametrize("text", NASTY)
    def test_no_text_is_markup_in_moodle(self, text: str) -> None:
        made = hostile_bank(text)
        questions = moodle(made)
        assert len(questions) == 5
        for question in questions:
            prompt = shown(said(question, "questiontext"))
            assert prompt.removesuffix(_squeezed("First: High. Last: Low.")) == meant(text)
            for html_text in question.iter():
                if html_text.get("format") == "html":
                    shown(said(html_text, "."))
        choice, _select, rank, classify, _best = questions
        assert {shown(said(answer, ".")) for answer in choice.findall("answer")} == {meant(text)}
        assert {shown(said(answer, "feedback")) for answer in choice.findall("answer")} == {meant(text)}
        assert shown(said(choice, "hint")) == meant(text)
        assert {shown(said(answer, ".")) for answer in rank.findall("answer")} == {meant(text)}
        bins = [html.unescape(said(sub, "answer")) for sub in classify.findall("subquestion")]
        assert bins == [" ".join(clean(text).split()), "Other"]
        assert len(parse_bytes(FORMATS["moodle"].write(made))["multichoice"]) == 2

    def test_no_text_is_grammar_in_gift(self) -> None:
        data = b"".join(FORMATS["gift"].write(hostile_bank(text, n)) for n, text in enumerate(NASTY))
        read = gift(data)
        assert len(read) == 6 * len(NASTY)
        for number, text in enumerate(NASTY):
            category, choice, select, rank, classify, best = read[6 * number : 6 * number + 6]
            assert category["type"] == "Category"
            assert category["title"].startswith("$course$/top/")
            title = label(text).replace("&&", "&amp;&amp;")
            assert category["title"].replace("\\\\", "\\") == path((title, title))
            assert [one["id"] for one in (choice, select, rank, classify, best)] == [
                f"small.l{number}.{kind}" for kind in ("choice", "select", "rank", "classify", "best")
            ]
            for one in (choice, select):
                assert one["type"] == "MC"
                assert shown(one["stem"]["text"]) == meant(text)
                assert shown(one["globalFeedback"]["text"]) == meant(text)
                assert [shown(each["text"]["text"]) for each in one["choices"]] == [meant(text)] * 2
                assert [shown(each["feedback"]["text"]) for each in one["choices"]] == [meant(text)] * 2
            assert [each["isCorrect"] for each in choice["choices"]] == [True, False]
            assert [each["weight"] for each in select["choices"]] == [100, -100]
            for one in (rank, classify):
                assert one["type"] == "Matching"
                lefts = [shown(pair["subquestion"]["text"]) for pair in one["matchPairs"]]
                assert lefts == [meant(text)] * len(lefts)
            bins = [html.unescape(_undone(pair["subanswer"])) for pair in classify["matchPairs"]]
            assert [_squeezed(bin) for bin in bins] == [_squeezed(clean(text)), "Other"]

    @pytest.mark.parametrize("text", NASTY)
    def test_a_title_is_one_step_of_a_way(self, text: str) -> None:
        """Moodle splits at slashes that stand alone; two are one in a title."""
        [category] = hostile_bank(text).categories
        steps = re.split(r"(?<!/)/(?!/)", path(category.path))
        titles = [html.unescape(step.replace("//", "/")).strip() for step in steps]
        assert titles == ["$course$", "top", *[" ".join(clean(text).split())] * 2]

    @given(st.text())
    def test_any_text_comes_back_from_xml_and_html(self, text: str) -> None:
        [one] = moodle(made(choice("q", prompt=text)))
        assert shown(said(one, "questiontext")) == meant(text)

    @given(st.text())
    def test_any_label_comes_back(self, text: str) -> None:
        made = label(text)
        assert html.unescape(made) == " ".join(clean(text).split())
        assert not {"<", ">"} & {*made}

    def test_a_link_keeps_its_address_and_nothing_else(self) -> None:
        assert markup('[a](https://example.org/?x=1&y="2")') == (
            '<a href="https://example.org/?x=1&amp;y=%222%22">a</a>'
        )
        assert "href" not in markup("[a](javascript:alert(1))")


def _undone(text: str) -> str:
    """A plain text of gift-pegjs, which leaves its placeholders in those (texts in HTML are whole)."""
    marks = {"058": ":", "035": "#", "061": "=", "123": "{", "125": "}", "126": "~", "092": "\\"}
    return re.sub("&&([0-9]{3});", lambda found: marks[found[1]], text)


@pytest.mark.parametrize("format", BANKS)
class TestWhatStays:
    """What no format carries is told, step by step."""

    def test_steps_that_are_no_question_with_a_right_answer(self, format: str) -> None:
        steps = (ScenarioStep(id="noon", scenario="by-noon"), ONE_OF_EACH[3])
        whole = bank(course(), [LESSONS[0], lesson("forcing", *steps)], FORMATS[format].rates)
        told = notes(format, whole)
        assert {
            "people/own: left out: a reflection has no answer that could be right",
            "forcing/noon: left out: a scenario is no question",
        } <= told
        rate = "forcing/rate: left out: half points for a rating one step off cannot be expressed"
        assert (rate in told) != FORMATS[format].rates

    def test_notes_for_facilitators(self, format: str) -> None:
        assert notes(format, made(choice("p1", notes=Notes(say="Wait.")))) == {
            "people/p1: notes for facilitators are left out"
        }

    def test_an_answer_too_long_to_be_matched(self, format: str) -> None:
        fits, long = "x" * LABEL_LENGTH, "x" * (LABEL_LENGTH - 1) + "<"
        for title, there in ((fits, 1), (long, 0)):
            question = ClassifyQuestion(
                id="q",
                prompt="?",
                explain="E.",
                bins=(Bin("a", title), Bin("b", "B")),
                options=(Card("x", "X", "f", "a"), Card("y", "Y", "f", "b")),
            )
            items: list[Item] = list(made(question).items())
            assert len(items) == there
            told = notes(format, made(question))
            assert ("people/q: left out: an answer to match is longer than 255 characters" in told) != bool(
                there
            )
        assert all(isinstance(item, Matched) for item in items)


class TestCommand:
    """The command, on a course with two lessons and a step of every type."""

    @pytest.fixture
    def call(self, course_dir: Path, tmp_path: Path) -> Any:
        def call(*arguments: str) -> Result:
            options = ["--course", str(course_dir), "--record", str(tmp_path / "record.db")]
            home = {"ADVOCACY_COACH_HOME": str(tmp_path / "home")}
            return CliRunner().invoke(commands, ["export-questions", *options, *arguments], env=home)

        return call

    def test_questions_go_to_stdout_and_words_about_them_to_stderr(self, call: Any) -> None:
        done = call()
        assert done.exit_code == 0
        names = [said(one, "name") for one in ET.fromstring(done.stdout_bytes).findall("question")]
        assert "voices/who-knows" in names
        assert "What does not travel as it is:" in done.stderr
        assert "left out: a reflection has no answer that could be right:\n  voices/own-team\n" in done.stderr

    def test_only_the_lessons_named(self, call: Any) -> None:
        done = call("--format", "gift", "voices")
        assert done.exit_code == 0
        assert "::voices/who-knows::" in done.stdout
        assert "::forcing/" not in done.stdout
        assert "forcing/" not in done.stderr
        assert call("voices", "voices").stdout == call("voices").stdout

    def test_a_lesson_that_is_not_there(self, call: Any) -> None:
        done = call("nowhere")
        assert (done.exit_code, done.stdout) == (1, "")
        assert "This course has no lesson “nowhere”." in done.stderr

    def test_a_lesson_that_cannot_be_opened(self, call: Any, course_dir: Path) -> None:
        (course_dir / "10-voices.yaml").write_text("format: 1\nid: voices\n", "utf-8")
        whole = call("--format", "gift")
        assert whole.exit_code == 0
        assert "::forcing/" in whole.stdout
        assert "cannot be opened" in whole.stderr
        assert call("voices").exit_code == 1

    def test_a_file_is_written_once_and_replaced_only_by_force(self, call: Any, tmp_path: Path) -> None:
        target = tmp_path / "questions.xml"
        assert call("-o", str(target)).exit_code == 0
        before = target.read_bytes()
        again = call("--format", "gift", "-o", str(target))
        assert (again.exit_code, target.read_bytes()) == (1, before)
        assert "exists already" in again.stderr
        assert call("--format", "gift", "--force", "-o", str(target)).exit_code == 0
        assert target.read_bytes().startswith(b"$CATEGORY: ")
        assert call("-o", str(tmp_path / "no" / "x.xml")).exit_code == 1

    @pytest.mark.parametrize("format", BANKS)
    def test_the_course_that_comes_along(self, call: Any, format: str) -> None:
        done = call("--format", format, "--course", str(Path(__file__).parents[2] / "lessons" / "en"))
        assert done.exit_code == 0
        if format == "moodle":
            root = ET.fromstring(done.stdout_bytes)
            assert len(root.findall("question[questiontext]")) >= 50
        else:
            assert len([one for one in gift(done.stdout_bytes) if one["type"] != "Category"]) >= 50


def test_nothing_of_the_formats_is_loaded_for_the_help() -> None:
    script = "import sys, advocacy_coach.cli; print([m for m in sys.modules if 'interchange' in m])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
