"""Values to the model: every problem of a file at once, in plain words, where it stands."""

import copy
from collections.abc import Iterator
from typing import Annotated, Any, get_args, get_origin

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from advocacy_coach.course import model
from advocacy_coach.course.decode import _SHAPES, decode
from advocacy_coach.course.model import Claims, Course, Lesson, Scenario, Sources, Value
from advocacy_coach.course.problems import Problem
from advocacy_coach.course.source import parse
from tests.conftest import SMALL
from tests.course.scenarios_made import MARKET, METERS_AND_ENDINGS

VOICES = (SMALL / "10-voices.yaml").read_text("utf-8")
FORCING = (SMALL / "20-forcing.yaml").read_text("utf-8")


def problems(text: str, kind: type[Value] = Lesson) -> list[Problem]:
    value, found = decode(parse(text.encode(), "a.yaml"), kind)
    assert (value is None) == bool(found)
    return sorted(found)


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", ["10-voices", "20-forcing"])
def test_a_good_lesson_is_what_it_says(name: str) -> None:
    lesson, found = decode(parse((SMALL / f"{name}.yaml").read_bytes(), name), Lesson)
    assert found == []
    assert lesson is not None
    assert [type(step).__name__ for step in lesson.steps if step.id in ("one-message", "how-voluntary")] == [
        "Page" if name == "10-voices" else "RateQuestion"
    ]


def test_text_that_looks_like_something_else_stays_text_and_numbers_become_numbers() -> None:
    text = changed(VOICES, "title: Whom people ask", "title: No")
    text = changed(text, "text: The careers page of the firm", "text: 1:30")
    lesson, _found = decode(parse(text.encode(), "a.yaml"), Lesson)
    assert lesson is not None
    assert (lesson.title, lesson.minutes) == ("No", 4)
    assert isinstance(lesson.steps[0], model.ChoiceQuestion)
    assert lesson.steps[0].options[0].text == "1:30"
    assert [option.correct for option in lesson.steps[0].options] == [False, True]


LESSONS = {"voices": VOICES, "forcing": FORCING}

