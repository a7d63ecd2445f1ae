"""The guide as one HTML file to print on A4, in large print as well."""

from advocacy_coach.workshop.guide.telling import tell
from advocacy_coach.workshop.guide.value import Guide
from advocacy_coach.workshop.papers import html


def write(guide: Guide, *, large: bool = False) -> bytes:
    """The guide in the program's current language, in UTF-8; ``large`` has no text under 18 points."""
    return html.write(tell(guide), large=large)
