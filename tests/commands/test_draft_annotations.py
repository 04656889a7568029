"""`communique draft --annotations`: words that were marked become proposals, and go out as annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.proposals.annotations import read_annotations
from analysis.proposals.table import read_table

PAGE = "<h1>The lake</h1><p>The need is 95 billion dollars. Some 7,000 people left.</p>"


def annotate(folder: Path, *quotes: str) -> Path:
    items = [
        {"text": "look", "target": [{"selector": [{"type": "TextQuoteSelector", "exact": one}]}]} for one in quotes
    ]
    path = folder / "notes.json"
    path.write_text(json.dumps({"annotations": items}))
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    return path


def test_marked_words_become_rows_of_the_review_table(tiny: Path, page: Path, tmp_path: Path, invoke):
    notes, table = annotate(tmp_path, "95 billion", "not there"), tmp_path / "review.csv"
    asked = ("draft", "--source", "survey", "--case", str(tiny), "--annotations", str(notes), "--out", str(table))
    for documents, locator in ((), "throughout"), ((str(page),), "Lead p1"):
        table.unlink(missing_ok=True)
        done = invoke(*asked, *documents)
        assert done.returncode == 0, done.stderr
        (row,) = read_table(table).rows
        assert (row.value, row.locator, row.decision) == ("95", locator, "")
        assert row.why.startswith("note: look")
        assert done.stderr.startswith("no proposal from annotation 2 (“not there”): ")


def test_proposals_go_out_as_annotations_that_lead_to_the_same_rows(tiny: Path, page: Path, tmp_path: Path, invoke):
    first, again, notes = tmp_path / "first.csv", tmp_path / "again.csv", tmp_path / "out.json"
    asked = ("draft", str(page), "--source", "survey", "--case", str(tiny))
    done = invoke(*asked, "--out", str(first), "--annotations-out", str(notes))
    assert done.returncode == 0, done.stderr
    rows = read_table(first).rows
    assert [one.exact for one in read_annotations(notes)] == [row.phrase for row in rows]
    invoke(*asked, "--out", str(again), "--annotations", str(notes))
    assert [row.hash for row in read_table(again).rows] == [row.hash for row in rows]
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--annotations", "none.json"), "no file none.json"),
        (("a.html", "b.html", "--annotations", "none.json"), "--annotations are of one document; give it alone"),
    ],
)
def test_wrong_use_is_refused_and_no_table_is_written(tiny: Path, tmp_path: Path, invoke, options, message):
    done = invoke("draft", "--source", "survey", "--case", str(tiny), *options, cwd=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "review-survey.csv").exists()
