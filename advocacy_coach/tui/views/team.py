"""The mood check of a team, from answers on paper: counts to type, and what can be shown of them."""

from collections.abc import Mapping

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session.guidance.mood import shown_score
from advocacy_coach.session.guidance.papers import asked, group_numbers
from advocacy_coach.session.guidance.team import TeamReading
from advocacy_coach.tui.rows import BLANK, Row, behind, pair, prose, text
from advocacy_coach.tui.views.mood import band_rows, promise_rows


def typing_rows(tool: MoodCheck, marks: Mapping[str, str], group: int, cursor: int, width: int) -> list[Row]:
    """The counts of one group, statement by statement. What they say is not told before all are in."""
    people = _("People asked: {count}").format(count=asked(marks) or _("not said yet"))
    rows = [BLANK]
    rows += text(_("Type how often each answer was given. Paper stays paper: no names here."), width, "muted")
    rows += text(people, width)
    numbers = group_numbers(marks)
    place = numbers.index(group) + 1 if group in numbers else 0
    name = _("{name} (group {place} of {count})").format(
        name=marks.get(f"group.{group}", ""), place=place, count=len(numbers)
    )
    rows += [BLANK, *text(name, width, "strong accent")]
    rows += text(_("Counts for 1 to 5, then “I don’t know”: 0 2 3 4 1 0"), width, "muted")
    for index, statement in enumerate(tool.statements):
        here = index == cursor
        lead = (("› ", "accent strong") if here else ("  ", ""),)
        counts = marks.get(f"{group}.{statement.id}", "")
        style = "strong" if here else ""
        target = f"statement:{index}"
        rows += behind(lead, statement.text, width, style, target=target)
        rows += text(counts or _("nothing yet"), width, "accent" if counts else "muted", "    ", target)
    return rows


def reading_rows(tool: MoodCheck, reading: TeamReading, width: int) -> list[Row]:
    """What the answers say, and what makes asking fair."""
    return [*result_rows(tool, reading, width), *promise_rows(tool, width)]


def result_rows(tool: MoodCheck, reading: TeamReading, width: int) -> list[Row]:
    """What the answers say all together, and which groups can be shown."""
    if reading.too_few or reading.whole is None:
        words = _("Fewer than {count} answers, so nothing is shown.").format(count=tool.minimum)
        return [BLANK, *text(words, width, "strong")]
    people = ngettext("{count} answer", "{count} answers", reading.answers).format(count=reading.answers)
    if reading.rate is not None:
        people = _("{answers}, {rate} % of those asked").format(answers=people, rate=reading.rate)
    rows = [BLANK, *text(people, width, "muted")]
    if reading.silent:
        rows += prose(tool.silence.text, width)
    rows += band_rows(tool, reading.whole, width)
    if len(reading.groups) > 1:
        rows += [BLANK, *text(_("By group"), width, "strong accent"), *_group_rows(tool, reading, width)]
    return rows


def _group_rows(tool: MoodCheck, reading: TeamReading, width: int) -> list[Row]:
    rows: list[Row] = []
    for group in reading.groups:
        if group.hidden:
            rows.append(pair((group.name, ""), (_("not shown"), "muted"), width))
            continue
        answers = ngettext("{count} answer", "{count} answers", group.answers)
        rows.append(pair((group.name, "strong"), (answers.format(count=group.answers), "muted"), width))
        scores = [(each.score, each.area.title) for each in group.areas if each.score is not None]
        words = ", ".join(f"{title} {shown_score(score)}" for score, title in sorted(scores))
        rows += text(words, width, indent="  ")
    if any(group.hidden for group in reading.groups):
        words = _("Groups under {count} answers are not shown, nor any from which they could be worked out.")
        rows += text(words.format(count=tool.minimum), width, "muted")
    return rows
