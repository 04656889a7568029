"""What papermill and nbclient promise holds on warm kernels: the same notebooks are run by both engines and compared.

Where both could be wrong alike, the value stands here by hand.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis.errors import CellError
from analysis.report.execute import cell_client, client, notebook
from analysis.report.execute.isolation import Isolation
from analysis.report.execute.kernels import is_forkable
from analysis.report.execute.notebook import execute_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked, and some cells ask Linux")

# id -> source; a tag may follow after " @ "
CELLS = {
    "parameters @ parameters": "who = 'nobody'; count = 1",
    "parameters_given": "who, count",
    "history": "print(In[1:3], len(_ih))\n_oh",
    "value": "6 * 7",
    "last_value": "_ + 1, _5, Out[5]",
    "magic_history": "%history -n 1-2",
    "history_in_memory": "ip = get_ipython(); ip.history_manager.enabled, ip.history_manager.hist_file",
    "rerun": "%rerun 5",
    "recall": "%recall 5",
    "session": "list(ip.history_manager.get_range(0, 3, 5))",
    "streams": "import sys\nprint('a'); print('b', file=sys.stderr); print('c'); sys.stdout.write('no newline')",
    "long_stream": "for i in range(300): print(i)\nprint('end', file=sys.stderr)",
    "carriage_return": "print('x\\ry'); print('é’')",
    "descriptors": "import os, subprocess\nos.write(1, b'raw\\n'); subprocess.run(['echo', 'child']).returncode",
    "shell": "!echo shell; echo error >&2",
    "bash": "%%bash\necho in bash",
    "display": "from IPython.display import HTML, clear_output, display\n"
    "shown = display('one', display_id='x'); display(HTML('<b>h</b>'), metadata={'m': 1})",
    "update": "shown.update('two'); display('three', display_id='x', update=True)",
    "clear": "print('gone'); clear_output(); print('kept'); clear_output(wait=True); print('last')",
    "error @ raises-exception": "def fail():\n    1 / 0\nfail()",
    "last_error": "sys.last_type.__name__, sys.excepthook.__qualname__, sys.breakpointhook.__name__",
    "main": "import __main__; __name__, __main__.who, vars(__main__) is globals(), '__file__' in globals()",
    "arguments": "sys.argv[0].rsplit('/')[-1], sys.argv[0][0], sys.argv[1], len(sys.argv), sys.orig_argv[0]",
    "path": "sys.path, sys.flags.safe_path, os.getcwd(), os.umask(0o22), os.environ['PARITY_TOKEN'], sys.stdin.read()",
    "input": "try:\n    input('?')\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\nasyncio.get_running_loop().is_running()",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "inline": "%matplotlib inline\nplt.plot([1, 2]); plt.show()\nplt.rcParams['backend'], plt.rcParams['figure.dpi']",
    "autoreload": "%load_ext autoreload\n%autoreload 2",
    "script": "open('script.py', 'w').write('import sys; print(__name__, sys.argv[1:]); y = 5')\n%run script.py a b\ny",
    "import": "open('helper.py', 'w').write('z = 9')\nimport helper; helper.z",
    "fork": "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "    absolute = pool.map(abs, [-1, -2])\nabsolute",
    "thread": "import threading\nthread = threading.Thread(target=lambda: print('in thread')); thread.start()\n"
    "thread.join(); threading.main_thread() is threading.current_thread()",
    "signals": "import signal\nkinds = (2, 15, 17, 13, 1, 10)\n"
    "[getattr(found, '__name__', found) for found in map(signal.getsignal, kinds)],"
    " signal.pthread_sigmask(0, []), os.getpgid(0) == os.getsid(0) == os.getpid()",
    "interrupt": "import time\ntry:\n    signal.raise_signal(signal.SIGINT); time.sleep(1)\n"
    "except KeyboardInterrupt:\n    print('interrupted')",
    "limits": "import resource\n[resource.getrlimit(kind) for kind in range(9)]",
    "time_zone": "time.tzname, time.localtime(0).tm_hour",
    "locale": "import locale; locale.setlocale(locale.LC_ALL), sys.stdout.encoding",
    "warning": "import warnings; warnings.warn('careful')",
    "logging": "import logging; logging.getLogger().handlers, logging.warning('logged')",
    "widget": "import ipywidgets; ipywidgets.IntSlider(5)",
    "skipped @ skip-execution": "print('skipped')",
    "table": "import pandas; pandas.DataFrame({'a': [1]})",
    "timing": "%time len('abc')",
    "capture": "%%capture got\nprint('captured')",
    "captured": "got.stdout",
    "last": "import atexit, tempfile\natexit.register(lambda: open('at_exit', 'w').close())\n"
    "folder = tempfile.TemporaryDirectory(dir='.', prefix='temporary')",
}
BY_HAND = {
    "parameters_given": "('me', 3)",
    "value": "42",
    "last_value": "(43, 42, 42)",
    "history_in_memory": "(True, ':memory:')",
    "import": "9",
    "captured": "'captured\\n'",
}
ENGINES = (("own", None), ("warm", "communique"))
ERRORS = ("raise KeyError('allowed')", "raise ValueError('not allowed')", "'never'")


@dataclass
class Run:
    """A notebook as an engine left it, and what it said meanwhile."""

    notebook: nbformat.NotebookNode
    folder: Path
    streams: dict[str, str] = field(default_factory=dict)
    log: str = ""
    error: str = ""
    hooks: list[tuple[str, int]] = field(default_factory=list)


def make_notebook(cells: dict[str, str]) -> nbformat.NotebookNode:
    """Returns a notebook of some cells, by their names."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
    for name, source in cells.items():
        name, _, tag = name.partition(" @ ")
        made.cells.append(nbformat.v4.new_code_cell(source, id=name, metadata={"tags": [tag] if tag else []}))
    return made


