"""The activities that statements are about: their addresses, and what the course says about them.

An address is made of the base and of ids alone, so it stays the same whatever is reworded or goes.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import BaseQuestion, Course, Lesson, Page, Question, Reflect, Scene, Step
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _
from advocacy_coach.records.interactions import (
    Json,
    question_definition,
    reflection_definition,
    scene_definition,
)

TYPES: Final = "http://adlnet.gov/expapi/activities/"
PAGE: Final = "http://activitystrea.ms/schema/1.0/page"

BASE_LENGTH: Final = 200
_UNSAFE: Final = frozenset(' "<>\\^`{|}?#')


def checked_base(base: str) -> str:
    """The base address without a slash at its end. Raises UsageError for one that ids cannot be made of."""
    base = base.strip().rstrip("/")
    if not base:
        raise UsageError(
            _("Statements need an address that your organisation owns, to make ids of."),
            _("Name it with --base https://… or in ADVOCACY_COACH_XAPI_BASE."),
        )
    if len(base) > BASE_LENGTH or not _usable(base):
        raise UsageError(
            _("“{base}” cannot be the base of ids.").format(base=cleaned(base[:BASE_LENGTH])),
            _("It begins with https://, then your own domain, and has no question mark, “#” or “@”."),
        )
    return base


class Activities:
    """The activities of a course, each by its ids; what the course no longer has is an address alone."""

    def __init__(
        self, course: Course, lessons: Mapping[str, Lesson], stories: Mapping[str, Story], base: str
    ) -> None:
        """``base`` is a checked one."""
        self.base = base
        self._course, self._lessons, self._stories = course, lessons, stories
        self._language = course.language

    def id(self, *parts: str) -> str:
        """The address of something in the course; without parts, of the course."""
        return "/".join((self.base, "courses", *(_segment(part) for part in (self._course.id, *parts))))

    def course(self) -> Json:
        """The course."""
        return self._activity((), f"{TYPES}course", self._course.title)

    def lesson(self, id: str) -> Json:
        """A lesson."""
        return self._activity(("lessons", id), f"{TYPES}lesson", self._title(id))

    def quiz(self, lesson: str) -> Json:
        """All that a lesson gives points for."""
        return self._activity(("lessons", lesson, "quiz"), f"{TYPES}assessment", self._title(lesson))

    def page(self, lesson: str, id: str) -> Json:
        """A page of a lesson."""
        step = self._step(lesson, id)
        title = step.title if isinstance(step, Page) else ""
        return self._activity(("lessons", lesson, "pages", id), PAGE, title)

    def question(self, lesson: str, id: str) -> tuple[Json, Question | None]:
        """A question of a lesson as an activity, and itself while the course has it."""
        step = self._step(lesson, id)
        activity = reference(self.id("lessons", lesson, "questions", id))
        if not isinstance(step, BaseQuestion):
            return activity, None
        return {**activity, "definition": question_definition(step, id, self._language)}, step

    def reflection(self, lesson: str, id: str) -> Json:
        """A question that the learner answers for themselves."""
        step = self._step(lesson, id)
        activity = reference(self.id("lessons", lesson, "reflections", id))
        if not isinstance(step, Reflect):
            return activity
        return {**activity, "definition": reflection_definition(id, step.prompt, self._language)}

    def scenario(self, id: str) -> Json:
        """A scenario, wherever it is played."""
        title = self._stories[id].scenario.title if id in self._stories else ""
        return self._activity(("scenarios", id), f"{TYPES}simulation", title)

    def node(self, scenario: str, id: str) -> tuple[Json, Scene | None]:
        """A scene of a scenario as an activity, and itself while the course has it."""
        story = self._stories.get(scenario)
        scenes = story.scenario.scenes if story else ()
        scene = next((scene for scene in scenes if scene.id == id), None)
        activity = reference(self.id("scenarios", scenario, "nodes", id))
        if scene is None:
            return activity, None
        return {**activity, "definition": scene_definition(scene, self._language)}, scene

    def check(self, tool: str, name: str) -> Json:
        """The opening or closing check; ``name`` is English."""
        definition = {"type": f"{TYPES}assessment", "name": {"en-US": name}}
        return {**reference(self.id("checks", tool)), "definition": definition}

    def _activity(self, parts: tuple[str, ...], type: str, title: str) -> Json:
        definition: Json = {"type": type}
        if title:
            definition["name"] = {self._language: cleaned(title)}
        return {**reference(self.id(*parts)), "definition": definition}

    def _title(self, lesson: str) -> str:
        return self._lessons[lesson].title if lesson in self._lessons else ""

    def _step(self, lesson: str, id: str) -> Step | None:
        return self._lessons[lesson].step(id) if lesson in self._lessons else None


def reference(id: str) -> Json:
    """An activity by its address alone."""
    return {"objectType": "Activity", "id": id}


def _usable(base: str) -> bool:
    if not (base.isascii() and base.isprintable()) or set(base) & _UNSAFE:
        return False
    try:
        parts = urlsplit(base)
        return (
            parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False


def _segment(part: str) -> str:
    """One part of an address, whatever stands in the record: “..” would be taken for a folder."""
    quoted = quote(cleaned(part), safe="")
    return quoted.replace(".", "%2E") if set(quoted) == {"."} else quoted
