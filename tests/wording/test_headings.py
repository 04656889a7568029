"""Headings that nobody has written: the names of columns, in the language of the reader."""

from __future__ import annotations

import pandas as pd

from analysis import bars, number, table
from analysis.messages import use_language
from analysis.wording.headings import name_column


def test_a_column_of_a_comparison_is_headed_in_ukrainian_and_an_authors_own_stays():
    with use_language("uk"):
        assert [name_column(name) for name in ("verdict", "as_of", "my_own")] == ["висновок", "станом на", "my own"]


def test_the_data_behind_a_figure_and_a_table_without_headings_have_them():
    frame = pd.DataFrame({"party": ["А"], "amount": [number(5, "USD")]})
    with use_language("uk"):
        block = bars(frame, "Багато", key="k", label="party", value="amount").build_block().data
        assert [column.label for column in block.columns] == [["сторона"], ["обсяг"]]
        assert [column.key for column in block.columns] == ["party", "amount"]
        assert [column.label for column in table(frame, "Суми", key="k").columns] == [["сторона"], ["обсяг"]]
