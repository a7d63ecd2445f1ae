"""How much a projected screen of 64x18 holds: what the stage draws by and what ``check`` warns of."""

from typing import Final

STAGE_LINES: Final = 14
"""Lines that such a screen leaves to a page or a question."""

PAGE_WIDTH: Final = 60
QUESTION_WIDTH: Final = 56
"""Columns of a page or slide, and of a prompt and options, on that screen."""

DECISION_LINES: Final = 1
"""Lines of “What do you do?”, which stands above the choices of every scene."""
