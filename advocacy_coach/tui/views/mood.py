"""The mood check: statements with answers, and what the answers say."""

from collections.abc import Mapping
from fractions import Fraction

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session.guidance.mood import MOST, UNKNOWN, MoodReading, rosier, shown_score
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.scores import score_rows


def statement_rows(tool: MoodCheck, marks: Mapping[str, str], cursor: int, width: int) -> list[Row]:
    """The statements; under the cursor the scale, elsewhere the answer that was given."""
    rows = [BLANK, *prose(tool.intro, width, "muted")]
    area = ""
    titles = {each.id: each.title for each in tool.areas}
    for index, statement in enumerate(tool.statements):
        if statement.area != area:
            area = statement.area
            rows += [BLANK, *text(titles.get(area, area), width, "strong accent")]
        here, answer = index == cursor, marks.get(statement.id, "")
        target = f"statement:{index}"
        lead = ("› ", "accent strong") if here else ("  ", "")
        sign = (f"[{_sign(answer)}] ", "accent strong" if answer else "muted")
        rows += hanging((lead, sign), statement.text, width, "strong" if here else "", target)
        if here:
            rows += [Row(row.parts, target) for row in _scale(tool, answer, width)]
    return rows


def reading_rows(
    tool: MoodCheck, marks: Mapping[str, str], reading: MoodReading, team: MoodReading | None, width: int
) -> list[Row]:
    """What one person's answers say; ``team`` is what the team's say, where they were asked."""
    rows = [BLANK]
    if reading.ask:
        words = ngettext(
            "“I don’t know” {count} time, so there is no score.",
            "“I don’t know” {count} times, so there is no score.",
            reading.unknown,
        )
        rows += text(f"? {tool.unknown.title}", width, "strong accent")
        rows += [*text(words.format(count=reading.unknown), width), *prose(tool.unknown.text, width)]
    rows += band_rows(tool, reading, width)
    unknown = [each for each in tool.statements if each.gate and marks.get(each.id) == UNKNOWN]
    if unknown:
        rows += [BLANK, *text(_("You do not know, so find out first"), width, "strong accent")]
    for statement in unknown:
        rows += hanging((("? ", "accent"),), statement.text, width)
    if team is not None and rosier(tool, reading, team):
        mine, theirs = (shown_score(each.score or Fraction()) for each in (reading, team))
        words = _("You: {mine}. Your team: {theirs}.").format(mine=mine, theirs=theirs)
        rows += [BLANK, *text(words, width, "strong"), *prose(tool.rosier.text, width)]
    return [*rows, *promise_rows(tool, width)]


def band_rows(tool: MoodCheck, reading: MoodReading, width: int) -> list[Row]:
    """The band with its advice, a bar an area, what caps it and where to start."""
    rows: list[Row] = []
    if reading.band is not None and reading.score is not None:
        words = _("{score} of 100: {band}").format(score=shown_score(reading.score), band=reading.band.title)
        rows += [*text(words, width, "strong accent"), *prose(reading.band.advice, width)]
    rows += [BLANK, *text(_("By area"), width, "strong accent"), *area_rows(reading, width)]
    if reading.low_gates:
        rows += [BLANK, *text(_("Low, whatever the rest says"), width, "strong bad")]
        for statement in reading.low_gates:
            rows += hanging((("✗ ", "bad"),), statement.text, width)
        rows += prose(tool.gates.advice, width)
    if not reading.first and reading.lowest is not None:
        words = _("Start here: {areas}").format(areas=reading.lowest.title)
        rows += [BLANK, *text(words, width, "strong")]
    if reading.first:
        names = ", ".join(area.title for area in reading.first)
        rows += [BLANK, *text(_("Start here: {areas}").format(areas=names), width, "strong")]
        rows += prose(tool.weak_area.text, width)
    return rows


def area_rows(reading: MoodReading, width: int) -> list[Row]:
    """A bar an area, in the order of the tool; a dash where there is no score."""
    scores = []
    for each in reading.areas:
        if each.score is None:
            scores.append((each.area.title, 0, 0, "–"))
        else:
            score = shown_score(each.score)
            scores.append((each.area.title, score, 100, str(score)))
    return score_rows(scores, width)


def promise_rows(tool: MoodCheck, width: int) -> list[Row]:
    """That the bands are our own, and what makes asking fair."""
    rows = [BLANK, *prose(tool.note, width, "muted")]
    if tool.promises:
        rows += [BLANK, *text(_("When you ask your team"), width, "strong accent")]
    for promise in tool.promises:
        rows += hanging((("• ", "accent"),), promise, width)
    return rows


def _sign(answer: str) -> str:
    return "?" if answer == UNKNOWN else str(int(answer) + 1) if answer in map(str, range(MOST + 1)) else " "


def _scale(tool: MoodCheck, answer: str, width: int) -> list[Row]:
    """The five answers and “I don't know”, by their keys."""
    words = [f"{number} {word}" for number, word in enumerate(tool.scale, 1)]
    words.append("0 " + _("I don’t know"))
    return text(" · ".join(words), width, "accent" if answer else "muted", "      ")
