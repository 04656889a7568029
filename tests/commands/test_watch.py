"""`communique watch` as a process of its own: a change shows in the page, an error is printed once, then fixed."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.case.test_ledger import replace_text
from tests.conftest import ROOT, hash_tree, write_notebook

CELLS = (
    "from analysis import load_case, cover, say\ncase = load_case(case_dir)",
    'cover("A word", "How much?", case.about)',
    'say("It is {sum}.", sum=case["debt.federal"])',
)
pytestmark = pytest.mark.slow
LONG = 90  # seconds anything may take on a machine with other work to do; nothing here is timed


class WatchProcess:
    """A running `communique watch`, what it prints, and what it tells a page."""

    def __init__(self, case: Path, *more: str, home: Path):
        self.home = home
        (home / "tmp").mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from analysis.cli import main; main()",
                "watch",
                "--case",
                str(case),
                "--out",
                str(home / "out"),
                "--format",
                "html",
                "--no-open",
                *more,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=home,
            env={
                **os.environ,
                "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT)),
                "PYTHONUNBUFFERED": "1",
                "XDG_CACHE_HOME": str(home / "cache"),
                "TMPDIR": str(home / "tmp"),
            },
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.printed: list[str] = []
        self.reader = threading.Thread(target=self._read_lines, daemon=True)
        self.reader.start()

    def _read_lines(self) -> None:
        with self.process.stdout as lines:
            for line in lines:
                self.lines.put(line.rstrip())

    def end(self) -> None:
        """Ends it and what it has started."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join(LONG)

    def wait_for_line(self, text: str) -> str:
        """The next line that holds some text."""
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            try:
                self.printed.append(self.lines.get(timeout=0.2))
            except queue.Empty:
                assert self.process.poll() is None, self.printed
                continue
            if text in self.printed[-1]:
                return self.printed[-1]
        raise AssertionError(f"no {text!r} in {self.printed}")

    def wait_for_url(self) -> str:
        """Where it serves."""
        return re.search(r"http://127\.0\.0\.1:\d+/[\w-]+/", self.wait_for_line("watching "))[0]

    def listen_to_page(self, url: str, page: str) -> queue.Queue[dict[str, str]]:
        """What a page receives, as it arrives."""
        events: queue.Queue[dict[str, str]] = queue.Queue()
        stream = urlopen(f"{url}_events?page={page}", timeout=LONG)

        def read() -> None:
            with stream, suppress(OSError, HTTPException):
                for line in stream:
                    if line.startswith(b"data: "):
                        events.put(json.loads(line[6:]))

        threading.Thread(target=read, daemon=True).start()
        return events

    def list_descendants(self) -> list[int]:
        """The processes it has started, and theirs."""
        found, new = set(), {self.process.pid}
        while new:
            found |= new
            new = {int(pid) for parent in new for pid in _list_children(parent)} - found
        return sorted(found - {self.process.pid})


def _list_children(pid: int) -> list[str]:
    found: list[str] = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        found += tasks.read_text().split()
    return found


def fetch(url: str) -> str:
    with urlopen(url, timeout=LONG) as answer:
        return answer.read().decode()


