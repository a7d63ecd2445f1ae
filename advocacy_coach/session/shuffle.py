"""The order in which options are shown: drawn by a seed that the record keeps.

A hash instead of a random generator, so that the order of a run is the same on every machine and in every
version of Python.
"""

from collections.abc import Sequence
from hashlib import blake2b

from advocacy_coach.course.model import Option, Question, RankQuestion, Scene, SceneChoice


def order(question: Question, seed: int) -> tuple[Option, ...]:
    """The options as the learner sees them; pinned ones stay last. Ranked items never start in order."""
    options: Sequence[Option] = question.options
    if not question.shuffle:
        return tuple(options)
    drawn = sorted(options, key=lambda option: (option.pin == "last", _draw(seed, question.id, option.id)))
    if isinstance(question, RankQuestion) and tuple(drawn) == tuple(options):
        drawn = [*drawn[1:], drawn[0]]
    return tuple(drawn)


def arranged(scene: Scene, seed: int) -> tuple[SceneChoice, ...]:
    """The choices of a scene as the learner sees them."""
    return tuple(sorted(scene.choices, key=lambda choice: _draw(seed, scene.id, choice.id)))


def _draw(seed: int, question: str, option: str) -> bytes:
    return blake2b(f"{seed}/{question}/{option}".encode(), digest_size=8).digest()
