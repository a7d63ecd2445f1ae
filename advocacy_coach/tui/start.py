"""From the command line to the running app, and back with an exit code."""

from __future__ import annotations

import gc
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from advocacy_coach import i18n, paths
from advocacy_coach.course.library import Library
from advocacy_coach.i18n import _
from advocacy_coach.records.store import Store
from advocacy_coach.settings import SettingsFile


def start(course: Path | None = None, lang: str | None = None, record: Path | None = None) -> int:
    """Run the app and return its exit code.

    Raises CourseError or RecordError before the screen is taken, when there is nothing to show.
    """
    gc.disable()  # what the start loads stays; ``app.settle`` turns the collector on again
    settings = SettingsFile(paths.settings_file())
    language = lang or settings.settings.language
    i18n.use_language(language)
    folder = course or _shipped(language)
    library = Library.open(folder, paths.cache_dir())
    record = record or paths.record_file()
    with Store.open(record, _now) as store:
        store.notices.extend(library.notices)
        if course is None and folder.name != language:
            store.notices.append(_("This course is not there in your language yet; this is the English one."))
        if settings.notice:
            store.notices.append(
                _("Your settings could not be read; the file was set aside: {path}").format(
                    path=settings.notice
                )
            )
        return _run(library, store, settings, record)


def _shipped(language: str) -> Path:
    """The course that came along, in English where the language has none yet."""
    folder = paths.shipped_lessons() / language
    return folder if folder.is_dir() else folder.with_name("en")


def _run(library: Library, store: Store, settings: SettingsFile, record: Path) -> int:
    if os.environ.get("TERM_PROGRAM") == "vscode":
        # VS Code's terminal sends the space bar as a key without a character; text fields would drop it.
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    from advocacy_coach.tui.app import CoachApp
    from advocacy_coach.tui.services import Services

    log = paths.log_file()
    app = CoachApp(Services(library, store, settings, record, _now), log)
    app.run()
    if app.crash is not None:
        sentence = _(
            "Sorry, the program had to stop. Every answer is kept. What happened is written in {path}"
        )
        sys.stderr.write(sentence.format(path=log) + "\n")
        return 1
    return app.return_code or 0


def _now() -> datetime:
    return datetime.now(UTC)
