"""Drawings too high for a page: divided between rows, with the axis and the key in every part, and nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import bars, dots, kept_results, ladder, load_case, network, timeline
from analysis.errors import UsageError
from analysis.show.charts import canvas
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import INK, TINT
from analysis.show.charts.typeface import measure_text
from analysis.style import house
from analysis.style.house import get_shipped_house, remember_house, use_house
from tests.conftest import TINY
from tests.show.charts.test_timeline import make_events

AXIS, ROW, KEY = 0.3, 0.4, 0.25  # inches


def make_sheet(depths: list[float]) -> Sheet:
    """A sheet with an axis above, rows of some depths with a name, a bar and a dot each, and a key below."""
    sheet = Sheet(6.4)
    sheet.write_text(0, 0.1, "axis")
    sheet.height = AXIS
    sheet.end_row()
    for number, depth in enumerate(depths):
        sheet.write_text(0, sheet.height + depth / 2, f"row {number}")
        sheet.draw_bar(1, sheet.height + depth / 4, 1.5, depth / 2, "#134a7c")
        sheet.draw_dot(3, sheet.height + depth / 2, "s", "#c78818")
        sheet.height += depth
        sheet.end_row()
    sheet.draw_line([1, 1], [AXIS, sheet.height], INK, 0.8)
    sheet.draw_band(4, AXIS, 1, sheet.height - AXIS, TINT)
    sheet.write_text(0, sheet.height + 0.1, "key")
    sheet.height += KEY
    return sheet


def list_words(svg: str) -> list[str]:
    return re.findall(r">([^<>\n]+)</text>", svg)


def measure(svg: str) -> float:
    """The height of a drawing, in inches."""
    return float(ElementTree.fromstring(svg).get("viewBox", "").split()[3]) / 72


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0.2, 0.9), min_size=3, max_size=20), st.floats(2, 4))
def test_every_row_is_in_one_part_and_axis_and_key_are_in_all(depths, room):
    sheet = make_sheet(depths)
    parts = canvas.render_parts(sheet, "k", room)
    assert bool(parts) == (sheet.height + 0.06 > room)
    words = [list_words(part) for part in parts]
    assert all(part[0] == "axis" and part[-1] == "key" for part in words)
    assert [word for part in words for word in part[1:-1]] == [f"row {n}" for n in range(len(depths) if parts else 0)]
    assert all(measure(part) <= room + 1e-3 for part in parts)
    if parts:
        assert max(map(measure, parts)) - min(map(measure, parts)) <= 2 * max(depths)  # alike in height


def test_lines_and_bands_are_cut_at_the_ends_of_a_part():
    whole, parts = make_sheet([ROW] * 10), canvas.render_parts(make_sheet([ROW] * 10), "k", 2.5)
    assert len(parts) == 3
    line = re.compile(r'd="M (\S+) (\S+) \nL (\S+) (\S+) \n" [^>]*stroke-width: 0.8"')
    for part, rows in zip(parts, (4, 4, 2), strict=True):
        ((x, top, other, foot),) = [tuple(map(float, found)) for found in line.findall(part)]
        assert x == other == 72
        assert abs(foot - top) == pytest.approx(72 * ROW * rows)
        assert len(re.findall("fill: #134a7c", part)) == rows
    assert canvas.render_parts(whole, "k", whole.height + 0.06) == ()


def test_a_drawing_without_rows_is_not_divided():
    sheet = Sheet(6.4, height=20)
    sheet.write_text(0, 10, "alone")
    assert canvas.render_parts(sheet, "k", 5) == ()


def draw_many(form: str, count: int):
    """A chart of many rows, each named by two letters."""
    need = load_case(TINY)["reconstruction.need"]
    names = [f"{chr(65 + at // 26)}{chr(97 + at % 26)} oblast" for at in range(count)]
    frame = pd.DataFrame({"who": names, "much": [need * (1 + at / 50) for at in range(count)]}, dtype=object)
    if form == "bars":
        return names, bars(frame, "All of them", key="k", label="who", value="much")
    if form == "ladder":
        total = (need * sum(1 + at / 50 for at in range(count))).named("all", "all of it")
        return names, ladder(frame, "All of them", key="k", label="who", value="much", total=total)
    shares = frame.assign(much=[need / (need * (1 + at)) for at in range(count)], side="North")
    return names, dots(shares, "All of them", key="k", label="who", series="side", value="much")


@pytest.mark.parametrize("form", ["bars", "ladder", "dots"])
def test_a_chart_of_many_rows_has_parts_for_print_and_stays_whole_on_the_page(form):
    names, chart = draw_many(form, 60)
    assert len(chart.parts) >= 3
    drawn = [word for part in chart.parts for word in list_words(part) if word.endswith("oblast")]
    assert drawn == names
    assert [word for word in list_words(chart.wide) if word.endswith("oblast")] == names
    assert chart.build_block().parts == chart.parts
    _, few = draw_many(form, 12)
    assert few.parts == ()
    assert "parts" not in few.build_block().to_json()


def test_a_timeline_of_many_events_has_its_axis_and_key_in_every_part():
    days = [date(2025, 1, 1) + timedelta(days=9 * at) for at in range(56)]
    chart = timeline(make_events(days, ["past", "scheduled"] * 28), "All of them", key="k")
    parts, whole = list(map(list_words, chart.parts)), list_words(chart.wide)
    assert len(parts) == 2
    head = whole[: whole.index("01 January")]
    assert head[:4] == ["one day", "scheduled for a day", "2025", "Jul"]
    assert all(part[: len(head)] == head for part in parts)
    assert [word for part in parts for word in part[len(head) :]] == whole[len(head) :]


LONG = "Interdepartmental commission for the oblast of Zaporizhzhia and its surrounding parts"


def find_beyond(chart) -> list[str]:
    """The words that are not wholly in one of the two drawings."""
    found = []
    for svg in (chart.wide, chart.narrow):
        width = float(ElementTree.fromstring(svg).get("viewBox", "").split()[2])
        for style, words in re.findall(r"<text ([^>]*)>([^<]+)</text>", svg):
            x = float(re.search(r' x="([-\d.]+)"|translate\(([-\d.]+)', style).expand(r"\1\2"))
            wide = 72 * measure_text(words, bold="700" in style or "bold" in style)
            x -= wide / 2 if "middle" in style else 0
            found += [words] if x < -1 or x + wide > width + 1 else []
    return found


@pytest.mark.parametrize("name", [LONG, LONG.replace(" ", "").lower()])
def test_long_names_stay_on_the_drawing_in_every_form(name):
    need = load_case(TINY)["reconstruction.need"]
    frame = pd.DataFrame({"who": [name, f"{name} b"], "much": [need, need * 3], "kind": [name, "x"]}, dtype=object)
    shares = frame.assign(much=[need / need, need / (need * 2)])
    days = make_events([date(2025, 1, 1), date(2025, 5, 1)]).assign(title=[name, f"{name} b"])
    edges = pd.DataFrame({"one": [name, "B"], "other": ["B", "C"], "layer": ["first", "second"]})
    column = name.replace(" ", "_")
    twice = pd.concat([frame, frame]).sort_values("kind")
    charts = [
        bars(frame, "T", key="a", label="who", value={"much": name}),
        bars(twice, "T", key="a", label="who", value="much", by="kind"),
        bars(shares.rename(columns={"much": column}), "T", key="a", label="who", value=column),
        ladder(frame, "T", key="a", label="who", value="much", total=(need * 4).named("t", name)),
        dots(shares, "T", key="a", label="who", series="kind", value="much", ends=(name, name)),
        timeline(days, "T", key="a"),
        network(edges, "T", key="a"),
    ]
    assert [find_beyond(chart) for chart in charts] == [[]] * len(charts)


def test_names_of_a_network_lie_beside_one_another_or_are_too_many():
    def draw(count: int):
        names = [f"Party {chr(65 + at)}" for at in range(count)]
        pairs = pd.DataFrame({"one": names, "other": [*names[1:], names[0]], "layer": "first"})
        return network(pairs, "All talk to the next", key="ring")

    assert measure(draw(4).wide) == pytest.approx(3.1 + 0.3 + 0.06, abs=0.3)
    assert measure(draw(14).narrow) > measure(draw(4).narrow) + 1  # a higher ring
    with pytest.raises(UsageError, match="chart 'ring': found 26 names; allowed: as many as fit a ring"):
        draw(26)


@pytest.fixture
def keeping(monkeypatch):
    monkeypatch.setattr(kept_results, "_results", kept_results._Results())

    def draw_in_run(sheet: Sheet, room: float = 9) -> tuple[str, ...]:
        kept_results.begin_run()
        drawn = (canvas.render_sheet(sheet, "a"), *canvas.render_parts(sheet, "a", room))
        kept_results.learn_results(kept_results.report_run())
        return drawn

    return draw_in_run


def test_a_drawing_that_is_kept_for_the_runs_of_a_sweep_is_the_one_they_would_draw(keeping, monkeypatch):
    drawn = [keeping(make_sheet([0.5] * 6), 2.0) for _ in range(2)]
    monkeypatch.setattr(canvas, "render_svg", lambda *_, **__: pytest.fail("it is drawn again"))
    assert keeping(make_sheet([0.5] * 6), 2.0) == drawn[0] == drawn[1]
    assert len(drawn[0]) > 2


def test_another_key_width_or_mark_is_another_drawing(keeping):
    sheets = [make_sheet([0.5]), make_sheet([0.6]), make_sheet([0.5])]
    sheets[2].width = 3.5
    drawn = [[keeping(sheet) for _ in range(3)] for sheet in sheets]
    assert len({*map(tuple, drawn)}) == 3
    assert all(len({*same}) == 1 for same in drawn)


def test_a_drawing_in_a_style_of_ones_own_is_kept_where_the_style_is_known(keeping, monkeypatch):
    monkeypatch.setattr(house, "_remembered", {})
    known, unknown = (
        replace(get_shipped_house(), colour={**get_shipped_house().colour, "ink": ink})
        for ink in ("#ff0000", "#00ff00")
    )
    remember_house(known)
    drawn = [keeping(make_sheet([0.5])) for _ in range(3)]
    for style, ink, kept in ((known, "#ff0000", 2), (unknown, "#00ff00", 2)):
        with use_house(style):
            own = [keeping(make_sheet([0.5])) for _ in range(3)]
        assert own[0] == own[1] == own[2] != drawn[0]
        assert ink in own[0][0]
        assert len(kept_results._results.kept) == kept


def test_a_drawing_with_shapes_of_matplotlib_is_drawn_by_each_run(keeping):
    shaped = make_sheet([0.5])
    shaped.marks.append(lambda surface: surface.add_disc(1, 1, 0.2))
    assert [keeping(shaped) for _ in range(3)] == [(canvas.render_sheet(shaped, "a"),)] * 3
    assert kept_results._results.asked == set()
