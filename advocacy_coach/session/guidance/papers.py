"""Answers from paper: what stands on the sheet of a team, as groups with counts."""

from collections.abc import Mapping

from advocacy_coach.course.tools import MoodCheck
from advocacy_coach.session.guidance.mood import MOST
from advocacy_coach.session.guidance.team import Counts, Group, TeamReading, read

ASKED = "asked"
"""The item of a sheet that says how many people were asked."""

MOST_GROUPS = 20
MOST_PEOPLE = 9999


def groups_of(tool: MoodCheck, marks: Mapping[str, str]) -> list[Group]:
    """The groups on a sheet, each with the counts of the statements that were typed."""
    groups = []
    for number in group_numbers(marks):
        counts = {
            each.id: found
            for each in tool.statements
            if (found := counts_of(marks.get(f"{number}.{each.id}", ""))) is not None
        }
        groups.append(Group(marks[f"group.{number}"], counts))
    return groups


def group_numbers(marks: Mapping[str, str]) -> list[int]:
    """The numbers of the groups on a sheet, in the order they were made."""
    found = (item.removeprefix("group.") for item in marks if item.startswith("group."))
    return sorted(int(number) for number in found if number.isdecimal())


def asked(marks: Mapping[str, str]) -> int:
    """How many people were asked; 0 where nobody said."""
    words = marks.get(ASKED, "")
    return int(words) if words.isdecimal() and int(words) <= MOST_PEOPLE * MOST_GROUPS else 0


def counts_of(words: str) -> Counts | None:
    """Counts as they are typed: for answers 1 to 5, then “I don't know”, which may be left out; else None."""
    parts = words.replace(",", " ").split()
    if len(parts) == MOST + 1:
        parts.append("0")
    if len(parts) != MOST + 2 or not all(part.isdecimal() for part in parts):
        return None
    counts = tuple(map(int, parts))
    return counts if all(count <= MOST_PEOPLE for count in counts) else None


def read_sheet(tool: MoodCheck, marks: Mapping[str, str]) -> TeamReading:
    """The reading of what stands on a sheet."""
    return read(tool, groups_of(tool, marks), asked(marks))
