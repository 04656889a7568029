"""The words that a case adds to columns of fixed words: declared, checked, named, and shown in what is generated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from analysis import compare, load_case
from analysis.case import datapackage
from analysis.case.ledger import read_ledger
from analysis.case.schema import TABLES, Party, RegionStatus
from analysis.case.vocabulary import check_unused_words, list_widened, list_words
from analysis.errors import CaseError, UsageError
from tests.case.test_ledger import replace_text

HEADER = "word_id,column,word,name,meaning\n"
MOVEMENT = "movement,parties/kind,movement,armed movement,A party that fights and governs without being a state\n"


def write_words(case: Path, *rows: str) -> None:
    (case / "vocabulary.csv").write_text(HEADER + "".join(rows), encoding="utf-8")


def list_problems(case: Path) -> list[str]:
    with pytest.raises(CaseError) as raised:
        load_case(case)
    return [str(problem) for problem in raised.value.problems]


def test_a_declared_word_is_accepted_in_its_column_and_named(tiny):
    write_words(tiny, MOVEMENT)
    replace_text(tiny, "parties", "ukraine,Ukraine,state", "ukraine,Ukraine,movement")
    case = load_case(tiny)
    assert case.ledger.get_table(Party)["ukraine"].kind == "movement"
    assert list_words(case.ledger, Party, "kind") == ("state", "alliance", "institution", "movement")
    word = case.word("parties/kind", "movement")
    assert (str(word), word.ref) == ("armed movement", "vocabulary/movement")
    assert "vocabulary/movement" in case.recorded_keys


def test_an_undeclared_word_is_refused_with_all_that_is_allowed_and_the_nearest(tiny):
    write_words(tiny, MOVEMENT)
    replace_text(tiny, "parties", "ukraine,Ukraine,state", "ukraine,Ukraine,movment")
    assert list_problems(tiny) == [
        "parties.csv:2:kind: found 'movment'; allowed: state, alliance, institution, movement (nearest: movement). "
        "Correct it, or add a row for parties/kind to vocabulary.csv."
    ]


def test_a_word_declared_for_another_column_is_no_word_of_this_one(tiny):
    write_words(tiny, MOVEMENT.replace("parties/kind", "events/kind"))
    replace_text(tiny, "parties", "ukraine,Ukraine,state", "ukraine,Ukraine,movement")
    assert len(list_problems(tiny)) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "x,parties/kind,state,state,M\n",
            "vocabulary.csv:2:word: found 'state'; allowed: a word that parties/kind does",
        ),
        ("x,party/kind,movement,movement,M\n", "vocabulary.csv:2:column: found 'party/kind'; allowed: one of sources/"),
        ("x,risks/kind,chance,chance,M\n", "vocabulary.csv:2:column: found 'risks/kind'; allowed: one of sources/kind"),
        ("x,parties/kind,Armed band,band,M\n", "vocabulary.csv:2:word: found 'Armed band'; allowed: snake_case"),
        (
            MOVEMENT + "y,parties/kind,movement,band,M\n",
            "vocabulary.csv:3:word: found 'movement'; allowed: a word that",
        ),
    ],
)
def test_a_declaration_that_adds_nothing_or_nowhere_is_refused(tiny, row, said):
    write_words(tiny, row)
    (problem,) = list_problems(tiny)
    assert problem.startswith(said)


def test_a_word_of_the_library_may_have_another_name_in_a_case(tiny):
    assert str(load_case(tiny).word("region_status/status", "contact_line")) == "contact line"
    write_words(tiny, "line,region_status/status,contact_line,on the Green Line,M\n")
    case = load_case(tiny)
    assert str(case.word("region_status/status", "contact_line")) == "on the Green Line"
    assert list_words(case.ledger, RegionStatus, "status")[-1] == "unsettled", "it is no further word"


@pytest.mark.parametrize(
    ("column", "word", "said"),
    [
        ("parties/kinds", "state", r"no words are added to 'parties/kinds' \(nearest: parties/kind\)"),
        ("parties/kind", "stat", r"no word 'stat' for parties/kind \(nearest: state\); there are state, alliance"),
    ],
)
def test_a_word_or_column_that_there_is_not_leads_to_the_nearest(tiny, column, word, said):
    with pytest.raises(UsageError, match=said):
        load_case(tiny).word(column, word)


def test_a_correction_to_an_undeclared_word_is_refused(tiny):
    with (tiny / "corrections.csv").open("a", encoding="utf-8") as file:
        file.write("c9,article,p1,garbled_term,replace,parties/ukraine/kind,state,realm,R,,open\n")
    (problem,) = list_problems(tiny)
    assert "found 'realm'" in problem
    assert "A row of corrections.csv causes this problem." in problem


def test_codebook_and_data_package_show_the_words(tiny):
    write_words(tiny, MOVEMENT)
    replace_text(tiny, "parties", "ukraine,Ukraine,state", "ukraine,Ukraine,movement")
    kept = json.loads((tiny / "datapackage.json").read_text(encoding="utf-8"))
    datapackage.update_files(tiny, read_ledger(tiny), kept)
    book = (tiny / "README.md").read_text(encoding="utf-8")
    assert "state, alliance, institution; or a word that vocabulary.csv adds: movement |" in book
    assert "| `parties/kind` | `movement` | armed movement | A party that fights" in book
    package = json.loads((tiny / "datapackage.json").read_text(encoding="utf-8"))
    (parties,) = (resource for resource in package["resources"] if resource["name"] == "parties")
    (kind,) = (field for field in parties["schema"]["fields"] if field["name"] == "kind")
    assert kind["constraints"]["enum"] == ["state", "alliance", "institution", "movement"]
    report = Package(str(tiny / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "message"])


def test_a_word_that_no_row_has_needs_care(tiny):
    write_words(tiny, MOVEMENT)
    assert [str(problem) for problem in check_unused_words(load_case(tiny).ledger)] == [
        "vocabulary.csv:2:word: found 'movement'; allowed: a word that a row has in parties/kind. Remove the row, or "
        "use the word."
    ]
    replace_text(tiny, "parties", "ukraine,Ukraine,state", "ukraine,Ukraine,movement")
    assert list(check_unused_words(load_case(tiny).ledger)) == []


@given(st.sampled_from(sorted(list_widened())), st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True))
def test_each_word_of_the_library_has_a_name_in_every_case_and_no_other_word_has(column, word):
    case = load_case()
    if word in list_words(case.ledger, *find_column(column)):
        assert str(case.word(column, word))
    else:
        with pytest.raises(UsageError, match="has no word"):
            case.word(column, word)
    for known in list_widened()[column]:
        assert str(case.word(column, known))


def find_column(column: str):
    table, _, name = column.partition("/")
    return TABLES[table], name


def test_reports_call_a_word_of_its_own_by_its_name(tiny):
    write_words(
        tiny,
        "loss,funds/purpose,loss_damage,loss and damage,M\n",
        "record,sources/kind,record,record of the talks,M\n",
        "slip,corrections/kind,slip,slip of the pen,M\n",
    )
    (tiny / "funds.csv").write_text(
        "fund_id,name,purpose,prices,years,covers,note\nmoney,Money,loss_damage,2023,,reconstruction.need,\n"
    )
    replace_text(tiny, "sources", "assessment,second", "record,second")
    replace_text(tiny, "corrections", "garbled_name", "slip")
    case = load_case(tiny)
    assert "(for loss and damage, in prices of 2023)" in case["reconstruction.need"].leaf.origin.meaning
    assert list(compare.sources.reliability(case).kind) == ["article", "record of the talks"]
    assert list(compare.verdicts.corrections(case).kind) == ["slip of the pen"]


def test_a_status_of_a_claim_may_be_a_word_of_the_case(tiny):
    replace_text(tiny, "claims", ",exact,estimated,2025-12,,,Rebuilding", ",exact,budgeted,2025-12,,,Rebuilding")
    assert list_problems(tiny) == [
        "claims.csv:2:status: found 'budgeted'; allowed: proposed, committed, reported, estimated, in_force (nearest: "
        "reported). Correct it, or add a row for claims/status to vocabulary.csv."
    ]
    write_words(tiny, "budgeted,claims/status,budgeted,sum in the budget,It is in the budget\n")
    case = load_case(tiny)
    assert compare.reconstruction.standing(case, case["reconstruction.need"]) == "sum in the budget"
    found = compare.quantities.by_source(case, "reconstruction.need").set_index("chosen")
    assert found.loc["yes", "standing"] == "sum in the budget"
