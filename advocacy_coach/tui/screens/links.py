"""Links open only after a question that shows where they lead."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from advocacy_coach.course.prose import safe_link
from advocacy_coach.i18n import _
from advocacy_coach.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from textual.app import App


def ask_and_open(app: App[None], addresses: list[str]) -> None:
    """Show the host of each address and open the one that is chosen, in the system's browser."""
    answers = [(address, f"{host(address)}  {address}") for address in addresses if safe_link(address)]
    if answers:
        app.push_screen(Dialog(_("Open this address in your browser?"), answers), open_link)


def open_link(address: str | None) -> None:
    """Open an http or https address; nothing else ever reaches the system."""
    if address and safe_link(address):
        webbrowser.open(address)


def host(address: str) -> str:
    """The host of an address as the network knows it, so that look-alike letters show."""
    name = urlsplit(address).hostname or ""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return name