def run_notebook(folder: Path, engine: str | None, cells: dict[str, str], **options: Any) -> Run:
    """Runs cells by an engine of papermill's, None for its own, in a folder of their own."""
    from papermill import execute_notebook
    from papermill.exceptions import PapermillExecutionError

    folder.mkdir(exist_ok=True)
    made = make_notebook(cells)
    nbformat.write(made, folder / "in.ipynb")
    log, out, err = io.StringIO(), io.StringIO(), io.StringIO()
    handler, logger = logging.StreamHandler(log), logging.getLogger("papermill")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.disabled = False  # what another test imports may have set up the loggers of its process
    found = Run(made, folder)
    hooks = {
        name: lambda cell_index, name=name, **_: found.hooks.append((name, cell_index))
        for name in ("on_cell_start", "on_cell_execute", "on_cell_complete", "on_cell_executed", "on_cell_error")
    }
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            execute_notebook(
                folder / "in.ipynb",
                folder / "out.ipynb",
                engine_name=engine,
                progress_bar=False,
                cwd=folder,
                stdout_file=out,
                stderr_file=err,
                **({} if "kernel_manager_class" in options else hooks),
                **options,
            )
    except (PapermillExecutionError, RuntimeError, TimeoutError) as error:
        found.error = str(error)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    found.notebook = nbformat.read(folder / "out.ipynb", as_version=4)
    found.streams, found.log = {"stdout": out.getvalue(), "stderr": err.getvalue()}, log.getvalue()
    return found


def normalize(value: object) -> Any:
    """Returns a value as JSON has it, without process ids, model ids, times and the folder of the run."""
    text = json.dumps(value, sort_keys=True)
    for found, put in (
        (r"ipykernel_\d+", "ipykernel"),
        (r'"model_id": "\w+"', '"model_id": ""'),
        (r"(user|sys|total|Wall time):? [\d.]+(?:e[+-]?\d+)? (\\u03bc|m|n)?s", r"\1"),
        (r"/(own|warm)\b", "/run"),
        (r"\b0x[0-9a-f]+", "0x"),
    ):
        text = re.sub(found, put, text)
    return json.loads(text)


