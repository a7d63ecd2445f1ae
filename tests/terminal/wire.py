"""What a program writes to its terminal, taken apart: text, and the sequences that steer."""

import re

_SEQUENCE = re.compile(
    r"\x1b\[(?P<csi>[0-?]*[ -/]*[@-~])"
    r"|\x1b\](?P<osc>[0-9]*)[^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b(?P<other>[^\[\]])"
)

_MODES = ("h", "l")
"""Sequences that switch something on or off; their numbers say what, where all others say how much."""


def text_of(data: bytes) -> str:
    """What is left to be drawn once the sequences are taken out."""
    return _SEQUENCE.sub("", data.decode("utf-8"))


def kinds(data: bytes) -> set[str]:
    """The kinds of sequences, without the places, colours and names in them."""
    return {_kind(match) for match in _SEQUENCE.finditer(data.decode("utf-8"))}


def _kind(match: re.Match[str]) -> str:
    if (csi := match["csi"]) is not None:
        return f"CSI {csi if csi.endswith(_MODES) else re.sub('[0-9;:]', '', csi)}"
    if match["osc"] is not None:
        return f"OSC {match['osc']}"
    return f"ESC {match['other']}"
