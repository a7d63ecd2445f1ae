"""The keys of the notes terminal: one table, for the bindings and for the screen that tells them."""

from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import Command, shown_key
from advocacy_coach.tui.rows import BLANK, Row, hanging, prose, text
from advocacy_coach.workshop.cue import OPTIONS
from advocacy_coach.workshop.deck import LETTERS

WIDTH = 8


def commands() -> tuple[Command, ...]:
    """Every key, in the order a facilitator meets it; the stage obeys those that ask it for something."""
    return (
        _asking("onward", "enter,right", _("go on"), _("On: the next phase, question or step")),
        _asking("back", "left", _("back"), _("Back to what the room saw before")),
        _asking("skip", "s", _("skip"), _("To the next step, whatever is left of this one")),
        _asking("read", "r", _("read"), _("The question, before the vote")),
        _asking("vote", "v", _("vote"), _("Open the vote")),
        _asking("discuss", "d", _("discuss"), _("Talk in pairs, with a countdown")),
        _asking("again", "w", _("vote again"), _("Open the second vote")),
        _asking("compare", "c", _("compare"), _("Show the room what it voted")),
        _asking("explain", "e", _("explain"), _("Show what is recommended, and why")),
        _asking("page", "space,p", _("page"), _("The next page of a text on the stage")),
        _asking("join", "j", _("join"), _("How to take part, for latecomers; again to go back")),
        _asking("break", "b", _("break"), _("A break of ten minutes, or its end")),
        _asking("blank", "full_stop", _("blank"), _("Blank the stage; again to go back")),
        *(_choosing(place, verb) for place, verb in enumerate(OPTIONS)),
        Command("notes", "size(1)", "plus,equals_sign", _("larger"), _("More room for what to say and do")),
        Command("notes", "size(-1)", "minus", _("smaller"), _("Less room, and everything in sight again")),
        Command("notes", "scroll(-1)", "up", _("up"), _("A line up; PageUp a screen")),
        Command("notes", "scroll(1)", "down", _("down"), _("A line down; PageDown a screen")),
        Command("notes", "help", "question_mark,f1", _("keys"), _("These keys, or the notes again")),
        Command("notes", "close", "escape", _("notes"), _("Back to the notes")),
        Command("notes", "leave", "q", _("leave"), _("Close the notes; the workshop goes on")),
    )


def bindings() -> list[BindingType]:
    """The key bindings of the notes screen."""
    return [Binding(each.keys, each.action, each.label, show=False) for each in commands()]


def help_rows(width: int) -> list[Row]:
    """What the keys do."""
    rows = [
        *text(_("Keys"), width, "strong accent"),
        *prose(_("They drive the stage as if they were pressed there. Nobody in the room sees this."), width),
        BLANK,
    ]
    for each in commands():
        rows += hanging(((shown_key(each.keys).ljust(WIDTH), "strong"),), each.help, width)
    return rows


def _asking(verb: str, keys: str, label: str, help: str) -> Command:
    return Command("notes", f"ask('{verb}')", keys, label, help)


def _choosing(place: int, verb: str) -> Command:
    letter = LETTERS[place]
    words = _("Go on with {letter}, where the room is undecided").format(letter=letter)
    return _asking(verb, str(place + 1), letter, words)
