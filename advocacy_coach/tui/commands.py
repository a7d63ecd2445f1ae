"""The one table of commands. Key bindings, the palette, the help screen and ``docs/keys.md`` come from it.

No key here needs AltGr on any common keyboard. Digits belong to answers.
"""

from collections.abc import Iterable

from msgspec import Struct
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _


class Command(Struct, frozen=True):
    """One thing a screen can do: its action, its keys (the first is shown), a label and what it does."""

    scope: str
    action: str
    keys: str
    label: str
    help: str
    palette: bool = True


def commands() -> tuple[Command, ...]:
    """Every command, in the current language."""
    return (
        Command("everywhere", "help", "question_mark,f1", _("help"), _("Show what the keys do")),
        Command("everywhere", "quit", "ctrl+q", _("quit"), _("Leave the program; everything is kept")),
        Command("home", "go", "enter", _("open"), _("Open the lesson under the cursor"), palette=False),
        Command("home", "cursor(-1)", "up,k", _("up"), _("The lesson above"), palette=False),
        Command("home", "cursor(1)", "down,j", _("down"), _("The lesson below"), palette=False),
        Command("home", "summary", "s", _("summary"), _("Your summary: look at it, export it")),
        Command("home", "settings", "o", _("settings"), _("Choose colours, your name, where exports go")),
        Command("home", "quit", "q", _("quit"), _("Leave the program; everything is kept"), palette=False),
        Command("lesson", "go", "enter", _("go on"), _("Read on, answer, or go to the next step"), False),
        Command(
            "lesson", "press", "space", _("mark"), _("Mark the option under the cursor, or read on"), False
        ),
        Command("lesson", "cursor(-1)", "up,k", _("up"), _("The option above, or a line up"), palette=False),
        Command(
            "lesson", "cursor(1)", "down,j", _("down"), _("The option below, or a line down"), palette=False
        ),
        Command("lesson", "turn(-1)", "minus", _("less"), _("The previous rating or box"), palette=False),
        Command("lesson", "turn(1)", "plus", _("more"), _("The next rating or box"), palette=False),
        Command("lesson", "clear", "backspace", _("undo"), _("Take the mark off this option"), palette=False),
        Command("lesson", "back", "b,left", _("back"), _("The step before; answers stay as they are")),
        Command("lesson", "hint", "h", _("hint"), _("A hint; it costs no points")),
        Command(
            "lesson", "evidence", "e", _("evidence"), _("The sources and what to keep in mind about them")
        ),
        Command("lesson", "play", "p", _("play"), _("Play the scenario of this step, or play it again")),
        Command("lesson", "debrief", "d", _("debrief"), _("Look back at the scenario of this step")),
        Command("lesson", "links", "l", _("links"), _("The links on this page")),
        Command(
            "lesson", "write_done", "ctrl+s", _("keep"), _("Keep what you wrote and go on"), palette=False
        ),
        Command(
            "lesson", "home", "escape,q", _("home"), _("Back to the list of lessons; your place is kept")
        ),
        Command("scenario", "go", "enter", _("go on"), _("Read on, decide, or go to what follows"), False),
        Command("scenario", "press", "space", _("pick"), _("Pick the choice under the cursor"), False),
        Command(
            "scenario", "cursor(-1)", "up,k", _("up"), _("The choice above, or a line up"), palette=False
        ),
        Command(
            "scenario", "cursor(1)", "down,j", _("down"), _("The choice below, or a line down"), palette=False
        ),
        Command("scenario", "home", "escape,q", _("leave"), _("Leave the scenario; your decisions are kept")),
        Command("debrief", "go", "enter,space", _("go on"), _("Read on, then go on"), palette=False),
        Command("debrief", "cursor(-1)", "up,k", _("up"), _("A line up"), palette=False),
        Command("debrief", "cursor(1)", "down,j", _("down"), _("A line down"), palette=False),
        Command("debrief", "tempting", "t", _("tempting path"), _("Walk the tempting path")),
        Command("debrief", "again", "r", _("play again"), _("Play the scenario from the start")),
        Command(
            "debrief", "evidence", "e", _("evidence"), _("The sources and what to keep in mind about them")
        ),
        Command("debrief", "home", "escape,q", _("leave"), _("Back to where the scenario was opened")),
        Command("form", "go", "enter,space", _("go on"), _("Read on, pick, or go to what follows"), False),
        Command("form", "cursor(-1)", "up,k", _("up"), _("The option above, or a line up"), palette=False),
        Command("form", "cursor(1)", "down,j", _("down"), _("The option below, or a line down"), False),
        Command("form", "clear", "backspace", _("undo"), _("Take the pick off this option"), palette=False),
        Command("form", "back", "b,left", _("back"), _("The situation before; change your answer")),
        Command("form", "home", "escape,q", _("leave"), _("Leave; everything is kept")),
        Command("plan", "go", "enter", _("finish"), _("Finish the check, then read on"), palette=False),
        Command("plan", "press", "space", _("tick"), _("Tick what is under the cursor, or read on"), False),
        Command("plan", "cursor(-1)", "up,k", _("up"), _("The practice above, or a line up"), palette=False),
        Command("plan", "cursor(1)", "down,j", _("down"), _("The practice below, or a line down"), False),
        Command("plan", "rename", "n", _("name"), _("Give this plan a name, to compare it later")),
        Command("plan", "again", "r", _("check again"), _("Check the same plan again")),
        Command("plan", "evidence", "e", _("evidence"), _("The sources and what to keep in mind about them")),
        Command("plan", "home", "escape,q", _("leave"), _("Leave; everything is kept")),
        Command("mood", "go", "enter,space", _("go on"), _("The next open one, then the result"), False),
        Command("mood", "cursor(-1)", "up,k", _("up"), _("The statement above, or a line up"), palette=False),
        Command("mood", "cursor(1)", "down,j", _("down"), _("The statement below, or a line down"), False),
        Command("mood", "clear", "backspace", _("undo"), _("Take this answer back"), palette=False),
        Command("mood", "again", "r", _("ask again"), _("Ask yourself again, on a new sheet")),
        Command("mood", "home", "escape,q", _("leave"), _("Leave; everything is kept")),
        Command("team", "go", "enter,space", _("type"), _("Type the counts of this statement"), False),
        Command("team", "cursor(-1)", "up,k", _("up"), _("The statement above, or a line up"), palette=False),
        Command("team", "cursor(1)", "down,j", _("down"), _("The statement below, or a line down"), False),
        Command("team", "turn(-1)", "left", _("group before"), _("The group before"), palette=False),
        Command("team", "turn(1)", "right", _("next group"), _("The next group"), palette=False),
        Command("team", "add", "g", _("add a group"), _("Add a group of people")),
        Command("team", "rename", "n", _("name"), _("Give this group another name")),
        Command("team", "asked", "p", _("people asked"), _("How many people were asked")),
        Command("team", "show", "x", _("show"), _("Show the result; the counts are final then")),
        Command("team", "again", "r", _("new survey"), _("Begin a new survey")),
        Command("team", "home", "escape,q", _("leave"), _("Leave; everything is kept")),
        Command("journal", "go", "enter,space", _("read on"), _("Read on, then home"), palette=False),
        Command("journal", "cursor(-1)", "up,k", _("up"), _("The entry above"), palette=False),
        Command("journal", "cursor(1)", "down,j", _("down"), _("The entry below"), palette=False),
        Command("journal", "search", "slash", _("search"), _("Look for words in what you wrote")),
        Command("journal", "export", "x", _("export"), _("Write what is shown to a file")),
        Command("journal", "delete", "d,delete", _("delete"), _("Delete this entry from your record")),
        Command("journal", "home", "escape,q", _("home"), _("All entries again, then home")),
        Command("card", "go", "enter", _("write"), _("Write the line under the cursor"), palette=False),
        Command("card", "cursor(-1)", "up,k", _("up"), _("The line above"), palette=False),
        Command("card", "cursor(1)", "down,j", _("down"), _("The line below"), palette=False),
        Command("card", "ideas", "i", _("ideas"), _("Suggestions from what you did in the course")),
        Command("card", "export", "x", _("export"), _("Export it: to print, for a calendar, or as text")),
        Command("card", "again", "r", _("new card"), _("Begin a new card; this one stays in your record")),
        Command("card", "home", "escape,q", _("leave"), _("Leave; everything is kept")),
        Command("result", "go", "enter", _("go on"), _("The next lesson, or your summary"), palette=False),
        Command("result", "read", "space", _("read on"), _("Read on"), palette=False),
        Command("result", "missed", "m", _("missed ones again"), _("Answer what you missed once more")),
        Command(
            "result", "retake", "r", _("take it again"), _("Take the lesson again; your best result counts")
        ),
        Command("result", "review", "b", _("look back"), _("Walk through the steps again")),
        Command("result", "summary", "s", _("summary"), _("Your summary: look at it, export it")),
        Command("result", "home", "escape,q", _("home"), _("Back to the list of lessons")),
        Command("summary", "go", "enter", _("export"), _("Write the summary to a file"), palette=False),
        Command("summary", "format", "f", _("format"), _("Markdown, JSON or CSV")),
        Command("summary", "include('name')", "n", _("name"), _("Put your name in, or leave it out")),
        Command(
            "summary",
            "include('questions')",
            "m",
            _("missed questions"),
            _("Missed questions, decisions: in or out"),
        ),
        Command("summary", "include('times')", "t", _("times"), _("Dates and minutes: in or out")),
        Command("summary", "include('reflections')", "r", _("reflections"), _("What you wrote: in or out")),
        Command("summary", "include('card')", "c", _("action card"), _("Your action card: in or out")),
        Command("summary", "home", "escape,q", _("back"), _("Back to where you were")),
        Command(
            "settings",
            "go",
            "enter,space,right",
            _("change"),
            _("Change the setting under the cursor"),
            False,
        ),
        Command("settings", "cursor(-1)", "up,k", _("up"), _("The setting above"), palette=False),
        Command("settings", "cursor(1)", "down,j", _("down"), _("The setting below"), palette=False),
        Command("settings", "home", "escape,q", _("back"), _("Back to where you were")),
        Command("help", "home", "escape,q,enter", _("back"), _("Back to where you were"), palette=False),
    )


def bindings(scope: str) -> list[BindingType]:
    """The key bindings of one scope."""
    return [
        Binding(command.keys, command.action, command.label, show=False)
        for command in commands()
        if command.scope == scope
    ]


def scoped(scopes: Iterable[str]) -> dict[str, list[Command]]:
    """The commands of these scopes, in the order of the table."""
    return {scope: [command for command in commands() if command.scope == scope] for scope in scopes}


def shown_key(keys: str) -> str:
    """The first key of a binding as a person reads it."""
    names = {
        "question_mark": "?",
        "slash": "/",
        "full_stop": ".",
        "enter": "Enter",
        "space": _("Space"),
        "escape": "Esc",
        "backspace": "⌫",
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "plus": "+",
        "minus": "-",
        "equals_sign": "=",
        "pageup": _("PgUp"),
        "pagedown": _("PgDn"),
        "f1": "F1",
    }
    first = keys.partition(",")[0]
    if first.startswith("ctrl+"):
        return f"Ctrl+{first[5:].upper()}"
    return names.get(first, first)
