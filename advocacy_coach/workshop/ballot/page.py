"""The pages of the phones: one response each, whole without a script, with nothing from elsewhere.

What comes from a course is escaped here and says its language; the words are those of ``words``.
"""

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

import msgspec
from msgspec import Struct

from advocacy_coach.workshop.ballot.rules import Choice
from advocacy_coach.workshop.ballot.words import Words, says
from advocacy_coach.workshop.deck import LETTERS
from advocacy_coach.workshop.phone import PhoneScreen
from advocacy_coach.workshop.tally import per_cent

_GAP = re.compile(r"\{\{(\w+)\}\}")

_ROUNDS = ("first", "second")
"""What the bars of the two rounds are called in the style sheet."""


class Paper(Struct, frozen=True):
    """One phone's voting paper: what is on, what it answered, and ``key``, which shows a form to be its own.

    ``revision`` is a digest of the screen, so that the page and the stream know whether they show the same.
    """

    screen: PhoneScreen
    revision: str
    mine: Choice
    key: str


def ballot(words: Words, paper: Paper, nonce: str, notice: str = "") -> bytes:
    """The page of a phone that joined. ``notice`` says what became of a vote sent without a script."""
    told = notice or " ".join(words.script[key] for key in says(paper.screen)[bool(paper.mine)])
    sentence = told.replace("{letters}", _letters(paper.mine)) if paper.screen.kind != "mood" else told
    body = (
        f'<div id="content">{_shown(words, paper)}</div><p id="status" role="status">{escape(sentence)}</p>'
        f"<p>{escape(words.anonymous)}</p>"
        f'<noscript><a class="button" href="">{escape(words.reload)}</a></noscript>'
    )
    data = {**words.script, "language": words.language, "rounds": words.rounds, "votes": words.votes}
    said = msgspec.json.encode(data).decode().replace("<", "\\u003c")
    script = f'<script nonce="{nonce}">const WORDS={said};{_source("ballot.js")}</script>'
    return _page(words, nonce, body, paper.revision, script)


def door(words: Words, nonce: str, notice: str = "") -> bytes:
    """The page that asks for the code; ``notice`` says what was wrong with the last one."""
    alert = f'<p id="status" role="alert">{escape(notice)}</p>' if notice else ""
    body = (
        f'<h1>{escape(words.title)}</h1>{alert}<form action="/"><label>{escape(words.code)}'
        '<input class="button" name="code" required maxlength="12" autocomplete="off"'
        ' autocapitalize="characters" aria-describedby="hint"></label>'
        f'<p id="hint">{escape(words.code_hint)}</p>'
        f'<button class="button">{escape(words.join)}</button></form><p>{escape(words.anonymous)}</p>'
    )
    return _page(words, nonce, body)


def sentence(words: Words, nonce: str, text: str) -> bytes:
    """A page that says one thing."""
    return _page(words, nonce, f"<h1>{escape(words.title)}</h1><p>{escape(text)}</p>")


def frame(paper: Paper) -> bytes:
    """What goes down a stream: the same as the page shows, as JSON up to what the phone itself answered.

    The rest is ``frame_end``, so that a screen is written once for all phones.
    """
    screen = paper.screen
    shown = {name: getattr(screen, name) for name in screen.__struct_fields__ if name != "voted"}
    told = {**shown, "shares": shares(screen), "say": says(screen)}
    said = {"rev": paper.revision, "screen": told}
    return msgspec.json.encode(said)[:-1] + b',"mine":'


