"""The mood check of one person: bands, gates and special results, on both sides of every limit."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session.guidance import mood
from advocacy_coach.session.guidance.mood import MoodReading, shown_score
from tests.session.tools_made import answers, shape, shipped_mood
from tests.session.tools_made import mood as made

TOOL = made()
BANDS = [band.id for band in TOOL.bands]


def read(words: str) -> MoodReading:
    """The reading of answers, a letter each; see ``answers``."""
    return mood.read(TOOL, answers(words))


def of_scores(others: str, tool: MoodCheck = TOOL, **given: str | None) -> MoodReading:
    """The reading of scores: ``others`` but for the given ones; None where nobody answered."""
    scores = {statement.id: Fraction(others) for statement in tool.statements}
    for id, score in given.items():
        del scores[id]
        if score is not None:
            scores[id] = Fraction(score)
    return mood.reading(tool, scores, (), 0, ask=False)


def band(reading: MoodReading) -> str:
    """The id of the band, or nothing."""
    return reading.band.id if reading.band else ""


def test_the_shipped_check_has_the_statements_and_limits_of_the_content() -> None:
    assert shape(shipped_mood()) == shape(TOOL)


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("0", "not-now"),
        ("39.999", "not-now"),
        ("40", "fix-first"),
        ("59.999", "fix-first"),
        ("60", "quiet-start"),
        ("79.999", "quiet-start"),
        ("80", "solid-ground"),
        ("100", "solid-ground"),
    ],
)
def test_a_band_begins_at_its_limit(score: str, expected: str) -> None:
    assert band(of_scores(score)) == expected


@pytest.mark.parametrize(
    ("score", "shown", "expected"),
    [
        ("39.5", 40, "not-now"),
        ("59.5", 60, "fix-first"),
        ("79.5", 80, "quiet-start"),
        ("40.49", 40, "fix-first"),
    ],
)
def test_a_score_that_is_shown_rounded_has_the_band_of_the_exact_one(
    score: str, shown: int, expected: str
) -> None:
    reading = of_scores(score)
    assert reading.score == Fraction(score)
    assert shown_score(reading.score) == shown
    assert band(reading) == expected


@pytest.mark.parametrize(
    ("words", "score", "expected"),
    [
        ("222222222222222", Fraction(50), "fix-first"),
        ("222222211111222", Fraction(2500, 60), "fix-first"),
        ("222221111111222", Fraction(2300, 60), "not-now"),
        ("222221211111222", Fraction(40), "fix-first"),
        ("222222222322444", Fraction(3700, 60), "quiet-start"),
        ("222222222222444", Fraction(60), "quiet-start"),
        ("222222221222444", Fraction(3500, 60), "fix-first"),
        ("333333333333444", Fraction(80), "solid-ground"),
        ("333333333333443", Fraction(4700, 60), "quiet-start"),
        ("444444444444444", Fraction(100), "solid-ground"),
        ("000000000000000", Fraction(0), "not-now"),
    ],
)
def test_answers_become_a_score_and_a_band(words: str, score: Fraction, expected: str) -> None:
    reading = read(words)
    assert (reading.score, band(reading)) == (score, expected)
    assert (reading.missing, reading.unknown, reading.ask) == ((), 0, False)


@pytest.mark.parametrize(
    ("first", "tenth", "expected"),
    [
        ("39.999", "39.999", "not-now"),
        ("0", "39.999", "not-now"),
        ("39.999", "40", "solid-ground"),
        ("40", "39.999", "solid-ground"),
        ("40", "40", "solid-ground"),
        ("0", None, "solid-ground"),
        (None, "0", "solid-ground"),
        (None, None, "solid-ground"),
    ],
)
def test_nothing_is_announced_when_statements_1_and_10_are_both_low(
    first: str | None, tenth: str | None, expected: str
) -> None:
    assert band(of_scores("100", s1=first, s10=tenth)) == expected


@pytest.mark.parametrize("gate", ["s13", "s14", "s15"])
@pytest.mark.parametrize(
    ("score", "expected", "low"),
    [("0", "fix-first", True), ("49.999", "fix-first", True), ("50", "solid-ground", False)],
)
def test_any_gate_below_50_allows_no_more_than_fix_first(
    gate: str, score: str, expected: str, low: bool
) -> None:
    reading = of_scores("100", TOOL, **{gate: score})
    assert band(reading) == expected
    assert [statement.id for statement in reading.low_gates] == [gate] * low


def test_a_gate_that_nobody_answered_is_not_low() -> None:
    reading = of_scores("100", s13=None)
    assert (band(reading), reading.low_gates) == ("solid-ground", ())


def test_the_lowest_of_all_that_applies_is_the_band() -> None:
    assert band(of_scores("20", s13="10")) == "not-now", "a gate makes nothing better"
    assert band(of_scores("100", s1="0", s10="0", s13="0")) == "not-now"
    reading = of_scores("55", s15="49", s14="0")
    assert band(reading) == "fix-first"
    assert [statement.id for statement in reading.low_gates] == ["s14", "s15"]


@pytest.mark.parametrize(
    ("words", "unknown", "score", "expected"),
    [
        ("???222222222444", 3, Fraction(3000, 48), "quiet-start"),
        ("????22222222444", 4, None, ""),
        ("444444444444???", 3, Fraction(100), "solid-ground"),
        ("44444444444????", 4, None, ""),
        ("???????????????", 15, None, ""),
        ("??????????????4", 14, None, ""),
    ],
)
def test_four_times_unknown_is_a_result_of_its_own(
    words: str, unknown: int, score: Fraction | None, expected: str
) -> None:
    reading = read(words)
    assert (reading.unknown, reading.score, band(reading)) == (unknown, score, expected)
    assert reading.ask == (score is None)
    if reading.ask:
        assert (reading.band, reading.first, reading.lowest) == (None, (), None)


def test_a_gate_that_is_low_is_told_even_without_a_score() -> None:
    assert [statement.id for statement in read("????44444444440").low_gates] == ["s15"]


def test_all_unknown_is_asked_about_in_a_tool_that_has_fewer_statements_than_the_limit() -> None:
    tool = made("ab", gates=(), together=(1,))
    reading = mood.read(tool, answers("??"))
    assert (reading.ask, reading.unknown, reading.score) == (True, 2, None)


def test_before_the_first_answer_there_is_no_result_and_nobody_said_unknown() -> None:
    reading = mood.read(TOOL, {})
    assert reading.missing == TOOL.statements
    assert (reading.ask, reading.score, reading.band, reading.lowest) == (False, None, None, None)
    assert all(each.score is None for each in reading.areas)
    assert not read("??" + " " * 13).ask


@pytest.mark.parametrize("answer", ["", "5", "-1", "04", "2.0", " 2", "٣", "²", "yes", "Unknown"])
def test_what_is_no_answer_is_missing(answer: str) -> None:
    reading = mood.read(TOOL, {**answers("444444444444444"), "s3": answer, "s99": "0"})
    assert [statement.id for statement in reading.missing] == ["s3"]
    assert reading.score == 100
    assert reading.unknown == 0


def test_an_area_is_the_mean_of_what_was_answered_in_it() -> None:
    areas = read("02?3??444444012").areas
    assert [(each.area.id, each.score) for each in areas] == [
        ("a", 25),
        ("b", 75),
        ("c", None),
        *((letter, 100) for letter in "defgh"),
        ("i", 25),
    ]


ONE_EACH = made("abcd", gates=(), together=(1,))


@pytest.mark.parametrize(
    ("low", "first"),
    [(Fraction(20), "a"), (Fraction(20) + Fraction(1, 1000), ""), (Fraction(0), "a")],
)
def test_an_area_25_below_the_mean_is_named_first(low: Fraction, first: str) -> None:
    # With three others at 20 + 100/3 the mean is 45, exactly 25 above 20.
    others = str(Fraction(20) + Fraction(100, 3))
    reading = of_scores(others, ONE_EACH, s1=str(low))
    assert "".join(area.id for area in reading.first) == first
    assert reading.lowest is not None
    assert reading.lowest.id == "a"


def test_several_are_named_from_the_lowest_up_and_equals_in_the_order_of_the_tool() -> None:
    reading = of_scores("100", ONE_EACH, s1="10", s2="0")
    assert [area.id for area in reading.first] == ["b", "a"]
    reading = of_scores("100", ONE_EACH, s2="0", s4="0")
    assert [area.id for area in reading.first] == ["b", "d"]
    assert reading.lowest is not None
    assert reading.lowest.id == "b"


def test_there_is_always_a_lowest_area_with_a_score_and_never_one_that_nobody_answered() -> None:
    reading = of_scores("70", ONE_EACH, s1=None)
    assert (reading.first, reading.lowest) == ((), ONE_EACH.areas[1])


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [("65", "50", True), ("64.999", "50", False), ("64.9", "49.6", True), ("50", "65", False)],
)
def test_seeing_it_rosier_is_15_points_of_the_exact_scores(mine: str, theirs: str, expected: bool) -> None:
    assert mood.rosier(TOOL, of_scores(mine), of_scores(theirs)) is expected


def test_nobody_sees_it_rosier_where_there_is_no_score() -> None:
    silent = read("???????????????")
    assert not mood.rosier(TOOL, silent, of_scores("0"))
    assert not mood.rosier(TOOL, of_scores("100"), silent)


@pytest.mark.parametrize(
    ("score", "shown"), [("0", 0), ("0.5", 1), ("56.333", 56), ("99.5", 100), ("100", 100)]
)
def test_scores_are_shown_in_whole_points_with_halves_up(score: str, shown: int) -> None:
    assert shown_score(Fraction(score)) == shown


@given(st.text("01234?", min_size=15, max_size=15), st.integers(0, 14))
def test_a_better_answer_never_gives_a_lower_band(words: str, place: int) -> None:
    before = read(words)
    assume(before.band is not None and words[place] not in "4?")
    after = read(f"{words[:place]}{int(words[place]) + 1}{words[place + 1 :]}")
    assert BANDS.index(band(after)) >= BANDS.index(band(before))


@given(st.text("01234? ", max_size=15))
def test_every_sheet_has_a_result_or_a_reason_for_none(words: str) -> None:
    reading = read(words)
    assert (reading.band is None) == (reading.score is None) == (reading.lowest is None)
    assert reading.score is not None or reading.ask or reading.missing
    assert reading.ask == (reading.unknown >= 4)
    assert reading.score is None or 0 <= reading.score <= 100
