"""Who talks to whom, by the case's own words."""

from __future__ import annotations

from analysis import load_case
from analysis.compare.positions import talks
from tests.conftest import TINY, merge_folders


def test_channels_are_called_as_the_case_calls_them(tmp_path):
    words = ["w1,channels/layer,first,behind closed doors,Talks without a record", ""]
    folder = merge_folders(TINY, TINY.parent / "matters", into=tmp_path / "case")
    heading = "word_id,column,word,name,meaning\n"
    (folder / "vocabulary.csv").write_text(heading + "\n".join(words), encoding="utf-8")
    table = folder / "channels.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("second", "first"), encoding="utf-8")
    row = talks.channels(load_case(folder)).iloc[0]
    assert (row.layer, str(row.called)) == ("first", "behind closed doors")