def shares(screen: PhoneScreen) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What part of those who voted chose each option, in whole per cent, in each of the two rounds."""
    first, second = (*screen.voted, 0, 0)[:2]
    return _shares(screen.first, first), _shares(screen.second, second)


def _shares(counts: Sequence[int], people: int) -> tuple[int, ...]:
    """Where it is not said how many people voted, everybody had one vote."""
    return tuple(per_cent(count, people or sum(counts)) for count in counts)


@cache
def _source(name: str) -> str:
    """A file of this package, without indents and without lines that are comments."""
    text = files(__package__).joinpath(name).read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _page(words: Words, nonce: str, body: str, revision: str = "", script: str = "") -> bytes:
    parts = {
        "language": words.language,
        "title": escape(words.title),
        "nonce": nonce,
        "style": _source("ballot.css").replace("\n", ""),
        "rev": revision,
        "body": body,
        "script": script,
    }
    return _GAP.sub(lambda gap: parts[gap[1]], _source("page.html")).encode()


def _shown(words: Words, paper: Paper) -> str:
    screen = paper.screen
    lang = "" if screen.language == words.language else f' lang="{escape(screen.language)}"'
    head = f'<h1 tabindex="-1"{lang}>{escape(screen.title or words.title)}</h1>'
    text = _paragraphs(screen.lines, lang)
    right = words.script["right"].replace("{letters}", _letters(screen.right))
    recommended = f"<p><b>{escape(right)}</b></p>" if screen.right else ""
    return head + text + _asked(words, paper, lang) + recommended + _paragraphs(screen.explain, lang)


def _asked(words: Words, paper: Paper, lang: str) -> str:
    """The question: a form while votes are taken, else a list of its options with what is told of them."""
    screen, mine = paper.screen, paper.mine
    faces = [_face(words, screen, place, place in mine, lang) for place in range(len(screen.options))]
    if not screen.round:
        told = [_told(words, screen, place) for place in range(len(faces))]
        items = "".join(f"<li>{face}{bars}</li>" for face, bars in zip(faces, told, strict=True))
        return f"<ul>{items}</ul>" if items else ""
    send = f'<button class="button">{escape(words.script["send"])}</button>'
    if screen.kind == "mood":
        inside = _mood(words, screen, mine, lang) + send
    elif screen.many:
        ticks = (_tick("checkbox", "c", place, place in mine, face) for place, face in enumerate(faces))
        inside = "".join(ticks) + send
    else:
        inside = "".join(
            f'<button class="option" name="c" value="{place}"'
            f' aria-pressed="{"true" if place in mine else "false"}">{face}</button>'
            for place, face in enumerate(faces)
        )
    hidden = f'<input type="hidden" name="r" value="{escape(screen.round)}">'
    return f'<form method="post">{hidden}<input type="hidden" name="k" value="{paper.key}">{inside}</form>'


def _face(words: Words, screen: PhoneScreen, place: int, mine: bool, lang: str) -> str:
    yours = f" <i>✓ {escape(words.script['mine'])}</i>" if mine else ""
    return f"<b>{LETTERS[place]}</b> <span{lang}>{escape(screen.options[place])}</span>{yours}"


def _told(words: Words, screen: PhoneScreen, place: int) -> str:
    both = zip((screen.first, screen.second), shares(screen), words.rounds, _ROUNDS, strict=True)
    bars = []
    for counts, parts, name, look in both:
        if counts:
            before = f"{name}: " if screen.second else ""
            votes, share = _votes(words, counts[place]), parts[place]
            bars.append(
                f"<div>{escape(before + votes)}, {share}\N{NO-BREAK SPACE}%"
                f'<progress class="{look}" max="100" value="{share}" aria-hidden="true"></progress></div>'
            )
    return "".join(bars)


def _mood(words: Words, screen: PhoneScreen, mine: Choice, lang: str) -> str:
    parts = [(f"s{place}", lang, text, screen.scale) for place, text in enumerate(screen.statements)]
    if screen.groups:
        parts.insert(0, ("g", "", words.script["group"], screen.groups))
    chosen = {f"s{place}": answer for place, answer in enumerate(mine[: len(screen.statements)])}
    if len(mine) > len(screen.statements):
        chosen["g"] = mine[-1]
    fields = []
    for name, legend_lang, legend, answers in parts:
        ticks = "".join(
            _tick("radio", name, place, chosen.get(name) == place, f"<span{lang}>{escape(answer)}</span>")
            for place, answer in enumerate(answers)
        )
        fields.append(f"<fieldset><legend{legend_lang}>{escape(legend)}</legend>{ticks}</fieldset>")
    return "".join(fields)


def _tick(kind: str, name: str, value: int, on: bool, face: str) -> str:
    state = " checked" * on + " required" * (kind == "radio")
    return f'<label class="option"><input type="{kind}" name="{name}" value="{value}"{state}> {face}</label>'


def _votes(words: Words, n: int) -> str:
    return words.plural(n).replace("{n}", str(n))


def _letters(places: Sequence[int]) -> str:
    return ", ".join(LETTERS[place] for place in places)


def _paragraphs(lines: Sequence[str], lang: str) -> str:
    return "".join(f"<p{lang}>{escape(line)}</p>" for line in lines)
