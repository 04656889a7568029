"""How a format is found: by its entry point, also that of another package; unknown and uninstalled ones are refused."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint

import docx
import pypdf
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from nbconvert.exporters import Exporter

from analysis import bases, compare, cover, load_case, say, see, table
from analysis.cli import app
from analysis.errors import ReportError, UsageError
from analysis.report import formats
from analysis.report.document import reader
from analysis.report.document.model import Document, get_plain_text
from analysis.report.execute import client
from analysis.report.formats.exporter import CommuniqueDOCX, CommuniqueExporter
from tests import notebooks_in_memory
from tests.conftest import TINY


class CommuniqueText(CommuniqueExporter):
    """A format of another package: the title, and what it may lead to."""

    def write_document(self, document: Document, links: Mapping[str, str]) -> str:
        return f"{get_plain_text(document.title)} {' '.join(links.values())} é"


class Plain(Exporter):
    """An exporter that knows no Document."""


@pytest.fixture
def installed(monkeypatch):
    """Makes a class of this file a format, as an installed package's entry point does."""

    def install(name: str, exporter: type) -> None:
        point = EntryPoint(f"communique-{name}", f"{__name__}:{exporter.__name__}", "nbconvert.exporters")
        found = formats.find_exporters()
        monkeypatch.setattr(formats, "find_exporters", lambda: {**found, name: point})

    formats.load_writer.cache_clear()
    yield install
    formats.load_writer.cache_clear()


def test_the_formats_of_this_package():
    assert {"docx", "html", "md", "pdf"} <= set(formats.find_exporters())


def test_another_packages_exporter_is_a_format(installed):
    installed("txt", CommuniqueText)
    document = notebooks_in_memory.read_reconstruction()
    written = formats.load_writer("txt")(document, {"PDF": "gap.pdf"})
    assert written == f"{get_plain_text(document.title)} gap.pdf é".encode()


def test_an_exporter_of_another_kind_is_refused(installed):
    installed("plain", Plain)
    with pytest.raises(ReportError, match="Plain of the format plain is not a CommuniqueExporter"):
        formats.load_writer("plain")


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(UsageError, match=r"no format 'dox' \(nearest: docx\); there are: docx, html, md, pdf"):
        formats.check_format("dox")


def test_word_without_its_package_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    expected = r'the format docx needs the package docx, .* pip install "communique\[docx\]"'
    with pytest.raises(UsageError, match=expected):
        formats.check_format("docx")
    with pytest.raises(UsageError, match=expected):
        CommuniqueDOCX().from_notebook_node(notebooks_in_memory.make_reconstruction_notebook())


