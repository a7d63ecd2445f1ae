"""From Home into a tool: each opens where its sheet stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import form as forms
from advocacy_coach.tui.views.form import CLOSING, FORM, OPENING, form_of
from advocacy_coach.tui.views.tools import colour_words

if TYPE_CHECKING:
    from advocacy_coach.records.progress import SheetProgress
    from advocacy_coach.tui.screens.base import CoachScreen
    from advocacy_coach.tui.services import Services

PLAN, MOOD, TEAM = "plan-check", "mood-check", "team-check"


def open_tool(screen: CoachScreen, name: str) -> None:
    """Open a tool by its name; nothing where the course has it not."""
    services = screen.services
    opened: CoachScreen | None = None
    match name:
        case "review":
            from advocacy_coach.tui.screens.review import open_review

            opened = open_review(services)
        case "opening-check" | "closing-check":
            opened = _form(services, name)
        case "plan-check":
            _plans(screen)
        case "mood-check":
            opened = _mood(services)
        case "team-check":
            _teams(screen)
        case "action-card":
            from advocacy_coach.tui.screens.card import open_card

            opened = open_card(services)
        case "journal":
            from advocacy_coach.tui.screens.journal import JournalScreen

            opened = JournalScreen(services)
    if opened is not None:
        screen.app.push_screen(opened)


def _form(services: Services, name: str) -> CoachScreen | None:
    """The opening check is the form that the sheet's seed says, the closing one the other."""
    tool = services.library.situations()
    if tool is None:
        return None
    from advocacy_coach.tui.screens.form import FormScreen

    opened = services.progress().sheets_of(OPENING)
    live = services.newest_sheet(name)
    if FORM not in live.sheet.marks:
        taken = opened[-1].marks.get(FORM, "") if opened and name == CLOSING else ""
        form = forms.other_form(tool, taken) if taken else forms.first_form(tool, live.sheet.seed)
        live.mark(FORM, form.id)
    before = None
    if name == CLOSING and opened and opened[-1].closed:
        before = forms.read(tool, form_of(tool, opened[-1].marks), opened[-1].marks)
    return FormScreen(services, live, tool, before)


def _plans(screen: CoachScreen) -> None:
    """The plans that were checked before, to go on with or to look at, or a new one."""
    services = screen.services
    tool = services.library.plan_check()
    if tool is None:
        return
    from advocacy_coach.tui.screens.plan import PlanScreen

    newest = {sheet.marks.get("name", ""): sheet for sheet in services.progress().sheets_of(PLAN)}
    if not newest:
        screen.app.push_screen(PlanScreen(services, services.begin_sheet(PLAN), tool))
        return
    from advocacy_coach.tui.screens.dialog import Dialog

    answers = [(sheet.run, _told(sheet)) for sheet in reversed(newest.values())]
    answers.append(("new", _("Another plan")))

    def chosen(answer: str | None) -> None:
        if answer:
            live = services.begin_sheet(PLAN) if answer == "new" else services.resume_sheet(PLAN, answer)
            screen.app.push_screen(PlanScreen(services, live, tool))

    screen.app.push_screen(Dialog(_("Which plan?"), answers), chosen)


def _told(sheet: SheetProgress) -> str:
    """A plan by its name, its colour and the day it was checked."""
    name = sheet.marks.get("name") or _("My plan")
    if not sheet.closed:
        return _("{name}: go on").format(name=name)
    colour = colour_words(sheet.results.get("colour", ""))
    return _("{name}: {colour}, {day}").format(name=name, colour=colour, day=sheet.closed[:10])


def _mood(services: Services) -> CoachScreen | None:
    tool = services.library.mood_check()
    if tool is None:
        return None
    from advocacy_coach.tui.screens.mood import MoodScreen

    return MoodScreen(services, services.newest_sheet(MOOD), tool)


def _teams(screen: CoachScreen) -> None:
    services = screen.services
    tool = services.library.mood_check()
    if tool is None:
        return
    from advocacy_coach.tui.screens.team import TeamScreen

    screen.app.push_screen(TeamScreen(services, services.newest_sheet(TEAM), tool))
