"""The tornado chart: each bar from the lowest to the highest result, on either side of the line of the result."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import tornado
from analysis.estimates.constructors import make_leaf
from analysis.show.bundle import find_numbers
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_bars, read_lines, read_words


def draw(*rows: tuple[str, float, float], **options):
    frame = pd.DataFrame(
        {
            "input": [name for name, *_ in rows],
            "least": [make_leaf(f"{name}-l", low, "percent") for name, low, _ in rows],
            "most": [make_leaf(f"{name}-h", high, "percent") for name, _, high in rows],
            "share": [make_leaf(f"{name}-s", 60, "percent") for name, *_ in rows],
        }
    )
    middle = make_leaf("r", 15, "percent").named("r", "chance")
    columns = {"label": "input", "low": "least", "high": "most"}
    return tornado(frame, "One moves it most", key="k", result=middle, **columns, **options)


def test_bars_meet_at_the_result_and_are_as_long_as_they_move_it():
    made = draw(("Land", 10, 25), ("Money", 13, 17))
    for svg in (made.wide, made.narrow):
        below, above, less, more = read_bars(svg)
        assert below.right == pytest.approx(above.left, abs=1e-4)
        assert less.right == pytest.approx(above.left, abs=1e-4)
        scale = (above.right - above.left) / 10
        lengths = [bar.right - bar.left for bar in (below, less, more)]
        assert lengths == pytest.approx([5 * scale, 2 * scale, 2 * scale], abs=1e-4)
        strokes = read_lines(svg, get_shipped_house().colour["ink"])
        assert {round(x, 3) for line in strokes for x, _ in line.points} == {round(above.left, 3)}
        assert {"Result: 15%", "10%", "25%"} <= {*read_words(svg)}


def test_an_input_that_moves_the_result_one_way_has_one_bar():
    assert len(read_bars(draw(("Land", 15, 25)).wide)) == 1


def test_an_input_that_moves_nothing_is_in_the_data_only():
    made = draw(("land", 10, 25), ("Water", 15, 15))
    words = read_words(made.wide)
    assert "Land" in words  # a name begins with a capital
    assert "Water" not in words
    assert [part.value for part in find_numbers(made.data.rows)] == [10, 25, 15, 15, 15]
    assert "#table-3" not in made.wide  # no mark leads to a number that is not drawn
    assert "Water" in read_words(draw(("Water", 15, 15)).wide)  # there is nothing else to draw


def test_the_result_is_in_the_data_once():
    made = draw(("Land", 10, 25))
    assert [part.value for part in find_numbers(made.data.rows)] == [10, 25, 15]
    assert made.alt.endswith("Land: 10% at its lowest, 25% at its highest. Result: 15%.")


def test_further_columns_stand_in_the_data():
    made = draw(("Land", 10, 25), beside={"share": "variance explained"})
    assert [part.value for part in find_numbers(made.data.rows)] == [10, 25, 60, 15]
