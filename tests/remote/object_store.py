"""An object store for tests: moto's S3 server in a thread, and a proxy before it that fails as stores do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SLOW = 3.0  # seconds that a slow store takes, and more than a test waits
ERROR = (
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>{code}</Code><Message>{code}</Message>"
    "<BucketName>{bucket}</BucketName></Error>"
)


class Proxy:
    """Passes requests on to a store, as far as `decide` lets it. decide: method and path -> one of the faults, or None.

    Faults: a code with a status, such as ("AccessDenied", 403); "slow"; "cut", the request is lost; "cut after", it is
    done and its answer is lost. writes: of the requests that came, those that change something.
    """

    def __init__(self, store_port: int):
        self.decide: Callable[[str, str], object] = lambda method, path: None
        self.writes: list[str] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.read_body()
                if self.command in ("PUT", "DELETE", "POST"):
                    proxy.writes.append(f"{self.command} {self.path.partition('?')[0]}")
                fault = proxy.decide(self.command, self.path)
                if fault == "slow":
                    time.sleep(SLOW)
                if fault == "cut":
                    self.hang_up()
                elif isinstance(fault, tuple):
                    self.refuse(*fault)
                else:
                    self.pass_on(body, store_port, is_lost=fault == "cut after")

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 (names that http.server looks for)

            def read_body(self) -> bytes:
                if self.headers.get("Expect", "").lower() == "100-continue":
                    pass  # http.server has answered it
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))

            def refuse(self, code: str, status: int) -> None:
                content = ERROR.format(code=code, bucket=self.path.split("/")[1]).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/xml")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def pass_on(self, body: bytes, port: int, is_lost: bool) -> None:
                store = HTTPConnection("127.0.0.1", port, timeout=60)
                store.request(self.command, self.path, body, dict(self.headers))
                answer = store.getresponse()
                content = answer.read()
                store.close()
                if is_lost:
                    self.hang_up()
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "content-length", "transfer-encoding", "server", "date"):
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def hang_up(self) -> None:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()


class ObjectStore:
    """The store as the tests see it: past the proxy. proxy: as the library sees it. bucket: of one test."""

    def __init__(self, port: int):
        import s3fs

        self.proxy, self.bucket = Proxy(port), ""
        self.files: Any = s3fs.S3FileSystem(
            endpoint_url=f"http://127.0.0.1:{port}", key="key", secret="word", use_listings_cache=False
        )

    def put_folder(self, folder: Path, address: str) -> None:
        """Puts all files of a folder at an address."""
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                self.files.pipe_file(f"{address}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def read_folder(self, address: str) -> dict[str, bytes]:
        """Returns name -> content of all files at an address."""
        root = address.removeprefix("s3://")
        return {path.removeprefix(f"{root}/"): self.files.cat_file(path) for path in self.files.find(address)}


@contextmanager
def serve_store() -> Iterator[ObjectStore]:
    """Starts a store, and lets fsspec know it: `s3://` is the proxy before it, with little patience."""
    import fsspec.config
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    store = ObjectStore(server.get_host_and_port()[1])
    settings = {
        "endpoint_url": f"http://127.0.0.1:{store.proxy.port}",
        "key": "KEYOFTHETESTS",
        "secret": "WORDOFTHETESTS",
        "config_kwargs": {"connect_timeout": 20, "read_timeout": 20, "retries": {"max_attempts": 0}},
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(fsspec.config.conf, "s3", settings)
        patch.setattr(s3fs.S3FileSystem, "retries", 2)
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield store
    store.proxy.close()
    server.stop()
