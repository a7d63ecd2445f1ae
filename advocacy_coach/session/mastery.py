"""How much of each topic somebody has now: their latest answers and the best plays of scenarios.

So a question put right counts, and a scenario that was played on into the pitfalls costs nothing.
"""

from collections.abc import Iterable

from msgspec import Struct

from advocacy_coach.session.scoring import percent


class Mastery(Struct, frozen=True):
    """Points in one topic, out of ``of``: one a question answered, one a scenario played to an end."""

    points: float = 0
    of: int = 0

    @property
    def per_cent(self) -> int:
        """The share in whole per cent."""
        return percent(self.points, self.of)


def mastery(latest: Iterable[tuple[str, float]]) -> dict[str, Mastery]:
    """From (topic, points that count now) of each scored question and each scenario to a mastery a topic."""
    topics: dict[str, Mastery] = {}
    for topic, points in latest:
        so_far = topics.get(topic, Mastery())
        topics[topic] = Mastery(so_far.points + points, so_far.of + 1)
    return topics
