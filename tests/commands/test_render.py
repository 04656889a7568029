"""`communique render`, killed at any moment: what it leaves, and what the next run makes of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from analysis.report.fingerprint import compute_content_fingerprint
from tests.conftest import ROOT, read_tree, write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")]
CELLS = (
    "from analysis import load_case, cover\ncase = load_case(case_dir)",
    "import subprocess\n_ = subprocess.Popen(['sleep', '600'], start_new_session=True)",  # to outlive its group
    'cover("A word", "How much?", case.about)',
)
LONG = 60  # seconds anything may take on a machine with other work to do
KILLS = 9


class Runs:
    """Renders of one tiny report, each in a process whose descendants can be told by their environment."""

    def __init__(self, case: Path, home: Path, scratch: Path):
        self.home, self.root = home, home / "out" / "tiny"
        self.duration = 0.0  # seconds that a whole one takes
        self.arguments = ["render", "--case", str(case), "--out", "out", "--format", "html", "--force"]
        self.mark = f"COMMUNIQUE_TEST_RUN={os.getpid()}-{home}"
        self.scratch = scratch

    def start(self) -> subprocess.Popen[str]:
        """Starts a render."""
        name, _, value = self.mark.partition("=")
        return subprocess.Popen(
            [sys.executable, "-c", "from analysis.cli import main; main()", *self.arguments],
            cwd=self.home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "TMPDIR": str(self.scratch),
                "XDG_CACHE_HOME": str(self.home / "cache"),
                name: value,
            },
        )

    def complete(self) -> None:
        """Runs one to its end."""
        process = self.start()
        errors = process.communicate(timeout=LONG)[1]
        assert (process.returncode, errors) == (0, "")

    def list_processes(self) -> list[int]:
        """The processes of all runs that are still there."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (place / "environ").read_bytes().split(b"\0"):
                    found.append(int(place.name))
        return found

    def wait_for_end(self) -> list[int]:
        """Returns the processes that are still there after a while."""
        end = time.monotonic() + LONG / 2
        while (left := self.list_processes()) and time.monotonic() < end:
            time.sleep(0.02)
        return left

    def check_report(self) -> None:
        """Checks that the report is whole: every file is as its manifest says, and there is no other."""
        files = read_tree(self.root / "one")
        manifest = json.loads(files.pop("manifest.json"))
        assert {name: compute_content_fingerprint(content) for name, content in files.items()} == manifest["files"]
        assert (self.root / "index.html").read_text(encoding="utf-8").rstrip().endswith("</html>")


@pytest.fixture
def runs(tiny: Path, tmp_path: Path) -> Iterator[Runs]:
    """The tiny case, rendered once."""
    write_notebook(tiny / "notebooks" / "one.ipynb", *CELLS, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")
    with tempfile.TemporaryDirectory(prefix="k") as scratch:  # its path is short enough for sockets
        runs = Runs(tiny, tmp_path, Path(scratch))
        began = time.monotonic()
        runs.complete()
        runs.duration = time.monotonic() - began
        runs.check_report()
        yield runs


def test_whenever_it_is_killed_the_last_report_stands_and_the_next_run_is_right(runs):
    ends = []
    for at in range(KILLS):
        process = runs.start()
        if at % 3:
            time.sleep((0.05 + 0.65 * at / KILLS) * runs.duration)
        else:  # just when it publishes
            while process.poll() is None and not list(runs.root.glob(".making-*")):
                time.sleep(0.0002)
        process.send_signal(signal.SIGKILL if at % 2 else signal.SIGTERM)
        errors = process.communicate(timeout=LONG)[1]
        ends.append(process.returncode)
        assert "Traceback" not in errors, errors
        assert runs.wait_for_end() == []
        runs.check_report()
    # killed at once, ended by the signal (also before it could listen), or finished just before
    assert set(ends) <= {-signal.SIGKILL, 128 + signal.SIGTERM, -signal.SIGTERM, 0}
    assert min(ends.count(-signal.SIGKILL), ends.count(128 + signal.SIGTERM)) >= 2
    runs.complete()
    runs.check_report()
    assert runs.list_processes() == []
    assert sorted(path.name for path in runs.root.iterdir()) == ["index.html", "one"]
    assert list(runs.scratch.iterdir()) == []
