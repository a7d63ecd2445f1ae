"""Questions of a course for the question bank of a learning system: one module a format, and the registry."""

from collections.abc import Callable

from msgspec import Struct

from advocacy_coach.reports.interchange import gift, moodle
from advocacy_coach.reports.interchange.items import Bank, Note


class Format(Struct, frozen=True):
    """A format of question banks: its name, how it is written, and what it cannot carry of a bank.

    ``write`` is pure: the same bank gives the same bytes (UTF-8). Nothing that it drops or changes is missing
    in ``notes``. ``rates`` when it can say that a rating one step off earns half, so that a bank for it may
    have ratings.
    """

    name: str
    write: Callable[[Bank], bytes]
    notes: Callable[[Bank], list[Note]]
    rates: bool


FORMATS = {
    format.name: format
    for format in (
        Format("moodle", moodle.write, moodle.notes, rates=True),
        Format("gift", gift.write, gift.notes, rates=False),
    )
}
