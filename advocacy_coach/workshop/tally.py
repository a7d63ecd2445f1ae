"""Votes counted: what may be told of them, the sentence to read aloud, and what a facilitator could do next.

Nothing is told about fewer than five people, nor anything from which it could be worked out.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from advocacy_coach.i18n import _, ngettext
from advocacy_coach.workshop.deck import LETTERS, Question

MINIMUM = 5
"""The fewest people about whom something is told."""

TEACH_BELOW, GO_ON_ABOVE = 35, 70
"""Per cent of people with a recommended answer: below the first teach again, above the second go on, between
them discuss in pairs and vote again. The usual bands of peer instruction; advice, never a lock."""


class Count(Struct, frozen=True):
    """Votes from one source: how many for each option, and by how many people."""

    counts: tuple[int, ...]
    people: int


class Round(Struct, frozen=True):
    """The votes of one round by source; None where a source gave none. Phones and hands add up."""

    phones: Count | None = None
    hands: Count | None = None
    dropped: bool = False

    @property
    def total(self) -> Count:
        """All votes of the round together."""
        given = [count for count in (self.phones, self.hands) if count is not None]
        width = max((len(count.counts) for count in given), default=0)
        padded = [(*count.counts, *(0,) * (width - len(count.counts))) for count in given]
        return Count(tuple(map(sum, zip(*padded, strict=True))), sum(count.people for count in given))


NO_ROUND = Round()


class Rounds(Struct, frozen=True):
    """Both rounds of a question."""

    first: Round = NO_ROUND
    second: Round = NO_ROUND

    @property
    def counts(self) -> Count:
        """The round that counts: the second where anybody voted in it."""
        return self.second.total if self.second.total.people else self.first.total

    @property
    def told(self) -> Count | None:
        """The newest round that may be told; None where neither may."""
        return told_round(self.second) or told_round(self.first)


def count(ballots: Iterable[Sequence[int]], options: int) -> Count:
    """Ballots, each the places of what it marks, as counts."""
    counts, people = [0] * options, 0
    for marked in ballots:
        people += bool(marked)
        for place in marked:
            counts[place] += 1
    return Count(tuple(counts), people)


def told(votes: Count) -> Count | None:
    """The votes as they may be shown; None under five people."""
    return votes if votes.people >= MINIMUM else None


def told_round(votes: Round) -> Count | None:
    """All votes of a round as they may be told.

    Hands are seen by everybody in the room, so beside them fewer than five phones would be given away.
    """
    return None if few_phones(votes) else told(votes.total)


def few_phones(votes: Round) -> bool:
    """True when fewer than five phones voted beside hands."""
    phones = votes.phones.people if votes.phones else 0
    return bool(votes.hands and votes.hands.people and 0 < phones < MINIMUM)


def told_by_source(votes: Round) -> tuple[Count | None, Count | None]:
    """Phones and hands apart, as they may be shown: both or none, since either gives the other away."""
    given = [each for each in (votes.phones, votes.hands) if each is not None and each.people]
    if any(each.people < MINIMUM for each in given):
        return None, None
    return votes.phones, votes.hands


def per_cent(part: int, whole: int) -> int:
    """A share in whole per cent, halves up."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def leading(votes: Count) -> tuple[int, ...]:
    """The places with the most votes; empty where nobody voted."""
    most = max(votes.counts, default=0)
    return tuple(place for place, many in enumerate(votes.counts) if many == most) if most else ()


def spoken(rounds: Rounds) -> str:
    """One sentence to read aloud about a question; that it is too few where nothing may be told."""
    now, before = rounds.told, told_round(rounds.first)
    if now is None and few_phones(rounds.second if rounds.second.total.people else rounds.first):
        words = _("Fewer than {count} phones beside the hands: no split is shown. Count everybody by hand.")
        return words.format(count=MINIMUM)
    if now is None:
        words = _("Fewer than {count} answers, so no split is shown: talk about it instead.")
        return words.format(count=MINIMUM)
    if before is None or told_round(rounds.second) is None:
        return _leaders(now)
    moved = [
        (new - old, place) for place, (old, new) in enumerate(zip(before.counts, now.counts, strict=True))
    ]
    most, place = max(moved, key=lambda each: (each[0], -each[1]))
    if most <= 0:
        return _("Nothing rose after the talk. {leaders}").format(leaders=_leaders(now))
    words = _("{letter} rose from {old} to {new} of {people}.")
    return words.format(
        letter=LETTERS[place], old=before.counts[place], new=now.counts[place], people=now.people
    )


def _leaders(votes: Count) -> str:
    first = leading(votes)
    letters = _(" and ").join(LETTERS[place] for place in first)
    if not first:
        return _("Nobody chose anything.")
    most = votes.counts[first[0]]
    words = ngettext(
        "{letters} was chosen most: by {most} of {people}.",
        "{letters} are level: {most} each of {people}.",
        len(first),
    )
    return words.format(letters=letters, most=most, people=votes.people)


def share_right(question: Question, votes: Count | None) -> int | None:
    """The per cent of people who chose what is recommended; None where nothing is, or too few voted.

    Where several options may be marked, it is the share of marks on recommended ones.
    """
    if not question.right or votes is None or told(votes) is None:
        return None
    right = sum(votes.counts[place] for place in question.right)
    return per_cent(right, sum(votes.counts) if question.many else votes.people)


def advice(question: Question, votes: Count | None, *, last: bool = False) -> str:
    """What peer instruction suggests after a vote: for the facilitator's eyes; empty where nothing fits.

    ``last`` is for a vote after which there is no other: then it is time to explain, however it went.
    """
    share = share_right(question, votes)
    if share is None:
        return ""
    if last and share <= GO_ON_ABOVE:
        return _("{share} % chose what is recommended: take your time to explain it.").format(share=share)
    if share < TEACH_BELOW:
        return _("{share} % chose what is recommended: teach it again, then vote.").format(share=share)
    if share > GO_ON_ABOVE:
        return _("{share} % chose what is recommended: explain it and go on.").format(share=share)
    return _("{share} % chose what is recommended: pairs, two minutes, vote again.").format(share=share)
