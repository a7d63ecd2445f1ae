"""The summary as a PDF: what independent readers find in it."""

import io
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typst
from msgspec.structs import replace
from pypdf import PdfReader

from advocacy_coach.errors import CoachError
from advocacy_coach.reports.summary import Include
from advocacy_coach.reports.writers import WRITERS
from advocacy_coach.reports.writers.pdf import TEMPLATE, source
from tests.reports.made import HOSTILE, full, summary, with_text

write = WRITERS["pdf"].write

READABLE = [words for words in HOSTILE if not re.search(r"[\u0590-\u06ff\u0900-\u097f\uff00-\uffef]", words)]
"""Those whose order in the file is the order in which they are read, in fonts that every machine has."""


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data), strict=True)


def text_of(data: bytes, folder: Path) -> str:
    """What pdftotext finds, without the spaces, since lines are broken anywhere."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    (folder / "made.pdf").write_bytes(data)
    done = subprocess.run([program, "-raw", str(folder / "made.pdf"), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def entries(outline: Any) -> int:
    """How many headings an outline has."""
    return sum(entries(each) if isinstance(each, list) else 1 for each in outline)


def spaceless(words: str) -> str:
    return "".join(words.split())


def test_it_says_everything_that_the_markdown_says(tmp_path: Path) -> None:
    pdf = text_of(write(full()), tmp_path)
    for line in WRITERS["md"].write(full()).decode().splitlines():
        words = re.sub(r"[#*>\\]|^- ", "", line)
        for part in filter(None, words.split(": ", 1)):
            assert spaceless(part).rstrip(":") in pdf.replace("1/3", "").replace("2/3", "")


def test_polish_letters_come_out_of_it(tmp_path: Path) -> None:
    words = "Zażółć gęślą jaźń ŻÓŁĆ ŚŃĄĘŹ"
    assert spaceless(words) in text_of(write(with_text(full(), words)), tmp_path)


def test_its_first_page_is_the_result_and_details_follow() -> None:
    pages = [page.extract_text() for page in read(write(full())).pages]
    assert "Zażółć Gęślą" in pages[0]
    assert "The pitfalls" in pages[0]
    assert "What to do next" not in pages[0]
    assert "What to do next" in pages[1]
    made = full()
    passed = replace(made, result=replace(made.result, passed=True))
    assert "Summary of a training" in pages[0]
    assert "Certificate of completion" in read(write(passed)).pages[0].extract_text()


def test_the_owner_says_what_is_in_it(tmp_path: Path) -> None:
    made = write(full(Include(questions=False, times=False)))
    words = text_of(made, tmp_path)
    assert not [each for each in ("Zażółć", "Iorder.", "Trust", "minutes", "Nobodyhas") if each in words]
    assert read(made).metadata.author is None  # type: ignore[union-attr]


def test_the_same_summary_gives_the_same_bytes_and_the_time_is_its_own() -> None:
    assert write(full()) == write(full())
    about = read(write(full())).metadata
    assert about is not None
    assert about.creation_date == full().made
    assert (about.title, about.author) == ("A small course", "Zażółć Gęślą")


def test_fonts_are_embedded_and_the_page_is_tagged() -> None:
    made = read(write(full()))
    root: Any = made.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    resources: list[Any] = [page["/Resources"] for page in made.pages]
    fonts = [font.get_object() for each in resources for font in each["/Font"].values()]
    assert fonts
    for font in fonts:
        [inner] = font["/DescendantFonts"]
        assert set(inner.get_object()["/FontDescriptor"]) & {"/FontFile2", "/FontFile3"}
        assert "/ToUnicode" in font
    assert not [action for action in ("/OpenAction", "/AA", "/Names") if action in root]


def test_it_holds_to_the_standard_for_accessible_documents() -> None:
    """PDF/UA-1, which typst checks; not asked for in general, as it refuses a letter that no font has."""
    made = full()
    told = {"told": source(made)}
    assert typst.compile(TEMPLATE.encode(), sys_inputs=told, ignore_system_fonts=True, pdf_standards="ua-1")


@pytest.mark.parametrize("words", READABLE)
def test_texts_come_out_as_they_went_in(words: str, tmp_path: Path) -> None:
    made = write(with_text(full(), words))
    about = read(made).metadata
    assert about is not None
    assert (about.title, about.author) == (words, words)
    assert text_of(made, tmp_path).count(spaceless(words)) >= 20


@pytest.mark.parametrize(
    "words", [*HOSTILE, "#panic()", '#read("/etc/passwd")', "$", "\\", '"', "]", "*_<a>@b"]
)
def test_no_text_becomes_source(words: str) -> None:
    hostile, harmless = (read(write(with_text(full(), each))) for each in (words, "harmless"))
    assert hostile.metadata is not None
    assert hostile.metadata.title == words
    assert entries(hostile.outline) == entries(harmless.outline) > 10


def test_a_summary_of_nothing_can_be_made() -> None:
    made = summary(Include(questions=False, times=False))
    bare = replace(made, lessons=(), scenarios=(), topics=(), next_steps=())
    assert len(read(write(bare)).pages) == 1


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CoachError, match=r"needs the Python package typst.*pip install typst") as raised:
        write(full())
    assert raised.value.exit_code == 1
