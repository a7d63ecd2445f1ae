"""Questions as Moodle XML, for the question bank of Moodle and what understands its files.

The shape is that of Moodle's own importer (``question/format/xml``): HTML inside XML text, ``ordering`` as
in Moodle since 4.4. All texts are escaped by ElementTree, without CDATA, so none can end its element.
"""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from advocacy_coach.i18n import _
from advocacy_coach.reports.interchange.items import (
    Bank,
    Category,
    Item,
    Matched,
    Note,
    Option,
    Ordered,
    Picked,
    Rated,
    common_notes,
)
from advocacy_coach.reports.writers.html import Html, element

ORDER_POINTS: Final = "RELATIVE_ALL_PREVIOUS_AND_NEXT"
"""Each item is compared with all before and behind it: the share of pairs in order, as in our rule."""


def write(bank: Bank) -> bytes:
    """The whole bank, by category."""
    quiz = ET.Element("quiz")
    for category in bank.categories:
        _category(quiz, category)
        for item in category.items:
            _question(quiz, item)
    ET.indent(quiz)
    text = ET.tostring(quiz, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def notes(bank: Bank) -> list[Note]:
    """What Moodle does not get, or gets in another way."""
    return [*common_notes(bank), *(note for item in bank.items() for note in _notes(item))]


def path(titles: tuple[str, ...]) -> str:
    """Titles as Moodle writes a way to a category: slashes in them doubled, none at their ends."""
    escaped = (title.replace("/", "//") for title in titles)
    spaced = (f" {title}" if title.startswith("/") else title for title in escaped)
    return "/".join(("$course$", "top", *(f"{title} " if title.endswith("/") else title for title in spaced)))


def _notes(item: Item) -> Iterator[Note]:
    if isinstance(item, Rated):
        yield Note(item.where, _("its default mark is one a rating, not one a question: change it by hand"))
        if item.shuffle:
            yield Note(item.where, _("its actions are not shuffled"))
    elif isinstance(item, Matched | Ordered):
        if item.pinned or not item.shuffle:
            yield Note(item.where, _("its order is not kept: Moodle always shuffles these"))
    elif item.pinned and item.shuffle:
        yield Note(item.where, _("not shuffled, so that the last option stays the last"))


def _category(quiz: ET.Element, category: Category) -> None:
    question = ET.SubElement(quiz, "question", type="category")
    _text(question, "category", path(category.path))
    ET.SubElement(question, "idnumber").text = category.id


def _question(quiz: ET.Element, item: Item) -> None:
    match item:
        case Picked():
            question = _begun(quiz, "multichoice", item)
            _field(question, "single", "true" if item.single else "false")
            _field(question, "shuffleanswers", "true" if item.shuffle and not item.pinned else "false")
            _field(question, "answernumbering", "none")
            for option in item.options:
                _option(question, option)
        case Matched():
            question = _begun(quiz, "matching", item)
            _field(question, "shuffleanswers", "true" if item.shuffle and not item.rows else "false")
            for pair in item.pairs:
                _text(_html(question, "subquestion", pair.left), "answer", pair.right)
        case Ordered():
            question = _begun(quiz, "ordering", item)
            _field(question, "layouttype", "VERTICAL")
            _field(question, "selecttype", "ALL")
            _field(question, "selectcount", str(len(item.things)))
            _field(question, "gradingtype", ORDER_POINTS)
            _field(question, "showgrading", "SHOW")
            _field(question, "numberingstyle", "none")
            for place, thing in enumerate(item.things, 1):
                _html(question, "answer", thing).set("fraction", str(place))
        case Rated():
            question = _begun(quiz, "cloze", replace(item, prompt=_ratings(item)))
        case _:
            raise TypeError(type(item))
    for hint in item.hints:
        _html(question, "hint", hint)
    tags = ET.SubElement(question, "tags")
    for tag in item.tags:
        _text(tags, "tag", tag)


def _ratings(item: Rated) -> Html:
    """The prompt with a menu behind each action; braces of texts are entities, since only ours make menus."""
    lines = (
        element("li", Html(f"{_braceless(action)} {{1:MULTICHOICE:{_menu(key)}}}"))
        for action, key in item.actions
    )
    return Html(_braceless(item.prompt) + element("ul", *lines))


def _menu(key: int) -> str:
    """The five ratings: full points for the key's, half for one a step off (``session.scoring``)."""
    worth = {0: "=", 1: "%50%"}
    return "~".join(f"{worth.get(abs(rating - key), '')}{rating}" for rating in range(1, 6))


def _braceless(content: Html) -> Html:
    return Html(content.replace("{", "&#123;"))


def _begun(quiz: ET.Element, kind: str, item: Item) -> ET.Element:
    """A question with what all have; a warm-up is worth nothing, and hints cost nothing, as in the course."""
    question = ET.SubElement(quiz, "question", type=kind)
    _text(question, "name", item.where)
    _html(question, "questiontext", item.prompt)
    _html(question, "generalfeedback", item.explain)
    _field(question, "defaultgrade", "1" if item.scored else "0")
    _field(question, "penalty", "0")
    _field(question, "hidden", "0")
    _field(question, "idnumber", item.id)
    return question


def _option(question: ET.Element, option: Option) -> None:
    answer = _html(question, "answer", option.text)
    answer.set("fraction", option.per_cent)
    _html(answer, "feedback", option.feedback)


def _html(parent: ET.Element, name: str, content: Html) -> ET.Element:
    made = _text(parent, name, content)
    made.set("format", "html")
    return made


def _text(parent: ET.Element, name: str, content: str) -> ET.Element:
    made = ET.SubElement(parent, name)
    ET.SubElement(made, "text").text = content
    return made


def _field(parent: ET.Element, name: str, value: str) -> None:
    ET.SubElement(parent, name).text = value
