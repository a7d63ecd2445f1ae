"""The guide for whoever asks for it by the name of a plan."""

from typing import TYPE_CHECKING

from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.guide.value import guide
from advocacy_coach.workshop.guide.writers import GUIDE_WRITERS

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library


def make(library: "Library", plan_id: str, format: str, large: bool) -> bytes:
    """The guide of a plan, in a format of ``GUIDE_WRITERS``.

    Raises CourseError when the course has no such plan, or not what the plan needs.
    """
    plan = library.workshop(plan_id)
    made = guide(build(plan, library), plan, library)
    return GUIDE_WRITERS[format].write(made, large=large)
