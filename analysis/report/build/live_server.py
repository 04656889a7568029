"""A folder of reports served to this machine only, in pages that reload when they change and show what failed.

The files stay as they are: the script for it is added to what is served. A page receives the digest of its file through
an event stream, and reloads if that is not the digest it was served with.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from analysis.errors import UsageError

HOST = "127.0.0.1"
EVENTS = "/_events"
_KEEPALIVE_SECONDS = 15.0  # seconds after which a comment is sent on a silent stream, so that it is not closed
_RETRY_SECONDS = 0.1  # seconds for which a report may be missing while its folder is replaced
_SCRIPT = """
"use strict";
{
  const made = %s;
  const show = (error) => {
    let banner = document.getElementById("_watch");
    if (!error) { if (banner) banner.remove(); return; }
    if (!banner) {
      banner = document.createElement("div");
      banner.id = "_watch";
      banner.setAttribute("role", "alert");
      banner.tabIndex = 0;
      banner.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:9;max-height:40vh;overflow:auto;"
        + "padding:.75rem 1.25rem;background:var(--ink,#1b1f27);color:var(--paper,#fff);"
        + "font:.875rem/1.5 var(--label,''),sans-serif;white-space:pre-wrap;overflow-wrap:anywhere";
      document.body.append(banner);
    }
    const text = "Update failed; showing the last good version.\\n" + error;
    if (banner.textContent !== text) banner.textContent = text;
  };
  const folds = () => [...document.querySelectorAll("details")].map((fold) => {
    const place = fold.closest("[id]");
    return [fold, place ? place.id + [...place.querySelectorAll("details")].indexOf(fold) : ""];
  });
  const kept = "_open " + location.pathname;
  const keep = () => {
    const open = folds().flatMap(([fold, name]) => fold.open ? [name] : []);
    try { sessionStorage.setItem(kept, JSON.stringify(open)); } catch { /* then they are closed after the reload */ }
  };
  try {
    const open = JSON.parse(sessionStorage.getItem(kept)) || [];
    sessionStorage.removeItem(kept);
    for (const [fold, name] of folds()) if (open.includes(name)) fold.open = true;
  } catch { /* nothing was stored */ }
  new EventSource("%s?page=" + encodeURIComponent(location.pathname)).onmessage = (event) => {
    const now = JSON.parse(event.data);
    if (now.made && now.made !== made) { keep(); location.reload(); }
    else show(now.error);
  };
}
"""
_EMPTY_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ">
<title>Nothing rendered yet</title></head>
<body style="font: 1.125rem/1.6 sans-serif; margin: 3rem"><h1>Nothing rendered yet</h1>
<p>%s has no finished report. This page shows it as soon as there is one.</p></body></html>
"""


class LiveServer:
    """Serves a folder on a port of this machine until it is closed. Raises UsageError if the port is taken."""

    def __init__(self, root: Path, port: int = 0):
        self.root = root.resolve()
        self.errors: Mapping[str, str] = {}
        self.changed = threading.Condition()
        self.count, self.closed = 0, False
        try:
            self._server = _Server((HOST, port), partial(_Handler, self, directory=str(self.root)))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); give another with --port, or none for a free one."
            ) from None
        self.port: int = self._server.server_address[1]
        self.url = f"http://{HOST}:{self.port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Sends every open page what is wrong. errors: a report's folder -> its error; '' for an error of all."""
        with self.changed:
            self.errors = dict(errors)
            self.count += 1
            self.changed.notify_all()

    def wait_for_change(self, count: int) -> None:
        """Returns when something was sent to the pages since `count`, or when it is time for a sign of life."""
        with self.changed:
            self.changed.wait_for(lambda: self.closed or self.count != count, timeout=_KEEPALIVE_SECONDS)

    def close(self) -> None:
        """Stops serving and ends the stream of every page."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(1)

    def describe_page(self, page: str) -> dict[str, str]:
        """Returns the digest of a page's file ('' if there is none), and what is wrong with it."""
        return {"made": compute_digest(self.read_page(page)), "error": self.find_error(page)}

    def find_error(self, page: str) -> str:
        """Returns what is wrong with a page, as lines; for the index page, what is wrong with any."""
        folder = page.strip("/").rpartition("/")[0]
        return "\n".join(text for name, text in self.errors.items() if not name or not folder or name == folder)

    def read_page(self, page: str) -> bytes:
        """Returns the content of an HTML page, given by its path in a URL; b'' if there is none."""
        path = (self.root / unquote(page).lstrip("/")).resolve()
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_relative_to(self.root) or _is_hidden(path.relative_to(self.root)):
            return b""
        for _ in range(2):
            try:
                return path.read_bytes()
            except OSError:
                time.sleep(_RETRY_SECONDS)
        return b""


def compute_digest(content: bytes) -> str:
    """Returns a short digest of a page's content; '' if there is none."""
    return hashlib.blake2b(content, digest_size=12).hexdigest() if content else ""


def add_live_script(content: bytes, made: str) -> bytes:
    """Returns a page with the script that reloads it, and a security policy that allows this script and no other."""
    script = _SCRIPT % (json.dumps(made), EVENTS)
    allowed = f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
    page = content.decode("utf-8").replace("; script-src ", f"; connect-src 'self'; script-src {allowed} ", 1)
    before, end, after = page.rpartition("</body>")
    return f"{before}<script>{script}</script>{end}{after}".encode()


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores errors: most come from a page that was closed while it was served."""


class _Handler(SimpleHTTPRequestHandler):
    """One request: an event stream, a page with the script, or any other file as it is."""

    def __init__(self, live: LiveServer, *request: object, directory: str):
        self.live = live
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]  # passed on as they come

    def do_GET(self) -> None:
        """Answers a GET."""
        self._respond()

    def do_HEAD(self) -> None:
        """Answers a HEAD."""
        self._respond()

    def _respond(self) -> None:
        url = urlsplit(self.path)
        if self.headers.get("Host") not in {f"{name}:{self.live.port}" for name in (HOST, "localhost")}:
            self.send_error(403, "This server is for this machine only")  # another site's name for this address
        elif url.path == EVENTS:
            self._send_events(parse_qs(url.query).get("page", ["/"])[0])
        elif content := self.live.read_page(url.path):
            self._send_page(content)
        elif url.path in ("/", "/index.html"):
            self._send_page((_EMPTY_PAGE % escape(self.live.root.name)).encode(), "")
        elif _is_hidden(Path(unquote(url.path).lstrip("/"))) or url.path.endswith("/"):
            self.send_error(404)
        elif self.command == "HEAD":
            super().do_HEAD()
        else:
            super().do_GET()

    def _send_page(self, content: bytes, made: str | None = None) -> None:
        content = add_live_script(content, compute_digest(content) if made is None else made)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content)

    def _send_events(self, page: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        live, before = self.live, None
        while not live.closed:
            count, state = live.count, live.describe_page(page)
            self.wfile.write(b": still here\n\n" if state == before else f"data: {json.dumps(state)}\n\n".encode())
            before = state
            live.wait_for_change(count)

    def end_headers(self) -> None:
        """Ends the head: the browser is to store nothing of what is served here."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing: the terminal is for what was rendered."""
