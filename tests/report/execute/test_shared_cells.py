"""Cells that run once for all variants: which they are, and that sharing them changes nothing."""

from __future__ import annotations

import contextlib
import copy
import io
import sys
from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.execute import client
from analysis.report.execute.isolation import Isolation
from analysis.report.execute.notebook import execute_notebook
from analysis.report.execute.shared_cells import count_shared_cells, is_repeatable, leaves_code_alone
from tests.conftest import write_notebook


@pytest.mark.parametrize(
    "source",
    [
        "from analysis import load_case, say\nfrom typing import Annotated",
        "import numpy as np, pandas as pd\nframe = pd.DataFrame({'a': np.arange(3)})\nframe.a.sum()",
        "def double(x: int) -> int:\n    return 2 * x\n[double(n) for n in range(3)]",
        "share = 0.5  # 50% of it?",
        "f'{1 / 3:.2%}'",
        "class Plan:\n    cut = 3\nPlan.cut += 1",
        "100 % 7",
    ],
)
def test_plain_work_is_shared(source):
    assert is_repeatable(source)


@pytest.mark.parametrize(
    "source",
    [
        "import time",
        "import datetime\ndatetime.datetime.now()",
        "from datetime import date\ndate.today()",
        "import numpy\nnumpy.random.rand()",
        "from numpy import random as chance",
        "import numpy.random as chance",
        "from numpy.random import default_rng",
        "import pandas as pd\npd.DataFrame({'a': [1]}).sample()",
        "from analysis import *",
        "from .helper import x",
        "import helper",
        "open('x.txt').read()",
        "globals()['x'] = 1",
        "exec('x = 1')",
        "getattr(x, 'y')",
        "x.__dict__",
        "%time 1",
        "%%bash\necho",
        "!ls",
        "files = !ls",
        "x?",
        "?x",
        "_ + 1",
        "_3",
        "In[1]",
        "_ih[1]",
        "get_ipython().history_manager",
        "await x",
        "async def f():\n    pass",
        "display(1)",
        "input()",
        "x = (",
        "import asyncio",
        "import threading",
        "frame.to_csv('x.csv')",
    ],
)
def test_what_may_differ_from_run_to_run_is_not(source):
    assert not is_repeatable(source)


@pytest.mark.parametrize(
    ("sources", "count"),
    [
        (["a = 1", "share = 0.7", "b = a + 1", "share + b", "b"], 3),
        (["a = 1", "share = 0.7", "def later():\n    return share", "a", "later()"], 2),
        (["share = 0.5", "share = 0.7", "a.query('x > @share')"], 2),
        (["doubled = share * 2", "share = 0.7", "doubled"], 3),
        (["import time", "share = 0.7", "1"], 0),
        (["def f():\n    return share", "share = 0.7", "f()"], 2),
        (["rule = 'x > @share'", "share = 0.7", "frame.query(rule)"], 2),
        (["1", "share = 0.7", "f(share=1)"], 2),
        (["1", "share = 0.7", "case.share"], 2),
        (["1", "share = 0.7", "shares = 2"], 3),
    ],
)
def test_sharing_ends_where_a_parameter_that_varies_is_named(sources, count):
    assert count_shared_cells(sources, {"share"}, 1) == count


NAMES = st.sampled_from(["a", "b", "c", "low", "high"])
VALUES = st.one_of(NAMES, st.integers(0, 9).map(str), st.tuples(NAMES, NAMES).map(" + ".join))
STATEMENTS = st.one_of(
    st.tuples(NAMES, VALUES).map(" = ".join),
    st.tuples(NAMES, VALUES).map(" += ".join),
    VALUES.map(lambda value: f"print({value})"),
    VALUES.map(lambda value: f"kept.append({value})"),
    VALUES.map(lambda value: f"def find():\n    return {value}"),
    st.just("print(find(), kept)"),
    NAMES.map(lambda name: f"print(f'{{{name}}} in text')"),
    NAMES.map(lambda name: f"{name}_2 = [{name} for {name} in range(2)]; print({name}_2)"),
)
CELLS = st.lists(st.lists(STATEMENTS, min_size=1, max_size=3).map("\n".join), max_size=6)
START = "a = b = c = low = high = 1\nkept = []\ndef find():\n    return 0"


