"""Bundles are read once for each content; whatever differs in it is read, and nobody's later change is seen."""

from __future__ import annotations

import copy

import nbformat
import pytest

from analysis.contract import BUNDLE_MIME
from analysis.errors import ReportError
from analysis.report.document.bundles import read_bundle
from analysis.report.document.reader import read_document
from tests import notebooks_in_memory

PROSE = {"version": 2, "kind": "prose", "claims": {}, "role": "body", "text": ["Nothing new."]}


def test_equal_content_is_read_once_and_different_content_is_not():
    assert read_bundle(copy.deepcopy(PROSE)) is read_bundle(copy.deepcopy(PROSE))
    assert read_bundle({**PROSE, "text": ["Nothing old."]}).block.text == ("Nothing old.",)
    assert read_bundle({**PROSE, "role": "note"}).block.role == "note"


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), (0.0, -0.0), (None, float("nan")), ("a", "a\x0b")])
def test_values_that_are_equal_in_python_or_in_json_and_printed_differently_are_told_apart(one, other):
    first, second = (read_bundle({**PROSE, "text": [{"label": given, "ref": "x"}]}) for given in (one, other))
    assert first is not second


def test_a_later_change_of_the_notebook_changes_nothing_that_is_kept():
    about = {"bases": {"own": "A"}}
    data = {"version": 2, "kind": "cover", "claims": {}, "title": ["T"], "question": ["Q"], "about": about}
    read_bundle(data)
    untouched = copy.deepcopy(data)
    data["about"]["bases"]["own"] = "B"
    assert read_bundle(untouched).block.about["bases"] == {"own": "A"}
    assert read_bundle(data).block.about["bases"] == {"own": "B"}


def test_a_fault_is_said_each_time():
    for _ in range(2):
        with pytest.raises(ReportError, match="shows version 1 of the display format"):
            read_bundle({**PROSE, "version": 1})
    assert read_bundle(PROSE).block.kind == "prose"


def test_a_notebook_of_nodes_is_read_like_one_of_plain_objects():
    made = notebooks_in_memory.make_reconstruction_notebook()
    nodes = nbformat.from_dict(made)
    bundles = [output["data"][BUNDLE_MIME] for cell in nodes.cells for output in cell.get("outputs", ())
               if BUNDLE_MIME in output["data"]]  # fmt: skip
    assert any(isinstance(bundle, nbformat.NotebookNode) for bundle in bundles)
    assert read_document(nodes) == read_document(made)
