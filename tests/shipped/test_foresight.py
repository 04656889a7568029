"""What stops a render is found by `check` first: with one row of the tiny case taken away, one of them says so."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from analysis.commands.check import load_checked_case
from analysis.commands.shared.options import CaseFolder
from analysis.commands.shared.reports import find_unanswered
from analysis.commands.shared.warm_server import find_notebook_folders
from analysis.errors import CaseError
from tests.conftest import TINY
from tests.shipped.test_any_case import run

CLAIMS = ("need_survey", "usable_article", "debt_article", "cap_high", "strength_article")
ROLES = ("need", "stock", "debt", "limit")


def run_reports(folder: Path) -> list[str]:
    """Checks a case, runs the reports that it can answer, and returns their names; [] if check refuses it."""
    try:
        case = load_checked_case(CaseFolder(folder, str(folder)))
    except CaseError:
        return []
    rows = [*case.ledger.tables["reports"].values()]
    left_out = find_unanswered(case, rows, find_notebook_folders(folder))
    answered = [row.id for row in rows if row.id not in left_out]
    assert all(run(name, folder) for name in answered)
    return answered


@pytest.mark.slow
def test_a_case_that_lost_a_row_renders_or_check_refuses_it(tmp_path):
    case = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    assert run_reports(case) == ["reconstruction", "forces"]
    found: dict[str, list[str]] = {}
    for table, tried in (("claims", CLAIMS), ("roles", ROLES)):
        path = case / f"{table}.csv"
        whole = path.read_text(encoding="utf-8")
        header, *rows = csv.reader(whole.splitlines())
        for gone in (row for row in rows if row[0] in tried):
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *(row for row in rows if row is not gone)])
            found[gone[0]] = run_reports(case)
        path.write_text(whole, encoding="utf-8")
    assert found["debt_article"] == []  # the role debt would have no number
    assert found["debt"] == ["reconstruction", "forces"]  # an optional part is left out
    assert found["cap_high"] == ["reconstruction"]  # two limits are compared
    assert found["need"] == ["forces"]
    assert found.keys() == {*CLAIMS, *ROLES}
