"""Drafts on the command line: found, named, rendered from their stored outputs, and never taken for reports."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from analysis.errors import UsageError
from analysis.report.build.draft import find_drafts, name_drafts, read_any_notebook
from analysis.report.build.plan import read_cells


def write(path: Path, text: str = "Of 12, 3.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    output = nbformat.v4.new_output("stream", text="stored 7\n")
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("print('run')", outputs=[output])]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def test_a_folder_stands_for_the_notebooks_in_it(tmp_path):
    one, two = write(tmp_path / "a.ipynb"), write(tmp_path / "b" / "c.ipynb")
    write(tmp_path / ".ipynb_checkpoints" / "a.ipynb")
    assert find_drafts([str(tmp_path), str(one)]) == [one, two]
    with pytest.raises(UsageError, match="no file"):
        find_drafts([str(tmp_path / "none.ipynb")])


def test_names_are_told_apart_also_where_capitals_are_not():
    paths = [Path("a/x.ipynb"), Path("b/X.ipynb"), Path("c/x.ipynb")]
    assert list(name_drafts(paths).values()) == ["x", "X-2", "x-3"]


def test_old_notebooks_and_those_without_ids_are_read(tmp_path):
    cell = {"cell_type": "code", "language": "python", "input": "1", "outputs": [], "metadata": {}}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell], "metadata": {}}]}
    (tmp_path / "old.ipynb").write_text(json.dumps(old))
    assert read_any_notebook(tmp_path / "old.ipynb").cells[0].source == "1"
    (tmp_path / "none.ipynb").write_text("{}")
    with pytest.raises(UsageError, match="is not a notebook"):
        read_any_notebook(tmp_path / "none.ipynb")


@pytest.mark.parametrize("read", [read_any_notebook, read_cells])
def test_a_conflict_that_git_left_is_called_that(tmp_path, read):
    lines = write(tmp_path / "a.ipynb").read_text().splitlines(keepends=True)
    marked = ["<<<<<<< HEAD\n", lines[3], "=======\n", lines[3], ">>>>>>> spring\n"]
    (tmp_path / "a.ipynb").write_text("".join([*lines[:3], *marked, *lines[4:]]))
    with pytest.raises(
        UsageError, match=r"a\.ipynb:4: found a conflict that git left, between HEAD and spring, to line 8"
    ):
        read(tmp_path / "a.ipynb")


def test_a_stored_draft_ends_with_its_own_code_and_is_no_report(invoke, tmp_path):
    notebook = write(tmp_path / "costs.ipynb")
    done = invoke("render", "--draft", str(notebook), "--stored", "--format", "html,md", cwd=tmp_path)
    assert done.returncode == 3
    assert "DRAFT costs: 3 numbers, 0 traced" in done.stdout
    folder = tmp_path / "reports" / "drafts" / "costs"
    assert {path.name for path in folder.iterdir()} == {"costs-draft.html", "costs-draft.md"}
    assert "stored 7" in (folder / "costs-draft.md").read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("manifest.json"))
    assert not list(tmp_path.rglob("index.html"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--stored",), "--stored goes with --draft"),
        (("costs.ipynb",), "costs.ipynb is the path of a notebook"),
        (("--draft",), "--draft needs the path of a notebook"),
        (("--draft", "costs.ipynb", "--stored", "-P", "a=1"), "--stored runs nothing"),
        (("--draft", "costs.ipynb", "--crate"), "--crate describes reports"),
        (("--draft", "costs.ipynb", "--stored", "--format", "pfd"), "no format 'pfd'"),
    ],
)
def test_wrong_use_is_one_clear_error_and_leaves_nothing(invoke, tmp_path, arguments, said):
    write(tmp_path / "costs.ipynb")
    done = invoke("render", *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "reports").exists()


def test_a_notebook_of_a_stranger_is_not_run_unasked(invoke, tmp_path, monkeypatch):
    monkeypatch.delenv("COMMUNIQUE_TRUST", raising=False)
    write(tmp_path / "costs.ipynb", "Nobody has said yes to this text.")
    done = invoke("render", "--draft", "costs.ipynb", cwd=tmp_path)
    assert done.returncode == 2
    assert "is a program that runs with your rights" in done.stderr


def test_one_that_is_no_notebook_hinders_no_other(invoke, tmp_path):
    write(tmp_path / "b.ipynb")
    (tmp_path / "a.ipynb").write_text("[]")
    done = invoke("render", "--draft", str(tmp_path), "--stored", "--format", "md", cwd=tmp_path)
    assert done.returncode == 1
    assert "a.ipynb is not a notebook" in done.stderr
    assert "1 of 2 drafts" in done.stdout


@pytest.mark.slow
def test_a_draft_is_run_and_an_error_in_it_is_shown(invoke, warm_server, tmp_path):
    cells = [nbformat.v4.new_code_cell("print(40 + 2)"), nbformat.v4.new_code_cell("1 / 0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "run.ipynb")
    done = invoke("render", "--draft", "run.ipynb", "--trust", "--format", "md", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    text = (tmp_path / "reports" / "drafts" / "run" / "run-draft.md").read_text(encoding="utf-8")
    assert "42" in text
    assert "ZeroDivisionError" in text
