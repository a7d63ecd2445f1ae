"""The rules of ``check``, each with its stable code: the one table that the checks and the docs share."""

from typing import NamedTuple

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.problems import Problem, Severity


class Rule(NamedTuple):
    """One rule. ``meaning`` says in a line what breaking it looks like; codes from AC500 only warn."""

    code: str
    meaning: str

    @property
    def severity(self) -> Severity:
        """Whether breaking this rule keeps a file from being used."""
        return "warning" if self.code >= "AC5" else "error"

    def broken(self, path: str, place: tuple[int, int], message: str, hint: str = "") -> Problem:
        """The problem of breaking this rule at a line and column, fit for any terminal."""
        line, column = place
        return Problem(cleaned(path), line, column, self.code, cleaned(message), cleaned(hint), self.severity)


UNREADABLE = Rule("AC101", "a file that cannot be read")
TOO_LARGE = Rule("AC102", "a file larger than 1 MiB")
NOT_UTF8 = Rule("AC103", "a file that is not UTF-8")
CHARACTER = Rule("AC104", "a control or invisible character, typed or made by an escape")
SYNTAX = Rule("AC105", "YAML that cannot be read")
TOO_DEEP = Rule("AC106", "more than 24 levels of nesting")
SPECIAL_YAML = Rule("AC107", "an anchor, an alias, a tag or a merge key")
DUPLICATE_KEY = Rule("AC108", "a key twice in one mapping")
ODD_KEY = Rule("AC109", "a key that is not plain text")
SECOND_DOCUMENT = Rule("AC110", "a second document in one file")
NOT_A_MAPPING = Rule("AC111", "an empty file, or one that does not start with keys")

UNKNOWN_KEY = Rule("AC201", "an unknown key")
MISSING_KEY = Rule("AC202", "a missing key")
WRONG_TYPE = Rule("AC203", "a value of the wrong type")
WRONG_VALUE = Rule("AC204", "a value outside what is allowed")
EMPTY = Rule("AC205", "an empty value where text is needed")
LENGTH = Rule("AC206", "too few or too many items in a list")
FORMAT = Rule("AC207", "a `format` other than 1")
UNKNOWN_TYPE = Rule("AC208", "an unknown type of step")
NOT_ACCEPTED = Rule("AC209", "anything else the course model refuses")

DUPLICATE_ID = Rule("AC301", "an id used twice where it must be unique")
RIGHT_ANSWER = Rule("AC302", "no right answer, or too many")
REPEATED_OPTION = Rule("AC303", "two options with the same text")
PROSE = Rule("AC304", "HTML, a table, an image or an unsafe link in prose")

UNKNOWN_TOPIC = Rule("AC401", "a topic that `course.yaml` does not have")
UNKNOWN_CLAIM = Rule("AC402", "a claim that `claims.yaml` does not have")
UNKNOWN_SOURCE = Rule("AC403", "a source that `sources.yaml` does not have")
UNKNOWN_LESSON = Rule("AC404", "a lesson in `path` that no file has")
UNKNOWN_BIN = Rule("AC405", "a card for a bin that the question does not have")

HINT_TELLS = Rule("AC501", "a hint that contains the answer")
LONGEST_RIGHT = Rule("AC502", "the right option is the longest in more than half of the choice questions")
SAME_POSITION = Rule("AC503", "more than half of the right answers on one position")
ALL_OF_ABOVE = Rule("AC504", "“all of the above” or “none of the above”")
NOT_TAUGHT = Rule("AC505", "a claim that no page teaches")
NOT_TESTED = Rule("AC506", "a claim that no scored question tests")
OFF_STAGE = Rule("AC507", "a page or question that does not fit a projected 64x18 screen")
LONG_SENTENCE = Rule("AC508", "a sentence of more than 30 words")
NOT_IN_PATH = Rule("AC509", "a lesson that `path` does not name")

RULES: tuple[Rule, ...] = tuple(rule for rule in globals().values() if isinstance(rule, Rule))
"""Every rule, by code."""
