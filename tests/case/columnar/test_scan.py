"""The rows of a file found by its quotes and line ends, against the strict reader of Python's csv module."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case.columnar import scan


def list_lines(content: bytes) -> tuple[list[str], list[int]] | None:
    """Returns the header and the line of each row that is not empty, by the csv module; None if that refuses it."""
    reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    lines, line = [], 1
    try:
        header = next(reader, [])
        line = reader.line_num + 1
        for row in reader:
            lines += [line] if row else []
            line = reader.line_num + 1
    except csv.Error:
        return None
    return header, lines


@given(st.text(st.sampled_from('ab,"\n é'), max_size=40), st.integers(1, 9))
def test_it_finds_the_rows_that_python_reads_or_leaves_the_file_to_it(text, block):
    content = ("h,i\n" + text).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "_BLOCK", block)
        found = scan.scan_rows(content)
    known = list_lines(content)
    assert found is None or ([found.header.decode().split(","), found.lines.tolist()] == list(known or ()))


@given(st.lists(st.lists(st.text(st.sampled_from('ab,"\n é'), max_size=5), min_size=2, max_size=2), max_size=6))
def test_what_is_written_as_csv_is_found(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL).writerows([["h", "i"], *rows])
    found = scan.scan_rows(text.getvalue().encode())
    assert found is not None
    assert ([*found.header.decode().split(",")], found.lines.tolist()) == list_lines(text.getvalue().encode())


@pytest.mark.parametrize(
    ("content", "lines", "has_inner_ends"),
    [
        (b'a,b\n1,"2\n3"\n\n4,5', [2, 5], True),
        (b'\xef\xbb\xbf"a",b\n\n\n1,""\n', [4], False),
        (b"a,b\n", [], False),
        (b'a,b\n"",""""\n', [2], False),
    ],
)
def test_by_hand(content, lines, has_inner_ends):
    found = scan.scan_rows(content)
    assert (found.lines.tolist(), found.has_inner_ends) == (lines, has_inner_ends)


@pytest.mark.parametrize("content", [b'a,b\n1,"2\n', b'a,b\n1,2"\n', b'a,b\n"1"x,2\n', b"\na,b\n", b"a,b", b""])
def test_a_file_that_readers_may_read_in_two_ways_is_left_to_the_strict_one(content):
    assert scan.scan_rows(content) is None


@pytest.mark.parametrize(
    ("content", "may_conflict"),
    [(b"a,b\n<<<<<<< HEAD\n", True), (b"a,b\n1,2\n>>>>>>> x\n", True), (b"a,b\n1,<2\n", False), (b"a,b\n<", True)],
)
def test_a_line_that_begins_as_a_mark_of_git_is_seen(content, may_conflict, monkeypatch):
    assert scan.scan_rows(content).may_conflict is may_conflict
    monkeypatch.setattr(scan, "_BLOCK", 3)
    assert scan.scan_rows(content).may_conflict is may_conflict
