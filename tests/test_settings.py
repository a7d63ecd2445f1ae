"""Settings, kept and refused."""

from pathlib import Path

import pytest

from advocacy_coach.settings import Settings, SettingsFile


def test_nothing_is_written_until_something_changes(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    assert SettingsFile(file).settings == Settings()
    assert not file.parent.exists()


def test_changes_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    assert SettingsFile(file).change(theme="coach-light", name="Me")
    again = SettingsFile(file)
    assert again.settings == Settings(theme="coach-light", name="Me")
    assert again.notice == ""


@pytest.mark.parametrize("values", [{"theme": "pink"}, {"language": "EN!"}, {"name": "x" * 121}])
def test_what_is_not_allowed_is_refused_and_changes_nothing(tmp_path: Path, values: dict[str, str]) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    with pytest.raises(ValueError, match=r"\w"):
        file.change(**values)
    assert file.settings == Settings()


@pytest.mark.parametrize("content", [b"", b"{", b'{"theme": "pink"}', b"[]", b"\xff\xfe", b'{"theme": 3}'])
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(content)
    settings = SettingsFile(file)
    assert settings.settings == Settings()
    assert Path(settings.notice).read_bytes() == content
    assert settings.change(theme="coach-light")


def test_settings_of_a_newer_program_are_read_as_far_as_they_are_known(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "coach-light", "tomorrow": 1}')
    assert SettingsFile(file).settings.theme == "coach-light"


def test_what_cannot_be_saved_holds_until_the_end(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    settings = SettingsFile(blocked / "settings.json")
    assert settings.change(theme="coach-light") is False
    assert settings.settings.theme == "coach-light"
