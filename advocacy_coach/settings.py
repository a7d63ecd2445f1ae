"""Settings: declared once. Form, defaults and refusals come from the declaration.

Kept as JSON in the user's configuration folder. A file that cannot be read is set aside, never a reason
not to start.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from advocacy_coach.files import write_atomically

Theme = Literal["coach-dark", "coach-light", "coach-projector"]


class Settings(Struct, frozen=True, omit_defaults=True):
    """What a learner can choose. ``name`` goes into a summary only when it is given."""

    theme: Theme = "coach-dark"
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")] = "en"
    name: Annotated[str, Meta(max_length=120)] = ""
    folder: Annotated[str, Meta(max_length=1000)] = ""
    """Where exports go; the home folder when empty."""

    @property
    def export_folder(self) -> Path:
        """Where exports go: the chosen folder while it exists, else the home folder."""
        chosen = Path(self.folder).expanduser()
        return chosen if self.folder and chosen.is_dir() else Path.home()


THEMES: tuple[Theme, ...] = ("coach-dark", "coach-light", "coach-projector")


class SettingsFile:
    """The settings and the file they live in. ``notice`` says what happened to an unreadable file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notice = ""
        self.settings = self._load()

    def change(self, **values: str) -> bool:
        """Change settings and save them; False when they hold only until the program ends.

        Raises ValueError when a value is refused, with the old settings untouched.
        """
        changed = replace(self.settings, **values)
        try:
            self.settings = msgspec.convert(msgspec.to_builtins(changed), Settings)
        except msgspec.ValidationError as error:
            raise ValueError(str(error)) from error
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(self.path, msgspec.json.format(msgspec.json.encode(self.settings)))
        except OSError:
            return False
        return True

    def _load(self) -> Settings:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=Settings)
        except OSError:
            return Settings()
        except (msgspec.DecodeError, UnicodeDecodeError):
            self._set_aside()
            return Settings()

    def _set_aside(self) -> None:
        aside = self.path.with_suffix(".damaged.json")
        try:
            self.path.replace(aside)
            self.notice = str(aside)
        except OSError:
            self.notice = str(self.path)
