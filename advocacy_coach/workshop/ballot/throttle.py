"""Wrong codes: each waits for its answer, and a phone that tries many has to stop for a while."""

import asyncio
import time
from collections import OrderedDict
from contextlib import suppress

from advocacy_coach.workshop.ballot.guard import Limits

_PHONES = 4096
_NAMELESS = 32
"""Wrong codes without a cookie that may wait at the same time."""


class Throttle:
    """Wrong codes by phone. What has no cookie cannot be told from others, and is never counted together."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tried: OrderedDict[str, list[float]] = OrderedDict()
        self._nameless = 0

    def is_over(self, token: str | None) -> bool:
        """True when this phone has tried so many wrong codes that no more are looked at, right or wrong."""
        return token is not None and len(self._recent(token)) >= self._limits.wrong

    def tried(self, token: str | None) -> bool:
        """Count a code that this phone tried; True when it has tried too many before."""
        if token is None:
            return False
        recent = self._recent(token)
        if len(recent) >= self._limits.wrong:
            return True
        self._tried[token] = [*recent, time.monotonic()]
        self._tried.move_to_end(token)
        while len(self._tried) > _PHONES:
            self._tried.popitem(last=False)
        return False

    async def pause(self, token: str | None, gone: asyncio.Event) -> bool:
        """Wait before a wrong code is answered; False, at once, where too many without a cookie wait.

        Nobody waits for who is ``gone``, so that a server that stops need not either.
        """
        nameless = token is None
        if nameless and self._nameless >= _NAMELESS:
            return False
        self._nameless += nameless
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(gone.wait(), self._limits.pause)
        finally:
            self._nameless -= nameless
        return True

    def _recent(self, token: str) -> list[float]:
        now = time.monotonic()
        return [each for each in self._tried.get(token, ()) if now - each < self._limits.window]
