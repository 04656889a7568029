"""One report, from its executed notebook to its finished folder."""

from __future__ import annotations

import json
import threading

import nbformat
import pytest

from analysis import cover
from analysis.errors import CellError
from analysis.report.build.job import Render
from analysis.report.build.render import try_render
from analysis.report.fingerprint import compute_content_fingerprint
from analysis.report.formats.html.page import write_html
from tests import notebooks_in_memory
from tests.conftest import read_tree, write_notebook


def execute_in_memory(monkeypatch, make):
    """Takes the place of the kernel. make: from the parameter `basis` to the executed notebook."""

    def execute(notebook, parameters, report, file_log, *, to_end, varied):
        return make(parameters.get("basis", "article"))

    monkeypatch.setattr("analysis.report.execute.notebook.execute_notebook", execute)


def test_a_report_is_made_of_an_executed_notebook(tmp_path, monkeypatch):
    """All of it but the kernel, in this process: for those who run the fast tests alone."""
    execute_in_memory(monkeypatch, notebooks_in_memory.make_reconstruction_notebook)
    notebook = write_notebook(tmp_path / "one.ipynb")
    one = Render("one", "One", notebook, {}, ("html", "pdf", "docx", "md"), tmp_path / "one")
    outcome = try_render(one, "asked for")
    assert (outcome.error, outcome.why) == ("", "asked for")
    made = read_tree(one.folder)
    links = {"PDF": "one.pdf", "DOCX": "one.docx", "MD": "one.md", "All reports": "../index.html"}
    documents = map(notebooks_in_memory.read_reconstruction, ("article", "all"))
    page = write_html(next(documents), links, next(documents))
    assert compute_content_fingerprint(made["one.html"]) == compute_content_fingerprint(page.encode())
    assert made["one.pdf"].startswith(b"%PDF")
    assert {"one.docx", "one.md", "tables/funding.csv", "figures/ladder.svg", "results.json"} <= set(made)
    assert set(json.loads(made["manifest.json"])["files"]) == set(made) - {"manifest.json"}


def test_a_report_that_print_cannot_show_in_full_is_made_with_a_remark(tmp_path, monkeypatch, only_shipped_typefaces):
    executed = notebooks_in_memory.make_executed_notebook(cover("A title", "Why?", {"title": "湖边"}), "A text.")
    monkeypatch.setattr("analysis.report.execute.notebook.execute_notebook", lambda *_, to_end, varied: executed)
    notebook = write_notebook(tmp_path / "one.ipynb")
    outcome = try_render(Render("one", "One", notebook, {}, ("html", "pdf"), tmp_path / "one"), "asked for")
    assert outcome.error == ""
    assert outcome.remark.startswith(
        "one: no typeface of the house has Chinese characters (湖边; the first is U+6E56, "
    )
    assert ", in the head of the report; the PDF and the pictures in Word show □ in their place." in outcome.remark
    assert {"one.html", "one.pdf"} <= set(read_tree(tmp_path / "one"))
    page = try_render(Render("two", "Two", notebook, {}, ("html",), tmp_path / "two"), "asked for")
    assert (page.error, page.remark) == ("", "")  # a page has its reader's typefaces


def test_an_executed_notebook_keeps_nothing_of_the_run():
    from analysis.report.formats.side_files import remove_run_details

    notebook = nbformat.v4.new_notebook(metadata={"papermill": {"start_time": "now", "input_path": "/home/x"}})
    cell = nbformat.v4.new_code_cell("x", metadata={"papermill": {"duration": 1.2}, "execution": {"t": "now"}})
    cell.outputs = [nbformat.v4.new_output("stream", name="stderr", text="a warning")]
    notebook.cells = [cell]
    text = json.dumps(remove_run_details(notebook))
    assert "papermill" not in text
    assert "/home/x" not in text
    assert "a warning" not in text


def render_page(folder, **fields):
    notebook = write_notebook(folder / "one.ipynb")
    one = Render(
        **{
            "report": "one",
            "title": "One",
            "notebook": notebook,
            "parameters": {},
            "formats": ("html",),
            "folder": folder / "one",
            **fields,
        }
    )
    outcome = try_render(one, "asked for")
    assert outcome.error == ""
    made = read_tree(one.folder)
    return made["one.html"].decode(), json.loads(made["manifest.json"]), outcome.remark


