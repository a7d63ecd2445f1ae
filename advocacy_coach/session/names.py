"""What a run can be of, besides a lesson of the course: marks in front of an id that no lesson can have.

Ids of lessons hold no dot, so these are told apart by one.
"""

from typing import Final

PRACTICE: Final = "practice."
"""Before the id of a scenario that is played outside the lessons."""

TOOL: Final = "tool."
"""Before the name of a tool whose sheet is filled in."""

REVIEW: Final = "review."
"""The run in which what was missed is looked at again."""

SCENE: Final = "scene."
"""Before ``scenario/scene``, where a decision is looked at again."""


def of_course(lesson: str) -> bool:
    """True for the id of a lesson of the course."""
    return "." not in lesson


def is_practice(lesson: str) -> bool:
    """Whether the id of a lesson is that of one scenario played outside the lessons."""
    return lesson.startswith(PRACTICE)
