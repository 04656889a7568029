"""A folder of reports served to this machine only, in pages that reload when they change and show what failed.

The files stay as they are: the script for it is added to what is served. A page receives the digest of its file through
an event stream, and reloads if that is not the digest it was served with.

Every address begins with a word that nobody can guess, so that other users and programs of this machine, and pages of
other sites, see nothing. No link within the folder is followed, and what is hidden there stays so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
import threading
import time
from base64 import b64encode
from collections.abc import Mapping
from functools import cache, partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from analysis.errors import UsageError
from analysis.messages import get_language, gettext, list_languages, use_language
from analysis.paths import resolve_path

HOST = "127.0.0.1"
EVENTS = "_events"
TOKEN_VARIABLE = "_COMMUNIQUE_WATCH_TOKEN"  # by which a server that restarts keeps its address
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_FRAME_POLICY = "frame-ancestors 'none'; base-uri 'none'"
_FILE_POLICY = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; {_FRAME_POLICY}"
_LONGEST_REQUEST = 60.0  # seconds that a request may take to arrive
_KEEPALIVE_SECONDS = 15.0  # seconds after which a comment is sent on a silent stream, so that it is not closed
_LANGUAGE = re.compile(r'<html [^>]*?\blang="([^"]+)"')
_STRANGE = {"\0", "\\", "�"}  # signs that no name we serve has; the last stands for what is no text
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
    const text = %s + "\\n" + error;
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
<html lang="%(language)s"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ">
<title>%(title)s</title></head>
<body style="font: 1.125rem/1.6 sans-serif; margin: 3rem"><h1>%(title)s</h1>
<p>%(text)s</p></body></html>
"""


class LiveServer:
    """Serves a folder on a port of this machine until it is closed. Raises UsageError if the port is taken.

    language: of what is said while there is no report; a page is told what failed in its own.
    """

    def __init__(self, root: Path, port: int = 0, language: str = "en"):
        self.root = root.resolve()
        self.language = language
        self.errors: Mapping[str, str] = {}
        self.changed = threading.Condition()
        self.count, self.closed = 0, False
        try:
            self._server = _Server((HOST, port), partial(_Handler, self))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); give another with --port, or none for a free one."
            ) from None
        self.port: int = self._server.server_address[1]
        self.token = get_token()
        self.url = f"http://{HOST}:{self.port}/{self.token}/"
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
        for _ in range(2):
            path = self.locate(f"{page}index.html" if page.endswith("/") else page)
            if path is None or path.suffix != ".html":
                return b""
            if content := read_file(path):
                return content
            time.sleep(_RETRY_SECONDS)
        return b""

    def locate(self, page: str) -> Path | None:
        """Returns where the file of a path in a URL is, if there is one; None if it may not be served."""
        names = unquote(page).strip("/").split("/")
        if any(not name or name.startswith(".") or set(name) & _STRANGE for name in names):
            return None
        path = self.root.joinpath(*names)
        return path if resolve_path(path) == path else None  # else a link is on the way

    def strip_token(self, path: str) -> str | None:
        """Returns what follows the token in a path, with the / before it; None if the path does not begin with it."""
        token, slash, rest = path.removeprefix("/").partition("/")
        known = secrets.compare_digest(token.encode(errors="replace"), self.token.encode())
        return slash + rest if known and slash else None


@cache
def get_token() -> str:
    """Returns the word that the addresses of this process begin with: a server that takes over a port keeps them."""
    return os.environ.get(TOKEN_VARIABLE) or secrets.token_urlsafe(16)


def read_file(path: Path) -> bytes:
    """Returns the content of a file; b'' if there is none, or a link or pipe, which is not waited for."""
    try:
        flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, os.O_RDONLY | flags), "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else b""
    except (OSError, ValueError):
        return b""


def compute_digest(content: bytes) -> str:
    """Returns a short digest of a page's content; '' if there is none."""
    return hashlib.blake2b(content, digest_size=12).hexdigest() if content else ""


def add_live_script(content: bytes, made: str, events: str) -> bytes:
    """Returns a page with the script that reloads it, and a security policy that allows this script and no other.

    made: the digest of the page. events: the address of the event stream.
    """
    page = content.decode("utf-8")
    with use_language(_find_language(page)):
        failed = gettext("Update failed; showing the last good version.")
    script = _SCRIPT % (json.dumps(made), json.dumps(failed), events)
    allowed = f"'sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
    page = page.replace("; script-src ", f"; connect-src 'self'; script-src {allowed} ", 1)
    before, end, after = page.rpartition("</body>")
    return f"{before}<script>{script}</script>{end}{after}".encode()


def _find_language(page: str) -> str:
    """Returns the language that a page says it is in, English where no catalogue is of that."""
    found = _LANGUAGE.search(page)
    return found[1] if found and found[1] in list_languages() else "en"


def _write_empty_page(name: str) -> bytes:
    """Returns the page shown before there is a report. name: of the folder."""
    words = {
        "language": get_language(),
        "title": gettext("Nothing rendered yet"),
        "text": gettext("{name} has no finished report. This page shows it as soon as there is one.", name=name),
    }
    return (_EMPTY_PAGE % {key: escape(text) for key, text in words.items()}).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignores errors: most come from a page that was closed while it was served."""


class _Handler(SimpleHTTPRequestHandler):
    """One request: an event stream, a page with the script, or any other file as it is."""

    timeout = _LONGEST_REQUEST
    server_version, sys_version = "communique", ""

    def __init__(self, live: LiveServer, *request: object):
        self.live = live
        super().__init__(*request)  # type: ignore[arg-type]  # passed on as they come

    def do_GET(self) -> None:
        """Answers a GET."""
        self._respond()

    def do_HEAD(self) -> None:
        """Answers a HEAD."""
        self._respond()

    def _respond(self) -> None:
        names = {f"{name}:{self.live.port}" for name in (HOST, "localhost")}
        origin = self.headers.get("Origin")
        if self.headers.get("Host") not in names or not (origin is None or origin.removeprefix("http://") in names):
            self.send_error(403, "This server is for this machine only")  # another site's name for this address
            return
        try:
            url = urlsplit(self.path)
        except ValueError:
            self.send_error(400, "This is no address")
            return
        page = self.live.strip_token(url.path)
        if page is None:
            self.send_error(404, "Open the whole address that communique watch has printed")
        elif "\0" in unquote(page):
            self.send_error(400, "This is no address")
        elif page == f"/{EVENTS}":
            asked = parse_qs(url.query).get("page", [""])[0]
            self._send_events(self.live.strip_token(asked) or asked)
        elif content := self.live.read_page(page):
            self._send_page(content)
        elif page in ("/", "/index.html"):
            with use_language(self.live.language):
                self._send_page(_write_empty_page(self.live.root.name), "")
        elif (path := self.live.locate(page)) and path.suffix != ".html" and (content := read_file(path)):
            self._send(content, self.guess_type(page), _FRAME_POLICY if path.suffix == ".pdf" else _FILE_POLICY)
        else:
            self.send_error(404)

    def _send_page(self, content: bytes, made: str | None = None) -> None:
        digest = compute_digest(content) if made is None else made
        page = add_live_script(content, digest, f"/{self.live.token}/{EVENTS}")
        self._send(page, "text/html; charset=utf-8", _FRAME_POLICY)

    def _send(self, content: bytes, kind: str, policy: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy)
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
        """Ends the head with what keeps others out: nothing is stored, framed, or read by another site."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Prints nothing: the terminal is for what was rendered."""
