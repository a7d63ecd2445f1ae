"""The tools of a course in YAML, as small as they can be, for the small course of the tests."""

from pathlib import Path

from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS

CHECK = """\
format: 1
id: situations
title: Two situations
minutes: 1
intro: Two short situations.
key: {method: The authors, version: 1}
pass_mark: 2
areas:
  - {id: people, title: People}
  - {id: forcing, title: Forcing}
forms:
  - id: a
    items:
      - id: party
        area: people
        claims: [W9]
        prompt: A cousin asks what it is like to work here. What should the manager do?
        options:
          - {id: free, text: Let them answer, feedback: Good., key: best}
          - {id: script, text: Hand out a script, feedback: Bad., key: worst}
          - {id: pass, text: Pass them on, feedback: So so.}
          - {id: self, text: Answer yourself, feedback: Honest.}
        explain: People ask people.
      - id: ten-posts
        area: forcing
        prompt: Ten ready posts arrive.
        options:
          - {id: offer, text: Offer them, feedback: Good., key: best}
          - {id: order, text: Order them, feedback: Bad., key: worst}
          - {id: keep, text: Keep them, feedback: So so.}
          - {id: share, text: Share them alone, feedback: So so.}
        explain: An order is not an offer.
    would_do:
      id: friday
      prompt: It is Friday. What would you really do?
      options:
        - {id: remind, text: Remind people}
        - {id: wait, text: Wait until Monday}
  - id: b
    items:
      - id: message
        area: people
        prompt: A stranger asks in a message. What now?
        options:
          - {id: free, text: Let them answer, feedback: Good., key: best}
          - {id: script, text: Hand out a script, feedback: Bad., key: worst}
          - {id: pass, text: Pass them on, feedback: So so.}
          - {id: self, text: Answer yourself, feedback: Honest.}
        explain: People ask people.
      - id: five-posts
        area: forcing
        prompt: Five ready posts arrive.
        options:
          - {id: offer, text: Offer them, feedback: Good., key: best}
          - {id: order, text: Order them, feedback: Bad., key: worst}
          - {id: keep, text: Keep them, feedback: So so.}
          - {id: share, text: Share them alone, feedback: So so.}
        explain: An order is not an offer.
    would_do:
      id: monday
      prompt: It is Monday. What would you really do?
      options:
        - {id: remind, text: Remind people}
        - {id: wait, text: Wait until Friday}
"""

PLAN = """\
format: 1
type: plan_check
id: plan-check
title: A plan check
minutes: 1
intro: Tick what your plan does.
amber_from: 2
red_from: 5
practices:
  - id: must-share
    text: Ready posts must be shared
    pitfalls: [forcing]
    severity: 4
    why: It is an order.
    instead: Offer them.
    claims: [P1.10]
    sources: [E25]
  - id: contest
    text: A contest for posts
    pitfalls: [forcing, people]
    severity: 3
    why: It makes losers.
    instead: Say thank you.
  - id: nothing
    text: Nothing to tell
    pitfalls: [people]
    severity: 2
    why: Nobody tells of nothing.
    instead: Give a crew a real problem.
signs:
  - {id: free-no, text: Anyone can say no, keep: A yes then means something.}
  - {id: can-stop, text: It can be stopped, keep: With a way out you can listen.}
results:
  red: {title: Stop, text: Do not start.}
  amber: {title: Repair, text: Repair it first.}
  green: {title: Go, text: Begin quietly.}
"""

MOOD = """\
format: 1
type: mood_check
id: mood-check
title: A mood check
minutes: 1
intro: Three statements.
note: The bands are ours.
scale: [never, seldom, at times, often, always]
minimum: 5
areas:
  - {id: think, title: What we think}
  - {id: freedom, title: Freedom}
statements:
  - {id: mostly-good, area: think, text: I would say mostly good things., claims: [W9]}
  - {id: interest, area: think, text: My work interests me.}
  - {id: speak, area: freedom, text: I can say what is wrong., gate: true}
bands:
  - {id: not-now, title: Not now, below: 40, advice: Announce nothing.}
  - {id: fix-first, title: Fix first, below: 60, advice: Repair something.}
  - {id: solid, title: Solid ground, below: 101, advice: Stay out of the way.}
together: {statements: [mostly-good, interest], below: 40, band: not-now}
gates: {below: 50, band: fix-first, advice: Open the gate first.}
unknown: {from: 2, title: Ask first, text: You do not know yet.}
rosier: {by: 15, text: You see it rosier.}
weak_area: {by: 25, text: Look here first.}
silence: {below: 50, text: Silence is a result too.}
promises: [Five answers are the least.]
"""

TOOLS = {SITUATIONS: CHECK, PLAN_CHECK: PLAN, MOOD_CHECK: MOOD}
"""By name of the file inside a course."""


def with_tools(course_dir: Path, *names: str) -> None:
    """Add these tools to the small course, all of them where none is named."""
    for name in names or TOOLS:
        file = course_dir / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(TOOLS[name], "utf-8")
