"""The axis of time: equal lengths are equal times, but where a crowd of events needs room."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.contract import ClaimCard, SourceCard
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import format_text
from analysis.show.charts import canvas
from analysis.show.charts.timeline import timeline

_XLINK = "{http://www.w3.org/1999/xlink}"
CROWDED = [date(2025, 1, 1), date(2025, 7, 1), *(date(2025, 12, day) for day in range(23, 29)), date(2026, 12, 31)]


def make_events(days: list[date | tuple[date, date]], kinds: list[str] | None = None) -> pd.DataFrame:
    spans = [day if isinstance(day, tuple) else (day, day) for day in days]
    source = SourceCard("article", "A text", publisher="The Daily Test")
    card = ClaimCard("e", "event", "an event", "date", source=source)
    frame = pd.DataFrame(
        {
            "title": [Label(f"Event {chr(65 + n)}", f"e{n}") for n in range(len(days))],
            "date": [Label(f"{first:%d %B}", f"e{n}") for n, (first, _) in enumerate(spans)],
            "day": [
                make_leaf(
                    f"e{n}",
                    None if first < last else first.toordinal(),
                    "day",
                    kind="event",
                    low=first.toordinal(),
                    high=last.toordinal(),
                    origin=card,
                )
                for n, (first, last) in enumerate(spans)
            ],
        }
    )
    return frame if kinds is None else frame.assign(kind=kinds)


def find_marks(svg: str) -> list[float]:
    """Where the dots lie from the left, in points, with that of the key last."""
    return [float(use.get("x")) for use in ElementTree.fromstring(svg).iter() if use.get(f"{_XLINK}href")]


def list_words(svg: str) -> list[str]:
    return re.findall(r">([^<>\n]+)</text>", svg)


def test_a_date_without_an_end_reaches_to_that_of_the_axis():
    days = [date(2025, 1, 1), (date(2025, 1, 11), date.max), (date.min, date(2025, 1, 11)), date(2025, 1, 31)]
    drawn, closed = (timeline(make_events(days), "A finding", key="k") for days in (days, [days[0], days[3]]))
    for svg, other in ((drawn.wide, closed.wide), (drawn.narrow, closed.narrow)):
        marks, alone = find_marks(svg), find_marks(other)
        assert (marks[0], marks[1]) == pytest.approx((alone[0], alone[1]), abs=0.01)


def test_equal_lengths_are_equal_times():
    drawn = timeline(make_events([date(2025, 1, 1), date(2025, 1, 11), date(2025, 1, 31)]), "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        first, second, third = find_marks(svg)
        assert third - first == pytest.approx(3 * (second - first), rel=1e-3)
        assert "stretch drawn larger" not in list_words(svg)


def test_a_crowd_is_drawn_larger_and_said_to_be():
    drawn = timeline(make_events(CROWDED), "A finding", key="k")
    for svg, least in ((drawn.wide, 12), (drawn.narrow, 15)):
        found = find_marks(svg)[:-1]
        crowd = found[2:-1]
        assert found == sorted(found)
        assert min(b - a for a, b in pairwise(crowd)) > least  # points, for days
        assert crowd[-1] - crowd[0] == pytest.approx(5 * (crowd[1] - crowd[0]), rel=1e-3)
        assert {"23 Dec", "stretch drawn larger"} <= set(list_words(svg))


@pytest.mark.parametrize(
    "days",
    [
        CROWDED[:5],
        [date(2025, month, 1) for month in range(1, 11)],
        [date(2025, 5, 1)] * 8,
        CROWDED[2:],
        CROWDED[2:8],
        CROWDED[:-1],
    ],
)
def test_any_days_can_be_drawn(days):
    drawn = timeline(make_events(days), "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        assert "nan" not in svg
        assert ("stretch drawn larger" in list_words(svg)) == (days in (CROWDED[2:], CROWDED[:-1]))


def test_what_is_scheduled_is_hollow_and_the_forms_are_told():
    month = (date(2025, 3, 1), date(2025, 3, 31))
    frame = make_events([date(2025, 1, 1), date(2025, 2, 1), month], ["meeting", "scheduled", "scheduled"])
    drawn = timeline(frame, "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        assert list_words(svg)[-3:] == ["one day", "scheduled for a day", "scheduled within"]
        filled = [
            re.search(r"fill: (#\w{6})", use.get("style", ""))[1]
            for use in ElementTree.fromstring(svg).iter()
            if use.get(f"{_XLINK}href")
        ]
        assert filled == [
            canvas.get_series_colour(0),
            "#ffffff",
            canvas.get_series_colour(0),
            "#ffffff",
        ]  # two events, and the key


def test_one_form_needs_no_key_and_the_sources_of_the_dates_stand_beneath():
    drawn = timeline(make_events([date(2025, 1, 1), date(2025, 2, 1)]), "A finding", key="k")
    assert "one day" not in list_words(drawn.wide)
    assert [format_text(note) for note in drawn.build_block().notes] == ["Source: The Daily Test."]
