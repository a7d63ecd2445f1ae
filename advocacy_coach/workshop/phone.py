"""What every phone shows: one value, the same for all of them. ``gate`` decides what is in it."""

from typing import Literal

from msgspec import Struct

Kind = Literal["wait", "read", "vote", "told", "mood", "over"]
"""What a phone can do: read along, vote, see the counts, answer the mood check; ``over`` is the end."""


class PhoneScreen(Struct, frozen=True, omit_defaults=True):
    """What every phone shows now: texts without markup, a line a paragraph.

    ``round`` names the vote that is open, such as ``by-noon/1#2``; a ballot for another one is refused, and
    while it is empty none is taken. ``first`` and ``second`` are counts of the two rounds by option, where
    they may be told, and ``voted`` how many people voted in each; ``right`` the recommended options in the
    phase that tells them. The mood check has ``statements``, a ``scale`` of answers with “I don't know” last,
    and ``groups`` to choose from.
    """

    kind: Kind = "wait"
    title: str = ""
    lines: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    many: bool = False
    round: str = ""
    first: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    voted: tuple[int, ...] = ()
    right: tuple[int, ...] = ()
    explain: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    language: str = "en"
