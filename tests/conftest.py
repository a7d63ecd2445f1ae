"""What several test files share."""

import shutil
from pathlib import Path

import pytest

SMALL = Path(__file__).parent / "fixtures" / "small"
PLAYED = SMALL.with_name("played")


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A folder of its own with a small valid course: two lessons, one step of every type."""
    folder = tmp_path / "course"
    shutil.copytree(SMALL, folder)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--write-pictures`` draws the pictures anew; look at each before you commit it."""
    parser.addoption("--write-pictures", action="store_true", help="draw the pictures in docs/pictures anew")
