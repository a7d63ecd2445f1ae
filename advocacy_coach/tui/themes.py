"""Our themes: dark and light, and both once more for a projector.

Text stands at 7:1 or more on its background and lines at 3:1 (a test computes it), because a meeting room at
four in the afternoon is not a designer's desk.
"""

from textual.theme import Theme

DARK = Theme(
    name="coach-dark",
    primary="#7fb8d4",
    secondary="#9aa7b4",
    accent="#e0b15c",
    foreground="#e6e8ea",
    background="#14181c",
    surface="#14181c",
    panel="#232a31",
    success="#8fcf9f",
    warning="#e0b15c",
    error="#f2a38f",
    dark=True,
    variables={"coach-muted": "#a7b2bd", "coach-track": "#66727e", "coach-cursor": "#232a31"},
)

LIGHT = Theme(
    name="coach-light",
    primary="#0f4d6b",
    secondary="#465563",
    accent="#7a3e00",
    foreground="#1b2127",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#ece9e2",
    success="#14532b",
    warning="#7a3e00",
    error="#8a1f11",
    dark=False,
    variables={"coach-muted": "#4a5560", "coach-track": "#7d8791", "coach-cursor": "#ece9e2"},
)

PROJECTOR = Theme(
    name="coach-projector",
    primary="#003a5c",
    secondary="#222222",
    accent="#5c2c00",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e8e8e8",
    success="#003d18",
    warning="#5c2c00",
    error="#7a0000",
    dark=False,
    variables={"coach-muted": "#333333", "coach-track": "#666666", "coach-cursor": "#e8e8e8"},
)

PROJECTOR_DARK = Theme(
    name="coach-projector-dark",
    primary="#9fd8ff",
    secondary="#dddddd",
    accent="#ffd27a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    success="#a6f0b8",
    warning="#ffd27a",
    error="#ffb4a3",
    dark=True,
    variables={"coach-muted": "#cfcfcf", "coach-track": "#8c8c8c", "coach-cursor": "#262626"},
)

OURS = (DARK, LIGHT, PROJECTOR, PROJECTOR_DARK)

ON_DARK = {"coach-muted": "#b4bcc4", "coach-track": "#7d8893", "coach-cursor": "#2b333b"}
ON_LIGHT = {"coach-muted": "#454d55", "coach-track": "#707a84", "coach-cursor": "#e2e2e2"}
"""Our variables under a theme of Textual's, which does not know them."""
