"""A notebook is executed with parameters, whatever its metadata say."""

from __future__ import annotations

import nbformat
import pytest

from analysis.report.execute.notebook import execute_notebook


@pytest.mark.parametrize("metadata", [{}, {"kernelspec": {"name": "python3", "display_name": "Python 3"}}])
def test_parameters_are_put_into_a_notebook_that_names_no_language(tmp_path, monkeypatch, metadata):
    from papermill.engines import papermill_engines

    given = nbformat.v4.new_code_cell("count = 1", metadata={"tags": ["parameters"]})
    path = tmp_path / "bare.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[given], metadata=metadata), path)
    monkeypatch.setattr(papermill_engines, "execute_notebook_with_engine", lambda name, made, *_, **__: made)
    _, injected = execute_notebook(path, {"count": 2}, "bare", to_end=True).cells
    assert injected.source.endswith("count = 2\n")
