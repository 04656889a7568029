"""The ledger held against a text: phrases at their places, numbers accounted for, passages said twice."""

from __future__ import annotations

from pathlib import Path

import pytest
import typst

from analysis import load_case
from analysis.commands import audit
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


def list_open_findings(case, text: str) -> list[tuple[str, str, str]]:
    return [(f.kind, f.place, f.found) for f in audit.audit_text(case, text, "article") if f.open]


def test_paragraphs_are_counted_within_their_section():
    assert [paragraph.place for paragraph in audit.split_paragraphs(TEXT)] == [
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
    found = [f for f in audit.audit_text(case, moved, "article") if f.kind == "phrase"]
    assert [f.found for f in found if "debt" in f.remedy] == ["exceeded 38 trillion"]
    assert any("the text has it at Lead p1" in f.remedy for f in found)


def test_a_number_nobody_claims_is_open(case):
    assert ("number", "Lead p1", "seven") in list_open_findings(case, TEXT.replace("no figure", "seven figures"))
    assert ("number", "Lead p1", "1,234") in list_open_findings(case, TEXT.replace("no figure", "1,234 figures"))


def test_a_place_the_text_lacks_is_open(case):
    short = TEXT[: TEXT.index("II. Progress")]
    assert ("locator", "II.1 p1", "claims/cap_low") in list_open_findings(case, short)


def test_html_is_read_as_its_text(tmp_path):
    page = tmp_path / "a.html"
    page.write_text("<html><body><p>One &amp; two</p></body></html>")
    assert audit.read_text(page).strip() == "One & two"


def test_a_missing_file_and_an_unknown_source_are_said(tmp_path, case):
    with pytest.raises(UsageError, match="no file"):
        audit.read_text(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="has no source 'other'"):
        audit.audit_text(case, TEXT, "other")


def test_a_pdf_is_read_as_its_text(tmp_path):
    source = tmp_path / "text.typ"
    source.write_text("I. Background\n\nRebuilding takes 800 billion dollars, they say.\n")
    (tmp_path / "text.pdf").write_bytes(typst.compile(str(source)))
    assert "800 billion dollars" in audit.read_text(tmp_path / "text.pdf")
    (tmp_path / "none.pdf").write_text("not a PDF")
    with pytest.raises(UsageError, match=r"none.pdf cannot be read as a PDF"):
        audit.read_text(tmp_path / "none.pdf")


def test_a_stated_sum_that_its_claims_do_not_come_to_is_open(tiny):
    replace_text(
        tiny,
        "quantities",
        "assets.usable,usable frozen assets,billion USD,0,,,",
        "assets.usable,usable frozen assets,billion USD,0,,assets.frozen / 3,",
    )
    found = [f for f in audit.audit_text(load_case(tiny), TEXT, "article") if f.kind == "sum"]
    assert [(f.place, f.found) for f in found if f.open] == []  # at most 100 meets about 300 / 3
    replace_text(tiny, "claims", ",100,,,,at_most,", ",60,,,,exact,")
    (found,) = (f for f in audit.audit_text(load_case(tiny), TEXT, "article") if f.kind == "sum")
    assert (found.open, found.found) == (True, "assets.usable: stated 60, computed 100 billion USD")
    assert "give another result by the formula (frozen assets / 3)" in found.remedy
