"""What follows from the schema keeps step with it, and other people's tools agree."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from frictionless import Package

from analysis.case import datapackage
from analysis.case.case import find_case, load_case
from analysis.case.columns import Ref, describe_allowed, find_marker, list_choices
from analysis.case.ledger import read_ledger
from analysis.case.schema import TABLES, Claim, Fund, Party, Position, Provision
from tests.case.test_ledger import replace_text
from tests.conftest import TINY, read_json

SHIPPED = find_case("mar-a-lago-2025-12-28")
CASES = pytest.mark.parametrize("case", [TINY, SHIPPED], ids=["tiny", "shipped"])


def list_problems(case: Path) -> list[str]:
    report = Package(str(case / "datapackage.json")).validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


@CASES
def test_descriptor_and_codebook_say_what_the_schema_says(case):
    kept = read_json(case / "datapackage.json")
    stale = datapackage.list_stale_files(case, read_ledger(case), kept)
    assert stale == [], "run communique check --update"


@CASES
def test_frictionless_finds_nothing_to_complain_about(case):
    assert list_problems(case) == []


def test_frictionless_catches_a_broken_foreign_key_too(tiny):
    replace_text(tiny, "claims", "reconstruction.need,,article", "reconstruction.need,,artcle")
    assert any(found.startswith("claims:") and "foreign key" in found for found in list_problems(tiny))


def test_what_we_refuse_frictionless_refuses(tiny):
    replace_text(tiny, "claims", "exact,estimated", "exactly,estimated")
    replace_text(tiny, "claims", ",588,", ",lots,")
    replace_text(tiny, "claims", "cap_high", "Cap High")
    replace_text(tiny, "claims", "pop_now_article", "pop_prewar_article")
    replace_text(tiny, "claims", "debt_article", "")
    replace_text(tiny, "parties", "UA,true", "UA,yes")
    found = "\n".join(list_problems(tiny))
    for part in (
        '"exactly" in row',
        '"lots" in row',
        '"Cap High" in row',
        "unique constraint violation",
        '"required"',
        'parties: Type error in the cell "yes"',
    ):
        assert part in found


def test_every_table_and_column_is_described():
    made = datapackage.build_descriptor("x", {}, {name: list(row.model_fields) for name, row in TABLES.items()})
    assert [resource["name"] for resource in made["resources"]] == list(TABLES)
    for resource, kind in zip(made["resources"], TABLES.values(), strict=True):
        assert resource["description"]
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == list(kind.model_fields)
        assert all(field["description"] for field in fields)
        assert resource["schema"]["primaryKey"] == list(kind.parts or [kind.key])


def test_references_are_foreign_keys():
    claims = next(r for r in datapackage.build_descriptor("x", {})["resources"] if r["name"] == "claims")
    assert {"fields": ["source"], "reference": {"resource": "sources", "fields": ["source_id"]}} in (
        claims["schema"]["foreignKeys"]
    )
    sources = next(r for r in datapackage.build_descriptor("x", {})["resources"] if r["name"] == "sources")
    assert sources["schema"]["foreignKeys"][0]["reference"]["resource"] == ""  # its own table


def test_every_reference_names_tables_there_are():
    marked = [find_marker(kind, column, Ref) for kind in TABLES.values() for column in kind.model_fields]
    named = {table for refers in marked if refers for table in refers.tables}
    assert {"sources", "quantities"} <= named <= set(TABLES)


@pytest.mark.parametrize(
    ("kind", "column", "words"),
    [
        (Claim, "qualifier", "exact, about, nearly, at_least, at_most, over, less_than"),
        (Claim, "source", "an id of sources.csv"),
        (Claim, "note", "a text"),
        (Claim, "value", "a number, without thousands separators"),
        (Party, "force", "true, false"),
        (Party, "kind", "state, alliance, institution; or a word that vocabulary.csv adds"),
        (Position, "salience", "a number from 0 to 1"),
        (Provision, "position", "a number from 0 to 1"),
        (Provision, "detail", "0 none, 1 mention, 2 substantive, 3 full"),
        (
            Claim,
            "verdict",
            "confirmed, partly, contradicted, unverified, opinion, garbled, kept, partly_kept, broken, open",
        ),
    ],
)
def test_what_a_column_accepts_in_words(kind, column, words):
    assert describe_allowed(kind, column) == words


def test_the_choices_of_an_optional_column():
    assert list_choices(Provision.model_fields["fate"].annotation) == ("kept", "changed", "dropped", "new")
    assert list_choices(Claim.model_fields["value"].annotation) == ()


def test_an_update_writes_only_what_differs_and_keeps_what_is_not_ours(tiny):
    kept = read_json(tiny / "datapackage.json") | {"title": "Mine", "keywords": ["peace"], "resources": []}
    changed = datapackage.update_files(tiny, read_ledger(tiny), kept)
    assert {path.name for path in changed} == {"datapackage.json", "README.md"}
    written = read_json(tiny / "datapackage.json")
    assert (written["title"], written["keywords"]) == ("Mine", ["peace"])
    assert len(written["resources"]) == len(TABLES)
    assert datapackage.update_files(tiny, read_ledger(tiny), written) == []
    assert datapackage.list_stale_files(tiny, read_ledger(tiny), written) == []


def test_a_line_of_the_codebook_stays_one_line(tiny):
    replace_text(tiny, "quantities", "What rebuilding would cost", '"What | rebuilding\nwould cost"')
    book = datapackage.build_codebook("T", "D", read_ledger(tiny))
    assert "| billion USD | What \\| rebuilding would cost | A sum over ten years |" in book


def test_empty_tables_make_a_sound_case(tmp_path):
    for table, kind in TABLES.items():
        (tmp_path / f"{table}.csv").write_text(datapackage.make_header(kind), encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(datapackage.build_descriptor("empty", {})), encoding="utf-8")
    assert not any(read_ledger(tmp_path).tables.values())
    assert list_problems(tmp_path) == []


def test_a_case_may_move(tmp_path):
    assert list_problems(Path(shutil.copytree(TINY, tmp_path / "elsewhere"))) == []


def test_a_case_without_further_columns_and_tables_is_whole_and_described_as_it_is(tiny):
    left_out = {name for name, row in TABLES.items() if row.may_be_missing}
    further = {"funds", "remarks", "roles", "subjects", "translations", "vocabulary"}
    assert left_out == {"codings", "coding_rules", "forecasts", *further}
    for name in left_out:
        (tiny / f"{name}.csv").unlink()
    case = load_case(tiny)
    assert not case.ledger.get_table(Fund)
    datapackage.update_files(tiny, case.ledger, case.descriptor)
    described = {resource["name"] for resource in read_json(tiny / "datapackage.json")["resources"]}
    assert described == set(TABLES) - left_out
    assert list_problems(tiny) == []


def test_a_new_case_has_no_column_that_is_added_when_it_is_needed():
    assert datapackage.make_header(Claim).strip().endswith("statement,phrase,verdict,verdict_claims,rank,note")
    for row in TABLES.values():
        assert row.further <= {name for name, field in row.model_fields.items() if not field.is_required()}
