"""The opening and closing check: its introduction, a situation, how sure, what you would do, the result."""

from collections.abc import Mapping, Sequence

from advocacy_coach.course.model import Action, BestWorstQuestion
from advocacy_coach.course.tools import Form, Situation, Situations, WouldDo
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session.guidance.form import FormReading, ItemReading, in_order_of_use
from advocacy_coach.tui.draft import Draft
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.options import instruction, option_rows
from advocacy_coach.tui.views.scores import score_rows

SURENESS = ("1", "2", "3")

OPENING, CLOSING = "opening-check", "closing-check"
"""The names of the two checks as tools."""

FORM = "form"
"""The item of a sheet that says which form it is."""


def question_of(item: Situation) -> BestWorstQuestion:
    """A situation as a question, to be answered like one."""
    return BestWorstQuestion(id=item.id, prompt=item.prompt, explain=item.explain, options=item.options)


def sure_words() -> tuple[str, str, str]:
    """How sure somebody can be, from a guess up."""
    return _("a guess"), _("fairly sure"), _("sure")


def intro_rows(tool: Situations, width: int, *, closing: bool) -> list[Row]:
    """What the check is, and what it is not."""
    title = _("Closing check") if closing else _("Opening check")
    count = len(tool.forms[0].items)
    facts = ngettext(
        "{count} situation, about {minutes} minutes.", "{count} situations, about {minutes} minutes.", count
    )
    return [
        BLANK,
        *text(title, width, "strong accent"),
        BLANK,
        *prose(tool.intro, width),
        BLANK,
        *text(facts.format(count=count, minutes=tool.minutes), width),
        *text(_("Leave whenever you like; it goes on where you were. Nothing depends on it."), width),
        BLANK,
        *key_rows(tool, width),
    ]


def key_rows(tool: Situations, width: int) -> list[Row]:
    """Where the key comes from, and what it must not be used for."""
    words = _("Key: {method}, version {version}. It is not validated for selection or appraisal.")
    return text(words.format(method=tool.key.method, version=tool.key.version), width, "muted")


def item_rows(
    item: Situation, options: Sequence[Action], draft: Draft, width: int, *, said: str
) -> list[Row]:
    """A situation and its actions; ``said`` is how sure the learner was, where they have said it before."""
    question = question_of(item)
    rows = [BLANK, *prose(item.prompt, width, "strong")]
    rows += text(_("What should the manager do?"), width, "muted")
    rows += text(instruction(question), width, "muted")
    rows += [BLANK, *option_rows(question, options, draft, None, width)]
    if said in SURENESS:
        words = _("You said: {sure}.").format(sure=sure_words()[int(said) - 1])
        rows += [BLANK, *text(words, width, "muted")]
    return rows


def sure_rows(said: str, cursor: int, width: int, *, overall: bool = False) -> list[Row]:
    """How sure are you?"""
    words = (
        _("How sure are you that you would handle weeks like these well?")
        if overall
        else _("How sure are you of this answer?")
    )
    return [BLANK, *text(words, width, "strong"), BLANK, *_ways(sure_words(), said, cursor, width)]


def would_do_rows(question: WouldDo, said: str, cursor: int, width: int) -> list[Row]:
    """What would you really do? No answer is right."""
    picked = next((str(n) for n, way in enumerate(question.options, 1) if way.id == said), "")
    return [
        BLANK,
        *prose(question.prompt, width, "strong"),
        *text(_("What would you really do? No answer is right, and it has no points."), width, "muted"),
        BLANK,
        *_ways([way.text for way in question.options], picked, cursor, width),
    ]


def result_rows(
    tool: Situations,
    reading: FormReading,
    before: FormReading | None,
    width: int,
    *,
    closing: bool,
) -> list[Row]:
    """Points in all and by area; after the closing check the gain and every situation."""
    rows = [BLANK, *_headline(tool, reading, width), BLANK]
    if before is not None:
        rows += _gain(reading, before, width)
    else:
        scores = [
            (each.area.title, each.points, each.of, f"{each.points}/{each.of}") for each in reading.areas
        ]
        rows += score_rows(scores, width)
    rows += [BLANK, *key_rows(tool, width)]
    if not closing:
        words = _("What is best, and why, is told after the closing check, so that you can see your gain.")
        return [*rows, BLANK, *text(words, width)]
    rows += [BLANK, *text(_("The situations, what you were sure of first"), width, "strong accent")]
    for item in in_order_of_use(reading.items):
        rows += _item(item, width)
    if before is not None:
        rows += [BLANK, *text(_("And those of the opening check"), width, "strong accent")]
        for item in in_order_of_use(before.items):
            rows += _item(item, width)
    return rows


