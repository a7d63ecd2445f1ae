"""One scenario file opened for its author: ready to be played, or refused with everything that is wrong."""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.folder import COURSE, course_of
from advocacy_coach.course.model import Course, Scenario
from advocacy_coach.course.problems import printout
from advocacy_coach.course.reading import Loaded, load_scenario, load_shared
from advocacy_coach.course.scenarios import proofs
from advocacy_coach.course.scenarios.story import Story, ready
from advocacy_coach.errors import CourseError
from advocacy_coach.i18n import _


class Opened(Struct, frozen=True):
    """A story, and how many faults ``check`` proves about it; it can be played in spite of them."""

    story: Story
    faults: int


def open_story(file: Path, folder: Path | None = None) -> Opened:
    """The story of a scenario file as a part of the course it lies in, or of the course in ``folder``.

    Raises CourseError, with all that is wrong, when the file or its ``course.yaml`` cannot be used.
    """
    folder = folder or course_of(file)
    if folder is None:
        message = _("{file} belongs to no course, and a scenario needs its meters and endings.")
        hint = _("Put it into “scenarios” in a course folder, or name the course with --course.")
        raise CourseError(message.format(file=cleaned(str(file))), hint)
    shared = load_shared(folder)
    course = shared.course.usable
    if course is None:
        message = _("{file} cannot be used.").format(file=cleaned(str(folder / COURSE)))
        raise CourseError("\n\n".join([message, *_printouts(shared.course)]))
    loaded = load_scenario(file, shared.known())
    scenario = loaded.usable
    if scenario is None:
        message = _("{file} cannot be used.").format(file=cleaned(str(file)))
        raise CourseError("\n\n".join([message, *_printouts(loaded)]))
    story = ready(scenario, course)
    faults = sum(problem.severity == "error" for problem in proofs.story(loaded.source, story))
    return Opened(story, faults)


def _printouts(loaded: Loaded[Course] | Loaded[Scenario]) -> Iterator[str]:
    lines = loaded.source.lines
    return (printout(problem, lines) for problem in sorted(set(loaded.problems)))
