"""A sweep: variants from a file, each the same as rendered alone, and their results in one table."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.conftest import hash_tree, write_notebook

CELLS = (
    "from analysis import load_case, compare, cover, elsewhere, said_by",
    "case = load_case(case_dir, override={'reconstruction.need': need})\ngap = compare.reconstruction.gap(case)",
    'cover("It is {gap}, says {who}, or {there}", "How much?", case.about, gap=gap,'
    " who=said_by(gap, elsewhere(gap)), there=elsewhere(gap))",
)


@pytest.fixture
def case(tiny: Path) -> Path:
    write_notebook(
        tiny / "notebooks" / "gap.ipynb", *CELLS, parameters='case_dir: str = "tiny"\nneed: float | None = None'
    )
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\ngap,gap,Gap,\n")
    return tiny


def read_report(folder: Path) -> tuple[dict[str, str], str]:
    """Its files but those of a report among others, to share and to go on from, and what its page says."""
    files = hash_tree(folder)
    for name in ("manifest.json", "share.png", page := f"{folder.name}.html"):
        files.pop(name, "")
    main = BeautifulSoup((folder / page).read_text(encoding="utf-8"), "html.parser").main
    for link in main.select("nav, .cite, .share"):
        link.decompose()
    return files, " ".join(main.get_text().split())


def test_every_variant_is_as_rendered_alone(invoke, warm_server, case, tmp_path):
    lines = [f"gap_{need},gap,Gap,need={need}" for need in range(500, 1000, 100)]
    (tmp_path / "needs.csv").write_text("\n".join(["report_id,notebook,title,parameters", *lines]) + "\n")
    done = invoke("sweep", str(tmp_path / "needs.csv"), "--case", str(case), "--format", "html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    swept = tmp_path / "reports" / "tiny" / "needs"
    for line in lines:
        (case / "reports.csv").write_text(f"report_id,notebook,title,parameters\n{line}\n")
        name = line.partition(",")[0]
        invoke("render", name, "--case", str(case), "--format", "html", "--out", f"alone/{name}", cwd=tmp_path)
        alone = tmp_path / "alone" / name / "tiny" / name
        assert read_report(swept / name) == read_report(alone)
    with (swept / "results.csv").open(encoding="utf-8", newline="") as file:
        gaps = {
            row["report_id"]: (float(row["need"]), float(row["value"]), row["qualifier"])
            for row in csv.DictReader(file)
            if row["result"] == "reconstruction.gap"
        }
    assert gaps["gap_500"] == (500, 400, "at_least")
    assert gaps["gap_900"] == (900, 800, "at_least")
    assert "gap_700/gap_700.html" in (swept / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("report_id,notebook,title\nGap,gap,Gap\n", "found 'Gap'; allowed: snake_case"),
        ("report_id,notebook,title,parameters\ngap,gap,Gap,neet=3\n", "no parameter 'neet' (nearest: need)"),
        ("report_id,notebook\ngap,gap\n", "title: found nothing"),
        ("", "found nothing; allowed: a header"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_before_anything_runs(invoke, warm_server, case, tmp_path, text, said):
    (tmp_path / "bad.csv").write_text(text)
    done = invoke("sweep", str(tmp_path / "bad.csv"), "--case", str(case), cwd=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert said in done.stderr
    assert not (tmp_path / "reports").exists()


def test_no_file_is_said(invoke, warm_server, case, tmp_path):
    done = invoke("sweep", "none.csv", "--case", str(case), cwd=tmp_path)
    assert (done.returncode, "no file none.csv" in done.stderr) == (2, True)


def test_a_file_named_like_a_report_is_refused(invoke, warm_server, case, tmp_path):
    (tmp_path / "gap.csv").write_text("report_id,notebook,title,parameters\nlow,gap,Gap,need=500\n")
    done = invoke("sweep", "gap.csv", "--case", str(case), cwd=tmp_path)
    assert done.returncode == 2
    assert "reports/tiny/gap is the folder of the report gap; give the file of the sweep another name." in done.stderr
    assert not (tmp_path / "reports").exists()
