"""A course as the program uses it: lessons listed at once, read when they are opened, never read twice."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import library as library_module
from advocacy_coach.course import listing, reading
from advocacy_coach.course.checks import Known
from advocacy_coach.course.folder import MOOD_CHECK, PLAN_CHECK, SITUATIONS, TOOLS
from advocacy_coach.course.library import Entry, Library, ScenarioEntry
from advocacy_coach.course.model import Lesson, Page, Scenario
from advocacy_coach.errors import CourseError
from tests.conftest import SMALL
from tests.course import scenarios_made as made
from tests.course.tools_yaml import with_tools

V, F = "10-voices.yaml", "20-forcing.yaml"


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the lessons that were read from YAML since the test began."""
    names: list[str] = []

    def noting(path: Path, known: Known) -> reading.Loaded[Lesson]:
        names.append(path.name)
        return load(path, known)

    load = reading.load_lesson
    monkeypatch.setattr(reading, "load_lesson", noting)
    monkeypatch.setattr(listing, "load_lesson", noting)
    return names


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def catalogue(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def summary(library: Library) -> list[tuple[str, str, bool]]:
    return [(Path(entry.path).name, entry.id, bool(entry.problem)) for entry in library.entries]


class TestEntries:
    def test_a_course_lists_its_lessons_with_what_the_home_screen_shows(self, course_dir: Path) -> None:
        library = Library.open(course_dir, None)
        assert library.course.title == "A small course"
        assert library.entries[0] == Entry(
            id="voices",
            title="Whom people ask",
            path=str(course_dir / V),
            topic="people",
            minutes=4,
            steps=5,
            questions=3,
        )
        assert library.notices == ()

    def test_the_path_gives_the_order_and_file_names_the_rest(self, course_dir: Path) -> None:
        change(course_dir / "course.yaml", "path: [voices, forcing]", "path: [forcing, gone]")
        for name in ("05-c", "30-a"):
            text = (course_dir / V).read_text("utf-8").replace("id: voices", f"id: {name}", 1)
            (course_dir / f"{name}.yaml").write_text(text, "utf-8")
        entries = Library.open(course_dir, None).entries
        assert [entry.id for entry in entries] == ["forcing", "05-c", "voices", "30-a"]

    def test_only_yaml_files_of_the_folder_itself_are_lessons(self, course_dir: Path) -> None:
        (course_dir / "scenarios").mkdir()
        (course_dir / "folder.yaml").mkdir()
        for name in ("scenarios/by-noon.yaml", ".hidden.yaml", "notes.yml", "README.md"):
            (course_dir / name).write_text("x", "utf-8")
        assert len(Library.open(course_dir, None).entries) == 2

    def test_lessons_claims_and_sources_are_what_the_files_say(self, course_dir: Path) -> None:
        library = Library.open(course_dir, None)
        page = library.lesson("forcing").steps[0]
        assert isinstance(page, Page)
        assert page.text.startswith("Ten ready posts arrive.")
        assert library.claims()["P1.13"].text == "Advocacy is voluntary."
        assert library.sources()["E05"].caveat == "The study asked 171 people."

    def test_claims_and_sources_may_be_missing(self, course_dir: Path) -> None:
        for name in ("claims.yaml", "sources.yaml"):
            (course_dir / name).unlink()
        for name in (V, F):
            lines = (course_dir / name).read_text("utf-8").split("\n")
            kept = [line for line in lines if not line.startswith(("    claims:", "    sources:"))]
            (course_dir / name).write_text("\n".join(kept), "utf-8")
        library = Library.open(course_dir, None)
        assert (library.claims(), library.sources(), library.notices) == ({}, {}, ())
        assert [entry.problem for entry in library.entries] == ["", ""]


class TestTrouble:
    def test_a_bad_lesson_is_listed_with_its_reason_and_the_others_open(self, course_dir: Path) -> None:
        change(course_dir / V, "minutes: 4", "minutes: four")
        change(course_dir / V, "correct: true", "correct: x")
        library = Library.open(course_dir, None)
        bad, good = library.entries
        assert (bad.id, bad.title, bad.steps) == ("voices", "Whom people ask", 0)
        assert bad.problem == f"{V}:5: “minutes” must be a whole number from 1 to 240, found “four”"
        assert good.problem == ""
        assert library.lesson("forcing").id == "forcing"
        with pytest.raises(
            CourseError, match=r"“Whom people ask” cannot be opened: 10-voices\.yaml:5: “minutes”"
        ):
            library.lesson("voices")

    def test_a_lesson_without_even_an_id_goes_by_its_file(self, course_dir: Path) -> None:
        for text, said in (
            ("\tnothing", "a tab cannot indent"),
            ("id: [x]\ntitle: {}\n", "the keys “format”"),
        ):
            (course_dir / V).write_text(text, "utf-8")
            entry = Library.open(course_dir, None).entries[-1]
            assert (entry.id, entry.title) == ("10-voices", "10-voices")
            assert entry.problem.startswith(f"{V}:1: {said}")

    def test_what_a_bad_lesson_says_of_itself_is_harmless(self, course_dir: Path) -> None:
        change(course_dir / V, "title: Whom people ask", 'title: "\\e]52;c;aGk=\\a"')
        for entry in Library.open(course_dir, None).entries:
            assert "\x1b" not in entry.title + entry.problem

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("        correct: true\n        feedback: This", "        feedback: This"),
            ("claims: [W9, W14]", "claims: [W99]"),
            ("minutes: 4", "minutes: 4\nminutes: 5"),
        ],
    )
    def test_any_error_of_check_keeps_a_lesson_closed(self, course_dir: Path, old: str, new: str) -> None:
        change(course_dir / V, old, new)
        assert summary(Library.open(course_dir, None)) == [(V, "voices", True), (F, "forcing", False)]

    def test_a_warning_does_not(self, course_dir: Path) -> None:
        change(course_dir / V, "text: Nothing, since it is one person", "text: None of the above")
        change(course_dir / V, "claims: [W9, W14]", "claims: []")
        assert summary(Library.open(course_dir, None)) == [(V, "voices", False), (F, "forcing", False)]

    def test_of_two_lessons_with_one_id_the_first_stays(self, course_dir: Path, cache: Path) -> None:
        text = (course_dir / V).read_text("utf-8").replace("Whom people ask", "The other")
        (course_dir / "05-other.yaml").write_text(text, "utf-8")
        for _ in range(2):
            library = Library.open(course_dir, cache)
            assert summary(library) == [
                ("05-other.yaml", "voices", False),
                (V, "voices", True),
                (F, "forcing", False),
            ]
            assert library.entries[1].problem == f"{V}: the id “voices” is taken by 05-other.yaml"
            assert library.lesson("voices").title == "The other"
        (course_dir / "05-other.yaml").unlink()
        library = Library.open(course_dir, cache)
        assert summary(library) == [(V, "voices", False), (F, "forcing", False)]
        assert library.lesson("voices").title == "Whom people ask"

    def test_broken_sources_are_told_and_the_lessons_open(self, course_dir: Path) -> None:
        change(course_dir / "sources.yaml", "sources:", "surces:")
        library = Library.open(course_dir, None)
        assert library.sources() == {}
        assert library.notices == ("sources.yaml:2: unknown key “surces”",)
        assert [entry.problem for entry in library.entries] == ["", ""]

    def test_a_lesson_that_is_not_there_is_a_sentence(self, course_dir: Path) -> None:
        with pytest.raises(CourseError, match="This course has no lesson “gone”"):
            Library.open(course_dir, None).lesson("gone")

    def test_a_broken_course_file_is_shown_with_its_line(self, course_dir: Path) -> None:
        change(course_dir / "course.yaml", "pass_mark: 70", "pass_mark: most")
        with pytest.raises(CourseError) as caught:
            Library.open(course_dir, None)
        assert "AC204  “pass_mark” must be a whole number from 0 to 100, found “most”" in caught.value.message
        assert "  7 | pass_mark: most\n" in caught.value.message
        assert "advocacy-coach check" in caught.value.hint

    def test_a_folder_that_is_no_course_is_a_sentence(self, tmp_path: Path) -> None:
        for folder, said in (
            (tmp_path, "no course.yaml"),
            (tmp_path / "gone", "cannot be read: No such file"),
        ):
            with pytest.raises(CourseError, match=said):
                Library.open(folder, None)