def run_program(sources: list[str], names: dict[str, object]) -> str:
    """What cells print, run one after another; `names` is what they begin with, and changes."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for source in sources:
            exec(source, names)
    return printed.getvalue()


@given(before=CELLS, after=CELLS, low=st.integers(2, 9))
def test_random_programs_print_the_same_whole_and_with_their_first_cells_shared(before, after, low):
    """The shared cells run with another value of the parameter than the variant's, or with its default."""
    sources = [START, *before, f"high = 3\nlow = {low}", *after]
    injected = len(before) + 1
    count = count_shared_cells(sources, {"low"}, injected)
    names: dict[str, object] = {}
    common = ["high = 3" if position == injected else source for position, source in enumerate(sources[:count])]
    shared = run_program(common, names)
    if injected < count:
        exec(sources[injected], names)
    assert shared + run_program(sources[count:], copy.deepcopy(names)) == run_program(sources, {})


@pytest.fixture(scope="module")
def _server():
    client.close_server()
    client.start_server(client.ServerSetup(isolation=Isolation()))
    yield
    client.close_server()


def run_variants(
    folder: Path, *cells: str, varied: tuple[str, ...] = ("share",), count: int = 2
) -> list[nbformat.NotebookNode]:
    """Variants of a notebook; without names that vary, each as it runs alone."""
    path = write_notebook(folder / "n.ipynb", *cells, parameters="share: float = 0.5\nname: str = 'none'")
    return [
        execute_notebook(
            path, {"share": number, "name": "both"}, "n", folder / f"{number}.log", to_end=True, varied=varied
        )
        for number in range(count)
    ]


