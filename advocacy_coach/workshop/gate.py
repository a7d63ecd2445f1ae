"""The one gate to the phones: what a phone may know while the room sees what it sees.

The recommended answer leaves the program in the phase “explain”, the counts in “compare”, and notes never.
"""

from msgspec.structs import replace

from advocacy_coach.course.model import YOU, Scene
from advocacy_coach.course.prose import Block, parse, plain
from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.i18n import _
from advocacy_coach.workshop.deck import Content, Deck, Mood, Play, Question, Slide
from advocacy_coach.workshop.events import Place
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.show import Show, ending, moves, open_round, question, scene
from advocacy_coach.workshop.tally import told_round


def paragraphs(markdown: str) -> tuple[str, ...]:
    """A text as plain paragraphs; the items of lists keep a bullet or their number."""
    return tuple(
        f"{_mark(block)}{''.join(span.text for span in block.spans)}"
        for block in parse(markdown)
        if block.spans
    )


def _mark(block: Block) -> str:
    return f"{block.marker or '•'} " if block.kind == "item" else ""


def screen(deck: Deck, show: Show) -> PhoneScreen:
    """What phones may show while the room sees what it sees."""
    item = deck.item(show.place.item)
    if show.place.phase == "over" or show.ended is not None:
        return PhoneScreen("over", title=deck.title, language=deck.language)
    told_now = _screen(deck, show, item.content if item else None)
    return replace(told_now, title=item.title if item else deck.title, language=deck.language)


def _screen(deck: Deck, show: Show, content: Content | None) -> PhoneScreen:
    place = show.place
    asked = question(deck, place)
    match content:
        case Slide(text=text):
            return PhoneScreen(lines=paragraphs(text))
        case Mood(tool=tool, groups=groups):
            return _mood(deck, show, tool, groups)
        case Play() as play if asked is None or place.phase == "consequence":
            return PhoneScreen(lines=_story(play, place))
        case Play() as play if asked is not None:
            stop = scene(play, place.path)
            told_by = conversation(play, stop.scene) if stop else ()
            # What an expert would do is the debrief's to tell, whatever the phase is called.
            asked = replace(asked, right=(), explain="")
            return _asked(deck, show, asked, (*told_by, _("What do you do?")))
        case _ if asked is not None:
            return _asked(deck, show, asked, paragraphs(asked.prompt))
        case _:
            return PhoneScreen()


def _asked(deck: Deck, show: Show, asked: Question, lines: tuple[str, ...]) -> PhoneScreen:
    """A question in its phase. What was voted is told from “compare” on, what is right in “explain”."""
    phase = show.place.phase
    options = tuple(plain(option.text) for option in asked.options)
    shown = PhoneScreen("read", lines=lines, options=options, many=asked.many)
    name, number = open_round(deck, show.place)
    rounds = show.of(asked)
    if number:
        closed = (rounds.first if number == 1 else rounds.second).phones is not None
        return replace(shown, kind="vote", round="" if closed else round_name(name, number))
    if phase not in ("compare", "explain"):
        return shown
    first, second = told_round(rounds.first), told_round(rounds.second)
    shown = replace(
        shown,
        kind="told",
        first=first.counts if first else (),
        second=second.counts if second else (),
        voted=(first.people if first else 0, second.people if second else 0),
    )
    if phase == "explain":
        return replace(shown, right=asked.right, explain=paragraphs(asked.explain))
    return shown


def round_name(question: str, number: int) -> str:
    """How a round is called between stage, booth and phones: ``by-noon/1-morning#2``."""
    return f"{question}#{number}"


def conversation(play: Play, scene: Scene) -> tuple[str, ...]:
    """The lines of a scene, each with who says it."""
    names = {person.id: person.name for person in play.story.scenario.cast} | {YOU: _("You")}
    return tuple(
        f"{names.get(line.speaker, line.speaker)}: {plain(line.text)}" if line.speaker else plain(line.text)
        for line in scene.lines
    )


def _story(play: Play, place: Place) -> tuple[str, ...]:
    """The parts of a scenario that are only read."""
    scenario = play.story.scenario
    match place.phase:
        case "opening":
            return paragraphs(scenario.you)
        case "consequence":
            made = moves(play, place.path)
            choice = made[-1][1].choice if made else None
            return (plain(choice.text), *paragraphs(choice.feedback)) if choice else ()
        case "ending":
            close = ending(play, place.path)
            return (close.title, *paragraphs(close.text))
        case "debrief":
            return paragraphs(scenario.debrief.text)
        case _:
            return ()


def _mood(deck: Deck, show: Show, tool: MoodCheck, groups: tuple[str, ...]) -> PhoneScreen:
    name, number = open_round(deck, show.place)
    if not number or name in show.surveys:
        return PhoneScreen(lines=paragraphs(tool.room or tool.intro) if show.place.phase == "show" else ())
    return PhoneScreen(
        "mood",
        lines=paragraphs(tool.room or tool.intro),
        round=round_name(name, number),
        statements=tuple(plain(statement.text) for statement in tool.statements),
        scale=(*tool.scale, _("I don’t know")),
        groups=groups,
    )
