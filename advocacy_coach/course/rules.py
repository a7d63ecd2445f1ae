"""The rules of ``check``, each with its stable code: the one table that the checks and the docs share."""

from typing import NamedTuple

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.problems import Problem, Severity


class Rule(NamedTuple):
    """One rule. ``meaning`` says in a line what breaking it looks like.

    Codes AC5xx only warn. Codes AC6xx are proved by playing a scenario in every way: they fail the check, and
    yet the scenario can be played.
    """

    code: str
    meaning: str

    @property
    def severity(self) -> Severity:
        """Whether breaking this rule fails the check."""
        return "warning" if self.code.startswith("AC5") else "error"

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

CONDITION = Rule("AC305", "a condition that cannot be read")
OTHERWISE = Rule("AC306", "a `when` without `otherwise` or the reverse, on the first scene, or in a circle")
ENDING = Rule("AC307", "an ending without a title, a text or a kind, its own or the course's")
RESERVED = Rule("AC308", "an id that has a meaning of its own, such as `end` for a scene or `you` in a cast")
THRESHOLD = Rule("AC309", "a limit that cannot be reached, or limits out of order")
NOT_PARALLEL = Rule("AC310", "two forms of a check that do not ask about the same areas")
MINUTES = Rule("AC311", "minutes of a workshop that do not add up, or a talk that does not fit its step")

UNKNOWN_TOPIC = Rule("AC401", "a topic that `course.yaml` does not have")
UNKNOWN_CLAIM = Rule("AC402", "a claim that `claims.yaml` does not have")
UNKNOWN_SOURCE = Rule("AC403", "a source that `sources.yaml` does not have")
UNKNOWN_LESSON = Rule("AC404", "a lesson in `path` or in a workshop that no file has")
UNKNOWN_BIN = Rule("AC405", "a card for a bin that the question does not have")
UNKNOWN_SCENE = Rule("AC406", "a `goto` or `otherwise` that leads to no scene")
UNKNOWN_METER = Rule("AC407", "an effect, a start or a condition on a meter that `course.yaml` does not have")
UNKNOWN_SPEAKER = Rule("AC408", "a line of somebody who is not in the cast")
UNKNOWN_SCENARIO = Rule("AC409", "a scenario that no file in `scenarios/` has")
NO_PITFALL = Rule("AC410", "a choice whose `pitfall` is not a topic that `course.yaml` calls a pitfall")
UNKNOWN_AREA = Rule("AC411", "an area that a tool does not have, or one that nothing asks about")
UNKNOWN_BAND = Rule("AC412", "a band that the mood check does not have")
UNKNOWN_STATEMENT = Rule("AC413", "a statement that the mood check does not have")
UNKNOWN_TOOL = Rule("AC414", "a file in `tools/` or `check/` that is none of the known tools")
UNKNOWN_STEP = Rule("AC415", "a step that the lesson does not have, or that plays a scenario")
NO_MOOD_CHECK = Rule("AC416", "a mood step in a course without a mood check")
UNKNOWN_OPTION = Rule(
    "AC417", "an id in `only` that the question does not have, or a question shown as a whole"
)

HINT_TELLS = Rule("AC501", "a hint that contains the answer")
LONGEST_RIGHT = Rule("AC502", "the right option is the longest in more than half of the choice questions")
SAME_POSITION = Rule("AC503", "more than half of the right answers on one position")
ALL_OF_ABOVE = Rule("AC504", "“all of the above” or “none of the above”")
NOT_TAUGHT = Rule("AC505", "a claim that no page teaches")
NOT_TESTED = Rule("AC506", "a claim that no scored question tests")
OFF_STAGE = Rule("AC507", "a page, question or slide that does not fit a projected 64x18 screen")
LONG_SENTENCE = Rule("AC508", "a sentence of more than 30 words")
NOT_IN_PATH = Rule("AC509", "a lesson that `path` does not name")
CONSTANT = Rule("AC510", "a condition that is always true, or never")
BOUND = Rule("AC511", "a scenario with more states than `check` walks through, so that nothing is proved")
UNUSED_METER = Rule("AC512", "a meter that no scenario moves or asks for")
NO_PLAN = Rule("AC513", "a scenario that no plan proves")

UNREACHED_SCENE = Rule("AC601", "a scene that no play reaches")
NO_EXIT = Rule("AC602", "a circle of scenes that a play cannot leave")
NO_ENDING = Rule("AC603", "a play after which no ending holds")
UNREACHED_ENDING = Rule("AC604", "an ending that no play reaches")
PLAN = Rule("AC605", "a plan that cannot be played, or ends elsewhere")
BEST_PATH = Rule("AC606", "a best path that is missing, or does not end well")
TEMPTING_PATH = Rule("AC607", "a tempting path that ends well")

RULES: tuple[Rule, ...] = tuple(rule for rule in globals().values() if isinstance(rule, Rule))
"""Every rule, by code."""
