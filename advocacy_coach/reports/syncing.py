"""Syncing: what was learned goes as statements to a learning record store (LRS), with words about it."""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b
from typing import Protocol

from msgspec import Struct

from advocacy_coach import paths
from advocacy_coach.desk import Desk, now
from advocacy_coach.errors import LrsError
from advocacy_coach.i18n import _, ngettext
from advocacy_coach.records import credentials, lrs
from advocacy_coach.records.delivery import Post, deliver
from advocacy_coach.records.outbox import Counted, Outbox
from advocacy_coach.records.statement import Statement
from advocacy_coach.records.xapi import XapiSettings
from advocacy_coach.reports.statements import tell, told, xapi_settings
from advocacy_coach.reports.summary import Include

SHOWN = 10
"""Refused statements that are shown; a thousand have the same reason as the first."""

Say = Callable[[str], None]


class Bar(Protocol):
    """What shows how far a delivery has come, in statements."""

    def update(self, n_steps: int) -> None:
        """So many more are settled."""


class Preview(Struct, frozen=True):
    """What a delivery would send: words about it, and every statement of it."""

    words: str
    statements: tuple[Statement, ...]


def preview(desk: Desk, include: Include, base: str) -> Preview:
    """What would be delivered now; nothing is sent, and nothing put into the outbox."""
    settings = xapi_settings(desk.store, desk.library.course.id, include, base)
    with Outbox.open(desk.record, now) as outbox:
        mine = choices(settings)
        counted = outbox.count().waiting if outbox.agreed(mine) else 0
        waiting = outbox.waiting(counted, sys.maxsize) if counted else []
        new = outbox.missing(tell(desk.library, desk.store, settings), mine)
        statements = (*waiting, *new)
    return Preview(told(len(statements), settings), statements)


@contextmanager
def connected(address: str) -> Iterator[Post]:
    """A connection to the LRS that is meant: ``address``, or else the one of environment or file.

    Raises UsageError when it cannot be opened safely.
    """
    connection = lrs.Lrs(*credentials.find(address, os.environ, paths.lrs_file()))
    try:
        yield connection.post
    finally:
        connection.close()


def sync(
    desk: Desk,
    include: Include,
    base: str,
    post: Post,
    *,
    again: bool,
    say: Say,
    bar: Callable[[int], AbstractContextManager[Bar]],
) -> Counted:
    """Put into the outbox what is new in the record and deliver what waits; what is there afterwards.

    ``again`` sends what was refused before once more. Raises LrsError when the LRS failed and RecordError
    when the outbox cannot be written.
    """
    settings = xapi_settings(desk.store, desk.library.course.id, include, base)
    with Outbox.open(desk.record, now) as outbox:
        outbox.agree(choices(settings))
        outbox.put(tell(desk.library, desk.store, settings))
        if again:
            outbox.again()
        if waiting := outbox.count().waiting:
            say(told(waiting, settings))
            try:
                with bar(waiting) as shown:
                    deliver(outbox, post, sleep=time.sleep, dice=random.random, progress=shown.update)
            except LrsError:
                say(_standing(outbox.count()))
                raise
        counted = outbox.count()
        say(_standing(counted))
        for line in _refusals(outbox, counted.refused):
            say(line)
    return counted


def choices(settings: XapiSettings) -> str:
    """What the owner chose to send, as a mark that says nothing of it: with other choices it is another."""
    return blake2b(repr(settings).encode(), digest_size=16).hexdigest()


def _standing(counted: Counted) -> str:
    """How the outbox stands, in one line."""
    delivered = ngettext("{n} statement delivered", "{n} statements delivered", counted.delivered)
    waiting = ngettext("{n} waits", "{n} wait", counted.waiting)
    refused = ngettext("{n} was refused", "{n} were refused", counted.refused)
    parts = [delivered.format(n=counted.delivered)]
    if counted.waiting:
        parts.append(waiting.format(n=counted.waiting))
    if counted.refused:
        parts.append(refused.format(n=counted.refused))
    return f"{', '.join(parts)}."


def _refusals(outbox: Outbox, count: int) -> Iterator[str]:
    for one in outbox.refused(SHOWN):
        yield f"  {one.id}  {one.status}  {one.reason}"
    if count > SHOWN:
        yield ngettext("  and {n} more", "  and {n} more", count - SHOWN).format(n=count - SHOWN)
    if count:
        yield _("They are kept. Once the LRS takes them, send them with “advocacy-coach sync --again”.")
