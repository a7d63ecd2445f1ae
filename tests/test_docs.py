"""What the documents promise is what runs."""

import re
from pathlib import Path

import pytest

from tests import keys

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")])


def test_the_key_table_is_the_table_of_commands() -> None:
    assert (ROOT / "docs" / "keys.md").read_text("utf-8") == keys.document()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert not missing


def test_the_test_command_of_the_readme_is_the_one_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(re.findall(r"^python3 -m venv .*pytest$", readme, re.MULTILINE)) == 1
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_constraints_hold_versions_and_no_addresses() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert pins
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", pin) for pin in pins)
