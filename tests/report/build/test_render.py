"""From what is asked for to finished folders, and what a failure leaves."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

from analysis.case.schema import Report
from analysis.errors import UsageError
from analysis.report.build import render as build
from analysis.report.formats.html.page import write_html
from tests import notebooks_in_memory
from tests.conftest import read_tree, write_notebook

LISTED = [
    Report(report_id="one", notebook="one", title="One", parameters=None),
    Report(report_id="two", notebook="two", title="Two", parameters="size=3"),
]


@pytest.fixture
def notebooks(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        write_notebook(
            tmp_path / "notebooks" / f"{name}.ipynb", parameters='size: Annotated[int, Field(ge=1, le=9), "a size"] = 1'
        )
    return tmp_path / "notebooks"


def plan(notebooks: Path, chosen=(), given=None, formats=("html", "pdf")):
    return build.plan_renders(
        LISTED, chosen, given or {}, case_dir=None, notebooks=[notebooks], out=Path("out"), formats=formats
    )


def test_all_reports_in_the_order_of_the_list(notebooks):
    renders = plan(notebooks)
    assert [render.report for render in renders] == ["one", "two"]
    assert [render.folder for render in renders] == [Path("out/one"), Path("out/two")]


def test_parameters_of_the_list_are_the_usual_and_leave_no_trace_in_the_name(notebooks):
    _, two = plan(notebooks, given={"size": "3"})
    assert two.parameters == {"size": 3}
    assert two.folder.name == "two"


def test_a_changed_parameter_names_the_folder(notebooks):
    one, two = plan(notebooks, given={"size": "5"})
    assert (one.folder.name, two.folder.name) == ("one@size=5", "two@size=5")


def test_a_report_named_twice_is_made_once(notebooks):
    assert len(plan(notebooks, chosen=["one", "one"])) == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"chosen": ["onne"]}, "no report 'onne' (nearest: one); there are: one, two."),
        ({"formats": ["htm"]}, "no format 'htm' (nearest: html)"),
        ({"given": {"siz": "2"}}, "one has no parameter 'siz' (nearest: size); there are: size."),
        (
            {"given": {"size": "ten"}},
            "one, parameter size: found 'ten'; allowed: a whole number, at least 1 and at most",
        ),
        ({"given": {"size": "10"}}, "one, parameter size: found '10'; allowed: a whole number, at least 1 and at most"),
    ],
)
def test_wrong_use_is_refused_before_anything_runs(notebooks, asked, message):
    with pytest.raises(UsageError) as error:
        plan(notebooks, **asked)
    assert message in str(error.value)


def test_a_notebook_that_is_not_there_names_the_nearest(notebooks):
    with pytest.raises(UsageError, match=r"no notebook 'onee' \(nearest: one\); there are: one, two"):
        build.find_notebook("onee", [notebooks])


def test_the_first_place_wins(tmp_path):
    first = write_notebook(tmp_path / "a" / "x.ipynb", "1")
    write_notebook(tmp_path / "b" / "x.ipynb", "2")
    assert build.find_notebook("x", [tmp_path / "a", tmp_path / "b"]) == first


def test_a_long_variant_is_cut_and_still_its_own():
    names = {build.name_folder("report", {"text": "x" * 80 + end}) for end in "ab"}
    assert len(names) == 2
    assert all(len(name) <= 60 for name in names)


def test_a_variant_is_a_safe_file_name():
    assert build.name_folder("r", {"path": "../etc/x y"}) == "r@path=.._etc_x_y"


def test_publishing_replaces_the_whole_folder(tmp_path):
    place = tmp_path / "report"
    build.publish_folder({"a.txt": b"old", "tables/gone.csv": b"x"}, place)
    build.publish_folder({"a.txt": b"new"}, place)
    assert read_tree(place) == {"a.txt": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_failure_while_writing_leaves_the_last_good_report(tmp_path):
    place = tmp_path / "report"
    build.publish_folder({"a.txt": b"good"}, place)
    with pytest.raises(TypeError):
        build.publish_folder({"a.txt": b"bad", "b.txt": None}, place)
    assert read_tree(place) == {"a.txt": b"good"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("moment", ["while writing", "between the two moves", "before clearing up"])
def test_a_killed_build_is_cleared_up_and_the_last_good_report_stands(tmp_path, moment):
    place, aside, half = tmp_path / "report", tmp_path / ".was-report", tmp_path / ".making-abc"
    for path in {
        "while writing": [place, half],
        "between the two moves": [aside, half],
        "before clearing up": [place, aside],
    }[moment]:
        path.mkdir()
        (path / "a.txt").write_text("old" if path == aside and place.exists() else "good")
    build.recover_folder(tmp_path)
    assert read_tree(tmp_path) == {"report/a.txt": b"good"}
    assert not half.exists()
    assert not aside.exists()


def test_a_report_is_made_of_an_executed_notebook(notebooks, tmp_path, monkeypatch):
    """All of it but the kernel, in this process: for those who run the fast tests alone."""
    executed = notebooks_in_memory.make_reconstruction_notebook()
    monkeypatch.setattr("analysis.report.execute.notebook.execute_notebook", lambda *_: executed)
    (one,) = build.plan_renders(
        LISTED[:1], (), {}, case_dir=None, notebooks=[notebooks], out=tmp_path, formats=("html", "pdf", "docx", "md")
    )
    outcome = build.try_render(one, "asked for")
    assert (outcome.error, outcome.why) == ("", "asked for")
    made = read_tree(one.folder)
    links = {"PDF": "one.pdf", "DOCX": "one.docx", "MD": "one.md", "All reports": "../index.html"}
    assert made["one.html"] == write_html(notebooks_in_memory.read_reconstruction(), links).encode()
    assert made["one.pdf"].startswith(b"%PDF")
    assert {"one.docx", "one.md", "tables/funding.csv", "figures/ladder.svg", "results.json"} <= set(made)
    assert set(json.loads(made["manifest.json"])["files"]) == set(made) - {"manifest.json"}


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
