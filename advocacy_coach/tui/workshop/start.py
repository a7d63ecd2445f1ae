"""From the command line to the notes terminal, and back with an exit code."""

from __future__ import annotations

import sys

from advocacy_coach import i18n, paths
from advocacy_coach.i18n import _
from advocacy_coach.settings import SettingsFile


def start_notes(session: str | None = None, lang: str | None = None) -> int:
    """Run the notes terminal until it is left, and return its exit code. Needs a terminal that can draw.

    ``session`` is the name of a running session, its code; without it the newest is taken.
    """
    settings = SettingsFile(paths.settings_file()).settings
    i18n.use_language(lang or settings.language)
    from advocacy_coach.tui.workshop.notes import NotesApp
    from advocacy_coach.workshop.notes_link import NotesClient

    log = paths.log_file()
    app = NotesApp(NotesClient(paths.runtime_dir(), session), settings.theme, log, session=session)
    app.run()
    if app.crash is not None:
        words = _("Sorry, the notes had to stop; the workshop goes on. What happened is written in {path}")
        sys.stderr.write(words.format(path=log) + "\n")
        return 1
    return app.return_code or 0
