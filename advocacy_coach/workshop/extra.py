"""The packages that only phones need: what is said where they are missing."""

from importlib.util import find_spec
from typing import Final

from advocacy_coach.errors import ToolError
from advocacy_coach.i18n import _

PACKAGES: Final = ("aiohttp", "ifaddr", "segno")
"""What the extra “phones” brings along: the server, the addresses of this computer, and QR codes."""


def missing() -> tuple[str, ...]:
    """The packages that are not installed; looking does not import them."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def needed(package: str) -> ToolError:
    """What to say when a package of the extra was asked for and is not there."""
    words = _("Voting by phone needs the package {package}, which is not installed.")
    command = "pip install 'advocacy-coach[phones]'"
    return ToolError(words.format(package=package), _("Add it with: {command}").format(command=command))
