"""A guide and the report of a session made for tests, also with other people's words in every place."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

import msgspec

from advocacy_coach.course.library import Library
from advocacy_coach.workshop import show
from advocacy_coach.workshop.events import Ended, GroupTable, Resumed, Stopped, Surveyed
from advocacy_coach.workshop.guide.value import Guide, guide
from advocacy_coach.workshop.report.value import Report, report
from tests.conftest import PLAYED
from tests.workshop.made import TOOL, Script, deck

T = TypeVar("T", Guide, Report)

_OURS: Final = frozenset(
    {"plan", "language", "letters", "letter", "right", "kind", "leads", "verdict", "schema", "course", "id"}
    | {"version", "began", "ended"}
)
"""Keys whose values are no wording."""


def a_guide() -> Guide:
    """The guide of the plan of the tests, with a mood check."""
    library = Library.open(PLAYED, None)
    return guide(deck(), library.workshop("short"), library)


def with_words(made: T, words: str) -> T:
    """The same with one text in place of every wording."""

    def replaced(value: Any) -> Any:
        match value:
            case dict():
                return {key: each if key in _OURS else replaced(each) for key, each in value.items()}
            case list() | tuple():
                return [replaced(each) for each in value]
            case str():
                return words if value else value
            case _:
                return value

    return msgspec.convert(replaced(msgspec.to_builtins(made, builtin_types=())), type(made), strict=False)


def a_session() -> Script:
    """A whole session: phones and hands, dropped phones, few voters, a scenario, a mood check."""
    script = Script(deck("North", "South", "West"))
    script.to("welcome")
    script.to("first-poll", "vote")
    script.count(1, 2, 1, 0, source="phones")  # three people: nothing is told
    script.to("who-decides", "vote")
    script.count(1, 7, 9, source="phones")
    script.count(1, 2, 5, source="hands")
    script.add(Stopped(script.at))
    script.add(Resumed(script.at))
    script.to("who-decides", "again")
    script.count(2, 12, 3, source="phones")
    script.count(2, 5, 2, source="hands")
    script.to("two-cards", "vote")
    dropped(script, 0, 0)
    script.count(1, 4, 5, source="hands")
    script.to("two-cards", "vote", turn=1)
    script.count(1, 8, 3, source="phones")
    script.count(1, 1, 1, source="hands")
    script.to("pick-free", "vote")
    script.count(1, 8, 3, 6, source="phones", people=10)
    script.to("coffee")
    script.to("the-mood", "vote")
    script.add(Surveyed(script.at, "the-mood", (table("North", 8), table("", 6)), 25))
    script.to("play-notice", "vote")
    script.count(1, 9, 4, 2, source="phones")
    script.go(show.choose(script.deck, script.show, 0))
    script.go(show.onward(script.deck, script.show))
    script.add(Ended(script.at))
    return script


def dropped(script: Script, *zeros: int) -> None:
    """The phone votes of the first round were not kept."""
    script.count(1, *zeros, source="phones")
    script.events[-1] = msgspec.structs.replace(script.events[-1], dropped=True)
    script.show = show.fold(script.events) or script.show


def table(name: str, people: int, answers: Sequence[int] = (0, 0, 0, 1, 0, 0)) -> GroupTable:
    """So many people who all gave the same answers."""
    return GroupTable(name, {each.id: tuple(people * n for n in answers) for each in TOOL.statements})


def a_report() -> Report:
    """The report of that session."""
    script = a_session()
    return report(script.deck, script.events)
