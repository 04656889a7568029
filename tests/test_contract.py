"""The contract between data and page: what is written can be read again, and the published schema fits the classes."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import nbformat
import pytest

from analysis import load_case, say
from analysis.contract import BUNDLE_MIME, VERSION, ClaimCard, DisplayBundle, NumberPart, ProseBlock, parse_parts
from analysis.errors import ReportError
from tests import contract_schema, notebooks_in_memory
from tests.conftest import TINY


def list_bundles(notebook: Any) -> list[dict[str, Any]]:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output["data"][BUNDLE_MIME] for output in outputs if BUNDLE_MIME in output.get("data", {})]


@pytest.fixture(scope="module")
def bundles() -> list[dict[str, Any]]:
    """Returns one bundle of every kind at least."""
    found = json.loads(json.dumps(list_bundles(notebooks_in_memory.make_reconstruction_notebook())))
    assert found
    return found


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(contract_schema.PATH.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_the_published_schema_is_that_of_the_classes():
    """After a change: python -m tests.contract_schema"""
    assert json.loads(contract_schema.PATH.read_text(encoding="utf-8")) == contract_schema.build_schema()


def test_every_kind_of_bundle_follows_the_schema(bundles, validator):
    assert {bundle["kind"] for bundle in bundles} == set(contract_schema.BLOCKS)
    for bundle in bundles:
        validator.validate(bundle)


def test_the_schema_refuses_what_no_class_has(bundles, validator):
    for bundle in bundles:
        assert not validator.is_valid({**bundle, "another": 1})
        assert not validator.is_valid({**bundle, "version": VERSION + 1})
        for id, card in bundle["claims"].items():
            assert not validator.is_valid({**bundle, "claims": {id: {**card, "another": 1}}})


def test_what_is_written_is_read_again(bundles):
    for bundle in bundles:
        assert DisplayBundle.from_json(bundle).to_json() == bundle
        assert list(DisplayBundle.from_json(bundle).to_json()) == list(bundle)


def test_every_card_of_a_case_is_read_again():
    case = load_case(TINY)
    estimates = [
        case["reconstruction.need"],
        case.count("parties", list(case.ledger.tables["parties"].values()), "parties"),
        case.day("meeting"),
        load_case(TINY, override={"reconstruction.need": 700})["reconstruction.need"],
    ]
    cards = [estimate.leaf.origin for estimate in estimates]
    assert [card.kind for card in cards] == ["claim", "count", "event", "parameter"]
    for card in cards:
        assert ClaimCard.from_json(json.loads(json.dumps(card.to_json()))) == card


def test_a_claim_has_every_key_and_other_cards_only_what_they_have():
    claim = ClaimCard("a", "claim", "need", "USD").to_json()
    assert claim["phrase"] is claim["value"] is None
    parameter = ClaimCard("p", "parameter", "need", "USD", value=0).to_json()
    assert parameter == {
        "id": "p",
        "kind": "parameter",
        "quantity": "need",
        "unit": "USD",
        "value": 0,
        "qualifier": "exact",
        "rivals": [],
    }


def test_a_number_made_of_named_results_is_read_again():
    part = NumberPart("1", 1.0, "one", 1.0, None, "exact", ("a", "b"), "x + b", True, "", "Sum")
    whole = NumberPart(
        "2", 2.0, "one", 2.0, 2.0, "exact", ("a", "b"), "part × 2", True, "n", "", "(x + b) × 2", (part, "b")
    )
    text = [{"number": whole.to_json()}, " and ", {"label": "a plan", "ref": "plans/a"}, {"see": "key"}]
    assert ProseBlock("body", parse_parts(json.loads(json.dumps(text)))).to_json()["text"] == text


@pytest.mark.parametrize("version", [0, VERSION + 1, "1", None])
def test_a_bundle_of_another_version_says_what_to_do(version):
    bundle = {**say("Nothing.").build_bundle().to_json(), "version": version}
    with pytest.raises(ReportError, match=rf"version {version!r} of the display format; .* Run the notebook again"):
        DisplayBundle.from_json(bundle)


def test_an_unknown_kind_names_those_there_are():
    bundle = {**say("Nothing.").build_bundle().to_json(), "kind": "song"}
    with pytest.raises(
        ReportError, match=r"shows a 'song', which this version cannot read; it reads prose, .* and cover"
    ):
        DisplayBundle.from_json(bundle)


def test_a_word_that_writers_print_outside_of_any_text_is_one_of_a_few():
    column = {"key": "x", "label": ["X"], "align": "left) #text(blue"}
    with pytest.raises(ReportError, match=r"shows a table that is incomplete .*is none of left, right"):
        DisplayBundle.from_json(
            {
                "version": VERSION,
                "kind": "table",
                "claims": {},
                "key": "x",
                "caption": [],
                "columns": [column],
                "rows": [],
            }
            | {"notes": []}
        )


@pytest.mark.parametrize("change", [{"role": "body", "txt": []}, {"claims": None}, {"claims": {"a": {"id": "a"}}}])
def test_a_bundle_that_is_incomplete_says_what_to_do(change):
    bundle = {**say("Nothing.").build_bundle().to_json(), **change}
    with pytest.raises(ReportError, match=r"shows a prose that is incomplete .* Run the notebook again"):
        DisplayBundle.from_json(bundle)


@pytest.mark.slow
def test_every_bundle_of_the_shipped_notebooks_follows_the_schema(rendered, validator):
    paths = sorted(rendered.glob("*/notebook.ipynb"))
    assert paths
    for path in paths:
        for bundle in list_bundles(nbformat.read(path, as_version=nbformat.NO_CONVERT)):
            validator.validate(bundle)
