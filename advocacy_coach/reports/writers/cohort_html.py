"""A group's view as one HTML file: nothing to load, nothing that runs, black on white, to print."""

from collections.abc import Iterator
from typing import Final

from advocacy_coach.i18n import language
from advocacy_coach.reports.cohort_document import Cohort
from advocacy_coach.reports.writers.cohort_words import Section, about, rule, sections, too_few
from advocacy_coach.reports.writers.html import Html, element, page, text, typed

STYLE: Final = """
@page { size: A4 portrait; margin: 14mm; }
body { margin: 2rem auto; max-width: 44rem; padding: 0 1rem; font: 12pt/1.4 system-ui, sans-serif;
  color: #111; background: #fff; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.8em; }
h2 { margin: 1.2em 0 .3em; font-size: 1.1em; }
p { margin: .2em 0; }
.about { color: #444; }
dl { margin: 0; }
dl > div { border-top: 1px solid #ccc; padding: .3em 0; break-inside: avoid; }
dt { font-weight: 600; }
dd { margin: 0; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10.5pt; line-height: 1.3; } }
"""


def write(cohort: Cohort) -> bytes:
    """The view in the program's current language, in UTF-8."""
    head = element("header", typed("h1", cohort.title), element("p", text(about(cohort)), class_="about"))
    return page(cohort.title, language(), STYLE, element("main", head, *_body(cohort)))


def _body(cohort: Cohort) -> Iterator[Html]:
    if cohort.too_few:
        yield element("p", text(too_few(cohort)))
    for section in sections(cohort):
        yield element("section", element("h2", text(section.title)), _list(section))
    yield element("p", text(rule(cohort)), class_="about")


def _list(section: Section) -> Html:
    """Labels and words may both hold what an author wrote, so each keeps its own direction."""
    lines = (element("div", typed("dt", line.label), typed("dd", line.words)) for line in section.lines)
    return element("dl", *lines)
