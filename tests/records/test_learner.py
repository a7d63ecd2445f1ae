from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from advocacy_coach.records.store import Store


def opened(path: Path) -> Store:
    return Store.open(path, lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))


def test_a_record_gives_one_id_a_course_and_keeps_it(tmp_path: Path) -> None:
    with opened(tmp_path / "record.db") as store, opened(tmp_path / "record.db") as window:
        one = store.learner("small")
        assert UUID(one).version == 5
        assert window.learner("small") == store.learner("small") == one
        assert one != store.learner("other")
        assert one != store.learner("small", "summary")
    with opened(tmp_path / "record.db") as store:
        assert store.learner("small") == one


def test_two_records_have_two_ids(tmp_path: Path) -> None:
    with opened(tmp_path / "a.db") as a, opened(tmp_path / "b.db") as b:
        assert a.learner("small") != b.learner("small")


def test_forgetting_a_course_draws_another_id(tmp_path: Path) -> None:
    with opened(tmp_path / "record.db") as store:
        before = store.learner("small")
        store.forget("small", "people")
        assert store.learner("small") == before
        store.forget("small")
        after = store.learner("small")
        assert after != before
        assert after == store.learner("small")
    assert before.encode() not in (tmp_path / "record.db").read_bytes()
