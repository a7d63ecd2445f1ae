"""What the booth answers with: pages, one-line refusals and ways on, each with the headers that guard it."""

import gzip
import secrets
from typing import Any

from aiohttp import web

from advocacy_coach.workshop.ballot import page
from advocacy_coach.workshop.ballot.words import Words, choose, words

PLAIN = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Server": "ballot",
}
"""The headers of an answer without a page."""

_SQUEEZE = 5
"""How hard a page is compressed: to two fifths, 4 KB for a question, in a tenth of a millisecond."""


def html(
    request: web.BaseRequest,
    make: Any,
    *args: Any,
    paper: page.Paper | None = None,
    status: int = 200,
) -> web.Response:
    """A page in the language of the phone, whose style and script carry a key of their own."""
    nonce = secrets.token_urlsafe(16)
    first = (spoken(request), nonce) if paper is None else (spoken(request), paper, nonce)
    body: bytes = make(*first, *args)
    policy = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        f"connect-src 'self' ws://{request.headers['Host'].lower()}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {**PLAIN, "Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        body = gzip.compress(body, _SQUEEZE, mtime=0)
    return web.Response(status=status, body=body, headers=headers)


def plain(status: int, text: str, headers: dict[str, str] | None = None) -> web.Response:
    """One sentence for who is no phone of ours; its connection ends."""
    response = web.Response(status=status, text=text + "\n", headers={**PLAIN, **(headers or {})})
    response.force_close()
    return response


def see_other(path: str) -> web.Response:
    """The way on to another page."""
    return web.Response(status=303, headers={**PLAIN, "Location": path})


def too_long() -> bytes:
    """What is said, as it goes over the wire, to a head of a request that is longer than any of ours."""
    headers = "".join(f"{name}: {value}\r\n" for name, value in PLAIN.items())
    return f"HTTP/1.1 431 \r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()


def spoken(request: web.BaseRequest) -> Words:
    """The words in the language of the phone."""
    return words(choose(request.headers.get("Accept-Language", "")))
