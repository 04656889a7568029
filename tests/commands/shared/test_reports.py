"""What `check` says of reports before any of them runs: the notebook is there, is one, and takes the parameters."""

from __future__ import annotations

import json

import pytest

from analysis import limits, load_case
from analysis.commands.shared.reports import check_reports, find_unanswered
from tests.case.test_ledger import empty_table, replace_text
from tests.conftest import write_notebook


def list_problems(case) -> list[str]:
    return [str(problem) for problem in check_reports(load_case(case))]


def test_the_reports_of_a_sound_case_are_sound(tiny):
    assert list_problems(tiny) == []


def test_a_case_without_reports_says_so(tiny):
    empty_table(tiny, "reports")
    assert list_problems(tiny) == [
        "reports.csv: found no rows; allowed: one report or more. Add a row with a notebook."
    ]


def test_a_notebook_that_is_missing_is_named_with_its_row(tiny):
    replace_text(tiny, "reports", "forces,forces,", "forces,forcs,")
    (said,) = list_problems(tiny)
    assert said.startswith("reports.csv:3:notebook: found 'forcs'; allowed: the name of a notebook, without .ipynb. ")
    assert "(nearest: forces)" in said


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"cells": [1]}',
        b'{"cells": []}',
        b'{"cells": [], "nbformat": 3}',
        b'{"cells": [], "nbformat": 5}',
        b'{"cells": [{"source": "x", "metadata": {}, "cell_type": "chart"}], "nbformat": 4}',
        b'{"cells": [{"source": "x"}]}',
        b'{"cells": [{"source": 1, "metadata": {}}]}',
        b'{"cells": [{"source": "x", "metadata": []}]}',
        b'{"cells": [{"source": "x", "metadata": {"tags": 1}}]}',
    ],
)
def test_a_file_that_is_no_notebook_is_named_once(tiny, content):
    (tiny / "notebooks").mkdir()
    (tiny / "notebooks" / "forces.ipynb").write_bytes(content)
    replace_text(tiny, "reports", "\nforces,forces,", "\nother,forces,Other,\nforces,forces,")
    (said,) = list_problems(tiny)
    assert said.startswith("notebooks/forces.ipynb: found a fault in it; allowed: a notebook whose parameters cell can")
    assert "is not a notebook (nbformat 4); open it in JupyterLab and save it again." in said


def test_a_folder_in_place_of_a_notebook_and_one_that_is_too_large(tiny, monkeypatch):
    (tiny / "notebooks" / "forces.ipynb").mkdir(parents=True)
    assert "cannot be read: Is a directory." in list_problems(tiny)[0]
    monkeypatch.setattr(limits, "MAX_NOTEBOOK_BYTES", 1_000)
    assert all("bytes; allowed: at most 1,000 bytes. Remove its outputs" in said for said in list_problems(tiny))


def test_a_text_cell_of_a_whole_book_is_refused(tiny, monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_CELL", 20)
    write_notebook(tiny / "notebooks" / "forces.ipynb", "1 + 1", "# " + "x" * 19)
    (said,) = [said for said in list_problems(tiny) if "notebooks/forces.ipynb" in said]
    assert "forces.ipynb, cell 2: 21 characters; allowed: at most 20. Split the cell." in said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("x: = 1", "forces: the parameters cell is not Python (line 1: invalid syntax)."),
        ("x: int = 'a'", "forces, parameter x, its default: found 'a'; allowed: a whole number."),
        ("x: thing = 1", "forces: parameter x has the type thing; allowed: float, int, str, "),
        (
            "x: int = " + "(" * 250 + "1" + ")" * 250,
            "forces: the parameters cell is not Python (line 1: too many nested",
        ),
        ("x = '\0'", "forces: the parameters cell is not Python (source code string cannot contain null bytes)."),
    ],
)
def test_a_parameters_cell_that_cannot_be_read_is_said(tiny, cell, said):
    write_notebook(tiny / "notebooks" / "forces.ipynb", parameters=cell)
    (found,) = [found for found in list_problems(tiny) if found.startswith("notebooks/forces.ipynb: ")]
    assert said in found


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ("bais=all", "reports.csv:3:parameters: found 'bais=all'; allowed: parameters that forces.ipynb takes. "),
        ("basis", "allowed: name=value; name=value."),
        ("basis=none", "parameter basis: found 'none'; allowed: article, all"),
    ],
)
def test_parameters_that_the_notebook_does_not_take_are_named_with_their_row(tiny, parameters, said):
    replace_text(tiny, "reports", "Troop caps,", f"Troop caps,{parameters}")
    (found,) = list_problems(tiny)
    assert said in found


