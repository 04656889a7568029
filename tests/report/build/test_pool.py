"""Reports made by workers: what ends one takes no other with it, and none outlives the command."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.report.build import pool
from analysis.report.build.job import PRELOAD, Outcome, Render
from analysis.report.build.plan import find_due
from analysis.report.build.render import render_report
from analysis.report.execute import client
from analysis.report.execute.messages import Call
from tests.conftest import ROOT, TINY, read_json, write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="workers are forked")]

COVER = 'from analysis import load_case, cover; case = load_case(case_dir); cover("A word", "How?", case.about)'


# The process that runs cells and the workers are children of the process that forks.
FIND_SERVER = "server = int(open(f'/proc/{os.getppid()}/stat').read().split()[3])\n"
KILL_WORKER = (
    f"from pathlib import Path\n{FIND_SERVER}"
    "for one in Path(f'/proc/{server}/task/{server}/children').read_text().split():\n"
    "    if int(one) != os.getppid(): os.kill(int(one), 9)\n"
    "import time; time.sleep(60)"
)


def make_render(place: Path, report: str, *cells: str) -> Render:
    notebook = write_notebook(place / f"{report}.ipynb", COVER, *cells, parameters='case_dir: str = "tiny"')
    return Render(report, report.capitalize(), notebook, {"case_dir": str(TINY)}, ("html",), place / "out" / report)


def run_renders(*renders: Render, jobs: int = 2) -> dict[str, Outcome]:
    done: list[Outcome] = []
    renders[0].folder.parent.mkdir(parents=True, exist_ok=True)
    pool.render_all([(one, "asked for") for one in renders], jobs, done.append)
    return {outcome.render.report: outcome for outcome in done}


def is_alive(marker: Path) -> bool:
    """Whether the process whose id a notebook wrote down still runs."""
    try:
        os.kill(int(marker.read_text()), 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{marker.read_text()}/status").read_text()


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("os.kill(os.getpid(), 9)", "died: Kernel died"),
        ("os._exit(3)", "died: Kernel died"),
        ("import time; os.fork() or (os.setsid(), time.sleep(60)); os._exit(0)", "died: Kernel died"),
        ("x = bytearray(5 << 30)", "died: cell 3: MemoryError"),
        (KILL_WORKER, "died: the process that rendered it ended with SIGKILL"),
        ("os.kill(os.getppid(), 9); import time; time.sleep(60)", "died: Kernel died"),
        (
            f"{FIND_SERVER}os.kill(server, 9); import time; time.sleep(60)",
            "died: the process that rendered it has ended",
        ),
    ],
)
def test_what_ends_one_report_takes_no_other_with_it(tmp_path, deed, said):
    found = run_renders(make_render(tmp_path, "died", f"import os\n{deed}"), make_render(tmp_path, "lived"), jobs=1)
    assert found["died"].error.startswith(said)
    assert found["lived"].error == ""
    assert not (tmp_path / "out" / "died").exists()
    assert (tmp_path / "out" / "lived" / "lived.html").exists()


def test_a_kernel_dies_with_its_worker(tmp_path):
    marker = tmp_path / "pid"
    deed = f"import os; open({str(marker)!r}, 'w').write(str(os.getpid()))\n{KILL_WORKER}"
    assert run_renders(make_render(tmp_path, "died", deed))["died"].error
    until = time.monotonic() + 10
    while is_alive(marker) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(marker)


def test_stopping_ends_workers_and_kernels_and_leaves_nothing_half_made(tmp_path):
    marker = tmp_path / "pid"
    write = f"import os, time; open({str(marker)!r}, 'w').write(str(os.getpid()))"
    slow = make_render(tmp_path, "slow", f"{write}; time.sleep(60)")

    def stop(outcome: Outcome) -> None:
        while not marker.exists():
            time.sleep(0.05)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.render_all(find_due([make_render(tmp_path, "quick"), slow], None), 2, stop)
    assert not is_alive(marker)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["quick"]
    assert client.find_ready_server() is None


def test_a_kernel_begins_with_the_ledger_its_server_keeps_and_sees_what_changed_since(tmp_path, tiny):
    """The second report runs on the same server, whose ledger is by then an old one."""
    marker = tmp_path / "seen"
    one = make_render(
        tmp_path,
        "one",
        "from analysis.case import ledger\n"
        f"with open({str(marker)!r}, 'a') as file:\n"
        "    file.write(f'{ledger.PRELOADED.find(case.folder) is not None} '\n"
        "               f'{case[\"reconstruction.need\"].value:g}\\n')",
    )
    one = replace(one, parameters={"case_dir": str(tiny)})
    one.folder.parent.mkdir()

    calls = (Call.from_name("analysis.case.ledger:preload_ledger", str(tiny)),)
    setup = client.ServerSetup(workers=(PRELOAD,), calls=calls)
    assert not next(pool.render_in_workers([(one, "asked for")], 1, setup)).error
    (tiny / "claims.csv").write_text((tiny / "claims.csv").read_text().replace(",800,", ",801,"))
    assert not next(pool.render_in_workers([(one, "asked for")], 1)).error
    assert marker.read_text() == "True 800\nFalse 801\n"


def test_no_file_that_the_server_opened_is_read_by_what_it_forks(tmp_path):
    """Two that read it at once share one position: letters of a typeface were then found broken, by chance."""
    marker = tmp_path / "open"
    render = make_render(
        tmp_path,
        "one",
        "import psutil\nfrom matplotlib.font_manager import fontManager\n"
        "from analysis.show.charts.typeface import measure_text\n"
        "before = {file.path for file in psutil.Process().open_files() if not file.path.endswith('/files.log')}\n"
        "width = measure_text('Жінка')\n"
        f"with open({str(marker)!r}, 'w') as file:\n"
        "    file.write(f'{sorted(before)} {len(fontManager.ttflist) > 0} {width > 0.2}')",
    )
    render.folder.parent.mkdir()
    early = ("analysis.commands.shared.preload_plan",)
    setup = client.ServerSetup(("analysis.commands.shared.preload",), workers=(PRELOAD,), early=early)
    assert not next(pool.render_in_workers([(render, "asked for")], 1, setup)).error
    assert marker.read_text() == "[] True True"


def test_where_there_is_no_fork_reports_are_made_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "can_fork", lambda: False)
    monkeypatch.setattr(client, "start_server", lambda setup=None: None)
    found = run_renders(make_render(tmp_path, "plain"), make_render(tmp_path, "failing", "1 / 0"))
    assert found["plain"].error == ""
    assert found["failing"].error == "failing: cell 3: ZeroDivisionError: division by zero"


def test_a_report_made_by_a_worker_is_the_one_made_alone(tmp_path):
    """Also its PDF, which a worker sets in a process of its own where a core is idle."""
    formats = ("html", "pdf")
    assert not run_renders(replace(make_render(tmp_path / "one", "same"), formats=formats))["same"].error
    alone = replace(make_render(tmp_path / "two", "same"), formats=formats)
    alone.folder.parent.mkdir()
    render_report(alone)
    client.close_server()
    one, two = (read_json(tmp_path / place / "out" / "same" / "manifest.json")["files"] for place in ("one", "two"))
    assert one == two


@pytest.fixture
def _slow_server(tmp_path, monkeypatch):
    """A server that imports until there is a file `go`; its first worker is forked before that."""
    waiting = f"import time, pathlib\nwhile not pathlib.Path({str(tmp_path / 'go')!r}).exists(): time.sleep(0.01)\n"
    (tmp_path / "waiting_module.py").write_text(waiting)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), str(ROOT))))
    client.close_server()
    client.start_server(client.ServerSetup(("waiting_module",), workers=("json.tool",), early=("json",)))
    yield
    (tmp_path / "go").touch()
    client.close_server()
    client._shared.setup = client.ServerSetup()


def end_elsewhere(here: int) -> str:
    """Ends the process, unless it is the one given."""
    if os.getpid() != here:
        os._exit(3)
    return "here"


def call_on(server: client.Server) -> int:
    """Returns the process in which a server has a call run."""
    server.submit_call(Call.from_function(os.getpid))
    answer = server.wait().answer
    assert answer is not None
    return client.unpack_answer(answer)


@pytest.mark.usefixtures("_slow_server")
def test_the_first_worker_answers_while_the_server_still_imports_and_then_works_on(tmp_path):
    first = pool.call_in_worker(os.getpid)
    assert first != os.getpid()
    assert client.find_ready_server() is None
    assert client.find_starting_server() is None  # it has been asked
    (tmp_path / "go").touch()
    server = client.start_server()
    assert (call_on(server), call_on(server)) == (first, first)


@pytest.mark.usefixtures("_slow_server")
def test_a_first_worker_that_dies_leaves_the_call_to_the_command_and_the_rest_to_another(tmp_path):
    assert pool.call_in_worker(end_elsewhere, os.getpid()) == "here"
    (tmp_path / "go").touch()
    assert call_on(client.start_server()) != os.getpid()


@pytest.mark.usefixtures("_slow_server")
def test_a_first_worker_that_is_asked_nothing_works_like_any_other(tmp_path):
    (tmp_path / "go").touch()
    server = client.start_server()
    assert call_on(server) == call_on(server) != os.getpid()
