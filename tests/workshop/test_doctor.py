"""What is said before a workshop, of made-up computers; and a phone that tries it, through the real booth."""

import http.client
import os
import re
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import cv2
import numpy as np
import pytest

from advocacy_coach.course.library import Library
from advocacy_coach.errors import CourseError
from advocacy_coach.workshop import address, doctor, extra, trial
from advocacy_coach.workshop.address import Address
from advocacy_coach.workshop.deck import Deck
from advocacy_coach.workshop.doctor import Finding
from advocacy_coach.workshop.opening import PORT
from tests.conftest import PLAYED

WIFI = Address("wlp3s0", "192.168.178.123")
CABLE = Address("eth0", "10.1.2.3")
LOOPBACK = Address("lo", "127.0.0.1")
PUBLIC = Address("eth0", "8.8.8.8")
DOCKER = Address("docker0", "172.17.0.1")
UTF = {"TERM": "xterm-256color"}


def _says(finding: Finding, level: str, *words: str) -> None:
    said = f"{finding.what} {finding.do}"
    assert finding.level == level, said
    for each in words:
        assert each in said


def test_a_missing_package_is_said_with_the_command_that_adds_it() -> None:
    _says(doctor.packages(()), "ok")
    _says(doctor.packages(("segno",)), "bad", "segno", "pip install", "advocacy-coach[phones]")


def test_the_address_is_said_with_the_others_a_phone_could_reach() -> None:
    finding = doctor.network(WIFI, (LOOPBACK, WIFI, CABLE, DOCKER))
    _says(finding, "ok", "192.168.178.123 (wlp3s0)", "--interface", "eth0 (10.1.2.3)")
    assert not {"docker0", "lo ("} & set(finding.do.split())
    assert doctor.network(WIFI, (LOOPBACK, WIFI)).do == ""
    _says(doctor.network(PUBLIC, (PUBLIC,)), "warn", "outside this room")
    _says(doctor.network(LOOPBACK, (LOOPBACK,)), "bad", "no phone")


@pytest.mark.parametrize(
    ("system", "command"), [("linux", "ss -ltnp"), ("darwin", "lsof"), ("win32", "netstat")]
)
def test_a_taken_port_is_said_with_the_command_that_tells_who_has_it(system: str, command: str) -> None:
    _says(doctor.port_free(8765, "free", True, system), "ok", "8765")
    _says(doctor.port_free(8765, "taken", True, system), "bad", "8765", command, "--port")
    _says(doctor.port_free(8765, "taken", False, system), "warn", command)
    _says(doctor.port_free(80, "refused", True, system), "bad", "80", "1023")
    _says(doctor.port_free(8765, "gone", False, system), "bad", "any more")


def test_the_firewall_of_the_system_is_told_how_to_let_phones_in() -> None:
    def has(*programs: str) -> Callable[[str], bool]:
        return lambda name: name in programs

    _says(doctor.firewall(8765, "linux", has("ufw")), "warn", "ufw", "sudo ufw allow 8765/tcp")
    _says(doctor.firewall(99, "linux", has("firewall-cmd")), "warn", "sudo firewall-cmd --add-port=99/tcp")
    _says(doctor.firewall(8765, "linux", has()), "ok", "No firewall")
    _says(doctor.firewall(8765, "win32", has()), "warn", "Windows", "private")
    _says(doctor.firewall(8765, "darwin", has()), "warn", "macOS")


def test_two_files_a_phone_and_some_more_have_to_be_open() -> None:
    _says(doctor.files(200, None), "ok", "200")
    _says(doctor.files(200, 464), "ok", "200")
    _says(doctor.files(200, 463), "warn", "463", "ulimit -Hn 464", "hands")


@pytest.mark.parametrize(
    ("size", "level", "words"),
    [
        ((64, 18), "ok", "64 columns and 18 rows"),
        ((120, 24), "ok", "120"),
        ((120, 25), "warn", "until 18 to 24 rows"),
        ((63, 18), "bad", "64 by 18"),
        ((64, 17), "bad", "zoom out"),
        (None, "warn", "no terminal"),
    ],
)
def test_the_stage_needs_its_size_and_a_back_row_needs_large_letters(
    size: tuple[int, int] | None, level: str, words: str
) -> None:
    _says(doctor.screen(size), level, words)