CASES = [
    # the small lesson, what is changed in it, to what, the code, what the message and the hint say
    (
        "voices",
        "minutes: 4",
        "minutes: four",
        "AC204",
        "“minutes” must be a whole number from 1 to 240, found “four”",
    ),
    ("voices", "minutes: 4", "minutes: 0", "AC204", "from 1 to 240, found “0”"),
    ("voices", "minutes: 4", "minutes: [4]", "AC203", "a whole number from 1 to 240, found a list"),
    ("voices", "scored: false", "scored: yep", "AC204", "“scored” must be true or false, found “yep”"),
    ("voices", "scored: false", "scored: no", "AC204", "must be true or false, found “no”"),
    ("voices", "scored: false", "scored:", "AC205", "“scored” is empty, expected true or false"),
    (
        "voices",
        "pin: last",
        "pin: lost",
        "AC204",
        "“pin” must be “last”, found “lost” | Did you mean “last”?",
    ),
    (
        "voices",
        "minutes: 2",
        "minutes: two",
        "AC204",
        "“minutes” must be a number from 0 to 240, found “two”",
    ),
    ("voices", "title: Whom people ask", "title:", "AC205", "“title” is empty, expected text"),
    (
        "voices",
        "title: Whom people ask",
        "title: {a: b}",
        "AC203",
        "“title” must be text, found keys and values",
    ),
    ("voices", "id: voices", "id: My Voices", "AC204", "lower-case letters, digits and hyphens"),
    ("voices", "id: voices", "id: " + "v" * 81, "AC204", "at most 80 characters"),
    ("voices", "claims: [W9, W14]", "claims: W9", "AC203", "“claims” must be a list, found “W9”"),
    ("voices", "claims: [W9, W14]", "claims: ", "AC205", "“claims” is empty, expected a list"),
    (
        "voices",
        "claims: [W9, W14]",
        "claims: [W 9]",
        "AC204",
        "item 1 of “claims” must be letters, digits, dots",
    ),
    ("voices", "claims: [W9, W14]", "claims: [W9, [W14]]", "AC203", "item 2 of “claims” must be letters"),
    ("voices", "claims: [W9, W14]", "claims: {W9: x}", "AC203", "must be a list, found keys and values"),
    (
        "voices",
        "  - People ask people.",
        "  - {a: b}",
        "AC203",
        "item 1 of “takeaways” must be text, found keys",
    ),
    ("voices", "    notes:", "    noets:", "AC201", "unknown key “noets” | Did you mean “notes”?"),
    ("voices", "    notes:", "    weather:", "AC201", "unknown key “weather” | Known keys here: id,"),
    ("voices", "minutes: 2", "minuets: 2", "AC201", "unknown key “minuets” | Did you mean “minutes”?"),
    ("voices", "takeaways:", "steps_:", "AC201", "unknown key “steps_” | Did you mean “steps”?"),
    ("voices", "type: page", "type: pages", "AC208", "unknown type “pages” | Did you mean “page”?"),
    ("voices", "type: page", "type: quiz", "AC208", "unknown type “quiz” | Known: page, reflect, choice"),
    ("voices", "type: page", "type: [page]", "AC203", "“type” must be text, found a list"),
    ("voices", "  - type: page\n    id", "  - id", "AC202", "the key “type” must be here | Known: page,"),
    ("voices", "steps:\n", "steps:\n  - just text\n", "AC203", "item 1 of “steps” must be keys and values"),
    ("voices", "format: 1", "format: one", "AC204", "“format” must be “1”, found “one”"),
    ("voices", "format: 1", "format: 2", "AC207", "format 2 is newer than this program | Update"),
    ("voices", "format: 1", "format: 0", "AC207", "there is no format 0 | Write “format: 1”."),
    ("voices", "format: 1", "format: 007", "AC207", "format 7 is newer"),
    ("forcing", "key: 3", "key: 6", "AC204", "“key” must be a whole number from 1 to 5, found “6”"),
    ("forcing", "key: best", "key: bets", "AC204", "“best” or “worst”, found “bets” | Did you mean “best”?"),
    ("forcing", "bin: support, ", "", "AC202", "the key “bin” must be here"),
    (
        "forcing",
        "scale: {low: Not at all, high: Fully}",
        "scale: high",
        "AC203",
        "“scale” must be keys and values",
    ),
]


@pytest.mark.parametrize(("lesson", "old", "new", "code", "said"), CASES)
def test_a_mistake_is_explained_where_it_stands(
    lesson: str, old: str, new: str, code: str, said: str
) -> None:
    text = LESSONS[lesson]
    (problem,) = problems(changed(text, old, new))
    message, _, hint = said.partition(" | ")
    assert problem.code == code
    assert message in problem.message
    assert hint in problem.hint
    assert problem.line - line_of(text, old) in (0, 1)  # one below where a key or a first item was put in


def test_the_column_is_that_of_the_key_or_of_the_value() -> None:
    (unknown,) = problems(changed(VOICES, "    notes:", "    noets:"))
    (wrong,) = problems(changed(VOICES, "minutes: 4", "minutes:   four"))
    assert (unknown.column, wrong.column) == (5, 12)


def test_what_is_missing_is_reported_where_it_should_be() -> None:
    (no_id,) = problems(changed(VOICES, "    id: one-message\n", ""))
    assert (no_id.code, no_id.line, no_id.column) == ("AC202", line_of(VOICES, "type: page"), 5)
    assert no_id.message == "the key “id” must be here"
    (one_bin,) = problems(changed(FORCING, "      - {id: pressure, title: Pressure}\n", ""))
    assert (one_bin.code, one_bin.line, one_bin.column) == ("AC206", line_of(FORCING, "bins:"), 5)
    assert one_bin.message == "“bins” needs at least 2 of what it lists, found 1"


