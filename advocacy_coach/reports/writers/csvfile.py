"""A summary as CSV: one wide row a lesson, for spreadsheets and for stacking many summaries.

RFC 4180 in UTF-8, with the byte order mark by which spreadsheet programs know it. Headers are fixed English;
``docs/summaries.md`` tells what each column holds.
"""

import csv
import io
from datetime import date, datetime

from advocacy_coach.reports.document import LessonResult, Score, Summary

Cell = str | float | date | None

FORMULA_STARTS = tuple("=+-@\t\r|%＝＋－＠")
"""A text that starts with one of these may be run as a formula by a spreadsheet program."""


def write(summary: Summary) -> bytes:
    """The header and a row a lesson; a course has at least one."""
    rows = [_row(summary, lesson) for lesson in summary.lessons]
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(rows[0])
    table.writerows([cell(value) for value in row.values()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell(value: Cell) -> str | float:
    """A value as a spreadsheet may safely have it: numbers stay numbers, no text is a formula.

    Yes and no stand for true and false, nothing for None; times are ISO 8601 in UTC.
    """
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case date():
            return value.isoformat()
        case str() if value.startswith(FORMULA_STARTS):
            return f"'{value}"
        case _:
            return value


def _row(summary: Summary, lesson: LessonResult) -> dict[str, Cell]:
    """The row of a lesson by column: the summary's own facts, the course's, the lesson's, its topic's."""
    course, result = summary.course, summary.result
    topic = next((topic for topic in summary.topics if topic.id == lesson.topic), None)
    return {
        "schema": summary.schema,
        "schema_version": summary.schema_version,
        "program": summary.program,
        "made": summary.made,
        "who": summary.who,
        "course": course.id,
        "course_title": course.title,
        "course_version": course.version,
        "language": course.language,
        "pass_mark": course.pass_mark,
        "complete": result.complete,
        "passed": result.passed,
        **_score("course_", result.score),
        "course_began": result.began,
        "course_finished": result.finished,
        "course_minutes": result.minutes,
        "lesson": lesson.id,
        "lesson_title": lesson.title,
        "state": lesson.state,
        **_score("", lesson.score),
        "first_try": lesson.first_try,
        "answered": lesson.answered,
        "attempts": lesson.attempts,
        "finished": lesson.finished,
        "minutes": lesson.minutes,
        "topic": lesson.topic,
        "topic_title": topic.title if topic else None,
        "pitfall": topic.pitfall if topic else None,
        **_score("topic_", topic.score if topic else None),
    }


def _score(prefix: str, score: Score | None) -> dict[str, Cell]:
    return {
        f"{prefix}points": score.points if score else None,
        f"{prefix}of": score.of if score else None,
        f"{prefix}per_cent": score.per_cent if score else None,
    }
