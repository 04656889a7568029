"""A render leaves nothing in the user's home but the library's own cache; nor do ordinary kernels."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, write_notebook

pytestmark = pytest.mark.slow

SECRET = "a_cell_that_is_nobody_s_business = 1"
CELLS = (
    "from analysis import load_case, cover, compare, bars",
    "case = load_case(case_dir)\nimport matplotlib",
    SECRET,
    'cover("A word", "How much?", case.about)',
    "bars(compare.forces.levels(case), 'Caps', key='levels', label='level', value='amount')",
)
ORDINARY = "from analysis.report.build import pool; pool.can_fork = lambda: False; import os; del os.fork; "
SECOND = f"ip = get_ipython(); ip.history_manager.db, ip.user_ns['In'][3] == {SECRET!r}"


@pytest.mark.parametrize("start", ["", ORDINARY], ids=["forked", "ordinary"])
def test_nothing_new_lies_in_the_home(tiny, tmp_path, start):
    write_notebook(tiny / "notebooks" / "one.ipynb", *CELLS, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")
    home, place = tmp_path / "home", tmp_path / "place"
    home.mkdir()
    place.mkdir()
    dropped = ("XDG_", "JUPYTER", "IPYTHON", "MPLCONFIG", "PYTHONDONTWRITE")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{start}from analysis.cli import main; main()",
            *("render", "--case", str(tiny), "--format", "html,pdf"),
        ],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith(dropped)},
            "HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(tmp_path),
        },
    )
    assert done.returncode == 0, done.stderr
    left = [path.relative_to(home) for path in sorted(home.rglob("*")) if path.is_file()]
    assert {path.parts[:2] for path in left} == {(".cache", "communique")}
    assert {path.name for path in home.iterdir()} == {".cache"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("communique-")]
    assert not [path for path in home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_a_cell_is_in_no_history_and_still_in_the_kernels_own_list(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", "0", SECRET, "import IPython", SECOND)
    Path(tmp_path / "home").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "communique", "n.ipynb", "out.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert notebook.exists()
    assert "history.sqlite" not in {path.name for path in tmp_path.rglob("*")}
