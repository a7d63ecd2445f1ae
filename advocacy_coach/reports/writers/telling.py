"""A summary in words, part by part, before it is Markdown, HTML or a PDF: what one of them says, all say.

Our own words are ``str``. What people or authors wrote is ``Typed``, so that each writer can escape it and
keep its direction to itself.
"""

from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Literal

from msgspec import Struct

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.document import (
    ActionCard,
    CardAction,
    Checks,
    Decision,
    EndingMet,
    LessonResult,
    MeterLine,
    Missed,
    NextStep,
    Reflection,
    ScenarioResult,
    Score,
    Summary,
    TopicResult,
)


class Typed(Struct, frozen=True):
    """A text that is not ours."""

    text: str


Line = tuple[str | Typed, ...]
"""Our words and others' in the order in which they are read."""


class Fact(Struct, frozen=True, tag=True):
    """Words with a label."""

    label: Line
    words: Line


class Facts(Struct, frozen=True, tag=True):
    """A list of facts."""

    rows: tuple[Fact, ...]


class Bar(Struct, frozen=True):
    """A fact that is also drawn as a bar, so many per cent long; None where there is nothing to draw yet."""

    label: Line
    words: Line
    per_cent: int | None


class Bars(Struct, frozen=True, tag=True):
    """A list of bars."""

    rows: tuple[Bar, ...]


class Curve(Struct, frozen=True):
    """A fact that is also drawn as a line through ``levels`` from 0 to 100."""

    label: Line
    words: Line
    levels: tuple[int, ...]


class Curves(Struct, frozen=True, tag=True):
    """A list of curves."""

    rows: tuple[Curve, ...]


class Subheading(Struct, frozen=True, tag=True):
    """What the blocks up to the next one are about."""

    title: Line


class Prompt(Struct, frozen=True, tag=True):
    """A question that the next block answers."""

    text: Line


class Quotation(Struct, frozen=True, tag=True):
    """A longer text with its line breaks."""

    text: str


Block = Facts | Bars | Curves | Subheading | Prompt | Quotation


class Section(Struct, frozen=True):
    """Blocks under a heading. The ``results`` belong on the first page, the ``details`` after it."""

    title: str
    blocks: tuple[Block, ...]
    kind: Literal["results", "details"] = "details"


class Told(Struct, frozen=True):
    """The whole document; ``kind`` says what sort of document it is, for those that have room for it."""

    kind: str
    title: Typed
    about: str
    facts: Facts
    sections: tuple[Section, ...]


def tell(summary: Summary) -> Told:
    """The summary in the program's current language."""
    return Told(
        kind=_("Certificate of completion") if summary.result.passed else _("Summary of a training"),
        title=Typed(summary.course.title),
        about=_("A summary of what was learned, made on {day} (UTC).").format(day=summary.made.date()),
        facts=Facts(tuple(_facts(summary))),
        sections=tuple(section for section in _sections(summary) if section.blocks),
    )


def fill(words: str, /, **values: str | Typed | Line) -> Line:
    """The words with a value for each ``{name}`` in them."""
    pieces: list[str | Typed] = []
    for before, name, _format, _conversion in Formatter().parse(words):
        if before:
            pieces.append(before)
        if name is not None:
            value = values[name]
            pieces += value if isinstance(value, tuple) else (value,)
    return tuple(pieces)


def card_facts(card: ActionCard) -> Iterator[Fact]:
    """The lines of an action card."""
    for action in card.actions:
        yield _fact(_("Action {number}").format(number=action.number), _action(action))
    if card.promise:
        yield _fact(_("Promise to my team"), Typed(card.promise))
    if card.stop:
        yield _fact(_("I stop"), Typed(card.stop))
    yield _fact(_("Follow-up"), str(card.follow_up))


def _sections(summary: Summary) -> Iterator[Section]:
    pitfalls = [_topic(topic) for topic in summary.topics if topic.pitfall]
    others = [_topic(topic) for topic in summary.topics if not topic.pitfall]
    yield Section(_("Before and after the course"), _listed(_checks(summary.checks)), "results")
    yield Section(_("The pitfalls"), _bars(pitfalls), "results")
    yield Section(_("The other topics"), _bars(others), "results")
    yield Section(_("What to do next"), _listed(map(_next_step, summary.next_steps)))
    yield Section(_("Action card"), _listed(card_facts(summary.card) if summary.card else ()))
    yield Section(_("Lessons"), _listed(map(_lesson, summary.lessons)))
    yield Section(_("Scenarios"), tuple(_scenarios(summary.scenarios)))
    yield Section(_("Questions missed at first"), tuple(_chapters(summary, summary.missed or ())))
    yield Section(_("Reflections"), tuple(_chapters(summary, summary.reflections or ())))


