"""Where lessons, records, settings and caches live. Nothing here creates a file or a folder."""

import os
from pathlib import Path

APP = "advocacy-coach"


def shipped_lessons() -> Path:
    """The folder with one course per language: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    installed = package / "_lessons"
    return installed if installed.is_dir() else package.parent / "lessons"


def _home(kind: str) -> Path:
    """The user's folder of one kind (data, config, cache, log, runtime), by the custom of their system.

    ``ADVOCACY_COACH_HOME`` puts all of them under one folder: a USB stick, a test.
    """
    if own := os.environ.get("ADVOCACY_COACH_HOME"):
        return Path(own).expanduser() / kind
    import platformdirs

    directory: Path = getattr(platformdirs, f"user_{kind}_path")(APP, appauthor=False)
    return directory


def record_file() -> Path:
    """The learner's record, an SQLite database."""
    return _home("data") / "record.db"


def workshops_dir() -> Path:
    """The folder of the journals of workshops."""
    return _home("data") / "workshops"


def settings_file() -> Path:
    """The learner's settings."""
    return _home("config") / "settings.json"


def lrs_file() -> Path:
    """The address of a learning record store, with its key and secret: for the learner's eyes only."""
    return _home("config") / "lrs.json"


def cache_dir() -> Path:
    """The folder for what can be made again."""
    return _home("cache")


def runtime_dir() -> Path:
    """The folder for what lives as long as a program runs: sockets."""
    return _home("runtime")


def log_file() -> Path:
    """Where a crash is described."""
    return _home("log") / "advocacy-coach.log"
