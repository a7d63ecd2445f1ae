"""A scenario on the stage: who you are, a scene, what the room's choice did, the ending, and the debrief."""

from advocacy_coach.course.model import YOU
from advocacy_coach.course.prose import plain
from advocacy_coach.course.scenarios.walk import paths_of
from advocacy_coach.i18n import _
from advocacy_coach.tui.rows import BLANK, Row, behind, hanging, text
from advocacy_coach.tui.views.meters import meter_rows
from advocacy_coach.tui.views.words import KIND_GLYPHS, KIND_STYLES
from advocacy_coach.tui.workshop.chunks import Chunk, heading, paragraphs
from advocacy_coach.tui.workshop.question_view import option_chunks
from advocacy_coach.workshop import show, tally
from advocacy_coach.workshop.deck import LETTERS, Play, Question
from advocacy_coach.workshop.show import Show


def opening_chunks(title: str, play: Play, width: int) -> list[Chunk]:
    """Who the room is, and whom it will meet."""
    scenario = play.story.scenario
    chunks: list[Chunk] = [heading(title, width), [BLANK], *paragraphs(scenario.you, width)]
    if scenario.cast:
        names = " · ".join(person.name for person in scenario.cast)
        chunks += [[BLANK], text(_("You will hear from: {names}").format(names=names), width, "muted")]
    return chunks


def scene_chunks(play: Play, path: tuple[str, ...], asked: Question, width: int) -> list[Chunk]:
    """What is said in a scene, then what the room can do."""
    stop = show.scene(play, path)
    scenario = play.story.scenario
    names = {person.id: person.name for person in scenario.cast} | {YOU: _("You")}
    chunks: list[Chunk] = []
    for line in stop.scene.lines if stop else ():
        said: list[Row] = []
        if line.speaker:
            said += text(names.get(line.speaker, line.speaker), width, "strong accent")
        said += hanging((("  " if line.speaker else "", ""),), line.text, width)
        chunks.append(said)
    chunks.append([BLANK])
    return [*chunks, *decision_chunks(asked, width)]


def decision_chunks(asked: Question, width: int) -> list[Chunk]:
    """What the room can do, all on one page where that is possible."""
    rows = text(_("What do you do?"), width, "strong")
    return [[*rows, *(row for chunk in option_chunks(asked, width) for row in chunk)]]


def consequence_chunks(play: Play, path: tuple[str, ...], width: int) -> list[Chunk]:
    """What the room did, and what happens because of it."""
    made = show.moves(play, path)
    if not made:
        return []
    stop, move = made[-1]
    letter = LETTERS[[choice.id for choice in stop.scene.choices].index(move.choice.id)]
    chosen = hanging(((f"{letter} ", "accent strong"),), move.choice.text, width, "strong")
    feedback = paragraphs(move.choice.feedback, width)
    return [chosen, [BLANK], text(_("What happens"), width, "muted"), *feedback]


def ending_chunks(play: Play, path: tuple[str, ...], width: int) -> list[Chunk]:
    """How the story ends."""
    close = show.ending(play, path)
    kind = close.kind or "mixed"
    head = text(f"{KIND_GLYPHS[kind]} {close.title}", width, f"strong {KIND_STYLES[kind]}")
    return [head, [BLANK], *paragraphs(close.text, width)]


def debrief_chunks(id: str, play: Play, now: Show, width: int) -> list[Chunk]:
    """The room's path beside an expert's, decision by decision; then the meters and what it was about."""
    path = now.place.path
    chunks: list[Chunk] = [heading(_("The room’s path, and an expert’s"), width)]
    for number, (stop, move) in enumerate(show.moves(play, path), 1):
        rounds = now.rounds.get(f"{id}/{number}-{stop.scene.id}", show.NO_ROUNDS)
        places = [choice.id for choice in stop.scene.choices]
        share = _share(rounds, places.index(move.choice.id))
        best = [choice for choice in stop.scene.choices if choice.verdict == "best"]
        agreed = move.choice in best
        sign = ("✓ ", "good strong") if agreed else ("  ", "")
        words = _("The room: {choice}").format(choice=plain(move.choice.text))
        rows: list[Row] = [
            BLANK,
            *behind(((f"{number} ", "muted"), sign), f"{words}{share}", width, "strong"),
        ]
        if not agreed:
            for choice in best:
                words = _("An expert: {choice}").format(choice=plain(choice.text))
                rows += behind((("    ", ""),), words, width, "good")
        chunks.append([*rows, *hanging((("    ", ""),), stop.scene.expert, width)])
    return [
        *chunks,
        *_meters(play, path, width),
        [BLANK],
        *paragraphs(play.story.scenario.debrief.text, width),
    ]


def _share(rounds: tally.Rounds, place: int) -> str:
    votes = rounds.told
    if votes is None:
        return ""
    return f" ({tally.per_cent(votes.counts[place], votes.people)} %)"


def _meters(play: Play, path: tuple[str, ...], width: int) -> list[Chunk]:
    """The meters over the room's decisions, with where the strongest choices end beside them."""
    if not play.story.titles:
        return []
    moments = [state.levels for state in show.states(play, path)]
    ends = list(paths_of(play.story, ("best",)).values())
    whole = show.scene(play, path) is None
    best = ends[0] if len(ends) == 1 and whole else ()
    return [[BLANK, *meter_rows(play.story.titles, moments, best, width)]]
