"""The command ``sync``: from a record to a learning record store."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result

from advocacy_coach.cli import commands
from advocacy_coach.records.credentials import ADDRESS, KEY, SECRET, SERVICE
from advocacy_coach.records.lrs import address
from advocacy_coach.records.outbox import Counted, Outbox
from tests.lrs import misbehaving, real
from tests.lrs.misbehaving import FakeLrs, says
from tests.records.made import Clock
from tests.reports.test_commands import SECRET as REFLECTION
from tests.reports.test_commands import Home

BASE = "https://learning.test/coach"


@pytest.fixture
def home(course_dir: Path, tmp_path: Path) -> Home:
    home = Home(course_dir, tmp_path)
    home.environment |= {KEY: misbehaving.KEY, SECRET: misbehaving.SECRET, "ADVOCACY_COACH_XAPI_BASE": BASE}
    home.learn()
    return home


@pytest.fixture
def server() -> Iterator[FakeLrs]:
    with misbehaving.running(FakeLrs()) as server:
        yield server


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    waits: list[float] = []
    monkeypatch.setattr("advocacy_coach.reports.syncing.time.sleep", waits.append)
    return waits


def counted(home: Home) -> Counted:
    with Outbox.open(home.record, Clock()) as outbox:
        return outbox.count()


def sync(home: Home, server: FakeLrs, *arguments: str) -> Result:
    """Run the command, with a look that its secret is nowhere."""
    result = home.call("sync", "--lrs", server.url, *arguments)
    for hidden in (misbehaving.SECRET, misbehaving.TOKEN):
        assert hidden not in result.output
    return result


def test_what_was_learned_arrives_once(home: Home, server: FakeLrs) -> None:
    result = sync(home, server)
    assert result.exit_code == 0, result.output
    count = len(server.stored)
    assert count > 3
    assert f"{count} statements delivered." in result.stderr
    assert result.stdout == ""
    assert counted(home) == Counted(delivered=count)
    again = sync(home, server)
    assert (again.exit_code, len(server.batches)) == (0, 1)


def test_a_dry_run_shows_and_sends_nothing(home: Home, server: FakeLrs) -> None:
    del home.environment[KEY]
    result = home.call("sync", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "It contains: results" in result.stderr
    assert "A random number stands for your name." in result.stderr
    shown = [json.loads(line) for line in result.stdout.splitlines()]
    assert counted(home) == Counted()
    home.environment[KEY] = misbehaving.KEY
    sync(home, server)
    assert f"{len(server.stored)} statements." in result.stderr
    assert shown == list(server.stored.values()), "exactly what is sent later"
    after = home.call("sync", "--dry-run")
    assert (after.stdout, after.stderr.partition(" ")[0]) == ("", "0")


def test_a_dry_run_counts_what_waits_already(home: Home, server: FakeLrs) -> None:
    before = home.call("sync", "--dry-run")
    server.always = says(401)
    sync(home, server)
    waiting = home.call("sync", "--dry-run")
    assert (waiting.stdout, waiting.stderr) == (before.stdout, before.stderr)


def test_answers_and_reflections_go_only_when_asked_for(home: Home, server: FakeLrs) -> None:
    sync(home, server)
    told = json.dumps(list(server.stored.values()))
    assert '"response"' not in told
    assert REFLECTION not in told
    assert "Ada" not in told
    home.record.unlink()
    home.learn()
    with misbehaving.running(FakeLrs()) as another:
        result = sync(home, another, "--with-answers", "--with-reflections", "--name", "Ada")
        told = json.dumps(list(another.stored.values()))
    assert '"response"' in told
    assert REFLECTION in told
    assert "Ada" in told
    assert "your answers and decisions" in result.stderr.partition("Left out")[0]


def test_what_waited_by_wider_choices_is_not_sent_by_narrower_ones(home: Home, server: FakeLrs) -> None:
    server.always = says(500, b"oops")
    assert sync(home, server, "--with-answers", "--with-reflections", "--name", "Ada").exit_code == 3
    server.always = misbehaving.good
    shown = home.call("sync", "--dry-run")
    assert "Ada" not in shown.stdout
    assert sync(home, server).exit_code == 0
    told = json.dumps(list(server.stored.values()))
    for left_out in ('"response"', REFLECTION, "Ada"):
        assert left_out not in told
    assert f"{len(server.stored)} statements." in shown.stderr


def test_a_store_that_fails_is_told_and_tried_the_next_time(
    home: Home, server: FakeLrs, waits: list[float]
) -> None:
    server.always = says(500, b"oops")
    result = sync(home, server)
    assert result.exit_code == 3
    assert "cannot take statements now: 500 oops" in result.stderr
    assert "0 statements delivered" in result.stderr
    assert len(waits) == 3
    server.always = misbehaving.good
    assert sync(home, server).exit_code == 0


def test_offline(home: Home, server: FakeLrs) -> None:
    server.server_close()
    result = sync(home, server)
    assert result.exit_code == 3
    assert "waits for the next" in result.stderr


def test_what_is_refused_is_shown_and_can_go_again(home: Home, server: FakeLrs) -> None:
    server.always = says(400, b"bad\x1b[2J verb")
    result = sync(home, server)
    assert result.exit_code == 3
    assert "400  bad [2J verb" in result.stderr
    assert "sync --again" in result.stderr
    server.always = misbehaving.good
    assert sync(home, server).exit_code == 3, "still not all is delivered"
    assert server.stored == {}
    assert sync(home, server, "--again").exit_code == 0
    assert server.stored != {}


def test_a_wrong_secret_is_told(home: Home, server: FakeLrs) -> None:
    server.always = says(401)
    result = sync(home, server)
    assert result.exit_code == 3
    assert "does not know this key" in result.stderr
    assert len(server.batches) == 1


def test_a_redirect_is_told(home: Home, server: FakeLrs) -> None:
    server.always = says(302, Location="https://login.example.com/?next=lrs")
    result = sync(home, server)
    assert result.exit_code == 3
    assert "https://login.example.com/" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--lrs", "http://lrs.example.com/xapi"], "must begin with https://"),
        (["--lrs", "https://me:hush@lrs.example.com/xapi"], "holds a name or a password"),
        ([], "Where is the LRS?"),
        (["--lrs", "http://127.0.0.1:9", "--base", "coach"], "cannot be the base"),
    ],
)
def test_wrong_use(home: Home, arguments: list[str], sentence: str) -> None:
    result = home.call("sync", *arguments)
    assert result.exit_code == 2, result.output
    assert sentence in result.stderr
    assert "hush" not in result.output
    assert counted(home) == Counted()


def test_no_option_takes_a_secret() -> None:
    options = {option for parameter in commands.commands["sync"].params for option in parameter.opts}
    assert not {option for option in options if "key" in option or "secret" in option or "pass" in option}


def test_the_document_has_every_option() -> None:
    document = (Path(__file__).parents[2] / "docs" / "sync.md").read_text("utf-8")
    names = {option for parameter in commands.commands["sync"].params for option in parameter.opts}
    assert [name for name in names - {"--course", "--lang", "--record"} if f"`{name}" not in document] == []
    assert all(name in document for name in (KEY, SECRET, ADDRESS, "ADVOCACY_COACH_XAPI_BASE"))
    assert SERVICE.format(origin=address("https://lrs.example.com/xapi").origin) in document


def test_key_and_secret_from_the_file(home: Home, server: FakeLrs) -> None:
    del home.environment[KEY], home.environment[SECRET]
    file = Path(home.environment["ADVOCACY_COACH_HOME"]) / "config" / "lrs.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"url": server.url, "key": misbehaving.KEY, "secret": misbehaving.SECRET}))
    file.chmod(0o644)
    assert "chmod 600" in home.call("sync").stderr
    file.chmod(0o600)
    assert home.call("sync").exit_code == 0
    assert server.seen[0]["Authorization"] == f"Basic {misbehaving.TOKEN}"


def test_after_forgetting_nothing_of_it_is_sent(home: Home, server: FakeLrs) -> None:
    server.always = says(401)
    sync(home, server, "--with-reflections")
    assert home.call("forget", "--all", "--yes").exit_code == 0
    server.always = misbehaving.good
    result = sync(home, server, "--with-reflections")
    assert (result.exit_code, server.stored) == (0, {})


def test_a_record_that_cannot_be_kept_sends_nothing(home: Home, server: FakeLrs) -> None:
    (home.folder / "file").write_text("no folder")
    home.options[-1] = str(home.folder / "file" / "record.db")
    result = sync(home, server)
    assert result.exit_code == 1
    assert "nothing more was sent" in result.stderr
    assert server.batches == []


def test_to_a_real_store(home: Home, tmp_path: Path) -> None:
    home.environment |= {KEY: real.KEY, SECRET: real.SECRET}
    with real.running(tmp_path) as ralph:
        result = home.call("sync", "--lrs", ralph.url, "--with-answers", "--with-reflections")
        assert result.exit_code == 0, result.output
        found = ralph.get()
        assert f"{len(found)} statements delivered" in result.stderr
        assert {one["verb"]["display"]["en-US"] for one in found} >= {
            "initialized",
            "experienced",
            "answered",
        }
        home.record.unlink()
        home.learn()
        assert home.call("sync", "--lrs", ralph.url, "--with-answers").exit_code == 0
