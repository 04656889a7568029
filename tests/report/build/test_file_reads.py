"""What a notebook read besides its case's rows: how it is named, and when it counts as changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.paths import MOVED_VARIABLE
from analysis.report.build import file_reads
from analysis.report.build.file_reads import FileReads, collect_reads, find_changed_read, list_paths
from analysis.report.build.job import Render
from analysis.report.execute.file_log import describe_state


@pytest.fixture
def render(tmp_path, monkeypatch) -> Render:
    """A render whose case, notebook and reports are in three folders; the command runs in a fourth."""
    for name in ("case", "notebooks", "here", "reports"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    notebook = tmp_path / "notebooks" / "a.ipynb"
    return Render("a", "A", notebook, {}, ("html",), tmp_path / "reports" / "a", case=tmp_path / "case")


def collect(render: Render, *lines: tuple[str, str]) -> FileReads:
    """What is collected of a log with these lines, written at this moment."""
    log = render.folder.parent / "log"
    log.write_text("".join(f"{json.dumps([kind, path, describe_state(path)])}\n" for kind, path in lines))
    return collect_reads(log, render)


def test_files_are_named_from_the_folder_they_are_in(render, tmp_path):
    places = {"case/a.txt": "case", "notebook/a.txt": "notebooks", "here/a.txt": "here"}
    paths = [tmp_path / folder / "a.txt" for folder in places.values()]
    reads = collect(render, *(("read", str(path)) for path in [*paths, tmp_path / "b é.txt"]))
    assert reads.files == dict.fromkeys([*places, f"{tmp_path}/b %C3%A9.txt"], "absent")
    assert {Path(path) for path in list_paths(reads, render)} == {*paths, tmp_path / "b é.txt"}


def test_on_a_worker_of_a_cluster_files_have_the_names_of_the_machine_that_sent_them(render, tmp_path, monkeypatch):
    monkeypatch.setenv(MOVED_VARIABLE, str(tmp_path))
    sent = [tmp_path / "case" / "a.txt", tmp_path / "here" / "a.txt", tmp_path / "other" / "a.txt"]
    by_whole_path = ["/here/b.txt", "/other/b.txt"]
    reads = collect(render, *(("read", str(path)) for path in [*sent, *by_whole_path]))
    assert set(reads.files) == {"case/a.txt", "here/a.txt", "/other/a.txt", "here/b.txt", "/other/b.txt"}


@pytest.mark.parametrize("change", ["edit", "delete", "create", "add to folder"])
def test_each_change_is_found(render, tmp_path, change):
    there, absent = tmp_path / "case" / "there.txt", tmp_path / "case" / "sub" / "absent.txt"
    there.write_text("38")
    absent.parent.mkdir()
    reads = collect(render, ("read", str(there)), ("read", str(absent)), ("listed", str(absent.parent)))
    assert find_changed_read(reads, render) == ""
    if change == "edit":
        before = there.stat()
        there.write_text("39")
        os.utime(there, ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "delete":
        there.unlink()
    elif change == "create":
        absent.write_text("1")
    else:
        (absent.parent / "other.txt").write_text("1")
    expected = {"create": "case/sub/ changed", "add to folder": "case/sub/ changed"}
    assert find_changed_read(reads, render) == expected.get(change, "case/there.txt changed")


def test_a_file_looked_for_and_made_later_is_a_change(render, tmp_path):
    reads = collect(render, ("read", str(tmp_path / "case" / "late.txt")))
    (tmp_path / "case" / "late.txt").write_text("")
    assert find_changed_read(reads, render) == "case/late.txt changed"


def test_a_file_that_changes_after_it_was_opened_is_never_called_unchanged(render, tmp_path):
    file = tmp_path / "case" / "a.txt"
    file.write_text("38")
    log = tmp_path / "log"
    log.write_text(json.dumps(["read", str(file), describe_state(str(file))]))
    file.write_text("390")
    reads = collect_reads(log, render)
    assert find_changed_read(reads, render) == "case/a.txt changed"


def test_what_cannot_be_seen_is_never_called_unchanged(render):
    assert find_changed_read(collect(render, ("unseen", "it uses the network")), render) == "it uses the network"


def test_compiled_code_makes_every_file_of_case_and_notebook_an_input(render, tmp_path):
    for name in ("case/a.txt", "case/sub/b.txt", "case/.hidden", "notebooks/a.ipynb", "here/c.txt", "reports/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("1")
    reads = collect(render, ("compiled", "lxml"))
    named = ["case/", "case/a.txt", "case/sub/", "case/sub/b.txt", "notebook/", "notebook/a.ipynb"]
    assert sorted(reads.files) == named
    (tmp_path / "case" / "sub" / "b.txt").write_text("2")
    assert find_changed_read(reads, render) == "case/sub/b.txt changed"


def test_an_empty_log_is_no_reads_and_none_is_not_known(render, tmp_path):
    assert collect(render) == FileReads()
    assert find_changed_read(collect_reads(tmp_path / "none", render), render) == "what it reads is not known"


@given(st.binary(min_size=1, max_size=40).filter(lambda name: not {0, 47} & set(name) and name not in (b".", b"..")))
def test_every_name_a_system_allows_is_found_again(name):
    places = {"case": "/data/case", "here": "/data"}
    for path in (f"/data/case/{os.fsdecode(name)}", f"/data/{os.fsdecode(name)}", f"/{os.fsdecode(name)}/x"):
        written = file_reads._name_path(path, places)
        assert written.isascii()
        assert file_reads._find_path(written, places) == path


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_that_was_read_is_never_called_unchanged(render, tmp_path):
    pipe = tmp_path / "case" / "pipe"
    os.mkfifo(pipe)
    reads = collect(render, ("read", str(pipe)))
    assert dict(reads.files) == {"case/pipe": "changed while it was read"}
    assert find_changed_read(reads, render) == "case/pipe changed"
