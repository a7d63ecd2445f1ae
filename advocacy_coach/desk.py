"""A learner's desk: their language, the course and the record, opened together for whoever needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from advocacy_coach import i18n, paths
from advocacy_coach.course.library import Library
from advocacy_coach.i18n import _
from advocacy_coach.records.store import Store
from advocacy_coach.settings import SettingsFile

FALLBACK = "en"
"""The language of the course where there is none in the learner's."""


@dataclass(frozen=True)
class Desk:
    """What is open, and where the record is. What is odd about it stands in ``store.notices``."""

    library: Library
    store: Store
    settings_file: SettingsFile
    record: Path


@contextmanager
def open_desk(course: Path | None, lang: str | None, record: Path | None) -> Iterator[Desk]:
    """Open a course folder and a record, the learner's own where none is named.

    Raises CourseError when the course cannot be used and RecordError when the record is not ours.
    """
    opened = open_course(course, lang)
    record = record or paths.record_file()
    with Store.open(record, now) as store:
        store.notices.extend(opened.notices)
        yield Desk(opened.library, store, opened.settings_file, record)


@dataclass(frozen=True)
class OpenedCourse:
    """A course in somebody's language, and what is odd about it or about their settings."""

    library: Library
    settings_file: SettingsFile
    notices: tuple[str, ...]


def open_course(course: Path | None, lang: str | None) -> OpenedCourse:
    """Open a course folder and the settings, without any record: for those who do not learn just now.

    Raises CourseError when the course cannot be used.
    """
    settings = SettingsFile(paths.settings_file())
    language = lang or settings.settings.language
    i18n.use_language(language)
    shipped = paths.shipped_lessons() / language
    folder = course or (shipped if shipped.is_dir() else shipped.with_name(FALLBACK))
    library = Library.open(folder, paths.cache_dir())
    notices = list(library.notices)
    if not course and folder != shipped:
        notices.append(_("This course is not there in your language yet; this is the English one."))
    if settings.notice:
        words = _("Your settings could not be read; the file was set aside: {path}")
        notices.append(words.format(path=settings.notice))
    return OpenedCourse(library, settings, tuple(notices))


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
