"""What a notebook read is collected once a case, in whatever runs it: also what no shown object follows."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import pandas as pd
import pytest

from analysis import cover, dependencies, load_case, say, table
from analysis.case import description
from analysis.contract import BUNDLE_MIME, CITED_MIME, READS_MIME
from analysis.label import Label
from analysis.report.document import reader
from tests.conftest import TINY, write_notebook
from tests.notebooks_in_memory import make_executed_notebook

CELLS = (
    "from analysis import cover, elsewhere, load_case, said_by, say",
    f'case = load_case({str(TINY)!r})\nneed = case["reconstruction.need"]',  # a cell that shows nothing
    'cover("{need} is needed, says {who}, or {there}", "How much?", case.about, need=need, '
    "who=said_by(need, elsewhere(need)), there=elsewhere(need))",
    'say("Nothing new.")',
    'strength = case["forces.strength"]',
    'strength = None\ncase.on("all").date("meeting")\nNone',  # the last cell, too, shows nothing
)


def execute(folder: Path, *cells: str, engine: str | None) -> nbformat.NotebookNode:
    from papermill.engines import papermill_engines
    from papermill.iorw import load_notebook_node

    path = write_notebook(folder / "notebook.ipynb", *cells)
    return papermill_engines.execute_notebook_with_engine(
        engine, load_notebook_node(str(path)), "python3", input_path=str(path), progress_bar=False
    )


def list_reads(notebook: nbformat.NotebookNode) -> list[dict[str, str]]:
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output["data"][READS_MIME] for output in outputs if READS_MIME in output.get("data", {})]


@pytest.fixture(scope="module", params=["communique", None], ids=["our engine", "plain papermill"])
def notebook(request, tmp_path_factory) -> nbformat.NotebookNode:
    return execute(tmp_path_factory.mktemp("reads"), *CELLS, engine=request.param)


def test_once_a_whole_table_is_read_no_row_of_it_is_noted_on_any_basis():
    case = load_case(TINY)
    first, *_, last = case.ledger.tables["claims"].columns["claim_id"]
    case.ledger.tables["claims"][first]
    case.ledger.tables["claims"].values()
    for other in (case, case.on("all")):
        other.ledger.tables["claims"][last]
        other.ledger.tables["claims"].find_rows("quantity", "forces.cap")
        assert "nobody" not in other.ledger.tables["claims"]
    noted = {key for key in case.read_log.keys if key.startswith("claims")}
    assert noted == {"claims", f"claims/{first}"}


@pytest.mark.slow
def test_reads_are_collected_once_and_none_is_lost(notebook):
    (reads,) = list_reads(notebook)
    before_any_display, after_the_last = "tiny:claims/need_article", "tiny:events/meeting"
    assert {before_any_display, "tiny:claims/strength_article", after_the_last} <= set(reads)
    assert {key: load_case(TINY).compute_digest(key) for key in reads} == reads


@pytest.mark.slow
def test_they_are_in_the_first_cell_that_reads_and_no_bundle_carries_them(notebook):
    (position,) = (at for at, cell in enumerate(notebook.cells) if list_reads(nbformat.from_dict({"cells": [cell]})))
    assert "load_case" in notebook.cells[position].source
    assert not any(
        {BUNDLE_MIME, READS_MIME} <= set(output.get("data", ())) for cell in notebook.cells for output in cell.outputs
    )


@pytest.mark.slow
def test_a_report_knows_all_that_its_notebook_read(notebook):
    document = reader.read_document(notebook)
    assert dict(document.reads) == list_reads(notebook)[0]
    assert len(document.about["data"]) == 16


@pytest.mark.slow
def test_two_cases_in_one_notebook_are_told_apart(tmp_path):
    folders = [Path(shutil.copytree(TINY, tmp_path / name)) for name in ("one", "two", "elsewhere/one")]
    claims = folders[2] / "claims.csv"
    claims.write_text(claims.read_text(encoding="utf-8").replace(",800,", ",801,"), encoding="utf-8")
    notebook = execute(
        tmp_path,
        "from analysis import cover, elsewhere, load_case, said_by",
        f"one, two, other = map(load_case, {list(map(str, folders))})",
        'need = one["reconstruction.need"]\ncover("{a} ({who}), {there}", "How?", one.about, a=need, '
        "who=said_by(need, elsewhere(need)), there=elsewhere(need))",
        'two["forces.strength"], other["reconstruction.need"]\nNone',
        engine="communique",
    )
    reads = list_reads(notebook)
    assert sorted([*{key.partition(":")[0] for key in each}] for each in reads) == [["one"], ["one"], ["two"]]
    one, other, two = sorted(reads, key=lambda each: "two:claims/strength_article" in each)
    first, second = (each["one:claims/need_article"] for each in (one, other))
    document = reader.read_document(notebook)
    assert first != second
    assert set(document.reads["one:claims/need_article"].split()) == {first, second}  # no state of one case is both
    assert document.reads["two:claims/strength_article"] == two["two:claims/strength_article"]


class Shell:
    """What the log asks of a kernel's IPython, and what it shows there."""

    kernel = object()

    def __init__(self) -> None:
        self.events = self.display_pub = self
        self.end_cell: Any = None
        self.shown: list[tuple[dict[str, str], str, bool]] = []  # reads, display id, whether an update
        self.cited: list[dict[str, Any]] = []

    def register(self, event: str, call: Any) -> None:
        assert (event, self.end_cell) == ("post_run_cell", None)
        self.end_cell = call

    def publish(self, data: dict[str, Any], *, transient: dict[str, str], update: bool) -> None:
        self.shown.append((data[READS_MIME], transient["display_id"], update))
        self.cited.append(data.get(CITED_MIME, {}))


