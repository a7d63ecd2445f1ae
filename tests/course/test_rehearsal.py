"""Plays at random: numbers that can be counted again."""

import json
from collections import Counter
from random import Random

import pytest

from advocacy_coach.course.scenarios import rehearsal
from advocacy_coach.course.scenarios.rehearsal import MOST_DECISIONS, rehearse
from tests.course import tiny

CHOICES = {"ask": ["offer", "push"], "calm": ["thank", "leave"], "storm": ["sorry", "shout", "wait"]}


def by_hand(plays: int, seed: int) -> tuple[Counter[str], Counter[str], list[int]]:
    """Choices, endings and lengths of plays of the tiny scenario, by its rules as a person would say them."""
    random = Random(seed)
    choices: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    lengths = []

    def draw(scene: str) -> str:
        choice = CHOICES[scene][int(random.random() * len(CHOICES[scene]))]
        choices[choice] += 1
        return choice

    for _play in range(plays):
        trust, length = 50, 2
        if draw("ask") == "offer":
            trust = trust + 20 + (10 if draw("calm") == "thank" else 0)
        else:
            trust, choice = 40, draw("storm")
            trust -= 10
            while choice == "wait":
                choice, length = draw("storm"), length + 1
            trust += 20 if choice == "sorry" else -10
        lengths.append(length)
        endings["broken" if trust < 40 else "good" if trust >= 70 else "stalled"] += 1
    return choices, endings, lengths


@pytest.mark.parametrize(("plays", "seed"), [(1, 0), (2, 1), (500, 0), (500, 7)])
def test_the_numbers_are_those_counted_by_hand(plays: int, seed: int) -> None:
    done = rehearse(tiny.story(), plays, seed)
    choices, endings, lengths = by_hand(plays, seed)
    assert {choice: n for made in done.choices.values() for choice, n in made.items() if n} == choices
    assert {ending: n for ending, n in done.endings.items() if n} == endings
    assert (done.least, done.most, done.unended) == (min(lengths), max(lengths), 0)
    assert done.scenes == {scene: sum(choices[choice] for choice in CHOICES[scene]) for scene in CHOICES}


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    first, again, other = (rehearse(tiny.story(), 200, seed) for seed in (3, 3, 4))
    for write in (rehearsal.to_text, rehearsal.to_json):
        assert write(first).encode() == write(again).encode() != write(other).encode()


def test_the_sequence_of_choices_is_pinned() -> None:
    """What the generator draws is promised for ever, and so is what is made of it."""
    assert rehearse(tiny.story(), 1000, 0).endings == {"broken": 258, "good": 490, "stalled": 252}


def test_what_never_came_up_is_said() -> None:
    text = rehearsal.to_text(rehearse(tiny.story(), 1, 0))
    assert text.splitlines()[:7] == [
        "Tiny (tiny)",
        "1 play at random, seed 0",
        "",
        "Scenes that were played: 2 of 3",
        "  ask    1",
        "  calm   0  never",
        "  storm  2",
    ]
    assert "Choices that were made: 3 of 7" in text
    assert text.count("never") == 1 + 4


def test_plays_without_end_are_counted_as_such() -> None:
    done = rehearse(tiny.story(tiny.ENDLESS), 40, 0)
    out, into = done.choices["door"]["out"], done.choices["door"]["in"]
    assert (done.unended, done.endings["stalled"], out + into) == (into, out, 40)
    assert done.scenes["maze"] == into * (MOST_DECISIONS - 1)
    assert (done.least, done.most) == (1, 1)
    text = rehearsal.to_text(done)
    assert f"not ended within 1,000 decisions  {into}  {100 * into / 40:5.1f} %" in text


def test_where_nothing_ends_there_is_no_least_play() -> None:
    text = tiny.ENDLESS.replace("goto: end", "goto: maze")
    done = rehearse(tiny.story(text), 2, 0)
    assert (done.unended, done.least, done.most) == (2, 0, 0)
    assert "Decisions in a play" not in rehearsal.to_text(done)


def test_a_play_that_ends_with_the_last_decision_allowed_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearsal, "MOST_DECISIONS", 2)
    done = rehearse(tiny.story(), 1, 1)
    assert (by_hand(1, 1)[2], done.unended, done.most) == ([2], 0, 2)
    done = rehearse(tiny.story(), 1, 0)
    assert (by_hand(1, 0)[2], done.unended, done.most) == ([3], 1, 0)
    assert sum(done.scenes.values()) == 2


def test_json_holds_every_number() -> None:
    done = json.loads(rehearsal.to_json(rehearse(tiny.story(), 10, 5)))
    assert done["format"] == 1
    assert (done["scenario"], done["plays"], done["seed"], done["unended"]) == ("tiny", 10, 5, 0)
    assert sum(done["endings"].values()) == 10
    assert done["scenes"]["ask"] == sum(done["choices"]["ask"].values()) == 10