def test_the_page_holds_the_other_basis_and_the_report_depends_on_both(tmp_path, monkeypatch):
    execute_in_memory(monkeypatch, notebooks_in_memory.make_reconstruction_notebook)
    page, manifest, remark = render_page(tmp_path)
    assert 'data-basis="all"' in page
    assert remark == ""
    article, all_sources = map(notebooks_in_memory.read_reconstruction, ("article", "all"))
    assert set(manifest["reads"]) == {*article.reads, *all_sources.reads}
    turned, _, _ = render_page(tmp_path, parameters={"basis": "all"})
    assert '<html data-basis="all"' in turned
    assert 'id="_other" data-basis="article"' in turned
    assert 'id="_other"' not in render_page(tmp_path, turns=False)[0]


def test_a_page_is_not_executed_twice_for_print_alone(tmp_path, monkeypatch):
    seen = []

    def make(basis):
        seen.append(basis)
        return notebooks_in_memory.make_reconstruction_notebook(basis)

    execute_in_memory(monkeypatch, make)
    notebook = write_notebook(tmp_path / "one.ipynb")
    assert try_render(Render("one", "One", notebook, {}, ("md",), tmp_path / "one"), "asked for").error == ""
    assert seen == ["article"]


def test_the_notebook_is_executed_on_the_likely_basis_at_the_same_time(tmp_path, monkeypatch):
    both = threading.Barrier(2, timeout=60)  # broken, and so an error, where one waits for the other to end
    seen = []

    def make(basis):
        seen.append(basis)
        both.wait()
        return notebooks_in_memory.make_reconstruction_notebook(basis)

    execute_in_memory(monkeypatch, make)
    page, manifest, remark = render_page(tmp_path, likely_basis="all")
    assert sorted(seen) == ["all", "article"]
    assert 'id="_other" data-basis="all"' in page
    assert remark == ""
    execute_in_memory(monkeypatch, notebooks_in_memory.make_reconstruction_notebook)
    assert render_page(tmp_path)[:2] == (page, manifest)


def test_what_the_notebook_says_of_its_bases_counts_not_what_was_expected(tmp_path, monkeypatch):
    seen = []

    def make(basis):
        seen.append(basis)
        return notebooks_in_memory.make_reconstruction_notebook("article" if basis == "none" else basis)

    execute_in_memory(monkeypatch, make)
    page = render_page(tmp_path, likely_basis="none")[0]
    assert sorted(seen) == ["all", "article", "none"]
    assert 'id="_other" data-basis="all"' in page
    seen.clear()
    render_page(tmp_path, likely_basis="all", turns=False)
    assert seen == ["article"]


@pytest.mark.parametrize("failing", ["article", "all"])
def test_a_basis_that_fails_beside_the_other_is_said_as_it_was_alone(tmp_path, monkeypatch, failing):
    def make(basis):
        if basis == failing:
            raise CellError("one, cell 3: no claim counts")
        return notebooks_in_memory.make_reconstruction_notebook(basis)

    execute_in_memory(monkeypatch, make)
    notebook = write_notebook(tmp_path / "one.ipynb")
    alone, beside = (
        try_render(Render("one", "One", notebook, {}, ("html",), tmp_path / name, likely_basis=likely), "asked for")
        for name, likely in (("alone", ""), ("beside", "all"))
    )
    assert (beside.error, beside.remark) == (alone.error, alone.remark)
    assert "one, cell 3: no claim counts" in beside.error + beside.remark


def test_where_the_other_basis_fails_the_page_is_made_alone_and_is_due_again(tmp_path, monkeypatch):
    def make(basis):
        if basis == "all":
            raise CellError("one, cell 3: no claim counts")
        return notebooks_in_memory.make_reconstruction_notebook()

    execute_in_memory(monkeypatch, make)
    page, manifest, remark = render_page(tmp_path)
    assert remark == "one: the page by all sources is left out: one, cell 3: no claim counts"
    assert 'id="_other"' not in page
    assert "the page by all sources is left out: one, cell 3: no claim counts" in manifest["unseen"]
