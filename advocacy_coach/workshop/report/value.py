"""The report of a session as a value: everything it may say, and nothing else.

Counts only, no ids of people or phones, no addresses, no order, and nothing about fewer than five people nor
anything from which it could be worked out: only ``tally`` lets a count in. Its JSON form is published in
``docs/schemas/session.schema.json``. A ``None`` means that it may not be told, or that there
is nothing to tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from advocacy_coach.course.model import Grade
from advocacy_coach.course.prose import plain
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.story import Move, State, Stop, Story
from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import team
from advocacy_coach.session.guidance.mood import AreaScore, shown_score
from advocacy_coach.session.guidance.team import Group
from advocacy_coach.workshop import show, strongest, tally
from advocacy_coach.workshop.deck import LETTERS, Ask, Deck, Item, Mood, Play, Question
from advocacy_coach.workshop.events import Event, Place, Resumed, Stopped, Surveyed
from advocacy_coach.workshop.show import Show
from advocacy_coach.workshop.tally import Count, Round, Rounds

SCHEMA: Final = "advocacy-coach/session"

People = Annotated[int, Meta(ge=0)]
Moment = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[float, Meta(ge=0, description="Minutes, to one decimal.")]
PerCent = Annotated[int, Meta(ge=0, le=100, description="Whole per cent, halves up.")]
Score = Annotated[int, Meta(ge=0, le=100, description="From 0 to 100, higher is better.")]


class Timed(Struct, frozen=True):
    """An item with its planned and its real minutes, breaks taken off; None where it was not shown."""

    title: str
    planned: Minutes
    taken: Minutes | None


class OptionTold(Struct, frozen=True):
    """An option of a question, without markup."""

    letter: str
    text: str
    recommended: bool


class OptionCount(Struct, frozen=True):
    """How often an option was chosen, and by how many per cent of the people."""

    count: People
    per_cent: PerCent


class SourceCount(Struct, frozen=True):
    """The part of a count that came from one source: people, and counts in the order of options."""

    people: People
    counts: tuple[People, ...]


class RoundTold(Struct, frozen=True):
    """A vote, the first or the second. Fewer than five people: ``people`` is None and ``options`` is empty.

    ``phones`` and ``hands`` are both None where one of them was fewer than five people. ``phones_dropped``
    where the facilitator did not keep the votes from phones, which are then not counted.
    """

    round: Literal[1, 2]
    people: People | None
    options: tuple[OptionCount, ...]
    phones: SourceCount | None
    hands: SourceCount | None
    phones_dropped: bool


class QuestionTold(Struct, frozen=True):
    """A question with its votes. ``spoken`` is the sentence that was read aloud.

    ``recommended_per_cent`` is the share that chose what is recommended, in the vote that counts; where
    ``many`` options could be marked, the share of marks.
    """

    id: str
    title: str
    prompt: str
    options: tuple[OptionTold, ...]
    many: bool
    rounds: tuple[RoundTold, ...]
    spoken: str
    recommended_per_cent: PerCent | None
    explain: str


class Taken(Struct, frozen=True):
    """A choice in a scenario: its letter, its words and its verdict."""

    letter: str
    text: str
    verdict: Grade


class DecisionTold(Struct, frozen=True):
    """A decision of the room: its votes, what it chose, what happened, the strongest choice, and why.

    ``vote`` is None where the facilitator chose without one.
    """

    number: People
    vote: QuestionTold | None
    chosen: Taken
    happened: str
    strongest: Taken
    expert: str


class ScenarioTold(Struct, frozen=True):
    """A scenario: the room's path beside the strongest one. A path may come to no ending."""

    title: str
    decisions: tuple[DecisionTold, ...]
    ending: str | None
    strongest_path: tuple[Taken, ...]
    strongest_ending: str | None
    debrief: str


class AreaTold(Struct, frozen=True):
    """An area of the mood check; its score is None where too few gave a number."""

    title: str
    score: Score | None


class GroupTold(Struct, frozen=True):
    """A group that may be shown."""

    name: str
    people: People
    areas: tuple[AreaTold, ...]


class MoodTold(Struct, frozen=True):
    """The mood check. ``people`` is None, and nothing is told, where too few answered."""

    title: str
    people: People | None
    answered_per_cent: PerCent | None
    score: Score | None
    band: str | None
    advice: str
    areas: tuple[AreaTold, ...]
    groups: tuple[GroupTold, ...]


