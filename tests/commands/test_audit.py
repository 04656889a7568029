"""The ledger held against a text: phrases at their places, numbers accounted for, passages said twice."""

from __future__ import annotations

import io
import re
import time
from pathlib import Path

import docx
import pikepdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from analysis import load_case
from analysis.commands import audit
from analysis.documents import read_document
from analysis.errors import UsageError
from tests.case.test_ledger import replace_text

TEXT = """The meeting by the lake
01/01/2026
A lead paragraph with no figure.
I. Background
Rebuilding takes 800 billion dollars, they say.
Of approximately 300 billion, at most 100 billion can be used.
The debt exceeded 38 trillion dollars.
Population fell from nearly 40 million to about 30 million.
II. Progress
(1) Plans
A cap of 600,000 against 800,000 was named, and pre-conflict levels.
The strength is roughly equivalent to that figure, and this is a longish sentence said two times here.
(II) More
The strength is roughly equivalent to that figure, and this is a longish sentence said two times here.
"""


@pytest.fixture
def case(tiny: Path):
    claims = tiny / "claims.csv"
    claims.write_text(
        claims.read_text()
        .replace("article,II p1", "article,II.1 p1")
        .replace("article,II p2,800000", "article,II.1 p2; II.2 p1,800000")
        .replace("article,II p2,600000", "article,II.1 p1,600000")
    )
    events = tiny / "events.csv"
    events.write_text(events.read_text().replace("I p1,December 28", "Dateline,01/01/2026"))
    (tiny / "waivers.csv").write_text(
        "waiver_id,source,locator,phrase,reason\ntwice,article,II.1 p2; II.2 p1,two times,A way of speaking\n"
    )
    return load_case(tiny)


def audit_text(case, text: str, source: str = "article") -> list[audit.Finding]:
    return audit.audit_document(case, read_document(text.encode()), source)


def list_open_findings(case, text: str) -> list[tuple[str, str, str]]:
    return [(f.kind, f.place, f.found) for f in audit_text(case, text) if f.open]


def test_paragraphs_are_counted_within_their_section():
    assert [paragraph.place for paragraph in read_document(TEXT.encode()).paragraphs] == [
        "Title",
        "Dateline",
        "Lead p1",
        "I heading",
        "I p1",
        "I p2",
        "I p3",
        "I p4",
        "II heading",
        "II.1 heading",
        "II.1 p1",
        "II.1 p2",
        "II.2 heading",
        "II.2 p1",
    ]


def test_what_the_ledger_accounts_for_is_closed(case):
    assert list_open_findings(case, TEXT) == [
        ("repeated", "II.2 p1", "The strength is roughly equivalent to that figure,…")
    ]


def test_a_phrase_that_is_not_there_says_where_it_is(case):
    moved = TEXT.replace("The debt exceeded 38 trillion dollars.\n", "").replace(
        "A lead paragraph", "The debt exceeded 38 trillion. A lead paragraph"
    )
    found = [f for f in audit_text(case, moved) if f.kind == "phrase"]
    assert [f.found for f in found if "debt" in f.remedy] == ["exceeded 38 trillion"]
    assert any("the text has it at Lead p1" in f.remedy for f in found)


def test_a_number_nobody_claims_is_open(case):
    assert ("number", "Lead p1", "seven") in list_open_findings(case, TEXT.replace("no figure", "seven figures"))
    assert ("number", "Lead p1", "1,234") in list_open_findings(case, TEXT.replace("no figure", "1,234 figures"))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("81 000 men and 5 000 000 more", ["81 000", "5 000 000"]),
        ("in 2025, 300 billion", ["2025", "300 billion"]),
        ("1990 2000", ["1990", "2000"]),
        ("2½ years, ½ of it", ["2½", "½"]),
        ("Twenty thousand soldiers, two thirds of fifteen", ["Twenty thousand", "two thirds", "fifteen"]),
        ("twenty-five thousand, one-eighth, one-and-a-half", ["twenty-five thousand", "one-eighth", "one-and-a-half"]),
        ("38 million, 1,234.5.", ["38 million", "1,234.5"]),
        ("someone, everyone, often, a hundred", ["a hundred"]),
        (
            "twelve hundred and fifty, ninety-nine, a hundred and five",
            ["twelve hundred and fifty", "ninety-nine", "a hundred and five"],
        ),
        (
            "1\u202f200\u202f000 men, 7\u00a0500 tents, 3 1/2 years, 1/12 of it",
            ["1\u202f200\u202f000", "7\u00a0500", "3 1/2", "1/12"],
        ),
        ("10⁶ cells, 1.5 × 10⁹ litres, 500¹ drones", ["10⁶", "1.5 × 10⁹", "500"]),
        ("three-quarters, five-eighths, seven and a half", ["three-quarters", "five-eighths", "seven and a half"]),
        ("the 28-point plan, F-16 jets at 5 p.m., page 2, third of all, dozens", ["dozens"]),
    ],
)
def test_what_is_a_number_of_a_text(tiny, text, numbers):
    found = audit_text(load_case(tiny), f"Title\nDateline\n{text}")
    assert [finding.found for finding in found if finding.kind == "number"] == numbers


