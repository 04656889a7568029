"""The axis of time: equal lengths are equal times, and a crowd of events has a panel of its own."""

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
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_dots

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
    """Where the dots lie from the left, in points."""
    return [float(use.get("x")) for use in ElementTree.fromstring(svg).iter() if use.get(f"{_XLINK}href")]


def list_words(svg: str) -> list[str]:
    return re.findall(r">([^<>\n]+)</text>", svg)


def test_a_date_without_an_end_reaches_to_that_of_the_axis():
    days = [date(2025, 1, 1), (date(2025, 1, 11), date.max), (date.min, date(2025, 1, 11)), date(2025, 1, 31)]
    drawn, closed = (timeline(make_events(days), "A finding", key="k") for days in (days, [days[0], days[3]]))
    for svg, other in ((drawn.wide, closed.wide), (drawn.narrow, closed.narrow)):
        assert find_marks(svg)[-2:] == pytest.approx(find_marks(other), abs=0.01)  # before these the key


def test_equal_lengths_are_equal_times():
    drawn = timeline(make_events([date(2025, 1, 1), date(2025, 1, 11), date(2025, 1, 31)]), "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        first, second, third = find_marks(svg)
        assert third - first == pytest.approx(3 * (second - first), rel=1e-3)
        assert "The whole time" not in list_words(svg)


def test_a_crowd_has_a_panel_of_its_own_and_no_scale_has_a_break():
    drawn = timeline(make_events(CROWDED), "A finding", key="k")
    for svg, least in ((drawn.wide, 20), (drawn.narrow, 25)):
        first, second, last, *crowd = find_marks(svg)
        whole = (CROWDED[-1] - CROWDED[0]).days
        assert (second - first) / (last - first) == pytest.approx((CROWDED[1] - CROWDED[0]).days / whole, rel=1e-3)
        assert [after - before for before, after in pairwise(crowd)] == pytest.approx(
            [crowd[1] - crowd[0]] * 5, abs=1e-3
        )
        assert crowd[1] - crowd[0] > least  # points a day
        words = list_words(svg)
        assert words.index("The whole time") < words.index("The shaded stretch")
        assert {"2025", "23 Dec 2025"} <= set(words)


def test_too_high_for_a_page_it_is_divided_between_its_panels():
    spread = [date(2023, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    events = make_events(spread + [date(2024, 12, day) for day in range(1, 17)])
    events["title"] = [Label("A long name of an event " * 6, label.ref) for label in events.title]
    first, second = (list_words(svg) for svg in timeline(events, "A finding", key="k").parts)
    assert ("The whole time" in first, "The shaded stretch" in first) == (True, False)
    assert ("The whole time" in second, "The shaded stretch" in second) == (False, True)
    assert "01 December" in second
    assert "01 January" not in second


def test_the_shaded_stretch_is_where_the_crowd_is():
    svg = timeline(make_events(CROWDED), "A finding", key="k").wide
    first, _, last, *_ = find_marks(svg)
    tint = get_shipped_house().colour["tint"]
    (band,) = re.findall(rf'<path d="([^"]*)"[^>]*fill: {tint}', svg)
    xs = [float(x) for x in re.findall(r"[ML] ([\d.]+)", band)]
    days = [(day - CROWDED[0]).days / (CROWDED[-1] - CROWDED[0]).days for day in (CROWDED[2], CROWDED[7])]
    start, end = (first + (last - first) * share for share in days)
    assert [min(xs), max(xs)] == pytest.approx([start, max(end, start + 0.04 * 72)], abs=0.01)


def test_the_commonest_kinds_have_a_colour_each_and_are_named():
    days = [date(2025, month, 1) for month in range(1, 13)]
    kinds = [*sorted(["meeting", "call", "attack", "decree", "deadline"] * 2), "scandal", "leak"]
    drawn = timeline(make_events(days, kinds), "A finding", key="k")
    words = list_words(drawn.wide)
    assert words[:6] == ["Attack", "Call", "Deadline", "Decree", "Meeting", "Other events"]
    found = [dot.colour for dot in read_dots(drawn.wide)]
    assert len(set(found)) == 6
    assert found[6:] == [found[at] for at in (0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5)]


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
        assert ("The whole time" in list_words(svg)) == (days in (CROWDED[2:], CROWDED[:-1]))


def test_what_is_scheduled_is_hollow_and_the_forms_are_told():
    month = (date(2025, 3, 1), date(2025, 3, 31))
    frame = make_events([date(2025, 1, 1), date(2025, 2, 1), month], ["meeting", "scheduled", "scheduled"])
    drawn = timeline(frame, "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        assert list_words(svg)[:3] == ["one day", "scheduled for a day", "scheduled within"]
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


def test_a_kind_known_by_the_month_only_is_in_the_key():
    month = (date(2025, 3, 1), date(2025, 3, 31))
    frame = make_events([date(2025, 1, 1), month, date(2025, 4, 1)], ["meeting", "seizure", "decree"])
    drawn = timeline(frame, "A finding", key="k")
    for svg in (drawn.wide, drawn.narrow):
        assert list_words(svg)[:4] == ["Meeting", "Seizure", "Decree", "some day within"]


def test_one_form_needs_no_key_and_the_sources_of_the_dates_stand_beneath():
    drawn = timeline(make_events([date(2025, 1, 1), date(2025, 2, 1)]), "A finding", key="k")
    assert "one day" not in list_words(drawn.wide)
    assert [format_text(note) for note in drawn.build_block().notes] == ["Source: The Daily Test."]