@pytest.fixture
def shell(monkeypatch) -> Shell:
    shell = Shell()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setattr(dependencies, "_notebook", dependencies._Notebook())
    return shell


def test_at_the_end_of_a_cell_all_reads_of_a_case_are_shown_where_the_first_were(shell):
    case = load_case(TINY)
    assert case["reconstruction.need"].value == 800
    shell.end_cell()
    shell.end_cell()  # a cell that reads nothing shows nothing
    assert case.on("all")["forces.strength"].value == 800_000
    shell.end_cell()
    (first, id, is_update), (second, same_id, is_next_update) = shell.shown
    assert (same_id, is_update, is_next_update) == (id, False, True)
    assert "tiny:claims/strength_article" not in first
    assert {"tiny:claims/strength_article", *first} <= set(second)


def test_the_sources_of_what_is_read_of_a_large_case_are_shown_with_it(shell, monkeypatch):
    monkeypatch.setattr(description, "_MAX_ALL_CITED", 0)
    case = load_case(TINY)
    assert "cited" not in case.about
    assert case["reconstruction.need"].value == 800
    shell.end_cell()
    assert case.on("all")["forces.strength"].value == 800_000
    shell.end_cell()
    first, second = shell.cited
    assert "claims/need_article" in first["rows"]["article"].split()
    assert first["sources"]["article"]["title"] == str(case.source("article"))
    assert {"claims/need_article", "claims/strength_article"} <= set(second["rows"]["article"].split())


def test_of_a_small_case_all_are_in_the_title_block(shell):
    case = load_case(TINY)
    assert case["reconstruction.need"].value == 800
    shell.end_cell()
    assert shell.cited == [{}]
    every = case.about["cited"]["rows"]
    cited = description.cite_read(case.ledger, {*every})["rows"]
    assert {row: sources.split() for sources, rows in cited.items() for row in rows.split()} == every


def test_a_report_has_the_same_sources_whether_its_case_is_large(monkeypatch):
    def read_sources() -> list[str]:
        case = load_case(TINY, basis="all")
        rows = [Label(claim.locator, f"claims/{claim.id}") for claim in case.ledger.tables["claims"].values()]
        notebook = make_executed_notebook(
            cover("Claims", "Who says what?", case.about),
            say("No number here.", role="answer"),
            table(pd.DataFrame({"place": rows[::2]}, dtype=object), "Places", key="places"),
            case=case,
        )
        return [card.source_id for card in reader.read_document(notebook).sources]

    small = read_sources()
    monkeypatch.setattr(description, "_MAX_ALL_CITED", 0)
    assert small == read_sources() != []


def test_a_case_that_is_loaded_again_has_a_new_output(shell):
    """As a cell that is run again does, whose output is gone."""
    for _ in range(2):
        assert load_case(TINY)["reconstruction.need"].value == 800
        shell.end_cell()
    assert [is_update for _, _, is_update in shell.shown] == [False, False]


def test_outside_a_notebook_a_case_remembers_what_was_read_of_it():
    case = load_case(TINY)
    assert [*case.read_log.collect()] == ["tiny:datapackage.json"]  # which says its language
    assert case["reconstruction.need"].value == 800
    assert case.on("all").date("meeting")
    assert {"tiny:claims/need_article", "tiny:events/meeting"} <= set(case.read_log.collect())