def collect_outputs(cell: nbformat.NotebookNode) -> dict[str, Any]:
    """What a cell shows: each stream whole, since pieces and turns depend on when they are read, and the rest."""
    outputs = cell.get("outputs", ())
    streams = {
        name: "".join(output.text for output in outputs if output.get("name") == name) for name in ("stdout", "stderr")
    }
    return {**streams, "rest": normalize([output for output in outputs if output.output_type != "stream"])}


@pytest.fixture(scope="module")
def _restored() -> Iterator[None]:
    """The server of this module's runs starts in their environment, with nothing kept from them, and ends with them."""
    client.close_server()
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PARITY_TOKEN", "all of it")
        client.start_server(client.ServerSetup())
        yield
    client.close_server()


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, _restored: None) -> tuple[Run, Run]:
    """The long notebook, by papermill's own engine and by ours."""
    place = tmp_path_factory.mktemp("parity")
    options = {"parameters": {"who": "me", "count": 3}, "log_output": True}
    own, warm = (run_notebook(place / name, engine, CELLS, **options) for name, engine in ENGINES)
    assert own.error.endswith("ZeroDivisionError: division by zero\n")  # papermill reports an allowed one at the end
    return own, warm


def find_cell(run: Run, name: str) -> nbformat.NotebookNode:
    (cell,) = (cell for cell in run.notebook.cells if cell.id == name)
    return cell


@pytest.mark.slow
@pytest.mark.parametrize("name", [name.partition(" @ ")[0] for name in CELLS])
def test_a_cell_shows_the_same(runs, name):
    own, warm = (find_cell(run, name) for run in runs)
    assert normalize(collect_outputs(warm)) == normalize(collect_outputs(own))
    assert warm.execution_count == own.execution_count
    for cell in (own, warm):
        assert cell.metadata.papermill.status == "completed"
    assert set(warm.metadata.get("execution", ())) == set(own.metadata.get("execution", ()))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "value"), BY_HAND.items())
def test_a_cell_shows_what_it_should(runs, name, value):
    assert find_cell(runs[1], name).outputs[-1]["data"]["text/plain"] == value


@pytest.mark.slow
def test_figures_are_drawn_into_cells_with_and_without_the_magic(runs):
    for name in ("figure", "inline"):
        assert any("image/png" in output.get("data", ()) for output in find_cell(runs[1], name).outputs)


@pytest.mark.slow
def test_the_notebook_around_the_cells_is_the_same(runs):
    own, warm = runs
    assert (warm.error, warm.hooks) == (own.error, own.hooks)
    for name, text in own.streams.items():
        assert sorted(normalize(warm.streams[name]).splitlines()) == sorted(normalize(text).splitlines())
    assert len({name for name, _ in warm.hooks}) == 5
    assert [cell.source for cell in warm.notebook.cells] == [cell.source for cell in own.notebook.cells]
    assert set(warm.notebook.metadata) == set(own.notebook.metadata) >= {"papermill", "widgets", "language_info"}
    assert warm.notebook.metadata.language_info == own.notebook.metadata.language_info
    assert warm.notebook.metadata.papermill.duration > 0


@pytest.mark.slow
def test_the_log_is_the_same(runs):
    own, warm = (sorted(normalize(run.log.replace(str(run.folder), "")).splitlines()) for run in runs)
    assert [line for line in warm if line] == [line for line in own if line]
    assert "no newline" in warm


