"""Of one summary what a group's view needs; the rest is passed over unread, the learner's name among it.

Keys that came later may be missing, so that older summaries can be read as well.
"""

from typing import Literal

from msgspec import Struct

from advocacy_coach.reports.document import CheckResult, EndingMet, Moment, PerCent


class ReadCourse(Struct, frozen=True):
    """Of a summary's course what a group's view needs."""

    id: str
    title: str


class ReadScore(Struct, frozen=True):
    """Of a score its share."""

    per_cent: PerCent


class ReadResult(Struct, frozen=True):
    """Of the result everything but days and minutes."""

    complete: bool
    passed: bool
    score: ReadScore | None


class ReadLesson(Struct, frozen=True):
    """Of a lesson whether it was finished."""

    id: str
    state: Literal["new", "begun", "finished"]


class ReadTopic(Struct, frozen=True):
    """Of a topic its share."""

    id: str
    title: str
    score: ReadScore | None


class ReadPlay(Struct, frozen=True):
    """Of the best play its ending."""

    ending: EndingMet


class ReadScenario(Struct, frozen=True):
    """Of a scenario the best play."""

    id: str
    title: str
    best: ReadPlay


class ReadMissed(Struct, frozen=True):
    """Of a missed question which one it is; never what was answered."""

    lesson: str
    question: str
    prompt: str


class ReadChecks(Struct, frozen=True):
    """Both checks."""

    opening: CheckResult | None = None
    closing: CheckResult | None = None


class Read(Struct, frozen=True):
    """Of one summary what a group's view needs; the rest is passed over unread, the name among it."""

    schema: Literal["advocacy-coach/summary"]
    schema_version: Literal[1]
    made: Moment
    course: ReadCourse
    result: ReadResult
    lessons: tuple[ReadLesson, ...]
    scenarios: tuple[ReadScenario, ...]
    topics: tuple[ReadTopic, ...]
    missed: tuple[ReadMissed, ...] | None
    learner: str | None = None
    checks: ReadChecks | None = None

    @property
    def sound(self) -> bool:
        """False when it says what no summary does: passed before complete, more points than there are."""
        checks = self.checks or ReadChecks()
        taken = [check for check in (checks.opening, checks.closing) if check]
        return (self.result.complete or not self.result.passed) and all(one.points <= one.of for one in taken)
