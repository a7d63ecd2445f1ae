"""The action card: its lines, and what it suggests."""

import pytest

from advocacy_coach.session.guidance import card, mood, plan
from advocacy_coach.session.guidance.card import ITEMS, Card, Suggestion, offered, suggestions
from tests.session import tools_made as made

BY_ID = {item.id: item for item in ITEMS}


def read(**marks: str) -> Card:
    return card.read({item.replace("_", "-"): value for item, value in marks.items()}, "soon", "later")


def kinds(found: tuple[Suggestion, ...]) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in found]


def test_the_lines_in_order() -> None:
    assert [item.id for item in ITEMS] == [
        *("action-1", "owner-1", "date-1"),
        *("action-2", "owner-2", "date-2"),
        *("action-3", "owner-3", "date-3"),
        *("promise", "stop", "follow-up"),
    ]
    assert {item.id for item in ITEMS if item.field == "date"} == {"date-1", "date-2", "date-3", "follow-up"}


def test_an_empty_card_has_its_dates_and_nothing_to_tell() -> None:
    empty = read()
    assert empty.empty
    assert [action.date for action in empty.actions] == ["soon"] * 3
    assert empty.follow_up == "later"
    assert read(owner_1="Me", date_2="2026-12-24", follow_up="2027-02-01").empty


@pytest.mark.parametrize("item", ["action_1", "action_3", "promise", "stop"])
def test_any_text_is_something_to_tell(item: str) -> None:
    assert not read(**{item: "x"}).empty


def test_only_actions_with_a_text_are_planned_and_keep_their_number() -> None:
    some = read(action_2="Ask", owner_1="Nobody", date_2="2026-12-24")
    assert [(action.number, action.text, action.date) for action in some.planned] == [
        (2, "Ask", "2026-12-24")
    ]


def test_texts_are_one_harmless_line_of_limited_length() -> None:
    odd = read(action_1="a\nb\t c\x1b[2J", owner_1="o" * 200, promise="p" * 1000)
    assert odd.actions[0].text == "a b c\ufffd[2J"
    assert len(odd.actions[0].owner) == card.limit("owner") == 80
    assert len(odd.promise) == card.limit("text") == 300


def test_days_count_from_the_beginning() -> None:
    assert card.default_days(1000) == (1030, 1042)


def test_nothing_done_suggests_nothing() -> None:
    assert suggestions() == ()
    tool = made.mood()
    assert suggestions(plan=plan.read(made.plan(4, 2), {})) == ()
    assert suggestions(mood=(tool, mood.read(tool, {}))) == ()


def test_of_a_plan_the_stops_come_first() -> None:
    tool = made.plan(2, 4, 3, 4)
    tool = type(tool)(
        **{field: getattr(tool, field) for field in tool.__struct_fields__ if field != "practices"},
        practices=tuple(
            type(each)(
                each.id, each.text, each.pitfalls, each.severity, each.why, f"instead {number}", (), ()
            )
            for number, each in enumerate(tool.practices, 1)
        ),
    )
    found = suggestions(plan=plan.read(tool, {"p1": "yes", "p2": "yes", "p4": "yes"}))
    assert kinds(found) == [
        ("instead", "instead 2"),
        ("instead", "instead 4"),
        ("instead", "instead 1"),
        ("stop", "practice 2"),
        ("stop", "practice 4"),
        ("stop", "practice 1"),
    ]
    assert [each.why for each in found[:2]] == ["practice 2", "practice 4"]


def test_of_a_mood_the_gate_then_the_weak_areas_then_the_band() -> None:
    tool = made.mood()
    #                 aabbccddefghiii
    found = suggestions(mood=(tool, mood.read(tool, made.answers("333300333333113"))))
    assert kinds(found) == [
        ("gate", "!"),
        ("area", "c"),
    ]  # the band's advice is the same text here, told once
    assert found[0].why == "statement 13"


def test_the_lowest_area_where_none_is_far_below() -> None:
    tool = made.mood()
    found = suggestions(mood=(tool, mood.read(tool, made.answers("333333332333333"))))
    assert kinds(found) == [("area", "e"), ("band", "!")]
    assert found[1].why == "Quiet start"


def test_without_a_score_the_advice_is_to_ask() -> None:
    tool = made.mood()
    found = suggestions(mood=(tool, mood.read(tool, made.answers("????33333333333"))))
    assert kinds(found) == [("ask", "Ask")]


def test_topics_and_reflections_come_last_and_no_text_twice() -> None:
    found = suggestions(
        topics=[("Forcing", "Ask first."), ("Mood", "Ask first.")],
        reflections=[("What now?", "Ask first."), ("And then?", "  "), ("And?", "Wait.")],
    )
    assert found == (Suggestion("topic", "Ask first.", "Forcing"), Suggestion("reflection", "Wait.", "And?"))


@pytest.mark.parametrize(
    ("item", "kept"),
    [
        ("action-2", ["instead", "topic", "reflection"]),
        ("promise", ["instead", "topic", "reflection"]),
        ("stop", ["stop", "reflection"]),
        ("owner-1", []),
        ("date-1", []),
        ("follow-up", []),
    ],
)
def test_what_fits_a_line(item: str, kept: list[str]) -> None:
    found = suggestions(
        plan=plan.read(made.plan(4), {"p1": "yes"}), topics=[("T", "t")], reflections=[("R", "r")]
    )
    assert [each.kind for each in offered(BY_ID[item], found)] == kept
