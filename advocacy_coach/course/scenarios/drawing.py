"""The picture of a scenario in the formats that can be asked for; two of them need graphviz.

The Python package ``graphviz`` writes DOT, and the program ``dot`` makes SVG of it. Both are there only where
somebody installed them, and only here they are asked for.
"""

from textwrap import wrap
from typing import TYPE_CHECKING, Final

from advocacy_coach.course.scenarios.graph import Graph, Kind, graph, mermaid
from advocacy_coach.course.scenarios.story import Story
from advocacy_coach.course.scenarios.walk import walk
from advocacy_coach.errors import CoachError, ToolError
from advocacy_coach.i18n import _

if TYPE_CHECKING:
    from graphviz import Digraph

LABEL_WIDTH: Final = 28
"""Characters to a line of a label in DOT, which wraps nothing by itself."""

_SHAPES: Final[dict[Kind, str]] = {"scene": "box", "over": "circle", "ending": "oval"}


def draw(story: Story, format: str) -> bytes:
    """The picture of a story as ``mermaid``, ``dot`` or ``svg``.

    Raises CoachError when the package graphviz is missing, ToolError when the program dot is, or fails.
    """
    picture = graph(story, walk(story))
    if format == "mermaid":
        return mermaid(picture).encode()
    source = _digraph(picture)
    return source.source.encode() if format == "dot" else _rendered(source)


def _digraph(picture: Graph) -> "Digraph":
    try:
        from graphviz import Digraph
    except ImportError:
        message = _("Pictures as DOT or SVG need the Python package graphviz.")
        hint = _("Install it with “pip install graphviz”, or take --format mermaid.")
        raise CoachError(message, hint) from None
    source = Digraph(node_attr={"fontname": "sans-serif"}, edge_attr={"fontname": "sans-serif"})
    for box in picture.boxes:
        source.node(box.id, _label(box.lines), shape=_SHAPES[box.kind])
    for arrow in picture.arrows:
        source.edge(arrow.tail, arrow.head, _label(arrow.lines), style="dotted" if arrow.dotted else "solid")
    return source


def _rendered(source: "Digraph") -> bytes:
    from subprocess import CalledProcessError

    from graphviz import ExecutableNotFound

    try:
        svg: bytes = source.pipe(format="svg", quiet=True)
    except ExecutableNotFound:
        message = _("Pictures as SVG need the program dot, which is not installed or not on the PATH.")
        hint = _("Install Graphviz (for example: apt-get install graphviz), or take --format dot.")
        raise ToolError(message, hint) from None
    except CalledProcessError as error:
        message = _("The program dot could not draw this and ended with {code}.")
        raise ToolError(message.format(code=error.returncode)) from None
    return svg


def _label(lines: tuple[str, ...]) -> str:
    """Lines as a label in which nothing is an escape, an entity or HTML."""
    from graphviz import nohtml

    rows = [row for line in lines for row in wrap(line, LABEL_WIDTH)]
    label: str = nohtml("\\n".join(row.replace("\\", "\\\\").replace("&", "&amp;") for row in rows))
    return label
