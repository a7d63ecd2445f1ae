"""The mood check of a team: what is shown, and that nothing about fewer than five can be computed from it.

One survey is one table: a reading is shown of a closed sheet only, and a closed sheet never changes. So it is
enough that no single table gives a small group away; two tables of one survey that differ do not exist.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session import sheets
from advocacy_coach.session.events import SheetMarked
from advocacy_coach.session.guidance.mood import shown_score
from advocacy_coach.session.guidance.team import Counts, Group, GroupReading, TeamReading, read, shown_groups
from tests.session.tools_made import counts, group, mood, shipped_mood

TOOL = mood("aab", gates=(3,), together=(1,))


def people(*sizes: int) -> list[Group]:
    """Groups of so many people, all with numbers for all statements."""
    return [group(str(place), TOOL, [2] * size) for place, size in enumerate(sizes)]


def shown(groups: Sequence[Group], tool: MoodCheck = TOOL) -> list[int]:
    """The places of the groups that are shown."""
    return [place for place, each in enumerate(read(tool, groups).groups) if not each.hidden]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((), []),
        ((4,), []),
        ((5,), [0]),
        ((5, 5), [0, 1]),
        ((5, 4), []),
        ((4, 4), []),
        ((3, 2), []),
        ((5, 0), [0]),
        ((80, 4), []),
        ((80, 4, 1), [0]),
        ((80, 6, 4), [0]),
        ((80, 4, 6, 5), [0, 2]),
        ((5, 6, 4), [1]),
        ((6, 6, 4), [1]),
        ((9, 8, 7, 2, 2), [0, 1]),
    ],
)
def test_a_small_group_is_hidden_and_as_many_others_as_it_takes(
    sizes: tuple[int, ...], expected: list[int]
) -> None:
    assert shown(people(*sizes)) == expected


@pytest.mark.parametrize(("size", "too_few"), [(0, True), (1, True), (4, True), (5, False)])
def test_of_fewer_than_five_answers_nothing_is_shown(size: int, too_few: bool) -> None:
    reading = read(TOOL, people(size), asked=200)
    if too_few:
        assert reading == TeamReading(True, 0, None, False, None, ())
    else:
        assert (reading.too_few, reading.answers, len(reading.groups)) == (False, 5, 1)
        assert reading.whole is not None
        assert reading.whole.score == 50


def test_small_groups_are_enough_together_for_the_whole() -> None:
    reading = read(TOOL, people(2, 2, 1))
    assert (reading.too_few, reading.answers) == (False, 5)
    assert [each.hidden for each in reading.groups] == [True] * 3
    assert reading.whole is not None
    assert reading.whole.score == 50


def test_of_a_hidden_group_nothing_is_known_but_its_name() -> None:
    assert read(TOOL, people(80, 6, 4)).groups[1:] == (
        GroupReading("1", True, 0, ()),
        GroupReading("2", True, 0, ()),
    )


def test_unknown_is_an_answer_but_no_number() -> None:
    four, five = [2, 2, 2, 2, None], [2, 2, 2, 2, 2, None]
    assert shown([group("all", TOOL, five)]) == [0]
    reading = read(TOOL, [group("all", TOOL, four)])
    assert (reading.too_few, reading.answers) == (False, 5)
    assert [each.hidden for each in reading.groups] == [True]
    assert reading.whole is not None
    assert (reading.whole.score, reading.whole.band) == (None, None)
    assert all(area.score is None for area in reading.whole.areas)


def test_a_statement_that_too_few_answered_counts_nowhere() -> None:
    some = Group("all", {"s1": counts([4] * 5), "s2": counts([0] * 4), "s3": counts([2] * 7)})
    reading = read(TOOL, [some])
    assert (reading.answers, shown([some])) == (7, [])
    assert reading.whole is not None
    assert [area.score for area in reading.whole.areas] == [100, 50]
    assert reading.whole.score == 75
    gate = Group("all", {"s1": counts([4] * 5), "s3": counts([0] * 4)})
    assert read(TOOL, [gate]).whole.low_gates == ()  # type: ignore[union-attr]


def test_a_statement_is_the_mean_of_people_and_an_area_of_its_statements() -> None:
    one = Group("1", {"s1": counts([4] * 5), "s2": counts([0] * 8), "s3": counts([1] * 5)})
    two = Group("2", {"s1": counts([0] * 15), "s2": counts([4] * 8), "s3": counts([1] * 5)})
    reading = read(TOOL, [one, two])
    assert reading.whole is not None
    assert [area.score for area in reading.whole.areas] == [Fraction(25 + 50, 2), 25]
    assert reading.whole.score == Fraction(25 + 50 + 25, 3)
    assert [statement.id for statement in reading.whole.low_gates] == ["s3"]
    assert [[area.score for area in each.areas] for each in reading.groups] == [[50, 25], [50, 25]]


def test_a_score_just_below_a_limit_has_the_lower_band() -> None:
    # 159 of 100 people's 400 points are 39.75, shown as 40.
    reading = read(TOOL, [group("all", TOOL, [2] * 59 + [1] * 41)])
    assert reading.whole is not None
    assert reading.whole.score is not None
    assert (reading.whole.score, shown_score(reading.whole.score)) == (Fraction(15900, 400), 40)
    assert reading.whole.band is not None
    assert reading.whole.band.id == "not-now"


@pytest.mark.parametrize(
    ("answers", "asked", "rate", "silent"),
    [
        (49, 100, 49, True),
        (50, 100, 50, False),
        (99, 199, 49, True),
        (100, 199, 50, False),
        (5, 1000, 0, True),
        (5, 5, 100, False),
        (6, 5, 100, False),
        (5, 0, None, False),
    ],
)
def test_silence_of_more_than_half_is_a_result(
    answers: int, asked: int, rate: int | None, silent: bool
) -> None:
    reading = read(TOOL, people(answers), asked)
    assert (reading.rate, reading.silent) == (rate, silent)


SAMPLE = {
    **dict.fromkeys(("friend-asks", "words-match"), 62),
    **dict.fromkeys(("two-things", "treated-well"), 71),
    **dict.fromkeys(("answer-comes", "real-change"), 38),
    **dict.fromkeys(("learned-something", "see-a-future"), 44),
    "try-an-idea": 55,
    "more-than-bored": 58,
    "room-for-life": 66,
    "gladly-tell": 49,
    "speak-critically": 46,
    "free-not-to-post": 72,
    "not-tracked": 69,
}
"""The sample result of the facilitator plans: a score a statement, of 90 answers."""


def typed(score: int, sizes: Sequence[int]) -> list[Counts]:
    """Counts of groups whose answers together have the score that is shown so."""
    of = sum(sizes)
    total = round(Fraction(score * 4 * of, 100))
    given = [total * (person + 1) // of - total * person // of for person in range(of)]
    ends = [sum(sizes[: place + 1]) for place in range(len(sizes))]
    return [counts(given[end - size : end]) for size, end in zip(sizes, ends, strict=True)]


def test_the_sample_result_is_read_as_the_facilitator_reads_it() -> None:
    tool = shipped_mood()
    assert list(SAMPLE) == [statement.id for statement in tool.statements]
    per_statement = {id: typed(score, (80, 6, 4)) for id, score in SAMPLE.items()}
    names = ("Everybody else", "Six", "Four")
    groups = [
        Group(name, {id: each[place] for id, each in per_statement.items()})
        for place, name in enumerate(names)
    ]
    reading = read(tool, groups, asked=140)
    assert (reading.answers, reading.rate, reading.silent) == (90, 64, False)
    whole = reading.whole
    assert whole is not None
    assert whole.score is not None
    assert whole.band is not None
    assert whole.lowest is not None
    assert (shown_score(whole.score), whole.band.title) == (56, "Fix first")
    assert "No programme yet" in whole.band.advice
    assert (whole.lowest.id, whole.first) == ("bothers", ())
    assert [gate.id for gate in whole.low_gates] == ["speak-critically"]
    assert {each.area.id: each.score and shown_score(each.score) for each in whole.areas} == {
        "think": 62,
        "like": 71,
        "bothers": 38,
        "growth": 44,
        "initiative": 55,
        "interest": 58,
        "balance": 66,
        "telling": 49,
        "freedom": 62,
    }
    assert [(each.name, each.hidden) for each in reading.groups] == [
        ("Everybody else", False),
        ("Six", True),
        ("Four", True),
    ]


def seen_together(numbers: Sequence[int], seen: Sequence[int], minimum: int) -> Iterator[int]:
    """How many people each sum is about that can be had from the shown groups and, if shown, the whole.

    Any sum of some shown groups, and what is left of the whole without it. Nothing else can be had: the
    groups have no person in common, so every other sum counts somebody twice or in part.
    """
    whole = sum(numbers)
    for some in chain.from_iterable(combinations(seen, size) for size in range(len(seen) + 1)):
        together = sum(numbers[place] for place in some)
        yield together
        if whole >= minimum:
            yield whole - together


def attack(tool: MoodCheck, groups: Sequence[Group], seen: Sequence[int]) -> list[int]:
    """The sizes of the sets of people who are too few, and whose sum or whose number can be had."""
    per_statement = [[sum(each.counts.get(s.id, ())[:5]) for each in groups] for s in tool.statements]
    return [
        people
        for numbers in (*per_statement, [each.answers for each in groups])
        for people in seen_together(numbers, seen, tool.minimum)
        if 0 < people < tool.minimum
    ]


MANY = st.lists(st.integers(1, 9), min_size=6, max_size=6)
SOME = st.lists(st.integers(0, 3), min_size=6, max_size=6)
FEW = st.lists(st.sampled_from([0, 0, 1, 2]), min_size=6, max_size=6)
SILENT = st.integers(1, 6).map(lambda count: [0, 0, 0, 0, 0, count])
SKIPS = st.sampled_from([False, False, False, True])


@st.composite
def drawn_groups(draw: st.DrawFn) -> list[Group]:
    """Groups of all sizes: large and small ones, silent ones, and some that skip a statement."""
    groups = []
    for place in range(draw(st.integers(1, 8))):
        kind = draw(st.sampled_from([MANY, MANY, SOME, FEW, SILENT]))
        given = {each.id: tuple(draw(kind)) for each in TOOL.statements}
        if draw(SKIPS):
            given.popitem()
        groups.append(Group(str(place), given))
    return groups


@given(drawn_groups())
def test_nothing_shown_tells_about_fewer_people_than_the_minimum(groups: list[Group]) -> None:
    reading = read(TOOL, groups)
    seen = [place for place, each in enumerate(reading.groups) if not each.hidden]
    assert attack(TOOL, groups, seen) == []
    # The other numbers of a reading: people, and areas.
    assert reading.too_few == (sum(each.answers for each in groups) < TOOL.minimum)
    if reading.whole is None:
        assert (reading.answers, reading.rate, seen) == (0, None, [])
        return
    left = reading.answers - sum(reading.groups[place].answers for place in seen)
    assert left == 0 or left >= TOOL.minimum or not seen
    for each in reading.groups:
        # All its statements are answered by enough, so no area of a shown group is made of fewer statements
        # than the same area of the whole: no difference of areas is about one statement or one person.
        assert each.hidden == (each.areas == ()) == (each.answers == 0)
        assert all(area.score is not None for area in each.areas)
    if seen:
        assert all(area.score is not None for area in reading.whole.areas)
    for area in reading.whole.areas:
        enough = [
            statement.id
            for statement in TOOL.statements
            if statement.area == area.area.id
            and sum(sum(each.counts.get(statement.id, ())[:5]) for each in groups) >= TOOL.minimum
        ]
        assert (area.score is None) == (not enough)


def test_every_way_to_split_people_up_is_safe_and_shows_what_it_can() -> None:
    sizes = [0, 1, 2, 3, 4, 5, 6, 9]
    some_shown = 0
    for split in product(sizes, repeat=4):
        groups = people(*split)
        seen = sorted(shown_groups(TOOL, groups))
        assert attack(TOOL, groups, seen) == [], split
        some_shown += 0 < len(seen) < len(groups)
    assert some_shown > 1000, "the rule does show groups beside hidden ones"


def test_the_attack_finds_what_a_careless_rule_would_tell() -> None:
    groups = people(80, 6, 4)
    assert attack(TOOL, groups, [0, 1, 2]) != []
    assert attack(TOOL, groups, [0, 1]) != [], "the four are the whole without the others"
    assert attack(TOOL, groups, [0]) == []


def test_people_who_gave_no_number_are_not_seen_to_have_kept_silent() -> None:
    silent = group("silent", TOOL, [None] * 3)
    assert shown([*people(9, 6), silent]) == [0]
    assert shown([*people(9), silent]) == []
    assert shown([*people(9), group("silent", TOOL, [None] * 5)]) == [0]


def test_a_closed_sheet_never_changes_so_one_survey_is_one_table() -> None:
    sheet = sheets.begin("team-check", 1, {"group.0": "All", "0.s1": "0 0 5 0 0 0"}).sheet
    closed = sheets.close(sheet, {"answers": "5"}).sheet
    for item, value in (("0.s1", "0 0 6 0 0 0"), ("0.s1", ""), ("group.1", "More")):
        turn = sheets.mark(closed, item, value)
        assert (turn.sheet, turn.events) == (closed, ())
        late = SheetMarked(item, value, closed.count)
        assert sheets.after(closed, late) == closed
    again = sheets.close(closed, {"answers": "6"})
    assert (again.sheet, again.events) == (closed, ())
