"""One request to a learning record store (LRS): the only module that opens a connection.

xAPI 1.0.3, part three: POST of statements (2.1.2), error codes (3.2), versioning (3.3), authentication (4.0).
The key and the secret go into one header, to one address, over verified TLS; a redirect is never followed,
since it could carry them elsewhere. What to do about an answer is decided in ``delivery.py``.
"""

import base64
import http.client
import io
import ipaddress
import json
import re
import socket
import ssl
import time
import urllib.request
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from advocacy_coach import __version__
from advocacy_coach.errors import LrsError, UsageError
from advocacy_coach.i18n import _

VERSION: Final = "1.0.3"
"""The version of xAPI that the statements are written in."""

_RESOURCE = "/statements"
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
_MOST_ANSWER = 1 << 20
"""Bytes of an answer that are read; 500 ids are 20,000."""

_MOST_REASON = 300
"""Letters of an LRS's reason that are kept."""


class UnreachableError(Exception):
    """No answer, or half of one, or one that makes no sense: worth trying again. Holds the reason."""


class Address(Struct, frozen=True):
    """Where an LRS takes statements. ``origin`` is what a key belongs to: scheme, host and port."""

    origin: str
    host: str
    port: int
    path: str
    secure: bool


class Credentials(Struct, frozen=True):
    """The key and the secret of HTTP basic authentication; never shown, not even in a traceback."""

    key: str
    secret: str

    def __repr__(self) -> str:
        return "Credentials()"


class Limits(Struct, frozen=True):
    """How long to wait, in seconds: for a connection, and for a whole answer however slowly it trickles."""

    connect: float = 10.0
    whole: float = 60.0


class Answer(Struct, frozen=True):
    """What the LRS said. ``after`` is how many seconds it asks to be left alone, 0 when it does not say."""

    status: int
    reason: str = ""
    after: float = 0.0


def address(text: str) -> Address:
    """Read the address of an LRS, with or without ``/statements`` at its end.

    Raises UsageError for anything but HTTPS, or HTTP to this very computer. What is wrong is not repeated
    in the sentence, because an address with a password in it would be shown then.
    """
    hint = _("It looks like https://lrs.example.com/xapi.")
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError):
        raise UsageError(_("This is not the address of an LRS."), hint) from None
    if parts.username is not None or parts.password is not None:
        words = _("The address of the LRS holds a name or a password.")
        raise UsageError(words, _("Keep them in {place} instead.").format(place="ADVOCACY_COACH_LRS_KEY"))
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or parts.query or parts.fragment:
        raise UsageError(_("This is not the address of an LRS."), hint)
    secure = parts.scheme == "https"
    if not secure and not _is_here(host):
        words = _("The address of the LRS must begin with https://, so that nobody can read along.")
        raise UsageError(words, _("Plain http:// is for an LRS on this computer only."))
    port = port or (443 if secure else 80)
    shown = f"[{host}]" if ":" in host else host
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~").rstrip("/")
    path = path if path.endswith(_RESOURCE) else path + _RESOURCE
    return Address(f"{parts.scheme}://{shown}:{port}", host, port, path, secure)


