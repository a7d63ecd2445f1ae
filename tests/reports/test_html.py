"""The summary as a page: texts stay texts, nothing is loaded, and independent readers find no fault."""

import base64
import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from advocacy_coach.reports.card import document
from advocacy_coach.reports.document import Summary
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.cards import CARD_WRITERS
from advocacy_coach.reports.writers.cohorts import COHORT_WRITERS
from advocacy_coach.workshop.guide.writers import GUIDE_WRITERS
from advocacy_coach.workshop.report.writers import REPORT_WRITERS
from tests import browser
from tests.reports.made import (
    CARD,
    EVERYTHING,
    HOSTILE,
    MADE,
    USUAL,
    course,
    full,
    progress,
    summary,
    with_text,
)
from tests.reports.test_card import Reading
from tests.reports.test_cohort import a_group
from tests.workshop.papers_made import a_guide, a_report, with_words

write = WRITERS["html"].write

NASTY = (
    *HOSTILE,
    '" onload="x',
    "' autofocus='",
    "</p></title></style></svg><b>",
    "a\nb",
    "&amp;",
    "]]>",
    "-->",
)

PAGES: dict[str, Callable[[], bytes]] = {
    "full": lambda: write(full()),
    "bare": lambda: write(summary(Include(questions=False, times=False))),
    "passed": lambda: write(passed()),
    "hostile": lambda: write(with_text(full(), "".join(NASTY))),
    "card": lambda: CARD_WRITERS["html"].write(told_card()),
    "group": lambda: COHORT_WRITERS["html"].write(a_group("Forcing & interfering")),
    "hostile group": lambda: COHORT_WRITERS["html"].write(a_group("".join(NASTY))),
    "guide": lambda: GUIDE_WRITERS["html"].write(a_guide()),
    "large guide": lambda: GUIDE_WRITERS["html"].write(a_guide(), large=True),
    "hostile guide": lambda: GUIDE_WRITERS["html"].write(with_words(a_guide(), "".join(NASTY))),
    "session": lambda: REPORT_WRITERS["html"].write(a_report()),
    "hostile session": lambda: REPORT_WRITERS["html"].write(with_words(a_report(), "".join(NASTY))),
}
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def passed() -> Summary:
    made = full()
    return replace(made, result=replace(made.result, passed=True))


def told_card() -> Any:
    return document(course(), progress(CARD), MADE)


def node(script: str, *arguments: str, data: bytes = b"") -> Any:
    """What one of the checks in ``tests/page`` tells."""
    done = subprocess.run(
        [browser.node(), str(browser.CHECKS / script), *arguments],
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode == browser.NO_PACKAGES:
        browser.without_packages()
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def browsed(data: bytes, folder: Path) -> Any:
    """What came of opening the page in a browser."""
    file = folder / "page.html"
    file.write_bytes(data)
    return node("browse.cjs", browser.chromium(), str(file))


def shown(made: Summary) -> str:
    return " ".join("".join(Reading(write(made)).texts).split())


def test_it_is_one_file_that_loads_and_runs_nothing() -> None:
    data = write(full()).decode()
    reading = Reading(data.encode())
    assert data.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert not {"script", "link", "img", "iframe", "a", "use", "image"} & dict(reading.tags).keys()
    assert not {"src", "href", "style"} & {name for _tag, names in reading.tags for name in names}
    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in data
    assert not re.search(r"https?:|url\(|@import", data)
    assert reading.open == []


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert write(full()) == write(full())


def test_it_says_everything_that_the_markdown_says() -> None:
    html = shown(full())
    for line in WRITERS["md"].write(full()).decode().splitlines():
        words = re.sub(r"[#*>\\]|^- ", "", line).strip()
        for part in filter(None, words.split(": ", 1)):
            assert part.rstrip(":") in html


@pytest.mark.parametrize(
    ("include", "said", "unsaid"),
    [
        (EVERYTHING, ["Zażółć Gęślą", "They would say:", "I order.", "50, then 20, 30", "5 minutes"], []),
        (
            Include(questions=False, times=False),
            ["Lessons"],
            ["Name", "They would say:", "I order.", "Trust", "minutes", "Nobody has to post"],
        ),
    ],
)
def test_the_owner_says_what_is_in_it(include: Include, said: list[str], unsaid: list[str]) -> None:
    words = shown(full(include))
    assert [each for each in said if each not in words] == []
    assert [each for each in unsaid if each in words] == []


def test_what_is_drawn_is_said_as_well() -> None:
    data = write(full()).decode()
    titles = re.findall(r'<svg role="img"[^>]*><title>([^<]*)</title>', data)
    assert data.count("<svg") == len(titles) == 5
    assert titles == [
        "Forcing: 26 % (1.83 of 7 points)",
        "Mood: 50 % (0.5 of 1 point)",
        "People: 100 % (3 of 3 points)",
        "Trust: 50, then 20, 30",
        "Reach: 50, then 50, 50",
    ]
    assert re.findall(r'class="part"', data) == ['class="part"'] * 3
    assert '<polyline points="0,10 50,15.4 100,13.6">' in data


def test_a_topic_without_points_is_an_empty_bar() -> None:
    data = write(summary(USUAL)).decode()
    assert "<title>Mood: not yet</title>" in data
    assert data.count('class="track"') == 3
    assert data.count('class="part"') == 1  # the others have nothing, or no points


@pytest.mark.parametrize("words", NASTY)
def test_no_tag_or_attribute_comes_from_a_text(words: str) -> None:
    hostile, harmless = (Reading(write(with_text(full(), each))) for each in (words, "harmless"))
    assert hostile.tags == harmless.tags
    assert hostile.attributes == harmless.attributes
    assert hostile.others == []
    assert "".join(hostile.texts).count(words) >= 40


@given(st.text(min_size=1, max_size=80).filter(lambda words: "\r" not in words and "\x00" not in words))
def test_any_text_is_shown_as_it_is(words: str) -> None:
    reading = Reading(write(with_text(full(), words)))
    assert reading.tags == Reading(write(with_text(full(), "harmless"))).tags
    assert words in "".join(reading.texts)


@each_page
def test_a_validator_finds_nothing(page: Callable[[], bytes]) -> None:
    assert node("validate.cjs", data=page()) == []


def test_the_validator_would_find_something() -> None:
    assert node("validate.cjs", data=b"<!DOCTYPE html><html><body><p><div></p></body></html>")


@each_page
def test_a_browser_loads_nothing_and_finds_it_accessible(page: Callable[[], bytes], tmp_path: Path) -> None:
    told = browsed(page(), tmp_path)
    assert told["violations"] == []
    assert told["passes"] > 10
    assert told["loaded"] == told["said"] == []


def test_a_browser_prints_it_on_two_pages_of_a4(tmp_path: Path) -> None:
    printed = PdfReader(io.BytesIO(base64.b64decode(browsed(write(full()), tmp_path)["printed"])))
    assert 1 <= len(printed.pages) <= 2
    assert [round(float(each)) for each in printed.pages[0].mediabox[2:]] == [595, 842]


def test_a_browser_shows_hostile_texts_as_text(tmp_path: Path) -> None:
    words = "".join(NASTY)
    seen = browsed(write(with_text(full(), words)), tmp_path)["text"]
    assert "".join(words.split()) in "".join(seen.split())