@pytest.mark.parametrize(
    ("encoding", "environ", "system", "level", "words"),
    [
        ("utf-8", UTF, "linux", "ok", "UTF-8"),
        ("UTF8", {"TERM": "xterm", "COLORTERM": "truecolor"}, "linux", "ok", "colours"),
        ("utf-8", {}, "win32", "ok", "colours"),
        ("utf-8", {"TERM": "linux"}, "linux", "warn", "few colours"),
        ("utf-8", {**UTF, "NO_COLOR": "1"}, "linux", "ok", "NO_COLOR"),
        ("utf-8", {}, "linux", "bad", "TERM"),
        ("utf-8", {"TERM": "dumb"}, "darwin", "bad", "TERM"),
        ("ANSI_X3.4-1968", UTF, "linux", "bad", "LANG"),
        ("cp1252", {}, "win32", "bad", "cp1252"),
    ],
)
def test_characters_and_colours(
    encoding: str, environ: dict[str, str], system: str, level: str, words: str
) -> None:
    _says(doctor.letters(encoding, environ, system), level, words)


def test_a_folder_that_can_be_made_is_good_and_one_below_a_file_is_not(tmp_path: Path) -> None:
    _says(doctor.folder(tmp_path / "a" / "b"), "ok")
    assert not (tmp_path / "a").exists()
    (tmp_path / "file").write_text("")
    _says(doctor.folder(tmp_path / "file" / "b"), "bad", "in memory")


def test_a_plan_that_cannot_be_played_is_said_with_its_reason() -> None:
    def opened() -> Deck:
        raise CourseError("No such plan.", "There are: 45.")

    finding, deck = doctor.plan(opened)
    _says(finding, "bad", "No such plan.", "There are: 45.")
    assert deck is None


def test_a_finding_is_told_by_a_word_and_its_advice_on_a_line_of_its_own() -> None:
    assert doctor.told(Finding("ok", "Fine.")) == "ok    Fine."
    assert doctor.told(Finding("bad", "No.", "Do it.")) == "BAD   No.\n      Do it."


