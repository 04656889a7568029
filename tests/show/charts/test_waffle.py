"""Squares that can be counted: as many as the number says, in the colour of their kind, those in question named."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import squares, waffle
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.show.charts.meaning import find_look
from tests.show.charts.drawn import read_bars, read_words


@given(st.lists(st.integers(0, 60), min_size=2, max_size=4).filter(any))
@settings(max_examples=10, deadline=None)
def test_there_are_as_many_squares_as_the_number_says(counts):
    names = ["Confirmed", "Contradicted", "Garbled", "Opinion"][: len(counts)]
    frame = pd.DataFrame(
        {"verdict": names, "claims": [make_leaf(n, c, "item") for n, c in zip(names, counts, strict=True)]}
    )
    made = waffle(frame, "So many", key="k", label="verdict", value="claims")
    for svg in (made.wide, made.narrow):
        found = Counter(bar.colour for bar in read_bars(svg))
        assert [found[find_look(name).colour] - 1 for name in names] == counts  # without the one in the key
        assert max(bar.right for bar in read_bars(svg)) <= (6.4 if svg is made.wide else 3.5)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (2.5, "item", "found 2.5 .A.; allowed: whole counts"),
        (1001, "item", "found 1001 squares; allowed: at most 1000"),
    ],
)
def test_what_cannot_be_counted_out_is_refused(value, unit, said):
    frame = pd.DataFrame({"what": ["A"], "much": [make_leaf("a", value, unit)]})
    with pytest.raises(UsageError, match=f"chart 'k': {said}"):
        waffle(frame, "No", key="k", label="what", value="much")


POINTS = pd.DataFrame(
    {
        "point": [f"Point {chr(65 + at)}" for at in range(20)],
        "state": ["open" if at in (11, 13) else "agreed" for at in range(20)],
    }
)


def test_twenty_squares_of_which_the_open_two_are_named():
    made = squares(POINTS, "Two stay open", key="k", label="point", by="state", named=["open"])
    for svg in (made.wide, made.narrow):
        bars = read_bars(svg)
        assert [at for at, bar in enumerate(bars[:20]) if bar.colour == find_look("open").colour] == [11, 13]
        words = read_words(svg)
        assert {"A", "B", "Point L", "Point N"} <= {*words}
        assert "Point M" not in words
        twelfth = bars[11]
        assert twelfth.left < words["A"][0] < twelfth.right or words["A"][1] > twelfth.foot
    assert "Open: Point L, Point N." in made.alt


def test_a_kind_to_name_that_no_row_has_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match=r"chart 'k': no row is 'opn' \(nearest: open\); there are agreed, open"):
        squares(POINTS, "No", key="k", label="point", by="state", named=["opn"])