class TestCatalogue:
    def test_the_second_start_reads_no_lesson_and_knows_the_same(
        self, course_dir: Path, cache: Path, read: list[str]
    ) -> None:
        first = Library.open(course_dir, cache)
        assert read == [V, F]
        second = Library.open(course_dir, cache)
        plain = Library.open(course_dir, None)
        del read[2:]
        for library in (first, second):
            assert library.entries == plain.entries
            assert library.course == plain.course
            assert library.lesson("voices") == plain.lesson("voices")
            assert library.claims() == plain.claims()
            assert library.sources() == plain.sources()
        assert read == [V, F]

    def test_only_what_changed_is_read_again(self, course_dir: Path, cache: Path, read: list[str]) -> None:
        Library.open(course_dir, cache)
        read.clear()
        change(course_dir / F, "title: An order is not an offer", "title: A new title")
        library = Library.open(course_dir, cache)
        assert read == [F]
        assert [entry.title for entry in library.entries] == ["Whom people ask", "A new title"]
        assert library.lesson("voices").title == "Whom people ask"
        assert library.lesson("forcing").title == "A new title"
        read.clear()
        Library.open(course_dir, cache)
        assert read == []

    def test_a_change_of_the_same_size_is_seen(self, course_dir: Path, cache: Path) -> None:
        Library.open(course_dir, cache)
        change(course_dir / V, "Whom people ask", "Whom people ASK")
        os.utime(course_dir / V, ns=(1, 1))
        assert Library.open(course_dir, cache).entries[0].title == "Whom people ASK"

    def test_a_bad_lesson_is_remembered_until_it_is_mended(
        self, course_dir: Path, cache: Path, read: list[str]
    ) -> None:
        change(course_dir / V, "minutes: 4", "minutes: four")
        before = Library.open(course_dir, cache).entries
        read.clear()
        change(course_dir / F, "minutes: 6", "minutes: 7")
        assert Library.open(course_dir, cache).entries[0] == before[0]
        assert read == [F]
        change(course_dir / V, "minutes: four", "minutes: 4")
        assert Library.open(course_dir, cache).entries[0].problem == ""

    @pytest.mark.parametrize("name", ["claims.yaml", "course.yaml"])
    def test_lessons_are_judged_anew_when_what_they_refer_to_changes(
        self, course_dir: Path, cache: Path, name: str
    ) -> None:
        Library.open(course_dir, cache)
        old, new = ("id: W14", "id: W15") if name == "claims.yaml" else ("{id: people", "{id: persons")
        change(course_dir / name, old, new)
        assert Library.open(course_dir, cache).entries[0].problem != ""

    def test_lessons_that_come_and_go_are_noticed(
        self, course_dir: Path, cache: Path, read: list[str]
    ) -> None:
        Library.open(course_dir, cache)
        text = (course_dir / F).read_text("utf-8").replace("id: forcing", "id: more", 1)
        (course_dir / "30-more.yaml").write_text(text, "utf-8")
        assert [entry.id for entry in Library.open(course_dir, cache).entries] == [
            "voices",
            "forcing",
            "more",
        ]
        (course_dir / F).unlink()
        assert [entry.id for entry in Library.open(course_dir, cache).entries] == ["voices", "more"]
        assert read == [V, F, "30-more.yaml"]

    def test_another_version_of_the_program_makes_its_own(
        self, course_dir: Path, cache: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Library.open(course_dir, cache)
        read.clear()
        monkeypatch.setattr(library_module, "__version__", "99.0.0")
        Library.open(course_dir, cache)
        assert read == [V, F]

    def test_two_courses_keep_two_catalogues(self, course_dir: Path, cache: Path, read: list[str]) -> None:
        other = course_dir.rename(course_dir.with_name("other"))
        course_dir.mkdir()
        for file in SMALL.iterdir():
            (course_dir / file.name).write_bytes(file.read_bytes())
        for folder in (course_dir, other):
            Library.open(folder, cache)
        read.clear()
        for folder in (course_dir, other):
            assert Library.open(folder, cache).entries[0].path == str(folder / V)
        assert read == []

    def test_a_relative_folder_is_the_same_course(
        self, course_dir: Path, cache: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Library.open(course_dir, cache)
        monkeypatch.chdir(course_dir.parent)
        library = Library.open(Path("course"), cache)
        assert read == [V, F]
        monkeypatch.chdir("/")
        assert library.lesson("voices").id == "voices"

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: b"",
            lambda data: data[:10],
            lambda data: data[:-1],
            lambda data: data + b"x",
            lambda data: b"SQLite format 3\0" * 99,
            lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
            lambda data: data[:12] + b"\xff\xff\xff\xff" + data[16:],
        ],
        ids=["empty", "stump", "cut", "longer", "foreign", "a flipped bit", "an absurd length"],
    )
    def test_a_damaged_catalogue_is_made_anew_in_silence(
        self, course_dir: Path, cache: Path, read: list[str], damage: Callable[[bytes], bytes]
    ) -> None:
        before = Library.open(course_dir, cache).entries
        file = catalogue(cache)
        file.write_bytes(damage(file.read_bytes()))
        read.clear()
        assert Library.open(course_dir, cache).entries == before
        assert read == [V, F]
        read.clear()
        assert Library.open(course_dir, cache).lesson("voices").id == "voices"
        assert read == []

    def test_damage_within_a_lesson_is_found_when_it_is_opened(
        self, course_dir: Path, cache: Path, read: list[str]
    ) -> None:
        Library.open(course_dir, cache)
        file = catalogue(cache)
        data = file.read_bytes()
        at = data.index(b"How much care went into it")
        file.write_bytes(data[:at] + b"X" + data[at + 1 :])
        library = Library.open(course_dir, cache)
        read.clear()
        assert library.lesson("voices") == Library.open(course_dir, None).lesson("voices")
        assert read[0] == V
        assert not file.exists()

    def test_a_catalogue_replaced_by_another_process_is_not_misread(
        self, course_dir: Path, cache: Path
    ) -> None:
        library = Library.open(course_dir, cache)
        change(course_dir / V, "Whom people ask", "Whom people ask, and why they do")
        Library.open(course_dir, cache)
        assert library.lesson("forcing").id == "forcing"
        assert library.lesson("voices").title == "Whom people ask, and why they do"
        catalogue(cache).unlink()
        assert library.lesson("forcing").id == "forcing"

    def test_a_lesson_broken_after_the_start_is_a_sentence(self, course_dir: Path, cache: Path) -> None:
        library = Library.open(course_dir, cache)
        catalogue(cache).unlink()
        (course_dir / V).write_text("format: 1\n", "utf-8")
        with pytest.raises(CourseError, match=r"cannot be opened: 10-voices\.yaml:1: the keys"):
            library.lesson("voices")

    def test_a_cache_that_cannot_be_written_is_done_without(self, course_dir: Path, tmp_path: Path) -> None:
        blocked = tmp_path / "a file"
        blocked.write_text("x", "utf-8")
        library = Library.open(course_dir, blocked / "cache")
        assert library.lesson("voices").id == "voices"
        assert library.claims()["W9"].topic == "people"

    @pytest.mark.skipif(os.name != "posix", reason="such names exist only here")
    def test_a_file_name_that_is_not_unicode_is_no_obstacle(self, course_dir: Path, cache: Path) -> None:
        name = os.fsencode(course_dir) + b"/15-\xff.yaml"
        text = (course_dir / V).read_bytes().replace(b"id: voices", b"id: odd", 1)
        Path(os.fsdecode(name)).write_bytes(text)
        library = Library.open(course_dir, cache)
        assert library.lesson("odd").id == "odd"

    def test_a_thousand_lessons_open_without_a_parser(self, course_dir: Path, cache: Path) -> None:
        text = (course_dir / V).read_text("utf-8")
        for number in range(1000):
            lesson = text.replace("id: voices", f"id: lesson-{number}", 1)
            (course_dir / f"lesson-{number:04}.yaml").write_text(lesson, "utf-8")
        Library.open(course_dir, cache)
        code = (
            "import json, sys; from pathlib import Path; from advocacy_coach.course.library import Library;"
            f"library = Library.open(Path({str(course_dir)!r}), Path({str(cache)!r}));"
            "library.lesson('lesson-7'); library.claims();"
            "print(json.dumps([len(library.entries), sorted(sys.modules)]))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        count, modules = json.loads(done.stdout)
        assert count == 1002
        assert not {"yaml", "markdown_it", "advocacy_coach.course.checks", "textual"} & set(modules)


@given(st.binary(max_size=200), st.integers(0, 200))
def test_no_bytes_in_place_of_a_catalogue_stop_a_course(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, keep: int
) -> None:
    cache = tmp_path_factory.mktemp("cache")
    Library.open(SMALL, cache)
    file = catalogue(cache)
    file.write_bytes(file.read_bytes()[:keep] + data)
    assert [entry.id for entry in Library.open(SMALL, cache).entries] == ["voices", "forcing"]


class TestScenarios:
    @pytest.fixture
    def file(self, course_dir: Path) -> Path:
        """The scenario of a course; the first lesson plays it."""
        made.play_in_lesson(course_dir)
        return made.with_scenario(course_dir)

    @pytest.fixture
    def read(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the lessons and scenarios that were read from YAML since the test began."""
        names: list[str] = []
        lesson, scenario = reading.load_lesson, reading.load_scenario

        def noting_lesson(path: Path, known: Known) -> reading.Loaded[Lesson]:
            names.append(path.name)
            return lesson(path, known)

        def noting_scenario(path: Path, known: Known) -> reading.Loaded[Scenario]:
            names.append(path.name)
            return scenario(path, known)

        for module in (reading, listing):
            monkeypatch.setattr(module, "load_lesson", noting_lesson)
            monkeypatch.setattr(module, "load_scenario", noting_scenario)
        return names

    def test_a_course_lists_its_scenarios(self, course_dir: Path, file: Path) -> None:
        library = Library.open(course_dir, None)
        assert library.scenarios == (
            ScenarioEntry(
                id="market",
                title="Ten posts by noon",
                path=str(file),
                topic="forcing",
                minutes=3,
                endings={"broken": "Broken", "good": "Solid ground", "stalled": "Stalled"},
            ),
        )
        assert library.entries[0].problem == ""
        assert library.scenario("market").scenes[0].id == "morning"

    def test_a_lesson_has_the_stories_it_plays(self, course_dir: Path, file: Path) -> None:
        library = Library.open(course_dir, None)
        story = library.story("market")
        assert (story.meters, story.start) == (("trust", "reach"), (50, 40))
        assert library.stories(library.lesson("voices"))["market"].graph == story.graph
        assert library.stories(library.lesson("forcing")) == {}

    def test_a_broken_scenario_is_listed_with_its_reason_and_the_rest_opens(
        self, course_dir: Path, file: Path
    ) -> None:
        text = file.read_text("utf-8").replace("id: market", "id: other", 1)
        (file.parent / "other.yaml").write_text(text, "utf-8")
        change(file, "goto: protest", "goto: protests")
        library = Library.open(course_dir, None)
        good, bad = library.scenarios  # by topic, and of the broken one the topic is not known
        assert (bad.id, bad.title, bad.endings) == ("market", "Ten posts by noon", {})
        assert bad.problem == "market.yaml:24: there is no scene “protests”"
        assert (good.id, good.problem) == ("other", "")
        with pytest.raises(
            CourseError, match=r"scenario “Ten posts by noon” cannot be opened: market\.yaml:24"
        ):
            library.scenario("market")
        assert library.scenario("other").id == "other"
        assert [entry.problem for entry in library.entries] == ["", ""]
        assert library.stories(library.lesson("voices")) == {}

    def test_a_story_with_faults_that_only_plays_show_can_be_played(
        self, course_dir: Path, file: Path
    ) -> None:
        change(file, "trust < 50", "trust < 10")
        library = Library.open(course_dir, None)
        assert library.scenarios[0].problem == ""
        assert library.story("market").scenario.id == "market"

    def test_a_scenario_without_even_an_id_goes_by_its_file(self, course_dir: Path, file: Path) -> None:
        file.write_text("\tnothing", "utf-8")
        entry = Library.open(course_dir, None).scenarios[0]
        assert (entry.id, entry.title) == ("market", "market")
        assert entry.problem.startswith("market.yaml:1: a tab cannot indent")

    def test_of_two_scenarios_with_one_id_the_first_stays(
        self, course_dir: Path, cache: Path, file: Path
    ) -> None:
        other = file.parent / "a-copy.yaml"
        other.write_text(file.read_text("utf-8").replace("Ten posts", "Two posts"), "utf-8")
        for _ in range(2):
            library = Library.open(course_dir, cache)
            assert [bool(entry.problem) for entry in library.scenarios] == [False, True]
            assert library.scenarios[1].problem == "market.yaml: the id “market” is taken by a-copy.yaml"
            assert library.scenario("market").title == "Two posts by noon"
        other.unlink()
        assert Library.open(course_dir, cache).scenario("market").title == "Ten posts by noon"

    def test_a_scenario_that_is_not_there_is_a_sentence(self, course_dir: Path) -> None:
        library = Library.open(course_dir, None)
        assert library.scenarios == ()
        with pytest.raises(CourseError, match="This course has no scenario “gone”"):
            library.story("gone")

    def test_a_lesson_waits_for_its_scenario(self, course_dir: Path, cache: Path, file: Path) -> None:
        text = file.read_text("utf-8")
        file.unlink()
        problem = Library.open(course_dir, cache).entries[0].problem
        assert problem.endswith("there is no scenario “market”")
        file.write_text(text, "utf-8")
        library = Library.open(course_dir, cache)
        assert library.entries[0].problem == ""
        assert list(library.stories(library.lesson("voices"))) == ["market"]
        file.unlink()
        assert Library.open(course_dir, cache).entries[0].problem == problem

    def test_the_second_start_reads_nothing_and_knows_the_same(
        self, course_dir: Path, cache: Path, file: Path, read: list[str]
    ) -> None:
        first = Library.open(course_dir, cache)
        assert sorted(read) == sorted([V, F, "market.yaml"])
        read.clear()
        second = Library.open(course_dir, cache)
        assert second.scenarios == first.scenarios
        assert second.scenario("market") == first.scenario("market")
        assert second.story("market").graph == first.story("market").graph
        assert read == []

    def test_a_changed_scenario_alone_is_read_again(
        self, course_dir: Path, cache: Path, file: Path, read: list[str]
    ) -> None:
        before = Library.open(course_dir, cache).story("market").graph
        read.clear()
        change(file, "{trust: -30}", "{trust: -40}")
        assert Library.open(course_dir, cache).story("market").graph != before
        assert read == ["market.yaml"]

    def test_a_changed_lesson_alone_is_read_again(
        self, course_dir: Path, cache: Path, file: Path, read: list[str]
    ) -> None:
        Library.open(course_dir, cache)
        read.clear()
        change(course_dir / F, "An order is not an offer", "An offer")
        assert Library.open(course_dir, cache).scenario("market").id == "market"
        assert read == [F]

    def test_a_broken_scenario_is_remembered_until_it_is_mended(
        self, course_dir: Path, cache: Path, file: Path, read: list[str]
    ) -> None:
        change(file, "goto: protest", "goto: protests")
        before = Library.open(course_dir, cache).scenarios
        read.clear()
        assert Library.open(course_dir, cache).scenarios == before
        change(course_dir / F, "minutes: 6", "minutes: 7")
        assert Library.open(course_dir, cache).scenarios == before
        assert read == [F]
        change(file, "goto: protests", "goto: protest")
        assert Library.open(course_dir, cache).scenarios[0].problem == ""

    def test_a_new_scenario_is_noticed_and_lessons_are_judged_anew(
        self, course_dir: Path, cache: Path, file: Path, read: list[str]
    ) -> None:
        change(course_dir / V, "scenario: market", "scenario: second")
        assert Library.open(course_dir, cache).entries[0].problem != ""
        read.clear()
        text = file.read_text("utf-8").replace("id: market", "id: second", 1)
        (file.parent / "second.yaml").write_text(text, "utf-8")
        library = Library.open(course_dir, cache)
        assert [entry.id for entry in library.scenarios] == ["market", "second"]
        assert library.entries[0].problem == ""
        assert read == ["second.yaml", V, F]

    def test_scenarios_are_judged_anew_when_the_course_changes(
        self, course_dir: Path, cache: Path, file: Path
    ) -> None:
        Library.open(course_dir, cache)
        change(course_dir / "course.yaml", "title: Solid ground", "title: Firm ground")
        assert Library.open(course_dir, cache).scenarios[0].endings["good"] == "Firm ground"
        change(course_dir / "course.yaml", "  reach: {title: Reach}\n", "")
        assert "there is no meter “reach”" in Library.open(course_dir, cache).scenarios[0].problem

    def test_a_scenario_lost_from_the_catalogue_is_read_as_one_of_the_course_that_was_opened(
        self, course_dir: Path, cache: Path, file: Path
    ) -> None:
        library = Library.open(course_dir, cache)
        catalogue(cache).unlink()
        assert library.story("market").scenario.id == "market"
        change(course_dir / "course.yaml", "meters:\n", "meters:\n  extra: {title: Extra}\n")
        change(file, "trust < 50", "extra < 50")
        with pytest.raises(CourseError, match="there is no meter “extra”"):
            library.story("market")

    def test_a_condition_of_the_course_that_cannot_be_read_is_its_problem(
        self, course_dir: Path, file: Path
    ) -> None:
        change(course_dir / "course.yaml", "when: trust < 25", "when: trust <")
        with pytest.raises(CourseError) as caught:
            Library.open(course_dir, None)
        assert "AC305  expected a whole number" in caught.value.message

    def test_a_folder_of_scenarios_that_is_a_file_or_empty_is_none(self, course_dir: Path) -> None:
        (course_dir / "scenarios").write_text("x", "utf-8")
        assert Library.open(course_dir, None).scenarios == ()
        (course_dir / "scenarios").unlink()
        (course_dir / "scenarios").mkdir()
        (course_dir / "scenarios" / ".hidden.yaml").write_text("x", "utf-8")
        (course_dir / "scenarios" / "notes.md").write_text("x", "utf-8")
        assert Library.open(course_dir, None).scenarios == ()

    def test_a_scenario_may_be_called_like_a_lesson_or_a_shared_file(
        self, course_dir: Path, cache: Path, file: Path
    ) -> None:
        for name in (V, "claims.yaml"):
            text = file.read_text("utf-8").replace("id: market", f"id: {name[:-5]}", 1)
            (file.parent / name).write_text(text, "utf-8")
        for _ in range(2):
            library = Library.open(course_dir, cache)
            assert [entry.id for entry in library.scenarios] == ["10-voices", "claims", "market"]
            assert library.scenario("10-voices").id == "10-voices"
            assert library.lesson("voices").id == "voices"
            assert "W9" in library.claims()


class TestTools:
    @pytest.fixture
    def tooled(self, course_dir: Path) -> Path:
        """The small course with all three tools and a scenario."""
        with_tools(course_dir)
        made.with_scenario(course_dir)
        return course_dir

    @pytest.fixture
    def everything(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the lessons, scenarios and tools that were read from YAML since the test began."""
        names: list[str] = []
        lesson, scenario, tool = reading.load_lesson, reading.load_scenario, reading.load_tool

        def noting_lesson(path: Path, known: Known) -> reading.Loaded[Lesson]:
            names.append(path.name)
            return lesson(path, known)

        def noting_scenario(path: Path, known: Known) -> reading.Loaded[Scenario]:
            names.append(path.name)
            return scenario(path, known)

        def noting_tool(path: Path, name: str, known: Known) -> reading.LoadedTool:
            names.append(name)
            return tool(path, name, known)

        for module in (reading, listing):
            monkeypatch.setattr(module, "load_lesson", noting_lesson)
            monkeypatch.setattr(module, "load_scenario", noting_scenario)
            monkeypatch.setattr(module, "load_tool", noting_tool)
        return names

    def test_a_course_has_the_tools_its_files_are_of(self, tooled: Path, cache: Path) -> None:
        for library in (Library.open(tooled, None), Library.open(tooled, cache), Library.open(tooled, cache)):
            assert [library.has(name) for name in TOOLS] == [True] * 3
            check, plan, mood = library.situations(), library.plan_check(), library.mood_check()
            assert check
            assert plan
            assert mood
            assert [item.id for form in check.forms for item in form.items][::2] == ["party", "message"]
            assert [practice.severity for practice in plan.practices] == [4, 3, 2]
            assert (mood.unknown.from_, mood.minimum) == (2, 5)
            assert library.notices == ()
            assert [entry.id for entry in library.entries] == ["voices", "forcing"]

    def test_a_tool_without_its_file_is_not_there(self, course_dir: Path, cache: Path) -> None:
        for _ in range(2):
            library = Library.open(course_dir, cache)
            assert [library.has(name) for name in TOOLS] == [False] * 3
            assert (library.situations(), library.plan_check(), library.mood_check()) == (None, None, None)
            assert library.notices == ()

    @pytest.mark.parametrize("name", TOOLS)
    def test_one_tool_alone_is_enough(self, course_dir: Path, name: str) -> None:
        with_tools(course_dir, name)
        library = Library.open(course_dir, None)
        assert [each for each in TOOLS if library.has(each)] == [name]
        assert library.notices == ()

    @pytest.mark.parametrize(
        "case",
        [
            (SITUATIONS, "pass_mark: 2", "pass_mark: 9", "situations.yaml:7: the pass mark is 9, and a form"),
            (PLAN_CHECK, "severity: 3", "severity: 5", "plan-check.yaml:21: “severity” must be"),
            (MOOD_CHECK, "minimum: 5", "minimum: 1", "mood-check.yaml:9: “minimum” must be a whole number"),
        ],
        ids=lambda case: case[0],
    )
    def test_a_broken_tool_is_told_and_the_rest_opens(
        self, tooled: Path, cache: Path, case: tuple[str, str, str, str]
    ) -> None:
        name, old, new, said = case
        change(tooled / name, old, new)
        for _ in range(2):
            library = Library.open(tooled, cache)
            (notice,) = library.notices
            assert notice.startswith(said)
            assert [each for each in TOOLS if not library.has(each)] == [name]
            opened = [library.situations(), library.plan_check(), library.mood_check()]
            assert [tool is None for tool in opened] == [each == name for each in TOOLS]
            assert [entry.problem for entry in library.entries] == ["", ""]
            assert [entry.problem for entry in library.scenarios] == [""]
        change(tooled / name, new, old)
        assert Library.open(tooled, cache).has(name)

    def test_the_notice_is_about_the_first_problem_in_the_file(self, tooled: Path) -> None:
        change(tooled / MOOD_CHECK, "claims: [W9]", "claims: [W99]")
        change(tooled / MOOD_CHECK, "id: freedom, title: Freedom", "id: freedom, title: <b>")
        change(tooled / MOOD_CHECK, "often, always", "often, often")
        (notice,) = Library.open(tooled, None).notices
        assert notice == "mood-check.yaml:8: this option says the same as the one in line 8"

    def test_a_warning_keeps_no_tool_closed(self, tooled: Path) -> None:
        change(tooled / PLAN_CHECK, "why: It is an order.", f"why: {'word ' * 40}")
        library = Library.open(tooled, None)
        assert (library.has(PLAN_CHECK), library.notices) == (True, ())

    @pytest.mark.parametrize("name", TOOLS)
    def test_a_changed_tool_alone_reads_no_lesson_and_no_scenario(
        self, tooled: Path, cache: Path, everything: list[str], name: str
    ) -> None:
        Library.open(tooled, cache)
        everything.clear()
        change(tooled / name, "minutes: 1", "minutes: 12")
        library = Library.open(tooled, cache)
        assert name in everything
        assert set(everything) <= set(TOOLS)
        tools = [library.situations(), library.plan_check(), library.mood_check()]
        assert [tool.minutes for tool in tools if tool] == [12 if each == name else 1 for each in TOOLS]
        assert library.lesson("voices").id == "voices"
        assert library.story("market").start == (50, 40)
        assert set(everything) <= set(TOOLS)
        everything.clear()
        Library.open(tooled, cache).plan_check()
        assert everything == []

    def test_tools_that_come_and_go_are_noticed(
        self, tooled: Path, cache: Path, everything: list[str]
    ) -> None:
        Library.open(tooled, cache)
        everything.clear()
        (tooled / PLAN_CHECK).unlink()
        assert not Library.open(tooled, cache).has(PLAN_CHECK)
        with_tools(tooled, PLAN_CHECK)
        assert Library.open(tooled, cache).has(PLAN_CHECK)
        assert set(everything) <= set(TOOLS)

    def test_a_tool_is_judged_anew_when_what_it_refers_to_changes(self, tooled: Path, cache: Path) -> None:
        Library.open(tooled, cache)
        change(tooled / "sources.yaml", "id: E25", "id: E26")
        library = Library.open(tooled, cache)
        assert library.notices == ("plan-check.yaml:17: there is no source “E25”",)
        assert not library.has(PLAN_CHECK)

    def test_a_file_that_is_no_tool_is_left_alone(self, tooled: Path) -> None:
        (tooled / "tools" / "later.yaml").write_text("x", "utf-8")
        library = Library.open(tooled, None)
        assert library.notices == ()
        assert [entry.id for entry in library.entries] == ["voices", "forcing"]

    def test_a_tool_is_read_again_when_the_catalogue_is_lost(self, tooled: Path, cache: Path) -> None:
        library = Library.open(tooled, cache)
        whole = [library.situations(), library.plan_check(), library.mood_check()]
        catalogue(cache).unlink()
        assert [library.situations(), library.plan_check(), library.mood_check()] == whole
        change(tooled / MOOD_CHECK, "minimum: 5", "minimum: 1")
        (tooled / PLAN_CHECK).unlink()
        assert (library.mood_check(), library.plan_check()) == (None, None)

    def test_a_start_from_the_catalogue_loads_no_parser(self, tooled: Path, cache: Path) -> None:
        Library.open(tooled, cache)
        code = (
            "import sys; from pathlib import Path; from advocacy_coach.course.library import Library;"
            f"library = Library.open(Path({str(tooled)!r}), Path({str(cache)!r}));"
            "tools = [library.situations(), library.plan_check(), library.mood_check()];"
            "print(None in tools, 'yaml' in sys.modules, 'advocacy_coach.course.reading' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        assert done.stdout == "False False False\n"
