"""What matplotlib is asked for when a chart is drawn."""

from __future__ import annotations

import sys

import matplotlib as mpl
import pytest

from analysis.show.charts import drawing


@pytest.fixture
def undecided(monkeypatch):
    """Leaves open which backend matplotlib uses, as a process begins."""
    monkeypatch.setitem(mpl.rcParams, "backend", "svg")  # set back at the end
    dict.__setitem__(mpl.rcParams, "backend", mpl.rcsetup._auto_backend_sentinel)
    assert mpl.get_backend(auto_select=False) is None
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)


@pytest.mark.usefixtures("undecided")
def test_to_draw_a_chart_no_backend_is_looked_for():
    drawing._complete_settings.cache_clear()
    with drawing.use_settings("a key"):
        assert mpl.rcParams["svg.hashsalt"] == "a key"
    assert "matplotlib.pyplot" not in sys.modules
    assert mpl.get_backend(auto_select=False) is None


def test_a_backend_that_a_notebook_has_set_stays(monkeypatch):
    monkeypatch.setitem(mpl.rcParams, "backend", "pdf")
    drawing._complete_settings.cache_clear()
    with drawing.use_settings("a key"):
        assert mpl.get_backend(auto_select=False) == "pdf"
    assert mpl.get_backend(auto_select=False) == "pdf"
