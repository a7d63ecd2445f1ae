"""A question on the stage in each of its phases: prompt and options, the votes as bars, what is recommended.

Options are told apart by their letters, the two votes by the pattern of their bars; colour only adds to it.
"""

from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.workshop.chunks import Chunk, airy, paragraphs
from advocacy_coach.tui.workshop.glyphs import small, width_small
from advocacy_coach.workshop import tally
from advocacy_coach.workshop.deck import LETTERS, Question
from advocacy_coach.workshop.tally import Count, Rounds

FIRST_BAR, SECOND_BAR = "░", "█"
"""The first vote is light, the second solid; a single vote is solid too."""

LETTER_WIDTH = 5
"""Cells of a letter in block glyphs, with its space."""

PERCENT_WIDTH = 17
"""Cells of “100%” in block glyphs, with its space."""

LEAST_BAR = 12


def question_chunks(asked: Question, width: int, height: int) -> list[Chunk]:
    """The prompt and the options by letter, with air between them where there is room."""
    prompt = paragraphs(asked.prompt, width, "strong") if asked.prompt else []
    return airy([prompt, option_chunks(asked, width)], height)


def option_chunks(asked: Question, width: int) -> list[Chunk]:
    """The options by letter."""
    return [
        hanging(((f"{LETTERS[place]} ", "accent strong"),), option.text, width)
        for place, option in enumerate(asked.options)
    ]


def compare_chunks(asked: Question, rounds: Rounds, width: int, height: int) -> list[Chunk]:
    """The votes: bars a letter, counts and per cent, and one sentence to read aloud."""
    now = rounds.told
    sentence = text(tally.spoken(rounds), width, "strong")
    if now is None:
        return [sentence, [BLANK], *option_chunks(asked, width)]
    before = tally.told_round(rounds.first) if tally.told_round(rounds.second) else None
    roomy = len(asked.options) * 3 + len(sentence) <= height and width >= 40
    blocks = [_block(asked, place, before, now, width, roomy=roomy) for place in range(len(asked.options))]
    legend = [_legend(width)] if before else []
    spare = height - sum(map(len, blocks)) - len(sentence)
    if legend and spare >= 1:
        blocks.insert(0, legend)
    return [*blocks, sentence]


def _legend(width: int) -> Row:
    words = _("first vote"), _("second vote")
    parts = ((f"{FIRST_BAR * 3} ", "track"), (f"{words[0]}   ", "muted"), (f"{SECOND_BAR * 3} ", "accent"))
    return Row((*parts, (clipped(words[1], max(1, width - 24)), "muted")))


def _block(
    asked: Question, place: int, before: Count | None, now: Count, width: int, *, roomy: bool
) -> list[Row]:
    words = plain(asked.options[place].text)
    if not roomy:
        return _compact(place, words, before, now, width)
    letter = small(LETTERS[place])
    share = small(f"{tally.per_cent(now.counts[place], now.people)}%")
    room = width - LETTER_WIDTH - PERCENT_WIDTH
    lines = _label(words, room, 1 if before is not None else 2)
    if before is not None:
        lines.append(_bar(FIRST_BAR, "track", before.counts[place], before.people, room))
    lines.append(_bar(SECOND_BAR, "accent", now.counts[place], now.people, room))
    lines += [Row()] * (3 - len(lines))
    rows = []
    for line, glyph, number in zip(lines, letter, share, strict=True):
        gap = " " * (room - measure(line.text) + PERCENT_WIDTH - measure(number))
        lead = (f"{glyph}{' ' * (LETTER_WIDTH - measure(glyph))}", "accent")
        rows.append(Row((lead, *line.parts, (gap, ""), (number, "strong"))))
    return rows


def _label(words: str, width: int, most: int) -> list[Row]:
    """The words of an option in so many rows; what does not fit is cut, since phones and page one have it."""
    rows = text(words, width)
    if len(rows) > most:
        rest = " ".join(row.text for row in rows[most - 1 :])
        rows = [*rows[: most - 1], Row(((clipped(rest, width), ""),))]
    return rows


def _compact(place: int, words: str, before: Count | None, now: Count, width: int) -> list[Row]:
    """Two rows an option, or one where there was one vote: a letter, a bar, a count and per cent."""
    lead = (f"{LETTERS[place]} ", "accent strong")
    votes = [(FIRST_BAR, "track", before)] if before is not None else []
    votes.append((SECOND_BAR, "accent", now))
    rows = []
    for index, (sign, style, count) in enumerate(votes):
        share = f" {tally.per_cent(count.counts[place], count.people):>3} %"
        bar = _bar(sign, style, count.counts[place], count.people, width - 2 - measure(share))
        rows.append(Row((lead if index == 0 else ("  ", ""), *bar.parts, (share, "strong"))))
    if len(votes) == 1:
        rows.insert(0, Row((lead, (clipped(words, width - 2), ""))))
        rows[1] = Row((("  ", ""), *rows[1].parts[1:]))
    return rows


def _bar(sign: str, style: str, count: int, people: int, width: int) -> Row:
    """A bar with its count behind it."""
    words = f" {count}"
    room = max(LEAST_BAR, width - 6)
    filled = round(room * count / people) if people else 0
    filled = max(1, filled) if count else 0
    return Row(((sign * filled, style), (words, "strong")))


def explain_chunks(asked: Question, rounds: Rounds, width: int) -> list[Chunk]:
    """What is recommended, apart from the votes, and why."""
    chunks: list[Chunk] = []
    if asked.right:
        chunks.append(_recommended(asked, rounds, width))
        for place in asked.right:
            option = asked.options[place]
            lead = ((f"{LETTERS[place]} ", "good strong"),)
            chunks.append(hanging(lead, option.text, width, "strong"))
            if option.feedback:
                chunks += [[BLANK], prose(option.feedback, width)]
        chunks.append([BLANK])
    return [*chunks, *paragraphs(asked.explain, width)] if asked.explain else chunks


def _recommended(asked: Question, rounds: Rounds, width: int) -> list[Row]:
    letters = "".join(LETTERS[place] for place in asked.right)
    share = tally.share_right(asked, rounds.told)
    signs = small(letters)
    words = _("Recommended")
    chosen = "" if share is None else _("{share} % chose it").format(share=share)
    beside = (f"✓ {words}", chosen, "")
    if width_small(letters) + 2 + max(map(measure, beside)) > width:
        return text(f"✓ {words}: {letters}. {chosen}", width, "good strong")
    return [
        Row(((sign, "good"), ("  ", ""), (line, style)))
        for sign, line, style in zip(signs, beside, ("good strong", "muted", ""), strict=True)
    ]
