"""A small scenario and a course with two meters for it, made for tests."""

from typing import Any

from msgspec.structs import replace

from advocacy_coach.course.model import (
    Course,
    Debrief,
    Ending,
    Line,
    Meter,
    Scenario,
    Scene,
    SceneChoice,
    Topic,
)
from advocacy_coach.course.scenarios.story import Story, ready

METERS = {"trust": Meter("Trust"), "reach": Meter("Reach")}

BEST, MIDDLING, WORST = ("offer", "listen"), ("order", "listen"), ("order", "push")
"""Paths that earn 1, ½ and 0 points and end ``good``, ``stalled`` and ``broken``."""

ENDINGS = (
    Ending("broken", "Broken trust", "They leave.", "trust < 25", "bad"),
    Ending("good", "Solid ground", "They stay.", "trust >= 60", "good"),
    Ending("stalled", "Stalled", "Nothing moves.", "", "mixed"),
)


def choice(id: str, verdict: Any, goto: str, trust: str = "", **changes: Any) -> SceneChoice:
    """A choice that moves trust."""
    values: dict[str, Any] = {
        "text": f"I {id}.",
        "feedback": f"Because you {id}.",
        "effects": {"trust": trust} if trust else {},
    }
    return SceneChoice(id=id, verdict=verdict, goto=goto, **(values | changes))


def scenario(id: str = "by-noon", **changes: Any) -> Scenario:
    """Two scenes, one after the other; three endings by trust. Two choices walk into the pitfall."""
    values: dict[str, Any] = {
        "format": 1,
        "id": id,
        "topic": "forcing",
        "title": f"The story of {id}",
        "minutes": 3,
        "you": "You lead a team.",
        "scenes": (
            Scene(
                "ask",
                (Line("A message."),),
                (
                    choice("offer", "best", "talk", "+10"),
                    choice("order", "tempting", "talk", "-30", pitfall="forcing"),
                    choice("wait", "fair", "talk"),
                ),
                "Offer it.",
            ),
            Scene(
                "talk",
                (Line("They answer."),),
                (
                    choice("listen", "best", "end", "+10"),
                    choice("push", "weak", "end", "-20", pitfall="forcing"),
                ),
                "Listen.",
            ),
        ),
        "endings": ENDINGS,
        "debrief": Debrief("What it was about."),
    }
    return Scenario(**(values | changes))


def course(**changes: Any) -> Course:
    """A course with the two meters and the topic of the scenario."""
    values: dict[str, Any] = {
        "format": 1,
        "id": "course",
        "version": "1.0.0",
        "language": "en",
        "title": "A course",
        "summary": "Small.",
        "topics": (Topic("people", "People"), Topic("forcing", "Forcing", True)),
        "path": ("people",),
        "meters": METERS,
    }
    return Course(**(values | changes))


def story(id: str = "by-noon", **changes: Any) -> Story:
    """The scenario, ready to be played."""
    return ready(scenario(id, **changes), course())


def reworded(story: Story) -> Story:
    """The same story with other words in its first scene."""
    first, *others = story.scenario.scenes
    choices = tuple(replace(each, text=f"{each.text} Again.") for each in first.choices)
    return ready(replace(story.scenario, scenes=(replace(first, choices=choices), *others)), course())
