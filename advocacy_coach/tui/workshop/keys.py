"""The keys of the stage, in the form of the one table of commands. Digits choose an option.

Page Up and Page Down are what a clicker sends, and a full stop is its black screen.
"""

from advocacy_coach.i18n import _
from advocacy_coach.tui.commands import Command


def stage_commands() -> tuple[Command, ...]:
    """Every command of the stage, in the current language."""
    return (
        Command("stage", "go", "enter,right,pagedown", _("go on"), _("The next phase, then the next step")),
        Command("stage", "page", "space", _("next page"), _("The next page of a long text, then the first")),
        Command("stage", "back", "left,pageup,backspace", _("back"), _("What the room saw before")),
        Command("stage", "skip", "s", _("skip"), _("The next step, whatever is left of this one")),
        Command("stage", "phase('read')", "r", _("read"), _("Show the question")),
        Command("stage", "phase('vote')", "v", _("vote"), _("Open the vote")),
        Command("stage", "phase('discuss')", "d", _("discuss"), _("Talk in pairs, with a countdown")),
        Command("stage", "phase('again')", "w", _("vote again"), _("Open the second vote")),
        Command("stage", "phase('compare')", "c", _("compare"), _("Close the vote and show how it went")),
        Command("stage", "phase('explain')", "e", _("explain"), _("Show what is recommended, and why")),
        Command("stage", "hands", "h", _("hands"), _("Count hands: they add to the phones")),
        Command("stage", "settle(True)", "k", _("keep"), _("End the phone vote, keep its votes")),
        Command(
            "stage",
            "settle(False)",
            "x",
            _("drop"),
            _("End the phone vote, drop its votes; k brings them back"),
        ),
        Command("stage", "join", "j", _("join"), _("How to take part, for latecomers; again to go back")),
        Command("stage", "lock", "l", _("lock"), _("Let nobody new join, or let them again")),
        Command("stage", "notes", "n", _("notes"), _("Your notes over the stage, with the projector frozen")),
        Command("stage", "stop", "b", _("break"), _("A break: the clock stands still")),
        Command("stage", "blank", "full_stop", _("blank"), _("An empty screen; again to go back")),
        Command("stage", "extend(30)", "plus", _("longer"), _("Half a minute more for the countdown")),
        Command("stage", "extend(-30)", "minus", _("shorter"), _("Half a minute less")),
        Command("stage", "colours", "t", _("colours"), _("Light or dark")),
        Command("stage", "keys", "question_mark,f1", _("keys"), _("These keys; again to go back")),
        Command("stage", "leave", "q,escape", _("leave"), _("End the session, or go on with it later")),
    )
