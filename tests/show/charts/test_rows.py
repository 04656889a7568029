"""What the rows of a chart share: labels that do not lie on one another, and lines that leave out the names."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis.show.charts.canvas import Sheet
from analysis.show.charts.rows import name_measure, spread_labels
from analysis.show.charts.typeface import measure_text


@given(st.lists(st.floats(0, 3), min_size=1, max_size=8), st.floats(0.05, 0.4))
def test_labels_keep_their_order_and_a_distance(wanted, apart):
    places = spread_labels(wanted, apart)
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    assert all(places[after] - places[before] >= apart - 1e-9 for before, after in pairwise(order))


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8, unique=True))
def test_labels_far_enough_apart_stay_where_they_are(wanted):
    assert spread_labels([float(one) for one in wanted], 0.5) == [float(one) for one in wanted]


@given(st.floats(0, 3), st.sampled_from(["WWWWWWW", "today", "Usable frozen assets: at most $100 billion"]))
def test_the_bold_name_of_a_line_lies_in_the_middle_or_as_near_as_the_sheet_allows(x, words):
    sheet, wide = Sheet(3.0), measure_text(words, bold=True)
    begins: list[float] = []
    sheet.write_text = lambda start, *_, bold, number=None: begins.append(start)  # type: ignore[assignment, method-assign]
    name_measure(sheet, x, words)
    [start] = begins
    assert 0 <= start <= max(3.0 - wide, 0) + 1e-9
    assert start in (0, 3.0 - wide) or abs(start + wide / 2 - x) < 1e-9
    assert sheet.height > 0
