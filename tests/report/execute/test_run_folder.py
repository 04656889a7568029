"""A run's temporary folder, and those of runs that were killed."""

from __future__ import annotations

import os
import subprocess
import tempfile

import pytest

from analysis.report.execute import run_folder
from analysis.report.execute.run_folder import RunFolder, remove_abandoned_folders


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """A folder for temporary ones."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def gone() -> int:
    """The process id of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_the_folder_ends_with_the_run(scratch):
    folder = RunFolder()
    assert [path.name for path in scratch.iterdir()] == [folder.path.name]
    assert folder.path.stat().st_mode & 0o777 == 0o700
    folder.remove()
    folder.remove()
    assert list(scratch.iterdir()) == []


def test_the_folders_of_killed_runs_are_removed_and_no_others(scratch, gone):
    kept = ["communique-abcdefgh", "communique-0", f"other-{gone}-abc", f"communique-{os.getpid()}-new"]
    for name in (*kept, f"communique-{gone}-abc"):
        (scratch / name / "inside").mkdir(parents=True)
    (scratch / f"communique-{gone}-link").symlink_to(scratch / kept[0])
    (scratch / f"communique-{gone}-file").write_text("")
    remove_abandoned_folders()
    assert {path.name for path in scratch.iterdir()} == {*kept, f"communique-{gone}-link", f"communique-{gone}-file"}


def test_a_live_run_keeps_its_folder_whatever_its_name_and_age_say(scratch, gone, monkeypatch):
    folder = RunFolder()
    hidden = folder.path.rename(scratch / f"communique-{gone}-abc")  # as of a process that cannot be seen from here
    monkeypatch.setattr(run_folder, "_NEW", -1)
    remove_abandoned_folders()
    assert hidden.exists()
    folder.remove()
    os.utime(hidden)
    remove_abandoned_folders()
    assert not hidden.exists()


def test_another_users_folder_is_left(scratch, gone, monkeypatch):
    (scratch / f"communique-{gone}-abc").mkdir()
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    remove_abandoned_folders()
    assert (scratch / f"communique-{gone}-abc").exists()
