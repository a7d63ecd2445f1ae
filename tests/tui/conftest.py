"""An app on a small course, with a fixed clock and fixed dice."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from advocacy_coach.course.library import Library
from advocacy_coach.records.store import Store
from advocacy_coach.settings import SettingsFile
from advocacy_coach.tui.app import CoachApp
from advocacy_coach.tui.services import Services

START = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)

MakeApp = Callable[..., CoachApp]


@pytest.fixture
def services(course_dir: Path, tmp_path: Path) -> Iterator[Services]:
    """What screens are given, in folders of this test."""
    ticks, seeds, ids = count(), count(7), count(1)

    def clock() -> datetime:
        return START + timedelta(seconds=next(ticks))

    record = tmp_path / "home" / "record.db"
    folder = tmp_path / "exports"
    folder.mkdir()
    with Store.open(record, clock) as store:
        settings = SettingsFile(tmp_path / "home" / "settings.json")
        settings.change(folder=str(folder))
        yield Services(
            Library.open(course_dir, None),
            store,
            settings,
            record,
            clock,
            new_seed=lambda: next(seeds),
            new_id=lambda: f"00000000-0000-4000-8000-{next(ids):012}",
        )


@pytest.fixture
def app(services: Services, tmp_path: Path) -> CoachApp:
    """The app, ready to run."""
    return CoachApp(services, tmp_path / "crash.log")
