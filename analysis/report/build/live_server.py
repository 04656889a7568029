"""A folder of reports served to this machine only, in pages that renew themselves and say what is wrong.

The files stay as they are: the few lines a page needs for it are put into what is served. A page is told through an
event stream how its file stands now; it loads itself anew if that is not how it stood when it was served.
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
_KEEPALIVE_SECONDS = 15.0  # seconds after which a silent stream says that it is still there
_RETRY_SECONDS = 0.1  # seconds a report may be gone while its folder is exchanged
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
    const text = "Not renewed; what you see is the last good state.\\n" + error;
    if (banner.textContent !== text) banner.textContent = text;
  };
  const folds = () => [...document.querySelectorAll("details")].map((fold) => {
    const place = fold.closest("[id]");
    return [fold, place ? place.id + [...place.querySelectorAll("details")].indexOf(fold) : ""];
  });
  const kept = "_open " + location.pathname;
  const keep = () => {
    const open = folds().flatMap(([fold, name]) => fold.open ? [name] : []);
    try { sessionStorage.setItem(kept, JSON.stringify(open)); } catch { /* then they are folded again */ }
  };
  try {
    const open = JSON.parse(sessionStorage.getItem(kept)) || [];
    sessionStorage.removeItem(kept);
    for (const [fold, name] of folds()) if (open.includes(name)) fold.open = true;
  } catch { /* nothing was kept */ }
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
        """Tells every open page how things stand. errors: a report's folder -> what is wrong with it; '' for all."""
        with self.changed:
            self.errors = dict(errors)
            self.count += 1
            self.changed.notify_all()

    def close(self) -> None:
        """Stops serving and lets go of every page."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(1)

    def describe_page(self, page: str) -> dict[str, str]:
        """Returns how a page stands: a digest of its file ('' if there is none), and what is wrong."""
        return {"made": compute_digest(self.read_page(page)), "error": self.find_error(page)}

    def find_error(self, page: str) -> str:
        """Returns what is wrong with a page: of an index, whatever is wrong anywhere."""
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
    """Returns what tells one state of a page from another; '' for none."""
    return hashlib.blake2b(content, digest_size=12).hexdigest() if content else ""


def add_live_script(content: bytes, made: str) -> bytes:
    """Returns a page with the lines that renew it, which its own security policy then allows, and nothing else."""
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
        """A page that was closed while it was served is no error."""


class _Handler(SimpleHTTPRequestHandler):
    """One request: an event stream, a page with what renews it, or any other file as it is."""

    def __init__(self, live: LiveServer, *request: object, directory: str):
        self.live = live
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]

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
            with live.changed:
                live.changed.wait_for(
                    lambda count=count: live.closed or live.count != count, timeout=_KEEPALIVE_SECONDS
                )

    def end_headers(self) -> None:
        """Ends the head: nothing served here is to be kept."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the terminal is for what was rendered."""