def test_all_problems_are_reported_at_once() -> None:
    text = VOICES
    for old, new in [
        ("minutes: 4", "minutes: four"),
        ("id: careers-page", "id: Careers Page"),
        ("correct: true", "correct: yes"),
        ("feedback: They read it", "feedbakc: They read it"),
        ("claims: [W9]", "claims: W9"),
        ("takeaways:", "takeways:"),
    ]:
        text = changed(text, old, new)
    found = problems(text)
    assert [problem.code for problem in found] == ["AC204", "AC204", "AC201", "AC204", "AC203", "AC201"]


def test_several_missing_keys_are_one_problem_at_the_top_of_what_lacks_them() -> None:
    text = "format: 1\nsteps:\n  - type: reflect\n    starter: x\n"
    assert [(p.line, p.column, p.message) for p in problems(text)] == [
        (1, 1, "the keys “id”, “topic”, “title”, “minutes” must be here"),
        (3, 5, "the keys “id”, “prompt” must be here"),
    ]


def test_a_slip_in_a_key_is_one_problem_and_its_value_is_read_all_the_same() -> None:
    (slip,) = problems(changed(VOICES, "takeaways:", "takeaway:"))
    assert slip.code == "AC201"
    both = problems(
        changed(
            VOICES, "    prompt: A friend says the work is good. Which of these follow?", "    promt: [x]"
        )
    )
    assert [problem.code for problem in both] == ["AC201", "AC203"]


def test_another_format_is_the_only_problem_of_a_file() -> None:
    assert [problem.code for problem in problems("format: 3\nsteps: x\nnew: y\n")] == ["AC207"]


@pytest.mark.parametrize(
    ("kind", "name"), [(Course, "course.yaml"), (Claims, "claims.yaml"), (Sources, "sources.yaml")]
)
def test_the_other_files_are_decoded_alike(kind: type[Value], name: str) -> None:
    text = (SMALL / name).read_text("utf-8")
    assert problems(text, kind) == []
    (problem,) = problems(changed(text, "format: 1", "format: 1\nextra: x"), kind)
    assert (problem.code, problem.line) == ("AC201", 2)


def test_a_version_and_a_language_are_explained_in_words() -> None:
    text = (SMALL / "course.yaml").read_text("utf-8")
    (version,) = problems(changed(text, "version: 1.0.0", "version: 1"), Course)
    (language,) = problems(changed(text, "language: en", "language: English"), Course)
    assert "three numbers with dots, such as 1.0.0, found “1”" in version.message
    assert "a language code, such as en or pl, found “English”" in language.message


def small_course(text: str) -> str:
    """The small course with two meters, and what is put among them."""
    return (SMALL / "course.yaml").read_text("utf-8") + METERS_AND_ENDINGS.replace(
        "meters:\n", f"meters:\n{text}"
    )


