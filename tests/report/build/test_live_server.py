"""What the server of `watch` gives, to whom, and with which headers."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.build import live_server
from analysis.report.build.live_server import HOST, TOKEN_VARIABLE, LiveServer

PAGE = "<html><head><meta content=\"default-src 'none'; script-src 'x'\"></head><body>Hello</body></html>"


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A served folder with a report, and beside it what is nobody's business, to which links within it lead."""
    top = tmp_path_factory.mktemp("top")
    root = top / "root"
    (root / "forces" / "figures").mkdir(parents=True)
    (root / ".making-forces").mkdir()
    for place in ("forces/forces.html", "index.html", ".making-forces/forces.html"):
        (root / place).write_text(PAGE)
    (root / "forces" / "results.json").write_text("{}")
    (root / "forces" / "forces.pdf").write_bytes(b"%PDF-1.7")
    (root / "forces" / "figures" / "a b.svg").write_text("<svg/>")
    (root / "forces" / ".hidden.json").write_text("{}")
    (top / "secret").mkdir()
    for name in ("secret.html", "secret.json"):
        (top / "secret" / name).write_text("SECRET")
        (root / name).symlink_to(top / "secret" / name)
    (root / "linked").symlink_to(top / "secret")
    (root / "inside.html").symlink_to(root / "index.html")
    (root / "circle.json").symlink_to("circle.json")
    for name in ("pipe.json", "pipe.html"):
        if hasattr(os, "mkfifo"):  # not on Windows
            os.mkfifo(root / name)
    server = LiveServer(root)
    yield server
    server.close()


def ask(live: LiveServer, path: str, method: str = "GET", token: bool = True, **headers: str) -> HTTPResponse:
    """The answer to a request, read. path: after the token."""
    connection = HTTPConnection(HOST, live.port, timeout=5)
    connection.putrequest(method, f"/{live.token}{path}" if token else path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


@pytest.mark.parametrize(
    ("path", "kind", "text"),
    [
        ("/", "text/html; charset=utf-8", "EventSource"),
        ("/index.html", "text/html; charset=utf-8", "EventSource"),
        ("/forces/forces.html?x=1#y", "text/html; charset=utf-8", "Hello"),
        ("/forces/results.json", "application/json", "{}"),
        ("/forces/forces.pdf", "application/pdf", "%PDF-1.7"),
        ("/forces/figures/a%20b.svg", "image/svg+xml", "<svg/>"),
    ],
)
def test_what_is_there_is_served_with_what_keeps_others_out(live, path, kind, text):
    answer = ask(live, path)
    assert (answer.status, answer.headers["Content-Type"], text in answer.text) == (200, kind, True)
    check_headers(answer)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    head = ask(live, path, "HEAD")
    assert (head.status, head.text, head.headers["Content-Length"]) == (200, "", answer.headers["Content-Length"])


def check_headers(answer: HTTPResponse) -> None:
    expected = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert {name: answer.headers[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/secret.html", 404),
        ("/secret.json", 404),
        ("/linked/secret.html", 404),
        ("/linked/secret.json", 404),
        ("/inside.html", 404),
        ("/forces/.hidden.json", 404),
        ("/.making-forces/forces.html", 404),
        ("/../secret/secret.html", 404),
        ("/%2e%2e/secret/secret.json", 404),
        ("/forces/", 404),
        ("/forces", 404),
        ("/linked", 404),
        ("/circle.json", 404),
        ("/pipe.json", 404),
        ("/pipe.html", 404),
        ("/none.html", 404),
        ("/forces%5cresults.json", 404),
        ("/%00", 400),
        ("/forces/results.json%00.html", 400),
        ("/%zz", 404),
        ("/%", 404),
        ("/%ff.json", 404),
        ("/" + "x" * 5000, 404),
        ("", 404),
    ],
)
def test_what_is_not_to_be_had_is_refused_with_an_answer(live, path, code):
    answer = ask(live, path)
    assert (answer.status, "SECRET" in answer.text) == (code, False)
    check_headers(answer)


def test_only_who_knows_the_address_is_served(live):
    for path in ("/", "/index.html", "/forces/results.json", "/_events?page=/", f"/{live.token[:-1]}/", "/%C3%A9/"):
        assert ask(live, path, token=False).status == 404
    assert (len(live.token) > 20, live.url) == (True, f"http://{HOST}:{live.port}/{live.token}/")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "example.org"}, 403),
        ({"Host": ""}, 403),
        ({"Host": "localhost:PORT"}, 200),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "http://127.0.0.1:PORT"}, 200),
    ],
)
def test_only_this_servers_own_pages_may_ask(live, headers, code):
    given_headers = {name: value.replace("PORT", str(live.port)) for name, value in headers.items()}
    assert ask(live, "/index.html", **given_headers).status == code


@given(st.binary(max_size=60).filter(lambda line: not set(line) & set(b"\r\n")))
def test_whatever_is_asked_is_answered(live, junk):
    with socket.create_connection((HOST, live.port), timeout=5) as connection:
        host = f"\r\nHost: {HOST}:{live.port}\r\n\r\n".encode()
        connection.sendall(b"GET /" + live.token.encode() + b"/" + junk.replace(b" ", b"") + b" HTTP/1.1" + host)
        assert connection.recv(12).startswith(b"HTTP/1.")


def test_the_stream_tells_a_page_by_its_whole_address(live):
    for page in (f"/{live.token}/forces/forces.html", "/forces/forces.html"):
        with socket.create_connection((HOST, live.port), timeout=5) as connection:
            asked = f"GET /{live.token}/_events?page={page} HTTP/1.1\r\nHost: {HOST}:{live.port}\r\n\r\n"
            connection.sendall(asked.encode())
            received = b""
            while b"data: " not in received or not received.endswith(b"\n\n"):
                received += connection.recv(4096)
        made = live_server.compute_digest(PAGE.encode())
        assert f'"made": "{made}"' in received.decode()


def test_a_server_that_restarts_keeps_its_address(tmp_path: Path, monkeypatch):
    monkeypatch.setenv(TOKEN_VARIABLE, "a-word-of-before")
    live_server.get_token.cache_clear()
    server = LiveServer(tmp_path)
    server.close()
    live_server.get_token.cache_clear()
    assert server.url.endswith("/a-word-of-before/")


def test_a_page_in_ukrainian_is_told_in_ukrainian_and_one_in_no_known_language_in_english():
    page = '<!DOCTYPE html>\n<html data-basis="all" lang="{}"><body></body></html>'
    said = {tag: live_server.add_live_script(page.format(tag).encode(), "", "").decode() for tag in ("uk", "en", "xx")}
    assert json.dumps("Оновити не вдалося; показано останню справну версію.") in said["uk"]
    assert "Update failed; showing the last good version." in said["en"]
    assert "Update failed; showing the last good version." in said["xx"]


def test_the_page_before_the_first_report_is_in_the_language_of_the_case(tmp_path: Path):
    server = LiveServer(tmp_path / "озеро", language="uk")
    try:
        said = ask(server, "/").text
    finally:
        server.close()
    assert '<html lang="uk">' in said
    assert "<h1>Готових звітів ще немає</h1>" in said
    assert "У теці озеро ще немає готового звіту." in said
