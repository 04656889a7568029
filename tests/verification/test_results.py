"""What rendered reports print: numbers with their names, and the sentences and cells that a draft may copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.contract import BUNDLE_MIME
from analysis.documents import SourceDocument
from analysis.documents.document import Paragraph
from analysis.errors import UsageError
from analysis.verification import read_results, verify_document
from tests.verification.score import CASES, load

CASE = CASES["mar"]


def make_number(text: str, value: float, name: str = "", unit: str = "billion USD"):
    return {
        "anchor": "n1",
        "name": name,
        "label": "Funding gap",
        "text": text,
        "value": value,
        "unit": unit,
        "low": value,
        "high": None,
        "qualifier": "at_least",
        "formula": "need − means",
        "claims": ["need_article"],
    }


def write_report(folder: Path, shown: list, blocks: list, case: str = CASE) -> Path:
    folder.mkdir(parents=True)
    results = {"about": {"id": case}, "shown": shown, "claims": {"need_article": {"quantity": "reconstruction need"}}}
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")
    outputs = [{"data": {BUNDLE_MIME: block}} for block in blocks]
    (folder / "notebook.ipynb").write_text(json.dumps({"cells": [{"outputs": outputs}]}), encoding="utf-8")
    return folder.parent


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    number, cell = make_number("at least $713 billion", 713.2, "gap"), make_number("$42.5 billion", 42.5)
    prose = {"kind": "prose", "text": ["What is lacking is ", {"number": number}, ", whatever the wind ", "brings."]}
    table = {
        "kind": "table",
        "columns": [{"key": "who", "label": ["Holder"]}, {"key": "sum", "label": ["Sum"]}],
        "rows": [[{"label": "The moon", "ref": "x"}, {"number": cell}]],
    }
    return write_report(tmp_path / CASE / "reconstruction", [number, cell], [prose, table])


def verify(text: str, reports: Path, **cell: str):
    paragraph = Paragraph(text, "cell" if cell else "text", **cell)
    return verify_document(load("mar"), SourceDocument("text", [paragraph], language="en"), read_results(reports, CASE))


def test_results_are_read_with_what_is_beneath_them(reports):
    first, second = read_results(reports, CASE)
    assert (first.id, first.value, first.qualifier) == ("reconstruction#gap", 713.2, "at_least")
    assert "reconstruction need" in first.about
    assert "whatever the wind" in first.about
    assert second.id == "reconstruction#n1"


def test_a_sentence_that_is_copied_is_supported(reports):
    (found,) = verify("What is lacking is at least $713 billion,\n whatever the wind brings.", reports)
    assert (found.kind, found.by) == ("supported", ("reconstruction#gap",))


def test_a_number_of_a_report_in_other_words_is_supported(reports):
    (found,) = verify("The funding gap is at least 713 billion dollars.", reports)
    assert (found.kind, found.by) == ("supported", ("reconstruction#gap",))


def test_a_copied_sentence_with_another_number_is_not(reports):
    (found,) = verify("What is lacking is at least $731 billion, whatever the wind brings.", reports)
    assert not found.holds


def test_a_cell_that_is_copied_is_supported_in_its_row_alone(reports):
    (right,) = verify("$42.5 billion", reports, row="The moon", column="Sum")
    (wrong,) = verify("$42.5 billion", reports, row="The sun", column="Sum")
    assert (right.kind, right.by) == ("supported", ("reconstruction#n1",))
    assert wrong.kind == "unknown"


def test_a_short_text_is_no_copy_of_a_part_of_a_sentence(reports):
    (found,) = verify("$713 billion", reports)
    assert not found.holds


def test_reports_of_another_case_are_none(tmp_path):
    root = write_report(tmp_path / "other" / "gap", [make_number("$1", 1)], [], case="lake")
    with pytest.raises(UsageError, match=r"no rendered report of mar-a-lago.*its reports are of lake"):
        read_results(root, CASE)


@pytest.mark.parametrize("content", ["{", "[]", '{"shown": 5}', "\xff"])
def test_a_damaged_file_is_named(tmp_path, content):
    (tmp_path / "results.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(UsageError, match=r"results\.json is not what a render leaves behind"):
        read_results(tmp_path, CASE)
