"""The commands of a facilitator, as they are typed."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from advocacy_coach import paths
from advocacy_coach.cli import commands, facilitator
from advocacy_coach.cli.options import GUIDE_FORMATS, REPORT_FORMATS
from advocacy_coach.course.library import Library
from advocacy_coach.errors import CoachError
from advocacy_coach.workshop import extra, opening
from advocacy_coach.workshop.address import ALPHABET
from advocacy_coach.workshop.building import build
from advocacy_coach.workshop.deck import Deck
from advocacy_coach.workshop.events import Moved, Opened, Place
from advocacy_coach.workshop.guide.writers import GUIDE_WRITERS
from advocacy_coach.workshop.journal import read
from advocacy_coach.workshop.opening import Wish
from advocacy_coach.workshop.report.writers import REPORT_WRITERS
from tests.conftest import PLAYED
from tests.workshop.made import AT, Clock

COURSE = ("--course", str(PLAYED))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own."""
    monkeypatch.setenv("ADVOCACY_COACH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def run(*args: str) -> Result:
    """What a command says and writes."""
    return CliRunner().invoke(commands, args)


def short() -> Deck:
    """The deck of the plan of the tests, as the commands make it."""
    library = Library.open(PLAYED, None)
    return build(library.workshop("short"), library)


def test_the_formats_of_the_help_are_those_of_the_writers() -> None:
    assert set(GUIDE_FORMATS) == set(GUIDE_WRITERS)
    assert set(REPORT_FORMATS) == set(REPORT_WRITERS)


@pytest.mark.parametrize("format", GUIDE_FORMATS)
def test_a_guide_is_written_whole_and_no_file_is_replaced(tmp_path: Path, format: str) -> None:
    file = tmp_path / f"guide.{format}"
    done = run("guide", "--plan", "short", "--format", format, "-o", str(file), *COURSE)
    assert done.exit_code == 0, done.output
    whole = file.read_text("utf-8")
    assert "SAY-SENTINEL welcome" in whole
    again = run("guide", "--plan", "short", "--format", format, "-o", str(file), *COURSE)
    assert again.exit_code == 1
    assert file.read_text("utf-8") == whole


def test_large_print_is_another_document() -> None:
    small = run("guide", "--plan", "short", *COURSE)
    assert run("guide", "--plan", "short", "--large", *COURSE).output != small.output


@pytest.mark.parametrize("command", ["guide", "workshop"])
def test_a_plan_that_is_not_there_is_answered_with_those_that_are(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facilitator, "require_terminal", lambda: None)
    done = run(command, "--plan", "long", *COURSE)
    assert done.exit_code == 1
    assert "short" in done.output


@pytest.mark.parametrize("command", ["workshop", "notes"])
def test_without_a_terminal_a_sentence_says_so(command: str) -> None:
    done = run(command)
    assert done.exit_code == 2
    assert "terminal" in done.output


def test_an_interface_is_for_phones_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facilitator, "require_terminal", lambda: None)
    done = run("workshop", "--plan", "short", "--interface", "eth0", *COURSE)
    assert done.exit_code == 2
    assert "--phones" in done.output


def test_an_interface_that_is_not_there_is_said_before_the_stage_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facilitator, "require_terminal", lambda: None)
    done = run("workshop", "--plan", "short", "--phones", "--interface", "no-such", *COURSE)
    assert done.exit_code == 2
    assert "no-such" in done.output


def test_without_the_packages_phones_are_refused_with_how_to_add_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facilitator, "require_terminal", lambda: None)
    monkeypatch.setattr(extra, "missing", lambda: ("aiohttp",))
    done = run("workshop", "--plan", "short", "--phones", *COURSE)
    assert done.exit_code == 3
    assert "pip install 'advocacy-coach[phones]'" in done.output


def test_a_workshop_opens_no_record(home: Path) -> None:
    assert run("guide", "--plan", "short", *COURSE).exit_code == 0
    assert not (home / "data" / "record.db").exists()


def test_there_is_no_report_before_the_first_session() -> None:
    done = run("workshop", "--report", *COURSE)
    assert done.exit_code == 1
    assert "No session has been held yet." in done.output


