"""The opening and the closing check: parallel forms before and after the course, best and worst of four."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from advocacy_coach.course.tools import Area, Form, Situation, Situations

Marks = Mapping[str, str]

BEST_POINTS = WORST_POINTS = 1
SURE = ("1", "2", "3")
"""How sure somebody is of an answer: a guess, fairly sure, sure."""


class ItemReading(Struct, frozen=True):
    """One situation: the ids picked ("" for none), 0 to 2 points, and how sure (1 to 3; 0 when not said)."""

    item: Situation
    best: str
    worst: str
    points: int
    sure: int

    @property
    def complete(self) -> bool:
        """Both are picked."""
        return bool(self.best and self.worst)

    @property
    def sure_but_wrong(self) -> bool:
        """Sure of an answer that did not get both points: what is worth most to look at."""
        return self.complete and self.sure == 3 and self.points < BEST_POINTS + WORST_POINTS


class AreaPoints(Struct, frozen=True):
    """Points in one area, out of ``of``."""

    area: Area
    points: int
    of: int


class FormReading(Struct, frozen=True):
    """A form that was taken: points out of ``of``, by area and by item. ``passed`` never gates anything."""

    form: Form
    points: int
    of: int
    passed: bool
    areas: tuple[AreaPoints, ...]
    items: tuple[ItemReading, ...]

    @property
    def answered(self) -> int:
        """How many items have both picks."""
        return sum(item.complete for item in self.items)


def other_form(tool: Situations, taken: str) -> Form:
    """The form that was not taken."""
    return next(form for form in tool.forms if form.id != taken)


def first_form(tool: Situations, seed: int) -> Form:
    """The form a learner begins with: by their seed, so that half begin with either."""
    return tool.forms[seed % len(tool.forms)]


def picked(best: str, worst: str) -> str:
    """Both picks of an item, as they stand on a sheet."""
    return f"{best}/{worst}"


def read(tool: Situations, taken: Form, marks: Marks) -> FormReading:
    """The reading of a form: a point for the best action and one for the worst."""
    items = tuple(_item(item, marks) for item in taken.items)
    areas = tuple(
        AreaPoints(
            area,
            sum(each.points for each in items if each.item.area == area.id),
            sum(BEST_POINTS + WORST_POINTS for each in items if each.item.area == area.id),
        )
        for area in tool.areas
    )
    points = sum(each.points for each in items)
    of = (BEST_POINTS + WORST_POINTS) * len(items)
    return FormReading(taken, points, of, points >= tool.pass_mark, areas, items)


def in_order_of_use(items: Sequence[ItemReading]) -> list[ItemReading]:
    """What is worth looking at first: sure but wrong, then the other wrong ones, then the right ones."""
    return sorted(items, key=lambda each: (not each.sure_but_wrong, each.points))


def _item(item: Situation, marks: Marks) -> ItemReading:
    best, _slash, worst = marks.get(item.id, "").partition("/")
    keys = {option.key: option.id for option in item.options if option.key}
    points = BEST_POINTS * (best == keys["best"]) + WORST_POINTS * (worst == keys["worst"])
    sure = marks.get(f"{item.id}.sure", "")
    return ItemReading(item, best, worst, points, int(sure) if sure in SURE else 0)
