"""The command writes a notebook that runs at once, and overwrites nothing."""

from __future__ import annotations

import json

import pytest


def test_a_notebook_is_written_once(invoke, tmp_path):
    path = tmp_path / "mine.ipynb"
    done = invoke("new-notebook", "territory", "--out", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "What would each plan make of each region" in done.stdout
    assert f"communique check {path}" in done.stdout
    before = path.read_bytes()
    assert all(cell.get("outputs", []) == [] for cell in json.loads(before)["cells"])
    again = invoke("new-notebook", "plans", "--out", str(path))
    assert again.returncode == 2
    assert f"{path} exists already, and nothing is overwritten" in again.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("territori",), "no question 'territori' (nearest: territory); mar-a-lago-2025-12-28 can answer: brief, "),
        (("territory", "--case", "un-climate-finance-2024"), "cannot answer this question: no region status"),
        (("territory", "--out", "notes.txt"), "--out 'notes.txt' is no notebook; give a name that ends in .ipynb"),
        (("territory", "--out", "no/such/folder/n.ipynb"), "cannot be written (No such file or directory)"),
    ],
)
def test_what_cannot_be_written_is_refused(invoke, given, said):
    done = invoke("new-notebook", *given)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_case_is_named_so_that_it_is_found_from_the_notebook(invoke, tmp_path, tiny):
    assert invoke("new-notebook", "forces", "--case", str(tiny), "--out", str(tmp_path / "n.ipynb")).returncode == 0
    parameters = "".join(json.loads((tmp_path / "n.ipynb").read_text(encoding="utf-8"))["cells"][1]["source"])
    assert f'= "{tiny}"' in parameters


@pytest.mark.slow
def test_a_new_notebook_is_checked_without_a_question(invoke, tmp_path):
    path = tmp_path / "mine.ipynb"
    assert invoke("new-notebook", "consensus", "--out", str(path)).returncode == 0
    done = invoke("check", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "a render refuses nothing" in done.stdout