@pytest.mark.slow
def test_word_without_its_package_stops_before_anything_is_rendered(tmp_path, monkeypatch):
    client.close_server()  # one that an earlier test left would plan in a process that has the package,
    monkeypatch.setattr(client, "find_starting_server", lambda: None)  # and so would the first worker of a new one
    monkeypatch.setitem(sys.modules, "docx", None)
    asked = ["render", "--format", "html,docx", "--case", str(TINY), "--out", str(tmp_path / "out")]
    error = CliRunner().invoke(app, asked).exception
    assert isinstance(error, UsageError)
    assert 'pip install "communique[docx]"' in str(error)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_no_other_format_imports_words_package():
    code = (
        "import sys; from analysis.report.formats import find_exporters, load_writer; "
        "import analysis.report.formats.html.page, analysis.report.formats.pdf.document, "
        "analysis.report.formats.markdown, analysis.report.formats.side_files; "
        "[point.load() for point in find_exporters().values()]; assert 'docx' not in sys.modules; "
        "assert 'rocrate' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


READERS = {
    "html": lambda content: BeautifulSoup(content, "html.parser").get_text(),
    "md": bytes.decode,
    "pdf": lambda content: " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages),
    "docx": lambda content: " ".join(docx.Document(io.BytesIO(content)).element.body.itertext()),
}


@pytest.mark.parametrize("name", READERS)
def test_every_format_prints_a_citation_and_the_works_at_the_end(name):
    text = " ".join(READERS[name](formats.load_writer(name)(notebooks_in_memory.read_texts(), {})).split())
    assert "The score is a mean" in text
    assert "Brier, 1950; Ferson et al., 2015" in text.replace("\\", "")
    cited, work = text.index("The score is a mean"), text.rindex("Verification of forecasts expressed in terms of")
    assert "References" in text[cited:work]


@pytest.fixture(scope="module")
def under_the_title():
    """A report with the strip under its title, and a table."""
    case = load_case(TINY)
    rows = compare.basis.switch(case, compare.reconstruction.gap, "assets.frozen")
    strip = bases(rows, case.analysed, basis=case.basis, **compare.basis.finding(rows))
    further = table(
        rows, "Further numbers, see {strip}", key="further", columns={"result": "Result"}, strip=see("basis")
    )
    title = cover("A title", "A question?", case.about)
    return reader.read_document(notebooks_in_memory.make_executed_notebook(title, strip, further))


@pytest.mark.parametrize("name", READERS)
def test_every_format_has_the_strip_under_the_title_as_a_table_without_a_number(name, under_the_title):
    written = formats.load_writer(name)(under_the_title, {})
    read = read_words(name, written) if name == "html" else READERS[name](written)
    words = " ".join(read.split())
    assert "Other sources change one of these two numbers: funding gap" in words
    heads = [
        words.index(text) for text in ("By the article", "By all sources", "Compared", "≠ different", "the same by")
    ]
    assert heads == sorted(heads)
    assert "frozen assets" in words[heads[-1] :]
    assert words.index("≠ different") < words.index("Table 1")
    assert "Table 0" not in words
    assert "Table 2" not in words
    assert "the strip under the title" in words


TEXTS = ["“The meeting by the lake”", "“A second meeting”", "“A third meeting”"]
DATE = "1 January 2026"


@pytest.mark.parametrize(
    ("count", "basis", "date"),
    [
        (0, "Preferred claims over all sources", f", up to {DATE}"),
        (1, f"Claims of {TEXTS[0]} ", f", of {DATE}"),
        (2, f"Claims of {TEXTS[0]} (reliability C: fairly reliable) and {TEXTS[1]}", f", the newest of {DATE}"),
        (3, f", {TEXTS[1]} (reliability C: fairly reliable) and {TEXTS[2]}", f", the newest of {DATE}"),
    ],
)
def test_whose_claims_count_is_said_with_any_number_of_analysed_texts(tiny, count, basis, date):
    path = tiny / "sources.csv"
    first = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("article,"))
    more = [
        first.replace("article,", f"article_{name},", 1).replace(TEXTS[0][1:-1], f"A {name} meeting")
        for name in ("second", "third")[: max(0, count - 1)]
    ]
    text = path.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in more)
    path.write_text(text if count else text.replace(",article,article,", ",article,second,"), encoding="utf-8")
    case = load_case(tiny)
    shown = cover("A title", "A question?", case.about), say("{need}.", need=case["assets.usable"])
    document = reader.read_document(notebooks_in_memory.make_executed_notebook(*shown))
    for name in ("html", "md", "docx", "pdf"):
        written = formats.load_writer(name)(document, {})
        words = re.sub(r"[\\\s\u00ad]+", " ", read_words(name, written))
        assert basis.strip() in words
        assert date in words
        assert "laims of ," not in words


def test_what_is_read_from_right_to_left_keeps_its_place_among_other_words(tiny):
    path = tiny / "sources.csv"
    text = path.read_text(encoding="utf-8").replace(
        "Daily Test,,2026-01-01,article,article,en", "{}{},,2026-01-12,article,article,ar"
    )
    path.write_text(
        text.replace("The {}{}", "\u0627\u0644\u062c").replace("The meeting by the lake", "\u0642\u0645\u0629 12"),
        encoding="utf-8",
    )
    case = load_case(tiny)
    shown = cover("A title", "A question?", case.about), say("{need}.", need=case["assets.usable"])
    document = reader.read_document(notebooks_in_memory.make_executed_notebook(*shown))
    page = formats.load_writer("html")(document, {}).decode()
    assert (
        'href="https://example.org/article" rel="noreferrer"><bdi dir="rtl" lang="ar">\u0642\u0645\u0629 12</bdi>'
        in page
    )
    assert '<bdi dir="rtl" lang="ar">\u0627\u0644\u062c</bdi>, 12 January 2026' in page
    plain = formats.load_writer("md")(document, {}).decode()
    assert "\u2067\u0627\u0644\u062c\u2069, 12 January 2026" in plain
    word = docx.Document(io.BytesIO(formats.load_writer("docx")(document, {})))
    runs = [
        run for paragraph in word.paragraphs for run in paragraph.runs if "\u0642" in run.text or "\u062c" in run.text
    ]
    assert len(runs) > 2
    assert [run.text for run in runs if not run.font.rtl] == []
    assert 'w:bidi="ar"' in word.element.xml
    drawn = pypdf.PdfReader(io.BytesIO(formats.load_writer("pdf")(document, {})))
    lines = "".join(part.extract_text() for part in drawn.pages).replace("\u2067", "").replace("\u2069", "")
    assert "12 January 2026. Reliability" in re.sub(r"\s+", " ", lines)


def read_words(name: str, written: bytes) -> str:
    """The words of a written report."""
    match name:
        case "html":
            return BeautifulSoup(written, "html.parser").get_text(" ")
        case "docx":
            return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs)
        case "pdf":
            return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(written)).pages)
    return written.decode()