def list_shown(notebook: nbformat.NotebookNode) -> list[tuple[object, object]]:
    return [(cell.execution_count, cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]


def count_once(notebooks: list[nbformat.NotebookNode]) -> int:
    """How many cells were run once for all: those that began at one time."""
    times = [
        [cell.metadata.execution["iopub.status.busy"] for cell in notebook.cells if cell.cell_type == "code"]
        for notebook in notebooks
    ]
    return sum(len({*one}) == 1 for one in zip(*times, strict=True))


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
SHARED = (
    "import pandas as pd\nprint('once', name)\nfrom analysis import load_case\nkept = [name]",
    "for n in range(3): print(n)",
    "pd.read_csv('data.txt', header=None)",
    "1 / 0",
    "kept.append(share); print(kept, share)",
    "print(In[2:4], _i2, _i1 == In[1], len(In), Out.keys())",
    "%history -n 1-3",
)


@needs_fork
@pytest.mark.slow
@pytest.mark.usefixtures("_server")
def test_variants_show_the_same_with_shared_cells_and_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("data.txt").write_text("5")
    shared = run_variants(tmp_path, *SHARED)
    logs = [(tmp_path / f"{number}.log").read_text() for number in range(2)]
    for number in range(2):
        (tmp_path / f"{number}.log").unlink()
    alone = run_variants(tmp_path, *SHARED, varied=())
    tracebacks = [found.cells[5].outputs[0].pop("traceback") for found in (*shared, *alone)]
    assert [*map(list_shown, shared)] == [*map(list_shown, alone)]
    assert len({len(lines) for lines in tracebacks}) == 1
    assert (count_once(shared), count_once(alone)) == (6, 0)
    assert logs == [(tmp_path / f"{number}.log").read_text() for number in range(2)]
    assert "data.txt" in logs[1]


@needs_fork
@pytest.mark.slow
@pytest.mark.usefixtures("_server")
@pytest.mark.parametrize(
    "source",
    [
        "from concurrent.futures import *",
        "from functools import os\nos.cpu_count()",
        "from statistics import sys\nprint(sys.version_info[0])",
    ],
)
def test_a_variant_that_cannot_share_a_cell_runs_it_itself(tmp_path, source):
    found = run_variants(tmp_path, source, "share")
    assert [one.cells[-1].outputs[0]["data"]["text/plain"] for one in found] == ["0", "1"]


@needs_fork
@pytest.mark.slow
@pytest.mark.usefixtures("_server")
@pytest.mark.parametrize(
    "source",
    [
        "from statistics import sys\nsys.modules['random'].betavariate(1, 1)",
        "from statistics import sys\nsys.modules['os'].environ['LEFT'] = 'x'",
        "from statistics import sys\nsys.modules['os'].pipe()",
        "from statistics import sys\nsys.modules['threading'].Timer(600, print).start()",
    ],
)
def test_what_names_do_not_tell_is_found_in_the_process(tmp_path, source):
    found = run_variants(tmp_path, "1 + 1", source, "share")
    assert count_once(found) == 0
    assert [one.cells[-1].outputs[0]["data"]["text/plain"] for one in found] == ["0", "1"]


@pytest.mark.parametrize(
    "source",
    [
        "from analysis import bars, load_case\nfrom typing import Annotated",
        "now = case['population.now']; frame['a'] = frame.a * 2; frame.loc[0, 'a'] = 1",
        "import numpy as np\nnp.random.default_rng(1).normal(size=3)",
        "class Plan:\n    cut: int = 3",
        "def find(x):\n    return x.values[0]",
    ],
)
def test_ordinary_work_leaves_the_code_of_modules_alone(source):
    assert leaves_code_alone(source) == (".loc[" not in source)  # which may as well be an entry of a module


@pytest.mark.parametrize(
    "source",
    [
        "import analysis.show.charts.canvas as canvas\ncanvas.WIDE = 3",
        "import analysis\nanalysis.show.charts.drawing.ROLES['#010203'] = 'x'",
        "del case.house",
        "pd.set_option('display.max_rows', 3)",
        "from unittest.mock import patch",
        "import my_module",
        "from . import my_module",
        "setattr(canvas, 'WIDE', 3)",
        "vars(canvas)['WIDE'] = 3",
        "canvas.__dict__.update(WIDE=3)",
        "exec('canvas.WIDE = 3')",
        "for canvas.WIDE in (1, 2): pass",
        "with open('x') as canvas.WIDE: pass",
        "%matplotlib inline",
        "get_ipython().run_line_magic('run', 'x.py')",
        "no Python",
    ],
)
def test_what_may_change_the_code_of_a_module_is_found(source):
    assert not leaves_code_alone(source)


DRAWN = (
    "share\nimport pandas as pd\nfrom analysis import bars, kept_results, number, say, table",  # so that none is shared
    "frame = pd.DataFrame({'side': ['One', 'Other'], 'men': [number(n, 'person') for n in (600_000, 800_000)]})",
    "bars(frame, 'The other has more', key='men', label='side', value='men')",
    "table(frame, 'Men', key='table')",
    "say('It is {share}.', share=number(float(share) + 1, 'one'))",
)
COUNT = "len(kept_results._results.kept)"


@needs_fork
@pytest.mark.slow
@pytest.mark.usefixtures("_server")
def test_drawings_and_numbers_that_recur_are_computed_once_and_are_the_same(tmp_path):
    """The third variant has what the first two drew; a cell that may change a module ends that for all."""
    kept = run_variants(tmp_path, *DRAWN, COUNT, count=4)
    counts = [int(one.cells[-1].outputs[0]["data"]["text/plain"]) for one in kept]
    for log in tmp_path.glob("*.log"):
        log.unlink()
    alone = run_variants(tmp_path, *DRAWN, COUNT, varied=(), count=4)
    assert [list_shown(one)[:-1] for one in kept] == [list_shown(one)[:-1] for one in alone]
    assert counts[:2] == [0, 0]
    assert counts[2] == counts[3] > 2  # two drawings, and numbers
    assert {one.cells[-1].outputs[0]["data"]["text/plain"] for one in alone} == {"0"}
    for log in tmp_path.glob("*.log"):
        log.unlink()
    patched = run_variants(tmp_path, *DRAWN, "bars.other = share", COUNT, count=4)
    assert {one.cells[-1].outputs[0]["data"]["text/plain"] for one in patched} == {"0"}
