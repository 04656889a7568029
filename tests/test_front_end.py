"""Whether HTML is written at all: for a front end, not for a terminal and not for the report engine."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

from analysis import front_end, load_case, say
from analysis.contract import BUNDLE_MIME
from tests.conftest import TINY


@pytest.fixture(scope="module")
def need():
    return load_case(TINY)["reconstruction.need"]


@pytest.fixture
def silent(monkeypatch):
    monkeypatch.setattr(front_end, "_silent", False)  # put back at the end
    front_end.silence()


def test_outside_of_a_terminal_what_is_asked_for_is_written(need):
    assert {*need._repr_mimebundle_()} == {"text/html"}
    assert {*say("{need}", need=need)._repr_mimebundle_()} == {BUNDLE_MIME, "text/html", "text/plain"}


def test_for_the_report_engine_nothing_is_written_but_its_own_part(need, silent):
    assert need._repr_mimebundle_() == {}
    shown = say("{need}", need=need)._repr_mimebundle_()
    assert {*shown} == {BUNDLE_MIME, "text/plain"}
    assert shown["text/plain"] == "sentence"


@pytest.mark.parametrize(
    ("shell", "heard"), [(None, True), (SimpleNamespace(kernel=1), True), (SimpleNamespace(), False)]
)
def test_a_terminal_shows_no_html(monkeypatch, shell, heard):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert front_end.is_heard() is heard


def test_a_frame_of_estimates_opens_and_any_other_is_as_pandas_has_it(need):
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    front_end.watch_frames(shell)
    plain = pd.DataFrame({"a": [1, 2]})
    assert shell.display_formatter.format(plain)[0]["text/html"] == plain._repr_html_()
    html = shell.display_formatter.format(pd.DataFrame({"a": [need], "b": ["<x>"]}))[0]["text/html"]
    assert html.count('<a class="n"') == 1
    assert ">$800 billion</a>" in html
    assert "&lt;x&gt;" in html


def test_a_frame_of_bare_numbers_and_dates_is_not_searched_for_estimates(monkeypatch):
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    front_end.watch_frames(shell)
    monkeypatch.setattr(front_end, "render_html", lambda _: pytest.fail("it was searched"))
    frame = pd.DataFrame({"a": [1, 2], "b": [0.5, None], "c": pd.to_datetime(["2026-01-01", None]), "d": [True, False]})
    assert shell.display_formatter.format(frame)[0]["text/html"] == frame._repr_html_()


def test_a_silent_frame_is_as_pandas_has_it(need, silent):
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    front_end.watch_frames(shell)
    frame = pd.DataFrame({"a": [need]})
    assert shell.display_formatter.format(frame)[0]["text/html"] == frame._repr_html_()
