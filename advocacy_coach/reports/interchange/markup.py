"""Course texts as a learning system may have them: prose as HTML, names and labels as plain words.

No text becomes markup of its own: HTML comes from ``writers.html`` alone, which escapes, and characters that
XML 1.0 (section 2.2) forbids are replaced, so that every format can hold every text.
"""

import html
import re
from collections.abc import Sequence

from advocacy_coach.course.prose import Block, Span, parse
from advocacy_coach.reports.writers.html import Html, element, text

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(words: str) -> str:
    """The text without what XML cannot hold; the replacement character stands where something was."""
    return _FORBIDDEN.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))


def markup(prose: str) -> Html:
    """A text of the course as HTML; without a paragraph around it where it is only one."""
    blocks = parse(clean(prose))
    if len(blocks) == 1 and blocks[0].kind == "paragraph":
        return _inline(blocks[0].spans)
    return joined(*_blocks(blocks))


def label(words: str) -> str:
    """Plain words on one line, for fields that are no HTML but are shown through it.

    Moodle strips tags from such fields and passes entities on (``format_string``), so only what would be read
    as a tag or an entity is escaped: most labels stay as they are, and all are shown as they are.
    """
    words = " ".join(clean(words).split())
    if html.unescape(words) != words:
        words = words.replace("&", "&amp;")
    return words.replace("<", "&lt;").replace(">", "&gt;")


def paragraph(*content: Html) -> Html:
    """Markup as a paragraph."""
    return element("p", *content)


def joined(*pieces: Html) -> Html:
    """Markup after markup."""
    return Html("".join(pieces))


def named_list(entries: Sequence[tuple[str, str]]) -> Html:
    """A list of course texts, each with what is said about it."""
    return element(
        "ul",
        *(
            element("li", element("strong", markup(name)), element("br"), markup(about))
            for name, about in entries
        ),
    )


def _blocks(blocks: Sequence[Block]) -> list[Html]:
    """The blocks in order; list items that follow each other become one list, deeper ones a list inside."""
    made: list[Html] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].depth > 0:
            end += 1
        if end > at:
            made.append(_list(blocks[at:end]))
            at = end
        else:
            made.append(_block(blocks[at]))
            at += 1
    return made


def _list(blocks: Sequence[Block]) -> Html:
    """One list of everything at the depth of its first block; what is deeper hangs on the item before it."""
    depth, ordered = blocks[0].depth, blocks[0].marker not in ("", "•")
    items: list[list[Html]] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].depth > depth:
            end += 1
        if end > at:
            _last(items).append(_list(blocks[at:end]))
            at = end
        else:
            if blocks[at].marker:
                items.append([])
            _last(items).append(_block(blocks[at]))
            at += 1
    made = (element("li", *item) for item in items)
    if ordered:
        return element("ol", *made, start=blocks[0].marker.rstrip("."))
    return element("ul", *made)


def _last(items: list[list[Html]]) -> list[Html]:
    if not items:
        items.append([])
    return items[-1]


def _block(block: Block) -> Html:
    inside = _inline(block.spans)
    match block.kind:
        case "heading":
            return paragraph(element("strong", inside))
        case "quote":
            return element("blockquote", inside)
        case "code":
            return element("pre", inside)
        case "rule":
            return element("hr")
        case "item":
            return inside
        case "paragraph":
            return paragraph(inside)


def _inline(spans: Sequence[Span]) -> Html:
    return joined(*(_span(span) for span in spans))


def _span(span: Span) -> Html:
    if span.text == "\n" and not span.code:
        return element("br")
    made = text(span.text)
    if span.code:
        made = element("code", made)
    if span.emphasis:
        made = element("em", made)
    if span.strong:
        made = element("strong", made)
    return element("a", made, href=span.href) if span.href else made
