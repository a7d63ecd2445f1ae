"""``docs/keys.md``, made from the table of commands: ``python -m tests.keys > docs/keys.md``."""

import sys

from advocacy_coach.tui.commands import scoped, shown_key

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
        lines += ["", f"## {TITLES[scope]}", "", "| key | what it does |", "|---|---|"]
        for command in commands:
            keys = " ".join(f"`{shown_key(key)}`" for key in command.keys.split(","))
            lines.append(f"| {keys} | {command.help} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
