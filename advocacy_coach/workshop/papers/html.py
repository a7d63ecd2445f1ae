"""A paper as one HTML file to print on A4: black on white, nothing to load, no box split by a page."""

from collections.abc import Iterable
from typing import Final

from advocacy_coach.i18n import language
from advocacy_coach.reports.interchange.markup import markup
from advocacy_coach.reports.writers.html import Html, element, page, text
from advocacy_coach.workshop.papers.blocks import (
    ON_A_PAGE,
    Bar,
    Block,
    Box,
    Cards,
    Cell,
    Entries,
    Entry,
    Fact,
    Facts,
    Heading,
    Paper,
    Points,
    Prose,
    Row,
    Section,
    Table,
    Words,
)

_STYLE: Final = """
@page { size: A4 portrait; margin: 13mm 14mm 15mm; }
* { box-sizing: border-box; }
body { margin: 2rem auto; max-width: 50rem; padding: 0 1rem; font: var(--body)/1.4 system-ui, Arial,
  "Liberation Sans", sans-serif; color: #111; background: #fff; overflow-wrap: anywhere; }
header { border-bottom: 3px solid #1d4f91; margin-bottom: 1em; padding-bottom: .4em; }
.kind { margin: 0; color: #1d4f91; font-weight: 600; }
h1 { margin: 0; font-size: 1.9em; line-height: 1.15; }
h2 { margin: 1.3em 0 .4em; padding-top: .3em; border-top: 2px solid #1d4f91; font-size: 1.3em; }
h3 { margin: 1.3em 0 .3em; font-size: 1.1em; color: #1d4f91; }
h4 { margin: .9em 0 .2em; font-size: 1em; }
h2, h3, h4 { break-after: avoid; line-height: 1.25; }
p { margin: .3em 0; orphans: 3; widows: 3; }
ul, ol { margin: .3em 0; padding-inline-start: 1.3em; }
li { margin: .15em 0; break-inside: avoid; }
.ticks { padding: 0; list-style: none; }
.ticks > li { padding-inline-start: 1.6em; text-indent: -1.6em; }
.ticks > li > * { text-indent: 0; }
.ticks > li::before { content: "\\2610"; display: inline-block; width: 1.6em; text-indent: 0; }
.ticks > li > div { display: inline; }
dl { margin: .4em 0; }
dl > div { display: flex; gap: .8em; padding: .15em 0; break-inside: avoid; }
dt { flex: 0 0 8em; font-weight: 700; }
section > dl { break-inside: avoid; }
dd { flex: 1; margin: 0; }
dd > div > :first-child, td > div > :first-child { margin-top: 0; }
dd > div > :last-child, td > div > :last-child { margin-bottom: 0; }
blockquote { margin: .3em 0; padding-inline-start: .8em; border-inline-start: 3px solid #888; }
pre { white-space: pre-wrap; }
a { color: inherit; }
a::after { content: " (" attr(href) ")"; }
.prose { break-inside: avoid; }
.entries { padding: 0; list-style: none; }
.entries > li { display: flex; gap: .7em; margin: .4em 0; }
.letter { flex: none; min-width: 1.8em; height: 1.7em; padding: 0 .3em; border: 1.5px solid #111;
  border-radius: .25em; font-weight: 700; line-height: 1.6em; text-align: center; }
.letter.best { color: #fff; background: #111; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.option { flex: 1; }
.option dl { margin: .1em 0; font-size: var(--small); }
.option dl > div { padding: 0; }
.option dt { flex-basis: 8em; font-weight: 400; color: #444; }
.mark { margin: 0; font-weight: 700; }
.strong { break-after: avoid; }
table { width: 100%; margin: .5em 0; border-collapse: collapse; font-size: var(--small); }
caption { padding: .2em 0; text-align: start; font-weight: 700; break-after: avoid; }
th, td { border: 1px solid #777; padding: .25em .5em; text-align: start; vertical-align: top;
  font-weight: 400; }
thead { display: table-header-group; }
thead th { background: #e6ebf2; font-weight: 700; }
tr { break-inside: avoid; }
tr.part th, tr.part td { background: #f3f5f8; font-weight: 700; }
thead th, tr.part th, tr.part td, .track, .fill { print-color-adjust: exact;
  -webkit-print-color-adjust: exact; }
table.tally, table.told { break-inside: avoid; }
table.tally td { min-width: 3.5em; height: 2.1em; }
table.glance { font-size: var(--table); line-height: 1.25; }
table.glance td, table.glance th { padding: .16em .5em; }
table.glance th:nth-child(1) { width: 4.6em; }
table.glance th:nth-child(3) { width: 5.6em; }
table.glance th:nth-child(4) { width: var(--pen); }
table.told th:first-child { width: 46%; }
svg { display: block; width: 100%; max-width: 12rem; height: .7rem; margin-top: .15em; }
.track { fill: #e1e5ea; }
.fill { fill: #1d4f91; }
.fill.light { fill: #8fb0d8; }
.box { margin: 1em 0; border: 2px solid #111; border-radius: .3em; padding: .5em .9em; break-inside: avoid; }
.box > :first-child { margin-top: 0; }
.cards { display: grid; grid-template-columns: 1fr 1fr; margin: 0; padding: 0; list-style: none;
  break-inside: avoid; }
.cards li { display: flex; align-items: center; justify-content: center; height: 122mm; margin: 0;
  border: 1px dashed #555; font: 700 250pt/1 Arial, "Liberation Sans", sans-serif; }
@media (max-width: 40rem) { dl > div { display: block; } .cards li { height: 50vw; font-size: 30vw; } }
@media print {
  body { margin: 0; padding: 0; max-width: none; line-height: 1.3; }
  section.page { break-before: page; }
  section.page > h2 { margin-top: 0; }
}
"""