@pytest.mark.parametrize("format", REPORT_FORMATS)
def test_the_report_is_that_of_the_newest_session(format: str) -> None:
    clock = Clock()
    older = opening.begin(short(), paths.workshops_dir(), clock, 7)
    older.journal.append(Moved(clock(), Place(0, "show")))
    clock.wait(3600)
    newest = opening.begin(short(), paths.workshops_dir(), clock, 12)
    newest.journal.append(Moved(clock(), Place(0, "show")))
    clock.wait(60)
    opening.begin(short(), paths.workshops_dir(), clock, 44)  # opened by mistake, and left
    done = run("workshop", "--report", "--format", format, *COURSE)
    assert done.exit_code == 0, done.output
    assert "12" in done.output
    assert "A short workshop" in done.output


def test_an_interrupted_session_is_gone_on_with_when_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, folder, library = Clock(), paths.workshops_dir(), Library.open(PLAYED, None)
    left = opening.begin(short(), folder, clock, 9, "10.0.0.7")
    left.journal.append(Moved(clock(), Place(1, "vote")))
    left.opened("10.0.0.7", 8770)
    monkeypatch.setattr(facilitator, "datetime", _Frozen)
    options = {"plan": None, "resume": True, "groups": "", "phones": False, "interface": None, "room": 20}
    options["port"] = None
    again = facilitator._session(library, folder, options)
    assert (again.code, again.room, again.show.place) == (left.code, 9, Place(1, "vote"))
    assert facilitator._wish(again, options) == Wish("10.0.0.7", None)
    fresh = facilitator._session(library, folder, {**options, "plan": "short", "resume": False})
    assert (fresh.room, facilitator._wish(fresh, options)) == (20, None)


def test_a_session_whose_plan_has_other_steps_now_is_not_gone_on_with() -> None:
    live = opening.begin(short(), paths.workshops_dir(), Clock(), 9)
    changed = replace(short(), items=short().items[1:])
    with pytest.raises(CoachError, match="other steps"):
        opening.resume(changed, live.journal.path, Clock())


def test_a_plan_that_asks_the_mood_wants_phones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facilitator, "require_terminal", lambda: None)
    done = run("workshop", "--plan", "mood", "--new")
    assert done.exit_code == 2
    assert "--phones" in done.output


class _Frozen:
    """Half an hour after the sessions of the tests began."""

    @staticmethod
    def now(_zone: object) -> object:
        return AT + timedelta(minutes=30)


def test_a_code_has_no_letters_that_look_alike(tmp_path: Path) -> None:
    codes = {opening.begin(short(), tmp_path / str(n), Clock(), 0).code for n in range(20)}
    assert len(codes) > 15
    assert all(len(code) == 4 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1I") & set(ALPHABET)


def test_a_journal_of_nothing_is_no_session(tmp_path: Path) -> None:
    file = tmp_path / "empty.jsonl"
    file.write_text("")
    with pytest.raises(CoachError):
        opening.resume(short(), file, Clock())


def test_the_ports_that_are_tried() -> None:
    before = Opened(AT, "10.0.0.7", 9001)
    usual = list(range(opening.PORT, opening.PORT + opening.TRIES))
    assert list(opening._ports(Wish(port=4000), before)) == [4000]
    assert list(opening._ports(Wish(), before)) == [9001, *usual]
    assert list(opening._ports(Wish(), None)) == usual


async def test_phones_come_back_to_the_address_they_know(tmp_path: Path) -> None:
    pytest.importorskip("aiohttp")
    deck, told = short(), list[str]()
    live = opening.begin(deck, tmp_path, Clock(), 9)
    booth = await opening.open_phones(live, Wish("127.0.0.1"), told.append)
    await booth.stop()
    assert any("this computer alone" in words for words in told)
    assert live.address == f"127.0.0.1:{booth.port}/{live.code}"
    again = opening.resume(deck, live.journal.path, Clock())
    booth_again = await opening.open_phones(again, Wish("127.0.0.1"), told.append)
    await booth_again.stop()
    assert (again.address, again.url) == (live.address, live.url)
    opened = [event for event in read(live.journal.path) if isinstance(event, Opened)]
    assert len(opened) == 1


def test_the_commands_load_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("aiohttp", "segno")]:
        monkeypatch.delitem(sys.modules, name)
    assert run("guide", "--plan", "short", *COURSE).exit_code == 0
    assert not {"aiohttp", "segno"} & set(sys.modules)
