"""What the bars of a scenario say: which decision it is, and what can be done, the obvious thing first."""

from typing import Literal

from advocacy_coach.course.scenarios import story as stories
from advocacy_coach.course.scenarios.walk import left
from advocacy_coach.i18n import _
from advocacy_coach.session import scenario
from advocacy_coach.session.run import Run
from advocacy_coach.tui.widgets.bars import Key

Part = Literal["opening", "scene", "consequence", "ending"]
"""The parts of a play, in the order they come; scenes and consequences take turns."""


def position(run: Run, part: Part) -> tuple[str, float]:
    """Words such as “decision 2 of 3”, and the share of the story behind you."""
    story, playing = scenario.story(run), scenario.play(run)
    if part == "opening" or story is None or playing is None:
        return _("scenario"), 0.0
    if part == "ending":
        return _("the end"), 1.0
    made = len(playing.path)
    states = stories.replay(story, playing.path)
    ahead = left(story, states[-1].scene) if states else None
    number = made if part == "consequence" else made + 1
    if ahead is None:
        return _("decision {number}").format(number=number), 0.5
    least, most = max(made + ahead[0], number), made + ahead[1]
    words = (
        _("decision {number} of {count}") if least == most else _("decision {number} of {least} to {count}")
    )
    return words.format(number=number, least=least, count=most), made / most if most else 1.0


def keys(part: Part, choices: int, *, picked: bool, choices_in_sight: bool, more_below: bool) -> list[Key]:
    """The entries of the action line for a part of the play with so many choices."""
    if part == "scene" and choices_in_sight:
        enter = _("do it") if picked else _("pick")
    elif more_below:
        enter = _("read on")
    else:
        words = {"opening": _("begin"), "consequence": _("go on"), "ending": _("debrief")}
        enter = words.get(part, _("pick"))
    entries = [Key("go", "Enter", enter)]
    if choices:
        entries.append(Key("press", f"1-{choices}", _("pick")))
    return [*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))]