@pytest.mark.slow
def test_what_a_notebook_registered_for_the_end_is_done(runs):
    for run in runs:
        assert (run.folder / "at_exit").exists()
        assert not list(run.folder.glob("temporary*"))


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
@pytest.mark.parametrize(
    "options",
    [
        {"allow_error_names": ["KeyError"]},
        {"allow_errors": True, "record_timing": False},
        {"allow_error_names": ["KeyError"], "force_raise_errors": True},
        {"skip_cells_with_tag": "left-out", "allow_errors": True, "coalesce_streams": True},
    ],
    ids=["names", "all", "force", "skip"],
)
def test_nbclients_own_options_hold(tmp_path, options):
    cells = {"a": ERRORS[0], "left @ left-out": "left = 1", "b": "print('x\\ry')", "c": ERRORS[1], "d": ERRORS[2]}
    own, warm = (run_notebook(tmp_path / name, engine, cells, **options) for name, engine in ENGINES)
    assert warm.error.splitlines()[-1:] == own.error.splitlines()[-1:]
    assert warm.hooks == own.hooks
    for one, other in zip(warm.notebook.cells, own.notebook.cells, strict=True):
        assert normalize(collect_outputs(one)) == normalize(collect_outputs(other))
        assert set(one.metadata.get("execution", ())) == set(other.metadata.get("execution", ()))


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_a_cell_that_takes_too_long_ends_the_run(tmp_path):
    run = run_notebook(tmp_path / "n", "communique", {"a": "import time; time.sleep(60)"}, execution_timeout=1)
    assert "after 1 seconds" in run.error


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_or_is_interrupted_and_the_next_goes_on(tmp_path):
    cells = {"a @ raises-exception": "import time; time.sleep(60)", "b": "1 + 1"}
    run = run_notebook(tmp_path / "n", "communique", cells, execution_timeout=1, interrupt_on_timeout=True)
    assert [cell.outputs[0].get("ename") for cell in run.notebook.cells if cell.id == "a"] == ["KeyboardInterrupt"]
    assert [cell.outputs[0]["data"]["text/plain"] for cell in run.notebook.cells if cell.id == "b"] == ["2"]


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_what_the_caller_asks_for_comes_before_what_the_engine_would(tmp_path):
    from jupyter_client import AsyncKernelManager

    class Manager(AsyncKernelManager):
        """Another manager than ours."""

    options = {"kernel_manager_class": Manager, "iopub_timeout": 30, "shutdown_kernel": "immediate"}
    cell = {"a": "import sys; get_ipython().history_manager.hist_file, 'pint' in sys.modules"}
    run = run_notebook(
        tmp_path / "n", "communique", cell, extra_arguments=["--HistoryManager.hist_file=:memory:"], **options
    )
    assert run.notebook.cells[0].outputs[0]["data"]["text/plain"] == "(':memory:', False)"


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_no_two_kernels_draw_the_same_numbers(tmp_path):
    cell = {"a": "import random, numpy\n[random.random(), numpy.random.random(), numpy.random.default_rng().random()]"}
    one, two = (
        eval(run_notebook(tmp_path / name, "communique", cell).notebook.cells[0].outputs[0]["data"]["text/plain"])
        for name in ("one", "two")
    )
    assert not set(one).intersection(two)


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_another_kernel_is_started_as_its_specification_says(tmp_path, monkeypatch):
    place = tmp_path / "jupyter" / "kernels" / "other"
    place.mkdir(parents=True)
    argv = [sys.executable, "-O", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    facts = {"argv": argv, "display_name": "Other", "language": "python", "env": {"PYTHONPATH": "/there"}}
    (place / "kernel.json").write_text(json.dumps(facts))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    cell = {"a": "import sys; __debug__, '/there' in sys.path, get_ipython().history_manager.hist_file"}
    run = run_notebook(tmp_path / "n", "communique", cell, kernel_name="other")
    assert run.notebook.cells[0].outputs[0]["data"]["text/plain"] == "(False, True, ':memory:')"


@pytest.mark.slow
@pytest.mark.usefixtures("_restored")
def test_a_notebook_is_only_prepared_when_that_is_asked(tmp_path):
    cells = {"a @ parameters": "x = 1", "b": "x"}
    run = run_notebook(tmp_path / "n", "communique", cells, prepare_only=True, parameters={"x": 2})
    assert [cell.get("outputs") for cell in run.notebook.cells] == [[], [], []]


@pytest.fixture(scope="module")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Run, Run]]:
    """The long notebook as a command runs it: by a kernel with its sockets, and in a process that runs its cells."""
    client.close_server()
    made, place = make_notebook(CELLS), tmp_path_factory.mktemp("cells")
    found = []
    for name, kernel in (("own", True), ("warm", False)):
        folder = place / name
        folder.mkdir()
        nbformat.write(made, folder / "in.ipynb")
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(folder)
            patched.setenv("PARITY_TOKEN", "all of it")
            client.start_server(client.ServerSetup(isolation=Isolation(keep=("PARITY_TOKEN",))))
            if kernel:
                patched.setattr(cell_client, "open_run", lambda *_: None)
            found.append(
                Run(execute_notebook(folder / "in.ipynb", {"who": "me", "count": 3}, "n", to_end=True), folder)
            )
    yield found[0], found[1]
    client.close_server()


