"""A completed course as a row for the import of a learning system, in the columns each of them wants.

The columns are those the makers publish; ``docs/interchange.md`` tells what each holds and what is known of
it. UTF-8 without a byte order mark, CRLF, for machines: a text that would be changed to be safe in a
spreadsheet is refused where it names the user, since a changed name would find nobody.
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Final

from msgspec import Struct

from advocacy_coach.errors import ExportError, UsageError
from advocacy_coach.i18n import _
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.summary import checked_name
from advocacy_coach.reports.writers.csvfile import FORMULA_STARTS, Cell, cell


class Completion(Struct, frozen=True):
    """What a learning system is told: who (as it knows them), which course, when, with how many per cent."""

    user: str
    course: str
    title: str
    began: date | None
    finished: date
    per_cent: int | None
    passed: bool


class Layout(Struct, frozen=True):
    """One system's layout: its name, that of the system, and the row, by column in the system's order."""

    name: str
    system: str
    row: Callable[[Completion], dict[str, Cell]]


def write(summary: Summary, name: str, user: str) -> bytes:
    """The header and the one row. ``user`` is what the system knows the learner by.

    Raises UsageError when the user or the days are missing or cannot be used, ExportError when the course is
    not complete yet.
    """
    layout = LAYOUTS[name]
    row = layout.row(_completion(summary, layout, user))
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(row)
    table.writerow([cell(value) for value in row.values()])
    return text.getvalue().encode()


def contents(summary: Summary, name: str) -> str:
    """What the row tells, for the owner to read before it leaves the program."""
    words = _("It contains, for {system}: your user name there, the course, its days, and the score.")
    if summary.result.score is None or not _has_score(name):
        words = _("It contains, for {system}: your user name there, the course, and its days.")
    return words.format(system=LAYOUTS[name].system)


def check_options(format: str, layout: str | None, user: str) -> None:
    """Raise UsageError when the options of the command do not go together."""
    if layout and format != "csv":
        raise UsageError(_("--layout is for --format csv."))
    if user and not layout:
        raise UsageError(_("--user is for --layout."))
    if layout and not user.strip():
        raise UsageError(
            _("{system} must be told who you are.").format(system=LAYOUTS[layout].system),
            _("Add --user with the user name or e-mail address that you have there."),
        )


def _completion(summary: Summary, layout: Layout, user: str) -> Completion:
    check_options("csv", layout.name, user)
    result = summary.result
    if not result.complete:
        raise ExportError(
            _("The course is not complete yet, and {system} is told of complete courses.").format(
                system=layout.system
            ),
            _("Finish the lessons on its path first."),
        )
    if result.finished is None:
        raise UsageError(
            _("{system} must be told the day you finished.").format(system=layout.system),
            _("Add --times."),
        )
    return Completion(
        user=_checked_user(user),
        course=summary.course.id,
        title=summary.course.title,
        began=result.began,
        finished=result.finished,
        per_cent=result.score.per_cent if result.score else None,
        passed=result.passed,
    )


def _checked_user(user: str) -> str:
    user = checked_name(user)
    if user.startswith(FORMULA_STARTS):
        raise UsageError(
            _("A user name that begins with “{sign}” could be run as a formula.").format(sign=user[0]),
            _("Give the e-mail address or the number that you have there instead."),
        )
    return user


def _iomad(done: Completion) -> dict[str, Cell]:
    """The two ids are numbers of its database: left empty they are passed over, a wrong one loses the row."""
    return {
        "username": done.user,
        "userid": None,
        "coursename": done.course,
        "courseid": None,
        "timeenrolled": done.began,
        "timestarted": done.began,
        "timecompleted": done.finished,
    }


def _learnupon(done: Completion) -> dict[str, Cell]:
    return {
        "Login ID": done.user,
        "Course Name": done.title,
        "Enrollment Created Date": _british(done.began),
        "Enrollment Started Date": _british(done.began),
        "Enrollment Completed Date": _british(done.finished),
        "Enrollment Score": done.per_cent,
        "Enrollment Status": "passed" if done.passed else "completed",
        "Enrollment Access Expires Date": None,
    }


def _learningpool(done: Completion) -> dict[str, Cell]:
    return {
        "User Identifier": done.user,
        "Learning Experience External ID": done.course,
        "Learning Experience Completion Date": done.finished,
        "Enrolment Date": done.began,
    }


def _totara(done: Completion) -> dict[str, Cell]:
    return {
        "username": done.user,
        "courseshortname": done.course,
        "courseidnumber": done.course,
        "completiondate": done.finished,
        "grade": done.per_cent,
    }


def _british(day: date | None) -> str | None:
    """A day as d/m/yyyy."""
    return f"{day.day}/{day.month}/{day.year}" if day else None


def _has_score(name: str) -> bool:
    return name in ("learnupon", "totara")


LAYOUTS: Final = {
    layout.name: layout
    for layout in (
        Layout("iomad", "IOMAD", _iomad),
        Layout("learnupon", "LearnUpon", _learnupon),
        Layout("learningpool", "Learning Pool", _learningpool),
        Layout("totara", "Totara", _totara),
    )
}
