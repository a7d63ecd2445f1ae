"""Opening a session: a new one, or one that was interrupted; and letting phones take part in it."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from advocacy_coach.errors import CoachError, ToolError
from advocacy_coach.i18n import _
from advocacy_coach.workshop import address as addresses
from advocacy_coach.workshop.address import Address
from advocacy_coach.workshop.ballot.link import Booth
from advocacy_coach.workshop.ballot.wire import Open
from advocacy_coach.workshop.deck import Deck
from advocacy_coach.workshop.events import Begun, Opened
from advocacy_coach.workshop.journal import Journal, clear_old
from advocacy_coach.workshop.live import LiveShow

PORT: Final = 8765
"""The port for phones where nobody asks for another."""

TRIES: Final = 10
"""So many ports from there on are tried when it is taken."""

MOST_BALLOTS: Final = 1000
"""Phones that can take part where nobody said how many people are expected."""

Clock = Callable[[], datetime]


class Wish(Struct, frozen=True):
    """How phones are to take part: the interface and port that were asked for, if any."""

    interface: str | None = None
    port: int | None = None


def begin(deck: Deck, folder: Path, clock: Clock, room: int, interface: str = "") -> LiveShow:
    """A new session with a code of its own; ``room`` is how many people are expected, 0 where nobody said."""
    clear_old(folder, clock())
    code = addresses.new_code(secrets.choice)
    begun = Begun(
        clock(),
        code,
        deck.plan,
        deck.course,
        deck.version,
        deck.language,
        room,
        deck.mark,
        deck.groups,
        interface,
    )
    return LiveShow(deck, Journal.begin(folder, begun), clock)


def resume(deck: Deck, path: Path, clock: Clock) -> LiveShow:
    """The session that a journal tells of, where it was left. Raises CoachError when it tells of none."""
    journal = Journal.resume(path)
    if journal is None:
        raise CoachError(_("There is no session in “{path}”.").format(path=path))
    live = LiveShow(deck, journal, clock)
    if live.show.begun.deck != deck.mark:
        words = _("The plan has other steps now than when the session began, so it cannot go on.")
        raise CoachError(words, _("Begin a new one with --new."))
    clear_old(path.parent, clock(), but=path)
    return live


async def open_phones(live: LiveShow, wish: Wish, tell: Callable[[str], None]) -> Booth:
    """Let phones take part. A session that is resumed keeps its address and port, so that phones come back.

    ``tell`` is told in words what a facilitator has to know. Raises CoachError when phones cannot take part.
    """
    address = addresses.pick(wish.interface)
    before = next((each for each in reversed(live.journal.events) if isinstance(each, Opened)), None)
    booth = await _start(live, address, list(_ports(wish, before)), tell)
    if wish.port is None and before is None and booth.port != PORT:
        words = _("Port {usual} is taken, perhaps by another session; this one uses {port}.")
        tell(words.format(usual=PORT, port=booth.port))
    if warning := addresses.warning(address):
        tell(warning)
    if before and (before.host, before.port) != (address.ip, booth.port):
        tell(_("The address is another one than before: phones have to join again."))
    if before is None or (before.host, before.port) != (address.ip, booth.port):
        live.opened(address.ip, booth.port)
    live.url = addresses.url(address, booth.port, live.code)
    live.address = live.url.removeprefix("HTTP://")
    await live.attach(booth)
    return booth


def _ports(wish: Wish, before: Opened | None) -> Iterator[int]:
    """The ports to try: the one that was asked for and no other, else the one before, else the usual ones."""
    if wish.port is not None:
        yield wish.port
        return
    if before is not None:
        yield before.port
    yield from range(PORT, PORT + TRIES)


async def _start(live: LiveShow, address: Address, ports: list[int], tell: Callable[[str], None]) -> Booth:
    free = (port for port in ports if addresses.port_state(address, port) != "taken")
    port = next(free, ports[0])
    room = live.room
    found = addresses.addresses() if address.everywhere else ()
    order = Open(
        live.code,
        address.listen,
        port,
        str(live.journal.box),
        2 * room if room else MOST_BALLOTS,
        addresses.hosts(address, port, found),
        live.locked,
    )
    try:
        return await Booth.start(order, live.noticed, tell)
    except OSError as error:
        words = _("The server for phones did not start: {reason}.").format(reason=error.strerror or error)
        raise ToolError(words, _("Vote by hands instead.")) from None
