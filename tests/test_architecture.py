"""The shape of the code: what the import contracts cannot say."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "advocacy_coach"
MODULES = sorted(PACKAGE.rglob("*.py"))
SCREENS = sorted((PACKAGE / "tui").rglob("*.py"))
STYLES = sorted((PACKAGE / "tui" / "styles").glob("*.tcss"))


def _name(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def _loaded_by(code: str, tmp_path: Path) -> set[str]:
    """The modules a fresh interpreter holds after ``code``, with a home that nobody may write to."""
    script = f"import sys\n{code}\nsys.stdout.write(' '.join(sys.modules))"
    home = tmp_path / "no-home"
    home.write_text("a file, so that no folder can be made below it")
    environment = {**os.environ, "HOME": str(home), "ADVOCACY_COACH_HOME": str(home / "below")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("path", SCREENS, ids=_name)
def test_a_screen_file_stays_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 220
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) <= 25, node.name


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_and_public_name_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    kinds = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    names = [
        node.name
        for parent in ast.walk(tree)
        if isinstance(parent, ast.Module | ast.ClassDef) and not getattr(parent, "name", "").startswith("_")
        for node in parent.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    documented_by_base = {"invoke", "control"}
    assert not set(names) - documented_by_base


def test_nothing_but_the_commands_prints() -> None:
    printing = [
        _name(path)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert set(printing) == {str(Path("cli", "talk.py"))}


def test_nothing_but_the_delivery_opens_connections() -> None:
    # The import contracts say the same of socket, ssl and http; of urllib they cannot tell the parts apart.
    opening = [
        _name(path)
        for path in MODULES
        if re.search(r"\burllib\.request\b|\bfrom urllib import\b", path.read_text("utf-8"))
    ]
    assert opening == [str(Path("records", "lrs.py"))]


def test_the_record_is_written_without_threads() -> None:
    for path in (PACKAGE / "records").glob("*.py"):
        assert not re.search(
            r"\b(threading|concurrent|to_thread|run_worker|@work)\b", path.read_text("utf-8")
        )


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_rules_of_a_stylesheet_are_nested_under_what_they_are_for(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    outer, depth = [], 0
    for piece in re.split(r"([{}])", text):
        if piece == "{":
            depth += 1
        elif piece == "}":
            depth -= 1
        elif depth == 0 and piece.strip():
            outer.append(piece.strip())
    ours = {
        "Screen",
        "Rail",
        "Sheet",
        "ActionLine",
        "Rail, Sheet, ActionLine",
        "LessonScreen",
        "Panel",
        "StageScreen",
        "LineEntry",
        "NotesScreen",
    }
    assert {name for name in outer if not name.startswith(".-")} <= ours


def test_colours_come_from_the_theme() -> None:
    for path in STYLES:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb", path.read_text("utf-8"))


@pytest.mark.parametrize("module", ["advocacy_coach", "advocacy_coach.paths", "advocacy_coach.settings"])
def test_importing_touches_no_disk(module: str, tmp_path: Path) -> None:
    assert module in _loaded_by(f"import {module}", tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        "import advocacy_coach.cli",
        "import advocacy_coach.reports.export, advocacy_coach.records.store, advocacy_coach.course.library",
        "from advocacy_coach.__main__ import main; main(['--version'])",
    ],
)
def test_commands_never_load_textual(code: str, tmp_path: Path) -> None:
    loaded = _loaded_by(code, tmp_path)
    assert not {name for name in loaded if name.partition(".")[0] in {"textual", "rich"}}


def test_home_loads_neither_yaml_nor_markdown_nor_click(tmp_path: Path) -> None:
    loaded = _loaded_by("import advocacy_coach.tui.app, advocacy_coach.tui.start", tmp_path)
    assert not {"yaml", "click", "advocacy_coach.reports.summary"} & loaded


def test_the_repository_names_no_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = [name for name in listed.splitlines() if name.endswith((".toml", ".txt", ".md", ".cfg", ".yaml"))]
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian")
    for name in names:
        path = ROOT / name
        if path.exists():
            assert not hosts.search(path.read_text("utf-8")), name
