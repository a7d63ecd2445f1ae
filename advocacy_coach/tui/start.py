"""From the command line to the running app, and back with an exit code."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from advocacy_coach import paths
from advocacy_coach.desk import Desk, now, open_desk
from advocacy_coach.i18n import _


def start(course: Path | None = None, lang: str | None = None, record: Path | None = None) -> int:
    """Run the app and return its exit code.

    Raises CourseError or RecordError before the screen is taken, when there is nothing to show.
    """
    gc.disable()  # what the start loads stays; ``program.settle`` turns the collector on again
    with open_desk(course, lang, record) as desk:
        return _run(desk)


def _run(desk: Desk) -> int:
    if os.environ.get("TERM_PROGRAM") == "vscode":
        # VS Code's terminal sends the space bar as a key without a character; text fields would drop it.
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from advocacy_coach.tui.app import CoachApp
    from advocacy_coach.tui.services import Services

    log = paths.log_file()
    app = CoachApp(Services(desk.library, desk.store, desk.settings_file, desk.record, now), log)
    app.run()
    if app.crash is not None:
        words = _("Sorry, the program had to stop. Every answer is kept. What happened is written in {path}")
        sys.stderr.write(words.format(path=log) + "\n")
        return 1
    return app.return_code or 0