def _headline(tool: Situations, reading: FormReading, width: int) -> list[Row]:
    glyph, style = ("✓", "good") if reading.passed else ("○", "accent")
    words = _("{points} of {of} points").format(points=reading.points, of=reading.of)
    rows = text(f"{glyph} {words}", width, f"strong {style}")
    mark = _("We call {mark} points a good result. It opens and closes nothing.")
    return rows + text(mark.format(mark=tool.pass_mark), width, "muted")


def _gain(reading: FormReading, before: FormReading, width: int) -> list[Row]:
    """Points before and after, by area, and the gain in words."""
    gain = reading.points - before.points
    words = _("Before {before}, now {now}: {gain}").format(
        before=before.points, now=reading.points, gain=_signed(gain)
    )
    rows = [*text(words, width, "strong"), BLANK]
    was = {each.area.id: each.points for each in before.areas}
    scores = []
    for each in reading.areas:
        earlier = was.get(each.area.id, 0)
        said = f"{earlier} → {each.points}/{each.of} ({_signed(each.points - earlier)})"
        scores.append((each.area.title, each.points, each.of, said))
    return rows + score_rows(scores, width)


def _signed(number: int) -> str:
    return f"+{number}" if number > 0 else f"−{-number}" if number else "±0"


def _item(reading: ItemReading, width: int) -> list[Row]:
    item = reading.item
    options = {option.id: option for option in item.options}
    glyph, style = {2: ("✓", "good"), 1: ("~", "accent")}.get(reading.points, ("✗", "bad"))
    rows = [BLANK, *hanging(((f"{glyph} ", f"strong {style}"),), item.prompt, width, "strong")]
    if reading.sure_but_wrong:
        rows += text(_("You were sure of this one, so it is worth a second look."), width, "accent", "  ")
    for key, id, label in (("best", reading.best, _("best")), ("worst", reading.worst, _("worst"))):
        right = next(option for option in item.options if option.key == key)
        mine = options.get(id)
        said = mine.text if mine else _("nothing")
        rows += text(_("You, {label}: {option}").format(label=label, option=said), width, indent="  ")
        if mine is not None:
            rows += prose(mine.feedback, width, "muted", indent="    ")
        if mine != right:
            ours = _("We, {label}: {option}").format(label=label, option=right.text)
            rows += text(ours, width, "strong", "  ")
            rows += prose(right.feedback, width, "muted", indent="    ")
    return rows + list(prose(item.explain, width, indent="  "))


def _ways(words: Sequence[str], said: str, cursor: int, width: int) -> list[Row]:
    rows: list[Row] = []
    for index, each in enumerate(words):
        here, picked = index == cursor, said == str(index + 1)
        lead = ("› ", "accent strong") if here else ("  ", "")
        sign = ("(•) ", "accent strong") if picked else ("( ) ", "muted")
        number = (f"{index + 1} ", "muted")
        style = "strong" if here else ""
        rows += hanging((lead, sign, number), each, width, style, target=f"way:{index}")
    return rows


def place(form: Form, marks: Mapping[str, str]) -> int:
    """The index of the first situation that is not answered whole; as many as there are when all are."""
    for index, item in enumerate(form.items):
        if "/" not in marks.get(item.id, "") or f"{item.id}.sure" not in marks:
            return index
    return len(form.items)


def form_of(tool: Situations, marks: Mapping[str, str]) -> Form:
    """The form a sheet was begun with; the first where the course no longer has it."""
    return next((form for form in tool.forms if form.id == marks.get(FORM)), tool.forms[0])


def results_of(tool: Situations, reading: FormReading) -> dict[str, str]:
    """What is kept of a form that was taken: points, by area too, and the key they were given by."""
    areas = {f"area.{each.area.id}": f"{each.points}/{each.of}" for each in reading.areas}
    return {
        "form": reading.form.id,
        "points": str(reading.points),
        "of": str(reading.of),
        "key": tool.key.method,
        "key_version": str(tool.key.version),
        **areas,
    }
