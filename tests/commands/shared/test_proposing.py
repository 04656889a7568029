"""`communique draft`: the table is written, kept and refused; what to do next is said."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.proposals.proposal import Proposal
from analysis.proposals.table import read_table, write_table
from tests.commands.shared.test_reviewing import PAGE


@pytest.fixture
def page(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tiny.parent)
    path = tiny.parent / "page.html"
    path.write_text(PAGE)
    return path


def draft(invoke, tiny: Path, *arguments: str):
    return invoke("draft", *arguments, "--case", str(tiny))


def decide(path: Path, **change: str) -> list[Proposal]:
    table = read_table(path)
    rows = [replace(table.rows[0], **change), *table.rows[1:]]
    write_table(table.with_rows(rows), path)
    return rows


def test_without_a_terminal_the_table_is_written_and_the_next_step_said(tiny, page, invoke):
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert done.returncode == 0, done.stderr
    assert "review-survey.csv: 4 proposals" in done.stdout
    assert "4 of 4 rows undecided: write accept, reject or merge:ID in the column decision" in done.stdout
    assert f"communique draft --accept review-survey.csv --case {tiny}" in done.stdout
    assert len(read_table(Path("review-survey.csv")).rows) == 4


def test_nothing_in_the_case_is_touched(tiny, page, invoke):
    before = {path.name: path.read_bytes() for path in tiny.iterdir() if path.is_file()}
    draft(invoke, tiny, "page.html", "--source", "survey")
    assert {path.name: path.read_bytes() for path in tiny.iterdir() if path.is_file()} == before


def test_a_table_that_is_there_keeps_what_is_decided_and_written(tiny, page, invoke):
    draft(invoke, tiny, "page.html", "--source", "survey")
    rows = decide(Path("review-survey.csv"), decision="accept", statement="A sum", value="611")
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert done.returncode == 0
    assert list(read_table(Path("review-survey.csv")).rows) == rows


def test_a_decided_row_that_the_document_no_longer_gives_is_not_lost(tiny, page, invoke):
    draft(invoke, tiny, "page.html", "--source", "survey")
    decide(Path("review-survey.csv"), decision="reject")
    before = Path("review-survey.csv").read_bytes()
    page.write_text(PAGE.replace("$610 billion", "$620 billion"))
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert done.returncode == 2
    assert "1 decided or edited row that the document does not give" in done.stderr
    assert Path("review-survey.csv").read_bytes() == before


def test_what_the_case_accounts_for_is_not_proposed(tiny, page, invoke):
    draft(invoke, tiny, "page.html", "--source", "survey")
    rows = read_table(Path("review-survey.csv")).rows
    lines = [f'w{at},survey,{row.locator},"{row.phrase}",{row.reason.partition(",")[0]}' for at, row in enumerate(rows)]
    (tiny / "waivers.csv").write_text("\n".join(("waiver_id,source,locator,phrase,reason", *lines)) + "\n")
    Path("review-survey.csv").unlink()
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert (done.returncode, Path("review-survey.csv").exists()) == (0, False)
    assert "accounts for every number of page.html" in done.stdout


def test_two_documents_of_one_source_make_one_table(tiny, page, invoke):
    Path("annex.txt").write_text("Annex\nToday\nIt has 40 ports.\n")
    done = draft(invoke, tiny, "page.html", "annex.txt", "--source", "survey", "--out", "both.csv")
    assert done.returncode == 0
    assert len(read_table(Path("both.csv")).rows) == 5


def test_a_language_that_cannot_be_read_is_said(tiny, page, invoke):
    sources = tiny / "sources.csv"
    sources.write_text(sources.read_text().replace("assessment,second,en", "assessment,second,it"))
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert "survey is in it, in which no numbers are read: read as en" in done.stderr
    assert "read as" not in draft(invoke, tiny, "page.html", "--source", "survey", "--language", "en").stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "give a document: communique draft page.html --source ID; or --accept"),
        (("page.html",), "give with --source the id"),
        (("page.html", "--source", "surveys"), "no source 'surveys' (nearest: survey)"),
        (("none.html", "--source", "survey"), "none.html"),
        (("empty.txt", "--source", "survey"), "no number and no date in it"),
        (("page.html", "--source", "survey", "--language", "it"), "'it' is not one of"),
        (("page.html", "--source", "survey", "--out", "table.docx"), "a .csv or an .xlsx file"),
        (("page.html", "--accept", "table.csv"), "--accept takes a review table and no document"),
    ],
)
def test_wrong_use_is_one_error_and_writes_nothing(tiny, page, invoke, arguments, message):
    Path("empty.txt").write_text("News\nToday\nNothing is counted here.\n")
    before = sorted(path.name for path in Path().iterdir())
    done = draft(invoke, tiny, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_missing_extra_is_named(tiny, page, invoke, monkeypatch):
    monkeypatch.setitem(sys.modules, "sentencex", None)
    done = draft(invoke, tiny, "page.html", "--source", "survey")
    assert done.returncode == 2
    assert 'pip install "communique[draft]"' in done.stderr
