"""Printed numbers lead to claims: in rendered reports first, else in the case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis import load_case
from analysis.assistant.tracing import PrintedNumbers
from analysis.errors import UsageError
from analysis.report.document import reader
from analysis.report.formats import side_files
from tests.report.formats.pdf.test_document import report  # noqa: F401  (a fixture)


@pytest.fixture
def printed(tiny: Path) -> PrintedNumbers:
    return PrintedNumbers(load_case(tiny))


def test_what_nothing_prints_is_refused_with_the_nearest(printed, tmp_path):
    with pytest.raises(UsageError, match=r"no number or claim 'need_articl' \(nearest: need_article\) in tiny"):
        printed.trace(tmp_path, "need_articl")


@pytest.mark.parametrize("wanted", ["$800 billion", "need_article"])
def test_without_reports_a_claim_is_found_as_printed_or_by_its_id(printed, tmp_path, wanted):
    found = printed.trace(tmp_path, wanted)
    assert found.found_in == "the case"
    assert "need_article" in [claim.id for number in found.numbers for claim in number.claims]


def test_a_number_of_a_report_comes_with_its_formula(printed, tmp_path, report):  # noqa: F811
    results = side_files.build_results(reader.read_document(report))
    (tmp_path / "results.json").write_text(json.dumps(results))
    found = printed.trace(tmp_path, "at least $700 billion")
    assert found.found_in == "rendered reports"
    assert found.numbers[0].formula == "reconstruction need − usable frozen assets"
    assert [claim.id for claim in found.numbers[0].claims] == ["need_article", "usable_article"]
    claimed = printed.trace(tmp_path, "need_article").numbers[0]
    assert (claimed.formula, claimed.claims[0].id) == ("", "need_article")
