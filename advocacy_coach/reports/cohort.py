"""Many summaries to one view of a group: sums that each summary is added to, and what of them may be told.

Nothing is told about fewer than ``FEWEST`` people, nor anything from which that could be had by subtraction:
``Told`` is the one judge of that. No sum knows a name, and nothing here orders people. The gain is a ratio of
group means (post minus pre over most minus pre), over those who took both checks by one key: a mean of each
person's own gain would be biased by chance in their points, and is undefined for who began with all of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from advocacy_coach import __version__
from advocacy_coach.course.characters import cleaned
from advocacy_coach.reports.cohort_document import (
    FEWEST,
    SCHEMA,
    SCHEMA_VERSION,
    Cohort,
    EndingTold,
    Gain,
    Mean,
    QuestionMissed,
    ScenarioTold,
    TopicMean,
)
from advocacy_coach.reports.cohort_reading import Read
from advocacy_coach.reports.document import CheckResult

MOST_MISSED: Final = 10
"""Questions; a longer list helps no conversation."""


class Told:
    """The numbers of people that were told so far, all of one group, and whether another may join them.

    Any two of them differ by nothing or by at least ``FEWEST``: so whoever subtracts one from another, as one
    would with those who finished a lesson and those who finished the course, never meets a smaller part.
    """

    def __init__(self) -> None:
        self.sizes: set[int] = {0}

    def tell(self, size: int) -> int | None:
        """The number when it may be told, which it then was; else None."""
        if any(0 < abs(size - other) < FEWEST for other in self.sizes):
            return None
        self.sizes.add(size)
        return size


class Tally:
    """The sums of a group, as large as the course and never as the group.

    Adding is commutative, and a summary that was added can be taken back, so the order of files changes
    nothing. Wordings are those of the newest summary that has them.
    """

    def __init__(self) -> None:
        self.people = self.complete = self.passed = 0
        self.score = Sum()
        self.topics: dict[str, Sum] = {}
        self.finished: dict[str, int] = {}
        self.missed: dict[tuple[str, str], int] = {}
        self.endings: dict[str, dict[str, int]] = {}
        self.pairs: dict[tuple[str, str, int], Pairs] = {}
        self.words: dict[tuple[str, ...], tuple[datetime, str, str]] = {}
        self.order: tuple[datetime, tuple[str, ...]] = (datetime.min.replace(tzinfo=UTC), ())

    def add(self, read: Read) -> None:
        """Count a person."""
        self._count(read, 1)
        self._name(read)

    def take_back(self, read: Read) -> None:
        """Count a person no more who was counted by this summary."""
        self._count(read, -1)

    def _count(self, read: Read, one: int) -> None:
        result = read.result
        self.people += one
        self.complete += one * result.complete
        self.passed += one * result.passed
        if result.score:
            self.score.add(result.score.per_cent, one)
        for id, score in {topic.id: topic.score for topic in read.topics}.items():
            if score:
                _sum(self.topics, id).add(score.per_cent, one)
        if read.missed is not None:
            done = {lesson.id for lesson in read.lessons if lesson.state == "finished"}
            for id in done:
                self.finished[id] = self.finished.get(id, 0) + one
            for key in {(missed.lesson, missed.question) for missed in read.missed}:
                if key[0] in done:
                    self.missed[key] = self.missed.get(key, 0) + one
        for id, ending in {scenario.id: scenario.best.ending.id for scenario in read.scenarios}.items():
            met = self.endings.setdefault(id, {})
            met[ending] = met.get(ending, 0) + one
        if read.checks:
            self._pair(read.checks.opening, read.checks.closing, one)

    def _pair(self, opening: CheckResult | None, closing: CheckResult | None, one: int) -> None:
        """Count a pair of checks that can be compared: two forms, one key, the same points to be had."""
        if opening and closing and opening.form != closing.form:
            key = (opening.key, opening.key_version, opening.of)
            if key == (closing.key, closing.key_version, closing.of):
                self.pairs.setdefault(key, Pairs()).add(opening.points, closing.points, one)

    def _name(self, read: Read) -> None:
        made, words = read.made, self._word
        words(made, read.course.title, "", "course")
        if made >= self.order[0]:
            self.order = max(self.order, (made, tuple(topic.id for topic in read.topics)))
        for topic in read.topics:
            words(made, topic.title, "", "topic", topic.id)
        for missed in read.missed or ():
            words(made, missed.prompt, "", "question", missed.lesson, missed.question)
        for scenario in read.scenarios:
            words(made, scenario.title, "", "scenario", scenario.id)
            ending = scenario.best.ending
            words(made, ending.title, ending.kind or "", "ending", scenario.id, ending.id)

    def _word(self, made: datetime, title: str, kind: str, *key: str) -> None:
        known = self.words.get(key)
        if known is None or made >= known[0]:
            self.words[key] = (made, title, kind) if known is None else max(known, (made, title, kind))

    def title(self, *key: str) -> str:
        """The wording of something that was counted, harmless to a terminal."""
        return cleaned(self.words[key][1])


class Sum:
    """So many people, and what they have together."""

    __slots__ = ("people", "total")

    def __init__(self) -> None:
        self.people = self.total = 0

    def add(self, value: int, one: int) -> None:
        """Add a person's value, or with -1 take it away."""
        self.people += one
        self.total += one * value


class Pairs:
    """So many people who took both checks, and the points they have together in each."""

    __slots__ = ("after", "before", "people")

    def __init__(self) -> None:
        self.people = self.before = self.after = 0

    def add(self, before: int, after: int, one: int) -> None:
        """Add a person's points, or with -1 take them away."""
        self.people += one
        self.before += one * before
        self.after += one * after