OF_MAPPINGS = [
    # what is changed in the scenario, to what, the code, and what the message says
    (
        "{trust: -30}",
        "{trust: 15}",
        "AC204",
        "“trust” must be a sign and a number up to 100, such as +10 or -20",
    ),
    ("{trust: -30}", "{trust: + 15}", "AC204", "such as +10 or -20, found “+ 15”"),
    ("{trust: -30}", "{trust: +150}", "AC204", "found “+150”"),
    ("{trust: -30}", "{trust: +101}", "AC204", "found “+101”"),
    ("{trust: -30}", "{trust: +05}", "AC204", "found “+05”"),
    ("{trust: -30}", "{trust: +1.5}", "AC204", "found “+1.5”"),
    ("{trust: -30}", "{trust: −30}", "AC204", "found “−30”"),
    ("{trust: -30}", "{trust: ++3}", "AC204", "found “++3”"),
    ("{trust: -30}", '{trust: "-30\\n"}', "AC204", "found “-30”"),
    ("{trust: -30}", "{trust: }", "AC205", "“trust” is empty, expected a sign and a number"),
    ("{trust: -30}", "{trust: [-30]}", "AC203", "“trust” must be a sign and a number up to 100, such as"),
    ("{trust: -30}", "{trust: {now: -30}}", "AC203", "such as +10 or -20, found keys and values"),
    (
        "{trust: -30}",
        "{Trust: -30}",
        "AC204",
        "a key here must be lower-case letters, digits and hyphens, found “T",
    ),
    (
        "{trust: -30}",
        "{'': -30}",
        "AC204",
        "a key here must be lower-case letters, digits and hyphens, found “”",
    ),
    ("{trust: -30}", "trust -30", "AC203", "“effects” must be keys and values, found “trust -30”"),
    ("{trust: -30}", "[trust, -30]", "AC203", "“effects” must be keys and values, found a list"),
    ("effects: {trust: -30}", "effects:", "AC205", "“effects” is empty, expected keys and values"),
    ("{trust: -30}", "{trust: -30, trust: -5}", "AC108", "the key “trust” stands here twice"),
    ("{reach: 40}", "{reach: +40}", "AC204", "“reach” must be a whole number from 0 to 100, found “+40”"),
    ("{reach: 40}", "{reach: 101}", "AC204", "“reach” must be a whole number from 0 to 100, found “101”"),
    ("{reach: 40}", "{reach: low}", "AC204", "“reach” must be a whole number from 0 to 100, found “low”"),
    ("{reach: 40}", "{version: x}", "AC204", "“version” must be a whole number from 0 to 100, found “x”"),
    ("verdict: best", "verdict: bets", "AC204", "“best” or “fair” or “tempting” or “weak”, found “bets”"),
    (
        "when: trust < 50",
        "when: [trust < 50]",
        "AC203",
        "“when” must be text, at most 200 characters, found a list",
    ),
    ("when: trust < 50", "when: trust < 50 " + "or x < 1 " * 30, "AC204", "at most 200 characters"),
    ("you: You", "yuo: You", "AC201", "unknown key “yuo”"),
    ("[offer, wait]", "offer", "AC203", "“choices” must be a list, found “offer”"),
    ("[offer, wait]", "[]", "AC206", "“choices” needs at least 1 of what it lists, found 0"),
    ("debrief:\n  text: An", "debrief: So\n#", "AC203", "“debrief” must be keys and values, found “So”"),
]


@pytest.mark.parametrize(("old", "new", "code", "said"), OF_MAPPINGS)
def test_a_mistake_in_a_scenario_is_explained_where_it_stands(
    old: str, new: str, code: str, said: str
) -> None:
    text = changed(MARKET, old, new)
    if new.endswith("#"):
        text = text.replace("\n  claims: [P1.10]\n  sources: [E05]", "")
    _value, found = decode(parse(text.encode(), "a.yaml"), Scenario)
    assert [problem.code for problem in found] == [code]
    assert said in found[0].message
    assert found[0].line == line_of(MARKET, old)


@pytest.mark.parametrize("delta", ["+15", "-15", "+0", "-0", "+100", "-100", '"+15"'])
def test_a_delta_is_a_sign_and_a_number(delta: str) -> None:
    assert problems(changed(MARKET, "{trust: -30}", f"{{trust: {delta}}}"), Scenario) == []


def test_the_column_in_a_mapping_is_that_of_the_key_or_of_the_value() -> None:
    (key,) = problems(changed(MARKET, "{trust: -30}", "{Trust: -30}"), Scenario)
    (value,) = problems(changed(MARKET, "{trust: -30}", "{trust: 30}"), Scenario)
    assert (key.column, value.column) == (19, 26)


def test_meters_and_what_they_are_asked_are_few() -> None:
    """A walk asks every condition in every state, and keeps every meter of each."""
    assert problems(small_course("".join(f"  m{n}: {{title: M}}\n" for n in range(6))), Course) == []
    (many,) = problems(small_course("".join(f"  m{n}: {{title: M}}\n" for n in range(7))), Course)
    assert (many.code, many.message) == ("AC206", "“meters” needs at most 8 of what it lists, found 9")
    ends = "".join(f"  - {{id: e{n}, text: X}}\n" for n in range(18))
    (endings,) = problems(changed(MARKET, "endings:\n", f"endings:\n{ends}"), Scenario)
    assert (endings.code, endings.message) == (
        "AC206",
        "“endings” needs at most 20 of what it lists, found 21",
    )


