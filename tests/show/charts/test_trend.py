"""The time series: marks at their dates and values, what is unsure of them upright, a target across."""

from __future__ import annotations

import itertools
from datetime import date

import pandas as pd
import pytest

from analysis import trend
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import find_numbers
from analysis.show.charts.time_axis import TimeAxis
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_dots, read_lines, read_words


def draw(rows: dict[str, float], *, unsure: str = "", **options):
    frame = pd.DataFrame({"year": [Label(year, f"years/{year}") for year in rows]})
    frame["aid"] = [
        make_leaf(f"y{year}", value, "billion USD", qualifier="about" if year == unsure else "exact")
        for year, value in rows.items()
    ]
    return trend(frame, "Aid grew", key="k", when="year", value="aid", **options)


def test_marks_stand_at_the_middle_of_their_dates_and_at_their_values():
    made = draw({"2016": 0, "2017": 50, "2020": 100})
    for svg in (made.wide, made.narrow):
        first, second, third = read_dots(svg)
        days = [(date(year, 1, 1).toordinal() + date(year, 12, 31).toordinal()) / 2 for year in (2016, 2017, 2020)]
        assert (second.x - first.x) / (third.x - first.x) == pytest.approx(
            (days[1] - days[0]) / (days[2] - days[0]), abs=1e-3
        )
        assert (first.y - second.y) / (first.y - third.y) == pytest.approx(0.5, abs=1e-3)
        assert {"$0", "$100 billion", "2018"} <= {*read_words(svg)}


def test_a_day_stands_between_the_years_around_it():
    first, day, last = read_dots(draw({"2024": 1, "2025-07-01": 2, "2026": 3}).wide)
    assert day.x - first.x == pytest.approx(last.x - day.x, abs=0.02)


def test_what_is_unsure_stands_above_and_below_its_mark():
    made = draw({"2016": 100, "2017": 50}, unsure="2017")
    first, second = read_dots(made.wide)
    (upright,) = [line for line in read_lines(made.wide) if line.dashes]
    per_unit = (second.y - first.y) / 50
    assert sorted(y for _, y in upright.points) == pytest.approx(
        [second.y - 5 * per_unit, second.y + 5 * per_unit], abs=1e-3
    )
    assert made.legend


def test_a_target_is_a_line_at_its_value_and_in_the_data():
    made = draw({"2016": 50, "2017": 100}, target={"The goal": make_leaf("g", 100, "billion USD")})
    _, reached = read_dots(made.wide)
    across = [
        line
        for line in read_lines(made.wide, get_shipped_house().colour["ink"])
        if len({y for _, y in line.points}) == 1
    ]
    assert across[0].points[0][1] == pytest.approx(reached.y, abs=1e-4)
    assert len(find_numbers(made.data.rows)) == 3
    assert made.alt.endswith("The goal: $100 billion.")


def test_each_series_has_its_line_and_its_name_at_the_end():
    frame = pd.DataFrame({"year": [Label(year, year) for year in ("2016", "2017") * 2], "who": ["A", "A", "B", "B"]})
    frame["aid"] = [make_leaf(f"c{at}", value, "USD") for at, value in enumerate((1, 9, 5, 9.1))]
    made = trend(frame, "They meet", key="k", when="year", value="aid", series="who")
    words = read_words(made.wide)
    assert abs(words["A"][1] - words["B"][1]) >= 0.159
    assert len({dot.colour for dot in read_dots(made.wide)}) == 2


def test_what_is_no_date_is_refused():
    with pytest.raises(UsageError, match="chart 'k': found 'last year'; allowed: a date as EDTF writes it"):
        draw({"last year": 1})


@pytest.mark.parametrize("span", [1, 2, 10, 40, 61, 100, 300, 700, 1500, 4000, 20000, 200000])
def test_an_axis_of_time_of_any_length_has_few_ticks_within_it(span):
    start = date(1800, 3, 5).toordinal()
    for length in (1.0, 2.5, 5.0):
        ticks = TimeAxis(start, start + span, 0, length).list_ticks()
        assert 1 <= len(ticks) <= 12
        assert all(start <= day <= start + span for day, _ in ticks)


@pytest.mark.parametrize("names", [("",), ("A", "B", "C"), ("Measured at the border by the lower country", "B", "C")])
def test_where_there_is_no_room_beside_the_ends_each_number_has_a_line_of_its_own_above_the_field(names):
    frame = pd.DataFrame({"year": [Label(year, year) for year in ("2016", "2017")] * len(names)})
    frame["who"] = [name for name in names for _ in range(2)]
    frame["flow"] = [make_leaf(f"c{at}", 3.4 + at / 10, "billion USD / MWh") for at in range(2 * len(names))]
    options = {"series": "who"} if names[0] else {}
    made = trend(frame, "They fall", key="k", when="year", value="flow", **options)
    ends = [number.text for number in find_numbers(made.data.rows)][1::2]
    for svg in (made.wide, made.narrow):
        words, field = read_words(svg), min(dot.y for dot in read_dots(svg)[-2 * len(names) :])
        heights = sorted(words[text][1] for text in ends)
        assert all(later - earlier >= 0.155 for earlier, later in itertools.pairwise(heights))
        assert svg == made.wide or max(heights) < field
