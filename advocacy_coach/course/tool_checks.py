"""What makes a tool unusable although it has the right shape, and what could make it better."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from advocacy_coach.course import rules
from advocacy_coach.course.advice import ENOUGH_QUESTIONS, sentences
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import Known, only_prose, reference, repeated, texts, unique
from advocacy_coach.course.model import Code, Value
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.prose import plain
from advocacy_coach.course.source import Source, Where
from advocacy_coach.course.tools import (
    FORM_WORDS,
    PLAN_WORDS,
    STOP,
    Area,
    Form,
    MoodCheck,
    PlanCheck,
    Situation,
    Situations,
)


def situations(source: Source, tool: Situations, known: Known) -> Iterator[Problem]:
    """The errors of the opening and closing check."""
    yield from only_prose(source)
    yield from unique(source, ("areas",), [area.id for area in tool.areas])
    yield from unique(source, ("forms",), [form.id for form in tool.forms])
    areas = frozenset(area.id for area in tool.areas)
    first: dict[str, Where] = {}
    for number, form in enumerate(tool.forms):
        where: Where = ("forms", number)
        yield from _form(source, where, form, areas, known)
        for index, item in enumerate(form.items):
            place: Where = (*where, "items", index, "id")
            yield from _reserved(source, place, item.id, FORM_WORDS)
            if item.id in first:
                message = f"the id {shown(item.id)} stands in line {source.at(first[item.id])[0]} already"
                yield source.broken(rules.DUPLICATE_ID, source.at(place), message)
            first.setdefault(item.id, place)
    asked = frozenset(item.area for form in tool.forms for item in form.items)
    yield from _unasked(source, tool.areas, asked, "situation")
    yield from _parallel(source, *tool.forms)
    most = 2 * len(tool.forms[0].items)
    if tool.pass_mark > most:
        message = f"the pass mark is {tool.pass_mark}, and a form has {most} points"
        yield source.broken(rules.THRESHOLD, source.at(("pass_mark",)), message)


def plan_check(source: Source, tool: PlanCheck, known: Known) -> Iterator[Problem]:
    """The errors of the plan check."""
    yield from only_prose(source)
    yield from unique(source, ("practices",), [practice.id for practice in tool.practices])
    yield from unique(source, ("signs",), [sign.id for sign in tool.signs])
    yield from repeated(source, ("practices",), [practice.text for practice in tool.practices])
    yield from repeated(source, ("signs",), [sign.text for sign in tool.signs])
    taken = frozenset(practice.id for practice in tool.practices)
    for index, sign in enumerate(tool.signs):
        yield from _reserved(source, ("signs", index, "id"), sign.id, PLAN_WORDS)
        if sign.id in taken:
            message = f"the id {shown(sign.id)} is taken by a practice"
            yield source.broken(rules.DUPLICATE_ID, source.at(("signs", index, "id")), message)
    for index, practice in enumerate(tool.practices):
        where: Where = ("practices", index)
        yield from _reserved(source, (*where, "id"), practice.id, PLAN_WORDS)
        yield from unique(source, (*where, "pitfalls"), practice.pitfalls, key=())
        for number, topic in enumerate(practice.pitfalls):
            yield from reference(
                source, (*where, "pitfalls", number), topic, known.topics, rules.UNKNOWN_TOPIC
            )
        yield from _evidence(source, where, practice.claims, practice.sources, known)
    yield from _colours(source, tool)


def mood_check(source: Source, tool: MoodCheck, known: Known) -> Iterator[Problem]:
    """The errors of the mood check."""
    yield from only_prose(source)
    yield from unique(source, ("areas",), [area.id for area in tool.areas])
    yield from unique(source, ("statements",), [statement.id for statement in tool.statements])
    yield from unique(source, ("bands",), [band.id for band in tool.bands])
    yield from unique(source, ("together", "statements"), tool.together.statements, key=())
    yield from repeated(source, ("scale",), tool.scale)
    yield from repeated(source, ("statements",), [statement.text for statement in tool.statements])
    areas = frozenset(area.id for area in tool.areas)
    for index, statement in enumerate(tool.statements):
        where: Where = ("statements", index)
        yield from reference(source, (*where, "area"), statement.area, areas, rules.UNKNOWN_AREA)
        yield from _evidence(source, where, statement.claims, (), known)
    yield from _unasked(source, tool.areas, {statement.area for statement in tool.statements}, "statement")
    statements = frozenset(statement.id for statement in tool.statements)
    for number, id in enumerate(tool.together.statements):
        yield from reference(
            source, ("together", "statements", number), id, statements, rules.UNKNOWN_STATEMENT
        )
    bands = frozenset(band.id for band in tool.bands)
    for key, band in (("together", tool.together.band), ("gates", tool.gates.band)):
        yield from reference(source, (key, "band"), band, bands, rules.UNKNOWN_BAND)
    yield from _bands(source, tool)
    if tool.unknown.from_ > len(tool.statements):
        message = f"“I don’t know” counts from {tool.unknown.from_}, and there are {len(tool.statements)}"
        yield source.broken(rules.THRESHOLD, source.at(("unknown", "from")), f"{message} statements")


def advice(source: Source, tool: Value) -> Iterator[Problem]:
    """The warnings about a tool."""
    if isinstance(tool, Situations):
        for number, form in enumerate(tool.forms):
            yield from _habits(source, ("forms", number, "items"), form)
    for where, text in texts(source.value):
        yield from sentences(source, where, text)


def _form(source: Source, where: Where, form: Form, areas: frozenset[str], known: Known) -> Iterator[Problem]:
    for index, item in enumerate(form.items):
        place: Where = (*where, "items", index)
        yield from reference(source, (*place, "area"), item.area, areas, rules.UNKNOWN_AREA)
        yield from unique(source, (*place, "options"), [option.id for option in item.options])
        yield from repeated(source, (*place, "options"), [option.text for option in item.options])
        yield from _evidence(source, place, item.claims, (), known)
        keys = [option.key for option in item.options]
        if (keys.count("best"), keys.count("worst")) != (1, 1):
            best, worst = keys.count("best"), keys.count("worst")
            message = f"one option must be the best and one the worst, here {best} and {worst} are"
            yield source.broken(rules.RIGHT_ANSWER, source.key_at((*place, "options")), message)
    ways: Where = (*where, "would_do", "options")
    yield from unique(source, ways, [way.id for way in form.would_do.options])
    yield from repeated(source, ways, [way.text for way in form.would_do.options])


def _parallel(source: Source, first: Form, second: Form) -> Iterator[Problem]:
    """The first place where two forms part: another area, or one more situation."""
    hint = "Item by item, both forms need the same area, or no gain can be told."
    for index, (one, other) in enumerate(zip(first.items, second.items, strict=False)):
        if one.area != other.area:
            place = source.at(("forms", 1, "items", index, "area"))
            message = f"item {index + 1} is about {shown(other.area)} here and about {shown(one.area)} in"
            yield source.broken(rules.NOT_PARALLEL, place, f"{message} form {shown(first.id)}", hint)
            return
    if len(first.items) != len(second.items):
        place = source.key_at(("forms", 1, "items"))
        message = f"the forms are not as long as each other: {len(second.items)} here, {len(first.items)} in"
        yield source.broken(rules.NOT_PARALLEL, place, f"{message} form {shown(first.id)}", hint)


def _colours(source: Source, tool: PlanCheck) -> Iterator[Problem]:
    """Limits out of order, or above all that can be added up without a stop."""
    amber, red = tool.amber_from, tool.red_from
    if not 0 < amber < red:
        message = f"amber must begin above 0 and below red, here {amber} and {red}"
        yield source.broken(rules.THRESHOLD, source.at(("amber_from",)), message)
        return
    most = sum(practice.severity for practice in tool.practices if practice.severity != STOP)
    for key, colour, limit in (("amber_from", "amber", amber), ("red_from", "red", red)):
        if 0 < most < limit:
            message = f"{colour} begins at {limit}, and all practices that are no stop make {most}"
            yield source.broken(rules.THRESHOLD, source.at((key,)), message)


def _bands(source: Source, tool: MoodCheck) -> Iterator[Problem]:
    """The first band that does not rise, and a last one that leaves high scores without a band."""
    limits = [band.below for band in tool.bands]
    for index in range(1, len(limits)):
        if limits[index] <= limits[index - 1]:
            message = f"the bands must rise, and {limits[index]} comes after {limits[index - 1]}"
            yield source.broken(rules.THRESHOLD, source.at(("bands", index, "below")), message)
            return
    if limits[-1] <= 100:
        message = f"the last band must be below 101, so that it holds a score of 100, not {limits[-1]}"
        yield source.broken(rules.THRESHOLD, source.at(("bands", len(limits) - 1, "below")), message)


def _unasked(source: Source, areas: Sequence[Area], asked: Collection[str], what: str) -> Iterator[Problem]:
    for index, area in enumerate(areas):
        if area.id not in asked:
            message = f"no {what} belongs to the area {shown(area.id)}"
            yield source.broken(rules.UNKNOWN_AREA, source.at(("areas", index, "id")), message)


def _reserved(source: Source, where: Where, id: str, words: Collection[str]) -> Iterator[Problem]:
    if id in words:
        message = f"the id {shown(id)} has a meaning of its own here"
        yield source.broken(rules.RESERVED, source.at(where), message, "Choose another one.")


def _evidence(
    source: Source, where: Where, claims: Sequence[Code], sources: Sequence[Code], known: Known
) -> Iterator[Problem]:
    for number, claim in enumerate(claims):
        yield from reference(source, (*where, "claims", number), claim, known.claims, rules.UNKNOWN_CLAIM)
    for number, name in enumerate(sources):
        yield from reference(source, (*where, "sources", number), name, known.sources, rules.UNKNOWN_SOURCE)


def _habits(source: Source, where: Where, form: Form) -> Iterator[Problem]:
    """What lets a learner guess: the best option is the longest, or always on the same position."""
    best = {item.id: place for item in form.items if (place := _best(item))}
    if len(best) < ENOUGH_QUESTIONS:
        return
    of = f"of {len(form.items)} situations"
    longest = [item.id for item in form.items if item.id in best and _best_is_longest(item)]
    if 2 * len(longest) > len(form.items):
        message = f"the best option is the longest in {len(longest)} {of}"
        hint = f"Shorten it in some of: {', '.join(longest)}."
        yield source.broken(rules.LONGEST_RIGHT, source.key_at(where), message, hint)
    position, times = Counter(best.values()).most_common(1)[0]
    if 2 * times > len(form.items):
        same = [id for id, place in best.items() if place == position]
        message = f"the best option is number {position} in {times} {of}"
        hint = f"Move it in some of: {', '.join(same)}."
        yield source.broken(rules.SAME_POSITION, source.key_at(where), message, hint)


def _best(item: Situation) -> int:
    """Where the best option stands, from 1; 0 where there is not exactly one."""
    places = [number for number, option in enumerate(item.options, 1) if option.key == "best"]
    return places[0] if len(places) == 1 else 0


def _best_is_longest(item: Situation) -> bool:
    best = max(len(plain(option.text)) for option in item.options if option.key == "best")
    return all(len(plain(option.text)) < best for option in item.options if option.key != "best")
