"""Delivery to a learning record store that behaves, and to one that does not."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import traceback
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from advocacy_coach.errors import LrsError, UsageError
from advocacy_coach.records import delivery
from advocacy_coach.records.delivery import Delivered, deliver, pause
from advocacy_coach.records.lrs import Credentials, Limits, Lrs, UnreachableError, address
from advocacy_coach.records.outbox import Counted, Outbox
from advocacy_coach.records.statement import Statement
from tests.lrs import misbehaving
from tests.lrs.certificates import certificate, serving
from tests.lrs.misbehaving import KEY, SECRET, TOKEN, Behaviour, FakeLrs, good, refuses, running, says
from tests.lrs.proxy import Proxy
from tests.lrs.proxy import running as tunnelling
from tests.records.made import Clock
from tests.records.test_outbox import some, statement

CREDENTIALS = Credentials(KEY, SECRET)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox.open(tmp_path / "record.db", Clock()) as outbox:
        yield outbox


@pytest.fixture
def server() -> Iterator[FakeLrs]:
    with running(FakeLrs()) as server:
        yield server


class Sleeper:
    """Does not sleep; ``waits`` are the seconds it was asked for."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.waits.append(seconds)


def send(
    outbox: Outbox,
    url: str,
    *,
    sleeper: Callable[[float], None] | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    progress: Callable[[int], None] = lambda _done: None,
) -> Delivered:
    lrs = Lrs(address(url), CREDENTIALS, limits)
    try:
        sleep = sleeper or Sleeper()
        return deliver(outbox, lrs.post, sleep=sleep, dice=lambda: 1.0, progress=progress)
    finally:
        lrs.close()


def sent(server: FakeLrs) -> list[str]:
    """The ids of everything that was sent, in order."""
    return [id for batch in server.batches for id in batch]


def ids(count: int) -> list[str]:
    return [one.id for one in some(count)]


