"""The program with a course whose every text is one payload, behind the back of the loader that refuses it.

Run as ``python -m tests.terminal.hostile PAYLOAD``, then the program's own arguments.
"""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from advocacy_coach.__main__ import main
from advocacy_coach.course.library import Library
from tests.tui.test_hostile_course import PAYLOADS, hostile_library

WALKED = {
    "harmless": "nothing but words",
    "everything": " ".join(payload for name, payload in PAYLOADS.items() if name != "long"),
    "long": PAYLOADS["long"],
}


def use(payload: str) -> None:
    """Have every course that opens from now on say nothing but ``payload``."""
    found = Library.open

    def opened(folder: Path, cache: Path | None) -> Any:
        services = SimpleNamespace(library=found(folder, cache))
        return hostile_library(cast("Any", services), payload)

    Library.open = opened  # type: ignore[method-assign]


if __name__ == "__main__":
    use(WALKED[sys.argv[1]])
    sys.exit(main(sys.argv[2:]))
