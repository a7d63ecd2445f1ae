"""Another language is a catalogue and not a change."""

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from advocacy_coach import i18n
from advocacy_coach.i18n import _, ngettext, use_language

PACKAGE = Path(__file__).parent.parent / "advocacy_coach"


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A tiny Polish catalogue, in use."""
    catalogue = Catalog(locale="pl")
    catalogue.add("help", "pomoc")
    catalogue.add(
        ("{done} of {count} lesson done", "{done} of {count} lessons done"),
        ("{done} z {count} lekcji", "{done} z {count} lekcji", "{done} z {count} lekcji"),
    )
    catalogue.add(("one lesson", "{n} lessons"), ("lekcja", "{n} lekcje", "{n} lekcji"))
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    (folder / "advocacy_coach.mo").write_bytes(buffer.getvalue())
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    use_language("pl")
    yield
    use_language("en")


@pytest.mark.usefixtures("polish")
def test_a_catalogue_changes_the_words() -> None:
    from advocacy_coach.tui.commands import commands

    assert _("help") == "pomoc"
    assert next(command for command in commands() if command.action == "help").label == "pomoc"


@pytest.mark.usefixtures("polish")
@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "lekcji"),
        (1, "lekcja"),
        (2, "lekcje"),
        (5, "lekcji"),
        (12, "lekcji"),
        (22, "lekcje"),
        (101, "lekcji"),
    ],
)
def test_plural_forms_follow_the_language(n: int, words: str) -> None:
    assert words in ngettext("one lesson", "{n} lessons", n)


def test_what_no_catalogue_knows_stays_english() -> None:
    use_language("xx")
    assert _("help") == "help"
    use_language("en")


def test_every_word_of_the_program_can_be_collected() -> None:
    found = {
        message if isinstance(message, str) else message[0]
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(PACKAGE), method_map=[("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)}
        )
    }
    for words in ("Pick one.", "Not this time.", "{done} of {count} lesson done", "Keep in mind:"):
        assert words in found
    assert len(found) > 150


def test_no_word_hides_where_the_collector_does_not_look() -> None:
    """A call inside an f-string is not collected before Python 3.12."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
                assert not names & {"_", "ngettext"}, f"{path}:{node.lineno}"


def test_the_language_is_that_of_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    use_language("pl")
    assert i18n.language() == "en"  # no catalogue, so the words are English
    use_language("en")


@pytest.mark.usefixtures("polish")
def test_a_catalogue_says_its_language() -> None:
    assert i18n.language() == "pl"
