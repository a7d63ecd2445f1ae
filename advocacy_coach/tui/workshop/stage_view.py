"""What the stage shows of a session: from where it stands to chunks of rows. Notes never come in here."""

from msgspec import Struct

from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row
from advocacy_coach.tui.workshop import mood_view, question_view, room_view, story_view
from advocacy_coach.tui.workshop.chunks import Chunk, pages
from advocacy_coach.tui.workshop.headline import enlarged
from advocacy_coach.workshop import show
from advocacy_coach.workshop.deck import Ask, Item, Mood, Pause, Play, Question, Slide
from advocacy_coach.workshop.live import LiveShow

FOOT = 5
"""Rows that a question gives up for the count of votes, where it can."""


class Frame(Struct, frozen=True):
    """What is on the wall: a page of rows, which it is of how many, and what stands right at the top."""

    rows: tuple[Row, ...]
    page: int
    pages: int
    corner: str


def frame(
    live: LiveShow, page: int, width: int, height: int, *, written: str = "", sizing: bool = False
) -> Frame:
    """The page of what is on stage. Time and votes stand below where there is room, else in the corner.

    With ``sizing`` a title has two rows, for large letters, where there is a row to spare.
    """
    foot = _foot(live, width)
    made = pages(_chunks(live, width, height, written), height)
    page = min(page, len(made) - 1)
    rows = made[page]
    below = len(foot) + 1 if foot else 0
    stands = len(rows) + below <= height
    if sizing and page == 0 and len(rows) + (below if stands else 0) < height:
        rows = enlarged(rows, _title(live), width)
    if foot and stands:
        gap = [BLANK] * (height - len(rows) - len(foot))
        return Frame((*rows, *gap, *foot), page, len(made), "")
    return Frame(tuple(rows), page, len(made), _corner(live) if foot else "")


def _chunks(live: LiveShow, width: int, height: int, written: str) -> list[Chunk]:
    deck, now = live.deck, live.show
    place, item = now.place, deck.item(now.place.item)
    if item is None:
        if place.phase == "over":
            return room_view.over_chunks(width, written=written)
        return room_view.welcome_chunks(deck.title, width)  # with phones, how to join stands here instead
    match item.content:
        case Slide(text=words):
            return room_view.slide_chunks(item.title, words, width, height)
        case Ask():
            asked = live.question
            return _question(live, asked, width, height) if asked else []
        case Play() as play:
            return _story(live, item, play, width, height)
        case Mood() as mood:
            return _mood(live, item, mood, width)
        case Pause():
            return room_view.pause_chunks(item.title, live.deadline, width)


def _question(live: LiveShow, asked: Question, width: int, height: int) -> list[Chunk]:
    rounds = live.show.of(asked)
    match live.show.place.phase:
        case "compare":
            return question_view.compare_chunks(asked, rounds, width, height)
        case "explain":
            return question_view.explain_chunks(asked, rounds, width)
        case "discuss":
            talk = room_view.discuss_rows(width)
            return [talk, [BLANK], *question_view.question_chunks(asked, width, 0)]
        case _:
            room = height - FOOT if live.show.place.phase in show.OPEN else height
            return question_view.question_chunks(asked, width, room)


def _story(live: LiveShow, item: Item, play: Play, width: int, height: int) -> list[Chunk]:
    place, asked = live.show.place, live.question
    match place.phase:
        case "opening":
            return story_view.opening_chunks(item.title, play, width)
        case "consequence":
            return story_view.consequence_chunks(play, place.path, width)
        case "ending":
            return story_view.ending_chunks(play, place.path, width)
        case "debrief":
            return story_view.debrief_chunks(item.id, play, live.show, width)
        case "read" if asked is not None:
            return story_view.scene_chunks(play, place.path, asked, width)
        case "compare" if asked is not None:
            return question_view.compare_chunks(asked, live.show.of(asked), width, height)
        case "discuss" if asked is not None:
            return [room_view.discuss_rows(width), *story_view.decision_chunks(asked, width)]
        case _ if asked is not None:
            return story_view.decision_chunks(asked, width)
        case _:
            return []


def _mood(live: LiveShow, item: Item, mood: Mood, width: int) -> list[Chunk]:
    if live.show.place.phase == "compare":
        return mood_view.result_chunks(mood, live.show.surveys.get(item.id), width)
    return mood_view.intro_chunks(item.title, mood, width, phones=live.booth is not None)


def _title(live: LiveShow) -> str:
    """The title of a slide or of a scenario that begins; what else is on stage has none in large letters."""
    place = live.show.place
    item = live.deck.item(place.item)
    if item and (isinstance(item.content, Slide) or place.phase == "opening"):
        return item.title
    return ""


def _foot(live: LiveShow, width: int) -> list[Row]:
    """What changes while the room looks on: a countdown, or how many have voted."""
    phase = live.show.place.phase
    if phase in show.OPEN and live.question is not None:
        return room_view.counter_rows(live.people(), live.room, width)
    if phase in ("talk", "discuss", "vote") and live.deadline is not None:
        return room_view.countdown_rows(seconds_left(live), width)
    return []


def _corner(live: LiveShow) -> str:
    """The same in a few characters, where the page leaves no room for it."""
    phase = live.show.place.phase
    if phase in show.OPEN and live.question is not None:
        people, room = live.people(), live.room
        words = _("{people} of {room} in") if room else _("{people} in")
        return words.format(people=people, room=room)
    left = max(0, seconds_left(live))
    return f"{left // 60}:{left % 60:02}"


def seconds_left(live: LiveShow) -> int:
    """The seconds until the countdown on stage ends; negative after it."""
    if live.deadline is None:
        return 0
    return -int((live.now() - live.deadline).total_seconds() // 1)
