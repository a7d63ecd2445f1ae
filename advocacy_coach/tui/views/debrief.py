"""The debrief of a scenario: the meters, each decision with what it did, and what can be learned from it.

A structured debrief raises performance by d = 0.67 over 46 samples (Tannenbaum and Cerasoli, Human Factors,
2013), so it tells for every decision what happened, why, and what an expert would do.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from advocacy_coach.course.model import Claim, Course, Ending, SceneChoice, Source
from advocacy_coach.course.scenarios.conditions import Levels
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.course.scenarios.walk import paths_of
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.session import plays
from advocacy_coach.session.plays import Play, Plays
from advocacy_coach.session.scenario import Decision
from advocacy_coach.session.scoring import percent
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.tui.views.meters import meter_rows
from advocacy_coach.tui.views.step import source_rows
from advocacy_coach.tui.views.words import (
    GRADE_GLYPHS,
    GRADE_STYLES,
    KIND_GLYPHS,
    KIND_STYLES,
    grade_words,
)

_INDENT = "   "


class Told(Struct, frozen=True):
    """What a debrief is about: the play, its decisions and ending, and all plays of this scenario here."""

    story: Story
    play: Play
    decisions: tuple[Decision, ...]
    ending: Ending
    plays: Plays


def debrief_rows(
    told: Told,
    course: Course,
    claims: Mapping[str, Claim],
    sources: Mapping[str, Source],
    width: int,
    *,
    evidence: bool,
) -> list[Row]:
    """The debrief, laid out for a text width. ``evidence`` opens the sources with their caveats."""
    debrief = told.story.scenario.debrief
    rows = [BLANK, *_headline(told, width), BLANK, *text(_("The meters"), width, "strong accent")]
    moments = [told.story.start, *(decision.after for decision in told.decisions)]
    rows += meter_rows(told.story.titles, moments, _best_end(told), width)
    rows += [BLANK, *text(_("Your decisions"), width, "strong accent")]
    for number, decision in enumerate(told.decisions, 1):
        rows += _decision(told, course, number, decision, width)
    rows += [BLANK, *text(_("What this was about"), width, "strong accent"), *prose(debrief.text, width)]
    taught = [claims[id] for id in debrief.claims if id in claims]
    if taught:
        rows += [BLANK, *text(_("From the course"), width, "strong")]
    for claim in taught:
        rows += hanging((("• ", "accent"),), claim.text, width)
    return rows + source_rows(debrief.sources, sources, width, opened=evidence)


def _headline(told: Told, width: int) -> list[Row]:
    kind = told.ending.kind or "mixed"
    best = plays.best(told.plays) or told.play
    words = _("{ending}. Marks: {score} %").format(
        ending=told.ending.title, score=percent(told.play.points, 1)
    )
    rows = text(f"{KIND_GLYPHS[kind]} {words}", width, f"strong {KIND_STYLES[kind]}")
    ended = sum(play.ended for play in told.plays)
    if ended > 1:
        line = ngettext(
            "You have played it {count} time. The best play counts: {score} %.",
            "You have played it {count} times. The best play counts: {score} %.",
            ended,
        )
        rows += text(line.format(count=ended, score=percent(best.points, 1)), width, "muted")
    return rows


def _best_end(told: Told) -> Levels:
    """Where the meters end with the strongest choices; empty after a play of those, or when ways differ."""
    if all(decision.choice.verdict == "best" for decision in told.decisions):
        return ()
    ends = list(paths_of(told.story, ("best",)).values())
    return ends[0] if len(ends) == 1 else ()


def _decision(told: Told, course: Course, number: int, decision: Decision, width: int) -> list[Row]:
    choice = decision.choice
    style = GRADE_STYLES[choice.verdict]
    lead = ((f"{number} ", "muted"), (f"{GRADE_GLYPHS[choice.verdict]} ", f"strong {style}"))
    rows = [BLANK, *hanging(lead, choice.text, width, "strong", target=f"decision:{number - 1}")]
    rows += text(grade_words(choice.verdict), width, style, "    ")
    pitfall = next((topic.title for topic in course.topics if topic.id == choice.pitfall), "")
    if pitfall:
        rows += _labelled(_("Pitfall"), pitfall, width)
    rows += _labelled(_("At once"), _moved(told.story, choice.effects), width)
    if choice.later:
        rows += _labelled(_("Later"), _moved(told.story, choice.later), width)
    strongest = [each for each in decision.scene.choices if each.verdict == "best"]
    if choice.verdict != "best":
        rows += _stronger(strongest, width)
    return rows + _labelled(_("Why"), decision.scene.expert, width)


def _stronger(strongest: Sequence[SceneChoice], width: int) -> list[Row]:
    return [row for each in strongest for row in _labelled(_("Stronger"), each.text, width)]


def _labelled(label: str, markdown: str, width: int) -> list[Row]:
    return hanging((("    ", ""), (f"{label}: ", "muted")), markdown, width)


def _moved(story: Story, deltas: Mapping[str, str]) -> str:
    """Effects in words: the title of each meter and how far it moved; a true minus sign."""
    titles = dict(zip(story.meters, story.titles, strict=True))
    parts = [f"{titles[id]} {delta.replace('-', '−')}" for id, delta in deltas.items()]
    return ", ".join(parts) or _("nothing moved")
