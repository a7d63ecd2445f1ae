"""What makes a tool unusable although it has the right shape, and what could make it better."""

from collections.abc import Iterator, Sequence

from advocacy_coach.course import rules
from advocacy_coach.course.advice import sentences
from advocacy_coach.course.characters import shown
from advocacy_coach.course.checks import Known, only_prose, reference, repeated, texts, unique
from advocacy_coach.course.model import Code, Value
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.prose import plain
from advocacy_coach.course.source import Source, Where
from advocacy_coach.course.tools import Form, MoodCheck, PlanCheck, Situations


def situations(source: Source, tool: Situations, known: Known) -> Iterator[Problem]:
    """The errors of the opening and closing check."""
    yield from only_prose(source)
    yield from unique(source, ("areas",), [area.id for area in tool.areas])
    yield from unique(source, ("forms",), [form.id for form in tool.forms])
    areas = frozenset(area.id for area in tool.areas)
    ids: list[str] = []
    for number, form in enumerate(tool.forms):
        where: Where = ("forms", number)
        yield from _form(source, where, form, areas, known)
        for index, item in enumerate(form.items):
            if item.id in ids:
                message = f"the id {shown(item.id)} is taken by another situation"
                yield source.broken(rules.DUPLICATE_ID, source.at((*where, "items", index, "id")), message)
            ids.append(item.id)
    first, second = ([item.area for item in form.items] for form in tool.forms)
    if first != second:
        message = "the two forms do not ask about the same areas in the same order"
        hint = "Item by item, both forms need the same area, or no gain can be told."
        yield source.broken(rules.NOT_PARALLEL, source.key_at(("forms", 1, "items")), message, hint)
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
    both = {practice.id for practice in tool.practices} & {sign.id for sign in tool.signs}
    for index, sign in enumerate(tool.signs):
        if sign.id in both:
            message = f"the id {shown(sign.id)} is taken by a practice"
            yield source.broken(rules.DUPLICATE_ID, source.at(("signs", index, "id")), message)
    for index, practice in enumerate(tool.practices):
        where: Where = ("practices", index)
        for number, topic in enumerate(practice.pitfalls):
            yield from reference(
                source, (*where, "pitfalls", number), topic, known.topics, rules.UNKNOWN_TOPIC
            )
        yield from _evidence(source, where, practice.claims, practice.sources, known)
    if not 0 < tool.amber_from < tool.red_from:
        message = f"amber must begin above 0 and below red, here {tool.amber_from} and {tool.red_from}"
        yield source.broken(rules.THRESHOLD, source.at(("amber_from",)), message)


def mood_check(source: Source, tool: MoodCheck, known: Known) -> Iterator[Problem]:
    """The errors of the mood check."""
    yield from only_prose(source)
    yield from unique(source, ("areas",), [area.id for area in tool.areas])
    yield from unique(source, ("statements",), [statement.id for statement in tool.statements])
    yield from unique(source, ("bands",), [band.id for band in tool.bands])
    yield from repeated(source, ("statements",), [statement.text for statement in tool.statements])
    areas = frozenset(area.id for area in tool.areas)
    for index, statement in enumerate(tool.statements):
        where: Where = ("statements", index)
        yield from reference(source, (*where, "area"), statement.area, areas, rules.UNKNOWN_AREA)
        yield from _evidence(source, where, statement.claims, (), known)
    for index, area in enumerate(tool.areas):
        if all(statement.area != area.id for statement in tool.statements):
            message = f"no statement belongs to the area {shown(area.id)}"
            yield source.broken(rules.UNKNOWN_AREA, source.at(("areas", index, "id")), message)
    statements = frozenset(statement.id for statement in tool.statements)
    for number, id in enumerate(tool.together.statements):
        yield from reference(
            source, ("together", "statements", number), id, statements, rules.UNKNOWN_STATEMENT
        )
    bands = frozenset(band.id for band in tool.bands)
    for key, band in (("together", tool.together.band), ("gates", tool.gates.band)):
        yield from reference(source, (key, "band"), band, bands, rules.UNKNOWN_BAND)
    limits = [band.below for band in tool.bands]
    if limits != sorted(set(limits)) or limits[-1] <= 100:
        message = "the bands must rise, and the last must be below 101 so that it holds a score of 100"
        yield source.broken(rules.THRESHOLD, source.key_at(("bands",)), message)


def advice(source: Source, tool: Value) -> Iterator[Problem]:
    """The warnings about a tool."""
    if isinstance(tool, Situations):
        for number, form in enumerate(tool.forms):
            yield from _longest(source, ("forms", number, "items"), form)
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
    yield from unique(source, (*where, "would_do", "options"), [way.id for way in form.would_do.options])


def _evidence(
    source: Source, where: Where, claims: Sequence[Code], sources: Sequence[Code], known: Known
) -> Iterator[Problem]:
    for number, claim in enumerate(claims):
        yield from reference(source, (*where, "claims", number), claim, known.claims, rules.UNKNOWN_CLAIM)
    for number, name in enumerate(sources):
        yield from reference(source, (*where, "sources", number), name, known.sources, rules.UNKNOWN_SOURCE)


def _longest(source: Source, where: Where, form: Form) -> Iterator[Problem]:
    longest = []
    for item in form.items:
        lengths = {option.key: len(plain(option.text)) for option in item.options if option.key == "best"}
        others = [len(plain(option.text)) for option in item.options if option.key != "best"]
        if lengths and others and lengths["best"] > max(others):
            longest.append(item.id)
    if 2 * len(longest) > len(form.items):
        message = f"the best option is the longest in {len(longest)} of {len(form.items)} situations"
        hint = f"Shorten it in some of: {', '.join(longest)}."
        yield source.broken(rules.LONGEST_RIGHT, source.key_at(where), message, hint)
