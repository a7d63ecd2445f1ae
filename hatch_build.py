"""The build's own step: catalogues of words (.po) become what gettext reads (.mo)."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALES = Path("advocacy_coach", "locale")


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles each catalogue beside itself, for editable installs, and puts it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Before files are collected."""
        root = Path(self.root)
        for made in compile_all(root / LOCALES):
            build_data["artifacts"].append(f"/{made.relative_to(root).as_posix()}")


def compile_all(folder: Path) -> list[Path]:
    """Compile every catalogue under a folder; where each went."""
    made = []
    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        made.append(target)
    return made
