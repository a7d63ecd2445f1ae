"""``advocacy-coach``: to the version and to the app straight away, to the commands by way of ``cli``."""

import io
import os
import sys

from advocacy_coach import __version__


def main(args: list[str] | None = None) -> int:
    """Run the command line and return the exit code (or raise SystemExit with it)."""
    args = sys.argv[1:] if args is None else args
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a letter that the encoding lacks must not end the program
    try:
        return _version() if args == ["--version"] else _run(args)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _reader_left()


def _version() -> int:
    if sys.stdout:
        sys.stdout.write(f"advocacy-coach {__version__}\n")
        sys.stdout.flush()
    return 0


def _run(args: list[str]) -> int:
    from advocacy_coach.launch import app_options, launch_or_complain

    options = app_options(args)
    return _commands(args) if options is None else launch_or_complain(options)


def _commands(args: list[str]) -> int:
    from advocacy_coach.cli import commands

    commands.main(args, prog_name="advocacy-coach")
    return 0


def _reader_left() -> int:
    """Whoever read our output has stopped; what is left in the buffer goes nowhere, in silence."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


if __name__ == "__main__":
    sys.exit(main())
