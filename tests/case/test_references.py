"""Ids that no row has: one mistake is one problem, with its cause, however many cells it breaks."""

from __future__ import annotations

import re

import pytest

from analysis.case.references import list_used
from tests.case.test_ledger import catch_case_error, replace_text
from tests.case.test_soundness import set_formula


def rename(case, table: str, old: str, new: str) -> None:
    """Renames the id of one row, and nothing that refers to it."""
    path = case / f"{table}.csv"
    text, count = re.subn(rf"^{old},", f"{new}," if new else "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def drop(case, table: str, id: str) -> None:
    path = case / f"{table}.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(f"{id},")]
    assert len(left) == len(lines) - 1
    path.write_text("".join(left), encoding="utf-8")


def test_a_renamed_row_leads_with_the_rename(tiny):
    rename(tiny, "sources", "article", "artikel")
    error = catch_case_error(tiny)
    lead, last = str(error).splitlines()
    assert lead.startswith("sources.csv:2:source_id: found 'artikel'; allowed: article, to which 15 cells refer: ")
    assert "10 in claims.csv, 2 in plans.csv, 1 in " in lead
    assert lead.endswith("; none refers to artikel. Rename it, or correct those cells.")
    assert last.startswith("16 problems ")


def test_a_name_of_another_kind_is_a_rename_where_nothing_else_can_have_been_meant(tiny):
    rename(tiny, "sources", "article", "main_text")
    assert str(catch_case_error(tiny)).startswith("sources.csv:2:source_id: found 'main_text'; allowed: article, to")


def test_a_lost_row_is_one_line_though_cells_of_several_files_refer_to_it(tiny):
    drop(tiny, "sources", "article")
    lead, last = str(catch_case_error(tiny)).splitlines()
    assert lead.startswith("sources.csv:source_id: found no row article; allowed: the row to which 15 cells refer: 10 ")
    assert last.startswith("16 problems ")


def test_a_quantity_that_was_renamed_breaks_formulas_too_and_they_are_counted_with_it(tiny):
    set_formula(tiny, "assets.frozen / 3")
    rename(tiny, "quantities", "assets.frozen", "assets.frozen_sum")
    lead, last = str(catch_case_error(tiny)).splitlines()
    assert "quantities.csv:3:quantity_id: found 'assets.frozen_sum'; allowed: assets.frozen, to which 3 cells" in lead
    assert all(lead.count(f"1 in {table}.csv") == 1 for table in ("claims", "quantities", "roles"))
    assert last.startswith("4 problems ")


def test_one_misspelt_cell_is_no_rename(tiny):
    replace_text(
        tiny, "claims", "need_survey,reconstruction.need,,survey,", "need_survey,reconstruction.need,,surveys,"
    )
    (problem,) = catch_case_error(tiny).problems
    assert (problem.file, problem.column, problem.found) == ("claims.csv", "source", "surveys")
    assert "(nearest: survey)" in str(problem)


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("reconstruction.need * forces.cap@plan_lo / forces.cap@plan_high", "plan_lo"),
        ("reconstruction.need * forces.cap@plan_low / forces.cap@nobody", "nobody"),
        ("reconstruction.ned / 2", "reconstruction.ned"),
    ],
)
def test_a_name_of_a_formula_that_leads_nowhere_is_refused(tiny, formula, found):
    set_formula(tiny, formula)
    (problem,) = catch_case_error(tiny).problems
    assert (problem.file, problem.row, problem.column, problem.found) == ("quantities.csv", 4, "formula", found)
    assert problem.allowed.startswith("an id of ")


def test_what_a_formula_names_is_used(tiny):
    set_formula(tiny, "reconstruction.need * forces.cap@plan_low / forces.cap@plan_high")
    from analysis.case.ledger import read_ledger

    used = list_used(read_ledger(tiny))
    assert {"reconstruction.need", "forces.cap"} <= used["quantities"]
    assert {"plan_low", "plan_high"} <= used["plans"]


def test_an_id_in_capitals_is_one_problem_whatever_refers_to_it(tiny):
    rename(tiny, "sources", "article", "Article")
    lead, last = str(catch_case_error(tiny)).splitlines()
    assert lead.startswith("sources.csv:2:source_id: found 'Article'; allowed: snake_case: ")
    assert lead.endswith("Write article.")
    assert last.startswith("1 problem ")
