"""A session as it stands: the pure fold of what happened, and where it can go next.

Nothing here knows a clock, a screen or a network. ``live`` brings events about; a screen asks ``onward``.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.course.model import Ending
from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.story import Move, State, Stop
from advocacy_coach.workshop.deck import Ask, Content, Deck, Item, Mood, Option, Pause, Play, Question, Slide
from advocacy_coach.workshop.events import (
    Begun,
    Cleared,
    Counted,
    Ended,
    Event,
    Moved,
    Phase,
    Place,
    Resumed,
    Stopped,
    Surveyed,
)
from advocacy_coach.workshop.tally import NO_ROUND, Count, Round, Rounds, leading

ASKING: tuple[Phase, ...] = ("read", "vote", "discuss", "again", "compare", "explain")
"""The phases of a question, in their order; any can be skipped."""

OPEN: tuple[Phase, ...] = ("vote", "again")
"""The phases in which votes are taken."""

NO_ROUNDS = Rounds()


class Show(Struct, frozen=True):
    """What happened so far. ``since`` is when the room was first shown what it sees now.

    ``stopped`` is when the clock was stopped, ``lost`` how long it has stood still before.
    """

    begun: Begun
    place: Place = Place()
    since: datetime | None = None
    rounds: dict[str, Rounds] = {}
    surveys: dict[str, Surveyed] = {}
    stopped: Stopped | None = None
    lost: timedelta = timedelta()
    ended: datetime | None = None
    visited: tuple[tuple[datetime, Place], ...] = ()

    def of(self, question: Question) -> Rounds:
        """The rounds of a question; empty ones before the first vote.

        So they are too when the question has other options now, since its file changed between two starts.
        """
        rounds = self.rounds.get(question.id, NO_ROUNDS)
        widths = {len(each.total.counts) for each in (rounds.first, rounds.second) if each != NO_ROUND}
        return rounds if widths <= {len(question.options)} else NO_ROUNDS


def fold(events: Iterable[Event]) -> Show | None:
    """The session after these events; None while it has not begun."""
    show: Show | None = None
    for event in events:
        if isinstance(event, Begun):
            show = Show(event, since=event.at)
        elif show is not None:
            show = after(show, event)
    return show


def after(show: Show, event: Event) -> Show:
    """The session after one more event."""
    match event:
        case Moved(at=at, place=place):
            if place.item >= 0 and all(before.item < 0 for _at, before in show.visited):
                # The clock starts here: what was lost while people arrived is not lost to the plan.
                stopped = replace(show.stopped, at=at) if show.stopped else None
                show = replace(show, lost=timedelta(), stopped=stopped)
            return replace(show, place=place, since=at, visited=(*show.visited, (at, place)))
        case Counted():
            return replace(show, rounds={**show.rounds, event.question: _counted(show, event)})
        case Cleared(question=question, round=number):
            rounds = show.rounds.get(question, NO_ROUNDS)
            left = replace(rounds, second=NO_ROUND) if number == 2 else NO_ROUNDS
            return replace(show, rounds={**show.rounds, question: left})
        case Surveyed(item=item):
            # One survey is one table: a second one would tell about those who were added in between.
            return show if item in show.surveys else replace(show, surveys={**show.surveys, item: event})
        case Stopped():
            return replace(show, stopped=replace(event, at=show.stopped.at) if show.stopped else event)
        case Resumed(at=at) if show.stopped is not None:
            return replace(show, stopped=None, lost=show.lost + (at - show.stopped.at))
        case Ended(at=at):
            return replace(show, ended=show.ended or at)
        case _:
            return show


def _counted(show: Show, event: Counted) -> Rounds:
    rounds = show.rounds.get(event.question, NO_ROUNDS)
    old = rounds.first if event.round == 1 else rounds.second
    count = Count(event.counts, event.people)
    new = (
        replace(old, phones=count, dropped=event.dropped)
        if event.source == "phones"
        else replace(old, hands=count)
    )
    return replace(rounds, first=new) if event.round == 1 else replace(rounds, second=new)


def on_stage(deck: Deck, place: Place) -> Content | None:
    """What is on stage; None before the first item and after the last."""
    item = deck.item(place.item)
    return item.content if item else None


def question(deck: Deck, place: Place) -> Question | None:
    """The question the room is at, whatever its phase; None where there is none."""
    match deck.item(place.item):
        case Item(content=Ask(questions=questions)) if place.turn < len(questions):
            return questions[place.turn]
        case Item(id=id, content=Play() as play) if place.phase in (*ASKING, "consequence"):
            path = place.path[:-1] if place.phase == "consequence" else place.path
            stop = scene(play, path)
            return _decision(f"{id}/{len(path) + 1}", play, stop) if stop else None
        case _:
            return None


def scene(play: Play, path: tuple[str, ...]) -> Stop | None:
    """The scene after these choices; None when the story is over."""
    states = stories.replay(play.story, path)
    return stories.stop_at(play.story, states[-1]) if states else None


def states(play: Play, path: tuple[str, ...]) -> tuple[State, ...]:
    """How the story stood before each decision and after the last."""
    return stories.replay(play.story, path) or (stories.begin(play.story),)


def ending(play: Play, path: tuple[str, ...]) -> Ending:
    """How the story ends when it ends here."""
    return stories.ending(play.story, states(play, path)[-1].levels)


def moves(play: Play, path: tuple[str, ...]) -> tuple[tuple[Stop, Move], ...]:
    """The decisions of a path: each scene with the move that was made in it."""
    made = []
    for choice, state in zip(path, states(play, path), strict=False):
        stop = stories.stop_at(play.story, state)
        move = next((each for each in stop.moves if each.choice.id == choice), None) if stop else None
        if stop and move:
            made.append((stop, move))
    return tuple(made)


def finished(play: Play, path: tuple[str, ...]) -> bool:
    """True when the story, or as much of it as the plan wants, has been played."""
    return scene(play, path) is None or bool(play.most and len(path) >= play.most)


def _decision(id: str, play: Play, stop: Stop) -> Question:
    choices = stop.scene.choices
    return Question(
        id=f"{id}-{stop.scene.id}",
        prompt="",
        options=tuple(Option(choice.id, choice.text, choice.feedback) for choice in choices),
        right=tuple(place for place, choice in enumerate(choices) if choice.verdict == "best"),
        explain=stop.scene.expert,
        votes=play.votes,
    )


def open_round(deck: Deck, place: Place) -> tuple[str, int]:
    """The name of the item or question that is voted on, and the round; 0 when no vote is open."""
    item = deck.item(place.item)
    if item and isinstance(item.content, Mood):
        return item.id, int(place.phase == "vote")
    asked = question(deck, place)
    if asked is None or place.phase not in OPEN:
        return "", 0
    return asked.id, 1 if place.phase == "vote" else 2


def begin(deck: Deck, number: int) -> Place:
    """The place where an item begins; the end after the last."""
    match on_stage(deck, Place(number)):
        case None:
            return Place() if number < 0 else Place(len(deck.items), "over")
        case Slide() | Mood():
            return Place(number, "show")
        case Ask():
            return Place(number, "read")
        case Play():
            return Place(number, "opening")
        case Pause():
            return Place(number, "pause")


def onward(deck: Deck, show: Show) -> Place | None:
    """Where Enter leads: the next phase, question or item. None at the end, and where a choice is needed."""
    place = show.place
    if place.phase == "over":
        return None
    match on_stage(deck, place):
        case Slide(talk=talk) if talk and place.phase == "show":
            return replace(place, phase="talk")
        case Mood() if place.phase == "show":
            return replace(place, phase="compare" if _surveyed(deck, show) else "vote")
        case Mood() if place.phase == "vote":
            return replace(place, phase="compare")
        case Ask(questions=questions):
            following = _next_phase(show, deck)
            if following:
                return replace(place, phase=following)
            if place.turn + 1 < len(questions):
                return Place(place.item, "read", place.turn + 1)
        case Play() as play if place.phase != "debrief":
            return _play_on(deck, show, play)
    return begin(deck, place.item + 1)


def _next_phase(show: Show, deck: Deck) -> Phase | None:
    """The phase after this one. A round that was counted is passed over: only its own key opens it again."""
    asked = question(deck, show.place)
    twice = asked is not None and asked.votes > 1
    rounds = show.of(asked) if asked else NO_ROUNDS
    match show.place.phase:
        case "read" if not (rounds.first.total.people or rounds.second.total.people):
            return "vote"
        case "read" | "vote":
            return "discuss" if twice else "compare"
        case "discuss" if not rounds.second.total.people:
            return "again"
        case "discuss":
            return "compare"
        case "again":
            return "compare"
        case "compare" if asked is not None and (asked.explain or asked.right):
            return "explain"
        case _:
            return None


def _play_on(deck: Deck, show: Show, play: Play) -> Place | None:
    place = show.place
    if place.phase in ASKING and question(deck, place) is None:
        return replace(place, phase="debrief")  # the story was changed since: it has no such scene
    match place.phase:
        case "opening":
            return replace(place, phase="read")
        case "compare":
            choice = decided(deck, show)
            return choose(deck, show, choice) if choice is not None else None
        case "consequence" if not finished(play, place.path):
            return replace(place, phase="read")
        case "consequence":
            return replace(place, phase="ending" if scene(play, place.path) is None else "debrief")
        case "ending":
            return replace(place, phase="debrief")
        case _:
            following = _next_phase(show, deck)
            return replace(place, phase=following) if following else None


def candidates(deck: Deck, show: Show) -> tuple[int, ...]:
    """The options a scenario may go on with: those most of the room want, all where too few may be told."""
    asked = question(deck, show.place)
    if asked is None:
        return ()
    votes = show.of(asked).told
    return (leading(votes) if votes else ()) or tuple(range(len(asked.options)))


def decided(deck: Deck, show: Show) -> int | None:
    """The option most of the room wants; None for a tie, and where too few voted to be told."""
    first = candidates(deck, show)
    return first[0] if len(first) == 1 else None


def choose(deck: Deck, show: Show, option: int) -> Place | None:
    """Where the scenario goes with this option; None where there is nothing to choose."""
    place, asked = show.place, question(deck, show.place)
    playing = isinstance(on_stage(deck, place), Play) and place.phase in ASKING
    if not playing or asked is None or not 0 <= option < len(asked.options):
        return None
    if place.phase == "compare" and option not in candidates(deck, show):
        return None
    return Place(place.item, "consequence", 0, (*place.path, asked.options[option].id))


def back(deck: Deck, show: Show) -> Place:
    """The place that led to this one. A vote that was closed is not opened again by going back.

    Whoever comes to a place again stands where they stood: what was shown in between is not on the way back.
    """
    trail = [Place()]
    for _at, place in show.visited:
        if place in trail:
            del trail[trail.index(place) + 1 :]
        elif place.phase not in OPEN or place == show.place:
            trail.append(place)
    return trail[-2] if len(trail) > 1 else begin(deck, show.place.item - 1)


def phase(deck: Deck, show: Show, wanted: Phase) -> Place | None:
    """The place with another phase of the question on stage; None where it has no such phase."""
    place = show.place
    item = deck.item(place.item)
    if item and isinstance(item.content, Mood):
        allowed: tuple[Phase, ...] = ("show", "compare") if _surveyed(deck, show) else ("show", "vote")
        if place.phase == "vote":
            allowed = ("compare",)
        return replace(place, phase=wanted) if wanted in allowed and wanted != place.phase else None
    asked = question(deck, place)
    if asked is None or place.phase not in ASKING or wanted not in ASKING or wanted == place.phase:
        return None
    if wanted == "explain" and item and isinstance(item.content, Play):
        return None  # what an expert would do is the debrief's to tell
    if wanted == "explain" and not (asked.explain or asked.right):
        return None
    return replace(place, phase=wanted)


def starts_over(deck: Deck, show: Show, place: Place) -> bool:
    """True when going there would open a round again that has votes, which would then be gone."""
    return any(round.total.people for round in _reopened(deck, show, place))


def was_counted(deck: Deck, show: Show, place: Place) -> bool:
    """True when going there opens a round again that was counted before, be it that nobody voted in it."""
    return any(round != NO_ROUND for round in _reopened(deck, show, place))


def _reopened(deck: Deck, show: Show, place: Place) -> tuple[Round, ...]:
    """The rounds that begin anew when the room goes to a place: the first takes the second with it."""
    asked = question(deck, place)
    if asked is None or place.phase not in OPEN:
        return ()
    rounds = show.rounds.get(asked.id, NO_ROUNDS)
    return (rounds.first, rounds.second) if place.phase == "vote" else (rounds.second,)


def last_round(deck: Deck, show: Show, asked: Question) -> int:
    """The round of a question that is open, else the one that was open last; the first before any was."""
    for _at, place in reversed(show.visited):
        name, number = open_round(deck, place)
        if number and name == asked.id:
            return number
    return 1


def _surveyed(deck: Deck, show: Show) -> bool:
    """True when the mood check on stage was closed."""
    item = deck.item(show.place.item)
    return item is not None and item.id in show.surveys
