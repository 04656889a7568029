"""A correction replaces what it says is there, is refused when it does not fit, and says when it is not needed."""

from __future__ import annotations

import pytest

from analysis.case import ledger
from analysis.case.schema import Claim
from tests.case.test_ledger import catch_case_error, replace_text

CELLS = "replace,people/smith/name,Smyht,Smith"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            "replace,people/smith/name/first,Smyht,Smith",
            "row: found 'people/smith/name/first'; allowed: table/id/column",
        ),
        ("replace,people/smit/name,Smyht,Smith", "row: found 'people/smit/name'; allowed: table/id/column of a row"),
        (
            "replace,persons/smith/name,Smyht,Smith",
            "row: found 'persons/smith/name'; allowed: table/id/column of a row",
        ),
        ("replace,people/smith/called,Smyht,Smith", "row: found 'people/smith/called'; allowed: table/id/column of a"),
        ("note,people/smith/called,Smyht,Smith", "row: found 'people/smith/called'; allowed: table/id/column of a row"),
        (
            "replace,people/smith,Smyht,Smith",
            "row: found 'people/smith'; allowed: table/id/column, where the column is",
        ),
        (
            "replace,people/smith/person_id,smith,smyth",
            "row: found 'people/smith/person_id'; allowed: table/id/column, ",
        ),
        ("replace,,Smyht,Smith", "row: found nothing; allowed: table/id/column to replace. Fill it in, or set the"),
        ("replace,people/smith/name,Smyht,", "corrected: found nothing; allowed: the text that replaces as_given."),
        (
            "replace,people/smith/name,Smyht,Smyht",
            "corrected: found 'Smyht'; allowed: a text that differs from as_given",
        ),
        ("note,people/smith/name,Smyht,Smyht", "corrected: found 'Smyht'; allowed: a text that differs from as_given"),
        (
            "replace,people/smith/name,Smiht,Smith",
            "as_given: found 'Smiht'; allowed: the text of the cell, which is Smyht",
        ),
        (
            "replace,people/smith/name,Smih,Smyht",
            "corrected: found 'Smyht'; allowed: a text that people/smith/name does",
        ),
        ("replace,claims/cap_low/value,600000,many", "corrected: found 'many'; allowed: a number, without thousands"),
        (
            "replace,claims/cap_low/value,600001,650000",
            "as_given: found '600001'; allowed: the text of the cell, which is",
        ),
        (
            "replace,claims/cap_low/value,all,650000",
            "as_given: found 'all'; allowed: the text of the cell, which is 6000",
        ),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_in_its_own_file(tiny, cells, said):
    replace_text(tiny, "corrections", CELLS, cells)
    [problem] = catch_case_error(tiny).problems
    assert str(problem).startswith(f"corrections.csv:2:{said}")


def test_a_cell_is_corrected_once(tiny):
    path = tiny / "corrections.csv"
    header, row, *_ = path.read_text(encoding="utf-8").splitlines()
    first = row.split(",")[0]
    path.write_text("\n".join([header, row, row.replace(first, "again", 1)]) + "\n", encoding="utf-8")
    [problem] = catch_case_error(tiny).problems
    assert (problem.row, problem.column) == (3, "row")
    assert problem.remedy == f"{first} corrects it too; delete one of them."


@pytest.mark.parametrize(
    ("status", "cell", "said"),
    [
        ("open", "Smyht", ""),
        ("fixed_upstream", "Smith", ""),
        ("open", "Smith", "The cell is correct already: delete the correction, or set its status to fixed_upstream."),
        ("fixed_upstream", "Smyht", "Enter in the cell what the source now prints, or set the status to open."),
        ("open", "Smythe", "The cell has changed: delete or update the correction."),
        ("fixed_upstream", "Smythe", "The cell has changed: delete or update the correction."),
    ],
)
def test_a_correction_fails_when_it_is_no_longer_needed(tiny, status, cell, said):
    replace_text(tiny, "corrections", ",open", f",{status}")
    if cell != "Smyht":
        replace_text(tiny, "people", "Smyht", cell)
    if said:
        assert [problem.remedy for problem in catch_case_error(tiny).problems] == [said]
    else:
        assert ledger.read_ledger(tiny).tables["people"]["smith"].name == "Smith"


def test_what_only_a_correction_makes_wrong_is_said_to_be_its_doing(tiny):
    replace_text(tiny, "corrections", CELLS, "replace,claims/cap_low/value,600000,-5")
    [problem] = catch_case_error(tiny).problems
    assert (problem.file, problem.row, problem.column, problem.found) == ("claims.csv", 9, "value", -5)
    assert problem.remedy.endswith(" A row of corrections.csv causes this problem.")


def test_a_number_that_is_written_otherwise_is_the_same_number(tiny):
    replace_text(tiny, "corrections", CELLS, "replace,claims/cap_low/value,6e5,650000")
    read = ledger.read_ledger(tiny)
    assert read.get_table(Claim)["cap_low"].value == 650_000
    assert read.original_texts == {"claims/cap_low/value": "6e5"}
