"""The files of a report while the rest of it is made: as they are, in less memory."""

from __future__ import annotations

import pickle
import random

from hypothesis import given
from hypothesis import strategies as st

from analysis.report.build.packed_files import PackedFiles

LARGE = b"<td>12</td>\n" * 100_000


@given(st.dictionaries(st.text(), st.binary()))
def test_small_files_are_as_they_were_given(files):
    assert dict(PackedFiles(files)) == files


def test_a_large_file_takes_a_part_of_its_size_and_is_whole_again_when_it_is_asked_for():
    files = PackedFiles({"page.html": LARGE})
    assert files["page.html"] == LARGE
    assert files.count_bytes() < len(LARGE) / 20


def test_what_is_compressed_already_is_kept_as_it_is():
    content = random.Random(1).randbytes(600_000)
    assert PackedFiles({"report.pdf": content}).count_bytes() == len(content)


def test_files_are_replaced_and_removed_and_can_be_sent_to_another_process():
    files = PackedFiles({"a.csv": LARGE, "b.csv": b"1"})
    files["a.csv"] = b"2"
    del files["b.csv"]
    files["c.csv"] = LARGE
    assert dict(pickle.loads(pickle.dumps(files))) == {"a.csv": b"2", "c.csv": LARGE}
