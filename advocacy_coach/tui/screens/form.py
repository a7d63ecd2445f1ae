"""The opening or closing check: situation by situation, then the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.binding import Binding, BindingType

from advocacy_coach.i18n import _
from advocacy_coach.session.guidance import form as forms
from advocacy_coach.session.scoring import BEST, WORST
from advocacy_coach.session.shuffle import order
from advocacy_coach.tui import draft as drafts
from advocacy_coach.tui.commands import bindings
from advocacy_coach.tui.draft import Draft
from advocacy_coach.tui.rows import Row
from advocacy_coach.tui.screens.sheets import SheetScreen
from advocacy_coach.tui.views import form as view
from advocacy_coach.tui.widgets.bars import Key
from advocacy_coach.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from advocacy_coach.course.model import Action
    from advocacy_coach.course.tools import Situation, Situations
    from advocacy_coach.records.filling import LiveSheet
    from advocacy_coach.session.guidance.form import FormReading
    from advocacy_coach.tui.services import Services

WOULD_DO, OVERALL = "would-do", "sure"
"""Items of a sheet beside those of the situations."""

Part = Literal["intro", "item", "sure", "would-do", "overall", "result"]


class FormScreen(SheetScreen):
    """One form. Where it stands is told by its sheet, so it goes on anywhere."""

    scope = "form"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form"),
        *(Binding(str(n), f"digit({n})", show=False) for n in range(1, 7)),
    ]

    def __init__(
        self, services: Services, live: LiveSheet, tool: Situations, before: FormReading | None
    ) -> None:
        super().__init__(services, live)
        self.tool = tool
        self.before = before
        self.form = view.form_of(tool, live.sheet.marks)
        self.closing = live.sheet.tool == view.CLOSING
        self.at = view.place(self.form, self.marks)
        self.part: Part = self._first_part()
        self.draft, self.cursor = Draft(), 0
        self._take_up()

    @property
    def item(self) -> Situation:
        """The situation on screen."""
        return self.form.items[min(self.at, len(self.form.items) - 1)]

    @property
    def options(self) -> tuple[Action, ...]:
        """Its actions in the order of this sheet."""
        return order(view.question_of(self.item), self.live.sheet.seed)  # type: ignore[return-value]

    def rows(self, width: int) -> list[Row]:
        """The part that is on."""
        match self.part:
            case "intro":
                return view.intro_rows(self.tool, width, closing=self.closing)
            case "item":
                said = self.marks.get(f"{self.item.id}.sure", "")
                return view.item_rows(self.item, self.options, self.draft, width, said=said)
            case "sure":
                return view.sure_rows(self.marks.get(f"{self.item.id}.sure", ""), self.cursor, width)
            case "would-do":
                said = self.marks.get(WOULD_DO, "")
                return view.would_do_rows(self.form.would_do, said, self.cursor, width)
            case "overall":
                return view.sure_rows(self.marks.get(OVERALL, ""), self.cursor, width, overall=True)
        reading = forms.read(self.tool, self.form, self.marks)
        return view.result_rows(self.tool, reading, self.before, width, closing=self.closing)

    def update_bars(self) -> None:
        """Which situation it is, and what can be done."""
        title = _("Closing check") if self.closing else _("Opening check")
        count = len(self.form.items)
        words, share = _("{number} of {count}").format(number=self.at + 1, count=count), self.at / count
        if self.part == "intro":
            words, share = "", 0.0
        elif self.part in ("would-do", "overall", "result"):
            words, share = _("done") if self.part == "result" else _("two last ones"), 1.0
        self.rail.update(title, words, share)
        entries = [Key("go", "Enter", self._enter())]
        if self.part in ("item", "sure", "would-do", "overall"):
            entries.append(Key("back", "b", _("back")))
        self.actions.update((*entries, Key("home", "Esc", _("leave")), Key("app.help", "?", _("help"))))

    def action_go(self) -> None:
        """Read on, pick, or go to what follows."""
        if self.part == "item" and self._options_in_sight():
            if self._ready():
                self.mark(self.item.id, forms.picked(*self._picks()))
                self._show("sure")
            else:
                self._set(drafts.press(view.question_of(self.item), self.options, self.draft))
        elif self.read_on():
            return
        elif self.part in ("sure", "would-do", "overall"):
            self._say(self.cursor + 1)
        elif self.part == "intro":
            self._show("item")
        else:
            self.dismiss()

    def action_digit(self, number: int) -> None:
        """Pick by number."""
        if self.part == "item":
            self._set(drafts.digit(view.question_of(self.item), self.options, self.draft, number))
        elif number <= self._ways():
            self._say(number)

    def action_clear(self) -> None:
        """Take a pick back."""
        if self.part == "item":
            self._set(drafts.clear(self.options, self.draft))

    def action_cursor(self, step: int) -> None:
        """Move the cursor, or the text by a line."""
        if self.part == "item":
            self._set(drafts.move(self.draft, self.options, step))
        elif self._ways():
            self.cursor = max(0, min(self._ways() - 1, self.cursor + step))
            self.redraw()
        else:
            self.action_scroll(step)

    def action_back(self) -> None:
        """The part before; it can be answered otherwise until the end."""
        if self.part == "sure":
            self._show("item")
        elif self.part == "item" and self.at:
            self.at -= 1
            self._show("item")
        elif self.part in ("would-do", "overall"):
            self.at = len(self.form.items) - 1
            self._show("item" if self.part == "would-do" else "would-do")

    @on(Sheet.Chosen)
    def _clicked(self, chosen: Sheet.Chosen) -> None:
        kind, _sep, number = chosen.target.partition(":")
        if kind == "option" and self.part == "item":
            self._set(Draft(int(number), self.draft.response))
            self._set(drafts.press(view.question_of(self.item), self.options, self.draft))
        elif kind == "way":
            self._say(int(number) + 1)

    def _first_part(self) -> Part:
        if self.live.sheet.closed:
            return "result"
        if self.at < len(self.form.items):
            return "item" if self.at or "/" in self.marks.get(self.item.id, "") else "intro"
        return "overall" if WOULD_DO in self.marks else "would-do"

    def _say(self, number: int) -> None:
        """Keep how sure, or what one would do, and go on."""
        if self.part == "sure":
            self.mark(f"{self.item.id}.sure", str(number))
            self.at += 1
            self._show("item" if self.at < len(self.form.items) else "would-do")
        elif self.part == "would-do":
            self.mark(WOULD_DO, self.form.would_do.options[number - 1].id)
            self._show("overall")
        else:
            self.mark(OVERALL, str(number))
            self.close_sheet(view.results_of(self.tool, forms.read(self.tool, self.form, self.marks)))
            self._show("result")

    def _show(self, part: Part) -> None:
        self.part, self.cursor = part, 0
        self._take_up()
        self.redraw(keep_place=False)

    def _take_up(self) -> None:
        """The picks made before at this situation."""
        best, _slash, worst = self.marks.get(self.item.id, "").partition("/")
        self.draft = Draft(0, {id: word for id, word in ((best, BEST), (worst, WORST)) if id})

    def _set(self, draft: Draft) -> None:
        self.draft = draft
        self.redraw()
        self.sheet.reveal(f"option:{draft.cursor}")
        self.update_bars()

    def _picks(self) -> tuple[str, str]:
        found = {word: id for id, word in self.draft.response.items()}
        return found.get(BEST, ""), found.get(WORST, "")

    def _ready(self) -> bool:
        return all(self._picks())

    def _ways(self) -> int:
        return {"sure": 3, "overall": 3, "would-do": len(self.form.would_do.options)}.get(self.part, 0)

    def _options_in_sight(self) -> bool:
        return any(self.sheet.in_sight(f"option:{index}") for index in range(len(self.options)))

    def _enter(self) -> str:
        if self.part == "item" and self._options_in_sight():
            best, _worst = self._picks()
            return _("go on") if self._ready() else _("pick the worst") if best else _("pick the best")
        if self.sheet.more_below:
            return _("read on")
        return {"intro": _("begin"), "result": _("home")}.get(self.part, _("pick"))