def tallied(summaries: Iterable[Read]) -> Tally:
    """The sums of summaries that are of as many people."""
    tally = Tally()
    for one in summaries:
        tally.add(one)
    return tally


def cohort(tally: Tally, course: str, made: datetime) -> Cohort:
    """What may be told of a group, made at ``made`` (aware)."""
    too_few = tally.people < FEWEST
    if too_few:
        title = tally.title("course")
        tally = Tally()
        tally.words["course",] = (made, title, "")
    told = Told()
    # What comes first is told first: a later number that would come too near to it is left out.
    people, complete, passed = (told.tell(size) for size in (tally.people, tally.complete, tally.passed))
    gain, scenarios, questions = _gain(tally, told), _scenarios(tally, told), _questions(tally, told)
    return Cohort(
        schema=SCHEMA,
        schema_version=SCHEMA_VERSION,
        program=__version__,
        made=made.astimezone(UTC).replace(microsecond=0),
        course=cleaned(course),
        title=tally.title("course"),
        fewest=FEWEST,
        too_few=too_few,
        people=None if too_few else people,
        complete=None if too_few else complete,
        passed=None if too_few else passed,
        gain=gain,
        scenarios=tuple(scenarios),
        questions=tuple(questions),
        score=_mean(tally.score, told),
        topics=tuple(_topics(tally, told)),
    )


def _mean(sum: Sum, told: Told) -> Mean | None:
    if sum.people < FEWEST:
        return None
    return Mean(told.tell(sum.people), _whole(Fraction(sum.total, sum.people)))


def _topics(tally: Tally, told: Told) -> Iterator[TopicMean]:
    """The topics in the order of the newest summary, then those it does not have."""
    for id in dict.fromkeys((*tally.order[1], *sorted(tally.topics))):
        yield TopicMean(cleaned(id), tally.title("topic", id), _mean(tally.topics.get(id, Sum()), told))


def _questions(tally: Tally, told: Told) -> Iterator[QuestionMissed]:
    """The questions that most people missed, by their share of those it was asked; equals by their id."""
    answered = {lesson: told.tell(size) for lesson, size in sorted(tally.finished.items())}
    found = []
    for (lesson, question), missed in tally.missed.items():
        asked = tally.finished[lesson]
        # Missed, answered well, and not asked or not said: no part of these may be small.
        if missed >= FEWEST and not 0 < asked - missed < FEWEST:
            known = answered[lesson]
            if known is None and 0 < tally.people - missed < FEWEST:
                continue
            prompt = tally.title("question", lesson, question)
            found.append(QuestionMissed(cleaned(lesson), cleaned(question), prompt, missed, known))
    # By what is told alone: an order by hidden numbers would tell something of them.
    shares = {(one.lesson, one.question): Fraction(one.missed, one.answered or tally.people) for one in found}
    found.sort(key=lambda one: (-shares[one.lesson, one.question], one.lesson, one.question))
    yield from found[:MOST_MISSED]


def _scenarios(tally: Tally, told: Told) -> Iterator[ScenarioTold]:
    for id, met in sorted(tally.endings.items()):
        size = sum(met.values())
        if size < FEWEST:
            continue
        played = told.tell(size)
        shown = _shown(met, tally.people - size if played is None else 0)
        if shown or played is not None:
            endings = tuple(
                EndingTold(
                    cleaned(ending),
                    tally.title("ending", id, ending),
                    tally.words["ending", id, ending][2] or None,  # type: ignore[arg-type]
                    people,
                )
                for ending, people in sorted(shown.items(), key=lambda one: (-one[1], one[0]))
            )
            whole = tally.people if played is None else size
            others = whole - sum(shown.values())
            yield ScenarioTold(cleaned(id), tally.title("scenario", id), played, endings, others)


def _shown(parts: Mapping[str, int], beside: int) -> dict[str, int]:
    """The parts of a whole that may be told, with ``beside`` as one more that may not.

    The rest, which anybody can work out, is nothing or at least ``FEWEST`` people. While it is less, the
    smallest shown part is hidden as well; and so it is where ``beside`` would be the only hidden one.
    """
    shown = {id: size for id, size in parts.items() if size >= FEWEST}
    whole = sum(parts.values()) + beside

    def too_plain() -> bool:
        rest = whole - sum(shown.values())
        return 0 < rest < FEWEST or (rest == beside and beside > 0)

    while shown and too_plain():
        del shown[min(shown, key=lambda id: (shown[id], id))]
    return shown


def _gain(tally: Tally, told: Told) -> Gain | None:
    """The gain by the key that most people were scored by; pairs of another key cannot be added to it."""
    key, version, of = max(tally.pairs, key=lambda one: (tally.pairs[one].people, one), default=("", "", 0))
    pairs = tally.pairs.get((key, version, of))
    if pairs is None or pairs.people < FEWEST or not of:
        return None
    missing = of * pairs.people - pairs.before
    return Gain(
        pairs=told.tell(pairs.people),
        of=of,
        key=cleaned(key),
        key_version=cleaned(version),
        opening=_whole(Fraction(100 * pairs.before, of * pairs.people)),
        closing=_whole(Fraction(100 * pairs.after, of * pairs.people)),
        gain=round((pairs.after - pairs.before) / missing, 2) if missing else None,
    )


def _sum(sums: dict[str, Sum], id: str) -> Sum:
    found = sums.get(id)
    if found is None:
        found = sums[id] = Sum()
    return found


def _whole(value: Fraction) -> int:
    """Halves up."""
    return int(value + Fraction(1, 2))
