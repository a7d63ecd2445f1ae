"""Votes counted: what may be told, the sentence to read aloud, and the advice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.workshop.deck import Option, Question
from advocacy_coach.workshop.tally import (
    MINIMUM,
    NO_ROUND,
    Count,
    Round,
    Rounds,
    advice,
    count,
    leading,
    per_cent,
    share_right,
    spoken,
    told,
    told_by_source,
    told_round,
)


def votes(*counts: int) -> Count:
    """One vote a person."""
    return Count(counts, sum(counts))


def question(*right: int, options: int = 3, many: bool = False) -> Question:
    """A question of so many options."""
    return Question("q", "?", tuple(Option(str(n), str(n)) for n in range(options)), right, many=many)


def rounds(first: Count | None = None, second: Count | None = None) -> Rounds:
    """Votes by phone in two rounds."""
    return Rounds(Round(phones=first), Round(phones=second))


class TestCounting:
    def test_ballots_are_counted_by_option_and_by_people(self) -> None:
        assert count([(0,), (2,), (0,)], 3) == Count((2, 0, 1), 3)
        assert count([(0, 2), (0,), ()], 3) == Count((2, 0, 1), 2)
        assert count([], 2) == Count((0, 0), 0)

    def test_phones_and_hands_add_up(self) -> None:
        both = Round(phones=votes(1, 2, 3), hands=votes(4, 0, 1))
        assert both.total == Count((5, 2, 4), 11)
        assert Round(hands=votes(1, 1)).total == votes(1, 1)
        assert NO_ROUND.total == Count((), 0)

    def test_the_second_round_counts_where_anybody_voted_in_it(self) -> None:
        assert rounds(votes(7, 5), votes(3, 9)).counts == votes(3, 9)
        assert rounds(votes(7, 5), votes(0, 0)).counts == votes(7, 5)
        assert rounds(votes(7, 5)).counts == votes(7, 5)

    @pytest.mark.parametrize(
        ("part", "whole", "expected"),
        [(0, 0, 0), (0, 5, 0), (5, 5, 100), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (69, 200, 35)],
    )
    def test_shares_are_whole_per_cent_halves_up(self, part: int, whole: int, expected: int) -> None:
        assert per_cent(part, whole) == expected

    @given(st.lists(st.integers(0, 300), min_size=2, max_size=10).filter(any))
    def test_shares_are_never_half_a_point_off(self, counts: list[int]) -> None:
        whole = sum(counts)
        for part in counts:
            assert 0 <= 2 * (whole * per_cent(part, whole) - 100 * part) + whole <= 2 * whole

    @pytest.mark.parametrize(
        ("counts", "expected"),
        [((1, 3, 2), (1,)), ((3, 1, 3), (0, 2)), ((0, 0), ()), ((), ()), ((2, 2, 2), (0, 1, 2))],
    )
    def test_the_places_with_most_votes(self, counts: tuple[int, ...], expected: tuple[int, ...]) -> None:
        assert leading(votes(*counts)) == expected


COUNTS = st.none() | st.lists(st.integers(0, 6), min_size=3, max_size=3).map(lambda each: votes(*each))
ROUNDS = st.builds(Round, phones=COUNTS, hands=COUNTS)


class TestWhatMayBeTold:
    @pytest.mark.parametrize("people", range(8))
    def test_nothing_of_fewer_than_five(self, people: int) -> None:
        given = Count((people, 0), people)
        assert told(given) == (given if people >= 5 else None)

    def test_it_goes_by_people_and_not_by_marks(self) -> None:
        assert told(Count((4, 4, 4), 4)) is None

    @pytest.mark.parametrize(
        ("phones", "hands", "shown"),
        [
            (votes(5, 0), votes(0, 5), True),
            (votes(5, 0), votes(0, 4), False),
            (votes(1, 0), votes(0, 9), False),
            (votes(9, 0), None, True),
            (votes(9, 0), votes(0, 0), True),
            (votes(0, 0), votes(9, 0), True),
            (None, votes(4, 0), False),
            (None, None, True),
        ],
    )
    def test_sources_are_told_apart_both_or_not_at_all(
        self, phones: Count | None, hands: Count | None, shown: bool
    ) -> None:
        given = Round(phones=phones, hands=hands)
        assert told_by_source(given) == ((phones, hands) if shown else (None, None))

    @given(ROUNDS)
    def test_nothing_about_fewer_than_five_can_be_computed(self, each: Round) -> None:
        known = [part.people for part in told_by_source(each) if part is not None]
        whole = told_round(each)
        if whole is not None:
            known += [whole.people, *(whole.people - part for part in known)]
        assert [people for people in known if 0 < people < MINIMUM] == []
        if whole is not None and each.hands:  # everybody in the room saw the hands
            assert not 0 < whole.people - each.hands.people < MINIMUM

    @given(ROUNDS)
    def test_what_is_told_by_source_adds_up_to_what_is_told(self, each: Round) -> None:
        parts = [part for part in told_by_source(each) if part is not None]
        if any(part.people for part in parts):
            whole = told_round(each)
            assert whole is not None
            assert tuple(map(sum, zip(*(part.counts for part in parts), strict=True))) == whole.counts


SPOKEN: list[tuple[Count | None, Count | None, str]] = [
    (None, None, "Fewer than 5 answers, so no split is shown: talk about it instead."),
    (votes(2, 2, 0), None, "Fewer than 5 answers, so no split is shown: talk about it instead."),
    (votes(2, 7, 0), None, "B was chosen most: by 7 of 9."),
    (votes(4, 4, 1), None, "A and B are level: 4 each of 9."),
    (votes(3, 3, 3), None, "A and B and C are level: 3 each of 9."),
    (Count((0, 0, 0), 5), None, "Nobody chose anything."),
    (votes(11, 9, 5), votes(6, 17, 2), "B rose from 9 to 17 of 25."),
    (votes(11, 9, 5), votes(11, 9, 5), "Nothing rose after the talk. A was chosen most: by 11 of 25."),
    (votes(11, 9, 5), votes(8, 9, 3), "Nothing rose after the talk. B was chosen most: by 9 of 20."),
    (votes(9, 3, 3), votes(3, 6, 6), "B rose from 3 to 6 of 15."),
    (votes(2, 2, 0), votes(6, 3, 1), "A was chosen most: by 6 of 10."),
    (votes(7, 5, 0), votes(1, 2, 0), "A was chosen most: by 7 of 12."),
]


@pytest.mark.parametrize(("first", "second", "expected"), SPOKEN)
def test_the_sentence_to_read_aloud(first: Count | None, second: Count | None, expected: str) -> None:
    assert spoken(rounds(first, second)) == expected


def test_of_several_marks_the_sentence_goes_by_people() -> None:
    assert spoken(rounds(Count((6, 8, 2), 9))) == "B was chosen most: by 8 of 9."


class TestAdvice:
    @pytest.mark.parametrize(
        ("right", "words"),
        [
            (0, "0 % chose what is recommended: teach it again, then vote."),
            (34, "34 % chose what is recommended: teach it again, then vote."),
            (35, "35 % chose what is recommended: pairs, two minutes, vote again."),
            (70, "70 % chose what is recommended: pairs, two minutes, vote again."),
            (71, "71 % chose what is recommended: explain it and go on."),
            (100, "100 % chose what is recommended: explain it and go on."),
        ],
    )
    def test_the_bands_of_peer_instruction(self, right: int, words: str) -> None:
        assert advice(question(1), votes(100 - right, right, 0)) == words

    @pytest.mark.parametrize(("right", "whole", "band"), [(69, 200, "pairs"), (141, 200, "explain")])
    def test_the_bands_go_by_what_is_said(self, right: int, whole: int, band: str) -> None:
        assert band in advice(question(1), votes(whole - right, right, 0))

    def test_there_is_none_where_nothing_is_recommended(self) -> None:
        assert advice(question(), votes(9, 9, 9)) == ""

    def test_there_is_none_about_fewer_than_five(self) -> None:
        assert advice(question(1), votes(1, 3, 0)) == ""
        assert advice(question(1), votes(1, 4, 0)) != ""

    def test_two_recommended_options_count_together(self) -> None:
        assert share_right(question(0, 2), votes(3, 5, 2)) == 50

    def test_where_several_may_be_marked_it_is_the_share_of_marks(self) -> None:
        assert share_right(question(0, 2, many=True), Count((8, 5, 7), 10)) == 75
        assert share_right(question(0, many=True), Count((0, 0, 0), 5)) == 0


def test_few_phones_beside_hands_are_told_nothing_and_how_to_mend_it() -> None:
    few = Rounds(Round(phones=votes(2, 1, 0), hands=votes(6, 3, 0)))
    assert few.told is None
    assert spoken(few) == (
        "Fewer than 5 phones beside the hands: no split is shown. Count everybody by hand."
    )
    assert Rounds(Round(phones=votes(3, 2, 0), hands=votes(1, 0, 0))).told is not None


def test_the_newest_round_that_may_be_told_counts() -> None:
    first, second = votes(7, 5, 0), votes(1, 2, 0)
    assert Rounds(Round(phones=first), Round(phones=second)).told == first
    assert Rounds(Round(phones=first), Round(phones=votes(4, 4, 0))).told == votes(4, 4, 0)


@pytest.mark.parametrize(("right", "words"), [(3, "take your time"), (5, "take your time"), (9, "go on")])
def test_after_the_last_vote_it_is_time_to_explain(right: int, words: str) -> None:
    assert words in advice(question(0), votes(right, 10 - right, 0), last=True)
