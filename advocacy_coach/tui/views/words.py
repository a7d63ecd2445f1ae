"""Words and glyphs that more than one screen uses."""

from advocacy_coach.course.model import EndingKind, Grade
from advocacy_coach.i18n import _
from advocacy_coach.session.scoring import Verdict

GLYPHS: dict[Verdict, str] = {"right": "✓", "partly": "~", "wrong": "✗"}
STYLES: dict[Verdict, str] = {"right": "good", "partly": "accent", "wrong": "bad"}

GRADE_GLYPHS: dict[Grade, str] = {"best": "✓", "fair": "~", "weak": "✗", "tempting": "!"}
GRADE_STYLES: dict[Grade, str] = {"best": "good", "fair": "accent", "weak": "bad", "tempting": "bad"}

KIND_GLYPHS: dict[EndingKind, str] = {"good": "✓", "mixed": "~", "bad": "✗"}
KIND_STYLES: dict[EndingKind, str] = {"good": "good", "mixed": "accent", "bad": "bad"}


def verdict_words(verdict: Verdict, points: float) -> str:
    """The verdict on an answer, in words; partial points (0 to 1) as per cent."""
    match verdict:
        case "right":
            return _("Right.")
        case "partly":
            return _("Partly right: {percent} %.").format(percent=int(100 * points + 0.5))
        case "wrong":
            return _("Not this time.")


def grade_words(grade: Grade) -> str:
    """What kind of choice it was, in words."""
    match grade:
        case "best":
            return _("the strongest choice here")
        case "fair":
            return _("a fair choice, not the strongest")
        case "weak":
            return _("a weak choice")
        case "tempting":
            return _("the tempting choice: it looks like an instant win")
