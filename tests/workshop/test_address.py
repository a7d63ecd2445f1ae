"""Which address phones are told: of made-up computers, and of this one."""

import secrets
import socket
import sys
from collections.abc import Sequence

import pytest

from advocacy_coach.errors import CoachError, UsageError
from advocacy_coach.workshop import address
from advocacy_coach.workshop.address import Address, choose, hosts, new_code, port_state, url, warning

LOOPBACK = Address("lo", "127.0.0.1")
WIFI = Address("wlp3s0", "192.168.178.123")
CABLE = Address("enp0s31f6", "10.20.30.40")
DOCKER = Address("docker0", "172.17.0.1")
VPN = Address("tun0", "10.8.0.6")
SELF_GIVEN = Address("eth0", "169.254.7.9")
PUBLIC = Address("eth0", "8.8.8.8")
HOTSPOT = Address("Microsoft Wi-Fi Direct Virtual Adapter", "192.168.137.1")
EVERYTHING = (LOOPBACK, DOCKER, VPN, SELF_GIVEN, PUBLIC, WIFI)


@pytest.mark.parametrize(
    ("found", "route", "best"),
    [
        ((LOOPBACK, WIFI), WIFI.ip, WIFI),
        ((LOOPBACK, WIFI, CABLE), CABLE.ip, CABLE),
        ((LOOPBACK, CABLE, WIFI), WIFI.ip, WIFI),
        ((LOOPBACK, VPN, WIFI), VPN.ip, WIFI),
        ((LOOPBACK, DOCKER, WIFI), "", WIFI),
        ((LOOPBACK, PUBLIC, WIFI), PUBLIC.ip, WIFI),
        ((LOOPBACK, PUBLIC), PUBLIC.ip, PUBLIC),
        ((LOOPBACK, DOCKER, SELF_GIVEN), "", SELF_GIVEN),
        ((LOOPBACK, DOCKER), "", DOCKER),
        ((LOOPBACK, VPN, HOTSPOT), VPN.ip, HOTSPOT),
        ((LOOPBACK,), "", LOOPBACK),
        ((), "", Address("", "127.0.0.1")),
    ],
)
def test_the_address_a_phone_can_most_likely_reach(
    found: Sequence[Address], route: str, best: Address
) -> None:
    assert choose(found, None, route) == best


@pytest.mark.parametrize(("asked", "got"), [("tun0", VPN), ("172.17.0.1", DOCKER), ("lo", LOOPBACK)])
def test_what_was_asked_for_by_name_or_address_is_taken(asked: str, got: Address) -> None:
    assert choose(EVERYTHING, asked, WIFI.ip) == got


def test_what_is_not_there_is_refused_with_what_there_is() -> None:
    with pytest.raises(UsageError) as raised:
        choose(EVERYTHING, "wlan7", WIFI.ip)
    assert "wlan7" in raised.value.message
    assert all(f"{each.interface} ({each.ip})" in raised.value.hint for each in EVERYTHING)


def test_nothing_listens_everywhere_unasked_and_then_with_a_warning_and_all_names() -> None:
    assert {choose(EVERYTHING, asked, WIFI.ip).listen for asked in (None, "wlp3s0", WIFI.ip)} == {WIFI.ip}
    everywhere = choose(EVERYTHING, "0.0.0.0", WIFI.ip)
    assert (everywhere.listen, everywhere.ip) == ("0.0.0.0", WIFI.ip)
    assert "every network" in warning(everywhere)
    assert set(hosts(everywhere, 8765, EVERYTHING)) == {f"{each.ip}:8765" for each in EVERYTHING}
    assert url(everywhere, 8765, "K7QF") == "HTTP://192.168.178.123:8765/K7QF"


@pytest.mark.parametrize(
    ("where", "kind", "words"),
    [
        (WIFI, "private", ""),
        (CABLE, "private", ""),
        (Address("eth0", "172.31.255.255"), "private", ""),
        (HOTSPOT, "private", ""),
        (Address("bridge100", "192.168.2.1"), "private", ""),
        (Address("eth0", "172.32.0.1"), "public", "outside this room"),
        (PUBLIC, "public", "outside this room"),
        (Address("eth0", "100.64.0.1"), "public", "outside this room"),
        (LOOPBACK, "loopback", "no phone"),
        (SELF_GIVEN, "self-given", "No router"),
        (VPN, "private", "VPN"),
        (DOCKER, "private", "VPN"),
        (Address("Cisco AnyConnect Virtual Miniport Adapter", "10.1.1.1"), "private", "VPN"),
    ],
)
def test_the_facilitator_is_warned_of_what_phones_cannot_or_others_could_reach(
    where: Address, kind: str, words: str
) -> None:
    assert where.kind == kind
    assert words in warning(where)
    assert bool(words) == bool(warning(where))


def test_the_address_in_the_code_is_in_upper_case_and_the_names_are_as_browsers_say_them() -> None:
    assert url(WIFI, 8765, "k7qf") == "HTTP://192.168.178.123:8765/K7QF"
    assert url(WIFI, 80, "K7QF") == "HTTP://192.168.178.123/K7QF"
    assert hosts(WIFI, 8765, EVERYTHING) == ("192.168.178.123:8765",)
    assert hosts(WIFI, 80) == ("192.168.178.123",)


def test_a_code_is_four_characters_that_cannot_be_mistaken() -> None:
    codes = {new_code(secrets.choice) for _ in range(200)}
    assert {len(code) for code in codes} == {4}
    assert not set("0O1I") & set("".join(codes))
    picks = iter("K7QF")
    assert new_code(lambda alphabet: next(picks)) == "K7QF"
    assert len(set(address.ALPHABET)) == len(address.ALPHABET) == 32


def test_this_computer_has_its_loopback_and_picks_one_of_its_own() -> None:
    found = address.addresses()
    assert "127.0.0.1" in {each.ip for each in found}
    assert address.pick() in found
    assert address.pick("127.0.0.1").kind == "loopback"
    assert address.routed() in {"", *(each.ip for each in found)}


def test_a_port_is_free_taken_or_on_an_address_that_is_gone() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        assert port_state(LOOPBACK, port) == "taken"
    assert port_state(LOOPBACK, port) == "free"
    assert port_state(Address("eth9", "192.0.2.77"), port) == "gone"


def test_without_ifaddr_a_sentence_says_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ifaddr", None)
    with pytest.raises(CoachError) as raised:
        address.addresses()
    assert "ifaddr" in raised.value.message
    assert "advocacy-coach[phones]" in raised.value.hint
