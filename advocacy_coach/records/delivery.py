"""Delivering an outbox: batches, what each answer means, and when to try again.

xAPI 1.0.3, part three, 2.1.2 and 3.2: a batch is taken whole or not at all, and a statement that is there
already conflicts only when it differs. Every batch is marked before the next is sent, so a kill costs at
most one batch sent twice, which the LRS knows by its ids.
"""

from collections.abc import Callable, Sequence

from msgspec import Struct

from advocacy_coach.errors import LrsError
from advocacy_coach.i18n import _
from advocacy_coach.records.lrs import Answer, UnreachableError
from advocacy_coach.records.outbox import Outbox
from advocacy_coach.records.statement import Statement

MOST_STATEMENTS = 500
"""Statements in a batch."""

MOST_BYTES = 1_000_000
"""Bytes of a batch, its brackets aside; below what a web server takes when nobody has told it more."""

TRIES = 4
"""Times a batch is sent in all before it is left for the next time."""

LONGEST = 60.0
"""Seconds. Whoever asks to be left alone for longer is left alone until the next time."""

_AGAIN = frozenset({408, 425, 429})
"""Refusals that mean later, not never (RFC 9110, 8470, 6585); so does every 5xx."""

_NO_LRS = frozenset({404, 405, 410})
_STRANGERS = frozenset({401, 403})

Post = Callable[[Sequence[bytes]], Answer]
"""Sends bodies as one batch; raises UnreachableError or LrsError as ``Lrs.post`` does."""


class Delivered(Struct, frozen=True):
    """How many statements this delivery brought to the LRS, and how many it refused."""

    delivered: int = 0
    refused: int = 0


def deliver(
    outbox: Outbox,
    post: Post,
    *,
    sleep: Callable[[float], None],
    dice: Callable[[], float],
    progress: Callable[[int], None] = lambda _done: None,
) -> Delivered:
    """Send everything that waits; ``progress`` is told how many more have been settled.

    ``sleep`` takes seconds, ``dice`` throws a number from 0 up to 1. Raises LrsError when the LRS cannot be
    reached or will not deal with us; what was not settled by then waits for the next time.
    """
    work = _Delivery(outbox, post, sleep, dice, progress)
    while batch := outbox.waiting(work.most, MOST_BYTES):
        work.send(batch)
    return Delivered(work.delivered, work.refused)


def pause(tried: int, thrown: float) -> float:
    """Seconds before the next try: 1, 2, 4, ... times one half to one, so that many do not come at once."""
    return 2.0 ** (tried - 1) * (0.5 + thrown / 2)


class _Delivery:
    """One delivery under way. ``most`` is how many statements a batch may have; the LRS can lower it."""

    def __init__(
        self,
        outbox: Outbox,
        post: Post,
        sleep: Callable[[float], None],
        dice: Callable[[], float],
        progress: Callable[[int], None],
    ) -> None:
        self.most = MOST_STATEMENTS
        self.delivered = 0
        self.refused = 0
        self._outbox = outbox
        self._post = post
        self._sleep = sleep
        self._dice = dice
        self._progress = progress

    def send(self, batch: Sequence[Statement]) -> None:
        """Send a batch until each of its statements is settled."""
        answer = self._answer(batch)
        match answer.status:
            case 200 | 204:
                self._settle(batch, answer)
            case 409 if len(batch) == 1:  # it is there, if in other words
                self._settle(batch, answer)
            case status if status in _STRANGERS:
                raise _stranger(answer)
            case status if status in _NO_LRS:
                raise LrsError(
                    _("There is no LRS at this address: it answered {status}.").format(status=status),
                    _("Nothing is lost: what was not delivered waits. See that the address is right."),
                )
            case 413 if len(batch) > 1:
                self.most = (len(batch) + 1) // 2
                rest = batch
                while rest:
                    part, rest = rest[: self.most], rest[self.most :]
                    self.send(part)
            case _ if len(batch) > 1:
                for one in batch:
                    self.send([one])
            case _:
                if answer.status == 413:  # it was this one, not the number of them
                    self.most = MOST_STATEMENTS
                self._outbox.mark([batch[0].id], "refused", answer.status, answer.reason)
                self.refused += 1
                self._progress(1)

    def _settle(self, batch: Sequence[Statement], answer: Answer) -> None:
        self._outbox.mark([one.id for one in batch], "delivered", answer.status, answer.reason)
        self.delivered += len(batch)
        self._progress(len(batch))

    def _answer(self, batch: Sequence[Statement]) -> Answer:
        """The first answer that says something about the batch."""
        bodies = [one.body for one in batch]
        tried = 0
        while True:
            tried += 1
            wait = pause(tried, self._dice())
            try:
                answer = self._post(bodies)
            except UnreachableError as error:
                reason = str(error)
            else:
                if answer.status < 500 and answer.status not in _AGAIN:
                    return answer
                reason = f"{answer.status} {answer.reason}".strip()
                wait = max(wait, answer.after)
            if tried == TRIES or wait > LONGEST:
                raise LrsError(
                    _("The LRS cannot take statements now: {reason}.").format(reason=reason.rstrip(".")),
                    _("What was not delivered waits for the next “advocacy-coach sync”."),
                )
            self._sleep(wait)


def _stranger(answer: Answer) -> LrsError:
    if answer.status == 401:
        words = _("The LRS does not know this key and secret.")
    else:
        words = _("The LRS knows this key, but it may not write statements.")
    return LrsError(
        words, _("Nothing is lost: what was not delivered waits. docs/sync.md says where a key goes.")
    )
