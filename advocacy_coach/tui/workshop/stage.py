"""The keys of the stage: what a facilitator does with a session in front of the room.

Notes are never drawn here; ``popup`` shows them once the projector is frozen.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from advocacy_coach.i18n import _
from advocacy_coach.tui.screens.dialog import Dialog
from advocacy_coach.tui.widgets.bars import ActionLine
from advocacy_coach.tui.workshop.keys import stage_commands
from advocacy_coach.tui.workshop.wall import WallScreen
from advocacy_coach.workshop import show
from advocacy_coach.workshop.cue import OPTIONS, Verb
from advocacy_coach.workshop.cueing import level
from advocacy_coach.workshop.events import Phase

BREAKS = (5, 10, 15, 20)
"""Minutes of a break that can be chosen."""

ASKED_FROM_AFAR = 10
"""Minutes of a break that the notes terminal asks for: a question on the wall would not be seen there."""


class StageScreen(WallScreen):
    """The wall with its keys. What belongs to the whole program it asks the app for, by messages."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(command.keys, command.action, show=False) for command in stage_commands()),
        *(Binding(str(n), f"choose({n})", show=False) for n in range(1, 10)),
    ]

    class Report(Message):
        """The report of the session is to be written."""

    class Leave(Message):
        """The facilitator wants to leave."""

    async def drive(self, verb: Verb) -> None:
        """Do what the notes terminal asks for."""
        match verb:
            case "onward":
                await self.action_go()
            case "back":
                await self.action_back()
            case "skip":
                await self.action_skip()
            case "page":
                self.action_page()
            case "join":
                self.action_join()
            case "blank":
                self.action_blank()
            case "break" if self.live.show.stopped:
                await self.do(self.live.resume_clock())
            case "break":
                await self.do(self.live.stop_clock(ASKED_FROM_AFAR))
            case "first" | "second" | "third" | "fourth" | "fifth" | "sixth":
                await self.action_choose(OPTIONS.index(verb) + 1)
            case phase if self.live.would_clear(phase):
                self.live.notice(_("That would drop votes: press the key on the stage itself."))
            case phase:
                self.action_phase(phase)

    async def action_go(self) -> None:
        """The next page of something to read; else the next phase, and then the next step."""
        phase = self.live.show.place.phase
        if self.overlay:
            self.over(None)
        elif self.standing == "break":
            await self.do(self.live.resume_clock())
        elif self.frame.page + 1 < self.frame.pages and phase not in show.OPEN:
            self.action_page()
        elif not await self.do(self.live.onward()) and phase == "compare":
            self.tell(_("The room is undecided. Press {keys}.").format(keys=level(self.live)))

    async def action_back(self) -> None:
        """The page before, else what the room saw before."""
        if self.overlay:
            self.over(None)
        elif self.frame.page:
            self.page -= 1
            self.redraw()
        else:
            await self.do(self.live.back())

    async def action_skip(self) -> None:
        """To the next step."""
        await self.do(self.live.skip())

    def action_phase(self, phase: Phase) -> None:
        """To a phase; asks first where that would drop votes."""
        if not self.live.would_clear(phase):
            self.start(self._to(phase))
            return
        words = _("Vote anew? The votes that were counted in it already are dropped.")

        def answered(value: str | None) -> None:
            if value:
                self.start(self._to(phase))

        self.app.push_screen(Dialog(words, [("yes", _("Vote anew"))], careful=True), answered)

    async def _to(self, phase: Phase) -> None:
        if not await self.do(self.live.to(phase)):
            self.tell(_("That phase is not here."))

    async def action_choose(self, number: int) -> None:
        """Go on with the scenario by this option, once the votes are out."""
        if self.live.show.place.phase == "compare" and not await self.do(self.live.choose(number - 1)):
            self.tell(_("It goes on with what most of the room want."))

    def action_hands(self) -> None:
        """Count hands for the question on stage."""
        from advocacy_coach.tui.workshop.hands import HandsScreen

        asked = self.live.question
        if asked is None:
            self.tell(_("There is no question on stage to count hands for."))
            return

        def counted(counts: tuple[int, ...] | None) -> None:
            if counts is not None:
                people = max(counts) if asked.many else sum(counts)
                self.start(self.do(self.live.count_hands(counts, people)))

        self.app.push_screen(HandsScreen(self.live, asked), counted)

    async def action_settle(self, keep: bool) -> None:
        """End the phone vote that is open, keep its votes or drop them; at the end x writes the report."""
        phase = self.live.show.place.phase
        if phase == "over" and not keep:
            self.post_message(self.Report())
        elif phase in show.OPEN and self.live.booth and self.live.question:
            await self.do(self.live.settle_phones(keep=keep))
            kept = _("The phone votes are kept. Count hands with h.")
            dropped = _("The phone votes are dropped. k brings them back; h counts hands.")
            self.tell(kept if keep else dropped)

    async def action_lock(self) -> None:
        """Let nobody new join, or let them again."""
        if self.live.booth:
            await self.live.lock()
            self.tell(_("Nobody new can join now.") if self.live.locked else _("Joining is open."))

    def action_notes(self) -> None:
        """The notes over the stage."""
        from advocacy_coach.tui.workshop.popup import NotesPopup

        self.app.push_screen(NotesPopup(self.live))

    def action_stop(self) -> None:
        """A break, or its end."""
        if self.live.show.stopped:
            self.start(self.do(self.live.resume_clock()))
            return
        lengths = [(str(n), _("{n} minutes").format(n=n)) for n in BREAKS]

        def chosen(value: str | None) -> None:
            if value:
                self.start(self.do(self.live.stop_clock(int(value))))

        self.app.push_screen(Dialog(_("How long a break?"), lengths), chosen)

    def action_join(self) -> None:
        """How to take part."""
        self.over(None if self.overlay == "join" else "join")

    def action_blank(self) -> None:
        """Nothing on the wall."""
        self.over(None if self.overlay == "blank" else "blank")

    def action_keys(self) -> None:
        """What the keys do."""
        self.over(None if self.overlay == "keys" else "keys")

    def action_extend(self, seconds: int) -> None:
        """More or less time for the countdown."""
        self.live.extend(seconds)

    def action_colours(self) -> None:
        """Light, or dark."""
        dark = self.app.theme == "coach-projector-dark"
        self.app.theme = "coach-projector" if dark else "coach-projector-dark"

    def action_leave(self) -> None:
        """Leave what stands over the session, or the session."""
        if self.overlay and self.overlay != "ruler":
            self.over(None)
        else:
            self.post_message(self.Leave())

    @on(ActionLine.Pressed)
    async def _act(self, pressed: ActionLine.Pressed) -> None:
        await self.run_action(pressed.action)
