"""One notebook read as a render reads it: what is no notebook is refused before anything runs."""

from __future__ import annotations

import pytest

from analysis.commands.shared.notebooks import describe_content, read_notebook
from analysis.commands.shared.options import CaseFolder
from analysis.errors import UsageError
from tests.conftest import TINY, write_notebook
from tests.notebooks_in_memory import read_reconstruction

CASE = CaseFolder(TINY, str(TINY))


def test_what_a_document_holds_is_counted():
    document = read_reconstruction()
    assert describe_content(document) == f"2 tables, 1 figure, {len(document.numbers)} numbers"


def test_a_notebook_of_unknown_origin_runs_only_if_it_is_trusted(tmp_path):
    path = write_notebook(tmp_path / "strange.ipynb", "raise SystemExit")
    with pytest.raises(UsageError, match=r"strange\.ipynb in .* is a program that runs with your rights.*--trust"):
        read_notebook(str(path), CASE, {})


@pytest.mark.parametrize("content", ["", "{}", '{"nbformat": 3, "worksheets": []}'])
def test_what_is_no_notebook_is_said(tmp_path, content):
    (tmp_path / "n.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="is not a notebook"):
        read_notebook(str(tmp_path / "n.ipynb"), CASE, {}, trust=True)