class Again(Struct, frozen=True):
    """A question to come back to, and how many per cent chose what is recommended."""

    id: str
    title: str
    prompt: str
    recommended_per_cent: PerCent


class Report(Struct, frozen=True, kw_only=True):
    """A session, told to those who were there. ``again`` begins with what the fewest chose as recommended.

    Times are in UTC; ``ended`` is None for a session that was left without an end.
    """

    schema: Literal["advocacy-coach/session"] = SCHEMA
    format: Literal[1] = 1
    title: str
    plan: str
    course: str
    version: str
    language: str
    began: Moment
    ended: Moment | None
    room: People | None
    planned: Minutes
    taken: Minutes
    fewest: People
    questions: tuple[QuestionTold, ...]
    scenarios: tuple[ScenarioTold, ...]
    moods: tuple[MoodTold, ...]
    again: tuple[Again, ...]
    times: tuple[Timed, ...]


def report(deck: Deck, events: Iterable[Event]) -> Report:
    """The report of a session from its journal. Raises ValueError when the session has not begun."""
    happened = list(events)
    now = show.fold(happened)
    if now is None:
        raise ValueError("a journal begins with Begun")
    taken = _times(now, happened, len(deck.items))
    questions = tuple(_questions(deck, now))
    scenarios = tuple(_scenarios(deck, now))
    decisions = (each.vote for scenario in scenarios for each in scenario.decisions if each.vote)
    return Report(
        title=deck.title,
        plan=deck.plan,
        course=deck.course,
        version=now.begun.version,
        language=deck.language,
        began=now.begun.at,
        ended=now.ended,
        room=now.begun.room or None,
        planned=_minutes(timedelta(seconds=deck.seconds)),
        taken=_minutes(sum(taken.values(), timedelta())),
        fewest=tally.MINIMUM,
        questions=questions,
        scenarios=scenarios,
        moods=tuple(_moods(deck, now)),
        again=tuple(_again([*questions, *decisions])),
        times=tuple(
            Timed(
                item.title,
                _minutes(timedelta(seconds=item.seconds)),
                _minutes(taken[number]) if number in taken else None,
            )
            for number, item in enumerate(deck.items)
        ),
    )


def _minutes(time: timedelta) -> float:
    return round(time.total_seconds() / 60, 1)


def _times(now: Show, events: Sequence[Event], items: int) -> dict[int, timedelta]:
    """How long each item was on stage, by its place; the time the clock stood still is nobody's."""
    end = now.ended or max(event.at for event in events)
    still = list(_still(events, end))
    taken: dict[int, timedelta] = {}
    shown = [*((at, place.item) for at, place in now.visited), (end, -1)]
    for (since, item), (until, _next) in pairwise(shown):
        if 0 <= item < items:
            lost = sum((_overlap(since, until, *each) for each in still), timedelta())
            taken[item] = taken.get(item, timedelta()) + max(timedelta(), until - since - lost)
    return taken


