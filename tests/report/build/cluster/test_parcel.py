"""Files packed here and laid out elsewhere: at the paths they have here, without what is hidden."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import limits
from analysis.errors import UsageError
from analysis.report.build.cluster.parcel import MovedRoot, pack_files
from tests.conftest import read_tree


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    for name in ("claims.csv", "notes/more.txt", ".env", ".git/config", "reports/one/one.html", "__pycache__/x.pyc"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"in {name}")
    (folder / "linked.csv").symlink_to(folder / "claims.csv")
    (folder / "lost.csv").symlink_to(folder / "nowhere")
    (folder / "notes" / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    return folder


def unpack(place: Path, *roots: Path, **options: object) -> MovedRoot:
    root = MovedRoot(str(place / "root"))
    root.unpack(pack_files(roots, **options))
    return root


def test_files_are_where_they_are_here_and_of_what_is_hidden_there_is_the_name(folder, tmp_path):
    root = unpack(tmp_path, folder, left_out=[folder / "reports"])
    laid_out = Path(root.locate(folder))
    found = {name: content.decode() for name, content in read_tree(laid_out).items()}
    assert found == {
        ".env": "",
        "claims.csv": "in claims.csv",
        "linked.csv": "in claims.csv",
        "notes/more.txt": "in notes/more.txt",
    }
    names = {path.name for path in folder.iterdir()} - {"__pycache__", "lost.csv", "pipe"}
    assert {path.name for path in laid_out.iterdir()} == names


def test_a_link_leads_to_what_was_sent(folder, tmp_path):
    root = unpack(tmp_path, folder / "claims.csv", links={"/elsewhere/data": str(folder)})
    assert Path(root.locate("/elsewhere/data/claims.csv")).read_text() == "in claims.csv"


def test_what_is_too_much_is_refused_before_it_is_read(folder, monkeypatch):
    monkeypatch.setattr(limits, "MAX_SENT_BYTES", 20)
    with pytest.raises(UsageError, match="case has more files than are sent to workers; allowed: 0 MB in all"):
        pack_files([folder])


def test_what_has_arrived_changed_is_not_laid_out(folder, tmp_path):
    parcel = pack_files([folder])
    with pytest.raises(OSError, match="arrived changed"):
        MovedRoot(str(tmp_path / "root")).unpack(replace(parcel, content=parcel.content[:-1] + b"x"))
    assert not (tmp_path / "root").exists()


@given(st.text(min_size=1).map(lambda text: f"/home/{text}"), st.text())
def test_paths_of_here_come_back(path, after):
    root = MovedRoot("/tmp/communique-1-abc/files")
    assert root.strip(f"{root.locate(path)}: {after}") == f"{path}: {after}"
