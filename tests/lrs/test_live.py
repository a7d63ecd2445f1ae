"""Delivery to Ralph, a real learning record store."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from advocacy_coach.errors import LrsError
from advocacy_coach.records.delivery import Delivered, deliver
from advocacy_coach.records.lrs import Credentials, Lrs, address
from advocacy_coach.records.outbox import Counted, Outbox
from advocacy_coach.records.statement import Statement
from tests.lrs.real import KEY, SECRET, Ralph, running
from tests.records.made import Clock

ACTIVITY = "https://learning.test/coach/pages/{number}"


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    with running(tmp_path_factory.mktemp("lrs")) as ralph:
        yield ralph


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "record.db", Clock()) as outbox:
        yield outbox


def read(number: int, name: str, verb: str = "experienced") -> Statement:
    """That somebody read a page."""
    body = {
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://learning.test/coach", "name": name},
        },
        "id": f"{number:08}-0000-5000-8000-{crc32(name.encode()):012}",
        "object": {"id": ACTIVITY.format(number=number), "objectType": "Activity"},
        "timestamp": "2026-11-24T09:00:00.000Z",
        "verb": {"display": {"en-US": verb}, "id": f"http://adlnet.gov/expapi/verbs/{verb}"},
    }
    return Statement(str(body["id"]), json.dumps(body, ensure_ascii=False).encode())


def of(ralph: Ralph, name: str) -> list[dict[str, Any]]:
    """What the store has of somebody, in the order of their pages."""
    agent = {"account": {"homePage": "https://learning.test/coach", "name": name}}
    found = ralph.get(agent=json.dumps(agent), limit="100")
    return sorted(found, key=lambda one: str(one["id"]))


def send(outbox: Outbox, ralph: Ralph, secret: str = SECRET) -> Delivered:
    lrs = Lrs(address(ralph.url), Credentials(KEY, secret))
    try:
        return deliver(outbox, lrs.post, sleep=_never, dice=lambda: 0.0)
    finally:
        lrs.close()


def _never(_seconds: float) -> None:
    pytest.fail("a healthy store needs no second try")


def test_what_is_sent_is_what_is_stored(ralph: Ralph, outbox: Outbox) -> None:
    made = [read(number, "Zażółć 👩") for number in range(620)]
    outbox.put(made)
    assert send(outbox, ralph) == Delivered(620)
    assert of(ralph, "Zażółć 👩") == [json.loads(one.body) for one in made]
    assert send(outbox, ralph) == Delivered()


def test_a_record_that_forgot_what_it_sent_doubles_nothing(
    ralph: Ralph, outbox: Outbox, tmp_path: Path
) -> None:
    made = [read(number, "twice") for number in range(30)]
    outbox.put(made[:20])
    send(outbox, ralph)
    with Outbox.open(tmp_path / "another.db", Clock()) as another:
        another.put(made)
        assert send(another, ralph) == Delivered(30)
    assert len(of(ralph, "twice")) == 30


def test_conflicts_count_as_delivered_and_the_rest_arrives(
    ralph: Ralph, outbox: Outbox, tmp_path: Path
) -> None:
    made = [read(number, "conflict") for number in range(9)]
    outbox.put(made[3:5])
    send(outbox, ralph)
    with Outbox.open(tmp_path / "another.db", Clock()) as another:
        another.put([*made[:3], *(read(number, "conflict", "completed") for number in (3, 4)), *made[5:]])
        assert send(another, ralph) == Delivered(9)
        assert another.count() == Counted(delivered=9)
    assert of(ralph, "conflict") == [json.loads(one.body) for one in made]


def test_a_statement_that_is_none_is_refused_and_the_rest_arrives(ralph: Ralph, outbox: Outbox) -> None:
    made = [read(number, "refused") for number in range(5)]
    wrong = json.loads(made[2].body)
    del wrong["verb"]
    outbox.put([*made[:2], Statement(made[2].id, json.dumps(wrong).encode()), *made[3:]])
    assert send(outbox, ralph) == Delivered(4, refused=1)
    told = outbox.refused(9)
    assert [(one.id, one.status) for one in told] == [(made[2].id, 422)]
    assert "verb" in told[0].reason
    assert len(of(ralph, "refused")) == 4


def test_a_wrong_secret(ralph: Ralph, outbox: Outbox) -> None:
    outbox.put([read(1, "stranger")])
    with pytest.raises(LrsError, match="does not know this key"):
        send(outbox, ralph, "wrong")
    assert outbox.count() == Counted(waiting=1)


def test_a_wrong_path(ralph: Ralph, outbox: Outbox) -> None:
    outbox.put([read(1, "lost")])
    with pytest.raises(LrsError, match="no LRS at this address: it answered 404"):
        send(outbox, Ralph(f"{ralph.url}/nothing"))
    assert outbox.count() == Counted(waiting=1)
