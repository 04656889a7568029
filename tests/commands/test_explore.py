"""`communique explore`: what it starts JupyterLab with, and what it says where that is missing."""

from __future__ import annotations

import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from analysis.commands import explore
from tests.conftest import TINY


@pytest.fixture
def started(monkeypatch):
    """What JupyterLab would be started with."""
    found = {}

    def run(arguments, check, env):
        found.update(arguments=arguments, env=env)
        return SimpleNamespace(returncode=3)

    monkeypatch.setattr(explore, "subprocess", SimpleNamespace(run=run, CompletedProcess=subprocess.CompletedProcess))
    return found


@pytest.mark.parametrize("named", [["--case", str(TINY)], [str(TINY)], [str(TINY), "--case", str(TINY)]])
def test_the_notebook_gets_the_case_by_an_environment_variable(invoke, started, named):
    done = invoke("explore", *named)
    assert (done.returncode, done.stdout) == (3, "exploring tiny; stop with Ctrl-C\n")
    assert started["env"]["COMMUNIQUE_CASE"] == str(TINY)
    assert started["arguments"][-1].endswith("notebooks/explore.ipynb")


def test_an_unknown_case_and_two_cases_are_refused_before_anything_starts(invoke, started):
    done = invoke("explore", "mar-a-lago")
    assert (done.returncode, started) == (2, {})
    assert "no case folder 'mar-a-lago' (nearest: mar-a-lago-2025-12-28)" in done.stderr
    done = invoke("explore", str(TINY), "--case", "mar-a-lago-2025-12-28")
    assert (done.returncode, started) == (2, {})
    assert "found two cases" in done.stderr


def test_a_port_in_use_is_named_and_a_free_one_is_passed_on(invoke, started):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = invoke("explore", str(TINY), "--port", str(port))
        assert (done.returncode, started) == (2, {})
        assert f"port {port} cannot be used (Address already in use); give another one with --port" in done.stderr
    assert invoke("explore", str(TINY), "--port", str(port)).returncode == 3
    assert started["arguments"][-2] == f"--port={port}"


@pytest.mark.parametrize(
    ("command", "module", "extra"),
    [("explore", "jupyterlab", "explore"), ("explore", "ipywidgets", "explore"), ("watch", "watchfiles", "watch")],
)
def test_a_missing_extra_is_named(invoke, monkeypatch, tmp_path, command, module, extra):
    monkeypatch.setitem(sys.modules, module, None)
    done = invoke(command, "--case", str(TINY), cwd=tmp_path)
    assert done.returncode == 2
    assert f"communique {command} needs the package {module}" in done.stderr
    assert f'pip install "communique[{extra}]"' in done.stderr
    assert list(tmp_path.iterdir()) == []