def test_an_open_finding_names_its_row_once(tiny, tmp_path, invoke):
    (tmp_path / "a.txt").write_text("Title\nDateline\nI. Part\nText without figures.")
    lines = invoke("audit", str(tmp_path / "a.txt"), "--case", str(tiny)).stdout.splitlines()
    (line,) = [line for line in lines if line.startswith("locator") and "debt_article" in line]
    assert line == "locator   I p3         claims/debt_article: the text has no such place; correct the locator."


def test_a_place_the_text_lacks_is_open(case):
    short = TEXT[: TEXT.index("II. Progress")]
    assert ("locator", "II.1 p1", "claims/cap_low") in list_open_findings(case, short)


PLAN = [
    "A plan",
    "In spring.",
    "Rebuilding takes 800 billion dollars, they say.",
    "Of approximately 300 billion, at most 100 billion can be used.",
    "The debt exceeded 38 trillion dollars, and 57 ships came.",
]


def write_plan(folder: Path, kind: str) -> Path:
    """The same text as a file of a kind, with a note where the kind has notes."""
    path = folder / f"plan.{kind}"
    if kind == "html":
        title, *rest = PLAN
        text = "".join(f"<p>{part}" for part in rest).replace("57", "57<sup>1</sup>").replace("800 ", "<b>800</b> ")
        path.write_text(f"<nav>Page 2 of 40</nav><main><h1>{title}</h1>{text}</main><footer>Since 1999</footer>")
    elif kind == "pdf":
        made = folder / "plan.typ"
        made.write_text("\n\n".join(PLAN).replace("57", "57#footnote[So they say.]"))
        path.write_bytes(typst.compile(str(made)))
    elif kind == "docx":
        made = docx.Document()
        for part in PLAN:
            made.add_paragraph(part)
        made.save(path)
    else:
        path.write_text("\n\n".join(PLAN))
    return path


@pytest.mark.parametrize("kind", ["txt", "md", "html", "pdf", "docx"])
def test_whatever_the_kind_of_file_the_findings_are_the_same(tiny, tmp_path, kind):
    found = audit.audit_document(load_case(tiny), read_document(write_plan(tmp_path, kind)), "article")
    assert [(f.place, f.found) for f in found if f.kind == "number"] == [
        *(("Lead p1", "800 billion"), ("Lead p2", "300 billion"), ("Lead p2", "100 billion")),
        *(("Lead p3", "38 trillion"), ("Lead p3", "57")),
    ]


def test_a_missing_file_and_an_unknown_source_are_said(tmp_path, case):
    with pytest.raises(UsageError, match="no file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="has no source 'artcle' \\(nearest: article\\); give with --source an id"):
        audit_text(case, TEXT, "artcle")


def test_the_text_is_that_of_the_analysed_source_if_there_is_one(tiny, tmp_path, invoke):
    (tmp_path / "a.txt").write_text("Title")
    replace_text(tiny, "sources", "article,article,en", "article,second,en")
    done = invoke("audit", str(tmp_path / "a.txt"), "--case", str(tiny))
    assert (done.returncode, done.stdout) == (2, "")
    assert "tiny analyses no text; give with --source an id of its sources.csv" in done.stderr
    assert "there are: article, survey" in done.stderr


def test_a_stated_sum_that_its_claims_do_not_come_to_is_open(tiny):
    replace_text(
        tiny,
        "quantities",
        "assets.usable,usable frozen assets,billion USD,0,,,",
        "assets.usable,usable frozen assets,billion USD,0,,assets.frozen / 3,",
    )
    found = [f for f in audit_text(load_case(tiny), TEXT) if f.kind == "sum"]
    assert [(f.place, f.found) for f in found if f.open] == []  # at most 100 meets about 300 / 3
    replace_text(tiny, "claims", ",100,,,,at_most,", ",60,,,,exact,")
    (found,) = (f for f in audit_text(load_case(tiny), TEXT) if f.kind == "sum")
    assert (found.open, found.found) == (True, "assets.usable: stated 60, computed 100 billion USD")
    assert "give another result by the formula (frozen assets / 3)" in found.remedy


# Files that hold no text, and ledgers that quote none


def save_picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(written, kind)
    return written.getvalue()


def lock_pdf(content: bytes) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as file:
        file.save(written, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "has no text, so there is nothing to read. Give a file with the text of the source."),
        ("blank.html", b"<html><body> </body></html>", "has no text, so there is nothing to read."),
        ("none.pdf", b"", "none.pdf cannot be read as a PDF: it is an empty file. Save it as"),
        ("text.pdf", b"The need is 90 billion.", "text.pdf cannot be read as a PDF: it is text. Save it as"),
        ("text.docx", b"The need is 90 billion.", "cannot be read as a Word file (.docx): it is text. Save it as"),
        ("noise.txt", bytes(range(256)), "noise.txt cannot be read as text: it is binary data. Save it as"),
        ("scan.pdf", save_picture("PDF"), "scan.pdf: page 1 has no text, only a picture; have the text recognised"),
        ("scan.txt", save_picture("PNG"), "scan.txt cannot be read as text: it is a picture (PNG)."),
        ("locked.pdf", lock_pdf(save_picture("PDF")), "locked.pdf has a password; save it without one"),
    ],
)
def test_a_file_without_text_is_one_error_and_no_finding(tiny, tmp_path, invoke, name, content, said):
    (tmp_path / name).write_bytes(content)
    done = invoke("audit", str(tmp_path / name), "--case", str(tiny))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_dash_is_standard_input(tiny, tmp_path, invoke, monkeypatch):
    (tmp_path / "text.html").write_text(f"<html><body><p>{TEXT.replace(chr(10), '<p>')}</body></html>")
    from_file = invoke("audit", str(tmp_path / "text.html"), "--case", str(tiny))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper((tmp_path / "text.html").open("rb")))
    piped = invoke("audit", "-", "--case", str(tiny))
    assert (piped.returncode, piped.stdout, piped.stderr) == (from_file.returncode, from_file.stdout, from_file.stderr)
    assert from_file.stdout
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    empty = invoke("audit", "-", "--case", str(tiny))
    assert (empty.returncode, empty.stdout) == (2, "")
    assert "standard input has no text, so there is nothing to read." in empty.stderr