def test_a_meter_is_explained_like_any_other_value() -> None:
    (wrong,) = problems(small_course("  x: {title: X, start: high}\n"), Course)
    (missing,) = problems(small_course("  x: {start: 5}\n"), Course)
    (key,) = problems(small_course("  X!: {title: X}\n"), Course)
    assert wrong.message == "“start” must be a whole number from 0 to 100, found “high”"
    assert missing.message == "the key “title” must be here"
    assert key.message == "a key here must be lower-case letters, digits and hyphens, found “X!”"


def test_a_message_cannot_carry_an_escape_sequence() -> None:
    source = parse(b'format: 1\ntitle: "\\e[2J"\n"k\\u202e": x\nid: "\\x9b"\n', "a\x1b.yaml")
    for problem in decode(source, Lesson)[1]:
        assert "\x1b" not in str(problem)
        assert "\x9b" not in str(problem)
        assert "\u202e" not in str(problem)


def test_no_file_makes_more_problems_than_a_person_reads() -> None:
    text = "format: 1\n" + "".join(f"k{n}: x\n" for n in range(5000))
    assert len(problems(text)) == 100


def test_every_pattern_of_the_model_has_words() -> None:
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, Value)]
    for kind in kinds:
        for field in msgspec.structs.fields(kind):
            leaf = _leaf(field.type)
            info = msgspec.inspect.type_info(leaf)
            if isinstance(info, msgspec.inspect.StrType) and info.pattern:
                assert leaf in _SHAPES or field.encode_name in _SHAPES


def _leaf(annotation: Any) -> Any:
    """What a field holds, or each item of what it holds."""
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(bare) is dict:
        return _leaf(get_args(bare)[1])
    return get_args(bare)[0] if get_origin(bare) is tuple else annotation


FILES: dict[type[Value], Any] = {
    Lesson: yaml.load(FORCING, yaml.BaseLoader),
    Scenario: yaml.load(MARKET, yaml.BaseLoader),
    Course: yaml.load(small_course(""), yaml.BaseLoader),
}
JUNK: list[object] = ["", "x", "-1", "9" * 40, "nan", [], {}, ["x"], {"id": "x"}, {"type": "page"}, [[["x"]]]]


def ways(value: object, where: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if where:
        yield where
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inside in items:
        yield from ways(inside, (*where, key))


@given(st.sampled_from(list(FILES)), st.data())
def test_whatever_the_model_refuses_the_walk_finds(kind: type[Value], data: st.DataObject) -> None:
    value = copy.deepcopy(FILES[kind])
    places = st.sampled_from(list(ways(value)))
    changes = data.draw(st.lists(st.tuples(places, st.sampled_from(JUNK)), min_size=1, max_size=4))
    for where, junk in changes:
        inside = value
        try:
            for step in where[:-1]:
                inside = inside[step]
            inside[where[-1]] = junk
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    text = yaml.safe_dump(value, default_style='"', width=1e9)
    decoded, found = decode(parse(text.encode(), "a.yaml"), kind)
    try:
        expected = msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError:
        assert decoded is None
        assert found
        assert "AC209" not in {problem.code for problem in found}
    else:
        assert (decoded, found) == (expected, [])


def test_what_the_walk_would_overlook_is_reported_in_the_words_of_the_decoder() -> None:
    class Odd(Value, frozen=True):
        """A file whose own rule no walk over its fields can see."""

        format: int

        def __post_init__(self) -> None:
            raise ValueError("odd")

    (problem,) = problems("format: 1\n", Odd)
    assert (problem.code, problem.line) == ("AC209", 1)
    assert "odd" in problem.message
