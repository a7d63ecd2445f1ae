"""The ballot box: each phone's last vote, once, whatever happens to the process."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advocacy_coach.workshop.ballot import box as boxes
from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.box import Box

MARKS = st.sampled_from([rules.mark(f"{n:032x}", "q#1") for n in range(5)])
STEPS = st.one_of(
    st.tuples(
        st.just("vote"), st.sampled_from(["q#1", "q#2"]), MARKS, st.lists(st.integers(0, 4), max_size=3)
    ),
    st.tuples(st.sampled_from(["kill", "flush", "rewrite"])),
    st.tuples(st.sampled_from(["close", "empty"]), st.sampled_from(["q#1", "q#2"])),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(STEPS, max_size=25))
def test_each_mark_has_its_last_choice_exactly_once(steps: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "booth", "box")
        box = Box(path)
        wanted: dict[object, dict[object, tuple[int, ...]]] = {"q#1": {}, "q#2": {}}
        for step in steps:
            match step:
                case ("vote", str(name), str(mark), list(choice)):
                    box.vote(name, mark, tuple(choice))
                    box.flush()  # what is acknowledged was written
                    wanted[name][mark] = tuple(choice)
                case ("kill",):
                    os.close(box._file)
                    with path.open("ab") as file:
                        file.write(b'{"round":"q#1","mark":"torn","cho')
                    box = Box(path)
                case ("flush",):
                    box.flush()
                case ("rewrite",):
                    box._lines = boxes._MANY_LINES + 1
                case ("close", str(name)):
                    box.close(name)
                case ("empty", str(name)):
                    box.empty(name)
                    wanted[name] = {}
        box.leave()
        box = Box(path)
        assert {name: box.ballots(str(name)) for name in wanted} == wanted
        box.leave()


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    box = Box(tmp_path / "booth" / "box")
    box.vote("q#1", "m", (1,))
    box.flush()
    assert stat.S_IMODE((tmp_path / "booth" / "box").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "booth").stat().st_mode) == 0o700
    box.leave()


def test_votes_of_one_turn_are_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box(tmp_path / "box")
    writes: list[bytes] = []
    write = os.write

    def told(handle: int, data: bytes) -> int:
        writes.append(bytes(data))
        return write(handle, data)

    monkeypatch.setattr(os, "write", told)
    for n in range(100):
        box.vote("q#1", f"m{n}", (0,))
    box.flush()
    assert len(writes) == 1
    box.leave()


def test_a_closed_round_has_no_order(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    for mark in ("c", "a", "b"):
        box.vote("q#1", mark, (0,))
    box.flush()
    box.close("q#1")
    assert list(box.ballots("q#1")) == ["a", "b", "c"]
    held = (tmp_path / "box").read_text("utf-8")
    assert held.index('"a"') < held.index('"b"') < held.index('"c"')
    box.empty("q#1")
    assert (tmp_path / "box").read_bytes() == b""
    box.leave()


def test_who_joined_stays_when_a_round_goes(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    box.join("phone")
    box.vote("q#1", "m", (0,))
    box.flush()
    box.empty("q#1")
    box.leave()
    again = Box(tmp_path / "box")
    assert again.has_joined("phone")
    assert again.joined == 1
    assert not again.ballots("q#1")
    again.leave()


def test_a_full_disk_costs_no_vote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Box(tmp_path / "box")

    def full(_handle: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        box.vote("q#1", "m", (2,))
        box.flush()
    assert box.ballots("q#1") == {"m": (2,)}
    box.leave()
    assert Box(tmp_path / "box").ballots("q#1") == {"m": (2,)}


def test_marks_of_one_phone_cannot_be_linked() -> None:
    token = "0" * 32
    marks = {rules.mark(token, name) for name in ("q/1#1", "q/1#2", "x" * 200)}
    assert len(marks) == 3
    assert all(len(mark) == 32 for mark in marks)
    assert rules.mark(token, "q/1#1") == rules.mark(token, "q/1#1") != rules.mark("1" * 32, "q/1#1")
