"""The dumbbell chart: dots where the values are, joined by a line, with the outer numbers beside them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import dumbbell, load_case
from analysis.estimates.constructors import make_leaf
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_dots, read_lines, read_words


def draw(**options):
    case = load_case()
    frame = pd.DataFrame(
        {
            "who": [case.label("ukraine"), case.label("russia")],
            "then": [make_leaf("a", 0.16, "one"), make_leaf("b", 0.06, "one")],
            "now": [make_leaf("c", 0.51, "one"), make_leaf("d", 0.28, "one", low=0.2, high=0.5)],
        }
    )
    plans = {"then": case.label("plan_28"), "now": case.label("plan_20")}
    return dumbbell(frame, "Farther now", key="k", label="who", value=plans, **options)


def test_a_line_joins_the_two_dots_of_a_row():
    for svg in (draw().wide, draw().narrow):
        *key, one, other, third, fourth = read_dots(svg)
        assert len(key) == 2
        assert (one.y, third.y) == (other.y, fourth.y)
        assert (fourth.x - third.x) / (other.x - one.x) == pytest.approx(0.22 / 0.35, abs=1e-3)
        lines = read_lines(svg, get_shipped_house().colour["quiet"])
        assert [sorted(x for x, _ in line.points) for line in lines] == [
            pytest.approx([one.x, other.x], abs=1e-4),
            pytest.approx([third.x, fourth.x], abs=1e-4),
        ]


def test_plans_keep_their_colours_and_are_named_once():
    case = load_case()
    found = read_dots(draw().wide)
    assert [dot.colour for dot in found] == [case.look("plan_28").colour, case.look("plan_20").colour] * 3
    assert draw().wide.count(">28-point plan<") == 1


def test_the_lower_number_stands_left_and_the_higher_one_right():
    words, dots = read_words(draw().wide), read_dots(draw().wide)
    assert words["0.16"][0] < dots[2].x < dots[3].x < words["0.51"][0]


def test_ranges_are_drawn_only_where_they_are_asked_for():
    assert draw().legend == ()
    ((said,),) = draw(with_ranges=True).legend
    assert said.startswith("Dashed line")
    assert [line for line in read_lines(draw(with_ranges=True).wide) if line.dashes]
