"""The names that the booth goes by, and whether a request means one of them. No network."""

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

_SCHEME = "http://"


class Names:
    """Names with their ports, such as ``192.168.0.2:8765``; case does not matter."""

    def __init__(self, hosts: Collection[str]) -> None:
        self._hosts = {host.lower() for host in hosts}

    def is_host(self, hosts: Sequence[str]) -> bool:
        """True when these ``Host`` headers name us, once."""
        return len(hosts) == 1 and hosts[0].lower() in self._hosts

    def is_origin(self, origins: Sequence[str]) -> bool:
        """True when these ``Origin`` headers are of our own pages."""
        origin = origins[0].lower() if len(origins) == 1 else ""
        return origin.startswith(_SCHEME) and origin.removeprefix(_SCHEME) in self._hosts

    def is_target(self, target: str) -> bool:
        """True when the target of a request is a path, or a whole address at one of our names.

        RFC 9112, section 3.2.2: a whole address counts instead of ``Host``.
        """
        if target.startswith("/"):
            return True
        try:
            parts = urlsplit(target)
        except ValueError:
            return False
        return parts.scheme == "http" and parts.netloc.lower() in self._hosts
