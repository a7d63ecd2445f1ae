"""“Try it on your phone”: a page for one phone, before the room is full."""

import asyncio
import contextlib
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from advocacy_coach.errors import CoachError
from advocacy_coach.i18n import _, language
from advocacy_coach.workshop import address as addresses
from advocacy_coach.workshop import qr
from advocacy_coach.workshop.address import Address
from advocacy_coach.workshop.ballot.link import Booth
from advocacy_coach.workshop.ballot.wire import Open, Seen
from advocacy_coach.workshop.phone import PhoneScreen

WAIT: Final = 20.0
"""Seconds that a phone has to come, and then as many to vote."""

ROUND: Final = "trial/phone#1"

MOST: Final = 20
"""Phones that may try it."""

_INK: Final = "\x1b[38;5;16;48;5;231m"
"""Black on white out of the 256 colours whose look no theme of a terminal changes."""

Told = tuple[Literal["ok", "warn", "bad"], str, str]
"""How it went: whether that is well, what happened, and what to do about it."""

Say = Callable[[str], None]


def trial_screen() -> PhoneScreen:
    """What the phone shows."""
    return PhoneScreen(
        "vote",
        title=_("Trial"),
        lines=(_("If you can read this, your phones can take part. Press A."),),
        options=(_("I can read this."),),
        round=ROUND,
        language=language(),
    )


def painted(address: str) -> str:
    """The QR code of an address for a terminal, with its colours; raises CoachError without segno."""
    return "\n".join(f"{_INK}{line}\x1b[0m" for line in qr.lines(address))


def try_phone(
    address: Address,
    port: int,
    *,
    say: Say,
    write: Say,
    paint: bool,
    wait: float = WAIT,
    voting: float = WAIT,
) -> Told:
    """Serve the page until a phone came, at most ``wait`` seconds, and voted, at most ``voting`` seconds.

    ``paint`` is true where a QR code can be shown. Nothing of it is kept.
    """
    code = addresses.new_code(secrets.choice)
    with tempfile.TemporaryDirectory(prefix="advocacy-coach-") as folder:
        found = addresses.addresses() if address.everywhere else ()
        box = str(Path(folder, "trial.box"))
        order = Open(code, address.listen, port, box, MOST, addresses.hosts(address, port, found))

        def show() -> None:
            url = addresses.url(address, port, code)
            with contextlib.suppress(CoachError):
                write(painted(url) if paint else "")
            write(_("Try it with your phone, in the Wi-Fi of the room: {url}").format(url=url))
            say(_("Waiting {seconds} seconds for a phone …").format(seconds=round(wait)))

        try:
            return asyncio.run(_serve(order, show, say, wait, voting))
        except CoachError as error:
            return "bad", error.message, error.hint


async def _serve(order: Open, show: Callable[[], None], say: Say, wait: float, voting: float) -> Told:
    arrived, voted = asyncio.Event(), asyncio.Event()

    def seen(now: Seen) -> None:
        if now.joined:
            arrived.set()
        if now.people:
            voted.set()

    booth = await Booth.start(order, seen)
    try:
        await booth.show(trial_screen())
        show()
        if not await _in_time(arrived, wait):
            what = _("No phone arrived within {seconds} seconds.").format(seconds=round(wait))
            do = _("This Wi-Fi may keep devices apart: use your laptop’s hotspot, or count hands.")
            return "warn", what, do
        say(_("A phone arrived."))
        if await _in_time(voted, voting):
            return "ok", _("A phone arrived, and its vote was counted."), ""
        return "warn", _("A phone arrived, but did not vote."), _("Press A on the phone the next time.")
    finally:
        await booth.stop()


async def _in_time(event: asyncio.Event, wait: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), wait)
    except TimeoutError:
        return False
    return True
