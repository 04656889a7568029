"""The slope chart: a line from stop to stop, as steep as its numbers say, with its name at the end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from analysis import load_case, slope
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.show.charts.typeface import measure_text
from tests.show.charts.drawn import read_dots, read_lines, read_words


def draw(*rows: tuple[str, float, float, float]):
    case = load_case()
    frame = pd.DataFrame(
        [
            {
                "who": case.label(who),
                **{f"s{at}": make_leaf(f"{who}{at}", one, "item") for at, one in enumerate(values)},
            }
            for who, *values in rows
        ]
    )
    stops = {"s0": "first", "s1": "second", "s2": "third"}
    return slope(frame, "One gains", key="k", label="who", value=stops)


def test_a_line_runs_through_the_numbers_of_its_row_at_equal_stops():
    case = load_case()
    made = draw(("ukraine", 0, 10, 20), ("russia", 20, 15, 0))
    for svg in (made.wide, made.narrow):
        up, down = read_dots(svg)[:3], read_dots(svg)[3:]
        assert up[1].x - up[0].x == pytest.approx(up[2].x - up[1].x, abs=1e-4)
        assert up[0].y - up[1].y == pytest.approx(up[1].y - up[2].y, abs=1e-4)
        assert [down[at].y - up[2].y for at in (0, 1, 2)] == pytest.approx(
            [0, up[0].y / 4 - up[2].y / 4, up[0].y - up[2].y], abs=1e-3
        )
        (line,) = read_lines(svg, case.look("russia").colour)
        assert [x for x, _ in line.points] == pytest.approx([dot.x for dot in down], abs=1e-4)


def test_every_number_is_written_and_the_names_stand_apart_at_the_end():
    made = draw(("ukraine", 1, 2, 30), ("russia", 3, 4, 30.2), ("united_states", 5, 6, 30.4))
    for svg in (made.wide, made.narrow):
        words = read_words(svg)
        heights = sorted(words[name][1] for name in ("Ukraine", "Russia", "United States"))
        assert heights[1] - heights[0] >= 0.155 <= heights[2] - heights[1]
        assert {"1", "2", "3", "4", "5", "6", "30", "first", "second", "third"} <= {*words}


def test_lines_with_the_same_numbers_lie_beside_each_other_and_share_a_word():
    made = draw(("ukraine", 50, 33, 50), ("russia", 50, 33, 0), ("united_states", 0, 33, 50))
    for svg in (made.wide, made.narrow):
        dots = read_dots(svg)
        second = sorted(dot.y for dot in dots if dot.x == pytest.approx(dots[1].x, abs=1e-4))
        assert [after - before for before, after in pairwise(second)] == pytest.approx([0.075, 0.075], abs=1e-3)
        assert svg.count(">33<") == 1
        assert svg.count(">50<") == 4  # at either end beside the name


def test_a_number_between_two_stops_stands_clear_of_every_line():
    made = draw(("ukraine", 50, 30, 50), ("russia", 0, 30, 0))
    for svg in (made.wide, made.narrow):
        lines = [line.points for line in read_lines(svg) if len(line.points) == 3]
        x, foot = read_words(svg)["30"]
        for points in lines:
            for at in (x, x + measure_text("30") / 2, x + measure_text("30")):
                assert not foot - 0.1 < np.interp(at, *zip(*points, strict=True)) < foot
        assert len(lines) == 2


def test_one_stop_is_no_slope():
    frame = pd.DataFrame({"who": ["A"], "s": [make_leaf("a", 1, "item")]})
    with pytest.raises(UsageError, match="chart 'k': found 1 stops; allowed: two or more"):
        slope(frame, "Flat", key="k", label="who", value={"s": "only"})
