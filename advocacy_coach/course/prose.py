"""Lesson prose: Markdown in, a few kinds of blocks and spans out.

The only parser of prose. The screen, the documents and the checks all work on these blocks, so a text
looks the same everywhere and raw Markdown or HTML goes nowhere.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Kind = Literal["paragraph", "heading", "item", "quote", "code", "rule"]

LINK_SCHEMES = ("http", "https")
"""The only schemes a link may have; the rest can start programs or read files."""


class Span(Struct, frozen=True):
    """A run of text in one style. ``href`` is an address the reader is asked about before it opens."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    href: str = ""


class Block(Struct, frozen=True):
    """One block of prose, flat: ``depth`` counts the lists around it, ``marker`` is a list item's number."""

    kind: Kind
    spans: tuple[Span, ...] = ()
    depth: int = 0
    marker: str = ""


_PLAIN = re.compile(r"[^\W\d_][^*_`\[\]<>\\&\n]*")
"""One line that begins with a letter and has no character that means anything in Markdown."""


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Never fails: what is not understood stays as text."""
    line = text.removesuffix("\n")
    if _PLAIN.fullmatch(line):  # most texts are, and then the parser need not even be loaded
        return (Block("paragraph", (Span(line.rstrip()),)),)
    return tuple(_blocks(_reader().parse(text)))


def plain(text: str) -> str:
    """The words of a text on one line, without any markup."""
    blocks = ("".join(span.text for span in block.spans).replace("\n", " ") for block in parse(text))
    return " ".join(blocks).strip()


def safe_link(address: str) -> bool:
    """True for an http or https address with a host and no user part, which hides the real host."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in LINK_SCHEMES and bool(host) and parts.username is None


def problems(text: str) -> list[tuple[int, str]]:
    """What a lesson must not contain: (line within the text from 0, message)."""
    found: list[tuple[int, str]] = []
    for token in _inspector().parse(text):
        line = token.map[0] if token.map else 0
        if token.type == "html_block":
            found.append((line, "HTML is not allowed in prose"))
        elif token.type == "table_open":
            found.append((line, "tables are not supported; use a list"))
        for child in token.children or ():
            if child.type == "html_inline":
                found.append((line, f"HTML is not allowed in prose: {child.content}"))
            elif child.type == "image":
                found.append((line, "images are not supported"))
            elif child.type == "link_open" and not safe_link(str(child.attrs.get("href", ""))):
                found.append((line, f"a link must be http or https: {child.attrs.get('href', '')}"))
    return found


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])


@cache
def _inspector() -> MarkdownIt:
    """A reader that recognises what is refused, so that the refusal can name it."""
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return reader


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    lists: list[int | None] = []
    quotes = 0
    marker = ""
    for index, token in enumerate(tokens):
        match token.type:
            case "bullet_list_open":
                lists.append(None)
            case "ordered_list_open":
                lists.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
            case "list_item_open":
                number = lists[-1]
                marker = "•" if number is None else f"{number}."
                if number is not None:
                    lists[-1] = number + 1
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "inline":
                kind: Kind = "paragraph"
                if tokens[index - 1].type == "heading_open":
                    kind = "heading"
                elif lists:
                    kind = "item"
                elif quotes:
                    kind = "quote"
                yield Block(kind, tuple(_spans(token.children or ())), len(lists), marker)
                marker = ""
            case "fence" | "code_block":
                yield Block("code", (Span(token.content.rstrip("\n"), code=True),), len(lists), marker)
                marker = ""
            case "hr":
                yield Block("rule")


def _spans(tokens: Sequence[Token]) -> Iterator[Span]:
    strong = emphasis = 0
    href = ""
    for token in tokens:
        match token.type:
            case "strong_open":
                strong += 1
            case "strong_close":
                strong -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "link_open":
                address = str(token.attrs.get("href", ""))
                href = address if safe_link(address) else ""
            case "link_close":
                href = ""
            case "softbreak":
                yield Span(" ", strong > 0, emphasis > 0, False, href)
            case "hardbreak":
                yield Span("\n")
            case "code_inline":
                yield Span(token.content, strong > 0, emphasis > 0, True, href)
            case _:
                if token.content:
                    yield Span(token.content, strong > 0, emphasis > 0, False, href)
