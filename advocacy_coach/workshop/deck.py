"""What a room goes through: the plan of a workshop with every text of its course filled in.

Pure values, made by ``building`` and never changed while a session runs. Texts are Markdown, times seconds.
"""

from hashlib import blake2b

from msgspec import Struct

from advocacy_coach.course.model import Notes
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.course.tools import MoodCheck

LETTERS = "ABCDEFGHIJ"
"""What options are called, on the wall, on phones and on cards."""


class Option(Struct, frozen=True):
    """One thing to vote for; ``feedback`` is said about it once the answer is out."""

    id: str
    text: str
    feedback: str = ""


class Question(Struct, frozen=True):
    """What a room votes on. ``right`` are the places of recommended options; empty where there are none.

    ``many`` lets everybody mark several options. ``votes`` is how often the room votes, 1 or 2.
    """

    id: str
    prompt: str
    options: tuple[Option, ...]
    right: tuple[int, ...] = ()
    explain: str = ""
    many: bool = False
    votes: int = 1


class Slide(Struct, frozen=True):
    """Something to show; ``talk`` is a countdown in seconds that the room sees, 0 for none."""

    text: str
    talk: int = 0


class Ask(Struct, frozen=True):
    """Questions to vote on, one after the other; more than one where cards are sorted or actions rated."""

    questions: tuple[Question, ...]


class Play(Struct, frozen=True):
    """A scenario that the room plays; after ``most`` decisions the debrief comes, 0 for the whole story."""

    story: Story
    most: int = 0
    votes: int = 1


class Mood(Struct, frozen=True):
    """The mood check, answered over phones without names; ``groups`` are names people can choose from."""

    tool: MoodCheck
    groups: tuple[str, ...] = ()


class Pause(Struct, frozen=True):
    """A planned break."""


Content = Slide | Ask | Play | Mood | Pause


class Item(Struct, frozen=True, kw_only=True):
    """One step of a session. ``starts`` is when it is due, in seconds after the beginning.

    ``answers`` are what people usually say to it.
    """

    id: str
    title: str
    content: Content
    part: int = 0
    seconds: int = 0
    starts: int = 0
    notes: Notes = Notes()
    answers: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """A part of the session: its title and how long it takes, in seconds."""

    title: str
    seconds: int


class Deck(Struct, frozen=True):
    """A whole session. ``room`` are the fewest and the most people the plan is good for."""

    plan: str
    title: str
    seconds: int
    parts: tuple[Part, ...]
    items: tuple[Item, ...]
    course: str = ""
    version: str = ""
    language: str = "en"
    room: tuple[int, int] = (6, 16)

    @property
    def mark(self) -> str:
        """Eight hexadecimal digits of its steps in their order, to know a session of this very deck."""
        return blake2b("\n".join(item.id for item in self.items).encode(), digest_size=4).hexdigest()

    @property
    def groups(self) -> tuple[str, ...]:
        """What people can say they belong to in the mood check."""
        moods = (item.content for item in self.items if isinstance(item.content, Mood))
        return next((mood.groups for mood in moods if mood.groups), ())

    @property
    def needs_phones(self) -> bool:
        """True where the mood of the room is asked, which goes over phones alone."""
        return any(isinstance(item.content, Mood) for item in self.items)

    def item(self, place: int) -> Item | None:
        """The item at a place; None before the first and after the last."""
        return self.items[place] if 0 <= place < len(self.items) else None
