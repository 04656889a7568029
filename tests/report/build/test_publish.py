"""What a build leaves, whenever it is killed."""

from __future__ import annotations

import os
import random
import stat
import sys
import time
from pathlib import Path

import pytest

from analysis.report.build import publish
from tests.conftest import read_tree


def test_publishing_replaces_the_whole_folder(tmp_path):
    place = tmp_path / "report"
    publish.publish_folder({"a.txt": b"old", "tables/gone.csv": b"x"}, place)
    publish.publish_folder({"a.txt": b"new"}, place)
    assert read_tree(place) == {"a.txt": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_failure_while_writing_leaves_the_last_good_report(tmp_path):
    place = tmp_path / "report"
    publish.publish_folder({"a.txt": b"good"}, place)
    with pytest.raises(TypeError):
        publish.publish_folder({"a.txt": b"bad", "b.txt": None}, place)
    assert read_tree(place) == {"a.txt": b"good"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("moment", ["while writing", "between the two moves", "before clearing up"])
def test_a_killed_build_is_cleared_up_and_the_last_good_report_stands(tmp_path, moment):
    place, aside, half = tmp_path / "report", tmp_path / ".was-report", tmp_path / ".making-abc"
    for path in {
        "while writing": [place, half],
        "between the two moves": [aside, half],
        "before clearing up": [place, aside],
    }[moment]:
        path.mkdir()
        (path / "a.txt").write_text("old" if path == aside and place.exists() else "good")
    publish.recover_folder(tmp_path)
    assert read_tree(tmp_path) == {"report/a.txt": b"good"}
    assert not half.exists()
    assert not aside.exists()


def test_a_file_is_replaced_as_a_whole_and_as_it_is(tmp_path):
    for text in ("old", "new\r\nline\n"):
        assert publish.publish_file(text, tmp_path / "a.csv") == tmp_path / "a.csv"
    assert read_tree(tmp_path) == {"a.csv": b"new\r\nline\n"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_no_link_is_followed_and_what_it_leads_to_is_left(tmp_path, monkeypatch, exchanges):
    if not exchanges:
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    victim, root = tmp_path / "victim", tmp_path / "root"
    root.mkdir()
    publish.publish_folder({"a.txt": b"mine"}, victim)
    for name in ("report", "index.html", ".making-index.html", ".making-report", ".was-other", ".was-report"):
        (root / name).symlink_to(victim if "." not in name[1:] else victim / "a.txt")
    publish.recover_folder(root)
    publish.publish_folder({"b.txt": b"new"}, root / "report")
    publish.publish_file("page", root / "index.html")
    assert read_tree(victim) == {"a.txt": b"mine"}
    assert not any(path.is_symlink() for path in root.iterdir() if path.name != "other")
    assert (read_tree(root / "report"), (root / "index.html").read_text()) == ({"b.txt": b"new"}, "page")


@pytest.mark.parametrize(("umask", "folder", "file"), [(0o077, 0o700, 0o600), (0o022, 0o755, 0o644), (0, 0o777, 0o666)])
def test_rights_are_those_of_the_users_umask(tmp_path, umask, folder, file):
    before = os.umask(umask)
    try:
        publish.publish_folder({"tables/a.csv": b"1"}, tmp_path / "report")
        publish.publish_file("page", tmp_path / "index.html")
    finally:
        os.umask(before)
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert found == {"report": folder, "tables": folder, "a.csv": file, "index.html": file}


def test_a_report_is_replaced_where_nothing_can_be_exchanged(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    for content in (b"old", b"new"):
        publish.publish_folder({"a.txt": content}, tmp_path / "report")
    assert read_tree(tmp_path) == {"report/a.txt": b"new"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a report is gone for a moment")
@pytest.mark.parametrize("seed", range(3))
def test_two_publishers_and_a_cleaner_never_take_the_report_from_a_reader(tmp_path, seed):
    place = tmp_path / "report"
    publish.publish_folder({"one.txt": b"0", "two.txt": b"0"}, place)
    children = {start_publisher(place, random.Random(10 * seed + at)) for at in range(2)}
    seen: set[bytes] = set()
    looks = 0
    while children:
        folder = os.open(place, os.O_RDONLY)  # fails if there is no report
        content = [read_within(folder, name) for name in ("one.txt", "two.txt")]
        os.close(folder)
        if None not in content:  # else its folder was replaced, and removed, while it was read
            assert content[0] == content[1]
            seen.add(content[0])
        looks += 1
        for child in list(children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                children.remove(child)
                assert status == 0
    assert (looks > 100, len(seen) > 10) == (True, True)
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def start_publisher(place: Path, chance: random.Random) -> int:
    """Starts a process that publishes a hundred times, and clears up as often; returns its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        for _ in range(100):
            content = b"%d" % chance.randrange(1_000_000)
            publish.publish_folder({"one.txt": content, "two.txt": content}, place)
            time.sleep(chance.random() / 1000)
            publish.recover_folder(place.parent)
        code = 0
    finally:
        os._exit(code)


def read_within(folder: int, name: str) -> bytes | None:
    """The content of a file in an open folder; None if it is not there any more."""
    try:
        file = os.open(name, os.O_RDONLY, dir_fd=folder)
    except FileNotFoundError:
        return None
    with os.fdopen(file, "rb") as opened:
        return opened.read()
