"""The code that a phone's camera reads, as lines of half blocks: black is drawn, white is left open.

Whoever draws the lines paints both colours, black on white: cameras do not read an inverted code, and a code
without a light margin on all sides not reliably. ISO/IEC 18004 asks for a margin of four modules.
"""

from functools import lru_cache
from typing import Final

from advocacy_coach.workshop.extra import needed

QUIET: Final = 4
"""Modules of margin on every side."""

_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


@lru_cache(maxsize=4)
def lines(address: str, *, large: bool = False) -> tuple[str, ...]:
    """The code of an address, two modules a line and one a column, with its margin.

    ``large`` is twice that in both directions, for walls with room: it is read from twice as far away.

    An address in upper case takes the denser of two alphabets: ``HTTP://192.168.178.123:8765/K7QF`` is
    33 cells wide and 17 lines high, in lower case it would be 37 by 19. The strongest correction that needs
    no larger code is taken. Raises CoachError where segno is not installed.
    """
    try:
        import segno
    except ImportError:
        raise needed("segno") from None
    code = segno.make_qr(address, error="l", boost_error=True)
    modules = [list(row) for row in code.matrix_iter(border=QUIET)]
    if large:
        return tuple("".join("██" if module else "  " for module in row) for row in modules)
    if len(modules) % 2:
        modules.append([0] * len(modules[0]))
    return tuple(
        "".join(_HALVES[above, below] for above, below in zip(upper, lower, strict=True))
        for upper, lower in zip(modules[::2], modules[1::2], strict=True)
    )
