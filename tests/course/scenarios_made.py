"""Scenarios made for tests: small ones by hand, any by hypothesis, and one in YAML in a course of its own."""

from collections.abc import Mapping
from pathlib import Path

from hypothesis import strategies as st

from advocacy_coach.course.model import (
    Course,
    Debrief,
    Ending,
    EndingKind,
    Grade,
    Line,
    Meter,
    Plan,
    Scenario,
    Scene,
    SceneChoice,
    Topic,
)
from advocacy_coach.course.scenarios.story import Story, ready

METERS = ("trust", "reach")
SIGNS = ("<", "<=", ">", ">=", "=", "!=")

COURSE = Course(
    format=1,
    id="course",
    version="1.0.0",
    language="en",
    title="Course",
    summary="A course.",
    topics=(Topic("people", "People"), Topic("forcing", "Forcing", pitfall=True)),
    path=("lesson",),
    meters={id: Meter(id.title()) for id in METERS},
    endings=(
        Ending("broken", "Broken", "It broke.", "trust < 25", "bad"),
        Ending("good", "Good", "It is good.", "trust >= 60", "good"),
        Ending("stalled", "Stalled", "It stands still.", "", "mixed"),
    ),
)


def choice(
    id: str,
    goto: str = "end",
    verdict: Grade = "fair",
    effects: Mapping[str, str] | None = None,
    later: Mapping[str, str] | None = None,
) -> SceneChoice:
    """One choice; it ends the story unless it leads elsewhere."""
    return SceneChoice(id, f"Do {id}", verdict, "It happens.", goto, dict(effects or {}), dict(later or {}))


def scene(id: str, *choices: SceneChoice, when: str = "", otherwise: str = "") -> Scene:
    """One scene; without choices it has a best one that ends well and a tempting one that does not."""
    usual = (choice("good", "end", "best", {"trust": "+10"}), choice("bad", "end", "tempting"))
    return Scene(id, (Line("Something happens."),), choices or usual, "An expert waits.", when, otherwise)


def scenario(
    *scenes: Scene,
    endings: tuple[Ending, ...] = (),
    start: Mapping[str, int] | None = None,
    plans: tuple[Plan, ...] = (),
) -> Scenario:
    """A scenario of these scenes."""
    return Scenario(
        format=1,
        id="made",
        topic="people",
        title="Made",
        minutes=3,
        you="You test.",
        start=dict(start or {}),
        scenes=scenes,
        endings=endings,
        debrief=Debrief("About nothing."),
        plans=plans,
    )


def told(
    *scenes: Scene,
    endings: tuple[Ending, ...] = (),
    start: Mapping[str, int] | None = None,
    plans: tuple[Plan, ...] = (),
) -> Story:
    """The same, ready to be played in the made course."""
    return ready(scenario(*scenes, endings=endings, start=start, plans=plans), COURSE)


def holds(condition: str, levels: Mapping[str, int]) -> bool:
    """What a well-formed condition means, by Python's own operators: ``=`` is its only difference."""
    signs = {"=": "=="}
    spaced = condition.replace("(", " ( ").replace(")", " ) ")
    words = [signs.get(word, word) for word in spaced.split()]
    return not condition or bool(eval(" ".join(words), {}, dict(levels)))


NUMBERS = st.sampled_from((0, 1, 24, 25, 26, 49, 50, 51, 74, 75, 76, 99, 100)) | st.integers(0, 100)

COMPARISONS = st.builds("{} {} {}".format, st.sampled_from(METERS), st.sampled_from(SIGNS), NUMBERS)

CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inside: st.one_of(
        st.lists(inside, min_size=2, max_size=3).map(" and ".join),
        st.lists(inside, min_size=2, max_size=3).map(" or ".join),
        inside.map("({})".format),
    ),
    max_leaves=5,
)
"""Conditions that can be read, as their author would space them."""

DELTAS = st.dictionaries(
    st.sampled_from(METERS), st.sampled_from((-100, -50, -25, 0, 25, 50, 100)).map("{:+d}".format), max_size=2
)
"""Effects in such steps that meters come to 0 and to 100, and plays to the same levels."""


