"""What the program says when it cannot go on: a sentence, what to do about it, and an exit code."""


class CoachError(Exception):
    """A problem a person can act on; shown as text, never as a traceback.

    ``exit_code`` follows the command line's contract: 1 the input or the work failed, 2 wrong use,
    3 an outside service failed.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class CourseError(CoachError):
    """A course, or one lesson of it, cannot be used."""


class RecordError(CoachError):
    """The record cannot be opened, read or written."""


class ExportError(CoachError):
    """A document cannot be written."""


class ToolError(CoachError):
    """A program that we do not bring along is missing or failed."""

    exit_code = 3


class LrsError(CoachError):
    """A learning record store cannot be reached, or will not take what is sent."""

    exit_code = 3


class UsageError(CoachError):
    """The command was called in a way that cannot work."""

    exit_code = 2
