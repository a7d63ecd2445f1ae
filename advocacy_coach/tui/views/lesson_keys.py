"""What the action line of a lesson offers, the obvious thing first."""

from advocacy_coach.course.model import (
    BaseQuestion,
    ChoiceQuestion,
    ClassifyQuestion,
    RankQuestion,
    RateQuestion,
    SelectQuestion,
)
from advocacy_coach.i18n import _
from advocacy_coach.session import scenario
from advocacy_coach.session.run import Run
from advocacy_coach.tui.draft import Draft, ready
from advocacy_coach.tui.views.step import has_hint, has_links
from advocacy_coach.tui.widgets.bars import Key


def lesson_keys(
    run: Run, draft: Draft, *, more_below: bool, writing: bool, options_in_sight: bool = True
) -> tuple[Key, ...]:
    """The entries for the step on screen."""
    if writing:
        return (
            Key("write_done", "Ctrl+S", _("keep and go on")),
            Key("leave_text", "Esc", _("leave the text")),
        )
    enter = (
        _enter(run, draft, more_below=more_below) if options_in_sight else Key("go", "Enter", _("read on"))
    )
    entries = [enter, *_extras(run, draft)]
    if run.at:
        entries.append(Key("back", "b", _("back")))
    return (*entries, Key("home", "Esc", _("home")), Key("app.help", "?", _("help")))


def _enter(run: Run, draft: Draft, *, more_below: bool) -> Key:
    question = run.step
    if isinstance(question, BaseQuestion) and run.state == "asking":
        if ready(question, run.options(question), draft):
            return Key("go", "Enter", _("answer"))
        return Key("go", "Enter", _open_words(question, draft))
    if run.state == "playing" and not more_below:
        return Key("go", "Enter", _("go on playing") if scenario.play(run) else _("play"))
    if more_below:
        words = _("read why") if run.state == "answered" else _("read on")
        return Key("go", "Enter", words)
    return Key("go", "Enter", _("finish") if run.last else _("go on"))


def _open_words(question: BaseQuestion, draft: Draft) -> str:
    match question:
        case ChoiceQuestion() | SelectQuestion():
            return _("pick")
        case RankQuestion():
            return _("place {number}").format(number=len(draft.response) + 1)
        case RateQuestion():
            return _("next to rate")
        case ClassifyQuestion():
            return _("next card")
        case _:
            return _("pick the worst") if "best" in draft.response.values() else _("pick the best")


def _extras(run: Run, draft: Draft) -> list[Key]:
    """Keys that only some steps have."""
    entries = []
    question = run.step
    if run.state == "asking":
        match question:
            case SelectQuestion() if draft.response:
                entries.append(Key("press", _("Space"), _("mark")))
            case RateQuestion():
                entries.append(Key("turn(1)", "1-5", _("rate")))
            case ClassifyQuestion():
                entries.append(Key("turn(1)", f"1-{len(question.bins)}", _("sort")))
            case _:
                pass
        if has_hint(run):
            entries.append(Key("hint", "h", _("hint")))
    if run.state == "played" and scenario.plays_of(run):
        if scenario.ending(run):
            entries.append(Key("debrief", "d", _("debrief")))
        over = scenario.ending(run) is not None or scenario.play(run) is None
        entries.append(Key("play", "p", _("play again") if over else _("go on playing")))
    if has_links(run):
        entries.append(Key("links", "l", _("links")))
    return entries
