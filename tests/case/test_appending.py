"""Rows added to files: all bytes that are there stay, and several files change together or not at all."""

from __future__ import annotations

import csv
import io
import os
import signal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case import appending
from analysis.case.appending import Change, append_rows, read_cells, remove_leftovers, replace_together
from analysis.errors import UsageError

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n,"'), max_size=8)
ROWS = st.lists(st.fixed_dictionaries({"id": st.from_regex("[a-z]{1,5}", fullmatch=True), "text": CELL}), max_size=4)


@given(st.sampled_from([b"", b"\xef\xbb\xbf"]), ROWS, ROWS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_what_is_there_stays_and_the_new_rows_are_read_after_it(mark, old, new, end, ends):
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows(
        [["id", "text"], *([row["id"], row["text"].replace("\n", end)] for row in old)]
    )
    before = mark + (text.getvalue() if ends else text.getvalue().removesuffix(end)).encode()
    after, lines = append_rows(before, new)
    assert after.startswith(before)
    assert after.endswith(end.encode()) == ends or not (ends or new)
    rows = read_cells(after)
    assert [{key: cell.replace(end, "\n") for key, cell in row.items()} for row in rows] == [*old, *new]
    physical = after.decode("utf-8-sig").split(end)
    assert all(physical[line - 1].startswith(row["id"]) for line, row in zip(lines, new, strict=True))


def test_cells_go_to_the_columns_of_the_header_with_as_few_quotes_as_can_be():
    after, lines = append_rows(b'note,id\n"a, b",one\n', [{"id": "two", "mine": "x"}, {"note": 'say "so"', "id": "e"}])
    assert after == b'note,id\n"a, b",one\n,two\n"say ""so""",e\n'
    assert lines == [3, 4]


@pytest.fixture
def changes(tmp_path) -> list[Change]:
    found = []
    for name in ("claims.csv", "waivers.csv"):
        (tmp_path / name).write_bytes(b"old")
        (tmp_path / name).chmod(0o640)
        found.append(Change(tmp_path / name, b"old", f"new {name}".encode()))
    return found


def read_folder(changes: list[Change]) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(changes[0].path.parent.iterdir())}


OLD = {"claims.csv": b"old", "waivers.csv": b"old"}


def test_both_files_are_replaced_and_keep_their_rights(changes):
    replace_together(changes)
    assert read_folder(changes) == {"claims.csv": b"new claims.csv", "waivers.csv": b"new waivers.csv"}
    assert {change.path.stat().st_mode & 0o777 for change in changes} == {0o640}


def test_nothing_is_replaced_if_one_has_changed_meanwhile(changes):
    changes[1].path.write_bytes(b"somebody else's")
    with pytest.raises(
        UsageError, match=r"waivers.csv has changed meanwhile; nothing was added. Run the command again"
    ):
        replace_together(changes)
    assert read_folder(changes) == OLD | {"waivers.csv": b"somebody else's"}


@pytest.mark.parametrize("write", [1, 2, 3])
def test_on_a_full_disk_nothing_is_replaced(changes, monkeypatch, write):
    written = []

    def fill_disk(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == write:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(appending.os, "fsync", fill_disk)
    with pytest.raises(OSError, match="No space left") as error:
        replace_together(changes)
    assert error.value.filename in {str(change.path) for change in changes}
    assert read_folder(changes) == OLD


@pytest.mark.parametrize("error", [OSError(13, "Permission denied"), KeyboardInterrupt()])
def test_if_the_second_cannot_be_replaced_the_first_is_put_back(changes, monkeypatch, error):
    replace = Path.replace

    def fail_on_second(self: Path, target: Path) -> Path:
        if target.name == "waivers.csv":
            raise error
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_second)
    with pytest.raises(type(error)):
        replace_together(changes)
    assert read_folder(changes) == OLD


@pytest.mark.slow
def test_what_a_killed_one_leaves_is_removed_later(changes):
    child = os.fork()
    if child == 0:
        replace = Path.replace

        def die_on_second(self: Path, target: Path) -> Path:
            if target.name == "waivers.csv":
                os.kill(os.getpid(), signal.SIGKILL)
            return replace(self, target)

        Path.replace = die_on_second
        replace_together(changes)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert len(read_folder(changes)) == 4  # the second's new content, and what the first held
    paths = [change.path for change in changes]
    assert (remove_leftovers(paths), remove_leftovers(paths)) == (True, False)
    assert read_folder(changes) == {"claims.csv": b"new claims.csv", "waivers.csv": b"old"}