@pytest.mark.slow
@pytest.mark.parametrize("name", [name.partition(" @ ")[0] for name in CELLS])
def test_a_cell_shows_the_same_without_a_kernels_sockets(two_runs, name):
    kernel, cells = (find_cell(run, name) for run in two_runs)
    assert normalize(collect_outputs(cells)) == normalize(collect_outputs(kernel))
    assert cells.execution_count == kernel.execution_count
    assert set(cells.metadata.get("execution", ())) == set(kernel.metadata.get("execution", ()))
    assert cells.metadata.papermill.status == kernel.metadata.papermill.status


@pytest.mark.slow
def test_the_notebook_is_the_same_without_a_kernels_sockets(two_runs):
    kernel, cells = two_runs
    assert normalize(dict(cells.notebook.metadata.language_info)) == normalize(
        dict(kernel.notebook.metadata.language_info)
    )
    states = [next(iter(run.notebook.metadata.widgets.values()))["state"] for run in two_runs]
    assert sorted(one["model_name"] for one in states[0].values()) == sorted(
        one["model_name"] for one in states[1].values()
    )
    for run in two_runs:
        assert (run.folder / "at_exit").exists()
        assert not list(run.folder.glob("temporary*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "seconds", "said"),
    [
        ("import time; time.sleep(60)", 1, "after 1 seconds"),
        ("import signal; signal.raise_signal(signal.SIGKILL)", 60, "Kernel died"),
    ],
)
def test_cells_that_loop_or_end_their_process_are_named(two_runs, tmp_path, monkeypatch, source, seconds, said):
    client.start_server(client.ServerSetup(isolation=Isolation()))
    monkeypatch.setattr(notebook, "CELL_TIME_LIMIT", seconds)
    nbformat.write(make_notebook({"a": source}), tmp_path / "n.ipynb")
    with pytest.raises(CellError, match=said):
        execute_notebook(tmp_path / "n.ipynb", {}, "n")


@pytest.mark.slow
def test_a_widget_that_nbclient_answers_is_run_by_a_kernel(two_runs, tmp_path):
    client.start_server(client.ServerSetup(isolation=Isolation()))
    source = "import ipywidgets\nout = ipywidgets.Output()\nwith out: print('within')\nout"
    nbformat.write(make_notebook({"a": source}), tmp_path / "n.ipynb")
    made = execute_notebook(tmp_path / "n.ipynb", {}, "n", tmp_path / "files.log")
    (state,) = (
        one["state"]
        for one in next(iter(made.metadata.widgets.values()))["state"].values()
        if "outputs" in one["state"]
    )
    assert state["outputs"][0]["text"] == "within\n"


LAUNCH = ("-m", "ipykernel_launcher", "-f", "k.json")


@pytest.mark.parametrize(
    ("cmd", "env", "expected"),
    [
        ((sys.executable, *LAUNCH), {}, True),
        ((sys.executable, "-Xfrozen_modules=off", *LAUNCH), {}, True),
        ((sys.executable, "-O", *LAUNCH), {}, False),
        (("/another/python", *LAUNCH), {}, False),
        ((sys.executable, "-m", "another_kernel", "-f", "k.json"), {}, False),
        ((sys.executable, *LAUNCH), {"PYTHONHASHSEED": "7"}, False),
        ((sys.executable, *LAUNCH), {"MPLBACKEND": "agg"}, True),
    ],
)
def test_only_a_kernel_of_this_python_as_it_is_comes_from_the_server(monkeypatch, cmd, env, expected):
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    assert is_forkable(cmd, {**os.environ, **env}) == expected
