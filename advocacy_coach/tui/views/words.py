"""Words that more than one screen uses."""

from advocacy_coach.i18n import _
from advocacy_coach.session.scoring import Verdict

GLYPHS: dict[Verdict, str] = {"right": "✓", "partly": "~", "wrong": "✗"}
STYLES: dict[Verdict, str] = {"right": "good", "partly": "accent", "wrong": "bad"}


def verdict_words(verdict: Verdict, points: float) -> str:
    """The verdict on an answer, in words; partial points (0 to 1) as per cent."""
    match verdict:
        case "right":
            return _("Right.")
        case "partly":
            return _("Partly right: {percent} %.").format(percent=int(100 * points + 0.5))
        case "wrong":
            return _("Not this time.")
