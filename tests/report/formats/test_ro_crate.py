"""A rendered folder as an RO-Crate: its validator accepts it, and everything is in it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import UsageError
from analysis.report.fingerprint import compute_content_fingerprint
from tests.conftest import TINY, read_json, read_tree, write_notebook
from tests.crates import find_issues

CRATE = "ro-crate-metadata.json"
pytestmark = pytest.mark.slow


CELLS = (
    "from analysis import load_case, compare, cover, elsewhere, said_by, table",
    "case = load_case(case_dir)\ngap = compare.reconstruction.gap(case)",
    'cover("What is missing is {gap}, says {who}, or {there}", "How much?", case.about, gap=gap, '
    "who=said_by(gap, elsewhere(gap)), there=elsewhere(gap))",
    'import pandas as pd\ntable(pd.DataFrame({"what": ["Need"], "sum": [case["reconstruction.need"]]}), '
    'key="need", caption="The need")',
)


@pytest.fixture
def case(tiny: Path) -> Path:
    """The tiny case with a small report of its own."""
    return with_report(tiny)


def with_report(case: Path) -> Path:
    write_notebook(case / "notebooks" / "gap.ipynb", *CELLS, parameters='case_dir: str = "tiny"\nnote: str = "none"')
    (case / "reports.csv").write_text("report_id,notebook,title,parameters\ngap,gap,Gap,\n")
    return case


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report, with its crate."""
    from click.testing import CliRunner

    from analysis.cli import app

    place = tmp_path_factory.mktemp("crate")
    case = with_report(Path(shutil.copytree(TINY, place / "tiny")))
    done = CliRunner().invoke(
        app, ["render", "--crate", "--force", "--case", str(case), "--out", str(place / "out")], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return place / "out" / "tiny" / "gap"


@pytest.fixture
def graph(made: Path) -> dict[str, dict[str, Any]]:
    return {entity["@id"]: entity for entity in read_json(made / CRATE)["@graph"]}


def collect_ids(value: Any) -> set[str]:
    return {one["@id"] for one in (value if isinstance(value, list) else [value])}


def test_its_validator_accepts_it(made):
    assert find_issues(made) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda graph: graph["./"].pop("datePublished"), "datePublished"),
        (lambda graph: graph["#render"].pop("instrument"), "instrument"),
        (lambda graph: graph["ro-crate-metadata.json"].pop("about"), "about"),
    ],
)
def test_its_validator_does_refuse(made, tmp_path, damage: Callable[..., Any], said):
    broken = Path(shutil.copytree(made, tmp_path / "broken"))
    metadata = read_json(broken / CRATE)
    damage({entity["@id"]: entity for entity in metadata["@graph"]})
    (broken / CRATE).write_text(json.dumps(metadata))
    assert any(said in issue for issue in find_issues(broken))


def test_every_file_is_part_of_it_with_its_hash(made, graph):
    files = set(read_tree(made)) - {CRATE}
    assert collect_ids(graph["./"]["hasPart"]) == files
    for name in files - {"manifest.json"}:  # which holds the crate's own hash
        content = (made / name).read_bytes()
        assert graph[name]["sha256"] == hashlib.sha256(content).hexdigest()
        assert graph[name]["contentSize"] == str(len(content))
        assert graph[name]["encodingFormat"]
    assert read_json(made / "manifest.json")["files"][CRATE] == hashlib.sha256((made / CRATE).read_bytes()).hexdigest()


def test_it_says_what_was_made_of_what(made, graph):
    results, action = read_json(made / "results.json"), graph["#render"]
    assert collect_ids(action["instrument"]) == {"notebook.ipynb"}
    assert "SoftwareSourceCode" in graph["notebook.ipynb"]["@type"]
    assert collect_ids(action["object"]) == {"#case", *(f"#parameter-{name}" for name in results["parameters"])}
    assert {"gap.html", "gap.pdf", "tables/need.csv", "results.json"} <= collect_ids(action["result"])
    assert graph["#case"]["name"] == "The lake meeting"
    assert graph["#case"]["version"] == results["about"]["data"]
    assert (
        graph["./"]["license"] == graph["#case"]["license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    )
    assert graph["./"]["name"] == results["title"]
    assert graph["./"]["datePublished"] == "2026-01-01"  # the article's day
    cited = {item["id"] for item in read_json(made / "references.json")}
    assert collect_ids(graph["./"]["citation"]) == {f"#source-{id}" for id in cited}
    assert all(graph[f"#source-{id}"]["name"] for id in cited)


def test_every_reference_within_it_leads_somewhere(made, graph):
    held = set(re.findall(r'"@id": "([^"]+)"', (made / CRATE).read_text()))
    assert held - set(graph) == {"https://w3id.org/ro/crate/1.1"}


def test_asked_for_later_it_is_added_and_then_stands(invoke, warm_server, case, tmp_path):
    asked = ["render", "--case", str(case), "--format", "html"]
    assert invoke(*asked, cwd=tmp_path).returncode == 0
    folder = tmp_path / "reports/tiny/gap"
    assert not (folder / CRATE).exists()
    later = invoke(*asked, "--crate", cwd=tmp_path)
    assert f"({CRATE} is missing)" in later.stdout
    first = (folder / CRATE).read_bytes()
    assert "all unchanged" in invoke(*asked, "--crate", cwd=tmp_path).stdout
    again = invoke(*asked, "--crate", "--force", cwd=tmp_path)
    assert again.returncode == 0
    assert compute_content_fingerprint((folder / CRATE).read_bytes()) == compute_content_fingerprint(first)


def test_without_the_library_one_is_told_what_to_install(monkeypatch, case, tmp_path):
    from click.testing import CliRunner

    from analysis.cli import app

    monkeypatch.setitem(sys.modules, "rocrate", None)
    asked = ["render", "--crate", "--case", str(case), "--out", str(tmp_path / "out")]
    error = CliRunner().invoke(app, asked).exception
    assert isinstance(error, UsageError)
    assert str(error).startswith("--crate needs the package rocrate")
    assert 'pip install "communique[crate]"' in str(error)
    assert not (tmp_path / "out").exists()


def test_a_case_of_no_date_is_refused_in_one_line(invoke, warm_server, case, tmp_path):
    (case / "sources.csv").write_text((case / "sources.csv").read_text().replace("2026-01-01", ""))
    done = invoke("render", "--crate", "--case", str(case), "--format", "html", cwd=tmp_path)
    assert done.returncode == 1
    assert "no source of this report's basis has a date; give one in sources.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "reports/tiny/gap").exists()
