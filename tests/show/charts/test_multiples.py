"""Small multiples: every small chart has the same scale, whatever its own values are."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import multiples
from analysis.estimates.constructors import make_leaf
from analysis.show.charts.canvas import get_series_colour
from tests.show.charts.drawn import read_bars, read_words


def draw(*values: float):
    frame = pd.DataFrame({"plan": [f"Plan {chr(65 + at // 2)}" for at in range(len(values))]})
    frame["who"] = ["North", "South"] * (len(values) // 2)
    frame["cost"] = [make_leaf(f"c{at}", value, "USD") for at, value in enumerate(values)]
    return multiples(frame, "They differ", key="k", panel="plan", label="who", value="cost")


def test_all_panels_have_one_scale():
    values = (10, 5, 100, 50, 20, 40, 80, 60)
    for svg in (draw(*values).wide, draw(*values).narrow):
        lengths = [bar.right - bar.left for bar in read_bars(svg, get_series_colour(0))]
        assert [length / max(lengths) for length in lengths] == pytest.approx(
            [value / 100 for value in values], abs=1e-3
        )


def test_three_panels_stand_side_by_side_and_on_a_phone_one_below_the_other():
    made = draw(1, 2, 3, 4, 5, 6, 7, 8)
    wide, narrow = read_words(made.wide), read_words(made.narrow)
    names = ["Plan A", "Plan B", "Plan C", "Plan D"]
    assert [round(wide[name][1] - wide["Plan A"][1], 2) > 0 for name in names] == [False, False, False, True]
    assert sorted(names, key=lambda name: narrow[name][1]) == names
    assert len({narrow[name][0] for name in names}) == 1
