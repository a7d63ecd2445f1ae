"""A scenario as a picture: boxes for scenes and endings, arrows for choices; and that as Mermaid text."""

import re
from collections.abc import Iterator
from typing import Final, Literal

from msgspec import Struct

from advocacy_coach.course.characters import cleaned
from advocacy_coach.course.model import Ending, EndingKind, Grade, Scene, SceneChoice
from advocacy_coach.course.prose import plain
from advocacy_coach.course.scenarios.story import OVER, Story
from advocacy_coach.course.scenarios.walk import Walk
from advocacy_coach.i18n import _

Kind = Literal["scene", "over", "ending"]

GRADES: Final[dict[Grade, str]] = {"best": "✓", "fair": "~", "weak": "✗", "tempting": "!"}
"""The glyph of a choice: the same as on the learner's screen."""

KINDS: Final[dict[EndingKind, str]] = {"good": "✓", "mixed": "~", "bad": "✗"}
"""The glyph of an ending: the same as on the learner's screen."""

SCENE_WIDTH: Final = 60
"""Characters of a scene's text that stand in its box."""

CHOICE_WIDTH: Final = 40
"""Characters of a choice's text that stand at its arrow."""

CONDITION_WIDTH: Final = 80
"""Characters of a condition that stand at an arrow."""

_OVER_ID: Final = "over"

_SPECIAL = re.compile(r"[^\w .,!?’“”„…✓✗~-]|_|\.(?=\S)|(?<=.)~|^[^\w✓✗~!“]|^\d")
"""A character that could mean something to Mermaid, to the Markdown in its labels, or to HTML.

At the start of a line more do, since lists begin there; a dot between letters can make a web address.
"""


class Box(Struct, frozen=True):
    """A scene, the end or an ending, with the lines that stand in it. ``id`` is made here, safe anywhere."""

    id: str
    lines: tuple[str, ...]
    kind: Kind


class Arrow(Struct, frozen=True):
    """The way from one box to another; dotted where a condition decides and not the learner."""

    tail: str
    head: str
    lines: tuple[str, ...]
    dotted: bool = False


class Graph(Struct, frozen=True):
    """A picture, in the order of the file."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def graph(story: Story, seen: Walk) -> Graph:
    """The picture of a story; of the endings those that a play reaches, or all when nobody knows."""
    boxes = [Box(_scene_id(number), _told(stop.scene), "scene") for number, stop in enumerate(story.stops)]
    boxes.append(Box(_OVER_ID, (_("The end"),), "over"))
    arrows = list(_ways(story))
    for number, close in enumerate(story.closes):
        if number in seen.endings or not seen.whole:
            boxes.append(Box(f"ending{number}", _named(close.ending), "ending"))
            when = _clipped(close.ending.when, CONDITION_WIDTH) or _("otherwise")
            arrows.append(Arrow(_OVER_ID, f"ending{number}", (when,), dotted=True))
    return Graph(tuple(boxes), tuple(arrows))


def mermaid(picture: Graph) -> str:
    """The picture as a Mermaid flowchart, whatever its texts are."""
    rows = ["flowchart TD"]
    for box in picture.boxes:
        left, right = {"scene": ("[", "]"), "over": ("((", "))"), "ending": ("([", "])")}[box.kind]
        rows.append(f'    {box.id}{left}"{_label(box.lines)}"{right}')
    for arrow in picture.arrows:
        line = "-.->" if arrow.dotted else "-->"
        rows.append(f'    {arrow.tail} {line}|"{_label(arrow.lines)}"| {arrow.head}')
    return "\n".join(rows) + "\n"


def _ways(story: Story) -> Iterator[Arrow]:
    for number, stop in enumerate(story.stops):
        here = _scene_id(number)
        for move in stop.moves:
            yield Arrow(here, _scene_id(move.to), _offered(move.choice))
        if stop.test is not None:
            when = _("unless {condition}").format(condition=_clipped(stop.scene.when, CONDITION_WIDTH))
            yield Arrow(here, _scene_id(stop.otherwise), (when,), dotted=True)


def _scene_id(number: int) -> str:
    return _OVER_ID if number == OVER else f"scene{number}"


def _told(scene: Scene) -> tuple[str, ...]:
    """The id of a scene and what happens first in it, or what is said first where nothing happens."""
    line = next((line for line in scene.lines if not line.speaker), scene.lines[0])
    return scene.id, _clipped(plain(line.text), SCENE_WIDTH)


def _offered(choice: SceneChoice) -> tuple[str, ...]:
    return f"{GRADES[choice.verdict]} {choice.id}", _clipped(plain(choice.text), CHOICE_WIDTH)


def _named(ending: Ending) -> tuple[str, ...]:
    return f"{KINDS[ending.kind or 'mixed']} {ending.id}", _clipped(ending.title, SCENE_WIDTH)


def _clipped(text: str, width: int) -> str:
    """The text on one line of at most ``width`` harmless characters."""
    line = cleaned(" ".join(text.split()))
    if len(line) <= width:
        return line
    words = line[:width].rpartition(" ")[0]
    return (words if 2 * len(words) > width else line[: width - 1]).rstrip(" ,") + "…"


def _label(lines: tuple[str, ...]) -> str:
    return "<br/>".join(_SPECIAL.sub(_as_code, line) for line in lines if line)


def _as_code(match: re.Match[str]) -> str:
    """A character as Mermaid's own code: ``#34;`` for a quotation mark."""
    return f"#{ord(match[0])};"
