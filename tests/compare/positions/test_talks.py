"""Who talks to whom, by the case's own words."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import load_case
from analysis.compare.positions import talks
from analysis.label import Label
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


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        (["first", "second"], "Only the United States and Ukraine talk at the first layer"),
        (["second", "none"], "No two parties talk at the first layer"),
        (["first", "first"], "Who talks to whom, and at which layer"),
        ([], "No two parties talk at the first layer"),
    ],
)
def test_one_pair_at_the_first_layer_is_a_finding(layers, said):
    one, other = Label("United States", "parties/a"), Label("Ukraine", "parties/b")
    found = pd.DataFrame([{"one": one, "other": other, "layer": layer} for layer in layers], dtype=object)
    words, places = talks.closest(found)
    assert words.format(**places) == said


def test_who_talks_at_the_first_layer_is_said_in_ukrainian(ukrainian):
    words, places = talks.closest(talks.channels(ukrainian))
    assert words.format(**places) == "На першому рівні розмовляють лише United States і Russia"
