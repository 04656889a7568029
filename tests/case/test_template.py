"""`communique new-case`: what it leaves is accepted at once, and nothing is overwritten."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import Annotated, Literal

import pytest
from papermill.translators import PythonTranslator

from analysis import load_case
from analysis.case import datapackage
from analysis.case.case import open_case
from analysis.case.first_steps import STEPS
from analysis.case.ledger import make_empty_ledger
from analysis.case.schema import TABLES, Quantity
from analysis.case.template import create_case, find_placeholders
from analysis.commands.shared.questions import list_questions
from analysis.errors import CaseError, UsageError
from tests.case.test_ledger import replace_text
from tests.conftest import read_json, read_tree


def test_check_and_render_accept_it_at_once(invoke, warm_server, tmp_path):
    done = invoke("new-case", "data/lake-2027", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    place = tmp_path / "data" / "lake-2027"
    assert set(read_tree(place)) == {
        *(f"{name}.csv" for name in TABLES),
        "datapackage.json",
        "README.md",
        "notebooks/first.ipynb",
        ".gitattributes",
        ".gitignore",
    }
    assert [line.split()[0] for line in done.stdout.splitlines()[2:-1]] == [file for file, _ in STEPS]
    checked = invoke("check", "--case", "lake-2027", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (
        0,
        "remark: the example of new-case is still there: sources.csv rows 2, 3, quantities.csv rows 2, 3, claims.csv "
        "rows 2, 3, 4, the description in datapackage.json. Put your own in its place.\n"
        "remark: 1 cell needs care; communique check --case lake-2027 --strict says which.\n"
        "lake-2027: sound (2 sources, 2 quantities, 3 claims, 1 reports)\n",
    )
    made = invoke("render", "--case", "lake-2027", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    results = read_json(tmp_path / "reports" / "lake-2027" / "first" / "results.json")
    assert results["results"]["example.gap"]["value"] == 10  # about 30, less at most 20
    assert (tmp_path / "reports" / "lake-2027" / "first" / "first.pdf").stat().st_size > 10_000
    other = invoke("render", "-P", "basis=all", "--case", "lake-2027", "--format", "html", cwd=tmp_path)
    assert other.returncode == 0, other.stderr
    results = read_json(tmp_path / "reports" / "lake-2027" / "first@basis=all" / "results.json")
    assert results["results"]["example.gap"]["value"] == 12  # 32, less at most 20


def test_a_case_for_every_question_renders_at_once(invoke, warm_server, tmp_path):
    done = invoke("new-case", "data/lake", "--question", "all", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    checked = invoke("check", "--case", "lake", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.startswith("remark: the example of new-case is still there: sources.csv")
    made = invoke("render", "--case", "lake", "--format", "md", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    folders = {path.parent.name for path in (tmp_path / "reports" / "lake").glob("*/results.json")}
    assert folders == {"first", *list_questions()}


def test_only_the_chosen_questions_are_asked(invoke, tmp_path):
    chosen = ("--question", "territory", "--question", "guarantees")
    assert invoke("new-case", "lake", *chosen, cwd=tmp_path).returncode == 0
    case = load_case(tmp_path / "lake")
    assert list(case.ledger.tables["reports"]) == ["guarantees", "territory"]
    assert not (tmp_path / "lake" / "notebooks").exists()
    assert not case.ledger.tables["provisions"]
    wrong = invoke("new-case", "other", "--question", "teritory", cwd=tmp_path)
    assert (wrong.returncode, (tmp_path / "other").exists()) == (2, False)
    assert wrong.stderr.startswith("communique: no question 'teritory' (nearest: territory); there are: ")


@pytest.mark.parametrize(("typed", "reports"), [("territory plant\n", ["plant", "territory"]), ("\n", ["first"])])
def test_on_a_terminal_it_lists_the_questions_and_asks(invoke, tmp_path, monkeypatch, typed, reports):
    terminal = io.StringIO(typed)
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", terminal)
    done = invoke("new-case", "lake", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(question.text in done.stdout for question in list_questions().values())
    assert list(load_case(tmp_path / "lake").ledger.tables["reports"]) == reports


def test_its_title_and_codebook_are_its_own(invoke, tmp_path):
    assert invoke("new-case", "a-lake_2027", cwd=tmp_path).returncode == 0
    assert load_case(tmp_path / "a-lake_2027").about["title"] == "A lake 2027"
    assert (tmp_path / "a-lake_2027" / "README.md").read_text().startswith("# A lake 2027\n")


def test_what_is_left_of_the_example_is_named_until_it_is_gone(tmp_path):
    create_case(tmp_path / "lake")

    def find():
        case = load_case(tmp_path / "lake")
        return find_placeholders(case.ledger, case.descriptor)

    assert [file for file, _ in find()] == [
        *("sources.csv", "quantities.csv", "claims.csv"),
        "the description in datapackage.json",
    ]
    descriptor = tmp_path / "lake" / "datapackage.json"
    descriptor.write_text(descriptor.read_text().replace("What this case is about.", "The water of a lake."))
    for table, texts in {
        "sources": ("An example of an article", "An example of another source", "Replace it with the text you analyse"),
        "quantities": ("What something would cost; an example", "What is available to pay for it; an example"),
        "claims": ("It would cost this much.", "The survey puts it higher."),
    }.items():
        for text in texts:
            replace_text(tmp_path / "lake", table, text, "Ours")
    assert find() == [("claims.csv", "row 4")]
    replace_text(tmp_path / "lake", "claims", "No more than this is available.", "Ours")
    assert find() == []


def test_nothing_is_overwritten(invoke, tmp_path):
    place = tmp_path / "mine"
    place.mkdir()
    (place / "claims.csv").write_text("mine")
    done = invoke("new-case", str(place))
    assert (done.returncode, done.stderr) == (
        2,
        f"communique: {place} exists already, and nothing is overwritten; give a new or an empty folder.\n",
    )
    assert read_tree(place) == {"claims.csv": b"mine"}


@pytest.mark.parametrize("name", ["a case", "-x", "x/…"])
def test_a_name_that_is_none_is_refused(invoke, tmp_path, name):
    done = invoke("new-case", "--", name, cwd=tmp_path)
    assert (done.returncode, "cannot be the name of a case; allowed: letters, digits" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_it_may_lie_in_folders_that_are_not_there_yet_and_in_an_empty_one(tmp_path):
    place = tmp_path / "far" / "away" / "lake"
    assert {path.name for path in create_case(place)} == {path.name for path in place.rglob("*") if path.is_file()}
    (tmp_path / "empty").mkdir()
    assert create_case(tmp_path / "empty")


def test_its_notebook_has_cells_numbered_from_one_and_no_output(tmp_path):
    create_case(tmp_path / "lake")
    cells = read_json(tmp_path / "lake" / "notebooks" / "first.ipynb")["cells"]
    assert [cell["id"] for cell in cells] == [f"cell-{number}" for number in range(1, len(cells) + 1)]
    assert [cell["metadata"] for cell in cells[:3]] == [{}, {"tags": ["parameters"]}, {}]
    assert all((cell.get("outputs") == []) == (cell["cell_type"] == "code") for cell in cells)


def run_git(place, *words):
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *words], cwd=place, capture_output=True, text=True, check=False)


def add_row(place, quantity: str) -> None:
    """Adds a quantity and a claim on it as an analyst does, who then renews the codebook."""
    row = {"quantity_id": f"example.{quantity}", "name": quantity, "unit": "item", "meaning": "How many"}
    claim = {
        "claim_id": quantity,
        "quantity": f"example.{quantity}",
        "source": "example",
        "locator": "p1",
        "value": "1",
    }
    claim |= {"qualifier": "exact", "status": "reported", "statement": "So many.", "rank": "normal"}
    for path, cells in ((place / "quantities.csv", row), (place / "claims.csv", claim)):
        text = path.read_text()
        header = text.splitlines()[0].split(",")
        path.write_text(f"{text}{','.join(cells.get(column, '') for column in header)}\n")
    found = load_case(place)
    datapackage.update_files(place, found.ledger, found.descriptor)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_two_analysts_who_each_add_rows_merge_without_a_conflict(tmp_path):
    place = tmp_path / "lake"
    create_case(place)
    run_git(place, "init", "-q", "-b", "main")
    run_git(place, "add", ".")
    run_git(place, "commit", "-qm", "Begin")
    for branch in ("one", "two"):
        run_git(place, "checkout", "-q", "-b", branch, "main")
        add_row(place, branch)
        assert run_git(place, "commit", "-qam", branch).returncode == 0
    assert run_git(place, "merge", "-q", "one").returncode == 0
    case = load_case(place)
    assert {"example.one", "example.two"} <= set(case.ledger.get_table(Quantity))
    assert {"one", "two"} <= set(case.ledger.tables["claims"])
    assert datapackage.list_stale_files(place, case.ledger, case.descriptor) in ([], ["README.md"])
    # what both changed is there two times, and is named so
    for branch, value in (("three", "31"), ("four", "33")):
        run_git(place, "checkout", "-q", "-b", branch, "main")
        replace_text(place, "claims", "p1,30,", f"p1,{value},")
        assert run_git(place, "commit", "-qam", branch).returncode == 0
    assert run_git(place, "merge", "-q", "three").returncode == 0
    with pytest.raises(
        CaseError, match=r"claims\.csv:3:claim_id: found 'need_example'; allowed: an id that is used once"
    ):
        load_case(place)


def test_its_notebook_runs_where_it_lies_and_papermill_knows_its_case(tmp_path, monkeypatch):
    create_case(tmp_path / "lake")
    cells = read_json(tmp_path / "lake" / "notebooks" / "first.ipynb")["cells"]
    source = "".join(cells[1]["source"])
    assert [parameter.name for parameter in PythonTranslator.inspect({"source": source})] == ["case_dir"]
    names = {"Annotated": Annotated, "Literal": Literal}
    exec(source, names)
    monkeypatch.chdir(tmp_path / "lake" / "notebooks")
    assert load_case(names["case_dir"]).folder == tmp_path / "lake"


def test_a_title_in_any_script_stays_readable_in_the_files(tiny):
    kept = {"title": "Україна – Київ", "description": "Опис"}
    assert datapackage.update_files(tiny, make_empty_ledger(), kept)
    assert '"title": "Україна – Київ"' in (tiny / "datapackage.json").read_text(encoding="utf-8")
    assert (tiny / "README.md").read_text(encoding="utf-8").startswith("# Україна – Київ\n\nОпис\n")
    assert datapackage.update_files(tiny, make_empty_ledger(), read_json(tiny / "datapackage.json")) == []


def test_a_link_that_leads_in_a_circle_is_refused(tmp_path):
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(UsageError, match=r"circle cannot be written \(File exists\); choose another folder\."):
        create_case(tmp_path / "circle")


def test_a_case_in_another_language_says_so_and_its_example_that_it_is_english(tmp_path, invoke):
    done = invoke("new-case", str(tmp_path / "lake"), "--language", "uk")
    assert done.returncode == 0
    assert read_json(tmp_path / "lake" / "datapackage.json")["language"] == "uk"
    assert list(read_json(tmp_path / "lake" / "datapackage.json"))[:5] == [
        "profile", "name", "title", "description", "language",
    ]  # fmt: skip
    assert open_case(tmp_path / "lake").language == "uk"
    source = (tmp_path / "lake" / "notebooks" / "first.ipynb").read_text(encoding="utf-8")
    assert 'load_case(case_dir, basis=basis, language=\\"en\\")' in source
    assert invoke("new-case", str(tmp_path / "pond"), "--language", "ua").returncode == 2
