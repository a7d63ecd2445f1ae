"""The rules over scenarios: each is broken here once, and reported where it is broken and in plain words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.course.inspection import inspect
from advocacy_coach.course.model import Ending, Grade, Plan, Scenario, Scene
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.scenarios import proofs
from advocacy_coach.course.scenarios.story import Story, ready
from advocacy_coach.course.source import Source
from tests.course import scenarios_made as made
from tests.course.scenarios_made import COURSE, choice, scene, told

SOURCE = Source("made.yaml")

M, C, LESSON = "scenarios/market.yaml", "course.yaml", "10-voices.yaml"

CLOSED = """\
  - id: closed
    lines: [{text: A door.}]
    choices:
      - {id: a, text: Knock, verdict: best, feedback: Nobody., goto: closed}
      - {id: b, text: Wait for long, verdict: weak, feedback: Nobody., goto: closed}
    expert: Leave.
endings:
"""

PLANS = made.MARKET[made.MARKET.index("plans:") :]

BROKEN: list[tuple[str, str, str, str, str, str]] = [
    # the file, what is changed in it, to what, the code, where it is reported (what stands there, ‸ at the
    # place itself) and what the message and the hint say
    (M, "trust < 50", "trust <", "AC305", "when: trust <‸", "expected a whole number | Write it like this"),
    (M, "trust < 50", "'trust < 500'", "AC305", "when: 'trust < ‸500", "a meter goes from 0 to 100"),
    (
        M,
        "trust < 50",
        ">-\n      trust <\n      50 x",
        "AC305",
        "when: ‸>-",
        "expected “and”, “or” or the end",
    ),
    (M, "trust < 50", '"  "', "AC305", 'when: "  ‸"', "expected a meter"),
    (M, "broken, text", "broken, when: trust ~ 3, text", "AC305", "when: trust ‸~", "“~” means nothing here"),
    (C, "trust < 25", "trust < 25 and", "AC305", "trust < 25 and‸", "expected a meter, such as “trust”"),
    (
        M,
        "    otherwise: quiet\n",
        "",
        "AC306",
        "    ‸when: trust",
        "a scene with “when” also needs “otherwise”",
    ),
    (
        M,
        "    when: trust < 50\n",
        "",
        "AC306",
        "    ‸otherwise:",
        "a scene with “otherwise” also needs “when”",
    ),
    (
        M,
        "  - id: morning\n",
        "  - id: morning\n    when: trust < 50\n    otherwise: quiet\n",
        "AC306",
        "    ‸when: trust < 50\n    otherwise: quiet\n    lines:\n      - text: Tuesday",
        "the story begins in this scene, so “when” cannot pass it over",
    ),
    (
        M,
        "otherwise: quiet",
        "otherwise: protest",
        "AC306",
        "otherwise: ‸protest",
        "where “protest” is passed over, the way may lead back to it for ever",
    ),
    (
        M,
        "{id: stalled, text",
        "{id: other, text",
        "AC307",
        "{id: ‸other",
        "the ending “other” needs “title”, “kind”, here or in course.yaml",
    ),
    (
        M,
        "{id: stalled, text: Nothing grows.}",
        "{id: stalled}",
        "AC307",
        "{id: ‸stalled",
        "the ending “stalled” needs “text”, here or in",
    ),
    (
        M,
        "- id: quiet",
        "- id: end",
        "AC308",
        "- id: ‸end",
        "“end” means that the story is over, so no scene can",
    ),
    (
        M,
        "{id: brand,",
        "{id: you,",
        "AC308",
        "{id: ‸you,",
        "“you” is the learner, who needs no place in the cast",
    ),
    (
        M,
        "goto: protest",
        "goto: protests",
        "AC406",
        "goto: ‸protests",
        "no scene “protests” | Did you mean “protest”?",
    ),
    (M, "otherwise: quiet", "otherwise: away", "AC406", "otherwise: ‸away", "there is no scene “away”"),
    (
        M,
        "{trust: -20, reach",
        "{trsut: -20, reach",
        "AC407",
        "{‸trsut",
        "no meter “trsut” | Did you mean “trust”?",
    ),
    (M, "later: {trust", "later: {love", "AC407", "later: {‸love", "there is no meter “love”"),
    (
        M,
        "start: {reach",
        "start: {reech",
        "AC407",
        "start: {‸reech",
        "no meter “reech” | Did you mean “reach”?",
    ),
    (M, "trust < 50", "reach < 9 or truth < 50", "AC407", "or ‸truth", "there is no meter “truth”"),
    (C, "trust >= 60", "trust >= 60 and lust < 5", "AC407", "and ‸lust", "there is no meter “lust”"),
    (M, "speaker: you", "speaker: me", "AC408", "speaker: ‸me", "there is no speaker “me”"),
    (
        LESSON,
        "scenario: market",
        "scenario: markt",
        "AC409",
        "scenario: ‸markt",
        "“markt” | Did you mean “market”?",
    ),
    (M, "pitfall: forcing", "pitfall: people", "AC410", "pitfall: ‸people", "there is no pitfall “people”"),
    (
        M,
        "trust < 50",
        "trust < 61",
        "AC510",
        "when: ‸trust",
        "this condition is always true when it is asked",
    ),
    (M, "trust < 50", "reach < 40", "AC510", "when: ‸reach", "this condition is never true when it is asked"),
    (
        M,
        "broken, text",
        "broken, when: reach < 40, text",
        "AC510",
        "when: ‸reach",
        "never true when it is asked",
    ),
    (
        C,
        "meters:\n",
        "meters:\n  extra: {title: Extra}\n",
        "AC512",
        "  ‸extra",
        "no scenario uses the meter “extra”",
    ),
    (
        M,
        PLANS,
        "",
        "AC513",
        "‸format: 1",
        "no plan proves where",
    ),
    (M, "goto: protest", "goto: quiet", "AC601", "id: ‸protest", "no play reaches the scene “protest”"),
    (
        M,
        "trust < 50",
        "trust < 10",
        "AC601",
        "id: ‸protest",
        "no play reaches the scene “protest”: the conditions on the way never let it",
    ),
    (
        M,
        "endings:\n",
        CLOSED,
        "AC602",
        "id: ‸closed",
        "from “closed” no choice ever leads to “end” | Let one",
    ),
    (
        C,
        "kind: mixed}",
        "kind: mixed, when: trust < 40}",
        "AC603",
        "‸endings:\n  - {id: broken, text",
        "after some plays no",
    ),
    (M, "{trust: -30}", "{trust: +5}", "AC604", "{id: ‸broken", "no play reaches the ending “broken”"),
    (M, "wait], ending: good", "wait], ending: god", "AC605", "ending: ‸god", "there is no ending “god”"),
    (
        M,
        "[offer, wait]",
        "[offer, insist]",
        "AC605",
        "[offer, ‸insist]",
        "the choice “insist” is not there to be made | The scene “quiet” offers: wait, push.",
    ),
    (
        M,
        "[offer, wait]",
        "[offer, wait, wait]",
        "AC605",
        "wait, ‸wait]",
        "the choice “wait” is not there to be made | The story is over before it.",
    ),
    (
        M,
        "[offer, wait]",
        "[offer]",
        "AC605",
        "best, ‸choices: [offer]",
        "this plan stops in the scene “quiet” and reaches no ending | The scene “quiet” offers: wait, push.",
    ),
    (
        M,
        "insist], ending: broken",
        "insist], ending: good",
        "AC605",
        "insist], ending: ‸good",
        "this plan ends in “broken” | The meters then: trust 0, reach 55.",
    ),
    (
        M,
        "id: wait\n        text: Leave it at that\n        verdict: best",
        "id: wait\n        text: Leave it at that\n        verdict: fair",
        "AC606",
        "id: ‸quiet",
        "the scene “quiet” has no best choice",
    ),
    (
        M,
        "effects: {trust: +10}\n        feedback: A story",
        "effects: {trust: -1}\n        feedback: A story",
        "AC606",
        "‸scenes:\n",
        "the best choices end in “stalled”, which is not good | "
        "The path: offer, wait. The meters then: trust 59, reach 40.",
    ),
    (
        M,
        "{trust: -30}",
        "{trust: +50}",
        "AC607",
        "‸scenes:\n",
        "the tempting choices end in “good”, which is good | "
        "The path: order, insist. The meters then: trust 70, reach 55.",
    ),
]


@pytest.fixture
def played(course_dir: Path) -> Path:
    """A course with a scenario that a lesson plays."""
    made.with_scenario(course_dir)
    made.play_in_lesson(course_dir)
    return course_dir


def place(text: str, marked: str) -> tuple[int, int]:
    """The line and column that ``‸`` stands at in a part of a text."""
    part, offset = marked.replace("‸", ""), marked.index("‸")
    assert part in text
    before = text[: text.index(part) + offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_the_course_that_is_broken_below_is_without_fault(played: Path) -> None:
    found = inspect(played)
    assert (found.problems, found.files) == ((), 6)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[3]} {case[2].strip()[:40]}")
def test_a_broken_rule_is_reported_where_it_is_broken(
    played: Path, case: tuple[str, str, str, str, str, str]
) -> None:
    name, old, new, code, at, said = case
    text = (played / name).read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    (played / name).write_text(text, "utf-8")
    there = next(problem for problem in inspect(played).problems if problem.code == code)
    message, _, hint = said.partition(" | ")
    assert message in there.message
    assert hint in there.hint
    assert there.severity == ("warning" if code.startswith("AC5") else "error")
    assert (there.line, there.column) == place(Path(there.path).read_text("utf-8"), at)


def found(story: Story, most: int = 1000) -> list[Problem]:
    return list(proofs.story(SOURCE, story, most))


def codes(story: Story, most: int = 1000) -> set[str]:
    return {problem.code for problem in found(story, most)} - {"AC513"}


SOUND = (Ending("good", "Good", "G.", "trust > 50", "good"), Ending("bad", "Bad", "B.", "", "bad"))


FINE = (Ending("fine", "Fine", "F.", "", "good"),)


def test_a_sound_story_has_no_fault() -> None:
    assert found(told(scene("a"), endings=SOUND, plans=(Plan(("good",), "good"),))) == []


def test_two_plans_may_share_an_ending_and_each_is_proved() -> None:
    plans = (Plan(("good",), "good"), Plan(("bad",), "bad"), Plan(("good",), "bad"), Plan(("good",), "good"))
    (problem,) = found(told(scene("a"), endings=SOUND, plans=plans))
    assert (problem.code, problem.message) == ("AC605", "this plan ends in “good”")


def test_a_trap_is_told_with_a_play_into_it() -> None:
    story = told(
        scene("a"),
        scene("b", choice("in", "c", "best", {"trust": "-50"}), choice("out", "end", "fair")),
        scene("c", choice("wait", "c", "best"), choice("try", "d", "weak")),
        scene("d", choice("x", "end", "best"), choice("y", "end"), when="trust > 10", otherwise="c"),
        endings=SOUND,
    )
    first = replace(story.scenario.scenes[0], choices=(choice("good", "b", "best"), choice("bad")))
    story = ready(replace(story.scenario, scenes=(first, *story.scenario.scenes[1:])), COURSE)
    problem = next(problem for problem in found(story) if problem.code == "AC602")
    assert problem.message == "a play can come to “c” so that it never ends"
    assert problem.hint == "For example: good, in."


@pytest.mark.parametrize("verdict", ["weak", "tempting"])
def test_a_circle_that_can_be_left_is_no_fault(verdict: Grade) -> None:
    story = told(scene("a", choice("again", "a", verdict), choice("out", "end", "best")), endings=FINE)
    assert codes(story) == set()


def test_a_best_path_that_never_ends_is_told() -> None:
    around = scene("a", choice("on", "b", "best"), choice("out"))
    back = scene("b", choice("back", "a", "best"), choice("out", "end", "fair", {"trust": "+1"}))
    problem = next(each for each in found(told(around, back, endings=SOUND)) if each.code == "AC606")
    assert problem.message == "whoever always makes the best choice comes to no end"


def test_every_ending_of_the_best_and_of_the_tempting_choices_is_told_once() -> None:
    """Twenty-seven best plays and as many tempting ones, to two wrong endings and to one."""
    bests = [choice(f"b{n}", "b", "best", {"trust": f"-{n * 25}"}) for n in range(3)]
    tempting = choice("t", "b", "tempting", {"trust": "+50"})
    first = scene("a", *bests, tempting)
    again = scene("b", *[replace(each, goto="c") for each in first.choices])
    last = scene("c", *[replace(each, goto="end") for each in first.choices])
    wrong = [problem for problem in found(told(first, again, last)) if problem.code in ("AC606", "AC607")]
    assert sorted(problem.message for problem in wrong) == [
        "the best choices end in “broken”, which is not good",
        "the best choices end in “stalled”, which is not good",
        "the tempting choices end in “good”, which is good",
    ]


def test_a_scene_without_a_best_choice_is_no_endless_path() -> None:
    story = told(scene("a", choice("x"), choice("y", "end", "fair", {"trust": "+1"})), endings=SOUND)
    assert [problem.message for problem in found(story) if problem.code == "AC606"] == [
        "the scene “a” has no best choice"
    ]


def test_the_condition_of_an_ending_is_judged_only_where_the_scenario_wrote_it() -> None:
    whole = (Ending("broken", text="X."), Ending("bad", "Bad", "B.", "reach < 90", "bad"), SOUND[0])
    problems = found(told(scene("a"), endings=whole))
    assert [problem.code for problem in problems if problem.code == "AC510"] == ["AC510"]


def test_past_the_bound_that_is_said_and_nothing_is_claimed_that_was_not_seen() -> None:
    """A fan of three in each scene; the first ending takes one play, which comes last of all."""

    def fan(number: int) -> Scene:
        goto = f"s{number + 1}" if number < 3 else "end"
        grades: tuple[Grade, ...] = ("best", "tempting", "weak")
        moves = [
            choice(f"c{n}", goto, grades[n], {"trust": f"+{n * 3**number}"} if n else {}) for n in range(3)
        ]
        return scene(f"s{number}", *moves)

    rare = (Ending("rare", "R", "R.", "trust = 80", "bad"), *FINE)
    scenes = tuple(fan(number) for number in range(4))
    story = told(*scenes, endings=rare, start={"trust": 0})
    assert codes(story, 121) == {"AC607"}
    problem = next(problem for problem in found(story, 100) if problem.code == "AC511")
    assert problem.message == "this story has more than 100 states, so not all of it was played"
    assert (problem.severity, problem.hint[:19]) == ("warning", "Use fewer decisions")
    assert codes(story, 100) == {"AC511", "AC607"}
    assert codes(story, 3) == {"AC511"}


def test_past_the_bound_the_graph_alone_still_proves_its_part() -> None:
    fan = scene("a", *[choice(f"c{n}", "a", effects={"trust": f"+{n}"}) for n in range(1, 4)])
    story = told(fan, scene("lost"), endings=SOUND)
    assert codes(story, 10) == {"AC511", "AC601", "AC602", "AC606"}


@settings(deadline=None)
@given(made.scenarios(circles=True), st.integers(1, 30))
def test_what_is_told_past_the_bound_is_also_told_within_it(scenario: Scenario, most: int) -> None:
    story = ready(scenario, COURSE)
    whole = {(problem.code, problem.message) for problem in found(story, 100_000)}
    seen = {(problem.code, problem.message) for problem in found(story, most) if problem.code != "AC511"}
    assert seen <= whole


@settings(deadline=None)
@given(made.scenarios())
def test_no_proof_of_any_story_fails(scenario: Scenario) -> None:
    plans = (Plan(("c0",), "e0"), Plan(("c1", "c0"), "e0"), Plan(("c0",) * 9, "e0"))
    story = ready(replace(scenario, plans=plans), COURSE)
    assert "AC511" not in codes(story, 100_000)