def test_a_fault_of_parameters_is_no_fault_of_the_next_report(tiny):
    replace_text(tiny, "reports", "\nforces,forces,Troop caps,", "\na,forces,A,b=1\nc,forces,C,d=1\nforces,forces,E,")
    assert [found.split(":")[1] for found in list_problems(tiny)] == ["3", "4"]


def test_notebooks_written_with_lines_as_a_list_are_read(tiny):
    path = write_notebook(tiny / "notebooks" / "own.ipynb", parameters="x: int = 1\ny: int = 2")
    with (tiny / "reports.csv").open("a") as file:
        file.write("own,own,Our own,\n")
    notebook = json.loads(path.read_text())
    notebook["cells"][0]["source"] = ["x: int = 1\n", "y: int = 2"]
    path.write_text(json.dumps(notebook))
    assert list_problems(tiny) == []


@pytest.mark.parametrize(
    ("kind", "source", "said"),
    [
        (
            "raw",
            "a note",
            "found a raw cell; allowed: code and text (Markdown) cells. Make it a text cell, or remove it.",
        ),
        ("code", "1 +", "found invalid syntax in line 1; allowed: Python. Correct it."),
        ("code", "x = 1\n  y = 2", "found unexpected indent in line 2; allowed: Python. Correct it."),
        ("code", "x = '\x00'", "found source code string cannot contain null bytes; allowed: Python. Correct it."),
        ("raw", "  ", ""),
        ("code", "%matplotlib inline\nls = !ls", ""),
        ("code", "len?", ""),
        ("code", "await asyncio.sleep(0)", ""),
        ("code", "'\\d'", ""),
        ("markdown", "1 +", ""),
    ],
)
def test_a_cell_with_which_no_report_can_be_made_is_named(tiny, kind, source, said):
    write_notebook(tiny / "notebooks" / "forces.ipynb", "# First", "1 + 1")
    path = tiny / "notebooks" / "forces.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = {"cell_type": kind, "id": "last", "metadata": {}, "source": source}
    notebook["cells"].append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    path.write_text(json.dumps(notebook), encoding="utf-8")
    place = f"notebooks/forces.ipynb:cell {len(notebook['cells'])}: "
    assert list_problems(tiny) == ([place + said] if said else [])


def test_a_parameter_that_is_given_twice_is_refused(tiny):
    replace_text(tiny, "reports", "\nforces,forces,", "\nother,forces,Other,basis=all; basis=article\nforces,forces,")
    (said,) = list_problems(tiny)
    assert "reports.csv, parameters: found basis more than once; allowed: each name once." in said


def list_unanswered(case) -> dict[str, str]:
    found = load_case(case)
    return find_unanswered(found, list(found.ledger.tables["reports"].values()), [case / "notebooks"])


@pytest.mark.parametrize(
    ("load", "lacks"),
    [
        ('load_case(case_dir, needs=("risks",))', "no risks (risks.csv has no rows)"),
        ('analysis.load_case(case_dir,\n    needs=["risks"])', "no risks (risks.csv has no rows)"),
        ('load_case(case_dir, needs=("claims", "sources"))', ""),
        ("load_case(case_dir)", ""),
        ("load_case(case_dir, needs=NEEDS)", ""),  # known only when it runs
        ('load_cases(case_dir, needs=("risks",))', ""),
        ('load_case(case_dir, needs=("risks",)', ""),  # not Python, which is said elsewhere
    ],
)
def test_what_a_notebook_needs_is_read_without_running_it(tiny, load, lacks):
    empty_table(tiny, "risks")
    write_notebook(tiny / "notebooks" / "sum.ipynb", f"case = {load}", parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\nsum,sum,Sum,\n")
    assert list_unanswered(tiny) == ({"sum": lacks} if lacks else {})


@pytest.mark.parametrize(
    ("report", "said"),
    [
        ("plans,plans,Plans,later=plan_hihg", "an id of plans.csv as later (nearest: plan_high). It has no plan_hihg"),
        ("plans,plans,Plans,later=plan_high", ""),
        ("plant,plant,Works,price=5", "no value for price, as nothing plays the role price. Add a row price to roles"),
        ("forces,forces,Caps,strength=5", ""),
        ("plant,plant,Works,price=None", ""),
    ],
)
def test_a_parameter_names_and_sets_what_the_case_has(tiny, report, said):
    (tiny / "reports.csv").write_text(f"report_id,notebook,title,parameters\n{report}\n")
    found = "".join(list_problems(tiny))
    assert said in found
    assert found.startswith("reports.csv:2:parameters: found '" if said else "")
    assert bool(found) == bool(said)
