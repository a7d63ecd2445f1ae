"""The ballot box: each phone's last vote, once, whatever happens to the process."""

import json
import os
import stat
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.workshop import opening
from advocacy_coach.workshop.ballot import box as boxes
from advocacy_coach.workshop.ballot import rules
from advocacy_coach.workshop.ballot.box import Box
from advocacy_coach.workshop.events import Ended, Event, Opened
from advocacy_coach.workshop.journal import Journal, clear_old
from tests.workshop.made import AT, begun, deck

MARKS = st.sampled_from([rules.mark(f"{n:032x}", "q#1", b"key") for n in range(5)])
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
    token, key = "0" * 64, b"k" * 32
    marks = {rules.mark(token, name, key) for name in ("q/1#1", "q/1#2", "x" * 200)}
    assert len(marks) == 3
    assert all(len(mark) == 32 for mark in marks)
    same = rules.mark(token, "q/1#1", key)
    assert rules.mark(token, "q/1#1", key) == same != rules.mark("1" * 64, "q/1#1", key)
    assert rules.mark(token, "q/1#1", b"x" * 32) != same  # nor those of two sessions


def test_the_key_outlives_the_process_and_no_other_session_has_it(tmp_path: Path) -> None:
    one = Box(tmp_path / "a.box")
    os.close(one._file)
    again, other = Box(tmp_path / "a.box"), Box(tmp_path / "b.box")
    assert len(one.key) == 32
    assert again.key == one.key != other.key
    assert stat.S_IMODE((tmp_path / "a.box.key").stat().st_mode) == 0o600
    again.leave()
    other.leave()


def test_a_key_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "a.box.key").write_bytes(b"short")
    box = Box(tmp_path / "a.box")
    assert (tmp_path / "a.box.key").read_bytes() == box.key
    assert len(box.key) == 32
    box.leave()


def test_what_is_left_in_an_open_vote_has_no_order(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    for joined, mark in (("y", "c"), ("x", "a"), ("z", "b")):
        box.join(joined)
        box.vote("q#1", mark, (0,))
        box.flush()
    box.leave()
    lines = [json.loads(line) for line in (tmp_path / "box").read_text("utf-8").splitlines()]
    assert [line["mark"] for line in lines] == ["x", "y", "z", "a", "b", "c"]


def test_who_gave_up_a_place_has_not_joined(tmp_path: Path) -> None:
    box = Box(tmp_path / "box")
    for mark in ("c", "a", "b"):
        box.join(mark)
    assert list(box.who_joined) == ["c", "a", "b"]
    box.forget("c")
    box.forget("nobody")
    box.flush()
    os.close(box._file)
    again = Box(tmp_path / "box")
    assert (again.joined, again.has_joined("c"), again.has_joined("a")) == (2, False, True)
    again.join("c")
    again.leave()
    assert Box(tmp_path / "box").joined == 3


def _session(folder: Path, code: str, *events: Event) -> Path:
    """A journal with a box beside it that holds a ballot and a key, and half of one that a kill left."""
    journal = Journal.begin(folder, replace(begun(), code=code))
    for event in events:
        journal.append(event)
    box = Box(journal.box)
    box.vote("q#1", "m", (0,))
    box.leave()
    journal.box.with_name(journal.box.name + ".new").touch()
    return journal.path


def _boxes(folder: Path) -> dict[str, int]:
    """How many files of a box there are, by the code of the session."""
    codes = [path.name.partition(".")[0].rpartition("-")[2] for path in folder.glob("*.box*")]
    return {code: codes.count(code) for code in codes}


def test_boxes_of_sessions_that_are_over_are_removed(tmp_path: Path) -> None:
    later = AT + timedelta(hours=13)
    _session(tmp_path, "ENDD", Ended(later))
    _session(tmp_path, "LEFT")
    _session(tmp_path, "OPEN", Opened(later, "192.168.0.2", 8765))
    orphan = _session(tmp_path, "LOST")
    orphan.unlink()
    other = tmp_path / "notes.txt"
    other.touch()
    for box in tmp_path.glob("*LOST.box*"):
        os.utime(box, (AT.timestamp(),) * 2)
    assert _boxes(tmp_path) == dict.fromkeys(("ENDD", "LEFT", "OPEN", "LOST"), 3)
    clear_old(tmp_path, AT + timedelta(hours=11), but=None)
    assert _boxes(tmp_path) == dict.fromkeys(("LEFT", "OPEN", "LOST"), 3)
    clear_old(tmp_path, later + timedelta(minutes=1))
    assert _boxes(tmp_path) == {"OPEN": 3}
    assert len(list(tmp_path.glob("*.jsonl"))) == 3
    assert other.exists()
    clear_old(tmp_path / "none", later)


def test_opening_a_session_removes_old_boxes_but_its_own(tmp_path: Path) -> None:
    later = AT + timedelta(hours=13)
    kept = _session(tmp_path, "KEPT")
    _session(tmp_path, "LEFT")
    opening.resume(deck(), kept, lambda: later)
    assert _boxes(tmp_path) == {"KEPT": 3}
    opening.begin(deck(), tmp_path, lambda: later, 25)
    assert _boxes(tmp_path) == {}
