"""The plan check: what a plan contains, and what that means."""

from collections.abc import Mapping

from msgspec import Struct

from advocacy_coach.course.model import Course, Source
from advocacy_coach.course.tools import STOP, PlanCheck, Practice, Sign
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session.guidance.plan import YES, Colour, PlanChange, PlanReading
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.step import source_rows

COLOUR_GLYPHS: dict[Colour, str] = {"red": "■", "amber": "▲", "green": "●"}
COLOUR_STYLES: dict[Colour, str] = {"red": "bad", "amber": "accent", "green": "good"}

Item = Practice | Sign


class Told(Struct, frozen=True):
    """A finished check, and what changed since the one before it; ``since`` is its day."""

    tool: PlanCheck
    reading: PlanReading
    change: PlanChange | None
    since: str


def items(tool: PlanCheck) -> tuple[Item, ...]:
    """Everything that can be ticked, in order."""
    return (*tool.practices, *tool.signs)


def tick_rows(
    tool: PlanCheck, marks: Mapping[str, str], reading: PlanReading, cursor: int, width: int
) -> list[Row]:
    """The list to tick, with the reason under what is ticked and under the cursor."""
    rows = [BLANK, *prose(tool.intro, width, "muted"), BLANK, *status_rows(tool, reading, width), BLANK]
    rows += text(_("Tick what your plan contains"), width, "strong accent")
    for index, item in enumerate(items(tool)):
        if index == len(tool.practices):
            rows += [BLANK, *text(_("Good signs"), width, "strong accent")]
        here, ticked = index == cursor, marks.get(item.id) == YES
        lead = ("› ", "accent strong") if here else ("  ", "")
        sign = ("[x] ", "accent strong") if ticked else ("[ ] ", "muted")
        rows += hanging((lead, sign), item.text, width, "strong" if here else "", target=f"tick:{index}")
        if here and ticked:
            rows += _under(item, width, f"tick:{index}")
    return rows


def status_rows(tool: PlanCheck, reading: PlanReading, width: int) -> list[Row]:
    """The colour so far, in a sign and in words."""
    verdict = getattr(tool.results, reading.colour)
    count = len(reading.hits)
    risks = ngettext("{count} risk", "{count} risks", count).format(count=count)
    words = f"{COLOUR_GLYPHS[reading.colour]} {verdict.title}. {risks}"
    if reading.stops:
        stops = ngettext(
            "{count} of them stops the plan", "{count} of them stop the plan", len(reading.stops)
        )
        words = f"{words}, {stops.format(count=len(reading.stops))}"
    return text(words, width, f"strong {COLOUR_STYLES[reading.colour]}", target="status")


def reading_rows(
    told: Told, course: Course, sources: Mapping[str, Source], width: int, *, evidence: bool
) -> list[Row]:
    """The colour, what changed since the check before, each risk with its reason, the good signs."""
    reading = told.reading
    verdict = getattr(told.tool.results, reading.colour)
    rows = [BLANK, *status_rows(told.tool, reading, width), *prose(verdict.text, width)]
    if told.change is not None:
        rows += [BLANK, *_change(told.change, told.since, width)]
    topics = {topic.id: topic.title for topic in course.topics}
    for hit in sorted(reading.hits, key=lambda each: -each.severity):
        rows += _hit(hit, topics, width)
        rows += source_rows(hit.sources, sources, width, opened=True) if evidence else []
    if reading.kept:
        rows += [BLANK, *text(_("Keep this"), width, "strong accent")]
    for sign in reading.kept:
        rows += [BLANK, *hanging((("✓ ", "good"),), sign.text, width, "strong")]
        rows += prose(sign.keep, width, indent="  ")
    return rows


def _hit(hit: Practice, topics: Mapping[str, str], width: int) -> list[Row]:
    rows = [BLANK, *hanging((("✗ ", "bad"),), hit.text, width, "strong")]
    words = ", ".join((severity_words(hit.severity), *(topics.get(id, id) for id in hit.pitfalls)))
    rows += text(words, width, "bad" if hit.severity == STOP else "accent", "  ")
    rows += _labelled(_("Why"), hit.why, width)
    return rows + _labelled(_("Instead"), hit.instead, width)


def severity_words(severity: int) -> str:
    """How heavy a practice weighs, in words."""
    return {2: _("caution"), 3: _("serious")}.get(severity, _("stop"))


def _under(item: Item, width: int, target: str) -> list[Row]:
    """The reason, right where something was ticked."""
    if isinstance(item, Sign):
        return [Row(row.parts, target) for row in prose(item.keep, width, "good", "      ")]
    head = text(severity_words(item.severity), width, "bad", "      ", target)
    told = [*prose(item.why, width, indent="      "), *prose(item.instead, width, "strong", "      ")]
    return [*head, *(Row(row.parts, target) for row in told)]


def _change(change: PlanChange, since: str, width: int) -> list[Row]:
    fewer = change.fewer
    if fewer > 0:
        words = ngettext("{count} risk fewer than on {day}.", "{count} risks fewer than on {day}.", fewer)
    elif fewer < 0:
        words = ngettext("{count} risk more than on {day}.", "{count} risks more than on {day}.", -fewer)
    else:
        words = _("As many risks as on {day}.")
    rows = text(words.format(count=abs(fewer), day=since), width, "strong")
    for label, practices in ((_("Gone"), change.gone), (_("New"), change.new)):
        rows += _labelled(label, "; ".join(each.text for each in practices), width) if practices else []
    return rows


def _labelled(label: str, markdown: str, width: int) -> list[Row]:
    return hanging((("  ", ""), (f"{label}: ", "muted")), markdown, width)
