"""The QR code on the stage, as rows."""

from advocacy_coach.errors import CoachError
from advocacy_coach.tui.rows import Row, text
from advocacy_coach.workshop import qr

WITHOUT = 33
"""How wide the sentence is that stands where there is no code, in cells: as wide as a code usually is."""


def qr_rows(address: str, *, large: bool = False) -> list[Row]:
    """The code of an address, black on white in every theme; where it cannot be made, a sentence why."""
    try:
        return [Row(((line, "qr"),)) for line in qr.lines(address, large=large)]
    except CoachError as error:
        return text(str(error), WITHOUT, "muted")
