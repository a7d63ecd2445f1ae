"""What a phone's cookie holds: random bits that only the booth of this session can have issued."""

import re
import secrets
from hashlib import blake2b

_FORM = re.compile(r"[0-9a-f]{64}")
_RANDOM = 16
"""Bytes of chance in a token, and of what shows that it is ours."""


class Tokens:
    """The tokens of one session. ``key`` is its secret: who has it can make tokens."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self) -> str:
        """A new one."""
        chance = secrets.token_bytes(_RANDOM)
        return (chance + self._seal(chance)).hex()

    def known(self, text: str) -> str | None:
        """The token when it is one of ours; None for one that was invented, or of another session."""
        if not _FORM.fullmatch(text):
            return None
        data = bytes.fromhex(text)
        return text if secrets.compare_digest(data[_RANDOM:], self._seal(data[:_RANDOM])) else None

    def _seal(self, chance: bytes) -> bytes:
        return blake2b(chance, key=self._key, digest_size=_RANDOM, person=b"ballot token").digest()