def _facts(summary: Summary) -> Iterator[Fact]:
    course, result = summary.course, summary.result
    if summary.who:
        yield _fact(_("Name"), Typed(summary.who))
    yield _fact(_("Version of the course"), course.version)
    yield _fact(_("Result"), _result(summary))
    if result.score:
        words = _("{score}; the pass mark is {mark} %").format(
            score=_score(result.score), mark=course.pass_mark
        )
        yield _fact(_("Score"), words)
    if result.began:
        yield _fact(_("Begun"), str(result.began))
    if result.finished:
        yield _fact(_("Finished"), str(result.finished))
    if result.began and result.minutes is not None:
        yield _fact(_("Time"), _minutes(result.minutes))


def _checks(checks: Checks | None) -> Iterator[Fact]:
    """The checks that were taken; that they can be compared is said by one key and one version of it."""
    for label, taken in (
        (_("Opening check"), checks and checks.opening),
        (_("Closing check"), checks and checks.closing),
    ):
        if taken:
            words = ngettext("{points} of {of} point", "{points} of {of} points", taken.of)
            yield _fact(label, words.format(points=taken.points, of=taken.of))


def _result(summary: Summary) -> str:
    if not summary.result.complete:
        return _("not finished yet")
    return _("passed") if summary.result.passed else _("finished, below the pass mark")


def _topic(topic: TopicResult) -> Bar:
    words = _score(topic.score) if topic.score else _("not yet")
    return Bar((Typed(topic.title),), (words,), topic.score.per_cent if topic.score else None)


def _next_step(step: NextStep) -> Fact:
    return _fact(_("Practise") if step.kind == "practise" else _("Finish"), Typed(step.text))


def _lesson(lesson: LessonResult) -> Fact:
    return _fact(Typed(lesson.title), ", ".join(_lesson_words(lesson)))


def _lesson_words(lesson: LessonResult) -> Iterator[str]:
    yield {"new": _("new"), "begun": _("begun"), "finished": _("finished")}[lesson.state]
    if lesson.finished:
        yield str(lesson.finished)
    if lesson.score:
        yield _score(lesson.score)
    if lesson.answered:
        first_try = ngettext(
            "{count} of {of} question at the first try",
            "{count} of {of} questions at the first try",
            lesson.answered,
        )
        yield first_try.format(count=lesson.first_try, of=lesson.answered)
    if lesson.attempts:
        attempts = ngettext("{count} attempt", "{count} attempts", lesson.attempts)
        yield attempts.format(count=lesson.attempts)
        if lesson.minutes is not None:
            yield _minutes(lesson.minutes)


def _action(action: CardAction) -> Line:
    words = _("{action} ({owner}, by {day})") if action.owner else _("{action} (by {day})")
    return fill(words, action=Typed(action.text), owner=Typed(action.owner), day=str(action.date))


def _scenarios(scenarios: Iterable[ScenarioResult]) -> Iterator[Block]:
    for scenario in scenarios:
        yield Subheading((Typed(scenario.title),))
        yield Facts(tuple(_scenario(scenario)))
        if scenario.best.meters:
            yield Curves(tuple(map(_meter, scenario.best.meters)))


def _scenario(scenario: ScenarioResult) -> Iterator[Fact]:
    best = scenario.best
    played = ngettext("{count} time to an end", "{count} times to an end", scenario.plays)
    yield _fact(_("Played"), played.format(count=scenario.plays))
    yield _fact(_("Endings met"), _endings(scenario))
    yield _fact(_("Best play"), (*_ending(best.ending), f": {_score(best.score)}"))
    for decision in best.decisions or ():
        yield _fact(_("Decision {number}").format(number=decision.number), _decision(decision))
    if best.pitfalls is not None:
        yield _fact(_("Pitfalls met"), _joined(pitfall.title for pitfall in best.pitfalls) or _("none"))
    if scenario.state == "changed":
        yield _fact(_("Note"), _("the scenario was changed since"))
    elif scenario.state == "unreadable":
        yield _fact(_("Note"), _("the scenario cannot be opened now"))