def _still(events: Iterable[Event], end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the clock stood still."""
    since: datetime | None = None
    for event in events:
        if isinstance(event, Stopped):
            since = since or event.at
        elif isinstance(event, Resumed) and since:
            yield since, event.at
            since = None
    if since:
        yield since, end


def _overlap(since: datetime, until: datetime, from_: datetime, to: datetime) -> timedelta:
    return max(timedelta(), min(until, to) - max(since, from_))


def _questions(deck: Deck, now: Show) -> Iterator[QuestionTold]:
    """The questions that were voted on, in the order of the deck."""
    for item in deck.items:
        if isinstance(item.content, Ask):
            for asked in item.content.questions:
                if told := _question(asked, item.title, now.of(asked)):
                    yield told


def _question(asked: Question, title: str, rounds: Rounds) -> QuestionTold | None:
    """A question with its votes; None where nobody voted and no votes were dropped."""
    told: list[RoundTold] = []
    if rounds.first.total.people or rounds.first.dropped:
        told.append(_round(1, rounds.first))
    if rounds.second.total.people or rounds.second.dropped:
        told.append(_round(2, rounds.second))
    if not told:
        return None
    return QuestionTold(
        id=asked.id,
        title=title,
        prompt=plain(asked.prompt),
        options=tuple(
            OptionTold(LETTERS[place], plain(option.text), place in asked.right)
            for place, option in enumerate(asked.options)
        ),
        many=asked.many,
        rounds=tuple(told),
        spoken=tally.spoken(rounds),
        recommended_per_cent=tally.share_right(asked, rounds.told),
        explain=asked.explain,
    )


def _round(number: Literal[1, 2], votes: Round) -> RoundTold:
    total = tally.told_round(votes)
    if total is None:
        return RoundTold(number, None, (), None, None, votes.dropped)
    phones, hands = tally.told_by_source(votes)
    counts = (OptionCount(count, tally.per_cent(count, total.people)) for count in total.counts)
    return RoundTold(number, total.people, tuple(counts), _source(phones), _source(hands), votes.dropped)


def _source(votes: Count | None) -> SourceCount | None:
    return SourceCount(votes.people, votes.counts) if votes and votes.people else None


def _scenarios(deck: Deck, now: Show) -> Iterator[ScenarioTold]:
    """The scenarios in which the room made a decision."""
    for number, item in enumerate(deck.items):
        path = next((place.path for _at, place in reversed(now.visited) if place.item == number), ())
        if isinstance(item.content, Play) and path:
            yield _scenario(deck, now, item, item.content, Place(number, "read", 0, path))


def _scenario(deck: Deck, now: Show, item: Item, play: Play, place: Place) -> ScenarioTold:
    story, path = play.story, place.path
    best = strongest.path(story, play.most)
    end = stories.advance(story.stops, *best[-1]) if best else None
    played = show.states(play, path)[-1]
    return ScenarioTold(
        title=item.title,
        decisions=tuple(_decisions(deck, now, item, play, place)),
        ending=_ending(story, played),
        strongest_path=tuple(_taken(story.stops[state.scene], move) for state, move in best),
        strongest_ending=_ending(story, end) if end else None,
        debrief=story.scenario.debrief.text,
    )


def _decisions(deck: Deck, now: Show, item: Item, play: Play, place: Place) -> Iterator[DecisionTold]:
    for number, (stop, move) in enumerate(show.moves(play, place.path), 1):
        before = Place(place.item, "read", 0, place.path[: number - 1])
        asked = show.question(deck, before)
        yield DecisionTold(
            number=number,
            vote=_question(asked, _numbered(item.title, number), now.of(asked)) if asked else None,
            chosen=_taken(stop, move),
            happened=move.choice.feedback,
            strongest=_taken(stop, strongest.strongest(stop)),
            expert=stop.scene.expert,
        )


def _numbered(title: str, number: int) -> str:
    return _("{title}, decision {number}").format(title=title, number=number)


def _taken(stop: Stop, move: Move) -> Taken:
    return Taken(LETTERS[stop.moves.index(move)], plain(move.choice.text), move.choice.verdict)


def _ending(story: Story, state: State) -> str | None:
    if state.scene != stories.OVER:
        return None
    return stories.ending(story, state.levels).title


def _moods(deck: Deck, now: Show) -> Iterator[MoodTold]:
    for item in deck.items:
        if isinstance(item.content, Mood) and (survey := now.surveys.get(item.id)):
            yield _mood(item.title, item.content.tool, survey)


def _mood(title: str, tool: MoodCheck, survey: Surveyed) -> MoodTold:
    """The reading of what was kept. A table without a name is what was hidden together, and no group."""
    groups = [Group(table.name, table.counts) for table in survey.groups]
    read = team.read(tool, groups, survey.asked)
    if read.whole is None:
        return MoodTold(title, None, None, None, None, "", (), ())
    band = read.whole.band
    return MoodTold(
        title=title,
        people=read.answers,
        answered_per_cent=read.rate,
        score=None if read.whole.score is None else shown_score(read.whole.score),
        band=band.title if band else None,
        advice=band.advice if band else "",
        areas=_areas(read.whole.areas),
        groups=tuple(
            GroupTold(group.name, group.answers, _areas(group.areas))
            for group in read.groups
            if group.name and not group.hidden
        ),
    )


def _areas(areas: Iterable[AreaScore]) -> tuple[AreaTold, ...]:
    return tuple(
        AreaTold(each.area.title, None if each.score is None else shown_score(each.score)) for each in areas
    )


def _again(questions: Iterable[QuestionTold]) -> Iterator[Again]:
    """The questions that enough people did not answer as recommended, the fewest first.

    Above the share at which a facilitator goes on there is nothing left to talk about.
    """
    shares = ((each.recommended_per_cent, each) for each in questions)
    known = [(share, each) for share, each in shares if share is not None and share <= tally.GO_ON_ABOVE]
    for share, told in sorted(known, key=lambda each: each[0]):
        yield Again(told.id, told.title, told.prompt, share)
