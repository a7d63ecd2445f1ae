"""The outbox: what goes in once, what waits, and what became of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from advocacy_coach.errors import RecordError
from advocacy_coach.records import opening
from advocacy_coach.records.outbox import Counted, Outbox
from advocacy_coach.records.statement import Statement
from tests.records.made import COURSE, Clock, opened, taken

PLENTY = 10**9


def statement(number: int, text: str = "") -> Statement:
    """A statement as short as can be."""
    id = f"00000000-0000-5000-8000-{number:012}"
    return Statement(id, f'{{"id":"{id}","text":"{text}"}}'.encode())


def some(count: int) -> list[Statement]:
    return [statement(number) for number in range(count)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "record.db"


def test_what_is_put_in_waits_in_order(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        assert outbox.put(some(5)) == 5
    with Outbox.open(path, Clock()) as outbox:
        assert outbox.waiting(3, PLENTY) == some(3)
        assert outbox.count() == Counted(waiting=5)


def test_putting_in_again_changes_nothing(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        outbox.put(some(2))
        assert outbox.put([statement(1, "other words"), statement(2)]) == 1
        assert outbox.waiting(9, PLENTY) == some(3)
        outbox.mark([statement(0).id], "delivered", 200)
        outbox.mark([statement(1).id], "refused", 400, "why")
        assert outbox.put(some(3)) == 0
        assert outbox.count() == Counted(waiting=1, delivered=1, refused=1)


def test_many_are_put_in_by_chunks(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        assert outbox.put(statement(number % 2500) for number in range(5000)) == 2500
        assert outbox.count() == Counted(waiting=2500)


def test_what_is_missing_is_told_and_not_put_in(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        outbox.agree("these")
        outbox.put(some(2))
        assert list(outbox.missing(some(4), "these")) == some(4)[2:]
        assert list(outbox.missing(some(4), "others")) == some(4)
        assert outbox.count() == Counted(waiting=2)


def test_by_other_choices_what_waits_is_taken_back_and_what_arrived_stays(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        outbox.agree("these")
        outbox.put(some(3))
        outbox.mark([statement(0).id], "delivered", 200)
        outbox.mark([statement(1).id], "refused", 400, "why")
        outbox.agree("these")
        assert outbox.count() == Counted(waiting=1, delivered=1, refused=1)
        outbox.agree("others")
        assert outbox.count() == Counted(delivered=1)
        assert outbox.put([statement(0, "other words"), statement(1, "other words")]) == 1
        assert outbox.waiting(9, PLENTY) == [statement(1, "other words")]


def test_a_batch_fits_in_its_bytes_but_holds_at_least_one(path: Path) -> None:
    size = len(statement(0).body) + 1
    with Outbox.open(path, Clock()) as outbox:
        outbox.put(some(9))
        assert len(outbox.waiting(9, size * 4)) == 4
        assert len(outbox.waiting(9, size * 4 - 1)) == 3
        assert len(outbox.waiting(9, 1)) == 1
        assert len(outbox.waiting(2, PLENTY)) == 2


def test_what_is_delivered_stays_delivered(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        outbox.put(some(1))
        outbox.mark([statement(0).id], "delivered", 200)
        outbox.mark([statement(0).id], "refused", 400, "late")
        assert outbox.count() == Counted(delivered=1)
        assert outbox.again() == 0


def test_what_was_refused_is_told_newest_first_and_can_wait_again(path: Path) -> None:
    with Outbox.open(path, Clock()) as outbox:
        outbox.put(some(3))
        for number in (2, 0):
            outbox.mark([statement(number).id], "refused", 400, f"reason {number}")
        told = outbox.refused(5)
        assert [(one.status, one.reason) for one in told] == [(400, "reason 0"), (400, "reason 2")]
        assert told[0].time > told[1].time
        assert len(outbox.refused(1)) == 1
        assert outbox.again() == 2
        assert outbox.waiting(9, PLENTY) == some(3)


def test_text_that_is_not_plain_comes_out_as_it_went_in(path: Path) -> None:
    body = '{"id":"x","text":"Zażółć 👩\u200d👩 \u202e \\"quoted\\" =1+1"}'.encode()
    with Outbox.open(path, Clock()) as outbox:
        outbox.put([Statement("x", body)])
        assert outbox.waiting(1, PLENTY) == [Statement("x", body)]


@pytest.mark.parametrize("how", ["course", "lesson", "reflection"])
def test_forgetting_takes_the_texts_out_of_the_outbox(path: Path, how: str) -> None:
    with opened(path) as store:
        store.keep("r1", COURSE, taken())
        with Outbox.open(path, Clock()) as outbox:
            outbox.put([statement(number, "my own words") for number in range(4)])
            outbox.mark([statement(0).id], "delivered", 200)
            outbox.mark([statement(1).id], "refused", 400, "my own words")
        match how:
            case "course":
                assert store.forget("course") == 5
            case "lesson":
                assert store.forget("course", "forcing") == 5
            case _:
                assert store.forget_reflection("course", "forcing", "mine") == 1
    with Outbox.open(path, Clock()) as outbox:
        assert outbox.count() == Counted(delivered=1)
        assert outbox.put([statement(0, "my own words")]) == 0
    for file in path.parent.iterdir():
        assert b"my own words" not in file.read_bytes()


def test_an_older_record_gets_an_outbox(path: Path) -> None:
    with opened(path) as store:
        store.keep("r1", COURSE, taken())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TABLE outbox")
        db.execute("DELETE FROM about WHERE name LIKE 'migration 4%'")
        db.execute("PRAGMA user_version = 3")
    with Outbox.open(path, Clock()) as outbox:
        assert outbox.put(some(1)) == 1
    with opened(path) as store:
        assert store.events_of("r1") == taken()


def test_a_window_that_keeps_answers_meanwhile(path: Path) -> None:
    with opened(path) as store, Outbox.open(path, Clock()) as outbox:
        store.keep("r1", COURSE, taken())
        outbox.put(some(2))
        store.keep("r2", COURSE, taken("people"))
        assert outbox.count() == Counted(waiting=2)
        assert (store.saved, store.notices) == (True, [])


def test_a_record_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with (
        pytest.raises(RecordError, match="nothing more was sent"),
        Outbox.open(tmp_path / "file" / "record.db", Clock()),
    ):
        pass


def test_a_record_that_fails_under_way_is_said(path: Path) -> None:
    def fails() -> None:
        with Outbox.open(path, Clock()) as outbox:
            with closing(opening.open_file(path, Clock()())) as other:
                other.execute("DROP TABLE outbox")
            outbox.put(some(1))

    with pytest.raises(RecordError, match="nothing more was sent"):
        fails()
