"""A scenario while it is played: the opening, a scene as a conversation, a consequence, the ending.

Nothing here shows a meter or a verdict; those belong to the debrief.
"""

from collections.abc import Mapping

from advocacy_coach.course.model import YOU, Ending, Scenario, Scene, SceneChoice, Topic
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session import plays, scenario
from advocacy_coach.session.run import Run
from advocacy_coach.session.scenario import Decision
from advocacy_coach.tui.rows import BLANK, Row, behind, hanging, prose, text
from advocacy_coach.tui.text import clipped, measure
from advocacy_coach.tui.views.words import KIND_GLYPHS, KIND_STYLES

Topics = Mapping[str, Topic]

_INDENT = "  "


def opening_rows(run: Run, story: Story | None, width: int) -> list[Row]:
    """Who you are and whom you will meet; where you stand, when it was begun before."""
    if story is None:
        words = _("This scenario cannot be opened just now. The lesson goes on without it.")
        return [BLANK, *text(words, width, "bad")]
    told = story.scenario
    rows = [BLANK, *text(told.title, width, "strong accent"), BLANK, *prose(told.you, width)]
    if told.cast:
        rows += [BLANK, *text(_("You will hear from"), width, "muted")]
        for person in told.cast:
            rows += behind(((f"{_INDENT}· ", "muted"),), person.name, width)
    minutes = _("About {minutes} minutes. Decisions have consequences; the debrief explains them.")
    rows += [BLANK, *text(minutes.format(minutes=told.minutes), width, "muted")]
    return [*rows, *_standing(run, story, width)]


def scene_rows(
    run: Run, choices: tuple[SceneChoice, ...], cursor: int, picked: str, width: int, *, tempting: bool
) -> list[Row]:
    """The scene on stage and what you can do; ``tempting`` marks the tempting choice, on its own path."""
    story, stage = scenario.story(run), scenario.scene(run)
    if story is None or stage is None:
        return []
    rows = [BLANK, *_conversation(story.scenario, stage, width)]
    rows += [BLANK, *text(_("What do you do?"), width, "strong")]
    for index, choice in enumerate(choices):
        here = index == cursor
        lead = ("› ", "accent strong") if here else ("  ", "")
        sign = ("(•) ", "accent strong") if choice.id == picked else ("( ) ", "muted")
        number = (f"{index + 1} ", "muted")
        style = "strong" if here else ""
        rows += hanging((lead, sign, number), choice.text, width, style, target=f"choice:{index}")
        if tempting and choice.verdict == "tempting":
            indent = " " * sum(measure(part) for part, _style in (lead, sign, number))
            rows += text(_("! this is the tempting one"), width, "accent", indent, f"choice:{index}")
    return rows


def consequence_rows(decision: Decision, width: int) -> list[Row]:
    """What you did, and what happened because of it."""
    return [
        BLANK,
        *text(_("You"), width, "strong accent"),
        *prose(decision.choice.text, width, indent=_INDENT),
        BLANK,
        *text(_("What happens"), width, "strong"),
        *prose(decision.choice.feedback, width),
    ]


def ending_rows(ending: Ending, width: int) -> list[Row]:
    """How the story ends."""
    kind = ending.kind or "mixed"
    head = f"{KIND_GLYPHS[kind]} {ending.title}"
    return [
        BLANK,
        *text(_("How it ends"), width, "muted"),
        *text(head, width, f"strong {KIND_STYLES[kind]}"),
        BLANK,
        *prose(ending.text, width),
    ]


def so_far_rows(decisions: tuple[Decision, ...], width: int) -> list[Row]:
    """The decisions made, one line each."""
    lines = [f"{number}  {decision.choice.text}" for number, decision in enumerate(decisions, 1)]
    return [Row(((clipped(line, width), "muted"),)) for line in lines]


def _conversation(told: Scenario, stage: Scene, width: int) -> list[Row]:
    """Who speaks on a line of its own, and below what they say; what happens stands by itself."""
    rows: list[Row] = []
    before = ""
    for line in stage.lines:
        if not line.speaker:
            rows += [*([BLANK] if rows else []), *prose(line.text, width, "emphasis")]
        else:
            name = _("You") if line.speaker == YOU else scenario.speaker(told, line)
            if line.speaker != before:
                rows += [*([BLANK] if rows else []), *text(name, width, "strong accent")]
            rows += prose(line.text, width, indent=_INDENT)
        before = line.speaker
    return rows


def _standing(run: Run, story: Story, width: int) -> list[Row]:
    """Where you stand in this scenario, when it was begun before."""
    if scenario.changed(run):
        words = _("This scenario was changed since you played it, so it starts again.")
        kept = _("Your earlier play stays in your record.")
        return [BLANK, *text(f"{words} {kept}", width, "accent")]
    rows: list[Row] = []
    playing = scenario.play(run)
    if playing and not playing.ended and playing.path:
        made = ngettext(
            "You are in the middle of it: {count} decision made.",
            "You are in the middle of it: {count} decisions made.",
            len(playing.path),
        )
        rows += text(made.format(count=len(playing.path)), width, "accent")
    best = plays.best(scenario.plays_of(run))
    if best:
        titles = {close.ending.id: close.ending.title for close in story.closes}
        words = _("Played. Best ending so far: {ending}.")
        rows += text(words.format(ending=titles.get(best.ending, best.ending)), width, "good")
    return [BLANK, *rows] if rows else []
