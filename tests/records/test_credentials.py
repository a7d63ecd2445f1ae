"""Where address, key and secret come from, and that no sentence repeats them."""

import json
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from advocacy_coach.errors import UsageError
from advocacy_coach.records.credentials import ADDRESS, KEY, SECRET, find
from advocacy_coach.records.lrs import Credentials, address

URL = "https://lrs.example.com/xapi"
ENVIRONMENT = {KEY: "env-key", SECRET: "env-hush"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lrs.json"


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, str]]:
    """A keyring in the place of the system's: what it holds for a service."""
    held: dict[str, tuple[str, str]] = {}
    module: Any = ModuleType("keyring")
    module.errors = SimpleNamespace(KeyringError=LookupError)

    def get_credential(service: str, name: str | None) -> object:
        if service == "locked":
            raise LookupError("hush")
        key, secret = held.get(service, ("", ""))
        return SimpleNamespace(username=key, password=secret) if secret and name in (None, key) else None

    module.get_credential = get_credential
    monkeypatch.setitem(sys.modules, "keyring", module)
    return held


def written(file: Path, mode: int = 0o600, **values: Any) -> Path:
    file.write_text(json.dumps(values))
    file.chmod(mode)
    return file


def refused(given: str, environment: dict[str, str], file: Path) -> str:
    """The sentence, after a look that no secret is in it."""
    with pytest.raises(UsageError) as caught:
        find(given, environment, file)
    assert "hush" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return str(caught.value)


def test_from_the_environment(file: Path) -> None:
    assert find(URL, ENVIRONMENT, file) == (address(URL), Credentials("env-key", "env-hush"))
    assert find("", {ADDRESS: URL, **ENVIRONMENT}, file)[0] == address(URL)


def test_from_the_file(file: Path) -> None:
    written(file, url=URL, key="file-key", secret="file-hush")
    assert find("", {}, file) == (address(URL), Credentials("file-key", "file-hush"))


def test_the_environment_comes_before_the_file(file: Path) -> None:
    written(file, url=URL, key="file-key", secret="file-hush")
    assert find("", ENVIRONMENT, file) == (address(URL), Credentials("env-key", "env-hush"))
    other = f"{URL}/other"
    assert find("", {ADDRESS: other}, file) == (address(other), Credentials("file-key", "file-hush"))


def test_a_file_without_an_address_is_for_any(file: Path) -> None:
    written(file, key="file-key", secret="file-hush")
    assert find(URL, {}, file)[1] == Credentials("file-key", "file-hush")


def test_from_the_keyring(file: Path, ring: dict[str, tuple[str, str]]) -> None:
    ring["advocacy-coach:https://lrs.example.com:443"] = ("ring-key", "ring-hush")
    assert find(URL, {}, file)[1] == Credentials("ring-key", "ring-hush")
    assert find(URL, {KEY: "ring-key"}, file)[1] == Credentials("ring-key", "ring-hush")
    written(file, url=URL, key="ring-key")
    assert find("", {}, file)[1] == Credentials("ring-key", "ring-hush")
    assert "missing" in refused(URL, {KEY: "another"}, file)
    assert "missing" in refused("https://lrs.example.com:444/xapi", {}, file)


def test_without_the_package_keyring(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "missing" in refused(URL, {}, file)
    assert "missing" in refused(URL, {KEY: "env-key"}, file)


def test_a_keyring_that_is_locked(
    file: Path, ring: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advocacy_coach.records.credentials.SERVICE", "locked")
    assert "missing" in refused(URL, {}, file)


def test_a_key_is_not_sent_to_another_place_than_it_is_for(file: Path) -> None:
    written(file, url=URL, key="file-key", secret="file-hush")
    assert "for another LRS" in refused("https://elsewhere.example.com/xapi", {}, file)
    assert "for another LRS" in refused("http://127.0.0.1:8100/xapi", {}, file)
    assert find("https://elsewhere.example.com", ENVIRONMENT, file)[1] == Credentials("env-key", "env-hush")


def test_halves_of_two_places_are_not_put_together(file: Path) -> None:
    written(file, url=URL, key="file-key", secret="file-hush")
    assert "missing" in refused("", {KEY: "env-key"}, file)


@pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o601])
def test_a_file_that_others_can_read_is_not_used(file: Path, mode: int) -> None:
    written(file, mode, url=URL, key="file-key", secret="file-hush")
    told = refused("", ENVIRONMENT, file)
    assert f"chmod 600 {file}" in told


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"secret": 7}', b'{"sekret": "hush"}', b'{"secret": "hush', b'{"key": "\xff hush"}'],
)
def test_a_file_that_makes_no_sense(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    file.chmod(0o600)
    told = refused(URL, ENVIRONMENT, file)
    assert str(file) in told
    assert '{"url": "", "key": "", "secret": ""}' in told


def test_a_folder_where_the_file_should_be(file: Path) -> None:
    file.mkdir()
    assert "cannot be read" in refused(URL, ENVIRONMENT, file)


@pytest.mark.parametrize(
    ("key", "secret"), [("a:b", "hush"), ("a\nb", "hush"), ("a", "hush\r\nX: y"), ("a", "hush\x00")]
)
def test_characters_that_would_break_the_header(file: Path, key: str, secret: str) -> None:
    assert "character it cannot hold" in refused(URL, {KEY: key, SECRET: secret}, file)


def test_nothing_is_known(file: Path) -> None:
    told = refused("", {}, file)
    assert "--lrs" in told
    assert ADDRESS in told
    assert "missing" in refused(URL, {}, file)
    assert "missing" in refused(URL, {SECRET: "hush"}, file)
