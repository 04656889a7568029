"""The process that renders, as a command starts it: what it is asked for first, and where that is left out."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from analysis.commands.shared import warm_server
from analysis.commands.shared.options import CaseFolder
from analysis.errors import UsageError
from analysis.report.execute import client
from tests.conftest import TINY


class _Starting:
    """A server that still imports. broken: whether it has ended already."""

    def __init__(self, *, broken: bool = False):
        self.calls, self.broken = [], broken

    def prepare(self, calls):
        """Notes what is asked for."""
        if self.broken:
            raise BrokenPipeError
        self.calls += calls


def start(monkeypatch, starting: _Starting | None) -> list[client.ServerSetup]:
    """Starts what takes the place of a server; returns the setups that were asked for."""
    setups: list[client.ServerSetup] = []
    monkeypatch.setattr(client, "start_server", setups.append)
    monkeypatch.setattr(client, "find_starting_server", lambda: starting)
    warm_server.start_server(warm_server.build_setup(CaseFolder(TINY, None)), TINY)
    return setups


def test_a_server_that_starts_reads_the_tables_first(monkeypatch):
    starting = _Starting()
    (setup,) = start(monkeypatch, starting)
    assert [call.function for call in starting.calls] == ["analysis.case.ledger:preload_ledger"]
    assert setup.early == ("analysis.commands.shared.preload_plan",)


@pytest.mark.parametrize("starting", [None, _Starting(broken=True)])
def test_one_that_waits_or_has_ended_is_asked_for_nothing(monkeypatch, starting):
    assert len(start(monkeypatch, starting)) == 1


def test_a_folder_without_tables_is_refused_before_anything_is_started(tmp_path):
    options = SimpleNamespace(crate=False, case=CaseFolder(tmp_path, str(tmp_path)))
    with pytest.raises(UsageError, match="holds no table of a case"):
        warm_server.check_options(options)
