"""What a kernel notes of the files it reads, tried in a process of its own, as it cannot be undone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from analysis.report.execute.file_log import read_log
from tests.conftest import ROOT

pytestmark = pytest.mark.slow
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
import numpy, pandas, sqlite3
{before}
from analysis.report.execute.file_log import start_log
start_log({log!r})
{code}
"""
# What is run -> the names noted in the folder it runs in ('.' is the folder's own names), or what cannot be seen
READINGS = {
    "open('a.txt').read()": {"a.txt"},
    "from pathlib import Path; Path('a.txt').read_bytes()": {"a.txt"},
    "import os; os.read(os.open('a.txt', os.O_RDONLY), 1)": {"a.txt"},
    "import io; io.FileIO('a.txt').read()": {"a.txt"},
    "pandas.read_csv('a.txt')": {"a.txt"},
    "pandas.read_csv('a.txt', engine='pyarrow')": {"a.txt", "pyarrow"},
    "numpy.fromfile('a.txt', dtype='u1')": {"a.txt"},
    "sqlite3.connect('a.db').close()": {"a.db", "a.db-wal", "a.db-journal"},
    "sqlite3.connect('file:a.db?mode=rwc', uri=True).close()": {"a.db", "a.db-wal", "a.db-journal"},
    "import os; os.listdir()": {"."},
    "import os; list(os.scandir('.'))": {"."},
    "import os; os.path.exists('none.txt')": {"none.txt"},
    "import os; os.access('none.txt', os.R_OK)": {"none.txt"},
    "import os; os.path.islink('a.txt')": {"a.txt"},
    "import os; os.path.lexists('none.txt')": {"none.txt"},
    "import os; os.path.realpath('none.txt')": {"none.txt"},
    "from contextlib import suppress\nwith suppress(OSError): os.readlink('a.txt')": {"a.txt"},
    "import os; f = os.open('.', os.O_RDONLY); os.open('a.txt', os.O_RDONLY, dir_fd=f)": {"folder", "a.txt"},
    "import contextlib\nwith contextlib.suppress(OSError): open('none.txt')": {"none.txt"},
    "from concurrent.futures import ThreadPoolExecutor\n"
    "with ThreadPoolExecutor() as pool: list(pool.map(pandas.read_csv, ['a.txt']))": {"a.txt"},
    "import os\nif not os.fork(): open('a.txt').read(); os._exit(0)\nos.wait()": {"a.txt"},
    "sys.path.insert(0, '.'); import helper": {"helper.py", "__init__.py"},
    "open('new.txt', 'w').write('1'); open('new.txt').read()": set(),
    "open('a.txt', 'a').write('1')": set(),
    "import tempfile\nwith tempfile.NamedTemporaryFile(dir='.') as made: open(made.name).read()": set(),
    "import os, tempfile\n"
    "with tempfile.TemporaryDirectory(dir='.') as made: open(f'{made}/b', 'w').close(); os.listdir(made)": set(),
    "import json, decimal, unittest.mock, wave; pandas.DataFrame({'a': [1]}).describe()": set(),
    "import os; os.listdir('/proc'); os.listdir('/dev')": set(),
    "open(1, 'w', closefd=False)": set(),
    "import os; os.system('true')": {"it runs another program"},
    "import subprocess; subprocess.run(['true'])": {"it runs another program"},
    "import socket\nwith socket.socket() as s: s.connect_ex(('127.0.0.1', 9))": {"it uses the network"},
    "from analysis import load_case; load_case()['reconstruction.need']": set(),
    "from analysis import load_case; load_case().files.read('sources.csv')": {"sources.csv"},
}


def run_logged(folder: Path, code: str, before: str = "") -> list[tuple[str, str, str]]:
    """What the log holds after some code has run in a folder."""
    log = folder.parent / "log"
    program = PROGRAM.format(root=str(ROOT), log=str(log), code=code, before=before)
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)
    return read_log(log)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table, a database and a module."""
    place = tmp_path / "folder"
    place.mkdir()
    (place / "a.txt").write_text("x,y\n1,2\n")
    (place / "a.db").write_bytes(b"")
    (place / "helper.py").write_text("")
    return place


def test_whatever_reads_a_file_is_noted(folder):
    # each in a fork, so that none is passed over as known already
    code = "\n".join(
        f"import os, sys\npid = os.fork()\nif not pid:\n    os.path.exists('mark-{number}')\n"
        f"    exec({text!r})\n    os._exit(0)\nos.waitpid(pid, 0)"
        for number, text in enumerate(READINGS)
    )
    found: list[set[str]] = []
    for kind, text, _ in run_logged(folder, code):
        name = Path(text).name if kind == "read" else "." if kind == "listed" else text
        if name.startswith("mark-"):
            found.append(set())
        else:
            found[-1].add(name)
    assert dict(zip(READINGS, found, strict=True)) == READINGS


def test_compiled_code_that_may_open_files_is_noted_also_where_it_was_there_before(folder):
    for code, before in (("import lxml.etree", ""), ("def read(): import lxml.etree\nread()", "import lxml.etree")):
        lines = run_logged(folder, code, before)
        assert [text for kind, text, _ in lines if kind == "compiled"] == ["lxml"]
        (folder.parent / "log").unlink()


def test_what_the_system_makes_up_is_no_input(folder):
    code = "import os; os.listdir('/proc'); open('/proc/self/stat').close(); os.path.exists('/dev/null'); open('a.txt')"
    assert [Path(text).name for _, text, _ in run_logged(folder, code)] == ["a.txt"]