def test_the_first_audit_of_a_new_case_needs_no_source(tmp_path, invoke):
    assert invoke("new-case", str(tmp_path / "mine")).returncode == 0
    (tmp_path / "text.txt").write_text("A title\nIt would cost about 30 billion.\n")
    done = invoke("audit", str(tmp_path / "text.txt"), "--case", str(tmp_path / "mine"))
    assert (done.returncode, done.stderr) == (1, "")
    assert "sources/example: no claim, event, provision or waiver quotes it" in done.stdout
    assert "30 billion: " in done.stdout


def test_the_language_is_that_of_the_whole_text_and_units_are_those_of_the_case(tiny):
    replace_text(tiny, "sources", "article,en,", "article,pl,")
    (tiny / "units.txt").write_text("truck = [truck] = trucks\n")
    text = "Der Schaden liegt bei vielen Millionen Euro und mehr.\nEinige\nRund 1.200 trucks, drei Viertel der Brücken"
    found = [finding.found for finding in audit_text(load_case(tiny), text) if finding.kind == "number"]
    assert found == ["1.200", "drei Viertel"]


def test_a_ledger_that_quotes_nothing_of_a_source_is_not_all_right(tiny, tmp_path, invoke):
    (tmp_path / "text.txt").write_text("A title\nNo figure at all.\n")
    replace_text(tiny, "sources", "\nsurvey,", "\nother,Other,,,,press,second,en,,,F,,\nsurvey,")
    done = invoke("audit", str(tmp_path / "text.txt"), "--case", str(tiny), "--source", "other")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "ledger    throughout   sources/other: no claim, event, provision or waiver quotes it; "
        "add rows with a phrase of it.",
        "1 findings, 1 open",
    ]


# Work grows with the text, not with its square


@given(st.text("ab .!?\n"))
def test_sentences_are_those_of_the_plain_pattern(text):
    found = re.findall(r"[^.!?]+[.!?]+", text)
    assert audit.split_sentences(text) == [part.strip() for part in found if part.strip(" \n.!?")]


def measure_growth(work, make) -> float:
    """How much longer four times as much takes: the least of three runs of each."""
    small, large = make(2_000), make(8_000)
    times = []
    for text in (small, large):
        runs = []
        for _ in range(3):
            start = time.process_time()
            work(text)
            runs.append(time.process_time() - start)
        times.append(min(runs))
    return times[1] / max(times[0], 1e-4)


@pytest.mark.parametrize(
    "piece", ["word ", "a", "1", "1,", "one ", "#", " ", "I", "(", "“", "seven, ", "x\n", "II. x\n"]
)
def test_an_audit_takes_time_in_proportion_to_the_text(case, piece):
    text = TEXT.splitlines()[0] + "\n\n"
    growth = measure_growth(lambda grown: audit_text(case, text + grown), lambda n: piece * (n // len(piece)))
    assert growth < 9


def test_numbers_within_many_phrases_take_time_in_proportion(tiny):
    (tiny / "waivers.csv").write_text("waiver_id,source,locator,phrase,reason\nones,article,throughout,1,Often\n")
    case = load_case(tiny)
    assert measure_growth(lambda text: audit_text(case, text), lambda n: "T\n\n" + "1 " * (n // 2)) < 9
