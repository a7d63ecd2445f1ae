"""The journal of a session: it only grows, nobody else reads it, and damage costs no more than itself."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advocacy_coach.workshop import show
from advocacy_coach.workshop.events import (
    Begun,
    Counted,
    Ended,
    Event,
    Moved,
    Opened,
    Place,
    Resumed,
    Stopped,
)
from advocacy_coach.workshop.journal import RESUMABLE, Journal, finish, read, unfinished
from tests.workshop.made import AT, Script, begun, deck, legal

LATER = AT + timedelta(minutes=1)
FULL = OSError(errno.ENOSPC, "No space left on device")


@cache
def everything() -> tuple[Event, ...]:
    """The events of a whole session: every phase, votes by phone and by hand, and a break."""
    script = Script()
    script.add(Opened(script.at, "192.168.0.2", 8765))
    while script.show.place.phase != "over":
        if not script.enter():
            script.go(show.choose(script.deck, script.show, 1))
        if script.show.place.phase in show.OPEN and show.question(script.deck, script.show.place):
            options = len(script.question.options)
            script.count(1, *range(options), source="hands")
            script.count(1, *range(2, 2 + options))
        if script.show.place.phase == "pause":
            script.add(Stopped(script.at))
            script.add(Resumed(script.at))
    script.add(Ended(script.at))
    return tuple(script.events)


def written(folder: Path, events: tuple[Event, ...] | None = None) -> Journal:
    """A journal of these events, of a whole session where none are named."""
    first, *others = events or everything()
    assert isinstance(first, Begun)
    journal = Journal.begin(folder, first)
    for event in others:
        journal.append(event)
    return journal


def moved(item: int) -> Moved:
    return Moved(LATER, Place(item, "show"))


class TestTheFile:
    def test_what_happened_is_read_again_as_it_was(self, tmp_path: Path) -> None:
        journal = written(tmp_path)
        assert len(everything()) > 50
        assert tuple(read(journal.path)) == journal.events == everything()

    def test_it_only_grows(self, tmp_path: Path) -> None:
        journal = Journal.begin(tmp_path, begun())
        before = journal.path.read_bytes()
        for event in everything()[1:]:
            journal.append(event)
            now = journal.path.read_bytes()
            assert now.startswith(before)
            assert now.count(b"\n") == before.count(b"\n") + 1
            before = now

    @pytest.mark.skipif(os.name == "nt", reason="modes of files are those of Unix")
    def test_nobody_else_reads_it(self, tmp_path: Path) -> None:
        before = os.umask(0)
        try:
            journal = Journal.begin(tmp_path / "workshops", begun())
        finally:
            os.umask(before)
        assert journal.path.stat().st_mode & 0o777 == 0o600
        assert journal.path.parent.stat().st_mode & 0o777 == 0o700

    def test_its_name_says_when_and_the_box_stands_beside_it(self, tmp_path: Path) -> None:
        journal = Journal.begin(tmp_path, begun())
        assert journal.path.name == "2026-05-04-090000-K7QF.jsonl"
        assert journal.box == tmp_path / "2026-05-04-090000-K7QF.box"

    def test_an_event_is_on_the_disk_when_it_was_kept(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal = Journal.begin(tmp_path, begun())
        synced = []
        monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_size))
        journal.append(moved(0))
        assert synced == [journal.path.stat().st_size]

    def test_it_ends_once(self, tmp_path: Path) -> None:
        journal = Journal.begin(tmp_path, begun())
        finish(journal, LATER)
        finish(journal, LATER)
        assert list(read(journal.path)) == [begun(), Ended(LATER)]

    def test_a_file_that_is_not_there_has_no_events(self, tmp_path: Path) -> None:
        assert list(read(tmp_path / "none.jsonl")) == []
        assert Journal.resume(tmp_path / "none.jsonl") is None


class TestDamage:
    @pytest.mark.parametrize("cut", [1, 2, 20])
    def test_a_last_line_that_was_cut_off_costs_itself_alone(self, tmp_path: Path, cut: int) -> None:
        journal = written(tmp_path, (begun(), moved(0), moved(1)))
        journal.path.write_bytes(journal.path.read_bytes()[:-cut])
        again = Journal.resume(journal.path)
        assert again is not None
        left = [begun(), moved(0), moved(1)] if cut == 1 else [begun(), moved(0)]
        assert list(again.events) == left
        again.append(moved(2))
        again.append(moved(3))
        assert list(read(journal.path)) == [*left, moved(2), moved(3)]

    @pytest.mark.parametrize(
        "damage",
        [b"\xff\xfe", b"{}", b"[]", b"", b"\0" * 40, b'{"type":"moved","at":"x"}', b'{"type":"new"}'],
    )
    def test_a_line_in_the_middle_costs_itself_alone(self, tmp_path: Path, damage: bytes) -> None:
        journal = written(tmp_path, (begun(), moved(0), moved(1)))
        lines = journal.path.read_bytes().split(b"\n")
        lines[1] = damage
        journal.path.write_bytes(b"\n".join(lines))
        again = Journal.resume(journal.path)
        assert again is not None
        assert again.events == (begun(), moved(1))

    def test_without_its_first_line_there_is_nothing_to_go_on_with(self, tmp_path: Path) -> None:
        journal = written(tmp_path, (begun(), moved(0)))
        journal.path.write_bytes(journal.path.read_bytes()[1:])
        assert Journal.resume(journal.path) is None
        assert unfinished(tmp_path, deck().course, None, LATER) is None

    @given(st.integers(1, len(everything())))
    def test_after_a_kill_anywhere_the_session_is_legal(self, tmp_path_factory: Any, lines: int) -> None:
        path = tmp_path_factory.mktemp("killed") / "a.jsonl"
        path.write_bytes(b"".join(_lines()[:lines]))
        events = tuple(read(path))
        assert events == everything()[:lines]
        folded = show.fold(events)
        assert folded is not None
        assert legal(deck(), folded.place)

    @given(st.integers(0, 20_000))
    def test_after_a_kill_in_a_line_it_goes_on_before_it(self, tmp_path_factory: Any, size: int) -> None:
        data = b"".join(_lines())[: max(len(_lines()[0]), size)]
        path = tmp_path_factory.mktemp("killed") / "a.jsonl"
        path.write_bytes(data)
        again = Journal.resume(path)
        assert again is not None
        again.append(moved(2))
        whole = again.events[:-1]
        assert len(whole) - data.count(b"\n") in (0, 1)
        assert whole == everything()[: len(whole)]
        assert tuple(read(path)) == (*whole, moved(2))


@cache
def _lines() -> tuple[bytes, ...]:
    """The journal of a whole session, line by line."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return tuple(written(Path(folder)).path.read_bytes().splitlines(keepends=True))


