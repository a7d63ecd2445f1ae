"""A scenario small enough to be counted by hand, and the course it belongs to."""

from pathlib import Path

from advocacy_coach.course.decode import decode
from advocacy_coach.course.model import Course, Scenario
from advocacy_coach.course.scenarios.story import Story, ready
from advocacy_coach.course.source import parse

COURSE = """\
format: 1
id: tiny-course
version: 1.0.0
language: en
title: A tiny course
summary: One scenario.
topics:
  - {id: people, title: People}
path: [none]
meters:
  trust: {title: Trust}
endings:
  - {id: broken, title: Broken, text: It broke., kind: bad, when: trust < 40}
  - {id: good, title: Good, text: It held., kind: good, when: trust >= 70}
  - {id: stalled, title: Stalled, text: It stalled., kind: mixed}
"""

TINY = """\
format: 1
id: tiny
topic: people
title: Tiny
minutes: 1
you: You are somebody.
cast:
  - {id: guest, name: A guest}
scenes:
  - id: ask
    lines:
      - {speaker: guest, text: Well?}
      - text: A guest waits.
    choices:
      - {id: offer, text: Offer help, verdict: best, feedback: Good., goto: calm, effects: {trust: +20}}
      - {id: push, text: Push on, verdict: tempting, feedback: Bad., goto: calm, effects: {trust: -10},
         later: {trust: -10}}
    expert: Offer.
  - id: calm
    when: trust >= 50
    otherwise: storm
    lines:
      - text: It is calm.
    choices:
      - {id: thank, text: Say thanks, verdict: best, feedback: Good., goto: end, effects: {trust: +10}}
      - {id: leave, text: Leave, verdict: weak, feedback: Bad., goto: end}
    expert: Thank.
  - id: storm
    lines:
      - text: It storms.
    choices:
      - {id: sorry, text: Say sorry, verdict: best, feedback: Good., goto: end, effects: {trust: +20}}
      - {id: shout, text: Shout, verdict: tempting, feedback: Bad., goto: end, effects: {trust: -10}}
      - {id: wait, text: Wait, verdict: fair, feedback: So so., goto: storm}
    expert: Say sorry.
debrief:
  text: It is about a guest.
plans:
  - {choices: [offer, thank], ending: good}
  - {choices: [push, shout], ending: broken}
"""

ENDLESS = """\
format: 1
id: endless
topic: people
title: Endless
minutes: 1
you: You are somebody.
scenes:
  - id: door
    lines:
      - text: A door.
    choices:
      - {id: out, text: Go out, verdict: best, feedback: Out., goto: end}
      - {id: in, text: Go in, verdict: tempting, feedback: In., goto: maze}
    expert: Go out.
  - id: maze
    lines:
      - text: A maze.
    choices:
      - {id: left, text: Go left, verdict: best, feedback: Lost., goto: maze}
      - {id: right, text: Go right, verdict: weak, feedback: Lost., goto: maze}
    expert: There is no way out.
debrief:
  text: It is about a maze.
"""
"""A play that goes in never ends, and only one ending is reached: ``check`` finds faults in it."""


def course() -> Course:
    """The course of the scenarios here."""
    value, problems = decode(parse(COURSE.encode(), "course.yaml"), Course)
    assert value, list(problems)
    return value


def scenario(text: str = TINY) -> Scenario:
    """A scenario from its YAML."""
    value, problems = decode(parse(text.encode(), "tiny.yaml"), Scenario)
    assert value, list(problems)
    return value


def story(text: str = TINY) -> Story:
    """A scenario from its YAML, ready to be played."""
    return ready(scenario(text), course())


def write(folder: Path, text: str = TINY) -> Path:
    """A course folder with one scenario in it; the path of the scenario."""
    file = folder / "scenarios" / "tiny.yaml"
    file.parent.mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE, "utf-8")
    file.write_text(text, "utf-8")
    return file