class Lrs:
    """A connection to an LRS, kept open from one request to the next."""

    def __init__(
        self,
        place: Address,
        credentials: Credentials,
        limits: Limits = Limits(),  # noqa: B008 - frozen
    ) -> None:
        self._place = place
        self._limits = limits
        token = base64.b64encode(f"{credentials.key}:{credentials.secret}".encode()).decode()
        self._hidden = _forms(credentials.key, credentials.secret, token)
        self._headers = {
            "Authorization": f"Basic {token}",
            "Content-Type": "application/json",
            "User-Agent": f"advocacy-coach/{__version__}",
            "X-Experience-API-Version": VERSION,
        }
        self._connection = self._connect()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def post(self, bodies: Sequence[bytes]) -> Answer:
        """Send statements, each a JSON object, as one batch.

        Raises UnreachableError when it may work another time, and LrsError when it will not: a certificate
        that does not hold, a redirect.
        """
        try:
            answer = self._post(b"[" + b",".join(bodies) + b"]")
        except BaseException as error:
            self._connection.close()  # half an answer may still be under way
            if isinstance(error, ssl.SSLCertVerificationError):
                raise self._untrusted(error) from None
            if isinstance(error, OSError | http.client.HTTPException):
                raise UnreachableError(self._told(_why(error))) from None
            raise
        return answer

    def _post(self, body: bytes) -> Answer:
        connection = self._connection
        deadline = time.monotonic() + self._limits.connect + self._limits.whole
        # typeshed knows the class only, and what is called is whatever makes a response of a socket
        connection.response_class = partial(_response, deadline)  # type: ignore[assignment]
        if connection.sock is None:
            connection.connect()
        connection.sock.settimeout(self._limits.whole)
        with suppress(BrokenPipeError, ConnectionResetError):
            # Who finds a batch too large may answer and close before it is all sent; the answer counts.
            connection.request("POST", self._place.path, body, self._headers)
        response = connection.getresponse()
        data = response.read(_MOST_ANSWER + 1)
        if len(data) > _MOST_ANSWER:
            raise UnreachableError(_("its answer is too long"))
        if not response.isclosed():
            response.read()
        return self._judged(response, data)

    def _judged(self, response: http.client.HTTPResponse, data: bytes) -> Answer:
        """The answer, when it is one that an LRS gives."""
        status = response.status
        if 300 <= status < 400:
            raise self._elsewhere(response.getheader("Location") or "")
        if (status == 200 and not _is_list_of_ids(data)) or (status < 300 and status not in (200, 204)):
            raise UnreachableError(_("its answer is no list of statement ids"))
        if status < 300:
            return Answer(status)
        html = "html" in (response.getheader("Content-Type") or "")
        reason = "" if html else self._told(data.decode("utf-8", "replace"))
        return Answer(
            status, reason or self._told(response.reason), _seconds(response.getheader("Retry-After"))
        )

    def _connect(self) -> http.client.HTTPConnection:
        place, wait = self._place, self._limits.connect
        if not place.secure:
            return http.client.HTTPConnection(place.host, place.port, timeout=wait)
        context = ssl.create_default_context()
        proxy = _proxy(place.host)
        if not proxy:
            return http.client.HTTPSConnection(place.host, place.port, timeout=wait, context=context)
        through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        connection = http.client.HTTPSConnection(
            through.hostname or "", through.port or 80, timeout=wait, context=context
        )
        headers = {}
        if through.username is not None:
            name = f"{unquote(through.username)}:{unquote(through.password or '')}"
            headers["Proxy-Authorization"] = f"Basic {base64.b64encode(name.encode()).decode()}"
        connection.set_tunnel(place.host, place.port, headers)
        return connection

    def _told(self, text: str) -> str:
        """Foreign text as one short line, without what could move the cursor and without the secret."""
        for form in self._hidden:
            text = text.replace(form, "…")
        text = re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()
        return text if len(text) <= _MOST_REASON else f"{text[: _MOST_REASON - 1]}…"

    def _untrusted(self, error: ssl.SSLCertVerificationError) -> LrsError:
        words = _("The certificate of {place} does not hold, so nothing was sent: {reason}.")
        reason = self._told(error.verify_message)
        return LrsError(
            words.format(place=self._place.origin, reason=reason.rstrip(".")),
            _("Where a firm has an authority of its own, SSL_CERT_FILE names the file with its certificate."),
        )

    def _elsewhere(self, location: str) -> LrsError:
        parts = urlsplit(location)
        where = self._told(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")
        if not parts.netloc:
            where = self._told(parts.path)
        words = _("{place} sends on to {where}, and the key was not taken there.")
        return LrsError(
            words.format(place=self._place.origin, where=where),
            _("If that is right, give that address with --lrs."),
        )


class _Timed(io.RawIOBase):
    """What arrives on a socket until a deadline, as ``time.monotonic`` has it: a timeout of the socket
    alone begins anew with each byte."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        # The socket's own file keeps it open when the connection is closed before the answer is read.
        self._raw: Any = sock.makefile("rb", buffering=0)
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        count: int | None = self._raw.readinto(buffer)
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedSocket:
    """The one thing of a socket that a response asks for."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._deadline = deadline

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Timed(self._sock, self._deadline))


def _response(deadline: float, sock: socket.socket, *args: Any, **how: Any) -> http.client.HTTPResponse:
    timed: Any = _TimedSocket(sock, deadline)
    return http.client.HTTPResponse(timed, *args, **how)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _proxy(host: str) -> str:
    """The proxy that the system names for HTTPS, as the address of a tunnel; empty for none."""
    if _is_here(host) or urllib.request.proxy_bypass(host):
        return ""
    return urllib.request.getproxies().get("https", "")


def _forms(key: str, secret: str, token: str) -> list[str]:
    """Every way in which the key and the secret could come back in an answer, the longest first."""
    plain = [form for one in (key, secret) for form in (one, quote(one, safe=""), json.dumps(one)[1:-1])]
    return sorted({form for form in (token, *plain) if form}, key=len, reverse=True)


def _is_list_of_ids(data: bytes) -> bool:
    try:
        found = json.loads(data)
    except ValueError:
        return False
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def _seconds(header: str | None) -> float:
    """``Retry-After`` in seconds; a date counts as not said."""
    return float(header) if header and re.fullmatch(r"\d{1,6}", header.strip()) else 0.0


def _why(error: Exception) -> str:
    match error:
        case TimeoutError():
            return _("it did not answer in time")
        case socket.gaierror():
            return _("its name is not known here")
        case ConnectionRefusedError():
            return _("nothing listens there")
        case http.client.RemoteDisconnected() | http.client.IncompleteRead() | ConnectionError():
            return _("it broke off in the middle")
        case http.client.HTTPException():
            return _("its answer is not HTTP")
    return str(getattr(error, "strerror", "") or error)
