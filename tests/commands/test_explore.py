"""`communique explore`: what it starts JupyterLab with, and what it says where that is missing."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from analysis.commands import explore
from tests.conftest import TINY


def test_the_notebook_gets_the_case_by_an_environment_variable(invoke, monkeypatch):
    started = {}

    def run(arguments, check, env):
        started.update(arguments=arguments, env=env)
        return SimpleNamespace(returncode=3)

    monkeypatch.setattr(explore, "subprocess", SimpleNamespace(run=run, CompletedProcess=subprocess.CompletedProcess))
    done = invoke("explore", "--case", str(TINY))
    assert (done.returncode, done.stdout) == (3, "exploring tiny; stop with Ctrl-C\n")
    assert started["env"]["COMMUNIQUE_CASE"] == str(TINY)
    assert started["arguments"][-1].endswith("notebooks/explore.ipynb")


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
