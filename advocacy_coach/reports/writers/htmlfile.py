"""A summary as one HTML file: to read in a browser and to print on A4, with nothing to load or to run.

Every drawing has a title that says it in words, and the same words stand beside it.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from advocacy_coach.i18n import language
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers.html import Html, element, page, text, typed
from advocacy_coach.reports.writers.telling import (
    Bar,
    Bars,
    Block,
    Curve,
    Curves,
    Facts,
    Line,
    Prompt,
    Quotation,
    Section,
    Subheading,
    tell,
)

STYLE: Final = """
@page { size: A4 portrait; margin: 13mm; }
body { margin: 2rem auto; max-width: 52rem; padding: 0 1rem; font: 11pt/1.45 system-ui, sans-serif;
  color: #111; background: #fff; overflow-wrap: anywhere; }
header { border-bottom: 3px solid #1d4f91; }
.kind { margin: 0; color: #1d4f91; font-weight: 600; }
h1 { margin: 0; font-size: 1.9em; line-height: 1.2; }
h2 { margin: 1.2em 0 .3em; padding-top: .4em; border-top: 1px solid #888; font-size: 1.15em;
  break-after: avoid; }
h3 { margin: .8em 0 .2em; font-size: 1em; color: #1d4f91; break-after: avoid; }
p { margin: .3em 0; }
.about { color: #444; }
dl { margin: .5em 0; }
dl > div { display: flex; gap: .6em; padding: .1em 0; }
dt { flex: 0 0 12rem; color: #444; }
dd { flex: 1; margin: 0; }
.main dt, .main dd { font-size: 1.1em; }
.main dd { font-weight: 600; }
.drawn { margin: .4em 0; padding: 0; list-style: none; }
.drawn li { display: flex; flex-wrap: wrap; gap: .2em .8em; align-items: center; padding: .15em 0; }
.drawn .name { flex: 0 0 15rem; }
.drawn .words { flex: 1; }
svg { flex: none; width: 10rem; height: .8rem; }
svg.curve { height: 2rem; }
.track { fill: #d5dae1; }
.part { fill: #1d4f91; }
.middle { stroke: #b6bdc7; stroke-width: .5; stroke-dasharray: 2 2; }
polyline { fill: none; stroke: #1d4f91; stroke-width: 1.5; }
.prompt { margin-top: .6em; font-weight: 600; break-after: avoid; }
blockquote { margin: .3em 0; padding-inline-start: .8em; border-inline-start: 3px solid #888;
  white-space: pre-wrap; }
@media (max-width: 40rem) { dl > div { display: block; } }
@media print {
  body { margin: 0; padding: 0; max-width: none; font: 8pt/1.2 Arial, "Liberation Sans", sans-serif; }
  header, h2 { column-span: all; }
  h2 { margin: .5em 0 .2em; padding-top: .2em; }
  h3 { margin: .5em 0 0; }
  dl { margin: .1em 0 .3em; }
  dl > div, .drawn li { padding: 0; break-inside: avoid; }
  .drawn { margin: .1em 0; }
  svg.bar { height: .5rem; }
  .prompt { margin: .2em 0 0; }
  .chapters { columns: 2; column-gap: 6mm; }
  .chapters dl > div { display: block; }
  .chapters dt, .chapters dd { display: inline; }
  .chapters dt::after { content: ": "; }
  .chapters .name { flex-basis: 5.5rem; }
  .chapters svg { width: 6rem; height: .9rem; }
}
"""

_WIDTH, _HEIGHT = 100, 20
"""Of a curve; a bar is as wide, so that a per cent is one unit."""


def write(summary: Summary) -> bytes:
    """The summary in the program's current language, in UTF-8."""
    told = tell(summary)
    head = element(
        "header",
        element("p", text(told.kind), class_="kind"),
        typed("h1", told.title.text),
        element("p", text(told.about), class_="about"),
    )
    sections = map(_section, told.sections)
    body = element("main", head, _facts(told.facts, class_="main"), *sections)
    return page(f"{told.title.text} – {told.kind}", language(), STYLE, body)


def _section(section: Section) -> Html:
    """Chapters are printed in two columns, so that two pages hold a whole course."""
    chapters = any(isinstance(block, Subheading) for block in section.blocks)
    kind = "chapters" if chapters else section.kind
    return element("section", element("h2", text(section.title)), *map(_block, section.blocks), class_=kind)


def _block(block: Block) -> Html:
    match block:
        case Facts():
            return _facts(block)
        case Bars():
            return _drawn(map(_bar, block.rows))
        case Curves():
            return _drawn(map(_curve, block.rows))
        case Subheading():
            return element("h3", *_line(block.title))
        case Prompt():
            return element("p", *_line(block.text), class_="prompt")
        case Quotation():
            return element("blockquote", typed("p", block.text))


def _facts(facts: Facts, **attributes: str) -> Html:
    rows = (
        element("div", element("dt", *_line(row.label)), element("dd", *_line(row.words)))
        for row in facts.rows
    )
    return element("dl", *rows, **attributes)


def _drawn(rows: Iterable[Html]) -> Html:
    return element("ul", *rows, class_="drawn")


def _row(row: Bar | Curve, svg: Html) -> Html:
    name = element("span", *_line(row.label), class_="name")
    return element("li", name, svg, element("span", *_line(row.words), class_="words"))


def _bar(bar: Bar) -> Html:
    parts = [_rectangle(_WIDTH, "track")]
    if bar.per_cent:
        parts.append(_rectangle(bar.per_cent, "part"))
    return _row(bar, _svg(bar, 8, *parts, class_="bar"))


def _rectangle(width: int, kind: str) -> Html:
    return element("rect", width=str(width), height="8", class_=kind)


def _curve(curve: Curve) -> Html:
    middle = str(_HEIGHT // 2)
    line = element("line", x1="0", x2=str(_WIDTH), y1=middle, y2=middle, class_="middle")
    points = " ".join(f"{x:g},{y:g}" for x, y in _points(curve.levels))
    return _row(curve, _svg(curve, _HEIGHT, line, element("polyline", points=points), class_="curve"))


def _points(levels: tuple[int, ...]) -> Iterator[tuple[float, float]]:
    """The levels from left to right, 100 at the top, with room for the width of the line."""
    step = _WIDTH / max(1, len(levels) - 1)
    for number, level in enumerate(levels):
        yield round(number * step, 2), round(_HEIGHT - 1 - level * (_HEIGHT - 2) / 100, 2)


def _svg(row: Bar | Curve, height: int, *parts: Html, **attributes: str) -> Html:
    title = element("title", text(f"{_plain(row.label)}: {_plain(row.words)}"))
    box = f"0 0 {_WIDTH} {height}"
    return element("svg", title, *parts, role="img", viewBox=box, preserveAspectRatio="none", **attributes)


def _line(line: Line) -> Iterator[Html]:
    """What is not ours is kept apart, so that its direction turns nothing round."""
    for piece in line:
        yield text(piece) if isinstance(piece, str) else typed("bdi", piece.text)


def _plain(line: Line) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)
