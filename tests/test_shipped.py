"""Every report of the shipped case, rendered by the command: all of it is there, and every number is traced."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from tests.conftest import ROOT, read_json

CASE = ROOT / "data" / "mar-a-lago-2025-12-28"
with (CASE / "reports.csv").open(encoding="utf-8", newline="") as file:
    REPORTS = [row["report_id"] for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `communique render` leaves for the shipped case."""
    place = tmp_path_factory.mktemp("shipped")
    done = subprocess.run([sys.executable, "-c", "from analysis.cli import main; main()", "render"], cwd=place,
                          capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    assert f"{len(REPORTS)} of {len(REPORTS)} reports" in done.stdout
    return place / "reports" / CASE.name


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_whole(rendered, report):
    names = {path.name for path in (rendered / report).iterdir()}
    assert {f"{report}.html", f"{report}.pdf", "results.json", "manifest.json", "notebook.ipynb", "tables"} <= names
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    assert len(page) < 1_000_000
    assert f'href="{report}/{report}.html"' in (rendered / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_leads_to_a_source_an_assumption_or_a_parameter(rendered, report):
    results = read_json(rendered / report / "results.json")
    traced = [entry for entry in results["shown"] if entry["claims"]]
    assert len(traced) == len(results["shown"]) > 0
    for entry in results["shown"]:
        for id in entry["claims"]:
            card = results["claims"][id]
            known = card.get("source") or card["kind"] in ("assumption", "parameter", "count")
            assert known, f"{entry['text']} rests on {id}, which says nothing of where it is from"
            assert card.get("locator") or card["kind"] != "claim"


@pytest.mark.parametrize("report", REPORTS)
def test_every_number_of_the_page_has_its_note(rendered, report):
    page = (rendered / report / f"{report}.html").read_text(encoding="utf-8")
    controls = re.findall(r'<a class="n" id="([^"]+)" href="#(note-\d+)"', page)
    notes = set(re.findall(r'id="(note-\d+)"', page))
    assert len(controls) == len(read_json(rendered / report / "results.json")["shown"])
    assert {note for _, note in controls} <= notes


@pytest.mark.parametrize("report", REPORTS)
def test_the_pdf_is_tagged_linked_and_has_no_blank_page(rendered, report):
    path = rendered / report / f"{report}.pdf"
    with pikepdf.open(path) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        inward = sum("/Dest" in a or a.get("/A", {}).get("/S") == "/GoTo" for page in opened.pages
                     for a in page.get("/Annots", []) if a.Subtype == "/Link")
        assert inward > 10
    with pdfplumber.open(path) as opened:
        for page in opened.pages:
            assert len(page.extract_text()) > 40
            assert all(c["x0"] > 20 and c["x1"] < page.width - 20 for c in page.chars if c["text"].strip())


def test_how_many_numbers_are_traced(rendered, record_property):
    numbers = [entry for report in REPORTS for entry in read_json(rendered / report / "results.json")["shown"]]
    traced = sum(bool(entry["claims"]) for entry in numbers)
    record_property("traced", f"{traced} of {len(numbers)}")
    print(f"traced {traced} of {len(numbers)} numbers in {len(REPORTS)} reports")
    assert traced == len(numbers) > 500