def refuse(monkeypatch: pytest.MonkeyPatch, write: Callable[..., int]) -> None:
    """Let every write to a file go this way."""
    monkeypatch.setattr(os, "write", write)


class TestADiskThatFails:
    def test_the_session_goes_on_in_memory_and_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal = Journal.begin(tmp_path, begun())
        with monkeypatch.context() as full:
            refuse(full, lambda *_: (_ for _ in ()).throw(FULL))
            journal.append(moved(0))
            journal.append(moved(1))
        assert journal.notice == (
            "The journal cannot be written (No space left on device): this session is only in memory. "
            f"{journal.path}"
        )
        assert journal.events == (begun(), moved(0), moved(1))
        assert list(read(journal.path)) == [begun()]
        journal.append(moved(2))
        assert journal.notice == ""
        assert tuple(read(journal.path)) == journal.events

    @pytest.mark.parametrize("room", [0, 1, 30, 90])
    def test_what_a_full_disk_cut_off_is_written_once(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
    ) -> None:
        journal = Journal.begin(tmp_path, begun())
        left, write = [room], os.write

        def written_in_part(handle: int, data: bytes) -> int:
            if not left[0]:
                raise FULL
            done = write(handle, bytes(data)[: left[0]])
            left[0] -= done
            return done

        with monkeypatch.context() as full:
            refuse(full, written_in_part)
            journal.append(Stopped(AT))
            journal.append(Resumed(LATER))
        journal.append(moved(0))
        assert tuple(read(journal.path)) == journal.events == (begun(), Stopped(AT), Resumed(LATER), moved(0))

    def test_a_folder_that_cannot_be_made_is_made_when_it_can(self, tmp_path: Path) -> None:
        taken = tmp_path / "workshops"
        taken.write_text("a file where the folder should be", "utf-8")
        journal = Journal.begin(taken, begun())
        assert "only in memory" in journal.notice
        assert journal.events == (begun(),)
        taken.unlink()
        journal.append(moved(0))
        assert (journal.notice, list(read(journal.path))) == ("", [begun(), moved(0)])

    def test_a_folder_that_cannot_be_written_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def read_only(*_args: Any, **_more: Any) -> int:
            raise PermissionError(errno.EACCES, "Permission denied")

        with monkeypatch.context() as locked:
            locked.setattr(os, "open", read_only)
            journal = Journal.begin(tmp_path, begun())
        assert "(Permission denied)" in journal.notice
        assert list(tmp_path.iterdir()) == []


