"""HTML that no text can break out of: the only way from a text to markup is ``text``, which escapes it.

A page is one file that loads nothing and runs nothing: its policy allows only the one style it came with.
"""

import base64
import hashlib
from html import escape
from typing import Final, NewType

Html = NewType("Html", str)
"""Markup that is safe to stand in a page. The type checker tells it from texts."""

_VOID: Final = frozenset({"meta", "br", "hr"})


def text(words: str) -> Html:
    """A text as exactly its characters."""
    return Html(escape(words, quote=True))


def element(name: str, /, *children: Html, **attributes: str) -> Html:
    """An element; ``name`` and the names of attributes are ours, never a text. ``class_`` is ``class``."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"' for key, value in attributes.items()
    )
    return Html(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{''.join(children)}</{name}>")


def typed(name: str, words: str, /, **attributes: str) -> Html:
    """An element around what somebody typed: it is written in its own direction, whatever the page's is."""
    return element(name, text(words), dir="auto", **attributes)


def page(title: str, language: str, style: str, *body: Html) -> bytes:
    """A whole page in UTF-8. ``style`` is ours, and by its hash the only thing the page's policy lets in."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", text(title)),
        element("style", Html(style)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', *body), lang=language)}\n".encode()