_NUMBERS: Final = "@page {{ @bottom-right {{ content: counter(page); font: {size} Arial, sans-serif; }} }}"

STYLE: Final = (
    ":root { --body: 10.5pt; --small: .93em; --table: 9.5pt; --pen: 7em; }"
    + _STYLE
    + _NUMBERS.format(size="9pt")
)

LARGE: Final = (
    ":root { --body: 18pt; --small: 1em; --table: 18pt; --pen: 5em; }"
    + _STYLE
    + _NUMBERS.format(size="18pt")
    + " dl > div { display: block; } table.glance td, table.glance th { padding: .1em .3em; }"
)
"""The same in large print: no text under 18 points."""

_WIDTH, _HEIGHT = "100", "8"


def write(paper: Paper, *, large: bool = False) -> bytes:
    """The paper in UTF-8, in the program's current language."""
    head = element(
        "header",
        element("p", text(paper.kind), class_="kind"),
        element("h1", text(paper.title), dir="auto", **_lang(paper)),
        *(element("p", text(line)) for line in paper.about),
    )
    body = element("main", head, *(_section(section, paper) for section in paper.sections))
    return page(f"{paper.title} – {paper.kind}", language(), LARGE if large else STYLE, body)


def _lang(paper: Paper) -> dict[str, str]:
    """What says that a text is in the course's language, where that is not the page's."""
    return {"lang": paper.language} if paper.language != language() else {}


def _section(section: Section, paper: Paper) -> Html:
    kind = {"class_": "page"} if section.page else {}
    return element("section", element("h2", text(section.title)), *_blocks(section.blocks, paper), **kind)


def _blocks(blocks: Iterable[Block], paper: Paper) -> tuple[Html, ...]:
    return tuple(_block(block, paper) for block in blocks)


def _block(block: Block, paper: Paper) -> Html:
    match block:
        case Heading():
            return element(f"h{block.level}", text(block.title))
        case Words():
            if block.strong:
                return element("p", element("strong", text(block.text)), class_="strong")
            return element("p", text(block.text))
        case Prose():
            return _prose(block, paper)
        case Points():
            items = (element("li", _words(item, paper)) for item in block.items)
            return element("ul", *items, class_="ticks") if block.ticks else element("ul", *items)
        case Facts():
            return _facts(block.rows, paper)
        case Entries():
            return element("ul", *(_entry(row, paper) for row in block.rows), class_="entries")
        case Table():
            return _table(block, paper)
        case Cards():
            letters = [element("li", text(letter)) for letter in block.letters]
            sheets = (letters[at : at + ON_A_PAGE] for at in range(0, len(letters), ON_A_PAGE))
            return Html("".join(element("ul", *sheet, class_="cards") for sheet in sheets))
        case Box():
            head = element("p", element("strong", text(block.title)))
            return element("div", head, *_blocks(block.blocks, paper), class_="box")


def _prose(prose: Prose, paper: Paper) -> Html:
    return element("div", markup(prose.text), class_="prose", dir="auto", **_lang(paper))


def _words(words: str | Prose, paper: Paper) -> Html:
    return _prose(words, paper) if isinstance(words, Prose) else text(words)


def _facts(rows: Iterable[Fact], paper: Paper) -> Html:
    made = (
        element("div", element("dt", text(row.label)), element("dd", _words(row.text, paper))) for row in rows
    )
    return element("dl", *made)


def _entry(entry: Entry, paper: Paper) -> Html:
    inside = [_prose(entry.text, paper)]
    if entry.mark:
        inside.append(element("p", text(entry.mark), class_="mark"))
    if entry.facts:
        inside.append(_facts(entry.facts, paper))
    letter = element("div", text(entry.letter), class_="letter best" if entry.best else "letter")
    return element("li", letter, element("div", *inside, class_="option"))


def _table(table: Table, paper: Paper) -> Html:
    head = element("tr", *(element("th", text(words), scope="col") for words in table.head))
    rows = (_row(row, paper) for row in table.rows)
    caption = (element("caption", text(table.caption)),) if table.caption else ()
    body = (*caption, element("thead", head), element("tbody", *rows))
    return element("table", *body, class_=table.kind)


def _row(row: Row, paper: Paper) -> Html:
    first, *others = row.cells
    cells = (element("td", _cell(cell, paper)) for cell in others)
    kind = {"class_": "part"} if row.head else {}
    return element("tr", element("th", _cell(first, paper), scope="row"), *cells, **kind)


def _cell(cell: Cell, paper: Paper) -> Html:
    if isinstance(cell, Bar):
        return Html(text(cell.words) + _bar(cell))
    return _words(cell, paper)


def _bar(bar: Bar) -> Html:
    """The bar beside its words, which say the same; so it is passed over by screen readers."""
    track = element("rect", width=_WIDTH, height=_HEIGHT, class_="track")
    kind = "fill light" if bar.light else "fill"
    fill = element("rect", width=str(bar.per_cent), height=_HEIGHT, class_=kind)
    box = f"0 0 {_WIDTH} {_HEIGHT}"
    return element("svg", track, fill, aria_hidden="true", viewBox=box, preserveAspectRatio="none")
