"""The scatter chart: marks where two numbers meet, each named, no name upon another."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import load_case, scatter
from analysis.estimates.constructors import make_leaf
from tests.show.charts.drawn import read_dots, read_words


def draw(*points: tuple[float, float], **options):
    case = load_case()
    ids = ["ukraine", "russia", "united_states", "europe"][: len(points)]
    frame = pd.DataFrame({"who": [case.label(id) for id in ids]})
    frame["cost"] = [make_leaf(f"x{at}", x, "billion USD") for at, (x, _) in enumerate(points)]
    frame["men"] = [make_leaf(f"y{at}", y, "person") for at, (_, y) in enumerate(points)]
    return scatter(frame, "They differ", key="k", label="who", x="cost", y="men", **options)


def test_marks_stand_where_their_numbers_meet():
    for svg in (draw((0, 0), (10, 40), (5, 10)).wide, draw((0, 0), (10, 40), (5, 10)).narrow):
        corner, far, middle = read_dots(svg)
        assert (middle.x - corner.x) / (far.x - corner.x) == pytest.approx(0.5, abs=1e-3)
        assert (middle.y - corner.y) / (far.y - corner.y) == pytest.approx(0.25, abs=1e-3)
        assert far.y < corner.y
        assert {"$0", "$10 billion", "Ukraine", "Russia", "United States"} <= {*read_words(svg)}


def test_parties_keep_their_colours():
    case = load_case()
    assert [dot.colour for dot in read_dots(draw((1, 1), (2, 2)).wide)] == [
        case.look("ukraine").colour,
        case.look("russia").colour,
    ]


def test_names_of_marks_near_each_other_do_not_lie_upon_one_another():
    words = read_words(draw((5, 20), (5.01, 20), (5.02, 20), (9, 40)).wide)
    heights = sorted(words[name][1] for name in ("Ukraine", "Russia", "United States"))
    sides = {words[name][0] < read_dots(draw((5, 20)).wide)[0].x for name in ("Ukraine", "Russia", "United States")}
    assert len(set(heights)) > 1 or len(sides) > 1


def test_the_axes_say_what_they_measure():
    assert "Up: Men, in persons. Across: Cost, in dollars." in read_words(draw((1, 1)).wide)
    assert "Up: Soldiers. Across: Yearly cost." in read_words(draw((1, 1), across="Yearly cost", up="Soldiers").wide)
