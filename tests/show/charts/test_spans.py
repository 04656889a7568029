"""Spans of time: bars from day to day, fading where a date is imprecise."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis import spans
from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.charts.canvas import get_series_colour
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_bars, read_lines, read_words


def make_day(id: str, first: date, last: date | None = None):
    if last is None:
        return make_leaf(id, first.toordinal(), "day")
    return make_leaf(id, None, "day", low=first.toordinal(), high=last.toordinal())


def draw(*rows, **options):
    frame = pd.DataFrame(
        {
            "what": [f"Promise {chr(65 + at)}" for at in range(len(rows))],
            "start": [start for start, _ in rows],
            "end": [end for _, end in rows],
            "when": [Label(f"2026 to 20{40 + at}", f"w{at}") for at in range(len(rows))],
        }
    )
    return spans(frame, "They end apart", key="k", label="what", **options)


EXACT = make_day("a", date(2026, 1, 1)), make_day("b", date(2036, 1, 1))
VAGUE = make_day("c", date(2026, 1, 1)), make_day("d", date(2041, 1, 1), date(2042, 12, 31))


def test_a_span_is_as_long_as_it_lasts_and_fades_over_the_days_that_may_be_its_last():
    for svg in (draw(EXACT, VAGUE).wide, draw(EXACT, VAGUE).narrow):
        first, sure, *faded = read_bars(svg, get_series_colour(0))
        day = (first.right - first.left) / (date(2036, 1, 1) - date(2026, 1, 1)).days
        assert first.left == sure.left
        assert sure.right - sure.left == pytest.approx(day * (date(2041, 1, 1) - date(2026, 1, 1)).days, abs=1e-3)
        assert {bar.left for bar in faded} == {sure.right}
        reach = max(bar.right for bar in faded)
        assert reach - sure.right == pytest.approx(day * (date(2042, 12, 31) - date(2041, 1, 1)).days, abs=1e-3)
        assert {"Promise A", "2026 to 2041"} <= {*read_words(svg)}


def test_only_an_imprecise_date_needs_a_key():
    assert draw(EXACT).legend == ()
    ((said,),) = draw(VAGUE).legend
    assert said.startswith("Fading:")


def test_today_is_a_line_through_all_rows():
    made = draw(EXACT, VAGUE, now=make_day("n", date(2031, 1, 1)))
    first = read_bars(made.wide, get_series_colour(0))[0]
    ink = get_shipped_house().colour["ink"]
    upright = [line for line in read_lines(made.wide, ink) if line.points[0][1] < first.top - 0.02]
    share = (date(2031, 1, 1) - date(2026, 1, 1)) / (date(2036, 1, 1) - date(2026, 1, 1))
    assert upright[0].points[0][0] == pytest.approx(first.left + share * (first.right - first.left), abs=1e-3)
    assert "today" in read_words(made.wide)


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(UsageError, match=r"chart 'k': Promise A ends before it begins \(2026 to 2040\); exchange its"):
        draw(EXACT[::-1])
