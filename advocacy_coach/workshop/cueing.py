"""What the facilitator is told at a moment: the one place where notes, votes and time come together."""

from advocacy_coach.course.prose import plain
from advocacy_coach.i18n import _
from advocacy_coach.workshop import gate, show, tally
from advocacy_coach.workshop.cue import Cue, Split
from advocacy_coach.workshop.deck import LETTERS, Deck, Item, Play
from advocacy_coach.workshop.events import Phase
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.pace import Clock


def cue(live: LiveShow, revision: int) -> Cue:
    """The cue for where a session stands."""
    deck, now = live.deck, live.show
    item = deck.item(now.place.item)
    notes, asked = (item.notes if item else None), live.question
    until = now.stopped.until if now.stopped else None
    return Cue(
        revision=revision,
        plan=deck.title,
        code=live.code if live.booth else "",
        address=live.address,
        number=min(now.place.item + 1, len(deck.items)),
        count=len(deck.items),
        part=deck.parts[item.part].title if item else "",
        title=item.title if item else deck.title,
        phase=phase_words(now.place.phase),
        open=bool(show.open_round(deck, now.place)[1]),
        now=_seen(live),
        say=notes.say if notes else "",
        do=notes.do if notes else "",
        watch_for=notes.watch_for if notes else "",
        answers=item.answers if item else (),
        splits=_splits(live),
        advice=_advice(live) if asked else "",
        coming=coming(live),
        following=_title(deck, now.place.item + 1) if now.place.phase != "over" else "",
        joined=live.seen.joined,
        people=live.people(),
        room=live.room,
        phones=live.booth is not None,
        deadline=live.deadline.timestamp() if live.deadline else 0,
        until=until.timestamp() if until else 0,
        notices=(*live.notices, *filter(None, [live.journal.notice])),
        clock=clock(deck, now, item),
    )


def clock(deck: Deck, now: show.Show, item: Item | None) -> Clock:
    """What the pace is reckoned from. It runs from the first item, not while people arrive, to the end."""
    first = next((at for at, place in now.visited if place.item >= 0), None)
    began = (first or now.since or now.begun.at).timestamp()
    from_ = item.starts if item else 0 if now.place.item < 0 else deck.seconds
    until = from_ + item.seconds if item else from_
    stopped = now.stopped.at.timestamp() if now.stopped else 0
    over = now.ended or (now.since if now.place.phase == "over" else None)
    if first is None:
        stopped = began
    elif over and not stopped:
        stopped = over.timestamp()
    return Clock(began, now.lost.total_seconds(), stopped, from_, until, deck.seconds)


def phase_words(phase: Phase) -> str:
    """A phase as a facilitator calls it."""
    return {
        "join": _("Joining"),
        "show": _("Slide"),
        "talk": _("Talk in pairs"),
        "read": _("Read"),
        "vote": _("Vote"),
        "discuss": _("Discuss"),
        "again": _("Vote again"),
        "compare": _("Compare"),
        "explain": _("Explain"),
        "opening": _("The story"),
        "consequence": _("What happens"),
        "ending": _("How it ends"),
        "debrief": _("Debrief"),
        "pause": _("Break"),
        "over": _("The end"),
    }[phase]


def _seen(live: LiveShow) -> tuple[str, ...]:
    """What the room sees now, in a few lines."""
    if live.veil:
        return (live.veil,)
    screen = gate.screen(live.deck, live.show)
    options = tuple(f"{LETTERS[n]} {words}" for n, words in enumerate(screen.options))
    return (*screen.lines[:3], *options)


def _splits(live: LiveShow) -> tuple[Split, ...]:
    """The votes of the question on stage, once its vote is closed; nothing about fewer than five people."""
    asked = live.question
    if asked is None or live.show.place.phase in show.OPEN:
        return ()
    rounds = live.show.of(asked)
    first, second = tally.told_round(rounds.first), tally.told_round(rounds.second)
    if first is None and second is None:
        return ()
    return tuple(
        Split(
            LETTERS[n],
            plain(option.text),
            first.counts[n] if first else None,
            second.counts[n] if second else None,
            n in asked.right,
        )
        for n, option in enumerate(asked.options)
    )


def _advice(live: LiveShow) -> str:
    asked, phase = live.question, live.show.place.phase
    rounds = live.show.of(asked) if asked else show.NO_ROUNDS
    if tally.few_phones(rounds.first) or tally.few_phones(rounds.second):
        return _("Fewer than five phones beside hands: nothing is shown. Drop them (x), count everybody.")
    if asked is None or phase in ("read", *show.OPEN):
        return ""
    if phase == "discuss":
        return tally.advice(asked, tally.told_round(rounds.first))
    last = phase == "explain" or asked.votes < 2 or rounds.second.total.people > 0
    return tally.advice(asked, rounds.told, last=last)


def coming(live: LiveShow) -> str:
    """What Enter leads to."""
    deck, now = live.deck, live.show
    following = show.onward(deck, now)
    if following is None:
        item = deck.item(now.place.item)
        if item is None:
            return _("x on the stage writes the report")
        playing = isinstance(item.content, Play)
        return _("{keys}: the room is undecided").format(keys=level(live)) if playing else ""
    page, pages = live.pages
    if page < pages and now.place.phase not in show.OPEN:
        return _("Page {page} of {pages}").format(page=page + 1, pages=pages)
    if following.item != now.place.item:
        return _title(deck, following.item)
    return phase_words(following.phase)


def level(live: LiveShow) -> str:
    """The keys that decide where a room is undecided: “1 for A, 2 for B”."""
    return _(", ").join(
        _("{number} for {letter}").format(number=place + 1, letter=LETTERS[place])
        for place in show.candidates(live.deck, live.show)
    )


def _title(deck: Deck, number: int) -> str:
    item = deck.item(number)
    return item.title if item else _("The end") if number >= len(deck.items) else ""
