"""``docs/keys.md``, made from the table of commands: ``python -m tests.keys > docs/keys.md``."""

import sys
from collections.abc import Iterable

from advocacy_coach.tui.commands import Command, scoped, shown_key
from advocacy_coach.tui.workshop import notes_keys
from advocacy_coach.tui.workshop.keys import stage_commands

TITLES = {
    "everywhere": "Everywhere",
    "home": "The list of lessons",
    "lesson": "In a lesson",
    "result": "After a lesson",
    "summary": "Your summary",
    "settings": "Settings",
    "help": "Help",
}


def document() -> str:
    """The table as Markdown."""
    lines = [
        "# Keys",
        "",
        "Enter always does the obvious next thing; the bottom line says what that is. Everything can be",
        "clicked. No key needs AltGr. `Ctrl+P` searches all of this by name, and in a question `1` to `9`",
        "mark, rate or sort.",
    ]
    for scope, commands in scoped(TITLES).items():
        lines += _table(TITLES[scope], commands)
    lines += _table("On the stage of a workshop", stage_commands())
    lines += _table("In the notes of a workshop", notes_keys.commands())
    return "\n".join(lines) + "\n"


def _table(title: str, commands: Iterable[Command]) -> list[str]:
    lines = ["", f"## {title}", "", "| key | what it does |", "|---|---|"]
    for command in commands:
        keys = " ".join(f"`{shown_key(key)}`" for key in command.keys.split(","))
        lines.append(f"| {keys} | {command.help} |")
    return lines


if __name__ == "__main__":
    sys.stdout.write(document())
