"""A group's view in words: sections of lines, which each writer of texts puts down in its own way."""

from collections.abc import Iterator

from msgspec import Struct

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.reports.cohort_document import (
    Cohort,
    EndingTold,
    Gain,
    Mean,
    QuestionMissed,
    ScenarioTold,
)
from advocacy_coach.session.scoring import percent


class Line(Struct, frozen=True):
    """A label, which may be an author's text, and what is said of it. Neither is markup."""

    label: str
    words: str


class Section(Struct, frozen=True):
    """A heading and its lines."""

    title: str
    lines: tuple[Line, ...]


def about(cohort: Cohort) -> str:
    """What this is, and of when."""
    return _("A group in this course, as of {day} (UTC).").format(day=cohort.made.date())


def rule(cohort: Cohort) -> str:
    """What is never told, to stand at the end."""
    words = ngettext(
        "Nothing is told about fewer than {count} person, nor a number from which that could be worked out.",
        "Nothing is told about fewer than {count} people, nor a number from which that could be worked out.",
        cohort.fewest,
    )
    return words.format(count=cohort.fewest)


def too_few(cohort: Cohort) -> str:
    """Why nothing is told."""
    words = ngettext(
        "There are fewer than {count} person.", "There are fewer than {count} people.", cohort.fewest
    )
    return words.format(count=cohort.fewest)


def sections(cohort: Cohort) -> tuple[Section, ...]:
    """Everything that is told, without empty sections; nothing when there are too few people."""
    if cohort.too_few:
        return ()
    made = (
        Section(_("The group"), tuple(_group(cohort))),
        Section(_("Topics"), tuple(Line(topic.title, _mean(topic.mean)) for topic in cohort.topics)),
        Section(_("Questions that most people missed at first"), tuple(map(_question, cohort.questions))),
        Section(_("How scenarios ended"), tuple(map(_scenario, cohort.scenarios))),
        Section(_("Before and after the course"), tuple(_gain(cohort.gain))),
    )
    return tuple(section for section in made if section.lines)


def _group(cohort: Cohort) -> Iterator[Line]:
    if cohort.people is not None:
        yield Line(_("People"), str(cohort.people))
    yield Line(_("Finished the course"), _part(cohort.complete, cohort.people))
    yield Line(_("Passed"), _part(cohort.passed, cohort.people))
    if cohort.score:
        yield Line(_("Score"), _mean(cohort.score))


def _part(part: int | None, whole: int | None) -> str:
    if part is None or whole is None:
        return _("not told")
    words = _("{part} of {whole} ({per_cent} %)")
    return words.format(part=part, whole=whole, per_cent=percent(part, whole))


def _mean(mean: Mean | None) -> str:
    if mean is None:
        return _("not told")
    if mean.people is None:
        return _("{per_cent} % on average").format(per_cent=mean.per_cent)
    words = ngettext(
        "{per_cent} % on average of {count} person", "{per_cent} % on average of {count} people", mean.people
    )
    return words.format(per_cent=mean.per_cent, count=mean.people)


def _question(question: QuestionMissed) -> Line:
    if question.answered is not None:
        return Line(question.prompt, _part(question.missed, question.answered))
    words = ngettext("{count} person", "{count} people", question.missed)
    return Line(question.prompt, words.format(count=question.missed))


def _scenario(scenario: ScenarioTold) -> Line:
    parts = [f"{_ending(ending)}: {ending.people}" for ending in scenario.endings]
    if scenario.others:
        label = _("another ending") if scenario.played is not None else _("another ending, or not played")
        parts.append(f"{label}: {scenario.others}")
    words = "; ".join(parts)
    if scenario.played is None:
        return Line(scenario.title, words)
    played = ngettext("played by {count} person", "played by {count} people", scenario.played)
    return Line(scenario.title, f"{played.format(count=scenario.played)}; {words}")


def _ending(ending: EndingTold) -> str:
    kinds = {"good": _("a good ending"), "mixed": _("a mixed ending"), "bad": _("a bad ending")}
    if ending.kind is None:
        return ending.title
    return _("{ending} ({kind})").format(ending=ending.title, kind=kinds[ending.kind])


def _gain(gain: Gain | None) -> Iterator[Line]:
    if gain is None:
        return
    if gain.pairs is not None:
        yield Line(_("People who took both checks"), str(gain.pairs))
    yield Line(_("Opening check"), _("{per_cent} % on average").format(per_cent=gain.opening))
    yield Line(_("Closing check"), _("{per_cent} % on average").format(per_cent=gain.closing))
    if gain.gain is not None:
        words = _("{per_cent} % of what was missing at first (of the group’s means)")
        yield Line(_("Gain"), words.format(per_cent=f"{100 * gain.gain:.0f}"))
