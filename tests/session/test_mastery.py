"""Mastery per topic."""

from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.session.mastery import Mastery, mastery

answers = st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 1)), max_size=30)


@given(answers)
def test_points_are_summed_by_topic(latest: list[tuple[str, float]]) -> None:
    topics = mastery(latest)
    assert sum(topic.of for topic in topics.values()) == len(latest)
    assert all(0 <= topic.points <= topic.of for topic in topics.values())
    assert set(topics) == {topic for topic, _ in latest}


def test_a_topic_without_answers_is_not_there_and_shows_as_nothing() -> None:
    assert mastery([]) == {}
    assert Mastery().per_cent == 0
    assert mastery([("a", 1), ("a", 0.5)])["a"].per_cent == 75
