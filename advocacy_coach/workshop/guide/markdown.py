"""The guide as Markdown."""

from advocacy_coach.workshop.guide.telling import tell
from advocacy_coach.workshop.guide.value import Guide
from advocacy_coach.workshop.papers import markdown


def write(guide: Guide, *, large: bool = False) -> bytes:  # noqa: ARG001 - Markdown has no size of type
    """The guide in the program's current language, in UTF-8."""
    return markdown.write(tell(guide))
