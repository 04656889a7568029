"""From what is asked for to the renders it takes."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.schema import Report
from analysis.errors import UsageError
from analysis.report.build.plan import (
    RenderRequest,
    check_sweep_folder,
    find_due,
    find_notebook,
    name_folder,
    plan_renders,
)
from tests.conftest import write_notebook

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


def plan(notebooks: Path, **asked):
    request = RenderRequest(**{"case": Path("case"), "root": Path("out"), "formats": ("html", "pdf"), **asked})
    return plan_renders(request, LISTED, [notebooks])


def test_all_reports_in_the_order_of_the_list(notebooks):
    renders = plan(notebooks)
    assert [render.report for render in renders] == ["one", "two"]
    assert [render.folder for render in renders] == [Path("out/one"), Path("out/two")]


@pytest.mark.parametrize(
    ("parameters", "bases", "expected"),
    [
        ('basis: Annotated[Literal["article", "all"], "whose claims"] = "article"', ("article", "all"), "all"),
        ('basis: Annotated[Literal["article", "all"], "whose claims"] = "all"', ("article", "all"), "article"),
        ('basis: Annotated[Literal["article", "all"], "whose claims"] = "article"', (), ""),
        ('size: Annotated[int, Field(ge=1, le=9), "a size"] = 1', ("article", "all"), ""),
    ],
)
def test_the_other_basis_is_expected_where_parameters_and_case_say_one(tmp_path, parameters, bases, expected):
    write_notebook(tmp_path / "one.ipynb", parameters=parameters)
    request = RenderRequest(case=Path("case"), root=tmp_path / "out", formats=("html",))
    [render] = plan_renders(request, LISTED[:1], [tmp_path], bases=bases)
    assert render.likely_basis == expected


def test_the_other_basis_is_that_which_was_not_asked_for(tmp_path):
    declared = 'basis: Annotated[Literal["article", "all"], "whose claims"] = "article"'
    write_notebook(tmp_path / "one.ipynb", parameters=declared)
    request = RenderRequest(case=Path("case"), root=tmp_path / "out", formats=("html",), given={"basis": "all"})
    [render] = plan_renders(request, LISTED[:1], [tmp_path], bases=("article", "all"))
    assert (render.parameters["basis"], render.likely_basis) == ("all", "article")


def list_beside(renders):
    return [[other.report for other in render.published.listed] for render in renders]


def test_a_report_leads_to_those_rendered_with_it_and_those_that_are_there(notebooks, tmp_path):
    assert list_beside(plan(notebooks, root=tmp_path)) == [["one", "two"]] * 2
    assert list_beside(plan(notebooks, root=tmp_path, reports=("two",))) == [["two"]]
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "manifest.json").write_text("{}")
    [two] = plan(notebooks, root=tmp_path, reports=("two",), given={"size": "4"})
    assert list_beside([two]) == [["one", "two"]]
    assert (two.published.report, two.published.folder, two.published.title) == ("two", "two@size=4", "Two")


def test_variants_of_a_sweep_are_not_passed_on(notebooks):
    assert [render.published for render in plan(notebooks, variants=Path("sweep.csv"))] == [None, None]


def test_parameters_of_the_list_are_the_usual_and_leave_no_trace_in_the_name(notebooks):
    _, two = plan(notebooks, given={"size": "3"})
    assert two.parameters == {"size": 3}
    assert two.folder.name == "two"


def test_a_changed_parameter_names_the_folder(notebooks):
    one, two = plan(notebooks, given={"size": "5"})
    assert (one.folder.name, two.folder.name) == ("one@size=5", "two@size=5")


def test_a_report_named_twice_is_made_once(notebooks):
    assert len(plan(notebooks, reports=["one", "one"])) == 1


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"reports": ["onne"]}, "no report 'onne' (nearest: one); there are: one, two."),
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
        find_notebook("onee", [notebooks])


def test_the_first_place_wins(tmp_path):
    first = write_notebook(tmp_path / "a" / "x.ipynb", "1")
    write_notebook(tmp_path / "b" / "x.ipynb", "2")
    assert find_notebook("x", [tmp_path / "a", tmp_path / "b"]) == first


def test_a_long_variant_is_cut_and_still_its_own():
    names = {name_folder("report", {"text": "x" * 80 + end}) for end in "ab"}
    assert len(names) == 2
    assert all(len(name) <= 60 for name in names)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=300)
    | st.text("aA_- /.é", max_size=3)
)
AWKWARD = [
    "x y",
    "x_y",
    "x/y",
    "X Y",
    "x_y-d61f6ca0c013",
    "..",
    "",
    ".",
    "con",
    "NUL",
    "1.",
    "7",
    7,
    True,
    "True",
    None,
]
AWKWARD += ["None", "none", "é", "e\u0301", "a\x00b", "a\nb", "a=b", "a,b", "b" * 255, "б" * 255, "\ud800", 0.1234567]


def compare_names(name: str) -> str:
    """A name as the least distinguishing of systems sees it: without capitals, in one normal form."""
    return unicodedata.normalize("NFD", name).casefold()


@given(VALUES, VALUES)
def test_different_values_have_different_safe_names(one, other):
    names = [name_folder("r", {"a": value}) for value in (one, other)]
    is_same = json.dumps(one) == json.dumps(other) or one == other
    assert is_same or compare_names(names[0]) != compare_names(names[1])
    for name in names:
        assert re.fullmatch(r"r@a=[\w.@=,+-]*[\w+=-]", name)
        assert len(os.fsencode(name)) <= 255


def test_awkward_values_have_names_of_their_own():
    assert len({compare_names(name_folder("r", {"a": value})) for value in AWKWARD}) == len(AWKWARD)
    assert len({name_folder("r", changed) for changed in ({"a": "1,b=2"}, {"a": "1", "b": "2"}, {"a": 1, "b": 2})}) == 3


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("x_y", "r@a=x_y"),
        ("2025-12-28", "r@a=2025-12-28"),
        (7, "r@a=7"),
        (0.5, "r@a=0.5"),
        (True, "r@a=True"),
        ("Київ, 2", "r@a=Київ,_2-"),
        ("../etc/x y", "r@a=.._etc_x_y-"),
    ],
)
def test_a_name_can_be_read(value, name):
    assert re.sub("-[0-9a-f]{12}$", "-", name_folder("r", {"a": value})) == name


def test_two_reports_for_one_folder_are_refused(notebooks):
    rows = [replace_id(report_id) for report_id in ("one", "oNe")]
    with pytest.raises(UsageError, match=r"one and oNe would be written to one folder, out/oNe; change one report_id"):
        plan_renders(RenderRequest(case=Path("case"), root=Path("out"), formats=("html",)), rows, [notebooks])


def replace_id(report_id: str) -> SimpleNamespace:
    """A row of reports.csv with an id that the schema would not let through."""
    return SimpleNamespace(report_id=report_id, notebook="one", title="One", parameters=None)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda place: place.write_text(""), "out/one is a file where the report's folder goes; move it, or give"),
        (lambda place: place.symlink_to("nowhere"), "out/one is a file where the report's folder goes"),
        (lambda place: (place / "mine").mkdir(parents=True), "out/one holds files that are no report, and the report"),
    ],
)
def test_what_is_no_report_is_not_replaced(notebooks, tmp_path, monkeypatch, make, message):
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    make(Path("out/one"))
    with pytest.raises(UsageError) as error:
        find_due(plan(notebooks), None)
    assert str(error.value).startswith(message)
    assert [path.name for path in Path("out").iterdir()] == ["one"]


def test_a_folder_that_cannot_be_written_to_is_refused_first(notebooks, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # as on a disk that can only be read
    with pytest.raises(UsageError, match=r"out cannot be written to; give another folder with --out\."):
        find_due(plan(notebooks), None)


def test_a_file_that_is_not_a_notebook_is_refused(tmp_path):
    (tmp_path / "one.ipynb").write_text("{}")
    with pytest.raises(UsageError, match=r"one.ipynb is not a notebook \(nbformat 4\); open it in JupyterLab and save"):
        plan_renders(RenderRequest(case=tmp_path, root=tmp_path, formats=("html",)), LISTED[:1], [tmp_path])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_in_place_of_a_notebook_is_refused(tmp_path):
    os.mkfifo(tmp_path / "one.ipynb")
    with pytest.raises(UsageError, match=r"one\.ipynb is not a notebook \(nbformat 4\)"):
        plan(tmp_path, reports=("one",))


@pytest.mark.parametrize("name", ["one", "ONE", "two@size=4"])
def test_a_sweep_named_like_a_report_is_refused(tmp_path, name):
    with pytest.raises(UsageError, match=rf"{name} is the folder of the report (one|two); give the file of the sweep"):
        check_sweep_folder(tmp_path / name, ["one", "two"])


@pytest.mark.parametrize("name", ["index.html", "Index.HTML", ".hidden", ""])
def test_a_sweep_takes_the_place_of_no_page(name):
    with pytest.raises(UsageError, match=r"no folder can be called '.*'; give the file of the sweep another name\."):
        check_sweep_folder(Path("out", name) if name else Path(), ["one"])


def test_a_sweep_keeps_off_the_folder_of_a_report_that_is_listed_no_longer(tmp_path):
    (tmp_path / "old").mkdir()
    check_sweep_folder(tmp_path / "old", ["one"])
    (tmp_path / "old" / "manifest.json").write_text("{}")
    with pytest.raises(UsageError, match=r"old is the folder of the report old"):
        check_sweep_folder(tmp_path / "old", ["one"])