class TestDelivery:
    """What each answer means for the outbox."""

    def test_everything_is_delivered_in_batches(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put(some(1201))
        done: list[int] = []
        assert send(outbox, server.url, progress=done.append) == Delivered(1201)
        assert [len(batch) for batch in server.batches] == done == [500, 500, 201]
        assert server.taken == ids(1201)
        assert outbox.count() == Counted(delivered=1201)

    def test_a_batch_stays_below_a_megabyte(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put([statement(number, "x" * 9_000) for number in range(300)])
        assert send(outbox, server.url) == Delivered(300)
        assert len(server.batches) == 3
        assert max(server.sizes) <= delivery.MOST_BYTES + 2

    def test_what_was_delivered_is_not_sent_again(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put(some(3))
        send(outbox, server.url)
        assert outbox.put(some(5)) == 2
        send(outbox, server.url)
        assert send(outbox, server.url) == Delivered()
        assert server.batches == [ids(3), ids(5)[3:]]

    def test_what_goes_over_the_wire(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put(some(2))
        send(outbox, server.url)
        headers = server.seen[0]
        assert headers["X-Experience-API-Version"] == "1.0.3"
        assert headers["Content-Type"] == "application/json"
        assert headers["Authorization"] == f"Basic {TOKEN}"
        assert server.paths == ["/xapi/statements"]
        assert list(server.stored.values()) == [{"id": id, "text": ""} for id in ids(2)]

    def test_all_is_there_already(self, outbox: Outbox, server: FakeLrs) -> None:
        server.stored = {id: {"id": id, "text": ""} for id in ids(3)}
        outbox.put(some(3))
        assert send(outbox, server.url) == Delivered(3)
        assert (server.batches, server.taken) == ([ids(3)], [])

    def test_a_single_conflict_counts_as_delivered(self, outbox: Outbox, server: FakeLrs) -> None:
        server.stored[statement(0).id] = {"id": statement(0).id, "text": "as it was first told"}
        outbox.put(some(1))
        assert send(outbox, server.url) == Delivered(1)
        assert len(server.batches) == 1

    def test_a_batch_with_a_conflict_goes_one_by_one(self, outbox: Outbox, server: FakeLrs) -> None:
        server.stored[statement(1).id] = {"id": statement(1).id, "text": "as it was first told"}
        outbox.put(some(4))
        assert send(outbox, server.url) == Delivered(4)
        assert server.batches == [ids(4), *([id] for id in ids(4))]
        assert server.taken == [ids(4)[number] for number in (0, 2, 3)]
        assert server.stored[statement(1).id]["text"] == "as it was first told"

    @pytest.mark.parametrize("status", [400, 402, 412, 422])
    def test_one_that_is_refused_is_kept_with_the_reason(
        self, outbox: Outbox, server: FakeLrs, status: int
    ) -> None:
        server.always = refuses(statement(2).id, status)
        outbox.put(some(4))
        assert send(outbox, server.url) == Delivered(3, refused=1)
        assert server.taken == [ids(4)[number] for number in (0, 1, 3)]
        told = outbox.refused(9)
        assert [(one.id, one.status) for one in told] == [(statement(2).id, status)]
        assert "bad verb" in told[0].reason
        assert send(outbox, server.url) == Delivered()
        outbox.again()
        server.always = good
        assert send(outbox, server.url) == Delivered(1)

    @pytest.mark.parametrize(("status", "words"), [(401, "does not know"), (403, "may not write")])
    def test_a_stranger_is_told_and_nothing_is_lost(
        self, outbox: Outbox, server: FakeLrs, status: int, words: str
    ) -> None:
        server.always = says(status, b"who are you")
        outbox.put(some(3))
        with pytest.raises(LrsError, match=words):
            send(outbox, server.url)
        assert len(server.batches) == 1
        assert outbox.count() == Counted(waiting=3)

    @pytest.mark.parametrize("status", [404, 405, 410])
    def test_an_address_without_an_lrs(self, outbox: Outbox, server: FakeLrs, status: int) -> None:
        server.always = says(status)
        outbox.put(some(3))
        with pytest.raises(LrsError, match=f"no LRS at this address: it answered {status}"):
            send(outbox, server.url)
        assert (len(server.batches), outbox.count()) == (1, Counted(waiting=3))

    def test_too_large_is_halved_and_remembered(self, outbox: Outbox, server: FakeLrs) -> None:
        server.always = misbehaving.takes_at_most(100)
        outbox.put(some(700))
        assert send(outbox, server.url) == Delivered(700)
        assert server.taken == ids(700)
        sizes = [len(batch) for batch in server.batches]
        assert sizes == [500, 250, 125, 63, 62, 63, 62, 63, 63, 63, 61, 63, 63, 63, 11]

    def test_one_that_is_too_large_alone_is_refused(self, outbox: Outbox, server: FakeLrs) -> None:
        server.always = refuses(statement(2).id, 413)
        outbox.put(some(700))
        assert send(outbox, server.url) == Delivered(699, refused=1)
        assert [(one.id, one.status) for one in outbox.refused(9)] == [(statement(2).id, 413)]
        assert len(server.batches[-1]) == 200, "the others go in batches again"


STUMBLES: dict[str, Behaviour] = {
    "500": says(500, b"oops"),
    "503": says(503),
    "429": says(429),
    "408": says(408),
    "half": misbehaving.half,
    "half without length": misbehaving.half_without_length,
    "hangs up": misbehaving.hangs_up,
    "babbles": misbehaving.babbles,
    "floods": misbehaving.floods,
    "portal": says(200, b"<html>Welcome to the hotel</html>", Content_Type="text/html"),
    "empty": says(200),
    "202": says(202, b"[]"),
}


class TestStumbles:
    """What is tried again, and what comes of it."""

    @pytest.mark.parametrize("name", STUMBLES)
    def test_it_works_the_third_time(self, outbox: Outbox, server: FakeLrs, name: str) -> None:
        server.script = [STUMBLES[name]] * 2
        outbox.put(some(3))
        sleeper = Sleeper()
        assert send(outbox, server.url, sleeper=sleeper) == Delivered(3)
        assert sleeper.waits == [1.0, 2.0]
        assert server.batches == [ids(3)] * 3
        assert server.taken == ids(3), "taken twice"

    @pytest.mark.parametrize("name", STUMBLES)
    def test_it_is_left_for_the_next_time(self, outbox: Outbox, server: FakeLrs, name: str) -> None:
        server.always = STUMBLES[name]
        outbox.put(some(3))
        sleeper = Sleeper()
        with pytest.raises(LrsError, match="cannot take statements now") as caught:
            send(outbox, server.url, sleeper=sleeper)
        assert caught.value.exit_code == 3
        assert sleeper.waits == [1.0, 2.0, 4.0]
        assert outbox.count() == Counted(waiting=3)
        server.always = good
        assert send(outbox, server.url) == Delivered(3)
        assert server.taken == ids(3), "taken twice"

    @pytest.mark.parametrize("behaviour", [misbehaving.silent, misbehaving.trickles])
    def test_one_that_never_ends_its_answer(
        self, outbox: Outbox, server: FakeLrs, behaviour: Behaviour
    ) -> None:
        server.script = [behaviour]
        outbox.put(some(3))
        lrs = Lrs(address(server.url), CREDENTIALS, Limits(connect=0.1, whole=0.1))
        with pytest.raises(UnreachableError, match="did not answer in time"):
            lrs.post([one.body for one in some(3)])
        lrs.close()
        while not server.taken:  # under load the store may come to it later than that
            pass
        assert send(outbox, server.url) == Delivered(3)
        assert server.taken == ids(3)

    def test_nobody_listens(self, outbox: Outbox) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        outbox.put(some(3))
        sleeper = Sleeper()
        with pytest.raises(LrsError, match="nothing listens there"):
            send(outbox, f"http://127.0.0.1:{port}/xapi", sleeper=sleeper)
        assert len(sleeper.waits) == 3
        assert outbox.count() == Counted(waiting=3)

    def test_it_waits_as_long_as_it_is_asked_to(self, outbox: Outbox, server: FakeLrs) -> None:
        server.script = [says(429, Retry_After="17"), says(503, Retry_After="tomorrow")]
        outbox.put(some(1))
        sleeper = Sleeper()
        send(outbox, server.url, sleeper=sleeper)
        assert sleeper.waits == [17.0, 2.0]

    def test_it_does_not_wait_for_an_hour(self, outbox: Outbox, server: FakeLrs) -> None:
        server.script = [says(503, Retry_After="3600")]
        outbox.put(some(1))
        sleeper = Sleeper()
        with pytest.raises(LrsError, match="cannot take statements now: 503"):
            send(outbox, server.url, sleeper=sleeper)
        assert sleeper.waits == []

    def test_pauses_grow_and_are_spread_by_the_dice(self) -> None:
        assert [pause(tried, 0.0) for tried in (1, 2, 3)] == [0.5, 1.0, 2.0]
        assert [pause(tried, 1.0) for tried in (1, 2, 3)] == [1.0, 2.0, 4.0]

    def test_a_delivery_that_stops_in_the_middle_goes_on_there(self, outbox: Outbox, server: FakeLrs) -> None:
        server.script = [good, *[says(500)] * 4]
        outbox.put(some(1100))
        with pytest.raises(LrsError):
            send(outbox, server.url)
        assert outbox.count() == Counted(waiting=600, delivered=500)
        del server.batches[:]
        assert send(outbox, server.url) == Delivered(600)
        assert sent(server) == ids(1100)[500:]


KILLED = """
import sys
from pathlib import Path
from advocacy_coach.records.outbox import Outbox
from tests.records.made import Clock
from tests.records.test_lrs import send
with Outbox.open(Path(sys.argv[1]), Clock()) as outbox:
    send(outbox, sys.argv[2])
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_delivery_that_is_killed_goes_on_where_it_was(tmp_path: Path, after: int) -> None:
    path = tmp_path / "record.db"
    with Outbox.open(path, Clock()) as outbox:
        outbox.put(some(1600))
    with running(FakeLrs(*[good] * (after - 1), misbehaving.silent)) as server:
        command = [sys.executable, "-c", KILLED, str(path), server.url]
        with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as process:
            while len(server.taken) < 500 * after and process.poll() is None:
                pass
            process.send_signal(signal.SIGKILL)
        assert len(server.taken) == 500 * after, "the batch was taken, and its sender died before it knew"
        with Outbox.open(path, Clock()) as outbox:
            before = outbox.count().delivered
            assert before == 500 * (after - 1)
            del server.batches[:]
            send(outbox, server.url)
            assert outbox.count() == Counted(delivered=1600)
        assert server.taken == ids(1600), "taken twice or not at all"
        assert sent(server) == ids(1600)[before:], "what was marked is not sent again"


class TestSecrecy:
    """Where the key and the secret go, and where they do not."""

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_told_and_not_followed(self, outbox: Outbox, server: FakeLrs, status: int) -> None:
        with running(FakeLrs()) as elsewhere:
            to = f"{elsewhere.url}/statements?token=abc".replace("//", "//me:pw@")
            server.always = says(status, Location=to)
            outbox.put(some(2))
            with pytest.raises(LrsError, match="the key was not taken there") as caught:
                send(outbox, server.url)
            assert elsewhere.seen == []
        assert f"{elsewhere.url}/statements" in str(caught.value)
        assert "abc" not in str(caught.value)
        assert "pw" not in str(caught.value)
        assert (len(server.batches), outbox.count()) == (1, Counted(waiting=2))

    def test_a_reason_never_holds_the_secret_nor_moves_the_cursor(
        self, outbox: Outbox, server: FakeLrs
    ) -> None:
        server.always = misbehaving.echoes
        outbox.put(some(1))
        send(outbox, server.url)
        reason = outbox.refused(1)[0].reason
        assert reason == "[31mno: Basic … … … …"
        for hidden in (SECRET, TOKEN, KEY):
            assert hidden not in reason

    def test_a_long_reason_is_cut(self, outbox: Outbox, server: FakeLrs) -> None:
        server.always = says(400, b"no " * 50_000)
        outbox.put(some(1))
        send(outbox, server.url)
        assert len(outbox.refused(1)[0].reason) == 300

    def test_a_page_is_no_reason(self, outbox: Outbox, server: FakeLrs) -> None:
        server.always = says(400, b"<html>", Content_Type="text/html")
        outbox.put(some(1))
        send(outbox, server.url)
        assert outbox.refused(1)[0].reason == "Bad Request"

    def test_neither_a_value_nor_a_traceback_shows_the_secret(self, server: FakeLrs) -> None:
        assert SECRET not in f"{CREDENTIALS!r} {CREDENTIALS}"
        server.always = misbehaving.babbles
        lrs = Lrs(address(server.url), CREDENTIALS)
        with pytest.raises(UnreachableError) as caught:
            lrs.post([b"{}"[:0] + statement(0).body])
        lrs.close()
        told = "".join(traceback.format_exception(caught.value))
        assert SECRET not in told
        assert TOKEN not in told

    @pytest.mark.parametrize(
        ("text", "origin", "path"),
        [
            ("https://lrs.example.com/xapi", "https://lrs.example.com:443", "/xapi/statements"),
            ("https://lrs.example.com/xapi/", "https://lrs.example.com:443", "/xapi/statements"),
            (" https://LRS.example.com:8443 ", "https://lrs.example.com:8443", "/statements"),
            (
                "https://lrs.example.com/a%20b c/statements",
                "https://lrs.example.com:443",
                "/a%20b%20c/statements",
            ),
            ("https://bücher.example/x", "https://xn--bcher-kva.example:443", "/x/statements"),
            ("http://localhost:8100/xAPI", "http://localhost:8100", "/xAPI/statements"),
            ("http://127.9.9.9", "http://127.9.9.9:80", "/statements"),
            ("http://[::1]:81/", "http://[::1]:81", "/statements"),
        ],
    )
    def test_an_address_is_read(self, text: str, origin: str, path: str) -> None:
        assert (address(text).origin, address(text).path) == (origin, path)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("http://lrs.example.com/xapi", "must begin with https://"),
            ("http://localhost.example.com", "must begin with https://"),
            ("http://10.0.0.7/xapi", "must begin with https://"),
            ("http://0.0.0.0/xapi", "must begin with https://"),
            ("https://me:hush@lrs.example.com/xapi", "holds a name or a password"),
            ("http://hush@127.0.0.1/xapi", "holds a name or a password"),
            ("https://lrs.example.com/xapi?key=hush", "not the address"),
            ("https://lrs.example.com/#hush", "not the address"),
            ("https://lrs.example.com:hush/", "not the address"),
            ("https://lrs example/hush", "not the address"),
            ("https:///hush", "not the address"),
            ("https://[hush/", "not the address"),
            ("ftp://lrs.example.com/hush", "not the address"),
            ("lrs.example.com/hush", "not the address"),
            ("", "not the address"),
        ],
    )
    def test_an_address_is_refused_without_repeating_it(self, text: str, words: str) -> None:
        with pytest.raises(UsageError, match=words) as caught:
            address(text)
        assert "hush" not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None


class TestCertificates:
    """TLS is verified, always."""

    def assert_untrusted(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put(some(2))
        sleeper = Sleeper()
        with pytest.raises(LrsError, match="does not hold, so nothing was sent") as caught:
            send(outbox, server.url, sleeper=sleeper)
        assert "SSL_CERT_FILE" in caught.value.hint
        assert (sleeper.waits, server.seen) == ([], [])
        assert outbox.count() == Counted(waiting=2)

    def test_an_unknown_authority(self, outbox: Outbox, tmp_path: Path) -> None:
        with running(FakeLrs(secure=serving(certificate(tmp_path, "IP:127.0.0.1")))) as server:
            self.assert_untrusted(outbox, server)

    def test_another_host(self, outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        both = certificate(tmp_path, "DNS:other.example.com")
        monkeypatch.setenv("SSL_CERT_FILE", str(both))
        with running(FakeLrs(secure=serving(both))) as server:
            self.assert_untrusted(outbox, server)

    def test_an_authority_of_ones_own(
        self, outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both = certificate(tmp_path, "IP:127.0.0.1")
        monkeypatch.setenv("SSL_CERT_FILE", str(both))
        outbox.put(some(600))
        with running(FakeLrs(misbehaving.half, secure=serving(both))) as server:
            assert send(outbox, server.url) == Delivered(600)
            assert server.taken == ids(600)

    def test_a_server_without_tls(self, outbox: Outbox, server: FakeLrs) -> None:
        outbox.put(some(1))
        with pytest.raises(LrsError, match="cannot take statements now"):
            send(outbox, server.url.replace("http:", "https:"))
        assert server.seen == []


def test_one_that_answers_before_it_has_read_everything(
    server: FakeLrs, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = http.client.HTTPConnection.request

    def breaks(self: http.client.HTTPConnection, *args: Any) -> None:
        request(self, *args)
        raise BrokenPipeError

    monkeypatch.setattr(http.client.HTTPConnection, "request", breaks)
    server.always = says(413)
    lrs = Lrs(address(server.url), CREDENTIALS)
    assert lrs.post([statement(0).body]).status == 413
    lrs.close()


class TestProxy:
    """A firm's proxy opens a tunnel, and what is inside is not for it."""

    @pytest.fixture
    def proxy(
        self, outbox: Outbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[tuple[Proxy, FakeLrs]]:
        both = certificate(tmp_path, "DNS:lrs.test")
        monkeypatch.setenv("SSL_CERT_FILE", str(both))
        outbox.put(some(600))
        server = FakeLrs(misbehaving.half, secure=serving(both))
        with running(server), tunnelling(Proxy(server.server_address[1])) as proxy:
            monkeypatch.setenv("https_proxy", f"http://me:p%40w@127.0.0.1:{proxy.server_address[1]}")
            yield proxy, server

    def test_everything_goes_through_it(self, outbox: Outbox, proxy: tuple[Proxy, FakeLrs]) -> None:
        tunnel, server = proxy
        assert send(outbox, "https://lrs.test/xapi") == Delivered(600)
        assert server.taken == ids(600)
        assert [place for place, _headers in tunnel.asked] == ["lrs.test:443"] * 2, (
            "again after half an answer"
        )
        headers = tunnel.asked[0][1]
        assert headers["Proxy-Authorization"] == f"Basic {b64encode(b'me:p@w').decode()}"
        assert TOKEN not in str(headers)

    def test_it_refuses(self, outbox: Outbox, proxy: tuple[Proxy, FakeLrs]) -> None:
        proxy[0].refusing = 407
        with pytest.raises(LrsError, match="407"):
            send(outbox, "https://lrs.test/xapi")
        assert proxy[1].seen == []

    def test_this_computer_is_not_reached_through_it(
        self, outbox: Outbox, proxy: tuple[Proxy, FakeLrs], server: FakeLrs
    ) -> None:
        assert send(outbox, server.url) == Delivered(600)
        assert proxy[0].asked == []


def test_a_statement_keeps_its_bytes_on_the_way(outbox: Outbox, server: FakeLrs) -> None:
    id = statement(1).id
    outbox.put([Statement(id, f'{{"id":"{id}","text":"Zażółć 👩 <b> =1+1 \\u0000"}}'.encode())])
    send(outbox, server.url)
    assert server.stored[id]["text"] == "Zażółć 👩 <b> =1+1 \x00"
