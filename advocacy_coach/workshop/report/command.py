"""The report of a session for whoever asks for it by its journal."""

from pathlib import Path
from typing import TYPE_CHECKING

from advocacy_coach.errors import CoachError, CourseError
from advocacy_coach.i18n import _
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.journal import journals, read
from advocacy_coach.workshop.report.value import report
from advocacy_coach.workshop.report.writers import REPORT_WRITERS
from advocacy_coach.workshop.show import fold

if TYPE_CHECKING:
    from advocacy_coach.course.library import Library
    from advocacy_coach.workshop.deck import Deck
    from advocacy_coach.workshop.events import Begun


def make(journal_path: Path, library: "Library", format: str) -> bytes:
    """The report of a session, in a format of ``REPORT_WRITERS``.

    Raises CoachError when the journal tells of no session, when it is of another course, and when the course
    no longer has its plan.
    """
    events = list(read(journal_path))
    show = fold(events)
    if show is None:
        raise CoachError(_("There is no session in “{path}”.").format(path=journal_path))
    return REPORT_WRITERS[format].write(report(_deck(show.begun, library), events))


def newest(folder: Path, plan: str | None = None) -> Path:
    """The journal of the newest session in a folder in which anything was shown, of a plan if one is named.

    Raises CoachError when there is none.
    """
    found = next((path for path in journals(folder) if _held(path, plan)), None)
    if found is None:
        raise CoachError(
            _("No session has been held yet."),
            _("A session is kept from the moment in which advocacy-coach workshop begins it."),
        )
    return found


def _held(path: Path, plan: str | None) -> bool:
    show = fold(read(path))
    return show is not None and bool(show.visited) and plan in (None, show.begun.plan)


def _deck(begun: "Begun", library: "Library") -> "Deck":
    if begun.course != library.course.id:
        words = _("This session was held with the course “{course}”, not with “{here}”.")
        raise CoachError(words.format(course=begun.course, here=library.course.id), _open_that())
    try:
        deck = build(library.workshop(begun.plan), library)
    except CourseError as error:
        words = _("The report needs the plan “{plan}” of this session. {reason}")
        raise CoachError(words.format(plan=begun.plan, reason=error.message), error.hint) from error
    if begun.deck not in ("", deck.mark):
        words = _("The plan “{plan}” has other steps now than in this session.").format(plan=begun.plan)
        raise CoachError(words, _("Take the plan back to how it was then."))
    return deck


def _open_that() -> str:
    return _("Choose that course with --course.")
