"""The benchmark runs at tiny sizes, and says what it found. Nothing is timed here."""

from __future__ import annotations

import json

import pytest

from analysis.case.case import load_case
from tests.benchmarks import measure, results
from tests.benchmarks.__main__ import main
from tests.benchmarks.cases import change_a_value, grown, shipped


def test_a_grown_case_is_sound_and_as_large_as_asked_for(tmp_path):
    before = len(load_case(shipped(tmp_path / "shipped")).ledger.tables["claims"])
    assert len(load_case(grown(tmp_path, 250)).ledger.tables["claims"]) == before + 250


def test_a_value_is_changed_and_nothing_else(tmp_path):
    case = shipped(tmp_path)
    before = load_case(case)
    change_a_value(case, "frozen_article", "301")
    after = load_case(case).ledger.tables["claims"]
    assert after["frozen_article"].value == 301
    assert [id for id, claim in after.items() if claim != before.ledger.tables["claims"][id]] == ["frozen_article"]


def test_a_straight_line_is_found():
    assert measure.exponent([10, 100, 1000], [1, 10, 100]) == pytest.approx(1)
    assert measure.exponent([10, 100, 1000], [1, 100, 10_000]) == pytest.approx(2)


@pytest.mark.slow
def test_the_library_part_runs_and_is_written_down(tmp_path):
    main(["library", "--quick", "--into", str(tmp_path)])
    first, *_ = json.loads((tmp_path / "results.json").read_text())["library"]["rows"]
    assert first["what"] == "import analysis"
    assert "a ledger of 1,000 claims" in (tmp_path / "RESULTS.md").read_text()


def test_the_readme_is_written_between_its_marks_only(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("before\n<!-- benchmarks -->\nold\n<!-- /benchmarks -->\nafter\n")
    row = results.Row("a render", "1 s", "the peer: 20 s", 20, in_readme=True)
    kept = results.keep("cold", results.Part([row]), tmp_path)
    assert results.refresh_readme(kept, path)
    text = path.read_text()
    assert text.startswith("before\n<!-- benchmarks -->\n| what ")
    assert "| a render | 1 s | the peer: 20 s | 20 |" in text
    assert text.endswith("<!-- /benchmarks -->\nafter\n")
    assert "old" not in text
