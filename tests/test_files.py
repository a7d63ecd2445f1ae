"""Files written whole, under harmless names."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.files import free_path, safe_name, write_atomically


def test_a_file_is_written_and_private(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("broken", ["fsync", "replace", "chmod"])
def test_a_failure_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, fail)
    with pytest.raises(OSError, match="space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Employee advocacy", "employee-advocacy"),
        ("Zażółć gęślą jaźń", "zazolc-gesla-jazn"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "summary"),
        ("nul.txt", "nul-txt"),
        ("", "summary"),
        ("日本語", "summary"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert safe_name(text) == name


@given(st.text(max_size=200))
def test_any_text_makes_a_harmless_name(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name)
    assert len(name) <= 60


def test_a_free_path_is_nobodys(tmp_path: Path) -> None:
    assert free_path(tmp_path, "mine", ".md") == tmp_path / "mine.md"
    (tmp_path / "mine.md").write_text("old")
    (tmp_path / "mine-2.md").symlink_to(tmp_path / "nothing")
    assert free_path(tmp_path, "mine", ".md") == tmp_path / "mine-3.md"