@st.composite
def scenarios(draw: st.DrawFn, *, circles: bool = False) -> Scenario:
    """Any small scenario without errors of shape and reference; with ``circles`` a play may come back."""
    count = draw(st.integers(1, 4))
    ids = [f"s{number}" for number in range(count)]
    scenes = []
    for number, id in enumerate(ids):
        later_ones = [*ids[number + 1 :], "end"]
        targets = st.sampled_from([*ids, "end"] if circles else later_ones)
        grades: st.SearchStrategy[Grade] = st.sampled_from(("best", "fair", "weak", "tempting"))
        choices = [
            choice(f"c{n}", draw(targets), draw(grades), draw(DELTAS), draw(st.just({}) | DELTAS))
            for n in range(draw(st.integers(2, 3)))
        ]
        when = draw(st.just("") | CONDITIONS) if number else ""
        otherwise = draw(st.sampled_from(later_ones)) if when else ""
        scenes.append(scene(id, *choices, when=when, otherwise=otherwise))
    start = draw(st.dictionaries(st.sampled_from(METERS), st.sampled_from((0, 25, 75, 100)), max_size=2))
    kinds: st.SearchStrategy[EndingKind] = st.sampled_from(("good", "mixed", "bad"))
    endings = tuple(
        Ending(f"e{number}", "Ending", "So it ends.", draw(st.just("") | CONDITIONS), draw(kinds))
        for number in range(draw(st.integers(1, 3)))
    )
    return scenario(*scenes, start=start, endings=endings)


MARKET = """\
format: 1
id: market
topic: forcing
title: Ten posts by noon
minutes: 3
you: You lead a team of nine.
cast:
  - {id: brand, name: Brand specialist}
start: {reach: 40}
scenes:
  - id: morning
    lines:
      - text: Tuesday, 9:40.
      - {speaker: brand, text: Ten posts are ready.}
      - {speaker: you, text: "Who asked for them?"}
    choices:
      - id: order
        text: Send them on with a deadline
        verdict: tempting
        effects: {trust: -20, reach: +15}
        later: {trust: -10}
        pitfall: forcing
        feedback: Everybody posts.
        goto: protest
      - id: offer
        text: Send them on as an offer
        verdict: best
        effects: {trust: +10}
        feedback: Two people post.
        goto: protest
    expert: An offer leaves a choice.
  - id: protest
    when: trust < 50
    otherwise: quiet
    lines:
      - {speaker: brand, text: Your people are grumbling.}
    choices:
      - id: apologise
        text: Say sorry to the team
        verdict: best
        effects: {trust: +15}
        feedback: They listen.
        goto: end
      - id: insist
        text: Ask for a screenshot by the evening
        verdict: tempting
        effects: {trust: -30}
        feedback: Everybody sends one.
        goto: end
    expert: Own the order.
  - id: quiet
    lines:
      - text: Nobody writes.
    choices:
      - id: wait
        text: Leave it at that
        verdict: best
        effects: {trust: +10}
        feedback: A story comes.
        goto: end
      - id: push
        text: Remind everybody by name
        verdict: tempting
        effects: {trust: -15}
        feedback: Seven posts come.
        goto: end
    expert: Silence is an answer.
endings:
  - {id: broken, text: Nobody speaks.}
  - {id: good, text: Some speak.}
  - {id: stalled, text: Nothing grows.}
debrief:
  text: An order is no offer.
  claims: [P1.10]
  sources: [E05]
plans:
  - {name: best, choices: [offer, wait], ending: good}
  - {name: tempting, choices: [order, insist], ending: broken}
"""
"""A scenario without fault in the course below."""

METERS_AND_ENDINGS = """\
meters:
  trust: {title: Trust}
  reach: {title: Reach}
endings:
  - {id: broken, title: Broken, kind: bad, when: trust < 25}
  - {id: good, title: Solid ground, kind: good, when: trust >= 60}
  - {id: stalled, title: Stalled, kind: mixed}
"""

STEP = """\
  - type: scenario
    id: play-it
    scenario: market

takeaways:"""
"""A step that plays the scenario, for the end of a small lesson."""


def with_scenario(course_dir: Path) -> Path:
    """Add the scenario to the small course, and what it needs; the scenario's file."""
    course = course_dir / "course.yaml"
    text = course.read_text("utf-8")
    course.write_text(text + METERS_AND_ENDINGS, "utf-8")
    (course_dir / "scenarios").mkdir()
    file = course_dir / "scenarios" / "market.yaml"
    file.write_text(MARKET, "utf-8")
    return file


def play_in_lesson(course_dir: Path) -> None:
    """Let the first lesson of the small course play the scenario at its end."""
    lesson = course_dir / "10-voices.yaml"
    text = lesson.read_text("utf-8")
    lesson.write_text(text.replace("takeaways:", STEP, 1), "utf-8")
