"""From the command line to the stage, and back with an exit code."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from pathlib import Path

from advocacy_coach import paths
from advocacy_coach.errors import CoachError
from advocacy_coach.files import free_path, write_atomically
from advocacy_coach.i18n import _
from advocacy_coach.tui.workshop.sizing import probe
from advocacy_coach.tui.workshop.stage_app import Beside, Notes, StageApp, Stoppable
from advocacy_coach.workshop.cue import Verb
from advocacy_coach.workshop.live import LiveShow
from advocacy_coach.workshop.notes_link import NotesServer
from advocacy_coach.workshop.opening import Wish, open_phones
from advocacy_coach.workshop.report.value import report
from advocacy_coach.workshop.report.writers import REPORT_WRITERS


def run_stage(live: LiveShow, wish: Wish | None, folder: Path, *, dark: bool) -> int:
    """Run a session on the stage until it is left, and return the exit code.

    Without a ``wish`` for phones the room votes by hand. Reports go to ``folder``.
    """

    async def phones(live: LiveShow, tell: Callable[[str], None]) -> Stoppable:
        return await open_phones(live, wish or Wish(), tell)

    def notes(asked: Callable[[Verb], None]) -> Notes:
        return NotesServer(paths.runtime_dir(), live.code, asked)

    def written(live: LiveShow) -> str:
        return write_report(live, folder)

    theme = "coach-projector-dark" if dark else "coach-projector"
    log = paths.log_file()
    app = StageApp(live, Beside(phones if wish else None, notes, written), theme, log, sizing=probe())
    app.run()
    if live.show.ended is not None:
        with contextlib.suppress(OSError):
            live.journal.box.unlink(missing_ok=True)
    if app.crash is not None:
        words = _("Sorry, the stage had to stop. Every count is kept; start it again to go on. See {path}")
        sys.stderr.write(words.format(path=log) + "\n")
        return 1
    return app.return_code or 0


def write_report(live: LiveShow, folder: Path) -> str:
    """Write the report of a session in all its formats, and return a sentence that says where.

    Raises CoachError when it cannot be written.
    """
    told = report(live.deck, live.journal.events)
    name = f"workshop-{live.show.begun.at.astimezone():%Y-%m-%d}"
    paths_written = []
    try:
        for format, writer in REPORT_WRITERS.items():
            path = free_path(folder, name, f".{format}")
            write_atomically(path, writer.write(told))
            paths_written.append(path)
    except OSError as error:
        words = _("The report cannot be written: {reason}.").format(reason=error.strerror or error)
        raise CoachError(words, str(folder)) from None
    names = ", ".join(path.name for path in paths_written)
    return _("Written to {folder}: {names}").format(folder=folder, names=names)
