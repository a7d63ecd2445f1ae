"""Votes that come as a form: the body of a request, its fields, and the vote in them."""

import asyncio
import re
from urllib.parse import parse_qs

from aiohttp import web

from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.guard import Limits
from advocacy_coach.workshop.phone import PhoneScreen


async def body(request: web.BaseRequest, limits: Limits) -> bytes | None:
    """The body, as far as it may be; None when it is longer, packed, too slow, or broken off."""
    data = b""
    if (request.content_length or 0) > limits.body or "Content-Encoding" in request.headers:
        return None
    try:
        async with asyncio.timeout(limits.head):
            async for chunk in request.content.iter_any():
                data += chunk
                if len(data) > limits.body:
                    return None
    except (TimeoutError, ConnectionError):
        return None
    return data


def fields(request: web.BaseRequest, data: bytes) -> dict[str, list[str]]:
    """The fields of a form; none where it is no form."""
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        return parse_qs(data.decode("ascii"), max_num_fields=100)
    except ValueError:
        return {}


def vote(screen: PhoneScreen, sent: dict[str, list[str]]) -> rules.Vote | None:
    """The vote that a form holds; None when it is none."""
    names = ["c"]
    if screen.kind == "mood":
        names = [f"s{place}" for place in range(len(screen.statements))] + ["g"] * bool(screen.groups)
    values = [value for name in names for value in sent.get(name, [])]
    if not all(re.fullmatch(r"\d{1,3}", value, re.ASCII) for value in values):
        return None
    return rules.Vote(sent.get("r", [""])[0], tuple(map(int, values)))
