"""How commands end: with one line and nothing touched by an error of the system, with nothing left by a signal."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
import pytest

from analysis import cli
from analysis.commands.shared import endings
from tests.conftest import ROOT, hash_tree, write_notebook

CELLS = (
    "from analysis import load_case, cover\ncase = load_case(case_dir)",
    'cover("A word", "How much?", case.about)',
)


@pytest.fixture
def case(tiny: Path) -> Path:
    """The tiny case with one small report, and a sweep of it."""
    write_notebook(tiny / "notebooks" / "one.ipynb", *CELLS, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")
    (tiny.parent / "sweep.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")
    return tiny


def run_limited(case: Path, *arguments: str, limits: dict[int, int] | None = None, **files: int):
    """Runs the command in a process of its own, with limits of the system."""

    def set_limits() -> None:
        for name, limit in (limits or {}).items():
            resource.setrlimit(name, (limit, limit))

    return subprocess.run(
        [sys.executable, "-c", "from analysis.cli import main; main()", *arguments],
        cwd=case.parent,
        stdout=files.get("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=set_limits,
        env={
            **{name: value for name, value in os.environ.items() if name != "HOME"},
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": "",
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def check_one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Checks that a command ended with code 2 and one line that holds some words."""
    lines = done.stderr.splitlines()
    assert (done.returncode, len(lines)) == (2, 1), done.stderr
    assert lines[0].startswith("communique: ")
    assert [word for word in words if word not in done.stderr] == []


@pytest.mark.slow
@pytest.mark.parametrize("command", ["render", "sweep", "watch"])
def test_a_file_where_the_folder_goes_is_named_and_nothing_is_touched(case, command):
    (case.parent / "file").write_text("mine")
    before = hash_tree(case.parent)
    more = {"sweep": ["sweep.csv"], "watch": ["--no-open"], "render": []}[command]
    done = run_limited(case, command, *more, "--case", str(case), "--out", "file/sub")
    check_one_line(done, "file/sub/tiny", "Not a directory", "choose another folder")
    assert hash_tree(case.parent) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({resource.RLIMIT_FSIZE: 40_000}, ["out/tiny/one", "File too large"]),  # as on a full disk
        ({resource.RLIMIT_NOFILE: 40}, ["Too many open files", "ulimit -n"]),
    ],
)
def test_a_limit_of_the_system_is_one_line_and_no_half_report(case, limits, words):
    done = run_limited(case, "render", "--case", str(case), "--out", "out", "--format", "html", limits=limits)
    check_one_line(done, *words)
    assert hash_tree(case.parent / "out") == {}


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_keeps_the_last_good_report(case):
    disk = case.parent / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=False, stderr=-3).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        arguments = ["render", "--case", str(case), "--out", "disk", "--format", "html", "--force"]
        assert run_limited(case, *arguments).returncode == 0
        before = hash_tree(disk)
        fill_disk(disk / "fill")
        check_one_line(run_limited(case, *arguments), "disk/tiny/one", "No space left on device; free some space")
        assert {name: content for name, content in hash_tree(disk).items() if name != "fill"} == before
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def fill_disk(path: Path) -> None:
    """Writes a file until the disk is full."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(file, bytes(4096))
    os.close(file)


@pytest.mark.slow
def test_a_kernel_that_dies_is_said_once(case):
    write_notebook(case / "notebooks" / "one.ipynb", "import os; os._exit(3)")
    done = run_limited(case, "render", "--trust", "--case", str(case), "--out", "out", "--format", "html")
    assert (done.returncode, done.stderr) == (1, "failed: one: Kernel died\n")


@pytest.mark.slow
def test_a_new_case_is_whole_or_not_there(case):
    done = run_limited(case, "new-case", "fresh", limits={resource.RLIMIT_FSIZE: 3_000})
    check_one_line(done, "fresh cannot be written (File too large); choose another folder.")
    assert hash_tree(case.parent / "fresh") == {}


@pytest.mark.slow
def test_without_a_home_all_goes_well_and_nobody_reads_or_nothing_can_be_printed(case):
    assert run_limited(case, "list", "--case", str(case)).stdout.startswith("one  One")
    read, write = os.pipe()
    os.close(read)
    done = run_limited(case, "list", "--case", str(case), stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")
    full = os.open("/dev/full", os.O_WRONLY)
    check_one_line(run_limited(case, "list", "--case", str(case), stdout=full), "No space left on device")
    os.close(full)


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "out/a"),
            2,
            "out/a: No space left on device; free some space",
        ),
        (OSError(errno.EXDEV, "Invalid cross-device link", "a", None, "b"), 2, "a -> b: Invalid cross-device link."),
        (MemoryError(), 1, "there is not enough memory; end other programs, or give fewer --jobs."),
        (RecursionError(), 2, "something is nested too deeply"),
        (ZeroDivisionError("no"), 1, "ZeroDivisionError: no (a defect of communique; COMMUNIQUE_DEBUG=1 shows where)."),
        (KeyboardInterrupt(), 130, "Interrupted. Completed reports were kept."),
    ],
)
def test_every_error_is_one_line(invoke, monkeypatch, error, code, message):
    monkeypatch.delenv("COMMUNIQUE_DEBUG", raising=False)

    @click.command()
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli.app, "get_command", lambda *_: fail)
    done = invoke("list")
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.strip().startswith(f"communique: {message}")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_interrupts_once_and_gives_the_exit_code(name):
    number = getattr(signal, name)
    before = signal.getsignal(number)
    watch = endings.SignalWatch()
    with endings.watch_signals(watch):
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)  # a second one at once does not disturb what clears up
    assert signal.getsignal(number) == before
    assert watch.describe()[1] == 128 + number


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with endings.watch_signals(endings.SignalWatch()):
            signal.raise_signal(signal.SIGHUP)
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("moment", ["begins", "ends"])
def test_a_signal_just_as_the_command_begins_or_ends_is_said_in_a_line(moment, monkeypatch, capsys):
    real = signal.signal

    def set_handler(number: int, handler: object) -> object:
        listens = getattr(handler, "__func__", None) is endings.SignalWatch.interrupt
        if number == signal.SIGTERM and not listens:  # it no longer listens: the last moment at which it is caught
            signal.raise_signal(signal.SIGTERM)
        before = real(number, handler)
        if number == signal.SIGTERM and listens and moment == "begins":
            signal.raise_signal(signal.SIGTERM)
        return before

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(endings.signal, "signal", set_handler)
    monkeypatch.setattr(sys, "argv", ["communique", "--version"])
    try:
        with pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        real(signal.SIGTERM, before)
        real(signal.SIGINT, signal.default_int_handler)
    assert ended.value.code == 128 + signal.SIGTERM
    assert capsys.readouterr().err == "communique: Ended by SIGTERM. Completed reports were kept.\n"
