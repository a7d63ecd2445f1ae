"""Opening the app: only in a terminal that can show it, and Textual is imported only then."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from advocacy_coach.errors import CoachError, UsageError
from advocacy_coach.i18n import _, use_language

LANGUAGES: Final = ("en", "pl")
"""The languages the program speaks."""


def launch(course: Path | None = None, lang: str | None = None, record: Path | None = None) -> int:
    """Open the app and return its exit code. Raises UsageError where there is no terminal to open it in."""
    if lang:
        use_language(lang)
    require_terminal()
    from advocacy_coach.tui.start import start

    return start(course=course, lang=lang, record=record)


def launch_notes(session: str | None = None, lang: str | None = None) -> int:
    """Open the notes terminal of a workshop and return its exit code; ``session`` is the name of one.

    Raises UsageError where there is no terminal to open it in.
    """
    if lang:
        use_language(lang)
    require_terminal()
    from advocacy_coach.tui.workshop.start import start_notes

    return start_notes(session, lang)


def launch_or_complain(options: Mapping[str, str]) -> int:
    """Open the app with options as they were typed; a problem becomes a sentence and an exit code."""
    paths = {name: Path(options[name]) for name in ("course", "record") if name in options}
    try:
        return launch(lang=options.get("lang"), **paths)
    except CoachError as error:
        return complain(error)


def app_options(args: Sequence[str]) -> dict[str, str] | None:
    """The options of the app when nothing else was typed; None leaves the arguments to ``cli``."""
    options: dict[str, str] = {}
    rest = iter(args)
    for arg in rest:
        name, equals, value = arg.partition("=")
        value = value if equals else next(rest, "")
        if name not in ("--course", "--lang", "--record") or not value or value.startswith("-"):
            return None
        options[name.removeprefix("--")] = value
    return options if options.get("lang") in (None, *LANGUAGES) else None


def require_terminal() -> None:
    """Raise UsageError unless a person sits at a terminal that can draw: else Textual waits for ever.

    stderr counts too, because that is where Textual draws.
    """
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        message = _("The course opens in a terminal, and here input or output is not one.")
    elif os.name == "posix" and os.environ.get("TERM", "") in ("", "dumb"):
        message = _("The course cannot be drawn in this terminal: TERM is not set, or is “dumb”.")
    else:
        return
    raise UsageError(message, _("Start it in a terminal window, or see “advocacy-coach --help”."))


def complain(error: CoachError) -> int:
    """Say on stderr what went wrong, and return the exit code that says it to other programs."""
    if sys.stderr:
        sys.stderr.write(f"{error}\n")
    return error.exit_code
