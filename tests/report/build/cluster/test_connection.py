"""The address of a scheduler, and what is said where none answers."""

from __future__ import annotations

import logging
import socket
import time

import dask.config
import pytest

from analysis.errors import UsageError
from analysis.report.build.cluster import connection
from analysis.report.build.cluster.connection import ClusterError, check_address, connect_scheduler


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tls://cluster.example:1", "wss://[::1]:443"])
def test_an_address_is_taken(address):
    assert check_address(f"{address}/") == address


@pytest.mark.parametrize(
    "address",
    ["", "127.0.0.1:8786", "http://host:8786", "tcp://host", "tcp://:8786", "tcp://h:0", "tcp://h:x", "tcp://h:1/path"],
)
def test_what_is_no_address_is_said(address):
    with pytest.raises(UsageError, match="is no address of a scheduler; allowed: tcp://HOST:PORT"):
        check_address(address)


def test_without_the_extra_its_name_is_said(monkeypatch):
    monkeypatch.setattr("analysis.extras.find_spec", lambda module: None)
    with pytest.raises(UsageError, match=r'run: pip install "communique\[cluster\]"'):
        check_address("tcp://host:8786")


def try_to_connect(address: str) -> str:
    began = time.monotonic()
    with pytest.raises(ClusterError) as caught, connect_scheduler(address):
        pass
    assert time.monotonic() - began < 20  # dask's own patience is 30 seconds
    assert logging.root.manager.disable == logging.NOTSET
    return str(caught.value)


def test_where_nobody_listens_it_is_said(monkeypatch):
    monkeypatch.setattr(connection, "_TIMEOUT", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        port = taken.getsockname()[1]
        assert try_to_connect(f"tcp://127.0.0.1:{port}").startswith(f"no scheduler at tcp://127.0.0.1:{port}: ")


def test_what_listens_and_is_no_scheduler_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(connection, "_TIMEOUT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        said = try_to_connect(f"tcp://127.0.0.1:{port}")
    assert "it did not answer within 0.5 seconds; start one, or correct the address." in said


def test_tls_without_certificates_is_said_before_anybody_is_asked():
    with pytest.raises(UsageError, match="names no certificates for a client"), connect_scheduler("tls://host:8786"):
        pass


def test_a_certificate_that_cannot_be_read_is_named():
    files = {"ca-file": "/nowhere/ca.pem", "client.cert": "/nowhere/one.pem", "client.key": "/nowhere/one.key"}
    with (
        dask.config.set({f"distributed.comm.tls.{name}": path for name, path in files.items()}),
        pytest.raises(UsageError, match="a certificate of dask's configuration cannot be used"),
        connect_scheduler("tls://host:8786"),
    ):
        pass
