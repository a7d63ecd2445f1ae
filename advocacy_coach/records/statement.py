"""One xAPI statement as it travels: into the outbox, over the wire, into a file of lines."""

from msgspec import Struct


class Statement(Struct, frozen=True):
    """A statement with its id and its bytes, which never change once they are made.

    ``id`` is a UUID in lower case, the ``id`` inside ``body`` too. ``body`` is one JSON object in UTF-8
    without a line break in it, keys sorted, so that it can be a line of a file or an item of a batch, and
    the same event gives the same bytes.
    """

    id: str
    body: bytes
