"""A home of its own for every test, and a small course."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.terminal.window import Window

Open = Callable[..., Window]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the program keeps its record, settings, cache and log."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def short_home() -> Iterator[Path]:
    """A home with a short name, so that the path of a Unix socket in it is not too long."""
    with tempfile.TemporaryDirectory(prefix="home-") as folder:
        yield Path(folder)


@pytest.fixture
def open_window(home: Path, course_dir: Path) -> Iterator[Open]:
    """Opens windows on the small course; closes them at the end."""
    with ExitStack() as windows:

        def opened(*args: str, **options: object) -> Window:
            folder = options.pop("home", home)
            assert isinstance(folder, Path)
            window = Window(folder, "--course", str(course_dir), *args, **options)  # type: ignore[arg-type]
            return windows.enter_context(window)

        yield opened
