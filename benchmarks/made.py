"""What the program is measured on: courses of many lessons or long pages, and a record of a long history."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml
from msgspec.structs import replace

from advocacy_coach.course.library import Library
from advocacy_coach.records import rows
from advocacy_coach.records.events import Recorded
from advocacy_coach.records.opening import open_file
from advocacy_coach.records.store import Store
from benchmarks.record import history

LESSONS = Path(__file__).parents[1] / "lessons" / "en"

SENTENCES = (
    "People trust a colleague who speaks for themselves more than a logo that speaks for itself.",
    "Ask first, and make it easy to say no; an offer that cannot be declined is an order.",
    "What was said freely last year still works; what was ordered last week is already forgotten.",
)

LAST: dict[str, object] = {
    "type": "choice",
    "id": "question",
    "prompt": "Is this the last page?",
    "options": [
        {"id": "yes", "text": "Yes", "correct": True, "feedback": "It is."},
        {"id": "no", "text": "No", "feedback": "It is, though."},
    ],
    "explain": "There is nothing after it.",
}


def many_lessons(folder: Path, count: int) -> None:
    """The course that came along, its lessons copied under new ids until there are ``count``."""
    folder.mkdir()
    for name in ("claims.yaml", "sources.yaml"):
        shutil.copy(LESSONS / name, folder)
    originals = sorted(LESSONS.glob("[0-9]*.yaml"))
    ids = []
    for number in range(count):
        text = originals[number % len(originals)].read_text(encoding="utf-8")
        old = next(line for line in text.splitlines() if line.startswith("id: "))
        ids.append(f"{old.removeprefix('id: ')}-{number:04}")
        lesson = folder / f"{number:04}-lesson.yaml"
        lesson.write_text(text.replace(old, f"id: {ids[-1]}", 1), encoding="utf-8")
    _write_course(folder, ids)


def long_pages(folder: Path, pages: int, lines: int) -> None:
    """A course of one lesson; each of its pages fills ``lines`` lines of an 80-column screen."""
    folder.mkdir()
    steps: list[dict[str, object]] = [
        {"type": "page", "id": f"page-{n}", "title": f"Page {n} of {pages}", "text": page_text(n, lines)}
        for n in range(1, pages + 1)
    ]
    steps.append(LAST)
    lesson = {"format": 1, "id": "long", "topic": "people", "title": "Long", "minutes": 9, "steps": steps}
    (folder / "10-long.yaml").write_text(yaml.safe_dump(lesson, sort_keys=False), encoding="utf-8")
    _write_course(folder, ["long"])


def page_text(number: int, lines: int) -> str:
    """About so many lines of prose: paragraphs with an item list here and there, no two pages alike."""
    paragraphs = []
    for place in range(lines // 4):
        first, second, third = (SENTENCES[(number + place + shift) % 3] for shift in range(3))
        if place % 4 == 3:
            paragraphs.append(f"- {number}.{place} {first}\n- *{third}*")
        else:
            paragraphs.append(f"{number}.{place} **{first}** {second}")
    return "\n\n".join(paragraphs)


def long_history(record: Path) -> None:
    """A record of a million events in the course that came along, as the program leaves it."""
    library = Library.open(LESSONS, None)
    ids = [entry.id for entry in library.entries]
    db = open_file(record, datetime.now(UTC))
    rows.write(db, _in_course(library.course.id, ids), {})
    db.close()
    with Store.open(record, lambda: datetime.now(UTC)) as store:
        store.progress(library.course.id)


def _in_course(course: str, lessons: list[str]) -> Iterator[Recorded]:
    for one in history():
        number = int(one.lesson.rpartition("-")[2])
        yield replace(one, course=course, lesson=lessons[number % len(lessons)])


def _write_course(folder: Path, path: list[str]) -> None:
    course = yaml.safe_load((LESSONS / "course.yaml").read_text(encoding="utf-8"))
    course["path"] = path
    (folder / "course.yaml").write_text(yaml.safe_dump(course, sort_keys=False), encoding="utf-8")