@pytest.fixture
def case(tiny: Path) -> Path:
    write_notebook(tiny / "notebooks" / "sum.ipynb", *CELLS, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\ndebt,sum,Debt,\n")
    return tiny


@pytest.fixture
def watching(case: Path, tmp_path: Path) -> Iterator[WatchProcess]:
    found = WatchProcess(case, home=tmp_path)
    yield found
    found.end()


def test_a_changed_row_shows_and_a_bad_one_is_printed_once_and_then_fixed(watching, case, tmp_path):
    url = watching.wait_for_url()
    page = f"{url}debt/debt.html"
    events = watching.listen_to_page(url, "/debt/debt.html")
    first = events.get(timeout=LONG)
    assert first["error"] == ""
    assert "over $38 trillion" in fetch(page)

    replace_text(case, "claims", ",38,,,,over,", ",39,,,,over,")
    second = events.get(timeout=LONG)
    assert (second["made"] != first["made"], second["error"]) == (True, "")
    assert "over $39 trillion" in fetch(page)
    assert "debt (claims/debt_article changed), " in watching.wait_for_line("debt (")

    good = hash_tree(tmp_path / "out" / "tiny" / "debt")
    replace_text(case, "claims", ",39,,,,over,", ",x39,,,,over,")
    third = events.get(timeout=LONG)
    assert third["made"] == second["made"]
    assert third["error"].startswith("claims.csv:6:value: found 'x39'; allowed: a number")
    assert "over $39 trillion" in fetch(page)
    assert hash_tree(tmp_path / "out" / "tiny" / "debt") == good
    (case / "notes.txt").write_text("a change that fixes nothing")
    replace_text(case, "claims", ",x39,,,,over,", ",40,,,,over,")
    while (fourth := events.get(timeout=LONG))["error"]:
        pass
    watching.wait_for_line("fixed")
    assert "over $40 trillion" in fetch(page)
    assert fourth["made"] not in (first["made"], second["made"])
    assert sum("found 'x39'" in line for line in watching.printed) == 1


def test_a_failing_cell_is_shown_in_its_page_and_the_next_good_save_clears_it(watching, case, tmp_path):
    url = watching.wait_for_url()
    events = watching.listen_to_page(url, "/debt/debt.html")
    events.get(timeout=LONG)
    notebook = case / "notebooks" / "sum.ipynb"
    good = notebook.read_text()
    notebook.write_text(good.replace('sum=case[\\"debt.federal\\"]', 'sum=case[\\"debt.fedral\\"]'))
    error = events.get(timeout=LONG)["error"]
    assert error.startswith("debt: cell 4: ")
    assert "nearest: debt.federal" in error
    watching.wait_for_line("failed: debt: cell 4: ")
    assert "Update failed." in fetch(f"{url}index.html")
    notebook.write_text(good)
    assert events.get(timeout=LONG)["error"] == ""
    watching.wait_for_line("fixed")
    deadline = time.monotonic() + LONG
    while "Update failed." in fetch(f"{url}index.html") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "<strong>Update failed.</strong>" not in fetch(f"{url}index.html")


def test_the_files_hold_nothing_of_it_and_only_this_machine_is_served(watching, tmp_path):
    url = watching.wait_for_url()
    on_disk = (tmp_path / "out" / "tiny" / "debt" / "debt.html").read_text(encoding="utf-8")
    assert "EventSource" not in on_disk
    assert "connect-src" not in on_disk
    assert "EventSource" in fetch(f"{url}debt/debt.html")
    assert fetch(f"{url}debt/results.json") == (tmp_path / "out" / "tiny" / "debt" / "results.json").read_text()
    for path, headers, code in (
        ("../../tiny/claims.csv", {}, 404),
        ("%2e%2e/%2e%2e/tiny/claims.csv", {}, 404),
        ("debt/", {}, 404),
        (".making-x/debt.html", {}, 404),
        ("none.html", {}, 404),
        ("debt/debt.html", {"Host": "example.org"}, 403),
    ):
        with pytest.raises(HTTPError) as error:
            urlopen(Request(url + path, headers=headers), timeout=LONG)
        error.value.close()
        assert error.value.code == code, path


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_leaves_nothing(watching, tmp_path, how):
    url = watching.wait_for_url()
    watching.listen_to_page(url, "/")
    started = watching.list_descendants()
    watching.process.send_signal(how)
    assert watching.process.wait(timeout=20) == 128 + how
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in started) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in started if Path(f"/proc/{pid}").exists()]
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not list((tmp_path / "out").rglob(".*"))


def test_a_case_that_is_bad_from_the_start_is_waited_for(case, tmp_path):
    replace_text(case, "claims", ",38,,,,over,", ",x38,,,,over,")
    watching = WatchProcess(case, home=tmp_path)
    try:
        watching.wait_for_line("found 'x38'")
        url = watching.wait_for_url()
        assert "Nothing rendered yet" in fetch(url)
        events = watching.listen_to_page(url, "/")
        assert "found 'x38'" in events.get(timeout=LONG)["error"]
        replace_text(case, "claims", ",x38,,,,over,", ",38,,,,over,")
        while not events.get(timeout=LONG)["made"]:
            pass
        assert 'href="debt/debt.html"' in fetch(url)
    finally:
        watching.end()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["det"], "no report 'det' (nearest: debt)"),
        (["--format", "htm"], "no format 'htm' (nearest: html)"),
        (["-P", "case=x"], "debt has no parameter 'case'"),
    ],
)
def test_wrong_use_ends_it(case, tmp_path, communique, more, said):
    done = communique("watch", "--case", str(case), "--no-open", "--out", str(tmp_path / "out"), *more)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_taken_port_is_said(case, tmp_path, communique):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = communique("watch", "--case", str(case), "--no-open", "--out", str(tmp_path / "out"), "--port", port)
    assert done.returncode == 2
    assert f"port {port} cannot be used (Address already in use); give another with --port" in done.stderr


def test_a_change_of_the_library_restarts_it_on_the_same_port(case, tmp_path, monkeypatch):
    import shutil

    library = tmp_path / "library"
    shutil.copytree(ROOT / "analysis", library / "analysis", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("data", "notebooks"):
        (library / name).symlink_to(ROOT / name)
    monkeypatch.setenv("PYTHONPATH", str(library))
    watching = WatchProcess(case, home=tmp_path)
    try:
        url = watching.wait_for_url()
        events = watching.listen_to_page(url, "/debt/debt.html")
        before = events.get(timeout=LONG)["made"]
        broken = library / "analysis" / "dates" / "__init__.py"
        good = broken.read_text()
        broken.write_text(good + "\ndef (")
        assert "__init__.py: invalid syntax" in events.get(timeout=LONG)["error"]
        broken.write_text(good)
        watching.wait_for_line("the library changed; restarting")
        assert watching.wait_for_url() == url
        style = library / "analysis" / "style" / "theme" / "page.css"
        style.write_text(style.read_text() + "\n/* changed */\n")
        watching.wait_for_line("debt (library changed)")
        assert watching.wait_for_url() == url
        assert "/* changed */" in fetch(f"{url}debt/debt.html")
        assert watching.listen_to_page(url, "/debt/debt.html").get(timeout=LONG)["made"] != before
    finally:
        watching.end()