def _endings(scenario: ScenarioResult) -> Line:
    met = _joined(ending.title for ending in scenario.endings)
    if scenario.of_endings is None:
        return met
    count, of = str(len(scenario.endings)), str(scenario.of_endings)
    if not met:
        return fill(_("{count} of {of}"), count=count, of=of)
    return fill(_("{count} of {of} ({endings})"), count=count, of=of, endings=met)


def _ending(ending: EndingMet) -> Line:
    title = Typed(ending.title)
    match ending.kind:
        case "good":
            return fill(_("{ending} (a good ending)"), ending=title)
        case "mixed":
            return fill(_("{ending} (a mixed ending)"), ending=title)
        case "bad":
            return fill(_("{ending} (a bad ending)"), ending=title)
        case None:
            return (title,)


def _decision(decision: Decision) -> Line:
    choice = Typed(decision.choice)
    verdicts = {"best": _("strongest"), "fair": _("fair"), "weak": _("weak"), "tempting": _("tempting")}
    verdict = verdicts[decision.verdict]
    if decision.pitfall is None:
        return fill(_("{choice} ({verdict})"), choice=choice, verdict=verdict)
    words = _("{choice} ({verdict}; pitfall: {pitfall})")
    return fill(words, choice=choice, verdict=verdict, pitfall=Typed(decision.pitfall.title))


def _meter(meter: MeterLine) -> Curve:
    start, *after = map(str, meter.levels)
    words = _("{start}, then {levels}").format(start=start, levels=", ".join(after))
    return Curve((Typed(meter.title),), (words,), meter.levels)


def _chapters(summary: Summary, entries: Iterable[Missed | Reflection]) -> Iterator[Block]:
    """The entries lesson by lesson."""
    found = list(entries)
    for lesson in summary.lessons:
        mine = [entry for entry in found if entry.lesson == lesson.id]
        if mine:
            yield Subheading((Typed(lesson.title),))
        for entry in mine:
            yield Prompt((Typed(entry.prompt),))
            if isinstance(entry, Missed):
                yield Facts(tuple(_missed(entry)))
            else:
                yield Quotation(entry.text)


def _missed(missed: Missed) -> Iterator[Fact]:
    yield _fact(_("Answer"), _given(missed) or _("one that the question no longer offers"))
    yield _fact(_("Put right later"), _("yes") if missed.put_right else _("not yet"))
    yield _fact(_("Why"), Typed(missed.why))


def _given(missed: Missed) -> Line:
    lines: list[Line] = []
    for given in missed.given:
        option, word = Typed(given.option), Typed(given.word)
        match missed.type:
            case "best_worst":
                lines.append((_("best") if given.word == "best" else _("worst"), ": ", option))
            case "rate":
                lines.append(fill(_("{option}: {rating} of 5"), option=option, rating=word))
            case "rank":
                lines.append((word, ": ", option))
            case "classify":
                lines.append((option, ": ", word))
            case _:
                lines.append((option,))
    return _between("; ", lines)


def _fact(label: str | Typed, words: str | Typed | Line) -> Fact:
    return Fact((label,), words if isinstance(words, tuple) else (words,))


def _listed(facts: Iterable[Fact]) -> tuple[Block, ...]:
    """A list, or nothing when there is nothing to list."""
    rows = tuple(facts)
    return (Facts(rows),) if rows else ()


def _bars(bars: Iterable[Bar]) -> tuple[Block, ...]:
    rows = tuple(bars)
    return (Bars(rows),) if rows else ()


def _joined(texts: Iterable[str]) -> Line:
    return _between(", ", ((Typed(text),) for text in texts))


def _between(separator: str, lines: Iterable[Line]) -> Line:
    pieces: list[str | Typed] = []
    for line in lines:
        pieces += (separator, *line) if pieces else line
    return tuple(pieces)


def _score(score: Score) -> str:
    points = ngettext("{points} of {of} point", "{points} of {of} points", score.of)
    return f"{score.per_cent} % ({points.format(points=f'{score.points:g}', of=score.of)})"


def _minutes(minutes: int) -> str:
    return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
