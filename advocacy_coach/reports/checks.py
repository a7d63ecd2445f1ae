"""The opening and the closing check out of the record, as they were told when they were finished."""

from advocacy_coach.records.progress import Progress
from advocacy_coach.reports.document import CheckResult, Checks

OPENING, CLOSING = "opening-check", "closing-check"


def of_progress(progress: Progress) -> Checks | None:
    """The newest finished check of each kind; None where neither was finished."""
    opening, closing = _newest(progress, OPENING), _newest(progress, CLOSING)
    return Checks(opening, closing) if opening or closing else None


def _newest(progress: Progress, tool: str) -> CheckResult | None:
    """What was told of the newest finished sheet. One whose points are no numbers counts as none."""
    closed = [sheet for sheet in progress.sheets_of(tool) if sheet.closed]
    told = closed[-1].results if closed else {}
    points, of = told.get("points", ""), told.get("of", "")
    if not (_whole(points) and _whole(of)) or int(points) > int(of):
        return None
    return CheckResult(
        int(points), int(of), told.get("form", ""), told.get("key", ""), told.get("key_version", "")
    )


def _whole(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) <= 9
