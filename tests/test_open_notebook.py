"""The open notebook is found in every front end, checked and shown; a render takes no notice of either."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from analysis import check_notebook, preview
from analysis.errors import UsageError
from analysis.open_notebook import NotebookCheck, NotebookPreview, find_open_notebook
from analysis.paths import RENDERS_VARIABLE
from tests.conftest import TINY, write_notebook

CLEAN = (
    "from analysis import cover, load_case, say",
    f"case = load_case({str(TINY)!r})\ncover('A title', 'Why?', case.about)",
    "say('Words.')",
)


@pytest.fixture(autouse=True)
def _in_no_front_end(monkeypatch):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.delenv(RENDERS_VARIABLE, raising=False)


def test_the_notebook_is_found_in_jupyterlab_and_vs_code(tmp_path, monkeypatch):
    path = write_notebook(tmp_path / "my.ipynb", "1")
    assert find_open_notebook(path) == path
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert find_open_notebook() == path
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JPY_SESSION_NAME", "folder/of/the/server/my.ipynb")  # a kernel runs in the notebook's folder
    assert find_open_notebook() == path
    monkeypatch.delenv("JPY_SESSION_NAME")
    shell = SimpleNamespace(kernel="a kernel", user_ns={"__vsc_ipynb_file__": str(path)})
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert find_open_notebook() == path


@pytest.mark.parametrize("name", ["Untitled-1.ipynb", "console-1-5b2d", "notes.txt"])
def test_what_is_no_saved_notebook_is_refused(tmp_path, monkeypatch, name):
    (tmp_path / "notes.txt").touch()
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / name))
    for function in (check_notebook, preview):
        with pytest.raises(UsageError, match=rf"no notebook '.*{name}'; save it first"):
            function()


def test_a_kernel_without_a_notebook_is_said():
    with pytest.raises(UsageError, match=r"no notebook is open in this kernel; .*check_notebook\('my\.ipynb'\)"):
        preview()


def test_both_do_nothing_in_the_kernel_of_a_render(monkeypatch):
    monkeypatch.setenv(RENDERS_VARIABLE, "1")
    assert (check_notebook(), preview()) == (None, None)


def test_what_is_found_is_displayed_with_its_count_and_escaped():
    found = NotebookCheck(Path("my.ipynb"), ("cell 2: <b>", "cell 3: b"))
    assert repr(found).splitlines() == [
        "my.ipynb, as last saved: a render would refuse it for 2 problems.",
        "cell 2: <b>",
        "cell 3: b",
    ]
    lines = BeautifulSoup(found._repr_html_(), "lxml").select("li")
    assert [line.get_text() for line in lines] == ["cell 2: <b>", "cell 3: b"]
    assert "refuse it for 1 problem." in repr(NotebookCheck(Path("my.ipynb"), ("a",)))
    assert repr(NotebookCheck(Path("my.ipynb"), ())) == "my.ipynb, as last saved: a render refuses nothing."


def test_the_page_stands_whole_in_its_frame(tmp_path):
    page = tmp_path / "my.html"
    page.write_text('<!doctype html><p title="a &amp; b">"quoted" & more</p>', encoding="utf-8")
    frame = BeautifulSoup(NotebookPreview(page, 300)._repr_html_(), "lxml").iframe
    assert frame["srcdoc"] == page.read_text(encoding="utf-8")
    assert "300px" in frame["style"]
    assert str(page) in repr(NotebookPreview(page, 300))


@pytest.mark.slow
def test_a_notebook_is_checked_and_shown_and_nothing_is_published(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clean = write_notebook(tmp_path / "clean.ipynb", *CLEAN, "from analysis import preview\npreview()")
    shown = preview(clean)
    assert isinstance(shown, NotebookPreview)
    page = shown.page.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n<html lang=")
    assert "A title" in page
    found = check_notebook(write_notebook(tmp_path / "bad.ipynb", *CLEAN, "5", "1/0"))
    assert found.problems == (
        "cell 4: shows the value '5', which cannot be displayed in a report; write say(...), table(...) or a chart, or "
        "end it without a value.",
        "cell 5: ZeroDivisionError: division by zero",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.ipynb", "clean.ipynb"]
