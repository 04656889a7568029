"""A printed number traced through results.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.contract import ClaimCard
from analysis.report.build import traces
from analysis.report.document import reader
from analysis.report.formats import side_files
from analysis.wording import units
from tests.report.formats.pdf.test_document import report  # noqa: F401  (a fixture)


@pytest.fixture
def out(report, tmp_path: Path) -> Path:  # noqa: F811
    (tmp_path / "one").mkdir()
    results = side_files.build_results(reader.read_document(report))
    (tmp_path / "one" / "results.json").write_text(json.dumps(results))
    return tmp_path


def test_a_name_leads_to_the_formula_and_each_claim(out):
    (text,) = traces.find_traces(out, "reconstruction.gap")
    lines = text.splitlines()
    assert lines[0] == "Funding gap: at least $700 billion ($700 billion to $800 billion)"
    assert lines[1] == "= reconstruction need − usable frozen assets"
    assert lines[2:4] == ["├─ Reconstruction need: $800 billion", "│  claim need_article"]
    assert "└─ Usable frozen assets: at most $100 billion" in lines
    assert "   claim usable_article" in lines
    assert "│  rival need_survey: about $588 billion (Needs survey)" in lines


@pytest.mark.parametrize("as_printed", ["at least $700 billion", "$700 billion", "≥ $700 billion"])
def test_a_number_is_found_as_printed(out, as_printed):
    assert any("reconstruction need − usable frozen assets" in text for text in traces.find_traces(out, as_printed))


def test_digits_alone_find_a_number_that_is_printed_with_a_unit(out):
    assert traces.find_traces(out, "at least $700 billion")[0] in traces.find_traces(out, "700")
    assert all("$700 billion" in text.splitlines()[0] for text in traces.find_traces(out, "700"))
    assert traces.find_traces(out, "70") == traces.find_traces(out, "00") == []


def test_a_claim_is_found_by_its_id(out):
    (text,) = traces.find_traces(out, "usable_article")
    assert text.startswith("Usable frozen assets: at most $100 billion\nclaim usable_article\n")


def test_a_number_in_a_unit_of_its_case_alone_is_traced_too(report, tmp_path):  # noqa: F811
    results = side_files.build_results(reader.read_document(report))
    results["units"] = ["barrow = 40 * kg = barrows"]
    results["shown"] = [results["shown"][0] | {"text": "7 barrows", "unit": "barrow", "value": 7, "low": 7, "high": 7}]
    (tmp_path / "results.json").write_text(json.dumps(results))
    try:
        (text,) = traces.find_traces(tmp_path, "7 barrows")
    finally:
        units.forget_added()
    assert text.splitlines()[0].endswith(" 7 barrows")


def test_what_is_not_there_names_the_nearest(out):
    assert traces.find_traces(out, "reconstruction.gpa") == []
    assert traces.find_nearest_name(out, "reconstruction.gpa") == " (nearest: reconstruction.gap)"


def test_results_hold_every_number_with_its_claims(report):  # noqa: F811
    results = side_files.build_results(reader.read_document(report))
    assert all(entry["claims"] for entry in results["shown"])
    assert {claim for entry in results["shown"] for claim in entry["claims"]} == set(results["claims"])
    assert json.loads(json.dumps(results, allow_nan=False))["results"]["reconstruction.coverage"]["value"] == 12.5


def test_what_is_found_has_the_cards_of_its_claims(out):
    number, *_ = traces.find_traced(out, "reconstruction.gap")
    assert isinstance(number, traces.TracedNumber)
    assert [card.id for card in number.cards] == ["need_article", "usable_article"]
    (card,) = traces.find_traced(out, "need_article")
    assert isinstance(card, ClaimCard)
    assert card.id == "need_article"


@pytest.mark.parametrize("as_typed", ["щонайменше 700 млрд $", "700 млрд $", "≥ 700 млрд $"])
def test_a_number_of_a_ukrainian_report_is_found_as_it_is_typed(out, as_typed):
    path = out / "one" / "results.json"
    results = json.loads(path.read_text())
    results["shown"] = [entry for entry in results["shown"] if entry["name"] == "reconstruction.gap"][:1]
    results["shown"][0]["text"] = "щонайменше 700\u00a0млрд\u00a0$"
    path.write_text(json.dumps(results))
    (out / "one" / "manifest.json").write_text('{"language": "uk"}')
    if as_typed.startswith("≥"):
        results["shown"][0]["text"] = "≥\u00a0700\u00a0млрд\u00a0$"
        path.write_text(json.dumps(results))
    (text,) = traces.find_traces(out, as_typed)
    assert text.splitlines()[0] == "Funding gap: at least $700 billion ($700 billion to $800 billion)"
