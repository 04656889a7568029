"""Where the notebooks of a case are looked for."""

from __future__ import annotations

from pathlib import Path

from analysis.commands.shared.notebook_folders import find_notebook_folders, list_notebook_folders
from analysis.paths import find_shipped


def test_those_of_the_case_come_first_and_the_shipped_ones_last(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = tmp_path / "case"
    assert list_notebook_folders(case) == [case / "notebooks", Path("notebooks"), find_shipped("notebooks")]
    assert find_notebook_folders(case) == [find_shipped("notebooks")]
    (case / "notebooks").mkdir(parents=True)
    assert find_notebook_folders(case) == [case / "notebooks", find_shipped("notebooks")]
