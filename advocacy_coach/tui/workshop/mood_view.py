"""The mood check of the room: how it works, how many are in, and what the answers say together."""

from msgspec.structs import replace

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance.team import Group, GroupReading, TeamReading, read
from advocacy_coach.tui.rows import BLANK, text
from advocacy_coach.tui.views.team import result_rows
from advocacy_coach.tui.workshop.chunks import Chunk, heading, paragraphs
from advocacy_coach.workshop.deck import Mood
from advocacy_coach.workshop.events import Surveyed


def intro_chunks(title: str, mood: Mood, width: int, *, phones: bool) -> list[Chunk]:
    """What is asked and what becomes of it; that it needs phones where there are none."""
    intro = paragraphs(mood.tool.room or mood.tool.intro, width)
    chunks: list[Chunk] = [heading(title, width), [BLANK], *intro, [BLANK]]
    if not phones:
        words = _("This needs phones (--phones). On paper: the mood check of a team, in the course.")
        return [*chunks, text(words, width, "strong")]
    words = _("{count} statements on your phone. Nothing is shown under {minimum} answers.")
    told = words.format(count=len(mood.tool.statements), minimum=mood.tool.minimum)
    return [*chunks, text(told, width, "strong")]


def reading_of(mood: Mood, surveyed: Surveyed) -> TeamReading:
    """What may be shown of a closed mood check: groups by name, those that are hidden only by theirs."""
    groups = [Group(table.name, table.counts) for table in surveyed.groups]
    reading = read(mood.tool, groups, surveyed.asked)
    shown = tuple(each for each in reading.groups if each.name and not each.hidden)
    names = {each.name for each in shown}
    hidden = tuple(
        GroupReading(name, hidden=True, answers=0, areas=()) for name in mood.groups if name not in names
    )
    return replace(reading, groups=(*shown, *hidden) if mood.groups else ())


def result_chunks(mood: Mood, surveyed: Surveyed | None, width: int) -> list[Chunk]:
    """The reading of the room, a chunk a paragraph."""
    if surveyed is None:
        return [text(_("Nobody was asked."), width, "strong")]
    chunks: list[Chunk] = [[]]
    for row in result_rows(mood.tool, reading_of(mood, surveyed), width):
        if row == BLANK:
            chunks.append([BLANK])
            chunks.append([])
        else:
            chunks[-1] = [*chunks[-1], row]
    return [chunk for chunk in chunks if chunk]
