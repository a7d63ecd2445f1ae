"""A summary as a PDF: a page to hand on, and the details after it. The package typst sets it.

It is there only where somebody installed it, and only here it is asked for. What is set is a template that
never changes; the texts reach it as data, so none of them can become source.
"""

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _, language
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.writers.telling import Line, Section, Told, Typed, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

TEMPLATE: Final = """
#let told = json(bytes(sys.inputs.told))
#let blue = rgb("#1d4f91")
#let grey = rgb("#444444")
#set document(title: told.title, author: told.author)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: told.language)
#set page(
  paper: "a4", margin: (x: 20mm, top: 18mm, bottom: 20mm), footer: context align(center, text(
    size: 9pt, fill: grey, str(counter(page).get().first()) + " / " + str(counter(page).final().first()),
  )),
)
#set par(leading: 0.55em, spacing: 0.8em)
#let above(space, words) = block(above: space, below: 0.5em, sticky: true, words)
#show heading.where(level: 2): it => above(1.3em, text(size: 12.5pt, it.body))
#show heading.where(level: 3): it => above(1em, text(size: 11pt, fill: blue, it.body))

#let facts(rows, size: 1em) = text(size: size, for row in rows {
  block(above: 0.5em, below: 0.5em, grid(
    columns: (48mm, 1fr), column-gutter: 4mm, text(fill: grey, row.label), row.words,
  ))
})
#let run-in(rows) = for row in rows {
  block(above: 0.5em, below: 0.5em)[#text(fill: grey)[#row.label:] #row.words]
}
#let drawn(rows, draw, widths) = for row in rows {
  block(above: 0.5em, below: 0.5em, breakable: false, grid(
    columns: widths, column-gutter: 4mm, align: horizon, row.label, pdf.artifact(draw(row)), row.words,
  ))
}
#let bar(row) = box(width: 40mm, height: 3mm, fill: rgb("#d5dae1"), align(start, {
  if row.per_cent != none and row.per_cent > 0 {
    rect(width: row.per_cent * 1%, height: 3mm, fill: blue)
  }
}))
#let line-through(row) = box(width: 24mm, height: 5mm, {
  let step = 24mm / calc.max(1, row.levels.len() - 1)
  place(line(start: (0mm, 2.5mm), end: (24mm, 2.5mm), stroke: 0.4pt + rgb("#b6bdc7")))
  let points = row.levels.enumerate().map(((n, level)) => (n * step, 5mm - level * 0.05mm))
  for (from, to) in points.zip(points.slice(1)) {
    place(line(start: from, end: to, stroke: (paint: blue, thickness: 1pt, cap: "round")))
  }
})
#let part(it, narrow) = {
  if it.type == "Facts" { if narrow { run-in(it.rows) } else { facts(it.rows) } }
  if it.type == "Bars" { drawn(it.rows, bar, (60mm, 40mm, 1fr)) }
  if it.type == "Curves" { drawn(it.rows, line-through, (24mm, 24mm, 1fr)) }
  if it.type == "Subheading" { heading(level: 3, it.title) }
  if it.type == "Prompt" { block(sticky: true, above: 0.9em, strong(it.text)) }
  if it.type == "Quotation" { quote(block: true, it.text) }
}
#let section(it) = {
  heading(level: 2, it.title)
  if it.blocks.any(block => block.type == "Subheading") {
    columns(2, gutter: 6mm, text(size: 9pt, for block in it.blocks { part(block, true) }))
  } else {
    for block in it.blocks { part(block, false) }
  }
}

#v(12mm)
#text(size: 16pt, fill: blue, weight: "bold", told.kind)
#heading(level: 1, text(size: 24pt, told.title))
#v(2mm)
#text(size: 12pt, fill: grey, told.about)
#line(length: 100%, stroke: 2pt + blue)
#v(4mm)
#facts(told.facts, size: 13pt)
#v(4mm)
#text(size: 12pt, for it in told.results { section(it) })
#if told.details.len() > 0 { pagebreak() }
#for it in told.details { section(it) }
"""

_COVERED: Final = re.compile("[\u0000-\u052f\u1e00-\u20cf\u2100-\u22ff]*")
"""What the fonts that typst brings along can show: Latin, Greek, Cyrillic, punctuation, signs."""


def write(summary: Summary) -> bytes:
    """The document in the program's current language. Raises CoachError when the package typst is missing.

    Its date is that of the summary. Fonts of the system are asked only for scripts that typst has none for,
    so that other summaries are the same bytes on every machine.
    """
    try:
        import typst
    except ImportError:
        message = _("A PDF needs the Python package typst.")
        raise CoachError(
            message, _("Install it with “pip install typst”, or choose another format.")
        ) from None
    told = source(summary)
    try:
        made = typst.compile(
            TEMPLATE.encode(),
            format="pdf",
            sys_inputs={"told": told},
            ignore_system_fonts=_COVERED.fullmatch(told) is not None,
            timestamp=summary.made,
        )
    except typst.TypstError as error:
        raise CoachError(
            _("The PDF cannot be made: {reason}.").format(reason=error), _("Choose another format.")
        ) from error
    assert isinstance(made, bytes)  # one document, no pages apart
    return made


def source(summary: Summary) -> str:
    """What the template is given: the parts of the document as JSON."""
    told = tell(summary)
    return msgspec.json.encode(
        {
            "language": language(),
            "author": [summary.who] if summary.who else [],
            "kind": told.kind,
            "title": told.title.text,
            "about": told.about,
            "facts": _plain(told.facts.rows),
            "results": _sections(told, "results"),
            "details": _sections(told, "details"),
        }
    ).decode()


def _sections(told: Told, kind: str) -> list[Any]:
    found: Iterable[Section] = (section for section in told.sections if section.kind == kind)
    return [{"title": section.title, "blocks": _plain(section.blocks)} for section in found]


def _plain(value: Any) -> Any:
    """Parts as maps and lists, and each line as one text."""
    if isinstance(value, msgspec.Struct):
        fields = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, tuple):
        if value and all(isinstance(piece, str | Typed) for piece in value):
            return _joined(value)
        return [_plain(each) for each in value]
    return value


def _joined(line: Line) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in line)
