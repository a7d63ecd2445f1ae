"""What a facilitator sees on the second screen: a cue as rows, for a width, a height and a size of type.

A terminal has no size of type, so a larger one is more room: empty rows between lines, bold, and less else.
"""

from collections.abc import Iterable, Sequence
from datetime import tzinfo

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.tui.rows import BLANK, NARROW, Part, Row, behind, hanging, pair, prose, text
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.workshop.notes_glance import glance
from advocacy_coach.workshop.cue import Cue, Split

SIZES = (0, 1, 2)
"""The sizes of type: all there is; more room, without what people answer; what to say and do alone."""

MEASURE = (76, 76, 56)
"""The widest a line of what to say gets in each size, in cells."""

LOW = 20
"""Below this height what the room sees stands at the end."""

BAR = 12
"""Cells of the bar of a vote that everybody gave."""


def coming(cue: Cue, width: int) -> list[Row]:
    """The two rows that are always in sight at the bottom: where Enter leads, and the item after."""
    after = _("then {title}").format(title=cue.following) if cue.following else ""
    lead: Part = (_("NEXT "), "strong accent")
    space = " " * measure(lead[0])
    room = max(0, width - measure(space))
    words = cue.coming or (_("the end") if not cue.following else _("choose on the stage"))
    if after == _("then {title}").format(title=words):
        after = ""
    return [
        Row((lead, (clipped(words, room), "strong"))),
        Row(((space, ""), (clipped(after, room), "muted"))),
    ]


def body(cue: Cue, width: int, height: int = 24, size: int = 0) -> list[Row]:
    """What scrolls: what is on stage, the votes, what to say, do and watch for, and what people answer."""
    narrow = min(width, MEASURE[size])
    shown = 0 if height < LOW or size else max(2, (height - 14) // 3)
    rows: list[Row] = []
    for notice in cue.notices:
        rows += behind((("! ", "bad strong"),), notice, width, "bad")
    if rows and height >= LOW:
        rows.append(BLANK)
    rows += _now(cue, width, shown)
    rows += _votes(cue, width)
    rows += _say(cue.say, narrow, spaced=size > 0)
    rows += _block(_("DO"), cue.do, narrow, "strong" if size else "", spaced=size > 0)
    if size < 2:
        style = "strong" if size else ""
        rows += _block(_("WATCH FOR"), cue.watch_for, narrow, style, spaced=size > 0)
    if size == 0:
        rows += _answers(cue.answers, width)
        if len(cue.now) > shown:
            rows += [BLANK, *text(_("THE ROOM SEES"), width, "strong accent")]
            rows += _seen(cue.now, width)
        rows += _phones(cue, width)
    return rows[1:] if rows[:1] == [BLANK] else rows


def notes_rows(cue: Cue, now: float, width: int, zone: tzinfo | None = None) -> list[Row]:
    """All of it on one sheet, for where there is no second screen."""
    return [*glance(cue, now, width, zone), BLANK, *body(cue, width), BLANK, *coming(cue, width)]


def waiting(session: str | None, width: int) -> list[Row]:
    """The sentence while no stage answers."""
    if session:
        words = _("Waiting for the workshop “{name}” on this computer.").format(name=session)
    else:
        words = _(
            "Waiting for a workshop on this computer. Start it with “advocacy-coach workshop”. "
            "The notes go on by themselves."
        )
    return [BLANK, *text(words, width)]


def _now(cue: Cue, width: int, shown: int) -> list[Row]:
    """What is on stage, small: its number and title, and the first lines that the room sees."""
    number = f"{cue.number}/{cue.count}  " if cue.number > 0 else ""
    part = clipped(cue.part, width // 3) if width >= NARROW and cue.part != cue.title else ""
    title = pair((f"{number}{cue.title}", "strong"), (part, "muted"), width)
    return [title, *_seen(cue.now[:shown], width)]


def _seen(lines: Iterable[str], width: int) -> list[Row]:
    return [Row((("│ ", "track"), (clipped(line, width - 2), "muted"))) for line in lines]


def _phones(cue: Cue, width: int) -> list[Row]:
    if not cue.phones:
        return []
    joined = ngettext("{n} phone", "{n} phones", cue.joined).format(n=cue.joined)
    return [BLANK, *text("  ".join(filter(None, (joined, cue.code, cue.address))), width, "muted")]


def _votes(cue: Cue, width: int) -> list[Row]:
    """The split by option, what is recommended marked, and what could be done about it."""
    if not cue.splits and not cue.advice:
        return []
    twice = any(split.first is not None and split.second is not None for split in cue.splits)
    heading = _("VOTES") if not twice else _("VOTES, first → second")
    legend = _("✓ recommended") if any(split.right for split in cue.splits) else ""
    rows = [BLANK, pair((heading, "strong accent"), (legend, "good"), width)]
    if cue.advice:
        rows += behind((("→ ", "accent strong"),), cue.advice, width, "strong")
    counts = _counts(cue.splits)
    most = max((_newest(split) for split in cue.splits), default=0)
    for split, count in zip(cue.splits, counts, strict=True):
        lead: list[Part] = [("✓ " if split.right else "  ", "good strong"), (f"{split.letter} ", "strong")]
        lead.append((f"{count} ", "accent strong"))
        if width >= NARROW:
            full = round(BAR * _newest(split) / most) if most else 0
            lead += [("█" * full, "accent"), (" " * (BAR + 1 - full), "")]
        rows += behind(lead, split.words, width)
    return rows


def _counts(splits: Sequence[Split]) -> list[str]:
    """The votes of each option, “9 → 4” or “4”, of one width."""
    columns = ([each.first for each in splits], [each.second for each in splits])
    told = [[str(votes) for votes in column if votes is not None] for column in columns]
    given = [column for column in told if len(column) == len(splits)]
    wide = [max(map(len, column), default=0) for column in given]
    return [
        " → ".join(votes.rjust(room) for votes, room in zip(row, wide, strict=True))
        for row in zip(*given, strict=True)
    ] or [""] * len(splits)


def _newest(split: Split) -> int:
    return split.second if split.second is not None else split.first or 0


def _say(words: str, width: int, *, spaced: bool) -> list[Row]:
    """What to say, with a bar beside it: the eye has to find it after looking up."""
    if not words.strip():
        return []
    rows = _spaced(prose(words, width - 2, "strong")) if spaced else list(prose(words, width - 2, "strong"))
    return [
        BLANK,
        *text(_("SAY"), width, "strong accent"),
        *(Row((("▌ ", "accent"), *row.parts)) for row in rows),
    ]


def _block(title: str, words: str, width: int, style: str, *, spaced: bool) -> list[Row]:
    if not words.strip():
        return []
    rows = prose(words, width, style, "  ")
    return [BLANK, *text(title, width, "strong accent"), *(_spaced(rows) if spaced else rows)]


def _answers(answers: Sequence[str], width: int) -> list[Row]:
    if not answers:
        return []
    rows = [BLANK, *text(_("PEOPLE SAY"), width, "strong accent")]
    for answer in answers:
        rows += hanging((("  • ", "muted"),), answer, width)
    return rows


def _spaced(rows: Iterable[Row]) -> list[Row]:
    """Rows with an empty one between any two."""
    made: list[Row] = []
    for row in rows:
        if row.text.strip():
            made += [BLANK, row] if made else [row]
    return made
