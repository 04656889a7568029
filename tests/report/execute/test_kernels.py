"""Warm kernels: each run starts clean, and a kernel that dies takes nothing with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import nbformat
import pytest

from analysis.contract import BUNDLE_MIME
from analysis.errors import CellError
from analysis.report.execute import client
from analysis.report.execute.notebook import execute_notebook
from tests.conftest import write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="kernels are forked")]


@pytest.fixture(scope="module", autouse=True)
def _close_server() -> Iterator[None]:
    """One server forks the kernels of all tests here: what one leaves behind, the next would meet."""
    yield
    client.close_server()


def list_outputs(notebook) -> list[str]:
    return [
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if "data" in output
    ]


def test_a_run_leaves_nothing_for_the_next(tmp_path):
    dirty = write_notebook(
        tmp_path / "dirty.ipynb",
        "\n".join(
            (
                "import os, random, numpy, pandas, matplotlib, analysis.wording.units as units",
                "pandas.options.display.max_rows = 3; matplotlib.rcParams['font.size'] = 77; "
                "os.environ['LEFT'] = 'behind'",
                "units.LEFT = 'behind'; random.seed(1); numpy.random.seed(1); LEFT = 'behind'",
            )
        ),
    )
    clean = write_notebook(
        tmp_path / "clean.ipynb",
        "\n".join(
            (
                "import os, pandas, matplotlib, analysis.wording.units as units",
                "[pandas.options.display.max_rows, matplotlib.rcParams['font.size'], os.environ.get('LEFT'),",
                " hasattr(units, 'LEFT'), 'LEFT' in globals()]",
            )
        ),
    )
    before = list_outputs(execute_notebook(clean, {}, "clean"))
    execute_notebook(dirty, {}, "dirty")
    assert list_outputs(execute_notebook(clean, {}, "clean")) == before
    assert before == ["[60, 10.0, None, False, False]"]


def test_kernels_are_forked_while_nothing_else_runs(tmp_path):
    count = "import os; int(open(f'/proc/{os.getppid()}/stat').read().split()[19])"
    notebook = write_notebook(tmp_path / "n.ipynb", count)
    (threads,) = list_outputs(execute_notebook(notebook, {}, "n"))
    assert int(threads) == 1


def test_a_dead_kernel_fails_its_report_and_the_next_starts(tmp_path):
    dying = write_notebook(tmp_path / "dying.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(CellError, match="dying: Kernel died"):
        execute_notebook(dying, {}, "dying")
    assert list_outputs(execute_notebook(write_notebook(tmp_path / "n.ipynb", "1 + 1"), {}, "n")) == ["2"]


def test_a_path_is_taken_as_it_is_and_stored_output_as_nothing(tmp_path):
    notebook = write_notebook(tmp_path / "{odd} path" / "n.ipynb", "1 + 1")
    stored = nbformat.read(notebook, as_version=4)
    stored.cells[0].outputs = [nbformat.v4.new_output("execute_result", data={"text/plain": "7"}, execution_count=1)]
    nbformat.write(stored, notebook)
    assert list_outputs(execute_notebook(notebook, {}, "n")) == ["2"]


def test_an_error_names_report_cell_and_the_exceptions_own_line(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", "# Text", "x = 1", "1 / 0", parameters="size: int = 1")
    with pytest.raises(CellError, match=r"^n, cell 4: ZeroDivisionError: division by zero$"):
        execute_notebook(notebook, {"size": 2}, "n")


def test_plain_papermill_uses_the_engine_by_its_name(tmp_path):
    notebook = write_notebook(
        tmp_path / "n.ipynb", "import sys; 'matplotlib.figure' in sys.modules and 'pint' in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--engine", "communique", "n.ipynb", "out.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "True" in (tmp_path / "out.ipynb").read_text()
    assert notebook.exists()


def test_what_a_kernel_logs_is_not_printed_on_the_terminal(tmp_path, capfd):
    """As that it was interrupted, which every kernel may be at its end."""
    client.close_server()  # the next one inherits the standard error that is read here
    notebook = write_notebook(tmp_path / "n.ipynb", "get_ipython().kernel.log.error('interrupted'); 1")
    assert list_outputs(execute_notebook(notebook, {}, "n")) == ["1"]
    client.close_server()
    assert capfd.readouterr() == ("", "")


def test_a_long_error_that_is_not_ours_is_one_line(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", "raise ValueError('a\\n' * 10_000)")
    with pytest.raises(CellError) as caught:
        execute_notebook(notebook, {}, "n")
    said = str(caught.value)
    assert said.partition(": ValueError: ")[2] == ("a " * 10_000)[: 600 - len("ValueError: ")] + "…"


def test_nothing_is_written_for_a_front_end_that_is_not_there(tmp_path):
    notebook = write_notebook(tmp_path / "n.ipynb", "from analysis import say\nsay('Nothing is known.')")
    (output,) = execute_notebook(notebook, {}, "n").cells[0].outputs
    assert {*output["data"]} == {BUNDLE_MIME, "text/plain"}