# The phone


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Phone:
    """Listens to what is written; when an address is, goes there, and votes if it is to."""

    def __init__(self, *, votes: bool) -> None:
        self.written: list[str] = []
        self.said: list[str] = []
        self.pages: list[str] = []
        self._votes = votes
        self._thread: threading.Thread | None = None

    def write(self, text: str) -> None:
        self.written.append(text)
        if found := re.search(r"HTTP://([\d.]+):(\d+)(/\w+)", text):
            self._thread = threading.Thread(target=self._visit, args=found.groups())
            self._thread.start()

    def join(self) -> None:
        assert self._thread is not None
        self._thread.join(20)

    def _visit(self, host: str, port: str, path: str) -> None:
        link = http.client.HTTPConnection(host, int(port), timeout=20)
        link.request("GET", path)
        answer = link.getresponse()
        self.pages.append(answer.read().decode())
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        link.request("GET", path, headers={"Cookie": cookie})
        link.getresponse().read()
        if self._votes:
            headers = {
                "Cookie": cookie,
                "Origin": f"http://{host}:{port}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
            link.request("POST", path, urlencode({"r": trial.ROUND, "c": 0}), headers)
            link.getresponse().read()
        link.close()


def test_a_phone_that_comes_and_votes_is_well() -> None:
    phone = _Phone(votes=True)
    level, what, _do = trial.try_phone(
        LOOPBACK, _free_port(), say=phone.said.append, write=phone.write, paint=False
    )
    phone.join()
    assert (level, what) == ("ok", "A phone arrived, and its vote was counted.")
    assert "A phone arrived." in phone.said
    assert "If you can read this, your phones can take part. Press A." in phone.pages[0]
    assert not any("\x1b" in text for text in phone.written)


def test_a_phone_that_comes_and_does_nothing_is_said() -> None:
    phone = _Phone(votes=False)
    level, what, _do = trial.try_phone(
        LOOPBACK, _free_port(), say=phone.said.append, write=phone.write, paint=False, voting=0.1
    )
    phone.join()
    assert (level, what) == ("warn", "A phone arrived, but did not vote.")


def test_where_no_phone_comes_the_hotspot_and_hands_are_offered() -> None:
    told: list[str] = []
    level, what, do = trial.try_phone(
        LOOPBACK, _free_port(), say=told.append, write=told.append, paint=True, wait=0.1
    )
    assert (level, what) == ("warn", "No phone arrived within 0 seconds.")
    assert "hotspot" in do
    assert "hands" in do
    assert _read(told[0]) == re.search(r"HTTP://\S+", told[1])[0]  # type: ignore[index]


def test_a_port_that_was_taken_meanwhile_is_bad() -> None:
    told: list[str] = []
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        level, what, do = trial.try_phone(LOOPBACK, port, say=told.append, write=told.append, paint=False)
    assert (level, str(port) in what, "--port" in do) == ("bad", True, True)
    assert not told


def _read(painted: str) -> str:
    """What a camera reads of a code in escape sequences, when both of its colours are said for every line."""
    rows: list[list[int]] = []
    for line in painted.splitlines():
        found = re.fullmatch(r"\x1b\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\[0m", line)
        assert found
        rows += [[0 if each in dark else 255 for each in found[1]] for dark in ("▀█", "▄█")]
    pixels: Any = np.kron(np.array(rows, np.uint8), np.ones((8, 8), np.uint8))
    read: str = cv2.QRCodeDetector().detectAndDecode(pixels)[0]
    return read


# All of it


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Library:
    monkeypatch.setenv("ADVOCACY_COACH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERM", "xterm-256color")
    return Library.open(PLAYED, None)


def _run(library: Library, **how: object) -> tuple[int, str]:
    written: list[str] = []
    plan = library.workshops()[0].id
    code = doctor.run(library, plan, say=lambda _: None, write=written.append, wait=0.1, **how)  # type: ignore[arg-type]
    return code, "\n".join(written)


def test_nobody_can_be_reached_on_loopback_which_is_bad_and_no_phone_is_waited_for(library: Library) -> None:
    code, written = _run(library, interface="127.0.0.1", port=_free_port())
    assert code == 1
    assert "BAD" in written
    assert "HTTP://" not in written


def test_on_a_network_of_its_own_everything_is_said_and_nothing_is_bad(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # Loopback stands in for the Wi-Fi: the one address that every computer has.
    monkeypatch.setattr(Address, "kind", "private")
    code, written = _run(library, interface="127.0.0.1", port=_free_port(), room=12)
    assert "BAD" not in written
    assert code == 0
    said = (
        "is ready",
        str(tmp_path),
        "12 people",
        "are installed",
        "127.0.0.1",
        "is free",
        "No phone arrived",
    )
    assert [words for words in said if words not in written] == []
    assert not (tmp_path / "home").exists()


def test_the_usual_port_may_be_taken(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Address, "kind", "private")
    monkeypatch.setattr(address, "port_state", lambda _, port: "taken" if port == PORT else "free")
    tried: list[int] = []

    def try_phone(_address: Address, port: int, **how: object) -> trial.Told:
        tried.append(port)
        return "ok", "", ""

    monkeypatch.setattr(doctor, "try_phone", try_phone)
    assert _run(library, interface="127.0.0.1")[0] == 0
    assert tried == [PORT + 1]
    assert _run(library, interface="127.0.0.1", port=PORT)[0] == 1
    assert tried == [PORT + 1]


def test_what_is_bad_is_said_and_ends_with_1(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "PACKAGES", ("no_such_package",))
    code, written = _run(library)
    assert (code, "no_such_package" in written) == (1, True)
    monkeypatch.undo()
    code, written = _run(library, interface="wlan-none")
    assert (code, "wlan-none" in written) == (1, True)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_nobody_may_write_to_is_bad(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    _says(doctor.folder(tmp_path / "below"), "bad", str(tmp_path))
