"""The action card as one HTML file to print and pin up: a page of A4, black on white, nothing to load."""

from collections.abc import Iterator
from typing import Final

from advocacy_coach.i18n import _, language
from advocacy_coach.reports.document import ActionCard, CardAction, CardDocument
from advocacy_coach.reports.writers.card_markdown import follow_up_questions
from advocacy_coach.reports.writers.html import Html, element, page, text, typed

STYLE: Final = """
@page { size: A4 portrait; margin: 14mm; }
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; font: 12pt/1.4 system-ui, sans-serif;
  color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.8em; }
h2 { margin: 1.2em 0 .3em; font-size: 1.1em; }
p { margin: .2em 0; }
.about, .by { color: #444; }
section { border-top: 1px solid #888; break-inside: avoid; }
ul { margin: .2em 0; padding-inline-start: 1.2em; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; line-height: 1.25; } }
"""
"""Printed, five texts and three owners of the greatest length fit on the page, even in wide letters."""


def write(document: CardDocument) -> bytes:
    """The card in the program's current language, in UTF-8."""
    title = _("Action card")
    head = element("header", element("h1", text(title)), typed("p", document.title, class_="about"))
    return page(title, language(), STYLE, element("main", head, *_sections(document.card)))


def _sections(card: ActionCard) -> Iterator[Html]:
    for action in card.actions:
        label = _("Action {number}").format(number=action.number)
        yield _section(label, typed("p", action.text), element("p", *_by(action), class_="by"))
    if card.promise:
        yield _section(_("Promise to my team"), typed("p", card.promise))
    if card.stop:
        yield _section(_("I stop"), typed("p", card.stop))
    questions = element("ul", *(element("li", text(question)) for question in follow_up_questions()))
    yield _section(_("Follow-up"), element("p", _day(str(card.follow_up)), class_="by"), questions)


def _section(title: str, *content: Html) -> Html:
    return element("section", element("h2", text(title)), *content)


def _by(action: CardAction) -> Iterator[Html]:
    """Who and by when; what was typed is kept apart, so that its direction turns nothing round."""
    if action.owner:
        yield typed("bdi", action.owner)
        yield text(" · ")
    before, _placeholder, after = _("by {day}").partition("{day}")
    yield from (text(before), _day(str(action.date)), text(after))


def _day(iso: str) -> Html:
    return element("time", text(iso), datetime=iso)