class TestWhatIsUnfinished:
    def session(self, folder: Path, minute: int, *events: Event, **changes: Any) -> Path:
        """A session that began in this minute."""
        first = replace(begun(), at=AT + timedelta(minutes=minute), **changes)
        return written(folder, (first, *(events or (moved(0),)))).path

    def found(self, folder: Path, after: timedelta = timedelta(hours=1)) -> Path | None:
        """The session that would be resumed so long after the first one began."""
        found = unfinished(folder, deck().course, deck().plan, AT + after)
        return found[0] if found else None

    def test_it_is_the_newest(self, tmp_path: Path) -> None:
        self.session(tmp_path, 0)
        newest = self.session(tmp_path, 2)
        self.session(tmp_path, 1)
        assert self.found(tmp_path) == newest

    def test_it_comes_as_it_stands(self, tmp_path: Path) -> None:
        self.session(tmp_path, 0, moved(0))
        found = unfinished(tmp_path, deck().course, None, LATER)
        assert found is not None
        assert found[1].place == Place(0, "show")

    def test_any_plan_of_the_course_where_none_is_named(self, tmp_path: Path) -> None:
        path = self.session(tmp_path, 0, plan="60")
        found = unfinished(tmp_path, deck().course, None, LATER)
        assert found is not None
        assert found[0] == path

    def test_none_in_which_nothing_was_shown(self, tmp_path: Path) -> None:
        written(tmp_path, (begun(),))
        assert self.found(tmp_path) is None

    @pytest.mark.parametrize("changes", [{"plan": "60"}, {"course": "another"}])
    def test_of_another_plan_or_course_is_none(self, tmp_path: Path, changes: dict[str, str]) -> None:
        self.session(tmp_path, 0, **changes)
        assert self.found(tmp_path) is None

    def test_none_that_was_ended(self, tmp_path: Path) -> None:
        older = self.session(tmp_path, 0)
        self.session(tmp_path, 1, moved(0), Ended(LATER))
        assert self.found(tmp_path) == older

    def test_none_that_came_to_its_end(self, tmp_path: Path) -> None:
        self.session(tmp_path, 0, Moved(LATER, Place(len(deck().items), "over")))
        assert self.found(tmp_path) is None

    @pytest.mark.parametrize(("over", "resumable"), [(0, True), (1, False)])
    def test_none_that_was_left_long_ago(self, tmp_path: Path, over: int, resumable: bool) -> None:
        path = self.session(tmp_path, 0, moved(0))
        after = timedelta(minutes=1) + RESUMABLE + timedelta(seconds=over)
        assert self.found(tmp_path, after) == (path if resumable else None)

    def test_none_in_an_empty_folder_or_none_at_all(self, tmp_path: Path) -> None:
        assert self.found(tmp_path) is None
        assert self.found(tmp_path / "none") is None

    def test_a_file_that_is_no_journal_is_passed_over(self, tmp_path: Path) -> None:
        path = self.session(tmp_path, 0)
        (tmp_path / "zz.jsonl").write_bytes(b"\xff\0 no journal")
        assert self.found(tmp_path) == path


def test_a_vote_that_was_counted_is_counted_after_a_kill(tmp_path: Path) -> None:
    counted = Counted(LATER, "who-decides", 1, "phones", (7, 5), 12)
    journal = written(tmp_path, (begun(), counted))
    again = Journal.resume(journal.path)
    assert again is not None
    folded = show.fold(again.events)
    assert folded is not None
    assert folded.rounds["who-decides"].first.total.people == 12
