"""No reader needs to see colours: house colours differ in grey, and whatever differs by colour differs by form too."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from analysis.errors import UsageError
from analysis.estimates.constructors import make_leaf
from analysis.label import Label
from analysis.show.bundle import format_text
from analysis.show.charts.certainty import KEY
from analysis.show.charts.dots import dots
from analysis.show.charts.map import find_outer_border, regions
from analysis.show.charts.network import network
from analysis.show.table import table
from analysis.style.colour import compute_contrast
from analysis.style.house import get_shipped_house
from tests.show.charts.drawn import read_lines

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
SQUARES = " ".join(f'<path id="r{i}" d="M{i * 10} 0h9v9h-9z"/>' for i in range(9))


def measure_lightness(colour: str) -> float:
    """CIE L* of a hex colour, 0 to 100, from its contrast with black."""
    relative = compute_contrast(colour, "#000000") * 0.05 - 0.05
    return 116 * relative ** (1 / 3) - 16


def test_lightness_is_that_of_the_textbook():
    assert measure_lightness("#ffffff") == pytest.approx(100, abs=0.01)
    assert measure_lightness("#777777") == pytest.approx(50.03, abs=0.05)


def test_house_colours_stand_out_from_paper_and_from_the_next_in_grey():
    colours = get_shipped_house().colour["series"]
    assert [c for c in colours if compute_contrast(c, get_shipped_house().colour["paper"]) < 3] == []
    near = [
        (one, other)
        for one, other in pairwise((*colours, colours[0]))
        if abs(measure_lightness(one) - measure_lightness(other)) < 10
    ]
    assert near == []


def test_verdicts_side_by_side_differ_in_grey():
    colours = get_shipped_house().colour
    order = ("good", "mixed", "risk", "unknown", "damaged", "neutral")
    lightness = [measure_lightness(colours[name]) for name in order]
    assert [one for one, other in pairwise(lightness) if abs(one - other) < 10] == []


def find_elements(svg: str, name: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{_SVG}{name}"))


def read_style(element: ElementTree.Element, name: str) -> str:
    found = re.search(rf"(?:^|; ?){name}: ([^;]+)", element.get("style", ""))
    return found[1] if found else ""


def make_standings(parties: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "issue": [Label("Issue", "i")] * parties,
            "party": [Label(f"Party {chr(65 + n)}", f"p{n}") for n in range(parties)],
            "stand": [make_leaf(f"s{n}", 0.1 + n / 10, "dimensionless") for n in range(parties)],
        }
    )


def test_each_party_has_a_dot_of_its_own_form():
    drawn = dots(make_standings(10), "Where they stand", key="k", label="issue", series="party", value="stand")
    for svg in (drawn.wide, drawn.narrow):
        forms = {path.get("id"): path.get("d") for path in find_elements(svg, "path") if path.get("id")}
        used = [forms[use.get(f"{_XLINK}href").lstrip("#")] for use in find_elements(svg, "use")]
        assert len(set(used)) == 10
        assert used[:10] == used[10:]  # the key, then the dots


def test_more_parties_than_forms_are_refused():
    with pytest.raises(UsageError, match=r"found 11 series .* allowed: at most 10, one for each shape of dot"):
        dots(make_standings(11), "Where they stand", key="k", label="issue", series="party", value="stand")


def draw_map(tmp_path: Path, statuses: int):
    shapes = tmp_path / "map.svg"
    shapes.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9">{SQUARES}</svg>', encoding="utf-8")
    found = {f"r{n}": f"status {chr(65 + n)}" for n in range(statuses)}
    frame = pd.DataFrame({"region": [Label(id, id) for id in found], "status": [Label(s, s) for s in found.values()]})
    return regions(
        shapes,
        {"the plan": found},
        "What becomes of them",
        key="k",
        names={},
        data=table(frame, "Data behind the figure", key="k"),
    )


def test_each_status_has_a_pattern_of_its_own_in_the_map_and_in_its_key(tmp_path):
    drawn = draw_map(tmp_path, 8)
    for svg in (drawn.wide, drawn.narrow):
        patterns = {
            it.get("id"): "".join(path.get("d", "") for path in it.iter(f"{_SVG}path"))
            for it in find_elements(svg, "pattern")
        }
        fills = [read_style(path, "fill") for path in find_elements(svg, "path")]
        forms = [
            patterns.get(fill[5:-1], "plain")
            for fill in fills
            if fill.startswith(("url(#", get_shipped_house().colour["series"][0]))
        ]
        assert len(set(forms)) == 8
        assert sorted(forms[:8]) == sorted(forms[8:])  # the areas, then the key


def test_a_region_without_a_shape_is_refused_with_the_nearest(tmp_path):
    with pytest.raises(UsageError, match=r"chart 'k': map.svg has no shape 'r9', which the plan needs.*nearest: r\d"):
        draw_map(tmp_path, 10)


def test_more_statuses_than_patterns_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"found 9 statuses .* allowed: at most 8, one for each pattern"):
        draw_map(tmp_path, 9)


def test_each_layer_of_a_network_has_a_line_of_its_own_form():
    one, other = [Label(n, n) for n in "ABC"], [Label(n, n) for n in "BCA"]
    channels = pd.DataFrame({"one": one, "other": other, "layer": ["first", "second", "none"]})
    drawn = network(channels, "Who talks", key="k")
    forms = [
        (read_style(path, "stroke-dasharray"), read_style(path, "stroke-width"))
        for path in find_elements(drawn.wide, "path")
        if read_style(path, "stroke") in get_shipped_house().colour["series"]
    ]
    assert len(forms) == 6  # three lines, and the key
    assert len(set(forms)) == 3
    assert len({dashes for dashes, _ in forms}) == 3


def test_the_map_names_its_regions_and_keys_the_blank_ones(tmp_path):
    shapes = tmp_path / "map.svg"
    shapes.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 20"><desc>Shapes: us, 2026.</desc>'
        '<path id="left" d="M0 0h10v20h-10z"/><path id="right" d="M10 0h20v20h-20z"/></svg>',
        encoding="utf-8",
    )
    frame = pd.DataFrame({"region": [Label("Right", "right")], "status": [Label("Held", "held")]})
    drawn = regions(
        shapes,
        {"the plan": {"right": "Held"}},
        "What becomes of them",
        key="k",
        names={"left": "Westland", "right": "Eastland"},
        data=table(frame, "Data", key="k"),
        sources=[Label("The plan", "sources/plan")],
    )
    for svg in (drawn.wide, drawn.narrow):
        words = re.findall(r">([^<>\n]+)</text>", svg)
        assert words == ["the plan", "A", "Held", "Not mentioned", "A", "Eastland"]
    assert [format_text(note) for note in drawn.build_block().notes] == ["Shapes: us, 2026. Source: “The plan”."]


def test_the_outer_border_leaves_out_what_two_regions_share():
    left, right = np.array([[0, 0], [10, 0], [10, 20], [0, 20]]), np.array([[10, 0], [30, 0], [30, 20], [10, 20]])
    (line,) = find_outer_border({"left": [left], "right": [right]})
    assert {tuple(point) for point in line} == {(0, 0), (10, 0), (30, 0), (30, 20), (10, 20), (0, 20)}
    assert len(line) == 7  # closed
    assert np.abs(np.diff(line, axis=0)).sum() == 2 * 30 + 2 * 20


def make_ranges(*ranges: tuple[float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "issue": [Label("Issue", "i")] * len(ranges),
            "party": [Label(f"Party {chr(65 + n)}", f"p{n}") for n in range(len(ranges))],
            "stand": [make_leaf(f"s{low}", (low + high) / 2, "one", low=low, high=high) for low, high in ranges],
        }
    )


@pytest.mark.parametrize(
    ("ranges", "key", "said"),
    [
        ([(0.1, 0.5), (0.3, 0.9)], "shared by all", "All ranges meet on: Issue."),
        ([(0.1, 0.3), (0.5, 0.9)], "gap", "All ranges meet on: nothing."),
        ([(0.1, 0.4), (0.2, 0.6), (0.5, 0.9)], "gap", "All ranges meet on: nothing."),
    ],
)
def test_each_row_shows_what_all_ranges_share_or_the_gap(ranges, key, said):
    drawn = dots(
        make_ranges(*ranges),
        "Where they stand",
        key="k",
        label="issue",
        series="party",
        value="stand",
        ends=("all theirs", "all ours"),
    )
    assert drawn.alt.endswith(said)
    for svg in (drawn.wide, drawn.narrow):
        words = re.findall(r">([^<>\n]+)</text>", svg)
        assert [kind for kind in ("shared by all", "gap") if kind in words] == [key]
        assert "0: all theirs" in words
        assert "all ours: 1" in words


def test_the_ground_of_a_row_runs_from_the_highest_low_end_to_the_lowest_high_end():
    drawn = dots(
        make_ranges((0.2, 0.5), (0.3, 0.9)), "Where they stand", key="k", label="issue", series="party", value="stand"
    )
    frames = next(
        path.get("d") for path in find_elements(drawn.wide, "path") if read_style(path, "stroke-width") == "1.2"
    )
    xs = [float(x) for x in re.findall(r"[ML] ([\d.]+)", frames)]
    start, end = min(xs[5:]), max(xs[5:])  # after that of the key
    spans = sorted(
        (line.points[0][0] * 72, line.points[-1][0] * 72)
        for line in read_lines(drawn.wide)
        if line.dashes and line.points[0][0] < line.points[-1][0]
    )
    (low, middle), (begin, stop) = spans  # 0.2 to 0.5, and 0.3 to 0.9
    assert (start, end) == pytest.approx((begin, middle), abs=0.01)
    assert stop - begin == pytest.approx(2 * (middle - low))


def test_where_all_ranges_are_the_same_there_is_nothing_to_show():
    drawn = dots(
        make_ranges((0.2, 0.5), (0.2, 0.5)), "Where they stand", key="k", label="issue", series="party", value="stand"
    )
    assert "shared by all" not in drawn.wide
    assert "meet on" not in drawn.alt
    assert [format_text(note) for note in drawn.build_block().notes] == [KEY["dashed"]]
