"""Waiting until what was put into the box is in its file: all that comes in one turn is written at once."""

import asyncio

from advocacy_coach.workshop.ballot.box import Box


class Keeping:
    """The writes of one box."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._written: asyncio.Event | None = None

    async def __call__(self) -> None:
        """Return when it is in the file."""
        if self._written is None:
            self._written = asyncio.Event()
            asyncio.get_running_loop().call_soon(self._write)
        await self._written.wait()

    def _write(self) -> None:
        written, self._written = self._written, None
        self._box.flush()
        if written is not None:
            written.set()
