"""What notebooks get of the environment and of memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.execute import client
from analysis.report.execute.isolation import HARMLESS_VARIABLES, MEMORY_LIMIT, Isolation, clean_environment
from analysis.report.execute.notebook import execute_notebook
from tests.conftest import write_notebook

SECRETS = ("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "JUPYTER_TOKEN", "SSH_AUTH_SOCK", "HTTPS_PROXY", "PIP_INDEX_URL")
CELL = """
import os, resource
try:
    bytearray(5 << 30)
    got = "as much as there is"
except MemoryError:
    got = "not that much"
(sorted(os.environ), "c1ear" in open("/proc/self/environ").read(), os.environ.get("WANTED"),
 resource.getrlimit(resource.RLIMIT_AS)[0], got)
"""


def test_where_things_are_and_in_which_language_is_passed_on():
    env = {"PATH": "/bin", "LC_TIME": "uk_UA", "TZ": "UTC", "PYTHONPATH": "/lib", "OMP_NUM_THREADS": "1"}
    assert clean_environment(env) == env


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_not_unless_they_are_named(name):
    assert clean_environment({name: "x"}) == {}
    assert clean_environment({name: "x"}, keep=(name,)) == {name: "x"}


@given(st.dictionaries(st.text(min_size=1), st.text()), st.lists(st.text(min_size=1)))
def test_nothing_but_the_listed_and_the_named_passes(env, keep):
    passed = clean_environment(env, tuple(keep))
    assert passed.items() <= env.items()
    for name in env:
        listed = any(name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in HARMLESS_VARIABLES)
        assert (name in passed) == (listed or name in keep)


@pytest.fixture
def _own_server() -> Iterator[None]:
    client.close_server()
    yield
    client._shared.setup = client.ServerSetup()
    client.close_server()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits and /proc are Linux's")
@pytest.mark.usefixtures("_own_server")
def test_a_kernel_has_neither_a_secret_nor_memory_without_end(tmp_path, monkeypatch):
    for name in (*SECRETS, "WANTED"):
        monkeypatch.setenv(name, "c1ear" if name in SECRETS else "wanted")
    notebook = write_notebook(tmp_path / "n.ipynb", CELL)
    client.start_server(client.ServerSetup(isolation=Isolation(keep=("WANTED",))))
    (output,) = execute_notebook(notebook, {}, "n").cells[0].outputs
    names, leaked, wanted, limit, got = eval(output["data"]["text/plain"])
    assert not set(SECRETS).intersection(names)
    assert "HOME" in names
    assert (leaked, wanted, limit, got) == (False, "wanted", MEMORY_LIMIT, "not that much")
