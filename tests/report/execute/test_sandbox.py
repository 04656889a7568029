"""The sandbox: what a notebook in it cannot reach, and that its report is the same."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.errors import UsageError
from analysis.report.execute import client, sandbox
from analysis.report.execute.isolation import MEMORY_LIMIT, Isolation
from analysis.report.execute.notebook import execute_notebook
from tests.conftest import hash_tree, read_json, write_notebook

CELLS = (
    "import os, resource, socket\nfrom pathlib import Path\nfound = {}\n"
    "def attempt(name, action):\n"
    "    try:\n        found[name] = action()\n"
    "    except OSError as error:\n        found[name] = type(error).__name__\n",
    "attempt('connect', lambda: socket.create_connection(('127.0.0.1', port), 2) and 'connected')\n"
    "attempt('interfaces', lambda: sorted(name for _, name in socket.if_nameindex()))\n"
    "attempt('outside', lambda: Path(outside).read_text())\n"
    "attempt('case', lambda: Path(case_dir, 'claims.csv').read_text()[:8])\n"
    "attempt('change', lambda: Path(case_dir, 'claims.csv').write_text(''))\n"
    "attempt('add', lambda: Path(case_dir, 'new.csv').write_text(''))\n"
    "attempt('home', lambda: [path.name for path in Path.home().iterdir() if not path.name.startswith('.')])\n"
    "attempt('temporary', lambda: Path('/tmp/mine').write_text('four'))\n"
    "attempt('processes', lambda: len([name for name in os.listdir('/proc') if name.isdigit()]) < 5)\n"
    "attempt('memory', lambda: resource.getrlimit(resource.RLIMIT_AS)[0])\n"
    "attempt('secret', lambda: os.environ.get('GITHUB_TOKEN'))\n",
    "found",
)
SMALL = (
    "from analysis import load_case, cover\ncase = load_case(case_dir)\n"
    'open(case.folder / "notes.txt").close()\ncover("A word", "How?", case.about)'
)


def test_without_the_program_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda name: None)
    with pytest.raises(UsageError, match="apt-get install bubblewrap"):
        sandbox.check_sandbox()


def test_a_program_that_cannot_build_one_is_reported_in_its_own_words(tmp_path, monkeypatch):
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'no permission to make namespaces' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(UsageError, match="nothing was run: no permission to make namespaces"):
        sandbox.check_sandbox()


def test_a_kernel_may_write_in_its_own_folder_only(tmp_path):
    cmd = [sys.executable, "-m", "ipykernel_launcher", "-f", str(tmp_path / "own" / "k.json")]
    wrapped = sandbox.wrap_command(cmd, [str(tmp_path / "own")], [str(tmp_path)], {}, str(tmp_path))
    assert wrapped[-len(cmd) :] == cmd
    assert [wrapped[place + 1] for place, part in enumerate(wrapped) if part == "--bind"] == [str(tmp_path / "own")]
    assert {"--unshare-all", "--die-with-parent", "--new-session"} < set(wrapped)


@pytest.fixture
def _walls() -> Iterator[None]:
    """Skips where the machine has no bubblewrap or does not let it make namespaces."""
    try:
        sandbox.check_sandbox()
    except UsageError as error:
        pytest.skip(str(error))
    client.close_server()
    yield
    client._shared.setup = client.ServerSetup()
    client.close_server()


@pytest.mark.slow
@pytest.mark.usefixtures("_walls")
def test_a_notebook_reaches_no_network_no_other_file_and_changes_nothing(tmp_path, tiny, monkeypatch):
    outside = tmp_path / "outside.txt"
    outside.write_text("not for it")
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    before = hash_tree(tiny)
    with socket.create_server(("127.0.0.1", 0)) as server:
        parameters = f"case_dir, outside, port = {str(tiny)!r}, {str(outside)!r}, {server.getsockname()[1]}"
        notebook = write_notebook(tmp_path / "n.ipynb", *CELLS, parameters=parameters)
        client.start_server(client.ServerSetup(isolation=Isolation(readable=(str(tiny),))))
        executed = execute_notebook(notebook, {}, "n")
    found = eval(executed.cells[-1].outputs[0]["data"]["text/plain"])
    assert found == {
        "connect": "ConnectionRefusedError",
        "interfaces": ["lo"],
        "outside": "FileNotFoundError",
        "case": "claim_id",
        "change": "OSError",
        "add": "OSError",
        "home": ["ipython"],
        "temporary": 4,
        "processes": True,
        "memory": MEMORY_LIMIT,
        "secret": None,
    }
    assert hash_tree(tiny) == before


@pytest.mark.usefixtures("_walls")
def test_the_report_is_the_same_to_the_byte(communique, tmp_path, tiny):
    write_notebook(tiny / "notebooks" / "one.ipynb", SMALL, parameters='case_dir: str = "tiny"')
    (tiny / "notes.txt").write_text("read by a cell")
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")
    for out, options in (("free", ()), ("shut_in", ("--sandbox",))):
        done = communique("render", "--case", tiny.name, "--out", out, *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    free = hash_tree(tmp_path / "free")
    assert free == hash_tree(tmp_path / "shut_in")
    reads = read_json(tmp_path / "free" / "tiny" / "one" / "manifest.json")["file_reads"]
    assert [Path(path).name for path in reads] == ["notes.txt"]  # so the log is written in the sandbox too


def test_a_link_of_the_system_stays_a_link():
    wrapped = sandbox.wrap_command(["python"], ["/run/own"], [], {}, "/")
    assert ("--ro-bind", "/usr", "/usr") in zip(wrapped, wrapped[1:], wrapped[2:], strict=False)
    if Path("/bin").is_symlink():
        assert ("--symlink", "usr/bin", "/bin") in zip(wrapped, wrapped[1:], wrapped[2:], strict=False)
